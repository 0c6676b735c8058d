"""Rows as they stood before an import changed them, so that all of it can be taken back.

A file that was taken in by mistake is taken back as if it had never come: rows that it brought
become stubs without a value, rows that it changed stand again as they stood, versions and all.
Nothing is written over anybody by that: what comes again is joined again. Rows on which somebody
has worked since keep what they have.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from desktop.store.engine import RawConnection
from desktop.store.exchange.emptying import empty_rows
from desktop.store.exchange.joining import Side
from desktop.store.exchange.replaced import put_back
from desktop.store.exchange.shapes import FRAME, Shape, Shapes
from desktop.store.exchange.stored_values import packed as packed_value
from desktop.store.exchange.stored_values import plain
from desktop.store.exchange.unknown import UnknownParts, forget_rows, known_shapes
from desktop.store.exchange.upcasts import SCHEMA
from desktop.versions.stamp import STUB, groups_of, units_of

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_HEAD = 4
"""What is told of a row whose values the history has: root, office, compartment, versions."""


def packed(side: Side, *, whole: bool) -> bytes:
    """How a row stood. whole: with its values and what stands beside them.

    Else the history has its values: that is so for a row that merely followed the other side.
    """
    root = "null" if side.root is None else f'"{side.root.hex()}"'
    head = f'[{root}, {side.scope}, {side.comp}, "{side.sv.hex()}"'
    if not whole:
        return f"{head}, {side.line}]".encode()
    values = [packed_value(value) for value in side.values]
    beside = [
        [unit, dot.origin, dot.hlc, value]
        for unit, beside in side.beside.items()
        for dot, value in beside.items()
    ]
    unknown = [
        [unit, {str(no): packed_value(value) for no, value in values.items()}]
        for unit, values in side.unknown.items()
    ]
    rest = ", ".join(map(_ENCODE, (values, beside, unknown)))
    return f"{head}, {rest}, {side.line}]".encode()


def keep_beside(connection: RawConnection, shape: Shape, row: bytes, seq: int) -> None:
    """Have what stands beside a row's values put back as well, when this import is taken back.

    For a row that gets such a value without being joined; seq: the line of the log of the import.
    """
    place = (seq, shape.entity, row)
    sql = "SELECT held FROM sync_before WHERE seq = ? AND ent = ? AND row = ?"
    kept = connection.execute(sql, place).fetchone()
    if kept is None:
        (stands,) = connection.execute(f"{shape.select} WHERE id = ?", (row,)).fetchall()
        kept = (packed(_side(shape, stands), whole=False),)
    told: list[Any] = json.loads(kept[0])
    line = told[_HEAD:]
    if all(isinstance(one, int) for one in line):
        sql = "SELECT unit, origin_no, hlc, val FROM sync_sib WHERE ent = ? AND row = ?"
        beside = connection.execute(sql, (shape.entity, row)).fetchall()
        held = _ENCODE([*told[:_HEAD], None, beside, *line]).encode()
        connection.execute("INSERT OR REPLACE INTO sync_before VALUES (?, ?, ?, ?)", (*place, held))


@dataclass(frozen=True)
class _Held:
    """What ``packed`` wrote down. values, beside: None if they are to be had elsewhere.

    line: of the log, as which the row stood; 0 if a former version of the program wrote it down.
    """

    root: bytes | None
    scope: int
    comp: int
    sv: bytes
    values: list[Any] | None
    beside: list[tuple[int, int, int, str]] | None
    unknown: dict[int, dict[int, Any]] | None
    line: int = 0


def _unpacked(told: bytes) -> _Held:
    root, scope, comp, sv, *rest = cast("list[Any]", json.loads(told))
    line = int(rest.pop()) if rest and isinstance(rest[-1], int) else 0
    values = [plain(value) for value in rest[0]] if rest and rest[0] is not None else None
    beside = [(unit, origin, hlc, value) for unit, origin, hlc, value in rest[1]] if rest else None
    unknown = (
        {unit: {int(no): plain(v) for no, v in told.items()} for unit, told in rest[2]}
        if rest[2:]
        else None
    )
    place = None if root is None else bytes.fromhex(root)
    return _Held(place, scope, comp, bytes.fromhex(sv), values, beside, unknown, line)


@dataclass
class TakenBack:
    """What came of taking an import back, by record type.

    gone: rows that it had brought. restored: rows that stand as before it. kept: rows that somebody
    has changed since.
    """

    gone: Counter[int] = field(default_factory=Counter[int])
    restored: Counter[int] = field(default_factory=Counter[int])
    kept: Counter[int] = field(default_factory=Counter[int])
    written: dict[int, set[int]] = field(default_factory=dict[int, set[int]])
    """The offices of the rows that are otherwise now, by record type."""

    def add(self, other: TakenBack) -> None:
        """Count what came of another import as well; ``written`` stays that of this one."""
        for mine, theirs in (
            (self.gone, other.gone),
            (self.restored, other.restored),
            (self.kept, other.kept),
        ):
            mine.update(theirs)


def keep_tree(
    connection: RawConnection, root: bytes, seq: int, declared: Shapes | None = None
) -> None:
    """Write down the rows of a tree that this line of the log is about to send out again."""
    for entity, shape in known_shapes(connection, declared).items():
        sql = f"{shape.select} WHERE stub = 0 AND sq <> ? AND (id = ? OR root = ?)"
        rows = connection.execute(sql, (seq, root, root)).fetchall()
        # Nothing of them changes but whose they are.
        kept = [(seq, entity, row[0], packed(_side(shape, row), whole=False)) for row in rows]
        connection.executemany("INSERT OR IGNORE INTO sync_before VALUES (?, ?, ?, ?)", kept)


def _side(shape: Shape, row: tuple[Any, ...]) -> Side:
    _id, root, scope, comp, sv, line = row[:6]
    values = row[len(FRAME) : len(FRAME) + len(shape.columns)]
    return Side(root, scope, comp, sv, values, {}, line=line)


def take_back(
    connection: RawConnection, seq: int, now: int, declared: Shapes | None = None
) -> TakenBack:
    """Put everything back that line ``seq`` of the log, an import, has changed.

    now: the line of the log that does it.
    """
    done = TakenBack()
    for entity, shape in known_shapes(connection, declared).items():
        sql = "SELECT row, held FROM sync_before WHERE seq = ? AND ent = ?"
        before: dict[bytes, bytes] = dict(connection.execute(sql, (seq, entity)).fetchall())
        sql = f"SELECT id FROM {shape.table} WHERE sq = ? AND stub = 0"
        touched = {row for (row,) in connection.execute(sql, (seq,))}
        touched |= _standing_again(connection, shape, seq)
        held = {row: _unpacked(before[row]) for row in touched & before.keys()}
        for row, one in held.items():
            _restore(connection, shape, row, one, (seq, now))
        _keep_lines(connection, shape, held, now)
        fresh = touched - before.keys()
        empty_rows(connection, shape, fresh, now)
        sql = f"SELECT DISTINCT scope FROM {shape.table} WHERE sq = ?"
        done.written[entity] = {scope for (scope,) in connection.execute(sql, (now,))}
        done.restored[entity] += len(held)
        done.gone[entity] += len(fresh)
        done.kept[entity] += len(before.keys() - touched)
    put_back(connection, (seq,))
    connection.execute("DELETE FROM sync_before WHERE seq = ?", (seq,))
    return done


# A row that is put back has the line of the log that did it. Which line it stands as again is kept
# beside what stood before that line, under the record type's negative number: whoever takes that
# one back too, as when many files are taken back one after another, knows by it that nobody has
# worked on the row since.


def _keep_lines(
    connection: RawConnection, shape: Shape, rows: Mapping[bytes, _Held], now: int
) -> None:
    """Write down as which lines these rows stand again, of those that can be taken back."""
    lines = {held.line for held in rows.values()}
    sql = "SELECT 1 FROM sync_log WHERE seq = ? AND pkg IS NOT NULL"
    known = {line for line in lines if connection.execute(sql, (line,)).fetchone() is not None}
    connection.executemany(
        "INSERT OR REPLACE INTO sync_before VALUES (?, ?, ?, ?)",
        [
            (held.line, -shape.entity, row, str(now).encode())
            for row, held in rows.items()
            if held.line in known
        ],
    )


def _standing_again(connection: RawConnection, shape: Shape, seq: int) -> set[bytes]:
    """The rows that stand as this line left them, because what came after it was taken back."""
    sql = f"""
        WITH RECURSIVE again (row, line) AS (
            SELECT row, CAST(CAST(held AS TEXT) AS INTEGER) FROM sync_before WHERE seq = ? AND ent = ?
            UNION ALL
            SELECT later.row, CAST(CAST(later.held AS TEXT) AS INTEGER) FROM again
            JOIN sync_before later
            ON later.seq = again.line AND later.ent = ? AND later.row = again.row
        )
        SELECT id FROM again JOIN {shape.table} ON id = again.row WHERE sq = line AND stub = 0"""
    told = (seq, -shape.entity, -shape.entity)
    return {row for (row,) in connection.execute(sql, told)}


def _restore(
    connection: RawConnection, shape: Shape, row: bytes, held: _Held, lines: tuple[int, int]
) -> None:
    """Put a row back. lines: of the log, the one to take back and the one that does it."""
    seq, now = lines
    values = held.values
    if values is None:
        values = _values_before(connection, shape, row, held.sv, seq)
    keys = (shape.key(values),) if shape.keyed_by else ()
    frame = (held.root, held.scope, held.comp, held.sv, now, int(held.sv == STUB))
    connection.execute(shape.update, (*frame, *values, *keys, row))
    if held.beside is not None:
        entity = shape.entity
        connection.execute("DELETE FROM sync_sib WHERE ent = ? AND row = ?", (entity, row))
        connection.executemany(
            "INSERT INTO sync_sib VALUES (?, ?, ?, ?, ?, ?)",
            [(entity, row, *one) for one in held.beside],
        )
    if held.unknown is not None:
        dots = {unit: group.dot for group in groups_of(held.sv) for unit in units_of(group.units)}
        forget_rows(connection, shape.entity, [row])
        told = [(row, unit, dots[unit], values) for unit, values in held.unknown.items()]
        UnknownParts(connection).write(shape.entity, told, SCHEMA)


def _values_before(
    connection: RawConnection, shape: Shape, row: bytes, sv: bytes, seq: int
) -> list[Any]:
    """A row's values before a line of the log wrote over some of them."""
    (stands,) = connection.execute(f"{shape.select} WHERE id = ?", (row,)).fetchall()
    values = list(_side(shape, stands).values)
    known = {unit for group in groups_of(sv) for unit in units_of(group.units)}
    for unit, places in shape.unit_columns.items():
        if unit not in known:
            for place in places:
                values[place] = None
    sql = "SELECT unit, val FROM sync_hist WHERE seq = ? AND ent = ? AND row = ?"
    for unit, text in connection.execute(sql, (seq, shape.entity, row)).fetchall():
        told = {int(no): value for no, value in json.loads(text).items()}
        for place in shape.unit_columns.get(unit, ()):
            column = shape.columns[place]
            if column.no in told:
                values[place] = column.from_json(told[column.no])
    return values
