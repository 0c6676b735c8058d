"""Trees that were taken out of use while somebody else wrote in them, without knowing of each other.

Rows are joined one by one, so no row of such a tree has two values: what was written stands in a
tree that no list shows any more. Whoever hears of the other first says so: at the root, beside the
reason why it is void, he puts that it is in use, as the write that nobody who voided it had seen.
From there on it travels, is asked about and is decided like any other value.

The PC that voided the tree hears of it when rows come in that others wrote. The PC that wrote hears
of it when the void comes from somebody who did not hold what it wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from desktop.records import CaseFile, Person
from desktop.store.engine import RawConnection
from desktop.store.exchange.before import keep_beside
from desktop.store.exchange.encounters import ADD_SIBLING
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.shapes import Shape, Shapes
from desktop.store.exchange.stored_values import written_json
from desktop.store.stamping import VOID_UNIT
from desktop.versions.origins import GENESIS, Dot, Lineage
from desktop.versions.stamp import STUB, Group, groups_of

_VOID = CaseFile.field("void_reason")
IN_USE = written_json({_VOID.no: None})
"""What the history writes of a record that is in use."""
_CASES, _PEOPLE = CaseFile.__tablename__, Person.__tablename__


class Root(NamedTuple):
    """The root of a tree; a case counts as part of its person's, too."""

    table: str
    id: bytes


class VoidedTrees:
    """Hears of the rows of one package, in the transaction of its import."""

    def __init__(
        self, connection: RawConnection, lineage: Lineage, shapes: Shapes, device: bytes
    ) -> None:
        """device: this PC."""
        self._connection, self._lineage, self._device = connection, lineage, device
        self._shapes = {shape.table: shape for shape in shapes.values() if shape.kind}
        self._written: dict[Root, Dot] = {}
        """Trees that this PC voided, with the latest write of others that came."""
        self._voids: set[Root] = set()
        """Trees that were here and came void, and were not so by the same write."""
        self._regained: set[Root] = set()
        """Trees that this PC voided and lost, as one that was put back to a copy."""

    def hear(
        self,
        shape: Shape,
        block: Rows,
        svs: Sequence[bytes],
        rows: Sequence[int],
        known: Mapping[bytes, bytes],
    ) -> None:
        """Learn of rows that are new or changed. known: the versions of those that were here."""
        if shape.kind is None:
            return
        if shape.parent_unit is None and _VOID.no in block.fields:
            reasons = block.columns[list(block.fields).index(_VOID.no)]
            for at in (at for at in rows if reasons[at] is not None):
                root = Root(shape.table, block.ids[at])
                if root.id in known:
                    self._voids.add(root)
                elif self._is_own(_void_of(svs[at]).dot):
                    self._regained.add(root)
        for table, owners in _owners(shape, block):
            told = [(at, owner) for at in rows if (owner := owners[at]) is not None]
            voided = self._voided_here(table, {owner for _, owner in told})
            for at, owner in told:
                if owner in voided:
                    before = known.get(block.ids[at], STUB)
                    self._note(Root(table, owner), _news(before, svs[at]))

    def ask(self, seq: int, held: int) -> list[tuple[Shape, bytes]]:
        """Put the question to the trees of which that is so; their roots.

        seq: the line of the log of this import. held: up to where the sender holds our log.
        """
        for root in self._voids:
            self._note(root, self._unsent(root, held), own=True)
        asked = [root for root, dot in self._written.items() if self._put(root, dot, seq)]
        return [(self._shapes[root.table], root.id) for root in asked]

    # -- looking --------------------------------------------------------------------

    def _voided_here(self, table: str, roots: set[bytes]) -> set[bytes]:
        """Those of these trees that this PC took out of use before this file came."""
        came = self._voids | self._regained
        wanted = [row for row in roots if Root(table, row) not in came]
        if not wanted:
            return set()
        marks = ", ".join("?" * len(wanted))
        sql = f"SELECT id, sv FROM {table} WHERE id IN ({marks}) AND {_VOID.name} IS NOT NULL"
        found = self._connection.execute(sql, wanted).fetchall()
        return {row for row, sv in found if self._is_own(_void_of(sv).dot)}

    def _unsent(self, root: Root, held: int) -> Iterator[Dot]:
        """What this PC wrote in a tree after what the sender of a file holds of it."""
        for shape in self._shapes.values():
            columns = ["root"] if shape.root_table == root.table else []
            columns += ["person_id"] if (shape.table, root.table) == (_CASES, _PEOPLE) else []
            for column in columns:
                sql = f"SELECT sv FROM {shape.table} WHERE {column} = ? AND stub = 0 AND sq > ?"
                for (sv,) in self._connection.execute(sql, (root.id, held)).fetchall():
                    yield from (one.dot for one in groups_of(sv) if self._is_after(one.dot, held))

    def _is_after(self, dot: Dot, held: int) -> bool:
        sql = "SELECT 1 FROM sync_log WHERE origin_no = ? AND hlc = ? AND seq > ?"
        found = self._connection.execute(sql, (dot.origin, dot.hlc, held))
        return self._is_own(dot) and found.fetchone() is not None

    def _is_own(self, dot: Dot) -> bool:
        return self._lineage[dot.origin].device == self._device

    # -- putting --------------------------------------------------------------------

    def _note(self, root: Root, dots: Iterable[Dot], *, own: bool = False) -> None:
        """Remember the latest write. own: of this PC, else of all others."""
        for dot in dots:
            known = self._written.get(root)
            fits = dot.origin != GENESIS.origin and self._is_own(dot) is own
            if fits and (known is None or self._lineage.order(known) < self._lineage.order(dot)):
                self._written[root] = dot

    def _put(self, root: Root, dot: Dot, seq: int) -> bool:
        """Have the tree be in use beside its void, if nobody who voided it knew of that write."""
        shape = self._shapes[root.table]
        sql = f"SELECT sv FROM {root.table} WHERE id = ? AND {_VOID.name} IS NOT NULL"
        stands = self._connection.execute(sql, (root.id,)).fetchone()
        if stands is None or self._lineage.covers(_void_of(stands[0]).context, dot):
            return False
        keep_beside(self._connection, shape, root.id, seq)
        told = (shape.entity, root.id, VOID_UNIT, dot.origin, dot.hlc, IN_USE)
        self._connection.execute(ADD_SIBLING, told)
        sql = f"UPDATE {root.table} SET sq = ? WHERE id = ? AND sq <> ?"
        self._connection.execute(sql, (seq, root.id, seq))
        return True


def _owners(shape: Shape, block: Rows) -> Iterator[tuple[str, Sequence[bytes | None]]]:
    """Of which trees the rows of a block are parts, by the table of their roots."""
    if shape.root_table is not None:
        yield shape.root_table, block.roots
    if shape.table == _CASES:
        no = CaseFile.field("person_id").no
        if no in block.fields:
            yield _PEOPLE, block.columns[list(block.fields).index(no)]


def _news(before: bytes, now: bytes) -> list[Dot]:
    """The writes of a row that were not here."""
    known = {group.dot for group in groups_of(before)}
    return [group.dot for group in groups_of(now) if group.dot not in known]


def _void_of(sv: bytes) -> Group:
    """The version of a record's being void or in use."""
    return next(group for group in groups_of(sv) if group.units >> VOID_UNIT & 1)
