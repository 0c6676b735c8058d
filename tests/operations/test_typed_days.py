"""A PC whose clock stands in 2009 or 2099: the day is typed once, and everything goes by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import makers
from conftest import NOW, Blank
from desktop.base.clock import VIETNAM, OfficeClock, StoppedClock, known_today, moment, today
from desktop.base.errors import InvalidRecord, UserError
from desktop.fields import Partial
from desktop.operations import activities, tasks
from desktop.operations.authority import found_authority
from desktop.operations.clocks import ClockState, clock_state, tell_today, why_doubtful
from desktop.operations.exchange_keys import held_roster
from desktop.operations.keys_of_records import whole_span
from desktop.operations.office import Office, day, known_day, open_office
from desktop.operations.printing import print_document
from desktop.operations.upkeep import back_up_here, check_office
from desktop.records import CaseFile, Inspection
from desktop.store import tables
from desktop.store.timeline import BUILT_ON
from paper.pages import words

TRUE_DAY = dt.date(2026, 12, 24)
QUARTER = dt.date(2026, 10, 1), dt.date(2026, 12, 31)
TOMORROW = dt.date(2026, 12, 25)
WRONG = {
    "2009": dt.datetime(2009, 1, 1, 0, 12, tzinfo=VIETNAM),
    "2099": dt.datetime(2099, 6, 30, 7, 30, tzinfo=VIETNAM),
}


@pytest.fixture(params=WRONG)
def wrong_clock(request: pytest.FixtureRequest) -> StoppedClock:
    """The clock of a PC whose battery is dead, or that somebody set wrongly."""
    return StoppedClock(WRONG[request.param])


@pytest.fixture
def blind(blank_office: Blank, folder: Path, wrong_clock: StoppedClock) -> Iterator[Office]:
    """An office that was opened on such a PC."""
    opened = open_office(folder, blank_office.user, blank_office.password, wrong_clock)
    yield opened
    opened.close()


def case_of(office: Office, **told: Any) -> CaseFile:
    return makers.loaded(office, CaseFile, makers.case(office, **told))


def last_line(office: Office) -> Any:
    with office.store.connection() as connection:
        newest = sa.select(tables.log).order_by(tables.log.c.seq.desc()).limit(1)
        return connection.execute(newest).one()


def test_nothing_is_proposed_and_no_true_day_is_refused_before_the_day_is_typed(
    blind: Office,
) -> None:
    assert known_day(blind) is None
    assert activities.first_activity(blind)["from_on"] is None
    assert activities.first_training(blind)["from_on"] is None
    case = case_of(blind, intake_on=TRUE_DAY)
    assert case.number == "20854-26-A-0001"
    makers.person(blind, full_name="Trần Hai", birth_date=Partial(2026, 12, 1))
    assert check_office(blind) == []


def test_what_needs_the_day_says_so_and_saves_nothing(blind: Office) -> None:
    team = makers.team(blind)
    for deed in (
        lambda: makers.inspection(blind, team_id=team),
        lambda: whole_span(blind, None, None),
    ):
        with pytest.raises(UserError, match="chưa biết hôm nay"):
            deed()
    with blind.reading() as session:
        assert session.scalars(sa.select(Inspection)).all() == []


def test_a_typed_day_is_the_day_of_everything_in_this_session(blind: Office) -> None:
    assert tell_today(blind, TRUE_DAY, dt.time(8)) is ClockState.WRONG
    assert known_day(blind) == day(blind) == TRUE_DAY
    assert activities.first_activity(blind)["from_on"] == TRUE_DAY
    assert case_of(blind, intake_on=TRUE_DAY).number == "20854-26-A-0001"
    with pytest.raises(InvalidRecord, match=r"hôm nay là 24/12/2026"):
        makers.case(blind, intake_on=TOMORROW)
    made = makers.loaded(blind, Inspection, makers.inspection(blind))
    assert made.number == "KT-26-A-0001"
    assert made.started_on == TRUE_DAY
    assert back_up_here(blind).path.name.count("20261224") == 1


def test_the_log_goes_on_saying_what_the_pc_shows(blind: Office, wrong_clock: StoppedClock) -> None:
    tell_today(blind, TRUE_DAY)
    makers.person(blind)
    line = last_line(blind)
    assert line.wall_ms == wrong_clock.now().timestamp() * 1000
    assert not line.clock_ok


def test_terms_are_told_by_the_typed_day(blind: Office) -> None:
    case = case_of(blind, intake_on=dt.date(2026, 11, 1), due_end_on=dt.date(2026, 12, 20))
    # In 2009 nothing would be due, in 2099 everything: what is listed goes by days that have come.
    assert not [one for one in tasks.read_tasks(blind, 3) if one.id == case.id]
    tell_today(blind, TRUE_DAY)
    (found,) = (one for one in tasks.read_tasks(blind, 3) if one.kind == tasks.TERM)
    assert found.left.text == "Quá hạn 4 ngày"


def test_papers_leave_room_for_a_day_that_nobody_knows(blind: Office) -> None:
    team = makers.team(blind)
    before = words(print_document(blind, "T8", key=team, period=QUARTER).content)
    assert "năm 2009" not in before
    assert "năm 2099" not in before
    tell_today(blind, TRUE_DAY)
    after = words(print_document(blind, "T8", key=team, period=QUARTER).content)
    assert "ngày 24 tháng 12 năm 2026" in after


def test_the_next_sign_in_on_the_same_clock_goes_by_the_typed_day(
    blank_office: Blank, folder: Path, wrong_clock: StoppedClock
) -> None:
    of_program = OfficeClock(wrong_clock)
    for told in (False, True):
        office = open_office(folder, blank_office.user, blank_office.password, of_program)
        assert (known_day(office) == TRUE_DAY) is told
        tell_today(office, TRUE_DAY, dt.time(8))
        office.close()
    # Mended meanwhile, it is believed before what was typed.
    wrong_clock.at = NOW
    office = open_office(folder, blank_office.user, blank_office.password, of_program)
    assert not office.clock.was_told
    assert known_day(office) == today(wrong_clock)
    office.close()


def test_a_day_before_the_version_was_made_is_refused(blind: Office) -> None:
    with pytest.raises(UserError, match="20/11/2026"):
        tell_today(blind, BUILT_ON - dt.timedelta(days=1))
    assert known_day(blind) is None


@pytest.mark.parametrize(
    ("typed", "doubt"),
    [
        (TRUE_DAY, ""),
        (dt.date(2027, 12, 25), ""),
        (dt.date(2028, 12, 24), "xa quá"),
        (dt.date(2062, 12, 24), "xa quá"),
    ],
)
def test_a_day_far_ahead_is_asked_about(blind: Office, typed: dt.date, doubt: str) -> None:
    found = why_doubtful(blind, typed)
    assert doubt in found
    assert bool(doubt) == bool(found)


def test_a_day_before_the_last_use_is_asked_about(office: Office, clock: StoppedClock) -> None:
    clock.forward(days=20)
    makers.person(office)
    clock.at = WRONG["2009"]
    assert "đã qua ngày 11/12/2026" in why_doubtful(office, dt.date(2026, 12, 10))
    assert why_doubtful(office, dt.date(2026, 12, 11)) == ""


def test_a_year_that_was_confirmed_wrongly_is_confirmed_anew(
    office: Office, clock: StoppedClock
) -> None:
    clock.at = WRONG["2099"]
    assert why_doubtful(office, today(clock))
    assert tell_today(office, today(clock)) is ClockState.RIGHT
    clock.at = NOW
    assert clock_state(office) is ClockState.WRONG
    assert "đã qua ngày" in why_doubtful(office, today(clock))
    assert tell_today(office, today(clock)) is ClockState.RIGHT
    assert clock_state(office) is ClockState.RIGHT


def test_a_roster_is_never_dated_by_a_wrong_clock(blind: Office, wrong_clock: StoppedClock) -> None:
    # Every office that held it would disbelieve a true clock until the next one.
    found_authority(blind, [])
    with blind.store.connection() as connection:
        issued = moment(held_roster(connection).issued_ms)
    assert NOW - dt.timedelta(days=1) < issued < NOW + dt.timedelta(days=1)
    wrong_clock.at = NOW
    assert clock_state(blind) is ClockState.RIGHT


# -- the clock itself ------------------------------------------------------------------------


def test_midnight_passes_after_the_day_was_typed() -> None:
    passed = [100.0]
    clock = OfficeClock(StoppedClock(WRONG["2009"]), lambda: passed[0])
    assert today(clock) == dt.date(2009, 1, 1)
    clock.tell(dt.datetime(2026, 12, 24, 16, 30, tzinfo=VIETNAM))
    passed[0] += 7 * 3600
    assert known_today(clock) == TRUE_DAY
    passed[0] += 1800
    assert known_today(clock) == TOMORROW
    clock.believe()
    assert known_today(clock) == dt.date(2009, 1, 1)


def test_a_doubted_clock_goes_on_from_what_is_known() -> None:
    passed = [0.0]
    clock = OfficeClock(StoppedClock(WRONG["2099"]), lambda: passed[0])
    clock.doubt(NOW)
    passed[0] += 60
    assert clock.now() == NOW + dt.timedelta(minutes=1)
    assert known_today(clock) is None
    assert not clock.was_told
