"""One file before it is taken in: who sent it, what it would change, and the button that takes it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations.incoming import Preview
from desktop.operations.incoming_row import Group
from desktop.operations.opened_files import Identity
from desktop.operations.refusal_reasons import reason_counts
from desktop.store.exchange.arrivals import Left
from desktop.ui.exchange_words import GROUPS, at_text
from desktop.ui.identity_strip import IdentityStrip
from desktop.ui.incoming_changes import IncomingChanges
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.shown import set_shown


class IncomingView(QWidget):
    """The preview of one file.

    ``taken`` carries its path and the rows that are left, ``left`` goes back without it.
    """

    taken = Signal(object, object)
    left = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._path = Path()
        self._preview: Preview | None = None
        self.strip = IdentityStrip()
        self.notes = InfoBanner(Role.NEUTRAL, "")
        self.changes = IncomingChanges(tr("Sẽ thay đổi"), "incoming", settings)
        self.changes.chosen.connect(self._tell_choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.strip)
        column.addWidget(self.notes)
        column.addWidget(self.changes, 1)
        self._room = QWidget()
        set_look(self._room, "clear")
        column.addWidget(self._room, 1)
        column.addLayout(self._foot())

    def show_preview(self, path: Path, found: Preview) -> None:
        """Show what this file would do."""
        self._path, self._preview = path, found
        identity = found.receipt.identity
        counts = [
            (f"{tr(words)} {grouped(found.counts[group])}", role)
            for group, (words, role) in GROUPS.items()
            if found.counts[group] and not identity.known
        ]
        same = found.receipt.tally.same.total()
        if same:
            counts.append((tr("Không đổi {n}").format(n=grouped(same)), Role.NEUTRAL))
        self.strip.show_identity(identity, counts)
        self.notes.set_text(" ".join(_notes(found)))
        set_shown(self.notes, bool(self.notes.text()))
        self.changes.let_choose(may=not identity.known)
        self.changes.show_rows(found.rows, [group for group in GROUPS if found.counts[group]])
        self.take.setEnabled(not identity.known)
        set_shown(self.take, not identity.known)
        set_shown(self.note, not identity.known)
        set_shown(self.changes, not identity.known)
        set_shown(self._room, identity.known)
        self.later.setText(tr("Đóng") if identity.known else tr("Để sau"))
        self._tell_choice()

    def take_keyboard(self) -> None:
        """The button that takes the file in: all has been shown."""
        (self.take if self.take.isEnabled() else self.later).setFocus()

    def let_take_again(self) -> None:
        """It was not taken in: let it be tried again."""
        known = self._preview is not None and self._preview.receipt.identity.known
        self.take.setEnabled(not known)

    def _foot(self) -> QHBoxLayout:
        self.note = label("", "quiet")
        self.note.setWordWrap(True)
        self.later = QPushButton(tr("Để sau"))
        self.later.clicked.connect(lambda _checked=False: self.left.emit())
        self.take = QPushButton(tr("Nhận"))
        set_look(self.take, "primary")
        set_icon(self.take, "check", "on_main")
        self.take.clicked.connect(lambda _checked=False: self._take())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.note, 1)
        row.addStretch(0)
        row.addWidget(self.later)
        row.addWidget(self.take)
        return row

    def _tell_choice(self) -> None:
        if self._preview is None:
            return
        unwanted = self.changes.choice.unwanted
        self.take.setText(_take_words(self._preview, unwanted))
        self.note.setText(_choice_words(self._preview, unwanted))

    def _take(self) -> None:
        self.take.setEnabled(False)
        choice = self.changes.choice
        self.taken.emit(self._path, choice.left() if choice.unwanted else Left())


def _choice_words(found: Preview, unwanted: int) -> str:
    if not unwanted and found.counts[Group.PURGED]:
        return tr(
            "Trước khi nhận, chương trình tự sao lưu. Có thể hoàn tác lần nhận này, trừ những gì xóa hẳn."
        )
    if not unwanted:
        return tr("Trước khi nhận, chương trình tự sao lưu. Có thể hoàn tác cả lần nhận này.")
    return tr(
        "{n} dòng bỏ chọn được để riêng, không mất: sổ giữ như cũ, nơi gửi không phải gửi lại. "
        "Lấy vào sau ở Nhận › Đã để riêng."
    ).format(n=grouped(unwanted))


def _take_words(found: Preview, unwanted: int) -> str:
    if found.receipt.identity.is_struck:
        return tr("Nhận, để riêng tất cả")
    if found.total == 0:
        return tr("Nhận")
    if unwanted >= found.total:
        return tr("Nhận, để riêng tất cả")
    return tr("Nhận {n} thay đổi").format(n=grouped(found.total - unwanted))


def _struck_words(reasons: str) -> str:
    """What becomes of a file of a PC that was struck from the exchange before it wrote it."""
    told = tr(
        "Thẻ khóa của máy gửi đã bị thu hồi. Nhận tệp này thì chưa dòng nào vào sổ: tất cả được để "
        "riêng, chờ tỉnh xem lại ({reasons})."
    )
    return told.format(reasons=reasons or tr("không có dòng nào"))


def _known_words(identity: Identity) -> str:
    """When a file was taken in that is looked at once more."""
    if identity.known_at is None:
        return tr("Tệp này đã nhận trước đây, không có gì để nhận thêm.")
    told = tr("Tệp này đã nhận lúc {at}, không có gì để nhận thêm.")
    return told.format(at=at_text(identity.known_at))


def _purge_words(found: Preview) -> list[str]:
    """What was purged and has no line in the list: it does not stand here."""
    told: list[str] = []
    if gone := found.receipt.tally.purged:
        words = tr("{n} bản ghi trong tệp đã bị xóa hẳn theo lệnh của tỉnh: không nhận lại.")
        told.append(words.format(n=grouped(gone)))
    elsewhere = found.receipt.buried - found.counts[Group.PURGED]
    if elsewhere > 0:
        words = tr("{n} lệnh xóa hẳn của tỉnh về bản ghi không có ở đây.")
        told.append(words.format(n=grouped(elsewhere)))
    return told


def _notes(found: Preview) -> list[str]:
    """What the list does not show."""
    told: list[str] = []
    identity = found.receipt.identity
    if identity.known:
        return [_known_words(identity)]
    reasons = reason_counts(found.receipt.tally.set_aside)
    if identity.is_struck:
        return [_struck_words(reasons)]
    if found.total == 0:
        told.append(tr("Tệp không có thay đổi mới, nhưng mang xác nhận của nơi gửi: vẫn nên nhận."))
    if found.left_out > 0:
        told.append(tr("Còn {n} thay đổi không kê ra ở đây.").format(n=grouped(found.left_out)))
    if found.hidden:
        told.append(
            tr(
                "{n} thay đổi thuộc loại hồ sơ tài khoản của bạn không được xem; vẫn được nhận vào sổ."
            ).format(n=grouped(found.hidden))
        )
    told += _purge_words(found)
    if reasons:
        told.append(tr("Không nhận được, sẽ để riêng: {reasons}.").format(reasons=reasons))
    return told
