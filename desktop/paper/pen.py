"""What is drawn on a page: text, rules, dots, boxes, the watermark; kept small because it is hot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop.paper.blocks import CROSSED_BOX, EMPTY_BOX
from desktop.paper.faces import BOX_WIDTH, Face, font_name, unit_width
from desktop.paper.measures import BORDER_WIDTH, Page

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from desktop.paper.lines import Line

_BOXES = re.compile(f"([{EMPTY_BOX}{CROSSED_BOX}])")
_DOT, _DOT_STEP = 0.8, 2.6
_WATERMARK_GREY = 0.9
_WATERMARK_SHARE = 0.72
"""Of the sheet's diagonal."""


class Pen:
    """Draws on the current page of a canvas; text comes last, above everything else."""

    def __init__(self, canvas: Canvas, *, base_level: int = 0) -> None:
        self.canvas = canvas
        self.base_level = base_level
        self._bookmarks = 0
        self._level = -1
        self._fresh()

    def _fresh(self) -> None:
        self._text = self.canvas.beginText()
        self._font: tuple[Face, float] | None = None
        self._stretch = 0.0
        self._line_width = 0.0
        self._border: tuple[float, float, float] | None = None
        self._uprights: dict[float, tuple[float, float]] = {}

    def begin_page(self, page: Page, watermark: str | None) -> None:
        """Start a sheet."""
        self.canvas.setPageSize((page.width, page.height))
        if watermark:
            self._stamp(page, watermark)

    def end_page(self) -> None:
        """Finish the sheet; nothing more can be drawn on it."""
        for x, (top, low) in self._uprights.items():
            self.rule(x, top, x, low)
        self.canvas.drawText(self._text)
        self.canvas.showPage()
        self._fresh()

    def write(self, line: Line, x: float, y: float, size: float, stretch: float = 0.0) -> None:
        """Write a line whose base begins at (x, y); ``stretch`` is added to every blank."""
        text = self._text
        if stretch != self._stretch:
            text.setWordSpace(stretch)
            self._stretch = stretch
        text.setTextOrigin(x, y)
        for face, words in line.written:
            if EMPTY_BOX in words or CROSSED_BOX in words:
                x = self._write_with_boxes(face, words, x, y, size, stretch)
                continue
            self._out(face, words, size)
            if len(line.segments) > 1:
                x += _advance(face, words, size, stretch)

    def _out(self, face: Face, words: str, size: float) -> None:
        if self._font != (face, size):
            self._text.setFont(font_name(face), size)
            self._font = (face, size)
        self._text.textOut(words)

    def _write_with_boxes(
        self, face: Face, words: str, x: float, y: float, size: float, stretch: float
    ) -> float:
        for piece in _BOXES.split(words):
            if piece in (EMPTY_BOX, CROSSED_BOX):
                self.box(x, y, size, crossed=piece == CROSSED_BOX)
                x += BOX_WIDTH * size
            elif piece:
                self._text.setTextOrigin(x, y)
                self._out(face, piece, size)
                x += _advance(face, piece, size, stretch)
        self._text.setTextOrigin(x, y)
        return x

    def box(self, x: float, y: float, size: float, *, crossed: bool) -> None:
        """Draw a check box on the base line, as wide as the letters around it ask."""
        side = 0.68 * size
        left, low = x + 0.06 * size, y - 0.06 * size
        self._wide(0.7)
        self.canvas.rect(left, low, side, side)
        if crossed:
            inset = 0.17 * side
            self._wide(1.1)
            near, far = inset, side - inset
            self.canvas.line(left + near, low + near, left + far, low + far)
            self.canvas.line(left + near, low + far, left + far, low + near)

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float = BORDER_WIDTH) -> None:
        """Draw a thin line."""
        self._wide(width)
        self.canvas.line(x1, y1, x2, y2)

    def border(self, x1: float, x2: float, y: float) -> None:
        """Draw a level border; rows that meet draw theirs once."""
        if self._border != (x1, x2, y):
            self._border = (x1, x2, y)
            self.rule(x1, y, x2, y)

    def upright(self, x: float, top: float, low: float) -> None:
        """Draw an upright border; over rows that meet it becomes one line."""
        above = self._uprights.get(x)
        if above and above[1] != top:
            self.rule(x, above[0], x, above[1])
            above = None
        self._uprights[x] = (above[0] if above else top, low)

    def _wide(self, width: float) -> None:
        if width != self._line_width:
            self.canvas.setLineWidth(width)
            self._line_width = width

    def dots(self, x1: float, x2: float, y: float) -> None:
        """Draw a line of dots to write on; they are no text, so copying gets only words."""
        canvas = self.canvas
        canvas.saveState()
        canvas.setLineWidth(_DOT)
        canvas.setLineCap(1)  # pyright: ignore[reportUnknownMemberType]
        canvas.setDash([0, _DOT_STEP])
        canvas.line(x1 + _DOT, y, max(x2 - _DOT, x1 + _DOT), y)
        canvas.restoreState()

    def shade(self, x: float, y: float, width: float, height: float) -> None:
        """Fill a light ground under a text; the border above it has to be drawn once more."""
        self._border = None
        self.canvas.setFillGray(0.94)
        self.canvas.rect(x, y, width, height, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def dark(self, x: float, y: float, width: float, height: float) -> None:
        """Fill a black rectangle: a module of a square code."""
        self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def bookmark(self, title: str, level: int, y: float) -> None:
        """Add an outline entry that leads here; a level that skips one is taken as the next."""
        self._level = min(level, self._level + 1)
        self._bookmarks += 1
        key = f"b{self._bookmarks}"
        closed = self._level > 0
        self.canvas.bookmarkHorizontal(key, 0, y)  # pyright: ignore[reportUnknownMemberType]
        self.canvas.addOutlineEntry(title, key, self._level, closed)  # pyright: ignore[reportUnknownMemberType]

    def _stamp(self, page: Page, words: str) -> None:
        """A light diagonal text behind everything, as large as the sheet lets it be."""
        canvas = self.canvas
        diagonal = (page.width**2 + page.height**2) ** 0.5
        size = min(_WATERMARK_SHARE * diagonal / unit_width(Face.BOLD, words), 104.0)
        canvas.saveState()
        canvas.setFillGray(_WATERMARK_GREY)
        canvas.translate(page.width / 2, page.height / 2)
        canvas.rotate(45)
        canvas.setFont(font_name(Face.BOLD), size)
        canvas.drawCentredString(0, -0.3 * size, words)
        canvas.restoreState()


def _advance(face: Face, words: str, size: float, stretch: float) -> float:
    blanks = words.count(" ") + words.count("\xa0")
    return unit_width(face, words) * size + blanks * stretch
