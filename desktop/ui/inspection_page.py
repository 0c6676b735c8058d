"""Inspections: the list of them, and the sheet of one."""

from __future__ import annotations

import uuid
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import N_, tr
from desktop.operations.lists import Filter
from desktop.records.inspections import STATES
from desktop.ui.checklist_side import STATE_ROLES
from desktop.ui.checklist_view import ChecklistView
from desktop.ui.inspection_dialogs import StartInspectionDialog
from desktop.ui.page import Page
from desktop.ui.paper_preview import PaperPreview
from desktop.ui.record_table import NamedFilter, RecordTable
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP
from desktop.ui.widgets.card import Card
from desktop.ui.workplace import Workplace

#: The template comes last: its long title takes what is left of the width.
_COLUMNS = ("number", "started_on", "round_label", "team_id", "state", "template_id")


class InspectionPage(Page):
    """Lists inspections; opening one brings its sheet in the list's place."""

    title = N_("Phiếu kiểm tra")
    tables: ClassVar[frozenset[str]] = frozenset({"inspections", "inspection_answers", "findings"})

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.list = RecordTable(
            workplace,
            "inspections",
            tr("Chưa có cuộc kiểm tra nào. Bấm Bắt đầu kiểm tra, hoặc Ctrl+N."),
            chip_role=_chip_role,
            columns=_COLUMNS,
        )
        self.sheet = ChecklistView(workplace)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._listing())
        self.stack.addWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, GAP, 20, GAP)
        column.addWidget(self.stack)
        self.list.opened.connect(self._open)
        self.list.add_asked.connect(self.add)
        self.sheet.left.connect(self.show_list)
        self.sheet.print_asked.connect(self._print)

    def refresh(self) -> None:
        """Read the list and, unless it is being filled in, the sheet."""
        self.list.refresh()
        self.sheet.refresh()

    def open_record(self, table: str, record_id: uuid.UUID) -> None:
        """Show the sheet of an inspection."""
        if table == "inspections" and self.may_leave():
            self._open(record_id)

    def add(self) -> None:
        """Begin a new inspection."""
        if not self.workplace.may_write("inspections") or not self.may_leave():
            return
        dialog = StartInspectionDialog(self.workplace, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.started.connect(self._open)
        dialog.open()

    def may_leave(self) -> bool:
        """Whether the sheet is saved; asks if it is not."""
        return self.sheet.may_leave()

    def show_list(self) -> None:
        """Go back to the list, once the sheet is saved or given up."""
        if self.may_leave():
            self.stack.setCurrentIndex(0)
            self.list.view.setFocus()

    def print_record(self) -> None:
        """Show the sheet as it is printed: the one that is open, or the one chosen in the list."""
        on_sheet = self.stack.currentWidget() is self.sheet
        chosen = self.sheet.inspection_id if on_sheet else self.list.current_id()
        if chosen is not None:
            self._print(chosen, blank=False)

    def _print(self, inspection_id: uuid.UUID, blank: bool) -> None:
        key = self.sheet.template_id if blank else inspection_id
        PaperPreview(self.workplace, self, "K1", key, blank=blank).show()

    def _listing(self) -> QWidget:
        area = QWidget()
        set_look(area, "clear")
        start = QPushButton(tr("Bắt đầu kiểm tra"))
        set_look(start, "primary")
        set_icon(start, "plus", "on_main")
        start.setVisible(self.workplace.may_write("inspections"))
        start.clicked.connect(self.add)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(start)
        for code, words in STATES.items():
            bar.addWidget(self._filter_button(tr(words), code))
        bar.addStretch(1)
        card = Card(flush=True)
        card.body.addWidget(self.list)
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(bar)
        column.addWidget(card, 1)
        return area

    def _filter_button(self, words: str, state: str) -> QPushButton:
        button = QPushButton(words)
        set_look(button, "flat")
        named = NamedFilter(words, Filter("state", "is", state))
        button.clicked.connect(lambda: self.list.set_filters([named]))
        return button

    def _open(self, inspection_id: uuid.UUID) -> None:
        self.stack.setCurrentWidget(self.sheet)
        self.sheet.open(inspection_id)


def _chip_role(column: str, text: str) -> object:
    if column != "state":
        return None
    return next((STATE_ROLES[code] for code, words in STATES.items() if tr(words) == text), None)
