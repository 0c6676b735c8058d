"""Values that stand beside the one that is shown, until somebody who has seen them decides."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from desktop.records import record_types
from desktop.store import tables
from desktop.store.stamping import STAMPER, Stamper
from desktop.versions.origins import Dot

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.records import Record


def beside(connection: sa.Connection, record: Record) -> dict[int, dict[Dot, dict[int, Any]]]:
    """What stands beside the shown values of a record: units, writes, values by field number."""
    siblings = tables.siblings
    mine = (siblings.c.ent == record.entity, siblings.c.row == record.id.bytes)
    found: dict[int, dict[Dot, dict[int, Any]]] = {}
    for row in connection.execute(sa.select(siblings).where(*mine)):
        found.setdefault(row.unit, {})[Dot(row.hlc, row.origin_no)] = _values(row.val)
    return found


def beside_all(
    connection: sa.Connection, entity: int
) -> dict[uuid.UUID, dict[int, dict[Dot, dict[int, Any]]]]:
    """The same of all records of one type, by id."""
    siblings = tables.siblings
    found: dict[uuid.UUID, dict[int, dict[Dot, dict[int, Any]]]] = {}
    for row in connection.execute(sa.select(siblings).where(siblings.c.ent == entity)):
        units = found.setdefault(uuid.UUID(bytes=row.row), {})
        units.setdefault(row.unit, {})[Dot(row.hlc, row.origin_no)] = _values(row.val)
    return found


def disputed(connection: sa.Connection) -> list[tuple[int, uuid.UUID, int]]:
    """Every unit that has several values: record type, id, unit; of types that are known here."""
    siblings = tables.siblings
    known = siblings.c.ent.in_([kind.entity for kind in record_types().values()])
    told = (siblings.c.ent, siblings.c.row, siblings.c.unit)
    rows = connection.execute(sa.select(*told).where(known).distinct())
    return [(row.ent, uuid.UUID(bytes=row.row), row.unit) for row in rows]


def stood_before(
    connection: sa.Connection, record: Record, unit: int, dots: Collection[Dot]
) -> dict[int, Any] | None:
    """What a unit held before these writes, by field number; None if the history does not know.

    dots: the writes that stand beside each other now.
    """
    hist = tables.superseded
    mine = (hist.c.ent == record.entity, hist.c.row == record.id.bytes, hist.c.unit == unit)
    earliest = min(dot.hlc for dot in dots)
    row = connection.execute(
        sa.select(hist.c.val)
        .where(*mine, hist.c.hlc < earliest, hist.c.val.is_not(None))
        .order_by(hist.c.hlc.desc(), hist.c.no.desc())
        .limit(1)
    ).first()
    return None if row is None else _values(row.val)


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


def reopen(session: Session, tx: int) -> None:
    """Let what a transaction settled stand beside the shown values again, as written anew.

    To be called in a ``writing`` session before the writes of that transaction are taken back: theirs
    are later then, and say that their author knows of these. Whoever has heard of the decision hears
    that it is open again.
    """
    connection = session.connection()
    stamper: Stamper = session.info[STAMPER]
    hist, log = tables.superseded, tables.log
    lines = sa.select(log.c.seq).where(log.c.tx == tx)
    units: dict[tuple[int, bytes, int], list[str]] = {}
    for row in connection.execute(sa.select(hist).where(hist.c.seq.in_(lines)).order_by(hist.c.no)):
        units.setdefault((row.ent, bytes(row.row), row.unit), []).append(row.val)
    # The first of each is what was shown; each of the others needs a write of its own.
    for at in range(1, max(map(len, units.values()), default=0)):
        _seq, dot = stamper.log_apart("undo", ())
        told = [
            {
                "ent": ent,
                "row": row,
                "unit": unit,
                "origin_no": dot.origin,
                "hlc": dot.hlc,
                "val": v,
            }
            for (ent, row, unit), values in units.items()
            for v in values[at : at + 1]
        ]
        connection.execute(sa.insert(tables.siblings), told)


def first_written(
    connection: sa.Connection, record: Record, unit: int, told: Mapping[Dot, Mapping[int, Any]]
) -> dict[Dot, Dot]:
    """For writes that only took something back: the write that had put the same values first.

    told: values by field number of the writes in question; those that put something new are left out.
    """
    log, hist = tables.log, tables.superseded
    mine = (hist.c.ent == record.entity, hist.c.row == record.id.bytes, hist.c.unit == unit)
    found: dict[Dot, Dot] = {}
    for dot, values in told.items():
        line = (log.c.hlc == dot.hlc, log.c.origin_no == dot.origin, log.c.kind == "undo")
        if connection.execute(sa.select(log.c.seq).where(*line)).first() is None:
            continue
        for row in connection.execute(sa.select(hist).where(*mine).order_by(hist.c.no)):
            if row.val is not None and _values(row.val) == values:
                found[dot] = Dot(row.hlc, row.origin_no)
                break
    return found


def _values(text: str) -> dict[int, Any]:
    told: Mapping[str, Any] = json.loads(text)
    return {int(no): value for no, value in told.items()}
