"""A PDF as somebody else's program reads it: pages, words, faces, places, outline."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import pypdfium2

VIETNAMESE = sorted(
    {
        form
        for vowel in "aăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
        for letter in (unicodedata.normalize("NFC", vowel + tone),)
        for form in (letter, letter.upper())
        if not letter.isascii()
    }
    | {"đ", "Đ"}
)

LONG_WORD = "Ngườiđượchỗtrợ" * 22
LONG_TEXT = "Thôn Bình An, xã Thăng Bình, thành phố Đà Nẵng, " * 40


@dataclass(frozen=True)
class Letter:
    """One letter and the box it fills, in points from the lower left corner."""

    text: str
    left: float
    low: float
    right: float
    top: float


@dataclass(frozen=True)
class PageSeen:
    """What one page shows."""

    width: float
    height: float
    text: str
    letters: list[Letter]

    def in_top_margin(self) -> list[Letter]:
        """The letters above the frame."""
        return [one for one in self.letters if one.low > self.height - 20 * 72 / 25.4]

    @property
    def number(self) -> str:
        """The page number as printed, or nothing."""
        return "".join(one.text for one in self.in_top_margin())


def read(file: bytes) -> list[PageSeen]:
    """All pages of a PDF."""
    pages: list[PageSeen] = []
    pdf = pypdfium2.PdfDocument(file)
    for page in pdf:
        text = page.get_textpage()
        letters = [
            Letter(text.get_text_range(at, 1), *text.get_charbox(at))
            for at in range(text.count_chars())
        ]
        seen = [one for one in letters if one.text.strip() and one.right > one.left]
        whole = text.get_text_range().replace("\r\n", "\n")
        pages.append(PageSeen(page.get_width(), page.get_height(), whole, seen))
    pdf.close()
    return pages


def words(file: bytes) -> str:
    """All that a PDF says, line breaks as blanks."""
    return re.sub(r"\s+", " ", " ".join(page.text for page in read(file)))


def fonts(file: bytes) -> dict[str, bool]:
    """The names of the fonts that texts use, and whether each is embedded."""
    found: dict[str, bool] = {}
    pdf = pypdfium2.PdfDocument(file)
    for page in pdf:
        for one in page.get_objects():
            if isinstance(one, pypdfium2.PdfTextObj):
                font = one.get_font()
                found[font.get_base_name()] = bool(font.is_embedded)
    pdf.close()
    return found


def outline(file: bytes) -> list[tuple[int, str, int]]:
    """Level, title and page of every bookmark."""
    pdf = pypdfium2.PdfDocument(file)
    entries: list[tuple[int, str, int]] = []
    for entry in pdf.get_toc():
        dest = entry.get_dest()
        assert dest is not None
        page = dest.get_index()
        assert page is not None
        entries.append((entry.level, entry.get_title(), page))
    pdf.close()
    return entries
