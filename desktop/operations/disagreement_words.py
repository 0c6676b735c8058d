"""What records and values of a disagreement are called, for those who may know."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from desktop.base.i18n import tr
from desktop.fields import Field
from desktop.operations import access, records
from desktop.operations.naming import names
from desktop.operations.office import Office
from desktop.records import CaseFile, Record
from desktop.store.stamping import VOID_UNIT


class DisagreementWords:
    """Names records and values in one session."""

    def __init__(self, office: Office, session: Session) -> None:
        self._office, self._session = office, session
        self._names = names(office, session)

    def called(self, record: Record) -> str:
        """What the record is called, a case by its person; "" if the account may not know."""
        most = access.level(self._office)
        if any(record.field(name).level > most for name in record.title):
            return ""
        if isinstance(record, CaseFile):
            whose = self._names.record("people", record.person_id) if record.person_id else ""
            return whose or record.called
        return records.called(self._office, self._session, record)

    def kind(self, record: Record) -> str:
        """What sort of record it is, with the number of a case and with the whole of a part."""
        kind = tr(record.singular)
        if isinstance(record, CaseFile):
            return f"{kind} {record.called}"
        owner_type = record.owner_type()
        owner_id = None if record.parent is None else getattr(record, record.parent)
        if owner_type is None or owner_id is None:
            return kind
        owner = self._names.record(owner_type.__tablename__, owner_id)
        return f"{kind} · {owner}" if owner else kind

    def text(self, field: Field, value: Any) -> str:
        """A value as it reads."""
        if field.unit == VOID_UNIT:
            return void_text(value)
        return tr("(để trống)") if value is None else field.kind.format(value, self._names)


def label(field: Field) -> str:
    """What a field is called where its values stand beside each other."""
    return tr("Hủy bỏ") if field.unit == VOID_UNIT else tr(field.label)


def void_text(reason: str | None) -> str:
    """Whether a record is in use, and why it is not."""
    return tr("Đang dùng") if reason is None else tr("Hủy bỏ: {reason}").format(reason=reason)
