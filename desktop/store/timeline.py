"""This PC's place in time: its session, its clock numbers, whose rows it writes."""

from __future__ import annotations

import dataclasses
import os
from typing import Any

import sqlalchemy as sa

from desktop.base.clock import Clock, milliseconds
from desktop.store import tables
from desktop.versions.clock import tick, trusted_wall
from desktop.versions.origins import GENESIS_OID, Dot, Lineage, Origin

BUILT_MS = 1_795_219_200_000
"""When this version was made (21/11/2026): no true clock shows an earlier time."""

_LAST_USE = "last_use_ms"
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
        self._last_use = int(read_meta(connection, _LAST_USE, "0")) or None
        self._origin: Origin | None = None

    def wall(self) -> tuple[int, bool]:
        """What the PC's clock shows in milliseconds, and whether it can be believed."""
        ms = milliseconds(self._clock.now())
        return ms, self._trusted(ms) is not None

    def next_dot(self, connection: sa.Connection, seq: int, user: str) -> Dot:
        """The name of the next flush, in the transaction that makes it.

        seq: the number it gets in the log. user: the account that works here.
        """
        last = int(read_meta(connection, "hlc", "0"))
        origin = self._own_origin(connection, last, seq, user)
        wall = self._trusted(milliseconds(self._clock.now()))
        hlc = tick(last, wall)
        write_meta(connection, "hlc", str(hlc))
        if wall is not None and wall - (self._last_use or 0) > _NOTE_USE_EVERY_MS:
            self.note_use(connection, wall)
        return Dot(hlc, origin.no)

    def note_use(self, connection: sa.Connection, wall_ms: int) -> None:
        """Write down that the PC's clock was believed at this time."""
        write_meta(connection, _LAST_USE, str(wall_ms))
        self._last_use = wall_ms

    def believed_if_asked(self) -> bool:
        """Whether only a long pause stands against the PC's clock, not its year."""
        ms = milliseconds(self._clock.now())
        return trusted_wall(ms, built_ms=BUILT_MS, roster_ms=None, last_use_ms=None) is not None

    def _trusted(self, ms: int) -> int | None:
        return trusted_wall(ms, built_ms=BUILT_MS, roster_ms=None, last_use_ms=self._last_use)

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
