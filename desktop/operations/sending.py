"""Sending: everything the other office does not hold yet, as one file that only it can open."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from desktop.base.clock import today
from desktop.operations import purging
from desktop.operations.check_up_facts import DueFacts
from desktop.operations.enclosures import FILES, Enclosure, due_enclosures, pieces
from desktop.operations.exchange_keys import own_keys
from desktop.operations.journeys import Journey, next_journey, remember
from desktop.operations.manifests import manifest_of
from desktop.operations.office import Office
from desktop.operations.package_files import file_name, free_number
from desktop.operations.section_heads import head_of
from desktop.operations.told_facts import ToldShares, told_facts, told_graves
from desktop.operations.told_sessions import ToldSessions
from desktop.operations.volumes import TooBig, Volume, write_volumes
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange import channels
from desktop.store.exchange.contents import Contents
from desktop.store.exchange.departures import Departures
from desktop.store.exchange.echoes import without_echoes
from desktop.store.exchange.rows import Rows
from desktop.store.parcels import Outgoing
from desktop.store.timeline import Timeline
from desktop.sync.blocks import Block, Sibling
from desktop.sync.container import SIGNATURE_SIZE, Header
from desktop.sync.items import Facts, Item
from desktop.sync.manifest import Manifest
from desktop.sync.writer import Section, write_package

Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Pending:
    """What has not been sent to an office, or not been confirmed by it.

    counts: rows by record type, without those that would only go back to where they came from.
    sent: whether a file with all of it is on its way already.
    contents, content_bytes: attachments that go with them, and how big they are.
    """

    to: int
    name: str
    counts: dict[int, int]
    sent: bool
    last_sent: dt.datetime | None
    contents: int = 0
    content_bytes: int = 0

    @property
    def total(self) -> int:
        """How many rows."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Sent:
    """Files that lie where it was asked for, and were read back.

    path, number: of the first. others: the further ones of a series. size: bytes of all of them.
    contents: attachments in them.
    """

    path: Path
    size: int
    number: int
    to: int
    name: str
    counts: dict[int, int]
    others: tuple[Path, ...] = ()
    contents: int = 0


def pending(office: Office, to: int) -> Pending:
    """What an office has not confirmed yet. Raises NotEnrolled, Untrusted."""
    office.require(Permission.EXCHANGE)
    with office.store.connection(write=True) as connection:
        own_keys(connection)
    with office.store.connection() as connection, office.files.outgoing() as files:
        journey = next_journey(connection, to)
        lineage = Timeline(connection, office.store.clock).lineage
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
        due = due_enclosures(connection, files, journey)
        size = sum(one.length for one in due)
        return Pending(to, name, counts, sent, moment, len(due), size)


def send(
    office: Office,
    to: int,
    folder: Path,
    progress: Progress | None = None,
    limit: int | None = None,
) -> Sent:
    """Write what an office does not hold yet into a folder or onto a stick.

    Nothing is remembered as received before the other office says so: a file that is lost costs
    nothing but to send again. progress: bytes written, and 0.
    limit: bytes that one file may have, as for mail; if it is more, several are written, and those
    that are written when it is broken off may be used.
    Raises NotEnrolled, Untrusted, NameTaken, DiskTrouble; nothing is left of the file that failed.
    """
    office.require(Permission.EXCHANGE)
    with office.store.connection(write=True) as connection:
        own_keys(connection)
        journey = next_journey(connection, to)
        for device in journey.devices:
            channels.know_peer(connection, device.device, to, journey.channel.epoch)
    with office.store.connection() as connection, office.files.outgoing() as files:
        journey = next_journey(connection, to)
        series = _Series(connection, office, files, journey, folder, progress or _silent)
        lines = [] if limit is None else series.departures(journey).lines()
        enclosures = due_enclosures(connection, files, journey)
        whole = Volume(journey.base.seq, journey.whole.seq, enclosures)
        write_volumes(whole, lines, limit, series.write)
    paths = series.paths
    office.note("send", f"{paths[0].name}: {sum(series.counts.values())}")
    return Sent(
        paths[0],
        series.size,
        series.numbers[0],
        to,
        journey.roster.office(to).name,
        dict(series.counts),
        tuple(paths[1:]),
        len(enclosures),
    )


class _Series:
    """The files that one sending writes, from one state of the office."""

    def __init__(
        self,
        connection: sa.Connection,
        office: Office,
        files: Outgoing,
        journey: Journey,
        folder: Path,
        progress: Progress,
    ) -> None:
        self._connection, self._office, self._files = connection, office, files
        self._journey, self._folder, self._progress = journey, folder, progress
        self._timeline = Timeline(connection, office.store.clock)
        lineage, other = self._timeline.lineage, journey.channel.other
        self._check_up = DueFacts(connection, lineage, other, office.store.declared)
        self._next = journey.number
        self.paths: list[Path] = []
        self.numbers: list[int] = []
        self.size = 0
        self.counts: Counter[int] = Counter()

    def departures(self, journey: Journey) -> Departures:
        """The rows of a file."""
        raw = raw_connection(self._connection)
        return Departures(raw, self._timeline.lineage, journey.reach(), self._office.store.declared)

    def write(self, volume: Volume, limit: int | None) -> None:
        """Write the next file and remember it. limit: bytes. Raises TooBig, DiskTrouble."""
        number = free_number(self._place, self._next)
        journey = self._journey.stretch(self._connection, volume.after, volume.until, number)
        departures = self.departures(journey)
        counts = departures.count()
        sections = list(self._sections(journey, departures, volume.enclosures))
        header = Header(
            os.urandom(16),
            journey.keys.device,
            tuple(one.device for one in journey.devices),
            tuple(section.kind for section in sections),
        )
        written = write_package(
            self._place(number),
            header,
            sections,
            sign=journey.keys.sign,
            public_key=journey.keys.public.sign,
            progress=lambda done: self._tell(done, limit),
        )
        remember(self._office, journey, written, sum(counts.values()), volume.enclosures)
        self.paths.append(written.path)
        self.numbers.append(number)
        self._next = number + 1
        self.size += written.size
        self.counts.update(counts)

    def _place(self, number: int) -> Path:
        way, day = self._journey.channel, today(self._office.clock)
        return self._folder / file_name(way.own, self._journey.letter, way.other, day, number)

    def _tell(self, done: int, limit: int | None) -> None:
        if limit is not None and done + SIGNATURE_SIZE > limit:
            raise TooBig
        self._progress(self.size + done, 0)

    def _sections(
        self,
        journey: Journey,
        departures: Departures,
        enclosures: Sequence[Enclosure],
    ) -> Iterator[Section]:
        """Rows by compartment, then contents by compartment, each for those who may read it."""
        to = journey.channel.other
        shares = ToldShares(self._connection, journey, self._timeline)
        lineage = self._timeline.lineage
        graves = told_graves(self._connection, journey, lineage)
        named = shares.sessions | {one.oid for one in graves}
        sessions = ToldSessions(self._connection, journey, lineage, named)
        manifest = manifest_of(
            self._office, self._connection, journey, self._timeline, departures, sessions.first
        )
        manifest = replace(manifest, wanted=self._wanted(journey))
        told = {0, *departures.compartments(), *shares.compartments()}
        if journey.is_last:
            told.update(purging.compartments(self._connection, self._timeline))
        for comp in sorted(told & journey.channel.compartments):
            items = self._items(comp, journey, departures, manifest, shares, sessions)
            yield Section(str(comp), journey.roster.recipients(to, comp), items)
        for comp in sorted({one.comp for one in enclosures}):
            cut = pieces(self._files, enclosures, comp)
            yield Section(f"{FILES}{comp}", journey.roster.recipients(to, comp), cut)

    def _items(
        self,
        comp: int,
        journey: Journey,
        departures: Departures,
        manifest: Manifest,
        shares: ToldShares,
        sessions: ToldSessions,
    ) -> Iterator[Item]:
        if comp == 0:
            yield manifest
            lineage = self._timeline.lineage
            yield from told_facts(self._connection, journey, lineage, sessions.first)
        else:
            yield from head_of(departures, comp)
        yield from shares.of(comp)
        if journey.is_last:
            if journey.channel.scopes is None:
                yield from purging.due_facts(self._connection, self._timeline, comp)
            yield from self._check_up.of(comp)
        for part in sessions.of(departures.blocks(comp)):
            yield part if isinstance(part, Facts) else block_of(part)

    def _wanted(self, journey: Journey) -> tuple[bytes, ...]:
        """What to ask the other office for: contents that rows name and that have not come."""
        contents = Contents(raw_connection(self._connection))
        return tuple(contents.to_ask(journey.reach_all()))


def _silent(_done: int, _total: int) -> None:
    """Progress that nobody asked for."""


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
