"""Blocks into strips, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, zip_longest
from typing import assert_never

from desktop.paper.blocks import (
    Align,
    AppendixTitle,
    Block,
    Bookmark,
    CheckItem,
    CheckList,
    Document,
    FieldLine,
    FieldRow,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    ParagraphStyle,
    PartStart,
    QrCode,
    Recipients,
    Run,
    SignatureGrid,
    Spacer,
    StateHeading,
    Table,
    Title,
)
from desktop.paper.grid import Grid
from desktop.paper.lines import printable, wrap
from desktop.paper.measures import (
    ADDRESSEE_INDENT,
    BODY_SPACING,
    FIRST_INDENT,
    NOTE_SIZE,
    PARAGRAPH_GAP,
    SINGLE,
    Page,
    Sizes,
)
from desktop.paper.panels import (
    appendix_panel,
    heading_panel,
    qr_panel,
    recipients_panel,
    signature_panels,
    text_strips,
    title_panel,
)
from desktop.paper.strips import (
    BookmarkStrip,
    BoxStrip,
    BreakStrip,
    DotsStrip,
    Panel,
    Strip,
    TextStrip,
)

_GUTTER = 10.0
_SHORTEST_DOTS = 40.0
_BLANK_LINE = 1.5
"""Height of a line to write on, as a multiple of single spacing."""
_LIST_GAP = 3.0


@dataclass(frozen=True, slots=True)
class Setting:
    """How a style of paragraph is set."""

    align: Align = Align.JUSTIFIED
    indent: float = 0.0
    left: float = 0.0
    italic: bool = False
    small: bool = False


PARAGRAPHS = {
    ParagraphStyle.BODY: Setting(indent=FIRST_INDENT),
    ParagraphStyle.PLAIN: Setting(),
    ParagraphStyle.BASIS: Setting(indent=FIRST_INDENT, italic=True),
    ParagraphStyle.INDENTED: Setting(left=FIRST_INDENT),
    ParagraphStyle.CENTRED: Setting(align=Align.CENTRE),
    ParagraphStyle.ADDRESSEE: Setting(align=Align.LEFT, left=ADDRESSEE_INDENT),
    ParagraphStyle.NOTE: Setting(italic=True, small=True),
}


@dataclass(slots=True)
class Part:
    """A run of pages numbered from 1."""

    page: Page
    strips: list[Strip] = field(default_factory=list[Strip])


def parts(document: Document, bottom: float) -> Iterator[Part]:
    """The parts of a document, ready to be put on pages whose lower margin is ``bottom``."""
    part = Part(Page(document.landscape, bottom))
    sizes = Sizes.of(document.body_size)
    yielded = False
    for block in document.blocks:
        if isinstance(block, PartStart):
            if _trim(part.strips):
                yield part
                yielded = True
            part = Part(Page(block.landscape, bottom))
            continue
        strips = block_strips(block, part.page, sizes)
        if isinstance(block, SignatureGrid | Recipients) and part.strips:
            part.strips[-1].keep = True
        for strip in strips:
            part.strips += (
                strip.torn(part.page.frame_height) if isinstance(strip, Panel) else [strip]
            )
    if _trim(part.strips) or not yielded:
        yield part


def _trim(strips: list[Strip]) -> list[Strip]:
    """Without the empty height and page breaks at the end, which would make an empty page."""
    while strips and type(strips[-1]) in (Strip, BreakStrip):
        strips.pop()
    return strips


def block_strips(block: Block, page: Page, sizes: Sizes) -> Sequence[Strip]:  # noqa: C901, PLR0911, PLR0912 -- one case a block, checked to be all
    """The strips of one block."""
    width = page.frame_width
    match block:
        case StateHeading():
            return [heading_panel(block, width, sizes)]
        case Title():
            return [title_panel(block, width, sizes)]
        case AppendixTitle():
            return [appendix_panel(block, width, sizes)]
        case Paragraph():
            return _paragraph(block, width, sizes)
        case Heading():
            return _heading(block, width, sizes)
        case Table():
            return list(Grid(block, width).strips(PARAGRAPH_GAP))
        case CheckList():
            return _check_list(block, width, sizes)
        case FieldLine():
            return _beside([_field(block, width, sizes)], [width])
        case FieldRow():
            return _field_row(block, width, sizes)
        case SignatureGrid():
            return signature_panels(block, width, sizes)
        case Recipients():
            return [recipients_panel(block, width, sizes)]
        case PageBreak():
            return [BreakStrip()]
        case QrCode():
            return [qr_panel(block, width, sizes)]
        case Spacer():
            return [Strip(gap=block.points)]
        case Bookmark():
            title = printable(block.title)
            return [BookmarkStrip(title=title, level=block.level, keep=True)]
        case PartStart():
            return []
        case _:
            assert_never(block)


def _paragraph(block: Paragraph, width: float, sizes: Sizes) -> list[Strip]:
    look = PARAGRAPHS[block.style]
    size = NOTE_SIZE if look.small else sizes.body
    measure = width - look.left
    strips: list[Strip] = []
    for line in wrap(block.text, size, measure, indent=look.indent, italic=look.italic):
        indent = 0.0 if strips else look.indent
        strips.append(
            TextStrip(
                line=line,
                size=size,
                width=measure - indent,
                x=look.left + indent,
                align=look.align,
                height=SINGLE * BODY_SPACING * size,
            )
        )
    return _together(strips)


def _together(strips: list[Strip]) -> list[Strip]:
    """A paragraph's first two lines stay together, and its last two."""
    strips[0].gap = PARAGRAPH_GAP
    if len(strips) > 1:
        strips[0].keep = strips[-2].keep = True
    return strips


def _heading(block: Heading, width: float, sizes: Sizes) -> list[Strip]:
    indent = 0.0 if block.flush else FIRST_INDENT
    strips = text_strips(
        block.text,
        sizes.body,
        width - indent,
        bold=True,
        italic=block.level > 2,
        x=indent,
        gap=PARAGRAPH_GAP + (4.0 if block.level == 1 else 0.0),
        spacing=BODY_SPACING,
    )
    for strip in strips:
        strip.keep = True
    return strips


def field_label(text: str) -> str:
    """A label as it is printed: with a colon, unless it asks."""
    text = printable(text).rstrip()
    return text if text.endswith((":", "?")) else f"{text}:"


def _field(block: FieldLine, width: float, sizes: Sizes) -> list[Strip]:
    size = sizes.body
    height = SINGLE * BODY_SPACING * size
    label = field_label(block.label)
    if block.value:
        value = (Run(block.value),) if isinstance(block.value, str) else block.value
        text: Inline = (Run(f"{label} "), *value)
        return text_strips(text, size, width, spacing=BODY_SPACING)
    tall = SINGLE * _BLANK_LINE * size if block.blank_lines > 1 else height
    strips = text_strips(label, size, width, spacing=BODY_SPACING)
    last = strips[-1]
    used = last.line.width + 4.0 if isinstance(last, TextStrip) else 0.0
    rows = block.blank_lines - 1
    if width - used >= _SHORTEST_DOTS:
        panel = Panel(height=height)
        panel.put(0.0, 0.0, [last])
        panel.put(used, 0.0, [DotsStrip(x=0.0, width=width - used, size=size, height=height)])
        strips[-1] = panel
    else:
        rows += 1
    blank = [DotsStrip(x=0.0, width=width, size=size, height=tall) for _ in range(rows)]
    return [*strips, *blank]


def _field_row(block: FieldRow, width: float, sizes: Sizes) -> list[Strip]:
    weights = block.weights or (1.0,) * len(block.fields)
    room = width - _GUTTER * (len(weights) - 1)
    widths = [weight * room / sum(weights) for weight in weights]
    columns = [_field(one, own, sizes) for one, own in zip(block.fields, widths, strict=True)]
    return _beside(columns, widths)


def _beside(columns: Iterable[Sequence[Strip]], widths: Sequence[float]) -> list[Strip]:
    """Columns read line by line, so that a page break can fall between two lines."""
    starts = [0.0, *accumulate(width + _GUTTER for width in widths)]
    strips: list[Strip] = []
    for row in zip_longest(*columns):
        panel = Panel()
        for x, strip in zip(starts, row, strict=False):
            if strip is not None:
                panel.put(x, 0.0, [strip])
        strips.append(panel)
    strips[0].gap = PARAGRAPH_GAP / 2
    if len(strips) > 1:
        strips[0].keep = True
    return strips


def _check_list(block: CheckList, width: float, sizes: Sizes) -> list[Strip]:
    count = max(block.columns, 1)
    own = (width - _GUTTER * (count - 1)) / count
    strips: list[Strip] = []
    for at in range(0, len(block.items), count):
        columns = [_check_item(item, own, sizes) for item in block.items[at : at + count]]
        strips += _beside(columns, [own] * count)
    return strips


def _check_item(item: CheckItem, width: float, sizes: Sizes) -> list[Strip]:
    height = SINGLE * BODY_SPACING * sizes.body
    box = BoxStrip(x=2.0, size=sizes.body, crossed=bool(item.checked), height=height)
    hang = box.width + 9.0
    lines = text_strips(item.text, sizes.body, width - hang, x=hang, spacing=BODY_SPACING)
    first = Panel()
    first.put(0.0, 0.0, [box])
    first.put(0.0, 0.0, lines[:1])
    return [first, *lines[1:]]
