"""Since when an office knows that a tree was taken from it: what it writes there later is not taken.

A share that ends reaches the old office with some file. Until then its people work on in good faith,
and what they wrote is taken, however late it comes. What they write afterwards is not. No clock can
tell the one from the other, but the session can: each PC of the old office names the write of its own
at which it learnt of the end, and that is in the past of whatever it writes from then on. A PC that
was put back to an older copy begins a branch that does not have it, and so may not have known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from desktop.store.engine import RawConnection
from desktop.store.exchange.facts import Share, is_bytes, is_number
from desktop.versions.origins import Dot, Lineage

_ID, _OID = 16, 8
Ended = dict[bytes, set[Dot]]
"""Trees that an office had to leave, with the writes at which its PCs learnt of it."""


class Ending(NamedTuple):
    """A PC of an office has learnt that its share of a tree ended.

    share_hlc, share_oid: by which word on the share. hlc, oid: the PC's write at which it learnt it.
    """

    root: bytes
    office: int
    share_hlc: int
    share_oid: bytes
    hlc: int
    oid: bytes

    @property
    def is_sound(self) -> bool:
        """Whether it is what this program would have written; it came with somebody's file."""
        ids = is_bytes(self.root, _ID) and is_bytes(self.share_oid, _OID)
        numbers = (self.office, self.share_hlc, self.hlc)
        return ids and is_bytes(self.oid, _OID) and all(map(is_number, numbers))


class Endings:
    """The endings that this file knows of, in the transaction of an export or an import."""

    def __init__(self, connection: RawConnection, lineage: Lineage) -> None:
        self._connection, self._lineage = connection, lineage

    def learn(self, share: Share, dot: Dot, seq: int) -> None:
        """Write down that this PC has learnt at this write of its own that its share has ended."""
        oid = self._lineage[dot.origin].oid
        self.take(Ending(share.root, share.office, share.hlc, share.oid, dot.hlc, oid), seq)

    def take(self, ending: Ending, seq: int) -> bool:
        """Learn of an ending; whether it is news. Raises KeyError for an unknown session."""
        session, of_share = map(self._lineage.named, (ending.oid, ending.share_oid))
        told = (ending.root, ending.office, ending.share_hlc, of_share.no, ending.hlc, session.no)
        known = "SELECT 1 FROM sync_share_end WHERE root = ? AND hlc = ? AND origin_no = ?"
        if self._connection.execute(known, (ending.root, ending.hlc, session.no)).fetchone():
            return False
        self._connection.execute(
            "INSERT INTO sync_share_end VALUES (?, ?, ?, ?, ?, ?, ?)", (*told, seq)
        )
        return True

    def told(self, after: int, until: int) -> Iterator[Ending]:
        """What became known between two lines of the log."""
        sql = (
            "SELECT root, office, share_hlc, share_no, hlc, origin_no FROM sync_share_end"
            " WHERE sq > ? AND sq <= ?"
        )
        found = self._connection.execute(sql, (after, until)).fetchall()
        for root, office, share_hlc, share_no, hlc, no in found:
            share_oid, oid = self._lineage[share_no].oid, self._lineage[no].oid
            yield Ending(root, office, share_hlc, share_oid, hlc, oid)


def read_ended(connection: RawConnection, root: bytes | None = None) -> Ended:
    """The trees whose shares stand ended, and who is known to have learnt of it. root: only this one.

    What was learnt of an earlier end counts for nothing once the office has seen the tree again.
    """
    sql = (
        "SELECT one.root, one.hlc, one.origin_no FROM sync_share_end one JOIN sync_share share"
        " ON share.root = one.root AND share.office = one.office AND share.closed = 1"
        " AND share.hlc = one.share_hlc AND share.origin_no = one.share_no"
    )
    values: tuple[bytes, ...] = ()
    if root is not None:
        sql, values = f"{sql} WHERE one.root = ?", (root,)
    found: Ended = {}
    for tree, hlc, no in connection.execute(sql, values):
        found.setdefault(bytes(tree), set()).add(Dot(hlc, no))
    return found
