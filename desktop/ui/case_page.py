"""The screen of cases: the list at the left, the open case at the right."""

from __future__ import annotations

import uuid
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import N_, tr
from desktop.operations import intake
from desktop.operations.drafts import OpenDraft
from desktop.operations.office import day
from desktop.ui.case_filters import soon_over
from desktop.ui.case_list import CaseList
from desktop.ui.case_table import CaseTable
from desktop.ui.case_workspace import CaseWorkspace
from desktop.ui.new_case import NewCaseDialog
from desktop.ui.page import Page
from desktop.ui.theme import set_look
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.splitter import RememberedSplitter
from desktop.ui.workplace import Workplace

FOLD_LIST_BELOW = 1100
"""Width of the window from which on list and case stand side by side."""
_LIST_WIDTH = 290
_PARTS = frozenset({"contacts", "case_documents"})
_PERSON_PARTS = frozenset({"people", "family_members", "residences"})


class CasePage(Page):
    """Opens one case at a time; Escape brings a folded list back."""

    title: ClassVar[str] = N_("Hồ sơ")
    tables: ClassVar[frozenset[str]] = frozenset({"case_files"}) | _PARTS | _PERSON_PARTS

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        set_look(self, "ground")
        self.list = CaseList(workplace)
        self.workspace = CaseWorkspace(workplace)
        self._nothing = EmptyState("folder-open", tr("Chọn một hồ sơ ở danh sách bên trái."))
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self.workspace)
        self.splitter = RememberedSplitter("case", workplace.settings)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self._right)
        self.splitter.setStretchFactor(1, 1)
        if not self.splitter.recall():
            self.splitter.setSizes([_LIST_WIDTH, 4 * _LIST_WIDTH])
        self._table: CaseTable | None = None
        self._whole = QStackedWidget()
        self._whole.addWidget(self.splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)
        self.setFocusProxy(self.workspace)
        self.list.asked.connect(self.open_case)
        self.list.add_asked.connect(self.add)
        self.list.table_asked.connect(self.show_table)
        self.workspace.list_asked.connect(self.show_list)
        workplace.actions.bind(self, "previous", lambda: self.list.step(-1))
        workplace.actions.bind(self, "next", lambda: self.list.step(1))

    # -- what the main window asks --------------------------------------------------

    def refresh(self) -> None:
        self.list.refresh()
        if self._table is not None:
            self._table.rows.refresh()
        self.workspace.refresh()

    def take_keyboard(self) -> None:
        if self.workspace.case_id() is None:
            # In the list it would open the first case, and who looked at which case is written down.
            self.list.search.setFocus()
        else:
            super().take_keyboard()

    def open_record(self, table: str, record_id: uuid.UUID) -> None:
        if table in _PARTS:
            office = self.workplace.office
            if self.open_case(intake.owner_of(office, table, record_id)):
                self.workspace.show_part(table)
        else:
            self.open_case(record_id)

    def open_draft(self, found: OpenDraft) -> None:
        draft = found.draft
        if draft.row is None:
            if draft.table in ("people", "case_files"):
                self.begin_case().resume(found)
        elif draft.table == "case_files" and self.workspace.editing.may_leave():
            self._show_case(draft.row, found)
        else:
            self.open_record(draft.table, draft.row)

    def open_section(self, section: str) -> None:
        if section == "soon":
            self.leave_table()
            self.list.set_filters([soon_over(day(self.workplace.office))])

    def add(self) -> None:
        self.begin_case()

    def begin_case(self) -> NewCaseDialog:
        """Begin a new case; first it is looked up who is known already."""
        dialog = NewCaseDialog(self.workplace, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.opened.connect(self.open_case)
        dialog.open()
        return dialog

    def print_record(self) -> None:
        self.workspace.print_case()

    def shown_ids(self) -> frozenset[uuid.UUID]:
        folder, case_id = self.workspace.folder, self.workspace.case_id()
        if self._whole.currentWidget() is not self.splitter or folder is None or case_id is None:
            return frozenset()
        return frozenset({case_id, folder.person.id})

    def may_leave(self) -> bool:
        return self.workspace.editing.may_leave()

    # -- opening --------------------------------------------------------------------

    def open_case(self, case_id: uuid.UUID) -> bool:
        """Show a case, unless something unsaved is to stay; True if it is shown."""
        self.leave_table()
        here = self.workspace.case_id()
        if case_id != here:
            if not self.workspace.editing.may_leave():
                if here is not None:
                    self.list.select(here)
                return False
            self._show_case(case_id, None)
        self._fold()
        return True

    def show_list(self) -> None:
        """Bring the list back where it was folded away."""
        self.list.show()
        self.list.view.setFocus()

    @property
    def table(self) -> CaseTable:
        """The wide table; made when it is asked for, so that the list need not wait."""
        if self._table is None:
            self._table = CaseTable(self.workplace)
            self._table.left.connect(self.leave_table)
            self._table.rows.opened.connect(self.open_case)
            self._table.add_asked.connect(self.add)
            self._whole.addWidget(self._table)
        return self._table

    def show_table(self) -> None:
        """Show all that the list lets pass as a table in place of list and case."""
        self.table.rows.set_filters(self.list.chips.filters())
        self._whole.setCurrentWidget(self.table)
        self.table.rows.view.setFocus()

    def leave_table(self) -> None:
        """Show the list beside the open case again."""
        if self._whole.currentWidget() is not self.splitter:
            self._whole.setCurrentWidget(self.splitter)
            self.list.view.setFocus()

    def _show_case(self, case_id: uuid.UUID, draft: OpenDraft | None) -> None:
        self._right.setCurrentWidget(self.workspace)
        self.workspace.show_case(case_id, draft)
        self.list.select(case_id)

    # -- folding --------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        narrow = self.window().width() < FOLD_LIST_BELOW
        self.workspace.list_button.setVisible(narrow)
        open_now = self._right.currentWidget() is self.workspace
        self.list.setVisible(not (narrow and open_now))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.list.isHidden():
            self.show_list()
        else:
            super().keyPressEvent(event)
