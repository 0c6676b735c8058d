"""Reports: the list of them, and the one that is open."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import N_, tr
from desktop.operations import approvals
from desktop.operations.approvals import Awaited
from desktop.operations.drafts import OpenDraft
from desktop.records.reports import REPORT_STATES
from desktop.ui.paper_preview import PaperPreview
from desktop.ui.report_dialogs import NewReportDialog
from desktop.ui.report_state import STATE_ROLES, URGENCY_ROLES, time_left
from desktop.ui.report_window import ReportWindow
from desktop.ui.sheet_page import SheetPage
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.workplace import Workplace


class ReportPage(SheetPage):
    """Lists reports; opening one brings it in the list's place."""

    title: ClassVar[str] = N_("Báo cáo")
    tables: ClassVar[frozenset[str]] = frozenset(
        {"reports", "report_figures", "report_texts", "teams", "memberships", "activities"}
        | {"activity_products", "trainings", "training_attendances"}
    )
    table = "reports"
    columns = ("label", "from_on", "to_on", "due_on", "status", "sent_on", "number")
    empty = N_("Chưa có báo cáo nào. Bấm Lập báo cáo, hoặc Ctrl+N.")
    state = "status"
    states: ClassVar[Mapping[str, str]] = REPORT_STATES
    roles: ClassVar[Mapping[str, Role]] = STATE_ROLES
    new_words = N_("Lập báo cáo")

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        report = ReportWindow(workplace)
        super().__init__(workplace, report, parent)
        set_look(self, "ground")
        self.report = report
        self.awaited: InfoBanner | None = None

    def refresh(self) -> None:
        super().refresh()
        self.workplace.ask(approvals.next_report, self._show_awaited)

    def open_record(self, table: str, record_id: uuid.UUID) -> None:
        if table == self.table and record_id == self.report.report_id:
            # Its unsaved texts stay: nothing comes in its place.
            self.open_sheet(record_id)
        else:
            super().open_record(table, record_id)

    def open_draft(self, found: OpenDraft) -> None:
        if found.draft.row is not None:
            self.open_record(self.table, found.draft.row)
            self.report.tabs.setCurrentWidget(self.report.texts)

    def new_dialog(self) -> NewReportDialog:
        return NewReportDialog(self.workplace, self)

    def shown_ids(self) -> frozenset[uuid.UUID]:
        shown = self.report.report_id if self.sheet_is_open() else None
        return frozenset(() if shown is None else (shown,))

    def print_record(self) -> None:
        if self.sheet_is_open():
            self.report.print()
        elif (chosen := self.list.current_id()) is not None:
            PaperPreview(self.workplace, self, "T10", chosen).show()

    def _show_awaited(self, found: Awaited | None) -> None:
        if self.awaited is not None:
            self.notes.removeWidget(self.awaited)
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
        self.awaited.add_action(tr("Mở báo cáo"), lambda: self.open_sheet(found.id))
        self.notes.addWidget(self.awaited)
