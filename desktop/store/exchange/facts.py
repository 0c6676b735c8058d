"""What travels beside records: purge marks, and who else sees a record's tree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from desktop.fields import Attachment
from desktop.store.engine import RawConnection
from desktop.store.exchange.emptying import empty_rows
from desktop.store.exchange.left_out import forget_tree
from desktop.store.exchange.refused_parts import FACT
from desktop.store.exchange.replaced import SHARES, keep_replaced
from desktop.store.exchange.shapes import Shape, Shapes
from desktop.store.exchange.unknown import known_shapes
from desktop.versions.origins import Dot, Lineage

FILES_TO_WIPE = "files_to_wipe"
FILE = re.compile(r"([0-9a-f]{64})/[0-9]+/")
"""How values and the history name an attachment."""
_SIGNATURE = 64
_ID, _OID, _MOST_TEXT, _MOST_NUMBER = 16, 8, 4000, (1 << 63) - 1


class Share(NamedTuple):
    """An office that sees a tree that is not its own; the later word on it counts.

    closed: 1 for an office that had the tree and has left it to another one.
    """

    root: bytes
    office: int
    reason: str
    closed: int
    hlc: int
    oid: bytes

    @property
    def is_sound(self) -> bool:
        """Whether it is what this program would have written; it came with somebody's file."""
        return (
            is_bytes(self.root, _ID)
            and is_number(self.office)
            and is_text(self.reason)
            and self.closed in (0, 1)
            and is_number(self.hlc)
            and is_bytes(self.oid, _OID)
        )


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

    @property
    def is_sound(self) -> bool:
        """Whether it is what this program would have written; it came with somebody's file."""
        return (
            is_bytes(self.id, _ID)
            and is_number(self.hlc)
            and is_bytes(self.oid, _OID)
            and is_text(self.reason)
            and is_text(self.doc_no)
            and is_bytes(self.signature, _SIGNATURE)
        )


class Facts:
    """The facts of this file, in the transaction of an export or an import."""

    def __init__(
        self, connection: RawConnection, lineage: Lineage, declared: Shapes | None = None
    ) -> None:
        """declared: the record types that the program knows."""
        self._connection, self._lineage, self._declared = connection, lineage, declared

    def shares(self, after: int, until: int, office: int | None) -> Iterator[Share]:
        """What became known of shares between two lines of the log.

        office: only those of trees that it sees; of one that was closed to it, nothing later.
        """
        sql = (
            "SELECT root, office, reason, closed, hlc, origin_no FROM sync_share"
            " WHERE sq > ? AND sq <= ?"
        )
        values: list[Any] = [after, until]
        if office is not None:
            sql += (
                " AND EXISTS (SELECT 1 FROM sync_share mine WHERE mine.office = ?"
                " AND mine.root = sync_share.root AND (mine.closed = 0 OR mine.sq >= sync_share.sq))"
            )
            values.append(office)
        for root, with_, reason, closed, hlc, no in self._connection.execute(
            sql, values
        ).fetchall():
            yield Share(root, with_, reason or "", int(closed), hlc, self._lineage[no].oid)

    def compartment_of(self, root: bytes) -> int:
        """The compartment of a tree, general if it is not here."""
        return next((comp for _entity, _scope, comp in self._held(root)), 0)

    def home_of(self, root: bytes) -> tuple[int, int] | None:
        """The record type and the office of a tree; None if it is not here."""
        return next(((entity, scope) for entity, scope, _comp in self._held(root)), None)

    def _held(self, root: bytes) -> Iterator[tuple[int, int, int]]:
        """Record type, office and compartment of a root, wherever it stands."""
        for entity, shape in known_shapes(self._connection, self._declared).items():
            if shape.parent_unit is None:
                sql = f"SELECT scope, comp FROM {shape.table} WHERE id = ?"
                for scope, comp in self._connection.execute(sql, (root,)).fetchall():
                    yield entity, scope, comp

    def graves(self, after: int, until: int) -> Iterator[Grave]:
        """The purge marks that became known between two lines of the log."""
        sql = (
            "SELECT id, hlc, origin_no, reason, doc_no, sig FROM sync_grave"
            " WHERE sq > ? AND sq <= ?"
        )
        for row, hlc, no, reason, doc_no, sig in self._connection.execute(sql, (after, until)):
            oid = self._lineage[no].oid
            yield Grave(row, hlc, oid, reason or "", doc_no or "", bytes(sig or b""))

    def is_news(self, share: Share) -> bool:
        """Whether a share says more than what is known. Raises KeyError for an unknown session."""
        dot = Dot(share.hlc, self._lineage.named(share.oid).no)
        sql = "SELECT hlc, origin_no FROM sync_share WHERE root = ? AND office = ?"
        known = self._connection.execute(sql, (share.root, share.office)).fetchone()
        return not known or self._lineage.order(Dot(*known)) < self._lineage.order(dot)

    def later_than_known(self, root: bytes, office: int, hlc: int) -> int:
        """A time for what is said anew of a share, by whom all that is known here was known.

        Whatever the clocks say, it counts against that.
        """
        sql = "SELECT hlc FROM sync_share WHERE root = ? AND office = ?"
        known = self._connection.execute(sql, (root, office)).fetchone()
        return max(hlc, known[0] + 1) if known else hlc

    def is_buried(self, root: bytes) -> bool:
        """Whether a record was purged."""
        sql = "SELECT 1 FROM sync_grave WHERE id = ?"
        return self._connection.execute(sql, (root,)).fetchone() is not None

    def take_share(self, share: Share, seq: int) -> bool:
        """Learn of a share; whether it says more than what is known."""
        if not self.is_news(share):
            return False
        dot = Dot(share.hlc, self._lineage.named(share.oid).no)
        keep_replaced(self._connection, SHARES, (share.root, share.office), seq)
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
        for entity, shape in known_shapes(self._connection, self._declared).items():
            sql = f"SELECT id FROM {shape.table} WHERE id = ? OR root = ?"
            rows = [row[0] for row in self._connection.execute(sql, (grave.id, grave.id))]
            self._note_files(shape, rows)
            empty_rows(self._connection, shape, rows, seq)
            forget_rows(self._connection, entity, rows)
        forget_rows(self._connection, FACT, [grave.id])
        forget_tree(self._connection, grave.id)
        for sql in (
            "DELETE FROM sync_share WHERE root = ?",
            "DELETE FROM sync_share_end WHERE root = ?",
            "DELETE FROM case_readers WHERE case_id = ?",
        ):
            self._connection.execute(sql, (grave.id,))
        return True

    def _note_files(self, shape: Shape, rows: list[bytes]) -> None:
        """Remember which attachments these rows named: they are to be wiped with them."""
        entity, found = shape.entity, set[str]()
        for column in shape.columns:
            if isinstance(column.field.kind, Attachment):
                sql = f'SELECT "{column.field.name}" FROM {shape.table} WHERE id = ?'
                found |= self._files_in(sql, [(row,) for row in rows])
        for table in ("sync_hist", "sync_sib", "sync_unknown"):
            sql = f"SELECT val FROM {table} WHERE row = ? AND ent = ?"
            found |= self._files_in(sql, [(row, entity) for row in rows])
        if found:
            sql = "INSERT OR REPLACE INTO sync_meta (k, v) VALUES (?, ?)"
            known = files_to_wipe(self._connection)
            self._connection.execute(sql, (FILES_TO_WIPE, json.dumps(sorted(found | known))))

    def _files_in(self, sql: str, asked: list[tuple[Any, ...]]) -> set[str]:
        told = (row[0] for one in asked for row in self._connection.execute(sql, one))
        texts = (one.decode() if isinstance(one, bytes) else one for one in told if one)
        return {found for text in texts for found in FILE.findall(text)}

    def touch(
        self, root: bytes, seq: int, scope: int | None = None, comp: int | None = None
    ) -> None:
        """Have a whole tree go out again, as to an office that sees it from now on.

        scope, comp: the office and the compartment that it belongs to now, if they changed.
        """
        tree = "stub = 0 AND (id = ? OR root = ?)"
        told = {name: v for name, v in (("scope", scope), ("comp", comp)) if v is not None}
        differs = " OR ".join(f"{name} <> ?" for name in told)
        put = ", ".join(f"{name} = ?" for name in ("sq", *told))
        for shape in known_shapes(self._connection, self._declared).values():
            if told:
                # Rows that this very line of the log has written already may not keep its number,
                # or the guard would take the next statement for an unstamped write.
                sql = f"UPDATE {shape.table} SET sq = 0 WHERE {tree} AND sq = ? AND ({differs})"
                self._connection.execute(sql, (root, root, seq, *told.values()))
            sql = f"UPDATE {shape.table} SET {put} WHERE {tree} AND sq <> ?"
            self._connection.execute(sql, (seq, *told.values(), root, root, seq))


def files_to_wipe(connection: RawConnection) -> set[str]:
    """The attachments of what was purged, until they are wiped."""
    found = connection.execute("SELECT v FROM sync_meta WHERE k = ?", (FILES_TO_WIPE,)).fetchone()
    return set(json.loads(found[0])) if found else set()


def forget_rows(connection: RawConnection, entity: int, rows: list[bytes]) -> None:
    """Let nothing be left of what these rows once held, nor of what was typed for them."""
    for table in ("sync_hist", "sync_before", "sync_unknown"):
        sql = f"DELETE FROM {table} WHERE row = ? AND ent = ?"
        connection.executemany(sql, [(row, entity) for row in rows])
    connection.executemany("DELETE FROM drafts WHERE row = ?", [(row,) for row in rows])


def is_bytes(value: object, size: int) -> bool:
    """Whether something that came is bytes of this size."""
    return isinstance(value, bytes) and len(value) == size


def is_number(value: object) -> bool:
    """Whether something that came is a number that a column holds."""
    return type(value) is int and 0 <= value <= _MOST_NUMBER


def is_text(value: object) -> bool:
    """Whether something that came is a text that a column holds."""
    return isinstance(value, str) and len(value) <= _MOST_TEXT and "\0" not in value
