"""Rows that lose everything but their ids, because they were purged or never should have come."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from desktop.store.engine import RawConnection
from desktop.store.exchange.shapes import Shape
from desktop.store.exchange.unknown import forget_rows
from desktop.versions.stamp import STUB


def empty_rows(
    connection: RawConnection,
    shape: Shape,
    rows: Iterable[bytes],
    seq: int,
    kept: Collection[str] = (),
) -> None:
    """Make stubs of these rows: whatever points to them still points somewhere.

    What stands beside their values, and what search knows of them, goes with them. seq: the line of
    the log that does it. kept: columns that keep their values.
    """
    names = [column.field.name for column in shape.columns]
    names += ["sort_key"] if shape.keyed_by else []
    emptied = "".join(f'"{name}" = NULL, ' for name in names if name not in kept)
    sql = f"UPDATE {shape.table} SET {emptied}sv = ?, sq = ?, stub = 1 WHERE id = ?"
    gone = list(rows)
    connection.executemany(sql, [(STUB, seq, row) for row in gone])
    forget_rows(connection, shape.entity, gone)
    places = [(shape.entity, row) for row in gone]
    found = "(SELECT no FROM search_rows WHERE ent = ? AND row = ?)"
    for sql in (
        "DELETE FROM sync_sib WHERE ent = ? AND row = ?",
        f"DELETE FROM search_words WHERE rowid IN {found}",
        "DELETE FROM search_rows WHERE ent = ? AND row = ?",
    ):
        connection.executemany(sql, places)
