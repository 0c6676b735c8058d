"""Documents as Word files that can still be edited: the same blocks, by the same measures."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, assert_never

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.shared import Pt

from desktop.paper.blocks import (
    Align,
    AppendixTitle,
    Block,
    Bookmark,
    CheckList,
    Document,
    FieldLine,
    FieldRow,
    Heading,
    PageBreak,
    Paragraph,
    PartStart,
    QrCode,
    Recipients,
    SignatureGrid,
    Spacer,
    StateHeading,
    Table,
    Title,
)
from desktop.paper.lines import printable
from desktop.paper.measures import (
    BOTTOM,
    FOOTER_BASE,
    FOOTER_SIZE,
    LEFT,
    PAGE_NUMBER_SIZE,
    RIGHT,
    TOP,
    Page,
    Sizes,
)
from desktop.paper.word_body import (
    add_body_heading,
    add_check_list,
    add_field,
    add_field_row,
    add_paragraph,
    add_table,
)
from desktop.paper.word_parts import (
    FIXED_MOMENT,
    TYPEFACE,
    add_bookmark,
    add_page_number,
    add_watermark,
    restart_numbering,
    set_typeface,
    without_moments,
)
from desktop.paper.word_state import (
    add_appendix_title,
    add_heading,
    add_qr,
    add_recipients,
    add_signatures,
    add_title,
)
from desktop.paper.word_text import Look, Place, fill, shape

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section
    from docx.styles.style import ParagraphStyle as WordStyle

_CREATOR = "Sổ Xã"


def render_word(document: Document, *, invariant: bool = False) -> bytes:
    """One document as the bytes of a Word file (.docx).

    ``invariant`` leaves out the moment of printing, so that equal documents give equal bytes.
    """
    file = docx.Document()
    _set_base_style(file, Sizes.of(document.body_size))
    _set_properties(file, document, invariant=invariant)
    writer = _Writer(file, document)
    for block in document.blocks:
        writer.add(block)
    stream = BytesIO()
    file.save(stream)
    return without_moments(stream.getvalue()) if invariant else stream.getvalue()


def _set_base_style(file: WordDocument, sizes: Sizes) -> None:
    """Times New Roman for every script, no distances of its own."""
    style: WordStyle = file.styles["Normal"]  # pyright: ignore[reportAssignmentType]
    style.font.size = Pt(sizes.body)
    set_typeface(style, TYPEFACE)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0


def _set_properties(file: WordDocument, document: Document, *, invariant: bool) -> None:
    properties = file.core_properties
    properties.title = printable(document.title)[:255]
    properties.author = properties.last_modified_by = _CREATOR
    properties.comments = properties.keywords = properties.subject = ""
    properties.language = "vi-VN"
    properties.revision = 1
    if invariant:
        properties.created = properties.modified = FIXED_MOMENT


class _Writer:
    """Writes blocks one after the other; a part is a section of the file."""

    def __init__(self, file: WordDocument, document: Document) -> None:
        self._file = file
        self._sizes = Sizes.of(document.body_size)
        self._bookmarks = 0
        self._empty = True
        section = file.sections[0]
        self._place = self._turned(section, document.landscape)
        _fill_margins(section, document)

    def add(self, block: Block) -> None:  # noqa: C901, PLR0912 -- one case a block, checked to be all
        """Write one block."""
        place, sizes = self._place, self._sizes
        match block:
            case StateHeading():
                add_heading(place, block, sizes)
            case Title():
                add_title(place, block, sizes)
            case AppendixTitle():
                add_appendix_title(place, block, sizes)
            case Paragraph():
                add_paragraph(place, block, sizes)
            case Heading():
                add_body_heading(place, block, sizes)
            case Table():
                add_table(place, block)
            case CheckList():
                add_check_list(place, block, sizes)
            case FieldLine():
                add_field(place, block, sizes)
            case FieldRow():
                add_field_row(place, block, sizes)
            case SignatureGrid():
                add_signatures(place, block, sizes)
            case Recipients():
                add_recipients(place, block, sizes)
            case PageBreak():
                place.write("", Look(size=1)).add_run().add_break(WD_BREAK.PAGE)
            case QrCode():
                add_qr(place, block, sizes)
            case Spacer():
                place.separate(block.points)
            case Bookmark():
                self._bookmarks += 1
                add_bookmark(place.separate(keep=True), self._bookmarks)
                return
            case PartStart():
                self._start_part(block)
                return
            case _:
                assert_never(block)
        self._empty = False

    def _start_part(self, block: PartStart) -> None:
        """Headers stay those of the section before; only the paper turns and the count restarts."""
        section = self._file.sections[-1]
        if not self._empty:
            section = self._file.add_section(WD_SECTION.NEW_PAGE)
            section.different_first_page_header_footer = True
            restart_numbering(section)
        self._place = self._turned(section, block.landscape)
        self._empty = True

    def _turned(self, section: Section, landscape: bool) -> Place:
        page = Page(landscape)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Pt(page.width), Pt(page.height)
        section.top_margin, section.bottom_margin = Pt(TOP), Pt(BOTTOM)
        section.left_margin, section.right_margin = Pt(LEFT), Pt(RIGHT)
        section.header_distance = Pt(TOP / 2 - PAGE_NUMBER_SIZE / 2)
        section.footer_distance = Pt(FOOTER_BASE)
        return Place(self._file, page.frame_width)


def _fill_margins(section: Section, document: Document) -> None:
    """The number above every page but the first; watermark and footer on all."""
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    shape(number, Look(size=PAGE_NUMBER_SIZE, align=Align.CENTRE))
    add_page_number(number, PAGE_NUMBER_SIZE)
    for header in (section.header, section.first_page_header):
        if document.watermark:
            add_watermark(header.paragraphs[0], printable(document.watermark))
    look = Look(size=FOOTER_SIZE)
    for footer in (section.footer, section.first_page_footer):
        fill(footer.paragraphs[0], document.footer or "", look)
