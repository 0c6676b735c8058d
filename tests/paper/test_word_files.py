from __future__ import annotations

import io
import itertools
import unicodedata
import zipfile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from desktop.paper.blocks import (
    Block,
    Bookmark,
    CheckItem,
    CheckList,
    Column,
    Document,
    FieldLine,
    FieldRow,
    Heading,
    PageBreak,
    Paragraph,
    ParagraphStyle,
    PartStart,
    QrCode,
    Recipients,
    Row,
    RowKind,
    Run,
    Signature,
    SignatureGrid,
    Spacer,
    StateHeading,
    Table,
    Title,
)
from desktop.paper.word import render_word
from paper.pages import LONG_WORD

NAME = "Nguyễn Thị Đặng Hường"


def blocks(text: str = NAME) -> list[Block]:
    signature = Signature(("TM. Ủy ban nhân dân", "Chủ tịch"), name=text, hint="(Ký tên)")
    return [
        Bookmark("Bìa"),
        StateHeading(("Ủy ban nhân dân", "xã Thăng Bình"), number="Số: 05/BC-UBND", about="việc A"),
        Title("Báo cáo", text),
        Heading("I. Tình hình", 1),
        Heading("1. Chi tiết", 2),
        *[Paragraph(text, style) for style in ParagraphStyle],
        Paragraph((Run("Điều 1. ", bold=True), Run(text, italic=True))),
        Table(
            (Column("TT", 0.5), Column("Họ và tên", 3)),
            [Row(("Nhóm một",), RowKind.GROUP), Row(("1", text)), Row(("", "Cộng"), RowKind.TOTAL)],
        ),
        CheckList([CheckItem("Có", checked=True), CheckItem("Không")]),
        CheckList([CheckItem("Một"), CheckItem("Hai"), CheckItem("Ba")], columns=2),
        FieldLine("Họ và tên", text),
        FieldLine("Ghi chú", blank_lines=3),
        FieldRow((FieldLine("Ngày sinh", "1/1/1990"), FieldLine("Giới tính"))),
        FieldRow((FieldLine("Nơi ở", text * 9), FieldLine("Giới tính"))),
        Spacer(6),
        QrCode("20854-26-B-0017", "Hồ sơ 20854-26-B-0017"),
        PageBreak(),
        SignatureGrid((signature, signature, signature, signature)),
        Recipients(("Như trên;", "Lưu: VT."), signature),
        PartStart(landscape=True),
        Paragraph("Phụ lục"),
    ]


def document(*, watermark: str | None = None, text: str = NAME) -> Document:
    return Document(blocks(text), "Báo cáo", watermark=watermark, footer="Người in: Bình")


def opened(file: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(file))


def words(file: WordDocument) -> str:
    """Every text of the body, in order, tables included."""
    return "".join(
        (node.text or "") if node.tag == qn("w:t") else "\n"
        for node in file.element.body.iter(qn("w:t"), qn("w:p"))
    )


def test_all_words_of_the_blocks_are_in_the_file() -> None:
    said = words(opened(render_word(document())))
    for wanted in (
        "ỦY BAN NHÂN DÂN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-UBND",
        "V/v việc A",
        "BÁO CÁO",
        "I. Tình hình",
        "Họ và tên: " + NAME,
        "Nhóm một",
        "Cộng",
        "☒Có",
        "☐Không",
        "Giới tính: ",
        "TM. ỦY BAN NHÂN DÂN",
        "(Ký tên)",
        "Nơi nhận:",
        "- Lưu: VT.",
        "Hồ sơ 20854-26-B-0017",
        "Phụ lục",
    ):
        assert wanted in said


def test_decomposed_text_becomes_composed() -> None:
    file = opened(render_word(document(text=unicodedata.normalize("NFD", NAME))))
    said = words(file)
    assert unicodedata.is_normalized("NFC", said)
    assert said.count(NAME) > 15


def test_pages_are_a4_with_the_margins_of_the_decree() -> None:
    portrait, landscape = opened(render_word(document())).sections
    assert portrait.page_width == pytest.approx(Mm(210), abs=Pt(0.1))
    assert portrait.page_height == pytest.approx(Mm(297), abs=Pt(0.1))
    assert landscape.page_width == pytest.approx(Mm(297), abs=Pt(0.1))
    for section in (portrait, landscape):
        margins = (
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        )
        assert margins == pytest.approx((Mm(20), Mm(20), Mm(30), Mm(15)), abs=Pt(0.1))


def test_page_numbers_are_hidden_first_and_restart_with_each_part() -> None:
    first, second = opened(render_word(document())).sections
    assert first.different_first_page_header_footer
    assert second.different_first_page_header_footer
    assert second.header.is_linked_to_previous
    fields = first.header._element.findall(".//" + qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == [" PAGE "]
    assert not first.first_page_header._element.findall(".//" + qn("w:fldSimple"))
    number = second._sectPr.find(qn("w:pgNumType"))
    assert number is not None
    assert number.get(qn("w:start")) == "1"


def test_letters_are_times_new_roman_and_boxes_have_a_face_that_has_them() -> None:
    file = opened(render_word(document()))
    fonts = file.styles["Normal"].element.rPr.rFonts
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        assert fonts.get(qn(script)) == "Times New Roman"
    boxes = [
        run for paragraph in file.paragraphs for run in paragraph.runs if run.text in ("☐", "☒")
    ]
    assert [run.font.name for run in boxes] == ["Segoe UI Symbol"] * 2


def test_the_head_of_a_table_is_repeated() -> None:
    file = opened(render_word(document()))
    table = next(one for one in file.tables if one.cell(0, 0).text == "TT")
    heads = [row._tr.findall(".//" + qn("w:tblHeader")) for row in table.rows]
    assert [len(found) for found in heads] == [1, 0, 0, 0]
    assert table.rows[1].cells[0]._tc is table.rows[1].cells[1]._tc
    assert [cell.text for cell in table.rows[2].cells] == ["1", NAME]


def test_tables_never_touch_each_other() -> None:
    body = opened(render_word(document())).element.body
    tags = [child.tag for child in body]
    assert (qn("w:tbl"), qn("w:tbl")) not in itertools.pairwise(tags)


def test_the_watermark_is_behind_every_page_only_when_wanted() -> None:
    for words_, count in (("BẢN NHÁP", 2), (None, 0)):
        with zipfile.ZipFile(io.BytesIO(render_word(document(watermark=words_)))) as parts:
            headers = [parts.read(n).decode() for n in parts.namelist() if "header" in n]
        assert sum('string="BẢN NHÁP"' in header for header in headers) == count


def test_the_footer_is_on_the_first_page_too() -> None:
    section = opened(render_word(document())).sections[0]
    assert section.footer.paragraphs[0].text == "Người in: Bình"
    assert section.first_page_footer.paragraphs[0].text == "Người in: Bình"


def test_the_square_code_is_a_picture() -> None:
    assert len(opened(render_word(document())).inline_shapes) == 1


def test_headings_are_in_the_navigation() -> None:
    file = opened(render_word(document()))
    levels = {
        paragraph.text: paragraph._p.pPr.outlineLvl.val
        for paragraph in file.paragraphs
        if paragraph._p.pPr is not None and paragraph._p.pPr.outlineLvl is not None
    }
    assert levels == {"I. Tình hình": 0, "1. Chi tiết": 1}


def test_properties_name_the_program_and_no_moment_when_asked() -> None:
    properties = opened(render_word(document(), invariant=True)).core_properties
    assert (properties.title, properties.author) == ("Báo cáo", "Sổ Xã")
    assert properties.created is not None
    assert properties.created.year == 2000


def test_equal_documents_give_equal_bytes_when_asked() -> None:
    assert render_word(document(), invariant=True) == render_word(document(), invariant=True)


@pytest.mark.parametrize("text", ["", "\n", LONG_WORD, "a\x00b<&>\"'\u200b"])
def test_odd_texts_make_a_file_that_opens(text: str) -> None:
    assert opened(render_word(document(text=text, watermark="<&\"'>"))).tables


def test_a_part_at_the_beginning_makes_no_empty_page() -> None:
    file = opened(render_word(Document([PartStart(landscape=True), Paragraph("a")], "a")))
    assert len(file.sections) == 1
    assert file.sections[0].page_width == pytest.approx(Mm(297), abs=Pt(0.1))
