"""The parts of a state document whose places are fixed: head, titles, signatures, square code."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from desktop.base.i18n import tr
from desktop.paper.blocks import (
    Align,
    AppendixTitle,
    Inline,
    QrCode,
    Recipients,
    Signature,
    SignatureGrid,
    StateHeading,
    Title,
)
from desktop.paper.lines import balance, wrap
from desktop.paper.measures import (
    AGENCY_RULE_SHARE,
    APPENDIX_LABEL_SIZE,
    DATE_LINE_SIZE,
    HEADING_LEFT_SHARE,
    HINT_SIZE,
    PARAGRAPH_GAP,
    QR_SIDE,
    RECIPIENTS_HEAD_SIZE,
    RECIPIENTS_SIZE,
    SIGNING_ROOM,
    SINGLE,
    Sizes,
)
from desktop.paper.qr import qr_modules
from desktop.paper.strips import Panel, QrStrip, RuleStrip, Strip, TextStrip

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_GUTTER = 6.0
_RULE_GAP, _RULE_ROOM = 3.0, 5.0
_MOST_SIGNERS = 3


def text_strips(
    text: Inline,
    size: float,
    width: float,
    *,
    align: Align = Align.LEFT,
    bold: bool = False,
    italic: bool = False,
    x: float = 0.0,
    gap: float = 0.0,
    hang: float = 0.0,
    spacing: float = 1.0,
) -> list[Strip]:
    """The lines of a text as strips; lines after the first stand ``hang`` further in."""
    height = SINGLE * spacing * size
    strips: list[Strip] = []
    for line in wrap(text, size, width - hang, bold=bold, italic=italic, indent=-hang):
        shift = hang if strips else 0.0
        strip = TextStrip(
            line=line, size=size, width=width - shift, x=x + shift, align=align, height=height
        )
        strip.gap = 0.0 if strips else gap
        strips.append(strip)
    return strips


def _widest(strips: Iterable[Strip]) -> float:
    return max((s.line.width for s in strips if isinstance(s, TextStrip)), default=0.0)


def _centred(
    texts: Iterable[str], size: float, width: float, *, bold: bool = False, italic: bool = False
) -> list[Strip]:
    return [
        TextStrip(line=line, size=size, width=width, align=Align.CENTRE, height=SINGLE * size)
        for text in texts
        for line in balance(text, size, width, bold=bold, italic=italic)
    ]


def _rule(under: float, width: float) -> RuleStrip:
    """A rule of this length in the middle of a column."""
    return RuleStrip(x=(width - under) / 2, width=under, gap=_RULE_GAP, height=_RULE_ROOM)


def heading_panel(block: StateHeading, width: float, sizes: Sizes) -> Panel:
    """The head of a state document (positions 1 to 4 and 5b of the decree's layout)."""
    left = width * HEADING_LEFT_SHARE - _GUTTER
    right_at = width * HEADING_LEFT_SHARE
    right = width - right_at
    panel = Panel()
    low = max(
        panel.put(0.0, 0.0, _agency(block, left, sizes)),
        panel.put(right_at, 0.0, _nation(right, sizes)),
    )
    panel.put(0.0, low + PARAGRAPH_GAP, _numbering(block, left, sizes))
    if block.place_date:
        place = _centred([block.place_date], sizes.motto, right, italic=True)
        panel.put(right_at, low + PARAGRAPH_GAP, place)
    panel.height += PARAGRAPH_GAP
    return panel


def _agency(block: StateHeading, width: float, sizes: Sizes) -> list[Strip]:
    parents = _centred([line.upper() for line in block.parent_agency], sizes.nation, width)
    agency = [line.upper() for line in block.agency]
    own = _centred(agency, sizes.nation, width, bold=True)
    return [*parents, *own, _rule(AGENCY_RULE_SHARE * _widest(own), width)]


def _nation(width: float, sizes: Sizes) -> list[Strip]:
    nation = _centred([NATION], sizes.nation, width, bold=True)
    motto = _centred([MOTTO], sizes.motto, width, bold=True)
    return [*nation, *motto, _rule(_widest(motto), width)]


def _numbering(block: StateHeading, width: float, sizes: Sizes) -> list[Strip]:
    strips = _centred([block.number] if block.number else [], sizes.number, width)
    if block.about:
        about = _centred([f"V/v {block.about}"], sizes.about, width)
        about[0].gap = PARAGRAPH_GAP
        strips += about
    return strips


def title_panel(block: Title, width: float, sizes: Sizes) -> Panel:
    """The type of document and what it is about (position 5a)."""
    strips = _centred([block.kind.upper()], sizes.title, width, bold=True)
    if block.subject:
        subject = _centred([block.subject], sizes.subject, width, bold=True)
        strips += [*subject, _rule(AGENCY_RULE_SHARE * _widest(subject), width)]
    panel = Panel(gap=14.0, keep=True)
    panel.put(0.0, 0.0, strips)
    panel.height += PARAGRAPH_GAP
    return panel


def appendix_panel(block: AppendixTitle, width: float, sizes: Sizes) -> Panel:
    """The head of an appendix."""
    strips = _centred([block.label], APPENDIX_LABEL_SIZE, width, bold=True)
    strips += _centred([block.title.upper()], sizes.title, width, bold=True)
    if block.note:
        strips += _centred([block.note], sizes.motto, width, italic=True)
    panel = Panel(gap=PARAGRAPH_GAP, keep=True)
    panel.put(0.0, 0.0, strips)
    panel.height += PARAGRAPH_GAP
    return panel


def signature_bands(block: Signature, width: float, sizes: Sizes) -> list[list[Strip]]:
    """A signature in a column of this width: date; role, hint and room; name (positions 7a–c)."""
    date = [block.date_line] if block.date_line else []
    role = _centred([line.upper() for line in block.role], sizes.body, width, bold=True)
    hint = _centred([block.hint] if block.hint else [], HINT_SIZE, width, italic=True)
    return [
        _centred(date, DATE_LINE_SIZE, width, italic=True),
        [*role, *hint, Strip(height=SIGNING_ROOM)],
        _centred([block.name] if block.name else [], sizes.body, width, bold=True),
    ]


def signature_strips(block: Signature, width: float, sizes: Sizes) -> list[Strip]:
    """A signature that stands alone in its column."""
    return [strip for band in signature_bands(block, width, sizes) for strip in band]


def signature_panels(block: SignatureGrid, width: float, sizes: Sizes) -> list[Panel]:
    """Signatures side by side: roles on one height, names on another."""
    panels: list[Panel] = []
    for row in signature_rows(block.cells):
        column = width / max(len(row), 2)
        columns = [signature_bands(cell, column - _GUTTER, sizes) for cell in row]
        panel = Panel(gap=18.0)
        low = 0.0
        for bands in zip(*columns, strict=True):
            reached = [
                panel.put(_column_of(number, len(row), width), low, band)
                for number, band in enumerate(bands)
            ]
            low = max(reached)
        panels.append(panel)
    return panels


def _column_of(number: int, count: int, width: float) -> float:
    """A single signature stands at the right."""
    if count == 1:
        return width / 2
    return number * width / count


def signature_rows(cells: Sequence[Signature]) -> list[Sequence[Signature]]:
    """At most three beside each other, the last row filled as evenly as it goes."""
    rows = -(-len(cells) // _MOST_SIGNERS)
    step = -(-len(cells) // rows) if rows else 1
    return [cells[at : at + step] for at in range(0, len(cells), step)]


def recipients_strips(block: Recipients, width: float) -> list[Strip]:
    """The list of recipients under its own small head (position 9b)."""
    strips = text_strips(tr("Nơi nhận:"), RECIPIENTS_HEAD_SIZE, width, bold=True, italic=True)
    for line in block.lines:
        strips += text_strips(f"- {line}", RECIPIENTS_SIZE, width, hang=6.5)
    return strips


def recipients_panel(block: Recipients, width: float, sizes: Sizes) -> Panel:
    """The recipients beside the signature."""
    half = width / 2
    panel = Panel(gap=18.0)
    panel.put(0.0, 0.0, recipients_strips(block, half - _GUTTER))
    panel.put(half, 0.0, signature_strips(block.signature, half, sizes))
    return panel


def qr_panel(block: QrCode, width: float, sizes: Sizes) -> Panel:
    """A square code and, beside it, what it says."""
    panel = Panel(gap=PARAGRAPH_GAP)
    panel.put(0.0, 0.0, [QrStrip(modules=_modules(block.text), height=QR_SIDE)])
    caption = text_strips(block.caption or block.text, sizes.body - 1, width - QR_SIDE - 10)
    tall = sum(strip.height for strip in caption)
    panel.put(QR_SIDE + 10, max((QR_SIDE - tall) / 2, 0.0), caption)
    return panel


@functools.lru_cache(maxsize=16)
def _modules(text: str) -> tuple[bytearray, ...]:
    """The modules of a code; kept because several parts of one file carry the same number."""
    return qr_modules(text)
