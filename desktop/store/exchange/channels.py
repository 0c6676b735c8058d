"""What this file and another PC know of each other's logs.

A channel never moves a cursor when something is sent. What the other one holds is what it says it
holds, by number *and* chain hash: an acknowledgement of a log that is not ours any more counts for
nothing, one that is too low costs bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from desktop.store import tables

BEGINNING = bytes(12)
"""The chain hash before the first line of a log."""
_TOLD, _KEPT, _HASH = 8, 40, 12


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
    points = {point.seq: point.h for point in told}
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
    of_each = [
        sa.select(sa.func.max(table.c.at)).where(table.c.device == device)
        for table in (tables.bounds, tables.edges)
    ]
    return max(connection.execute(asked).scalar() or 0 for asked in of_each) + 1


def hold(connection: sa.Connection, device: bytes, begin: Point, end: Point, order: int) -> None:
    """Note that a file with the other PC's log from begin to end was taken in.

    A file whose beginning we do not hold is remembered, and counts once the one before has come.
    order: a number that grows with each call for that PC.
    """
    if begin == end:  # nothing of the log, such as a file with contents of attachments only
        return
    edges = tables.edges
    line = {
        "device": device,
        "from_seq": begin.seq,
        "from_h": begin.h,
        "to_seq": end.seq,
        "to_h": end.h,
    }
    mine = sa.and_(*(edges.c[name] == value for name, value in line.items()))
    if connection.execute(sa.select(edges.c.device).where(mine)).first() is None:
        connection.execute(sa.insert(edges).values(**line, at=order))
    grew = True
    while grew:
        grew = False
        ours = connection.execute(
            sa.select(edges).where(edges.c.device == device).order_by(edges.c.at)
        ).all()
        for edge in ours:
            if edge.from_seq == 0 or _holds(connection, device, Point(edge.from_seq, edge.from_h)):
                taken = (edges.c[name] == getattr(edge, name) for name in line)
                connection.execute(sa.delete(edges).where(*taken))
                _extend(connection, device, Point(edge.to_seq, edge.to_h), order)
                grew = True
    _forget_old(connection, device)


def _holds(connection: sa.Connection, device: bytes, point: Point) -> bool:
    bounds = tables.bounds
    known = sa.select(bounds.c.seq).where(
        bounds.c.device == device, bounds.c.seq == point.seq, bounds.c.h == point.h
    )
    return connection.execute(known).first() is not None


def _extend(connection: sa.Connection, device: bytes, point: Point, order: int) -> None:
    bounds = tables.bounds
    here = (bounds.c.device == device, bounds.c.seq == point.seq, bounds.c.h == point.h)
    connection.execute(sa.delete(bounds).where(*here))
    told = {"device": device, "seq": point.seq, "h": point.h, "at": order}
    connection.execute(sa.insert(bounds).values(**told))


def _forget_old(connection: sa.Connection, device: bytes) -> None:
    """Keep the latest bounds and edges: more than a channel ever needs."""
    for table in (tables.bounds, tables.edges):
        times = sa.select(table.c.at).where(table.c.device == device)
        oldest = connection.execute(
            times.order_by(table.c.at.desc()).offset(_KEPT).limit(1)
        ).scalar()
        if oldest is not None:
            gone = (table.c.device == device, table.c.at <= oldest)
            connection.execute(sa.delete(table).where(*gone))
