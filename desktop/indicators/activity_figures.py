"""T01–T20: propaganda, training and what was made and handed out in a period."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from desktop.indicators.conditions import (
    Condition,
    Query,
    counted,
    happened,
    holds_code,
    part_of,
    rows,
    united,
)
from desktop.indicators.periods import Period
from desktop.records import Activity, ActivityProduct, Training

ABOUT_TEAMS = "XAY_DUNG_DOI"
MEETING_TYPES = (
    "LOP_TUYEN_TRUYEN",
    "NGOAI_KHOA",
    "DOI_THOAI",
    "TOA_DAM",
    "MIT_TINH",
    "LUU_DONG",
    "HOP_DAN",
)
"""The forms of T05–T11 and T12, in the order of the report (L13)."""
LOUDSPEAKER = "PHAT_LOA"
TIMES, HOURS = "LAN", "GIO"
SESSIONS, ATTENDANCE = "BUOI", "LUOT"
PUPILS = ("HOC_SINH", "SINH_VIEN")

Rows = Callable[[Period], Query]


def _done(period: Period) -> Condition:
    return sa.and_(counted(period, Activity), happened(Activity.from_on, period))


def _about_teams() -> Condition:
    return holds_code(Activity.topics, ABOUT_TEAMS)


def _number(column: Any) -> sa.ColumnElement[int]:
    return sa.func.coalesce(column, 0)


def team_propaganda(amount: Any) -> Rows:
    """T01, T02: what was said about building teams, by who organised it."""

    def formula(period: Period) -> Query:
        frame = rows(Activity, part_of(Activity.organiser_level), _number(amount))
        return frame.where(_done(period), _about_teams())

    return formula


def trainings(amount: Any) -> Rows:
    """T03, T04: classes for members, by who organised them."""

    def formula(period: Period) -> Query:
        frame = rows(Training, part_of(Training.organiser_level), _number(amount))
        return frame.where(counted(period, Training), happened(Training.from_on, period))

    return formula


def sessions(*types: str) -> Rows:
    """T05–T11, T13: sessions of these forms, without those about building teams (T01)."""

    def formula(period: Period) -> Query:
        frame = rows(Activity, amount=_number(Activity.sessions))
        return frame.where(_done(period), Activity.type.in_(types), ~_about_teams())

    return formula


def meeting_attendance(period: Period) -> Query:
    """T12: those who came to T05–T11, by form."""
    frame = rows(Activity, part_of(Activity.type), _number(Activity.attendance))
    return frame.where(_done(period), Activity.type.in_(MEETING_TYPES), ~_about_teams())


def products(*types: str) -> Rows:
    """T14–T18: things made or handed out, by kind where there are several."""
    part = part_of(ActivityProduct.type) if len(types) > 1 else ""

    def formula(period: Period) -> Query:
        return _made(period, part, ActivityProduct.quantity, ActivityProduct.type.in_(types))

    return formula


def _made(
    period: Period, part: str | sa.ColumnElement[str], amount: Any, which: Condition
) -> Query:
    frame = rows(ActivityProduct, part, _number(amount))
    frame = frame.join(Activity, Activity.id == ActivityProduct.activity_id)
    return frame.where(_done(period), counted(period, ActivityProduct), which)


def broadcasts(period: Period) -> Query:
    """T19: how often and how many hours the loudspeakers spoke."""
    speaking = ActivityProduct.type == LOUDSPEAKER
    listed = sa.exists().where(
        ActivityProduct.activity_id == Activity.id, counted(period, ActivityProduct), speaking
    )
    unlisted = rows(Activity, TIMES, _number(Activity.sessions)).where(
        _done(period), Activity.type == LOUDSPEAKER, ~listed
    )
    return united(
        _made(period, TIMES, ActivityProduct.quantity, speaking),
        _made(period, HOURS, ActivityProduct.hours, speaking),
        unlisted,
    )


def at_schools(period: Period) -> Query:
    """T20: sessions for pupils and students, and how many came."""
    before_pupils = sa.and_(_done(period), holds_code(Activity.audience, *PUPILS))
    return united(
        rows(Activity, SESSIONS, _number(Activity.sessions)).where(before_pupils),
        rows(Activity, ATTENDANCE, _number(Activity.attendance)).where(before_pupils),
    )
