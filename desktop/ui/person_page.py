"""The screen of people: a wide list, and the person that is opened from it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import N_, tr
from desktop.operations import intake
from desktop.operations.drafts import OpenDraft
from desktop.operations.intake import KnownPerson
from desktop.ui.new_case import NewCaseDialog
from desktop.ui.page import Page
from desktop.ui.person_view import PersonView
from desktop.ui.record_table import RecordTable
from desktop.ui.searched_list import SearchedList
from desktop.ui.theme import set_look
from desktop.ui.workplace import Workplace

_PARTS = frozenset({"residences", "family_members"})
_COLUMNS = ("full_name", "sex", "birth_date", "id_number", "phone", "person_code")


class PersonPage(Page):
    """Lists people; Enter opens one in place of the list, Escape goes back to it."""

    title: ClassVar[str] = N_("Người được hỗ trợ")
    tables: ClassVar[frozenset[str]] = frozenset({"people", "case_files"}) | _PARTS

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        set_look(self, "ground")
        self.rows = RecordTable(
            workplace,
            "people",
            tr("Chưa có ai. Lập hồ sơ đầu tiên thì người cũng được ghi."),
            columns=_COLUMNS,
        )
        self._view: PersonView | None = None
        self._stack = QStackedWidget()
        self.side = self._list_side()
        self._stack.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.rows.opened.connect(self.open_person)
        workplace.actions.bind(self, "previous", lambda: self._step(-1))
        workplace.actions.bind(self, "next", lambda: self._step(1))

    @property
    def view(self) -> PersonView:
        """The person that is shown; made with the first one, so that the list need not wait."""
        if self._view is None:
            self._view = PersonView(self.workplace)
            self._view.list_asked.connect(self.show_list)
            self._view.case_wanted.connect(self.begin_case_for)
            self._stack.addWidget(self._view)
            self.setFocusProxy(self._view)
        return self._view

    # -- what the main window asks --------------------------------------------------

    def refresh(self) -> None:
        self.rows.refresh()
        if self._view is not None:
            self._view.refresh()

    def open_record(self, table: str, record_id: uuid.UUID) -> None:
        if table in _PARTS:
            if self.open_person(intake.owner_of(self.workplace.office, table, record_id)):
                self.view.show_part(table)
        else:
            self.open_person(record_id)

    def open_draft(self, found: OpenDraft) -> None:
        row = found.draft.row
        if row is None:
            self.begin_case().resume(found)
        elif found.draft.table == "people" and self.view.editing.may_leave():
            self._stack.setCurrentWidget(self.view)
            self.view.show_person(row, found)
        else:
            self.open_record(found.draft.table, row)

    def add(self) -> None:
        self.begin_case()

    def shown_ids(self) -> frozenset[uuid.UUID]:
        shown = None if self._view is None or self.is_list_shown() else self._view.person_id()
        return frozenset(() if shown is None else (shown,))

    def may_leave(self) -> bool:
        return self._view is None or self._view.editing.may_leave()

    # -- opening --------------------------------------------------------------------

    def open_person(self, person_id: uuid.UUID) -> bool:
        """Show a person, unless something unsaved is to stay; True if they are shown."""
        if person_id != self.view.person_id() and not self.view.editing.may_leave():
            return False
        self._stack.setCurrentWidget(self.view)
        self.view.show_person(person_id)
        self.rows.select(person_id)
        return True

    def show_list(self) -> None:
        """Go back to the list, unless something unsaved is to stay."""
        if self.may_leave():
            self._stack.setCurrentIndex(0)
            self.rows.view.setFocus()

    def is_list_shown(self) -> bool:
        """Whether the list is in front, not a person."""
        return self._stack.currentIndex() == 0

    def begin_case(self) -> NewCaseDialog:
        """Begin a new case: people are written down with their first one."""
        dialog = NewCaseDialog(self.workplace, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.opened.connect(self._open_case)
        dialog.open()
        return dialog

    def begin_case_for(self, person: KnownPerson) -> NewCaseDialog:
        """Begin another case of somebody who is known."""
        dialog = self.begin_case()
        dialog.begin_for(person)
        return dialog

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.is_list_shown():
            self.show_list()
        else:
            super().keyPressEvent(event)

    # -- inside ---------------------------------------------------------------------

    def _list_side(self) -> SearchedList:
        placeholder = tr("Tìm tên, số căn cước, điện thoại")
        side = SearchedList(self.workplace, self.rows, placeholder, intake.find_people)
        tip = tr("Tìm người trước, rồi lập hồ sơ (Ctrl+N)")
        side.offer(tr("Thêm hồ sơ"), tip, may=self.workplace.may_write("people"))
        side.add_asked.connect(self.add)
        return side

    def _step(self, by: int) -> None:
        self.rows.step(by)
        here = self.rows.current_id()
        if here is not None and not self.is_list_shown():
            self.open_person(here)

    def _open_case(self, case_id: uuid.UUID) -> None:
        self.workplace.open("case_files", case_id)
