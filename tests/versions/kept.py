"""What a PC of the model keeps, what a file carries, and what only the checker knows."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from desktop.versions.origins import Lineage, Origin
from versions.causality import Unit

Key = tuple[str, str]  # row, unit
Point = tuple[int, str]  # number in a log, chain hash there
Edge = tuple[Point, Point]


@dataclass
class Database:
    """All that a backup holds."""

    units: dict[Key, Unit] = field(default_factory=dict)
    graves: dict[str, int] = field(default_factory=dict)
    purged: set[str] = field(default_factory=set)  # like graves, but never forgotten: the truth
    shares: set[tuple[str, str]] = field(default_factory=set)
    chain: list[str] = field(default_factory=lambda: ["0"])
    hlc: int = 0
    last: tuple[str, int] | None = None  # the last session that wrote here, and its last hlc
    acked: dict[str, int] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=dict)
    held: dict[str, list[Point]] = field(
        default_factory=dict
    )  # ends of what I have of a peer's log
    edges: dict[str, list[Edge]] = field(default_factory=dict)  # files with a gap before them
    lineage: Lineage = field(default_factory=Lineage)

    @property
    def seq(self) -> int:
        return len(self.chain) - 1

    def copy(self) -> Database:
        twin = copy.copy(self)
        twin.units = {key: unit.copy(unit.source) for key, unit in self.units.items()}
        for name in ("graves", "purged", "shares", "chain", "acked", "sent"):
            setattr(twin, name, copy.copy(getattr(self, name)))
        twin.held = {name: list(points) for name, points in self.held.items()}
        twin.edges = {name: list(edges) for name, edges in self.edges.items()}
        twin.lineage = Lineage(self.lineage)
        return twin

    def rows(self) -> list[str]:
        return sorted({row for row, _ in self.units})

    def of_row(self, row: str) -> list[Key]:
        return [key for key in self.units if key[0] == row]

    def digest(self) -> object:
        return frozenset((key, unit.key()) for key, unit in self.units.items()), set(self.graves)


@dataclass(frozen=True)
class Package:
    sender: str
    receiver: str
    start: Point
    end: Point
    units: dict[Key, Unit]
    graves: set[str]
    purged: set[str]
    shares: set[tuple[str, str]]
    acks: list[Point] | None
    lineage: tuple[Origin, ...]


@dataclass
class Ledger:
    """What only the checker knows: for every write its value and what its author had seen."""

    values: dict[int, str] = field(default_factory=dict)
    seen: dict[int, set[int]] = field(default_factory=dict)
