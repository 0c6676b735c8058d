"""What this file and another PC know of each other's logs.

A channel never moves a cursor when something is sent. What the other one holds is what it says it
holds, by number *and* chain hash: an acknowledgement of a log that is not ours any more counts for
nothing, one that is too low costs bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Any, NamedTuple

import sqlalchemy as sa

from desktop.store import tables
from desktop.store.engine import RawConnection, raw_connection

BEGINNING = bytes(12)
"""The chain hash before the first line of a log."""
_TOLD, _KEPT, _HASH = 8, 40, 12
_Line = tuple[Any, ...]
"""A line about somebody's log: the values of its columns."""


class Point(NamedTuple):
    """A line of somebody's log: its number and its chain hash."""

    seq: int
    h: bytes

    def on(self, epoch: bytes) -> Point:
        """The same line as a channel of this epoch knows it.

        What was acknowledged when a channel carried less counts for nothing once it carries more:
        the hash is another one, and everything goes again.
        """
        if self.seq == 0 or not epoch:
            return self
        return Point(self.seq, hashlib.blake2b(self.h + epoch, digest_size=_HASH).digest())


def point_at(connection: sa.Connection, seq: int) -> Point:
    """A line of our own log; the beginning for 0."""
    if seq == 0:
        return Point(0, BEGINNING)
    log = tables.log
    return Point(seq, connection.execute(sa.select(log.c.h).where(log.c.seq == seq)).scalar_one())


def last_point(connection: sa.Connection) -> Point:
    """The end of our own log."""
    last = connection.execute(sa.select(sa.func.max(tables.log.c.seq))).scalar() or 0
    return point_at(connection, last)


def is_held(connection: sa.Connection, device: bytes, begin: Point) -> bool:
    """Whether everything that another PC's log held up to there has come."""
    sql = "SELECT 1 FROM sync_bound WHERE device = ? AND seq = ? AND h = ?"
    here = raw_connection(connection).execute(sql, (device, *begin))
    return begin.seq == 0 or here.fetchone() is not None


def acked(connection: sa.Connection, device: bytes, epoch: bytes = b"") -> int:
    """How far the other PC holds our log, as far as we heard.

    epoch: of our channel to it. What was confirmed when the channel carried something else counts
    for nothing: rows that it did not carry then would never come.
    """
    peers = tables.peers
    mine = sa.select(peers.c.acked, peers.c.epoch).where(peers.c.device == device)
    found = connection.execute(mine).first()
    return 0 if found is None or (found.epoch or b"") != epoch else found.acked


def know_peer(connection: sa.Connection, device: bytes, office: int, epoch: bytes = b"") -> None:
    """Have a line for this PC that speaks of our channel to it as it is now.

    epoch: of the channel; what was sent and confirmed in another one is forgotten.
    """
    peers = tables.peers
    mine = peers.c.device == device
    known = connection.execute(sa.select(peers.c.epoch, peers.c.acked).where(mine)).first()
    if known is None:
        connection.execute(sa.insert(peers).values(device=device, office=office, epoch=epoch))
    elif (known.epoch or b"") != epoch:
        _keep_contents(connection, device, known.acked)
        begun = {"epoch": epoch, "acked": 0, "sent_seq": 0}
        connection.execute(sa.update(peers).where(mine).values(begun))


def _keep_contents(connection: sa.Connection, device: bytes, acked: int) -> None:
    """What a PC had of attachments it still has, however much of the rows has to go again."""
    there = tables.blob_peers
    held = (there.c.device == device, there.c.seq <= acked)
    connection.execute(sa.update(there).where(*held).values(seq=0))


def hear_acks(
    connection: sa.Connection, device: bytes, told: Iterable[Point], epoch: bytes = b""
) -> int:
    """Believe what the other PC says it holds of our log; returns how far that is.

    epoch: of our channel to it, for which the PC must be known. Only points with the hash of our
    own chain count. The result may be lower than before: the other one was put back to a copy.
    """
    log = tables.log
    points, held = {point.seq: point.h for point in told}, 0
    if points:
        ours = connection.execute(sa.select(log.c.seq, log.c.h).where(log.c.seq.in_(list(points))))
        known = (Point(row.seq, row.h).on(epoch) for row in ours)
        held = max((point.seq for point in known if point.h == points[point.seq]), default=0)
    peers = tables.peers
    connection.execute(sa.update(peers).where(peers.c.device == device).values(acked=held))
    return held


def acks_for(connection: sa.Connection, device: bytes) -> list[Point]:
    """What we hold of the other PC's log, the latest last; it goes into every file to it."""
    bounds = tables.bounds
    rows = connection.execute(
        sa.select(bounds.c.seq, bounds.c.h)
        .where(bounds.c.device == device)
        .order_by(bounds.c.at.desc())
        .limit(_TOLD)
    )
    return [Point(row.seq, row.h) for row in rows][::-1]


def next_order(connection: sa.Connection, device: bytes) -> int:
    """The number for the next call of ``hold`` for this PC."""
    raw = raw_connection(connection)
    times = (lines.read(raw, device).values() for lines in (_BOUNDS, _EDGES))
    return max(chain.from_iterable(times), default=0) + 1


def hold(connection: sa.Connection, device: bytes, begin: Point, end: Point, order: int) -> None:
    """Note that a file with the other PC's log from begin to end was taken in.

    A file whose beginning we do not hold is remembered, and counts once the one before has come.
    order: a number that grows with each call for that PC.
    """
    if begin == end:  # nothing of the log, such as a file with contents of attachments only
        return
    raw = raw_connection(connection)
    known_bounds, known_edges = _BOUNDS.read(raw, device), _EDGES.read(raw, device)
    bounds, edges = {**known_bounds}, {**known_edges}
    edges.setdefault((*begin, *end), order)
    while ready := [edge for edge in edges if _continues(edge, bounds)]:
        for edge in ready:
            del edges[edge]
            bounds[edge[2:]] = order
    _BOUNDS.write(raw, device, known_bounds, bounds)
    _EDGES.write(raw, device, known_edges, edges)


def _continues(edge: _Line, bounds: Collection[_Line]) -> bool:
    """Whether all that comes before a file has come."""
    return edge[0] == 0 or edge[:2] in bounds


class _Lines(NamedTuple):
    """A table with lines about the logs of other PCs, and with the order in which they came."""

    table: str
    columns: tuple[str, ...]

    def read(self, raw: RawConnection, device: bytes) -> dict[_Line, int]:
        """The lines about a PC's log."""
        sql = f"SELECT at, {', '.join(self.columns)} FROM {self.table} WHERE device = ?"
        return {tuple(row[1:]): row[0] for row in raw.execute(sql, (device,)).fetchall()}

    def write(
        self,
        raw: RawConnection,
        device: bytes,
        before: Mapping[_Line, int],
        now: Mapping[_Line, int],
    ) -> None:
        """Have the latest of these lines in place of those before: more than a channel ever needs."""
        oldest = sorted(now.values(), reverse=True)[_KEPT : _KEPT + 1]
        kept = {line: at for line, at in now.items() if not oldest or at > oldest[0]}
        named = " AND ".join(f"{name} = ?" for name in self.columns)
        gone = [(device, *line) for line in before if line not in kept]
        raw.executemany(f"DELETE FROM {self.table} WHERE device = ? AND {named}", gone)
        marks = ", ".join("?" * len(self.columns))
        sql = (
            f"INSERT OR REPLACE INTO {self.table} (device, at, {', '.join(self.columns)})"
            f" VALUES (?, ?, {marks})"
        )
        news = [(device, at, *line) for line, at in kept.items() if before.get(line) != at]
        raw.executemany(sql, news)


_BOUNDS = _Lines("sync_bound", ("seq", "h"))
_EDGES = _Lines("sync_edge", ("from_seq", "from_h", "to_seq", "to_h"))
