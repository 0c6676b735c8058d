"""The measures of a state document: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục I và II.

Lengths are in points (1/72 inch) unless a name says millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass


def mm(length: float) -> float:
    """Millimetres as points."""
    return length * 72 / 25.4


SHORT_SIDE, LONG_SIDE = mm(210), mm(297)
"""A4."""

TOP, BOTTOM, LEFT, RIGHT = mm(20), mm(20), mm(30), mm(15)
"""Margins: the decree allows 20–25, 20–25, 30–35 and 15–20 mm."""

FIRST_INDENT = mm(12.7)
"""How far the first line of a paragraph stands in: 1 or 1,27 cm."""

ADDRESSEE_INDENT = mm(50)

HEADING_LEFT_SHARE = 0.4
"""The agency's column of the state heading; Quốc hiệu has the rest."""

PARAGRAPH_GAP = 6.0
"""Between paragraphs: at least 6 pt."""

SINGLE = 1.15
"""The height of a single-spaced line of this face, as a multiple of its size."""

BODY_SPACING = 1.1
"""Line spacing of the body, as a multiple of single; the decree allows 1,0 to 1,5."""

AGENCY_RULE_SHARE = 0.4
"""The rule under the agency and under the subject: 1/3 to 1/2 of the line above it."""

RULE_WIDTH = 0.75
BORDER_WIDTH = 0.5

CELL_SIDE, CELL_TOP, CELL_BOTTOM = 4.0, 2.5, 3.0
"""Room between a table's borders and its text."""

SIGNING_ROOM = 62.0
"""Height left free for the signature and the seal."""

PAGE_NUMBER_SIZE = 13.0
FOOTER_SIZE = 9.0
FOOTER_BASE = mm(8)
"""Where the lowest line of the footer stands above the paper's edge."""

NOTE_SIZE = 11.0
RECIPIENTS_HEAD_SIZE, RECIPIENTS_SIZE = 12.0, 11.0
HINT_SIZE = 12.0
DATE_LINE_SIZE = 13.0
QR_SIDE = mm(20)
APPENDIX_LABEL_SIZE = 14.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """Letter sizes that go together, in points; both columns of the decree's table."""

    body: float
    nation: float
    """Quốc hiệu, agency, parent agency: 12 or 13."""
    motto: float
    """Tiêu ngữ, place and date: 13 or 14."""
    number: float = 13.0
    about: float = 12.0
    """"V/v …" under the number: 12 or 13."""
    title: float = 14.0
    subject: float = 14.0

    @classmethod
    def of(cls, body: int) -> Sizes:
        """The sizes that go with a body of 13 or 14 points."""
        return cls(body=body, nation=body - 1, motto=body, about=body - 1)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of A4 and the frame that text must stay in; y grows upwards from the lower edge."""

    landscape: bool = False
    bottom: float = BOTTOM

    @property
    def width(self) -> float:
        """Of the sheet."""
        return LONG_SIDE if self.landscape else SHORT_SIDE

    @property
    def height(self) -> float:
        """Of the sheet."""
        return SHORT_SIDE if self.landscape else LONG_SIDE

    @property
    def frame_width(self) -> float:
        """Between the margins."""
        return self.width - LEFT - RIGHT

    @property
    def frame_height(self) -> float:
        """Between the margins."""
        return self.height - TOP - self.bottom

    @property
    def centre(self) -> float:
        """The middle of the frame, where page numbers stand."""
        return LEFT + self.frame_width / 2
