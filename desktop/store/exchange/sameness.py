"""Who was found to be the same person: verdicts on pairs, which travel and which a later one undoes.

Nothing is joined: every record stays, and what hangs on it keeps its reference. Those who are one
are read through the least of their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from desktop.records import Person
from desktop.store.engine import RawConnection
from desktop.store.exchange.facts import is_bytes, is_number, is_text
from desktop.store.exchange.replaced import VERDICTS, keep_replaced
from desktop.versions.origins import Dot, Lineage

SAME, DIFFERENT = "same", "different"
_PEOPLE = Person.__tablename__
_ID, _OID = 16, 8


class Same(NamedTuple):
    """A verdict on two people; a is the lesser id. by: who gave it."""

    a: bytes
    b: bytes
    verdict: str
    by: str
    hlc: int
    oid: bytes

    @property
    def is_sound(self) -> bool:
        """Whether it is what this program would have written; it came with somebody's file."""
        ids = is_bytes(self.a, _ID) and is_bytes(self.b, _ID) and is_bytes(self.oid, _OID)
        texts = self.verdict in (SAME, DIFFERENT) and is_text(self.by)
        return ids and self.a < self.b and texts and is_number(self.hlc)


class Verdicts:
    """The verdicts of this file, in the transaction of an export or an import."""

    def __init__(self, connection: RawConnection, lineage: Lineage) -> None:
        self._connection, self._lineage = connection, lineage

    def told(self, after: int, until: int) -> Iterator[Same]:
        """What became known between two lines of the log."""
        sql = 'SELECT a, b, verdict, "by", hlc, origin_no FROM sync_same WHERE sq > ? AND sq <= ?'
        for a, b, verdict, by, hlc, no in self._connection.execute(sql, (after, until)).fetchall():
            yield Same(a, b, verdict, by, hlc, self._lineage[no].oid)

    def take(self, one: Same, seq: int) -> bool:
        """Learn of a verdict; whether it is later than what is known. Raises KeyError."""
        dot = Dot(one.hlc, self._lineage.named(one.oid).no)
        known = self._known(one.a, one.b)
        if known is not None and self._lineage.order(known) >= self._lineage.order(dot):
            return False
        keep_replaced(self._connection, VERDICTS, (one.a, one.b), seq)
        self._connection.execute(
            'INSERT OR REPLACE INTO sync_same (a, b, verdict, "by", hlc, origin_no, sq)'
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (one.a, one.b, one.verdict, one.by, dot.hlc, dot.origin, seq),
        )
        return True

    def later_than_known(self, a: bytes, b: bytes, hlc: int) -> int:
        """A time for a verdict whose author knew the one that is here, whatever the clocks say."""
        known = self._known(a, b)
        return hlc if known is None else max(hlc, known.hlc + 1)

    def places(self, one: Same) -> list[tuple[int, int]]:
        """Office and compartment of the two people, as far as they are here."""
        sql = f"SELECT scope, comp FROM {_PEOPLE} WHERE id = ? AND stub = 0"
        found = (self._connection.execute(sql, (row,)).fetchone() for row in (one.a, one.b))
        return [(scope, comp) for scope, comp in (row for row in found if row is not None)]

    def _known(self, a: bytes, b: bytes) -> Dot | None:
        sql = "SELECT hlc, origin_no FROM sync_same WHERE a = ? AND b = ?"
        row = self._connection.execute(sql, (a, b)).fetchone()
        return None if row is None else Dot(*row)


def groups(pairs: Iterable[tuple[bytes, bytes]]) -> Mapping[bytes, frozenset[bytes]]:
    """Those who are one, by each of them: what hangs together by pairs."""
    found: dict[bytes, set[bytes]] = {}
    for a, b in pairs:
        joined = found.get(a, {a}) | found.get(b, {b})
        for one in joined:
            found[one] = joined
    return {one: frozenset(members) for one, members in found.items()}
