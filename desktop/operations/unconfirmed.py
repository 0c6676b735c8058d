"""How many changes wait for each office that files go to, all of them read at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desktop.operations import sending
from desktop.operations.exchange_keys import held_roster, own_keys, own_scope
from desktop.operations.exchange_rights import channel
from desktop.operations.journeys import exchanges
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange import channels
from desktop.store.exchange.departures import Reach
from desktop.store.exchange.inbound import KIND
from desktop.store.exchange.unconfirmed_rows import UnconfirmedRows
from desktop.store.timeline import Timeline
from desktop.sync.roster import Roster


@dataclass(frozen=True)
class Unconfirmed:
    """What waits for an office. is_sent: whether a file with all of it is on its way."""

    count: int
    is_sent: bool


def unconfirmed(office: Office) -> dict[int, Unconfirmed]:
    """How many changes wait for each office below or beside this one, by its number.

    What ``sending.pending`` tells of one of them. Raises NotEnrolled.
    """
    office.require(Permission.EXCHANGE)
    with office.store.connection(write=True) as connection:
        device = own_keys(connection).device
    with office.store.connection() as connection:
        reader = _Reader(office, connection, device)
        found = {one.scope: reader.read(one.scope) for one in reader.roster.offices}
    # A few have trees of other offices besides; or this is no province and sends them everything.
    asked = [scope for scope, told in found.items() if told is None and reader.may_send(scope)]
    told = {scope: _one_by_one(office, scope) for scope in asked}
    return {scope: one for scope, one in found.items() if one is not None} | told


def _one_by_one(office: Office, scope: int) -> Unconfirmed:
    found = sending.pending(office, scope)
    return Unconfirmed(found.total, found.sent)


class _Reader:
    """Reads one state of the file."""

    def __init__(self, office: Office, connection: sa.Connection, device: bytes) -> None:
        self.roster: Roster = held_roster(connection)
        self._own, self._device = own_scope(connection), device
        self._last = channels.last_point(connection).seq
        self._peers = {
            bytes(row.device): row for row in connection.execute(sa.select(tables.peers))
        }
        log = tables.log
        asked = sa.select(log.c.seq, log.c.hlc)
        self._clock = {row.seq: row.hlc for row in connection.execute(asked)}
        self._imports = _imports(connection)
        self._sessions: defaultdict[bytes, set[int]] = defaultdict(set)
        for origin in Timeline(connection, office.store.clock).lineage:
            self._sessions[origin.device].add(origin.no)
        declared = office.store.declared
        self._rows = UnconfirmedRows(raw_connection(connection), 0, self._last, declared)

    def may_send(self, scope: int) -> bool:
        """Whether files go to this office."""
        return exchanges(self.roster, self._own, scope) and bool(self._devices(scope))

    def read(self, scope: int) -> Unconfirmed | None:
        """What waits for an office; None where it has to be looked for by itself, if at all."""
        if not self.may_send(scope):
            return None
        devices = self._devices(scope)
        way = channel(self.roster, self._own, scope, self._device)
        known = [self._known(one, way.epoch) for one in devices]
        acked = min(row.acked if row is not None else 0 for row in known)
        reach = Reach(min(acked, self._last), self._last, way.scopes, scope)
        if not self._rows.knows(reach):
            return None
        imports = set[int]().union(*(self._imports.get(one, ()) for one in devices))
        theirs = set[int]().union(*(self._sessions.get(one, ()) for one in devices))
        count = self._rows.count(reach, imports, theirs, self._clock.get(reach.after, 0))
        if count is None:
            return None
        told = [row for one in devices if (row := self._peers.get(one)) is not None]
        sent = [row.sent_seq >= self._last and row.epoch == way.epoch for row in told]
        return Unconfirmed(count, bool(sent) and all(sent))

    def _devices(self, scope: int) -> Sequence[bytes]:
        there = self.roster.active_devices(scope)
        return [one.device for one in there if one.device != self._device]

    def _known(self, device: bytes, epoch: bytes) -> Any:
        """What is known of a PC in the channel as it is now."""
        row = self._peers.get(device)
        return row if row is not None and (row.epoch or b"") == epoch else None


def _imports(connection: sa.Connection) -> Mapping[bytes, set[int]]:
    """The lines of our log that took in files, by the PC that sent them."""
    log, packages = tables.log, tables.packages
    asked = (
        sa.select(packages.c.device, log.c.seq)
        .join(packages, packages.c.pkg == log.c.pkg)
        .where(log.c.kind == KIND)
    )
    found: defaultdict[bytes, set[int]] = defaultdict(set)
    for row in connection.execute(asked):
        found[bytes(row.device)].add(row.seq)
    return found
