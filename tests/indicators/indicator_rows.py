"""Rows for the indicators to count, in a plain SQLite database without the store."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from desktop.indicators.letters import letter
from desktop.indicators.periods import Period, between
from desktop.indicators.phrases import Letter
from desktop.records import (
    Activity,
    ActivityProduct,
    Base,
    Membership,
    Record,
    Team,
    Training,
    TrainingAttendance,
    Volunteer,
)
from desktop.store.shipped import load_letters

R = TypeVar("R", bound=Record)
PERIOD: Period = between(dt.date(2020, 4, 1), dt.date(2020, 6, 30))
DAY = dt.date(2020, 5, 15)


@contextmanager
def empty_office() -> Iterator[Session]:
    """A session on an empty database in memory."""
    engine = sa.create_engine("sqlite://", creator=_open_blank, poolclass=StaticPool)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


def shipped_letter(kind: str, on: dt.date) -> Letter:
    """The text that a report has on this day where nobody changed what ships."""
    with empty_office() as session:
        load_letters(session.connection())
        return letter(session, kind, on)


def _open_blank() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(_blank())
    return connection


@functools.cache
def _blank() -> bytes:
    """A database with all tables and no rows; making one takes longer than most tests."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    try:
        Base.metadata.create_all(engine)
        with closing(engine.raw_connection()) as connection:
            plain = connection.driver_connection
            assert isinstance(plain, sqlite3.Connection)
            return plain.serialize()
    finally:
        engine.dispose()


def add(session: Session, record: R) -> R:
    """Write a record with what the store would stamp it with."""
    record.scope, record.sv, record.sq = 1, b"\x00", 1
    session.add(record)
    session.flush()
    return record


def team(
    session: Session,
    *,
    unit_id: uuid.UUID | None = None,
    decision_no: str | None = None,
    decision_on: dt.date | None = None,
    status: str = "HOAT_DONG",
    ended_on: dt.date | None = None,
    void: str | None = None,
    stub: bool = False,
) -> Team:
    """A team; one that works since ever, if nothing else is said."""
    record = Team(
        name="Đội",
        unit_id=unit_id or uuid.uuid4(),
        quota=7,
        status=status,
        decision_no=decision_no,
        decision_on=decision_on,
        ended_on=ended_on,
        void_reason=void,
        stub=stub,
    )
    return add(session, record)


def volunteer(session: Session, *, void: str | None = None) -> Volunteer:
    """A volunteer without a team."""
    return add(session, Volunteer(full_name="Lê Văn An", sex="NAM", void_reason=void))


def member(
    session: Session,
    of: Team,
    who: Volunteer | None = None,
    *,
    from_on: dt.date = dt.date(2019, 1, 1),
    to_on: dt.date | None = None,
    decision_no: str | None = None,
    void: str | None = None,
) -> Membership:
    """A membership; of a new volunteer, if none is given."""
    record = Membership(
        team_id=of.id,
        volunteer_id=(who or volunteer(session)).id,
        from_on=from_on,
        to_on=to_on,
        decision_no=decision_no,
        void_reason=void,
    )
    return add(session, record)


def team_of(session: Session, size: int) -> Team:
    """A team with so many members."""
    made = team(session)
    for _ in range(size):
        member(session, made)
    return made


def activity(
    session: Session,
    kind: str,
    *,
    on: dt.date = DAY,
    topics: tuple[str, ...] | None = ("MA_TUY",),
    level: str | None = "XA",
    sessions: int = 1,
    attendance: int = 0,
    audience: tuple[str, ...] | None = None,
    void: str | None = None,
    stub: bool = False,
) -> Activity:
    """Something a team did."""
    record = Activity(
        from_on=on,
        summary="Tuyên truyền",
        duty="A",
        type=kind,
        topics=topics,
        organiser_level=level,
        sessions=sessions,
        attendance=attendance,
        audience=audience,
        void_reason=void,
        stub=stub,
    )
    return add(session, record)


def product(
    session: Session,
    of: Activity,
    kind: str,
    quantity: int,
    *,
    hours: int | None = None,
    void: str | None = None,
) -> ActivityProduct:
    """Something an activity made or handed out."""
    record = ActivityProduct(
        activity_id=of.id, type=kind, quantity=quantity, hours=hours, void_reason=void
    )
    return add(session, record)


def training(
    session: Session,
    *,
    on: dt.date = DAY,
    level: str = "TINH",
    classes: int = 1,
    attendance: int = 0,
    void: str | None = None,
) -> Training:
    """A class for members."""
    record = Training(
        from_on=on,
        topics=("KHAC",),
        topic_text="Tập huấn",
        organiser_level=level,
        classes=classes,
        attendance=attendance,
        void_reason=void,
    )
    return add(session, record)


def attended(session: Session, course: Training, who: uuid.UUID) -> TrainingAttendance:
    """A volunteer who took part."""
    return add(session, TrainingAttendance(training_id=course.id, volunteer_id=who))


def split(total: int, parts: int) -> list[int]:
    """A total in so many parts that add up to it."""
    bounds = [total * at // parts for at in range(parts + 1)]
    return [end - start for start, end in itertools.pairwise(bounds)]
