"""Writing paragraphs and tables into a Word file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from desktop.paper.blocks import CROSSED_BOX, EMPTY_BOX, Align, Inline, Run
from desktop.paper.lines import printable
from desktop.paper.measures import RULE_WIDTH
from desktop.paper.word_parts import (
    BOX_TYPEFACE,
    add_tab_stop,
    keep_whole,
    set_frame,
    set_rule_above,
    set_typeface,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell  # pyright: ignore[reportPrivateUsage]
    from docx.text.paragraph import Paragraph

_BOXES = re.compile(f"([{EMPTY_BOX}{CROSSED_BOX}])")
_ALIGNMENTS = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.JUSTIFIED: WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a paragraph is set; lengths in points."""

    size: float
    align: Align = Align.LEFT
    bold: bool = False
    italic: bool = False
    gap: float = 0.0
    """Room above."""
    left: float = 0.0
    first: float = 0.0
    """Further indent of the first line; negative lets it stand out."""
    spacing: float = 1.0
    keep: bool = False
    """On one page with what follows."""


class Place:
    """Where paragraphs go: the body of the file or a cell, ``width`` points wide."""

    def __init__(self, container: Document | _Cell, width: float, *, fresh: bool = False) -> None:
        self._container = container
        self._fresh = fresh
        self.width = width

    def write(self, text: Inline, look: Look) -> Paragraph:
        """Add a paragraph; a new cell begins with one that is used first."""
        if self._fresh:
            self._fresh = False
            paragraph = self._container.paragraphs[0]
        else:
            paragraph = self._container.add_paragraph()
        shape(paragraph, look)
        fill(paragraph, text, look)
        return paragraph

    def write_all(self, texts: Iterable[str], look: Look) -> None:
        """Add a paragraph for each text."""
        for text in texts:
            self.write(text, look)

    def rule(self, length: float, look: Look) -> None:
        """A rule of this length in the middle."""
        paragraph = self.write("", replace(look, gap=2.0))
        side = Pt(max((self.width - length) / 2, 0.0))
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
        paragraph.paragraph_format.line_spacing = Pt(4)
        set_rule_above(paragraph, RULE_WIDTH)

    def columns(self, widths: Sequence[float]) -> list[Place]:
        """Add a table of one row without borders, never torn; its cells as places."""
        return self.row(self.table(widths, ruled=False, side=0.0), widths)

    def row(self, table: Table, widths: Sequence[float]) -> list[Place]:
        """Add a row that no page break tears; its cells as places."""
        row = table.add_row()
        keep_whole(row)
        places: list[Place] = []
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Pt(width)
            places.append(Place(cell, width, fresh=True))
        return places

    def table(self, widths: Sequence[float], *, ruled: bool, side: float) -> Table:
        """Add a table without rows."""
        self._fresh = False
        table = self._container.add_table(rows=0, cols=len(widths))
        set_frame(table, list(widths), ruled=ruled, side=side)
        return table

    def separate(self, gap: float = 0.0, *, keep: bool = False) -> Paragraph:
        """A paragraph without height: Word joins tables that touch."""
        paragraph = self.write("", Look(size=1, gap=gap, keep=keep))
        paragraph.paragraph_format.line_spacing = Pt(1)
        return paragraph


def shape(paragraph: Paragraph, look: Look) -> None:
    """Set a paragraph's place between the margins and its distances."""
    style = paragraph.paragraph_format
    style.alignment = _ALIGNMENTS[look.align]
    style.line_spacing = look.spacing
    style.space_before = Pt(look.gap)
    if look.left:
        style.left_indent = Pt(look.left)
    if look.first:
        style.first_line_indent = Pt(look.first)
    if look.keep:
        style.keep_with_next = True


def fill(paragraph: Paragraph, text: Inline, look: Look) -> None:
    """Write text into a paragraph; check boxes get the face that has them."""
    for run in (Run(text),) if isinstance(text, str) else text:
        for piece in _BOXES.split(printable(run.text)):
            if not piece:
                continue
            written = paragraph.add_run(piece)
            written.font.size = Pt(look.size)
            written.bold = True if look.bold or run.bold else None
            written.italic = True if look.italic or run.italic else None
            if piece in (EMPTY_BOX, CROSSED_BOX):
                set_typeface(written, BOX_TYPEFACE)


def add_dots(paragraph: Paragraph, width: float, size: float) -> None:
    """Dots from the end of the text to the right margin."""
    add_tab_stop(paragraph, width, dotted=True)
    paragraph.add_run("\t").font.size = Pt(size)
