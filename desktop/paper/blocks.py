"""What a document is made of: a closed set of blocks that every renderer must know.

Blocks hold words and facts, no measures: sizes, margins and rules are those of Nghị định
30/2020/NĐ-CP, Phụ lục I, and live in ``desktop.paper.measures``. A blank form and a filled one
are the same blocks; a missing value prints as dots, an unanswered box as an empty box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

EMPTY_BOX = "☐"
CROSSED_BOX = "☒"
"""Anywhere in a text, these characters print as check boxes."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face."""

    text: str
    bold: bool = False
    italic: bool = False


Inline: TypeAlias = str | tuple[Run, ...]
"""A plain text, or one with emphasis inside. A line feed breaks the line."""


class Align(Enum):
    """Where a text stands between its margins."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFIED = "justified"


class ParagraphStyle(Enum):
    """The kinds of paragraph that a state document knows."""

    BODY = "body"
    """Justified, first line indented."""
    PLAIN = "plain"
    """Justified, no indent."""
    BASIS = "basis"
    """A "căn cứ": italic, first line indented."""
    INDENTED = "indented"
    """The whole paragraph set in from the left."""
    CENTRED = "centred"
    """Like "Kính gửi" to one, or "QUYẾT ĐỊNH:"."""
    ADDRESSEE = "addressee"
    """One of several after "Kính gửi:", below each other in the middle of the page."""
    NOTE = "note"
    """Small italic, not indented: a remark under a table."""


@dataclass(frozen=True, slots=True)
class StateHeading:
    """The two-column head of a state document: agency left, Quốc hiệu and Tiêu ngữ right.

    ``agency`` and ``parent_agency`` are printed in capitals as given, one entry a line.
    ``number`` and ``place_date`` are whole lines, ``about`` is what follows "V/v" in a letter.
    """

    agency: tuple[str, ...]
    parent_agency: tuple[str, ...] = ()
    number: str | None = None
    about: str | None = None
    place_date: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """The name of a document's type in capitals, and what it is about with a rule under it."""

    kind: str
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class AppendixTitle:
    """The head of an appendix: "Phụ lục I", its title, and "(Kèm theo …)"."""

    label: str
    title: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Inline
    style: ParagraphStyle = ParagraphStyle.BODY


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the body: level 1 "I. …", level 2 "1. …", level 3 "a) …".

    ``flush`` puts it at the margin, as forms want it, instead of where paragraphs begin.
    """

    text: str
    level: int = 1
    flush: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``weight`` is its share of the width."""

    title: str
    weight: float = 1.0
    align: Align = Align.LEFT


class RowKind(Enum):
    """What a row of a table is for."""

    ORDINARY = "ordinary"
    GROUP = "group"
    """One bold text across the whole table: the first cell; the others are not shown."""
    TOTAL = "total"
    """Bold, and kept with the row before it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``min_lines`` leaves room for handwriting."""

    cells: tuple[Inline, ...]
    kind: RowKind = RowKind.ORDINARY
    min_lines: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with thin borders whose head is repeated on every page it reaches.

    ``size`` is the size of its letters in points; ``ruled`` False leaves the borders out.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    head: bool = True
    ruled: bool = True
    size: float = 12.0

    def __post_init__(self) -> None:
        for row in self.rows:
            if row.kind is not RowKind.GROUP and len(row.cells) != len(self.columns):
                raise ValueError(f"row has {len(row.cells)} cells for {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A line with a box: crossed when checked, empty when not or not yet answered."""

    text: Inline
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class CheckList:
    """Lines with boxes, in one or more columns read from left to right."""

    items: Sequence[CheckItem]
    columns: int = 1


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A label and its value; without a value, dots to write on (``blank_lines`` of them)."""

    label: str
    value: Inline | None = None
    blank_lines: int = 1


@dataclass(frozen=True, slots=True)
class FieldRow:
    """Several short labels and values on one line; ``weights`` are their shares of the width."""

    fields: tuple[FieldLine, ...]
    weights: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.weights and len(self.weights) != len(self.fields):
            raise ValueError("one weight for each field")


@dataclass(frozen=True, slots=True)
class Signature:
    """Where somebody signs: "TM. …", "CHỦ TỊCH"; a hint; the place; the name below it.

    ``date_line`` stands above in italics ("…, ngày … tháng … năm …").
    """

    role: tuple[str, ...]
    name: str | None = None
    hint: str | None = None
    date_line: str | None = None


@dataclass(frozen=True, slots=True)
class SignatureGrid:
    """Signatures side by side, at most three in a row, never torn by a page break."""

    cells: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Recipients:
    """The list "Nơi nhận" at the left and the signature at the right, never torn by a page break."""

    lines: tuple[str, ...]
    signature: Signature


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square code to scan, with the same thing to read beside it."""

    text: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Spacer:
    """Empty height, in points; nothing at the top of a page."""

    points: float = 12.0


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the PDF's outline that leads to the next block; level 0 is the outermost."""

    title: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class PartStart:
    """What follows begins on a new page, with page numbers from 1 again (appendices, parts)."""

    landscape: bool = False


Block: TypeAlias = (
    StateHeading
    | Title
    | AppendixTitle
    | Paragraph
    | Heading
    | Table
    | CheckList
    | FieldLine
    | FieldRow
    | SignatureGrid
    | Recipients
    | PageBreak
    | QrCode
    | Spacer
    | Bookmark
    | PartStart
)
"""Every block there is; renderers match all of them."""


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be printed.

    ``title`` goes into properties and outline: it never names the type of a case. ``watermark``
    ("BẢN NHÁP") stands behind the text of every page, ``footer`` below it (who printed, when,
    which file). ``body_size`` is 13 or 14 points (NĐ 30/2020, Phụ lục I).
    """

    blocks: Sequence[Block]
    title: str
    landscape: bool = False
    watermark: str | None = None
    footer: str | None = None
    body_size: int = 13

    def __post_init__(self) -> None:
        if self.body_size not in (13, 14):
            raise ValueError("the body of a state document is 13 or 14 points")
