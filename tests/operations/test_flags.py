"""Rows of lists are flagged exactly where somebody has to choose between what two places wrote."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import makers
from desktop.operations import records
from desktop.operations.decisions import decide
from desktop.operations.disagreements import disagreements
from desktop.operations.flags import Flags, read_flags
from desktop.operations.imports_taken_back import take_import_back
from desktop.operations.office import Office
from desktop.operations.open_questions import OpenQuestions
from desktop.operations.undoing import undo_last
from desktop.records import Membership, Team
from exchange.enrolled import Offices, carry, enrolled_offices, offices, stick

__all__ = ["enrolled_offices", "offices", "stick"]


def flagged(office: Office) -> dict[str, dict[uuid.UUID, bool]]:
    """What a look through the whole file flags, table by table."""
    questions = OpenQuestions(office)
    questions.count()
    return as_ids(questions.flags())


def as_ids(flags: Flags) -> dict[str, dict[uuid.UUID, bool]]:
    return {
        table: {uuid.UUID(bytes=row): own for row, own in rows.items()}
        for table, rows in flags.rows.items()
        if rows
    }


def differ(
    offices: Offices,
    stick: Path,
    table: str,
    row: uuid.UUID,
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
) -> None:
    """Commune and province write this differently, and each hears of the other."""
    carry(offices, stick, "a", "tinh")
    records.save(offices["a"], table, row, dict(ours))
    offices.clock.forward(hours=1)
    records.save(offices["tinh"], table, row, dict(theirs))
    carry(offices, stick, "tinh", "a")
    carry(offices, stick, "a", "tinh")


def test_a_person_flags_herself_and_all_her_cases_where_it_is_decided_and_where_not(
    offices: Offices, stick: Path
) -> None:
    commune = offices["a"]
    person = makers.person(commune, "Nguyễn Thị Hường")
    cases = {makers.case(commune, person_id=person) for _ in range(2)}
    makers.case(commune)
    differ(offices, stick, "people", person, {"sex": "NU"}, {"sex": "KHAC"})
    for office, own in ((commune, True), (offices["tinh"], False)):
        assert flagged(office) == {
            "people": {person: own},
            "case_files": dict.fromkeys(cases, own),
        }


def test_what_the_program_chose_by_itself_flags_nothing(offices: Offices, stick: Path) -> None:
    person = makers.person(offices["a"])
    differ(offices, stick, "people", person, {"phone": "0950000001"}, {"phone": "0950000002"})
    assert flagged(offices["a"]) == flagged(offices["tinh"]) == {}


def test_a_part_flags_what_it_is_a_part_of(offices: Offices, stick: Path) -> None:
    case = makers.case(offices["a"])
    part = makers.contact(offices["a"], case)
    differ(offices, stick, "contacts", part, {"result": "Gặp được"}, {"result": "Đi vắng"})
    assert flagged(offices["a"]) == {"contacts": {part: True}, "case_files": {case: True}}


def test_a_member_is_flagged_for_the_volunteer_and_the_team_only_for_its_own_rows(
    offices: Offices, stick: Path
) -> None:
    office = offices["a"]
    team = makers.team(office)
    makers.member(office, team)
    with office.reading() as session:
        row, whose = session.execute(sa.select(Membership.id, Membership.volunteer_id)).one()
    ours, theirs = {"full_name": "Lê Văn Tâm"}, {"full_name": "Lê Văn Tầm"}
    differ(offices, stick, "volunteers", whose, ours, theirs)
    assert flagged(office) == {"volunteers": {whose: True}, "memberships": {row: True}}


def test_a_team_is_not_flagged_for_an_activity_which_has_a_list_of_its_own(
    offices: Offices,
) -> None:
    office = offices["a"]
    team = makers.team(office)
    activity = makers.activity(office, team_id=team)
    product = uuid.uuid4()
    found = read_flags(office, [("activities", activity), ("activity_products", product)], ())
    assert as_ids(found) == {"activities": {activity: True}, "activity_products": {product: True}}
    assert makers.loaded(office, Team, team).id == team


def test_flags_follow_decisions_and_what_is_taken_back(offices: Offices, stick: Path) -> None:
    commune = offices["a"]
    person = makers.person(commune)
    case = makers.case(commune, person_id=person)
    questions = OpenQuestions(commune)

    def told() -> bool:
        """Whether they are flagged; that is the same as whether something is asked, both ways."""
        questions.count()
        asked = {one.id for one in disagreements(commune) if one.asked}
        rows = as_ids(questions.flags())
        assert set(rows.get("people", {})) == asked
        assert set(rows.get("case_files", {})) == ({case} if asked else set())
        assert rows == flagged(commune)
        return bool(asked)

    assert not told()
    carry(offices, stick, "a", "tinh")
    records.save(commune, "people", person, {"sex": "NU"})
    offices.clock.forward(hours=1)
    records.save(offices["tinh"], "people", person, {"sex": "KHAC"})
    carry(offices, stick, "tinh", "a")
    assert told()
    decide(commune, disagreements(commune)[0], 0)
    assert not told()
    undo_last(commune)
    assert told()


def test_flags_go_with_an_import_that_is_taken_back(offices: Offices, stick: Path) -> None:
    commune = offices["a"]
    person = makers.person(commune)
    differ(offices, stick, "people", person, {"sex": "NU"}, {"sex": "KHAC"})
    questions = OpenQuestions(commune)
    assert questions.count() == 1
    take_import_back(commune)
    questions.count()
    assert as_ids(questions.flags()) == flagged(commune) == {}


def test_what_others_decide_goes_with_what_is_saved_here_and_with_their_choice(
    offices: Offices, stick: Path
) -> None:
    province = offices["tinh"]
    people = [makers.person(offices["a"], name) for name in ("Lê Thị An", "Lê Thị Bình")]
    for one in people:
        differ(offices, stick, "people", one, {"sex": "NU"}, {"sex": "KHAC"})
    questions = OpenQuestions(province)
    assert questions.count() == 0
    assert as_ids(questions.flags()) == {"people": dict.fromkeys(people, False)}
    records.save(province, "people", people[0], {"sex": "NAM"})
    questions.count()
    assert as_ids(questions.flags()) == flagged(province)
    carry(offices, stick, "tinh", "a")
    for one in [one for one in disagreements(offices["a"]) if one.asked]:
        decide(offices["a"], one, 0)
    carry(offices, stick, "a", "tinh")
    questions.count()
    assert as_ids(questions.flags()) == flagged(province) == {}


def test_who_may_not_read_cases_sees_no_flag_on_them(offices: Offices, stick: Path) -> None:
    office = offices["a"]
    person = makers.person(office)
    makers.case(office, person_id=person)
    differ(offices, stick, "people", person, {"sex": "NU"}, {"sex": "KHAC"})
    assert flagged(office)
    office.user = replace(office.user, role="KIEM_TRA")
    assert flagged(office) == {}


def test_who_may_read_and_not_write_sees_the_flag_of_what_others_decide(
    offices: Offices, stick: Path
) -> None:
    office = offices["a"]
    person = makers.person(office)
    differ(offices, stick, "people", person, {"sex": "NU"}, {"sex": "KHAC"})
    office.user = replace(office.user, role="LANH_DAO")
    assert flagged(office) == {"people": {person: False}}
