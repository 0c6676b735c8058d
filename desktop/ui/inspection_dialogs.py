"""Beginning an inspection, and what is written about it besides the answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.operations import inspections, lists
from desktop.operations.office import Office, known_day
from desktop.records import ChecklistTemplate, Inspection
from desktop.ui.deed_dialog import BeginDialog
from desktop.ui.form_group import FormGroup
from desktop.ui.record_form import RecordForm
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.form_field import FormField
from desktop.ui.workplace import Workplace

_FIRST_TEMPLATE = "B"
_BEGINNING = (
    "round_label", "mode", "ad_hoc_basis", "team_id", "target_name", "started_on", "period_from",
    "period_to", "place", "inspectors",
)  # fmt: skip
_HEAD = (*_BEGINNING, "ended_on", "represented_by", "refused_sign", "witness", "opinion",
         "conclusion")  # fmt: skip


class StartInspectionDialog(BeginDialog):
    """Asks for template, place, days and inspectors."""

    table: ClassVar[str] = "inspections"

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(workplace, tr("Bắt đầu kiểm tra"), parent, width=760)
        self._templates, self._code = list[ChecklistTemplate](), _FIRST_TEMPLATE
        self.template = ChoiceBox()
        self.form = RecordForm(
            Inspection, workplace.context, only=_BEGINNING, max_level=workplace.max_level
        )
        self.forms = FormGroup([self.form])
        self._field = FormField(tr("Mẫu kiểm tra"), self.template, required=True)
        self.body.addWidget(self._field)
        self.body.addWidget(self.form)
        self.add_cancel()
        self.add_primary(tr("Bắt đầu"), self.start)
        self.form.set_values(_proposed(workplace.office))
        self._offer()
        self.template.currentIndexChanged.connect(self._choose)
        self.form.changed.connect(self._heard)

    def start(self) -> None:
        """Begin the inspection, if everything needed is there."""
        chosen = self._chosen()
        if not self.check(self._problems()):
            return
        if chosen is None:
            self._field.set_problem(tr("Không có mẫu nào dùng cho ngày này. Hãy xem lại ngày."))
            return
        values = {**self.form.values(), "template_id": chosen.id}
        if chosen.target_kind != "DOI":
            values["team_id"] = None
        self.carry_out(partial(inspections.start_inspection, values=values))

    def _heard(self, name: str) -> None:
        if name == "started_on":
            self._offer()

    def _offer(self) -> None:
        """Offer the templates of the day that is typed; the chosen one stays if it has a version."""
        try:
            day = self.form.cell("started_on").value()
        except InvalidValue:
            return
        self._templates = inspections.templates(self._workplace.office, on=day)
        codes = [one.code for one in self._templates]
        with QSignalBlocker(self.template):
            self.template.clear()
            self.template.addItems([f"{one.code} · {one.title_text}" for one in self._templates])
            self.template.setCurrentIndex(codes.index(self._code) if self._code in codes else 0)
        self._field.clear_problem()
        self._show_target()

    def _choose(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._code = chosen.code
        self._show_target()

    def _chosen(self) -> ChecklistTemplate | None:
        at = self.template.currentIndex()
        return self._templates[at] if 0 <= at < len(self._templates) else None

    def _of_team(self) -> bool:
        chosen = self._chosen()
        return chosen is None or chosen.target_kind == "DOI"

    def _show_target(self) -> None:
        team = self._of_team()
        self.form.cell("team_id").setVisible(team)
        self.form.cell("target_name").setVisible(not team)

    def _problems(self) -> dict[str, str]:
        found = self.form.problems()
        name = "team_id" if self._of_team() else "target_name"
        editor = self.form.cell(name).editor
        if name not in found and editor.is_blank():
            found[name] = tr("Cần ghi nơi được kiểm tra.")
        return found


class InspectionHeadDialog(DialogFrame):
    """Inspectors, period, opinion and conclusion of a sheet.

    ``taken`` carries the values that differ; they are saved together with the answers.
    """

    taken = Signal(object)

    def __init__(
        self,
        workplace: Workplace,
        values: Mapping[str, Any],
        parent: QWidget,
        *,
        locked: bool,
    ) -> None:
        super().__init__(tr("Đoàn kiểm tra và kết luận"), parent, width=820)
        team = values.get("target_kind") == "DOI"
        only = [name for name in _HEAD if name != ("target_name" if team else "team_id")]
        self.form = RecordForm(
            Inspection, workplace.context, only=only, max_level=workplace.max_level
        )
        self.form.set_values(values)
        self.form.set_reading(locked)
        self.body.addWidget(self.form)
        self.add_cancel(tr("Đóng") if locked else "")
        if not locked:
            self.add_primary(tr("Ghi vào phiếu"), self.take)

    def take(self) -> None:
        """Hand over what was changed, if it can be understood."""
        first = self.form.show_problems(self.form.problems())
        if first is not None:
            self.form.go_to(first)
            return
        if changed := self.form.changed_values():
            self.taken.emit(changed)
        self.accept()


def _proposed(office: Office) -> dict[str, Any]:
    """What an inspection begins with: today, this year's period, the signed-in inspector."""
    now = known_day(office)
    told: dict[str, Any] = {
        "mode": "KE_HOACH",
        "started_on": now,
        "period_from": None if now is None else dt.date(now.year, 1, 1),
        "period_to": now,
        "inspectors": office.user.full_name,
    }
    teams = lists.lookup(office, "teams", "", 2)
    if len(teams) == 1:
        told["team_id"] = teams[0].id
    return told
