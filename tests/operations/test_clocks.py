"""A clock that stood still is believed again when somebody types the day."""

from __future__ import annotations

import datetime as dt

import hypothesis
import pytest
from hypothesis import strategies as st

from desktop.base.clock import milliseconds, moment, today
from desktop.base.errors import UserError
from desktop.operations.clocks import ClockState, clock_state, tell_today, why_doubtful
from desktop.operations.exchange_keys import keep_roster
from desktop.operations.office import known_day
from desktop.store import tables
from desktop.store.timeline import BUILT_MS, BUILT_ON, Trust
from desktop.sync.authority import AuthorityKey, sign_roster
from desktop.sync.roster import Roster
from desktop.versions.clock import DAY_MS
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
    # A day that the clock does not show holds for this session, and leaves the clock in doubt.
    assert "21/11/2026" not in why_doubtful(office, today(clock))
    assert "đồng hồ máy" in why_doubtful(office, today(clock) - dt.timedelta(days=1)).lower()
    tell_today(office, today(clock) - dt.timedelta(days=1))
    assert clock_state(office) is ClockState.PAUSED
    tell_today(office, today(clock))
    assert clock_state(office) is ClockState.RIGHT
    person(office, full_name="Lê Ba")
    assert trusted(office)


def test_an_impossible_year_is_never_believed(office, clock):
    clock.at = dt.datetime(2009, 1, 1, tzinfo=dt.UTC)
    assert clock_state(office) is ClockState.WRONG
    with pytest.raises(UserError, match="01/01/2009"):
        tell_today(office, today(clock))
    assert clock_state(office) is ClockState.WRONG


# -- 400 days after what is known to have come ------------------------------------------------


def hold_roster(office, version, issued_at, key):
    roster = Roster(version, milliseconds(issued_at), key.public)
    with office.store.connection(write=True) as connection:
        keep_roster(connection, sign_roster(roster, key), roster)


def test_a_newer_roster_keeps_the_clock_believed_after_the_program_has_grown_old(office, clock):
    clock.forward(days=500)
    assert clock_state(office) is ClockState.WRONG
    person(office)
    assert not trusted(office)
    hold_roster(office, 2, clock.now() - dt.timedelta(days=30), AuthorityKey.new())
    # No word is needed of a roster that says so, and the next save already hears of it.
    assert clock_state(office) is ClockState.PAUSED
    tell_today(office, today(clock))
    person(office, full_name="Trần Hai")
    assert trusted(office)


def test_a_clock_behind_the_roster_is_wrong_unless_by_some_minutes(office, clock):
    hold_roster(office, 2, clock.now() + dt.timedelta(minutes=20), AuthorityKey.new())
    assert clock_state(office) is ClockState.RIGHT
    hold_roster(office, 3, clock.now() + dt.timedelta(days=2), AuthorityKey.new())
    assert clock_state(office) is ClockState.WRONG


def test_a_roster_that_was_signed_in_2099_is_mended_by_the_next_one(office, clock):
    key = AuthorityKey.new()
    hold_roster(office, 2, dt.datetime(2099, 1, 1, tzinfo=dt.UTC), key)
    assert clock_state(office) is ClockState.WRONG
    hold_roster(office, 3, clock.now(), key)
    # One that arrives late changes nothing.
    hold_roster(office, 1, dt.datetime(2098, 1, 1, tzinfo=dt.UTC), key)
    assert clock_state(office) is ClockState.RIGHT


def test_an_office_that_never_exchanges_is_believed_400_days_after_each_confirmation(office, clock):
    clock.forward(days=401)
    for _year in range(3):
        assert clock_state(office) is ClockState.WRONG
        tell_today(office, today(clock))
        assert clock_state(office) is ClockState.RIGHT
        person(office)
        assert trusted(office)
        clock.forward(days=400)


def test_only_who_may_change_settings_confirms_a_clock_after_so_long(office, clock, open_as):
    clock.forward(days=500)
    clerk = open_as("CAN_BO")
    assert tell_today(clerk, today(clock)) is ClockState.WRONG
    # It holds for this session of the clerk, but the PC's clock is not believed by it.
    assert clerk.clock.was_told
    assert known_day(clerk) == today(clock)
    assert not office.store.timeline().wall()[1]


@hypothesis.given(
    wall=st.integers(-2000, 4000),
    roster=st.none() | st.integers(-500, 2000),
    confirmed=st.none() | st.integers(-500, 2000),
)
def test_what_is_believed_lies_after_all_that_is_known_and_not_long_after_it(
    wall, roster, confirmed
):
    def at(days: int) -> int:
        return BUILT_MS + days * DAY_MS

    told = [None if days is None else at(days) for days in (roster, confirmed)]
    trust = Trust(*told)
    known = max(days for days in (0, roster, confirmed) if days is not None)
    believed = trust.believed(at(wall)) is not None
    if believed:
        assert known - 1 <= wall <= known + 400
    if known <= wall <= known + 399:
        assert believed
    assert believed == (trust.earliest_ms <= at(wall) <= trust.latest_ms)


def test_the_day_this_version_was_made_is_a_day_in_viet_nam():
    assert today_of(BUILT_MS) == BUILT_ON


def today_of(ms):
    return (moment(ms) + dt.timedelta(hours=7)).date()
