"""Which sessions of the program a file tells of: its reader places every write by them.

Upwards, and between the PCs of one office, all that is news. Down to an office only what it can ever
need: the sessions of its own PCs and of those above it, and of other offices just those of which
rows in the file speak, with all that they continue. Thousands of communes work every day, and none
has to know when, or who, in the others.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

import sqlalchemy as sa

from desktop.operations.journeys import Journey
from desktop.store import tables
from desktop.store.exchange.departures import Departures
from desktop.sync.roster import Roster
from desktop.versions.origins import GENESIS, Lineage


def told_sessions(
    connection: sa.Connection,
    journey: Journey,
    lineage: Lineage,
    departures: Departures,
    named: Iterable[bytes],
) -> Mapping[int, str]:
    """The sessions that a file tells of by their numbers here, with who worked in them.

    named: sessions of which facts in the file speak.
    """
    origins = tables.origins
    asked = sa.select(origins.c.no, origins.c.device, origins.c.sq, origins.c.who)
    if journey.channel.scopes is None:
        # From where the other one stands for certain: no file of a series waits for the one before it.
        between = (origins.c.sq > journey.base.seq, origins.c.sq <= journey.end.seq)
        return {row.no: row.who for row in connection.execute(asked.where(*between))}
    near = _near(journey.roster, journey.channel.own, journey.channel.other)
    rows = {row.no: row for row in connection.execute(asked)}
    heard = {no for no, row in rows.items() if row.device in near and row.sq <= journey.base.seq}
    told = {
        no
        for no, row in rows.items()
        if row.device in near and journey.base.seq < row.sq <= journey.end.seq
    }
    spoken = departures.authors(journey.channel.compartments)
    spoken |= {lineage.named(oid).no for oid in named}
    told |= continued(lineage, spoken, told | heard)
    return {no: rows[no].who for no in told}


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
