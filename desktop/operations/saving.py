"""Saving several records that one screen shows together: all of them, or none."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from desktop.operations import access, records, sealing
from desktop.operations.office import Office
from desktop.operations.records import Seen
from desktop.store import keeping
from desktop.store.store import Changes


@dataclass(frozen=True)
class Part:
    """What a form wants saved of one record.

    id: None for a new one. values: the fields that changed. seen: the writes on the screen.
    """

    table: str
    id: uuid.UUID | None
    values: Mapping[str, Any]
    seen: Seen | None = None


def save_parts(office: Office, parts: Sequence[Part]) -> Changes:
    """Save these records in one transaction.

    Raises InvalidRecord or ChangedMeanwhile for the first that can't be saved, UserError for what
    no form may write by itself; nothing is saved then.
    """
    for part in parts:
        access.require_write(office, part.table)
    with office.writing() as session:
        for part in parts:
            sealing.refuse_plain(session, part.table, part.id, part.values)
            save_part(office, session, part)
    return Changes.made_in(session)


def save_part(office: Office, session: Session, part: Part) -> Any:
    """The same for one record inside an operation that saves more; returns the record."""
    record = records.save_in(office, session, part.table, part.id, part.values, part.seen)
    # With the save, or not at all: a full disk must not make a saved record look unsaved.
    keeping.drop_draft(session.connection(), office.user.name, part.table, part.id)
    return record
