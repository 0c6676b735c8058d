"""Two ways to answer the model's questions: walking every session, and ``desktop.versions``.

``Walking`` is so plain that it can be believed; ``Compared`` asks both at every write and every
merge of a history and insists on the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.versions.merge import UnitState, merge, winner, written
from desktop.versions.origins import GENESIS_OID, Dot, Lineage, Origin
from desktop.versions.stamp import (
    Version,
    check_sv,
    fresh_sv,
    mask_of,
    read_sv,
    stamped,
    write_sv,
)

Stamp = tuple[int, str]  # hlc, name of the session in hex
Held = tuple[str, int]  # value, number of the write (for the checker)
Siblings = dict[Stamp, Held]
Seen = dict[str, int]  # name of the session -> hlc


@dataclass
class Unit:
    """One unit in one database. ``known`` are all writes that ever reached it, for the checker."""

    siblings: Siblings = field(default_factory=dict)
    context: Seen = field(default_factory=dict)
    arrival: int = 0
    known: set[int] = field(default_factory=set)
    source: str | None = None

    def copy(self, source: str | None = None) -> Unit:
        return Unit(dict(self.siblings), dict(self.context), self.arrival, set(self.known), source)

    def winner(self) -> str | None:
        return self.siblings[max(self.siblings)][0] if self.siblings else None

    def key(self) -> tuple[frozenset[tuple[Stamp, str]], frozenset[tuple[str, int]]]:
        shown = frozenset((stamp, held[0]) for stamp, held in self.siblings.items())
        return shown, frozenset(self.context.items())


class Walking:
    """Knows the whole tree of sessions and walks it, one parent at a time."""

    def __init__(self) -> None:
        self.parents: dict[str, tuple[str, int] | None] = {}

    def covers(self, context: Seen, stamp: Stamp) -> bool:
        hlc, wanted = stamp
        for start, known in context.items():
            at: str | None = start
            seen = known
            while at is not None:
                if at == wanted:
                    if hlc <= seen:
                        return True
                    break
                at, seen = self.parents[at] or (None, 0)
        return False

    def prune(self, context: Seen) -> Seen:
        return {
            name: hlc
            for name, hlc in context.items()
            if not self.covers({a: b for a, b in context.items() if a != name}, (hlc, name))
        }

    def merged(self, lineage: Lineage, a: Unit, b: Unit) -> tuple[Siblings, Seen]:
        kept: Siblings = {}
        for mine, other in ((a, b), (b, a)):
            for stamp, held in mine.siblings.items():
                if stamp in other.siblings or not self.covers(other.context, stamp):
                    kept[stamp] = held
        context = dict(a.context)
        for name, hlc in b.context.items():
            context[name] = max(context.get(name, -1), hlc)
        return kept, self.prune(context)

    def written(
        self, lineage: Lineage, unit: Unit, seen: Unit, stamp: Stamp, held: Held
    ) -> tuple[Siblings, Seen]:
        hlc, name = stamp
        beside = {
            other: value
            for other, value in unit.siblings.items()
            if other not in seen.siblings and not self.covers(seen.context, other)
        }
        return {**beside, stamp: held}, self.prune({**unit.context, name: hlc})

    def opened(self, lineage: Lineage, name: str, parent: tuple[str, int] | None) -> None:
        self.parents.setdefault(name, parent)

    def learnt(self, lineage: Lineage, told: Iterable[Origin]) -> None:
        """Nothing to learn for one who knows everything."""


class Compared(Walking):
    """Walks, and asks ``desktop.versions`` too, each database with its own numbers of sessions."""

    def opened(self, lineage: Lineage, name: str, parent: tuple[str, int] | None) -> None:
        super().opened(lineage, name, parent)
        before, cut = (GENESIS_OID, 0) if parent is None else (bytes.fromhex(parent[0]), parent[1])
        lineage.add(bytes.fromhex(name), b"", before, cut)

    def learnt(self, lineage: Lineage, told: Iterable[Origin]) -> None:
        for origin in told:
            lineage.add(origin.oid, origin.device, origin.parent, origin.cut)

    def merged(self, lineage: Lineage, a: Unit, b: Unit) -> tuple[Siblings, Seen]:
        expected = super().merged(lineage, a, b)
        ours = merge(_state(lineage, a), _state(lineage, b), lineage)
        _same(lineage, ours, expected)
        return expected

    def written(
        self, lineage: Lineage, unit: Unit, seen: Unit, stamp: Stamp, held: Held
    ) -> tuple[Siblings, Seen]:
        expected = super().written(lineage, unit, seen, stamp, held)
        dot = _dot(lineage, stamp)
        ours = written(_state(lineage, unit), _state(lineage, seen), held, dot, lineage)
        _same(lineage, ours, expected)
        _same_stamp(lineage, unit, ours, dot)
        return expected


def _dot(lineage: Lineage, stamp: Stamp) -> Dot:
    return Dot(stamp[0], lineage.named(bytes.fromhex(stamp[1])).no)


def _state(lineage: Lineage, unit: Unit) -> UnitState[Held]:
    return UnitState(
        {_dot(lineage, stamp): held for stamp, held in unit.siblings.items()},
        {lineage.named(bytes.fromhex(name)).no: hlc for name, hlc in unit.context.items()},
    )


def _same(lineage: Lineage, ours: UnitState[Held], expected: tuple[Siblings, Seen]) -> None:
    siblings, context = expected
    assert ours == _state(lineage, Unit(siblings, context))
    assert winner(ours, lineage) == _dot(lineage, max(siblings))
    versions = {7: Version(winner(ours, lineage), ours.context)}
    assert read_sv(write_sv(versions)) == versions
    check_sv(write_sv(versions), mask_of((7,)))


def _same_stamp(lineage: Lineage, unit: Unit, after: UnitState[Held], dot: Dot) -> None:
    """Unit 3 is stamped, unit 9 of the same row is not; contexts must be those of the merge."""
    if not unit.siblings:
        assert read_sv(fresh_sv(mask_of((3,)), dot)) == {3: Version(dot, after.context)}
        return
    before = _state(lineage, unit)
    version = Version(winner(before, lineage), before.context)
    sv = stamped(write_sv({3: version, 9: version}), mask_of((3,)), dot, lineage)
    check_sv(sv, mask_of((3, 9)))
    assert read_sv(sv) == {3: Version(dot, after.context), 9: version}
