"""The tiles of the home screen: as many in a row as can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.ui.theme import set_look
from desktop.ui.tokens import GAP

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.ui.widgets.tile import Tile


class TileGrid(QWidget):
    """Sets tiles side by side, and in two or more even rows where their words would not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._tiles: list[Tile] = []
        self._left_out: list[Tile] = []
        self._columns = 0

    def add(self, tile: Tile) -> None:
        """Add a tile behind the others."""
        self._tiles.append(tile)
        self._columns = 0
        self._settle()

    def offer(self, tile: Tile, *, offered: bool) -> None:
        """Show one of the tiles, or leave it out; the others close up."""
        tile.setVisible(offered)
        if offered == (tile in self._left_out):
            (self._left_out.remove if offered else self._left_out.append)(tile)
            self._columns = 0
            self._settle()

    def columns(self) -> int:
        """How many tiles stand in a row."""
        return self._columns

    def minimumSizeHint(self) -> QSize:
        narrow = max((tile.minimumSizeHint().width() for tile in self._shown()), default=0)
        return QSize(narrow, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        shown = self._shown()
        columns = self._fitting(shown)
        if columns == self._columns:
            return
        for tile in self._tiles:
            self._grid.removeWidget(tile)
        for at, tile in enumerate(shown):
            self._grid.addWidget(tile, *divmod(at, columns))
        for column in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns

    def _shown(self) -> list[Tile]:
        return [tile for tile in self._tiles if tile not in self._left_out]

    def _fitting(self, shown: list[Tile]) -> int:
        if not shown:
            return 0
        widest = max(tile.sizeHint().width() for tile in shown)
        columns = max(1, min(len(shown), (self.width() + GAP) // (widest + GAP)))
        rows = -(-len(shown) // columns)
        return -(-len(shown) // rows)
