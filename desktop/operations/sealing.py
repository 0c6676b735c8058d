"""What no form may write by itself: sealed records, steps of their own, closed periods, used forms.

Approved reports, finished sheets and closed cases are sealed; numbers and states are written by
the operations that give them; what an approved report counted stands; what was asked on site stays
as it was asked. Files that arrive bring what they bring.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.fields import Choice
from desktop.operations import closed_periods, departures
from desktop.records import Record, record_types


def refuse_plain(
    session: Session, table: str, record_id: uuid.UUID | None, values: Mapping[str, Any]
) -> None:
    """Raise UserError if these values of a record may not be written just like that.

    values: by field name; of a new record all that it is to hold, its owner among them.
    """
    kind = record_types()[table]
    record = None if record_id is None else session.get(kind, record_id)
    _refuse_departed(session, kind, record, values)
    sealed = _sealed(session, kind, record, values)
    if sealed is not None:
        raise refusal(sealed)
    refuse_steps(kind if record is None else record, values)
    for form in _filled_in_forms(session, kind, record, values):
        refuse_filled_in(session, form)
    closed_periods.refuse_closed(session, table, record_id, values)


def _refuse_departed(
    session: Session, kind: type[Record], record: Record | None, values: Mapping[str, Any]
) -> None:
    owner_type = kind.owner_type()
    if record is None and owner_type is not None and kind.parent is not None:
        owner_id = values.get(kind.parent)
        record = None if owner_id is None else session.get(owner_type, owner_id)
    if record is not None:
        departures.refuse_departed(session, record)


def refuse_steps(record: Record | type[Record], values: Mapping[str, Any]) -> None:
    """Raise UserError if the values change what only the operation of a step writes.

    record: as it stands; its type for a new one.
    """
    for field in record.fields():
        if not field.by_operation or field.name not in values:
            continue
        now = getattr(record, field.name) if isinstance(record, Record) else None
        if values[field.name] != now:
            raise UserError(
                tr(
                    "Mục “{label}” không sửa trực tiếp được: chương trình ghi mục này khi lập, "
                    "chuyển bước, duyệt hoặc đóng {what}. Chưa có gì thay đổi. "
                    "Hãy dùng nút của việc đó."
                ).format(label=tr(field.label), what=tr(record.singular).lower())
            )


def is_sealed(record: Record) -> bool:
    """Whether the record stands in a state in which it is not written."""
    seal = record.sealed_in
    return seal is not None and getattr(record, seal[0]) in seal[1]


def sealing_owner(session: Session, record: Record) -> Record | None:
    """The sealed record that keeps this one from being written: itself or its owner."""
    return _sealed(session, type(record), record, {})


def refusal(record: Record) -> UserError:
    """What a clerk reads who wants to write a sealed record."""
    assert record.sealed_in is not None
    kind = record.field(record.sealed_in[0]).kind
    assert isinstance(kind, Choice)
    state = kind.format(getattr(record, record.sealed_in[0]))
    return UserError(
        tr(
            "{what} này ở trạng thái “{state}” nên không sửa được. Chưa có gì thay đổi. "
            "Nếu cần sửa, trước hết hãy rút lại hoặc mở lại."
        ).format(what=tr(record.singular), state=state)
    )


def filled_in_form(session: Session, part: Record) -> Record | None:
    """The form that this is a part of, if records were filled in after it already."""
    return next(_filled_in_forms(session, type(part), part, {}), None)


def why_kept(session: Session, form: Record) -> tuple[str, str]:
    """Why the parts of this form are not written any more, and what to do; "" twice if they are."""
    times = _times_filled_in(session, form)
    if not times or form.filled_in_by is None:
        return "", ""
    why = tr(
        "{form} này đã dùng cho {n} {records} nên các mục giữ nguyên, để phiếu đã ghi đọc lại "
        "vẫn như cũ."
    ).format(
        form=tr(form.singular),
        n=grouped(times),
        records=tr(record_types()[form.filled_in_by[0]].singular).lower(),
    )
    return why, tr("Muốn đổi, hãy lập bản mới từ ngày sẽ dùng rồi sửa ở bản mới.")


def refuse_filled_in(session: Session, form: Record) -> None:
    """Raise UserError if records were filled in after this form already."""
    why, what_to_do = why_kept(session, form)
    if why:
        raise UserError(f"{why} {tr('Chưa có gì thay đổi.')} {what_to_do}")


def _filled_in_forms(
    session: Session, kind: type[Record], part: Record | None, values: Mapping[str, Any]
) -> Iterator[Record]:
    """The forms of a part, now and with these values, that were filled in already."""
    owner_type, parent = kind.owner_type(), kind.parent
    if owner_type is None or parent is None or owner_type.filled_in_by is None:
        return
    now = None if part is None else getattr(part, parent)
    for owner_id in {now, values.get(parent, now)} - {None}:
        form = session.get(owner_type, owner_id)
        if form is not None and _times_filled_in(session, form):
            yield form


def _times_filled_in(session: Session, form: Record) -> int:
    """How many records of this file were filled in after a form, and are in use."""
    if form.filled_in_by is None:
        return 0
    table, reference = form.filled_in_by
    columns = record_types()[table].__table__.c
    valid = (columns.void_reason.is_(None), ~columns.stub)
    asked = sa.select(sa.func.count()).where(columns[reference] == form.id, *valid)
    return session.connection().execute(asked).scalar_one()


def _sealed(
    session: Session, kind: type[Record], record: Record | None, values: Mapping[str, Any]
) -> Record | None:
    if record is not None and is_sealed(record):
        return record
    owner_type = kind.owner_type()
    if not kind.sealed_with_owner or kind.parent is None or owner_type is None:
        return None
    owner_id = values.get(kind.parent) if record is None else getattr(record, kind.parent)
    owner = None if owner_id is None else session.get(owner_type, owner_id)
    return owner if owner is not None and is_sealed(owner) else None
