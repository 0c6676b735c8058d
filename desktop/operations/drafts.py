"""Forms that were typed and not saved: kept, offered again by name and time, forgotten."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.base.i18n import tr
from desktop.operations.office import Office
from desktop.operations.records import called
from desktop.records import Record, record_types
from desktop.store import keeping


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
