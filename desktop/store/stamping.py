"""Stamping: in one place, every write gets its version, its number and its history."""

from __future__ import annotations

import functools
import os
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from desktop.records import Record, record_types
from desktop.store import tables
from desktop.store.chained_log import HASH, chained, digest_of
from desktop.store.differences import (
    Before,
    differences,
    held_by,
    is_found_otherwise,
    kept_line,
    unit_numbers,
)
from desktop.store.search import index_records
from desktop.store.tables import KEEP_LINE, KeptLine
from desktop.store.timeline import Timeline
from desktop.versions.origins import Dot, Lineage
from desktop.versions.stamp import fresh_sv, knowing_row, mask_of, stamped

CHANGES, STAMPER = "soxa_changes", "soxa_stamper"
VOID_UNIT = 0
"""The unit of every record that says whether it was taken out of use."""
# Made once: every save needs them, and making takes longer than carrying out.
_LAST_OF_LOG = (
    sa.select(tables.log.c.seq, tables.log.c.h).order_by(tables.log.c.seq.desc()).limit(1)
)
_ADD_TO_LOG = sa.insert(tables.log)
Parents = dict[uuid.UUID, Record]
"""What a flush makes, and what it looked up: the records that others hang on."""


class Stamper:
    """Stamps what one transaction writes; a transaction may flush several times."""

    def __init__(self, session: Session, timeline: Timeline, user: str, kind: str) -> None:
        """Watch this session. kind: what is being done, as the log names it ("save", "undo" …)."""
        self._session = session
        self._timeline = timeline
        self._user = user
        self._kind = kind
        self._tx: int | None = None
        self._touched: dict[uuid.UUID, set[int]] = {}
        session.info[CHANGES] = set()
        session.info[STAMPER] = self
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "do_orm_execute", _refuse_bulk_writes)

    def _before_flush(self, session: Session, _context: object, _objects: object) -> None:
        assert not session.deleted, "records are voided or purged, never deleted"
        new = [r for r in session.new if isinstance(r, Record)]
        dirty = [(r, differences(r)) for r in session.dirty if isinstance(r, Record)]
        edited = {record: before for record, before in dirty if before}
        if not new and not edited:
            return
        seq, last = self._next_seq()
        dot = self._timeline.next_dot(session.connection(), seq, self._user)
        # Parents that are looked up stay here while the flush lasts: the session lets go of them.
        parents = {record.id: record for record in new}
        for record in sorted(new, key=lambda r: r.entity):
            self._stamp_new(record, parents, dot, seq)
        written, renamed = list(new), list(new)
        history: list[KeptLine] = []
        for record, before in edited.items():
            renamed += [record] if is_found_otherwise(record, before) else []
            moved = self._stamp_edited(record, before, parents, dot, seq, history)
            moved = [part for part in moved if part not in edited]
            written += [record, *moved]
            renamed += moved
        if history:
            session.connection().exec_driver_sql(KEEP_LINE, history)
        self._write_log(seq, last, dot, map(_named, written))
        index_records(session.connection(), renamed)
        session.info[CHANGES].update((r.__tablename__, r.id) for r in written)

    def touch(self, record: Record, unit: int) -> None:
        """Have the next flush write this unit anew although its values stay.

        So somebody who has seen what others wrote can stand by what is shown, and all hear of it.
        """
        self._touched.setdefault(record.id, set()).add(unit)
        flag_modified(record, "sq")

    def stamp_apart(self, new: Sequence[Record]) -> None:
        """Stamp and log new records that the session does not hold, as one more flush.

        Whoever asks for it inserts and indexes them in the same transaction.
        """
        seq, last = self._next_seq()
        dot = self._timeline.next_dot(self._session.connection(), seq, self._user)
        parents = {record.id: record for record in new}
        for record in sorted(new, key=lambda r: r.entity):
            self._stamp_new(record, parents, dot, seq)
        self._write_log(seq, last, dot, map(_named, new))
        self._session.info[CHANGES].update((r.__tablename__, r.id) for r in new)

    def stamp_unit(
        self, record: Record, units: int, held: Mapping[int, Mapping[int, Any]]
    ) -> tuple[int, Dot]:
        """Give units that no column stands for a new version and log that, as one more flush.

        units: their mask. held: what each of them held, by field number. Returns the line of the
        log and the write; whoever asks for it writes the row.
        """
        seq, last = self._next_seq()
        dot = self._timeline.next_dot(self._session.connection(), seq, self._user)
        rows = [kept_line(record, unit, value, seq) for unit, value in held.items()]
        self._session.connection().exec_driver_sql(KEEP_LINE, rows)
        sv = stamped(record.sv, units, dot, self.lineage)
        set_committed_value(record, "sv", sv)
        self._write_log(seq, last, dot, [(record.entity, record.id.bytes, sv)])
        self._session.info[CHANGES].add((record.__tablename__, record.id))
        return seq, dot

    def log_apart(self, kind: str, written: Iterable[tuple[int, bytes, bytes]]) -> tuple[int, Dot]:
        """Log something that is no save of records; returns the line and its write."""
        self._kind = kind
        seq, last = self._next_seq()
        dot = self._timeline.next_dot(self._session.connection(), seq, self._user)
        self._write_log(seq, last, dot, written)
        return seq, dot

    @property
    def kind(self) -> str:
        """What is being done, as the log names it."""
        return self._kind

    @kind.setter
    def kind(self, kind: str) -> None:
        self._kind = kind

    @property
    def scope(self) -> int:
        """The number of the office whose file it is."""
        return self._timeline.scope

    @property
    def lineage(self) -> Lineage:
        """All sessions that this file knows."""
        return self._timeline.lineage

    def _stamp_new(self, record: Record, parents: Parents, dot: Dot, seq: int) -> None:
        parent = self._parent(record, parents)
        if parent is not None:
            _join_tree(record, parent)
        elif record.scope is None:  # pyright: ignore[reportUnnecessaryComparison] -- not yet set
            record.scope = 0 if record.reference_data else self._timeline.scope
        record.comp = record.comp or 0
        record.derive()
        record.sv = fresh_sv(_whole_mask(type(record)), dot)
        record.sq = seq

    def _parent(self, record: Record, parents: Parents) -> Record | None:
        owner_type = record.owner_type()
        if record.parent is None or owner_type is None:
            return None
        parent_id = getattr(record, record.parent)
        if parent_id is None:
            return None
        if parent_id not in parents:
            parents[parent_id] = self._session.get_one(owner_type, parent_id)
        return parents[parent_id]

    def _stamp_edited(
        self,
        record: Record,
        before: Before,
        parents: Parents,
        dot: Dot,
        seq: int,
        history: list[KeptLine],
    ) -> list[Record]:
        """Stamp a record; returns the parts that moved to another tree with it.

        history: gets what each unit held that changes, and who had written that.
        """
        numbers = unit_numbers(type(record))
        units = {numbers[name] for name in before if name in numbers}
        units |= self._touched.pop(record.id, set())
        compartment = record.comp
        record.derive()
        record.sq = seq
        if not units:
            return []
        history += [kept_line(record, unit, held_by(record, unit, before), seq) for unit in units]
        record.sv = stamped(record.sv, mask_of(units), dot, self._timeline.lineage)
        if VOID_UNIT in units:
            # Else nobody could tell what somebody wrote who did not know that it was voided.
            record.sv = knowing_row(record.sv, VOID_UNIT, self._timeline.lineage)
        moved = record.parent in before or record.comp != compartment
        return self._move(record, parents, seq)[1:] if moved else []

    def _move(self, record: Record, parents: Parents, seq: int) -> list[Record]:
        """Take a record, and all that hangs on it, into the tree and compartment it belongs to."""
        parent = self._parent(record, parents)
        if parent is None:
            record.root = None
        else:
            _join_tree(record, parent)
        record.sq = seq
        moved = [record]
        for kind, reference in _part_types(record.__tablename__):
            owner = kind.__table__.c[reference]
            with self._session.no_autoflush:
                parts = self._session.scalars(sa.select(kind).where(owner == record.id)).all()
            for part in parts:
                moved += self._move(part, parents, seq)
        return moved

    def _next_seq(self) -> tuple[int, bytes]:
        """The number of the next row of the log, and the hash of the last one."""
        last = self._session.connection().execute(_LAST_OF_LOG).first()
        seq, before = (last.seq + 1, last.h) if last else (1, bytes(HASH))
        self._tx = self._tx or seq
        return seq, before

    def _write_log(
        self, seq: int, before: bytes, dot: Dot, written: Iterable[tuple[int, bytes, bytes]]
    ) -> None:
        digest = digest_of(written)
        nonce = os.urandom(8)
        wall_ms, clock_ok = self._timeline.wall()
        line = {
            "seq": seq,
            "tx": self._tx,
            "h": chained(before, nonce, dot.hlc, self._kind, digest),
            "nonce": nonce,
            "digest": digest,
            "kind": self._kind,
            "origin_no": dot.origin,
            "hlc": dot.hlc,
            "user": self._user,
            "wall_ms": wall_ms,
            "clock_ok": clock_ok,
        }
        self._session.connection().execute(_ADD_TO_LOG, line)


def _named(record: Record) -> tuple[int, bytes, bytes]:
    return record.entity, record.id.bytes, record.sv


def _join_tree(record: Record, parent: Record) -> None:
    record.root = parent.root or parent.id
    record.scope, record.comp = parent.scope, parent.comp


@functools.cache
def _part_types(table: str) -> tuple[tuple[type[Record], str], ...]:
    """The record types whose parents stand in this table, and by which reference."""
    return tuple(
        (kind, kind.parent)
        for kind in record_types().values()
        if kind.parent is not None and kind.owner_type() is record_types()[table]
    )


@functools.cache
def _whole_mask(record_type: type[Record]) -> int:
    return mask_of(record_type.units())


def _refuse_bulk_writes(state: ORMExecuteState) -> None:
    # They would change records without passing through the stamping.
    writes = state.is_insert or state.is_update or state.is_delete
    assert not writes, state.statement
