"""Reports on a period: their figures from records, changes by hand, approval, what lies behind."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import makers
from desktop.base.errors import InvalidRecord, NotAllowed, UserError
from desktop.indicators.periods import between, quarter, whole_year
from desktop.operations import activities, approvals, figure_records, records, reports
from desktop.operations.office import Office
from desktop.operations.period_reports import PeriodReport, compute_period
from desktop.operations.reports import ReportView
from desktop.operations.text_styles import Style, set_style
from desktop.records import ReportFigure

YEAR = whole_year(2026)


def begun(office: Office) -> uuid.UUID:
    """A report on the year."""
    return makers.only(reports.open_report(office, YEAR), "reports")


def figure(seen: ReportView | PeriodReport, key: str) -> int:
    body = seen.body if isinstance(seen, ReportView) else seen
    return body.lines()[key].shown


def text(seen: ReportView | PeriodReport, code: str) -> str:
    body = seen.body if isinstance(seen, ReportView) else seen
    return next(one.text for one in body.sections if one.code == code)


@pytest.fixture
def leader(open_as: Callable[..., Office]) -> Office:
    return open_as("LANH_DAO")


@pytest.fixture
def worked(office: Office) -> uuid.UUID:
    """A report on a year with one meeting of 45 people, one about teams, and a team of two."""
    team = makers.team(office, decision_on=dt.date(2026, 1, 2))
    for name in ("Phạm Thị Dung", "Lê Văn Tám"):
        makers.member(office, team, name)
    makers.activity(office)
    makers.activity(office, topics=("XAY_DUNG_DOI",), sessions=2, attendance=30)
    return begun(office)


def test_a_report_shows_what_its_period_came_to(office: Office, worked: uuid.UUID) -> None:
    seen = reports.read_report(office, worked)
    told = {key: figure(seen, key) for key in ("D01", "D03", "D04.2", "T01", "T01.XA", "T05")}
    assert told == {"D01": 1, "D03": 2, "D04.2": 1, "T01": 2, "T01.XA": 2, "T05": 1}
    assert "với 02 tình nguyện viên tham gia" in text(seen, "1")
    assert "trên địa bàn xã Tiên Phước" in text(seen, "1")
    assert seen.state == "NHAP"
    assert seen.editable


def test_any_period_is_computed_without_a_report(office: Office, worked: uuid.UUID) -> None:
    year = compute_period(office, YEAR.from_on, YEAR.to_on)
    first_half = compute_period(office, dt.date(2026, 1, 1), dt.date(2026, 6, 30))
    assert (figure(year, "T05"), figure(first_half, "T05")) == (1, 0)
    assert year.lines() == reports.read_report(office, worked).body.lines()


def test_one_period_has_one_report(office: Office, worked: uuid.UUID) -> None:
    with pytest.raises(UserError, match="Đã có báo cáo cho năm 2026"):
        reports.open_report(office, YEAR)
    reports.open_report(office, quarter(2026, 4))


def test_a_total_that_is_its_own_part_has_one_line(office: Office, worked: uuid.UUID) -> None:
    lines = reports.read_report(office, worked).body.lines()
    assert {"T19", "T19.GIO", "D07", "D07.TONG_SO"} <= set(lines)
    assert not {"T19.LAN", "D07.DA_TAP_HUAN"} & set(lines)
    reports.edit_figure(office, worked, "T19", 7, "Loa của thôn chưa ghi sổ")
    assert "phát loa truyền thanh 07 lần" in text(reports.read_report(office, worked), "4.1")


# -- figures by hand --------------------------------------------------------------------


def test_a_figure_changed_by_hand_keeps_what_the_records_gave(
    office: Office, worked: uuid.UUID
) -> None:
    reports.edit_figure(office, worked, "T05", 4, " Ba lớp của Hội Phụ nữ ")
    seen = reports.read_report(office, worked)
    line = seen.body.lines()["T05"]
    assert line.edit is not None
    assert (line.computed, line.shown, line.edit.reason) == (1, 4, "Ba lớp của Hội Phụ nữ")
    assert "04 lớp tuyên truyền" in text(seen, "4.1")


def test_a_figure_is_not_changed_without_a_reason(office: Office, worked: uuid.UUID) -> None:
    with pytest.raises(InvalidRecord) as refused:
        reports.edit_figure(office, worked, "T05", 4, "  ")
    assert list(refused.value.problems) == ["reason"]
    assert figure(reports.read_report(office, worked), "T05") == 1


@settings(max_examples=8)
@given(values=st.lists(st.integers(0, 10**6), min_size=1, max_size=4))
def test_however_often_it_is_changed_one_row_holds_the_figure(
    office: Office, worked: uuid.UUID, values: list[int]
) -> None:
    for value in values:
        reports.edit_figure(office, worked, "T13", value, "Đếm lại")
    line = reports.read_report(office, worked).body.lines()["T13"]
    assert line.shown == values[-1]
    # The figure of the records needs no row.
    assert (line.edit is None) == (values[-1] == line.computed)
    reports.restore_figure(office, worked, "T13")
    assert reports.read_report(office, worked).body.lines()["T13"].edit is None


def test_parts_that_no_longer_make_the_whole_are_remarked(
    office: Office, worked: uuid.UUID
) -> None:
    assert not reports.read_report(office, worked).body.remarks
    reports.edit_figure(office, worked, "T01.XA", 5, "Bổ sung")
    sentences = [one.sentence for one in reports.read_report(office, worked).body.remarks]
    assert sentences == ["T01: các phần cộng lại là 5, khác tổng số 2."]


def test_records_that_change_after_a_figure_was_changed_are_remarked(
    office: Office, worked: uuid.UUID
) -> None:
    reports.edit_figure(office, worked, "T05", 4, "Bổ sung")
    makers.activity(office)
    (remark,) = reports.read_report(office, worked).body.remarks
    assert remark.sentence.startswith("T05: hồ sơ nay cho 2, lúc sửa tay là 1.")


def test_nine_months_with_less_than_six_are_remarked(office: Office, worked: uuid.UUID) -> None:
    half = between(dt.date(2026, 1, 1), dt.date(2026, 6, 30))
    earlier = makers.only(reports.open_report(office, half), "reports")
    reports.edit_figure(office, earlier, "T13", 9, "Theo báo cáo của thôn")
    sentences = [one.sentence for one in reports.read_report(office, worked).body.remarks]
    assert sentences == ["T13: kỳ sau 0 ít hơn kỳ trước nằm trong nó 9."]


# -- texts ------------------------------------------------------------------------------


def test_a_written_text_stays_and_others_follow_the_figures(
    office: Office, worked: uuid.UUID
) -> None:
    seen = reports.read_report(office, worked)
    kept = {one.code: one.text for one in seen.body.sections}
    reports.save_texts(office, worked, {**kept, "2": "Tự viết.\nHai đoạn."}, seen.seen)
    makers.activity(office)
    after = reports.read_report(office, worked)
    assert [one.code for one in after.body.sections if one.written] == ["2"]
    assert after.body.sections[1].paragraphs == ("Tự viết.", "Hai đoạn.")
    assert "02 lớp tuyên truyền" in text(after, "4.1")
    reports.save_texts(office, worked, {"2": after.body.sections[1].proposed}, after.seen)
    assert not any(one.written for one in reports.read_report(office, worked).body.sections)


def test_a_text_that_somebody_else_wrote_meanwhile_is_not_overwritten(
    office: Office, worked: uuid.UUID
) -> None:
    reports.save_texts(office, worked, {"2": "Bản một."})
    seen = reports.read_report(office, worked)
    reports.save_texts(office, worked, {"2": "Bản của người khác."})
    with pytest.raises(records.ChangedMeanwhile):
        reports.save_texts(office, worked, {"2": "Bản của tôi."}, seen.seen)
    assert text(reports.read_report(office, worked), "2") == "Bản của người khác."


def test_figures_in_the_text_are_written_as_the_report_wants(
    office: Office, worked: uuid.UUID
) -> None:
    reports.edit_figure(office, worked, "T02", 56_412, "Cả lượt nghe loa")
    assert "hơn 56.400 lượt" in text(reports.read_report(office, worked), "2")
    assert "là 02 buổi" in text(reports.read_report(office, worked), "2")
    set_style(office, worked, Style(rounded=False, padded=False))
    assert "với 56.412 lượt" in text(reports.read_report(office, worked), "2")
    assert "là 2 buổi" in text(reports.read_report(office, worked), "2")


def test_the_text_of_the_report_before_is_offered(office: Office, worked: uuid.UUID) -> None:
    half = between(dt.date(2026, 1, 1), dt.date(2026, 6, 30))
    assert reports.read_report(office, worked).former == ""
    assert reports.former_texts(office, worked) == {}
    earlier = makers.only(reports.open_report(office, half), "reports")
    reports.save_texts(office, earlier, {"2": "Như kỳ trước."})
    assert reports.read_report(office, worked).former == "6 tháng đầu năm 2026"
    assert reports.former_texts(office, worked)["2"] == "Như kỳ trước."


# -- approval ---------------------------------------------------------------------------


def test_an_approved_report_never_changes_with_the_records(
    office: Office, worked: uuid.UUID, leader: Office
) -> None:
    reports.edit_figure(office, worked, "T05", 4, "Bổ sung")
    reports.save_texts(office, worked, {"2": "Tự viết."})
    approvals.submit(office, worked)
    approvals.approve(leader, worked)
    before = reports.read_report(office, worked).body
    makers.brought_activity(office)
    team = makers.team(office)
    makers.member(office, team)
    after = reports.read_report(office, worked)
    assert (after.body.groups, after.body.sections) == (before.groups, before.sections)
    assert after.frozen
    assert after.reading.values["approved_by"] == "Trần Văn Khác"
    assert after.body.lines()["T05"].edit is not None
    assert after.body.lines()["T01"].edit is None


def test_every_figure_is_kept_as_a_row_at_approval(
    office: Office, worked: uuid.UUID, leader: Office
) -> None:
    reports.edit_figure(office, worked, "T05", 4, "Bổ sung")
    makers.activity(office)
    approvals.approve(leader, worked)
    with office.reading() as session:
        rows = {
            r.indicator: r for r in activities.lines_of(session, ReportFigure, "report_id", worked)
        }
    assert set(reports.read_report(office, worked).body.lines()) <= set(rows)
    assert (rows["T01"].computed, rows["T01"].edited, rows["T01"].reason) == (
        2,
        2,
        "Chốt khi duyệt",
    )
    assert (rows["T05"].computed, rows["T05"].edited, rows["T05"].reason) == (2, 4, "Bổ sung")


def test_a_submitted_report_is_not_changed(office: Office, worked: uuid.UUID) -> None:
    approvals.submit(office, worked)
    for deed in (
        lambda: reports.edit_figure(office, worked, "T05", 4, "Bổ sung"),
        lambda: reports.restore_figure(office, worked, "T05"),
        lambda: reports.save_texts(office, worked, {"2": "Tự viết."}),
        lambda: approvals.submit(office, worked),
    ):
        with pytest.raises(
            UserError, match=r"Báo cáo này (chờ duyệt|ở trạng thái “Chờ duyệt”) nên"
        ):
            deed()
    approvals.withdraw(office, worked)
    reports.edit_figure(office, worked, "T05", 4, "Bổ sung")


def test_a_report_goes_its_way_and_back(office: Office, worked: uuid.UUID, leader: Office) -> None:
    def state() -> str:
        return reports.read_report(office, worked).state

    approvals.submit(office, worked)
    approvals.send_back(leader, worked)
    assert state() == "TRA_LAI"
    assert reports.read_report(office, worked).editable
    approvals.submit(office, worked)
    approvals.approve(leader, worked)
    approvals.set_sent(office, worked, dt.date(2026, 11, 21), "12/BC-UBND", dt.date(2026, 11, 20))
    assert state() == "DA_GUI"
    values = reports.read_report(office, worked).reading.values
    assert (values["number"], values["sent_on"]) == ("12/BC-UBND", dt.date(2026, 11, 21))
    approvals.reopen(leader, worked)
    assert state() == "NHAP"
    assert reports.read_report(office, worked).reading.values["sent_on"] is None


def test_a_reopened_report_follows_the_records_again(
    office: Office, worked: uuid.UUID, leader: Office
) -> None:
    reports.edit_figure(office, worked, "T13", 9, "Bổ sung")
    reports.save_texts(office, worked, {"2": "Tự viết."})
    approvals.approve(leader, worked)
    makers.brought_activity(office)
    approvals.reopen(leader, worked)
    seen = reports.read_report(office, worked)
    assert (figure(seen, "T05"), figure(seen, "T13")) == (2, 9)
    assert [one.code for one in seen.body.sections if one.written] == ["2"]


def test_only_who_may_approves_and_reopens(
    office: Office, worked: uuid.UUID, leader: Office
) -> None:
    for deed in (approvals.approve, approvals.send_back, approvals.reopen):
        with pytest.raises(NotAllowed):
            deed(office, worked)
    for forbidden in (approvals.submit, approvals.withdraw):
        with pytest.raises(NotAllowed):
            forbidden(leader, worked)


def test_a_report_is_sent_after_it_was_approved_and_signed(
    office: Office, worked: uuid.UUID, leader: Office
) -> None:
    with pytest.raises(UserError, match="đang soạn"):
        approvals.set_sent(office, worked, dt.date(2026, 12, 5))
    approvals.approve(leader, worked)
    with pytest.raises(UserError, match="đứng trước ngày ký"):
        approvals.set_sent(office, worked, dt.date(2026, 12, 3), None, dt.date(2026, 12, 4))
    assert reports.read_report(office, worked).state == "DA_DUYET"


def test_the_report_that_is_due_first_is_the_next_to_go_out(
    office: Office, worked: uuid.UUID, leader: Office
) -> None:
    assert approvals.next_report(office) is None
    due = dt.date(2026, 11, 18)
    last = makers.only(reports.open_report(office, quarter(2026, 3), due), "reports")
    reports.open_report(office, quarter(2026, 4), dt.date(2027, 1, 7))
    awaited = approvals.next_report(office)
    assert awaited is not None
    assert (awaited.id, awaited.label) == (last, "quý III năm 2026")
    assert (awaited.state, awaited.left.text) == ("NHAP", "Quá hạn 3 ngày")
    approvals.approve(leader, last)
    approvals.set_sent(office, last, dt.date(2026, 11, 21))
    awaited = approvals.next_report(office)
    assert awaited is not None
    assert awaited.label == "quý IV năm 2026"


# -- what lies behind -------------------------------------------------------------------


def test_a_figure_leads_back_to_its_records(office: Office, worked: uuid.UUID) -> None:
    (found,) = figure_records.drill(office, worked, "T01")
    assert (found.kind, found.table) == ("Hoạt động", "activities")
    assert found.title == "Truyền thông phòng, chống ma túy"
    assert "lớp, cuộc: 2 · Số lượt người: 30" in found.detail
    assert len(figure_records.drill(office, worked, "D04", "2")) == 1
    names = {one.title for one in figure_records.drill(office, worked, "D03")}
    assert names == {"Phạm Thị Dung", "Lê Văn Tám"}
    assert figure_records.drill(office, worked, "T01", "TINH") == []


def test_lines_of_a_paper_open_the_paper(office: Office, worked: uuid.UUID) -> None:
    changes = activities.save_activity(
        office,
        None,
        {
            "from_on": dt.date(2026, 11, 2),
            "summary": "Phát tờ rơi ở chợ",
            "duty": "A",
            "type": "KHAC",
            "topics": ("MA_TUY",),
            "organiser_level": "XA",
            "sessions": 1,
            "attendance": 0,
        },
        [{"type": "TO_ROI", "quantity": 400}],
    )
    (found,) = figure_records.drill(office, worked, "T18")
    assert (found.table, found.id) == ("activities", makers.only(changes, "activities"))
    assert "400" in found.detail
    (same,) = figure_records.drill_period(office, YEAR, "T18")
    assert same == found
