"""Rows as they stood before an import changed them, so that all of it can be taken back.

A file that was taken in by mistake is taken back as if it had never come: rows that it brought
become stubs without a value, rows that it changed stand again as they stood, versions and all.
Nothing is written over anybody by that: what comes again is joined again. Rows on which somebody
has worked since keep what they have.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, cast

from desktop.store.engine import RawConnection
from desktop.store.exchange.emptying import empty_rows
from desktop.store.exchange.joining import Side
from desktop.store.exchange.shapes import FRAME, Shape, shapes
from desktop.versions.origins import Dot
from desktop.versions.stamp import STUB


def packed(side: Side) -> bytes:
    """A row and what stands beside it, to be put back as it was (see ``unpacked``)."""
    beside = [
        [unit, dot.origin, dot.hlc, value]
        for unit, told in side.beside.items()
        for dot, value in told.items()
    ]
    root = None if side.root is None else side.root.hex()
    values = [{"x": v.hex()} if isinstance(v, bytes) else v for v in side.values]
    told = [root, side.scope, side.comp, side.sv.hex(), values, beside]
    return json.dumps(told, ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    return bytes.fromhex(cast("dict[str, str]", value)["x"]) if isinstance(value, dict) else value


def unpacked(told: bytes) -> Side:
    """The row that ``packed`` wrote down."""
    read: list[Any] = json.loads(told)
    root, scope, comp, sv, values, others = read
    beside: dict[int, dict[Dot, str]] = {}
    for unit, origin, hlc, value in others:
        beside.setdefault(unit, {})[Dot(hlc, origin)] = value
    plain = [_plain(value) for value in values]
    return Side(
        None if root is None else bytes.fromhex(root), scope, comp, bytes.fromhex(sv), plain, beside
    )


@dataclass
class TakenBack:
    """What came of taking an import back, by record type.

    gone: rows that it had brought. restored: rows that stand as before it. kept: rows that somebody
    has changed since.
    """

    gone: Counter[int] = field(default_factory=Counter[int])
    restored: Counter[int] = field(default_factory=Counter[int])
    kept: Counter[int] = field(default_factory=Counter[int])


def keep_tree(connection: RawConnection, root: bytes, seq: int) -> None:
    """Write down the rows of a tree that this line of the log is about to send out again."""
    for entity, shape in shapes().items():
        sql = f"{shape.select} WHERE stub = 0 AND sq <> ? AND (id = ? OR root = ?)"
        rows = connection.execute(sql, (seq, root, root)).fetchall()
        # Nothing of them changes but whose they are; what stands beside them stays.
        kept = [(seq, entity, row[0], packed(_side(shape, row))) for row in rows]
        connection.executemany("INSERT OR IGNORE INTO sync_before VALUES (?, ?, ?, ?)", kept)


def _side(shape: Shape, row: tuple[Any, ...]) -> Side:
    _id, root, scope, comp, sv = row[:5]
    return Side(root, scope, comp, sv, row[len(FRAME) : len(FRAME) + len(shape.columns)], {})


def take_back(connection: RawConnection, seq: int, now: int) -> TakenBack:
    """Put everything back that line ``seq`` of the log, an import, has changed.

    now: the line of the log that does it.
    """
    done = TakenBack()
    for entity, shape in shapes().items():
        sql = "SELECT row, held FROM sync_before WHERE seq = ? AND ent = ?"
        before: dict[bytes, bytes] = dict(connection.execute(sql, (seq, entity)).fetchall())
        sql = f"SELECT id FROM {shape.table} WHERE sq = ? AND stub = 0"
        touched = {row for (row,) in connection.execute(sql, (seq,))}
        for row in touched & before.keys():
            _restore(connection, shape, row, unpacked(before[row]), now)
        fresh = touched - before.keys()
        empty_rows(connection, shape, fresh, now)
        done.restored[entity] += len(touched & before.keys())
        done.gone[entity] += len(fresh)
        done.kept[entity] += len(before.keys() - touched)
    connection.execute("DELETE FROM sync_before WHERE seq = ?", (seq,))
    connection.execute("DELETE FROM sync_share WHERE sq = ?", (seq,))
    return done


def _restore(connection: RawConnection, shape: Shape, row: bytes, side: Side, now: int) -> None:
    keys = (shape.key(side.values),) if shape.keyed_by else ()
    stub = int(side.sv == STUB)
    frame = (side.root, side.scope, side.comp, side.sv, now, stub)
    connection.execute(shape.update, (*frame, *side.values, *keys, row))
    entity = shape.kind.entity
    connection.execute("DELETE FROM sync_sib WHERE ent = ? AND row = ?", (entity, row))
    connection.executemany(
        "INSERT INTO sync_sib VALUES (?, ?, ?, ?, ?, ?)",
        [
            (entity, row, unit, dot.origin, dot.hlc, value)
            for unit, told in side.beside.items()
            for dot, value in told.items()
        ],
    )
