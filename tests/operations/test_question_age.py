"""A question that waits for more than 30 days is told apart, in the list and on the board."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

import makers
from desktop.fields import Partial
from desktop.operations import records
from desktop.operations.decisions import decide
from desktop.operations.disagreements import disagreements
from desktop.operations.exchange_board import BoardRow, read_board
from desktop.operations.question_age import days_open, is_old, old_by_office
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from exchange.enrolled import NAMES, Offices, enrolled_offices, offices

__all__ = ["enrolled_offices", "offices"]


@pytest.fixture
def person(offices: Offices, tmp_path: Path) -> uuid.UUID:
    """Somebody whose birth date the commune wrote ten days before the province wrote another."""
    top = offices.scope("tinh")
    made = makers.person(offices["a"], "Nguyễn Thị Hường")
    receive(offices["tinh"], send(offices["a"], top, tmp_path).path)
    records.save(offices["a"], "people", made, {"birth_date": Partial(1991, 3, 5)})
    offices.clock.forward(days=10)
    told = {"birth_date": Partial(1990, 5, 3), "phone": "0950000003"}
    records.save(offices["tinh"], "people", made, told)
    receive(offices["tinh"], send(offices["a"], top, tmp_path).path)
    return made


def row(offices: Offices, name: str = "a") -> BoardRow:
    (found,) = [one for one in read_board(offices["tinh"]).rows if one.name == NAMES[name]]
    return found


def test_a_question_is_old_thirty_days_after_the_second_value_was_written(
    offices: Offices, person: uuid.UUID
) -> None:
    province = offices["tinh"]
    (one,) = [one for one in disagreements(province) if one.asked]
    assert days_open(province, one) == 0
    offices.clock.forward(days=30)
    assert (days_open(province, one), is_old(province, one)) == (30, False)
    assert (row(offices).disputed, row(offices).old) == (1, 0)
    offices.clock.forward(days=1)
    assert (days_open(province, one), is_old(province, one)) == (31, True)
    assert (row(offices).disputed, row(offices).old) == (1, 1)
    assert (row(offices, "b").disputed, row(offices, "b").old) == (0, 0)
    assert old_by_office(province) == {offices.scope("a"): 1}


def test_what_was_decided_is_not_old_any_more(
    offices: Offices, person: uuid.UUID, tmp_path: Path
) -> None:
    commune = offices["a"]
    receive(commune, send(offices["tinh"], offices.scope("a"), tmp_path).path)
    offices.clock.forward(days=40)
    (one,) = [one for one in disagreements(commune) if one.asked]
    assert is_old(commune, one)
    decide(commune, one, 0)
    receive(offices["tinh"], send(commune, offices.scope("tinh"), tmp_path).path)
    assert old_by_office(offices["tinh"]) == {}


def test_what_the_program_chose_waits_for_nobody(offices: Offices, tmp_path: Path) -> None:
    province, top = offices["tinh"], offices.scope("tinh")
    made = makers.person(offices["a"], phone="0950000001")
    receive(province, send(offices["a"], top, tmp_path).path)
    for name, digit in (("a", 2), ("tinh", 3)):
        records.save(offices[name], "people", made, {"phone": f"095000000{digit}"})
    receive(province, send(offices["a"], top, tmp_path).path)
    offices.clock.forward(days=40)
    (one,) = disagreements(province)
    assert not one.asked
    assert days_open(province, one) is None
    assert old_by_office(province) == {}
