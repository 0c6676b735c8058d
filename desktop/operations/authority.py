"""What the office that gives out cards does: begin, approve, hand on its key.

The authority's key is on paper. It is put together from its sheets for one deed and forgotten
after it; no file ever holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from desktop.base.clock import milliseconds
from desktop.base.errors import InvalidValue, UserError
from desktop.base.i18n import tr
from desktop.operations.exchange_keys import (
    held_roster,
    keep_roster,
    known_authority,
    note_keys,
    own_keys,
    own_letter,
    own_scope,
)
from desktop.operations.lost_passwords import seal_key
from desktop.operations.membership_requests import named_office, office_of
from desktop.operations.office import Office, agency
from desktop.rules.permissions import Compartment, Permission
from desktop.sync.authority import AuthorityKey, handed_over, sign_roster
from desktop.sync.card import new_card
from desktop.sync.enrolment import Request
from desktop.sync.phone_code import OtherCode, same_code
from desktop.sync.recovery import RecoveryKey
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import (
    PURGE,
    REFERENCE,
    DeviceEntry,
    OfficeEntry,
)
from desktop.sync.shares import AUTHORITY, join
from desktop.sync.signed_roster import SignedRoster

CLOSED = frozenset(int(c) for c in Compartment) - {int(Compartment.GENERAL)}
"""The compartments that a PC reads only if its card says so."""
CAPABILITIES = frozenset({REFERENCE, PURGE})


@dataclass(frozen=True)
class Sheets:
    """What must be printed and given to different people; it is kept nowhere.

    authority: three sheets, any two of which give the key back. recovery: two, both are needed;
    none if the recovery key stays as it was.
    """

    authority: tuple[str, ...] = field(repr=False)
    recovery: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Approved:
    """A PC that was entered into the roster.

    card: the bytes of ``THE-KHOA.card``. code: eight digits for the letter on paper.
    asked_letter: what the PC had until now; the card's letter differs if another PC has that.
    """

    card: bytes
    code: str
    entry: DeviceEntry
    asked_letter: str
    roster: Roster

    @property
    def has_other_letter(self) -> bool:
        """Whether the PC gets another letter than it asked for."""
        return self.entry.letter != self.asked_letter


def found_authority(
    office: Office,
    offices: Iterable[OfficeEntry] = (),
    *,
    compartments: Iterable[int] = CLOSED,
) -> Sheets:
    """Begin the exchange: this office gives out the cards, and this PC is the first of the roster.

    offices: others that are known from the start. compartments: the closed ones that this PC reads.
    Until another PC has a card this may be done again, should the sheets not have been printed.
    Raises UserError after that, and in an office that takes part under somebody else.
    """
    office.require(Permission.MANAGE_KEYS)
    key, recovery = AuthorityKey.new(), RecoveryKey.new()
    with office.reading() as session:
        name = agency(session).name
    with office.store.connection(write=True) as connection:
        before = _before_founding(connection)
        scope = own_scope(connection)
        roster = Roster(before, 0, key.public, tuple(offices), recovery=recovery.public)
        roster = roster.with_office(office_of(scope, name)).with_device(
            _own_entry(connection, frozenset(compartments))
        )
        issue_roster(office, connection, roster, key)
        note_keys(office, connection, tr("Lập khóa cấp thẻ của tỉnh, in các mảnh"))
    return Sheets(key.sheets(), recovery.sheets())


def approve(
    office: Office,
    request: Request,
    typed_code: str,
    sheets: Sequence[str],
    *,
    level: str | None = None,
    parent: int | None = None,
    compartments: Iterable[int] | None = None,
    capabilities: Iterable[str] | None = None,
) -> Approved:
    """Give a PC its card, once its code was compared over the telephone.

    sheets: two of the authority's key. level, parent: of an office that the roster has not yet; left
    out they follow from its number, and it stands under this one. compartments, capabilities: left
    out they stay as they were, or are none. A PC that asks again keeps its letter.
    Raises OtherCode, InvalidValue for wrong sheets, UserError for an unknown office, or a PC
    that was revoked or is another office's.
    """
    office.require(Permission.MANAGE_KEYS)
    require_same_code(typed_code, request)
    with office.store.connection(write=True) as connection:
        roster = held_roster(connection)
        key = AuthorityKey.joined(sheets, roster.authority)
        entry = _entry(roster, request, compartments, capabilities)
        above = own_scope(connection) if parent is None else parent
        home = named_office(connection, roster, request, level, above, moves=parent is not None)
        roster = roster.with_office(home).with_device(entry)
        signed, roster = issue_roster(office, connection, roster, key)
        told = tr("Cấp thẻ khóa: cơ quan số {scope}, máy {letter}")
        note_keys(office, connection, told.format(scope=entry.scope, letter=entry.letter))
    card = new_card(entry.device, signed)
    return Approved(card.to_bytes(), card.code, entry, request.letter, roster)


def new_authority_sheets(office: Office) -> Sheets:
    """The sheets of a fresh authority key, to be printed before the old one hands over to it.

    Nothing is changed yet, so that sheets that were never printed cost nothing.
    """
    office.require(Permission.MANAGE_KEYS)
    return Sheets(AuthorityKey.new().sheets())


def hand_over_authority(office: Office, sheets: Sequence[str], new_sheets: Sequence[str]) -> Roster:
    """Let the old authority key name the new one; the old sheets sign nothing any more.

    sheets: two of the old key. new_sheets: two of ``new_authority_sheets``, typed from paper. Offices
    believe the new key by the roster in the next file. The recovery key stays. Raises InvalidValue.
    """
    office.require(Permission.MANAGE_KEYS)
    new = AuthorityKey(join(new_sheets, AUTHORITY))
    with office.store.connection(write=True) as connection:
        roster = held_roster(connection)
        old = AuthorityKey.joined(sheets, roster.authority)
        if new.public == old.public:
            raise InvalidValue(
                tr(
                    "Các mảnh mới chính là khóa đang dùng. Khóa cấp thẻ chưa đổi. "
                    "Hãy in các mảnh của khóa mới rồi gõ lại hai mảnh."
                )
            )
        _, roster = issue_roster(office, connection, handed_over(roster, old, new.public), new)
        note_keys(office, connection, tr("Đổi khóa cấp thẻ của tỉnh"))
    return roster


def issue_roster(
    office: Office, connection: sa.Connection, roster: Roster, key: AuthorityKey
) -> tuple[SignedRoster, Roster]:
    """Sign the roster as the next version, and hold it."""
    issued = roster.reissued(milliseconds(office.clock.now()))
    signed = sign_roster(issued, key)
    keep_roster(connection, signed, issued)
    seal_key(office, connection, issued)
    return signed, issued


def _before_founding(connection: sa.Connection) -> int:
    """The version of the roster until now, 0 if there is none."""
    if known_authority(connection) is None:
        return 0
    roster = held_roster(connection)
    if {one.device for one in roster.devices} != {own_keys(connection).device}:
        raise UserError(
            tr(
                "Cơ quan này đã tham gia trao đổi dữ liệu với máy khác. Chưa có gì thay đổi. "
                "Muốn thay khóa cấp thẻ, hãy dùng việc đổi khóa với các mảnh đang có."
            )
        )
    return roster.version


def _own_entry(connection: sa.Connection, compartments: frozenset[int]) -> DeviceEntry:
    public, letter = own_keys(connection).public, own_letter(connection)
    scope = own_scope(connection)
    may = compartments, CAPABILITIES
    return DeviceEntry(
        public.device, scope, letter, public.sign, public.age, *may, None, _label(letter)
    )


def require_authority(office: Office) -> None:
    """Raise UserError unless this office gives out the cards; asked before anybody types a secret."""
    office.require(Permission.MANAGE_KEYS)
    with office.store.connection() as connection:
        roster, own = held_roster(connection), own_scope(connection)
    above = next(one for one in roster.offices if one.parent is None)
    if above.scope != own:
        message = tr(
            "Cơ quan này không cấp thẻ khóa nên không làm việc này. Chưa có gì thay đổi. "
            "Hãy nhờ {name}, nơi cấp thẻ khóa."
        )
        raise UserError(message.format(name=above.name))


def require_same_code(typed_code: str, request: Request) -> None:
    """Raise OtherCode unless this is the code of the request; asked before the sheets are."""
    if not same_code(typed_code, request.code):
        raise OtherCode(
            tr(
                "Mã gõ vào không khớp với yêu cầu. Chưa cấp thẻ, danh bạ chưa thay đổi. Hãy gọi cơ "
                "quan đó theo số điện thoại đã biết và đọc lại 8 số; nếu vẫn không khớp thì bỏ yêu "
                "cầu này."
            )
        )


def _entry(
    roster: Roster,
    request: Request,
    compartments: Iterable[int] | None,
    capabilities: Iterable[str] | None,
) -> DeviceEntry:
    """The line of the PC that asks, with what it had before where nothing else is said."""
    device = request.public.device
    given = {one.letter for one in roster.devices if one.scope == request.scope}
    letter = request.letter if request.letter not in given else ""
    entry = request.entry(letter, "", compartments or (), capabilities or ())
    if roster.knows(device):
        before = _renewable(roster.device(device), request)
        may_read = before.compartments if compartments is None else entry.compartments
        may_do = before.capabilities if capabilities is None else entry.capabilities
        entry = replace(entry, letter=before.letter, compartments=may_read, capabilities=may_do)
    letter = entry.letter or roster.next_letter(request.scope)
    return replace(entry, letter=letter, label=_label(letter))


def _renewable(before: DeviceEntry, request: Request) -> DeviceEntry:
    if before.scope != request.scope or before.revoked is not None:
        raise UserError(
            tr(
                "Máy này đã bị thu hồi, hoặc danh bạ ghi là máy của cơ quan khác. Chưa cấp thẻ, "
                "danh bạ chưa thay đổi. Hãy lập dữ liệu mới trên máy đó rồi xin thẻ như máy mới."
            )
        )
    return before


def _label(letter: str) -> str:
    return tr("Máy {letter}").format(letter=letter)
