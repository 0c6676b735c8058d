"""What clerks write without knowing of each other, and what comes while somebody types."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

import makers
from desktop.base.errors import UserError
from desktop.operations import lists, purging, records, upkeep
from desktop.operations.disagreements import count_disagreements, disagreements
from desktop.operations.incoming import look_at, take_in
from desktop.operations.mornings import Morning
from desktop.operations.office import Office
from desktop.operations.receiving import examine, receive
from desktop.operations.records import ChangedMeanwhile
from desktop.operations.sending import send
from desktop.records import CaseFile, Person
from desktop.store import tables
from desktop.sync.authority import AuthorityKey
from desktop.sync.blocks import pack_block, unpack_block
from desktop.versions.stamp import groups_of
from exchange.enrolled import Offices, carry, enrolled_offices, offices, stick
from exchange.forging import read_raw, write_raw
from exchange.test_purges import authority

__all__ = ["authority", "enrolled_offices", "offices", "stick"]
BOTH = ("a", "tinh")
NAME = "Nguyễn Thị Hường"


@pytest.fixture
def person(offices: Offices, stick: Path) -> uuid.UUID:
    """Somebody whom commune and province both know."""
    made = makers.person(offices["a"], NAME, phone="0950000001")
    carry(offices, stick, "a", "tinh")
    return made


def exchange(offices: Offices, stick: Path, first: str, second: str) -> None:
    """Let both hear all there is, the first one's word first."""
    for sender, receiver in ((first, second), (second, first), (first, second)):
        carry(offices, stick, sender, receiver)


def beside(office: Office) -> int:
    with office.store.connection() as connection:
        count = sa.select(sa.func.count()).select_from(tables.siblings)
        return int(connection.execute(count).scalar_one())


# -- a form that is open ------------------------------------------------------------------


def test_what_comes_while_a_form_is_open_is_not_written_over(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    top = offices["tinh"]
    opened = records.read(top, "people", person)
    records.save(offices["a"], "people", person, {"phone": "0950000002"})
    carry(offices, stick, "a", "tinh")
    with pytest.raises(ChangedMeanwhile) as caught:
        records.save(top, "people", person, {"phone": "0950000003", "note": "gõ dở"}, opened.seen)
    (clash,) = caught.value.clashes
    assert (clash.field, clash.mine, clash.theirs) == ("phone", "0950000003", "0950000002")
    kept = makers.loaded(top, Person, person)
    assert (kept.phone, kept.note) == ("0950000002", None)
    # Seen now, the clerk's own is an ordinary write that the commune takes over.
    records.save(top, "people", person, {"phone": "0950000003"}, clash_seen(top, person))
    exchange(offices, stick, "tinh", "a")
    for place in BOTH:
        assert makers.loaded(offices[place], Person, person).phone == "0950000003"
        assert beside(offices[place]) == 0


def clash_seen(office: Office, person: uuid.UUID) -> records.Seen:
    """What whoever looked at both sides has seen."""
    return records.read(office, "people", person).seen


def test_what_comes_for_another_field_while_a_form_is_open_stands_beside_it(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    top = offices["tinh"]
    opened = records.read(top, "people", person)
    records.save(offices["a"], "people", person, {"phone": "0950000002"})
    carry(offices, stick, "a", "tinh")
    records.save(top, "people", person, {"note": "gõ xong"}, opened.seen)
    exchange(offices, stick, "tinh", "a")
    for place in BOTH:
        kept = makers.loaded(offices[place], Person, person)
        assert (kept.phone, kept.note) == ("0950000002", "gõ xong")
        assert disagreements(offices[place]) == []


def test_what_is_typed_into_a_form_whose_record_was_voided_meanwhile_is_asked_about(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    top = offices["tinh"]
    opened = records.read(top, "people", person)
    records.void(offices["a"], "people", person, "Ghi nhầm")
    carry(offices, stick, "a", "tinh")
    records.save(top, "people", person, {"note": "gõ dở"}, opened.seen)
    exchange(offices, stick, "tinh", "a")
    for place in BOTH:
        kept = makers.loaded(offices[place], Person, person)
        assert (kept.void_reason, kept.note) == ("Ghi nhầm", "gõ dở")
    assert count_disagreements(offices["a"]) == 1


# -- one's own file -------------------------------------------------------------------------


@pytest.mark.parametrize("deed", [receive, examine, look_at])
def test_ones_own_file_is_not_taken_in(
    offices: Offices, stick: Path, deed: Callable[[Office, Path], object]
) -> None:
    office = offices["a"]
    makers.person(office, NAME)
    path = send(office, offices.scope("tinh"), stick).path
    with pytest.raises(UserError, match=r"gửi cho nơi khác.*Chưa có gì thay đổi"):
        deed(office, path)
    with office.store.connection() as connection:
        came = sa.select(tables.packages.c.dir)
        assert connection.execute(came).scalars().all() == ["out"]


def test_among_many_files_ones_own_holds_nobody_up(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"], NAME)
    send(offices["a"], offices.scope("tinh"), stick)
    makers.saved(offices["tinh"], "code_items", code_list="L22", code="M", label="Mới", position=9)
    send(offices["tinh"], offices.scope("a"), stick)
    morning: Morning = take_in(offices["a"], [stick]).morning
    assert (len(morning.receipts), len(morning.refused)) == (1, 1)
    assert "gửi cho nơi khác" in morning.refused[0][1].message


# -- two who judge one thing ------------------------------------------------------------------


@pytest.mark.parametrize("first", BOTH)
def test_two_officers_who_set_one_risk_level_are_both_heard(
    offices: Offices, stick: Path, first: str
) -> None:
    case = makers.case(offices["a"])
    carry(offices, stick, "a", "tinh")
    second = next(one for one in BOTH if one != first)
    records.save(offices["a"], "case_files", case, {"risk_level": "CAO"})
    offices.clock.forward(hours=1)
    records.save(offices["tinh"], "case_files", case, {"risk_level": "THAP"})
    exchange(offices, stick, first, second)
    for place in BOTH:
        assert makers.loaded(offices[place], CaseFile, case).risk_level == "THAP"
        (one,) = disagreements(offices[place])
        assert one.labels == ("Mức nguy cơ",)
        assert {option.who for option in one.options} == {"Cán bộ tinh", "Cán bộ a"}
        assert beside(offices[place]) == 1


def test_two_officers_who_set_the_same_risk_level_are_not_asked(
    offices: Offices, stick: Path
) -> None:
    case = makers.case(offices["a"])
    carry(offices, stick, "a", "tinh")
    for place in BOTH:
        records.save(offices[place], "case_files", case, {"risk_level": "CAO"})
    exchange(offices, stick, "a", "tinh")
    for place in BOTH:
        assert disagreements(offices[place]) == []


# -- taken out of use against written -----------------------------------------------------------

EDIT, VOID, OTHER, BACK, HEAR = "edit", "void", "void for another reason", "back", "hear"
CASES: dict[str, tuple[list[tuple[str, str]], str | None, bool]] = {
    # What is done where, in this order; whether it is void in the end, and whether one is asked.
    "edited, then voided by who did not know": ([("a", EDIT), ("tinh", VOID)], "Ghi nhầm", True),
    "voided, then edited by who did not know": ([("a", VOID), ("tinh", EDIT)], "Ghi nhầm", True),
    "edited, then voided by who knew": (
        [("a", EDIT), ("tinh", HEAR), ("tinh", VOID)],
        "Ghi nhầm",
        False,
    ),
    "voided, brought back by who knew, then edited": (
        [("a", VOID), ("tinh", HEAR), ("tinh", BACK), ("tinh", EDIT)],
        None,
        False,
    ),
    "voided and brought back, edited by who knew of neither": (
        [("a", VOID), ("a", BACK), ("tinh", EDIT)],
        None,
        False,
    ),
    "edited, and voided and brought back by who did not know": (
        [("a", EDIT), ("tinh", VOID), ("tinh", BACK)],
        None,
        False,
    ),
    "voided twice for one reason": ([("a", VOID), ("tinh", VOID)], "Ghi nhầm", False),
    "voided twice for two reasons": ([("a", VOID), ("tinh", OTHER)], "Trùng người", True),
}


@pytest.mark.parametrize("first", BOTH)
@pytest.mark.parametrize("case", CASES)
def test_what_is_voided_here_and_written_there_ends_alike_everywhere(
    offices: Offices, stick: Path, person: uuid.UUID, case: str, first: str
) -> None:
    deeds, void, asked = CASES[case]
    for place, deed in deeds:
        offices.clock.forward(hours=1)
        if deed == HEAR:
            carry(offices, stick, next(one for one in BOTH if one != place), place)
        elif deed == EDIT:
            records.save(offices[place], "people", person, {"phone": "0950000009"})
        elif deed == BACK:
            records.unvoid(offices[place], "people", person)
        else:
            reason = "Ghi nhầm" if deed == VOID else "Trùng người"
            records.void(offices[place], "people", person, reason)
    exchange(offices, stick, first, next(one for one in BOTH if one != first))
    is_edited = any(deed == EDIT for _, deed in deeds)
    for place in BOTH:
        kept = makers.loaded(offices[place], Person, person)
        assert kept.void_reason == void
        assert kept.phone == ("0950000009" if is_edited else "0950000001")
        assert upkeep.check_office(offices[place]) == []
    assert count_disagreements(offices["a"]) == int(asked)


def test_a_purge_beats_an_edit_by_who_did_not_know(
    offices: Offices, stick: Path, person: uuid.UUID, authority: AuthorityKey
) -> None:
    told = ("Rút lại đồng ý", "45/QĐ-SYT", authority.sheets()[:2])
    purging.grant_purge(offices["tinh"], "people", person, *told)
    records.save(offices["a"], "people", person, {"phone": "0950000009"})
    exchange(offices, stick, "a", "tinh")
    for place in BOTH:
        with offices[place].reading() as session:
            left = session.get(Person, person)
            assert left is None or (left.stub, left.full_name, left.phone) == (True, None, None)


# -- spelling -----------------------------------------------------------------------------------


def decomposed(offices: Offices, stick: Path) -> Path:
    """A file of another version of the program, in which names are spelt with single marks."""
    path = send(offices["a"], offices.scope("tinh"), stick).path
    sections = read_raw(offices["tinh"], path)
    for items in sections.values():
        for at, item in enumerate(items):
            if item[:2] == [1, str(Person.entity)]:
                block = unpack_block(item[1:])
                columns = [
                    [unicodedata.normalize("NFD", v) if isinstance(v, str) else v for v in column]
                    for column in block.columns
                ]
                items[at] = [1, *pack_block(replace(block, columns=columns))]
    return write_raw(offices["a"], offices.scope("tinh"), path, sections)


def stored_name(office: Office, person: uuid.UUID) -> str:
    with office.store.connection() as connection:
        asked = sa.text("SELECT full_name FROM people WHERE id = :id")
        return str(connection.execute(asked, {"id": person.bytes}).scalar_one())


def test_a_name_in_single_marks_comes_in_composed_and_is_found(
    offices: Offices, stick: Path
) -> None:
    top = offices["tinh"]
    person = makers.person(offices["a"], NAME, note="Hòa nhã, ở một mình")
    receipt = receive(top, decomposed(offices, stick))
    assert receipt.tally.set_aside == []
    assert stored_name(top, person) == NAME
    for typed in (NAME, unicodedata.normalize("NFD", NAME), "nguyen thi huong"):
        assert [hit.id for hit in lists.find(top, typed)] == [person]
    assert records.read(top, "people", person).values["note"] == "Hòa nhã, ở một mình"
    assert upkeep.check_office(top) == []


def test_offices_that_hold_a_name_in_two_spellings_are_equal(offices: Offices, stick: Path) -> None:
    person = makers.person(offices["a"], NAME)
    receive(offices["tinh"], decomposed(offices, stick))
    exchange(offices, stick, "tinh", "a")
    # Both hold one version of it, which is what a check-up compares; nobody is asked.
    kept = [makers.loaded(offices[place], Person, person) for place in BOTH]
    assert [one.full_name for one in kept] == [NAME, NAME]
    assert len({version_of(offices[place], person) for place in BOTH}) == 1
    assert [disagreements(offices[place]) for place in BOTH] == [[], []]
    records.save(offices["tinh"], "people", person, {"full_name": f"{NAME} Giang"})
    carry(offices, stick, "tinh", "a")
    assert stored_name(offices["a"], person) == f"{NAME} Giang"


def version_of(office: Office, person: uuid.UUID) -> tuple[int, bytes]:
    """When and in which session a record was written, as every office counts."""
    with office.store.connection() as connection:
        sql = sa.text("SELECT sv FROM people WHERE id = :id")
        sv = bytes(connection.execute(sql, {"id": person.bytes}).scalar_one())
        (dot,) = {group.dot for group in groups_of(sv)}
        named = sa.select(tables.origins.c.oid).where(tables.origins.c.no == dot.origin)
        return dot.hlc, bytes(connection.execute(named).scalar_one())


def test_one_name_in_two_spellings_written_by_two_is_no_disagreement(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    for place in BOTH:
        records.save(offices[place], "people", person, {"full_name": "Trần Thị Hòa"})
        offices.clock.forward(hours=1)
    receive(offices["tinh"], decomposed(offices, stick))
    carry(offices, stick, "tinh", "a")
    for place in BOTH:
        assert stored_name(offices[place], person) == "Trần Thị Hòa"
        assert disagreements(offices[place]) == []


def test_what_stands_beside_another_value_is_composed_too(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    # The commune knows of two names, and a file of another version tells of both in single marks.
    records.save(offices["tinh"], "people", person, {"full_name": "Trần Thị Hòa"})
    offices.clock.forward(hours=1)
    records.save(offices["a"], "people", person, {"full_name": "Trần Thị Hoà Bình"})
    carry(offices, stick, "tinh", "a")
    path = send(offices["a"], offices.scope("tinh"), stick).path
    sections = read_raw(offices["tinh"], path)
    found = 0
    for at, item in enumerate(sections["0"]):
        if item[:2] == [1, str(Person.entity)]:
            block = unpack_block(item[1:])
            beside_it = [
                one._replace(value=unicodedata.normalize("NFD", one.value or ""))
                for one in block.siblings
            ]
            found += len(beside_it)
            sections["0"][at] = [1, *pack_block(replace(block, siblings=beside_it))]
    assert found == 1
    receive(offices["tinh"], write_raw(offices["a"], offices.scope("tinh"), path, sections))
    with offices["tinh"].store.connection() as connection:
        (told,) = connection.execute(sa.select(tables.siblings.c.val)).scalars()
    assert "Trần Thị Hòa" in told
