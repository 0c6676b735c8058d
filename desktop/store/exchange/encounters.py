"""Rows that come in and are here already: joined with what is held, and written where that changed.

Whoever merely followed what is held here, as almost all do, is read only as far as it was written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from desktop.records import CaseFile
from desktop.records.cases import compartment
from desktop.store.engine import RawConnection
from desktop.store.exchange.before import packed
from desktop.store.exchange.joining import Beside, JoinedRow, Side
from desktop.store.exchange.placing import Closing, Places
from desktop.store.exchange.refused_parts import RefusedParts
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.shapes import FRAME, STAMPS, Shape
from desktop.store.exchange.tally import Tally, Watch
from desktop.store.exchange.their_sides import their_sides
from desktop.store.exchange.unknown import Line, UnknownParts
from desktop.store.tables import KEEP_LINE
from desktop.versions.origins import Dot, Lineage
from desktop.versions.stamp import STUB, groups_of, overtaken, units_of

_ROOT, _SCOPE, _COMP, _SV, _SQ, _STUB = range(1, 7)
_FIELDS = len(FRAME)
_CASES, _CASE_TYPE = CaseFile.__tablename__, CaseFile.field("case_type").no
_BesideRows = Mapping[bytes, Mapping[int, Beside]]
_Written = tuple[tuple[str, ...], tuple[int, ...]]
"""Columns of the frame, and places of values."""


class Encounters:
    """Joins rows of one package with those that are here, in the transaction of an import."""

    def __init__(
        self,
        connection: RawConnection,
        lineage: Lineage,
        seq: int,
        unknown: UnknownParts,
        refused: RefusedParts,
        tally: Tally,
        *,
        numbers: Mapping[int, int],
        watch: Watch | None,
    ) -> None:
        """numbers: this file's numbers of sessions by the sender's, as they become known."""
        self._connection, self._lineage, self._seq = connection, lineage, seq
        self._unknown, self._tally, self._watch = unknown, tally, watch
        self._refused, self._numbers = refused, numbers
        self.moved: dict[bytes, int | None] = {}
        """Trees that go out again: the office that has them now, None if that is as before."""
        self.written: defaultdict[int, set[int]] = defaultdict(set)
        """The offices of the rows that were written, by record type."""
        self.closing = Closing(connection)

    def join(
        self,
        shape: Shape,
        block: Rows,
        svs: Sequence[bytes],
        rows: Sequence[int],
        places: Places,
        known: Mapping[bytes, bytes],
    ) -> None:
        """Join rows that are here already, and write those that this changed.

        svs: versions as this file counts sessions. rows: their places in the block. known: versions
        of what is here.
        """
        sides = their_sides(shape, block, svs, rows, places, self._numbers)
        beside = self._beside(shape, [*sides])
        taken = self._taken(shape, sides, known, beside)
        in_part = [row for row in taken if known[row] != STUB]
        ours = self._our_sides(shape, [*{*sides}.difference(in_part)], beside)
        ours |= self._our_sides(shape, in_part, beside, self._wanted(shape, taken.values()))
        told = frozenset(block.fields)
        changed: list[tuple[bytes, Side, JoinedRow]] = []
        for row, side in sides.items():
            joined = JoinedRow(shape, ours[row])
            if row in taken:
                joined.follow(side, taken[row], told)
            else:
                joined.join(side, told, self._lineage)
            if shape.table == _CASES:
                joined.comp = compartment(joined.values[shape.by_no[_CASE_TYPE]] or "")
            if joined.is_changed:
                changed.append((row, ours[row], joined))
                if self._watch is not None and shape.kind is not None:
                    self._watch(shape, row, ours[row], joined.values)
            self._count(shape, side, joined)
        self._write(shape, changed)

    # -- looking --------------------------------------------------------------------

    def _beside(self, shape: Shape, ids: Sequence[bytes]) -> dict[bytes, dict[int, dict[Dot, str]]]:
        """What stands beside shown values of these rows here, by unit."""
        found: dict[bytes, dict[int, dict[Dot, str]]] = {}
        marks = ", ".join("?" * len(ids))
        sql = f"{_READ_SIBLINGS} WHERE ent = ? AND row IN ({marks})"
        for row, unit, origin, hlc, value in self._connection.execute(sql, (shape.entity, *ids)):
            found.setdefault(row, {}).setdefault(unit, {})[Dot(hlc, origin)] = value
        return found

    def _taken(
        self,
        shape: Shape,
        sides: Mapping[bytes, Side],
        known: Mapping[bytes, bytes],
        beside: _BesideRows,
    ) -> dict[bytes, int]:
        """Rows whose writers knew all that is here: the units (a mask) that they wrote."""
        found: dict[bytes, int] = {}
        for row, side in sides.items():
            if row not in beside and not side.beside:
                taken = overtaken(known[row], side.sv, self._lineage)
                if taken is not None:
                    found[row] = taken
        return found

    def _wanted(self, shape: Shape, taken: Iterable[int]) -> set[int] | None:
        """Places of the values without which these units can't be followed; None for all of them."""
        if self._watch is not None:
            return None
        units = 0
        for one in taken:
            units |= one
        found = {at for unit in units_of(units) for at in shape.unit_columns.get(unit, ())}
        found.update(shape.keyed_by)
        if shape.table == _CASES:
            found.add(shape.by_no[_CASE_TYPE])
        return found

    def _our_sides(
        self,
        shape: Shape,
        ids: Sequence[bytes],
        beside: _BesideRows,
        wanted: set[int] | None = None,
    ) -> dict[bytes, Side]:
        """Rows as they stand here. wanted: places of the values that are read; None for all."""
        if not ids:
            return {}
        unknown = self._unknown.read(shape.entity, ids)
        marks = ", ".join("?" * len(ids))
        select = shape.select if wanted is None else shape.select_of(wanted)
        end = _FIELDS + len(shape.columns)
        return {
            held[0]: Side(
                held[_ROOT],
                held[_SCOPE],
                held[_COMP],
                held[_SV],
                held[_FIELDS:end],
                beside.get(held[0], {}),
                unknown.get(held[0], {}),
                held[_SQ],
            )
            for held in self._connection.execute(f"{select} WHERE id IN ({marks})", ids)
        }

    # -- writing --------------------------------------------------------------------

    def _write(self, shape: Shape, changed: Sequence[tuple[bytes, Side, JoinedRow]]) -> None:
        entity, seq = shape.entity, self._seq
        many = self._connection.executemany
        many(
            _KEEP_BEFORE,
            [
                (seq, entity, row, packed(ours, whole=_needs_all(ours, now)))
                for row, ours, now in changed
            ],
        )
        many(
            KEEP_LINE,
            [
                (entity, row, unit, dot.origin, dot.hlc, value, seq)
                for row, _, now in changed
                for unit, dot, value in now.history
            ],
        )
        for (frame, places), some in self._by_columns(changed).items():
            told = [self._row(shape, row, now, frame, places) for row, now in some]
            many(shape.update_of(places, frame), told)
        many(
            _DROP_SIBLING,
            [
                (entity, row, u, dot.origin, dot.hlc)
                for row, _, now in changed
                for u, dot in now.dropped
            ],
        )
        many(
            ADD_SIBLING,
            [
                (entity, row, unit, dot.origin, dot.hlc, value)
                for row, _, now in changed
                for unit, dot, value in now.added
            ],
        )
        self.written[entity].update(now.scope for _, _, now in changed)
        self._write_unknown(shape, changed)
        for row, ours, now in changed:
            if now.root is None and now.scope != ours.scope:
                self.moved[row] = now.scope
            if now.root is None and now.comp != ours.comp:
                self.closing.trees[row] = now.comp

    def close(self, shape: Shape, rows: Sequence[bytes], comps: Sequence[int]) -> None:
        """Take rows that are the same to the readers that they have elsewhere already."""
        before, entity = self._our_sides(shape, rows, self._beside(shape, rows)), shape.entity
        self.written[entity].update(side.scope for side in before.values())
        kept = [(self._seq, entity, row, packed(before[row], whole=False)) for row in rows]
        self._connection.executemany(_KEEP_BEFORE, kept)
        sql = f"UPDATE {shape.table} SET comp = ?, sq = ? WHERE id = ?"
        told = [(comp, self._seq, row) for row, comp in zip(rows, comps, strict=True)]
        self._connection.executemany(sql, told)
        self.closing.trees |= {row: comp for comp, _, row in told if before[row].root is None}

    def tell_disputed(self, shape: Shape, row: bytes) -> None:
        """Tell of a row beside whose values another one was put, without the row having come."""
        side = self._our_sides(shape, [row], {})[row]
        if self._watch is not None:
            self._watch(shape, row, side, side.values)
        self._tally.disputed[shape.entity] += 1
        self.written[shape.entity].add(side.scope)

    def _write_unknown(
        self, shape: Shape, changed: Sequence[tuple[bytes, Side, JoinedRow]]
    ) -> None:
        lines: list[Line] = []
        for row, _, now in changed:
            if now.unknown_written:
                dots = {u: g.dot for g in groups_of(now.sv) for u in units_of(g.units)}
                lines += [(row, u, dots[u], now.unknown[u]) for u in sorted(now.unknown_written)]
        self._unknown.write(shape.entity, lines, self._refused.schema)

    def _by_columns(
        self, changed: Sequence[tuple[bytes, Side, JoinedRow]]
    ) -> dict[_Written, list[tuple[bytes, JoinedRow]]]:
        """The rows by what has to be written of them: each column costs its indexes."""
        found: dict[_Written, list[tuple[bytes, JoinedRow]]] = {}
        for row, ours, now in changed:
            is_moved = ours.sv == STUB or (ours.root, ours.scope, ours.comp) != (
                now.root,
                now.scope,
                now.comp,
            )
            key = (FRAME if is_moved else STAMPS, tuple(sorted(now.written)))
            found.setdefault(key, []).append((row, now))
        return found

    def _row(
        self,
        shape: Shape,
        row: bytes,
        now: JoinedRow,
        frame: tuple[str, ...],
        places: tuple[int, ...],
    ) -> tuple[Any, ...]:
        keys = (shape.key(now.values),) if shape.is_keyed_by(places) else ()
        values = (now.values[place] for place in places)
        place = (now.root, now.scope, now.comp)
        head = (*place, now.sv, self._seq, 0) if frame is FRAME else (now.sv, self._seq)
        return (*head, *values, *keys, row)

    def _count(self, shape: Shape, theirs: Side, joined: JoinedRow) -> None:
        """Count a row once, by the most that there is to say of it."""
        tally = self._tally
        if not joined.is_changed:
            counter = tally.same
        elif any(unit in shape.asked for unit, _, _ in joined.added):
            counter = tally.disputed
        elif joined.sv == theirs.sv and not joined.added:
            counter = tally.updated
        else:
            counter = tally.joined
        counter[shape.entity] += 1


_READ_SIBLINGS = "SELECT row, unit, origin_no, hlc, val FROM sync_sib"
ADD_SIBLING = "INSERT OR IGNORE INTO sync_sib VALUES (?, ?, ?, ?, ?, ?)"
_DROP_SIBLING = (
    "DELETE FROM sync_sib WHERE ent = ? AND row = ? AND unit = ? AND origin_no = ? AND hlc = ?"
)
_KEEP_BEFORE = "INSERT OR IGNORE INTO sync_before VALUES (?, ?, ?, ?)"


def _needs_all(ours: Side, now: JoinedRow) -> bool:
    """Whether the history alone could not put a row back."""
    # Of a tree that was left, number and name stay although nobody stands by them any more.
    is_left = ours.sv == STUB and any(value is not None for value in ours.values)
    return not now.merely_followed or is_left or bool(ours.unknown or now.unknown_written)
