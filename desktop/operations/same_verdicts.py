"""Saying of two records whether they are one person."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from desktop.operations import records
from desktop.operations.office import Office
from desktop.operations.one_person import OnePerson
from desktop.operations.same_people import KIND, require_decidable
from desktop.rules.permissions import Permission
from desktop.store.exchange.homes import give_verdict
from desktop.store.exchange.sameness import DIFFERENT, SAME
from desktop.store.store import Changes


def decide_same(
    office: Office, a: uuid.UUID, b: uuid.UUID, values: Mapping[str, Any] | None = None
) -> Changes:
    """Two records are one person from now on: lists, search and cases show them once.

    values: what is to count of fields in which they differ, written into the record that stands for
    both. Raises UserError, InvalidRecord; nothing is changed then.
    """
    office.require(Permission.WRITE_CASES)
    with office.writing(KIND) as session:
        require_decidable(office, session, a, b)
        give_verdict(session, a, b, SAME, office.user.name)
        canonical = OnePerson(office, session).canonical(a)
        if values:
            records.save_in(office, session, "people", canonical, values)
    return Changes.made_in(session)


def decide_different(office: Office, a: uuid.UUID, b: uuid.UUID) -> Changes:
    """Two records are two people, whatever was said before; nobody is asked again."""
    office.require(Permission.WRITE_CASES)
    with office.writing(KIND) as session:
        require_decidable(office, session, a, b)
        give_verdict(session, a, b, DIFFERENT, office.user.name)
    return Changes.made_in(session)
