"""The foot of the main window: what was just said, and what the province has not confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from desktop.base.clock import today
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.fields import Date
from desktop.operations import exchange_board
from desktop.operations.office import Office
from desktop.operations.sending import Pending
from desktop.ui.clock_dialog import ClockDialog
from desktop.ui.exchange_news import last_sent_words, waiting_words
from desktop.ui.theme import set_look
from desktop.ui.widgets.labels import ElidedLabel, label
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

COUNT_AFTER_MS = 1500
"""So long nothing else has to be saved before it is counted anew: who types is not held up."""


class StatusLine(QFrame):
    """One line; what waits to be confirmed is always in sight, and a click leads to sending it."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        set_look(self, "status")
        self.said = ElidedLabel("", "small")
        self.day = QPushButton("")
        set_look(self.day, "link")
        self.day.setToolTip(
            tr(
                "Đồng hồ máy không tin được. Hãy chỉnh lại ngày giờ của máy; "
                "nếu mở máy lại sai thì pin CMOS đã hết, hãy nhờ thợ thay pin."
            )
        )
        self.day.clicked.connect(lambda _checked=False: self.ask_day())
        self.waiting = QPushButton("")
        set_look(self.waiting, "link")
        self.waiting.clicked.connect(
            lambda _checked=False: workplace.section_asked.emit("exchange", "send")
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(15, 1, 20, 1)
        line.setSpacing(12)
        line.addWidget(self.day)
        line.addWidget(self.waiting)
        line.addWidget(self.said, 1)
        line.addWidget(label(tr("F1 Phím tắt"), "small"))
        set_shown(self.waiting, False)
        self._counting = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._counting.timeout.connect(self.count)
        for heard in (workplace.desk.changed, workplace.exchanged, workplace.keys_changed):
            heard.connect(self._count_soon)
        workplace.day_told.connect(self.show_day)
        self.show_day()
        self._counting.start()

    def show_day(self) -> None:
        """Say what day it is, where the PC's clock can't tell."""
        words = day_words(self._workplace.office)
        self.day.setText(words)
        set_shown(self.day, bool(words))

    def ask_day(self) -> ClockDialog:
        """Ask what day it is, or ask again."""
        dialog = ClockDialog(self._workplace, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def count(self) -> None:
        """Ask anew what waits, behind whatever else is being done."""
        self._counting.stop()
        self.show_day()
        office = self._workplace.office
        # Nobody has asked for it: where it cannot be told, the page of the exchange says why.
        self._workplace.desk.jobs.run(lambda _: _read(office), self._show, refused=self._hide)

    def _count_soon(self, *_told: object) -> None:
        self._counting.start()

    def _show(self, found: Sequence[Pending]) -> None:
        set_shown(self.waiting, bool(found))
        if found:
            # An office has one above it that it reports to; each counts the same rows.
            most = max(found, key=lambda one: one.total)
            self.waiting.setText(foot_words(most))
            self.waiting.setToolTip("\n".join(waiting_words(one) for one in found))

    def _hide(self, _error: UserError) -> bool:
        set_shown(self.waiting, False)
        return True


def _read(office: Office) -> list[Pending]:
    return exchange_board.offices_above(office)


def day_words(office: Office) -> str:
    """What day it is where somebody had to type it, or has to; "" if the PC's clock is believed."""
    if not office.clock.known:
        return tr("⚠ Chưa biết hôm nay là ngày nào: bấm để gõ")
    if not office.clock.was_told:
        return ""
    return tr("⚠ Hôm nay {day} (gõ tay)").format(day=Date().format(today(office.clock)))


def foot_words(one: Pending) -> str:
    """How much the province has not confirmed, short enough for the foot of a small window."""
    if not one.total:
        told = tr("Tỉnh đã xác nhận mọi thay đổi")
    else:
        told = tr("{n} thay đổi tỉnh chưa xác nhận").format(n=grouped(one.total))
    return f"{told} · {last_sent_words(one)}"
