"""The papers of a team, read for printing: T6 its members, T8 what it did."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.base.clock import known_today
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import access
from desktop.operations.office import sure_day
from desktop.operations.papers import Composed, Span, Wish, find, issue
from desktop.operations.teams import roster_in
from desktop.paper.documents.activity_log import ActivityLine, ActivityLog, activity_log
from desktop.paper.documents.member_list import MemberLine, MemberList, member_list
from desktop.records import Activity, ActivityProduct, Team
from desktop.rules.rosters import LEADER

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.fields import Names
    from desktop.operations.office import Office


def compose_members(office: Office, session: Session, names: Names, wish: Wish) -> Composed:
    """T6: the members of a team as of ``wish.on``, today if that is left open.

    Raises UserError if it is, and nobody knows the day.
    """
    team: Team = find(office, session, "teams", wish.key)
    day = wish.on or sure_day(office)
    roster = roster_in(session, team, day)
    members = [MemberLine(one.volunteer, one.membership, one.seat.role) for one in roster.members]
    told = MemberList(team, day, members)
    return Composed(
        member_list(told, issue(office, session, names, known_today(office.clock))), team, str(day)
    )


def compose_log(office: Office, session: Session, names: Names, wish: Wish) -> Composed:
    """T8: what a team did in a period. Raises UserError without one."""
    access.require_read(office, "activities")
    team: Team = find(office, session, "teams", wish.key)
    start, end = period_of(wish)
    told = ActivityLog(
        team, start, end, _lines(session, team, start, end), leader(session, team, end)
    )
    document = activity_log(told, issue(office, session, names, known_today(office.clock)))
    return Composed(document, team, f"{start} {end}")


def period_of(wish: Wish) -> Span:
    """The period that was asked for. Raises UserError if there is none, or it ends too early."""
    if wish.period is None:
        raise UserError(tr("Cần ghi từ ngày và đến ngày. Chưa in gì."))
    start, end = wish.period
    if end < start:
        raise UserError(tr("Ngày kết thúc đứng trước ngày bắt đầu. Chưa in gì; hãy sửa lại ngày."))
    return start, end


def leader(session: Session, team: Team, day: dt.date) -> str | None:
    """The name of the one who leads a team on a day."""
    members = roster_in(session, team, day).members
    return next((m.volunteer.full_name for m in members if m.seat.role == LEADER), None)


def _lines(session: Session, team: Team, start: dt.date, end: dt.date) -> list[ActivityLine]:
    done = session.scalars(
        sa.select(Activity)
        .where(
            Activity.team_id == team.id,
            Activity.from_on.between(start, end),
            Activity.void_reason.is_(None),
            ~Activity.stub,
        )
        .order_by(Activity.from_on, Activity.id)
    ).all()
    made = _products(session, [one.id for one in done])
    return [ActivityLine(one, made.get(one.id, ())) for one in done]


def _products(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[ActivityProduct]]:
    found: dict[uuid.UUID, list[ActivityProduct]] = {}
    statement = sa.select(ActivityProduct).where(
        ActivityProduct.activity_id.in_(ids),
        ActivityProduct.void_reason.is_(None),
        ~ActivityProduct.stub,
    )
    for product in session.scalars(statement.order_by(ActivityProduct.id)):
        found.setdefault(product.activity_id, []).append(product)
    return found
