"""Who made a write, on which PC and when, as far as this file has heard."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desktop.store import tables
from desktop.store.exchange.inbound import KIND
from desktop.store.timeline import BUILT_MS
from desktop.versions.clock import DAY_MS, moment_ms
from desktop.versions.origins import Dot, Lineage, Origin


@dataclass(frozen=True)
class Author:
    """One write's maker.

    device: the PC. who: full name, "" if nobody told. at_ms: milliseconds since 1970.
    clock_ok: whether the PC's clock was believed then. order: what writes are compared by.
    """

    device: bytes
    who: str
    at_ms: int
    clock_ok: bool
    order: tuple[int, bytes]


def authors(connection: sa.Connection, dots: Collection[Dot], now_ms: int) -> dict[Dot, Author]:
    """The makers of these writes.

    now_ms: what this PC's clock shows. Of a write made elsewhere it is known whether the clock was
    believed when the first file of its session was made, and whether the time can be true at all.
    """
    sessions = _sessions(connection, {dot.origin for dot in dots})
    return {dot: _author(connection, dot, sessions[dot.origin], now_ms) for dot in dots}


def lineage_of(connection: sa.Connection) -> Lineage:
    """All sessions that this file knows."""
    origins = tables.origins
    told = (origins.c[field.name] for field in dataclasses.fields(Origin))
    return Lineage(Origin(*row) for row in connection.execute(sa.select(*told)))


def _sessions(connection: sa.Connection, numbers: Collection[int]) -> dict[int, Any]:
    origins, log = tables.origins, tables.log
    asked = (
        sa.select(origins, log.c.kind, log.c.clock_ok)
        .join(log, log.c.seq == origins.c.sq, isouter=True)
        .where(origins.c.no.in_(numbers))
    )
    return {row.no: row for row in connection.execute(asked)}


def _author(connection: sa.Connection, dot: Dot, session: Any, now_ms: int) -> Author:
    log = tables.log
    mine = (log.c.hlc == dot.hlc, log.c.origin_no == dot.origin)
    line = connection.execute(sa.select(log.c.wall_ms, log.c.clock_ok).where(*mine)).first()
    order = (dot.hlc, bytes(session.oid))
    if line is not None:
        return Author(bytes(session.device), session.who, line.wall_ms, line.clock_ok, order)
    at_ms = moment_ms(dot.hlc)
    told = session.kind != KIND or bool(session.clock_ok)
    believed = told and BUILT_MS <= at_ms <= now_ms + DAY_MS
    return Author(bytes(session.device), session.who, at_ms, believed, order)
