"""Records by what people call them: a number, a name, a code, for the console and for links."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from desktop.base.errors import InvalidValue, UserError
from desktop.base.i18n import tr
from desktop.base.text import fold, grouped
from desktop.fields import Reference
from desktop.operations import access
from desktop.operations.lists import find
from desktop.operations.naming import OfficeNames, names
from desktop.operations.office import Office, day
from desktop.records import Activity, Record, Training, record_types
from desktop.store import search

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.operations.papers import Span

_MANY = 200


def find_by_key(office: Office, table: str, key: str) -> uuid.UUID:
    """The record that is called so, or has this unique number, or this id.

    Case and accents need not be right if nothing is called exactly so. Raises UserError if the
    user sees none, or several.
    """
    access.require_read(office, table)
    kind = record_types()[table]
    with office.reading() as session:
        called_so = names(office, session)
        found = _exactly(office, session, called_so, kind, key) or _alike(
            office, session, called_so, kind, key
        )
    if len(found) != 1:
        raise _not_one(kind, key, len(found))
    return found[0]


def _exactly(
    office: Office, session: Session, called_so: OfficeNames, kind: type[Record], key: str
) -> list[uuid.UUID]:
    for condition in _conditions(kind, called_so, key):
        found = session.scalars(_visible(office, kind).where(condition).limit(_MANY)).all()
        if found:
            return list(found)
    return []


def _conditions(
    kind: type[Record], called_so: OfficeNames, key: str
) -> list[sa.ColumnElement[bool]]:
    """An id, then what the titles and the unique fields say; references are left to _alike."""
    columns = kind.__table__.c
    found: list[sa.ColumnElement[bool]] = []
    with suppress(ValueError):
        found.append(columns.id == uuid.UUID(key))
    fields = [kind.field(name) for name in kind.title]
    fields += [field for field in kind.fields() if field.unique and field not in fields]
    for field in fields:
        if isinstance(field.kind, Reference):
            continue
        try:
            found.append(columns[field.name] == field.kind.parse(key, called_so))
        except InvalidValue:
            continue
    return found


def _alike(
    office: Office, session: Session, called_so: OfficeNames, kind: type[Record], key: str
) -> list[uuid.UUID]:
    """Those whose title reads the same when case and accents are left out."""
    statement = _visible(office, kind)
    if search.is_searched(kind):
        hits = [hit.id for hit in find(office, key, _MANY) if hit.table == kind.__tablename__]
        statement = statement.where(kind.id.in_(hits))
    wanted = fold(key.strip())
    columns = [kind.__table__.c[name] for name in kind.title]
    rows = session.execute(statement.add_columns(*columns)).all()
    return [
        record_id
        for record_id, *values in rows
        if fold(_title(kind, values, called_so).strip()) == wanted
    ]


def _title(kind: type[Record], values: list[Any], called_so: OfficeNames) -> str:
    for name, value in zip(kind.title, values, strict=True):
        if value is not None:
            return kind.field(name).kind.format(value, called_so)
    return ""


def _visible(office: Office, kind: type[Record]) -> sa.Select[Any]:
    conditions = access.conditions(office, kind)
    return sa.select(kind.id).where(kind.void_reason.is_(None), ~kind.stub, *conditions)


def _not_one(kind: type[Record], key: str, count: int) -> UserError:
    what = tr(kind.singular).lower()
    if count:
        message = tr(
            "Có {count} {what} cùng gọi là “{key}”. Chưa làm gì; hãy dùng số hoặc mã riêng."
        )
        return UserError(message.format(count=grouped(count), what=what, key=key))
    message = tr(
        "Không thấy {what} “{key}”, hoặc tài khoản của bạn không được xem. "
        "Chưa làm gì; hãy xem lại bằng lệnh list hoặc find."
    )
    return UserError(message.format(what=what, key=key))


def whole_span(office: Office, from_on: dt.date | None, until: dt.date | None) -> Span:
    """A period whose ends need not be told.

    It begins on the first of January of the first year with an activity or a training, so that
    everything up to its end is in it, and it ends today.
    """
    access.require_read(office, "activities")
    end = until or day(office)
    if from_on is not None:
        return from_on, end
    with office.reading() as session:
        found = [session.scalar(_first_day(kind)) for kind in (Activity, Training)]
    first = min((one for one in found if one is not None), default=end)
    return dt.date(min(first, end).year, 1, 1), end


def _first_day(kind: type[Activity] | type[Training]) -> sa.Select[dt.date]:
    valid = (kind.void_reason.is_(None), ~kind.stub)
    return sa.select(kind.from_on).where(*valid).order_by(kind.from_on).limit(1)
