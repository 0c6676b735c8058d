"""The floor of printing: the words of a document with ReportLab's own paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from xml.sax.saxutils import escape

from reportlab import platypus
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle

from desktop.paper.blocks import Bookmark, Document, QrCode, Table
from desktop.paper.faces import Face, font_name

Words = str | Sequence[Sequence[str]]
"""A paragraph, or a table's rows."""


def story_of(document: Document) -> list[Words]:
    """All words of a document, in order."""
    found: list[Words] = []
    for block in document.blocks:
        if isinstance(block, Table):
            head = [[column.title for column in block.columns]] if block.head else []
            rows = [[" ".join(_words(cell)) for cell in row.cells] for row in block.rows]
            width = max(len(row) for row in [*head, *rows]) if head or rows else 0
            found.append([row + [""] * (width - len(row)) for row in [*head, *rows]])
        elif not isinstance(block, Bookmark | QrCode):
            found += [text for text in _words(block) if text.strip()]
    return found


def build(target: str, documents: Iterable[Sequence[Words]]) -> None:
    """Write the documents into one PDF, each on pages of its own."""
    body = ParagraphStyle(
        "body", fontName=font_name(Face.REGULAR), fontSize=13, leading=17, alignment=4
    )
    cell = ParagraphStyle("cell", parent=body, fontSize=12, leading=15, alignment=0)
    ruled = platypus.TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    story: list[platypus.Flowable] = []
    for document in documents:
        for words in document:
            if isinstance(words, str):
                story.append(platypus.Paragraph(escape(words), body))
            elif words:
                rows = [[platypus.Paragraph(escape(text), cell) for text in row] for row in words]
                story.append(platypus.Table(rows, repeatRows=1, style=ruled))
        story.append(platypus.PageBreak())
    margins = {"leftMargin": 85, "rightMargin": 43, "topMargin": 57, "bottomMargin": 57}
    platypus.SimpleDocTemplate(target, pagesize=A4, pageCompression=1, **margins).build(story)


def _words(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | tuple):
        for one in part:  # pyright: ignore[reportUnknownVariableType] -- blocks hold only blocks
            yield from _words(one)  # pyright: ignore[reportUnknownArgumentType]
    elif is_dataclass(part):
        for field in fields(part):
            yield from _words(getattr(part, field.name))
