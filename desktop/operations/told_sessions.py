"""Which sessions of the program a file tells of: its reader places every write by them.

Upwards, and between the PCs of one office, all that is news. Down to an office only what it can ever
need: the sessions of its own PCs and of those above it, and of other offices just those of which
rows in the file speak, with all that they continue, told right before these rows. Thousands of
communes work every day, and none has to know when, or who, in the others.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

import sqlalchemy as sa

from desktop.operations.journeys import Journey
from desktop.operations.told_facts import SESSIONS, WHO, in_portions
from desktop.store import tables
from desktop.store.exchange.rows import Rows
from desktop.sync.items import Facts
from desktop.sync.roster import Roster
from desktop.versions.origins import GENESIS, Lineage


class ToldSessions:
    """The sessions that one file tells of, by their numbers here.

    first: those that its manifest tells, with who worked in them.
    """

    def __init__(
        self, connection: sa.Connection, journey: Journey, lineage: Lineage, named: Iterable[bytes]
    ) -> None:
        """named: sessions of which facts in the file speak."""
        origins, self._lineage = tables.origins, lineage
        asked = sa.select(origins.c.no, origins.c.device, origins.c.sq, origins.c.who)
        rows = connection.execute(asked).all()
        self._who = {row.no: row.who for row in rows}
        # From where the other one stands for certain: no file of a series waits for the one before it.
        base, end = journey.base.seq, journey.end.seq
        self.is_whole = journey.channel.scopes is None
        if self.is_whole:
            self.first = {row.no: row.who for row in rows if base < row.sq <= end}
            return
        near = _near(journey.roster, journey.channel.own, journey.channel.other)
        rows = [row for row in rows if row.device in near]
        self._known = {row.no for row in rows if row.sq <= base}
        told = {row.no for row in rows if base < row.sq <= end}
        spoken = (lineage.named(oid).no for oid in named)
        told |= continued(lineage, spoken, told | self._known)
        self._known |= told
        self.first: Mapping[int, str] = {no: self._who[no] for no in told}

    def of(self, blocks: Iterable[Rows]) -> Iterator[Rows | Facts]:
        """The rows of a section, and before each block the sessions that it needs besides."""
        told: set[int] = set()
        for rows in blocks:
            more = set[int]()
            if not self.is_whole:
                more = continued(self._lineage, rows.names, self._known | told)
            told |= more
            # Whoever continues another one was heard of after it.
            yield from in_portions(SESSIONS, map(self._session, sorted(more)))
            yield from in_portions(WHO, (self._name(no) for no in sorted(more) if self._who[no]))
            yield rows

    def _session(self, no: int) -> list[object]:
        origin = self._lineage[no]
        return [origin.oid, origin.device, origin.parent, origin.cut]

    def _name(self, no: int) -> list[object]:
        return [self._lineage[no].oid, self._who[no]]


def _near(roster: Roster, own: int, other: int) -> set[bytes]:
    """The PCs of which an office always hears: its own and those below it, ours and those above."""
    within = roster.below(other)
    return {
        one.device
        for one in roster.devices
        if one.scope in within or one.scope == own or roster.is_above(one.scope, own)
    }


def continued(
    lineage: Lineage, numbers: Iterable[int], known: Container[int] = frozenset()
) -> set[int]:
    """Sessions and those that they continue, up to the first that is known."""
    found: set[int] = set()
    for first in numbers:
        no = first
        while no != GENESIS.origin and no not in known and no not in found:
            found.add(no)
            no = lineage.named(lineage[no].parent).no
    return found
