"""One package on its way into the file: all of it in one transaction, or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.records import record_types
from desktop.store import tables
from desktop.store.chained_log import chained
from desktop.store.engine import raw_connection
from desktop.store.exchange import channels
from desktop.store.exchange.arrivals import Arrivals, Left
from desktop.store.exchange.before import keep_tree
from desktop.store.exchange.contents import Content, named_in
from desktop.store.exchange.inbound_facts import InboundFacts
from desktop.store.exchange.left_out import keep_left
from desktop.store.exchange.missing import missing_file
from desktop.store.exchange.receipts import (
    ASIDE,
    FILE,
    Envelope,
    Outcome,
    keep_receipt,
    was_set_aside,
)
from desktop.store.exchange.refused_parts import RefusedParts, forget_struck
from desktop.store.exchange.relayed_parts import forget_known
from desktop.store.exchange.rights import Judge
from desktop.store.exchange.shapes import Shapes
from desktop.store.exchange.tally import Tally, Watch
from desktop.store.search import index_arrivals
from desktop.store.timeline import Timeline, keep_origin, read_meta

if TYPE_CHECKING:
    from desktop.store.exchange.relayed_parts import forget_known
from desktop.store.exchange.rows import Rows

KIND, TAKEN_BACK = "import", "import-undo"
_DIGEST = 16
NO_DIGEST = bytes(_DIGEST)
"""Of a line of the log that stands for no file."""


@dataclass(frozen=True)
class Session:
    """A session of a program somewhere, as packages tell of it."""

    oid: bytes
    device: bytes
    parent: bytes
    cut: int
    who: str = ""


class Inbound:
    """Takes in one package; made by ``Store.importing``."""

    def __init__(
        self,
        connection: sa.Connection,
        timeline: Timeline,
        user: str,
        watch: Watch | None = None,
        judge: Judge | None = None,
        left: Left | None = None,
        *,
        declared: Shapes | None = None,
    ) -> None:
        self._declared = declared
        self._connection, self._timeline, self._user = connection, timeline, user
        self._raw = raw_connection(connection)
        self._believes_relays = judge is None or judge.believes_relays
        last = channels.last_point(connection)
        self._before = last.h
        self.seq = last.seq + 1
        self.arrivals = Arrivals(
            self._raw,
            timeline.lineage,
            self.seq,
            watch,
            judge,
            left or Left(),
            device=timeline.device,
            declared=declared,
        )
        self.facts = InboundFacts(
            connection, timeline, self.seq, self.tally, judge, user=user, declared=declared
        )
        self.named: set[Content] = set()
        """The contents of attachments that the rows name."""

    @property
    def wall(self) -> tuple[int, bool]:
        """What this PC's clock shows, and whether it can be believed."""
        return self._timeline.wall()

    @property
    def connection(self) -> sa.Connection:
        """The transaction that all of it goes through."""
        return self._connection

    @property
    def declared(self) -> Shapes | None:
        """The record types that the program knows, if not all of them."""
        return self._declared

    @property
    def refused(self) -> RefusedParts:
        """Where what can't be taken goes."""
        return self.arrivals.refused

    @property
    def tally(self) -> Tally:
        """What came of the rows so far."""
        return self.arrivals.tally

    @property
    def buried(self) -> int:
        """How many records were purged."""
        return self.facts.buried

    def learn(self, sessions: Iterable[Session]) -> None:
        """Learn of sessions, parents before their children. Raises FileMissing."""
        lineage = self._timeline.lineage
        for one in sessions:
            try:
                known = lineage.named(one.oid)
            except KeyError:
                known = None
            if known is None:
                try:
                    origin = lineage.add(one.oid, one.device, one.parent, one.cut)
                except ValueError as error:
                    raise missing_file() from error
                keep_origin(self._connection, origin, self.seq, one.who)

    def is_heard(self, oid: bytes) -> bool:
        """Whether somebody has told of this session."""
        try:
            return self._timeline.lineage.named(oid).oid == oid
        except KeyError:
            return False

    def name_people(self, names: Iterable[tuple[bytes, str]]) -> None:
        """Learn who worked in sessions that were told of."""
        origins = tables.origins
        for oid, who in names:
            mine = (origins.c.oid == oid, origins.c.who == "")
            self._connection.execute(sa.update(origins).where(*mine).values(who=who))

    def take(self, rows: Rows) -> None:
        """Take in rows. Raises FileMissing if they build on sessions that nobody told of."""
        try:
            self.arrivals.name_sessions(rows.names)
        except KeyError as error:
            raise missing_file() from error
        self.arrivals.take(rows)
        self.named |= named_in(rows)

    def refuse(self, rows: Rows, why: str, names: Mapping[int, bytes]) -> None:
        """Set rows aside as they came, but nothing of what was purged.

        names: sessions by the sender's numbers, all that the file has told so far.
        """
        purged = self.arrivals.purged(rows)
        for at in range(len(rows.ids)):
            if at not in purged:
                self.refused.row(rows, at, why, names)

    def finish(self, envelope: Envelope) -> None:
        """Write down what was done, and what we hold of the sender's log now."""
        channels.know_peer(self._connection, envelope.device, envelope.office, envelope.epoch)
        device, acks = envelope.device, envelope.acks
        held = channels.hear_acks(self._connection, device, acks, envelope.epoch)
        self._keep_receipt(envelope, FILE, held)
        if envelope.is_whole:
            order = channels.next_order(self._connection, envelope.device)
            channels.hold(self._connection, envelope.device, envelope.begin, envelope.end, order)
        self._note_in(envelope)

    def finish_aside(self, envelope: Envelope, kind: str = ASIDE) -> None:
        """Write down that rows were taken in that had been set aside, or that came for everybody.

        Nothing more is held of the sender's log than before: of rows set aside it was held with the
        file that brought them, a file for everybody is no stretch of it, and one of a PC that was
        struck may still come to count. kind: ASIDE, FOR_ALL, STRUCK.
        """
        held = channels.acked(self._connection, envelope.device, envelope.epoch)
        self._keep_receipt(envelope, kind, held)

    def _keep_receipt(self, envelope: Envelope, kind: str, held: int) -> None:
        if was_set_aside(self._connection, envelope.package):
            forget_struck(self._raw, envelope.package)
        seq = self.seq if self._settle(envelope, held) else 0
        outcome = Outcome(self.tally, self.buried, seq, self._user, self.wall)
        keep_receipt(self._connection, envelope, kind, outcome)

    def _settle(self, envelope: Envelope, held: int) -> bool:
        """Whatever follows from the rows that came; whether anything is otherwise than before.

        held: up to where the sender holds our log.
        """
        self.arrivals.finish(held)
        self.refused.name_package(envelope.package)
        keep_left(self._raw, envelope.package, self.arrivals.left_rows)
        for root in self.facts.shared:
            self.arrivals.moved.setdefault(root, None)
        for root, scope in self.arrivals.moved.items():
            keep_tree(self._raw, root, self.seq, self._declared)
            self.facts.known.touch(root, self.seq, scope)
        for root, comp in self.arrivals.closing.trees.items():
            keep_tree(self._raw, root, self.seq)
            self.facts.known.touch(root, self.seq, None, comp)
            home = self.facts.known.home_of(root)
            for kind in record_types().values():
                self.arrivals.written[kind.entity] |= set() if home is None else {home[1]}
        if self._believes_relays:
            forget_known(self._raw, self._timeline.lineage, self._declared)
        changed = bool(self.tally.changed or self.facts.has_news or self.arrivals.closing.trees)
        if changed:
            wall = (envelope.wall_ms, envelope.clock_ok)
            self.log(KIND, envelope.digest[:_DIGEST], wall, envelope.package)
            index_arrivals(self._connection, self.seq, self.arrivals.written)
        return changed

    def log(self, kind: str, digest: bytes, wall: tuple[int, bool], package: bytes | None) -> None:
        """Write the line of the log that stands for all of this."""
        nonce = os.urandom(8)
        hlc = int(read_meta(self._connection, "hlc", "0"))
        line = {
            "seq": self.seq,
            "tx": self.seq,
            "h": chained(self._before, nonce, hlc, kind, digest),
            "nonce": nonce,
            "digest": digest,
            "kind": kind,
            # No write of ours: rows carry the versions of those who wrote them.
            "origin_no": 0,
            "hlc": hlc,
            "user": self._user,
            "wall_ms": wall[0],
            "clock_ok": wall[1],
            "pkg": package,
        }
        self._connection.execute(sa.insert(tables.log), line)

    def _note_in(self, envelope: Envelope) -> None:
        peers = tables.peers
        mine = peers.c.device == envelope.device
        self._connection.execute(
            sa.update(peers).where(mine).values(last_in=envelope.written(self.wall))
        )
