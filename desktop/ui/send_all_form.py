"""Gửi chung: what the province hands down to everybody, as one file for all offices below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations import sending_to_all
from desktop.operations.sending import Sent
from desktop.operations.sending_to_all import PendingForAll
from desktop.ui.exchange_words import day_text
from desktop.ui.kind_chips import KindChips
from desktop.ui.progress_dialog import run_with_progress
from desktop.ui.send_target import SendTarget
from desktop.ui.theme import set_icon, set_look, theme_of
from desktop.ui.tokens import Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.labels import SectionLabel, label
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

_WIDTH = 760


class SendAllForm(PageScroll):
    """What a file for all would hold, and the button that writes it; ``sent`` carries the file."""

    sent = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(look="clear")
        self._workplace = workplace
        self._pending: PendingForAll | None = None
        self.figure = label("", "figure")
        self.words = label("", "head")
        self.last = label("", "quiet")
        self.what = label("", "quiet")
        for one in (self.words, self.last, self.what):
            one.setWordWrap(True)
        self.chips = KindChips()
        self.target = SendTarget(workplace.settings)
        set_shown(self.target.mail, False)
        self.send_button = QPushButton(tr("Gửi chung"))
        self._lay()
        self.send_button.clicked.connect(lambda _checked=False: self.send())
        self.target.changed.connect(self._enable)
        self._enable()

    def _lay(self) -> None:
        card = Card()
        card.body.setContentsMargins(20, 18, 20, 18)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.figure)
        line.addWidget(self.words, 1)
        card.body.addLayout(line)
        card.body.addWidget(self.last)
        card.body.addWidget(self.chips)
        card.body.addWidget(self.what)
        card.body.addWidget(SectionLabel(tr("Ghi tệp vào")))
        card.body.addWidget(self.target)
        card.body.addLayout(self._foot())
        card.setMaximumWidth(theme_of(self).px(_WIDTH))
        self.column.addWidget(card)
        self.column.addStretch(1)

    def _foot(self) -> QHBoxLayout:
        set_look(self.send_button, "primary")
        set_icon(self.send_button, "file-up", "on_main")
        self.send_button.setMinimumWidth(theme_of(self).px(110))
        told = tr("Chỉ máy có trong danh bạ mở được; tệp mang chữ ký của máy này.")
        note = label(told, "quiet")
        note.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(note, 1)
        foot.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignBottom)
        return foot

    def read(self) -> None:
        """Read what would go now."""
        self._workplace.ask(sending_to_all.pending_for_all, self.show_pending)

    def take_keyboard(self) -> None:
        """The button, if it can be pressed at once; else what has to be chosen first."""
        ready = self.send_button.isEnabled()
        (self.send_button if ready else self.target.browse).setFocus()

    def show_pending(self, found: PendingForAll) -> None:
        """Tell of what would go."""
        self._pending = found
        self.figure.setText(grouped(found.total))
        words = tr("dòng dùng chung gửi được cho {n} nơi bằng một tệp")
        self.words.setText(words.format(n=grouped(found.offices)))
        self.last.setText(_last_words(found))
        graves = tr("Xóa vĩnh viễn {n}").format(n=grouped(found.graves))
        self.chips.show_counts(found.counts, [(graves, Role.WARNING)] if found.graves else [])
        told = tr(
            "Trong tệp chỉ có danh mục, mẫu phiếu, địa bàn mà tỉnh đã thêm hay sửa, danh bạ và lệnh "
            "xóa vĩnh viễn; không có hồ sơ, không có tệp đính kèm. {n} máy của các nơi ấy đều mở "
            "được, nhận mấy lần, trước hay sau tệp nào cũng được. Tệp gửi riêng từng nơi vẫn gửi "
            "như thường lệ."
        )
        self.what.setText(told.format(n=grouped(found.devices)))
        self._enable()

    def _enable(self) -> None:
        ready = self._pending is not None and self._pending.has_something
        self.send_button.setEnabled(ready and self.target.place() is not None)

    def send(self) -> None:
        """Write the file; whoever hears of it shows the result."""
        place = self.target.place()
        if place is None or not self.send_button.isEnabled():
            return
        self.send_button.setEnabled(False)
        self.target.remember()
        office = self._workplace.office
        dialog = run_with_progress(
            self._workplace.desk.jobs,
            self,
            tr("Đang ghi tệp gửi chung…"),
            lambda progress: sending_to_all.send_to_all(office, place, progress),
            self._written,
        )
        dialog.finished.connect(self._enable)

    def _written(self, sent: Sent) -> None:
        self.sent.emit(sent)


def _last_words(found: PendingForAll) -> str:
    if not found.has_something:
        return tr("Tỉnh chưa thêm, chưa sửa gì dùng chung nên chưa có gì để gửi chung.")
    if found.last_sent is None:
        return tr("Chưa gửi chung lần nào.")
    told = {"n": found.number, "day": day_text(found.last_sent), "fresh": grouped(found.fresh)}
    if not found.fresh:
        return tr("Lần gửi chung gần nhất số {n}, {day}; từ đó chưa có gì mới.").format(**told)
    words = tr("Lần gửi chung gần nhất số {n}, {day}; từ đó có {fresh} thay đổi mới.")
    return words.format(**told)
