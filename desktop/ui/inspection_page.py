"""Inspections: the list of them, and the sheet of one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import N_
from desktop.records.inspections import STATES
from desktop.ui.checklist_side import STATE_ROLES
from desktop.ui.checklist_view import ChecklistView
from desktop.ui.inspection_dialogs import StartInspectionDialog
from desktop.ui.paper_preview import PaperPreview
from desktop.ui.sheet_page import SheetPage
from desktop.ui.tokens import Role
from desktop.ui.workplace import Workplace


class InspectionPage(SheetPage):
    """Lists inspections; opening one brings its sheet in the list's place."""

    title = N_("Phiếu kiểm tra")
    tables: ClassVar[frozenset[str]] = frozenset({"inspections", "inspection_answers", "findings"})
    table = "inspections"
    #: The template comes last: its long title takes what is left of the width.
    columns = ("number", "started_on", "round_label", "team_id", "state", "template_id")
    empty = N_("Chưa có cuộc kiểm tra nào. Bấm Bắt đầu kiểm tra, hoặc Ctrl+N.")
    state = "state"
    states: ClassVar[Mapping[str, str]] = STATES
    roles: ClassVar[Mapping[str, Role]] = STATE_ROLES
    new_words = N_("Bắt đầu kiểm tra")

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        sheet = ChecklistView(workplace)
        super().__init__(workplace, sheet, parent)
        self.sheet = sheet
        self.sheet.print_asked.connect(self._print)

    def new_dialog(self) -> StartInspectionDialog:
        return StartInspectionDialog(self.workplace, self)

    def shown_ids(self) -> frozenset[uuid.UUID]:
        shown = self.sheet.inspection_id if self.sheet_is_open() else None
        return frozenset(() if shown is None else (shown,))

    def print_record(self) -> None:
        """Show the sheet as it is printed: the one that is open, or the one chosen in the list."""
        chosen = self.sheet.inspection_id if self.sheet_is_open() else self.list.current_id()
        if chosen is not None:
            self._print(chosen, blank=False)

    def _print(self, inspection_id: uuid.UUID, blank: bool) -> None:
        key = self.sheet.template_id if blank else inspection_id
        PaperPreview(self.workplace, self, "K1", key, blank=blank).show()
