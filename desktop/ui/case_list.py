"""The list beside the case workspace: search, filters, names over numbers, the count."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations import intake, lists
from desktop.operations.lists import Filter
from desktop.ui.case_filters import ORDERS, FilterMenu, WaitingCases, open_cases
from desktop.ui.case_rows import COLUMNS, CaseRows
from desktop.ui.filter_chips import FilterChips, NamedFilter
from desktop.ui.theme import set_icon, set_look
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.shown import set_shown
from desktop.ui.widgets.table import TwoLineList
from desktop.ui.workplace import Workplace

_PAUSE_MS, _SETTLED_MS = 180, 40


class CaseList(QFrame):
    """The cases beside the open one.

    ``asked`` tells the case that the keyboard came to; ``add_asked`` that a new one is wanted,
    ``table_asked`` that all is to be seen as a table. The list itself never decides to leave a case: whoever shows it calls ``select``.
    """

    asked = Signal(object)
    add_asked = Signal()
    table_asked = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "panel")
        self._workplace = workplace
        self._order = "person_id"
        self.rows = CaseRows(workplace, self)
        self.view = TwoLineList(tr("Danh sách hồ sơ"))
        self.view.setModel(self.rows)
        self.search = SearchField(tr("Tìm trong danh sách"))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        # Whoever holds an arrow key down does not want to see every case on the way.
        self._moved = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._count = label("", "quiet")
        self.chips = FilterChips()
        self.chips.begin([open_cases()])
        self._empty = EmptyState("inbox", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._lay()
        self._connect()

    # -- what is listed -------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list anew, keeping the case the keyboard is on."""
        here = self.current_id()
        listing = lists.listing(
            self._workplace.office,
            "case_files",
            COLUMNS,
            self._conditions(),
            ORDERS[self._order][1],
        )
        self.rows.show(listing)
        if here is not None:
            self.select(here)
        self._show_count()

    def set_filters(self, filters: Sequence[NamedFilter]) -> None:
        """List what these filters let pass; each shows as a chip that can be taken away."""
        self.chips.set_filters(filters)

    def count(self) -> int:
        """How many cases are listed."""
        return self.rows.rowCount()

    def current_id(self) -> uuid.UUID | None:
        """The case the keyboard is on."""
        index = self.view.currentIndex()
        return self.rows.record_id(index.row()) if index.isValid() else None

    def select(self, case_id: uuid.UUID) -> bool:
        """Mark a case as the one that is open, without a signal; False if it is not listed."""
        row = self.rows.row_of(case_id)
        if row >= 0:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.view.selectionModel().setCurrentIndex(self.rows.index(row, 0), flags)
            self.view.scrollTo(self.rows.index(row, 0))
            self._moved.stop()
        return row >= 0

    def step(self, by: int) -> None:
        """Ask for the case so many rows on, stopping at the ends."""
        if self.count():
            row = self.view.currentIndex().row() + by
            self.asked.emit(self.rows.record_id(max(0, min(row, self.count() - 1))))

    # -- inside ---------------------------------------------------------------------

    def _lay(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(8)
        head = QHBoxLayout()
        self.add_button = QPushButton(tr("Thêm hồ sơ"))
        set_look(self.add_button, "primary")
        set_icon(self.add_button, "plus", "on_main")
        self.add_button.setToolTip(tr("Thêm hồ sơ (Ctrl+N)"))
        set_shown(self.add_button, self._workplace.may_write("case_files"))
        self.filter_button = QPushButton()
        set_icon(self.filter_button, "list-filter", alone=True)
        self.filter_button.setToolTip(tr("Lọc và xếp thứ tự"))
        self.filter_button.setAccessibleName(self.filter_button.toolTip())
        head.addWidget(self.add_button)
        head.addStretch(1)
        self.table_button = QPushButton()
        set_icon(self.table_button, "columns-3", alone=True)
        self.table_button.setToolTip(tr("Xem dạng bảng: chọn cột, sao chép, xuất Excel"))
        self.table_button.setAccessibleName(self.table_button.toolTip())
        head.addWidget(self.table_button)
        head.addWidget(self.filter_button)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self.chips)
        column.addWidget(self._stack, 1)
        column.addWidget(self._count)

    def _connect(self) -> None:
        self.add_button.clicked.connect(lambda _checked=False: self.add_asked.emit())
        self.filter_button.clicked.connect(lambda _checked=False: self.open_filters())
        self.table_button.clicked.connect(lambda _checked=False: self.table_asked.emit())
        self.chips.changed.connect(self.refresh)
        self.search.searched.connect(self._wait)
        self.search.left_down.connect(self.view.setFocus)
        self.search.returnPressed.connect(self._open_first)
        self._pause.timeout.connect(self.refresh)
        self._moved.timeout.connect(self._tell)
        self._workplace.flagged.connect(self._follow_flags)
        self.view.selectionModel().currentChanged.connect(self._move)
        self.view.opened.connect(self._move)

    def open_filters(self) -> FilterMenu:
        """Open the menu of filters and orders."""
        menu = FilterMenu(self._workplace, self.chips.words(), self._order, self)
        menu.chosen.connect(self._set_filter)
        menu.ordered.connect(self._set_order)
        menu.open_below(self.filter_button)
        return menu

    def _conditions(self) -> list[Filter]:
        found = self.chips.conditions()
        words = self.search.text().strip()
        if words:
            ids = intake.find_cases(self._workplace.office, words)
            found.append(Filter("id", "in", ids))
        return found

    def _follow_flags(self) -> None:
        if any(isinstance(one, WaitingCases) for one in self.chips.filters()):
            self.refresh()

    def _wait(self, _words: str) -> None:
        self._pause.start()

    def _move(self, index: QModelIndex) -> None:
        if index.isValid():
            self._moved.start()

    def _tell(self) -> None:
        here = self.current_id()
        if here is not None:
            self.asked.emit(here)

    def _open_first(self) -> None:
        self._pause.stop()
        self.refresh()
        if self.count():
            self.asked.emit(self.rows.record_id(0))

    def _set_filter(self, named: NamedFilter, on: bool) -> None:
        if on:
            self.chips.narrow(named)
        else:
            self.chips.drop(named.text)

    def _set_order(self, order: str) -> None:
        self._order = order
        self.refresh()

    def _show_count(self) -> None:
        shown = self.count()
        total = lists.count(self._workplace.office, "case_files")
        words = tr("{total} hồ sơ · {shown} đang hiện")
        self._count.setText(words.format(total=grouped(total), shown=grouped(shown)))
        self._stack.setCurrentWidget(self.view if shown else self._empty)
        if total:
            self._empty.set_sentence(tr("Không có hồ sơ nào hợp với bộ lọc và từ tìm."))
        else:
            self._empty.set_sentence(tr("Chưa có hồ sơ. Thêm hồ sơ (Ctrl+N)."))
