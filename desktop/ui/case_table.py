"""All cases as a wide table: columns to choose, rows to copy, a list for Excel."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from desktop.base.i18n import tr
from desktop.operations import intake
from desktop.records.cases import RISKS
from desktop.ui.case_filters import WaitingCases
from desktop.ui.case_rows import RISK_ROLES
from desktop.ui.record_table import RecordTable
from desktop.ui.searched_list import SearchedList
from desktop.ui.theme import set_icon
from desktop.ui.workplace import Workplace

_COLUMNS = (
    "number", "person_id", "case_type", "status", "risk_level", "intake_on", "due_end_on",
    "case_worker_id",
)  # fmt: skip


class CaseTable(SearchedList):
    """Lists cases for looking over; ``left`` asks for the list beside the open case again."""

    left = Signal()

    def __init__(self, workplace: Workplace) -> None:
        rows = RecordTable(
            workplace,
            "case_files",
            tr("Không có hồ sơ nào hợp với bộ lọc và từ tìm."),
            columns=_COLUMNS,
            chip_role=_chip_role,
        )
        super().__init__(workplace, rows, tr("Tìm trong danh sách"), intake.find_cases)
        may = workplace.may_write("case_files")
        self.offer(tr("Thêm hồ sơ"), tr("Thêm hồ sơ (Ctrl+N)"), may=may)
        self.back_button = QPushButton(tr("Danh sách và hồ sơ"))
        set_icon(self.back_button, "arrow-left")
        self.back_button.setToolTip(tr("Trở lại danh sách bên hồ sơ đang mở (Esc)"))
        self.back_button.clicked.connect(lambda _checked=False: self.left.emit())
        self.head.insertWidget(0, self.back_button)
        workplace.flagged.connect(self._follow_flags)

    def _follow_flags(self) -> None:
        if any(isinstance(one, WaitingCases) for one in self.rows.filters()):
            self.rows.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _chip_role(column: str, text: str) -> object:
    if column != "risk_level":
        return None
    return next((RISK_ROLES[code] for code, words in RISKS.items() if tr(words) == text), None)
