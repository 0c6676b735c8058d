"""Strips: what lies between two heights of a page, the smallest thing a page break can't tear.

A document becomes strips, strips fill pages. A strip knows its height and how to draw itself
from the upper left corner; it does not know on which page it will stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.paper.blocks import Align
from desktop.paper.faces import BOX_WIDTH
from desktop.paper.measures import CELL_SIDE, CELL_TOP, QR_SIDE, RULE_WIDTH, SINGLE

if TYPE_CHECKING:
    from desktop.paper.lines import Line
    from desktop.paper.pen import Pen

_ASCENT, _DESCENT = 0.891, 0.216
"""Of the face, as multiples of its size."""


def base_line(height: float, size: float) -> float:
    """How far below the top of a line of this height its letters stand."""
    return (height - (_ASCENT + _DESCENT) * size) / 2 + _ASCENT * size


def start_of(align: Align, line: Line, width: float) -> tuple[float, float]:
    """Where a line begins in its width, and by how much its blanks are stretched."""
    match align:
        case Align.LEFT:
            return 0.0, 0.0
        case Align.CENTRE:
            return max((width - line.width) / 2, 0.0), 0.0
        case Align.RIGHT:
            return max(width - line.width, 0.0), 0.0
        case Align.JUSTIFIED:
            if line.last or not line.spaces:
                return 0.0, 0.0
            return 0.0, max((width - line.width) / line.spaces, 0.0)


@dataclass(slots=True, kw_only=True)
class Strip:
    """Empty height; the parent of all strips.

    ``gap`` is the room above it, dropped at the top of a page. ``keep`` holds it on one page
    with the strip after it. ``head`` is drawn again above it when it begins a page.
    """

    height: float = 0.0
    gap: float = 0.0
    keep: bool = False
    head: Strip | None = None

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draw it below ``top``."""

    def edge(self, pen: Pen, left: float, y: float) -> None:
        """Close it where a page begins or ends inside what it belongs to."""


@dataclass(slots=True, kw_only=True)
class TextStrip(Strip):
    """One line of text, ``x`` from the left of the frame and ``width`` wide."""

    line: Line
    size: float
    width: float
    x: float = 0.0
    align: Align = Align.LEFT

    def draw(self, pen: Pen, left: float, top: float) -> None:
        offset, stretch = start_of(self.align, self.line, self.width)
        base = top - base_line(self.height, self.size)
        pen.write(self.line, left + self.x + offset, base, self.size, stretch)


@dataclass(slots=True, kw_only=True)
class RuleStrip(Strip):
    """A rule at the top of its height."""

    x: float
    width: float

    def draw(self, pen: Pen, left: float, top: float) -> None:
        pen.rule(left + self.x, top, left + self.x + self.width, top, RULE_WIDTH)


@dataclass(slots=True, kw_only=True)
class DotsStrip(Strip):
    """Dots to write on, where letters of this size would stand."""

    x: float
    width: float
    size: float

    def draw(self, pen: Pen, left: float, top: float) -> None:
        base = top - base_line(self.height, self.size)
        pen.dots(left + self.x, left + self.x + self.width, base)


@dataclass(slots=True, kw_only=True)
class BoxStrip(Strip):
    """A check box as part of a line."""

    x: float
    size: float
    crossed: bool

    def draw(self, pen: Pen, left: float, top: float) -> None:
        base = top - base_line(self.height, self.size)
        pen.box(left + self.x, base, self.size, crossed=self.crossed)

    @property
    def width(self) -> float:
        """Of the box with the room around it."""
        return BOX_WIDTH * self.size


@dataclass(slots=True, kw_only=True)
class BookmarkStrip(Strip):
    """No height; an entry of the outline."""

    title: str
    level: int

    def draw(self, pen: Pen, left: float, top: float) -> None:
        pen.bookmark(self.title, pen.base_level + self.level, top + 6)


@dataclass(slots=True, kw_only=True)
class BreakStrip(Strip):
    """No height; the strips after it begin a new page."""


@dataclass(slots=True, kw_only=True)
class QrStrip(Strip):
    """The dark modules of a square code."""

    modules: Sequence[Sequence[int]]

    def draw(self, pen: Pen, left: float, top: float) -> None:
        side = QR_SIDE / len(self.modules)
        for number, row in enumerate(self.modules):
            y = top - (number + 1) * side
            start = 0
            for at, dark in enumerate([*row, 0]):
                if not dark:
                    if at > start:
                        pen.dark(left + start * side, y, (at - start) * side, side)
                    start = at + 1


@dataclass(slots=True, kw_only=True)
class Panel(Strip):
    """Strips standing side by side or one above the other, never torn."""

    parts: list[tuple[float, float, Strip]] = field(
        default_factory=list[tuple[float, float, Strip]]
    )
    """Distance from the left, distance below the top, and what stands there."""

    def put(self, x: float, below: float, strips: Sequence[Strip]) -> float:
        """Stack strips at ``x``, the first ``below`` the top; the height reached."""
        for number, strip in enumerate(strips):
            below += strip.gap if number else 0.0
            self.parts.append((x, below, strip))
            below += strip.height
        self.height = max(self.height, below)
        return below

    def torn(self, limit: float) -> Iterator[Panel]:
        """Itself, or panels of at most this height when it is taller than a page can hold."""
        if self.height <= limit:
            yield self
            return
        start, slice_ = 0.0, Panel(gap=self.gap)
        for x, below, strip in sorted(self.parts, key=lambda part: part[1]):
            if slice_.parts and below + strip.height - start > limit:
                yield slice_
                start, slice_ = below, Panel()
            slice_.put(x, below - start, [strip])
        slice_.keep = self.keep
        yield slice_

    def draw(self, pen: Pen, left: float, top: float) -> None:
        for x, below, strip in self.parts:
            strip.draw(pen, left + x, top - below)


@dataclass(frozen=True, slots=True)
class CellText:
    """The lines of one cell and the column they stand in."""

    lines: list[Line]
    x: float
    width: float
    align: Align


@dataclass(slots=True, kw_only=True)
class RowStrip(Strip):
    """A row of a table, or a slice of a row that is too tall to stay whole."""

    cells: list[CellText]
    edges: Sequence[float]
    """Where the upright borders stand; none for a table without borders."""
    size: float
    first: bool = True
    last: bool = True
    shaded: bool = False
    middle: bool = False
    """Centred between the borders, as in a head."""

    def draw(self, pen: Pen, left: float, top: float) -> None:
        if self.shaded and self.edges:
            pen.shade(left, top - self.height, self.edges[-1], self.height)
        self._frame(pen, left, top)
        line_height = SINGLE * self.size
        base = base_line(line_height, self.size)
        for cell in self.cells:
            y = top - (CELL_TOP if self.first else 0.0) - base
            if self.middle:
                y = top - (self.height - line_height * len(cell.lines)) / 2 - base
            for line in cell.lines:
                offset, stretch = start_of(cell.align, line, cell.width)
                pen.write(line, left + cell.x + CELL_SIDE + offset, y, self.size, stretch)
                y -= line_height

    def _frame(self, pen: Pen, left: float, top: float) -> None:
        low = top - self.height
        if not self.edges:
            return
        for x in self.edges:
            pen.upright(left + x, top, low)
        if self.first:
            self.edge(pen, left, top)
        if self.last:
            self.edge(pen, left, low)

    def edge(self, pen: Pen, left: float, y: float) -> None:
        if self.edges:
            pen.border(left, left + self.edges[-1], y)
