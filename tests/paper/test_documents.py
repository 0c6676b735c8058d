from __future__ import annotations

import dataclasses
import datetime as dt
import io
import itertools
import re
import unicodedata
from typing import Any

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.paper.blocks import Document, FieldLine, FieldRow, Table, Title
from desktop.paper.documents.activity_log import activity_log
from desktop.paper.documents.case_matter import CaseMatter
from desktop.paper.documents.contact_log import contact_log
from desktop.paper.documents.cover_index import cover_index
from desktop.paper.documents.entry import Entry
from desktop.paper.documents.inspection_sheet import SheetLine, inspection_sheet
from desktop.paper.documents.intake import intake
from desktop.paper.documents.issue import Issue, Letterhead
from desktop.paper.documents.member_list import member_list
from desktop.paper.documents.team_report import team_report
from desktop.paper.documents.whole_case import PARTS, whole_case
from desktop.paper.measures import BOTTOM, LEFT, RIGHT, TOP, mm
from desktop.paper.pdf import render_pdf
from desktop.paper.word import render_word
from desktop.records import CaseFile, InspectionAnswer, Person
from desktop.records.cases import COMPARTMENTS
from paper.invented import DAY, EVERY, filled, issue, log, matter, members, question, report, sheet
from paper.pages import LONG_TEXT, LONG_WORD, VIETNAMESE, PageSeen, fonts, outline, read, words

NAME = "Nguyễn Thị Đặng Hường"
A4 = {(round(mm(210)), round(mm(297))), (round(mm(297)), round(mm(210)))}
SIDE_BY_SIDE = re.compile(r"\s+")


def outside(page: PageSeen) -> list[str]:
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
            and one.low >= BOTTOM - slack
            and one.top <= page.height - TOP + slack
        )
    ]


def labels(document: Document) -> set[str]:
    """The labels of all field lines, and the heads of all columns."""
    found: set[str] = set()
    for block in document.blocks:
        if isinstance(block, FieldLine):
            found.add(block.label)
        elif isinstance(block, FieldRow):
            found |= {field.label for field in block.fields}
        elif isinstance(block, Table):
            found |= {column.title for column in block.columns}
    return found


def said(document: Document) -> str:
    return words(render_pdf(document))


def said_in_word(document: Document) -> str:
    """All the words of a Word file, in its body."""
    body = docx.Document(io.BytesIO(render_word(document))).element.body
    paragraphs = (
        "".join(" " if node.tag != qn("w:t") else (node.text or "") for node in one.iter())
        for one in body.iter(qn("w:p"))
    )
    return SIDE_BY_SIDE.sub(" ", " ".join(paragraphs))


def title_of(file: bytes) -> dict[str, str]:
    pdf = pypdfium2.PdfDocument(file)
    found = pdf.get_metadata_dict()
    pdf.close()
    return found


@pytest.mark.parametrize("text", [NAME, LONG_WORD, LONG_TEXT * 2], ids=["name", "word", "text"])
@pytest.mark.parametrize("code", EVERY)
def test_every_document_fits_its_pages_with_the_longest_values(code: str, text: str) -> None:
    file = render_pdf(EVERY[code](text))
    pages = read(file)
    assert {(round(page.width), round(page.height)) for page in pages} <= A4
    assert [page.number for page in pages if outside(page)] == []
    assert fonts(file)
    assert all(fonts(file).values())


@settings(max_examples=10)
@given(st.text(st.sampled_from("abnơ \n-/,.(" + "".join(VIETNAMESE)), min_size=1, max_size=400))
@pytest.mark.parametrize("code", EVERY)
def test_every_document_fits_whatever_was_typed(code: str, text: str) -> None:
    assert not any(outside(page) for page in read(render_pdf(EVERY[code](text))))


@pytest.mark.parametrize("code", EVERY)
def test_words_stay_apart_for_a_program_that_drops_the_line_ends(code: str) -> None:
    document = EVERY[code](NAME)
    tables = [block for block in document.blocks if isinstance(block, Table) and block.head]
    heads = {" ".join(column.title.split()) for table in tables for column in table.columns}
    told = "".join(page.text.replace("\n", "") for page in read(render_pdf(document)))
    assert [head for head in sorted(heads) if head not in told] == []


@pytest.mark.parametrize("code", EVERY)
def test_pages_are_numbered_from_the_second_of_each_part(code: str) -> None:
    numbers = [page.number for page in read(render_pdf(EVERY[code](LONG_TEXT)))]
    assert numbers[0] == ""
    for before, now in itertools.pairwise(numbers):
        assert now in ("", str(int(before or "1") + 1))


@pytest.mark.parametrize("code", EVERY)
def test_decomposed_input_prints_composed(code: str) -> None:
    decomposed = unicodedata.normalize("NFD", NAME)
    file = render_pdf(EVERY[code](decomposed), invariant=True)
    assert unicodedata.is_normalized("NFC", words(file))
    assert file == render_pdf(EVERY[code](NAME), invariant=True)


@pytest.mark.parametrize("code", EVERY)
def test_the_word_file_has_the_same_words(code: str) -> None:
    document = EVERY[code]("Hường")
    on_paper = re.sub(r"[^\w]+", " ", said(document)).split()
    in_word = re.sub(r"[^\w]+", " ", said_in_word(document)).split()
    # Page numbers are no words of the document; a table's head is repeated on paper only.
    assert {one for one in on_paper if not one.isdigit()} == {
        one for one in in_word if not one.isdigit()
    }


def test_a_blank_intake_form_and_a_filled_one_come_from_one_template() -> None:
    blank = intake(CaseMatter(), issue())
    whole = intake(matter(NAME), issue())
    assert labels(blank) - labels(whole) == {"Số hồ sơ"}  # where the square code stands
    assert labels(whole) <= labels(blank)
    assert NAME not in said(blank)
    assert not any(line.value for block in blank.blocks for line in fields_of(block))


def fields_of(block: object) -> tuple[FieldLine, ...]:
    if isinstance(block, FieldRow):
        return block.fields
    return (block,) if isinstance(block, FieldLine) else ()


def test_a_blank_inspection_sheet_and_a_filled_one_come_from_one_template() -> None:
    blank = inspection_sheet(sheet(NAME, blank=True), issue())
    whole = inspection_sheet(sheet(NAME), issue())
    assert labels(blank) - labels(whole) == {"Thành phần đoàn"}  # a list when it is known
    assert labels(whole) - labels(blank) == {"Từ chối ký"}
    assert "KT-26" not in said(blank)


def test_labels_are_those_of_the_declarations() -> None:
    found = labels(intake(matter(NAME), issue()))
    declared = {f.label for kind in (Person, CaseFile) for f in kind.fields()}
    assert {
        "Họ và tên",
        "Số căn cước",
        "Tình trạng hôn nhân",
        "Nhu cầu khẩn cấp, xử lý ban đầu",
    } <= (found & declared)


def test_fields_above_the_level_are_left_out() -> None:
    secret = "chỉ dành cho mắt người phụ trách"
    told = matter(NAME)
    assert told.case is not None
    told.case.problem = secret
    for layout in (intake, whole_case):
        assert secret in said(layout(told, issue(level=2)))
        page = said(layout(told, issue(level=1)))
        assert secret not in page
        assert "Vấn đề, hoàn cảnh" not in page
        assert "Dân tộc" not in page


def test_a_field_that_has_no_place_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = CaseFile.field("contact_person")
    hidden = dataclasses.replace(declared, shown_if=lambda values: values["intake_on"] != DAY)
    assert declared.label in labels(intake(matter(NAME), issue()))
    monkeypatch.setattr(
        CaseFile,
        "field",
        classmethod(
            lambda cls, name: hidden if name == declared.name else Person.field.__func__(cls, name)
        ),
    )
    assert declared.label not in labels(intake(matter(NAME), issue()))
    assert declared.label in labels(intake(CaseMatter(), issue()))


@pytest.mark.parametrize("layout", [intake, contact_log, cover_index, whole_case])
def test_a_victim_is_named_by_initials_and_nothing_tells_who_it_is(layout: Any) -> None:
    told = matter("Ghi chép", comp=COMPARTMENTS["MBN"], full_name=NAME, other_names="Tám")
    assert told.case is not None
    told.case.problem = f"Chị {NAME} cần giúp đỡ"
    page = said(layout(told, issue(initials=True)))
    assert "N.T.Đ.H." in page
    for tell_tale in (NAME, "Tám", "049 091 001 234", "0905 123 456", "Tài khoản", "Số nhà"):
        assert tell_tale not in page
    # In full when that is asked for; the cover still lies open on a desk.
    assert (NAME in said(layout(told, issue()))) == (layout is not cover_index)


@pytest.mark.parametrize("case_type", COMPARTMENTS)
@pytest.mark.parametrize("layout", [intake, contact_log, cover_index, whole_case])
def test_no_paper_of_a_secret_case_says_its_type(layout: Any, case_type: str) -> None:
    told = matter("Ghi chép", comp=COMPARTMENTS[case_type])
    assert told.case is not None
    told.case.case_type = case_type

    class Labels:
        def code(self, code_list: str, code: str) -> str:
            return "Loại phải giấu" if code_list == "L4" else code

        def codes(self, code_list: str) -> list[tuple[str, str]]:
            return []

        def record(self, table: str, record_id: object) -> str:
            return "Lê Thị Cán"

    document = layout(told, issue(names=Labels()))
    assert "Loại phải giấu" not in said(document) + said_in_word(document)
    assert CaseFile.field("case_type").label not in said(document)
    assert case_type not in str(title_of(render_pdf(document)))
    general = matter("Ghi chép")
    assert general.case is not None
    general.case.case_type = "KHAC"
    assert "Loại phải giấu" in said(intake(general, issue(names=Labels())))


def test_the_cover_of_a_secret_case_has_no_name() -> None:
    assert NAME in said(cover_index(matter(NAME), issue()))
    told = matter("Ghi chép", comp=COMPARTMENTS["HIV"], full_name=NAME)
    assert NAME not in said(cover_index(told, issue()))


def test_a_client_without_a_name_has_a_code_on_paper() -> None:
    told = matter("Ghi chép", comp=4, anonymous=True, full_name=None, person_code="KH-0007")
    page = said(intake(told, issue()))
    assert "Mã nội bộ: KH-0007" in page
    assert "Họ và tên:" not in page
    assert "KH-0007" in said(contact_log(told, issue()))


def test_the_index_counts_sheets_until_one_is_not_known() -> None:
    told = matter("Ghi chép", rows=4)
    page = said(cover_index(told, issue()))
    assert "01 05" not in page
    for sheets in ("02-03", "04-06", "07-10", "Hồ sơ có 04 văn bản, gồm 10 tờ."):
        assert sheets in page
    told.documents[2].pages = None
    page = said(cover_index(told, issue()))
    assert "02-03" in page
    assert "07-10" not in page
    assert "gồm" not in page


def test_the_index_has_the_seven_columns_of_the_decree() -> None:
    (table,) = [one for one in cover_index(matter(NAME), issue()).blocks if isinstance(one, Table)]
    assert [column.title for column in table.columns] == [
        "STT",
        "Số, ký hiệu",
        "Ngày văn bản",
        "Tên loại văn bản, trích yếu nội dung",
        "Cơ quan ban hành",
        "Tờ số",
        "Ghi chú",
    ]


def test_an_inspection_sheet_shows_answers_points_and_the_score() -> None:
    page = said(inspection_sheet(sheet("Ghi nhận"), issue()))
    for expected in ("Đ 3/3", "MP 1,5/3", "K 0/3", "KAD –", "Tổng điểm: 12/21 = 57,1%"):
        assert expected in page
    assert "Xếp loại: Trung bình" in page


def test_numbers_and_texts_of_a_sheet_are_not_scored() -> None:
    told = sheet("Ghi nhận")
    asked = question("Số lượt tư vấn", answer="NUMBER", weight=0, critical=True)
    answer = filled(InspectionAnswer, "Ghi nhận", value=None, number=1250)
    only = dataclasses.replace(told, lines=[SheetLine(asked, answer)])
    page = said(inspection_sheet(only, issue()))
    assert "B1.1 Số lượt tư vấn 1.250 –" in page
    assert page.count("(*)") == 2  # at the question, and where it is explained


def test_who_leads_the_inspection_and_who_is_inspected_sign_by_name() -> None:
    told = sheet("Ghi nhận")
    assert told.inspection is not None
    told.inspection.inspectors = "Phan Đình Khải – Phó Trưởng Công an xã\nLê Thị Cán"
    told.inspection.represented_by = "Phạm Quốc Bảo, Đội trưởng"
    page = said(inspection_sheet(told, issue()))
    assert "1. Phan Đình Khải – Phó Trưởng Công an xã 2. Lê Thị Cán" in page
    assert page.count("Phan Đình Khải") == 2
    assert re.search(r"Phạm Quốc Bảo (?!,)", page)


def test_a_log_adds_up_sessions_and_people() -> None:
    assert "Tổng cộng 10 6.250" in said(activity_log(log("Việc"), issue()))


def test_a_member_list_says_how_many_there_are_and_how_many_there_should_be() -> None:
    page = said(member_list(members("Bình"), issue()))
    assert "Danh sách có 07 thành viên; số lượng theo quyết định: 07." in page
    assert "(tính đến ngày 05/01/2026)" in page


def test_a_report_is_the_committees_or_the_teams() -> None:
    page = said(team_report(report("Kết quả", number="5"), issue()))
    assert "Số: 05/BC-UBND" in page
    assert "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Nguyễn Văn Hùng" in page
    assert "(Kèm theo Báo cáo số 05/BC-UBND của Ủy ban nhân dân xã Thăng Bình)" in page
    team = report("Kết quả", team="Đội CTXHTN xã Thăng Bình", leader="Phạm Quốc Bảo")
    page = said(team_report(team, issue()))
    assert "ỦY BAN NHÂN DÂN XÃ THĂNG BÌNH ĐỘI CTXHTN XÃ THĂNG BÌNH" in page
    assert "TM. ĐỘI ĐỘI TRƯỞNG Phạm Quốc Bảo" in page


def test_a_sign_that_is_written_out_stands_as_it_is() -> None:
    assert "Số: 12/BC-VHXH" in said(team_report(report("Kết quả", number="12/BC-VHXH"), issue()))


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        (
            Letterhead("UBND phường Tam Kỳ", "Tam Kỳ", deputy="Trần Văn Phó"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (Letterhead("Sở Y tế", "Đà Nẵng"), ("THỦ TRƯỞNG CƠ QUAN",)),
        (Letterhead("Ủy ban nhân dân xã A", "A"), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    ],
)
def test_who_signs_for_the_office(head: Letterhead, lines: tuple[str, ...]) -> None:
    signature = head.head_signature()
    assert signature.role == lines
    assert signature.name == head.deputy


def test_the_agency_of_a_committee_stands_on_two_lines() -> None:
    assert Letterhead("UBND phường Tam Kỳ", "Tam Kỳ").lines == ("Ủy ban nhân dân", "phường Tam Kỳ")
    assert Letterhead("Sở Y tế", "Đà Nẵng").lines == ("Sở Y tế",)


def test_a_draft_has_the_watermark_and_a_sensitive_paper_its_footer() -> None:
    plain = said(intake(matter(NAME), issue()))
    assert "BẢN NHÁP" not in plain
    told = issue(draft=True, footer="In bởi Lan lúc 09:00 · hồ sơ 20854-26-A-0017")
    page = said(intake(matter(NAME), told))
    assert "BẢN NHÁP" in page
    assert page.count("In bởi Lan") == 2


@pytest.mark.parametrize("chosen", [["cover"], ["contacts", "intake"], list(PARTS)])
def test_a_whole_case_has_the_chosen_parts_and_their_bookmarks(chosen: list[str]) -> None:
    file = render_pdf(whole_case(matter(NAME), issue(), chosen))
    in_order = [part for part in PARTS if part in chosen]
    entries = outline(file)
    assert [title for _, title, _ in entries] == [PARTS[part].title for part in in_order]
    pages = read(file)
    for part, (_, _, page) in zip(in_order, entries, strict=True):
        assert pages[page].number == ""
        assert (pages[page].width > pages[page].height) == PARTS[part].landscape


def test_an_entry_keeps_a_code_that_is_no_longer_offered() -> None:
    entry = Entry(CaseFile, issue("Tư vấn"), {"needs": ("CU",)})
    (boxes,) = entry.boxes("needs", 2)
    checked = [item.checked for item in boxes.items]  # pyright: ignore[reportAttributeAccessIssue]
    assert checked == [False, False, False, True]


def test_the_day_of_an_intake_form_is_the_day_of_the_intake() -> None:
    told = matter(NAME)
    assert told.case is not None
    told.case.intake_on = dt.date(2025, 6, 16)
    late = dataclasses.replace(issue(), day=dt.date(2026, 11, 20))
    assert "ngày 16 tháng 6 năm 2025" in said(intake(told, late))


def test_titles_name_nobody() -> None:
    for layout in (intake, contact_log, cover_index, whole_case):
        document = layout(matter(NAME), issue())
        assert NAME not in document.title
        assert "20854-26-A-0017" in document.title
        assert not any(NAME in (b.subject or "") for b in document.blocks if isinstance(b, Title))


def test_an_issue_without_a_day_leaves_room_for_it() -> None:
    heading = Issue(Letterhead("UBND xã A", "A"), None).heading()
    assert heading.place_date == "A, ngày      tháng      năm"
