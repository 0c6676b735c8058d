"""A screen with a list of records, and the sheet of one that is opened from it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import ClassVar, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations.lists import Filter
from desktop.ui.deed_dialog import BeginDialog
from desktop.ui.filter_chips import NamedFilter
from desktop.ui.page import Page
from desktop.ui.record_table import RecordTable
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace


class Sheet(Protocol):
    """What comes in the list's place: one record, whole. ``left`` asks to go back to the list."""

    left: Signal

    def open(self, record_id: uuid.UUID, /) -> None:
        """Read a record and show it."""
        ...

    def refresh(self) -> None:
        """Read the record that is shown anew; what is typed stays."""
        ...

    def may_leave(self) -> bool:
        """Whether nothing unsaved stands in the way; asks the clerk if it does."""
        ...


class SheetPage(Page):
    """Lists records with a button for each state; opening one brings its sheet in the list's place.

    table, columns, empty: what is listed, in which columns, and what to do when there is nothing.
    state, states, roles: the field that says where a record stands, its codes in words, and the
    role of a state's chip. new_words: what the button says that begins a new record.
    """

    table: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]
    empty: ClassVar[str]
    state: ClassVar[str]
    states: ClassVar[Mapping[str, str]]
    roles: ClassVar[Mapping[str, Role]]
    new_words: ClassVar[str]

    def __init__(self, workplace: Workplace, sheet: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        assert isinstance(sheet, QWidget)
        self._sheet = sheet
        self.list = RecordTable(
            workplace, self.table, tr(self.empty), chip_role=self._chip_role, columns=self.columns
        )
        self.notes = QVBoxLayout()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._listing())
        self.stack.addWidget(sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, GAP, 20, GAP)
        column.addWidget(self.stack)
        self.list.opened.connect(self.open_sheet)
        self.list.add_asked.connect(self.add)
        sheet.left.connect(self.show_list)

    # -- what the main window asks --------------------------------------------------

    def refresh(self) -> None:
        """Read the list and the sheet; what is typed there stays."""
        self.list.refresh()
        self._sheet.refresh()

    def open_record(self, table: str, record_id: uuid.UUID) -> None:
        """Show the sheet of a record, once the one that is open is saved or given up."""
        if table == self.table and self.may_leave():
            self.open_sheet(record_id)

    def add(self) -> None:
        """Begin a new record; its sheet opens."""
        if not self.workplace.may_write(self.table) or not self.may_leave():
            return
        dialog = self.new_dialog()
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.begun.connect(self.open_sheet)
        dialog.open()

    def may_leave(self) -> bool:
        """Whether the sheet is saved; asks if it is not."""
        return self._sheet.may_leave()

    # -- list and sheet -------------------------------------------------------------

    def new_dialog(self) -> BeginDialog:
        """The dialog that begins a new record."""
        raise NotImplementedError

    def sheet_is_open(self) -> bool:
        """Whether the sheet stands in the list's place."""
        return self.stack.currentWidget() is self._sheet

    def open_sheet(self, record_id: uuid.UUID) -> None:
        """Bring the sheet of a record in the list's place."""
        self.stack.setCurrentWidget(self._sheet)
        self.workplace.turn_to(record_id)
        self._sheet.open(record_id)

    def show_list(self) -> None:
        """Go back to the list, once the sheet is saved or given up."""
        if self.may_leave():
            self.stack.setCurrentIndex(0)
            self.list.view.setFocus()

    # -- inside ---------------------------------------------------------------------

    def _listing(self) -> QWidget:
        card = Card(flush=True)
        card.body.addWidget(self.list)
        area = QWidget()
        set_look(area, "clear")
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self.notes)
        column.addLayout(self._bar())
        column.addWidget(card, 1)
        return area

    def _bar(self) -> QHBoxLayout:
        new = QPushButton(tr(self.new_words))
        set_look(new, "primary")
        set_icon(new, "plus", "on_main")
        set_shown(new, self.workplace.may_write(self.table))
        new.clicked.connect(lambda _checked=False: self.add())
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(new)
        for code, words in self.states.items():
            bar.addWidget(self._filter_button(tr(words), code))
        bar.addStretch(1)
        return bar

    def _filter_button(self, words: str, state: str) -> QPushButton:
        button = QPushButton(words)
        set_look(button, "flat")
        named = NamedFilter(words, Filter(self.state, "is", state))
        button.clicked.connect(lambda _checked=False: self.list.set_filters([named]))
        return button

    def _chip_role(self, column: str, text: str) -> object:
        if column != self.state:
            return None
        told = (self.roles[code] for code, words in self.states.items() if tr(words) == text)
        return next(told, None)
