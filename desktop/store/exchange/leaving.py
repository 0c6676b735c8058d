"""Trees that this office had and has left to another one: until when they are kept, what stays."""

from __future__ import annotations

import uuid
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from desktop.records import CaseFile, Person
from desktop.store import guards, tables
from desktop.store.engine import RawConnection, raw_connection
from desktop.store.exchange.emptying import empty_rows
from desktop.store.exchange.facts import forget_rows
from desktop.store.exchange.shapes import shapes
from desktop.store.exchange.unknown import known_shapes
from desktop.store.search import index_arrivals
from desktop.store.stamping import CHANGES, STAMPER, Stamper

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KIND = "let-go"
_KEPT = {
    CaseFile.__tablename__: frozenset({"number", "person_id"}),
    Person.__tablename__: frozenset({"full_name", "person_code", "sort_key"}),
}
"""What the old office keeps of a tree: by what it finds whom to ask."""


class Left(NamedTuple):
    """A tree that an office has left. seq: the line of the log that says so."""

    root: bytes
    reason: str
    seq: int


def left_trees(connection: sa.Connection, office: int, root: bytes | None = None) -> list[Left]:
    """The trees that an office had and has left. root: only this one."""
    shares = tables.shares
    asked = sa.select(shares.c.root, shares.c.reason, shares.c.sq).where(
        shares.c.office == office, shares.c.closed.is_(True)
    )
    if root is not None:
        asked = asked.where(shares.c.root == root)
    return [Left(bytes(one.root), one.reason or "", one.sq) for one in connection.execute(asked)]


def unsent_of(raw: RawConnection, root: bytes, held: int) -> bool:
    """Whether a tree has rows that changed after a line of our log that others hold."""
    for shape in known_shapes(raw).values():
        sql = f"SELECT 1 FROM {shape.table} WHERE stub = 0 AND sq > ? AND (id = ? OR root = ?)"
        if raw.execute(sql, (held, root, root)).fetchone():
            return True
    return False


def whole_trees(raw: RawConnection, roots: Iterable[bytes]) -> set[bytes]:
    """Those of these trees of which more is here than what stays."""
    found: set[bytes] = set()
    known = known_shapes(raw)
    for root in roots:
        for shape in known.values():
            sql = f"SELECT 1 FROM {shape.table} WHERE stub = 0 AND (id = ? OR root = ?)"
            if raw.execute(sql, (root, root)).fetchone():
                found.add(root)
                break
    return found


def let_go(session: Session, roots: Iterable[bytes]) -> None:
    """Keep only code and name of these trees, in a ``writing`` session; it is sent to nobody.

    Only what others have confirmed may go: nobody could bring it back.
    """
    connection = session.connection()
    raw = raw_connection(connection)
    trees, known = list(roots), known_shapes(raw)
    gone = {
        entity: [row[0] for root in trees for row in _rows(raw, shape.table, root)]
        for entity, shape in known.items()
    }
    stamper: Stamper = session.info[STAMPER]
    told = ((entity, row, b"") for entity, rows in gone.items() for row in rows)
    seq, _dot = stamper.log_apart(KIND, told)
    with _history_open(connection):
        for entity, rows in gone.items():
            shape = known[entity]
            empty_rows(raw, shape, rows, seq, _KEPT.get(shape.table, frozenset()))
            forget_rows(raw, entity, rows)
    index_arrivals(connection, seq, _offices(raw, gone))
    session.info[CHANGES].update(_named(gone))
    session.expunge_all()


def _offices(raw: RawConnection, gone: dict[int, list[bytes]]) -> dict[int, set[int]]:
    """The offices of these rows by record type."""
    found: dict[int, set[int]] = {}
    known = known_shapes(raw)
    for entity, rows in gone.items():
        sql = f"SELECT scope FROM {known[entity].table} WHERE id = ?"
        found[entity] = {raw.execute(sql, (row,)).fetchone()[0] for row in rows}
    return found


def _rows(raw: RawConnection, table: str, root: bytes) -> list[tuple[bytes]]:
    sql = f"SELECT id FROM {table} WHERE stub = 0 AND (id = ? OR root = ?)"
    return raw.execute(sql, (root, root)).fetchall()


def _named(gone: dict[int, list[bytes]]) -> Iterator[tuple[str, uuid.UUID]]:
    for entity, shape in shapes().items():
        yield from ((shape.table, uuid.UUID(bytes=row)) for row in gone.get(entity, ()))


@contextmanager
def _history_open(connection: sa.Connection) -> Generator[None]:
    """Let rows of the history go, within this transaction."""
    name = f"{tables.superseded.name}_d"
    connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    connection.exec_driver_sql(guards.guards()[name])
