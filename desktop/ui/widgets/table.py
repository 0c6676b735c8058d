"""Tables and lists as this program shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QTableView, QWidget

from desktop.ui.theme import theme_of
from desktop.ui.tokens import ROW_HEIGHT
from desktop.ui.widgets.rows import CellDelegate, TwoLineDelegate
from desktop.ui.widgets.table_head import TableHead

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

AnyIndex = QModelIndex | QPersistentModelIndex


class Table(QTableView):
    """Whole rows are chosen; Enter or a double click opens one: ``opened`` tells its index."""

    opened = Signal(QModelIndex)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.head = TableHead(self)
        self.setHorizontalHeader(self.head)
        self.doubleClicked.connect(self.opened)
        self._fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        elif not _is_copying(event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit_rows()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.rowAt(0) >= 0 and not self.currentIndex().isValid():
            first = self.model().index(0, 0)
            # Only the ring: nothing is chosen by coming here.
            flags = self.selectionModel().SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(first, flags)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        # The ring reaches over the whole row, Qt repaints only one cell.
        self.viewport().update()

    def _fit_rows(self) -> None:
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(20)
        rows.setDefaultSectionSize(theme_of(self).px(ROW_HEIGHT))


class TwoLineList(QListView):
    """A list of names with a quiet line below each; ``opened`` tells the one to open."""

    opened = Signal(QModelIndex)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(TwoLineDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self.opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        elif not _is_copying(event):
            super().keyPressEvent(event)


def _is_copying(event: QKeyEvent) -> bool:
    """Whether Qt would put a cell on the clipboard by itself.

    What leaves the office by the clipboard is asked for and written down: that is the deed of the
    action ``copy_rows``, whose key comes here only where it is bound to nothing.
    """
    return event.matches(QKeySequence.StandardKey.Copy)
