"""How much waits to go over many channels at once, each table being read only once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from desktop.store.engine import RawConnection
from desktop.store.exchange.departures import Departures, Reach
from desktop.store.exchange.shapes import Shapes
from desktop.store.exchange.unknown import known_shapes
from desktop.versions.origins import Lineage


@dataclass
class Waiting:
    """Rows that changed after some line of the log, counted by office and line."""

    since: int
    until: int
    _counts: dict[int, list[tuple[int, int, int]]] = field(
        default_factory=dict[int, list[tuple[int, int, int]]]
    )
    """By office: line of the log, record type, how many rows."""
    _shared_with: set[int] = field(default_factory=set[int])

    @classmethod
    def read(
        cls, connection: RawConnection, since: int, until: int, declared: Shapes | None = None
    ) -> Waiting:
        """Count what changed after line since of the log and not after line until."""
        found = cls(since, until)
        for entity, shape in known_shapes(connection, declared).items():
            sql = (
                f"SELECT scope, sq, count(*) FROM {shape.table}"
                " WHERE sq > ? AND sq <= ? AND stub = 0 GROUP BY scope, sq"
            )
            for scope, seq, count in connection.execute(sql, (since, until)):
                found._counts.setdefault(scope, []).append((seq, entity, count))
        sql = "SELECT DISTINCT office FROM sync_share"
        found._shared_with = {row[0] for row in connection.execute(sql)}
        return found

    def counts(self, connection: RawConnection, lineage: Lineage, reach: Reach) -> dict[int, int]:
        """How many rows go over a channel, by record type: what ``Departures`` would count.

        reach: of the channel, within what was read.
        """
        if reach.scopes is not None and reach.office in self._shared_with:
            # Trees that are shown to an office besides its own are looked for one by one.
            return Departures(connection, lineage, reach).count()
        assert self.since <= reach.after, "what was read begins later"
        assert reach.until <= self.until, "what was read ends earlier"
        found: Counter[int] = Counter()
        for seq, entity, count in self._of(self._counts if reach.scopes is None else reach.scopes):
            if reach.after < seq <= reach.until:
                found[entity] += count
        return dict(sorted(found.items()))

    def _of(self, scopes: Collection[int]) -> Iterable[tuple[int, int, int]]:
        return (line for scope in scopes for line in self._counts.get(scope, ()))
