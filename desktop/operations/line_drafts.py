"""Drafts of records that are typed together with their lines: a sheet and its answers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.operations.office import Office
from desktop.records import Record, record_types
from desktop.store import keeping

_LINES = "lines:"
"""Before the name of the lines' table: no field of a record is called so."""

Lines = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of each table of lines; "id" is the row's own."""


@dataclass(frozen=True)
class LineDraft:
    """What a form and its lines held when it was last looked at and not yet saved."""

    at: dt.datetime
    values: Mapping[str, Any]
    lines: Lines


def keep_lines(
    office: Office,
    table: str,
    record_id: uuid.UUID | None,
    values: Mapping[str, Any],
    lines: Lines,
) -> None:
    """Keep what a form and its lines hold, in case the power goes.

    ``drafts.drop_draft`` forgets it, as every save of the record does.
    """
    told: dict[str, Any] = _to_json(record_types()[table], values)
    for line_table, rows in lines.items():
        kind = record_types()[line_table]
        told[_LINES + line_table] = [_to_json(kind, row) for row in rows]
    with office.store.connection(write=True) as connection:
        now = office.clock.now()
        keeping.keep_draft(connection, office.user.name, table, record_id, now, told)


def read_lines(office: Office, table: str, record_id: uuid.UUID | None) -> LineDraft | None:
    """The signed-in user's draft of this record, if there is one."""
    with office.store.connection() as connection:
        drafts = keeping.read_drafts(connection, office.user.name)
    found = next((d for d in drafts if d.table == table and d.row == record_id), None)
    if found is None:
        return None
    fields = {name: told for name, told in found.values.items() if not name.startswith(_LINES)}
    lines = {
        name.removeprefix(_LINES): [
            _from_json(record_types()[name.removeprefix(_LINES)], row) for row in rows
        ]
        for name, rows in found.values.items()
        if name.startswith(_LINES)
    }
    return LineDraft(found.at, _from_json(record_types()[table], fields), lines)


def _to_json(kind: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: None if value is None else _told(kind, name, value) for name, value in values.items()
    }


def _told(kind: type[Record], name: str, value: Any) -> Any:
    return str(value) if name == "id" else kind.field(name).kind.to_json(value)


def _from_json(kind: type[Record], told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: None if value is None else _meant(kind, name, value) for name, value in told.items()
    }


def _meant(kind: type[Record], name: str, told: Any) -> Any:
    return uuid.UUID(told) if name == "id" else kind.field(name).kind.from_json(told)
