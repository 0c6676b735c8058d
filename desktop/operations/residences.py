"""Where a person lives."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.records import Hamlet, Residence

_KINDS = ("NOI_O_HIEN_TAI", "TAM_TRU", "THUONG_TRU")


def current_residence(session: Session, person_id: uuid.UUID) -> Residence | None:
    """Where a person lives now: the present address, else the temporary, else the permanent."""
    found = session.scalars(
        sa.select(Residence).where(
            Residence.person_id == person_id,
            Residence.void_reason.is_(None),
            Residence.to_on.is_(None),
        )
    ).all()
    return min(found, key=lambda residence: _KINDS.index(residence.kind), default=None)


def current_hamlet(session: Session, person_id: uuid.UUID) -> str:
    """The hamlet a person lives in now, or no text."""
    residence = current_residence(session, person_id)
    if residence is None or residence.hamlet_id is None:
        return ""
    return session.get_one(Hamlet, residence.hamlet_id).name
