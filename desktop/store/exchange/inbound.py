"""One package on its way into the file: all of it in one transaction, or nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.records import Person, record_types
from desktop.store import tables
from desktop.store.engine import RawConnection
from desktop.store.exchange import channels
from desktop.store.exchange.arrivals import Arrivals, Left
from desktop.store.exchange.before import TakenBack, keep_tree, take_back
from desktop.store.exchange.channels import Point
from desktop.store.exchange.contents import Content, named_in
from desktop.store.exchange.endings import Ending, Endings, read_ended
from desktop.store.exchange.facts import Facts, Grave, Share
from desktop.store.exchange.left_out import LEFT, forget_package, keep_left
from desktop.store.exchange.refused_parts import RefusedParts
from desktop.store.exchange.sameness import Same, Verdicts
from desktop.store.exchange.shapes import Shapes
from desktop.store.exchange.sieve import Judge
from desktop.store.exchange.tally import Tally, Watch
from desktop.store.search import index_arrivals
from desktop.store.stamping import chained
from desktop.store.timeline import Timeline, keep_origin, read_meta
from desktop.versions.clock import written_wall

if TYPE_CHECKING:
    from desktop.store.exchange.rows import Rows

KIND, TAKEN_BACK = "import", "import-undo"
FILE, FOR_ALL, ASIDE = "in", "all", "set"
"""What a receipt is of: a file of a channel or one for everybody that came in, or rows that had
been set aside."""
CAME, TAKEN_IN = (FILE, FOR_ALL), (FILE, FOR_ALL, ASIDE)
_DIGEST = 16


class FileMissing(UserError):
    """A file builds on work that was in an earlier one, which has not come."""


@dataclass(frozen=True)
class Envelope:
    """Which package it is, and what of the sender's log it holds.

    acks: what the sender holds of our log, the latest last. epoch: of our channel to it. number: the
    sender's own number of it. told: what the list of files shows of it. is_whole: whether all of it
    could be read that is for us; else it is taken in, but not confirmed, and comes again.
    """

    package: bytes
    device: bytes
    office: int
    begin: Point
    end: Point
    acks: tuple[Point, ...]
    number: int
    digest: bytes
    wall_ms: int
    clock_ok: bool
    told: dict[str, Any]
    epoch: bytes = b""
    is_whole: bool = True


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
        last = channels.last_point(connection)
        self._before = last.h
        self.seq = last.seq + 1
        self.arrivals = Arrivals(
            self._raw, timeline.lineage, self.seq, watch, judge, left or Left(), declared=declared
        )
        self._judge = judge
        self._facts = Facts(self._raw, timeline.lineage, declared)
        self._shared: list[bytes] = []
        self.buried = 0
        self._verdicts = self._ends = 0
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

    def is_known(self, package: bytes) -> bool:
        """Whether exactly this package was taken in, and not taken back since."""
        packages = tables.packages
        known = sa.select(packages.c.pkg).where(
            packages.c.pkg == package, packages.c.dir.in_(CAME), packages.c.undone.is_(False)
        )
        return self._connection.execute(known).first() is not None

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

    def take_shares(self, shares: Iterable[Share]) -> None:
        """Learn who else sees a tree; whoever sees it from now on gets it whole."""
        for share in shares:
            try:
                if not share.is_sound or not self._facts.is_news(share):
                    continue
                if self._facts.is_buried(share.root) or not self._may_share(share):
                    continue
                self._facts.take_share(share, self.seq)
            except KeyError as error:
                raise missing_file() from error
            self._shared.append(share.root)
            if self._judge is not None:
                self._judge.shared.add((share.root, share.office))
                (self._judge.ended or {}).pop(share.root, None)
            if share.closed and share.office == self._timeline.scope:
                dot = self._timeline.next_dot(self._connection, self.seq, self._user)
                Endings(self._raw, self._timeline.lineage).learn(share, dot, self.seq)

    def take_endings(self, endings: Iterable[Ending]) -> None:
        """Learn since when other PCs know that their office has no share of a tree any more.

        It holds for what their office writes; about others nobody is believed.
        """
        known, judge = Endings(self._raw, self._timeline.lineage), self._judge
        for one in endings:
            try:
                device = self._timeline.lineage.named(one.oid).device
                if not one.is_sound or (judge and not judge.always(device, one.office)):
                    continue
                self._ends += known.take(one, self.seq)
            except KeyError as error:
                raise missing_file() from error
            if judge is not None and judge.ended is not None:
                judge.ended.update(read_ended(self._raw, one.root))

    def _may_share(self, share: Share) -> bool:
        """Whether its author may say who sees that tree; if not, it is set aside.

        A tree that is not here yet is judged by the rows of it that come.
        """
        held = self._facts.home_of(share.root)
        if self._judge is None or held is None:
            return True
        entity, scope = held
        device = self._timeline.lineage.named(share.oid).device
        if self._judge.always(device, scope):
            return True
        self.tally.set_aside.append((entity, share.root, "share"))
        return False

    def take_verdicts(self, verdicts: Iterable[Same]) -> None:
        """Learn who was found to be one person, from those who may say so."""
        known = Verdicts(self._raw, self._timeline.lineage)
        for one in verdicts:
            if not one.is_sound:
                continue
            try:
                device = self._timeline.lineage.named(one.oid).device
                scopes = [scope for scope, _ in known.places(one)]
                judge = self._judge
                if judge is not None and not all(judge.always(device, one) for one in scopes):
                    self.tally.set_aside.append((Person.entity, one.a, "same"))
                    continue
                self._verdicts += known.take(one, self.seq)
            except KeyError as error:
                raise missing_file() from error

    def take_graves(self, graves: Iterable[Grave]) -> None:
        """Bury what was purged elsewhere; first of all, so that no row of it comes in."""
        for grave in graves:
            if not self._is_granted(grave):
                continue
            try:
                self.buried += self._facts.take_grave(grave, self.seq)
            except KeyError as error:
                raise missing_file() from error

    def _is_granted(self, grave: Grave) -> bool:
        """Whether the authority has signed a mark; if not, it is set aside."""
        if self._judge is None:
            return True
        if grave.is_sound and self._judge.granted(
            grave.id, grave.reason, grave.doc_no, grave.signature
        ):
            return True
        if grave.is_sound:
            held = self._facts.home_of(grave.id)
            entity = Person.entity if held is None else held[0]
            self.tally.set_aside.append((entity, grave.id, "purge"))
        return False

    def finish(self, envelope: Envelope) -> None:
        """Write down what was done, and what we hold of the sender's log now."""
        changed = self._settle(envelope)
        self._keep_receipt(envelope, FILE, changed=changed)
        channels.know_peer(self._connection, envelope.device, envelope.office, envelope.epoch)
        if envelope.is_whole:
            order = channels.next_order(self._connection, envelope.device)
            channels.hold(self._connection, envelope.device, envelope.begin, envelope.end, order)
        channels.hear_acks(self._connection, envelope.device, envelope.acks, envelope.epoch)
        self._note_in(envelope)

    def finish_aside(self, envelope: Envelope, kind: str = ASIDE) -> None:
        """Write down that rows were taken in that had been set aside, or that came for everybody.

        Nothing more is held of the sender's log than before: of rows set aside it was held with the
        file that brought them, and a file for everybody is no stretch of it. kind: ASIDE, FOR_ALL.
        """
        self._keep_receipt(envelope, kind, changed=self._settle(envelope))

    def _settle(self, envelope: Envelope) -> bool:
        """Whatever follows from the rows that came; whether anything is otherwise than before."""
        self.arrivals.finish()
        self.refused.name_package(envelope.package)
        keep_left(self._raw, envelope.package, self.arrivals.left_rows)
        for root in self._shared:
            self.arrivals.moved.setdefault(root, None)
        for root, scope in self.arrivals.moved.items():
            keep_tree(self._raw, root, self.seq, self._declared)
            self._facts.touch(root, self.seq, scope)
        for root, comp in self.arrivals.closing.trees.items():
            keep_tree(self._raw, root, self.seq)
            self._facts.touch(root, self.seq, None, comp)
            home = self._facts.home_of(root)
            for kind in record_types().values():
                self.arrivals.written[kind.entity] |= set() if home is None else {home[1]}
        changed = bool(
            self.tally.changed
            or self.buried
            or self._shared
            or self._verdicts
            or self._ends
            or self.arrivals.closing.trees
        )
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

    def _keep_receipt(self, envelope: Envelope, kind: str, *, changed: bool) -> None:
        packages = tables.packages
        self._connection.execute(sa.delete(packages).where(packages.c.pkg == envelope.package))
        line = {
            "pkg": envelope.package,
            "dir": kind,
            "device": envelope.device,
            "from_seq": envelope.begin.seq,
            "to_seq": envelope.end.seq,
            "digest": envelope.digest,
            "rows": self.tally.changed,
            "at": self._written(envelope),
            "number": envelope.number,
            "seq": self.seq if changed else 0,
            "told": json.dumps(envelope.told | self._outcome(), ensure_ascii=False),
        }
        self._connection.execute(sa.insert(packages), line)

    def _outcome(self) -> dict[str, Any]:
        """What came of it, to be told later: when and by whom, and rows by record type."""
        wall_ms, clock_ok = self.wall
        tally = self.tally
        counters = (tally.new, tally.updated, tally.joined, tally.disputed, tally.same)
        entities = sorted(set[int]().union(*counters))
        left = sum(why == LEFT for _, _, why in tally.set_aside)
        return {
            "at": wall_ms,
            "at_ok": clock_ok,
            "by": self._user,
            "counts": {entity: [of[entity] for of in counters] for entity in entities},
            "left": left,
            "aside": len(tally.set_aside) - left,
            "purged": self.buried + tally.purged,
        }

    def _written(self, envelope: Envelope) -> int:
        """When the file was written, as far as that can be believed here."""
        own_ms, own_ok = self.wall
        told = envelope.wall_ms
        return written_wall(told, told_ok=envelope.clock_ok, own_ms=own_ms, own_ok=own_ok)

    def _note_in(self, envelope: Envelope) -> None:
        peers = tables.peers
        mine = peers.c.device == envelope.device
        self._connection.execute(
            sa.update(peers).where(mine).values(last_in=self._written(envelope))
        )


def revoke_import(inbound: Inbound, package: bytes) -> TakenBack:
    """Put back what a package has changed, and hold no more of its sender's log than before it.

    The sender then hears that we hold less, and sends it again.
    """
    connection, packages, bounds = inbound.connection, tables.packages, tables.bounds
    mine = (packages.c.pkg == package, packages.c.dir.in_(TAKEN_IN))
    row = connection.execute(sa.select(packages).where(*mine)).one()
    done = take_back(raw_connection(connection), row.seq, inbound.seq, inbound.declared)
    connection.execute(sa.update(packages).where(*mine).values(undone=True))
    forget_package(raw_connection(connection), package)
    if row.dir == FILE:
        reached = (bounds.c.device == row.device, bounds.c.seq >= row.to_seq)
        connection.execute(sa.delete(bounds).where(*reached))
        edges = tables.edges
        connection.execute(sa.delete(edges).where(edges.c.device == row.device))
    inbound.log(TAKEN_BACK, bytes(_DIGEST), inbound.wall, package)
    index_arrivals(connection, inbound.seq, done.written)
    return done


def raw_connection(connection: sa.Connection) -> RawConnection:
    """The driver's own connection under this one, within the same transaction."""
    return cast("RawConnection", connection.connection.driver_connection)


def missing_file() -> FileMissing:
    """The refusal of a file whose predecessor has not come."""
    return FileMissing(
        tr(
            "Tệp này nối tiếp một tệp gửi trước đó mà máy này chưa nhận. Chưa có gì thay đổi. "
            "Hãy nhận tệp gửi trước; nếu không còn, hãy nhờ nơi gửi xuất lại."
        )
    )
