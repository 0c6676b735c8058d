"""Which choices between values that stood beside each other were made here, by whom, and why."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.clock import moment
from desktop.base.i18n import tr
from desktop.fields import Field
from desktop.operations import access
from desktop.operations.decisions import KIND, note_line
from desktop.operations.disagreed_values import normal_value, read_values
from desktop.operations.disagreeing_offices import DisagreeingOffices
from desktop.operations.disagreement import HOME, Values
from desktop.operations.disagreement_words import DisagreementWords, label
from desktop.operations.office import Office
from desktop.records import Record, record_type, record_types
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.exchange.shapes import HOME_UNIT
from desktop.versions.origins import Dot
from desktop.versions.stamp import read_sv

_MOST = 300
"""So many of the latest are told."""


@dataclass(frozen=True)
class Settled:
    """A choice that was made at this PC.

    called, kind: the record, as disagreements call it. labels: the fields that differed. chosen,
    others: what was chosen, and what stood beside it, each read with the fields together.
    who: the account. note: why, "" if nothing was said. undone: whether it was taken back.
    seq, dot: the line of the log, and the write. fields: those that differed; none where it was
    about the office that has the record.
    """

    table: str
    id: uuid.UUID
    called: str
    kind: str
    labels: tuple[str, ...]
    chosen: str
    others: tuple[str, ...]
    who: str
    at: dt.datetime
    note: str
    undone: bool
    seq: int
    dot: Dot
    unit: int
    fields: tuple[Field, ...]


def settled(office: Office, roots: Collection[uuid.UUID] = ()) -> list[Settled]:
    """The latest choices that were made here and this account may read, newest first.

    roots: only in these records and their parts.
    """
    office.require(Permission.READ_HISTORY)
    with office.reading() as session:
        reader = _Reader(office, session)
        found = [
            one
            for line in reader.lines(roots)
            if (one := reader.told(line, reader.values(line))) is not None
        ]
    return sorted(found, key=lambda one: one.seq, reverse=True)[:_MOST]


def settled_in(office: Office, session: Session, record: Record) -> list[Settled]:
    """The same of one record, in a session in which it may be read."""
    reader = _Reader(office, session)
    lines = [line for line in reader.lines((record.root or record.id,)) if line.record is record]
    found = (reader.told(line, reader.values(line)) for line in lines)
    return [one for one in found if one is not None]


@dataclass(frozen=True)
class _Line:
    """A unit of a record in one line of the log that holds a choice, with the values it ended."""

    record: Record
    unit: int
    log: Any
    ended: Sequence[Mapping[int, Any]]


class _Reader:
    """Reads choices in one session."""

    def __init__(self, office: Office, session: Session) -> None:
        self._office, self._session = office, session
        self._words = DisagreementWords(office, session)
        self._offices = DisagreeingOffices(session.connection())

    def lines(self, roots: Collection[uuid.UUID]) -> Iterator[_Line]:
        """What choices ended, by record and unit; of types that are known and may be read."""
        log, hist = tables.log, tables.superseded
        asked = (
            sa.select(hist, log.c.hlc.label("made"), log.c.origin_no.label("by"), log.c.user)
            .add_columns(log.c.wall_ms, log.c.tx)
            .join(log, log.c.seq == hist.c.seq)
            .where(log.c.kind == KIND, hist.c.val.is_not(None))
            .order_by(hist.c.seq.desc(), hist.c.no)
        )
        groups: dict[tuple[int, bytes, int, int], list[Any]] = defaultdict(list)
        for row in self._session.execute(asked):
            groups[row.ent, bytes(row.row), row.unit, row.seq].append(row)
        records = self._records({(ent, row) for ent, row, _unit, _seq in groups}, roots)
        for (ent, row, unit, _seq), rows in groups.items():
            record = records.get((ent, row))
            if record is not None:
                yield _Line(record, unit, rows[0], [_parsed(one.val) for one in rows])

    def _records(
        self, wanted: Collection[tuple[int, bytes]], roots: Collection[uuid.UUID]
    ) -> dict[tuple[int, bytes], Record]:
        known = {kind.entity for kind in record_types().values()}
        ids: defaultdict[int, list[uuid.UUID]] = defaultdict(list)
        for ent, row in sorted(wanted):
            if ent in known and access.may_read(self._office, record_type(ent).__tablename__):
                ids[ent].append(uuid.UUID(bytes=row))
        found: dict[tuple[int, bytes], Record] = {}
        for ent, some in ids.items():
            kind = record_type(ent)
            asked = sa.select(kind).where(~kind.stub, *access.conditions(self._office, kind))
            for at in range(0, len(some), _MOST):
                for record in self._session.scalars(
                    asked.where(kind.id.in_(some[at : at + _MOST]))
                ):
                    if not roots or (record.root or record.id) in roots:
                        found[ent, record.id.bytes] = record
        return found

    def values(self, line: _Line) -> Mapping[int, Any] | None:
        """What the choice came to, by field number; None if the file does not know it."""
        record, unit = line.record, line.unit
        now = read_sv(record.sv).get(unit)
        if now is not None and (now.dot.hlc, now.dot.origin) == (line.log.made, line.log.by):
            return {0: record.scope} if unit == HOME_UNIT else _written(record, unit)
        later = self._later(line)
        return None if later is None else _parsed(later.val)

    def _later(self, line: _Line) -> Any:
        """The line of the history in which the choice itself was superseded."""
        hist = tables.superseded
        return self._session.execute(
            sa.select(hist).where(
                hist.c.row == line.record.id.bytes,
                hist.c.ent == line.record.entity,
                hist.c.unit == line.unit,
                hist.c.hlc == line.log.made,
                hist.c.origin_no == line.log.by,
            )
        ).first()

    def told(self, line: _Line, chosen: Mapping[int, Any] | None) -> Settled | None:
        """A choice as people read it; None if they may not."""
        record, log = line.record, line.log
        fields = [one for one in record.fields() if one.unit == line.unit]
        if chosen is None or any(one.level > access.level(self._office) for one in fields):
            return None
        ended = [_values(fields, one) for one in line.ended]
        ours = _values(fields, chosen)
        differing = [f for f in fields if any(_differ(f, one, ours) for one in ended)] or fields
        texts = [self._text(differing, one) for one in (ours, *ended)]
        return Settled(
            record.__tablename__,
            record.id,
            self._words.called(record),
            self._words.kind(record),
            tuple(map(label, differing)) or (tr("Cơ quan giữ hồ sơ"),),
            texts[0],
            tuple(dict.fromkeys(one for one in texts[1:] if one != texts[0])),
            log.user,
            moment(log.wall_ms),
            self._note(record, log.tx),
            self._is_undone(line),
            log.seq,
            Dot(log.made, log.by),
            line.unit,
            tuple(differing),
        )

    def _text(self, fields: Sequence[Field], values: Values) -> str:
        if not fields:
            return self._offices.name(int(values[HOME]))
        return " · ".join(self._words.text(field, values.get(field.name)) for field in fields)

    def _note(self, record: Record, tx: int) -> str:
        """What was said of a choice; one note stands for all lines of its transaction."""
        events, log = tables.events, tables.log
        asked = sa.select(events.c.detail).where(
            events.c.row == record.id.bytes, events.c.ent == record.entity, events.c.kind == KIND
        )
        notes = self._session.execute(asked.order_by(events.c.no)).scalars().all()
        lines = self._session.execute(sa.select(log.c.seq).where(log.c.tx == tx)).scalars().all()
        begins = tuple(note_line(seq, "") for seq in lines)
        return next((one.partition(" ")[2] for one in notes if one.startswith(begins)), "")

    def _is_undone(self, line: _Line) -> bool:
        later = self._later(line)
        if later is None:
            return False
        kind = sa.select(tables.log.c.kind).where(tables.log.c.seq == later.seq)
        return self._session.execute(kind).scalar() == "undo"


def _parsed(text: str) -> dict[int, Any]:
    return {int(no): value for no, value in json.loads(text).items()}


def _written(record: Record, unit: int) -> dict[int, Any]:
    return {
        field.no: None if (v := getattr(record, field.name)) is None else field.kind.to_json(v)
        for field in record.fields()
        if field.unit == unit
    }


def _values(fields: list[Field], told: Mapping[int, Any]) -> Values:
    return read_values(fields, told) if fields else {HOME: told.get(0)}


def _differ(field: Field, one: Values, other: Values) -> bool:
    return normal_value(field, one) != normal_value(field, other)
