"""A table whose rows are ticked with the mouse or with the space bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from desktop.ui.widgets.table import Table

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class TickTable(Table):
    """``turned`` carries the places of the chosen rows when the space bar is pressed."""

    turned = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
            return
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        current = self.currentIndex()
        if not places and current.isValid():
            places = [current.row()]
        if places:
            self.turned.emit(places)
