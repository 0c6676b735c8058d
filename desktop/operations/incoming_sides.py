"""What became of rows that were here, read while the transaction of a look at a file still stands.

Nothing else knows who wrote what a file brings: once the look is given up, its sessions and the
values that would stand beside each other are gone with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.clock import milliseconds
from desktop.operations.disagreeing_offices import DisagreeingOffices
from desktop.operations.disagreements import Disagreements
from desktop.operations.incoming_row import Hand, Meeting, Seen
from desktop.operations.incoming_rows import RawRow
from desktop.operations.office import Office
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange.authors import authors
from desktop.store.exchange.joining import Side, Unknown
from desktop.store.exchange.unknown import UnknownParts
from desktop.store.portions import portions
from desktop.versions.origins import GENESIS, Dot
from desktop.versions.stamp import Version, read_sv

Key = tuple[str, bytes]
"""The table of a row, and its id."""


def read_sides(
    office: Office, connection: sa.Connection, rows: Iterable[RawRow], sender: bytes = b""
) -> dict[Key, Seen]:
    """What became of these rows, in the transaction of ``connection``.

    sender: the PC whose file it is; without it nothing is said of what it has not heard of.
    """
    by_table: dict[str, dict[bytes, RawRow]] = {}
    for raw in rows:
        if raw.held is not None:
            by_table.setdefault(raw.shape.table, {})[raw.id] = raw
    found: dict[Key, Seen] = {}
    with Session(connection, autoflush=False) as session:
        reader = _Reader(office, session, sender)
        for table, some in by_table.items():
            for ids in portions([*some]):
                found |= {
                    (table, one.id): reader.seen(some[one.id], one)
                    for one in reader.stand_now(some, ids)
                }
    return found


@dataclass(frozen=True)
class _Now:
    """A row as it would stand: its office, its versions, and the writes beside them by unit.

    unknown: values of fields that only a newer program knows.
    """

    id: bytes
    scope: int
    versions: Mapping[int, Version]
    beside: Mapping[int, frozenset[Dot]]
    unknown: Unknown


class _Reader:
    """Reads in one session over the transaction of a look."""

    def __init__(self, office: Office, session: Session, sender: bytes) -> None:
        self._session, self._connection = session, session.connection()
        self._disagreements = Disagreements(office, session)
        self._offices = DisagreeingOffices(self._connection)
        self._now_ms = milliseconds(office.clock.now())
        self._hands: dict[Dot, Hand] = {}
        self._unheard: dict[Dot, bool] = {}
        peers = tables.peers
        asked = sa.select(peers.c.acked).where(peers.c.device == sender)
        self._acked = self._connection.execute(asked).scalar()

    def stand_now(self, rows: Mapping[bytes, RawRow], ids: Sequence[bytes]) -> Iterator[_Now]:
        """How rows of one table stand after the file."""
        kind = next(iter(rows.values())).kind
        columns, siblings = kind.__table__.c, tables.siblings
        mine = (siblings.c.ent == kind.entity, siblings.c.row.in_(ids))
        beside: dict[bytes, dict[int, set[Dot]]] = {}
        for one in self._connection.execute(sa.select(siblings).where(*mine)):
            units = beside.setdefault(bytes(one.row), {})
            units.setdefault(one.unit, set()).add(Dot(one.hlc, one.origin_no))
        unknown = UnknownParts(raw_connection(self._connection)).read(kind.entity, ids)
        raw_id = sa.type_coerce(columns.id, sa.LargeBinary())
        asked = sa.select(raw_id, columns.scope, columns.sv).where(raw_id.in_(ids))
        for row, scope, sv in self._connection.execute(asked).all():
            units = beside.get(bytes(row), {})
            dots = {unit: frozenset(told) for unit, told in units.items()}
            yield _Now(bytes(row), scope, read_sv(sv), dots, unknown.get(bytes(row), {}))

    def seen(self, raw: RawRow, now: _Now) -> Seen:
        """What became of a row that was here."""
        assert raw.held is not None
        held, before = raw.held, read_sv(raw.held.sv)
        same = {unit for unit in now.versions if _dot(before, unit) == now.versions[unit].dot}
        return Seen(
            {
                unit: self._hand(version.dot)
                for unit, version in now.versions.items()
                if unit not in same and version.dot.origin != GENESIS.origin
            },
            {
                unit: self._hand(now.versions[unit].dot)
                for unit in same
                if self._is_unheard(now.versions[unit].dot)
            },
            tuple(unit for unit, told in held.beside.items() if told and not now.beside.get(unit)),
            self._moved(held, now),
            tuple(self._meetings(raw, held, now)),
            held.unknown != now.unknown,
        )

    def _meetings(self, raw: RawRow, held: Side, now: _Now) -> Iterator[Meeting]:
        """Where both wrote; not what stood beside each other before this file."""
        if not now.beside and raw.values.get("void_reason") is None:
            return
        known = {version.dot for version in read_sv(held.sv).values()}
        known |= {dot for told in held.beside.values() for dot in told}
        record = self._session.get(raw.kind, raw.record_id)
        assert record is not None
        for one in self._disagreements.within(record):
            if not one.seen <= known:
                yield Meeting(one, frozenset(known))

    def _moved(self, held: Side, now: _Now) -> tuple[str, str] | None:
        if held.scope == now.scope:
            return None
        return self._offices.name(held.scope), self._offices.name(now.scope)

    def _hand(self, dot: Dot) -> Hand:
        if dot not in self._hands:
            author = authors(self._connection, [dot], self._now_ms)[dot]
            at = dt.datetime.fromtimestamp(author.at_ms / 1000, dt.UTC)
            place, _office = self._offices.place(author.device)
            self._hands[dot] = Hand(author.who, place, at, author.clock_ok)
        return self._hands[dot]

    def _is_unheard(self, dot: Dot) -> bool:
        """Whether it was written here after what the sender holds."""
        if self._acked is None:
            return False
        if dot not in self._unheard:
            log = tables.log
            mine = (log.c.hlc == dot.hlc, log.c.origin_no == dot.origin, log.c.seq > self._acked)
            asked = sa.select(log.c.seq).where(*mine, log.c.origin_no != GENESIS.origin)
            self._unheard[dot] = self._connection.execute(asked).first() is not None
        return self._unheard[dot]


def _dot(versions: Mapping[int, Version], unit: int) -> Dot | None:
    version = versions.get(unit)
    return None if version is None else version.dot
