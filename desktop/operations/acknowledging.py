"""Acknowledging by voice: what we hold of another office, said as a code and heard as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from desktop.base.errors import InvalidValue, UserError
from desktop.base.i18n import tr
from desktop.operations.exchange_keys import held_roster, own_keys, own_scope
from desktop.operations.exchange_rights import Channel, channel
from desktop.operations.office import Office
from desktop.operations.sending import pending
from desktop.operations.transfers import let_go_of_left
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange import channels
from desktop.store.exchange.channels import Point
from desktop.store.exchange.departures import Departures, Reach
from desktop.store.timeline import Timeline
from desktop.sync.ack_code import AckCode, make_ack_code, read_ack_code
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import DeviceEntry


@dataclass(frozen=True)
class SaidCode:
    """The code to read out to one PC of the other office.

    label, letter: what that PC is called, and its letter in numbers.
    """

    device: bytes
    letter: str
    label: str
    code: str


@dataclass(frozen=True)
class HeardCode:
    """What a code has confirmed.

    name: of the office that acknowledges; label: of its PC. confirmed: changes that this PC of
    theirs is now known to hold and was not before. waiting: changes that the office has not
    confirmed yet. receded: whether the PC holds less than it did: it was put back to a copy, or the
    code is an old one; more is sent again then, which costs nothing but bytes.
    """

    office: int
    name: str
    label: str
    confirmed: int
    waiting: int
    receded: bool


def ack_codes(office: Office, to: int) -> list[SaidCode]:
    """A code for each PC of an office of whose files we hold any, to be read out to it.

    to: number of the office. Raises NotEnrolled, Untrusted, and UserError if nothing of that
    office was taken in yet.
    """
    office.require(Permission.EXCHANGE)
    with office.store.connection(write=True) as connection:
        own = own_keys(connection).device
        roster = held_roster(connection)
        name = roster.office(to).name
        found: list[SaidCode] = []
        for one in roster.active_devices(to):
            held = channels.acks_for(connection, one.device)
            if held and one.device != own:
                code = make_ack_code(own, held[-1].seq, held[-1].h)
                found.append(SaidCode(one.device, one.letter, one.label, code))
    if not found:
        raise UserError(
            tr(
                "Chưa nhận tệp nào của {name} nên chưa có gì để xác nhận. Chưa có gì thay đổi. "
                "Hãy nhận tệp của nơi đó trước."
            ).format(name=name)
        )
    return found


def ack_code(office: Office, to: int) -> str:
    """What to send to an office as a message: the code, one on each line if it has several PCs."""
    return "\n".join(one.code for one in ack_codes(office, to))


def hear_ack_code(office: Office, text: str) -> HeardCode:
    """Believe a code that somebody of another office read out, typed or sent as a message.

    text: may hold words around the code, and several codes, of which one is for this PC.
    Counts for exactly as much as the acknowledgement in a file of that PC. Raises NotEnrolled,
    InvalidValue for a code with a wrong sign, UserError for one that is not for our log.
    """
    office.require(Permission.EXCHANGE)
    codes = _codes(text)
    with office.store.connection(write=True) as connection:
        own = own_keys(connection).device
        roster, scope = held_roster(connection), own_scope(connection)
        one, point, way = _fitting(connection, roster, own, scope, codes)
        before = channels.acked(connection, one.device, way.epoch)
        channels.know_peer(connection, one.device, one.scope, way.epoch)
        held = channels.hear_acks(connection, one.device, [point.on(way.epoch)], way.epoch)
        lineage = Timeline(connection, office.store.clock).lineage
        reach = Reach(before, held, way.scopes, way.other)
        departures = Departures(raw_connection(connection), lineage, reach, office.store.declared)
        confirmed = sum(departures.count().values()) if held > before else 0
        told = tr("Mã xác nhận của cơ quan số {office}").format(office=one.scope)
        office.note_in(connection, "receive", told)
    let_go_of_left(office)
    waiting = pending(office, one.scope).total
    name = roster.office(one.scope).name
    return HeardCode(one.scope, name, one.label, confirmed, waiting, held < before)


def _codes(text: str) -> list[AckCode]:
    """The codes of a message, whole or line by line. Raises InvalidValue if there is none."""
    found: list[AckCode] = []
    for line in text.splitlines():
        try:
            found.append(read_ack_code(line))
        except InvalidValue:
            continue
    return found or [read_ack_code(text)]


def _fitting(
    connection: sa.Connection, roster: Roster, own: bytes, scope: int, codes: list[AckCode]
) -> tuple[DeviceEntry, Point, Channel]:
    """Which PC acknowledges which line of our log. Raises UserError, saying why none does."""
    for code in codes:
        point = _own_point(connection, code.seq)
        for one in _speakers(roster, own, code):
            way = channel(roster, scope, one.scope, own)
            if point is not None and code.fits(code.seq, point.on(way.epoch).h):
                return one, point, way
    raise _strange(roster, own, codes)


def _own_point(connection: sa.Connection, seq: int) -> Point | None:
    log = tables.log
    known = connection.execute(sa.select(log.c.h).where(log.c.seq == seq)).scalar()
    return None if known is None else Point(seq, bytes(known))


def _speakers(roster: Roster, own: bytes, code: AckCode) -> Iterable[DeviceEntry]:
    """The PCs that may have said this: several may share a hint."""
    return [
        one
        for one in roster.devices
        if one.revoked is None and one.device != own and code.is_from(one.device)
    ]


def _strange(roster: Roster, own: bytes, codes: list[AckCode]) -> UserError:
    """Why no code says anything of our log."""
    if any(code.is_from(own) for code in codes):
        return UserError(
            tr(
                "Đây là mã do chính máy này đọc ra, để nơi kia gõ vào. Chưa có gì thay đổi. "
                "Hãy xin mã của nơi đã nhận tệp của mình."
            )
        )
    names = {
        roster.office(one.scope).name for code in codes for one in _speakers(roster, own, code)
    }
    if not names:
        return UserError(
            tr(
                "Mã này do một máy không có trong danh bạ, hoặc đã bị thu hồi thẻ khóa, đọc ra. "
                "Chưa có gì thay đổi. Hãy hỏi lại nơi đọc mã."
            )
        )
    return UserError(
        tr(
            "Mã này do {name} đọc cho một máy khác, hoặc cho dữ liệu mà máy này không còn giữ "
            "(sau khi khôi phục bản sao). Chưa có gì thay đổi. Hãy xin mã mới đọc cho máy này, "
            "hoặc gửi lại tệp."
        ).format(name=", ".join(sorted(names)))
    )
