"""What has happened is not dated after the office's day: forms, operations and checks agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

import makers
from desktop.base.clock import VIETNAM, StoppedClock
from desktop.base.errors import InvalidRecord, InvalidValue
from desktop.fields import Date, Kind, Moment, Partial, PartialDate
from desktop.operations import upkeep
from desktop.operations.office import Office
from desktop.records import Activity, Person, record_types

TODAY = dt.date(2026, 11, 21)
TOMORROW = dt.date(2026, 11, 22)
SENTENCE = "Ngày này chưa tới: hôm nay là 21/11/2026."


@pytest.mark.parametrize(
    ("kind", "come", "to_come"),
    [
        (Date(past=True), TODAY, TOMORROW),
        (PartialDate(past=True), Partial(2026, 11), Partial(2026, 12)),
        (PartialDate(past=True), Partial(2026), Partial(2027)),
        (PartialDate(past=True), Partial(2026, 11, 21), Partial(2026, 11, 22)),
        (
            Moment(past=True),
            dt.datetime(2026, 11, 21, 23, 59, tzinfo=VIETNAM),
            dt.datetime(2026, 11, 22, tzinfo=VIETNAM),
        ),
    ],
)
def test_a_day_that_has_not_come_is_refused_with_todays_name(
    kind: Kind[object], come: object, to_come: object
) -> None:
    kind.check_today(come, TODAY)
    with pytest.raises(InvalidValue) as refused:
        kind.check_today(to_come, TODAY)
    assert refused.value.message == SENTENCE


def test_other_days_may_be_to_come() -> None:
    Date().check_today(dt.date(2030, 1, 1), TODAY)
    PartialDate().check_today(Partial(2030), TODAY)


SAVED: dict[str, Callable[[Office], object]] = {
    "birth_date": lambda office: makers.person(office, birth_date=Partial(2027)),
    "id_issued_on": lambda office: makers.person(office, id_issued_on=TOMORROW),
    "intake_on": lambda office: makers.case(office, intake_on=TOMORROW),
    "decision_on": lambda office: makers.team(office, decision_on=TOMORROW),
    "at": lambda office: makers.contact(
        office, makers.case(office), at=dt.datetime(2026, 11, 22, 8, tzinfo=VIETNAM)
    ),
    "from_on": lambda office: makers.activity(office, from_on=TOMORROW),
}


@pytest.mark.parametrize("name", SAVED)
def test_operations_refuse_it_under_the_field(office: Office, name: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        SAVED[name](office)
    assert refused.value.problems == {name: SENTENCE}


def test_a_membership_and_a_term_may_begin_later(office: Office) -> None:
    makers.member(office, makers.team(office), from_on=TOMORROW)
    makers.case(office, decision_on=TODAY, due_end_on=dt.date(2027, 11, 21))


def test_the_clock_of_the_office_says_what_day_it_is(office: Office, clock: StoppedClock) -> None:
    clock.forward(days=1)
    makers.activity(office, from_on=TOMORROW)


def test_checking_the_office_finds_what_was_brought_in(
    office: Office, open_as: Callable[..., Office]
) -> None:
    activity = makers.activity(office)
    with office.writing("import") as session:
        session.get_one(Activity, activity).from_on = TOMORROW
    assert upkeep.check_office(open_as("QUAN_TRI")) == [f"Hoạt động {activity}: Từ ngày"]


def test_days_that_the_law_asks_about_are_declared() -> None:
    declared = {
        f"{table}.{field.name}"
        for table, kind in record_types().items()
        for field in kind.fields()
        if getattr(field.kind, "past", False)
    }
    assert declared >= {
        "people.birth_date",
        "volunteers.birth_date",
        "case_files.intake_on",
        "case_files.closed_on",
        "contacts.at",
        "activities.from_on",
        "trainings.from_on",
        "findings.fixed_on",
        "reports.signed_on",
        "reports.sent_on",
    }
    assert "memberships.from_on" not in declared
    assert isinstance(Person.field("birth_date").kind, PartialDate)
