"""Asks what day it is, once, when the PC's clock can't tell."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.base.clock import in_vietnam
from desktop.base.errors import InvalidValue, UserError
from desktop.base.i18n import tr
from desktop.fields import Date, Moment
from desktop.operations.clocks import (
    ClockState,
    clock_state,
    machine_time,
    tell_today,
    why_doubtful,
)
from desktop.operations.office import Office
from desktop.ui.date_text import spoken_day
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace


class ClockDialog(DialogFrame):
    """Has the office go by the typed day, and believe the PC's clock again if it shows the same.

    What speaks against a day is said first; the same day typed again is taken.
    """

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(tr("Hôm nay là ngày nào?"), parent, width=520)
        self._workplace = workplace
        self._state = clock_state(workplace.office)
        self._asked: dt.date | None = None
        for sentence in _words(workplace.office, self._state):
            said = label(sentence)
            said.setWordWrap(True)
            self.body.addWidget(said)
        self.day, self.time = QLineEdit(), QLineEdit()
        self.field = FormField(tr("Ngày hôm nay"), self.day, hint=tr("Ví dụ 21/11/2026"))
        self._time = FormField(tr("Bây giờ là mấy giờ"), self.time, hint=tr("Ví dụ 8:30"))
        self.time.setText(machine_time(workplace.office).strftime("%H:%M"))
        set_shown(self._time, self._state is ClockState.WRONG)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.field, 3)
        line.addWidget(self._time, 2)
        self.body.addLayout(line)
        self.spoken = label("", "strong")
        self.body.addWidget(self.spoken)
        self.day.textChanged.connect(self._speak)
        self.add_cancel(tr("Để sau"))
        self.add_primary(tr("Xác nhận"), self.confirm)
        self.day.setFocus()

    def confirm(self) -> None:
        """Take the day, unless something speaks against it that was not said yet."""
        for field in (self.field, self._time):
            field.clear_problem()
        self.show_trouble("")
        if (typed := self._read()) is None:
            return
        day, at = typed
        office = self._workplace.office
        doubt = why_doubtful(office, day)
        if doubt and self._asked != day:
            self._asked = day
            ask = tr("Hãy xem lịch treo tường; nếu ngày bạn gõ đúng, bấm Xác nhận lần nữa.")
            self.show_trouble(f"{doubt} {ask}")
            return
        try:
            state = tell_today(office, day, at)
        except UserError as error:
            self.refuse(error, self.day)
            return
        self._workplace.day_told.emit()
        self._workplace.tell(_told_words(office, day, state))
        self.accept()

    def _read(self) -> tuple[dt.date, dt.time] | None:
        """The day and the time that are typed; None while they can't be read."""
        try:
            day = Date().parse(self.day.text() or "-")
        except InvalidValue as error:
            self.field.set_problem(error.message)
            return None
        try:
            moment = Moment().parse(f"{Date().format(day)} {self.time.text() or '-'}")
        except InvalidValue:
            self._time.set_problem(tr("Giờ viết như 14:30."))
            return None
        return day, in_vietnam(moment).time()

    def _speak(self, text: str) -> None:
        """Say the day of the week: a wrong year or month is seen by it."""
        try:
            self.spoken.setText(spoken_day(Date().parse(text or "-")))
        except InvalidValue:
            self.spoken.setText("")


def _words(office: Office, state: ClockState) -> tuple[str, ...]:
    if state is ClockState.PAUSED:
        return (
            tr("Đã hơn 45 ngày máy này không dùng. Hãy gõ ngày hôm nay để chắc đồng hồ máy đúng."),
        )
    shown = machine_time(office)
    return (
        tr(
            "Đồng hồ máy đang chỉ {time} ngày {day}; chương trình không tin được ngày này. "
            "Hãy xem lịch treo tường, đừng chép ngày ở góc màn hình, rồi gõ ngày hôm nay."
        ).format(time=f"{shown:%H:%M}", day=Date().format(shown.date())),
        tr(
            "Ngày bạn gõ được dùng đến khi đóng chương trình. Nếu để sau, vẫn làm việc được nhưng "
            "không ngày nào được điền sẵn."
        ),
        tr(
            "Khi rảnh hãy chỉnh lại ngày giờ của máy. Nếu tắt máy rồi mở mà giờ lại sai thì pin "
            "CMOS đã hết: hãy nhờ thợ thay pin."
        ),
    )


def _told_words(office: Office, day: dt.date, state: ClockState) -> str:
    if office.clock.was_told:
        words = tr("Từ giờ đến khi đóng, chương trình dùng ngày bạn gõ: {day}.")
        return words.format(day=Date().format(day))
    return tr("Đồng hồ máy đúng.") if state is ClockState.RIGHT else ""
