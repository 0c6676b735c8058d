"""How many rows wait for each of many offices, less those that would only go back to them.

What ``Departures`` and ``echoes`` count for one office after the other, with each table read once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from desktop.store.engine import RawConnection
from desktop.store.exchange.departures import Reach
from desktop.store.exchange.shapes import Shapes
from desktop.store.exchange.unknown import known_shapes
from desktop.versions.stamp import groups_of

_Row = tuple[int, int, bytes | None]
"""Office, line of the log, versions; None for a row in which values stand beside each other.

Of a row that was written once only the session is kept: there are thousands of them to a session.
"""
_ONCE = 18
_VERSIONS = f"CASE length(sv) WHEN {_ONCE} THEN substr(sv, 6, 4) ELSE sv END"


class UnconfirmedRows:
    """Rows that changed after some line of the log, counted by office, line and versions."""

    def __init__(
        self, connection: RawConnection, since: int, until: int, declared: Shapes | None = None
    ) -> None:
        found: Counter[_Row] = Counter()
        disputed = {ent for (ent,) in connection.execute("SELECT DISTINCT ent FROM sync_sib")}
        for entity, shape in known_shapes(connection, declared).items():
            rows = f"FROM {shape.table} WHERE sq > ? AND sq <= ? AND stub = 0"
            asked = (since, until)
            if entity not in disputed:
                found.update(connection.execute(f"SELECT scope, sq, {_VERSIONS} {rows}", asked))
                continue
            beside = "IN (SELECT row FROM sync_sib WHERE ent = ?)"
            told = (*asked, entity)
            alone = f"SELECT scope, sq, {_VERSIONS} {rows} AND id NOT {beside}"
            found.update(connection.execute(alone, told))
            found.update(connection.execute(f"SELECT scope, sq, NULL {rows} AND id {beside}", told))
        self._by_scope: dict[int, list[tuple[int, bytes | None, int]]] = {}
        for (scope, seq, versions), count in found.items():
            self._by_scope.setdefault(scope, []).append((seq, versions, count))
        shared = connection.execute("SELECT DISTINCT office FROM sync_share")
        self._shared_with = {office for (office,) in shared}

    def knows(self, reach: Reach) -> bool:
        """Whether all that goes there is told by the offices of the rows.

        Trees that are shown to an office besides its own have to be looked for one by one.
        """
        return reach.scopes is not None and reach.office not in self._shared_with

    def count(
        self, reach: Reach, imports: Collection[int], theirs: Collection[int], acked: int
    ) -> int | None:
        """How many rows wait, of a channel that is known; None if that takes a closer look.

        imports: lines of our log that took in files of that office. theirs: its sessions. acked: the
        clock of the last line of our log that it has confirmed.
        """
        waiting = 0
        for seq, versions, count in self._of(reach.scopes or ()):
            if not reach.after < seq <= reach.until:
                continue
            only_theirs = seq in imports and _is_only_theirs(versions, theirs, acked)
            if only_theirs is None:
                return None
            waiting += 0 if only_theirs else count
        return waiting

    def _of(self, scopes: Collection[int]) -> Iterable[tuple[int, bytes | None, int]]:
        return (line for scope in scopes for line in self._by_scope.get(scope, ()))


def _is_only_theirs(versions: bytes | None, theirs: Collection[int], acked: int) -> bool | None:
    """Whether a row would only go back; None if the session alone does not tell."""
    if versions is None:  # where values stand beside each other, one of them may be ours
        return False
    if len(versions) < _ONCE:
        return True if int.from_bytes(versions, "big") in theirs else None
    return all(
        group.dot.origin in theirs or group.dot.hlc <= acked for group in groups_of(versions)
    )
