"""Rows from another office on their way into this file: new ones, same ones, joined ones.

All of one package goes through one transaction. Rows are looked up a block at a time; a row that
is new or that is the same costs no more than that. No value can make it fail: what a record could
not be read with is set aside, a parent that is not here yet is stood in for by a stub.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from desktop.store.engine import RawConnection
from desktop.store.exchange.encounters import ADD_SIBLING, Encounters
from desktop.store.exchange.left_out import LEFT, packed_row
from desktop.store.exchange.placing import Places, places_of
from desktop.store.exchange.refused_parts import RefusedParts
from desktop.store.exchange.rights import Judge
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.shapes import FRAME, Shape, Shapes
from desktop.store.exchange.sieve import Sieve
from desktop.store.exchange.tally import Tally, Watch
from desktop.store.exchange.unknown import (
    Line,
    UnknownParts,
    known_shapes,
    make_held_table,
    told_of_unknown,
)
from desktop.store.exchange.voided_trees import VoidedTrees
from desktop.store.portions import portions
from desktop.versions.origins import Lineage
from desktop.versions.stamp import STUB, groups_of, units_of

_FIELDS = len(FRAME)


class Left(NamedTuple):
    """What is not to be taken in this time, but set aside.

    rows: record types and ids. trees: records of which everything that hangs on them is left, too.
    """

    rows: frozenset[tuple[int, bytes]] = frozenset()
    trees: frozenset[bytes] = frozenset()


_NOTHING_LEFT = Left()


class Arrivals:
    """Takes blocks in, within a transaction that the caller has begun.

    seq: the number that the log will give to this import.
    """

    def __init__(
        self,
        connection: RawConnection,
        lineage: Lineage,
        seq: int,
        watch: Watch | None = None,
        judge: Judge | None = None,
        left: Left = _NOTHING_LEFT,
        *,
        device: bytes,
        declared: Shapes | None = None,
    ) -> None:
        """watch: hears of each row that is new or changed, as for a preview. judge: see Judge.

        left: see Left. device: this PC. declared: the record types that the program knows.
        """
        self._shapes = known_shapes(connection, declared)
        self._unknown = UnknownParts(connection)
        self._connection, self._watch, self._left = connection, watch, left
        self._lineage = lineage
        self._seq = seq
        self._missing: dict[str, dict[bytes, tuple[int, int]]] = {}
        self.refused = RefusedParts(connection)
        self._sieve = Sieve(connection, lineage, self.refused, judge)
        self._numbers = self._sieve.numbers
        self.tally = Tally(set_aside=self.refused.found)
        self.left_rows: list[tuple[int, bytes, str, bytes]] = []
        """Rows that are set aside as they came: record type, id, why, and the row itself."""
        self._encounters = Encounters(
            connection,
            lineage,
            seq,
            self._unknown,
            self.refused,
            self.tally,
            numbers=self._numbers,
            watch=watch,
        )
        self.moved = self._encounters.moved
        self.written = self._encounters.written
        self.closing = self._encounters.closing
        self._voided = VoidedTrees(connection, lineage, self._shapes, device)
        connection.execute("PRAGMA defer_foreign_keys = ON")

    def name_sessions(self, names: Mapping[int, bytes]) -> None:
        """Learn which sessions the sender's numbers stand for. Raises KeyError for an unknown one."""
        self._sieve.name_sessions(names)

    def count_as_here(self) -> None:
        """Take rows that count sessions as this file does."""
        self._sieve.name_sessions({one.no: one.oid for one in self._lineage})

    def take(self, block: Rows) -> None:
        """Take in the rows of one block."""
        self.learn_fields(block.entity, block.units)
        shape, purged = self._shape_of(block.entity), self.purged(block)
        if shape is None:
            self._sieve.refuse(block, "type", purged)
            return
        units = self._unknown.fields(block.entity)
        told = {no: units[no] for no in block.fields if no not in shape.by_no and no in units}
        block = replace(block, units=told)
        known, comps = self._known(shape, block.ids)
        block, svs, refused = self._sieve.sift(shape, block, known, purged)
        places = places_of(self._connection, shape, block, comps)
        fresh: list[int] = []
        others: list[int] = []
        closed: list[int] = []
        for at in (at for at in range(len(block.ids)) if at not in refused):
            row = block.ids[at]
            if at in purged:
                self.tally.purged += 1
            elif known.get(row) == svs[at] and not block.siblings:
                self.tally.same[block.entity] += 1
                closed += [at] if places.comps[at] != comps[row] else []
            elif self._is_left(block, at):
                self._leave(block, at, svs[at])
            elif row not in known:
                fresh.append(at)
            else:
                others.append(at)
        self._insert(shape, block, svs, fresh, places)
        if others:
            self._encounters.join(shape, block, svs, others, places, known)
        if closed:
            ids = [block.ids[at] for at in closed]
            self._encounters.close(shape, ids, [places.comps[at] for at in closed])
        self._note_parents(shape, block, fresh + others)
        self.closing.hear(shape, block, fresh + others, known)
        self._voided.hear(shape, block, svs, fresh + others, known)

    def learn_fields(self, entity: int, units: Mapping[int, int]) -> None:
        """Hear which units the fields of a record type belong to, for those that are unknown here."""
        if units:
            self._unknown.learn(entity, units, self._shapes.get(entity))

    def _shape_of(self, entity: int) -> Shape | None:
        """The shape of a record type; one that is unknown gets a table of its own, if it was told of."""
        if entity not in self._shapes and self._unknown.fields(entity):
            self._shapes[entity] = make_held_table(self._connection, entity)
        return self._shapes.get(entity)

    def finish(self, held: int) -> None:
        """Stand in for parents that nobody brought; people follow their strictest case.

        held: up to where the sender holds our log.
        """
        for shape, row in self._voided.ask(self._seq, held):
            self._encounters.tell_disputed(shape, row)
        self.closing.close_people()
        for table, wanted in self._missing.items():
            self._forget_present(table)
            sql = f"INSERT INTO {table} (id, scope, comp, sv, sq, stub) VALUES (?, ?, ?, ?, 0, 1)"
            stubs = [(row, *place, STUB) for row, place in wanted.items()]
            self._connection.executemany(sql, stubs)

    # -- looking --------------------------------------------------------------------

    def _is_left(self, block: Rows, at: int) -> bool:
        row, root = block.ids[at], block.roots[at]
        return (block.entity, row) in self._left.rows or root in self._left.trees

    def _leave(self, block: Rows, at: int, sv: bytes) -> None:
        """Keep a row as it came instead of taking it in."""
        self.tally.set_aside.append((block.entity, block.ids[at], LEFT))
        raw = packed_row(block, at, sv, self._numbers, self._lineage)
        self.left_rows.append((block.entity, block.ids[at], LEFT, raw))

    def _known(
        self, shape: Shape, ids: Sequence[bytes]
    ) -> tuple[dict[bytes, bytes], dict[bytes, int]]:
        """Versions of the rows that are here, and compartments of those that are more than stubs."""
        marks = ", ".join("?" * len(ids))
        sql = f"SELECT id, sv, comp FROM {shape.table} WHERE id IN ({marks})"
        held = self._connection.execute(sql, ids).fetchall()
        return {row: sv for row, sv, _ in held}, {row: comp for row, sv, comp in held if sv != STUB}

    def purged(self, block: Rows) -> set[int]:
        """The places of rows that were purged, alone or with their tree."""
        if self._connection.execute("SELECT 1 FROM sync_grave LIMIT 1").fetchone() is None:
            return set()
        asked = list({*block.ids, *(root for root in block.roots if root)})
        found: set[bytes] = set()
        for some in portions(asked):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT id FROM sync_grave WHERE id IN ({marks})"
            found |= {row[0] for row in self._connection.execute(sql, some)}
        pairs = enumerate(zip(block.ids, block.roots, strict=True))
        return {at for at, (row, root) in pairs if found and not found.isdisjoint((row, root))}

    # -- writing --------------------------------------------------------------------

    def _insert(
        self,
        shape: Shape,
        block: Rows,
        svs: Sequence[bytes],
        fresh: Sequence[int],
        places: Places,
    ) -> None:
        if not fresh:
            return
        columns = shape.in_order(block)
        count = len(block.ids)
        seqs, stubs = [self._seq] * count, [0] * count
        frame = [block.ids, block.roots, places.scopes, places.comps, svs, seqs, stubs]
        keys = [[shape.key(row) for row in zip(*columns, strict=True)]] if shape.keyed_by else []
        rows: Iterable[tuple[Any, ...]] = zip(*frame, *columns, *keys, strict=True)
        if len(fresh) < count:
            every = list(rows)
            rows = [every[at] for at in fresh]
        if self._watch is not None and shape.kind is not None:
            rows = list(rows)
            for row in rows:
                self._watch(shape, row[0], None, row[_FIELDS : _FIELDS + len(shape.columns)])
        self._connection.executemany(shape.insert, rows)
        self.tally.new[block.entity] += len(fresh)
        self.written[block.entity].update(places.scopes)
        self._keep_siblings(shape, block, set(fresh))
        if block.units:
            self._keep_unknown(shape, block, svs, fresh)

    def _keep_unknown(
        self, shape: Shape, block: Rows, svs: Sequence[bytes], rows: Sequence[int]
    ) -> None:
        """Keep the values of unknown fields of new rows."""
        lines: list[Line] = []
        for at in rows:
            told = told_of_unknown(block, at, svs[at])
            for group in groups_of(svs[at]):
                for unit in units_of(group.units):
                    values = told.get(unit, {})
                    # What was never written before is empty wherever nothing is told of it.
                    is_first = not group.version[2]
                    if values and not (is_first and all(v is None for v in values.values())):
                        lines.append((block.ids[at], unit, group.dot, values))
        self._unknown.write(shape.entity, lines, self.refused.schema)

    def _keep_siblings(self, shape: Shape, block: Rows, rows: set[int]) -> None:
        """Keep what stands beside values of new rows; such a row counts as one to be looked at."""
        told = [
            (
                block.entity,
                block.ids[one.at],
                one.unit,
                self._numbers[one.origin],
                one.hlc,
                one.value,
            )
            for one in block.siblings
            if one.at in rows
        ]
        if told:
            self._connection.executemany(ADD_SIBLING, told)
            asked = {row for _, row, unit, *_ in told if unit in shape.asked}
            self.tally.new[block.entity] -= len(asked)
            self.tally.disputed[block.entity] += len(asked)

    def _note_parents(self, shape: Shape, block: Rows, rows: Sequence[int]) -> None:
        """Remember rows that are pointed to and may not be here; they may come later in the file."""
        for place, table in shape.references:
            no = shape.columns[place].no
            if no not in block.fields:
                continue
            values = block.columns[list(block.fields).index(no)]
            wanted = self._missing.setdefault(table, {})
            for at in rows:
                value = values[at]
                if value is not None and value not in wanted:
                    wanted[value] = (block.scopes[at], block.comp)
            if len(wanted) > _MOST_WANTED:
                self._forget_present(table)

    def _forget_present(self, table: str) -> None:
        """Of the rows that are pointed to, remember only those that are not here."""
        wanted = self._missing[table]
        for some in portions(list(wanted)):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT id FROM {table} WHERE id IN ({marks})"
            for (row,) in self._connection.execute(sql, some):
                del wanted[row]


_AT_ONCE = 500
_MOST_WANTED = 5000
