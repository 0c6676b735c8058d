"""How the exchange stands with every office: what came, what went, what waits, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desktop.base.clock import moment
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.text import fold, words
from desktop.operations.exchange_keys import held_roster, own_keys, own_scope
from desktop.operations.exchange_rights import Channel, channel
from desktop.operations.journeys import exchanges, no_partner
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange import channels
from desktop.store.exchange.departures import Reach
from desktop.store.exchange.echoes import without_echoes
from desktop.store.exchange.waiting import Waiting
from desktop.store.timeline import Timeline
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import DeviceEntry, OfficeEntry

REMIND_AFTER = dt.timedelta(days=30)
"""So long may something wait before somebody is reminded to send: reports go monthly."""


@dataclass(frozen=True)
class ChannelState:
    """How things stand with one office.

    last_in, last_out: when its last file was written and when our last one was; None before the
    first. number_in, number_out: of these files. waiting: changes it has not confirmed, by record
    type. is_sent: whether a file with all of them is on its way. missing: numbers of its files that
    never came and that no later file made good. is_overdue: whether something waits and nothing was
    sent for ``REMIND_AFTER``.
    """

    office: int
    name: str
    level: str
    is_above: bool
    last_in: dt.datetime | None
    last_out: dt.datetime | None
    number_in: int
    number_out: int
    waiting: Mapping[int, int]
    is_sent: bool
    missing: tuple[int, ...]
    is_overdue: bool

    @property
    def total(self) -> int:
        """How many changes wait for its confirmation."""
        return sum(self.waiting.values())


def exchange_state(office: Office) -> list[ChannelState]:
    """Every office that files go to: those above first, then our own other PCs, then those below.

    Raises NotEnrolled.
    """
    office.require(Permission.EXCHANGE)
    with office.store.connection(write=True) as connection:
        device = own_keys(connection).device
    with office.store.connection() as connection:
        roster, own = held_roster(connection), own_scope(connection)
        known = {bytes(row.device): row for row in connection.execute(sa.select(tables.peers))}
        files = _files(connection)
        reader = _Reader(office, connection, roster, own, device)
        return [
            reader.state(one, [known.get(pc.device) for pc in there], _received(there, files))
            for one, there in _others(roster, own, device)
        ]


def find_peer(office: Office, told: str) -> OfficeEntry:
    """The office that somebody names: by its number, its name or words of that, tones or not.

    Only one that files go to. What only says of which sort an office is names none.
    Raises NotEnrolled, and UserError if nobody or more than one is called so.
    """
    office.require(Permission.EXCHANGE)
    with office.store.connection(write=True) as connection:
        device, roster = own_keys(connection).device, held_roster(connection)
        own = own_scope(connection)
    alone = all(one.device == device for one in roster.active_devices(own))
    others = [one for one in roster.offices if one.scope != own or not alone]
    partners = [one for one in others if exchanges(roster, own, one.scope)]
    matching = _called(told, partners)
    if len(matching) == 1:
        return matching[0]
    if not matching and len(strangers := _called(told, others)) == 1:
        raise no_partner(strangers[0])
    raise _nobody(told, matching or partners, several=bool(matching))


_SORTS = frozenset(
    "xa phuong thi tran quan huyen thanh pho tinh dac khu ubnd uy ban nhan dan cong an".split()
)
"""Words for sorts of offices, folded: they stand in the names of very many."""


def _called(told: str, offices: Sequence[OfficeEntry]) -> list[OfficeEntry]:
    """Those of this number; else those of this name; else those with these words in their names."""
    asked = words(told)
    if told.strip().isdecimal():
        return [one for one in offices if one.scope == int(told)]
    whole = [one for one in offices if words(one.name) == asked]
    if whole or _SORTS.issuperset(asked):
        return whole
    return [one for one in offices if f" {' '.join(asked)} " in f" {' '.join(words(one.name))} "]


_MOST_NAMED = 8


def _nobody(told: str, offices: Sequence[OfficeEntry], *, several: bool) -> UserError:
    names = [f"{one.name} ({one.scope})" for one in offices[:_MOST_NAMED]]
    names += ["…"] if len(offices) > _MOST_NAMED else []
    message = (
        tr("Có nhiều nơi tên “{told}”: {names}. Chưa làm gì; hãy ghi số của nơi cần.")
        if several
        else tr(
            "Danh bạ không có nơi nào tên “{told}” mà cơ quan này trao đổi tệp. Chưa làm gì; các nơi "
            "có: {names}."
        )
    )
    return UserError(message.format(told=told, names=", ".join(names)))


def _others(
    roster: Roster, own: int, device: bytes
) -> Iterable[tuple[OfficeEntry, Sequence[DeviceEntry]]]:
    """The offices that files go to with their PCs, in the order in which they are shown."""
    devices: dict[int, list[DeviceEntry]] = {}
    for pc in roster.devices:
        if pc.device != device and pc.revoked is None:
            devices.setdefault(pc.scope, []).append(pc)
    found: list[tuple[int, str, OfficeEntry, list[DeviceEntry]]] = []
    for one in roster.offices:
        there = devices.get(one.scope, [])
        if there and exchanges(roster, own, one.scope):
            above = roster.is_above(one.scope, own)
            place = 0 if above else 1 if one.scope == own else 2
            found.append((place, fold(one.name), one, there))
    return [(one, there) for _place, _name, one, there in sorted(found, key=lambda line: line[:2])]


@dataclass(frozen=True)
class _File:
    number: int
    begin: int
    end: int


def _files(connection: sa.Connection) -> dict[bytes, list[_File]]:
    """The files of each PC that stand, by their numbers."""
    packages = tables.packages
    rows = connection.execute(
        sa.select(packages)
        .where(packages.c.dir == "in", packages.c.undone.is_(False))
        .order_by(packages.c.number, packages.c.to_seq)
    )
    found: dict[bytes, list[_File]] = {}
    for row in rows:
        found.setdefault(bytes(row.device), []).append(_File(row.number, row.from_seq, row.to_seq))
    return found


def _received(
    devices: Iterable[DeviceEntry], files: Mapping[bytes, list[_File]]
) -> tuple[int, tuple[int, ...]]:
    """The number of the last file of an office, and those that are missing."""
    there = [files.get(one.device, []) for one in devices]
    last = max((file.number for some in there for file in some), default=0)
    return last, tuple(sorted({number for some in there for number in _missing(some)}))


def _missing(files: Iterable[_File]) -> list[int]:
    """Numbers that never came, unless a later file begins where we stood before them."""
    found: list[int] = []
    held = last = 0
    for file in files:
        if file.begin <= held:
            found.clear()
            held = max(held, file.end)
        else:
            found += range(last + 1, file.number)
        last = file.number
    return found


class _Reader:
    """Reads the state of one channel after the other from one state of the file."""

    def __init__(
        self, office: Office, connection: sa.Connection, roster: Roster, own: int, device: bytes
    ) -> None:
        self._roster, self._own, self._device = roster, own, device
        self._connection, self._raw = connection, raw_connection(connection)
        self._lineage = Timeline(connection, office.store.clock).lineage
        self._last = channels.last_point(connection).seq
        self._now = office.clock.now()
        acked = sa.select(sa.func.min(tables.peers.c.acked))
        self._least = connection.execute(acked).scalar() or 0
        self._counted: Waiting | None = None

    def state(
        self, one: OfficeEntry, rows: Sequence[Any], received: tuple[int, tuple[int, ...]]
    ) -> ChannelState:
        """How things stand with this office; rows: what is known of each of its PCs, if anything."""
        told = [row for row in rows if row is not None]
        way = channel(self._roster, self._own, one.scope, self._device)
        # What a PC was sent or has confirmed of a channel that carried something else is nothing.
        current = [row for row in told if row.epoch == way.epoch]
        all_told = len(current) == len(rows)
        waiting = self._waiting(way, min(row.acked for row in current) if all_told else 0)
        last_out = _moment(max((row.last_out or 0 for row in told), default=0))
        number_in, missing = received
        return ChannelState(
            one.scope,
            one.name,
            one.level,
            self._roster.is_above(one.scope, self._own),
            _moment(max((row.last_in or 0 for row in told), default=0)),
            last_out,
            number_in,
            max((row.sent_no for row in told), default=0),
            waiting,
            all_told and all(row.sent_seq >= self._last for row in current),
            missing,
            bool(waiting) and (last_out is None or self._now - last_out > REMIND_AFTER),
        )

    def _waiting(self, way: Channel, acked: int) -> dict[int, int]:
        if acked >= self._last:
            return {}
        if self._counted is None or self._counted.since > acked:
            since = min(self._least, acked)
            self._counted = Waiting.read(self._raw, since, self._last)
        reach = Reach(acked, self._last, way.scopes, way.other)
        counts = self._counted.counts(self._raw, self._lineage, reach)
        devices = {one.device for one in self._roster.active_devices(way.other)} - {self._device}
        return without_echoes(self._connection, self._lineage, reach, devices, counts)


def _moment(ms: int) -> dt.datetime | None:
    return moment(ms) if ms else None
