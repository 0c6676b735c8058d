"""This PC in the exchange: asking for a card, taking it, following the roster, changing keys."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from desktop.base.clock import milliseconds, moment
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations.exchange_keys import (
    held_roster,
    keep_keys,
    keep_roster,
    known_authority,
    note_keys,
    own_keys,
    own_letter,
    own_scope,
    take_letter,
)
from desktop.operations.lost_passwords import seal_key
from desktop.operations.office import Office, agency
from desktop.rules.permissions import Permission
from desktop.store.timeline import read_meta
from desktop.sync.card import read_card
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.enrolment import Request, new_request, request_file, request_text
from desktop.sync.roster import Roster
from desktop.sync.signed_roster import SignedRoster, accept, parsed_roster, read_roster


@dataclass(frozen=True)
class Asked:
    """A request for a card, ready to be handed on.

    content: the bytes of ``YEU-CAU.req``. text: what the QR code says.
    code: eight digits that the province is told when it rings.
    """

    request: Request
    content: bytes
    text: str
    code: str


@dataclass(frozen=True)
class Accepted:
    """A card that was taken.

    letter: what this PC puts into new numbers from now on. earlier_letter: what it put until now.
    """

    roster: Roster
    letter: str
    earlier_letter: str


@dataclass(frozen=True)
class CardTold:
    """What stands in a card.

    letter: what the card gives the PC. present_letter: what this PC has now.
    is_ours: whether it was made for this PC.
    """

    office_name: str
    letter: str
    present_letter: str
    authority_name: str
    version: int
    issued_at: dt.datetime
    is_ours: bool


def request_membership(office: Office) -> Asked:
    """Ask the province for a card for this PC; its keys are made when it asks first."""
    office.require(Permission.MANAGE_KEYS)
    with office.store.connection(write=True) as connection:
        keys = own_keys(connection)
        note_keys(office, connection, tr("Xin thẻ khóa cho máy này"))
    return _asked(office, keys)


def rotate_keys(office: Office) -> Asked:
    """Give this PC a new key to be sealed for, and ask for the card that says so.

    Files to the key before it can still be opened, until the keys are changed the next time; those
    to keys before that stay closed for ever. While the card for a new key has not come, the same
    request is made again. Raises NotEnrolled.
    """
    office.require(Permission.MANAGE_KEYS)
    with office.store.connection(write=True) as connection:
        keys = own_keys(connection)
        if held_roster(connection).device(keys.device).age == keys.public.age:
            keys = keys.without_earlier().rotated()
            keep_keys(connection, keys)
            note_keys(office, connection, tr("Đổi khóa nhận của máy này"))
    return _asked(office, keys)


def look_at_card(office: Office, content: bytes) -> CardTold:
    """What a card says of itself, before its code was compared: nothing of it is believed yet.

    Raises DamagedFile, NewerFile or Untrusted.
    """
    office.require(Permission.MANAGE_KEYS)
    card = read_card(content)
    roster, entry = card.roster, card.roster.device(card.device)
    with office.store.connection() as connection:
        device, letter = bytes.fromhex(read_meta(connection, "device")), own_letter(connection)
    above = [one.name for one in roster.offices if one.parent is None]
    return CardTold(
        roster.office(entry.scope).name,
        entry.letter,
        letter,
        above[0] if above else "",
        roster.version,
        moment(roster.issued_ms),
        card.device == device,
    )


def accept_card(office: Office, content: bytes, typed_code: str) -> Accepted:
    """Take the card that the province sent for this PC.

    content: of ``THE-KHOA.card``. typed_code: the eight digits of the letter on paper. The roster
    and its authority are held from now on, the letter of the roster is this PC's for new numbers,
    and the database key is sealed for the province (``lost_passwords.seal_key``).
    Raises OtherCode, UserError for a card of another PC, office or authority.
    """
    office.require(Permission.MANAGE_KEYS)
    card = read_card(content)
    with office.store.connection(write=True) as connection:
        public = own_keys(connection).public
        offered = card.accepted(public, typed_code)
        if offered.device(public.device).scope != own_scope(connection):
            raise UserError(
                tr(
                    "Thẻ này cấp cho một cơ quan khác. Chưa có gì thay đổi. "
                    "Hãy xin tỉnh thẻ đúng cơ quan của máy này."
                )
            )
        current = None if known_authority(connection) is None else held_roster(connection)
        roster = accept(current, offered)
        earlier = own_letter(connection)
        if roster is offered:
            keep_roster(connection, card.signed, roster)
        _follow(office, connection, roster)
        told = tr("Nhận thẻ khóa, danh bạ số {version}").format(version=roster.version)
        note_keys(office, connection, told)
        return Accepted(roster, own_letter(connection), earlier)


def accept_roster(office: Office, connection: sa.Connection, signed: SignedRoster) -> Roster:
    """Hold the roster that came in a file, in the transaction that takes the file in.

    An earlier one than the held one changes nothing. Returns the roster that is held then. Raises
    Untrusted if the authority did not sign it, NotEnrolled before this office has a card.
    """
    office.require(Permission.EXCHANGE)
    current = held_roster(connection)
    # A late file may bring a roster of an authority before ours: it is passed over, not doubted.
    if parsed_roster(signed.body).version < current.version:
        return current
    offered = read_roster(*signed, current.authority)
    if accept(current, offered) == current:
        return current
    keep_roster(connection, signed, offered)
    _follow(office, connection, offered)
    told = tr("Nhận danh bạ số {version} trong tệp").format(version=offered.version)
    note_keys(office, connection, told)
    return offered


def _follow(office: Office, connection: sa.Connection, roster: Roster) -> None:
    """Do as the roster says of this PC."""
    device = own_keys(connection).device
    if roster.knows(device):
        take_letter(connection, roster.device(device).letter)
    seal_key(office, connection, roster)


def _asked(office: Office, keys: DeviceKeys) -> Asked:
    with office.reading() as session:
        connection = session.connection()
        scope, letter = own_scope(connection), own_letter(connection)
        name = agency(session).name
    made = milliseconds(office.clock.now())
    request = new_request(keys, scope, name, letter, made, office.user.full_name)
    return Asked(request, request_file(request, keys), request_text(request), request.code)
