"""Receiving: files of other offices, looked at first, taken in whole, and taken back if need be."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import sqlalchemy as sa

from desktop.base.clock import milliseconds
from desktop.base.errors import Cancelled, UserError
from desktop.base.i18n import tr
from desktop.operations import upkeep
from desktop.operations.arrived_contents import (
    NO_CONTENTS,
    ArrivedContents,
    ContentTally,
    keep_counts,
)
from desktop.operations.check_up_facts import CheckUp
from desktop.operations.enclosures import FILES
from desktop.operations.exchange_keys import held_roster, own_keys, own_scope
from desktop.operations.exchange_rights import channel, judge
from desktop.operations.for_all import is_for_all, require_from_above, require_shared
from desktop.operations.incoming_facts import IncomingFacts
from desktop.operations.kept_keys import keep_key
from desktop.operations.office import Office
from desktop.operations.package_files import EVERYBODY, SUFFIX
from desktop.operations.section_heads import counts_in
from desktop.operations.transfers import let_go_of_left
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange import burials
from desktop.store.exchange.arrivals import Left
from desktop.store.exchange.channels import Point
from desktop.store.exchange.endings import read_ended
from desktop.store.exchange.inbound import Inbound, Session
from desktop.store.exchange.left_out import LEFT
from desktop.store.exchange.missing import FileMissing
from desktop.store.exchange.receipts import CAME, FOR_ALL, Envelope
from desktop.store.exchange.rows import Rows, Sibling
from desktop.store.exchange.shapes import MOST_ENTITY
from desktop.store.exchange.sieve import Judge
from desktop.store.exchange.tally import Tally, Watch
from desktop.store.exchange.upcasts import MIN_READER, SCHEMA, upcast
from desktop.store.timeline import read_meta
from desktop.sync.blocks import Block
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.items import Facts, Item
from desktop.sync.manifest import Manifest
from desktop.sync.pieces import Piece
from desktop.sync.reader import Package, open_package
from desktop.sync.refusals import Reason, Refused
from desktop.sync.roster import Roster, Untrusted

SPOOL = "spool"
Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Identity:
    """Who sent a file and what it is, before anything of it is taken in.

    counts: rows by record type. known: it was taken in before. follows: what it builds on is here.
    former: number of the last file of the same PC that was taken in; 0 for none. size: in bytes.
    for_all: whether it is one file for all offices below its sender; it follows none then.
    """

    path: Path
    package: bytes
    device: bytes
    office: int
    office_name: str
    sender: str
    sent_at: dt.datetime
    clock_ok: bool
    number: int
    counts: dict[int, int]
    known: bool
    roster_version: int
    follows: bool = True
    former: int = 0
    size: int = 0
    for_all: bool = False

    @property
    def missing(self) -> range:
        """Numbers of the files before it that it needs and that never came."""
        return range(0) if self.follows else range(self.former + 1, self.number)


@dataclass
class Look:
    """Where a preview is: the compartment that is read, and what came so far."""

    comp: int = 0
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True)
class Receipt:
    """What came of one file."""

    identity: Identity
    tally: Tally
    buried: int = 0
    again: bool = False
    contents: ContentTally = NO_CONTENTS

    def count(self, of: Callable[[Tally], Counter[int]]) -> int:
        """How many rows of a kind."""
        return of(self.tally).total()

    @property
    def left(self) -> int:
        """Rows that the clerk did not want; they are set aside."""
        return sum(why == LEFT for _, _, why in self.tally.set_aside)


@dataclass
class Morning:
    """What came of many files: receipts, and a sentence for each file that was not taken.

    stopped: files that nobody came to, because the work was stopped. check_ups: what comparing with
    what their senders hold came to.
    """

    receipts: list[Receipt] = field(default_factory=list[Receipt])
    refused: list[tuple[Path, UserError]] = field(default_factory=list[tuple[Path, UserError]])
    stopped: list[Path] = field(default_factory=list[Path])
    check_ups: list[CheckUp] = field(default_factory=list[CheckUp])

    def total(self, of: Callable[[Tally], Counter[int]]) -> int:
        """How many rows of a kind came with all files."""
        return sum(of(receipt.tally).total() for receipt in self.receipts)

    @property
    def contents(self) -> ContentTally:
        """What came of the attachments of all files."""
        told = NO_CONTENTS
        for one in self.receipts:
            told |= one.contents
        return told


@dataclass(frozen=True)
class _Opened:
    package: Package
    manifest: Manifest
    roster: Roster
    keys: DeviceKeys
    identity: Identity


def examine(office: Office, path: Path) -> Identity:
    """Who sent a file and what is in it; nothing of it is taken in.

    Raises NotEnrolled, Refused, Untrusted, DiskTrouble.
    """
    office.require(Permission.EXCHANGE)
    with _opened(office, path, None) as opened:
        return opened.identity


def preview(
    office: Office,
    path: Path,
    watch: Watch,
    progress: Progress | None = None,
    look: Look | None = None,
) -> Receipt:
    """What taking a file in would do; the office stays as it is.

    watch: hears of each row. look: is kept up to date for it.
    """
    office.require(Permission.EXCHANGE)
    done: list[Receipt] = []
    with _opened(office, path, progress) as opened:
        rights = rights_of(office, opened.roster, opened.package.header.sender)
        with (
            suppress(LookedEnough),
            office.store.importing(office.user.name, watch, rights) as inbound,
        ):
            done.append(_take_in(office, inbound, opened, progress, look))
            give_up()
    return done[0]


def receive(
    office: Office,
    path: Path,
    progress: Progress | None = None,
    left: Left | None = None,
) -> Receipt:
    """Take one file in, whole or not at all.

    left: rows that are not wanted now; they are set aside and may be taken in later.
    progress: bytes of it that were read, and its size; may raise to stop, and nothing is left then.
    Raises NotEnrolled, Refused, Untrusted, FileMissing, DiskTrouble.
    """
    office.require(Permission.EXCHANGE)
    with _opened(office, path, progress) as opened:
        if opened.identity.known:
            return Receipt(opened.identity, Tally(), again=True)
        rights = rights_of(office, opened.roster, opened.package.header.sender)
        now = milliseconds(office.clock.now())
        with (
            office.files.incoming(now) as incoming,
            office.store.importing(office.user.name, None, rights, left) as inbound,
        ):
            contents = ArrivedContents(incoming, opened.package.header.sender)
            receipt = _take_in(office, inbound, opened, progress, contents=contents)
            note_received(office, inbound, receipt)
    let_go_of_left(office)
    if receipt.buried:
        burials.settle(office.store, office.files, office.folder)
    return receipt


def note_received(office: Office, inbound: Inbound, receipt: Receipt) -> None:
    """Write into the log of events what was taken in, with whatever was taken in."""
    detail = f"{receipt.identity.path.name}: {receipt.tally.changed}"
    office.note_in(inbound.connection, "receive", detail)


def receive_all(office: Office, paths: Sequence[Path], progress: Progress | None = None) -> Morning:
    """Take in many files in any order; one that is not taken does not hold up the others.

    The office is copied first. A file that continues one further down waits for it.
    progress: files done, and how many there are; may raise Cancelled: the file that it is at is not
    taken then, those before it are.
    """
    office.require(Permission.EXCHANGE)
    upkeep.back_up_here(office)
    morning = Morning()
    waiting = [file for path in paths for file in _files(path)]
    count, told = len(waiting), progress or _silent
    while waiting:
        later = _receive_round(office, morning, waiting, lambda done: told(done, count))
        if len(later) == len(waiting):
            morning.refused += later
            break
        waiting = [path for path, _ in later]
    return morning


def _receive_round(
    office: Office, morning: Morning, waiting: Sequence[Path], told: Callable[[int], object]
) -> list[tuple[Path, UserError]]:
    """Try each file once; those that continue one which has not come are for the next round."""
    later: list[tuple[Path, UserError]] = []
    for at, path in enumerate(waiting):
        done = len(morning.receipts) + len(morning.refused)
        try:
            # Asked while the file is read, so that a large one does not hold up who wants to stop.
            morning.receipts.append(receive(office, path, _asked_of(told, done)))
            told(done + 1)
        except FileMissing as error:
            later.append((path, error))
        except UserError as error:
            morning.refused.append((path, error))
        except Cancelled:
            taken = {receipt.identity.path for receipt in morning.receipts}
            rest = [*waiting[at:], *(one for one, _ in later)]
            morning.stopped = [one for one in rest if one not in taken]
            return []
    return later


def _asked_of(told: Callable[[int], object], done: int) -> Progress:
    """Progress of one file among many: only how many are done is told, and asked whether to stop."""
    return lambda _bytes, _size: told(done)


def _files(path: Path) -> Iterable[Path]:
    if path.is_dir():
        return sorted(one for one in path.rglob(f"*{SUFFIX}") if one.is_file())
    return [path]


class LookedEnough(Exception):
    """The preview is done; its transaction is given up."""


def give_up() -> None:
    """End a look, so that nothing of it is kept."""
    raise LookedEnough


def _silent(_done: int, _total: int) -> None:
    """Progress that nobody asked for."""


# -- opening ----------------------------------------------------------------------------


@contextmanager
def _opened(office: Office, path: Path, progress: Progress | None) -> Generator[_Opened]:
    """A file that was proved to be from whom it names, and to be for this PC."""
    with office.store.connection(write=True) as connection:
        keys, roster, own = own_keys(connection), held_roster(connection), own_scope(connection)
    with open_package(path, office.folder / SPOOL, progress or _silent) as package:
        package.require_for(keys.device)
        sender = roster.device(package.header.sender)
        package.verify(sender.sign)
        manifest = package.read_manifest(keys.identities)
        _require_readable(manifest, path)
        if manifest.office != sender.scope:
            raise Untrusted(
                tr(
                    "Gói {name} ghi một cơ quan khác với máy đã ký nó. Chưa có gì thay đổi. "
                    "Hãy báo cho tỉnh."
                ).format(name=path.name)
            )
        if not sender.allows(manifest.to_seq, manifest.to_h):
            raise Untrusted(
                tr(
                    "Gói {name} do một máy đã bị thu hồi thẻ khóa gửi. Chưa có gì thay đổi. "
                    "Hãy giữ lại tệp và báo cho tỉnh."
                ).format(name=path.name)
            )
        if is_for_all(package.header, manifest, package.name):
            require_from_above(roster, manifest.office, own, package.name)
        identity = _identity(office, path, package, manifest)
        counts = Counter(identity.counts) + counts_in(office, package, keys, roster)
        yield _Opened(package, manifest, roster, keys, replace(identity, counts=dict(counts)))


def _require_readable(manifest: Manifest, path: Path) -> None:
    if manifest.min_reader > SCHEMA:
        raise UserError(
            tr(
                "Gói {name} cần cập nhật phần mềm: máy gửi dùng bản Sổ Xã mới hơn. Chưa có gì thay "
                "đổi; gói vẫn dùng được. Hãy cập nhật Sổ Xã trên máy này rồi nhận lại."
            ).format(name=path.name)
        )
    assert MIN_READER <= SCHEMA


def _identity(office: Office, path: Path, package: Package, manifest: Manifest) -> Identity:
    packages = tables.packages
    mine = (packages.c.pkg == package.header.package, packages.c.dir.in_(CAME))
    for_all = manifest.to_office == EVERYBODY
    with office.store.connection() as connection:
        found = connection.execute(
            sa.select(packages.c.pkg).where(*mine, packages.c.undone.is_(False))
        ).first()
        begin = Point(manifest.from_seq, manifest.from_h)
        follows = _is_held(connection, package.header.sender, begin)
        sender = package.header.sender
        former = 0 if for_all else _last_number(connection, sender, manifest.number)
    return Identity(
        path,
        package.header.package,
        package.header.sender,
        manifest.office,
        manifest.office_name,
        manifest.sender_name,
        dt.datetime.fromtimestamp(manifest.wall_ms / 1000, dt.UTC),
        manifest.clock_ok,
        manifest.number,
        {_entity(told, package.name): count for told, count in manifest.counts.items()},
        found is not None,
        manifest.roster_version,
        follows,
        former,
        path.stat().st_size,
        for_all,
    )


def _last_number(connection: sa.Connection, device: bytes, before: int) -> int:
    """The number of the last file of a PC that stands here, of those before this one."""
    packages = tables.packages
    there = (packages.c.dir == "in", packages.c.device == device, packages.c.undone.is_(False))
    asked = sa.select(sa.func.max(packages.c.number)).where(*there, packages.c.number < before)
    return connection.execute(asked).scalar() or 0


def _is_held(connection: sa.Connection, device: bytes, begin: Point) -> bool:
    """Whether everything that the sender's log held up to there has come."""
    bounds = tables.bounds
    there = (bounds.c.device == device, bounds.c.seq == begin.seq, bounds.c.h == begin.h)
    known = sa.select(bounds.c.seq).where(*there)
    return begin.seq == 0 or connection.execute(known).first() is not None


def rights_of(office: Office, roster: Roster, sender: bytes) -> Judge:
    """Who may have written what comes from this PC."""
    shares = tables.shares
    with office.store.connection() as connection:
        own = int(read_meta(connection, "scope"))
        rows = connection.execute(sa.select(shares.c.root, shares.c.office)).all()
        ended = read_ended(raw_connection(connection))
    shared = {(bytes(row.root), int(row.office)) for row in rows}
    return judge(roster, sender, own, shared, ended)


# -- taking in --------------------------------------------------------------------------


def _take_in(
    office: Office,
    inbound: Inbound,
    opened: _Opened,
    progress: Progress | None,
    look: Look | None = None,
    contents: ArrivedContents | None = None,
) -> Receipt:
    """Take the sections in that this PC may read; contents: None leaves attachments where they are."""
    package = opened.package
    taker = _Taker(office, inbound, package, contents, for_all=opened.identity.for_all)
    look = look or Look()
    look.tally = inbound.tally
    roster, whole = opened.roster, True
    for number, kind in enumerate(package.header.kinds):
        comp = int(kind.removeprefix(FILES))
        if kind.startswith(FILES) and contents is None:
            continue
        if number and roster is opened.roster:
            # The first section may have brought the roster that lets us read the others.
            roster = held_roster(inbound.connection)
        if number and not roster.device(opened.keys.device).may_read(comp):
            # By a roster that has not come yet it may be for us: then it has to come again.
            whole = whole and roster.version >= opened.manifest.roster_version
            continue
        taker.comp = look.comp = comp
        package.read_section(number, opened.keys.identities, taker, progress or _silent)
    envelope = _envelope(inbound, opened, is_whole=whole)
    if opened.identity.for_all:
        inbound.finish_aside(envelope, FOR_ALL)
        return Receipt(opened.identity, inbound.tally, inbound.buried)
    inbound.finish(envelope)
    keep_key(inbound.connection, roster, opened.manifest)
    taker.facts.check_up.keep(inbound.connection, opened.manifest.office)
    told = NO_CONTENTS
    if contents is not None:
        told = contents.finish(inbound.connection, opened.manifest, inbound.named, inbound.tally)
        keep_counts(inbound.connection, package.header.package, told)
    return Receipt(opened.identity, inbound.tally, inbound.buried, contents=told)


class _Taker:
    """Hands each item of a package to where it belongs."""

    def __init__(
        self,
        office: Office,
        inbound: Inbound,
        package: Package,
        contents: ArrivedContents | None,
        *,
        for_all: bool,
    ) -> None:
        self._for_all = for_all
        self._inbound, self._name, self._contents = inbound, package.name, contents
        self._schema = SCHEMA
        self.comp = 0
        self.facts = IncomingFacts(office, inbound, package.header.sender)

    def __call__(self, item: Item) -> None:
        if self._for_all:
            require_shared(item, self._name)
        if isinstance(item, Block):
            rows = rows_of(item, self.comp, self._name)
            self._inbound.take(upcast(rows, self._schema))
        elif isinstance(item, Facts):
            self.facts.take(item)
        elif isinstance(item, Piece):
            if self._contents is not None:
                self._contents.take(item)
        elif isinstance(item, Manifest):
            self._schema = item.schema
            self._inbound.refused.schema = item.schema
            for told, fields in item.dictionary.items():
                units = {one.no: one.unit for one in fields}
                self._inbound.arrivals.learn_fields(_entity(told, self._name), units)
            self._inbound.learn(
                Session(one.oid, one.device, one.parent, one.cut) for one in item.lineage
            )
        else:
            self._inbound.refused.fact(f"#{item.tag}", list(item.parts), "unknown")


def rows_of(block: Block, comp: int, name: str) -> Rows:
    """A block of a package as the store takes it. name: of the file. Raises Refused."""
    return Rows(
        _entity(block.entity, name),
        block.fields,
        block.ids,
        block.roots,
        block.scopes,
        comp,
        block.svs,
        block.columns,
        [
            Sibling(one.row, one.unit, one.origin, one.hlc, one.value or "{}")
            for one in block.siblings
        ],
        dict(block.names),
    )


def _entity(told: str, name: str) -> int:
    """The number of a record type. Raises Refused for what no version calls one so."""
    if not told.isascii() or not told.isdecimal() or not 0 < int(told) <= MOST_ENTITY:
        raise Refused(Reason.DAMAGED, name)
    return int(told)


def _envelope(inbound: Inbound, opened: _Opened, *, is_whole: bool) -> Envelope:
    manifest, package = opened.manifest, opened.package
    own = int(read_meta(inbound.connection, "scope"))
    way = channel(opened.roster, own, manifest.office, opened.keys.device)
    return Envelope(
        package.header.package,
        package.header.sender,
        manifest.office,
        Point(manifest.from_seq, manifest.from_h),
        Point(manifest.to_seq, manifest.to_h),
        tuple(Point(ack.seq, ack.h) for ack in manifest.acks if ack.device == opened.keys.device),
        manifest.number,
        package.digest,
        manifest.wall_ms,
        manifest.clock_ok,
        {
            "name": opened.identity.path.name,
            "office": manifest.office_name,
            "sender": manifest.sender_name,
            "clock_ok": manifest.clock_ok,
        },
        way.epoch,
        is_whole,
    )
