"""Triggers that refuse writes past the stamping, and changes to what is written for ever."""

from __future__ import annotations

import sqlalchemy as sa

from desktop.records import record_types

APPEND_ONLY = ("sync_log", "sync_hist", "events")
"""Tables whose rows are never changed; only ``sync_hist`` loses rows, to a signed purge."""

_UNSTAMPED = """CREATE TRIGGER {name} BEFORE UPDATE ON {table}
WHEN NEW.sv IS OLD.sv AND NEW.sq IS OLD.sq
BEGIN SELECT RAISE(ABORT, 'unstamped write'); END"""
_DELETED = """CREATE TRIGGER {name} BEFORE DELETE ON {table}
WHEN NOT EXISTS (SELECT 1 FROM sync_grave WHERE id = coalesce(OLD.root, OLD.id))
BEGIN SELECT RAISE(ABORT, 'use void or purge'); END"""
_REWRITTEN = """CREATE TRIGGER {name} BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'written for ever'); END"""
_FORGOTTEN = """CREATE TRIGGER {name} BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'written for ever'); END"""
_FORGOTTEN_HISTORY = """CREATE TRIGGER {name} BEFORE DELETE ON {table}
WHEN NOT EXISTS (SELECT 1 FROM sync_grave)
BEGIN SELECT RAISE(ABORT, 'written for ever'); END"""


def guards() -> dict[str, str]:
    """Every trigger by its name, with the SQL that makes it."""
    found: dict[str, str] = {}
    for table in record_types():
        found[f"{table}_u"] = _UNSTAMPED.format(name=f"{table}_u", table=table)
        found[f"{table}_d"] = _DELETED.format(name=f"{table}_d", table=table)
    for table in APPEND_ONLY:
        forgotten = _FORGOTTEN_HISTORY if table == "sync_hist" else _FORGOTTEN
        found[f"{table}_u"] = _REWRITTEN.format(name=f"{table}_u", table=table)
        found[f"{table}_d"] = forgotten.format(name=f"{table}_d", table=table)
    return found


def raise_guards(connection: sa.Connection) -> None:
    """Create every trigger anew; a rebuilt table has silently lost its own."""
    drop_guards(connection)
    for sql in guards().values():
        connection.exec_driver_sql(sql)
    check_guards(connection)


def drop_guards(connection: sa.Connection) -> None:
    """Take the triggers away, inside a transaction of a migration or an import."""
    for name in present_guards(connection):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def check_guards(connection: sa.Connection) -> None:
    """Assert that every trigger is there as it should be."""
    present = present_guards(connection)
    wanted = guards()
    assert present == wanted, sorted(set(present.items()) ^ set(wanted.items()))


def present_guards(connection: sa.Connection) -> dict[str, str]:
    """Every trigger that the file has now, by its name."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    return {str(name): str(sql) for name, sql in rows}
