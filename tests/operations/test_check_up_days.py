"""Comparing what both hold is thought of once a month."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import makers
from desktop.operations import incoming
from desktop.operations.check_up import held_in_common
from desktop.operations.check_up_days import ask_check_ups, due_check_ups
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.sending import pending, send
from exchange.enrolled import Offices, enrolled_offices, offices

__all__ = ["enrolled_offices", "offices"]


def pass_days(offices: Offices, days: int) -> None:
    offices.clock.forward(days=days)


def due(offices: Offices, name: str) -> list[int]:
    return [one.scope for one in due_check_ups(offices[name])]


def give(offices: Offices, sender: str, receiver: str, stick: Path) -> Path:
    path = send(offices[sender], offices.scope(receiver), stick).path
    receive(offices[receiver], path)
    return path


def test_who_never_exchanged_a_file_is_not_reminded(offices: Offices) -> None:
    pass_days(offices, 400)
    assert due(offices, "a") == []


def test_a_month_after_the_first_file_both_are_reminded(offices: Offices, tmp_path: Path) -> None:
    makers.person(offices["a"])
    give(offices, "a", "tinh", tmp_path)
    pass_days(offices, 31)
    assert due(offices, "a") == due(offices, "tinh") == []
    pass_days(offices, 1)
    assert due(offices, "a") == [offices.scope("tinh")]
    assert due(offices, "tinh") == [offices.scope("a")]


def test_what_was_asked_for_is_compared_where_it_arrives_and_reminds_nobody_for_a_month(
    offices: Offices, tmp_path: Path
) -> None:
    top = offices.scope("tinh")
    makers.person(offices["a"])
    give(offices, "a", "tinh", tmp_path)
    give(offices, "tinh", "a", tmp_path)
    pass_days(offices, 32)
    rows = held_in_common(offices["a"], top).rows({0, 3})
    assert ask_check_ups(offices["a"], [top]) == rows > 0
    assert due(offices, "a") == []
    assert due(offices, "tinh") == [offices.scope("a")]
    taken = incoming.take_in(offices["tinh"], [send(offices["a"], top, tmp_path).path])
    (compared,) = taken.morning.check_ups
    assert (compared.name, compared.buckets, compared.rows) == ("Xã Tiên Phước", 0, 0)
    held = held_in_common(offices["tinh"], offices.scope("a"))
    assert compared.held == held.rows({0, 1, 2, 3, 4}) > 0
    assert due(offices, "tinh") == []
    assert pending(offices["tinh"], offices.scope("a")).total == 0, "both hold the same"
    pass_days(offices, 32)
    assert due(offices, "a") == [top]


def test_an_office_outside_the_exchange_is_not_reminded(office: Office) -> None:
    assert due_check_ups(office) == []


def test_rows_of_compartments_that_the_account_may_not_see_are_not_told(
    offices: Offices, tmp_path: Path
) -> None:
    makers.case(offices["a"], case_type="MT_SD")
    give(offices, "a", "tinh", tmp_path)
    office, top = offices["a"], offices.scope("tinh")
    clerk, office.user = office.user, replace(office.user, compartments=frozenset({0}))
    few = ask_check_ups(office, [top])
    office.user = clerk
    many = ask_check_ups(office, [top])
    assert few is not None
    assert many is not None
    assert many >= few + 2
    assert ask_check_ups(offices["tinh"], [offices.scope("a")] * 4) is None
