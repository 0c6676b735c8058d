"""The serif face that ships with the program: metric-compatible with Times New Roman, free (OFL)."""

from __future__ import annotations

import functools
from enum import Enum

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from desktop.base.resources import resource
from desktop.paper.blocks import CROSSED_BOX, EMPTY_BOX

BOX_WIDTH = 0.8
"""Width of a drawn check box, as a multiple of the letter size."""

_BOXES = (EMPTY_BOX, CROSSED_BOX)


class Face(Enum):
    """The four faces, by the names under which they are embedded."""

    REGULAR = "LiberationSerif-Regular"
    BOLD = "LiberationSerif-Bold"
    ITALIC = "LiberationSerif-Italic"
    BOLD_ITALIC = "LiberationSerif-BoldItalic"


_BY_EMPHASIS = {
    (False, False): Face.REGULAR,
    (True, False): Face.BOLD,
    (False, True): Face.ITALIC,
    (True, True): Face.BOLD_ITALIC,
}


def face_of(bold: bool, italic: bool) -> Face:
    """The face for an emphasis."""
    return _BY_EMPHASIS[bold, italic]


@functools.cache
def font_name(face: Face) -> str:
    """The name by which ReportLab knows the face, which is read from its file the first time."""
    path = resource(f"fonts/{face.value}.ttf")
    pdfmetrics.registerFont(TTFont(face.value, str(path)))  # pyright: ignore[reportUnknownMemberType]
    return face.value


@functools.lru_cache(maxsize=1 << 16)
def unit_width(face: Face, text: str) -> float:
    """How wide the text is at a size of 1 point; cached, because words come again and again."""
    boxes = sum(text.count(box) for box in _BOXES)
    for box in _BOXES if boxes else ():
        text = text.replace(box, "")
    letters = pdfmetrics.stringWidth(text, font_name(face), 1.0)
    return float(letters) + boxes * BOX_WIDTH
