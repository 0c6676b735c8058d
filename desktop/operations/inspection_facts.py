"""What the office's own records say about the questions of a team's checklist."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.i18n import tr
from desktop.base.text import grouped, two_digits
from desktop.operations import access, records
from desktop.operations.inspections import questions
from desktop.operations.office import Office
from desktop.operations.teams import Roster, roster_in
from desktop.records import (
    Activity,
    ChecklistTemplate,
    Inspection,
    Membership,
    Team,
    Training,
    TrainingAttendance,
)
from desktop.records.teams import CRITERIA
from desktop.rules.rosters import LEADER

TEAM_TEMPLATE = "B"
PROPAGANDA = "A"
"""Duty a) of TTLT 24/2012/TTLT-BLĐTBXH-BNV-BTC, Điều 10."""


@dataclass(frozen=True)
class _Visited:
    """The team that is inspected, as it is on the day, and the period that is looked at."""

    session: Session
    roster: Roster
    start: dt.date
    end: dt.date

    @property
    def size(self) -> int:
        return len({member.volunteer.id for member in self.roster.members})


def read_facts(office: Office, inspection_id: uuid.UUID) -> Mapping[uuid.UUID, str]:
    """What records tell about a sheet's questions, one line each, by question id.

    Only template B, for a team, has such questions (B1.3, B1.4, B1.5, B2.a, B4). The period is
    the inspected one, from the beginning of the year if none was given.
    """
    access.require_read(office, "inspections")
    with office.reading() as session:
        inspection = records.get_visible(office, session, "inspections", inspection_id)
        template = session.get_one(ChecklistTemplate, inspection.template_id)
        if template.code != TEAM_TEMPLATE or inspection.team_id is None:
            return {}
        visited = _visited(session, inspection)
        return {
            question.id: _FACTS[question.code](visited)
            for question in questions(session, template.id)
            if question.code in _FACTS
        }


def _visited(session: Session, inspection: Inspection) -> _Visited:
    day = inspection.started_on
    team = session.get_one(Team, inspection.team_id)
    start = inspection.period_from or day.replace(month=1, day=1)
    return _Visited(session, roster_in(session, team, day), start, inspection.period_to or day)


def _seats(visited: _Visited) -> str:
    """B1.3: as many members as the decision says, one leader."""
    leaders = sum(member.seat.role == LEADER for member in visited.roster.members)
    return tr("{size}/{quota} thành viên, {leaders} Đội trưởng").format(
        size=visited.size, quota=visited.roster.team.quota, leaders=two_digits(leaders)
    )


def _criteria(visited: _Visited) -> str:
    """B1.4: the five criteria and the application of each member."""
    volunteers = {member.volunteer.id: member.volunteer for member in visited.roster.members}
    fit = sum(set(v.criteria or ()) >= set(CRITERIA) for v in volunteers.values())
    unsigned = sum(v.applied_on is None for v in volunteers.values())
    told = tr("{fit}/{size} thành viên đã ghi đủ 5 tiêu chuẩn").format(fit=fit, size=visited.size)
    if unsigned:
        told += tr(", thiếu {count} đơn tình nguyện").format(count=two_digits(unsigned))
    return told


def _turnover(visited: _Visited) -> str:
    """B1.5: who came and went in the period, and whether there are decisions for it."""
    rows = visited.session.scalars(
        sa.select(Membership).where(
            Membership.team_id == visited.roster.team.id,
            Membership.void_reason.is_(None),
            ~Membership.stub,
        )
    ).all()
    came = [m for m in rows if visited.start <= m.from_on <= visited.end]
    went = [m for m in rows if m.to_on is not None and visited.start <= m.to_on <= visited.end]
    changed = {m.id: m for m in (*came, *went)}.values()
    if not changed:
        return tr("không có biến động trong kỳ")
    decided = sum(m.decision_no is not None for m in changed)
    return tr("trong kỳ vào {came}, thôi {went}; {decided}/{all} người có số quyết định").format(
        came=two_digits(len(came)), went=two_digits(len(went)), decided=decided, all=len(changed)
    )


def _propaganda(visited: _Visited) -> str:
    """B2.a: sessions and listeners of the period."""
    sums = sa.select(sa.func.sum(Activity.sessions), sa.func.sum(Activity.attendance))
    sessions, attendance = visited.session.execute(
        sums.where(
            Activity.team_id == visited.roster.team.id,
            Activity.duty == PROPAGANDA,
            Activity.from_on.between(visited.start, visited.end),
            Activity.void_reason.is_(None),
            ~Activity.stub,
        )
    ).one()
    return tr("{sessions} buổi, {attendance} lượt người trong kỳ").format(
        sessions=grouped(sessions or 0), attendance=grouped(attendance or 0)
    )


def _trained(visited: _Visited) -> str:
    """B4: members who took part in a training of the period."""
    members = {member.volunteer.id for member in visited.roster.members}
    trained = visited.session.scalars(
        sa.select(TrainingAttendance.volunteer_id)
        .join(Training, Training.id == TrainingAttendance.training_id)
        .where(
            TrainingAttendance.void_reason.is_(None),
            ~TrainingAttendance.stub,
            Training.void_reason.is_(None),
            Training.from_on.between(visited.start, visited.end),
        )
    )
    return tr("{count}/{size} thành viên đã dự tập huấn trong kỳ").format(
        count=len(members & set(trained)), size=len(members)
    )


_FACTS: Mapping[str, Callable[[_Visited], str]] = {
    "B1.3": _seats,
    "B1.4": _criteria,
    "B1.5": _turnover,
    "B2.a": _propaganda,
    "B4": _trained,
}
