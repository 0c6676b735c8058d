"""The parts of a state document whose places are fixed, in Word: head, titles, signatures, code."""

from __future__ import annotations

from io import BytesIO

import segno

from desktop.base.i18n import tr
from desktop.paper.blocks import (
    Align,
    AppendixTitle,
    QrCode,
    Recipients,
    Signature,
    SignatureGrid,
    StateHeading,
    Title,
)
from desktop.paper.faces import Face, unit_width
from desktop.paper.lines import balance, printable
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
    Sizes,
)
from desktop.paper.panels import MOTTO, NATION, signature_rows
from desktop.paper.word_parts import add_picture
from desktop.paper.word_text import Look, Place

_QR_SCALE = 8
_TINY = Look(size=1)


def _centred(size: float, *, bold: bool = False, italic: bool = False, gap: float = 0.0) -> Look:
    return Look(size=size, align=Align.CENTRE, bold=bold, italic=italic, gap=gap, keep=True)


def _length(texts: tuple[str, ...], size: float, width: float) -> float:
    """Of the longest line, in the face that ships with the program: it has the same widths."""
    longest = max((unit_width(Face.BOLD, printable(text)) for text in texts), default=0.0)
    return min(longest * size, width)


def _balanced(texts: tuple[str, ...], size: float, width: float) -> tuple[str, ...]:
    """In capitals, and where a text needs several lines, lines about equally long."""
    return tuple(
        line.text
        for text in texts
        for line in balance(text.upper(), size, width, bold=True, italic=False)
    )


def add_heading(place: Place, block: StateHeading, sizes: Sizes) -> None:
    """The head of a state document: four cells without borders."""
    share = place.width * HEADING_LEFT_SHARE
    widths = (share, place.width - share)
    table = place.table(widths, ruled=False, side=0.0)
    left, right = place.row(table, widths)
    parents = tuple(line.upper() for line in block.parent_agency)
    agency = _balanced(block.agency, sizes.nation, left.width)
    left.write_all(parents, _centred(sizes.nation))
    left.write_all(agency, _centred(sizes.nation, bold=True))
    left.rule(AGENCY_RULE_SHARE * _length(agency, sizes.nation, left.width), _TINY)
    right.write(NATION, _centred(sizes.nation, bold=True))
    right.write(MOTTO, _centred(sizes.motto, bold=True))
    right.rule(_length((MOTTO,), sizes.motto, right.width), _TINY)
    left, right = place.row(table, widths)
    left.write(block.number or "", _centred(sizes.number))
    if block.about:
        left.write(f"V/v {block.about}", _centred(sizes.about, gap=PARAGRAPH_GAP))
    right.write(block.place_date or "", _centred(sizes.motto, italic=True))
    place.separate(PARAGRAPH_GAP)


def add_title(place: Place, block: Title, sizes: Sizes) -> None:
    """The type of document and what it is about."""
    place.write(block.kind.upper(), _centred(sizes.title, bold=True, gap=12.0))
    if block.subject:
        place.write(block.subject, _centred(sizes.subject, bold=True))
        length = _length((block.subject,), sizes.subject, place.width)
        place.rule(AGENCY_RULE_SHARE * length, Look(size=1, keep=True))
    place.separate(PARAGRAPH_GAP)


def add_appendix_title(place: Place, block: AppendixTitle, sizes: Sizes) -> None:
    """The head of an appendix."""
    place.write(block.label, _centred(APPENDIX_LABEL_SIZE, bold=True))
    place.write(block.title.upper(), _centred(sizes.title, bold=True))
    if block.note:
        place.write(block.note, _centred(sizes.motto, italic=True))
    place.separate(PARAGRAPH_GAP)


def add_signature(place: Place, block: Signature, sizes: Sizes, *, dated: bool) -> None:
    """One signature; ``dated`` leaves the line of the date empty when others have one."""
    if block.date_line or dated:
        place.write(block.date_line or "", _centred(DATE_LINE_SIZE, italic=True))
    place.write_all((line.upper() for line in block.role), _centred(sizes.body, bold=True))
    if block.hint:
        place.write(block.hint, _centred(HINT_SIZE, italic=True))
    name = place.write(block.name or "", _centred(sizes.body, bold=True, gap=SIGNING_ROOM))
    name.paragraph_format.keep_with_next = False


def add_signatures(place: Place, block: SignatureGrid, sizes: Sizes) -> None:
    """Signatures side by side."""
    for row in signature_rows(block.cells):
        place.separate(12.0)
        count = max(len(row), 2)
        columns = place.columns([place.width / count] * count)
        dated = any(cell.date_line for cell in row)
        for column, cell in zip(columns[-len(row) :], row, strict=True):
            add_signature(column, cell, sizes, dated=dated)
        place.separate()


def add_recipients(place: Place, block: Recipients, sizes: Sizes) -> None:
    """The recipients beside the signature."""
    place.separate(12.0)
    left, right = place.columns([place.width / 2] * 2)
    left.write(tr("Nơi nhận:"), Look(size=RECIPIENTS_HEAD_SIZE, bold=True, italic=True))
    for line in block.lines:
        left.write(f"- {line}", Look(size=RECIPIENTS_SIZE, left=6.5, first=-6.5))
    add_signature(right, block.signature, sizes, dated=False)
    place.separate()


def add_qr(place: Place, block: QrCode, sizes: Sizes) -> None:
    """A square code as a picture and, beside it, what it says."""
    picture = BytesIO()
    segno.make(block.text, error="m", micro=False).save(
        picture, kind="png", scale=_QR_SCALE, border=0
    )
    picture.seek(0)
    left, right = place.columns([QR_SIDE + 10, place.width - QR_SIDE - 10])
    add_picture(left.write("", _TINY), picture, QR_SIDE)
    right.write(block.caption or block.text, Look(size=sizes.body - 1, gap=QR_SIDE / 2 - 8))
    place.separate(PARAGRAPH_GAP)
