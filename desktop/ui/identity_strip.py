"""Who sent a file and what it is, in one strip."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations.opened_files import Identity
from desktop.ui.exchange_words import at_text, numbers_text, size_text
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.flow_layout import FlowLayout
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.labels import ElidedLabel


class IdentityStrip(Card):
    """The identity card of a file; ``chips`` stand for what of it there is."""

    def __init__(self) -> None:
        super().__init__()
        self.body.setContentsMargins(14, 12, 14, 12)
        self.title = ElidedLabel("", "head")
        self.details = ElidedLabel("", "quiet")
        self._shown: list[Chip] = []
        self._chips = QWidget()
        set_look(self._chips, "clear")
        self._flow = FlowLayout(self._chips)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.title)
        words.addWidget(self.details)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconLabel("package-check", "good", 20, ground=Role.GOOD))
        row.addLayout(words, 1)
        self.body.setSpacing(8)
        self.body.addLayout(row)
        self.body.addWidget(self._chips)

    def show_identity(self, identity: Identity, chips: list[tuple[str, Role]]) -> None:
        """Show this file. chips: words and what they mean, behind those of the file itself."""
        words = tr("Tệp từ {name} · số {number}")
        if identity.for_all:
            words = tr("Tệp gửi chung của {name} · số {number}")
        self.title.setText(words.format(name=identity.office_name, number=identity.number))
        self.details.setText(details_of(identity))
        self._flow.clear()
        for words, role in [*state_chips(identity), *chips]:
            self._flow.addWidget(Chip(words, role))
        self.setAccessibleName(f"{self.title.text()}. {self.details.text()}")


def details_of(identity: Identity) -> str:
    """Who sent it and when by which clock, how large it is, and what it goes on from."""
    clock = tr("đồng hồ tin cậy") if identity.clock_ok else tr("đồng hồ máy gửi sai")
    told = (
        tr("{who} gửi {at} ({clock})").format(
            who=identity.sender, at=at_text(identity.sent_at), clock=clock
        ),
        size_text(identity.size),
        version_words(identity),
        order_words(identity),
        identity.name,
    )
    return " · ".join(filter(None, told))


def version_words(identity: Identity) -> str:
    """Which version of the program wrote it."""
    if identity.program:
        return tr("phiên bản {program}").format(program=identity.program)
    return tr("phiên bản dữ liệu {n}").format(n=identity.schema)


def order_words(identity: Identity) -> str:
    """Which file of the same PC it goes on from; "" where something is amiss: a chip says that."""
    if identity.known or not identity.follows or identity.for_all:
        return ""
    if identity.former:
        return tr("nối tiếp tệp số {number}").format(number=identity.former)
    return tr("tệp đầu tiên nhận từ máy này")


def missing_words(identity: Identity) -> str:
    """Which files before it never came; they are named if their numbers tell."""
    if identity.missing:
        return tr("Thiếu tệp số {numbers}").format(numbers=numbers_text(identity.missing))
    return tr("Thiếu tệp gửi trước")


def state_chips(identity: Identity) -> list[tuple[str, Role]]:
    """What there is to know before taking it in: signature, order, whether it came before."""
    found = [(tr("Chữ ký hợp lệ"), Role.GOOD)]
    if identity.for_all:
        found.append((tr("Gửi chung cho mọi nơi"), Role.MAIN))
    if identity.known:
        found.append((tr("Đã nhận trước đây"), Role.NEUTRAL))
    elif not identity.follows:
        found.append((missing_words(identity), Role.WARNING))
    if identity.is_struck:
        found.append((tr("Thẻ khóa máy gửi đã thu hồi"), Role.WARNING))
    if identity.is_newer:
        found.append((tr("Máy gửi dùng bản Sổ Xã mới hơn"), Role.WARNING))
    if not identity.clock_ok:
        found.append((tr("Đồng hồ máy gửi sai"), Role.WARNING))
    return found
