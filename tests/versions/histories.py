"""Random histories of the model with every fault it knows, and the verdict over each.

The province P, two PCs A1 and A2 of commune A and a PC B1 of commune B edit rows, write files for
each other, lose them, deliver them twice or in any order, restart, have wrong clocks, are put back
to an old backup, move rows between communes, leave forms open during an import, and purge rows.
Then the faults stop, all exchange files until nothing changes, and it must hold:

equal   every device that a row belongs to has the same state of it
kept    a write that any device still knew is shown or was overwritten by one who had seen it
purged  nobody has a value of a purged row
repeat  every file ever written, lost ones too, imported again: the same holds, and the second
        time nothing changes
quiet   the exchange comes to rest, and then every export is empty
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from typing import TYPE_CHECKING

from versions.kept import Key, Package
from versions.model import FIELDS, Device, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from versions.causality import Walking

LINKS = (("A1", "A2"), ("A1", "P"), ("A2", "P"), ("B1", "P"))
BOTH_WAYS = LINKS + tuple((b, a) for a, b in LINKS)
ROUNDS = 14


class History:
    """One world, its post on the way and all files ever written."""

    def __init__(
        self,
        seed: int,
        causality: Walking,
        mutant: str = "",
        make: Callable[[str, str, World], Device] = Device,
    ) -> None:
        self.world = World(seed, causality, mutant, make)
        self.chance = self.world.chance
        self.devices = self.world.devices
        self.post: list[Package] = []
        self.files: list[Package] = []
        self.born = 0
        for number in range(2):
            self.devices["P"].write(f"ref{number}", {"name": f"r{number}"})

    def step(self) -> None:
        device = self.devices[self.chance.choice(("P", "A1", "A1", "A2", "A2", "B1"))]
        self.world.now += self.chance.choice((0, 0, 1, 5))
        mine = [row for row in device.db.rows() if not row.startswith("ref")]
        dice = self.chance.random()
        if dice < 0.53:
            self._work(device, mine, dice)
        elif dice < 0.585:
            self._mishap(device, dice)
        elif dice < 0.80:
            self._send()
        elif self.post:
            self._deliver()

    def verdict(self) -> set[str]:
        """The promises this history broke; empty if all is well."""
        broken: set[str] = set()
        for files in ((), self.files):
            self._import_again(tuple(files))
            truth = self._truth()
            if not self._settles():
                broken.add("quiet")
            broken |= self._inspect(*truth)
        before = [device.db.digest() for device in self.devices.values()]
        self._import_again(tuple(self.files))
        if [device.db.digest() for device in self.devices.values()] != before:
            broken.add("repeat")
        return broken

    def _work(self, device: Device, mine: list[str], dice: float) -> None:
        chance, world = self.chance, self.world
        if dice < 0.10 and device.office != "P" and self.born < 9:
            self.born += 1
            values = {name: world.value() for name in FIELDS}
            device.write(f"{device.office}{self.born}", {"home": device.office, **values})
        elif dice < 0.34 and mine:
            names = chance.sample(FIELDS, chance.choice((1, 1, 2)))
            device.write(chance.choice(mine), {name: world.value() for name in names})
        elif dice < 0.38 and device.office == "P":
            device.write(chance.choice(("ref0", "ref1")), {"name": world.value()})
        elif dice < 0.42 and mine:
            device.open_form(chance.choice(mine))
        elif dice < 0.47:
            device.save_form()
        elif dice < 0.49 and mine:
            device.write(chance.choice(mine), {"home": chance.choice("AB")})
        elif dice < 0.50 and mine:
            device.purge(chance.choice(mine))
        elif dice >= 0.50:
            device.take_backup()

    def _mishap(self, device: Device, dice: float) -> None:
        if dice < 0.555:
            device.restore()
        elif dice < 0.565:
            device.restart()
        elif dice < 0.57 and self.world.mutant != "device-origin":
            device.repair_clock()
        else:
            device.frozen = self.chance.choice((None, 0, self.world.now))
            device.skew = self.chance.choice((0, 0, -900, 50, 100000))

    def _send(self) -> None:
        names = self.chance.choice(BOTH_WAYS)
        sender, receiver = (self.devices[name] for name in names)
        whole = sender.export(receiver)
        files = [whole]
        start, end = whole.start[0], whole.end[0]
        if end - start > 1 and self.chance.random() < 0.3:  # too big for a mail: two volumes
            middle = self.chance.randrange(start + 1, end)
            files = [sender.export(receiver, part) for part in ((start, middle), (middle, end))]
        self.post += files
        self.files += files

    def _deliver(self) -> None:
        package = self.chance.choice(self.post)
        if self.chance.random() < 0.85:  # else it stays and may come again
            self.post.remove(package)
        if self.chance.random() < 0.75:  # else it is lost
            self.devices[package.receiver].receive(package)

    def _import_again(self, files: tuple[Package, ...]) -> None:
        for package in files:
            self.devices[package.receiver].receive(dataclasses.replace(package, acks=None))

    def _settles(self) -> bool:
        for _ in range(ROUNDS):
            busy = False
            for sender, receiver in BOTH_WAYS:
                package = self.devices[sender].export(self.devices[receiver])
                self.files.append(package)
                changed = self.devices[receiver].receive(package)
                busy = busy or changed or bool(package.units) or bool(package.graves)
            if not busy:
                return True
        return False

    def _truth(self) -> tuple[dict[Key, set[int]], set[str]]:
        known: dict[Key, set[int]] = defaultdict(set)
        for device in self.devices.values():
            for key, unit in device.db.units.items():
                known[key] |= unit.known
        return known, {row for device in self.devices.values() for row in device.db.purged}

    def _inspect(self, known: dict[Key, set[int]], purged: set[str]) -> set[str]:
        broken: set[str] = set()
        province = self.devices["P"]
        for key, writes in known.items():
            seeing = [d for d in self.devices.values() if province.sends(key[0], d)]
            states = [device.db.units.get(key) for device in seeing]
            if key[0] in purged:
                if any(device.db.of_row(key[0]) for device in self.devices.values()):
                    broken.add("purged")
                continue
            if len({state and state.key() for state in states}) > 1:
                broken.add("equal")
            for state in states:
                if state and writes - self._past(n for _, n in state.siblings.values()):
                    broken.add("kept")
        return broken

    def _past(self, writes: Iterable[int]) -> set[int]:
        """These writes and all that their authors had seen."""
        past: set[int] = set()
        todo = list(writes)
        while todo:
            write = todo.pop()
            if write not in past:
                past.add(write)
                todo += self.world.ledger.seen[write]
        return past


def broken_by(
    seed: int,
    causality: Walking,
    mutant: str = "",
    make: Callable[[str, str, World], Device] = Device,
) -> set[str]:
    """What the history of this seed breaks. make: how a PC is made, if not as the model does."""
    history = History(seed, causality, mutant, make)
    for _ in range(60 + seed % 140):
        history.step()
    return history.verdict()
