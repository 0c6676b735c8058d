"""Values that stand beside the one that is shown, until somebody who has seen them decides."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from desktop.store import tables
from desktop.versions.origins import Dot

if TYPE_CHECKING:
    from desktop.records import Record


def beside(connection: sa.Connection, record: Record) -> dict[int, dict[Dot, dict[int, Any]]]:
    """What stands beside the shown values of a record: units, writes, values by field number."""
    siblings = tables.siblings
    rows = connection.execute(
        sa.select(siblings).where(
            siblings.c.ent == record.entity, siblings.c.row == record.id.bytes
        )
    )
    found: dict[int, dict[Dot, dict[int, Any]]] = {}
    for row in rows:
        told: Mapping[str, Any] = json.loads(row.val)
        values = {int(no): value for no, value in told.items()}
        found.setdefault(row.unit, {})[Dot(row.hlc, row.origin_no)] = values
    return found


def disputed(connection: sa.Connection) -> list[tuple[int, uuid.UUID, int]]:
    """Every unit that has several values: record type, id, unit."""
    siblings = tables.siblings
    rows = connection.execute(sa.select(siblings.c.ent, siblings.c.row, siblings.c.unit).distinct())
    return [(row.ent, uuid.UUID(bytes=row.row), row.unit) for row in rows]


def settle(connection: sa.Connection, record: Record, unit: int, seq: int) -> None:
    """Let only the shown value stand; what stood beside it goes into the history.

    To be called with a write of the unit by somebody who has seen all of them: its version then
    says so to everybody. seq: the line of the log of that write.
    """
    siblings, hist = tables.siblings, tables.superseded
    mine = (
        siblings.c.ent == record.entity,
        siblings.c.row == record.id.bytes,
        siblings.c.unit == unit,
    )
    kept = [
        {
            "ent": row.ent,
            "row": row.row,
            "unit": row.unit,
            "origin_no": row.origin_no,
            "hlc": row.hlc,
            "val": row.val,
            "seq": seq,
        }
        for row in connection.execute(sa.select(siblings).where(*mine))
    ]
    if kept:
        connection.execute(sa.insert(hist), kept)
        connection.execute(sa.delete(siblings).where(*mine))
