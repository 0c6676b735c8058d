"""Taking back the last saved action, whatever it was, or saying why not."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from hypothesis import strategies as st

import makers
from desktop.base.errors import UserError
from desktop.operations import activities, records, teams
from desktop.operations.office import Office
from desktop.operations.undoing import last_action, undo_last
from desktop.records import (
    Activity,
    ActivityProduct,
    CaseFile,
    Hamlet,
    Membership,
    MembershipRole,
    Person,
    Volunteer,
)
from desktop.store.check import check


def test_a_new_record_is_voided_and_comes_back_by_undoing_that(office: Office) -> None:
    person = makers.person(office)
    changes = undo_last(office)
    assert changes.ids("people") == {person}
    assert makers.loaded(office, Person, person).void_reason == "Hoàn tác"
    undo_last(office)
    assert makers.loaded(office, Person, person).void_reason is None


def test_a_change_is_taken_back_value_by_value(office: Office) -> None:
    person = makers.person(office, id_type="CMND", id_number="201234567")
    before = makers.loaded(office, Person, person).values()
    records.save(
        office, "people", person, {"phone": "0905123456", "sex": "NU", "id_number": "207654321"}
    )
    undo_last(office)
    assert makers.loaded(office, Person, person).values() == before


def test_an_action_over_several_records_is_taken_back_whole(office: Office) -> None:
    team = makers.team(office)
    member = makers.member(office, team)
    undo_last(office)
    with office.reading() as session:
        reasons = [
            session.scalars(sa.select(kind.void_reason)).one()
            for kind in (Volunteer, Membership, MembershipRole)
        ]
    assert reasons == ["Hoàn tác"] * 3
    assert makers.loaded(office, Membership, member).team_id == team


def test_lines_that_were_replaced_come_back(office: Office) -> None:
    activity = makers.activity(office)
    first = [{"type": "PANO", "quantity": 2}, {"type": "AP_PHICH", "quantity": 5}]
    activities.save_activity(office, activity, {}, first)
    lines = activities.read_products(office, activity)
    told = [{**lines[0], "quantity": 9}, {"type": "BANG_RON", "quantity": 1}]
    activities.save_activity(office, activity, {"attendance": 99}, told)
    undo_last(office)
    assert activities.read_products(office, activity) == lines
    assert makers.loaded(office, Activity, activity).attendance == 45


def test_an_action_that_wrote_a_record_twice_goes_back_to_before_the_first(office: Office) -> None:
    person = makers.person(office, note="một")
    with office.writing() as session:
        record = session.get_one(Person, person)
        for note in ("hai", "ba", "bốn"):
            record.note = note
            session.flush()
    undo_last(office)
    assert makers.loaded(office, Person, person).note == "một"


def test_a_record_made_and_changed_in_one_action_is_voided(office: Office) -> None:
    with office.writing() as session:
        hamlet = Hamlet(name="Thôn 1")
        session.add(hamlet)
        session.flush()
        hamlet.households = 120
        session.flush()
    undo_last(office)
    kept: Hamlet = makers.loaded(office, Hamlet, hamlet.id)
    assert (kept.void_reason, kept.name, kept.households) == ("Hoàn tác", "Thôn 1", 120)


def test_voiding_is_taken_back(office: Office) -> None:
    person = makers.person(office)
    records.void(office, "people", person, "Ghi nhầm")
    action = last_action(office)
    assert action is not None
    assert action.kind == "void"
    undo_last(office)
    assert makers.loaded(office, Person, person).void_reason is None


def test_the_last_action_is_told_by_its_record_and_its_time(office: Office) -> None:
    person = makers.person(office, "Nguyễn Văn Đạt")
    action = last_action(office)
    assert action is not None
    words = action.told()
    assert words.startswith("cất người được hỗ trợ Nguyễn Văn Đạt, lúc ")
    assert person in action.ids


def test_an_action_over_several_records_is_told_by_the_whole(office: Office) -> None:
    team = makers.team(office, name="Đội số 1")
    makers.member(office, team, "Phạm Thị Thảo")
    action = last_action(office)
    assert action is not None
    assert "Phạm Thị Thảo" in action.called
    assert "2 phần kèm theo" in action.called
    assert team in action.ids, "the membership is a part of the team"


def test_who_may_no_longer_read_a_record_is_not_told_its_name(
    office: Office, open_as: Callable[..., Office]
) -> None:
    makers.person(office, "Nguyễn Văn Đạt")
    keeper = open_as("QUAN_TRI", name=office.user.name)
    action = last_action(keeper)
    assert action is not None
    assert "Đạt" not in action.told()


def test_only_the_action_that_was_meant_is_taken_back(office: Office) -> None:
    first = makers.person(office)
    meant = last_action(office)
    second = makers.person(office, "Bùi Văn Thắng")
    with pytest.raises(UserError, match="việc khác"):
        undo_last(office, meant)
    assert makers.loaded(office, Person, first).void_reason is None
    assert makers.loaded(office, Person, second).void_reason is None


def test_a_number_that_was_given_out_is_not_given_again(office: Office) -> None:
    first = makers.loaded(office, CaseFile, makers.case(office)).number
    undo_last(office)
    second = makers.loaded(office, CaseFile, makers.case(office)).number
    assert first.endswith("0001")
    assert second.endswith("0002")


@pytest.fixture
def hoa(open_as: Callable[..., Office]) -> Office:
    return open_as("CAN_BO", name="hoa")


def test_everybody_takes_back_their_own_actions_only(office: Office, hoa: Office) -> None:
    mine = makers.person(office, "Của Lan")
    theirs = makers.person(hoa, "Của Hoa")
    undo_last(office)
    assert makers.loaded(office, Person, mine).void_reason
    assert makers.loaded(office, Person, theirs).void_reason is None


@pytest.mark.parametrize("what", ["the same unit", "a record that was new", "one of several"])
def test_what_somebody_wrote_over_is_not_taken_back(what: str, office: Office, hoa: Office) -> None:
    person = makers.person(office, note="một")
    if what == "the same unit":
        records.save(office, "people", person, {"note": "hai"})
    elif what == "one of several":
        with office.writing() as session:
            session.add(Hamlet(name="Thôn 1"))
            session.get_one(Person, person).note = "hai"
    records.save(hoa, "people", person, {"note": "của Hoa"})
    with pytest.raises(UserError) as caught:
        undo_last(office)
    assert "Nguyễn Văn An" in caught.value.message
    assert "Chưa có gì thay đổi" in caught.value.message
    kept: Person = makers.loaded(office, Person, person)
    assert (kept.note, kept.void_reason) == ("của Hoa", None)


def test_what_somebody_wrote_beside_it_stays(office: Office, hoa: Office) -> None:
    person = makers.person(office)
    records.save(office, "people", person, {"note": "của Lan"})
    records.save(hoa, "people", person, {"phone": "0905123456"})
    undo_last(office)
    kept: Person = makers.loaded(office, Person, person)
    assert (kept.note, kept.phone) == (None, "0905123456")


def test_there_is_nothing_to_take_back_in_a_new_office(office: Office, hoa: Office) -> None:
    assert last_action(office) is None
    with pytest.raises(UserError, match="lập dữ liệu của cơ quan; việc này không hoàn tác được"):
        undo_last(office)
    with pytest.raises(UserError, match="Bạn chưa cất việc nào để hoàn tác"):
        undo_last(hoa)


@hypothesis.settings(max_examples=10)
@hypothesis.given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=5), st.integers(0, 9))
def test_undoing_brings_back_every_value_and_undoing_again_the_other(
    office: Office, edits: list[str], number: int
) -> None:
    fields = {"a": "phone", "b": "note", "c": "native_place", "d": "guardian"}
    person = makers.person(office)
    before = values(office, person)
    with office.writing() as session:
        record = session.get_one(Person, person)
        for at, edit in enumerate(edits):
            setattr(record, fields[edit], f"09000{number}{at}")
            if at % 2:
                session.flush()
    after = values(office, person)
    undo_last(office)
    assert values(office, person) == before
    undo_last(office)
    assert values(office, person) == after
    undo_last(office)
    assert values(office, person) == before


def values(office: Office, person: uuid.UUID) -> dict[str, Any]:
    return makers.loaded(office, Person, person).values()


def test_after_much_undoing_the_file_is_sound(office: Office) -> None:
    team = makers.team(office)
    member = makers.member(office, team)
    teams.leave_team(office, member, makers.dt.date(2026, 6, 1), "XIN_THOI")
    activity = makers.activity(office, team_id=team)
    product = {"activity_id": activity, "type": "PANO", "quantity": 1}
    makers.saved(office, "activity_products", **product)
    records.save(office, "activities", activity, {"team_id": makers.team(office)})
    with pytest.raises(UserError):
        records.save(office, "activities", activity, {"team_id": uuid.uuid4()})
    undo_last(office)
    undo_last(office)
    with office.reading() as session:
        part = session.scalars(sa.select(ActivityProduct)).one()
        assert part.root == session.get_one(Activity, activity).root
    assert check(office.store) == []
