"""The dialogs in which activities and trainings are written down."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.base.errors import InvalidValue
from desktop.operations import activities
from desktop.operations.office import Office
from desktop.records import Activity, Training
from desktop.ui.attendance_list import AttendanceList
from desktop.ui.lines_dialog import LinesDialog
from desktop.ui.product_lines import ProductLines
from desktop.ui.workplace import Workplace

_SAME_NEXT = (
    "from_on", "organiser_level", "duty", "type", "topics", "team_id", "unit_id", "hamlet_id",
    "place", "sessions",
)  # fmt: skip
_NOT_COPIED = ("from_on", "to_on", "minutes_file", "void_reason")


def activity_dialog(workplace: Workplace, parent: QWidget) -> LinesDialog:
    """An activity with its products."""
    return LinesDialog(
        workplace,
        Activity,
        ProductLines(workplace.context),
        activities.save_activity,
        activities.read_products,
        parent,
        kept=_SAME_NEXT,
    )


def training_dialog(workplace: Workplace, parent: QWidget) -> LinesDialog:
    """A training with those who took part."""
    shown: list[LinesDialog] = []

    def day_typed() -> dt.date | None:
        try:
            found = shown[0].form.cell("from_on").editor.value()
        except InvalidValue:
            return None
        return found if isinstance(found, dt.date) else None

    dialog = LinesDialog(
        workplace,
        Training,
        AttendanceList(workplace, day_typed),
        activities.save_training,
        _attendance,
        parent,
        told=lambda rows: [row["volunteer_id"] for row in rows],
        kept=("from_on", "to_on", "organiser_level", "organiser"),
    )
    shown.append(dialog)
    return dialog


def copied(values: Mapping[str, Any], today: dt.date | None) -> dict[str, Any]:
    """What a copy of an activity begins with: everything but the day and the minutes."""
    kept = {n: v for n, v in values.items() if n not in _NOT_COPIED and v is not None}
    return {"from_on": today, **kept}


def _attendance(office: Office, training_id: uuid.UUID) -> list[dict[str, Any]]:
    found = activities.read_attendance(office, training_id)
    return [{"volunteer_id": volunteer_id} for volunteer_id in found]
