"""A clock that stood still is believed again when somebody types the day."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.base.clock import today
from desktop.base.errors import UserError
from desktop.operations.clocks import ClockState, clock_state, confirm_today
from desktop.store import tables
from makers import person


def trusted(office):
    with office.store.connection() as connection:
        rows = connection.execute(tables.log.select().order_by(tables.log.c.seq.desc())).all()
    return bool(rows[0].clock_ok)


def test_a_clock_in_daily_use_is_believed(office, clock):
    person(office)
    clock.forward(days=44)
    assert clock_state(office) is ClockState.RIGHT
    person(office, full_name="Trần Hai")
    assert trusted(office)


def test_after_a_long_pause_the_day_must_be_typed_once(office, clock):
    person(office)
    clock.forward(days=46)
    assert clock_state(office) is ClockState.PAUSED
    person(office, full_name="Trần Hai")
    assert not trusted(office)
    with pytest.raises(UserError, match="khác ngày"):
        confirm_today(office, today(clock) - dt.timedelta(days=1))
    assert clock_state(office) is ClockState.PAUSED
    confirm_today(office, today(clock))
    assert clock_state(office) is ClockState.RIGHT
    person(office, full_name="Lê Ba")
    assert trusted(office)


def test_an_impossible_year_is_never_believed(office, clock):
    clock.at = dt.datetime(2009, 1, 1, tzinfo=dt.UTC)
    assert clock_state(office) is ClockState.WRONG
    with pytest.raises(UserError, match="khác ngày"):
        confirm_today(office, today(clock))
    assert clock_state(office) is ClockState.WRONG
