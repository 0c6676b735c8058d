"""What newer programs send and this one does not know: kept, joined, handed on, used one day.

How that works, so that a province whose communes update one after the other loses nothing:

* Versions stand in ``sv`` by unit, and they are joined whether a unit is known here or not. So
  whoever holds the versions of a unit must hold its values too: a row with new versions and old
  values would overrule everybody. Therefore the value of an unknown field is simply one more value
  of the row, which follows the version of its unit exactly as known ones do; only that it lies in
  ``sync_unknown`` instead of a column. It is opaque: never read, never shown, never compared.
* A field may be unknown although its unit is known, because it was added to it later. Who writes
  the unit here writes it with what is known, and carries along the rest as it is: the write then
  says of the unknown field what its author had before him. Of writes made without knowing each
  other the shown one counts; what it doesn't tell is taken from the latest beside it that does.
* *Absent* and *empty* are different things. An unknown field of which a sender tells that it is
  empty is kept as empty. Rows of which nothing is told go in a block of their own, without it.
* Which unit a field belongs to, its sender tells in the manifest. That is remembered for good, and
  told on.
* A whole record type that is unknown gets a table for the frame of its rows, and all of its fields
  are unknown fields. So it goes every way that rows go: scopes, shares, graves, undo.
* The first program that knows what is kept moves it to where it belongs (``desktop.store.exchange
  .adoption``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.store.engine import RawConnection
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.shapes import FRAME, Shape, shapes
from desktop.store.exchange.stored_values import packed, plain
from desktop.versions.origins import Dot
from desktop.versions.stamp import MOST_UNITS, groups_of

HELD = "held_"
"""What the tables of unknown record types begin with; behind it stands the type's number."""
_MOST_FIELDS, _MOST_TYPES = 256, 64
_META = "unknown_fields"
_AT_ONCE = 500

Fields = dict[int, int]
"""Unknown fields of a record type with their units."""
Told = Mapping[int, Mapping[int, Any]]
"""Values of unknown fields by unit and number."""
Line = tuple[bytes, int, Dot, Mapping[int, Any]]
"""A row, a unit, the write that told it, and values by field number."""


def known_shapes(
    connection: RawConnection, declared: Mapping[int, Shape] | None = None
) -> dict[int, Shape]:
    """Every record type that this file holds rows of, those that the program doesn't know too.

    declared: what the program knows; all that it declares unless told otherwise.
    """
    found = dict(shapes() if declared is None else declared)
    sql = f"SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB '{HELD}[0-9]*'"
    for (name,) in connection.execute(sql).fetchall():
        entity = int(name.removeprefix(HELD))
        found.setdefault(entity, held_shape(entity))
    return found


def held_shape(entity: int) -> Shape:
    """The shape of an unknown record type: rows without a field."""
    table = f"{HELD}{entity}"
    listed = ", ".join(FRAME)
    assigned = ", ".join(f"{name} = ?" for name in FRAME[1:])
    return Shape(
        entity,
        table,
        None,
        (),
        {},
        {},
        (),
        None,
        0,
        f"INSERT INTO {table} ({listed}) VALUES ({', '.join('?' * len(FRAME))})",
        f"UPDATE {table} SET {assigned} WHERE id = ?",
        f"SELECT {listed} FROM {table}",
    )


def make_held_table(connection: RawConnection, entity: int) -> Shape:
    """Have a table for an unknown record type."""
    table = f"{HELD}{entity}"
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {table} (id BLOB PRIMARY KEY NOT NULL, root BLOB,"
        " scope INTEGER NOT NULL, comp INTEGER NOT NULL DEFAULT 0, sv BLOB NOT NULL,"
        " sq INTEGER NOT NULL, stub INTEGER NOT NULL DEFAULT 0)"
    )
    connection.execute(f"CREATE INDEX IF NOT EXISTS ix_{table} ON {table} (scope, sq)")
    return held_shape(entity)


@dataclass
class UnknownParts:
    """Reads and writes what this file holds of unknown parts, in a transaction of its owner."""

    connection: RawConnection
    _fields: dict[int, Fields] = field(default_factory=dict[int, Fields])
    _kept: set[int] = field(default_factory=set[int])

    def __post_init__(self) -> None:
        told = self.connection.execute("SELECT v FROM sync_meta WHERE k = ?", (_META,)).fetchone()
        for entity, fields in json.loads(told[0] if told else "{}").items():
            self._fields[int(entity)] = {int(no): unit for no, unit in fields.items()}
        kept = self.connection.execute("SELECT DISTINCT ent FROM sync_unknown").fetchall()
        self._kept = {entity for (entity,) in kept}

    def fields(self, entity: int) -> Fields:
        """The unknown fields of a record type that somebody has told of."""
        return self._fields.get(entity, {})

    def learn(self, entity: int, units: Mapping[int, int], shape: Shape | None) -> None:
        """Remember which units unknown fields belong to. shape: of the record type, if it is known."""
        held = self._fields.get(entity, {})
        fresh = {
            no: unit
            for no, unit in units.items()
            if (shape is None or no not in shape.by_no)
            and no not in held
            and 0 <= unit < MOST_UNITS
        }
        if not fresh or len(held) + len(fresh) > _MOST_FIELDS:
            return
        if entity not in self._fields and len(self._fields) >= _MOST_TYPES:
            return
        self._fields[entity] = {**held, **fresh}
        self.remember()

    def forget(self, entity: int, numbers: Iterable[int]) -> None:
        """These fields are known now."""
        left = {no: unit for no, unit in self.fields(entity).items() if no not in {*numbers}}
        self._fields[entity] = left
        if not left:
            del self._fields[entity]
        self.remember()

    def remember(self) -> None:
        """Write down which fields were told of."""
        told = json.dumps({str(entity): fields for entity, fields in self._fields.items()})
        self.connection.execute(
            "INSERT OR REPLACE INTO sync_meta (k, v) VALUES (?, ?)", (_META, told)
        )

    def read(self, entity: int, rows: Sequence[bytes]) -> dict[bytes, dict[int, dict[int, Any]]]:
        """What is kept of these rows: values by unit and field number."""
        found: dict[bytes, dict[int, dict[int, Any]]] = {}
        if entity not in self._kept:
            return found
        for at in range(0, len(rows), _AT_ONCE):
            some = rows[at : at + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT row, unit, val FROM sync_unknown WHERE row IN ({marks}) AND ent = ?"
            for row, unit, val in self.connection.execute(sql, (*some, entity)):
                told = {int(no): plain(value) for no, value in json.loads(val).items()}
                found.setdefault(bytes(row), {})[unit] = told
        return found

    def write(self, entity: int, lines: Sequence[Line], schema: int) -> None:
        """Keep these values in place of what was kept of their rows and units."""
        if not lines:
            return
        sql = "DELETE FROM sync_unknown WHERE row = ? AND ent = ? AND unit = ?"
        self.connection.executemany(sql, [(row, entity, unit) for row, unit, *_ in lines])
        self.connection.executemany(
            "INSERT INTO sync_unknown (ent, row, unit, origin_no, hlc, val, schema)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (entity, row, unit, dot.origin, dot.hlc, _bytes_of(values), schema)
                for row, unit, dot, values in lines
            ],
        )
        self._kept.add(entity)


def told_of_unknown(block: Rows, at: int, sv: bytes) -> dict[int, dict[int, Any]]:
    """What a row of a block tells of fields that are unknown here, in units that it has."""
    units = 0
    for group in groups_of(sv):
        units |= group.units
    found: dict[int, dict[int, Any]] = {}
    for no, column in zip(block.fields, block.columns, strict=True):
        unit = block.units.get(no)
        if unit is not None and units >> unit & 1:
            found.setdefault(unit, {})[no] = column[at]
    return found


def forget_rows(connection: RawConnection, entity: int, rows: Iterable[bytes]) -> None:
    """Let nothing be left of unknown parts of these rows."""
    sql = "DELETE FROM sync_unknown WHERE row = ? AND ent = ?"
    connection.executemany(sql, [(row, entity) for row in rows])


def _bytes_of(values: Mapping[int, Any]) -> bytes:
    told = {str(no): packed(value) for no, value in values.items()}
    return json.dumps(told, ensure_ascii=False).encode()
