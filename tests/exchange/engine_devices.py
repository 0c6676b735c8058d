"""The PCs of the model's histories as real files: every deed goes through the store.

What the checker of the histories looks at is read from the file after each deed; only what nobody
can see, which writes ever reached a unit, is remembered beside it.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desktop.base.clock import VIETNAM, StoppedClock
from desktop.records import Person
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange import channels, disputes, homes
from desktop.store.exchange.departures import Departures, Reach
from desktop.store.exchange.facts import Facts, Grave, Share
from desktop.store.exchange.inbound import Session
from desktop.store.exchange.missing import FileMissing
from desktop.store.exchange.receipts import Envelope, is_known
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.shapes import HOME_UNIT
from desktop.store.store import Store
from desktop.store.timeline import BUILT_MS, Timeline, write_meta
from desktop.store.upgrade import upgrade
from desktop.versions.origins import Lineage
from desktop.versions.stamp import Version, read_sv
from versions.causality import Stamp, Unit
from versions.kept import Key, Package
from versions.model import Device, World

COLUMNS = {"name": "other_names", "phone": "birth_place", "status": "native_place"}
SCOPES = {"P": 100048, "A": 1, "B": 2}
KEY = bytes(range(32))
_PLACE = uuid.UUID("018f0000-0000-7000-8000-000000000000")
_MINUTE = 60_000


def template(folder: Path) -> Path:
    """An empty file of the newest schema, to be copied for every PC."""
    path = folder / "office.db"
    store = Store(path, KEY, StoppedClock(_moment(0)), new=True)
    upgrade(store.engine)
    store.close()
    return path


def _moment(wall: int) -> dt.datetime:
    ms = BUILT_MS + wall * _MINUTE
    return dt.datetime.fromtimestamp(ms / 1000, VIETNAM)


def row_id(row: str) -> uuid.UUID:
    return uuid.uuid5(_PLACE, row)


@dataclass(frozen=True)
class Sent(Package):
    """A file of the model with what the real one would carry."""

    envelope: Envelope | None = None
    sessions: tuple[Session, ...] = ()
    blocks: tuple[Rows, ...] = ()
    share_facts: tuple[Share, ...] = ()
    grave_facts: tuple[Grave, ...] = ()


class ShownUnit(Unit):
    """A unit of which it matters, too, which of its values the row shows: the first."""

    def copy(self, source: str | None = None) -> Unit:
        return ShownUnit(**vars(super().copy(source)))

    def key(self) -> Any:
        return super().key(), next(iter(self.siblings), None)


class EngineDevice(Device):
    """A PC whose database is a real one."""

    def __init__(self, name: str, office: str, world: World, folder: Path, blank: Path) -> None:
        self.folder = folder / name
        self.folder.mkdir(parents=True)
        self.path = self.folder / "office.db"
        shutil.copyfile(blank, self.path)
        self.clock = StoppedClock(_moment(0))
        self.device = name.encode().ljust(16, b".")
        self.scope = SCOPES[office]
        self.store = self._open()
        with self.store.connection(write=True) as connection:
            write_meta(connection, "scope", str(self.scope))
            write_meta(connection, "device", self.device.hex())
        super().__init__(name, office, world)

    def _open(self) -> Store:
        return Store(self.path, KEY, self.clock)

    # -- sessions, copies ------------------------------------------------------------

    def restart(self) -> None:
        self.forms = {}
        self.store.forget_timeline()

    def repair_clock(self) -> None:
        self.restart()
        self.frozen, self.skew = None, 0
        with self.store.connection(write=True) as connection:
            write_meta(connection, "hlc", str((BUILT_MS + self.world.now * _MINUTE) << 16))

    def take_backup(self) -> None:
        self.store.close()
        shutil.copyfile(self.path, self.folder / "copy.db")
        self.backup = self.db.copy()
        session = self.store._timeline
        self.store = self._open()
        # The program went on while the copy was made.
        self.store._timeline = session

    def restore(self) -> None:
        if self.backup is None:
            return
        self.store.close()
        for beside in self.folder.glob("office.db-*"):
            beside.unlink()
        shutil.copyfile(self.folder / "copy.db", self.path)
        self.store = self._open()
        self.db = self.backup.copy()
        self.restart()

    def close(self) -> None:
        self.store.close()

    # -- work ------------------------------------------------------------------------

    def write(
        self, row: str, values: Mapping[str, str], form: Mapping[str, Unit] | None = None
    ) -> None:
        if row in self.db.graves:
            return
        self.clock.at = _moment(self.wall())
        home = SCOPES[values["home"]] if "home" in values else None
        plain = {name: value for name, value in values.items() if name != "home"}
        told = {name: (value, self.world.next_number()) for name, value in plain.items()}
        overwrites = self.world.chance.random() < 0.7  # else what stands beside is left there
        seen = self._seen(row, values, overwrites=overwrites)
        with self.store.writing("can") as session:
            record = session.get(Person, row_id(row))
            new = record is None or record.stub
            if record is None:
                record = Person(id=row_id(row))
                record.scope = 0 if row.startswith("ref") else home or self.scope
                session.add(record)
            for name, (value, number) in told.items():
                setattr(record, COLUMNS[name], f"{value} {number}")
            session.flush()
            if overwrites:
                for name in told:
                    unit = Person.field(COLUMNS[name]).unit
                    disputes.settle(session.connection(), record, unit, record.sq)
            if home is not None and not new:
                old = record.scope
                homes.move(session, record, home, {old, home})
                if overwrites:
                    disputes.settle(session.connection(), record, HOME_UNIT, record.sq)
        self._refresh()
        for name, (_, number) in told.items():
            self._note(row, name, number, seen[name])
        if home is not None and not new:
            self._note(row, "home", self.world.next_number(), seen["home"])
        self._refresh()  # with the numbers of the writes

    def _seen(self, row: str, names: Iterable[str], *, overwrites: bool) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for name in names:
            unit = self.db.units.get((row, name), Unit())
            # What is read first of a unit is what its row shows. After a save that is what was typed,
            # even where a later one stands beside it: only the next file brings that to the front.
            shown = {*list(unit.siblings)[:1]}
            stamps = set(unit.siblings) if overwrites else shown
            found[name] = {unit.siblings[stamp][1] for stamp in stamps}
        return found

    def _note(self, row: str, name: str, number: int, seen: set[int]) -> None:
        """Remember which write has just been made, and what its author had seen."""
        unit = self.db.units[row, name]
        (stamp,) = [stamp for stamp, (_, known) in unit.siblings.items() if not known]
        stamps(self.world)[stamp, row, name] = number
        self.world.ledger.seen[number] = seen
        unit.known.add(number)

    def purge(self, row: str) -> None:
        self.clock.at = _moment(self.wall())
        with self.store.writing("can") as session:
            homes.bury(session, session.get_one(Person, row_id(row)), "Yêu cầu", "1/QĐ", b"")
        self.forms.pop(row, None)
        self.db.purged.add(row)
        self._refresh()

    def save_form(self) -> None:
        # A form that was overtaken is refused and shown beside: whoever saves has seen both.
        if self.forms:
            row = self.world.chance.choice(sorted(self.forms))
            name = self.world.chance.choice(tuple(COLUMNS))
            del self.forms[row]
            if self.db.of_row(row):
                self.write(row, {name: self.world.value()})

    # -- the post --------------------------------------------------------------------

    def sends(self, row: str, peer: Device) -> bool:
        assert isinstance(peer, EngineDevice)
        if peer.office in ("P", self.office) or row.startswith("ref"):
            return True
        with self.store.connection() as connection:
            raw = raw_connection(connection)
            sql = "SELECT scope FROM people WHERE id = ?"
            found = raw.execute(sql, (row_id(row).bytes,)).fetchone()
            shared = "SELECT 1 FROM sync_share WHERE root = ? AND office = ? AND closed = 0"
            asked = (row_id(row).bytes, peer.scope)
            return bool((found and found[0] == peer.scope) or raw.execute(shared, asked).fetchone())

    def export(self, peer: Device, volume: tuple[int, int] | None = None) -> Package:
        assert isinstance(peer, EngineDevice)
        everything = peer.office in ("P", self.office)
        with self.store.connection() as connection:
            lineage = Timeline(connection, self.clock).lineage
            last = channels.last_point(connection)
            acked = min(channels.acked(connection, peer.device), last.seq)
            start, end = volume or (acked, last.seq)
            scopes = None if everything else frozenset({0, peer.scope})
            raw = raw_connection(connection)
            departures = Departures(raw, lineage, Reach(start, end, scopes, peer.scope))
            blocks = tuple(departures.blocks(0))
            facts = Facts(raw, lineage)
            shares = tuple(facts.shares(start, end, None if everything else peer.scope))
            graves = tuple(facts.graves(start, end))
            begin = channels.point_at(connection, start)
            until = channels.point_at(connection, end)
            envelope = Envelope(
                self.world.next_number().to_bytes(16, "big"),
                self.device,
                self.scope,
                begin,
                until,
                tuple(channels.acks_for(connection, peer.device)),
                1,
                bytes(32),
                BUILT_MS,
                clock_ok=True,
                told={},
            )
            sessions = tuple(_sessions(connection, lineage, acked, end))
        with self.store.connection(write=True) as connection:
            channels.know_peer(connection, peer.device, peer.scope)
            peers = tables.peers
            mine = sa.update(peers).where(peers.c.device == peer.device, peers.c.sent_seq < end)
            connection.execute(mine.values(sent_seq=end))
        ids = {one for block in blocks for one in block.ids}
        units = {key: u.copy() for key, u in self.db.units.items() if row_id(key[0]).bytes in ids}
        return Sent(
            self.name,
            peer.name,
            begin,  # type: ignore[arg-type]
            until,  # type: ignore[arg-type]
            units,
            {grave.id.hex() for grave in graves},
            set(self.db.purged),
            set(),
            [],
            (),
            envelope,
            sessions,
            blocks,
            shares,
            graves,
        )

    def receive(self, package: Package) -> bool:
        assert isinstance(package, Sent)
        assert package.envelope is not None
        before = self.db.digest()
        try:
            with self.store.importing("can") as inbound:
                if is_known(inbound.connection, package.envelope.package):
                    return False
                inbound.learn(package.sessions)
                inbound.facts.take_graves(package.grave_facts)
                inbound.facts.take_shares(package.share_facts)
                for block in package.blocks:
                    inbound.take(block)
                inbound.finish(package.envelope)
        except FileMissing:
            return False
        for key, unit in package.units.items():
            self.db.units.setdefault(key, Unit()).known |= unit.known
        self.db.purged |= {
            row for row in package.purged if row_id(row).bytes.hex() in package.graves
        }
        self._refresh()
        return self.db.digest() != before

    # -- the mirror ------------------------------------------------------------------

    def _refresh(self) -> None:
        """Read from the file what the checker looks at."""
        known = {key: unit.known for key, unit in self.db.units.items()}
        numbers = stamps(self.world)
        found: dict[Key, Unit] = {}
        with self.store.connection() as connection:
            lineage = Timeline(connection, self.clock).lineage
            beside = _beside(connection, lineage)
            for row, name, version, value in _units(connection):
                stamp = (version.dot.hlc, lineage[version.dot.origin].oid.hex())
                siblings = {stamp: value, **beside.get((row, name), {})}
                found[row, name] = ShownUnit(
                    {one: (v, numbers.get((one, row, name), 0)) for one, v in siblings.items()},
                    {lineage[no].oid.hex(): hlc for no, hlc in version.context.items()},
                    known=set(known.get((row, name), ())),
                )
            sql = "SELECT id, sq FROM sync_grave"
            graves = raw_connection(connection).execute(sql).fetchall()
        self.db.units = found
        self.db.graves = {CALLED[row]: at for row, at in graves}
        self.db.purged |= set(self.db.graves)


CALLED = {
    row_id(row).bytes: row
    for row in ("ref0", "ref1", *(f"{office}{n}" for office in "AB" for n in range(1, 10)))
}


def stamps(world: World) -> dict[tuple[Stamp, str, str], int]:
    """The number of every write ever made, by its stamp, row and unit."""
    return world.__dict__.setdefault("stamps", {})


def _units(connection: sa.Connection) -> Iterator[tuple[str, str, Version, str]]:
    sql = f"SELECT id, sv, scope, {', '.join(COLUMNS.values())} FROM people WHERE stub = 0"
    for row, sv, scope, *values in raw_connection(connection).execute(sql).fetchall():
        versions = read_sv(sv)
        for name, value in zip(COLUMNS, values, strict=True):
            if value is not None:
                yield CALLED[row], name, versions[Person.field(COLUMNS[name]).unit], value
        if HOME_UNIT in versions:
            yield CALLED[row], "home", versions[HOME_UNIT], str(scope)


def _beside(connection: sa.Connection, lineage: Lineage) -> dict[Key, dict[Stamp, str]]:
    by_unit = {Person.field(column).unit: name for name, column in COLUMNS.items()}
    by_unit[HOME_UNIT] = "home"
    found: dict[Key, dict[Stamp, str]] = {}
    for row in connection.execute(sa.select(tables.siblings)):
        (value,) = json.loads(row.val).values()
        place = CALLED[row.row], by_unit[row.unit]
        found.setdefault(place, {})[row.hlc, lineage[row.origin_no].oid.hex()] = str(value)
    return found


def _sessions(
    connection: sa.Connection, lineage: Lineage, after: int, until: int
) -> Iterator[Session]:
    origins = tables.origins
    between = (origins.c.sq > after, origins.c.sq <= until)
    rows = connection.execute(sa.select(origins.c.no, origins.c.who).where(*between))
    who = {row.no: row.who for row in rows}
    for origin in lineage:
        if origin.no in who:
            yield Session(origin.oid, origin.device, origin.parent, origin.cut, who[origin.no])


def pcs(folder: Path, blank: Path) -> Callable[[str, str, World], Device]:
    """How a history makes its PCs."""

    def make(name: str, office: str, world: World) -> Device:
        return EngineDevice(name, office, world, folder, blank)

    return make
