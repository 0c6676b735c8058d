"""The time, as a thing that is handed over and can be stopped in tests."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable
from typing import Protocol

#: Việt Nam keeps one time zone without daylight saving, so no zone database is needed to show it.
VIETNAM = dt.timezone(dt.timedelta(hours=7), "ICT")
_1970 = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> dt.datetime:
        """The present moment, with its zone."""
        ...

    @property
    def known(self) -> bool:
        """Whether that is the true time, as far as anybody can tell."""
        ...


class SystemClock:
    """The PC's clock."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    @property
    def known(self) -> bool:
        return True


class StoppedClock:
    """A clock that stands at one moment until it is moved."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def now(self) -> dt.datetime:
        return self.at

    @property
    def known(self) -> bool:
        return True

    def forward(self, **units: float) -> None:
        """Move on by so many days, hours, minutes … (as ``timedelta`` takes them)."""
        self.at += dt.timedelta(**units)


def seconds_passed() -> float:
    """Seconds that pass evenly whatever a clock is set to, also while a laptop sleeps."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class OfficeClock:
    """The time an office works by: the PC's, unless that can't be believed.

    Whether it can be is judged when an office is opened: a clock goes wrong while the PC is off.
    What the PC's clock shows besides (``machine``) goes on being written into the log, whatever
    was told here.
    """

    def __init__(self, machine: Clock, passed: Callable[[], float] = seconds_passed) -> None:
        """machine: the PC's clock. passed: seconds that pass evenly."""
        self.machine = machine
        self._passed = passed
        self._known = True
        self._told: tuple[dt.datetime, float] | None = None

    @classmethod
    def of(cls, clock: Clock) -> OfficeClock:
        """This clock as one that can be told the time; the same one if it already can."""
        return clock if isinstance(clock, cls) else cls(clock)

    def now(self) -> dt.datetime:
        told = self._told
        if told is None:
            return self.machine.now()
        at, since = told
        return at + dt.timedelta(seconds=self._passed() - since)

    @property
    def known(self) -> bool:
        return self._known

    @property
    def was_told(self) -> bool:
        """Whether somebody typed the time, in this session of the program."""
        return self._known and self._told is not None

    def believe(self) -> None:
        """Go by the PC's clock."""
        self._known, self._told = True, None

    def tell(self, at: dt.datetime) -> None:
        """Go on from this moment, which somebody typed."""
        self._known, self._told = True, (at, self._passed())

    def doubt(self, at: dt.datetime | None = None) -> None:
        """Nobody knows what day it is.

        at: the latest moment that is known to have come, from which labels and lists go on; left
        out, they go by what the PC's clock shows.
        """
        self._known, self._told = False, None if at is None else (at, self._passed())


def today(clock: Clock) -> dt.date:
    """The day it is in Việt Nam; what is shown or listed goes by it even if it is not certain."""
    return clock.now().astimezone(VIETNAM).date()


def known_today(clock: Clock) -> dt.date | None:
    """The day it is in Việt Nam; None while nobody knows it: then no day is proposed or refused."""
    return today(clock) if clock.known else None


def in_vietnam(moment: dt.datetime) -> dt.datetime:
    """The same moment as a clock on a Vietnamese wall shows it."""
    return moment.astimezone(VIETNAM)


def milliseconds(moment: dt.datetime) -> int:
    """Whole milliseconds since 1970, UTC."""
    return (moment - _1970) // dt.timedelta(milliseconds=1)


def moment(ms: int) -> dt.datetime:
    """The moment so many milliseconds after 1970, UTC; also before it, which Windows refuses."""
    return _1970 + dt.timedelta(milliseconds=ms)
