"""Where rows that come in belong: whose they are, and who may read them.

A part belongs to the office and the compartment of its tree, whatever the file said that brought
it: its sender may not have heard yet that the tree moved or was closed to more eyes. A case is in the
compartment of its type, a person in the strictest that anybody knew of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.records import CaseFile, Person
from desktop.records.cases import compartment, stricter
from desktop.store.engine import RawConnection
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.shapes import Shape
from desktop.versions.stamp import STUB

_AT_ONCE = 500
_CASES, _PEOPLE = CaseFile.__tablename__, Person.__tablename__


@dataclass(frozen=True)
class Places:
    """For the rows of one block: the office and the compartment of each."""

    scopes: Sequence[int]
    comps: Sequence[int]


def places_of(
    connection: RawConnection, shape: Shape, block: Rows, held: Mapping[bytes, int]
) -> Places:
    """Where the rows of a block belong. held: compartments of rows that are here already."""
    comps = [stricter(block.comp, held.get(row, block.comp)) for row in block.ids]
    if shape.table == _CASES:
        types = case_types(shape, block)
        told = zip(types, comps, strict=True)
        return Places(block.scopes, [c if t is None else compartment(t) for t, c in told])
    roots = {root for root in block.roots if root is not None}
    if not roots or shape.root_table is None:
        return Places(block.scopes, comps)
    trees = _trees(connection, shape.root_table, list(roots))
    scopes = list(block.scopes)
    for at, root in enumerate(block.roots):
        if root in trees:
            scopes[at], comps[at] = trees[root]
    return Places(scopes, comps)


def case_types(shape: Shape, block: Rows) -> Sequence[Any]:
    """The types of the cases of a block, None for what its sender did not tell."""
    return _column(shape, block, "case_type")


class Closing:
    """Gathers, while rows come in, which trees are read by others than before.

    trees: the compartment they are in now, by root.
    """

    def __init__(self, connection: RawConnection) -> None:
        self._connection = connection
        self._owners: dict[bytes, int] = {}
        self.trees: dict[bytes, int] = {}

    def hear(
        self, shape: Shape, block: Rows, rows: Iterable[int], known: Mapping[bytes, bytes]
    ) -> None:
        """Learn of rows that are new or changed. known: the versions of those that were here."""
        if shape.table == _CASES:
            people = _column(shape, block, "person_id")
            types = case_types(shape, block)
            told = [(people[at], compartment(types[at])) for at in rows if types[at] is not None]
        elif shape.table == _PEOPLE:
            told = self._cases_of([i for at in rows if known.get(i := block.ids[at]) == STUB])
        else:
            return
        for person, comp in told:
            self._owners[person] = stricter(comp, self._owners.get(person, comp))

    def _cases_of(self, people: Sequence[bytes]) -> list[tuple[bytes, int]]:
        """The compartments of cases that were here before their people."""
        sql = f"SELECT person_id, comp FROM {_CASES} WHERE stub = 0 AND person_id = ?"
        return [row for one in people for row in self._connection.execute(sql, (one,)).fetchall()]

    def close_people(self) -> None:
        """Take people to the strictest compartment of the cases that came."""
        wanted = self._owners
        for person, (_, comp) in _trees(self._connection, _PEOPLE, list(wanted)).items():
            if stricter(comp, wanted[person]) != comp:
                self.trees[person] = wanted[person]


def _column(shape: Shape, block: Rows, name: str) -> Sequence[Any]:
    no = next((one.no for one in shape.columns if one.field.name == name), None)
    if no is None or no not in block.fields:
        return [None] * len(block.ids)
    return block.columns[list(block.fields).index(no)]


def _trees(
    connection: RawConnection, table: str, roots: Sequence[bytes]
) -> dict[bytes, tuple[int, int]]:
    """Office and compartment of the roots that are here."""
    found: dict[bytes, tuple[int, int]] = {}
    for at in range(0, len(roots), _AT_ONCE):
        some = roots[at : at + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT id, scope, comp FROM {table} WHERE stub = 0 AND id IN ({marks})"
        found |= {row: (scope, comp) for row, scope, comp in connection.execute(sql, some)}
    return found
