"""What waits for all offices, read at once, is what is read for each of them."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest

import makers
from desktop.base.errors import UserError
from desktop.operations import records
from desktop.operations.exchange_state import exchange_state
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.sending import pending, send
from desktop.operations.unconfirmed import Unconfirmed, unconfirmed
from exchange.enrolled import Offices, carry, enrolled_offices, offices, stick

__all__ = ["enrolled_offices", "offices", "stick"]


def one_by_one(office: Office) -> dict[int, Unconfirmed]:
    found = [pending(office, one.office) for one in exchange_state(office)]
    return {one.to: Unconfirmed(one.total, one.sent) for one in found}


def test_what_is_written_for_one_office_waits_for_it_alone_until_it_confirms(
    offices: Offices, stick: Path
) -> None:
    province, own, other = offices["tinh"], offices.scope("a"), offices.scope("b")
    person = makers.person(offices["a"])
    carry(offices, stick, "a", "tinh")
    assert {one.count for one in unconfirmed(province).values()} == {0}, "nothing goes only back"
    records.save(province, "people", person, {"phone": "0950000001"})
    assert unconfirmed(province) == {own: Unconfirmed(1, False), other: Unconfirmed(0, False)}
    path = send(province, own, stick).path
    assert unconfirmed(province)[own] == Unconfirmed(1, True)
    receive(offices["a"], path)
    carry(offices, stick, "a", "tinh")
    assert unconfirmed(province)[own].count == 0


@pytest.mark.parametrize("seed", range(4))
def test_both_readings_agree_after_whatever_happens(
    offices: Offices, stick: Path, seed: int
) -> None:
    draw = random.Random(seed)
    people = {name: [makers.person(offices[name])] for name in ("a", "b")}
    for _ in range(14):
        name = draw.choice(["a", "b"])
        deed = draw.choice(["write", "write at the province", "up", "down", "new", "void"])
        if deed == "new":
            people[name].append(makers.person(offices[name]))
        elif deed == "up":
            carry(offices, stick, name, "tinh")
        elif deed == "down":
            carry(offices, stick, "tinh", name)
        else:
            where = offices["tinh" if "province" in deed else name]
            person = draw.choice(people[name])
            told = {"sex": draw.choice(["NU", "NAM", "KHAC"])}
            with suppress(UserError):  # the province has not heard of everybody
                if deed == "void":
                    records.void(where, "people", person, "Ghi nhầm")
                else:
                    records.save(where, "people", person, told)
        offices.clock.forward(minutes=5)
        for one in ("tinh", "a"):
            assert unconfirmed(offices[one]) == one_by_one(offices[one]), (seed, deed)
