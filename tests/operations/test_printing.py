from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Callable
from typing import Any

import docx
import pypdfium2
import pytest

import makers
from desktop.base.errors import NotAllowed, UserError
from desktop.operations import approvals, cases, exports, inspections, lists, records, reports
from desktop.operations.lists import Filter
from desktop.operations.office import Office
from desktop.operations.period_reports import named_period
from desktop.operations.printing import (
    DOCUMENTS,
    Format,
    Printed,
    print_blank,
    print_case_files,
    print_document,
)
from desktop.records import CaseFile, record_types
from desktop.store.events import Event, read_events
from paper.pages import outline, read, words

D = dt.date
QUARTER = (D(2026, 10, 1), D(2026, 12, 31))
NAME = "Nguyễn Thị Đặng Hường"
ALL_CASES = frozenset(range(5))


def events(office: Office, kind: str = "print") -> list[Event]:
    with office.store.connection() as connection:
        return [one for one in read_events(connection) if one.kind == kind]


def case_of(office: Office, case_type: str = "KHAC", **values: Any) -> uuid.UUID:
    """A case with a person of this name, a contact, a paper, a home and a relative."""
    person = makers.person(office, NAME)
    case = makers.case(office, case_type=case_type, person_id=person, **values)
    makers.contact(office, case)
    told = {"case_id": case, "seq": 1, "kind": "Đơn", "summary": "Đề nghị", "is_original": True}
    makers.saved(office, "case_documents", **told)
    home = {"person_id": person, "kind": "THUONG_TRU", "unit_id": makers.commune(office)}
    makers.saved(office, "residences", **home)
    makers.saved(office, "family_members", person_id=person, full_name="Hồ Thị Bảy", relation="ME")
    return case


def case_number(office: Office, case: uuid.UUID) -> str:
    return str(makers.loaded(office, CaseFile, case).number)


def team_of(office: Office) -> uuid.UUID:
    team = makers.team(office, name="Đội công tác xã hội tình nguyện xã Tiên Phước")
    makers.member(office, team, "Phạm Quốc Bảo", D(2026, 1, 1), role="DOI_TRUONG")
    makers.activity(office, team_id=team, attendance=1250)
    return team


def report_of(office: Office) -> uuid.UUID:
    return makers.only(
        reports.open_report(office, named_period(*QUARTER, "Quý IV/2026")), "reports"
    )


WANTED: dict[str, Callable[[Office], dict[str, Any]]] = {
    "T6": lambda office: {"key": team_of(office)},
    "T8": lambda office: {"key": team_of(office), "period": QUARTER},
    "T10": lambda office: {"key": report_of(office)},
    "Q1": lambda office: {"key": case_of(office)},
    "Q4": lambda office: {"key": case_of(office)},
    "Q7": lambda office: {"key": case_of(office)},
    "case": lambda office: {"key": case_of(office)},
    "K1": lambda office: {"key": makers.inspection(office)},
}


def said(printed: Printed) -> str:
    return words(printed.content)


def in_word(printed: Printed) -> str:
    body = docx.Document(io.BytesIO(printed.content)).element.body
    return "".join(body.itertext())


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
@pytest.mark.parametrize("code", DOCUMENTS)
def test_every_document_prints_and_is_written_into_the_register(
    office: Office, code: str, file_format: Format
) -> None:
    wanted = WANTED[code](office)
    printed = print_document(office, code, file_format=file_format, **wanted)
    assert printed.content.startswith(b"%PDF-1.4" if file_format == "pdf" else b"PK")
    assert printed.file_name.endswith(f".{file_format}")
    (event,) = events(office)
    assert (event.user, event.table, event.row) == (
        office.user.name,
        DOCUMENTS[code].table,
        wanted["key"],
    )
    assert event.detail == f"{code} {file_format}"


def test_a_document_is_declared_for_a_table_there_is() -> None:
    for code, paper in DOCUMENTS.items():
        assert code == paper.code
        assert paper.table in record_types()
    assert [code for code, paper in DOCUMENTS.items() if paper.blank] == ["Q1", "K1"]
    assert [code for code, paper in DOCUMENTS.items() if paper.needs_period] == ["T8", "T10"]
    assert [code for code, paper in DOCUMENTS.items() if paper.approvable] == ["T10", "K1"]


def test_the_pages_of_a_pdf_are_counted(office: Office) -> None:
    key = case_of(office)
    printed = print_document(office, "case", key=key)
    assert printed.pages == len(read(printed.content))
    assert print_document(office, "case", key=key, file_format="docx").pages is None


def test_a_case_is_found_by_its_number_however_it_is_typed(office: Office) -> None:
    number = case_number(office, case_of(office))
    assert number == "20854-26-A-0001"
    for key in (number, number.lower(), f" {number} "):
        printed = print_document(office, "Q1", key=key)
        assert printed.file_name == "Q1-20854-26-A-0001.pdf"
        assert f"Họ và tên: {NAME}" in said(printed)


def test_a_team_is_found_by_its_name_without_accents(office: Office) -> None:
    team_of(office)
    page = said(print_document(office, "T6", key="doi cong tac xa hoi tinh nguyen xa tien phuoc"))
    assert "Phạm Quốc Bảo" in page
    assert "Đội trưởng" in page


def test_the_only_team_needs_no_name_and_one_of_two_does(office: Office) -> None:
    team_of(office)
    assert "Phạm Quốc Bảo" in said(print_document(office, "T6"))
    makers.team(office)
    with pytest.raises(UserError, match="Cần nói rõ Đội"):
        print_document(office, "T6")


def test_what_is_not_there_is_a_sentence_and_leaves_no_line(office: Office) -> None:
    makers.team(office, name="Đội A")
    makers.team(office, name="Đội Ạ")
    with pytest.raises(UserError, match="Không có mẫu in “X1”"):
        print_document(office, "X1")
    with pytest.raises(UserError, match="Không thấy hồ sơ “20854-26-Z-0001”"):
        print_document(office, "Q1", key="20854-26-Z-0001")
    with pytest.raises(UserError, match="Không mở được bản ghi này"):
        print_document(office, "Q1", key=uuid.UUID(int=1))
    with pytest.raises(UserError, match="Có 2 đội tình nguyện"):
        print_document(office, "T6", key="doi a")
    with pytest.raises(UserError, match="Cần ghi từ ngày"):
        print_document(office, "T8", key="Đội A")
    with pytest.raises(UserError, match="đứng trước"):
        print_document(office, "T8", key="Đội A", period=(D(2026, 2, 1), D(2026, 1, 1)))
    with pytest.raises(UserError, match="không có mẫu trống"):
        print_blank(office, "Q4")
    with pytest.raises(UserError, match="Không thấy mẫu kiểm tra"):
        print_blank(office, "K1", template="ZZ")
    assert events(office) == []


def test_members_are_those_of_the_day(office: Office) -> None:
    team = team_of(office)
    makers.member(office, team, "Võ Minh Đức", D(2026, 11, 1))
    early = said(print_document(office, "T6", key=team, on=D(2026, 5, 1)))
    assert "Phạm Quốc Bảo" in early
    assert "Võ Minh Đức" not in early
    assert "01/05/2026" in early
    now = print_document(office, "T6", key=team)
    assert "Võ Minh Đức" in said(now)
    assert now.file_name == "T6-2026-11-21.pdf"


def test_a_log_has_the_activities_of_its_period_and_its_leader(office: Office) -> None:
    team = team_of(office)
    makers.activity(office, team_id=team, from_on=D(2026, 1, 2), summary="Chuyện quý trước")
    page = said(print_document(office, "T8", key=team, period=QUARTER))
    assert "Tổng cộng 1 1.250" in page
    assert "ĐỘI TRƯỞNG (Ký, ghi rõ họ tên) Phạm Quốc Bảo" in page
    assert "Chuyện quý trước" not in page


def test_a_report_counts_records_and_is_a_draft_until_approved(
    office: Office, open_as: Callable[..., Office]
) -> None:
    team_of(office)
    draft = print_document(office, "T10", period=QUARTER)
    assert "BẢN NHÁP" in said(draft)
    assert "01 lớp tuyên truyền" in said(draft)
    assert draft.file_name == "T10-2026-10-01-2026-12-31.pdf"
    report = report_of(office)
    approvals.approve(open_as("LANH_DAO"), report)
    approvals.set_sent(office, report, D(2026, 11, 21), "7", D(2026, 11, 20))
    page = said(print_document(office, "T10", key="quý iv/2026"))
    assert "BẢN NHÁP" not in page
    assert "Số: 07/BC-UBND" in page
    assert "ngày 20 tháng 11 năm 2026" in page
    assert page == said(print_document(office, "T10", period=QUARTER))


def test_a_report_has_the_clerks_texts_and_figures(office: Office) -> None:
    team_of(office)
    report = report_of(office)
    figure = {"indicator": "T05", "computed": 1, "edited": 4, "reason": "Ghi sót ba lớp"}
    makers.saved(office, "report_figures", report_id=report, **figure)
    own = {"section_code": "2", "text": "Đoạn do cán bộ tự viết."}
    makers.saved(office, "report_texts", report_id=report, **own)
    page = said(print_document(office, "T10", key=report))
    assert "04 lớp tuyên truyền" in page
    assert "Đoạn do cán bộ tự viết." in page
    assert "Sửa tay, từ hồ sơ: 1" in page


def test_the_appendix_leaves_out_parts_of_nothing(office: Office) -> None:
    team_of(office)
    page = said(print_document(office, "T10", period=QUARTER))
    assert "T12 Lượt người tham gia T05–T11 lượt 1.250 - Lớp tuyên truyền" in page
    assert "T01 Buổi tuyên truyền về xây dựng Đội buổi 0 T02" in page


def test_a_team_reports_in_its_own_name(office: Office, open_as: Callable[..., Office]) -> None:
    theirs = open_as("DOI_TRUONG", team_id=team_of(office))
    page = said(print_document(theirs, "T10", period=QUARTER))
    assert "TM. ĐỘI ĐỘI TRƯỞNG Phạm Quốc Bảo" in page
    assert "TM. ỦY BAN NHÂN DÂN" not in page


def test_an_inspection_is_a_draft_until_it_is_finished(office: Office) -> None:
    inspection = makers.inspection(office)
    number = records.read(office, "inspections", inspection).values["number"]
    draft = print_document(office, "K1", key=number)
    assert "BẢN NHÁP" in said(draft)
    assert draft.file_name == f"K1-{number}.pdf"
    sheet = inspections.read_sheet(office, inspection)
    answers = [
        {"question_id": line.question.id, "value": "DAT" if line.question.weight else None}
        for line in sheet.lines
    ]
    inspections.save_answers(office, inspection, answers)
    inspections.finish_inspection(office, inspection)
    page = said(print_document(office, "K1", key=number))
    assert "BẢN NHÁP" not in page
    assert "= 100,0%" in page
    assert "Xếp loại: Tốt" in page


def test_blank_forms_need_no_record(office: Office) -> None:
    form = print_blank(office, "Q1")
    assert form.file_name == "Q1-MAU-TRONG.pdf"
    assert "Nhu cầu hỗ trợ" in said(form)
    for template in (None, "B", makers.template(office)):
        assert "Kiểm tra Đội Công tác xã hội tình nguyện" in said(
            print_blank(office, "K1", template=template)
        )
    assert "Văn phòng" in said(print_blank(office, "K1", template="a"))
    assert "Kiểm tra Đội" in in_word(print_blank(office, "K1", file_format="docx"))
    assert {(event.detail, event.row) for event in events(office)} == {
        ("Q1 pdf blank", None),
        ("K1 pdf blank", None),
        ("K1 docx blank", None),
    }


@pytest.mark.parametrize("code", ["Q1", "Q4", "Q7", "case"])
@pytest.mark.parametrize("case_type", ["HIV", "MBN"])
def test_files_of_hiv_and_of_victims_are_printed_for_a_reason_only(
    office: Office, open_as: Callable[..., Office], case_type: str, code: str
) -> None:
    key = case_of(open_as("CAN_BO", compartments=ALL_CASES), case_type)
    reader = open_as("LANH_DAO", compartments=ALL_CASES)
    for reason in (None, "  "):
        with pytest.raises(UserError, match="chỉ được in khi có lý do"):
            print_document(reader, code, key=key, reason=reason)
    assert events(office) == []
    printed = print_document(reader, code, key=key, reason=" Chuyển Tòa án ")
    assert [event.detail for event in events(office)] == [f"{code} pdf: Chuyển Tòa án"]
    page = said(printed)
    assert "In bởi Trần Văn Khác lúc 09:00 21/11/2026 · hồ sơ 20854-26-A-0001" in page
    for telling in ("HIV", "mua bán", "Loại hồ sơ"):
        assert telling not in page
        assert telling not in printed.file_name


def test_victims_are_named_by_initials_unless_asked_otherwise(office: Office) -> None:
    key = case_of(office, "MBN")
    page = said(print_document(office, "case", key=key, reason="Bàn giao"))
    assert "N.T.Đ.H." in page
    assert NAME not in page
    assert "Hồ Thị Bảy" not in page
    full = print_document(office, "case", key=key, reason="Bàn giao", full_names=True)
    assert NAME in said(full)


def test_sensitive_papers_say_who_printed_them_and_others_do_not(office: Office) -> None:
    assert "In bởi" not in said(print_document(office, "Q1", key=case_of(office)))
    footed = said(print_document(office, "Q1", key=case_of(office, "MT_SAUCAI")))
    assert "In bởi Nguyễn Thị Lan lúc 09:00 21/11/2026 · hồ sơ 20854-26-A-0002" in footed


def test_nobody_prints_what_they_may_not_see(
    office: Office, open_as: Callable[..., Office]
) -> None:
    key = case_of(office, "MT_SAUCAI")
    with pytest.raises(NotAllowed):
        print_document(open_as("CHI_XEM"), "T6", key=makers.team(office))
    with pytest.raises(NotAllowed):
        print_document(open_as("VAN_THU"), "Q1", key=key)
    with pytest.raises(UserError, match="Không mở được"):
        print_document(open_as("DOI_TRUONG"), "Q1", key=key)
    hidden = makers.case(open_as("CAN_BO", compartments=frozenset(range(5))), case_type="HIV")
    with pytest.raises(UserError, match="Không mở được"):
        print_document(office, "Q1", key=hidden, reason="Xem")
    assert events(office) == []


def test_a_restricted_file_is_printed_by_its_readers_only(
    office: Office, open_as: Callable[..., Office]
) -> None:
    key = makers.case(office, access_level="HAN_CHE")
    with pytest.raises(UserError, match="Không mở được"):
        print_document(open_as("CAN_BO", name="khac"), "Q1", key=key)
    assert print_document(open_as("LANH_DAO"), "Q1", key=key).pages


def test_papers_show_only_what_the_reader_may_see(
    office: Office, open_as: Callable[..., Office]
) -> None:
    worker = makers.officer(office)
    key = case_of(office, problem="Chuyện rất riêng", case_worker_id=worker)
    assert "Chuyện rất riêng" in said(print_document(office, "Q1", key=key))
    page = said(print_document(open_as("DOI_TRUONG", officer_id=worker), "Q1", key=key))
    assert "Chuyện rất riêng" not in page
    assert NAME in page


def test_void_parts_are_not_printed(office: Office) -> None:
    key = case_of(office)
    wrong = makers.contact(office, key, content="Ghi nhầm hồ sơ")
    records.void(office, "contacts", wrong, "Ghi nhầm")
    page = said(print_document(office, "Q4", key=key))
    assert "Thăm hỏi gia đình" in page
    assert "Ghi nhầm hồ sơ" not in page


def test_a_whole_case_has_the_chosen_parts(office: Office) -> None:
    key = case_of(office)
    printed = print_document(office, "case", key=key, parts=["intake", "contacts"])
    titles = [title for _, title, _ in outline(printed.content)]
    assert titles == ["Phiếu tiếp nhận", "Nhật ký quản lý trường hợp"]
    assert printed.file_name == "HS-20854-26-A-0001.pdf"
    for parts in ([], ["photos"]):
        with pytest.raises(UserError, match="Hãy chọn ít nhất một phần"):
            print_document(office, "case", key=key, parts=parts)


def test_file_properties_tell_nothing_of_anybody(office: Office) -> None:
    key = case_of(office, "MT_SAUCAI")
    for code in ("Q1", "Q4", "Q7", "case"):
        printed = print_document(office, code, key=key)
        pdf = pypdfium2.PdfDocument(printed.content)
        told = f"{pdf.get_metadata_dict()} {printed.file_name}"
        pdf.close()
        assert NAME not in told
        assert "cai" not in told.lower().replace("created", "")
        file = docx.Document(
            io.BytesIO(print_document(office, code, key=key, file_format="docx").content)
        )
        assert file.core_properties.title.endswith("20854-26-A-0001")
        assert file.core_properties.author == "Sổ Xã"


def test_many_case_files_become_one_bookmarked_pdf(office: Office) -> None:
    ids = [case_of(office) for _ in range(3)]
    stream = io.BytesIO()
    done: list[tuple[int, int]] = []
    pages = print_case_files(
        office,
        ids,
        stream,
        parts=["cover", "intake"],
        progress=lambda at, of: done.append((at, of)),
    )
    assert pages == len(read(stream.getvalue()))
    entries = outline(stream.getvalue())
    assert [title for level, title, _ in entries if level == 0] == [
        f"Hồ sơ 20854-26-A-{at:04d}" for at in (1, 2, 3)
    ]
    assert [title for level, title, _ in entries if level == 1] == [
        "Bìa hồ sơ",
        "Phiếu tiếp nhận",
    ] * 3
    assert done == [(1, 3), (2, 3), (3, 3)]
    assert {event.row for event in events(office)} == set(ids)
    assert {event.detail for event in events(office)} == {"case pdf"}


def test_of_many_case_files_all_or_none_are_printed(
    office: Office, open_as: Callable[..., Office]
) -> None:
    trusted = open_as("CAN_BO", compartments=frozenset(range(5)))
    plain, secret = case_of(office), case_of(office, "MBN")
    hidden = makers.case(trusted, case_type="HIV")
    stream = io.BytesIO()
    with pytest.raises(UserError, match="lý do"):
        print_case_files(office, [plain, secret], stream)
    with pytest.raises(UserError, match="không được xem"):
        print_case_files(office, [plain, hidden], stream, reason="Bàn giao")
    with pytest.raises(UserError, match="Chưa chọn hồ sơ"):
        print_case_files(office, [], stream)
    assert stream.getvalue() == b""
    assert events(office) == []
    assert print_case_files(office, [plain, secret], stream, reason="Bàn giao")


@pytest.mark.parametrize("case_type", ["HIV", "MBN", "MD"])
def test_a_list_of_names_with_a_secret_status_is_not_exported(
    office: Office, open_as: Callable[..., Office], case_type: str
) -> None:
    case_of(open_as("CAN_BO", compartments=ALL_CASES), case_type)
    reader = open_as("LANH_DAO", compartments=ALL_CASES)
    of_type = [Filter("case_type", "is", case_type)]
    forbidden = [
        lists.listing(reader, "case_files"),
        lists.listing(reader, "case_files", ("number", "person_id", "case_type")),
        lists.listing(reader, "case_files", ("person_id.birth_date", "case_type")),
        lists.listing(reader, "case_files", ("number", "person_id"), of_type),
        lists.listing(reader, "contacts", ("at", "case_id.person_id", "case_id.case_type")),
    ]
    for shown in forbidden:
        with pytest.raises(UserError, match="không được in hoặc xuất"):
            exports.export_list(reader, shown, "", "Rà soát")
    assert events(office, "export") == []
    for columns in (("number", "person_id", "status"), ("number", "case_type", "status")):
        assert exports.export_list(
            reader, lists.listing(reader, "case_files", columns), "", "Rà soát"
        )
    # Nothing secret is among what this reader sees: the same list may go.
    general = open_as("CAN_BO", compartments=frozenset({0}))
    assert exports.export_list(general, lists.listing(general, "case_files"), "", "Rà soát")


def test_a_case_that_moved_on_prints_as_it_is_now(office: Office) -> None:
    key = case_of(office)
    cases.move_case(office, key, "KET_THUC", D(2026, 11, 21), "HOAN_THANH")
    assert "Ngày kết thúc: 21/11/2026" in said(print_document(office, "Q7", key=key))
