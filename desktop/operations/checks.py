"""Whether a record keeps its declaration: required, in range, unique, pointing at what is there."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from desktop.base.errors import InvalidRecord, InvalidValue
from desktop.base.i18n import tr
from desktop.fields import CitizenNumber, Field, Reference, Values
from desktop.indicators.letter_checks import LETTER_RULES
from desktop.indicators.letters import is_number_taken
from desktop.operations.exchange_keys import own_scope
from desktop.operations.one_person import same_as
from desktop.records import LetterPart, Person, Record, record_types


def check_record(session: Session, record: Record, today: dt.date | None) -> None:
    """Raise InvalidRecord unless the record keeps its declaration: required, in range, unique.

    today: as for own_problems.
    """
    problems = own_problems(record, today)
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
    if isinstance(record, LetterPart) and is_number_taken(session, record):
        # What a clerk writes for a section is kept under its number.
        problems.setdefault("code", tr("Mẫu này đã có một mục mang số này."))
    if problems:
        raise InvalidRecord(_summary(record, problems), problems)


def own_problems(record: Record, today: dt.date | None) -> dict[str, str]:
    """What is wrong with a record by itself, without a look at others: missing, out of range.

    today: the office's day; what happened can't be dated after it. None while nobody knows it:
    a wrong clock is no reason to refuse a true date.
    """
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
            if today is not None:
                field.kind.check_today(value, today)
        except InvalidValue as error:
            problems[field.name] = error.message
    further = LETTER_RULES.get(record.__tablename__, _no_rules)
    for name, sentence in (record.problems(values) | further(values)).items():
        problems.setdefault(name, sentence)
    return problems


def _no_rules(_values: Values) -> dict[str, str]:
    return {}


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


def is_one_for_all(field: Field) -> bool:
    """Whether a unique value is so in all offices, as a citizen's number is.

    Each office numbers what it writes, and names its hamlets, by itself.
    """
    return isinstance(field.kind, CitizenNumber)


def _holder(session: Session, record: Record, name: str) -> Record | None:
    kind = type(record)
    column = kind.__table__.c[name]
    statement = sa.select(kind).where(
        column == getattr(record, name),
        kind.id != record.id,
        kind.void_reason.is_(None),
        ~kind.stub,
    )
    if not is_one_for_all(record.field(name)):
        statement = statement.where(kind.scope == _home(session, record))
    if isinstance(record, Person):
        # Who was written down twice has one number in both.
        statement = statement.where(kind.id.not_in(same_as(session.connection(), record.id)))
    with session.no_autoflush:
        return session.scalars(statement.limit(1)).one_or_none()


def _home(session: Session, record: Record) -> int:
    """The office of a record; a new one is ours."""
    if record.scope is None:  # pyright: ignore[reportUnnecessaryComparison] -- not yet set
        return own_scope(session.connection())
    return record.scope
