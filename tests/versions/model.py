"""The design of the exchange, small enough to be read: PCs that write, send, lose and restore.

Every mechanism that must not be missing can be switched off by naming it as the mutant; a check
of histories that does not notice is not worth having.
"""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING

from desktop.versions.clock import tick
from versions.causality import Seen, Siblings, Stamp, Unit, Walking
from versions.kept import Database, Key, Ledger, Package, Point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MUTANTS = {
    "ack-no-hash": "an ack counts by its number alone, not by number and chain hash",
    "gap-blind": "a file is acked although the receiver does not hold where it starts",
    "since-sent": "exports start at the last file sent, not at the last ack",
    "skip-old": "the receiver skips a file whose end number it has passed",
    "device-origin": "one origin per device for ever, not one per session with its lineage",
    "echo-blind": "a peer is never sent what came from it",
    "no-touch": "a row that enters a channel's scope is not sent whole",
    "forget-graves": "purge marks are dropped some time after they were first sent",
    "form-blind": "saving a form overwrites what an import brought while it was open",
    "tie-first": "on equal stamps the value already here stays (no order on values)",
    "lww-field": "the last writer wins per field by wall clock, no siblings",
    "lww-row": "the last writer wins per record by wall clock",
}
LAST_WRITER = ("lww-field", "lww-row", "tie-first")
FIELDS = ("name", "phone", "status")


class Device:
    """A PC with its database, its clock and the forms that are open on it."""

    def __init__(self, name: str, office: str, world: World) -> None:
        self.name, self.office, self.world = name, office, world
        self.skew = 0
        self.frozen: int | None = None
        self.backup: Database | None = None
        self.db = Database()
        self.restart()

    def restart(self) -> None:
        """A new session; its name lives in memory only, so no backup can bring an old one back."""
        self.session: str | None = None
        self.forms: dict[str, dict[str, Unit]] = {}

    def wall(self) -> int:
        return max(0, self.world.now + self.skew) if self.frozen is None else self.frozen

    def repair_clock(self) -> None:
        """The date was years ahead and somebody typed the right one: count from today again."""
        self.restart()
        self.frozen, self.skew = None, 0
        self.db.hlc = self.world.now << 16

    def take_backup(self) -> None:
        self.backup = self.db.copy()

    def restore(self) -> None:
        if self.backup is not None:
            self.db = self.backup.copy()
            self.restart()

    def write(
        self, row: str, values: Mapping[str, str], form: Mapping[str, Unit] | None = None
    ) -> None:
        if row in self.db.graves:
            return
        stamp = self._stamp()
        for name, value in values.items():
            unit = self.db.units.setdefault((row, name), Unit())
            self._write_unit(unit, unit if form is None else form.get(name, Unit()), stamp, value)
        changed = [(row, name) for name in values]
        if self.world.mutant == "lww-row":
            changed = self.db.of_row(row)
            for key in changed:
                (held,) = self.db.units[key].siblings.values()
                self.db.units[key].siblings = {(self.wall(), stamp[1]): held}
        self._log(changed)
        if "home" in values:
            self._moved(row)

    def open_form(self, row: str) -> None:
        self.forms[row] = {key[1]: self.db.units[key].copy() for key in self.db.of_row(row)}

    def save_form(self) -> None:
        if self.forms:
            row = self.world.chance.choice(sorted(self.forms))
            name = self.world.chance.choice(FIELDS)
            self.write(row, {name: self.world.value()}, self.forms.pop(row))

    def purge(self, row: str) -> None:
        self._bury(row)
        self._log([], [row])

    def sends(self, row: str, peer: Device) -> bool:
        everybody = peer.office in ("P", self.office) or row.startswith("ref")
        return everybody or (row, peer.office) in self.db.shares

    def export(self, peer: Device, volume: tuple[int, int] | None = None) -> Package:
        """Everything after the last ack as one file, or the part of it that ``volume`` names."""
        db, mutant = self.db, self.world.mutant
        start = min((db.sent if mutant == "since-sent" else db.acked).get(peer.name, 0), db.seq)
        start, end = volume or (start, db.seq)
        units = {
            key: unit.copy()
            for key, unit in db.units.items()
            if start < unit.arrival <= end
            and self.sends(key[0], peer)
            and not (mutant == "echo-blind" and unit.source == peer.name)
        }
        graves = {row for row, at in db.graves.items() if start < at <= end}
        if mutant == "forget-graves":
            db.graves = {row: at for row, at in db.graves.items() if at >= db.seq - 3}
        db.sent[peer.name] = end
        rows = {row for row, _ in units}
        return Package(
            self.name,
            peer.name,
            (start, db.chain[start]),
            (end, db.chain[end]),
            units,
            graves,
            set(db.purged),
            {share for share in db.shares if share[0] in rows},
            db.held.get(peer.name, [])[-8:],
            tuple(db.lineage),
        )

    def receive(self, package: Package) -> bool:
        """Import a file; whether anything changed."""
        before = self.db.digest()
        held = self.db.held.setdefault(package.sender, [])
        if self.world.mutant == "skip-old" and any(at >= package.end[0] for at, _ in held):
            self._take_acks(package)
            return False
        self.world.causality.learnt(self.db.lineage, package.lineage)
        graves = package.graves - set(self.db.graves)
        for row in graves:
            self._bury(row)
        moved, changed = self._merge(package)
        shares = package.shares - self.db.shares
        self.db.shares |= shares
        if changed or graves:
            self._log(changed, graves)
        for row in moved:
            self._moved(row)
        for row, _ in shares:
            self._touch(row)
        self._join_edges(package, held)
        self._take_acks(package)
        return self.db.digest() != before

    def _stamp(self) -> Stamp:
        if self.world.mutant == "device-origin":
            self.session = self.name.encode().ljust(8).hex()
            self.world.causality.opened(self.db.lineage, self.session, None)
        if self.session is None:
            self.session = self.world.chance.randbytes(8).hex()
            self.world.causality.opened(self.db.lineage, self.session, self.db.last)
        self.db.hlc = tick(self.db.hlc, self.wall())
        self.db.last = (self.session, self.db.hlc)
        return self.db.hlc, self.session

    def _write_unit(self, unit: Unit, seen: Unit, stamp: Stamp, value: str) -> None:
        write = self.world.next_number()
        self.world.ledger.values[write] = value
        self.world.ledger.seen[write] = {number for _, number in seen.siblings.values()}
        if self.world.mutant in LAST_WRITER:
            name = "" if self.world.mutant == "tie-first" else stamp[1]
            unit.siblings = {(self.wall(), name): (value, write)}
        else:
            base = unit if self.world.mutant == "form-blind" else seen
            unit.siblings, unit.context = self.world.causality.written(
                self.db.lineage, unit, base, stamp, (value, write)
            )
        unit.known.add(write)
        unit.source = None

    def _log(self, keys: Iterable[Key], graves: Iterable[str] = ()) -> None:
        arrival = self.db.seq + 1
        for key in keys:
            self.db.units[key].arrival = arrival
        for row in graves:
            self.db.graves[row] = arrival
        # the nonce makes two timelines of one database differ, whatever was written in them
        link = f"{self.db.chain[-1]} {self.world.next_number()}".encode()
        self.db.chain.append(hashlib.blake2b(link, digest_size=6).hexdigest())

    def _bury(self, row: str) -> None:
        self.db.purged.add(row)
        self.db.graves[row] = 0
        for key in self.db.of_row(row):
            del self.db.units[key]
        self.forms.pop(row, None)

    def _touch(self, row: str) -> None:
        if self.world.mutant != "no-touch":
            for key in self.db.of_row(row):
                self.db.units[key].arrival = self.db.seq

    def _moved(self, row: str) -> None:
        """The row's home changed: whoever sees it from now on gets it whole."""
        self.db.shares.add((row, self.db.units[row, "home"].winner() or ""))
        self._touch(row)

    def _merge(self, package: Package) -> tuple[list[str], list[Key]]:
        moved: list[str] = []
        changed: list[Key] = []
        for key, theirs in package.units.items():
            if key[0] in self.db.graves:
                continue
            mine = self.db.units.setdefault(key, Unit())
            before = mine.winner()
            mine.known |= theirs.known
            result = self._merged(mine, theirs)
            if result != (mine.siblings, mine.context):
                same = result == (theirs.siblings, theirs.context)
                mine.source = package.sender if same else None
                mine.siblings, mine.context = result
                changed.append(key)
            if key[1] == "home" and mine.winner() != before:
                moved.append(key[0])
        return moved, changed

    def _merged(self, mine: Unit, theirs: Unit) -> tuple[Siblings, Seen]:
        if self.world.mutant not in LAST_WRITER:
            return self.world.causality.merged(self.db.lineage, mine, theirs)
        if not mine.siblings:
            return dict(theirs.siblings), {}
        if self.world.mutant == "tie-first":
            return dict(
                (mine if max(mine.siblings) >= max(theirs.siblings) else theirs).siblings
            ), {}
        last = max((mine, theirs), key=lambda unit: (max(unit.siblings), unit.winner()))
        return dict(last.siblings), {}

    def _join_edges(self, package: Package, held: list[Point]) -> None:
        """I hold a log up to where a file ends if I hold it up to where the file starts.

        A file with a gap before it leaves an edge, as volume 2 does that comes before volume 1.
        """
        edges = self.db.edges.setdefault(package.sender, [])
        edges.append((package.start, package.end))
        del edges[:-40]
        while ready := [
            (start, end)
            for start, end in edges
            if start[0] == 0 or start in held or self.world.mutant == "gap-blind"
        ]:
            edges.remove(ready[0])
            if ready[0][1] in held:
                held.remove(ready[0][1])
            held.append(ready[0][1])
        del held[:-40]

    def _take_acks(self, package: Package) -> None:
        """Only an ack with the hash of my own chain counts: too low costs bytes, too high data."""
        if package.acks is None:
            return
        if self.world.mutant == "ack-no-hash":
            good = [min(at, self.db.seq) for at, _ in package.acks]
        else:
            chain = self.db.chain
            good = [at for at, link in package.acks if at < len(chain) and chain[at] == link]
        self.db.acked[package.sender] = max(good, default=0)


class World:
    """The devices, the true time and what is common knowledge."""

    def __init__(
        self,
        seed: int,
        causality: Walking,
        mutant: str = "",
        make: Callable[[str, str, World], Device] = Device,
    ) -> None:
        self.chance = random.Random(seed)
        self.causality, self.mutant = causality, mutant
        self.now, self.numbers = 1000, 0
        self.ledger = Ledger()
        offices = {"P": "P", "A1": "A", "A2": "A", "B1": "B"}
        self.devices = {name: make(name, office, self) for name, office in offices.items()}

    def next_number(self) -> int:
        self.numbers += 1
        return self.numbers

    def value(self) -> str:
        if self.chance.random() < 0.15:
            return self.chance.choice("xy")
        return f"v{self.chance.randrange(10**6)}"
