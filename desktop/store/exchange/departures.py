"""Rows on their way to another office: all that changed after a number of the log, in its scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from desktop.store.engine import RawConnection
from desktop.store.exchange.rows import Rows, Sibling
from desktop.store.exchange.shapes import FRAME, Shape, Shapes
from desktop.store.exchange.unknown import UnknownParts, known_shapes
from desktop.versions.origins import GENESIS, Lineage
from desktop.versions.stamp import read_sv

AT_ONCE = 1000
_FRESH_BYTES = 18
_NO = slice(5, 9)
_FIELDS = len(FRAME)


@dataclass(frozen=True)
class Reach:
    """What a channel carries.

    after, until: numbers of the log; rows that changed after the one and not after the other.
    scopes: offices whose rows go; None for all of them. office: whose shares go besides; of a
    tree that was closed to it, what stood there at that moment and nothing later.
    """

    after: int
    until: int
    scopes: frozenset[int] | None
    office: int

    def condition(self, table: str) -> tuple[str, list[Any]]:
        """The rows of a table as SQL with its values."""
        # The index is by office and number. A week's changes are found among all rows by asking it
        # for each office that the table knows; those are found by jumping from one to the next.
        next_one = f"SELECT min(scope) FROM {table} WHERE scope > one"
        every = (
            f"WITH RECURSIVE every(one) AS (SELECT min(scope) FROM {table} UNION ALL"
            f" SELECT ({next_one}) FROM every WHERE one IS NOT NULL)"
            " SELECT one FROM every WHERE one IS NOT NULL"
        )
        sql = f"scope IN ({every}) AND sq > ? AND sq <= ? AND stub = 0"
        values: list[Any] = [self.after, self.until]
        if self.scopes is not None:
            marks = ", ".join("?" * len(self.scopes))
            shared = (
                "SELECT 1 FROM sync_share WHERE office = ?"
                f" AND root = coalesce({table}.root, {table}.id)"
                f" AND (closed = 0 OR sq >= {table}.sq)"
            )
            sql += f" AND (scope IN ({marks}) OR EXISTS ({shared}))"
            values += [*sorted(self.scopes), self.office]
        return sql, values


class Departures:
    """Reads rows of one state of the file in blocks, and names the sessions that they speak of."""

    def __init__(
        self,
        connection: RawConnection,
        lineage: Lineage,
        reach: Reach,
        declared: Shapes | None = None,
    ) -> None:
        """declared: the record types that the program knows."""
        self._connection, self._lineage, self._reach = connection, lineage, reach
        self._shapes = known_shapes(connection, declared)
        self._unknown = UnknownParts(connection)
        self._named = {GENESIS.origin}

    def compartments(self) -> list[int]:
        """The compartments in which there is something to send."""
        return sorted({comp for comp, _ in self._counted})

    def count(self, compartment: int | None = None) -> dict[int, int]:
        """How many rows go, by record type. compartment: only those in it."""
        found: Counter[int] = Counter()
        for (comp, entity), count in self._counted.items():
            if compartment in (None, comp):
                found[entity] += count
        return dict(found)

    @cached_property
    def _counted(self) -> dict[tuple[int, int], int]:
        """How many rows go, by compartment and record type."""
        found: dict[tuple[int, int], int] = {}
        for entity, shape in self._shapes.items():
            condition, values = self._reach.condition(shape.table)
            sql = f"SELECT comp, count(*) FROM {shape.table} WHERE {condition} GROUP BY comp"
            for comp, count in self._connection.execute(sql, values):
                found[comp, entity] = count
        return found

    def lines(self) -> list[tuple[int, int]]:
        """The numbers of the log that have rows to send, with how many, in order."""
        found: Counter[int] = Counter()
        for shape in self._shapes.values():
            condition, values = self._reach.condition(shape.table)
            sql = f"SELECT sq, count(*) FROM {shape.table} WHERE {condition} GROUP BY sq"
            for seq, count in self._connection.execute(sql, values):
                found[seq] += count
        return sorted(found.items())

    def blocks(self, comp: int) -> Iterator[Rows]:
        """All rows of a compartment, parents before their parts, as blocks of a thousand."""
        # Whoever may not read one section must find all names in the others.
        self._named = {GENESIS.origin}
        for shape in self._shapes.values():
            if (comp, shape.entity) not in self._counted:
                continue
            condition, values = self._reach.condition(shape.table)
            # As the index has them: so many rows are not put in order first.
            sql = f"{shape.select} WHERE {condition} AND comp = ? ORDER BY scope, sq, rowid"
            cursor = self._connection.execute(sql, [*values, comp])
            while found := cursor.fetchmany(AT_ONCE):
                yield from self._split(shape, comp, found)

    def fields(self, entity: int) -> list[tuple[int, int, str]]:
        """The fields of a record type: number, unit and kind, those that are unknown here too."""
        told = [
            (column.no, column.field.unit, type(column.field.kind).__name__)
            for column in self._shapes[entity].columns
        ]
        return told + [(no, unit, "") for no, unit in self._unknown.fields(entity).items()]

    def _split(self, shape: Shape, comp: int, found: Sequence[Sequence[Any]]) -> Iterator[Rows]:
        """Rows with unknown fields go with others of which the same ones are told."""
        unknown = self._unknown.read(shape.entity, [row[0] for row in found])
        if not unknown:
            yield self._block(shape, comp, found)
            return
        told = {
            row: {n: v for u in units.values() for n, v in u.items()}
            for row, units in unknown.items()
        }
        split: dict[tuple[int, ...], list[Sequence[Any]]] = {}
        for row in found:
            split.setdefault(tuple(sorted(told.get(row[0], ()))), []).append(row)
        for numbers, some in split.items():
            block = self._block(shape, comp, some)
            more = [[told[row[0]][no] for row in some] for no in numbers]
            yield replace(block, fields=[*block.fields, *numbers], columns=[*block.columns, *more])

    def _block(self, shape: Shape, comp: int, found: Sequence[Sequence[Any]]) -> Rows:
        columns = list(zip(*found, strict=True))
        ids, roots, scopes, _comps, svs = columns[:5]
        fields = [column.no for column in shape.columns]
        values = columns[_FIELDS : _FIELDS + len(fields)]
        siblings = self._siblings(shape, ids)
        names = self._names(svs, siblings)
        entity = shape.entity
        return Rows(entity, fields, ids, roots, scopes, comp, svs, values, siblings, names)

    def _siblings(self, shape: Shape, ids: Sequence[bytes]) -> list[Sibling]:
        if shape.entity not in self._disputed:
            return []
        marks = ", ".join("?" * len(ids))
        sql = f"SELECT row, unit, origin_no, hlc, val FROM sync_sib WHERE ent = ? AND row IN ({marks})"
        found = self._connection.execute(sql, [shape.entity, *ids]).fetchall()
        places = {row: at for at, row in enumerate(ids)}
        return sorted(Sibling(places[row], *rest) for row, *rest in found)

    @cached_property
    def _disputed(self) -> set[int]:
        """Record types in which values stand beside each other."""
        return {
            entity for (entity,) in self._connection.execute("SELECT DISTINCT ent FROM sync_sib")
        }

    def _names(self, svs: Sequence[bytes], siblings: Sequence[Sibling]) -> dict[int, bytes]:
        numbers: set[int] = {one.origin for one in siblings}
        fresh_ones = {sv[_NO] for sv in svs if len(sv) == _FRESH_BYTES}
        numbers |= {int.from_bytes(no, "big") for no in fresh_ones}
        for sv in {sv for sv in svs if len(sv) != _FRESH_BYTES}:
            for version in read_sv(sv).values():
                numbers |= {version.dot.origin, *version.context}
        fresh = numbers - self._named
        self._named |= fresh
        return {no: self._lineage[no].oid for no in sorted(fresh)}
