"""Running text, tables, lists with boxes and lines to fill in, in Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Pt

from desktop.paper.blocks import (
    CROSSED_BOX,
    EMPTY_BOX,
    Align,
    CheckItem,
    CheckList,
    FieldLine,
    FieldRow,
    Heading,
    Inline,
    Paragraph,
    Row,
    RowKind,
    Run,
    Table,
)
from desktop.paper.faces import Face, unit_width
from desktop.paper.grid import WHOLE_LINES, column_widths
from desktop.paper.layout import PARAGRAPHS, field_label
from desktop.paper.lines import plain
from desktop.paper.measures import (
    BODY_SPACING,
    CELL_SIDE,
    FIRST_INDENT,
    NOTE_SIZE,
    PARAGRAPH_GAP,
    SINGLE,
    Sizes,
)
from desktop.paper.word_parts import (
    add_tab_stop,
    keep_whole,
    repeat_as_head,
    set_outline_level,
    shade,
)
from desktop.paper.word_text import Look, Place, add_dots, fill

if TYPE_CHECKING:
    from docx.table import Table as WordTable

_GUTTER = 10.0
_LETTERS_A_LINE = 12
"""So many letters stand in a line of the narrowest usual column."""


def add_paragraph(place: Place, block: Paragraph, sizes: Sizes) -> None:
    """Running text."""
    style = PARAGRAPHS[block.style]
    look = Look(
        size=NOTE_SIZE if style.small else sizes.body,
        align=style.align,
        italic=style.italic,
        gap=PARAGRAPH_GAP,
        left=style.left,
        first=style.indent,
        spacing=BODY_SPACING,
    )
    place.write(block.text, look)


def add_body_heading(place: Place, block: Heading, sizes: Sizes) -> None:
    """A heading that Word's navigation shows."""
    look = Look(
        size=sizes.body,
        bold=True,
        italic=block.level > 2,
        gap=PARAGRAPH_GAP + (4.0 if block.level == 1 else 0.0),
        left=0.0 if block.flush else FIRST_INDENT,
        spacing=BODY_SPACING,
        keep=True,
    )
    set_outline_level(place.write(block.text, look), block.level - 1)


def add_table(place: Place, block: Table) -> None:
    """A table whose head Word repeats on every page."""
    widths = column_widths(block, place.width)
    place.separate(PARAGRAPH_GAP)
    table = place.table(widths, ruled=block.ruled, side=CELL_SIDE)
    if block.head:
        cells = tuple(column.title for column in block.columns)
        look = Look(size=block.size, align=Align.CENTRE, bold=True, keep=True)
        _add_row(table, Row(cells), widths, [look] * len(cells))
        repeat_as_head(table.rows[-1])
    for row in block.rows:
        strong = row.kind is not RowKind.ORDINARY
        looks = [
            Look(size=block.size, align=column.align, bold=strong, keep=row.kind is RowKind.GROUP)
            for column in block.columns
        ]
        _add_row(table, row, widths, looks)
    place.separate()


def _add_row(table: WordTable, row: Row, widths: list[float], looks: list[Look]) -> None:
    line = table.add_row()
    cells = line.cells
    if row.kind is RowKind.GROUP:
        whole = cells[0].merge(cells[-1])
        shade(whole)
        Place(whole, sum(widths), fresh=True).write(
            row.cells[0], Look(size=looks[0].size, bold=True, keep=True)
        )
    else:
        for cell, text, width, look in zip(cells, row.cells, widths, looks, strict=True):
            cell.width = Pt(width)
            Place(cell, width, fresh=True).write(text, look)
    if all(len(plain(text)) < WHOLE_LINES * _LETTERS_A_LINE for text in row.cells):
        keep_whole(line)
    if row.min_lines > 1:
        line.height = Pt(row.min_lines * SINGLE * looks[0].size)
        line.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST


def add_check_list(place: Place, block: CheckList, sizes: Sizes) -> None:
    """Lines with boxes; several columns are a table without borders."""
    count = max(block.columns, 1)
    if count == 1:
        for item in block.items:
            _add_check_item(place, item, sizes)
        return
    for at in range(0, len(block.items), count):
        columns = place.columns([place.width / count] * count)
        for column, item in zip(columns, block.items[at : at + count], strict=False):
            _add_check_item(column, item, sizes)
        place.separate()


def _add_check_item(place: Place, item: CheckItem, sizes: Sizes) -> None:
    box = Run(CROSSED_BOX if item.checked else EMPTY_BOX)
    hang = 1.5 * sizes.body
    look = Look(
        size=sizes.body, gap=PARAGRAPH_GAP / 2, left=hang, first=-hang, spacing=BODY_SPACING
    )
    paragraph = place.write((box,), look)
    add_tab_stop(paragraph, hang)
    paragraph.add_run("\t")
    fill(paragraph, item.text, look)


def add_field(
    place: Place, block: FieldLine, sizes: Sizes, *, gap: float = PARAGRAPH_GAP / 2
) -> None:
    """A label and its value, or dots to write on."""
    label = field_label(block.label)
    look = Look(size=sizes.body, gap=gap, spacing=BODY_SPACING)
    if block.value:
        value = (Run(block.value),) if isinstance(block.value, str) else block.value
        place.write((Run(f"{label} "), *value), look)
        return
    texts: list[Inline] = [f"{label} ", *[""] * (block.blank_lines - 1)]
    for text in texts:
        add_dots(place.write(text, look), place.width, sizes.body)


def add_field_row(place: Place, block: FieldRow, sizes: Sizes) -> None:
    """Several fields on one line, held by tabs; if one is too long, a table without borders."""
    weights = block.weights or (1.0,) * len(block.fields)
    room = place.width - _GUTTER * (len(weights) - 1)
    widths = [weight * room / sum(weights) for weight in weights]
    if all(_fits(one, width, sizes) for one, width in zip(block.fields, widths, strict=True)):
        _add_tabbed(place, block, widths, sizes)
        return
    columns = place.columns([*(width + _GUTTER for width in widths[:-1]), widths[-1]])
    for column, one, width in zip(columns, block.fields, widths, strict=True):
        column.width = width
        add_field(column, one, sizes)
    place.separate()


def _fits(field: FieldLine, width: float, sizes: Sizes) -> bool:
    words = f"{field_label(field.label)} {plain(field.value or '')}"
    return field.blank_lines == 1 and unit_width(Face.BOLD, words) * sizes.body < width


def _add_tabbed(place: Place, block: FieldRow, widths: list[float], sizes: Sizes) -> None:
    look = Look(size=sizes.body, gap=PARAGRAPH_GAP / 2, spacing=BODY_SPACING)
    paragraph = place.write("", look)
    start = 0.0
    for field, width in zip(block.fields, widths, strict=True):
        if start:
            add_tab_stop(paragraph, start)
            paragraph.add_run("\t")
        fill(paragraph, f"{field_label(field.label)} ", look)
        if field.value:
            fill(paragraph, field.value, look)
        else:
            add_dots(paragraph, start + width, sizes.body)
        start += width + _GUTTER
