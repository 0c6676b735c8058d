"""Reports: the list of them, and the one that is open."""

from __future__ import annotations

import uuid
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import N_, tr
from desktop.operations import approvals
from desktop.operations.approvals import Awaited
from desktop.operations.lists import Filter
from desktop.operations.records import OpenDraft
from desktop.records.reports import REPORT_STATES
from desktop.ui.page import Page
from desktop.ui.paper_preview import PaperPreview
from desktop.ui.record_table import NamedFilter, RecordTable
from desktop.ui.report_dialogs import NewReportDialog
from desktop.ui.report_state import URGENCY_ROLES, state_role, time_left
from desktop.ui.report_window import ReportWindow
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.card import Card
from desktop.ui.workplace import Workplace

_COLUMNS = ("label", "from_on", "to_on", "due_on", "status", "sent_on", "number")


class ReportPage(Page):
    """Lists reports; opening one brings it in the list's place."""

    title: ClassVar[str] = N_("Báo cáo")
    tables: ClassVar[frozenset[str]] = frozenset(
        {"reports", "report_figures", "report_texts", "teams", "memberships", "activities"}
        | {"activity_products", "trainings", "training_attendances"}
    )

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        set_look(self, "ground")
        self.list = RecordTable(
            workplace,
            "reports",
            tr("Chưa có báo cáo nào. Bấm Lập báo cáo, hoặc Ctrl+N."),
            chip_role=_chip_role,
            columns=_COLUMNS,
        )
        self.report = ReportWindow(workplace)
        self.awaited: InfoBanner | None = None
        self._notes = QVBoxLayout()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._listing())
        self.stack.addWidget(self.report)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, GAP, 20, GAP)
        column.addWidget(self.stack)
        self.list.opened.connect(self._open)
        self.list.add_asked.connect(self.add)
        self.report.left.connect(self.show_list)

    # -- what the main window asks --------------------------------------------------

    def refresh(self) -> None:
        self.list.refresh()
        self.report.refresh()
        self.workplace.ask(approvals.next_report, self._show_awaited)

    def open_record(self, table: str, record_id: uuid.UUID) -> None:
        if table == "reports" and (record_id == self.report.report_id or self.report.may_leave()):
            self._open(record_id)

    def open_draft(self, found: OpenDraft) -> None:
        if found.draft.row is not None:
            self.open_record("reports", found.draft.row)
            self.report.tabs.setCurrentWidget(self.report.texts)

    def add(self) -> None:
        """Begin a new report."""
        if not self.workplace.may_write("reports") or not self.may_leave():
            return
        dialog = NewReportDialog(self.workplace, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.begun.connect(self._open)
        dialog.open()

    def print_record(self) -> None:
        if self.stack.currentWidget() is self.report:
            self.report.print()
        elif (chosen := self.list.current_id()) is not None:
            PaperPreview(self.workplace, self, "T10", chosen).show()

    def may_leave(self) -> bool:
        return self.report.may_leave()

    def show_list(self) -> None:
        """Go back to the list, once the report is saved or given up."""
        if self.may_leave():
            self.stack.setCurrentIndex(0)
            self.list.view.setFocus()

    # -- inside ---------------------------------------------------------------------

    def _listing(self) -> QWidget:
        area = QWidget()
        set_look(area, "clear")
        begin = QPushButton(tr("Lập báo cáo"))
        set_look(begin, "primary")
        set_icon(begin, "plus", "on_main")
        begin.setVisible(self.workplace.may_write("reports"))
        begin.clicked.connect(lambda _checked=False: self.add())
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(begin)
        for code, words in REPORT_STATES.items():
            bar.addWidget(self._filter_button(tr(words), code))
        bar.addStretch(1)
        card = Card(flush=True)
        card.body.addWidget(self.list)
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self._notes)
        column.addLayout(bar)
        column.addWidget(card, 1)
        return area

    def _filter_button(self, words: str, state: str) -> QPushButton:
        button = QPushButton(words)
        set_look(button, "flat")
        named = NamedFilter(words, Filter("status", "is", state))
        button.clicked.connect(lambda _checked=False: self.list.set_filters([named]))
        return button

    def _open(self, report_id: uuid.UUID) -> None:
        self.stack.setCurrentWidget(self.report)
        self.report.open(report_id)

    def _show_awaited(self, found: Awaited | None) -> None:
        if self.awaited is not None:
            self._notes.removeWidget(self.awaited)
            self.awaited.hide()
            self.awaited.deleteLater()
            self.awaited = None
        if found is None:
            return
        told = tr("Báo cáo kỳ này: {label} · {state} · {left}").format(
            label=found.label, state=tr(REPORT_STATES[found.state]), left=time_left(found.left)
        )
        role = URGENCY_ROLES.get(found.left.urgency, Role.NEUTRAL)
        self.awaited = InfoBanner(role, told)
        self.awaited.add_action(tr("Mở báo cáo"), lambda: self._open(found.id))
        self._notes.addWidget(self.awaited)


def _chip_role(column: str, text: str) -> object:
    return state_role(text) if column == "status" else None
