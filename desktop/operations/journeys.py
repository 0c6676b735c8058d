"""A file on its way out: from whom to whom, which stretch of our log, and that it went."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from desktop.base.clock import milliseconds
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations.check_up_facts import note_told
from desktop.operations.enclosures import Enclosure, note_enclosed
from desktop.operations.exchange_keys import held_roster, own_keys, own_scope
from desktop.operations.exchange_rights import Channel, channel
from desktop.operations.office import Office
from desktop.store import tables
from desktop.store.exchange import channels
from desktop.store.exchange.channels import Point
from desktop.store.exchange.departures import Reach
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import DeviceEntry, OfficeEntry
from desktop.sync.writer import Written


@dataclass(frozen=True)
class Journey:
    """One file on its way out.

    base: up to where the other office holds our log. begin, end: the stretch of it in this file.
    whole: where the series of files ends that this one belongs to.
    """

    roster: Roster
    keys: DeviceKeys
    channel: Channel
    devices: tuple[DeviceEntry, ...]
    base: Point
    begin: Point
    end: Point
    whole: Point
    number: int

    @property
    def letter(self) -> str:
        """The letter of this PC."""
        return self.roster.device(self.keys.device).letter

    @property
    def is_last(self) -> bool:
        """Whether our log ends with this file, so that it tells what is held here."""
        return self.end == self.whole

    def reach(self) -> Reach:
        """The rows that go."""
        scopes = self.channel.scopes
        return Reach(self.begin.seq, self.end.seq, scopes, self.channel.other)

    def reach_all(self) -> Reach:
        """All rows that the other office may see."""
        return replace(self.reach(), after=0, until=self.whole.seq)

    def stretch(self, connection: sa.Connection, begin: int, end: int, number: int) -> Journey:
        """The same for a part of the log, as a file of its own."""
        points = [channels.point_at(connection, seq) for seq in (begin, end)]
        return replace(self, begin=points[0], end=points[1], number=number)


def exchanges(roster: Roster, own: int, other: int) -> bool:
    """Whether an office sends files to another: to those above and below it, and to its own PCs."""
    return other == own or roster.is_above(other, own) or roster.is_above(own, other)


def no_partner(one: OfficeEntry) -> UserError:
    """What is raised when a file shall go to an office that gets none from this one."""
    message = tr(
        "Cơ quan này không gửi tệp cho {name}: tệp chỉ đi giữa cấp trên và cấp dưới, và giữa các máy "
        "của một cơ quan. Chưa ghi tệp nào; muốn nơi ấy có dữ liệu, hãy gửi qua cấp trên."
    )
    return UserError(message.format(name=one.name))


def next_journey(connection: sa.Connection, to: int) -> Journey:
    """The next file to an office, with everything that it does not hold. Raises UserError."""
    roster, keys, own = held_roster(connection), own_keys(connection), own_scope(connection)
    if not exchanges(roster, own, to):
        raise no_partner(roster.office(to))
    way = channel(roster, own, to, keys.device)
    devices = tuple(one for one in roster.active_devices(to) if one.device != keys.device)
    if not devices:
        raise UserError(
            tr(
                "Chưa có máy nào khác của {name} trong thẻ khóa nên chưa có ai để gửi. "
                "Chưa ghi tệp nào. Hãy xin thẻ khóa cho máy kia trước."
            ).format(name=roster.office(to).name)
        )
    last = channels.last_point(connection)
    acked = min(channels.acked(connection, one.device, way.epoch) for one in devices)
    begin = channels.point_at(connection, min(acked, last.seq))
    peers = tables.peers
    sent = sa.select(sa.func.max(peers.c.sent_no)).where(peers.c.office == to)
    number = (connection.execute(sent).scalar() or 0) + 1
    return Journey(roster, keys, way, devices, begin, begin, last, last, number)


def remember(
    office: Office,
    journey: Journey,
    written: Written,
    rows: int,
    enclosures: Sequence[Enclosure],
) -> None:
    """Note that a file went out; what the other one holds is still what it says it holds."""
    peers, packages = tables.peers, tables.packages
    now = milliseconds(office.clock.now())
    with office.store.connection(write=True) as connection:
        if journey.is_last:
            note_told(connection, journey.channel.other)
        note_enclosed(connection, enclosures, journey.devices, journey.whole.seq)
        for one in journey.devices:
            told = {"sent_no": journey.number, "last_out": now}
            mine = sa.update(peers).where(peers.c.device == one.device)
            connection.execute(mine.values(told))
            # A file with contents only does not say that less was sent.
            further = mine.where(peers.c.sent_seq < journey.end.seq)
            connection.execute(further.values(sent_seq=journey.end.seq))
        line = {
            "pkg": os.urandom(16),
            "dir": "out",
            "device": journey.devices[0].device,
            "from_seq": journey.begin.seq,
            "to_seq": journey.end.seq,
            "digest": written.digest,
            "rows": rows,
            "at": now,
            "number": journey.number,
            "told": json.dumps({"name": written.path.name}, ensure_ascii=False),
        }
        connection.execute(sa.insert(packages), line)
