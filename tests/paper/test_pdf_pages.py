from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.paper.blocks import (
    Align,
    AppendixTitle,
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
from desktop.paper.measures import BOTTOM, LEFT, RIGHT, TOP, mm
from desktop.paper.pdf import render_many, render_pdf
from paper.pages import LONG_TEXT, LONG_WORD, VIETNAMESE, PageSeen, fonts, outline, read, words

BODY = "Đội công tác xã hội tình nguyện tuyên truyền về phòng, chống tệ nạn xã hội tại thôn. "
HEADING = StateHeading(
    agency=("Ủy ban nhân dân", "xã Thăng Bình"),
    number="Số: 05/BC-UBND",
    place_date="Thăng Bình, ngày 05 tháng 01 năm 2026",
)


def document(*blocks: Block, footer: str | None = None, landscape: bool = False) -> Document:
    return Document(blocks, "Văn bản", footer=footer, landscape=landscape)


def long_table(rows: int) -> Table:
    columns = (Column("Số TT", 0.6, Align.CENTRE), Column("Họ và tên", 3), Column("Ghi chú", 2))
    return Table(columns, [Row((str(at), f"Người thứ {at}", "")) for at in range(1, rows + 1)])


def every_block(text: str) -> list[Block]:
    """One of each block, every place for words filled with this text."""
    signature = Signature((text, text), name=text, hint="(Ký, ghi rõ họ tên)", date_line=text)
    table = Table(
        (Column(text, 1), Column("TT", 0.3), Column(text, 3)),
        [
            Row((text,), RowKind.GROUP),
            Row((text, "1", text)),
            Row(("a", "2", "b"), min_lines=4),
            Row((text, text, text), RowKind.TOTAL),
        ],
    )
    return [
        Bookmark(text),
        StateHeading((text,), (text,), number=text, about=text, place_date=text),
        Title(text, text),
        *[Paragraph(text, style) for style in ParagraphStyle],
        Paragraph((Run(text), Run(text, bold=True), Run(text, italic=True))),
        *[Heading(text, level) for level in (1, 2, 3)],
        table,
        CheckList((CheckItem(text, checked=True), CheckItem(text), CheckItem(text)), columns=2),
        FieldLine(text, text),
        FieldLine(text, blank_lines=3),
        FieldRow((FieldLine(text, text), FieldLine("Giới tính"), FieldLine("Dân tộc", text))),
        QrCode("20854-26-B-0017", text),
        Spacer(20),
        SignatureGrid((signature, signature, signature, signature)),
        Recipients((text, text), signature),
        PageBreak(),
        Paragraph("Sau khi sang trang."),
        PartStart(),
        AppendixTitle("Phụ lục I", text, text),
        Paragraph(text),
    ]


def outside(page: PageSeen, bottom: float = BOTTOM) -> list[str]:
    """The letters that leave the frame; the page number may."""
    slack = 1.0  # italic letters lean a little over their own width
    number = page.in_top_margin()
    return [
        one.text
        for one in page.letters
        if one not in number
        and not (
            one.left >= LEFT - slack
            and one.right <= page.width - RIGHT + slack
            and one.low >= bottom - slack
            and one.top <= page.height - TOP + slack
        )
    ]


def test_a_page_is_a4_either_way() -> None:
    portrait, landscape = read(
        render_pdf(document(Paragraph("a"), PartStart(landscape=True), Paragraph("b")))
    )
    assert (portrait.width, portrait.height) == pytest.approx((mm(210), mm(297)), abs=0.1)
    assert (landscape.width, landscape.height) == pytest.approx((mm(297), mm(210)), abs=0.1)


def test_a_document_may_lie_from_its_first_page() -> None:
    (page,) = read(render_pdf(document(Paragraph("a"), landscape=True)))
    assert page.width > page.height


def test_all_letters_come_out_as_they_went_in() -> None:
    letters = " ".join(VIETNAMESE)
    runs = tuple(
        Run(letters + "\n", bold=bold, italic=italic)
        for bold in (False, True)
        for italic in (False, True)
    )
    said = words(render_pdf(document(Paragraph(runs, ParagraphStyle.PLAIN)))).split()
    assert said == VIETNAMESE * 4


def test_decomposed_text_is_printed_composed_everywhere() -> None:
    name = "Nguyễn Thị Đặng Hường"
    file = render_pdf(document(*every_block(unicodedata.normalize("NFD", name))))
    said = words(file)
    assert unicodedata.is_normalized("NFC", said)
    assert said.count(name) + said.count(name.upper()) > 25
    assert outline(file)[0][1] == name


def test_every_font_is_ours_and_embedded() -> None:
    text = (Run("Thường"), Run(" đậm", bold=True), Run(" nghiêng", italic=True))
    file = render_pdf(document(HEADING, Title("Báo cáo"), Paragraph(text)))
    found = fonts(file)
    assert all(found.values())
    assert {re.sub(r"^\w+\+", "", name) for name in found} == {
        "LiberationSerif",
        "LiberationSerif-Bold",
        "LiberationSerif-Italic",
    }
    assert b"Helvetica" not in file


def test_the_file_is_version_one_point_four() -> None:
    file = render_pdf(document(Paragraph("a")))
    assert file.startswith(b"%PDF-1.4")


def test_the_first_page_of_each_part_has_no_number_and_the_others_count_from_two() -> None:
    blocks = [Paragraph(BODY * 6) for _ in range(30)]
    file = render_pdf(document(*blocks, PartStart(), *blocks))
    numbers = [page.number for page in read(file)]
    half = len(numbers) // 2
    assert half >= 3
    assert numbers[:half] == ["", *map(str, range(2, half + 1))]
    assert numbers[half:] == numbers[:half]


def test_the_page_number_stands_in_the_middle_of_the_top_margin() -> None:
    page = read(render_pdf(document(Paragraph("a"), PageBreak(), Paragraph("b"))))[1]
    (number,) = page.in_top_margin()
    assert (number.left + number.right) / 2 == pytest.approx(
        LEFT + (page.width - LEFT - RIGHT) / 2, abs=1
    )
    assert mm(297) - mm(15) < number.low < number.top < mm(297) - mm(5)


def test_the_heading_aligns_its_two_columns() -> None:
    (page,) = read(render_pdf(document(HEADING)))
    lines = page.text.split("\n")
    assert "ỦY BAN NHÂN DÂN" in lines[0]
    base = {letter: next(one.low for one in page.letters if one.text == letter) for letter in "ỦCX"}
    assert base["Ủ"] == pytest.approx(base["C"], abs=0.5)
    middle = LEFT + 0.4 * (page.width - LEFT - RIGHT)
    right = [one for one in page.letters if one.left > middle]
    assert max(one.right for one in right) <= page.width - RIGHT


def test_the_body_is_justified_and_its_first_line_indented() -> None:
    (page,) = read(render_pdf(document(Paragraph(BODY * 4))))
    rows: dict[float, list[float]] = {}
    for one in page.letters:
        base = round(one.low / 18)
        rows.setdefault(base, []).extend((one.left, one.right))
    first, *others = [(min(ends), max(ends)) for _, ends in sorted(rows.items(), reverse=True)]
    assert first[0] == pytest.approx(LEFT + mm(12.7), abs=1)
    assert all(left == pytest.approx(LEFT, abs=1) for left, _ in others)
    assert all(
        right == pytest.approx(page.width - RIGHT, abs=1) for _, right in [first, *others[:-1]]
    )


@pytest.mark.parametrize("text", [LONG_WORD, LONG_TEXT, "W" * 300, "i" * 300, "", "\n\n"])
@pytest.mark.parametrize("size", [13, 14])
def test_nothing_leaves_the_frame_whatever_is_in_it(text: str, size: int) -> None:
    file = render_pdf(Document(every_block(text), "Văn bản", body_size=size))
    assert [page.number for page in read(file) if outside(page)] == []


def test_no_letter_of_a_long_word_is_lost() -> None:
    said = words(
        render_pdf(document(Table((Column("TT", 1), Column("Tên", 4)), [Row(("1", LONG_WORD))])))
    )
    assert LONG_WORD in said.replace(" ", "").replace("\ufffe", "")


def test_a_table_repeats_its_head_on_every_page() -> None:
    pages = read(render_pdf(document(Paragraph("Danh sách"), long_table(120))))
    assert len(pages) > 2
    assert all(page.text.count("Họ và tên") == 1 for page in pages)
    for at in range(1, 121):
        assert sum(len(re.findall(rf"Người thứ {at}\b", page.text)) for page in pages) == 1


def test_a_row_taller_than_a_page_is_continued_under_the_head() -> None:
    table = Table((Column("TT", 1), Column("Nội dung", 3)), [Row(("1", LONG_TEXT * 4))])
    pages = read(render_pdf(document(table)))
    assert len(pages) > 1
    assert all("Nội dung" in page.text for page in pages)
    assert not any(outside(page) for page in pages)


def test_a_group_row_is_not_left_at_the_foot_of_a_page() -> None:
    for filler in range(30, 48):
        rows = [Row((str(at), "")) for at in range(filler)]
        rows += [Row(("NHÓM",), RowKind.GROUP), Row(("DÒNG", "")), Row(("CỘNG", ""), RowKind.TOTAL)]
        pages = read(render_pdf(document(Table((Column("Tên"), Column("Số")), rows))))
        together = [page for page in pages if "NHÓM" in page.text]
        assert all(word in together[0].text for word in ("DÒNG", "CỘNG"))


def test_a_heading_stays_with_its_text_and_a_signature_with_the_last_lines() -> None:
    for points in range(560, 760, 9):
        sign = SignatureGrid((Signature(("Người lập",), name="Lê Văn Tám"),))
        blocks = [Paragraph("Đầu"), Spacer(points), Heading("MỤC"), Paragraph("Lời"), sign]
        pages = read(render_pdf(document(*blocks)))
        assert "Lời" in next(page.text for page in pages if "MỤC" in page.text)
        last = next(page.text for page in pages if "NGƯỜI LẬP" in page.text)
        assert "Lời" in last
        assert "Lê Văn Tám" in last


def test_empty_room_at_the_end_makes_no_empty_page() -> None:
    assert len(read(render_pdf(document(Paragraph("a"), Spacer(900), PageBreak())))) == 1
    assert len(read(render_pdf(document(PartStart(), Paragraph("a"), PartStart())))) == 1
    assert len(read(render_pdf(document()))) == 1


def test_the_watermark_is_there_only_when_wanted() -> None:
    plain = Document([Paragraph("Nội dung")], "a")
    draft = Document(
        [Paragraph("Nội dung"), PageBreak(), Paragraph("b")], "a", watermark="BẢN NHÁP"
    )
    assert "NHÁP" not in words(render_pdf(plain))
    assert all("BẢN NHÁP" in page.text.replace("\n", " ") for page in read(render_pdf(draft)))


@pytest.mark.parametrize("landscape", [False, True])
def test_the_footer_is_on_every_page_and_pushes_text_up_when_long(landscape: bool) -> None:
    footer = "Người in: Trần Văn Bình. " * 18
    file = render_pdf(document(long_table(90), footer=footer, landscape=landscape))
    for page in read(file):
        assert "Người in: Trần Văn Bình" in page.text
        rows = {round(one.low) for one in page.letters if one.text == "B"}
        assert min(rows) > mm(5)
        names = [one.low for one in page.letters if one.top - one.low > 8]
        assert names
        assert not [one for one in page.letters if one.right > page.width - RIGHT + 0.6]


def test_blank_forms_have_dots_that_are_no_text() -> None:
    blank = render_pdf(document(FieldLine("Họ và tên"), FieldLine("Ghi chú:", blank_lines=3)))
    assert words(blank).strip() == "Họ và tên: Ghi chú:"
    filled = render_pdf(document(FieldLine("Họ và tên", "Lê Văn Tám")))
    assert words(filled).strip() == "Họ và tên: Lê Văn Tám"


def test_boxes_are_drawn_and_the_words_beside_them_kept() -> None:
    file = render_pdf(
        document(
            CheckList([CheckItem("Có", checked=True), CheckItem("Không")]),
            Paragraph("☒ Rồi ☐ chưa"),
        )
    )
    assert words(file).split() == ["Có", "Không", "Rồi", "chưa"]


def test_equal_documents_give_equal_bytes_when_asked() -> None:
    blocks = every_block("Nguyễn Văn Bình")
    assert render_pdf(document(*blocks), invariant=True) == render_pdf(
        document(*blocks), invariant=True
    )


def many(count: int) -> Iterator[Document]:
    for at in range(count):
        yield Document(
            [
                Bookmark("Bìa"),
                Paragraph(f"Hồ sơ thứ {at}"),
                PageBreak(),
                Bookmark("Mục lục"),
                Bookmark("Trang", 1),
                Paragraph("Mục lục"),
            ],
            f"20854-26-B-{at:04d}",
        )


def test_many_documents_become_one_file_with_an_outline(tmp_path: Path) -> None:
    target = tmp_path / "ho-so.pdf"
    assert render_many(many(3), target, title="Hồ sơ") == 6
    file = target.read_bytes()
    assert outline(file)[:5] == [
        (0, "20854-26-B-0000", 0),
        (1, "Bìa", 0),
        (1, "Mục lục", 1),
        (2, "Trang", 1),
        (0, "20854-26-B-0001", 2),
    ]
    assert [page.number for page in read(file)] == ["", "2"] * 3


def test_documents_are_taken_one_at_a_time() -> None:
    stream = io.BytesIO()
    assert render_many((one for one in many(40)), stream, title="Hồ sơ", invariant=True) == 80
    assert len(stream.getvalue()) < 400_000


def test_printing_nothing_is_a_mistake_of_the_program(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing"):
        render_many([], tmp_path / "a.pdf", title="Hồ sơ")
    assert list(tmp_path.iterdir()) == []


def test_an_outline_that_skips_a_level_is_mended() -> None:
    file = render_pdf(
        document(Bookmark("Sâu", 3), Paragraph("a"), Bookmark("Sâu nữa", 3), Paragraph("b"))
    )
    assert [(level, title) for level, title, _ in outline(file)] == [(0, "Sâu"), (1, "Sâu nữa")]


def test_a_row_must_have_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="cells"):
        Table((Column("a"), Column("b")), [Row(("1",))])
