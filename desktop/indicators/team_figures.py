"""D01–D07: teams and their members, at the end of a period and through it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from desktop.indicators.conditions import Condition, Query, counted, happened, rows, summed, united
from desktop.indicators.periods import Period
from desktop.records import Membership, Team, Training, TrainingAttendance, Volunteer

ACTIVE, SUSPENDED, DISSOLVED = "HOAT_DONG", "TAM_NGUNG", "GIAI_THE"
ESTABLISHED, RENEWED = "THANH_LAP", "KIEN_TOAN"
JOINED, LEFT, OPENING, CLOSING = "VAO", "RA", "DAU_KY", "CUOI_KY"
TRAINED, ALL_MEMBERS = "DA_TAP_HUAN", "TONG_SO"


def team_active(period: Period, on: dt.date) -> Condition:
    """Whether a team works at the end of this day: decided by then, not yet ended.

    The day a team is suspended or dissolved is no longer counted.
    """
    return sa.and_(
        counted(period, Team),
        sa.or_(Team.decision_on.is_(None), Team.decision_on <= on),
        sa.or_(Team.status == ACTIVE, Team.ended_on > on),
    )


def member_on(period: Period, on: dt.date) -> Condition:
    """Whether a membership covers this day; its first and last day both count."""
    return sa.and_(
        counted(period, Membership, Volunteer),
        Membership.from_on <= on,
        sa.or_(Membership.to_on.is_(None), Membership.to_on >= on),
    )


def _memberships(frame: Query) -> Query:
    return (
        frame.select_from(Membership)
        .join(Team, Team.id == Membership.team_id)
        .join(Volunteer, Volunteer.id == Membership.volunteer_id)
    )


def members_at(period: Period, on: dt.date, part: str = "") -> Query:
    """One row for each member of a working team on this day.

    Somebody whose memberships of one team overlap counts once; in two teams, twice.
    """
    other = aliased(Membership)
    again = sa.exists().where(
        other.team_id == Membership.team_id,
        other.volunteer_id == Membership.volunteer_id,
        other.void_reason.is_(None),
        other.stub.is_(False),
        other.from_on <= on,
        sa.or_(other.to_on.is_(None), other.to_on >= on),
        other.id < Membership.id,
    )
    return _memberships(rows(Membership, part)).where(
        team_active(period, on), member_on(period, on), ~again
    )


def teams(period: Period) -> Query:
    """D01: teams that work at the end of the period."""
    return rows(Team).where(team_active(period, period.to_on))


def communes_with_team(period: Period) -> Query:
    """D02: communes that have such a team, each once."""
    value = sa.func.count(sa.distinct(Team.unit_id)).label("value")
    part = sa.literal("", sa.String()).label("part")
    return sa.select(part, value).where(team_active(period, period.to_on))


def members(period: Period) -> Query:
    """D03: members at the end of the period."""
    return members_at(period, period.to_on)


def team_sizes(period: Period) -> Query:
    """D04: working teams, each under the number of its members; an empty team under 0."""
    on = period.to_on
    pairs = (
        sa.select(Membership.team_id, Membership.volunteer_id)
        .join(Volunteer, Volunteer.id == Membership.volunteer_id)
        .where(member_on(period, on))
        .distinct()
        .subquery()
    )
    sizes = (
        sa.select(pairs.c.team_id, sa.func.count().label("size"))
        .group_by(pairs.c.team_id)
        .subquery()
    )
    size = sa.cast(sa.func.coalesce(sizes.c.size, 0), sa.String(10))
    frame = rows(Team, size).outerjoin(sizes, sizes.c.team_id == Team.id)
    return frame.where(team_active(period, on))


def _decided(period: Period) -> tuple[Query, ...]:
    """Teams established, suspended and dissolved by a decision of the period."""
    founded = rows(Team, ESTABLISHED).where(
        counted(period, Team), happened(Team.decision_on, period)
    )
    ended = [
        rows(Team, status).where(
            counted(period, Team), Team.status == status, happened(Team.ended_on, period)
        )
        for status in (SUSPENDED, DISSOLVED)
    ]
    return (founded, *ended)


def _renewals(frame: Query, period: Period) -> Query:
    """Memberships begun in the period by a decision other than the team's first."""
    return _memberships(frame).where(
        counted(period, Membership, Volunteer, Team),
        happened(Membership.from_on, period),
        Membership.decision_no.is_not(None),
        Membership.decision_no != sa.func.coalesce(Team.decision_no, ""),
    )


def decisions(period: Period) -> Query:
    """D05, the records: teams, and the memberships that changes of members began."""
    return united(*_decided(period), _renewals(rows(Membership, RENEWED), period))


def decision_counts(period: Period) -> Query:
    """D05: decisions; one that renews several members of a team counts once."""
    papers = (
        _renewals(sa.select(Membership.team_id, Membership.decision_no), period)
        .distinct()
        .subquery()
    )
    renewed = sa.select(
        sa.literal(RENEWED, sa.String()).label("part"), sa.func.count().label("value")
    ).select_from(papers)
    return united(summed(united(*_decided(period))), renewed)


def _joined(period: Period) -> Query:
    other = aliased(Membership)
    already = sa.exists().where(
        *_same_stay(other),
        sa.or_(
            sa.and_(other.from_on < Membership.from_on, _lasts_to(other, Membership.from_on)),
            sa.and_(other.from_on == Membership.from_on, other.id < Membership.id),
        ),
    )
    return _memberships(rows(Membership, JOINED)).where(
        counted(period, Membership, Volunteer, Team), happened(Membership.from_on, period), ~already
    )


def _left(period: Period) -> Query:
    # Who has a last day in the team is away on the day after it.
    last_in = replace(period, from_on=period.eve, to_on=period.to_on - dt.timedelta(days=1))
    other = aliased(Membership)
    goes_on = sa.exists().where(
        *_same_stay(other),
        other.from_on <= Membership.to_on,
        sa.or_(
            other.to_on.is_(None),
            other.to_on > Membership.to_on,
            sa.and_(other.to_on == Membership.to_on, other.id < Membership.id),
        ),
    )
    return _memberships(rows(Membership, LEFT)).where(
        counted(period, Membership, Volunteer, Team), happened(Membership.to_on, last_in), ~goes_on
    )


def _same_stay(other: Any) -> tuple[Condition, ...]:
    return (
        other.team_id == Membership.team_id,
        other.volunteer_id == Membership.volunteer_id,
        other.id != Membership.id,
        other.void_reason.is_(None),
        other.stub.is_(False),
    )


def _lasts_to(other: Any, day: Any) -> Condition:
    return sa.or_(other.to_on.is_(None), other.to_on >= day)


def turnover(period: Period) -> Query:
    """D06: who joined and left, with the numbers of members before and after.

    Leaving and coming back is one leaving and one joining. A change of role is neither, nor
    are memberships of one team that overlap.
    """
    return united(
        _joined(period),
        _left(period),
        members_at(period, period.eve, OPENING),
        members_at(period, period.to_on, CLOSING),
    )


def trainings_of_members(period: Period) -> Query:
    """D07, the records: who took part in a training of the period and is a member at its end."""
    present = members_at(period, period.to_on, ALL_MEMBERS)
    attended = (
        rows(TrainingAttendance, TRAINED)
        .join(Training, Training.id == TrainingAttendance.training_id)
        .where(
            counted(period, TrainingAttendance, Training),
            happened(Training.from_on, period),
            TrainingAttendance.volunteer_id.in_(_volunteers(present)),
        )
    )
    return united(attended, present)


def trained_members(period: Period) -> Query:
    """D07: members who took part in at least one training, each once, and all members."""
    present = members_at(period, period.to_on, ALL_MEMBERS)
    trained = members_at(period, period.to_on, TRAINED).where(
        Membership.volunteer_id.in_(
            sa.select(TrainingAttendance.volunteer_id)
            .join(Training, Training.id == TrainingAttendance.training_id)
            .where(
                counted(period, TrainingAttendance, Training), happened(Training.from_on, period)
            )
        )
    )
    return summed(united(trained, present))


def _volunteers(present: Query) -> Query:
    return present.with_only_columns(Membership.volunteer_id)


def turnover_rate(parts: Mapping[str, int]) -> Fraction | None:
    """Who left, in percent of the average number of members."""
    average = Fraction(parts[OPENING] + parts[CLOSING], 2)
    return 100 * parts[LEFT] / average if average else None


def trained_rate(parts: Mapping[str, int]) -> Fraction | None:
    """Members trained, in percent of all members."""
    everybody = parts[ALL_MEMBERS]
    return Fraction(100 * parts[TRAINED], everybody) if everybody else None
