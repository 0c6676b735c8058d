"""One file for every office below: what the province hands down to everybody, and nothing else.

It carries all of that each time, whatever went before: nobody says what they hold of it. What each
office has is joined by versions when it is taken in. Besides the rows it tells the roster, the
marks of what was purged, which go to everybody anyway, and who wrote the rows.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desktop import __version__
from desktop.base.clock import milliseconds, moment, today
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations.exchange_keys import held_roster, own_keys, own_scope, signed_roster
from desktop.operations.for_all import shared_shapes
from desktop.operations.manifests import fields_told, sessions_of
from desktop.operations.office import Office
from desktop.operations.package_files import EVERYBODY, file_name, free_number
from desktop.operations.sending import Progress, Sent, block_of
from desktop.operations.told_facts import GRAVES, ROSTER, WHO, in_portions
from desktop.operations.told_sessions import continued
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange import channels
from desktop.store.exchange.channels import BEGINNING, Point
from desktop.store.exchange.departures import Departures, Reach
from desktop.store.exchange.facts import Facts as KnownFacts
from desktop.store.exchange.facts import Grave
from desktop.store.exchange.upcasts import MIN_READER, SCHEMA
from desktop.store.timeline import Timeline
from desktop.sync.container import GENERAL, Header
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.items import Facts, Item
from desktop.sync.key_groups import MOST_READERS, with_key_groups
from desktop.sync.manifest import Manifest, Session
from desktop.sync.roster import Roster
from desktop.sync.writer import Section, Written, write_package

WENT_TO_ALL = "oal"
"""What is kept of a file for all that went out."""
_SHARED_BY_ALL = 0
_EPOCH = bytes(8)
"""Of no channel: nobody may take the end of such a file for how far they hold our log."""


@dataclass(frozen=True)
class PendingForAll:
    """What a file for all would hold now.

    offices, devices: how many it is for. counts: rows by record type. graves: marks of what was
    purged. fresh: rows and marks that changed since the last one. number: of the last one.
    """

    offices: int
    devices: int
    counts: dict[int, int]
    graves: int
    fresh: int
    number: int
    last_sent: dt.datetime | None

    @property
    def total(self) -> int:
        """How many rows."""
        return sum(self.counts.values())

    @property
    def has_something(self) -> bool:
        """Whether there is anything to send."""
        return bool(self.counts or self.graves)


def pending_for_all(office: Office) -> PendingForAll:
    """What a file for all offices below would hold. Raises NotEnrolled, UserError."""
    office.require(Permission.EXCHANGE)
    with office.store.connection(write=True) as connection:
        own_keys(connection)
    with office.store.connection() as connection:
        part = _SharedPart(connection, office)
        last = _last(connection)
        fresh = _SharedPart(connection, office, after=0 if last is None else last.to_seq)
        return PendingForAll(
            len({one.scope for one in part.readers}),
            len(part.readers),
            dict(part.counts),
            len(part.graves),
            fresh.counts.total() + len(fresh.graves),
            0 if last is None else last.number,
            None if last is None else moment(last.at),
        )


def send_to_all(office: Office, folder: Path, progress: Progress | None = None) -> Sent:
    """Write one file that each office below can open into a folder or onto a stick.

    No channel hears of it: what the offices hold is as before. progress: bytes written, and 0.
    Raises NotEnrolled, UserError with nothing to send or nobody to send to, NameTaken, DiskTrouble.
    """
    office.require(Permission.EXCHANGE)
    with office.store.connection(write=True) as connection:
        own_keys(connection)
    with office.store.connection() as connection:
        part = _SharedPart(connection, office)
        if not part.counts and not part.graves:
            raise UserError(
                tr(
                    "Chưa có danh mục, mẫu biểu chung nào được thêm hay sửa nên không có gì để gửi "
                    "chung. Chưa ghi tệp nào."
                )
            )
        last = _last(connection)
        place = partial(_place, part, office, folder)
        number = free_number(place, 1 if last is None else last.number + 1)
        written = _write(part, office, place(number), number, progress)
    _remember(office, part, written, number)
    offices = grouped(len({one.scope for one in part.readers}))
    name = tr("chung cho {n} nơi").format(n=offices)
    return Sent(written.path, written.size, number, EVERYBODY, name, dict(part.counts))


class _SharedPart:
    """What one state of the office has for everybody below. after: only what changed since then."""

    def __init__(self, connection: sa.Connection, office: Office, after: int = 0) -> None:
        self.connection = connection
        raw = raw_connection(connection)
        self.keys: DeviceKeys = own_keys(connection)
        self.roster: Roster = held_roster(connection)
        self.own = own_scope(connection)
        below = self.roster.below(self.own) - {self.own}
        self.readers = [one for one in self.roster.devices if one.scope in below]
        self.readers = [one for one in self.readers if one.revoked is None]
        _require_readers(len(self.readers))
        self.timeline = Timeline(connection, office.store.clock)
        self.end: Point = channels.last_point(connection)
        reach = Reach(after, self.end.seq, frozenset({_SHARED_BY_ALL}), EVERYBODY)
        declared = shared_shapes(office.store.declared)
        self.departures = Departures(raw, self.timeline.lineage, reach, declared)
        self.graves: list[Grave] = list(
            KnownFacts(raw, self.timeline.lineage).graves(after, self.end.seq)
        )
        self.counts: Counter[int] = Counter()
        self.authors = {self.timeline.lineage.named(one.oid).no for one in self.graves}
        for rows in self.departures.blocks(_SHARED_BY_ALL):
            self.counts[rows.entity] += len(rows.ids)
            self.authors |= rows.names.keys()

    def sessions(self) -> Iterator[Session]:
        """The sessions that the rows and marks speak of, and those before them."""
        return sessions_of(self.timeline.lineage, continued(self.timeline.lineage, self.authors))

    def names(self) -> Iterator[list[object]]:
        """Who of this office wrote the rows, by session; nobody else is named to everybody."""
        origins = tables.origins
        ours = [one.device for one in self.roster.devices if one.scope == self.own]
        asked = sa.select(origins.c.no, origins.c.oid, origins.c.who)
        for row in self.connection.execute(asked.where(origins.c.device.in_(ours))):
            if row.no in self.authors and row.who:
                yield [bytes(row.oid), row.who]


def _require_readers(count: int) -> None:
    if not count:
        raise UserError(
            tr(
                "Không có máy nào của cơ quan cấp dưới trong danh bạ nên không có nơi nào để gửi "
                "chung. Chưa ghi tệp nào."
            )
        )
    if count > MOST_READERS:
        message = tr(
            "Danh bạ có {n} máy cấp dưới, một tệp chung chỉ gửi được cho {most} máy. Chưa ghi tệp "
            "nào. Hãy thu hồi thẻ khóa của những máy không còn dùng, hoặc gửi riêng từng nơi."
        )
        raise UserError(message.format(n=grouped(count), most=grouped(MOST_READERS)))


def _place(part: _SharedPart, office: Office, folder: Path, number: int) -> Path:
    letter = part.roster.device(part.keys.device).letter
    return folder / file_name(part.own, letter, EVERYBODY, today(office.clock), number)


def _write(
    part: _SharedPart, office: Office, target: Path, number: int, progress: Progress | None
) -> Written:
    plain = Header(os.urandom(16), part.keys.device, (), (GENERAL,))
    header, recipient = with_key_groups(plain, {one.device: one.age for one in part.readers})
    return write_package(
        target,
        header,
        [Section(GENERAL, [recipient], _items(part, office, number))],
        sign=part.keys.sign,
        public_key=part.keys.public.sign,
        progress=lambda done: progress(done, 0) if progress else None,
    )


def _items(part: _SharedPart, office: Office, number: int) -> Iterator[Item]:
    yield _manifest(part, office, number)
    yield from in_portions(WHO, part.names())
    signed = signed_roster(part.connection)
    yield Facts(ROSTER, [[signed.body, signed.signature]])
    yield from in_portions(GRAVES, (list(grave) for grave in part.graves))
    for rows in part.departures.blocks(_SHARED_BY_ALL):
        yield block_of(rows)


def _manifest(part: _SharedPart, office: Office, number: int) -> Manifest:
    end = part.end.on(_EPOCH)
    wall_ms, clock_ok = part.timeline.wall()
    return Manifest(
        from_seq=0,
        from_h=BEGINNING,
        to_seq=end.seq,
        to_h=end.h,
        epoch=_EPOCH,
        lineage=tuple(part.sessions()),
        schema=SCHEMA,
        min_reader=MIN_READER,
        dictionary=fields_told(part.departures, part.counts),
        roster_version=part.roster.version,
        office=part.own,
        office_name=part.roster.office(part.own).name,
        sender_name=office.user.full_name,
        to_office=EVERYBODY,
        number=number,
        counts={str(entity): count for entity, count in part.counts.items()},
        wall_ms=wall_ms,
        clock_ok=clock_ok,
        unknown={"program": __version__},
    )


def _last(connection: sa.Connection) -> sa.Row[Any, Any, Any] | None:
    """The number of the last file for all of this PC, where our log ended then, and when it was."""
    packages = tables.packages
    asked = sa.select(packages.c.number, packages.c.to_seq, packages.c.at)
    mine = asked.where(packages.c.dir == WENT_TO_ALL)
    return connection.execute(mine.order_by(packages.c.number.desc()).limit(1)).first()


def _remember(office: Office, part: _SharedPart, written: Written, number: int) -> None:
    """Note that the file went out; nothing is known of who will hold it."""
    line = {
        "pkg": os.urandom(16),
        "dir": WENT_TO_ALL,
        "device": part.keys.device,
        "from_seq": 0,
        "to_seq": part.end.seq,
        "digest": written.digest,
        "rows": part.counts.total(),
        "at": milliseconds(office.clock.now()),
        "number": number,
        "told": json.dumps({"name": written.path.name}, ensure_ascii=False),
    }
    with office.store.connection(write=True) as connection:
        connection.execute(sa.insert(tables.packages), line)
        office.note_in(connection, "send", f"{written.path.name}: {part.counts.total()}")
