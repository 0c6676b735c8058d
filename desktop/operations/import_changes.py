"""Which records an import, or taking it back, has changed: windows read those anew."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from desktop.operations.office import Office
from desktop.records import record_types
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.store import Changes

_MOST_NAMED = 5000
"""So many records of a type are named as changed; open forms look for theirs among them."""


def end_of_log(office: Office) -> int:
    """The number of the last line of the log, to ask later what changed after it."""
    with office.store.connection() as connection:
        return connection.execute(sa.select(sa.func.max(tables.log.c.seq))).scalar() or 0


def changes_since(office: Office, seq: int) -> Changes:
    """The records that are otherwise than when the log ended with this line."""
    found: set[tuple[str, uuid.UUID]] = set()
    with office.store.connection() as connection:
        for table, kind in record_types().items():
            columns = kind.__table__.c
            asked = sa.select(columns.id).where(columns.sq > seq).limit(_MOST_NAMED)
            found |= {(table, one) for one in connection.execute(asked).scalars()}
    return Changes(frozenset(found))


def changes_everywhere(office: Office) -> Changes:
    """Changes of unknown extent, after work that was stopped: everybody reads anew."""
    office.require(Permission.EXCHANGE)
    return Changes(frozenset((table, uuid.UUID(int=0)) for table in record_types()))
