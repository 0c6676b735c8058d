"""A small table of ready texts, for lists that are no records."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.column_fit import ColumnFit
from desktop.ui.widgets.lines import AnyIndex, Lines
from desktop.ui.widgets.table import Table


class TextRows(Lines[Sequence[str]]):
    """Rows of texts under heads. tips: what the tip of each says instead of the text of a cell."""

    tips: Sequence[str] = ()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.ToolTipRole and self.tips:
            return self.tips[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._lines[index.row()][index.column()]
        return None


class TableBox(Table):
    """The table with its own rows."""

    def __init__(self, name: str, heads: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._rows = TextRows(heads, self)
        self.setModel(self._rows)
        self._fit = ColumnFit(self)

    def show_rows(self, rows: Sequence[Sequence[str]], tips: Sequence[str] = ()) -> None:
        """Show these rows. tips: one for each; without them a cell's tip is its text."""
        self._rows.tips = tips
        self._rows.set_lines(rows)
        self._fit.fit()
