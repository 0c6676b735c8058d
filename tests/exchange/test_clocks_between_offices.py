"""Files of PCs whose clocks are wrong: the board goes by a clock that can be believed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import makers
from conftest import NOW
from desktop.base.clock import StoppedClock
from desktop.operations.exchange_board import read_board
from desktop.operations.exchange_state import exchange_state
from desktop.operations.office import open_office
from desktop.operations.package_history import package_history
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from exchange.enrolled import PASSWORD, Offices, enrolled_offices, offices
from exchange.test_files_between_offices import stick

__all__ = ["enrolled_offices", "offices", "stick"]


@pytest.mark.parametrize(
    "told",
    [dt.datetime(2009, 1, 1, tzinfo=dt.UTC), dt.datetime(2099, 12, 31, tzinfo=dt.UTC)],
)
def test_a_file_of_a_pc_with_a_dead_battery_counts_in_the_month_in_which_it_came(
    offices: Offices, stick: Path, told: dt.datetime
) -> None:
    makers.person(offices["a"])
    offices.close("a")
    sender = open_office(offices.folder / "a", "lan", PASSWORD, StoppedClock(told))
    offices.opened["a"] = sender
    path = send(sender, offices.scope("tinh"), stick).path
    identity = receive(offices["tinh"], path).identity
    assert (identity.sent_at, identity.clock_ok) == (told, False)
    scope = offices.scope("a")
    row = next(one for one in read_board(offices["tinh"]).rows if one.scope == scope)
    assert row.cells[-1].numbers == (1,)
    assert row.wrong_clocks == ("A",)
    (line,) = package_history(offices["tinh"], scope)
    assert line.at == NOW
    (state,) = [one for one in exchange_state(offices["tinh"]) if one.office == scope]
    assert state.last_in == NOW


def test_a_clock_that_is_right_says_when_a_file_was_written(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"])
    path = send(offices["a"], offices.scope("tinh"), stick).path
    offices.clock.forward(days=20)
    receive(offices["tinh"], path)
    (line,) = package_history(offices["tinh"], offices.scope("a"))
    assert line.at == NOW


def test_the_board_says_whose_newest_file_was_written_by_a_wrong_clock(
    offices: Offices, stick: Path
) -> None:
    clocks = {"right": NOW, "wrong": dt.datetime(2009, 1, 1, tzinfo=dt.UTC)}
    paths: dict[int, Path] = {}
    for number, shown in enumerate(("right", "wrong", "right"), 1):
        offices.close("a")
        clock = StoppedClock(clocks[shown])
        offices.opened["a"] = open_office(offices.folder / "a", "lan", PASSWORD, clock)
        makers.person(offices["a"], full_name=("Hồ Một", "Hồ Hai", "Hồ Ba")[number - 1])
        paths[number] = send(offices["a"], offices.scope("tinh"), stick).path
    scope, top = offices.scope("a"), offices["tinh"]

    def wrong() -> tuple[str, ...]:
        return next(one.wrong_clocks for one in read_board(top).rows if one.scope == scope)

    assert wrong() == ()
    receive(top, paths[2])
    assert wrong() == ("A",)
    # The battery was changed since; what was written before comes late and says nothing any more.
    receive(top, paths[3])
    assert wrong() == ()
    receive(top, paths[1])
    assert wrong() == ()
