"""This PC's place in time: its session, its clock numbers, whose rows it writes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from typing import Any

import sqlalchemy as sa

from desktop.base.clock import VIETNAM, Clock, OfficeClock, milliseconds, moment
from desktop.store import tables
from desktop.versions.clock import DAY_MS, TRUSTED_DAYS, tick, trusted_wall
from desktop.versions.origins import GENESIS_OID, Dot, Lineage, Origin

BUILT_ON = dt.date(2026, 11, 21)
"""The day this version was made; a law compares it with the newest day in CHANGELOG."""
BUILT_MS = milliseconds(dt.datetime.combine(BUILT_ON, dt.time(7), VIETNAM))
"""When this version was made: no true clock shows an earlier time."""

_LAST_USE, _ROSTER, _CONFIRMED = "last_use_ms", "roster_ms", "confirmed_ms"
_NOTE_USE_EVERY_MS = 3_600_000


# Made once: every save needs them, and making takes longer than carrying out.
_IS_NAMED = tables.meta.c.k == sa.bindparam("name")
_READ_META = sa.select(tables.meta.c.v).where(_IS_NAMED)
_READ_ORIGINS = sa.select(*(tables.origins.c[field.name] for field in dataclasses.fields(Origin)))
_WRITE_META = sa.update(tables.meta).where(_IS_NAMED).values(v=sa.bindparam("value"))


def read_meta(connection: sa.Connection, name: str, otherwise: str = "") -> str:
    """A line of ``sync_meta``."""
    found = connection.execute(_READ_META, {"name": name}).scalar()
    return otherwise if found is None else found


def write_meta(connection: sa.Connection, name: str, value: str) -> None:
    """Set a line of ``sync_meta``."""
    if not connection.execute(_WRITE_META, {"name": name, "value": value}).rowcount:
        connection.execute(sa.insert(tables.meta).values(k=name, v=value))


@dataclasses.dataclass(frozen=True)
class Trust:
    """What is known to be past, in milliseconds since 1970.

    roster_ms: when the newest roster that is held was signed. confirmed_ms: when somebody who
    answers for this office last typed the day that the PC's clock showed; it counts like a
    roster's, so that an office that never exchanges and never upgrades isn't locked out for ever.
    last_use_ms: when the clock was last believed.
    """

    roster_ms: int | None = None
    confirmed_ms: int | None = None
    last_use_ms: int | None = None

    def believed(self, wall_ms: int, *, asked: bool = False) -> int | None:
        """What the PC's clock says, if it can be believed. asked: the day it shows was typed."""
        return trusted_wall(
            wall_ms,
            built_ms=BUILT_MS,
            roster_ms=self._newest(),
            last_use_ms=self.last_use_ms,
            asked=asked,
        )

    @property
    def earliest_ms(self) -> int:
        """No true clock shows an earlier time, as far as is known here."""
        return max(BUILT_MS, self._newest() or BUILT_MS)

    @property
    def latest_ms(self) -> int:
        """A clock that shows a later time is not believed by itself."""
        return self.earliest_ms + TRUSTED_DAYS * DAY_MS

    @property
    def known_ms(self) -> int:
        """The latest time that is known to have come."""
        return max(self.earliest_ms, self.last_use_ms or 0)

    def _newest(self) -> int | None:
        told = [ms for ms in (self.roster_ms, self.confirmed_ms) if ms is not None]
        # Two true clocks are some minutes apart: a card that was signed just now is no reason to
        # disbelieve the slower one.
        return max(told) - DAY_MS if told else None


def read_trust(connection: sa.Connection) -> Trust:
    """By what this file judges the PC's clock."""
    told = (int(read_meta(connection, name, "0")) for name in (_ROSTER, _CONFIRMED, _LAST_USE))
    return Trust(*(ms or None for ms in told))


def note_use(connection: sa.Connection, wall_ms: int) -> None:
    """Write down that the PC's clock was believed at this time."""
    write_meta(connection, _LAST_USE, str(wall_ms))


def note_roster(connection: sa.Connection, issued_ms: int) -> None:
    """Write down when the roster was signed that is held from now on."""
    write_meta(connection, _ROSTER, str(issued_ms))


def note_confirmed(connection: sa.Connection, wall_ms: int) -> None:
    """Write down that somebody typed the day that the PC's clock showed at this time."""
    write_meta(connection, _CONFIRMED, str(wall_ms))


class Timeline:
    """Gives out clock numbers to one running program.

    A session gets its origin at its first write, continuing the last one of this file up to
    the last clock number the file knew: a restored backup becomes a branch by itself.
    """

    def __init__(self, connection: sa.Connection, clock: Clock) -> None:
        self.lineage = Lineage(Origin(*row) for row in connection.execute(_READ_ORIGINS))
        self.scope = int(read_meta(connection, "scope", "0"))
        self.device = bytes.fromhex(read_meta(connection, "device", bytes(16).hex()))
        self._clock = clock
        self.trust = read_trust(connection)
        self._origin: Origin | None = None

    def wall(self) -> tuple[int, bool]:
        """What the PC's clock shows in milliseconds, and whether it can be believed."""
        ms = milliseconds(self._clock.now())
        return ms, self.trust.believed(ms) is not None

    def judge(self, clock: OfficeClock) -> None:
        """Have an office go by the PC's clock if that is believed; else nobody knows the day.

        What somebody typed before, in this session of the program, goes on holding.
        """
        wall_ms, believed = self.wall()
        if believed:
            clock.believe()
        elif not clock.was_told:
            # After a pause nothing speaks against the clock but the pause.
            paused = self.trust.believed(wall_ms, asked=True) is not None
            clock.doubt(None if paused else moment(self.trust.known_ms))

    def next_dot(self, connection: sa.Connection, seq: int, user: str) -> Dot:
        """The name of the next flush, in the transaction that makes it.

        seq: the number it gets in the log. user: the account that works here.
        """
        last = int(read_meta(connection, "hlc", "0"))
        origin = self._own_origin(connection, last, seq, user)
        wall = self._believed(connection)
        hlc = tick(last, wall)
        write_meta(connection, "hlc", str(hlc))
        if wall is not None and wall - (self.trust.last_use_ms or 0) > _NOTE_USE_EVERY_MS:
            note_use(connection, wall)
            self.trust = dataclasses.replace(self.trust, last_use_ms=wall)
        return Dot(hlc, origin.no)

    def _believed(self, connection: sa.Connection) -> int | None:
        ms = milliseconds(self._clock.now())
        if (believed := self.trust.believed(ms)) is not None:
            return believed
        # A roster may have come meanwhile, or somebody have typed the day.
        self.trust = read_trust(connection)
        return self.trust.believed(ms)

    def _own_origin(self, connection: sa.Connection, last: int, seq: int, user: str) -> Origin:
        if self._origin is None:
            parent = bytes.fromhex(read_meta(connection, "session", GENESIS_OID.hex()))
            cut = min(last, self._known_of(connection, parent, last))
            origin = self.lineage.add(os.urandom(8), self.device, parent, cut)
            keep_origin(connection, origin, seq, _full_name(connection, user))
            write_meta(connection, "session", origin.oid.hex())
            self._origin = origin
        return self._origin

    def _known_of(self, connection: sa.Connection, session: bytes, otherwise: int) -> int:
        """The last clock number of a session of ours that names something in this file."""
        # Not the clock itself: if that was set forward after a copy was put back, it would claim
        # to have seen what the session wrote between the copy and its loss.
        if session == GENESIS_OID:
            return otherwise
        origin, known = self.lineage.named(session), [0]
        # Its saves, and what it has learnt with a file.
        for table in (tables.log, tables.share_ends):
            of_it = sa.select(table.c.hlc).where(table.c.origin_no == origin.no)
            last = of_it.order_by(table.c.hlc.desc()).limit(1)
            known += connection.execute(last).scalars()
        return max(known) or origin.cut


def keep_origin(connection: sa.Connection, origin: Origin, seq: int, who: str) -> None:
    """Write down a session. seq: the line of the log with which this file heard of it."""
    told: dict[str, Any] = {**dataclasses.asdict(origin), "sq": seq, "who": who}
    connection.execute(sa.insert(tables.origins).values(told))


def _full_name(connection: sa.Connection, user: str) -> str:
    names = sa.select(tables.users.c.full_name).where(tables.users.c.name == user)
    return connection.execute(names).scalar() or user
