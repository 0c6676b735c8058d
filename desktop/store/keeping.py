"""Small things kept in the office file but never exchanged: settings, drafts, numbers."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desktop.base.clock import milliseconds
from desktop.store import tables


def read_setting(
    connection: sa.Connection, name: str, user: str = "", otherwise: Any = None
) -> Any:
    """A setting of one user, or of the office (user "")."""
    table = tables.settings
    where = (table.c.user == user, table.c.name == name)
    found = connection.execute(sa.select(table.c.value).where(*where)).scalar()
    return otherwise if found is None else json.loads(found)


def write_setting(connection: sa.Connection, name: str, value: Any, user: str = "") -> None:
    """Keep a setting; value is anything that JSON holds."""
    table = tables.settings
    text = json.dumps(value, ensure_ascii=False)
    where = (table.c.user == user, table.c.name == name)
    if not connection.execute(sa.update(table).where(*where).values(value=text)).rowcount:
        connection.execute(sa.insert(table).values(user=user, name=name, value=text))


@dataclass(frozen=True)
class Draft:
    """What a form held when it was last looked at and not yet saved."""

    no: int
    table: str
    row: uuid.UUID | None
    at: dt.datetime
    values: dict[str, Any]


def keep_draft(
    connection: sa.Connection,
    user: str,
    table: str,
    row: uuid.UUID | None,
    at: dt.datetime,
    values: dict[str, Any],
) -> int:
    """Keep what a form holds, in place of what it held before; returns the draft's number."""
    drop_draft(connection, user, table, row)
    added = connection.execute(
        sa.insert(tables.drafts).values(
            user=user,
            table=table,
            row=None if row is None else row.bytes,
            at_ms=milliseconds(at),
            values=json.dumps(values, ensure_ascii=False),
        )
    )
    return int(added.lastrowid)


# Made once, because every save needs it.
_DROP_DRAFT = sa.delete(tables.drafts).where(
    tables.drafts.c.user == sa.bindparam("whose"),
    tables.drafts.c.table == sa.bindparam("form"),
    tables.drafts.c.row.is_not_distinct_from(sa.bindparam("id")),
)


def drop_draft(connection: sa.Connection, user: str, table: str, row: uuid.UUID | None) -> None:
    """Forget the draft of one form."""
    told = {"whose": user, "form": table, "id": None if row is None else row.bytes}
    connection.execute(_DROP_DRAFT, told)


def read_drafts(connection: sa.Connection, user: str) -> list[Draft]:
    """The forms that were open when the program last ended, newest first."""
    drafts = tables.drafts
    rows = connection.execute(
        sa.select(
            drafts.c.no,
            drafts.c.table,
            drafts.c.row,
            drafts.c.at_ms,
            drafts.c["values"].label("told"),
        )
        .where(drafts.c.user == user)
        .order_by(drafts.c.at_ms.desc())
    )
    return [
        Draft(
            row.no,
            row.table,
            None if row.row is None else uuid.UUID(bytes=row.row),
            dt.datetime.fromtimestamp(row.at_ms / 1000, dt.UTC),
            json.loads(row.told),
        )
        for row in rows
    ]


def next_number(connection: sa.Connection, name: str, at_least: int = 1) -> int:
    """The next number of a series; one that was given out is never given again.

    at_least: what the series must not fall below, such as the greatest number on file plus one.
    """
    table = tables.counters
    last = connection.execute(sa.select(table.c.value).where(table.c.name == name)).scalar()
    number = max((last or 0) + 1, at_least)
    if last is None:
        connection.execute(sa.insert(table).values(name=name, value=number))
    else:
        connection.execute(sa.update(table).where(table.c.name == name).values(value=number))
    return number
