"""With whom this office exchanges files, what went and came, and what of it is still missing."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from desktop.base.clock import in_vietnam, moment, today
from desktop.base.i18n import tr
from desktop.base.text import text_key
from desktop.operations import exchange_keys
from desktop.operations.clocks_of_others import wrong_clocks
from desktop.operations.cloned_pcs import words_for
from desktop.operations.exchange_keys import held_roster, own_scope
from desktop.operations.journeys import exchanges
from desktop.operations.office import Office
from desktop.operations.question_age import old_by_office
from desktop.operations.sending import Pending, pending
from desktop.records import Report, record_type
from desktop.records.reports import CLOSING
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange.clones import cloned_devices
from desktop.store.exchange.disputes import disputed
from desktop.store.exchange.shapes import shapes
from desktop.store.portions import portions
from desktop.store.timeline import read_meta
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import COMMUNE, PROVINCE

OLD_DAYS = 30
"""After so many days without a file, what waits to be sent is pointed out."""
IN = "in"


@dataclass(frozen=True)
class Partner:
    """An office that files may be sent to.

    own: this is the office itself, that is: its other PCs. above: it stands above this one.
    """

    scope: int
    name: str
    own: bool
    above: bool
    last_out: dt.datetime | None
    last_in: dt.datetime | None


@dataclass(frozen=True)
class Standing:
    """This office in the roster, and the offices that it exchanges files with."""

    scope: int
    name: str
    is_province: bool
    partners: tuple[Partner, ...]
    names: Mapping[int, str]


def is_enrolled(office: Office) -> bool:
    """Whether this office holds a roster."""
    with office.store.connection() as connection:
        return exchange_keys.is_enrolled(connection)


def read_standing(office: Office) -> Standing:
    """Who this office is in the roster, and whom it may send to. Raises NotEnrolled."""
    office.require(Permission.EXCHANGE)
    with office.store.connection() as connection:
        roster, own = held_roster(connection), own_scope(connection)
        device = bytes.fromhex(read_meta(connection, "device"))
        last = _last_times(connection)
    found = [
        Partner(
            scope=one.scope,
            name=tr("Các máy khác của cơ quan mình") if one.scope == own else one.name,
            own=one.scope == own,
            above=roster.is_above(one.scope, own),
            last_out=last[one.scope][0],
            last_in=last[one.scope][1],
        )
        for one in roster.offices
        if exchanges(roster, own, one.scope)
        and any(pc.device != device for pc in roster.active_devices(one.scope))
    ]
    found.sort(key=lambda one: (not one.above, not one.own, text_key(one.name)))
    entry = roster.office(own)
    names = {one.scope: one.name for one in roster.offices}
    return Standing(own, entry.name, entry.level == PROVINCE, tuple(found), names)


def _last_times(
    connection: sa.Connection,
) -> Mapping[int, tuple[dt.datetime | None, dt.datetime | None]]:
    peers = tables.peers
    told = sa.select(
        peers.c.office, sa.func.max(peers.c.last_out).label("out"), sa.func.max(peers.c.last_in)
    ).group_by(peers.c.office)
    found: dict[int, tuple[dt.datetime | None, dt.datetime | None]] = defaultdict(
        lambda: (None, None)
    )
    for scope, out, came in connection.execute(told):
        found[scope] = (moment(out) if out else None, moment(came) if came else None)
    return found


def waiting(office: Office) -> list[Pending]:
    """What the offices above have not confirmed yet; empty for an office outside the exchange."""
    return [found for found in offices_above(office) if found.total]


def offices_above(office: Office) -> list[Pending]:
    """How things stand with each office above; empty for an office outside the exchange."""
    if not office.may(Permission.EXCHANGE) or not is_enrolled(office):
        return []
    above = [one for one in read_standing(office).partners if one.above]
    return [pending(office, one.scope) for one in above]


def is_old(office: Office, found: Pending) -> bool:
    """Whether something waits to be sent, and nothing was sent for a long time."""
    if found.total == 0:
        return False
    last = found.last_sent
    return last is None or (today(office.clock) - in_vietnam(last).date()).days > OLD_DAYS


# -- the board ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """An office in a month: numbers of files that came and that are missing, reports approved."""

    numbers: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    reports: tuple[str, ...] = ()


@dataclass(frozen=True)
class BoardRow:
    """One office.

    disputed: records of it between whose values somebody has to choose; old: those of them that have
    waited for more than 30 days. cloned: what is to be said of its PCs that run as two copies.
    wrong_clocks: letters of its PCs whose newest file was written by a clock that was not believed
    there.
    """

    scope: int
    name: str
    enrolled: bool
    cells: tuple[Cell, ...]
    disputed: int
    cloned: tuple[str, ...] = ()
    wrong_clocks: tuple[str, ...] = ()
    old: int = 0


@dataclass(frozen=True)
class Board:
    """Offices by months; a month is given by its first day, the latest last."""

    months: tuple[dt.date, ...]
    rows: tuple[BoardRow, ...]


def read_board(office: Office, months: int = 6) -> Board:
    """Which commune has sent what in which of the last months. Raises NotEnrolled."""
    office.require(Permission.EXCHANGE)
    shown, old = _last_months(today(office.clock), months), old_by_office(office)
    with office.store.connection() as connection:
        roster, own = held_roster(connection), own_scope(connection)
        came, missing = _numbers(connection, roster)
        reports, disputes = _reports(connection, shown[0]), _disputes(connection)
        cloned = cloned_devices(raw_connection(connection))
        wrong = wrong_clocks(connection)
    rows = [
        BoardRow(
            one.scope,
            one.name,
            bool(roster.active_devices(one.scope)),
            tuple(
                Cell(
                    tuple(sorted(came[one.scope, month])),
                    tuple(sorted(missing[one.scope, month])),
                    tuple(reports[one.scope, month]),
                )
                for month in shown
            ),
            disputes[one.scope],
            tuple(
                words_for(roster, pc)
                for pc in roster.active_devices(one.scope)
                if pc.device in cloned
            ),
            tuple(pc.letter for pc in roster.active_devices(one.scope) if pc.device in wrong),
            old[one.scope],
        )
        for one in roster.offices
        if one.level == COMMUNE and roster.is_above(own, one.scope)
    ]
    return Board(shown, tuple(sorted(rows, key=lambda row: text_key(row.name))))


def _last_months(day: dt.date, count: int) -> tuple[dt.date, ...]:
    last = day.year * 12 + day.month - 1
    return tuple(dt.date(at // 12, at % 12 + 1, 1) for at in range(last - count + 1, last + 1))


_ByMonth = defaultdict[tuple[int, dt.date], list[int]]


def _month(ms: int) -> dt.date:
    return in_vietnam(moment(ms)).date().replace(day=1)


def _numbers(connection: sa.Connection, roster: Roster) -> tuple[_ByMonth, _ByMonth]:
    """The numbers that came, and those that are missing, by office and month.

    A number that never came is no loss if what it held came with a later file, as it nearly always
    does; it is missing while a later file waits for it.
    """
    packages, edges = tables.packages, tables.edges
    came, missing = _ByMonth(list), _ByMonth(list)
    held = (packages.c.dir == IN, packages.c.undone.is_(False))
    rows = connection.execute(sa.select(packages).where(*held).order_by(packages.c.number)).all()
    gaps = {bytes(row.device) for row in connection.execute(sa.select(edges.c.device).distinct())}
    next_number: dict[bytes, int] = defaultdict(lambda: 1)
    for row in rows:
        device = bytes(row.device)
        if not roster.knows(device):
            continue
        place = (roster.device(device).scope, _month(row.at))
        came[place].append(row.number)
        if device in gaps:
            missing[place] += range(next_number[device], row.number)
        next_number[device] = row.number + 1
    return came, missing


def _reports(
    connection: sa.Connection, since: dt.date
) -> defaultdict[tuple[int, dt.date], list[str]]:
    found: defaultdict[tuple[int, dt.date], list[str]] = defaultdict(list)
    columns = Report.__table__.c
    asked = sa.select(columns.scope, columns.to_on, columns.label).where(
        columns.status.in_(sorted(CLOSING)),
        columns.to_on >= since,
        columns.void_reason.is_(None),
        ~columns.stub,
    )
    for scope, to_on, label in connection.execute(asked.order_by(columns.to_on)):
        found[scope, to_on.replace(day=1)].append(label)
    return found


def _disputes(connection: sa.Connection) -> Counter[int]:
    rows: dict[int, set[bytes]] = defaultdict(set)
    for entity, row, unit in disputed(connection):
        if unit in shapes()[entity].asked:
            rows[entity].add(row.bytes)
    found: Counter[int] = Counter()
    for entity, ids in rows.items():
        columns = record_type(entity).__table__.c
        raw = sa.type_coerce(columns.id, sa.LargeBinary())
        for some in portions(sorted(ids)):
            found.update(
                connection.execute(sa.select(columns.scope).where(raw.in_(some))).scalars()
            )
    return found
