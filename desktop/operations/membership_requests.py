"""What the province looks at when a PC asks to take part."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa

from desktop.base.errors import InvalidValue, UserError
from desktop.base.i18n import tr
from desktop.operations.exchange_keys import held_roster
from desktop.operations.founding import OTHER_SCOPE, PROVINCE_SCOPE
from desktop.operations.office import Office
from desktop.records import AdminUnit
from desktop.rules.permissions import Permission
from desktop.sync.enrolment import Request, read_request, read_request_text
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import COMMUNE, LEVELS, OTHER, PROVINCE, OfficeEntry


@dataclass(frozen=True)
class MembershipRequest:
    """A request, beside what this office knows itself: the names in it are the asking PC's words.

    known_as: the office that has this number in the roster, or the unit in the list of units;
    empty if there is none. Its known telephone number is the one to ring.
    in_roster: whether the office is in the roster. renews: whether this PC is.
    letter_taken: whether another PC of the office has the letter already.
    compartments, capabilities: what this PC may read and do now; nothing for a new one.
    """

    request: Request
    code: str
    known_as: str
    in_roster: bool
    renews: bool
    letter_taken: bool
    compartments: frozenset[int] = frozenset()
    capabilities: frozenset[str] = frozenset()


def read_membership_request(office: Office, told: bytes | str) -> MembershipRequest:
    """The request in a file, or in the text of a QR code.

    Raises DamagedFile, NewerFile, Untrusted; NotEnrolled before this office has a roster.
    """
    office.require(Permission.MANAGE_KEYS)
    request = read_request(told) if isinstance(told, bytes) else read_request_text(told)
    with office.store.connection() as connection:
        roster = held_roster(connection)
        entry = _known(roster, request.scope)
        known_as = entry.name if entry else _unit_name(connection, request.scope)
    device = request.public.device
    others = (one for one in roster.devices if one.device != device)
    before = roster.device(device) if roster.knows(device) else None
    return MembershipRequest(
        request,
        request.code,
        known_as,
        entry is not None,
        before is not None,
        any((one.scope, one.letter) == (request.scope, request.letter) for one in others),
        before.compartments if before else frozenset(),
        before.capabilities if before else frozenset(),
    )


def named_office(
    connection: sa.Connection,
    roster: Roster,
    request: Request,
    level: str | None,
    parent: int,
    *,
    moves: bool,
) -> OfficeEntry:
    """The office of a request, as the roster shall have it.

    level: of the office; by its number, if left out. parent: the office above it.
    moves: whether one that the roster has already shall stand under this parent from now on.
    Raises UserError if nobody knows the office or the one above it.
    """
    if level is not None and level not in LEVELS:
        raise InvalidValue(
            tr("Không có cấp “{level}”. Chưa cấp thẻ. Cấp là tinh, xa hoặc khac.").format(
                level=level
            )
        )
    known = _known(roster, request.scope)
    if known is None and level is None and not _unit_name(connection, request.scope):
        raise UserError(
            tr(
                "Không có cơ quan nào mang số {scope} trong danh bạ và danh mục đơn vị. Chưa cấp "
                "thẻ. Hãy hỏi lại cơ quan đó; nếu đúng thì nói rõ cấp của cơ quan."
            ).format(scope=request.scope)
        )
    entry = known or replace(office_of(request.scope, request.office), parent=parent)
    if level is not None:
        entry = replace(entry, level=level)
    if moves:
        entry = replace(entry, parent=parent)
    if entry.parent is not None:
        _require_below(roster, entry.scope, entry.parent)
    return entry


def office_of(scope: int, name: str) -> OfficeEntry:
    """An office with nothing above it; its level follows from its number."""
    if scope < PROVINCE_SCOPE:
        return OfficeEntry(scope, name, None, COMMUNE)
    return OfficeEntry(scope, name, None, PROVINCE if scope < OTHER_SCOPE else OTHER)


def _known(roster: Roster, scope: int) -> OfficeEntry | None:
    return next((one for one in roster.offices if one.scope == scope), None)


def _require_below(roster: Roster, scope: int, parent: int) -> None:
    if parent == scope or roster.is_above(scope, parent):
        raise InvalidValue(
            tr(
                "Một cơ quan không thể đứng dưới chính nó hay cơ quan cấp dưới của nó. Chưa cấp "
                "thẻ. Hãy chọn lại cơ quan cấp trên."
            )
        )
    roster.office(parent)


def _unit_name(connection: sa.Connection, scope: int) -> str:
    """The unit of today whose office has this number by itself; empty if there is none."""
    unit = AdminUnit.__table__
    code, level = (
        (f"{scope:05}", "XA")
        if scope < PROVINCE_SCOPE
        else (f"{scope - PROVINCE_SCOPE:02}", "TINH")
    )
    today = unit.c.code == code, unit.c.level == level, unit.c.valid_to.is_(None)
    return connection.execute(sa.select(unit.c.name).where(*today)).scalar() or ""
