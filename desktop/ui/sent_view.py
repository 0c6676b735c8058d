"""What was written onto a stick: the file, that it was read back, and what to do now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWidget

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations.package_files import EVERYBODY, number_words
from desktop.operations.sending import Sent
from desktop.ui.exchange_words import numbers_text, size_text
from desktop.ui.theme import set_icon, set_look, theme_of
from desktop.ui.tokens import Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.shown import set_shown

_WIDTH = 760


class SentView(PageScroll):
    """The result of sending; ``again_asked`` goes back, ``folder_asked`` carries the folder."""

    again_asked = Signal()
    folder_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, look="clear")
        self._sent: Sent | None = None
        self.title = label("", "title")
        self.title.setWordWrap(True)
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(18)
        self.facts.setVerticalSpacing(6)
        self.facts.setColumnStretch(1, 1)
        self._values = [self._fact(at, words) for at, words in enumerate(_facts())]
        self.read_back = self._check(tr("Đã kiểm tra đọc lại được"))
        self.pull = self._check(tr("Có thể rút USB an toàn"))
        card = Card()
        card.body.setContentsMargins(20, 20, 20, 18)
        card.body.setSpacing(16)
        card.body.addLayout(self._head())
        card.body.addLayout(self.facts)
        self.next = label("", "quiet")
        self.next.setWordWrap(True)
        card.body.addWidget(self.next)
        card.body.addWidget(self.read_back)
        card.body.addWidget(self.pull)
        card.body.addLayout(self._buttons())
        card.setMaximumWidth(theme_of(self).px(_WIDTH))
        self.column.addWidget(card)
        self.column.addStretch(1)

    def show_sent(self, sent: Sent, *, may_pull: bool) -> None:
        """Tell of what was written. may_pull: whether it lies on a drive that can be pulled out."""
        self._sent = sent
        self.title.setText(tr("Đã ghi tệp gửi {name}").format(name=sent.name))
        told = (
            _names(sent),
            str(sent.path.parent),
            size_text(sent.size),
            _numbers(sent),
            _contents(sent),
        )
        for_all = sent.to == EVERYBODY
        self.next.setText(_next_words(for_all=for_all, parts=bool(sent.others)))
        for value, text in zip(self._values, told, strict=True):
            value.setText(text)
        set_shown(self.pull, may_pull)

    def take_keyboard(self) -> None:
        """The button that goes on."""
        self.again.setFocus()

    def texts(self) -> list[str]:
        """The facts as they read."""
        return [value.text() for value in self._values]

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(IconLabel("circle-check", "good", 22, ground=Role.GOOD))
        row.addWidget(self.title, 1)
        return row

    def _fact(self, at: int, words: str):
        value = label("", "strong" if at == 0 else "")
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setWordWrap(True)
        self.facts.addWidget(label(words, "quiet"), at, 0, Qt.AlignmentFlag.AlignTop)
        self.facts.addWidget(value, at, 1)
        return value

    def _check(self, words: str) -> QWidget:
        line = QWidget()
        set_look(line, "clear")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(IconLabel("check", "good"))
        row.addWidget(label(words, "good"))
        row.addStretch(1)
        return line

    def _buttons(self) -> QHBoxLayout:
        self.folder = QPushButton(tr("Mở thư mục"))
        set_icon(self.folder, "folder-open")
        self.folder.clicked.connect(lambda _checked=False: self._open())
        self.again = QPushButton(tr("Gửi tiếp"))
        set_look(self.again, "primary")
        self.again.clicked.connect(lambda _checked=False: self.again_asked.emit())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.folder)
        row.addWidget(self.again)
        return row

    def _open(self) -> None:
        if self._sent is not None:
            self.folder_asked.emit(self._sent.path.parent)


def _names(sent: Sent) -> str:
    if not sent.others:
        return sent.path.name
    more = tr("và {n} tệp nữa, đến {last}")
    return f"{sent.path.name} " + more.format(n=len(sent.others), last=sent.others[-1].name)


def _numbers(sent: Sent) -> str:
    if sent.to == EVERYBODY:
        return number_words(sent.number, for_all=True)
    return numbers_text(range(sent.number, sent.number + 1 + len(sent.others)))


def _next_words(*, for_all: bool, parts: bool) -> str:
    if for_all:
        return tr("Chép tệp này đến từng nơi, bằng USB hay thư; nơi nào cũng nhận như tệp thường.")
    if parts:
        return tr(
            "Gửi mỗi tệp trong một thư; nơi nhận nhận theo thứ tự nào cũng được. Nhận xong, nơi "
            "nhận đọc mã xác nhận hoặc gửi tệp lại: khi đó máy này biết họ đã có."
        )
    return tr(
        "Mang tệp này đến nơi nhận. Nhận xong, nơi nhận đọc mã xác nhận hoặc gửi tệp lại: khi đó "
        "máy này biết họ đã có."
    )


def _contents(sent: Sent) -> str:
    rows = grouped(sum(sent.counts.values()))
    if not sent.contents:
        return rows
    return tr("{rows}, kèm {n} tệp đính kèm").format(rows=rows, n=grouped(sent.contents))


def _facts() -> tuple[str, ...]:
    return (tr("Tệp"), tr("Nơi ghi"), tr("Kích thước"), tr("Số thứ tự"), tr("Số thay đổi"))
