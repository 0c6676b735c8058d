"""Reading and saving any record: one way for forms, dialogs, imports and the console."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import access, checks, sealing
from desktop.operations.naming import names
from desktop.operations.office import Office, known_day
from desktop.records import Record, record_types
from desktop.store import keeping
from desktop.store.store import Changes
from desktop.versions.origins import Dot
from desktop.versions.stamp import read_sv

Seen = Mapping[int, Dot]
"""Which write of each unit was on the screen when a form opened."""


@dataclass(frozen=True)
class Reading:
    """A record as a form shows it."""

    table: str
    id: uuid.UUID
    called: str
    values: dict[str, Any]
    seen: Seen
    void_reason: str | None


@dataclass(frozen=True)
class Clash:
    """A field that somebody changed while the form was open."""

    field: str
    label: str
    mine: Any
    theirs: Any


class ChangedMeanwhile(UserError):
    """Units of a record were written since the form opened; nothing was saved."""

    def __init__(self, clashes: list[Clash]) -> None:
        labels = ", ".join(tr(clash.label) for clash in clashes)
        super().__init__(
            tr(
                "Trong lúc bạn nhập, có nơi khác đã sửa: {labels}. Lần lưu này chưa được ghi. "
                "Hãy xem hai bên rồi chọn giữ bên nào."
            ).format(labels=labels)
        )
        self.clashes = clashes


def read(office: Office, table: str, record_id: uuid.UUID) -> Reading:
    """One record for a form or a paper. Raises UserError if it is not there for this user."""
    access.require_read(office, table)
    with office.reading() as session:
        record = get_visible(office, session, table, record_id)
        if record.stub:
            raise not_here()
        reading = as_read(office, session, record)
    if record.comp:
        office.note("look", record=record)
    return reading


def as_read(office: Office, session: Session, record: Record) -> Reading:
    """A loaded record as a form shows it; fields above the user's level are left out."""
    most = access.level(office)
    values = {f.name: getattr(record, f.name) for f in record.fields() if f.level <= most}
    return Reading(
        record.__tablename__,
        record.id,
        called(office, session, record),
        values,
        {unit: version.dot for unit, version in read_sv(record.sv).items()},
        record.void_reason,
    )


def called(office: Office, session: Session, record: Record) -> str:
    """What a record is called, references spelled out."""
    for name in record.title:
        value = getattr(record, name)
        if value is not None:
            return record.field(name).kind.format(value, names(office, session))
    return ""


def get_visible(office: Office, session: Session, table: str, record_id: uuid.UUID) -> Any:
    """A record that the user may see. Raises UserError otherwise, as if it were not there."""
    kind = record_types()[table]
    columns = kind.__table__.c
    statement = sa.select(kind).where(columns.id == record_id, *access.conditions(office, kind))
    record = session.scalars(statement).one_or_none()
    if record is None:
        raise not_here()
    return record


def not_here() -> UserError:
    """What is told of a record that is not there for this user."""
    return UserError(
        tr(
            "Không mở được bản ghi này: không có trên máy hoặc tài khoản của bạn "
            "không được xem. Chưa có gì thay đổi."
        )
    )


def save(
    office: Office,
    table: str,
    record_id: uuid.UUID | None,
    values: Mapping[str, Any],
    seen: Seen | None = None,
) -> Changes:
    """Save a new record, or the fields that differ of an existing one.

    values: by field name; fields left out stay as they are.
    seen: from the reading the form opened with. Raises InvalidRecord with a sentence for each
    field, ChangedMeanwhile if others wrote the same fields since, UserError for what no form may
    write by itself: a sealed record, a field that an operation of its own writes, a closed period.
    """
    access.require_write(office, table)
    with office.writing() as session:
        sealing.refuse_plain(session, table, record_id, values)
        save_in(office, session, table, record_id, values, seen)
        # With the save, or not at all: a full disk must not make a saved record look unsaved.
        keeping.drop_draft(session.connection(), office.user.name, table, record_id)
    return Changes.made_in(session)


def save_in(
    office: Office,
    session: Session,
    table: str,
    record_id: uuid.UUID | None,
    values: Mapping[str, Any],
    seen: Seen | None = None,
) -> Any:
    """The same inside an operation that saves more; returns the record."""
    kind = record_types()[table]
    _require_parent(office, session, kind, values)
    if record_id is None:
        record = kind(**values)
        checks.check_record(session, record, known_day(office))
        session.add(record)
    else:
        record = get_visible(office, session, table, record_id)
        _refuse_clashes(record, values, seen)
        for name, value in values.items():
            if getattr(record, name) != value:
                setattr(record, name, value)
        checks.check_record(session, record, known_day(office))
    session.flush()
    access.keep_writer_in(office, session, record)
    return record


def _require_parent(
    office: Office, session: Session, kind: type[Record], values: Mapping[str, Any]
) -> None:
    """Nothing is put into a file that the user may not open."""
    owner_type = kind.owner_type()
    owner: Any = values.get(kind.parent) if kind.parent else None
    if owner_type is not None and owner is not None:
        get_visible(office, session, owner_type.__tablename__, owner)


def _refuse_clashes(record: Record, values: Mapping[str, Any], seen: Seen | None) -> None:
    if seen is None:
        return
    now = {unit: version.dot for unit, version in read_sv(record.sv).items()}
    clashes = [
        Clash(field.name, field.label, values[field.name], getattr(record, field.name))
        for field in record.fields()
        if field.name in values
        and now.get(field.unit) != seen.get(field.unit)
        and not _same(field.kind, values[field.name], getattr(record, field.name))
    ]
    if clashes:
        raise ChangedMeanwhile(clashes)


def _same(kind: Any, one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return bool(kind.normal(one) == kind.normal(other))


def void(office: Office, table: str, record_id: uuid.UUID, reason: str) -> Changes:
    """Take a record out of use, with the reason; it can be brought back.

    Raises UserError without a reason.
    """
    access.require_write(office, table)
    if not reason.strip():
        raise UserError(tr("Cần ghi lý do hủy bỏ. Chưa có gì thay đổi."))
    with office.writing("void") as session:
        sealing.refuse_plain(session, table, record_id, {})
        record = get_visible(office, session, table, record_id)
        record.void_reason = record.field("void_reason").kind.parse(reason)
    return Changes.made_in(session)


def unvoid(office: Office, table: str, record_id: uuid.UUID) -> Changes:
    """Bring a voided record back."""
    access.require_write(office, table)
    with office.writing("unvoid") as session:
        sealing.refuse_plain(session, table, record_id, {})
        get_visible(office, session, table, record_id).void_reason = None
    return Changes.made_in(session)
