"""Reading and saving any record: one way for forms, dialogs, imports and the console."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from desktop.base.errors import InvalidRecord, InvalidValue, UserError
from desktop.base.i18n import tr
from desktop.fields import Reference
from desktop.operations import access
from desktop.operations.naming import names
from desktop.operations.office import Office
from desktop.records import Record, record_types
from desktop.store import keeping
from desktop.store.history import Edit, history
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
        raise UserError(
            tr(
                "Không mở được bản ghi này: không có trên máy hoặc tài khoản của bạn "
                "không được xem. Chưa có gì thay đổi."
            )
        )
    return record


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
    field, ChangedMeanwhile if others wrote the same fields since.
    """
    access.require_write(office, table)
    with office.writing() as session:
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
        check_record(session, record)
        session.add(record)
    else:
        record = get_visible(office, session, table, record_id)
        _refuse_clashes(record, values, seen)
        for name, value in values.items():
            if getattr(record, name) != value:
                setattr(record, name, value)
        check_record(session, record)
    session.flush()
    access.keep_writer_in(office, session, record)
    return record


def _require_parent(
    office: Office, session: Session, kind: type[Record], values: Mapping[str, Any]
) -> None:
    """Nothing is put into a file that the user may not open."""
    owner: Any = values.get(kind.parent) if kind.parent else None
    if owner is not None:
        reference: Any = kind.field(str(kind.parent)).kind
        get_visible(office, session, reference.to, owner)


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


def check_record(session: Session, record: Record) -> None:
    """Raise InvalidRecord unless the record keeps its declaration: required, in range, unique."""
    problems = own_problems(record)
    state = sa.inspect(record)
    # What a reference in the file points to is there: rows are never deleted.
    held: set[str] = state.unmodified if state.persistent else set()
    for field in record.fields():
        value = getattr(record, field.name)
        if value is None or field.name in problems:
            continue
        if field.unique and (holder := _holder(session, record, field.name)) is not None:
            problems[field.name] = _taken(holder)
        if not isinstance(field.kind, Reference) or field.name in held:
            continue
        if not _is_there(session, field.kind.to, value):
            problems[field.name] = tr("Không có bản ghi này trên máy. Hãy chọn trong danh sách.")
    if problems:
        raise InvalidRecord(_summary(record, problems), problems)


def own_problems(record: Record) -> dict[str, str]:
    """What is wrong with a record by itself, without a look at others: missing, out of range."""
    values = record.values()
    problems: dict[str, str] = {}
    for field in record.fields():
        value = values[field.name]
        if value is None:
            if field.required and field.shown(values):
                problems[field.name] = tr("Cần ghi mục này.")
            continue
        try:
            field.kind.check(value)
        except InvalidValue as error:
            problems[field.name] = error.message
    for name, sentence in record.problems(values).items():
        problems.setdefault(name, sentence)
    return problems


def _summary(record: Record, problems: Mapping[str, str]) -> str:
    lines = [f"{tr(record.field(name).label)}: {text}" for name, text in problems.items()]
    head = tr("Chưa lưu được {what}; chưa có gì thay đổi.").format(what=tr(record.singular).lower())
    return "\n".join([head, *lines])


def _is_there(session: Session, table: str, record_id: uuid.UUID) -> bool:
    kind = record_types()[table]
    # What this session made or read is known without asking the file.
    if session.identity_map.get(identity_key(kind, record_id)) is not None:
        return True
    if any(isinstance(fresh, kind) and fresh.id == record_id for fresh in session.new):
        return True
    statement = sa.select(kind.__table__.c.id).where(kind.__table__.c.id == record_id)
    return session.connection().execute(statement).first() is not None


def _taken(holder: Record) -> str:
    # Whoever is in a compartment is not named to somebody who may not know of it.
    if holder.comp:
        return tr("Đã có ở một người hoặc hồ sơ thuộc diện hạn chế xem.")
    return tr("Đã có ở: {who}.").format(who=holder.called)


def _holder(session: Session, record: Record, name: str) -> Record | None:
    kind = type(record)
    column = kind.__table__.c[name]
    statement = sa.select(kind).where(
        column == getattr(record, name),
        kind.id != record.id,
        kind.void_reason.is_(None),
        ~kind.stub,
    )
    with session.no_autoflush:
        return session.scalars(statement.limit(1)).one_or_none()


def void(office: Office, table: str, record_id: uuid.UUID, reason: str) -> Changes:
    """Take a record out of use, with the reason; it can be brought back.

    Raises UserError without a reason.
    """
    access.require_write(office, table)
    if not reason.strip():
        raise UserError(tr("Cần ghi lý do hủy bỏ. Chưa có gì thay đổi."))
    with office.writing("void") as session:
        get_visible(office, session, table, record_id).void_reason = reason.strip()
    return Changes.made_in(session)


def unvoid(office: Office, table: str, record_id: uuid.UUID) -> Changes:
    """Bring a voided record back."""
    access.require_write(office, table)
    with office.writing("unvoid") as session:
        get_visible(office, session, table, record_id).void_reason = None
    return Changes.made_in(session)


@dataclass(frozen=True)
class HistoryLine:
    """One change as people read it."""

    edit: Edit
    label: str
    before: str
    after: str


def read_history(office: Office, table: str, record_id: uuid.UUID) -> list[HistoryLine]:
    """Who changed what of a record, from what to what, newest first."""
    access.require_read(office, table)
    most = access.level(office)
    with office.reading() as session:
        record = get_visible(office, session, table, record_id)
        called_so = names(office, session)

        def shown(edit: Edit, value: Any) -> str:
            return "" if value is None else edit.field.kind.format(value, called_so)

        return [
            HistoryLine(
                edit, tr(edit.field.label), shown(edit, edit.before), shown(edit, edit.after)
            )
            for edit in history(session, record)
            if edit.field.level <= most
        ]


def keep_draft(
    office: Office, table: str, record_id: uuid.UUID | None, values: Mapping[str, Any]
) -> None:
    """Keep what a form holds, encrypted like everything else, in case the power goes."""
    kind = record_types()[table]
    told = {
        name: None if value is None else kind.field(name).kind.to_json(value)
        for name, value in values.items()
    }
    with office.store.connection(write=True) as connection:
        keeping.keep_draft(connection, office.user.name, table, record_id, office.clock.now(), told)


def drop_draft(office: Office, table: str, record_id: uuid.UUID | None) -> None:
    """Forget what a form held."""
    with office.store.connection(write=True) as connection:
        keeping.drop_draft(connection, office.user.name, table, record_id)


@dataclass(frozen=True)
class OpenDraft:
    """A form that was not saved when the program last ended."""

    draft: keeping.Draft
    called: str
    values: dict[str, Any]


def read_drafts(office: Office) -> list[OpenDraft]:
    """The signed-in user's unsaved forms, newest first, to be offered by name and time."""
    found: list[OpenDraft] = []
    with office.store.connection() as connection:
        drafts = keeping.read_drafts(connection, office.user.name)
    with office.reading() as session:
        for draft in drafts:
            kind = record_types()[draft.table]
            known = {field.name for field in kind.fields()}
            values = {
                name: None if told is None else kind.field(name).kind.from_json(told)
                for name, told in draft.values.items()
                if name in known  # not the lines that line_drafts keeps with them
            }
            record = None if draft.row is None else session.get(kind, draft.row)
            name = called(office, session, record) if record else _draft_name(kind, values)
            found.append(OpenDraft(draft, name, values))
    return found


def _draft_name(kind: type[Record], values: Mapping[str, Any]) -> str:
    for name in kind.title:
        if values.get(name) is not None:
            return kind.field(name).kind.format(values[name])
    return tr(kind.singular)
