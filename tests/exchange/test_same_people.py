"""Somebody who was written down twice: found, judged by who may, and read as one everywhere."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

import makers
from desktop.base.errors import UserError
from desktop.fields import Partial
from desktop.operations import cases, intake, lists, records
from desktop.operations.imports_taken_back import take_import_back
from desktop.operations.lists import ListReader, listing
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.same_people import same_people
from desktop.operations.same_verdicts import decide_different, decide_same
from desktop.operations.sending import send
from desktop.store.exchange.sameness import groups
from exchange.enrolled import Offices, enrolled_offices, offices, stick

__all__ = ["enrolled_offices", "offices", "stick"]
NUMBER = {"id_type": "CAN_CUOC", "id_number": "049088001234"}


def carry(offices: Offices, sender: str, to: str, stick: Path) -> Any:
    return receive(offices[to], send(offices[sender], offices.scope(to), stick).path)


@pytest.fixture
def pair(offices: Offices, stick: Path) -> tuple[uuid.UUID, uuid.UUID]:
    """One woman in two communes, each with a case of hers; the province has both."""
    first = makers.person(offices["a"], "Nguyễn Thị Hường", **NUMBER, phone="0950000001")
    second = makers.person(offices["b"], "Nguyễn Thị Hương", **NUMBER, phone="0950000002")
    for name, person in (("a", first), ("b", second)):
        makers.case(offices[name], person_id=person)
        carry(offices, name, "tinh", stick)
    return first, second


def people(office: Office) -> list[uuid.UUID]:
    return [uuid.UUID(bytes=one) for one in ListReader(office, listing(office, "people")).ids()]


def test_the_same_number_makes_candidates_and_one_verdict_makes_one_person(
    offices: Offices, pair: tuple[uuid.UUID, uuid.UUID]
) -> None:
    office, (first, second) = offices["tinh"], pair
    (found,) = same_people(office)
    assert (found.first.id, found.second.id) == pair
    assert (found.reason, found.verdict, found.may_decide) == ("Cùng số căn cước", "", True)
    assert [name for name, _ in found.fields] == ["full_name", "phone"]
    decide_same(office, first, second, {"phone": "0950000002"})
    assert people(office) == [first]
    assert [hit.id for hit in lists.find(office, "huong", tables=("people",))] == [first]
    assert len(intake.known_person(office, first).cases) == 2
    assert records.read(office, "people", first).values["phone"] == "0950000002"
    for case in intake.known_person(office, second).cases:
        folder = cases.read_case(office, case.id)
        assert (folder.person.id, folder.header.name) == (first, "Nguyễn Thị Hường")
    assert len(intake.find_cases(office, "huong")) == 2
    cells = ListReader(office, listing(office, "case_files", ("person_id",)))
    assert {row[0] for row in cells.cells(cells.ids())} == {"Nguyễn Thị Hường"}


def test_a_later_verdict_undoes_it(offices: Offices, pair: tuple[uuid.UUID, uuid.UUID]) -> None:
    office = offices["tinh"]
    decide_same(office, *pair)
    decide_different(office, *pair)
    assert set(people(office)) == set(pair)
    (found,) = same_people(office)
    assert found.verdict == "different"


def test_a_verdict_travels_to_those_who_see_both_and_to_nobody_else(
    offices: Offices, stick: Path
) -> None:
    commune, province = offices["a"], offices["tinh"]
    first = makers.person(commune, "Trần Văn Bình")
    second = makers.person(commune, "Trần Văn Bính")
    carry(offices, "a", "tinh", stick)
    decide_same(province, first, second)
    carry(offices, "tinh", "a", stick)
    carry(offices, "tinh", "b", stick)
    assert people(commune) == [min(first, second)]
    with offices["b"].store.connection() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sync_same").scalar() == 0
    decide_different(commune, first, second)
    carry(offices, "a", "tinh", stick)
    assert set(people(province)) == {first, second}


def test_two_who_decide_at_once_make_no_circle(offices: Offices, stick: Path) -> None:
    commune, province = offices["a"], offices["tinh"]
    one, two, three = (makers.person(commune, f"Lê Thị {name}") for name in ("A", "B", "C"))
    carry(offices, "a", "tinh", stick)
    decide_same(commune, one, two)
    decide_same(province, two, three)
    decide_same(province, three, one)
    carry(offices, "a", "tinh", stick)
    carry(offices, "tinh", "a", stick)
    for office in (commune, province):
        assert people(office) == [min(one, two, three)]


def test_only_who_has_both_decides(
    offices: Offices, stick: Path, pair: tuple[uuid.UUID, uuid.UUID]
) -> None:
    with pytest.raises(UserError, match="nhờ tỉnh"):
        decide_same(offices["a"], *pair)
    assert same_people(offices["a"]) == []


def test_who_was_told_apart_at_entry_is_not_asked_again(office: Office) -> None:
    born = {"full_name": "Nguyễn Văn An", "sex": "NAM", "birth_date": Partial(1990, 3, 5)}
    known = makers.person(office, **born)
    asked = cases.open_case(office, makers.case_values(office), born, [known])
    assert [one.verdict for one in same_people(office)] == ["different"]
    cases.open_case(office, makers.case_values(office), born)
    assert sum(not one.verdict for one in same_people(office)) == 2
    assert asked.touch("people")


def test_the_same_name_and_day_need_the_same_commune(offices: Offices, stick: Path) -> None:
    for name in ("a", "b"):
        makers.person(offices[name], "Phạm Thị Lụa" if name == "a" else "Pham Thi Lua")
        carry(offices, name, "tinh", stick)
    assert same_people(offices["tinh"]) == []
    makers.person(offices["a"], "Phạm Thị Lúa")
    assert [one.reason for one in same_people(offices["a"])] == ["Cùng họ tên, ngày sinh và xã"]


IDS = st.integers(0, 9).map(lambda n: bytes([n]) * 16)


@hypothesis.given(st.lists(st.tuples(IDS, IDS).filter(lambda two: two[0] != two[1])))
def test_groups_are_what_hangs_together(pairs: list[tuple[bytes, bytes]]) -> None:
    found = groups(pairs)
    assert found == groups(pairs[::-1])
    for a, b in pairs:
        assert found[a] == found[b] >= {a, b}
    for one, members in found.items():
        assert all(found[other] == members for other in members), one


def test_taking_a_file_back_takes_its_verdict_back_and_leaves_the_former_one(
    offices: Offices, stick: Path
) -> None:
    first, second = (makers.person(offices["a"], name) for name in ("Lê Thị Một", "Lê Thị Mốt"))
    decide_same(offices["a"], first, second)
    carry(offices, "a", "tinh", stick)
    assert [one.verdict for one in same_people(offices["tinh"])] == ["same"]
    decide_different(offices["a"], first, second)
    carry(offices, "a", "tinh", stick)
    assert [one.verdict for one in same_people(offices["tinh"])] == ["different"]
    take_import_back(offices["tinh"])
    assert [one.verdict for one in same_people(offices["tinh"])] == ["same"]
    take_import_back(offices["tinh"])
    assert same_people(offices["tinh"]) == []
