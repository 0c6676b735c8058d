"""A case becomes of a stricter kind: its person goes to other readers, everywhere and for good."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest

import makers
from desktop.operations import cases, records
from desktop.operations.exchange_keys import own_keys
from desktop.operations.receiving import receive
from desktop.operations.saving import Part
from desktop.operations.sending import send
from desktop.operations.transfers import Paper, transfer_case
from desktop.records import CaseFile, FamilyMember, Person
from desktop.records.cases import stricter
from desktop.sync.reader import open_package
from desktop.sync.refusals import Refused
from exchange.enrolled import Offices, enrolled_offices, offices, stick

__all__ = ["enrolled_offices", "offices", "stick"]
DRUGS = 3


def carry(offices: Offices, sender: str, to: str, stick: Path) -> Any:
    return receive(offices[to], send(offices[sender], offices.scope(to), stick).path)


def comp(offices: Offices, name: str, kind: Any, record: uuid.UUID) -> int:
    found: int = makers.loaded(offices[name], kind, record).comp
    return found


@pytest.fixture
def known(offices: Offices, stick: Path) -> dict[str, uuid.UUID]:
    """Somebody of commune a whom commune b, which may read no closed compartment, sees as well."""
    office = offices["a"]
    person = makers.person(office, "Nguyễn Văn Khép", phone="0950000001")
    son = makers.saved(
        office, "family_members", person_id=person, full_name="Con Trai", relation="CON"
    )
    kept, moved = (makers.case(office, person_id=person) for _ in range(2))
    paper = Paper("1/UBND", dt.date(2026, 11, 20), "Chuyển nơi cư trú")
    transfer_case(office, moved, offices.scope("b"), paper)
    carry(offices, "a", "tinh", stick)
    carry(offices, "tinh", "b", stick)
    return {"person": person, "son": son, "kept": kept, "moved": moved}


def raise_case(offices: Offices, case: uuid.UUID) -> None:
    cases.save_folder(offices["a"], [Part("case_files", case, {"case_type": "MT_SD"})])


def test_the_person_and_all_parts_rise_where_the_rows_come_in(
    offices: Offices, stick: Path, known: dict[str, uuid.UUID]
) -> None:
    assert comp(offices, "tinh", Person, known["person"]) == 0
    raise_case(offices, known["kept"])
    receipt = carry(offices, "a", "tinh", stick)
    assert receipt.tally.set_aside == []
    told = [(Person, "person"), (FamilyMember, "son"), (CaseFile, "kept"), (CaseFile, "moved")]
    found = [comp(offices, "tinh", kind, known[name]) for kind, name in told]
    assert found == [DRUGS, DRUGS, DRUGS, 0]


def test_who_may_not_read_it_gets_nothing_more(
    offices: Offices, stick: Path, known: dict[str, uuid.UUID]
) -> None:
    raise_case(offices, known["kept"])
    records.save(offices["a"], "people", known["person"], {"phone": "0950000099"})
    carry(offices, "a", "tinh", stick)
    sent = send(offices["tinh"], offices.scope("b"), stick)
    assert b"0950000099" not in sent.path.read_bytes()
    receive(offices["b"], sent.path)
    assert records.read(offices["b"], "people", known["person"]).values["phone"] == "0950000001"
    with offices["b"].store.connection() as connection:
        asked = "SELECT count(*) FROM people WHERE comp > 0 AND stub = 0"
        assert connection.exec_driver_sql(asked).scalar() == 0


def test_what_is_written_by_who_did_not_hear_of_it_opens_nothing_again(
    offices: Offices, stick: Path, known: dict[str, uuid.UUID]
) -> None:
    raise_case(offices, known["kept"])
    carry(offices, "a", "tinh", stick)
    records.save(offices["b"], "people", known["person"], {"occupation": "Thợ nề"})
    assert carry(offices, "b", "tinh", stick).tally.set_aside == []
    carry(offices, "tinh", "a", stick)
    for name in ("tinh", "a"):
        assert comp(offices, name, Person, known["person"]) == DRUGS
        reading = records.read(offices[name], "people", known["person"])
        assert reading.values["occupation"] == "Thợ nề"


def test_no_section_is_read_without_its_key(
    offices: Offices, stick: Path, known: dict[str, uuid.UUID]
) -> None:
    raise_case(offices, known["kept"])
    sent = send(offices["a"], offices.scope("tinh"), stick)
    with offices["b"].store.connection(write=True) as connection:
        strange = own_keys(connection).identities
    with offices["a"].store.connection(write=True) as connection:
        sign = own_keys(connection).public.sign
    with open_package(sent.path, stick / "spool", lambda *_: None) as package:
        package.verify(sign)
        assert package.header.kinds == ("0", "3")
        for number in range(len(package.header.kinds)):
            with pytest.raises(Refused):
                package.read_section(number, strange, lambda _item: None, lambda *_: None)


@pytest.mark.parametrize("order", [(1, 2, 4, 3, 0)])
def test_the_stricter_of_two_is_the_same_both_ways(order: tuple[int, ...]) -> None:
    for at, strict in enumerate(order):
        for lax in order[at:]:
            assert stricter(strict, lax) == stricter(lax, strict) == strict
