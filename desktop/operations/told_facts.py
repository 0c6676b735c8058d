"""What a file tells besides records: who worked, the roster, what was purged, who sees a tree."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import sqlalchemy as sa

from desktop.operations.exchange_keys import signed_roster
from desktop.operations.journeys import Journey
from desktop.records.cases import stricter
from desktop.store.engine import RawConnection, raw_connection
from desktop.store.exchange.endings import Endings
from desktop.store.exchange.facts import Facts as KnownFacts
from desktop.store.exchange.facts import Grave
from desktop.store.exchange.sameness import Verdicts
from desktop.store.timeline import Timeline
from desktop.sync.items import Facts
from desktop.versions.origins import Lineage

SHARES, GRAVES, ROSTER, WHO, SAME = "shares", "graves", "roster", "who", "same"
ENDS, SESSIONS = "ends", "sessions"
"""Kinds of facts in a package."""
_FACTS_AT_ONCE = 500


def told_facts(
    connection: sa.Connection, journey: Journey, lineage: Lineage, who: Mapping[int, str]
) -> Iterator[Facts]:
    """Who worked, the roster where it goes down, and what was purged. who: by session."""
    yield from in_portions(WHO, ([lineage[no].oid, name] for no, name in who.items()))
    signed = signed_roster(connection)
    if not journey.roster.is_above(journey.channel.other, journey.channel.own):
        yield Facts(ROSTER, [[signed.body, signed.signature]])
    graves = told_graves(connection, journey, lineage)
    yield from in_portions(GRAVES, (list(grave) for grave in graves))


def told_graves(connection: sa.Connection, journey: Journey, lineage: Lineage) -> Iterator[Grave]:
    """The marks of what was purged that the other one may not have."""
    known = KnownFacts(raw_connection(connection), lineage)
    return known.graves(journey.base.seq, journey.end.seq)


class ToldShares:
    """What a file tells of who sees which tree: each in the section of the tree's compartment."""

    def __init__(self, connection: sa.Connection, journey: Journey, timeline: Timeline) -> None:
        known = KnownFacts(raw_connection(connection), timeline.lineage)
        office = None if journey.channel.scopes is None else journey.channel.other
        self._rows: dict[int, list[list[object]]] = {}
        self._ends: dict[int, list[list[object]]] = {}
        self._same: dict[int, list[list[object]]] = {}
        self.sessions: set[bytes] = set()
        """Those of which it speaks."""
        self._read_same(raw_connection(connection), journey, timeline)
        for share in known.shares(journey.base.seq, journey.end.seq, office):
            comp = known.compartment_of(share.root)
            self._rows.setdefault(comp, []).append(list(share))
            self.sessions.add(share.oid)
        # Only whoever is above has to know, and the other PCs of this office.
        ends = Endings(raw_connection(connection), timeline.lineage) if office is None else None
        for end in ends.told(journey.base.seq, journey.end.seq) if ends else ():
            comp = known.compartment_of(end.root)
            self._ends.setdefault(comp, []).append(list(end))
            self.sessions |= {end.oid, end.share_oid}

    def compartments(self) -> Collection[int]:
        """Those in which there is something to tell."""
        return self._rows.keys() | self._same.keys() | self._ends.keys()

    def of(self, comp: int) -> Iterator[Facts]:
        """What the section of a compartment tells: nothing of any other one."""
        yield from in_portions(SHARES, iter(self._rows.get(comp, ())))
        yield from in_portions(ENDS, iter(self._ends.get(comp, ())))
        yield from in_portions(SAME, iter(self._same.get(comp, ())))

    def _read_same(self, raw: RawConnection, journey: Journey, timeline: Timeline) -> None:
        """Verdicts on people whom the other office both sees, in the stricter's compartment."""
        verdicts = Verdicts(raw, timeline.lineage)
        seen = journey.channel.scopes
        for one in verdicts.told(journey.begin.seq, journey.end.seq):
            places = verdicts.places(one)
            if len(places) < 2 or not all(seen is None or scope in seen for scope, _ in places):
                continue
            comp = stricter(places[0][1], places[1][1])
            self._same.setdefault(comp, []).append(list(one))
            self.sessions.add(one.oid)


def in_portions(kind: str, rows: Iterator[list[object]]) -> Iterator[Facts]:
    """Facts of one kind, some hundred in each item."""
    some: list[list[object]] = []
    for row in rows:
        some.append(row)
        if len(some) == _FACTS_AT_ONCE:
            yield Facts(kind, some)
            some = []
    if some:
        yield Facts(kind, some)
