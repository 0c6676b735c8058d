"""Which columns of a list are shown, how wide, in what order: as each user left it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.base.i18n import tr
from desktop.fields import Choice, Kind
from desktop.operations import lists
from desktop.operations.lists import ListLook
from desktop.records import record_types
from desktop.ui.theme import theme_of
from desktop.ui.widgets.column_fit import ColumnFit
from desktop.ui.widgets.table import Table
from desktop.ui.workplace import Workplace

_REMEMBER_AFTER_MS = 800
_CHARACTER = 8


class ListColumns(QObject):
    """Arranges the header of a view; ``changed`` tells that the list must be read anew.

    Right click shows and hides columns, dragging reorders, clicking sorts; kept per user.
    """

    changed = Signal()

    def __init__(
        self,
        workplace: Workplace,
        table: str,
        view: Table,
        columns: Sequence[str] | None = None,
    ) -> None:
        """columns: to begin with, instead of those that the record type lists."""
        super().__init__(view)
        self._workplace, self._table, self._view = workplace, table, view
        self._record = record_types()[table]
        self._own = tuple(columns) if columns is not None else lists.default_columns(self._record)
        self.look = lists.read_look(workplace.office, table)
        if self.look.columns == lists.default_columns(self._record):
            self.look = ListLook(self._own, self.look.widths, self.look.order)
        self._later = QTimer(self, singleShot=True, interval=_REMEMBER_AFTER_MS)
        self._later.timeout.connect(self.remember)
        self._dragged = bool(self.look.widths)
        self._fit = ColumnFit(view)
        self._fit.on = not self._dragged
        head = view.head
        head.setSectionsClickable(True)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._choose_at)
        head.sectionClicked.connect(self._sort_by)
        head.sectionResized.connect(self._resized)
        head.sectionMoved.connect(self._arranged)

    def show_widths(self) -> None:
        """Give the header the widths and the sign of the order that hold."""
        head = self._view.head
        head.blockSignals(True)
        unit = theme_of(self._view).px(_CHARACTER)
        first, ascending = self.look.order[0]
        for at, name in enumerate(self.look.columns):
            least = head.least_width(at, sorted_by=True)
            room = _room(lists.field_of(self._record, name).kind) * unit
            width = self.look.widths.get(name, max(room, least))
            head.resizeSection(at, max(width, least) if name == first else width)
        shown = first in self.look.columns
        head.setSortIndicatorShown(shown)
        if shown:
            order = Qt.SortOrder.AscendingOrder if ascending else Qt.SortOrder.DescendingOrder
            head.setSortIndicator(self.look.columns.index(first), order)
        head.blockSignals(False)
        self._fit.fit()

    def choose(self, at: QPoint) -> None:
        """Open the menu of columns at a point of the screen."""
        menu = QMenu(self._view)
        for field in self._record.fields():
            if field.level > self._workplace.max_level or field.no == 0:
                continue
            action = QAction(tr(field.label), menu, checkable=True)
            action.setChecked(field.name in self.look.columns)
            action.toggled.connect(partial(self.show_column, field.name))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(tr("Trở lại mặc định"), self.reset)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def show_column(self, name: str, on: bool) -> None:
        """Show a column as the last one, or hide it; the last one left stays."""
        columns = [column for column in self.look.columns if column != name]
        if on:
            columns.append(name)
        if columns:
            self._take(ListLook(tuple(columns), self._widths(), self.look.order))

    def reset(self) -> None:
        """Arrange the list as it was in the beginning."""
        self._dragged, self._fit.on = False, True
        self._take(ListLook(self._own, {}, lists.default_order(self._record)))

    def _choose_at(self, at: QPoint) -> None:
        self.choose(self._view.horizontalHeader().mapToGlobal(at))

    def _sort_by(self, section: int) -> None:
        name = self.look.columns[section]
        first, ascending = self.look.order[0]
        order = ((name, not ascending if name == first else True),)
        self._take(ListLook(self.look.columns, self._widths(), order))

    def _take(self, look: ListLook) -> None:
        self.look = look
        self._later.start()
        self.changed.emit()

    def _resized(self, section: int, *_widths: int) -> None:
        head = self._view.head
        # The last one takes what is left, by itself.
        if head.visualIndex(section) < head.count() - 1:
            self._dragged, self._fit.on = True, False
            self._arranged()

    def _arranged(self, *_where: int) -> None:
        self._later.start()

    def remember(self) -> None:
        """Keep the arrangement for this user."""
        head = self._view.horizontalHeader()
        order = [head.logicalIndex(at) for at in range(len(self.look.columns))]
        columns = tuple(self.look.columns[at] for at in order)
        look, table = ListLook(columns, self._widths(), self.look.order), self._table
        self._workplace.ask(lambda office: lists.keep_look(office, table, look))

    def _widths(self) -> dict[str, int]:
        """The widths that the clerk gave, without that of the last column; none if she gave none."""
        head = self._view.head
        order = [head.logicalIndex(at) for at in range(len(self.look.columns))]
        if not self._dragged:
            return {}
        return {self.look.columns[at]: head.sectionSize(at) for at in order[:-1]}


def _room(kind: Kind[Any]) -> int:
    """Characters that a value takes in a row: of a few fixed words, the longest."""
    if isinstance(kind, Choice) and kind.options:
        return min(kind.width, max(len(tr(words)) for words in kind.options.values()) + 4)
    return kind.width
