"""Down to an office go the sessions that it needs, and nobody's working days besides."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import sqlalchemy as sa

import makers
from desktop.operations import records
from desktop.operations.disagreements import count_disagreements
from desktop.operations.transfers import Paper, transfer_case
from desktop.records import Person
from desktop.store import tables
from exchange.enrolled import Offices, called, carry, enrolled_offices, offices, stick

__all__ = ["enrolled_offices", "offices", "stick"]
PAPER = Paper("1/UB", dt.date(2026, 11, 20), "Chuyển đến nơi ở mới")


def heard_of(offices: Offices, name: str) -> set[str]:
    """Who an office knows to have worked somewhere."""
    origins = tables.origins
    with offices[name].store.connection() as connection:
        return set(connection.execute(sa.select(origins.c.who)).scalars()) - {""}


def days_of_work(offices: Offices, stick: Path, name: str, count: int) -> None:
    """A person on each of so many days, each in a session of its own, brought to the province."""
    for day in range(count):
        makers.person(offices[name], f"Người {'abcdefghij'[day]}")
        carry(offices, stick, name, "tinh")
        offices.close(name)


def test_a_commune_hears_nothing_of_another_ones_days(offices: Offices, stick: Path) -> None:
    days_of_work(offices, stick, "a", 3)
    makers.person(offices["b"], "Người của b")
    for sender, receiver in (("b", "tinh"), ("tinh", "b"), ("tinh", "a")):
        carry(offices, stick, sender, receiver)
    assert heard_of(offices, "tinh") >= {"Cán bộ a", "Cán bộ b"}
    assert heard_of(offices, "b") <= {"Cán bộ b", "Cán bộ tinh"}
    assert heard_of(offices, "a") <= {"Cán bộ a", "Cán bộ tinh"}


def test_with_a_case_come_all_sessions_that_its_rows_build_on(
    offices: Offices, stick: Path
) -> None:
    person = makers.person(offices["a"], "Nguyễn Thị Một", phone="0950000001")
    case = makers.case(offices["a"], person_id=person)
    days_of_work(offices, stick, "a", 3)
    carry(offices, stick, "tinh", "b")
    assert "Cán bộ a" not in heard_of(offices, "b")
    records.save(offices["a"], "people", person, {"phone": "0950000002"})
    carry(offices, stick, "a", "tinh")
    transfer_case(offices["tinh"], case, offices.scope("b"), PAPER)
    carry(offices, stick, "tinh", "b")
    assert "Nguyễn Thị Một" in called(offices["b"])
    assert "Cán bộ a" in heard_of(offices, "b")
    # A write that had seen the others' is taken for what it is: nobody is asked.
    records.save(offices["b"], "people", person, {"phone": "0950000003"})
    for sender, receiver in (("b", "tinh"), ("tinh", "b")):
        carry(offices, stick, sender, receiver)
    for name in ("tinh", "b"):
        assert makers.loaded(offices[name], Person, person).phone == "0950000003"
        assert count_disagreements(offices[name]) == 0
