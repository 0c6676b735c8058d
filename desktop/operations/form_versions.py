"""Forms that change by circular: each version is used from its day on, what was filled in keeps its own.

A form is a record with parts that says by which field its versions belong together: the sheet of an
inspection with its questions, the text of a report with its sections.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.clock import today
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.operations import access, records, sealing
from desktop.operations.office import Office
from desktop.records import Record, record_types
from desktop.store.store import Changes

F = TypeVar("F", bound=Record)
_FROM, _TO, _NUMBER = "valid_from", "valid_to", "version"


def versions(office: Office, table: str) -> Sequence[Any]:
    """All versions of all forms of a type, each form's newest first."""
    access.require_read(office, table)
    with office.reading() as session:
        found = _valid(session, record_types()[table])
    newest = sorted(found, key=_age, reverse=True)
    return sorted(newest, key=_series)


def versions_on(
    office: Office, session: Session, kind: type[F], day: dt.date | None = None
) -> list[F]:
    """Of each form the version to take on a day; today, if none is told.

    A day before the first version takes that one: what was done before is written down as well.
    """
    now = today(office.clock)
    day, chosen = day or now, list[F]()
    for _, group in itertools.groupby(sorted(_valid(session, kind), key=_series), _series):
        ordered = sorted(group, key=_age)
        first = getattr(ordered[0], _FROM) or dt.date.min
        fit = [one for one in ordered if is_in_use(one, day)]
        chosen += fit[-1:] or (ordered[:1] if day < first <= now else [])
    return chosen


def require_version_of(office: Office, session: Session, form: Record, day: dt.date) -> None:
    """Raise UserError unless this is the version to take on this day."""
    if form.id in {one.id for one in versions_on(office, session, type(form), day)}:
        return
    raise UserError(
        tr(
            "Bản đã chọn của mẫu “{form}” không phải bản dùng cho ngày {day}. Chưa lập gì. "
            "Hãy chọn lại mẫu, hoặc xem lại ngày."
        ).format(form=form.called, day=Date().format(day))
    )


def is_in_use(form: Record, day: dt.date) -> bool:
    """Whether a version is in use on a day, as far as its own days tell."""
    first, last = getattr(form, _FROM), getattr(form, _TO)
    return (first or dt.date.min) <= day <= (last or dt.date.max)


def _valid(session: Session, kind: type[F]) -> Sequence[F]:
    return session.scalars(sa.select(kind).where(kind.void_reason.is_(None), ~kind.stub)).all()


def _series(form: Record) -> str:
    """What all versions of one form share."""
    assert form.versions_of is not None, form.__tablename__
    return str(getattr(form, form.versions_of))


def _age(form: Record) -> tuple[int, dt.date]:
    """Later versions come behind: by number where they have one, by day elsewhere."""
    return getattr(form, _NUMBER, None) or 0, getattr(form, _FROM) or dt.date.min


def part_types(kind: type[Record]) -> list[type[Record]]:
    """What the parts of a form of this type are."""
    return [one for one in record_types().values() if one.owner_type() is kind]


def why_kept(office: Office, table: str, form_id: uuid.UUID) -> str:
    """Why the parts of this version are not written any more, and what to do; "" if they are."""
    access.require_read(office, table)
    with office.reading() as session:
        form = session.get(record_types()[table], form_id)
        return "" if form is None else " ".join(sealing.why_kept(session, form)).strip()


def next_part(
    office: Office, table: str, form_id: uuid.UUID, alike: Sequence[str] = ()
) -> dict[str, Any]:
    """What a new part of a version begins with: the place behind the last one.

    table: that of the parts. alike: what it takes over from the last one.
    """
    access.require_read(office, table)
    kind = record_types()[table]
    with office.reading() as session:
        parts = _parts(session, kind, form_id)
    told = max((part.values() for part in parts), key=_position, default=dict[str, Any]())
    return {name: told.get(name) for name in alike} | {"position": _position(told) + 1}


def _position(values: Mapping[str, Any]) -> int:
    return values.get("position") or 0


def form_of(office: Office, table: str, record_id: uuid.UUID) -> uuid.UUID | None:
    """The version that this record is, or is a part of; None if there is no such record.

    table: that of the forms.
    """
    access.require_read(office, table)
    kind = record_types()[table]
    with office.reading() as session:
        if session.get(kind, record_id) is not None:
            return record_id
        for part_type in part_types(kind):
            part = session.get(part_type, record_id)
            if part is not None and part_type.parent is not None:
                return getattr(part, part_type.parent)
    return None


def new_version(office: Office, table: str, form_id: uuid.UUID, day: dt.date) -> Changes:
    """Copy a form with its parts to be used from this day on; the old version ends the day before.

    Raises NotAllowed where it is not handed down from, UserError for a day on which the old
    version is not yet in use, or if it has a later version already; nothing is changed then.
    """
    kind = record_types()[table]
    for one in (kind, *part_types(kind)):
        access.require_write(office, one.__tablename__)
    with office.writing() as session:
        old = _form(office, session, table, form_id)
        _refuse_early(old, day)
        _refuse_outdated(session, old)
        new = _copied(old, **{_FROM: day, _TO: None})
        if _NUMBER in kind.__table__.c:
            setattr(new, _NUMBER, getattr(old, _NUMBER) + 1)
        session.add(new)
        session.add_all(_copied_parts(session, old, new))
        last = day - dt.timedelta(days=1)
        setattr(old, _TO, min(getattr(old, _TO) or last, last))
    return Changes.made_in(session)


def _form(office: Office, session: Session, table: str, form_id: uuid.UUID) -> Record:
    form: Record = records.get_visible(office, session, table, form_id)
    if form.stub or form.void_reason is not None:
        raise records.not_here()
    return form


def _refuse_early(old: Record, day: dt.date) -> None:
    begun: dt.date | None = getattr(old, _FROM)
    if begun is not None and day <= begun:
        raise UserError(
            tr(
                "Bản này dùng từ ngày {begun}, nên bản mới phải dùng từ một ngày sau đó. "
                "Chưa lập bản mới, chưa có gì thay đổi. Hãy chọn ngày khác."
            ).format(begun=Date().format(begun))
        )


def _refuse_outdated(session: Session, old: Record) -> None:
    """Two versions after one and the same would both be in use."""
    same = [one for one in _valid(session, type(old)) if _series(one) == _series(old)]
    later = max(same, key=_age)
    if _age(later) <= _age(old):
        return
    day: dt.date | None = getattr(later, _FROM)
    since = tr(", dùng từ ngày {day}").format(day=Date().format(day)) if day else ""
    raise UserError(
        tr(
            "Mẫu này đã có bản sau{since}. Chưa lập bản mới, chưa có gì thay đổi. "
            "Hãy mở bản sau để sửa, hoặc lập bản mới từ bản đó."
        ).format(since=since)
    )


def _copied_parts(session: Session, old: Record, new: Record) -> list[Record]:
    found: list[Record] = []
    for kind in part_types(type(old)):
        assert kind.parent is not None
        parts = _parts(session, kind, old.id)
        found += (_copied(part, **{kind.parent: new.id}) for part in parts)
    return found


def _parts(session: Session, kind: type[Record], form_id: uuid.UUID) -> Sequence[Record]:
    assert kind.parent is not None
    mine = kind.__table__.c[kind.parent] == form_id
    asked = sa.select(kind).where(mine, kind.void_reason.is_(None), ~kind.stub)
    return session.scalars(asked).all()


def _copied(record: Record, **other: Any) -> Record:
    """A new record with all that this one says, but for these fields."""
    return type(record)(**{**record.values(), **other})
