"""The grid in which the fields of a section stand: four columns, two where it is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from desktop.ui.field_cell import FieldCell
from desktop.ui.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDE, NARROW = 4, 2
_TOLERANCE = 12
_GAP, _ROW_GAP = 16, 10
_LEAST_COLUMN, _MOST_COLUMN = 165, 220
"""Pixels at 100 %: a column that still holds a date with its button, one that need not grow."""


class FieldGrid(QLayout):
    """Cells in lines, as the record's layout says; each takes the columns that it needs.

    What a line leaves over goes to those that can use it, the rest stays empty. In two
    columns a line continues below. A cell that is hidden leaves no gap.
    """

    def __init__(self, lines: Sequence[Sequence[FieldCell]], parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = [list(line) for line in lines]
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        for line in self._lines:
            for cell in line:
                self.addWidget(cell)
        self.setContentsMargins(0, 0, 0, 0)

    def columns(self, width: int) -> int:
        """How many columns fit into this width."""
        least = WIDE * self._px(_LEAST_COLUMN) + (WIDE - 1) * self._px(_GAP)
        return WIDE if width >= least else NARROW

    def addItem(self, arg__1: QLayoutItem) -> None:
        self._items.append(arg__1)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, arg__1: int) -> int:
        if arg__1 not in self._heights:
            self._heights[arg__1] = self._lay(QRect(0, 0, arg__1, 0), move=False)
        return self._heights[arg__1]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, arg__1: QRect) -> None:
        super().setGeometry(arg__1)
        self._lay(arg__1, move=True)

    def sizeHint(self) -> QSize:
        width = WIDE * self._px(_LEAST_COLUMN + 15) + (WIDE - 1) * self._px(_GAP)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        column = max((item.minimumSize().width() for item in self._items), default=0)
        column = max(min(column, self._px(_LEAST_COLUMN)), self._px(120))
        return QSize(NARROW * column + self._px(_GAP), 0)

    def _px(self, at_100: int) -> int:
        parent = self.parentWidget()
        return theme_of(parent).px(at_100)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        columns, gap = self.columns(rect.width()), self._px(_GAP)
        column = (rect.width() - (columns - 1) * gap) // columns
        if columns == WIDE:
            column = min(column, self._px(_MOST_COLUMN))
        items = {item.widget(): item for item in self._items}
        y = rect.y()
        for row in self._rows(columns, column):
            height = 0
            for cell, start, span in row:
                item, width = items[cell], span * column + (span - 1) * gap
                if move:
                    cell.fit_into(width)
                tall = item.heightForWidth(width) if item.hasHeightForWidth() else -1
                tall = tall if tall >= 0 else item.sizeHint().height()
                height = max(height, tall)
                if move:
                    corner = QPoint(rect.x() + start * (column + gap), y)
                    item.setGeometry(QRect(corner, QSize(width, tall)))
            y += height + self._px(_ROW_GAP)
        return max(y - self._px(_ROW_GAP) - rect.y(), 0)

    def _rows(self, columns: int, column: int) -> list[list[tuple[FieldCell, int, int]]]:
        rows: list[list[tuple[FieldCell, int, int]]] = []
        for line in self._lines:
            shown = [cell for cell in line if not cell.isHidden()]
            for piece in _pieces(shown, columns, column, self._px(_GAP)):
                start, row = 0, list[tuple[FieldCell, int, int]]()
                for cell, span in piece:
                    row.append((cell, start, span))
                    start += span
                rows.append(row)
        return rows


def _pieces(
    line: Sequence[FieldCell], columns: int, column: int, gap: int
) -> list[list[tuple[FieldCell, int]]]:
    """The rows that one line falls into, with the columns that each cell takes."""
    rows: list[list[FieldCell]] = []
    for cell in line:
        if not rows or len(rows[-1]) == columns:
            rows.append([])
        rows[-1].append(cell)
    return [_spans(row, columns, column, gap) for row in rows]


def _spans(
    row: Sequence[FieldCell], columns: int, column: int, gap: int
) -> list[tuple[FieldCell, int]]:
    """One column each; what is left over goes one by one to whom most is missing."""
    spans = [1] * len(row)
    for _ in range(columns - len(row)):
        missing = [
            cell.wanted_width() - (span * column + (span - 1) * gap)
            for cell, span in zip(row, spans, strict=True)
        ]
        most = max(missing)
        if most <= _TOLERANCE:
            break
        spans[missing.index(most)] += 1
    return list(zip(row, spans, strict=True))
