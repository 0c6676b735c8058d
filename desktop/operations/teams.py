"""Teams: their members as of a day, joining, leaving, changing roles."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import access, records
from desktop.operations.office import Office
from desktop.operations.signing import team_remarks
from desktop.records import Membership, MembershipRole, Team, Volunteer
from desktop.rules.permissions import Permission
from desktop.rules.remarks import Remark
from desktop.rules.rosters import RoleFrom, Seat, Stay, members_on, roster_remarks
from desktop.store.store import Changes


@dataclass(frozen=True)
class Member:
    """One member on a day: the seat, and the records behind it."""

    seat: Seat
    membership: Membership
    volunteer: Volunteer


@dataclass(frozen=True)
class Roster:
    """A team as of a day."""

    team: Team
    day: dt.date
    members: tuple[Member, ...]
    remarks: tuple[Remark, ...]


def read_roster(office: Office, team_id: uuid.UUID, day: dt.date) -> Roster:
    """The members of a team on a day, leader first, and what is amiss with them."""
    access.require_read(office, "teams")
    with office.reading() as session:
        return roster_in(session, session.get_one(Team, team_id), day)


def roster_in(session: Session, team: Team, day: dt.date) -> Roster:
    """The same inside an operation that reads more."""
    rows = session.execute(
        sa.select(Membership, Volunteer)
        .join(Volunteer, Volunteer.id == Membership.volunteer_id)
        .where(Membership.team_id == team.id, Membership.void_reason.is_(None), ~Membership.stub)
    ).all()
    roles = _roles(session, [membership.id for membership, _ in rows])
    stays = {
        membership.id: Stay(
            membership.id,
            volunteer.id,
            volunteer.full_name,
            membership.from_on,
            membership.to_on,
            roles.get(membership.id, ()),
        )
        for membership, volunteer in rows
    }
    behind = {membership.id: (membership, volunteer) for membership, volunteer in rows}
    members = tuple(Member(seat, *behind[seat.stay.id]) for seat in members_on(stays.values(), day))
    remarks = (*team_remarks(team), *roster_remarks(stays.values(), team.quota, day))
    return Roster(team, day, members, remarks)


def _roles(
    session: Session, memberships: list[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[RoleFrom, ...]]:
    found: dict[uuid.UUID, tuple[RoleFrom, ...]] = {}
    statement = sa.select(MembershipRole).where(
        MembershipRole.membership_id.in_(memberships), MembershipRole.void_reason.is_(None)
    )
    for role in session.scalars(statement.order_by(MembershipRole.id)):
        before = found.get(role.membership_id, ())
        found[role.membership_id] = (*before, RoleFrom(role.from_on, role.role))
    return found


def join_team(
    office: Office,
    team_id: uuid.UUID,
    volunteer: uuid.UUID | Mapping[str, Any],
    from_on: dt.date,
    *,
    role: str = "DOI_VIEN",
    represents: str | None = None,
    decision_no: str | None = None,
) -> Changes:
    """Take somebody into a team from a day on.

    volunteer: an id, or the values of somebody new. Raises InvalidRecord, or UserError if the
    person is a member on that day already.
    """
    office.require(Permission.WRITE_TEAMS)
    with office.writing() as session:
        volunteer_id = (
            volunteer
            if isinstance(volunteer, uuid.UUID)
            else records.save_in(office, session, "volunteers", None, volunteer).id
        )
        _refuse_double(session, team_id, volunteer_id, from_on)
        told = {
            "team_id": team_id,
            "volunteer_id": volunteer_id,
            "from_on": from_on,
            "represents": represents,
            "decision_no": decision_no,
        }
        membership = records.save_in(office, session, "memberships", None, told)
        first = {"membership_id": membership.id, "role": role, "from_on": from_on}
        records.save_in(office, session, "membership_roles", None, first)
    return Changes.made_in(session)


def _refuse_double(
    session: Session, team_id: uuid.UUID, volunteer_id: uuid.UUID, from_on: dt.date
) -> None:
    still = sa.or_(Membership.to_on.is_(None), Membership.to_on >= from_on)
    statement = sa.select(Membership).where(
        Membership.team_id == team_id,
        Membership.volunteer_id == volunteer_id,
        Membership.void_reason.is_(None),
        still,
    )
    if session.scalars(statement.limit(1)).first() is not None:
        raise UserError(
            tr(
                "Người này đang là thành viên của Đội vào ngày đó. Danh sách chưa thay đổi. "
                "Hãy ghi ngày thôi của lần trước, hoặc chọn ngày vào muộn hơn."
            )
        )


def leave_team(office: Office, membership_id: uuid.UUID, to_on: dt.date, reason: str) -> Changes:
    """End a membership; to_on is the last day that counts, reason one of CHANGE_REASONS."""
    office.require(Permission.WRITE_TEAMS)
    told = {"to_on": to_on, "change_reason": reason}
    with office.writing() as session:
        records.save_in(office, session, "memberships", membership_id, told)
    return Changes.made_in(session)


def change_role(office: Office, membership_id: uuid.UUID, role: str, from_on: dt.date) -> Changes:
    """Give a member another role from a day on.

    Raises UserError for a day outside the membership.
    """
    office.require(Permission.WRITE_TEAMS)
    with office.writing() as session:
        membership = records.get_visible(office, session, "memberships", membership_id)
        if not membership.from_on <= from_on <= (membership.to_on or dt.date.max):
            raise UserError(
                tr(
                    "Ngày này nằm ngoài thời gian tham gia Đội. Chức danh chưa thay đổi. "
                    "Hãy chọn ngày trong thời gian tham gia."
                )
            )
        told = {"membership_id": membership_id, "role": role, "from_on": from_on}
        records.save_in(office, session, "membership_roles", None, told)
    return Changes.made_in(session)
