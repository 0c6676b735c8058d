"""Unknown parts that became known: a newer program moves what was kept to where it belongs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from desktop.store.engine import RawConnection, raw_connection
from desktop.store.exchange.arrivals import Arrivals
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.shapes import Shape, shapes
from desktop.store.exchange.stored_values import MARK, plain
from desktop.store.exchange.unknown import UnknownParts, forget_rows, held_shape
from desktop.store.search import index_arrivals
from desktop.versions.origins import Dot
from desktop.versions.stamp import STUB

if TYPE_CHECKING:
    from desktop.store.exchange.inbound import Inbound
    from desktop.store.store import Store

KIND = "adopt"
_AT_ONCE = 500
_DIGEST = 16


def adopt(store: Store, user: str = "") -> int:
    """Take up whatever is known now of what was kept; returns how many rows that changed.

    All of it goes through one transaction, as a line of the log. Without anything to take up, nothing
    is written.
    """
    declared = store.declared or shapes()
    with store.connection() as connection:
        raw = raw_connection(connection)
        parts = UnknownParts(raw)
        fields = {e: [no for no in parts.fields(e) if no in s.by_no] for e, s in declared.items()}
        if not any(fields.values()):
            return 0
    with store.importing(user) as inbound:
        found = _Adoption(inbound, declared).run()
        if found:
            inbound.log(KIND, bytes(_DIGEST), inbound.wall, None)
            index_arrivals(inbound.connection, inbound.seq, inbound.arrivals.written)
        return found


class _Adoption:
    """One go, within the transaction of an import without a package."""

    def __init__(self, inbound: Inbound, declared: Any) -> None:
        self._inbound, self._declared = inbound, declared
        self._raw: RawConnection = raw_connection(inbound.connection)
        self._parts = UnknownParts(self._raw)

    def run(self) -> int:
        """Take up record types first, then fields."""
        count = 0
        for entity, shape in self._declared.items():
            if not self._parts.fields(entity):
                continue
            held = held_shape(entity)
            sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
            if self._raw.execute(sql, (held.table,)).fetchone():
                count += self._take_type(shape, held)
            else:
                count += self._take_fields(shape)
            self._settle_beside(shape)
            self._parts.forget(entity, shape.by_no)
        return count

    def _take_type(self, shape: Shape, held: Shape) -> int:
        """Take rows of a record type in as if they had come just now."""
        arrivals: Arrivals = self._inbound.arrivals
        arrivals.count_as_here()
        rows = self._raw.execute(f"{held.select} WHERE stub = 0").fetchall()
        ids = [row[0] for row in rows]
        told = self._parts.read(shape.entity, ids)
        forget_rows(self._raw, shape.entity, ids)
        for row in rows:
            values = {n: v for unit in told.get(row[0], {}).values() for n, v in unit.items()}
            arrivals.take(_block(shape, row, values, self._parts.fields(shape.entity)))
        self._raw.execute(f"DROP TABLE {held.table}")
        return len(rows)

    def _take_fields(self, shape: Shape) -> int:
        """Put values of fields that are known now into their columns."""
        sql = "SELECT row, unit, origin_no, hlc, val, schema FROM sync_unknown WHERE ent = ?"
        lines = self._raw.execute(sql, (shape.entity,)).fetchall()
        known: dict[bytes, dict[str, Any]] = {}
        for row, unit, origin, hlc, val, schema in lines:
            told = {int(no): plain(value) for no, value in json.loads(val).items()}
            known.setdefault(row, {}).update(_sound(shape, told))
            left = {no: value for no, value in told.items() if no not in shape.by_no}
            sql = "DELETE FROM sync_unknown WHERE row = ? AND ent = ? AND unit = ?"
            self._raw.execute(sql, (row, shape.entity, unit))
            if left:
                self._parts.write(shape.entity, [(row, unit, Dot(hlc, origin), left)], schema)
        for row, values in known.items():
            # At once: a second change by this line of the log would be an unstamped one.
            assigned = "".join(f', "{name}" = ?' for name in values)
            sql = f"UPDATE {shape.table} SET sq = ?{assigned} WHERE id = ?"
            self._raw.execute(sql, (self._inbound.seq, *values.values(), row))
        self._note_offices(shape)
        return len(known)

    def _note_offices(self, shape: Shape) -> None:
        """Whose rows they are, so that search looks where something has changed."""
        sql = f"SELECT DISTINCT scope FROM {shape.table} WHERE sq = ?"
        offices = {scope for (scope,) in self._raw.execute(sql, (self._inbound.seq,))}
        self._inbound.arrivals.written[shape.entity] |= offices

    def _settle_beside(self, shape: Shape) -> None:
        """Take the marks off values that stand beside others."""
        marked = json.dumps(MARK)[1:-1]
        sql = "SELECT row, unit, origin_no, hlc, val FROM sync_sib WHERE ent = ? AND instr(val, ?) > 0"
        for row, unit, origin, hlc, val in self._raw.execute(
            sql, (shape.entity, marked)
        ).fetchall():
            told = dict(_settled(shape, json.loads(val)))
            sql = (
                "UPDATE sync_sib SET val = ? WHERE ent = ? AND row = ? AND unit = ?"
                " AND origin_no = ? AND hlc = ?"
            )
            text = json.dumps(told, ensure_ascii=False)
            self._raw.execute(sql, (text, shape.entity, row, unit, origin, hlc))


def _sound(shape: Shape, told: dict[int, Any]) -> dict[str, Any]:
    """What can stand in a column, by its name; what can't is left out, as if nobody had told it."""
    found: dict[str, Any] = {}
    for no, value in told.items():
        place = shape.by_no.get(no)
        if place is None:
            continue
        column = shape.columns[place]
        try:
            found[column.field.name] = column.settled(value)
        except ValueError:
            continue
    return found


def _settled(shape: Shape, told: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, value in told.items():
        place = shape.by_no.get(int(name))
        if place is None:
            yield name, value
            continue
        try:
            yield name, shape.columns[place].settled_json(value)
        except ValueError:
            continue


def _block(shape: Shape, row: Any, values: dict[int, Any], units: dict[int, int]) -> Rows:
    """A kept row as a block of its own."""
    row_id, root, scope, comp, sv = row[:5]
    assert sv != STUB
    columns = [[value] for value in values.values()]
    rest = {no: unit for no, unit in units.items() if no not in shape.by_no}
    return Rows(
        shape.entity, [*values], [row_id], [root], [scope], comp, [sv], columns, (), {}, rest
    )
