"""Approved reports, finished sheets and closed cases are not written by any form or undoing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

import makers
from desktop.base.errors import NotAllowed, UserError
from desktop.indicators.periods import whole_year
from desktop.operations import approvals, cases, inspections, records, reports
from desktop.operations.office import Office
from desktop.operations.saving import Part, save_parts
from desktop.operations.undoing import undo_last
from desktop.records import (
    CaseFile,
    Contact,
    Inspection,
    InspectionAnswer,
    Person,
    Record,
    Report,
    ReportFigure,
    ReportText,
)

SENTENCE = "nên không sửa được. Chưa có gì thay đổi"


@pytest.fixture
def leader(open_as: Callable[..., Office]) -> Office:
    return open_as("LANH_DAO")


@pytest.fixture
def report(office: Office) -> uuid.UUID:
    """A report with one figure and one text by hand, not yet approved."""
    made = makers.only(reports.open_report(office, whole_year(2026)), "reports")
    reports.edit_figure(office, made, "T05", 3, "Sổ giấy")
    reports.save_texts(office, made, {"1": "Đội mới thành lập."})
    return made


def first(office: Office, kind: type[Record]) -> uuid.UUID:
    with office.reading() as session:
        return session.scalars(sa.select(kind.__table__.c.id).order_by("id").limit(1)).one()


def everything(office: Office, *kinds: type[Record]) -> list[dict[str, Any]]:
    with office.reading() as session:
        return [
            row.values()
            for kind in kinds
            for row in session.scalars(sa.select(kind).order_by("id"))
        ]


def test_an_approved_report_is_closed_to_every_way_of_saving(
    office: Office, leader: Office, report: uuid.UUID
) -> None:
    approvals.approve(leader, report)
    figure, text = first(office, ReportFigure), first(office, ReportText)
    before = everything(office, Report, ReportFigure, ReportText)
    new = {"report_id": report, "section_code": "9", "text": "Thêm"}
    ways = [
        partial(records.save, office, "reports", report, {"label": "Kỳ khác"}),
        partial(records.save, office, "report_figures", figure, {"edited": 99}),
        partial(records.save, office, "report_texts", text, {"text": "Khác"}),
        partial(records.save, office, "report_texts", None, new),
        partial(records.void, office, "report_figures", figure, "Bỏ"),
        partial(records.unvoid, office, "report_texts", text),
        partial(save_parts, office, [Part("report_texts", text, {"text": "Khác"})]),
        partial(reports.edit_figure, office, report, "T05", 4, "Lại sửa"),
    ]
    for way in ways:
        with pytest.raises(UserError, match=f"Báo cáo này ở trạng thái “Đã duyệt” {SENTENCE}"):
            way()
    assert everything(office, Report, ReportFigure, ReportText) == before
    approvals.reopen(leader, report)
    records.save(office, "reports", report, {"label": "Kỳ khác"})


def test_undoing_does_not_reach_into_what_was_approved_since(
    office: Office, leader: Office, report: uuid.UUID
) -> None:
    approvals.submit(office, report)
    approvals.withdraw(office, report)
    reports.save_texts(office, report, {"1": "Câu viết sau."})
    approvals.approve(leader, report)
    with pytest.raises(UserError, match=SENTENCE):
        undo_last(office)
    assert makers.loaded(office, ReportText, first(office, ReportText)).text == "Câu viết sau."


def test_approving_itself_can_be_undone(
    office: Office, open_as: Callable[..., Office], report: uuid.UUID
) -> None:
    alone = open_as("CAN_BO,LANH_DAO")
    approvals.approve(alone, report)
    undo_last(alone)
    assert makers.loaded(office, Report, report).status == "NHAP"


def test_a_finished_sheet_keeps_its_answers_but_its_findings_go_on(office: Office) -> None:
    sheet = makers.inspection(office)
    asked = inspections.read_sheet(office, sheet).lines
    answers = [
        {"question_id": line.question.id, "value": "DAT" if line.question.weight else None}
        for line in asked
    ]
    finding = {"id": None, "text": "Thiếu sổ", "group": "CSVC", "severity": "NHE", "state": "MO"}
    inspections.save_answers(office, sheet, answers, findings=[finding])
    inspections.finish_inspection(office, sheet)
    answer = first(office, InspectionAnswer)
    for table, row, values in (
        ("inspections", sheet, {"ended_on": dt.date(2026, 1, 1)}),
        ("inspection_answers", answer, {"value": "KHONG"}),
    ):
        with pytest.raises(UserError, match=f"“Hoàn thành” {SENTENCE}"):
            records.save(office, table, row, values)
    assert makers.loaded(office, InspectionAnswer, answer).value in ("DAT", None)
    with office.reading() as session:
        told = session.scalars(sa.text("SELECT id FROM findings")).one()
    records.save(office, "findings", uuid.UUID(bytes=told), {"state": "DANG"})
    assert makers.loaded(office, Inspection, sheet).state == "HOAN_THANH"


@pytest.mark.parametrize("status", ["KET_THUC", "CHUYEN_DI"])
def test_a_closed_case_is_written_again_only_after_a_leader_reopened_it(
    office: Office, leader: Office, status: str
) -> None:
    case = makers.case(office)
    contact = makers.contact(office, case)
    person = makers.loaded(office, CaseFile, case).person_id
    cases.move_case(office, case, status, dt.date(2026, 11, 21), "KHAC")
    before = everything(office, CaseFile, Contact)
    of_person, of_case = (
        Part("people", person, {"phone": "0905123456"}),
        Part("case_files", case, {"problem": "Chuyện mới"}),
    )
    ways = [
        partial(records.save, office, "case_files", case, {"problem": "Chuyện mới"}),
        partial(records.void, office, "case_files", case, "Lập nhầm"),
        partial(cases.save_folder, office, [of_person, of_case]),
        partial(records.save, office, "contacts", contact, {"content": "Khác"}),
        partial(records.void, office, "contacts", contact, "Ghi nhầm"),
        partial(makers.contact, office, case),
        partial(save_parts, office, [Part("contacts", contact, {"content": "Khác"})]),
    ]
    for way in ways:
        with pytest.raises(UserError, match=f"Hồ sơ này ở trạng thái “.*” {SENTENCE}"):
            way()
    assert everything(office, CaseFile, Contact) == before
    assert makers.loaded(office, Person, person).phone is None
    cases.save_folder(office, [of_person])
    paper = {
        "case_id": case,
        "seq": 1,
        "kind": "Quyết định",
        "summary": "Đến sau",
        "is_original": True,
    }
    makers.saved(office, "case_documents", **paper)
    with pytest.raises(UserError, match="Lãnh đạo có thể mở lại"):
        cases.move_case(office, case, "THUC_HIEN")
    with pytest.raises(UserError, match=SENTENCE):
        cases.move_case(office, case, status, dt.date(2026, 11, 20), "KHAC")
    cases.move_case(leader, case, "THUC_HIEN")
    with pytest.raises(NotAllowed):
        cases.move_case(leader, case, "TAM_DINH_CHI")


def test_a_reopened_case_is_written_again(office: Office, open_as: Callable[..., Office]) -> None:
    case = makers.case(office)
    cases.move_case(office, case, "KET_THUC", dt.date(2026, 11, 21), "KHAC")
    both = open_as("CAN_BO,LANH_DAO")
    cases.move_case(both, case, "THUC_HIEN")
    records.save(office, "case_files", case, {"problem": "Chuyện mới"})
    makers.contact(office, case)


def test_closing_a_case_can_be_undone_but_not_what_was_written_before(
    office: Office, open_as: Callable[..., Office]
) -> None:
    other = open_as("CAN_BO")
    case = makers.case(office)
    makers.contact(office, case)
    cases.move_case(other, case, "KET_THUC", dt.date(2026, 11, 21), "KHAC")
    with pytest.raises(UserError, match=SENTENCE):
        undo_last(office)
    undo_last(other)
    assert makers.loaded(office, CaseFile, case).status == "TIEP_NHAN"
