"""Records by what people call them: a number, a name, a code, for the console and for links."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from desktop.base.errors import InvalidValue, UserError
from desktop.base.i18n import tr
from desktop.base.ids import read_end
from desktop.base.text import fold, grouped, nfc
from desktop.fields import Reference
from desktop.operations import access
from desktop.operations.lists import find
from desktop.operations.naming import OfficeNames, names
from desktop.operations.office import Office, sure_day
from desktop.records import Activity, Record, Training, record_types
from desktop.records.record import KEY_MARK

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.operations.papers import Span

_MANY, _ID_BYTES = 200, 16


def find_by_key(office: Office, table: str, key: str) -> uuid.UUID:
    """The record that this key names: see ``find_in``."""
    with office.reading() as session:
        return find_in(office, session, table, key)


def find_in(office: Office, session: Session, table: str, key: str) -> uuid.UUID:
    """The record that is called so, has this unique number or id, or whose key of lists this is.

    Case and accents need not be right if nothing is called exactly so. Raises UserError if the
    user sees none, or several.
    """
    access.require_read(office, table)
    kind, called_so = record_types()[table], names(office, session)
    typed = nfc(key).strip()
    found = _exactly(office, session, called_so, kind, typed) or _alike(
        office, session, called_so, kind, typed
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
    """The end of an id behind its mark; or an id, what titles and unique fields say, a bare end.

    References are left to _alike.
    """
    marked, end = (read_end(text) for text in (key.rpartition(KEY_MARK)[2], key))
    if KEY_MARK in key and marked:
        return [_ends_with(kind, marked)]
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
    # A citizen's number has twelve digits too: it comes first.
    return [*found, _ends_with(kind, end)] if end else found


def _ends_with(kind: type[Record], end: bytes) -> sa.ColumnElement[bool]:
    raw = sa.type_coerce(kind.__table__.c.id, sa.LargeBinary())
    last = sa.func.substr(raw, _ID_BYTES - len(end) + 1, len(end), type_=sa.LargeBinary())
    return last == end


def _alike(
    office: Office, session: Session, called_so: OfficeNames, kind: type[Record], key: str
) -> list[uuid.UUID]:
    """Those whose title reads the same when case and accents are left out."""
    statement = _visible(office, kind)
    if all(kind.field(name).searched for name in kind.title):
        hits = find(office, key, _MANY, (kind.__tablename__,))
        statement = statement.where(kind.id.in_([hit.id for hit in hits]))
    wanted = fold(key)
    columns = [kind.__table__.c[name] for name in kind.title]
    rows = session.execute(statement.add_columns(*columns)).all()
    _remember(kind, [values for _, *values in rows], called_so)
    return [
        record_id
        for record_id, *values in rows
        if fold(_title(kind, values, called_so).strip()) == wanted
    ]


def _remember(kind: type[Record], rows: list[list[Any]], called_so: OfficeNames) -> None:
    """Read the names behind references all at once."""
    for at, name in enumerate(kind.title):
        reference = kind.field(name).kind
        if isinstance(reference, Reference):
            called_so.remember(reference.to, [row[at] for row in rows if row[at] is not None])


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
            "Có {count} {what} cùng gọi là “{key}”. Chưa làm gì; hãy dùng số riêng, hoặc cả cột "
            "đầu của lệnh list, có mã sau dấu {mark}."
        )
        told = {"count": grouped(count), "what": what, "key": key, "mark": KEY_MARK}
        return UserError(message.format(**told))
    message = tr(
        "Không thấy {what} “{key}”, hoặc tài khoản của bạn không được xem. "
        "Chưa làm gì; hãy xem lại bằng lệnh list hoặc find."
    )
    return UserError(message.format(what=what, key=key))


def whole_span(office: Office, from_on: dt.date | None, until: dt.date | None) -> Span:
    """A period whose ends need not be told.

    It begins on the first of January of the first year with an activity or a training, so that
    everything up to its end is in it, and it ends today. Raises UserError while nobody knows that.
    """
    access.require_read(office, "activities")
    end = until or sure_day(office)
    if from_on is not None:
        return from_on, end
    with office.reading() as session:
        found = [session.scalar(_first_day(kind)) for kind in (Activity, Training)]
    first = min((one for one in found if one is not None), default=end)
    return dt.date(min(first, end).year, 1, 1), end


def _first_day(kind: type[Activity] | type[Training]) -> sa.Select[dt.date]:
    valid = (kind.void_reason.is_(None), ~kind.stub)
    return sa.select(kind.from_on).where(*valid).order_by(kind.from_on).limit(1)
