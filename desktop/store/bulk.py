"""Many new records at once: stamped, logged and searchable like any other, a batch at a time.

For sample offices and imports. What differs from a flush is only the way into the file: rows
go there in batches, without passing through the session one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from desktop.store.search import index_new
from desktop.store.stamping import STAMPER, Stamper

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.records import Record

BATCH = 5000


def add_in_bulk(session: Session, records: Iterable[Record]) -> int:
    """Write new records in a ``writing`` session; returns how many there were.

    A record's parent must be in the file already or in the same batch of 5,000. The records are
    not part of the session afterwards: read them anew to change them.
    """
    session.flush()
    stamper: Stamper = session.info[STAMPER]
    connection = session.connection()
    count = 0
    rest = iter(records)
    while batch := list(islice(rest, BATCH)):
        stamper.stamp_apart(batch)
        for kind in dict.fromkeys(type(record) for record in batch):
            _insert(connection, kind, [record for record in batch if type(record) is kind])
        index_new(connection, batch)
        count += len(batch)
    return count


def _insert(connection: sa.Connection, kind: type[Record], batch: Sequence[Record]) -> None:
    columns = kind.__table__.columns
    told = [_written(connection, column) for column in columns]
    marks = ", ".join("?" * len(told))
    names = ", ".join(f'"{column.name}"' for column in columns)
    rows = [
        tuple(_plain(values.get(name), default, write) for name, default, write in told)
        # Straight from the objects: asking for what was never set takes three times as long.
        for values in map(vars, batch)
    ]
    sql = f"INSERT INTO {kind.__tablename__} ({names}) VALUES ({marks})"
    connection.exec_driver_sql(sql, rows)


def _written(connection: sa.Connection, column: Any) -> tuple[str, Any, Any]:
    """The name of a column, its value if nothing was said, and how the driver gets it."""
    default = column.default.arg if isinstance(column.default, sa.ColumnDefault) else None
    kind = column.type.dialect_impl(connection.dialect)
    return column.key, default, kind.bind_processor(connection.dialect)


def _plain(value: Any, default: Any, write: Any) -> Any:
    told = default if value is None else value
    return told if write is None or told is None else write(told)
