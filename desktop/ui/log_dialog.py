"""Asking for which team and from when to when the log of activities is printed."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.operations import lists
from desktop.operations.office import known_day
from desktop.operations.papers import Span
from desktop.ui.activity_filters import usual_periods
from desktop.ui.editors import editor_for
from desktop.ui.theme import set_look
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.form_field import FormField
from desktop.ui.workplace import Workplace

_TEAMS = 200


class LogDialog(DialogFrame):
    """``taken`` carries the team's id and the two days, both included."""

    taken = Signal(object, object)

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(tr("In sổ hoạt động"), parent, width=520)
        self.team = ChoiceBox()
        for found in lists.lookup(workplace.office, "teams", "", _TEAMS):
            self.team.addItem(found.title, found.id)
        self.body.addWidget(FormField(tr("Đội"), self.team, required=True))
        self.start = editor_for(Date(), workplace.context)
        self.end = editor_for(Date(), workplace.context)
        self._fields = {
            "start": FormField(tr("Từ ngày"), self.start.widget, required=True),
            "end": FormField(tr("Đến ngày"), self.end.widget, required=True),
        }
        days = QHBoxLayout()
        days.setSpacing(12)
        for field in self._fields.values():
            days.addWidget(field)
        self.body.addLayout(days)
        usual = QHBoxLayout()
        now = known_day(workplace.office)
        for words, period in [] if now is None else usual_periods(now):
            button = QPushButton(words)
            set_look(button, "link")
            span = (period.from_on, period.to_on)
            button.clicked.connect(partial(self._take_usual, span))
            usual.addWidget(button)
        usual.addStretch(1)
        self.body.addLayout(usual)
        self.add_cancel()
        self.add_primary(tr("Xem trước"), self.take)
        if now is not None:
            self.set_span((dt.date(now.year, 1, 1), now))

    def set_span(self, span: Span) -> None:
        """Put two days into the fields."""
        self.start.set_value(span[0])
        self.end.set_value(span[1])

    def _take_usual(self, span: Span, _checked: bool = False) -> None:
        self.set_span(span)

    def take(self) -> None:
        """Hand over what is chosen, if both days can be read in order."""
        found: dict[str, dt.date] = {}
        for name, editor in (("start", self.start), ("end", self.end)):
            self._fields[name].clear_problem()
            try:
                value = editor.value()
            except InvalidValue as error:
                self._fields[name].set_problem(error.message)
                continue
            if value is None:
                self._fields[name].set_problem(tr("Cần ghi ô này."))
            else:
                found[name] = value
        if len(found) == 2 and found["end"] < found["start"]:
            self._fields["end"].set_problem(tr("Ngày kết thúc đứng trước ngày bắt đầu."))
            return
        team_id = self.team.currentData()
        if len(found) == 2 and isinstance(team_id, uuid.UUID):
            self.taken.emit(team_id, (found["start"], found["end"]))
            self.accept()
