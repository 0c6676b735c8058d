"""What travels beside records: purge marks, and who else sees a record's tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from desktop.store.engine import RawConnection
from desktop.store.exchange.emptying import empty_rows
from desktop.store.exchange.left_out import forget_tree
from desktop.store.exchange.shapes import shapes
from desktop.versions.origins import Dot, Lineage


class Share(NamedTuple):
    """An office that sees a tree that is not its own; the later word on it counts."""

    root: bytes
    office: int
    reason: str
    closed: int
    hlc: int
    oid: bytes


class Grave(NamedTuple):
    """A purge mark: the record, and all that hangs on it, is gone for ever, everywhere.

    signature: of the authority, over what the mark says.
    """

    id: bytes
    hlc: int
    oid: bytes
    reason: str
    doc_no: str
    signature: bytes


class Facts:
    """The facts of this file, in the transaction of an export or an import."""

    def __init__(self, connection: RawConnection, lineage: Lineage) -> None:
        self._connection, self._lineage = connection, lineage

    def shares(self, after: int, until: int, office: int | None) -> Iterator[Share]:
        """What became known of shares between two lines of the log. office: only those with it."""
        sql = (
            "SELECT root, office, reason, closed, hlc, origin_no FROM sync_share"
            " WHERE sq > ? AND sq <= ?"
        )
        values: list[Any] = [after, until]
        if office is not None:
            sql += " AND office = ?"
            values.append(office)
        for root, with_, reason, closed, hlc, no in self._connection.execute(sql, values):
            yield Share(root, with_, reason or "", closed, hlc, self._lineage[no].oid)

    def graves(self, after: int, until: int) -> Iterator[Grave]:
        """The purge marks that became known between two lines of the log."""
        sql = (
            "SELECT id, hlc, origin_no, reason, doc_no, sig FROM sync_grave"
            " WHERE sq > ? AND sq <= ?"
        )
        for row, hlc, no, reason, doc_no, sig in self._connection.execute(sql, (after, until)):
            oid = self._lineage[no].oid
            yield Grave(row, hlc, oid, reason or "", doc_no or "", bytes(sig or b""))

    def take_share(self, share: Share, seq: int) -> bool:
        """Learn of a share; whether it says more than what is known."""
        dot = Dot(share.hlc, self._lineage.named(share.oid).no)
        sql = "SELECT hlc, origin_no FROM sync_share WHERE root = ? AND office = ?"
        known = self._connection.execute(sql, (share.root, share.office)).fetchone()
        if known and self._lineage.order(Dot(*known)) >= self._lineage.order(dot):
            return False
        self._connection.execute(
            "INSERT OR REPLACE INTO sync_share (root, office, reason, closed, hlc, origin_no, sq)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (share.root, share.office, share.reason, share.closed, dot.hlc, dot.origin, seq),
        )
        return True

    def take_grave(self, grave: Grave, seq: int) -> bool:
        """Bury a record and all that hangs on it; whether it was not buried before.

        The row stays as a stub without a value, for whatever points to it.
        """
        known = "SELECT 1 FROM sync_grave WHERE id = ?"
        if self._connection.execute(known, (grave.id,)).fetchone():
            return False
        origin = self._lineage.named(grave.oid).no
        self._connection.execute(
            "INSERT INTO sync_grave (id, hlc, origin_no, reason, doc_no, sig, sq)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (grave.id, grave.hlc, origin, grave.reason, grave.doc_no, grave.signature, seq),
        )
        for entity, shape in shapes().items():
            sql = f"SELECT id FROM {shape.table} WHERE id = ? OR root = ?"
            rows = [row[0] for row in self._connection.execute(sql, (grave.id, grave.id))]
            empty_rows(self._connection, shape, rows, seq)
            self._forget(entity, rows)
        forget_tree(self._connection, grave.id)
        return True

    def _forget(self, entity: int, rows: list[bytes]) -> None:
        """Let nothing be left of what these rows once held."""
        for table in ("sync_hist", "sync_before", "sync_unknown"):
            sql = f"DELETE FROM {table} WHERE row = ? AND ent = ?"
            self._connection.executemany(sql, [(row, entity) for row in rows])

    def touch(self, root: bytes, seq: int, scope: int | None = None) -> None:
        """Have a whole tree go out again, as to an office that sees it from now on.

        scope: the office that it belongs to now, if that changed.
        """
        tree = "stub = 0 AND (id = ? OR root = ?)"
        for shape in shapes().values():
            if scope is not None:
                # Rows that this very line of the log has written already may not keep its number,
                # or the guard would take the next statement for an unstamped write.
                sql = f"UPDATE {shape.table} SET sq = 0 WHERE {tree} AND sq = ? AND scope <> ?"
                self._connection.execute(sql, (root, root, seq, scope))
                sql = f"UPDATE {shape.table} SET sq = ?, scope = ? WHERE {tree} AND sq <> ?"
                self._connection.execute(sql, (seq, scope, root, root, seq))
            else:
                sql = f"UPDATE {shape.table} SET sq = ? WHERE {tree} AND sq <> ?"
                self._connection.execute(sql, (seq, root, root, seq))
