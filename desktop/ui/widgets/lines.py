"""What a table view shows a line each of: so many things under so many heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Line = TypeVar("Line")


class Lines(QAbstractTableModel, Generic[Line]):
    """Lines of one kind; what stands in their cells is told by who knows them, in ``data``.

    heads: the words over the columns, as they are read.
    """

    def __init__(self, heads: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads = heads
        self._lines: Sequence[Line] = ()

    def set_lines(self, lines: Sequence[Line], heads: Sequence[str] | None = None) -> None:
        """Show these lines in place of the former ones; heads: other ones than so far."""
        self.beginResetModel()
        self._lines = lines
        self._heads = self._heads if heads is None else heads
        self.endResetModel()

    def line(self, at: int) -> Line | None:
        """The line in this row; None where there is none."""
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._heads[section]
        return None
