"""What a province hands down is used by its communes; a commune's approved report goes up frozen."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import makers
from desktop.base.errors import NotAllowed, UserError
from desktop.indicators.periods import quarter
from desktop.indicators.plans import Plan
from desktop.operations import (
    activities,
    approvals,
    figure_records,
    form_versions,
    inspections,
    records,
    reports,
    upkeep,
)
from desktop.operations.exchange_board import read_board
from desktop.operations.naming import names
from desktop.operations.office import Office
from desktop.operations.own_agency import agency_name, read_agency
from desktop.operations.papers import issue
from desktop.operations.period_reports import compute_period
from desktop.operations.printing import print_document
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.operations.taking_in import Receipt
from desktop.operations.undoing import undo_last
from desktop.records import Activity, AdminUnit, CodeItem, NormRate, UnitSuccession
from exchange.enrolled import NAMES, Offices, enrolled_offices, offices, outside, stick
from paper.pages import words

__all__ = ["enrolled_offices", "offices", "stick"]

THIRD_QUARTER = quarter(2026, 3)


def to(offices: Offices, sender: str, receiver: str, stick: Path) -> Receipt:
    sent = send(offices[sender], offices.scope(receiver), stick)
    return receive(offices[receiver], sent.path)


def offered(office: Office, code_list: str) -> list[tuple[str, str]]:
    """What a pick list offers today."""
    with office.reading() as session:
        return list(names(office, session).codes(code_list))


def code_item(office: Office, code_list: str = "L22") -> uuid.UUID:
    """The first item of a list."""
    with office.reading() as session:
        asked = sa.select(CodeItem.id).where(CodeItem.code_list == code_list)
        return session.scalars(asked.order_by(CodeItem.position).limit(1)).one()


# -- code lists, checklists, units --------------------------------------------------------------


def test_a_code_list_that_the_province_changes_is_offered_in_the_commune(
    offices: Offices, stick: Path
) -> None:
    top = offices["tinh"]
    renamed = code_item(top)
    records.save(top, "code_items", renamed, {"label": "Hồ sơ, sổ sách chưa đủ"})
    told = {"code_list": "L22", "code": "MOI", "label": "Thiếu kinh phí", "position": 90}
    makers.saved(top, "code_items", **told)
    gone = {"valid_to": dt.date(2026, 1, 31)}
    old = makers.saved(top, "code_items", **(told | {"code": "CU", "label": "Đã bỏ"}))
    records.save(top, "code_items", old, gone)
    assert to(offices, "tinh", "a", stick).tally.set_aside == []
    commune = offices["a"]
    labels = [label for _, label in offered(commune, "L22")]
    assert labels[0] == "Hồ sơ, sổ sách chưa đủ"
    assert labels[-1] == "Thiếu kinh phí"
    assert "Đã bỏ" not in labels
    with commune.reading() as session:
        assert names(commune, session).code("L22", "CU") == "Đã bỏ", "on old records it keeps it"


QUESTIONS: Sequence[dict[str, Any]] = (
    {"code": "M1", "text": "Có kế hoạch năm", "weight": 60, "critical": True},
    {"code": "M2", "text": "Có sổ theo dõi", "weight": 40, "critical": False},
)


def new_template(office: Office) -> uuid.UUID:
    """A checklist that no program ships."""
    told = {"code": "MOI", "title_text": "Kiểm tra mới", "version": 1, "target_kind": "XA"}
    template = makers.saved(office, "checklist_templates", **told)
    for at, question in enumerate(QUESTIONS, 1):
        rest = {"section_code": "I", "section_title": "Chung", "answer": "SCORED"}
        told = {"template_id": template, "position": at, **rest, **question}
        makers.saved(office, "checklist_questions", **told)
    return template


def test_a_checklist_of_the_province_is_filled_in_by_the_commune(
    offices: Offices, stick: Path
) -> None:
    template = new_template(offices["tinh"])
    assert to(offices, "tinh", "a", stick).tally.set_aside == []
    commune = offices["a"]
    assert template in {one.id for one in inspections.templates(commune, "XA")}
    sheet = makers.inspection(
        commune, template_id=template, team_id=None, target_name="Xã Tiên Phước"
    )
    lines = inspections.read_sheet(commune, sheet).lines
    assert [(one.question.code, one.question.text) for one in lines] == [
        ("M1", "Có kế hoạch năm"),
        ("M2", "Có sổ theo dõi"),
    ]
    told = [{"question_id": one.question.id, "value": "DAT"} for one in lines]
    inspections.save_answers(commune, sheet, told)
    inspections.finish_inspection(commune, sheet)
    to(offices, "a", "tinh", stick)
    seen = inspections.read_sheet(offices["tinh"], sheet)
    assert seen.score == inspections.read_sheet(commune, sheet).score
    assert seen.score.open == 0


def test_a_newer_version_of_a_checklist_replaces_the_older(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    old = new_template(top)
    to(offices, "tinh", "a", stick)
    sheet = makers.inspection(offices["a"], template_id=old, team_id=None, target_name="Xã")
    told = {"code": "MOI", "title_text": "Kiểm tra mới", "version": 2, "target_kind": "XA"}
    new = makers.saved(top, "checklist_templates", **told)
    to(offices, "tinh", "a", stick)
    shown = {one.id for one in inspections.templates(offices["a"], "XA")}
    assert new in shown
    assert old not in shown
    assert len(inspections.read_sheet(offices["a"], sheet).lines) == 2, "begun sheets keep theirs"


def asked(office: Office, template: uuid.UUID) -> list[tuple[str, str, int]]:
    """The questions of a template as they stand in an office."""
    with office.reading() as session:
        return [(q.code, q.text, q.weight) for q in inspections.questions(session, template)]


def renewed(office: Office, form: uuid.UUID, day: dt.date) -> uuid.UUID:
    """A new version of a checklist."""
    made = form_versions.new_version(office, "checklist_templates", form, day)
    (new,) = made.ids("checklist_templates") - {form}
    return new


def test_a_version_from_a_day_on_is_used_in_the_commune_from_that_day(
    offices: Offices, stick: Path
) -> None:
    top, commune, day = offices["tinh"], offices["a"], dt.date(2026, 12, 1)
    old = new_template(top)
    to(offices, "tinh", "a", stick)
    told = {"team_id": None, "target_name": "Xã Tiên Phước"}
    sheet = makers.inspection(commune, template_id=old, **told)
    new = renewed(top, old, day)
    with top.reading() as session:
        question = inspections.questions(session, new)[0].id
    records.save(top, "checklist_questions", question, {"text": "Có kế hoạch quý", "weight": 70})
    assert to(offices, "tinh", "a", stick).tally.set_aside == []
    assert asked(commune, new) == asked(top, new) != asked(commune, old)
    kept = inspections.read_sheet(commune, sheet).lines
    assert [one.question.text for one in kept] == ["Có kế hoạch năm", "Có sổ theo dõi"]
    for at, wanted in ((day - dt.timedelta(days=1), old), (day, new)):
        assert [one.id for one in inspections.templates(commune, "XA", at)] == [wanted]
    later = makers.inspection(commune, template_id=new, started_on=day, **told)
    assert inspections.read_sheet(commune, later).lines[0].question.weight == 70
    with pytest.raises(UserError, match="do Thành phố Đà Nẵng sửa"):
        renewed(commune, new, dt.date(2027, 1, 1))


def test_a_question_that_changed_above_arrives_also_where_it_was_asked_already(
    offices: Offices, stick: Path
) -> None:
    """Only who saves by hand is held up: a file brings what the province wrote before it knew."""
    top, commune = offices["tinh"], offices["a"]
    template = new_template(top)
    to(offices, "tinh", "a", stick)
    told = {"template_id": template, "team_id": None, "target_name": "Xã"}
    makers.inspection(commune, **told)
    with top.reading() as session:
        question = inspections.questions(session, template)[0].id
    records.save(top, "checklist_questions", question, {"weight": 50})
    receipt = to(offices, "tinh", "a", stick)
    assert (receipt.tally.set_aside, receipt.tally.disputed.total()) == ([], 0)
    assert asked(commune, template)[0] == ("M1", "Có kế hoạch năm", 50)
    to(offices, "a", "tinh", stick)
    with pytest.raises(UserError, match="đã dùng cho 1 cuộc kiểm tra"):
        records.save(top, "checklist_questions", question, {"weight": 60})
    with outside(commune), pytest.raises(UserError, match="đã dùng cho 1 cuộc kiểm tra"):
        records.save(commune, "checklist_questions", question, {"weight": 60})


def test_a_unit_and_what_it_came_from_reach_the_commune(offices: Offices, stick: Path) -> None:
    """Units come with the program; the province's PC has them earlier than the others."""
    with offices["tinh"].writing("units") as session:
        old = session.scalars(sa.select(AdminUnit).where(AdminUnit.code == "20242")).first()
        assert old is not None
        told = {"level": "XA", "kind": "PHUONG", "parent_id": old.parent_id}
        new = AdminUnit(code="99901", name="Phường Hoàng Sa Mới", **told)
        session.add(new)
        session.flush()
        session.add(UnitSuccession(old_id=old.id, new_id=new.id))
        ids = old.id, new.id
    assert to(offices, "tinh", "a", stick).tally.set_aside == []
    commune = offices["a"]
    with commune.reading() as session:
        asked = sa.select(UnitSuccession).where(UnitSuccession.new_id == ids[1])
        assert session.scalars(asked).one().old_id == ids[0]
    person = makers.person(commune)
    told = {"person_id": person, "kind": "THUONG_TRU", "unit_id": ids[1]}
    makers.saved(commune, "residences", **told)
    with commune.reading() as session:
        assert names(commune, session).record("admin_units", ids[1]) == "Phường Hoàng Sa Mới"


def test_what_a_commune_wrote_into_shared_lists_before_its_card_is_set_aside(
    offices: Offices, stick: Path
) -> None:
    commune, top = offices["a"], offices["tinh"]
    before = offered(top, "L22")
    own = {"code_list": "L22", "code": "XA", "label": "Xã tự thêm", "position": 99}
    with outside(commune):
        template = new_template(commune)
        records.save(commune, "code_items", code_item(commune), {"label": "Xã tự đổi"})
        makers.saved(commune, "code_items", **own)
    person = makers.person(commune, "Nguyễn Thị Đi Cùng")
    receipt = to(offices, "a", "tinh", stick)
    aside = {(entity, why) for entity, _, why in receipt.tally.set_aside}
    assert aside == {(20, "rights"), (21, "rights"), (25, "rights")}
    assert len(receipt.tally.set_aside) == 5
    assert offered(top, "L22") == before
    assert template not in {one.id for one in inspections.templates(top)}
    assert records.read(top, "people", person).values["full_name"] == "Nguyễn Thị Đi Cùng"
    to(offices, "tinh", "b", stick)
    assert "Xã tự thêm" not in {label for _, label in offered(offices["b"], "L22")}


# -- inspections and corrections ----------------------------------------------------------------


def inspected(offices: Offices, stick: Path) -> tuple[uuid.UUID, uuid.UUID]:
    """A team of the commune and what the province found there, not sent yet."""
    team = makers.team(offices["a"])
    to(offices, "a", "tinh", stick)
    top = offices["tinh"]
    sheet = makers.inspection(top, team_id=team)
    told = [
        {"question_id": one.question.id, "value": "DAT"}
        for one in inspections.read_sheet(top, sheet).lines
        if one.question.answer == "SCORED"
    ]
    told[0] |= {"value": "KHONG", "note": "Chưa có quyết định"}
    group, _ = offered(top, "L22")[0]
    finding = {"group": group, "severity": "NHE", "text": "Thiếu quyết định thành lập"}
    finding |= {"state": "MO"}
    inspections.save_answers(top, sheet, told, {"conclusion": "Bổ sung"}, [finding])
    inspections.finish_inspection(top, sheet)
    return team, sheet


def test_what_the_province_found_at_a_team_is_read_in_its_commune(
    offices: Offices, stick: Path
) -> None:
    team, sheet = inspected(offices, stick)
    assert to(offices, "tinh", "a", stick).tally.set_aside == []
    there, here = (inspections.read_sheet(offices[one], sheet) for one in ("tinh", "a"))
    assert here.inspection.team_id == team
    assert here.inspection.conclusion == "Bổ sung"
    assert [one.answer and (one.answer.value, one.answer.note) for one in here.lines] == [
        one.answer and (one.answer.value, one.answer.note) for one in there.lines
    ]
    assert [one.text for one in here.findings] == ["Thiếu quyết định thành lập"]
    assert here.score == there.score
    to(offices, "tinh", "b", stick)
    with offices["b"].reading() as session:
        kept = session.get(type(here.inspection), sheet)
        assert kept is None


def test_a_finished_visit_that_is_taken_back_is_taken_back_in_the_commune_too(
    offices: Offices, stick: Path
) -> None:
    _, sheet = inspected(offices, stick)
    undo_last(offices["tinh"])
    assert inspections.read_sheet(offices["tinh"], sheet).inspection.state == "NHAP"
    inspections.finish_inspection(offices["tinh"], sheet)
    to(offices, "tinh", "a", stick)
    inspections.reopen_inspection(offices["tinh"], sheet)
    inspections.finish_inspection(offices["tinh"], sheet)
    undo_last(offices["tinh"])
    to(offices, "tinh", "a", stick)
    assert inspections.read_sheet(offices["a"], sheet).inspection.state == "NHAP"


def test_a_visit_that_is_not_finished_is_not_told(offices: Offices, stick: Path) -> None:
    team, _ = inspected(offices, stick)
    open_one = makers.inspection(offices["tinh"], team_id=team, mode="KE_HOACH")
    to(offices, "tinh", "a", stick)
    with pytest.raises(UserError, match="không có trên máy"):
        inspections.read_sheet(offices["a"], open_one)


def test_the_commune_answers_a_finding_and_the_province_reads_it(
    offices: Offices, stick: Path
) -> None:
    _, sheet = inspected(offices, stick)
    to(offices, "tinh", "a", stick)
    (finding,) = inspections.read_sheet(offices["a"], sheet).findings
    records.save(
        offices["a"], "findings", finding.id, {"state": "XONG", "fixed_on": dt.date(2026, 11, 21)}
    )
    assert to(offices, "a", "tinh", stick).tally.set_aside == []
    (seen,) = inspections.read_sheet(offices["tinh"], sheet).findings
    assert seen.state == "XONG"


def test_both_number_their_inspections_and_both_can_still_be_written(
    offices: Offices, stick: Path
) -> None:
    team, sheet = inspected(offices, stick)
    own = makers.inspection(offices["a"], team_id=team)
    to(offices, "tinh", "a", stick)
    to(offices, "a", "tinh", stick)
    inspections.reopen_inspection(offices["tinh"], sheet)
    numbers: set[str] = set()
    for name, written in (("a", own), ("tinh", sheet)):
        records.save(offices[name], "inspections", written, {"place": "Nhà văn hóa"})
        numbers.add(records.read(offices[name], "inspections", written).values["number"])
    assert numbers == {"KT-26-A-0001"}
    assert not [line for line in upkeep.check_office(offices["tinh"]) if "ở hai nơi" in line]
    for name in ("a", "tinh"):
        third = makers.inspection(offices[name], team_id=team)
        told = records.read(offices[name], "inspections", third).values["number"]
        assert told == "KT-26-A-0002", "nobody's register jumps because of another's"


def test_a_correction_of_the_province_stands_in_the_commune(offices: Offices, stick: Path) -> None:
    person = makers.person(offices["a"], "Nguyễn Văn Sai", phone="0950000001")
    to(offices, "a", "tinh", stick)
    records.save(offices["tinh"], "people", person, {"full_name": "Nguyễn Văn Đúng"})
    receipt = to(offices, "tinh", "a", stick)
    assert receipt.tally.disputed.total() == 0
    shown = records.read(offices["a"], "people", person).values
    assert (shown["full_name"], shown["phone"]) == ("Nguyễn Văn Đúng", "0950000001")


# -- reports go up ------------------------------------------------------------------------------


def test_targets_and_norms_bind_the_communes_they_are_set_for(
    offices: Offices, stick: Path
) -> None:
    top = offices["tinh"]
    told = {"year": 2026, "indicator": "T05"}
    makers.saved(top, "targets", **told, planned=9)
    makers.saved(top, "targets", **told, planned=2, unit_id=makers.commune(top))
    rate = {"item": "DOI_TRUONG", "kind": "HE_SO", "factor": Decimal("0.6")}
    norm = makers.saved(top, "norm_rates", **rate, document="Nghị quyết mẫu")
    for name, planned in (("a", 2), ("b", 9)):
        assert to(offices, "tinh", name, stick).tally.set_aside == []
        makers.activity(offices[name], from_on=dt.date(2026, 8, 10))
        body = compute_period(offices[name], THIRD_QUARTER.from_on, THIRD_QUARTER.to_on)
        assert body.lines()["T05"].plan == Plan(planned, 1)
    assert makers.loaded(offices["a"], NormRate, norm).factor == Decimal("0.6")


def test_the_plan_of_an_approved_report_arrives_with_it(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    target = makers.saved(top, "targets", year=2026, indicator="T01", planned=4)
    to(offices, "tinh", "a", stick)
    report = approved(offices, "a")
    records.save(top, "targets", target, {"planned": 40})
    to(offices, "a", "tinh", stick)
    sent, came = (reports.read_report(offices[name], report).body for name in ("a", "tinh"))
    assert came.lines()["T01"].plan == sent.lines()["T01"].plan == Plan(4, 1)


def test_a_unit_that_changes_its_name_is_called_so_in_the_commune(
    offices: Offices, stick: Path
) -> None:
    top, commune = offices["tinh"], offices["a"]
    records.save(top, "admin_units", makers.commune(top), {"name": "Phường Tiên Phước"})
    assert to(offices, "tinh", "a", stick).tally.set_aside == []
    assert makers.loaded(commune, AdminUnit, makers.commune(commune)).name == "Phường Tiên Phước"
    with pytest.raises(NotAllowed, match="Hãy đề nghị nơi đó"):
        records.save(commune, "admin_units", makers.commune(commune), {"name": "Xã khác"})


@contextmanager
def leading(office: Office) -> Iterator[Office]:
    """The office in the hands of somebody who may approve."""
    clerk, office.user = office.user, replace(office.user, role="LANH_DAO")
    yield office
    office.user = clerk


def approved(offices: Offices, name: str) -> uuid.UUID:
    """A quarter's report of a commune with a figure and a text of its own, approved."""
    office = offices[name]
    makers.team(office)
    makers.activity(office, from_on=dt.date(2026, 8, 10), topics=("XAY_DUNG_DOI",))
    report = makers.only(reports.open_report(office, THIRD_QUARTER), "reports")
    reports.edit_figure(office, report, "T05", 4, "Ba lớp của Hội Phụ nữ")
    reports.save_texts(office, report, {"2": "Địa bàn yên ổn."})
    with leading(office) as leader:
        approvals.approve(leader, report)
    return report


def test_an_approved_report_arrives_frozen_and_exact(offices: Offices, stick: Path) -> None:
    report = approved(offices, "a")
    # What the records give changes on its way; what was approved does not.
    makers.brought_activity(offices["a"], from_on=dt.date(2026, 8, 11), topics=("XAY_DUNG_DOI",))
    assert to(offices, "a", "tinh", stick).tally.set_aside == []
    sent, came = (reports.read_report(offices[name], report) for name in ("a", "tinh"))
    assert came.frozen
    assert came.body.groups == sent.body.groups
    assert came.body.sections == sent.body.sections
    assert came.body.lines()["T05"].shown == 4
    assert came.body.lines()["T01"].shown == 1
    with pytest.raises(UserError, match="không sửa được"):
        records.save(offices["tinh"], "reports", report, {"label": "Kỳ khác"})


def test_an_office_goes_by_its_own_name_whoever_sends_theirs(offices: Offices, stick: Path) -> None:
    """Its paper has its own head and signer; that of another office has theirs."""
    report = approved(offices, "a")
    chair = {"position": "Chủ tịch UBND", "signer_role": "CHU_TICH"}
    makers.officer(offices["a"], full_name="Phan Văn Xã", **chair)
    to(offices, "a", "tinh", stick)
    top = offices["tinh"]
    own_id, _ = read_agency(top)
    records.save(top, "agencies", own_id, {"phone": "02353000111"})
    assert read_agency(top)[0] == own_id
    assert agency_name(top) == NAMES["tinh"]
    with top.reading() as session:
        ours = issue(top, session, names(top, session), None)
        theirs = issue(top, session, names(top, session), None, scope=offices.scope("a"))
    assert (ours.head.name, ours.head.chair) == (NAMES["tinh"], None)
    assert (theirs.head.name, theirs.head.chair) == (NAMES["a"], "Phan Văn Xã")
    printed = words(print_document(top, "T10", key=report).content)
    assert NAMES["a"].upper() in printed
    assert NAMES["tinh"].upper() not in printed


def test_the_board_shows_an_approved_report_by_itself(offices: Offices, stick: Path) -> None:
    report = approved(offices, "a")
    label = records.read(offices["a"], "reports", report).values["label"]
    to(offices, "a", "tinh", stick)
    board = read_board(offices["tinh"])
    at = board.months.index(dt.date(2026, 9, 1))
    told = {row.scope: row.cells[at].reports for row in board.rows}
    assert told[offices.scope("a")] == (label,)
    assert told[offices.scope("b")] == ()


def test_what_only_is_written_is_on_no_board(offices: Offices, stick: Path) -> None:
    reports.open_report(offices["a"], THIRD_QUARTER)
    to(offices, "a", "tinh", stick)
    board = read_board(offices["tinh"])
    assert not any(cell.reports for row in board.rows for cell in row.cells)


def test_a_report_of_a_commune_leaves_the_periods_of_others_open(
    offices: Offices, stick: Path
) -> None:
    approved(offices, "a")
    approved(offices, "b")
    for name in ("a", "b"):
        assert to(offices, name, "tinh", stick).tally.set_aside == []
    top = offices["tinh"]
    makers.activity(top, from_on=dt.date(2026, 8, 20))
    with top.reading() as session:
        theirs = session.scalars(
            sa.select(Activity.id).where(Activity.scope == offices.scope("a"))
        ).first()
    assert theirs is not None
    with pytest.raises(UserError, match="nằm trong kỳ"):
        activities.save_activity(top, theirs, {"attendance": 99})
    own = makers.only(reports.open_report(top, THIRD_QUARTER), "reports")
    assert reports.read_report(top, own).editable
    assert [row.cells[-3].reports for row in read_board(top).rows] == [("quý III năm 2026",)] * 2


def test_a_report_that_a_commune_still_writes_counts_only_its_own_records(
    offices: Offices, stick: Path
) -> None:
    day, about = dt.date(2026, 8, 10), ("XAY_DUNG_DOI",)
    for name, sessions, women in (("a", 2, 0), ("b", 5, 999)):
        makers.team(offices[name])
        values = {"sessions": sessions, "topics": about}
        made = makers.activity(offices[name], from_on=day, **values)
        # Brought in from an older list: what no form would keep.
        with offices[name].writing() as session:
            session.get_one(Activity, made).women = women
        to(offices, name, "tinh", stick)
    top, commune = offices["tinh"], offices["a"]
    report = makers.only(reports.open_report(commune, THIRD_QUARTER), "reports")
    to(offices, "a", "tinh", stick)
    below, above = (reports.read_report(one, report).body for one in (commune, top))
    assert above.groups == below.groups
    assert (above.sections, above.remarks) == (below.sections, below.remarks)
    lines = above.lines()
    assert {key: lines[key].shown for key in ("D01", "D02", "T01")} == {
        "D01": 1,
        "D02": 1,
        "T01": 2,
    }
    assert [one.table for one in figure_records.drill(top, report, "T01")] == ["activities"]
    own = makers.only(reports.open_report(top, THIRD_QUARTER), "reports")
    all_of_them = reports.read_report(top, own).body
    assert all_of_them.lines()["D01"].shown == 2
    assert all_of_them.lines()["T01"].shown == 7
    assert len(figure_records.drill(top, own, "T01")) == 2
