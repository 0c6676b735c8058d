"""Sample offices: what is in them, that they are sound, and that they come out the same."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from desktop.base.clock import VIETNAM, StoppedClock, in_vietnam
from desktop.base.errors import UserError
from desktop.base.text import about, fold
from desktop.indicators import periods
from desktop.indicators.checks import check_figures
from desktop.indicators.compute import compute, drill, flat
from desktop.indicators.definitions import INDICATORS
from desktop.operations import inspections, lists, tasks, teams, upkeep
from desktop.operations.office import Office, open_office
from desktop.operations.sample import Sample, fresh_password
from desktop.operations.sample_people import ID_PREFIX, PHONE_PREFIX
from desktop.records import (
    Activity,
    AdminUnit,
    CaseDocument,
    CaseFile,
    CodeItem,
    Contact,
    Inspection,
    Membership,
    Officer,
    Person,
    Team,
    Volunteer,
    record_types,
)
from desktop.records.cases import ENDED, STATUSES
from desktop.rules.signers import signer_problem
from desktop.store import tables
from samples import NOW, PASSWORD, sample_at

TODAY = NOW.date()
PHASE = periods.phase(2016, 2020)
REPORT_OF_2020 = {
    "D01": 32,
    "D02": 32,
    "D03": 220,
    "D04.9": 1,
    "D04.7": 28,
    "D04.5": 3,
    "T01": 376,
    "T01.TINH": 118,
    "T01.HUYEN": 66,
    "T01.XA": 192,
    "T01.DOI": 0,
    "T03": 33,
    "T03.TINH": 22,
    "T03.HUYEN": 6,
    "T03.XA": 5,
    "T05": 222,
    "T06": 50,
    "T07": 55,
    "T08": 3,
    "T09": 10,
    "T10": 15,
    "T11": 230,
    "T13": 90,
    "T14": 65,
    "T15": 5,
    "T16": 278,
    "T17": 100,
    "T19": 0,
}
ABOUT = {"T02": (100, "hơn 56.400"), "T04": (10, "hơn 6.260"), "T12": (50, "hơn 77.250")}
ABOUT["T18"] = (100, "hơn 1.400")


@contextmanager
def opened(sample: Sample, now: dt.datetime = NOW) -> Iterator[Office]:
    office = open_office(sample.folder, sample.user, PASSWORD, StoppedClock(now))
    try:
        yield office
    finally:
        office.close()


@pytest.fixture
def xa(commune: Sample) -> Iterator[Office]:
    with opened(commune) as office:
        yield office


@pytest.fixture
def tinh(province: Sample) -> Iterator[Office]:
    with opened(province) as office:
        yield office


def all_of(office: Office, kind: type[Any]) -> list[Any]:
    with office.reading() as session:
        return list(session.scalars(sa.select(kind).order_by(kind.id)))


def contents(sample: Sample) -> dict[str, list[Any]]:
    """Everything a clerk can see of a sample, and the ids behind it."""
    found: dict[str, list[Any]] = {}
    with opened(sample) as office, office.reading() as session:
        for table, kind in record_types().items():
            if not kind.reference_data:
                rows = session.scalars(sa.select(kind).order_by(kind.id))
                # The agency is the first record of any office; its id is drawn anew each time.
                found[table] = [
                    (None if table == "agencies" else one.id, one.comp, one.values())
                    for one in rows
                ]
    return found


def test_the_commune_has_what_its_command_promises(commune: Sample) -> None:
    wanted = {"people": 60, "case_files": 80, "teams": 1, "inspections": 12, "activities": 90}
    assert {table: commune.counts[table] for table in wanted} == wanted
    assert commune.counts["trainings"] == 6
    assert commune.counts["hamlets"] == 9
    assert commune.counts["blobs"] > 2


def test_every_kind_of_case_is_there_in_every_stage_over_two_years(xa: Office) -> None:
    cases = all_of(xa, CaseFile)
    with xa.reading() as session:
        kinds = set(session.scalars(sa.select(CodeItem.code).where(CodeItem.code_list == "L4")))
    assert {case.case_type for case in cases} == kinds
    assert {case.status for case in cases} == set(STATUSES)
    days = [case.intake_on for case in cases]
    assert min(days) < TODAY - dt.timedelta(days=600) < max(days) <= TODAY


def test_the_user_sees_every_case_of_the_sample(xa: Office) -> None:
    assert lists.count(xa, "case_files") == 80
    assert lists.count(xa, "people") == 60


def test_case_numbers_follow_the_intake_without_gaps(xa: Office) -> None:
    cases = sorted(all_of(xa, CaseFile), key=lambda case: case.number)
    assert [c.intake_on for c in cases] == sorted(c.intake_on for c in cases)
    for year, count in Counter(case.intake_on.year for case in cases).items():
        numbers = [case.number for case in cases if case.intake_on.year == year]
        assert numbers == [f"20854-{year % 100}-A-{n:04d}" for n in range(1, count + 1)]


def test_voluntary_support_rests_on_consent_and_two_kinds_carry_codes_only(xa: Office) -> None:
    people = {person.id: person for person in all_of(xa, Person)}
    for case in all_of(xa, CaseFile):
        person = people[case.person_id]
        if case.case_type in {"MD", "MBN", "HIV"}:
            assert case.legal_basis == "DONG_Y"
        if case.case_type in {"MD", "HIV"}:
            assert person.full_name is None
            assert person.person_code.startswith("KH-")


def test_decisions_are_signed_by_whoever_was_competent_on_the_day(xa: Office) -> None:
    roles = {officer.full_name: officer.signer_role for officer in all_of(xa, Officer)}
    kinds = {"MT_SD": "QL_SD", "MT_CAI_TN": "CAI_TN", "MT_SAUCAI": "QL_SAUCAI"}
    decided = [case for case in all_of(xa, CaseFile) if case.decision_on]
    assert len(decided) > 20
    for case in decided:
        role = roles[case.decision_signer]
        assert not signer_problem(role, kinds.get(case.case_type, "GD_XA"), case.decision_on)


def test_contacts_stand_between_intake_and_end_of_their_cases(xa: Office) -> None:
    talks = Counter(contact.case_id for contact in all_of(xa, Contact))
    cases = {case.id: case for case in all_of(xa, CaseFile)}
    assert set(talks) == set(cases)
    assert all(2 <= count <= 8 for count in talks.values())
    for contact in all_of(xa, Contact):
        case = cases[contact.case_id]
        day = in_vietnam(contact.at).date()
        assert case.intake_on <= day <= (case.closed_on or TODAY)


def test_home_has_overdue_and_coming_tasks_of_every_kind(xa: Office) -> None:
    found = tasks.read_tasks(xa)
    assert {task.kind for task in found} == set(tasks.KINDS)
    assert 8 <= len(found) <= 25
    terms = [task.left.days or 0 for task in found if task.kind == tasks.TERM]
    assert sorted(terms) == [-12, -4, 2, 5]


def test_papers_are_numbered_and_some_can_be_opened(xa: Office) -> None:
    papers = all_of(xa, CaseDocument)
    by_case: dict[Any, list[int]] = {}
    for paper in papers:
        by_case.setdefault(paper.case_id, []).append(paper.seq)
    assert all(seqs == list(range(1, len(seqs) + 1)) for seqs in by_case.values())
    files = [paper.file for paper in papers if paper.file]
    assert {file.name.rsplit(".")[-1] for file in files} == {"pdf", "txt"}
    for file in files:
        content = xa.files.read(file)
        assert content.startswith(b"%PDF") if file.name.endswith("pdf") else content.decode()


def test_the_team_has_seven_members_a_leader_and_turnover(xa: Office) -> None:
    (team,) = all_of(xa, Team)
    roster = teams.read_roster(xa, team.id, TODAY)
    assert len(roster.members) == 7
    assert [member.seat.role for member in roster.members][:2] == ["DOI_TRUONG", "DOI_PHO"]
    assert roster.remarks == ()
    before = teams.read_roster(xa, team.id, TODAY - dt.timedelta(days=600))
    assert before.members[0].volunteer.id != roster.members[0].volunteer.id
    assert sum(one.to_on is not None for one in all_of(xa, Membership)) == 2


def test_inspections_are_fully_answered_and_graded(xa: Office) -> None:
    kinds: Counter[str] = Counter()
    for inspection in all_of(xa, Inspection):
        sheet = inspections.read_sheet(xa, inspection.id)
        kinds[sheet.template.code] += 1
        assert inspections.still_missing(sheet) == []
        assert len(sheet.lines) == sum(line.answer is not None for line in sheet.lines)
        assert sheet.findings
    assert kinds["B"] == 5
    assert {"A", "D-CLB"} <= set(kinds)


def test_nobody_in_a_sample_can_be_a_real_person(xa: Office, tinh: Office) -> None:
    people = [*all_of(xa, Person), *all_of(xa, Volunteer), *all_of(tinh, Volunteer)]
    numbers = [one.id_number for one in people if one.id_number]
    assert all(number.startswith(ID_PREFIX) for number in numbers)
    assert all(one.phone.startswith(PHONE_PREFIX) for one in people if one.phone)


def test_somebody_is_found_without_accents(xa: Office) -> None:
    found = lists.quick_search(xa, "nguyen van")
    assert len({hit.title for hit in found if hit.table == "people"}) >= 2
    assert all(fold(hit.title).startswith("nguyen van") for hit in found)


def test_what_was_changed_later_is_in_the_history(xa: Office) -> None:
    with xa.reading() as session:
        kept = session.scalar(sa.select(sa.func.count()).select_from(tables.superseded))
        kinds = set(session.scalars(sa.select(tables.log.c.kind)))
    assert (kept or 0) >= 24
    assert kinds == {"create", "demo"}


def test_both_samples_are_sound(xa: Office, tinh: Office) -> None:
    assert upkeep.check_office(xa) == []
    assert upkeep.check_office(tinh) == []


def test_the_same_command_writes_the_same_contents(commune: Sample, tmp_path: Path) -> None:
    again = sample_at(tmp_path / "again", "commune")
    assert contents(again) == contents(commune)
    assert again.recovery_code != commune.recovery_code


@pytest.mark.parametrize("day", ["2027-01-01", "2028-02-29"])
def test_the_commune_is_sound_and_busy_whenever_it_is_made(day: str, tmp_path: Path) -> None:
    now = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(8), VIETNAM)
    with opened(sample_at(tmp_path / "xa", "commune", now=now), now) as office:
        assert upkeep.check_office(office) == []
        assert {task.kind for task in tasks.read_tasks(office)} == set(tasks.KINDS)
        cases = all_of(office, CaseFile)
        assert all(case.intake_on <= now.date() for case in cases)
        assert all((case.closed_on or now.date()) <= now.date() for case in cases)


def test_the_province_yields_the_figures_of_its_own_report_of_2020(tinh: Office) -> None:
    with tinh.reading() as session:
        values = flat(compute(session, INDICATORS.values(), PHASE))
    assert {key: values[key] for key in REPORT_OF_2020} == REPORT_OF_2020
    assert {code: about(values[code], step) for code, (step, _) in ABOUT.items()} == {
        code: words for code, (_, words) in ABOUT.items()
    }
    assert check_figures(values) == ()


def test_the_figures_come_from_many_teams_and_all_years(tinh: Office) -> None:
    with tinh.reading() as session:
        behind = drill(session, "T01", PHASE)
        assert len(behind) > 150
    activities = all_of(tinh, Activity)
    assert {activity.from_on.year for activity in activities} == set(range(2016, 2021))
    assert len({activity.team_id for activity in activities if activity.team_id}) == 32
    assert max(activity.attendance for activity in activities) < 1_000


def test_the_figures_of_the_province_do_not_change_after_2020(tinh: Office) -> None:
    later = periods.between(dt.date(2010, 1, 1), TODAY)
    with tinh.reading() as session:
        then = flat(compute(session, INDICATORS.values(), PHASE))
        now = flat(compute(session, INDICATORS.values(), later))
    assert {key: now[key] for key in REPORT_OF_2020} == {key: then[key] for key in REPORT_OF_2020}


def test_the_nine_communes_whose_teams_met_in_2017_are_among_the_32(tinh: Office) -> None:
    named = {
        "Xã Tiên Cảnh",
        "Xã Đại Đồng",
        "Phường An Sơn",
        "Phường An Mỹ",
        "Phường Điện Ngọc",
        "Thị trấn Núi Thành",
        "Thị trấn Hà Lam",
        "Xã Quế Châu",
        "Thị trấn Đông Phú",
    }
    units = [team.unit_id for team in all_of(tinh, Team)]
    with tinh.reading() as session:
        found = session.scalars(sa.select(AdminUnit).where(AdminUnit.id.in_(units))).all()
        districts = [session.get_one(AdminUnit, unit.parent_id) for unit in found]
        provinces = {session.get_one(AdminUnit, one.parent_id).name for one in districts}
    assert len(found) == 32
    assert named <= {unit.name for unit in found}
    assert provinces == {"Tỉnh Quảng Nam"}


def test_people_for_load_are_written_like_all_others(tmp_path: Path) -> None:
    with opened(sample_at(tmp_path / "xa", "commune", people=300)) as office:
        assert lists.count(office, "people") == 360
        assert upkeep.check_office(office) == []


def test_a_taken_folder_and_a_simple_password_are_refused_and_change_nothing(
    commune: Sample, tmp_path: Path
) -> None:
    before = sorted(path.name for path in commune.folder.iterdir())
    with pytest.raises(UserError, match="đã có dữ liệu"):
        sample_at(commune.folder, "commune")
    assert sorted(path.name for path in commune.folder.iterdir()) == before


def test_a_fresh_password_meets_the_rule() -> None:
    found = {fresh_password() for _ in range(20)}
    assert len(found) == 20
    for password in found:
        assert {char.isupper() for char in password} == {True, False}
        assert any(char.isdigit() for char in password)
        assert "-" in password


def test_open_cases_have_a_term_only_where_a_decision_gives_one(xa: Office) -> None:
    for case in all_of(xa, CaseFile):
        assert (case.due_end_on is None) == (case.decision_on is None)
        if case.status not in ENDED:
            assert case.close_reason is None
