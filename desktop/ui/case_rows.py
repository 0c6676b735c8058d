"""Cases as rows of two lines: the name, number and kind below, a chip for risk or the term."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt

from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.operations.departures import Departure, departures
from desktop.operations.lists import Listing
from desktop.operations.office import day
from desktop.records.cases import ENDED, RISKS, STATUSES
from desktop.rules.stages import Remaining, Urgency, remaining
from desktop.ui.record_list import AnyIndex, RecordList
from desktop.ui.row_flags import FLAG_ROLES, answer
from desktop.ui.tokens import Role
from desktop.ui.widgets.rows import BELOW_ROLE, END_CHIP_ROLE
from desktop.ui.workplace import Workplace

COLUMNS = ("person_id", "number", "case_type", "status", "risk_level", "due_end_on")
RISK_ROLES = {
    "THAP": Role.GOOD,
    "TRUNG_BINH": Role.WARNING,
    "CAO": Role.ERROR,
    "KHAN_CAP": Role.ERROR,
}
URGENCY_ROLES = {
    Urgency.NONE: Role.NEUTRAL,
    Urgency.LATER: Role.MAIN,
    Urgency.SOON: Role.WARNING,
    Urgency.TODAY: Role.ERROR,
    Urgency.OVERDUE: Role.ERROR,
}
_PRESSING = (Urgency.SOON, Urgency.TODAY, Urgency.OVERDUE)


class CaseRows(RecordList):
    """A listing of cases with ``COLUMNS``, for a two-line list."""

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(workplace, parent)
        self._today: Callable[[], dt.date] = lambda: day(workplace.office)
        self._gone: Mapping[uuid.UUID, Departure] = {}

    def show(self, listing: Listing) -> None:
        gone = any(one.operator == "left" for one in listing.filters)
        self._gone = departures(self._office) if gone else {}
        super().show(listing)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.listing is None:
            return None
        cells = self.named_cells(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return cells.get("person_id") or cells["number"]
        if role == END_CHIP_ROLE:
            left = self._gone.get(self.record_id(index.row()))
            return (f"→ {left.to}", Role.NEUTRAL) if left is not None else self._chip(cells)
        if role in FLAG_ROLES:
            told = " · ".join(self._told(cells))
            return answer(role, told, self.flag(index.row()), is_title=True)
        below = (cells["number"], cells.get("case_type", "")) if role == BELOW_ROLE else ()
        return " · ".join(part for part in below if part) or None

    def named_cells(self, row: int) -> dict[str, str]:
        """The cells of a row by column; those that the user may not see are missing."""
        assert self.listing is not None
        return dict(zip(self.listing.columns, self.cells(row), strict=True))

    def _chip(self, cells: dict[str, str]) -> tuple[str, Role] | None:
        if _code(STATUSES, cells.get("status", "")) in ENDED:
            return cells["status"], Role.NEUTRAL
        left = self._left(cells)
        if left.urgency in _PRESSING:
            return left.text, URGENCY_ROLES[left.urgency]
        risk = cells.get("risk_level", "")
        return (risk, RISK_ROLES[_code(RISKS, risk)]) if risk else None

    def _left(self, cells: dict[str, str]) -> Remaining:
        due = cells.get("due_end_on", "")
        return remaining(Date().parse(due) if due else None, self._today())

    def _told(self, cells: dict[str, str]) -> tuple[str, ...]:
        labels = {"risk_level": tr("Nguy cơ: {}"), "due_end_on": tr("Hết thời hạn: {}")}
        return tuple(labels.get(name, "{}").format(cell) for name, cell in cells.items() if cell)


def _code(labels: dict[str, str], shown: str) -> str:
    return next((code for code, words in labels.items() if tr(words) == shown), "")
