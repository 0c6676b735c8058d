"""Sending: everything the other office does not hold yet, as one file that only it can open."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from desktop import __version__
from desktop.base.clock import milliseconds, today
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import purging
from desktop.operations.check_up_facts import DueFacts, note_told
from desktop.operations.exchange_keys import held_roster, own_keys, signed_roster
from desktop.operations.exchange_rights import Channel, channel
from desktop.operations.office import Office
from desktop.records.cases import stricter
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import RawConnection
from desktop.store.exchange import channels
from desktop.store.exchange.channels import Point
from desktop.store.exchange.departures import Departures, Reach
from desktop.store.exchange.echoes import without_echoes
from desktop.store.exchange.facts import Facts as KnownFacts
from desktop.store.exchange.inbound import raw_connection
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.sameness import Verdicts
from desktop.store.exchange.upcasts import MIN_READER, SCHEMA
from desktop.store.timeline import Timeline, read_meta
from desktop.sync.blocks import Block, Sibling
from desktop.sync.container import Header
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.items import Facts, Item
from desktop.sync.manifest import Ack, FieldEntry, Manifest, Session
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import DeviceEntry
from desktop.sync.writer import Section, Written, write_package

SUFFIX = ".goi"
SHARES, GRAVES, ROSTER, WHO, SAME = "shares", "graves", "roster", "who", "same"
"""Kinds of facts in a package."""
_FACTS_AT_ONCE = 500
_FIRST = "A"
"""The letter of an office's first PC."""

Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Pending:
    """What has not been sent to an office, or not been confirmed by it.

    counts: rows by record type, without those that would only go back to where they came from. sent: whether a file with all of it is on its way already.
    """

    to: int
    name: str
    counts: dict[int, int]
    sent: bool
    last_sent: dt.datetime | None

    @property
    def total(self) -> int:
        """How many rows."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Sent:
    """A file that lies where it was asked for, and was read back."""

    path: Path
    size: int
    number: int
    to: int
    name: str
    counts: dict[int, int]


@dataclass(frozen=True)
class _Journey:
    """One file on its way out: from whom, to whom, and which stretch of our log."""

    roster: Roster
    keys: DeviceKeys
    channel: Channel
    devices: tuple[DeviceEntry, ...]
    begin: Point
    end: Point
    number: int

    def reach(self) -> Reach:
        scopes = self.channel.scopes
        return Reach(self.begin.seq, self.end.seq, scopes, self.channel.other)


def pending(office: Office, to: int) -> Pending:
    """What an office has not confirmed yet. Raises NotEnrolled, Untrusted."""
    office.require(Permission.EXCHANGE)
    with office.store.connection(write=True) as connection:
        own_keys(connection)
    with office.store.connection() as connection:
        journey = _journey(connection, to)
        lineage = Timeline(connection, office.clock).lineage
        departures = Departures(
            raw_connection(connection), lineage, journey.reach(), office.store.declared
        )
        peers = tables.peers
        known = connection.execute(
            sa.select(peers.c.sent_seq, peers.c.epoch, peers.c.last_out).where(
                peers.c.device.in_([one.device for one in journey.devices])
            )
        ).all()
        sent = bool(known) and all(
            row.sent_seq >= journey.end.seq and row.epoch == journey.channel.epoch for row in known
        )
        last = max((row.last_out or 0 for row in known), default=0)
        name = journey.roster.office(to).name
        moment = dt.datetime.fromtimestamp(last / 1000, dt.UTC) if last else None
        devices = {one.device for one in journey.devices}
        told = departures.count()
        counts = without_echoes(connection, lineage, journey.reach(), devices, told)
        return Pending(to, name, counts, sent, moment)


def send(office: Office, to: int, folder: Path, progress: Progress | None = None) -> Sent:
    """Write what an office does not hold yet as a file into a folder or onto a stick.

    Nothing is remembered as received before the other office says so: a file that is lost costs
    nothing but to send again. progress: bytes written, and 0.
    Raises NotEnrolled, Untrusted, NameTaken, DiskTrouble; nothing is left in the folder then.
    """
    office.require(Permission.EXCHANGE)
    with office.store.connection(write=True) as connection:
        own_keys(connection)
        journey = _journey(connection, to)
        for device in journey.devices:
            channels.know_peer(connection, device.device, to, journey.channel.epoch)
    with office.store.connection() as connection:
        journey = _journey(connection, to)
        written, counts = _write(connection, office, journey, folder, progress)
    _remember(office, journey, written, counts)
    office.note("send", f"{written.path.name}: {sum(counts.values())}")
    name = journey.roster.office(to).name
    return Sent(written.path, written.size, journey.number, to, name, counts)


def _journey(connection: sa.Connection, to: int) -> _Journey:
    roster, keys = held_roster(connection), own_keys(connection)
    own = int(read_meta(connection, "scope"))
    way = channel(roster, own, to, keys.device)
    devices = tuple(one for one in roster.active_devices(to) if one.device != keys.device)
    if not devices:
        raise UserError(
            tr(
                "Chưa có máy nào khác của {name} trong thẻ khóa nên chưa có ai để gửi. "
                "Chưa ghi tệp nào. Hãy xin thẻ khóa cho máy kia trước."
            ).format(name=roster.office(to).name)
        )
    last = channels.last_point(connection)
    acked = min(channels.acked(connection, one.device, way.epoch) for one in devices)
    begin = channels.point_at(connection, min(acked, last.seq))
    peers = tables.peers
    sent = sa.select(sa.func.max(peers.c.sent_no)).where(peers.c.office == to)
    number = (connection.execute(sent).scalar() or 0) + 1
    return _Journey(roster, keys, way, devices, begin, last, number)


def _write(
    connection: sa.Connection,
    office: Office,
    journey: _Journey,
    folder: Path,
    progress: Progress | None,
) -> tuple[Written, dict[int, int]]:
    timeline = Timeline(connection, office.clock)
    raw = raw_connection(connection)
    departures = Departures(raw, timeline.lineage, journey.reach(), office.store.declared)
    counts = departures.count()
    shares = _Shares(connection, journey, timeline)
    wanted = sorted(
        {
            *departures.compartments(),
            *shares.compartments(),
            *purging.compartments(connection, timeline),
        }
    )
    comps = [c for c in wanted if c in journey.channel.compartments]
    kinds = ("0", *(str(comp) for comp in comps if comp))
    package = os.urandom(16)
    header = Header(
        package,
        journey.keys.device,
        tuple(one.device for one in journey.devices),
        kinds,
    )
    manifest = _manifest(connection, office, journey, timeline, departures, counts)

    check_up = DueFacts(connection, timeline.lineage, journey.channel.other)

    def items(comp: int) -> Iterator[Item]:
        if comp == 0:
            yield manifest
            yield from _facts(connection, journey, timeline)
        yield from shares.of(comp)
        if journey.channel.scopes is None:
            yield from purging.due_facts(connection, timeline, comp)
        yield from check_up.of(comp)
        for rows in departures.blocks(comp):
            yield block_of(rows)

    sections = [
        Section(kind, journey.roster.recipients(journey.channel.other, int(kind)), items(int(kind)))
        for kind in kinds
    ]
    target = folder / file_name(journey, today(office.clock))
    told = progress or _silent
    written = write_package(
        target,
        header,
        sections,
        sign=journey.keys.sign,
        public_key=journey.keys.public.sign,
        progress=lambda done: told(done, 0),
    )
    return written, counts


def _silent(_done: int, _total: int) -> None:
    """Progress that nobody asked for."""


def file_name(journey: _Journey, day: dt.date) -> str:
    """What a file is called: from whom, to whom, the day, its number; nothing of a person.

    Each PC counts its own files: the letter of any but the first keeps those of one office apart.
    """
    way = journey.channel
    letter = journey.roster.device(journey.keys.device).letter
    number = f"{journey.number:04d}{'' if letter == _FIRST else letter}"
    return f"GOI_{way.own:05d}_{way.other:05d}_{day:%Y%m%d}_{number}{SUFFIX}"


def _manifest(
    connection: sa.Connection,
    office: Office,
    journey: _Journey,
    timeline: Timeline,
    departures: Departures,
    counts: dict[int, int],
) -> Manifest:
    epoch = journey.channel.epoch
    begin, end = journey.begin.on(epoch), journey.end.on(epoch)
    wall_ms, clock_ok = timeline.wall()
    return Manifest(
        from_seq=begin.seq,
        from_h=begin.h,
        to_seq=end.seq,
        to_h=end.h,
        epoch=epoch,
        acks=tuple(
            Ack(one.device, point.seq, point.h)
            for one in journey.devices
            for point in channels.acks_for(connection, one.device)
        ),
        lineage=tuple(_sessions(connection, timeline, journey)),
        schema=SCHEMA,
        min_reader=MIN_READER,
        dictionary={
            str(entity): tuple(FieldEntry(*told) for told in departures.fields(entity))
            for entity in counts
        },
        roster_version=journey.roster.version,
        office=journey.channel.own,
        office_name=journey.roster.office(journey.channel.own).name,
        sender_name=office.user.full_name,
        to_office=journey.channel.other,
        number=journey.number,
        counts={str(entity): count for entity, count in counts.items()},
        wall_ms=wall_ms,
        clock_ok=clock_ok,
        unknown={"program": __version__},
    )


def _sessions(
    connection: sa.Connection, timeline: Timeline, journey: _Journey
) -> Iterator[Session]:
    fresh = _fresh_sessions(connection, journey)
    for origin in timeline.lineage:
        if origin.no in fresh:
            yield Session(origin.oid, origin.device, origin.parent, origin.cut)


def _fresh_sessions(connection: sa.Connection, journey: _Journey) -> dict[int, str]:
    """Sessions that the other one can't have heard of, and who worked in them."""
    origins = tables.origins
    between = (origins.c.sq > journey.begin.seq, origins.c.sq <= journey.end.seq)
    rows = connection.execute(sa.select(origins.c.no, origins.c.who).where(*between))
    return {row.no: row.who for row in rows}


def _facts(connection: sa.Connection, journey: _Journey, timeline: Timeline) -> Iterator[Facts]:
    lineage = timeline.lineage
    who = _fresh_sessions(connection, journey)
    yield from _some(WHO, ([lineage[no].oid, name] for no, name in who.items()))
    signed = signed_roster(connection)
    if not journey.roster.is_above(journey.channel.other, journey.channel.own):
        yield Facts(ROSTER, [[signed.body, signed.signature]])
    known = KnownFacts(raw_connection(connection), lineage)
    after, until = journey.begin.seq, journey.end.seq
    yield from _some(GRAVES, (list(grave) for grave in known.graves(after, until)))


class _Shares:
    """What a file tells of who sees which tree: each in the section of the tree's compartment."""

    def __init__(self, connection: sa.Connection, journey: _Journey, timeline: Timeline) -> None:
        known = KnownFacts(raw_connection(connection), timeline.lineage)
        office = None if journey.channel.scopes is None else journey.channel.other
        self._rows: dict[int, list[list[object]]] = {}
        self._same: dict[int, list[list[object]]] = {}
        self._read_same(raw_connection(connection), journey, timeline)
        for share in known.shares(journey.begin.seq, journey.end.seq, office):
            comp = known.compartment_of(share.root)
            self._rows.setdefault(comp, []).append(list(share))

    def compartments(self) -> Collection[int]:
        """Those in which there is something to tell."""
        return self._rows.keys() | self._same.keys()

    def of(self, comp: int) -> Iterator[Facts]:
        """What the section of a compartment tells: nothing of any other one."""
        yield from _some(SHARES, iter(self._rows.get(comp, ())))
        yield from _some(SAME, iter(self._same.get(comp, ())))

    def _read_same(self, raw: RawConnection, journey: _Journey, timeline: Timeline) -> None:
        """Verdicts on people whom the other office both sees, in the stricter's compartment."""
        verdicts = Verdicts(raw, timeline.lineage)
        seen = journey.channel.scopes
        for one in verdicts.told(journey.begin.seq, journey.end.seq):
            places = verdicts.places(one)
            if len(places) < 2 or not all(seen is None or scope in seen for scope, _ in places):
                continue
            comp = stricter(places[0][1], places[1][1])
            self._same.setdefault(comp, []).append(list(one))


def _some(kind: str, rows: Iterator[list[object]]) -> Iterator[Facts]:
    some: list[list[object]] = []
    for row in rows:
        some.append(row)
        if len(some) == _FACTS_AT_ONCE:
            yield Facts(kind, some)
            some = []
    if some:
        yield Facts(kind, some)


def block_of(rows: Rows) -> Block:
    """Rows of the store as a package carries them."""
    return Block(
        str(rows.entity),
        rows.fields,
        rows.ids,
        rows.roots,
        rows.scopes,
        rows.svs,
        list(rows.names.items()),
        [Sibling(*one) for one in rows.siblings],
        rows.columns,
    )


def _remember(office: Office, journey: _Journey, written: Written, counts: dict[int, int]) -> None:
    """Note that a file went out; what the other one holds is still what it says it holds."""
    peers, packages = tables.peers, tables.packages
    now = milliseconds(office.clock.now())
    with office.store.connection(write=True) as connection:
        note_told(connection, journey.channel.other)
        for one in journey.devices:
            told = {"sent_no": journey.number, "sent_seq": journey.end.seq, "last_out": now}
            connection.execute(sa.update(peers).where(peers.c.device == one.device).values(told))
        line = {
            "pkg": os.urandom(16),
            "dir": "out",
            "device": journey.devices[0].device,
            "from_seq": journey.begin.seq,
            "to_seq": journey.end.seq,
            "digest": written.digest,
            "rows": sum(counts.values()),
            "at": now,
            "number": journey.number,
            "told": json.dumps({"name": written.path.name}, ensure_ascii=False),
        }
        connection.execute(sa.insert(packages), line)
