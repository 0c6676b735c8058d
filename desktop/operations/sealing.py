"""Records that nobody may simply write any more: approved reports, finished sheets."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.fields import Choice, Reference
from desktop.records import Record, record_types


def refuse_sealed(
    session: Session, table: str, record_id: uuid.UUID | None, values: Mapping[str, Any]
) -> None:
    """Raise UserError if this record, or the one it is sealed with, may not be written now.

    values: what a new record is to hold; its owner is looked up there.
    """
    kind = record_types()[table]
    record = None if record_id is None else session.get(kind, record_id)
    sealed = _sealed(session, kind, record, values)
    if sealed is not None:
        raise refusal(sealed)


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
    state = kind.format(getattr(record, record.sealed_in[0])).lower()
    return UserError(
        tr(
            "{what} này {state} nên không sửa được. Chưa có gì thay đổi. "
            "Nếu cần sửa, trước hết hãy rút lại hoặc mở lại."
        ).format(what=tr(record.singular), state=state)
    )


def _sealed(
    session: Session, kind: type[Record], record: Record | None, values: Mapping[str, Any]
) -> Record | None:
    if record is not None and is_sealed(record):
        return record
    if not kind.sealed_with_owner or kind.parent is None:
        return None
    owner_id = values.get(kind.parent) if record is None else getattr(record, kind.parent)
    reference = kind.field(kind.parent).kind
    assert isinstance(reference, Reference)
    owner = None if owner_id is None else session.get(record_types()[reference.to], owner_id)
    return owner if owner is not None and is_sealed(owner) else None
