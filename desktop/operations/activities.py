"""Activities with their products, and trainings with those who took part."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.i18n import tr
from desktop.operations import access, closed_periods, drafts, lists, records
from desktop.operations.office import Office, agency, known_day
from desktop.records import ActivityProduct, Record, TrainingAttendance
from desktop.rules.permissions import Permission
from desktop.store.store import Changes

Rows = Sequence[Mapping[str, Any]]


def save_activity(
    office: Office,
    activity_id: uuid.UUID | None,
    values: Mapping[str, Any],
    products: Rows | None = None,
    seen: records.Seen | None = None,
) -> Changes:
    """Save an activity with the lines of what it made (L16); lines left out are voided.

    Raises InvalidRecord, ChangedMeanwhile, UserError for a day in a closed period.
    """
    office.require(Permission.WRITE_ACTIVITIES)
    with office.writing() as session:
        closed_periods.refuse_closed(session, "activities", activity_id, values)
        saved = records.save_in(office, session, "activities", activity_id, values, seen)
        if products is not None:
            replace_lines(office, session, ActivityProduct, "activity_id", saved.id, products)
    drafts.drop_draft(office, "activities", activity_id)
    return Changes.made_in(session)


def save_training(
    office: Office,
    training_id: uuid.UUID | None,
    values: Mapping[str, Any],
    volunteers: Sequence[uuid.UUID] | None = None,
    seen: records.Seen | None = None,
) -> Changes:
    """Save a training with the volunteers who took part.

    Raises InvalidRecord, ChangedMeanwhile, UserError for a day in a closed period.
    """
    office.require(Permission.WRITE_ACTIVITIES)
    with office.writing() as session:
        closed_periods.refuse_closed(session, "trainings", training_id, values)
        saved = records.save_in(office, session, "trainings", training_id, values, seen)
        if volunteers is not None:
            kept = {
                line.volunteer_id: line.id
                for line in lines_of(session, TrainingAttendance, "training_id", saved.id)
            }
            lines = [{"id": kept.get(v), "volunteer_id": v} for v in volunteers]
            replace_lines(office, session, TrainingAttendance, "training_id", saved.id, lines)
    drafts.drop_draft(office, "trainings", training_id)
    return Changes.made_in(session)


def read_products(office: Office, activity_id: uuid.UUID) -> list[dict[str, Any]]:
    """The product lines of an activity, with their ids."""
    access.require_read(office, "activity_products")
    with office.reading() as session:
        return [
            {"id": line.id, **line.values()}
            for line in lines_of(session, ActivityProduct, "activity_id", activity_id)
        ]


def read_attendance(office: Office, training_id: uuid.UUID) -> list[uuid.UUID]:
    """The volunteers who took part in a training."""
    access.require_read(office, "training_attendances")
    with office.reading() as session:
        lines = lines_of(session, TrainingAttendance, "training_id", training_id)
        return [line.volunteer_id for line in lines]


def lines_of(session: Session, kind: type[Record], owner: str, owner_id: uuid.UUID) -> list[Any]:
    """The valid lines of a record, in the order they were written."""
    columns = kind.__table__.c
    statement = sa.select(kind).where(columns[owner] == owner_id, columns.void_reason.is_(None))
    return list(session.scalars(statement.order_by(columns.id)))


def replace_lines(
    office: Office,
    session: Session,
    kind: type[Record],
    owner: str,
    owner_id: uuid.UUID,
    lines: Rows,
) -> None:
    """Make the lines of a record these: those with an id are edited, others are new.

    What is not among them any more is voided, never deleted.
    """
    before = {line.id: line for line in lines_of(session, kind, owner, owner_id)}
    for told in lines:
        values = {name: value for name, value in told.items() if name not in ("id", "void_reason")}
        values[owner] = owner_id
        line_id = told.get("id")
        before.pop(line_id, None)
        records.save_in(office, session, kind.__tablename__, line_id, values)
    for gone in before.values():
        gone.void_reason = tr("Bỏ dòng")


def first_activity(office: Office) -> dict[str, Any]:
    """What a new activity begins with: today, the office's commune, its team if there is one."""
    with office.reading() as session:
        unit_id = agency(session).unit_id
    told: dict[str, Any] = {
        "from_on": known_day(office),
        "unit_id": unit_id,
        "organiser_level": "DOI",
        "sessions": 1,
    }
    teams = lists.lookup(office, "teams", "", 2)
    if len(teams) == 1:
        told["team_id"] = teams[0].id
    return told


def first_training(office: Office) -> dict[str, Any]:
    """What a new training begins with."""
    return {"from_on": known_day(office), "classes": 1}
