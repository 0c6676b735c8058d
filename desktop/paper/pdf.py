"""Documents as PDF: pages filled with strips, numbers in the top margin, an outline for many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from desktop.paper.faces import Face, font_name, unit_width
from desktop.paper.layout import parts
from desktop.paper.lines import Line, printable, wrap
from desktop.paper.measures import (
    BOTTOM,
    FOOTER_BASE,
    FOOTER_SIZE,
    LEFT,
    PAGE_NUMBER_SIZE,
    SINGLE,
    TOP,
    Page,
)
from desktop.paper.pen import Pen
from desktop.paper.strips import BreakStrip, Strip

if TYPE_CHECKING:
    from desktop.paper.blocks import Document

_CREATOR = "Sổ Xã"
_TOLERANCE = 0.01


def render_pdf(document: Document, *, invariant: bool = False) -> bytes:
    """One document as the bytes of a PDF file.

    ``invariant`` leaves out the moment of printing, so that equal documents give equal bytes.
    """
    return draw_pdf(document, invariant=invariant)[0]


def draw_pdf(document: Document, *, invariant: bool = False) -> tuple[bytes, int]:
    """The same, and how many pages it has."""
    stream = BytesIO()
    canvas = _canvas(stream, document.title, invariant=invariant)
    sheets = _Sheets(canvas)
    sheets.add(document)
    canvas.save()
    return stream.getvalue(), sheets.count


def render_many(
    documents: Iterable[Document],
    target: Path | IO[bytes],
    *,
    title: str,
    invariant: bool = False,
) -> int:
    """Many documents as one PDF file with an entry of the outline for each; the number of pages.

    Documents are taken one at a time: hand over a generator and only one is in memory.
    ``target`` is a path, whose file is written at the very end, or an open binary stream.
    Each document's own bookmarks stand under its entry; its pages are numbered from 1.
    """
    stream = BytesIO()
    canvas = _canvas(stream, title, invariant=invariant)
    sheets = _Sheets(canvas, outline=True)
    for document in documents:
        sheets.add(document)
    if not sheets.count:
        raise ValueError("nothing to print")
    canvas.showOutline()
    canvas.save()
    if isinstance(target, Path):
        target.write_bytes(stream.getbuffer())
    else:
        target.write(stream.getbuffer())
    return sheets.count


def _canvas(stream: BytesIO, title: str, *, invariant: bool) -> Canvas:
    rl_config.useA85 = 0  # pages as bytes, not as letters: a fifth smaller and quicker
    canvas = Canvas(
        stream,
        pdfVersion=(1, 4),
        pageCompression=1,
        invariant=int(invariant),
        initialFontName=font_name(Face.REGULAR),  # pyright: ignore[reportArgumentType]
        lang="vi",
    )
    canvas.setTitle(printable(title))
    canvas.setAuthor(_CREATOR)
    canvas.setCreator(_CREATOR)
    canvas.setProducer(_CREATOR)
    canvas.setSubject("")
    return canvas


class _Sheets:
    """The pages of a file as they are filled, one document after the other."""

    def __init__(self, canvas: Canvas, *, outline: bool = False) -> None:
        self._pen = Pen(canvas, base_level=1 if outline else 0)
        self._outline = outline
        self.count = 0

    def add(self, document: Document) -> None:
        """Put a document on new pages; one without any block is one empty page."""
        words = printable(document.footer or "")
        footer = wrap(words, FOOTER_SIZE, Page().frame_width) if words else []
        bottom = max(BOTTOM, FOOTER_BASE + (len(footer) + 1) * SINGLE * FOOTER_SIZE)
        entry = printable(document.title) if self._outline else ""
        for part in parts(document, bottom):
            at = number = 0
            while at < len(part.strips) or not number:
                number += 1
                self._pen.begin_page(part.page, document.watermark)
                if entry:
                    self._pen.bookmark(entry, 0, part.page.height)
                    entry = ""
                at = self._fill(part.page, part.strips, at)
                self._margins(part.page, number, footer)
                self._pen.end_page()
                self.count += 1

    def _fill(self, page: Page, strips: Sequence[Strip], at: int) -> int:
        """Fill one page; the number of the strip that begins the next one."""
        y = page.height - TOP
        above: Strip | None = None
        proven = at
        while at < len(strips):
            strip = strips[at]
            if isinstance(strip, BreakStrip):
                at += 1
                if above is not None:
                    break
                continue
            if above is None:
                y = self._open(strip, y)
            else:
                if at > proven:
                    proven = at + _chain(strips, at, y - page.bottom, page.frame_height)
                if proven < at or strip.gap + strip.height > y - page.bottom + _TOLERANCE:
                    above.edge(self._pen, LEFT, y)
                    break
                y -= strip.gap
            strip.draw(self._pen, LEFT, y)
            y -= strip.height
            above = strip if strip.height else above
            at += 1
        return at

    def _open(self, strip: Strip, y: float) -> float:
        """Draw what a strip wants above it at the top of a page."""
        if strip.head is None:
            return y
        strip.head.draw(self._pen, LEFT, y)
        y -= strip.head.height
        strip.edge(self._pen, LEFT, y)
        return y

    def _margins(self, page: Page, number: int, footer: Sequence[Line]) -> None:
        """The page number, not on the first page, and who printed this."""
        if number > 1:
            text = str(number)
            x = page.centre - unit_width(Face.REGULAR, text) * PAGE_NUMBER_SIZE / 2
            y = page.height - TOP / 2 - 0.33 * PAGE_NUMBER_SIZE
            self._pen.write(wrap(text, PAGE_NUMBER_SIZE, TOP)[0], x, y, PAGE_NUMBER_SIZE)
        y = FOOTER_BASE + (len(footer) - 1) * SINGLE * FOOTER_SIZE
        for line in footer:
            self._pen.write(line, LEFT, y, FOOTER_SIZE)
            y -= SINGLE * FOOTER_SIZE


def _chain(strips: Sequence[Strip], at: int, room: float, frame: float) -> int:
    """How many strips after this one are known to fit with it; -1 when they don't.

    Strips that keep together go to the next page together, unless no page can hold them.
    """
    end = at
    need = strips[at].gap + strips[at].height
    while strips[end].keep and end + 1 < len(strips):
        end += 1
        need += strips[end].gap + strips[end].height
    if need <= room + _TOLERANCE:
        return end - at
    return 0 if need > frame else -1
