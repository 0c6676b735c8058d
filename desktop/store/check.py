"""Is the office file sound? Every finding is one sentence; none means it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.records import Record, record_types
from desktop.store import tables
from desktop.store.chained_log import chained
from desktop.store.engine import connect, readable_trouble
from desktop.store.events import FIELDS as EVENT_FIELDS
from desktop.store.events import event_hash
from desktop.store.guards import guards, present_guards
from desktop.store.store import Store
from desktop.store.upgrade import is_current
from desktop.versions.stamp import STUB, read_sv

_MOST = 20
"""Lines about one kind of damage: more would say no more."""


def check(store: Store) -> list[str]:
    """All that is wrong with the file itself; rules between values are not looked at here."""
    found: list[str] = []
    try:
        found += damaged_pages(store.path, store.key)
        with store.connection() as connection:
            found += _references(connection)
            found += _guards(connection)
            found += _schema(store)
            found += _log_chain(connection)
            found += _arrivals(connection)
            found += _event_chain(connection)
            found += _versions(connection)
    except UserError as error:
        # Where pages can't be read nothing more can be asked; the sentence says what to do.
        found.append(error.message)
    return found


def damaged_pages(path: Path, key: bytes) -> list[str]:
    """What is wrong with the pages of one database file. Raises DamagedFile if none can be read."""
    # On a connection of its own: FTS5 looks its index over by what a connection remembers of
    # it, and calls an index that another connection has written to since corrupt.
    connection = connect(path, key, write=False)
    try:
        with readable_trouble():
            sealed = connection.execute("PRAGMA cipher_integrity_check").fetchmany(_MOST)
            told = tr("Tệp {name} có một trang không giải mã được: {line}.")
            if not sealed:
                sealed = connection.execute(f"PRAGMA integrity_check({_MOST})").fetchall()
                told = tr("Cấu trúc tệp {name} bị hỏng: {line}.")
    finally:
        connection.close()
    lines = (" ".join(row[0].split()) for row in sealed if row[0] != "ok")
    return [told.format(name=path.name, line=line) for line in lines]


def _references(connection: sa.Connection) -> Iterator[str]:
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all()[:_MOST]:
        yield tr("Bảng {table} nhắc tới một bản ghi không có.").format(table=row[0])


def _guards(connection: sa.Connection) -> Iterator[str]:
    if present_guards(connection) != guards():
        yield tr("Các chốt chặn ghi tắt không còn đủ.")


def _schema(store: Store) -> Iterator[str]:
    if not is_current(store.engine):
        yield tr("Dữ liệu chưa được nâng lên phiên bản này.")


def _log_chain(connection: sa.Connection) -> Iterator[str]:
    before = bytes(12)
    for row in connection.execute(sa.select(tables.log).order_by(tables.log.c.seq)):
        if row.h != chained(before, row.nonce, row.hlc, row.kind, row.digest):
            yield tr("Nhật ký thay đổi bị sửa ở dòng {seq}.").format(seq=row.seq)
            return
        before = row.h


def _arrivals(connection: sa.Connection) -> Iterator[str]:
    """A log that lost its end still hangs together; the rows know how long it was."""
    last = connection.execute(sa.select(sa.func.max(tables.log.c.seq))).scalar() or 0
    for table in record_types():
        (arrived,) = connection.exec_driver_sql(f"SELECT max(sq) FROM {table}").one()
        if (arrived or 0) > last:
            yield tr("Nhật ký thay đổi thiếu đoạn cuối: bảng {table}.").format(table=table)


def _event_chain(connection: sa.Connection) -> Iterator[str]:
    before = b""
    for row in connection.execute(sa.select(tables.events).order_by(tables.events.c.no)):
        if row.h != event_hash(before, {name: getattr(row, name) for name in EVENT_FIELDS}):
            yield tr("Nhật ký sử dụng bị sửa ở dòng {no}.").format(no=row.no)
            return
        before = row.h


def _versions(connection: sa.Connection) -> Iterator[str]:
    for table, record in record_types().items():
        seen: set[bytes] = set()
        for (sv,) in connection.exec_driver_sql(f"SELECT DISTINCT sv FROM {table}"):
            if bytes(sv) not in seen and not _sound(connection, bytes(sv), record):
                yield tr("Bảng {table} có dòng mang phiên bản hỏng.").format(table=table)
                break
            seen.add(bytes(sv))


def _sound(connection: sa.Connection, sv: bytes, record: type[Record]) -> bool:
    """Whether the units of a version are disjoint, and are all units in which there are values.

    A record that an earlier version of the program made lacks the units that came later.
    """
    if sv == STUB:
        return True
    try:
        missing = record.units() - set(read_sv(sv))
    except ValueError:
        return False
    names = [field.name for field in record.fields() if field.unit in missing]
    if not names:
        return True
    filled = " OR ".join(f'"{name}" IS NOT NULL' for name in names)
    sql = f"SELECT 1 FROM {record.__tablename__} WHERE sv = ? AND ({filled}) LIMIT 1"
    return connection.exec_driver_sql(sql, (sv,)).first() is None
