"""Who changed what of a record, as people read it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from desktop.base.i18n import tr
from desktop.operations import access
from desktop.operations.naming import names
from desktop.operations.office import Office
from desktop.operations.records import get_visible
from desktop.store.history import Edit, history


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
