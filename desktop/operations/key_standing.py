"""What an office shows of its keys: itself in the exchange, and every PC that the roster names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from desktop.base.clock import moment
from desktop.operations.exchange_keys import (
    has_keys,
    held_roster,
    is_enrolled,
    own_keys,
    own_letter,
    own_scope,
)
from desktop.operations.founding import OTHER_SCOPE, PROVINCE_SCOPE
from desktop.operations.office import Office, agency
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange.clones import cloned_devices
from desktop.store.timeline import read_meta
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import Cut
from desktop.sync.signed_roster import DeviceTold, devices_told

KEY_LASTS = dt.timedelta(days=183)
"""After half a year a PC should get a new key: old files that lie about stay closed then."""


@dataclass(frozen=True)
class RosterLine:
    """One PC of the roster that is held.

    scope, letter: together they name it for people.
    cut: how far its log counts if it was struck.
    since: when it was entered, or struck if it was; key_since: when it got the key that it has. Both
    as far back as this office holds rosters.
    last_in: when its last file came here. is_cloned: whether two copies of it are at work.
    """

    device: bytes
    scope: int
    office_name: str
    letter: str
    label: str
    cut: Cut | None
    is_own: bool
    since: dt.datetime
    key_since: dt.datetime
    last_in: dt.datetime | None
    is_cloned: bool = False

    @property
    def code(self) -> str:
        """What the PC is called in words that can be read over the telephone."""
        return f"{self.scope}-{self.letter}"

    @property
    def is_revoked(self) -> bool:
        """Whether it was struck from the exchange."""
        return self.cut is not None


@dataclass(frozen=True)
class KeyStanding:
    """This PC in the exchange.

    name: of the office. version: of the roster that is held; 0 before there is one.
    authority_name: the office that gives out the cards; empty before.
    is_authority: whether that is this office. may_found: whether it could become it.
    has_asked: whether this PC has made its keys. new_key: whether it waits for a card with a new
    one. key_is_old: whether it should get a new one.
    """

    scope: int
    name: str
    letter: str
    version: int = 0
    issued_at: dt.datetime | None = None
    authority_name: str = ""
    is_authority: bool = False
    may_found: bool = False
    has_asked: bool = False
    new_key: bool = False
    key_is_old: bool = False
    lines: tuple[RosterLine, ...] = ()

    @property
    def own(self) -> RosterLine | None:
        """This PC as the roster has it; None if it does not."""
        return next((one for one in self.lines if one.is_own), None)

    @property
    def is_member(self) -> bool:
        """Whether this PC may exchange files."""
        return self.own is not None and not self.own.is_revoked


def read_key_standing(office: Office) -> KeyStanding:
    """How this PC stands in the exchange, and who else is in it."""
    # Who only sends and receives sees where things stand; who manages the keys may change it.
    if not office.may(Permission.EXCHANGE):
        office.require(Permission.MANAGE_KEYS)
    with office.reading() as session:
        name = agency(session).name
    with office.store.connection() as connection:
        scope, letter = own_scope(connection), own_letter(connection)
        province = PROVINCE_SCOPE <= scope < OTHER_SCOPE
        asked = has_keys(connection)
        if not is_enrolled(connection):
            return KeyStanding(scope, name, letter, may_found=province, has_asked=asked)
        roster = held_roster(connection)
        lines = roster_lines(connection, roster)
        above = [one for one in roster.offices if one.parent is None]
        mine = roster.office(scope) if any(one.scope == scope for one in roster.offices) else None
        device = bytes.fromhex(read_meta(connection, "device"))
        waits = roster.knows(device) and (
            roster.device(device).age != own_keys(connection).public.age
        )
    alone = all(one.is_own for one in lines)
    own = next((one for one in lines if one.is_own), None)
    old = own is not None and office.clock.now() - own.key_since > KEY_LASTS
    return KeyStanding(
        scope,
        name,
        letter,
        roster.version,
        moment(roster.issued_ms),
        above[0].name if above else "",
        is_authority=mine is not None and mine.parent is None,
        may_found=province and alone,
        has_asked=asked,
        new_key=waits,
        key_is_old=old and not waits,
        lines=tuple(lines),
    )


def read_roster_lines(office: Office) -> list[RosterLine]:
    """The PCs of the roster, office by office. Raises NotEnrolled."""
    office.require(Permission.MANAGE_KEYS)
    with office.store.connection() as connection:
        return roster_lines(connection, held_roster(connection))


def roster_lines(connection: sa.Connection, roster: Roster) -> list[RosterLine]:
    """The PCs of a roster, those of an office together, in the order of their letters."""
    since, last = _changes(connection), _last_files(connection)
    own = bytes.fromhex(read_meta(connection, "device"))
    cloned = cloned_devices(raw_connection(connection))
    return [
        RosterLine(
            one.device,
            one.scope,
            roster.office(one.scope).name,
            one.letter,
            one.label,
            one.revoked,
            one.device == own,
            since[one.device].known,
            since[one.device].key,
            last.get(one.device),
            one.device in cloned and one.revoked is None,
        )
        for one in sorted(roster.devices, key=lambda one: (one.scope, one.letter))
    ]


class _Since(NamedTuple):
    """Since when a PC is what it is now, and has the key that it has."""

    told: DeviceTold
    known: dt.datetime
    key: dt.datetime


def _changes(connection: sa.Connection) -> Mapping[bytes, _Since]:
    """Since when each PC is what it is now: entered, or struck."""
    rosters = tables.roster
    found: dict[bytes, _Since] = {}
    bodies = sa.select(rosters.c.body).order_by(rosters.c.version)
    for (body,) in connection.execute(bodies):
        issued, devices = devices_told(bytes(body))
        now = moment(issued)
        for device, told in devices.items():
            before = found.get(device, _Since(DeviceTold(not told.is_struck, b""), now, now))
            known = before.known if before.told.is_struck is told.is_struck else now
            key = before.key if before.told.key == told.key else now
            found[device] = _Since(told, known, key)
    return found


def _last_files(connection: sa.Connection) -> Mapping[bytes, dt.datetime]:
    peers = tables.peers
    told = sa.select(peers.c.device, peers.c.last_in).where(peers.c.last_in.is_not(None))
    return {bytes(row.device): moment(row.last_in) for row in connection.execute(told)}
