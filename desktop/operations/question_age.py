"""How long a disagreement has waited for a choice, and which offices let it wait for long."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from desktop.base.clock import in_vietnam, milliseconds
from desktop.operations.disagreement import Disagreement
from desktop.operations.disagreements import Disagreements
from desktop.operations.office import Office
from desktop.records import record_type, record_types
from desktop.rules.permissions import Permission
from desktop.store import tables

OLD_DAYS = 30
"""A question that waits for longer at its office is the province's matter as well."""


def days_open(office: Office, one: Disagreement) -> int | None:
    """For how many days a question has waited; None if no clock tells that can be believed."""
    if not one.asked or one.since is None:
        return None
    now, since = in_vietnam(office.clock.now()).date(), in_vietnam(one.since).date()
    return max(0, (now - since).days)


def is_old(office: Office, one: Disagreement) -> bool:
    """Whether a question has waited for more than 30 days."""
    days = days_open(office, one)
    return days is not None and days > OLD_DAYS


def old_by_office(office: Office) -> Counter[int]:
    """In how many records of each office a question has waited for more than 30 days."""
    office.require(Permission.EXCHANGE)
    rows: dict[int, set[uuid.UUID]] = {}
    with office.reading() as session:
        reader = Disagreements(office, session)
        for entity, row, unit in _old_writes(session.connection(), office.clock.now()):
            record = session.get(record_type(entity), row)
            found = None if record is None or record.stub else reader.of(record, unit)
            if record is not None and found is not None and is_old(office, found):
                rows.setdefault(record.scope, set()).add(row)
    return Counter({scope: len(ids) for scope, ids in rows.items()})


def _old_writes(
    connection: sa.Connection, now: dt.datetime
) -> Iterable[tuple[int, uuid.UUID, int]]:
    """Units beside whose value stands one that may be that old: record type, id, unit.

    An old question has two old values, and one at most is the one that is shown.
    """
    siblings = tables.siblings
    latest = milliseconds(now - dt.timedelta(days=OLD_DAYS - 1)) << 16
    known = siblings.c.ent.in_([kind.entity for kind in record_types().values()])
    asked = sa.select(siblings.c.ent, siblings.c.row, siblings.c.unit).where(
        known, siblings.c.hlc <= latest
    )
    for row in connection.execute(asked.distinct()).all():
        yield row.ent, uuid.UUID(bytes=row.row), row.unit
