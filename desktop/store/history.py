"""Reading what was written: the history of one record, and what the last saved action did."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.clock import moment
from desktop.fields import Field
from desktop.records import Record, record_type, record_types
from desktop.store import tables
from desktop.versions.clock import moment_ms
from desktop.versions.origins import GENESIS, Dot
from desktop.versions.stamp import read_sv


@dataclass(frozen=True)
class Edit:
    """One field that one write changed; before is None for the first value of a record.

    user, kind, seq: "" and 0 for a write that was made elsewhere. dot: the write.
    """

    at: dt.datetime | None
    user: str
    kind: str
    field: Field
    before: Any
    after: Any
    created: bool
    seq: int
    dot: Dot


@dataclass(frozen=True)
class Write:
    """A row's unit that a transaction wrote: what it superseded, if anything."""

    entity: int
    row: uuid.UUID
    unit: int
    before: dict[int, Any] | None


def history(session: Session, record: Record) -> list[Edit]:
    """Every change of this record that the file remembers, newest first."""
    log = {
        (found.hlc, found.origin_no): found for found in session.execute(_log_rows(record)).all()
    }
    edits: list[Edit] = []
    for unit, versions in _versions_by_unit(session, record).items():
        fields = [field for field in record.fields() if field.unit == unit]
        before: dict[int, Any] | None = None
        for dot, value in versions:
            edits += _edits(log.get((dot.hlc, dot.origin)), dot, fields, before, value)
            before = value
    order = {field.name: at for at, field in enumerate(record.fields())}
    return sorted(edits, key=lambda edit: (-edit.dot.hlc, order[edit.field.name]))


def _log_rows(record: Record) -> sa.Select[Any]:
    hist = tables.superseded
    dots = sa.select(hist.c.hlc).where(hist.c.row == record.id.bytes)
    now = [version.dot.hlc for version in read_sv(record.sv).values()]
    return sa.select(tables.log).where(
        sa.or_(tables.log.c.hlc.in_(dots), tables.log.c.hlc.in_(now))
    )


def _versions_by_unit(
    session: Session, record: Record
) -> dict[int, list[tuple[Dot, dict[int, Any]]]]:
    hist = tables.superseded
    rows = session.execute(
        sa.select(hist)
        .where(hist.c.row == record.id.bytes, hist.c.ent == record.entity)
        .order_by(hist.c.no)
    )
    found: dict[int, list[tuple[Dot, dict[int, Any]]]] = defaultdict(list)
    for row in rows:
        found[row.unit].append((Dot(row.hlc, row.origin_no), _parsed(row.val)))
    for unit, version in read_sv(record.sv).items():
        found[unit].append((version.dot, _current(record, unit)))
    return found


def superseded_values(
    session: Session, kind: type[Record], unit: int
) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """What a unit of any record of this type held before: the row's id, the values by field name."""
    fields = [field for field in kind.fields() if field.unit == unit]
    hist = tables.superseded
    for row in session.execute(
        sa.select(hist.c.row, hist.c.val).where(
            hist.c.ent == kind.entity, hist.c.unit == unit, hist.c.val.is_not(None)
        )
    ):
        told = _parsed(row.val)
        yield (
            row.row,
            {
                field.name: None if (v := told.get(field.no)) is None else field.kind.from_json(v)
                for field in fields
            },
        )


def _parsed(text: str) -> dict[int, Any]:
    return {int(no): value for no, value in json.loads(text).items()}


def _current(record: Record, unit: int) -> dict[int, Any]:
    return {
        field.no: None if (v := getattr(record, field.name)) is None else field.kind.to_json(v)
        for field in record.fields()
        if field.unit == unit
    }


def _edits(
    log: Any, dot: Dot, fields: list[Field], before: dict[int, Any] | None, after: dict[int, Any]
) -> Iterator[Edit]:
    at = None if dot == GENESIS else moment(moment_ms(dot.hlc) if log is None else log.wall_ms)
    for field in fields:
        old = None if before is None else before.get(field.no)
        new = after.get(field.no)
        if old != new:
            yield Edit(
                at,
                "" if log is None else log.user,
                "" if log is None else log.kind,
                field,
                None if old is None else field.kind.from_json(old),
                None if new is None else field.kind.from_json(new),
                before is None,
                0 if log is None else log.seq,
                dot,
            )


@dataclass(frozen=True)
class Transaction:
    """One saved action, as the log knows it."""

    tx: int
    at: dt.datetime
    user: str
    kind: str


def last_transaction(session: Session, user: str) -> Transaction | None:
    """The latest thing this user saved, if it can still be taken back."""
    log = tables.log
    row = session.execute(
        sa.select(log).where(log.c.user == user).order_by(log.c.seq.desc()).limit(1)
    ).first()
    if row is None:
        return None
    at = dt.datetime.fromtimestamp(row.wall_ms / 1000, dt.UTC)
    return Transaction(row.tx, at, row.user, row.kind)


def writes_of(session: Session, tx: int) -> tuple[list[Write], list[Record]]:
    """What the file held before a transaction, and the records it created.

    A unit that it wrote several times is given once, with what stood there at first.
    """
    seqs = session.execute(
        sa.select(tables.log.c.seq, tables.log.c.hlc, tables.log.c.origin_no).where(
            tables.log.c.tx == tx
        )
    ).all()
    numbers = [row.seq for row in seqs]
    dots = {Dot(row.hlc, row.origin_no) for row in seqs}
    hist = tables.superseded
    first: dict[tuple[int, bytes, int], Any] = {}
    for row in session.execute(sa.select(hist).where(hist.c.seq.in_(numbers)).order_by(hist.c.no)):
        first.setdefault((row.ent, bytes(row.row), row.unit), row)
    writes = [
        Write(row.ent, uuid.UUID(bytes=row.row), row.unit, _parsed(row.val))
        for row in first.values()
        # Else the transaction wrote it itself: the record is new, and is taken back whole.
        if Dot(row.hlc, row.origin_no) not in dots
    ]
    created = [record for record in _arrived(session, numbers) if _written_by(record, dots)]
    return writes, created


def overwritten(session: Session, tx: int) -> Record | None:
    """A record in which somebody has written over what this transaction wrote, if there is one."""
    log, hist = tables.log, tables.superseded
    mine = sa.select(log.c.seq).where(log.c.tx == tx)
    row = session.execute(
        sa.select(hist.c.ent, hist.c.row)
        .join(log, sa.and_(log.c.hlc == hist.c.hlc, log.c.origin_no == hist.c.origin_no))
        .where(log.c.tx == tx, hist.c.seq.not_in(mine))
        .limit(1)
    ).first()
    return None if row is None else find_record(session, row.ent, uuid.UUID(bytes=row.row))


def _arrived(session: Session, numbers: list[int]) -> Iterator[Record]:
    for kind in record_types().values():
        yield from session.scalars(sa.select(kind).where(kind.sq.in_(numbers)))


def _written_by(record: Record, dots: set[Dot]) -> bool:
    return {version.dot for version in read_sv(record.sv).values()} <= dots


def is_genesis(record: Record) -> bool:
    """Whether the record stands as the program shipped it."""
    return all(version.dot == GENESIS for version in read_sv(record.sv).values())


def find_record(session: Session, entity: int, row: uuid.UUID) -> Record | None:
    """A record by its number and id."""
    return session.get(record_type(entity), row)
