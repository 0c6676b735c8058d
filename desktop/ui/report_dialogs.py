"""Beginning a report on a period, and writing down that it was sent."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.errors import InvalidRecord, InvalidValue, UserError
from desktop.base.i18n import N_, tr
from desktop.indicators.periods import Period, between, first_months, month, quarter, whole_year
from desktop.operations import approvals, reports
from desktop.operations.office import day, known_day
from desktop.operations.period_reports import TEAM_REPORT, named_period
from desktop.records import Report
from desktop.ui.date_text import moved_months
from desktop.ui.deed_dialog import BeginDialog, DeedDialog
from desktop.ui.form_group import FormGroup
from desktop.ui.record_form import RecordForm
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.widgets.form_field import FormField
from desktop.ui.workplace import Workplace

_YEARS = 6
_MONTHS = 24
_DUE_AFTER_DAYS = 7
"""Our proposal of the day a report is due; every instruction names its own."""


def _months(today: dt.date) -> list[Period]:
    days = (moved_months(today.replace(day=1), -back) for back in range(_MONTHS))
    return [month(one.year, one.month) for one in days]


def _quarters(today: dt.date) -> list[Period]:
    last = today.year * 4 + (today.month - 1) // 3
    return [quarter(at // 4, at % 4 + 1) for at in range(last, last - 2 * 4, -1)]


def _years(make: Callable[[int], Period]) -> Callable[[dt.date], list[Period]]:
    return lambda today: [make(today.year - back) for back in range(_YEARS)]


_LENGTHS: tuple[tuple[str, Callable[[dt.date], list[Period]]], ...] = (
    (N_("Tháng"), _months),
    (N_("Quý"), _quarters),
    (N_("6 tháng"), _years(lambda year: first_months(year, 6))),
    (N_("9 tháng"), _years(lambda year: first_months(year, 9))),
    (N_("Năm"), _years(whole_year)),
    (N_("Năm, từ 15/12 đến 14/12"), _years(lambda year: whole_year(year, 15))),
)
_QUARTER = 1
_FIELDS = ("kind", "label", "from_on", "to_on", "due_on")


class NewReportDialog(BeginDialog):
    """Asks for the period."""

    table: ClassVar[str] = "reports"

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(workplace, tr("Lập báo cáo"), parent, width=640)
        self._periods: list[Period] = []
        self._named = ""
        self.length, self.which = ChoiceBox(), ChoiceBox()
        for words, _ in _LENGTHS:
            self.length.addItem(tr(words))
        self.length.addItem(tr("Tùy chọn từ – đến"))
        self.form = RecordForm(Report, workplace.context, only=_FIELDS)
        self.forms = FormGroup([self.form])
        self.which_field = FormField(tr("Kỳ"), self.which)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(FormField(tr("Loại kỳ"), self.length), 1)
        row.addWidget(self.which_field, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.form)
        self.add_cancel()
        self.add_primary(tr("Lập báo cáo"), self.begin)
        self.length.currentIndexChanged.connect(self._show_periods)
        self.which.currentIndexChanged.connect(self._take_period)
        self.form.changed.connect(self._typed)
        self.form.set_values({"kind": TEAM_REPORT})
        self.length.setCurrentIndex(_QUARTER)
        self.length.setFocus()

    def begin(self) -> None:
        """Begin the report, if everything needed is there."""
        if not self.check():
            return
        told = self.form.values()
        deed = partial(
            reports.open_report,
            period=named_period(told["from_on"], told["to_on"], told["label"]),
            due_on=told["due_on"],
            kind=told["kind"],
        )
        self.carry_out(deed)

    def _show_periods(self, at: int) -> None:
        named = at < len(_LENGTHS)
        self.which_field.setVisible(named)
        if not named:
            self.form.go_to("from_on")
            return
        today = day(self._workplace.office)
        self._periods = _LENGTHS[at][1](today)
        self.which.blockSignals(True)
        self.which.clear()
        for one in self._periods:
            self.which.addItem(one.label[:1].upper() + one.label[1:])
        self.which.blockSignals(False)
        # What is reported on is mostly the last period that is over, if that can be known.
        over = (row for row, one in enumerate(self._periods) if one.to_on <= today)
        known = known_day(self._workplace.office) is not None
        self.which.setCurrentIndex(next(over, 0) if known else -1)
        self._take_period(self.which.currentIndex())

    def _take_period(self, at: int) -> None:
        if 0 <= at < len(self._periods):
            self._put(self._periods[at])

    def _put(self, period: Period) -> None:
        self._named = period.label
        due = period.to_on + dt.timedelta(days=_DUE_AFTER_DAYS)
        told = {
            "label": period.label,
            "from_on": period.from_on,
            "to_on": period.to_on,
            "due_on": due,
        }
        self.form.set_values({"kind": TEAM_REPORT, **told})

    def _typed(self, name: str) -> None:
        """Days that were typed name the period anew, unless the clerk named it herself."""
        if name not in ("from_on", "to_on"):
            return
        label = self.form.cell("label").editor
        ends = [self.form.cell(one).editor for one in ("from_on", "to_on")]
        try:
            from_on, to_on = (one.value() for one in ends)
            if from_on is None or to_on is None or label.typed() not in ("", self._named):
                return
            self._named = between(from_on, to_on).label
        except InvalidValue:
            return  # the form says below the field what is wrong with it
        label.set_value(self._named)


class SentDialog(DeedDialog):
    """Asks for number and day of the paper, and for the day it was sent."""

    def __init__(
        self, workplace: Workplace, report_id: uuid.UUID, values: Mapping[str, Any], parent: QWidget
    ) -> None:
        super().__init__(workplace, tr("Ghi ngày gửi"), parent, width=560)
        self._report_id = report_id
        self.form = RecordForm(Report, workplace.context, only=("number", "signed_on", "sent_on"))
        self.forms = FormGroup([self.form])
        today = known_day(workplace.office)
        proposed = {
            "signed_on": values["signed_on"] or today,
            "sent_on": values["sent_on"] or today,
        }
        self.form.set_values({**values, **proposed})
        self.body.addWidget(self.form)
        self.add_cancel()
        self.add_primary(tr("Ghi"), self.save)
        self.form.go_to("number")

    def save(self) -> None:
        """Write it down."""
        problems = self.form.problems()
        if self.form.cell("sent_on").editor.is_blank():
            problems["sent_on"] = tr("Cần ghi ngày gửi.")
        if self.check(problems):
            told = self.form.values()
            self.carry_out(partial(approvals.set_sent, report_id=self._report_id, **told))

    def _refused(self, error: UserError) -> bool:
        if isinstance(error, InvalidRecord):
            return super()._refused(error)
        self.forms.mark({"sent_on": error.message})
        return True
