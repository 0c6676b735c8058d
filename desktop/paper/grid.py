"""Tables as strips: one strip a row, or one a line where a row is too tall to stay whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from desktop.paper.blocks import Align, Inline, Row, RowKind, Table
from desktop.paper.faces import Face, unit_width
from desktop.paper.lines import Line, printable, wrap
from desktop.paper.measures import CELL_BOTTOM, CELL_SIDE, CELL_TOP, SINGLE
from desktop.paper.strips import CellText, RowStrip

WHOLE_LINES = 8
"""A row of up to so many lines is never torn by a page break."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How the cells of a row are set."""

    bold: bool = False
    shaded: bool = False
    middle: bool = False
    align: Align | None = None


_LOOKS = {
    RowKind.ORDINARY: _Look(),
    RowKind.GROUP: _Look(bold=True, shaded=True, align=Align.LEFT),
    RowKind.TOTAL: _Look(bold=True),
}
_HEAD = _Look(bold=True, middle=True, align=Align.CENTRE)


class Grid:
    """A table in a frame of a given width."""

    def __init__(self, table: Table, width: float) -> None:
        self._table = table
        self._edges = [0.0, *accumulate(column_widths(table, width))]
        self._line = SINGLE * table.size

    def strips(self, gap: float) -> Iterator[RowStrip]:
        """The head, then the rows; ``gap`` is the room above the table."""
        head = self._head()
        repeated = head[0] if len(head) == 1 else None
        strips = [*head]
        for row in self._table.rows:
            slices = self._row(row)
            if row.kind is RowKind.TOTAL and strips:
                strips[-1].keep = True
            if row.kind is RowKind.GROUP:
                slices[-1].keep = True
            strips += slices
        for strip in strips:
            strip.head = repeated if strip is not repeated else None
        if strips:
            strips[0].gap = gap
            strips[-1].keep = False
        yield from strips

    def _head(self) -> list[RowStrip]:
        if not self._table.head:
            return []
        titles = tuple(column.title for column in self._table.columns)
        strips = self._set(titles, self._edges, _HEAD, 1)
        strips[-1].keep = True
        return strips

    def _row(self, row: Row) -> list[RowStrip]:
        look = _LOOKS[row.kind]
        if row.kind is RowKind.GROUP:
            return self._set(row.cells[:1], [0.0, self._edges[-1]], look, row.min_lines)
        return self._set(row.cells, self._edges, look, row.min_lines)

    def _set(
        self, texts: tuple[Inline, ...], edges: list[float], look: _Look, min_lines: int
    ) -> list[RowStrip]:
        cells = [
            self._cell(text, left, right, look.align or column.align, bold=look.bold)
            for text, (left, right), column in zip(
                texts, pairwise(edges), self._table.columns, strict=False
            )
        ]
        count = max([min_lines, *(len(cell.lines) for cell in cells)])
        borders = edges if self._table.ruled else []
        if count > WHOLE_LINES and count > min_lines:
            return self._sliced(cells, borders, count)
        height = count * self._line + CELL_TOP + CELL_BOTTOM
        return [
            RowStrip(
                height=height,
                cells=cells,
                edges=borders,
                size=self._table.size,
                shaded=look.shaded,
                middle=look.middle,
            )
        ]

    def _cell(
        self, text: Inline, left: float, right: float, align: Align, *, bold: bool
    ) -> CellText:
        width = max(right - left - 2 * CELL_SIDE, self._table.size)
        lines = wrap(text, self._table.size, width, bold=bold)
        return CellText(lines=lines, x=left, width=width, align=align)

    def _sliced(self, cells: list[CellText], borders: list[float], count: int) -> list[RowStrip]:
        """One strip a line; the first two and the last two stay together."""
        slices: list[RowStrip] = []
        for at in range(count):
            first, last = at == 0, at == count - 1
            room = (CELL_TOP if first else 0.0) + (CELL_BOTTOM if last else 0.0)
            slices.append(
                RowStrip(
                    height=self._line + room,
                    cells=[_slice(cell, at) for cell in cells],
                    edges=borders,
                    size=self._table.size,
                    first=first,
                    last=last,
                    keep=at in (0, count - 2),
                )
            )
        return slices


def _slice(cell: CellText, at: int) -> CellText:
    lines: list[Line] = cell.lines[at : at + 1]
    return CellText(lines=lines, x=cell.x, width=cell.width, align=cell.align)


def column_widths(table: Table, width: float) -> list[float]:
    """The widths of the columns by weight, but no word of the head broken where others have room."""
    total = sum(column.weight for column in table.columns)
    shares = [column.weight * width / total for column in table.columns]
    words = [
        _longest_word(column.title, table.size) if table.head else 0.0 for column in table.columns
    ]
    needs = [min(word + 2 * CELL_SIDE + 0.1, width / len(shares)) for word in words]
    lack = sum(max(need - share, 0.0) for share, need in zip(shares, needs, strict=True))
    spare = sum(max(share - need, 0.0) for share, need in zip(shares, needs, strict=True))
    if not lack:
        return shares
    kept = 1 - lack / spare
    return [
        need + (share - need) * kept if share > need else need
        for share, need in zip(shares, needs, strict=True)
    ]


def _longest_word(title: str, size: float) -> float:
    return max(
        (unit_width(Face.BOLD, word) * size for word in printable(title).split()), default=0.0
    )
