"""The time, as a thing that is handed over and can be stopped in tests."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

#: Việt Nam keeps one time zone without daylight saving, so no zone database is needed to show it.
VIETNAM = dt.timezone(dt.timedelta(hours=7), "ICT")
_1970 = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> dt.datetime:
        """The present moment, with its zone."""
        ...


class SystemClock:
    """The PC's clock."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)


class StoppedClock:
    """A clock that stands at one moment until it is moved."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def now(self) -> dt.datetime:
        return self.at

    def forward(self, **units: float) -> None:
        """Move on by so many days, hours, minutes … (as ``timedelta`` takes them)."""
        self.at += dt.timedelta(**units)


def today(clock: Clock) -> dt.date:
    """The day it is in Việt Nam."""
    return clock.now().astimezone(VIETNAM).date()


def in_vietnam(moment: dt.datetime) -> dt.datetime:
    """The same moment as a clock on a Vietnamese wall shows it."""
    return moment.astimezone(VIETNAM)


def milliseconds(moment: dt.datetime) -> int:
    """Whole milliseconds since 1970, UTC."""
    return (moment - _1970) // dt.timedelta(milliseconds=1)


def moment(ms: int) -> dt.datetime:
    """The moment so many milliseconds after 1970, UTC; also before it, which Windows refuses."""
    return _1970 + dt.timedelta(milliseconds=ms)
