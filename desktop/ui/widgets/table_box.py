"""A small table of ready texts, for lists that are no records."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.column_fit import ColumnFit
from desktop.ui.widgets.table import Table

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class TextRows(QAbstractTableModel):
    """Rows of texts under heads."""

    def __init__(self, heads: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._heads = list(heads)
        self._rows: list[Sequence[str]] = []

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these rows in place of the former ones."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()][index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._heads[section]
        return None


class TableBox(Table):
    """The table with its own rows."""

    def __init__(self, name: str, heads: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._rows = TextRows(heads, self)
        self.setModel(self._rows)
        self._fit = ColumnFit(self)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these rows."""
        self._rows.show_rows(rows)
        self._fit.fit()
