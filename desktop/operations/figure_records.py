"""The records behind a figure of a report, as a list that each of them can be opened from."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import tr
from desktop.indicators.compute import drill as records_behind
from desktop.operations import access, lists, records
from desktop.operations.naming import names
from desktop.operations.report_periods import period_of
from desktop.records import Report, record_types
from desktop.store.lists import Listing, field_of, read_values

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.fields import Names
    from desktop.indicators.periods import Period
    from desktop.operations.office import Office


@dataclass(frozen=True)
class FigureRecord:
    """One record behind a figure.

    kind: what it is, as Hoạt động. table, id: the record to open, which for a line of a paper
    is the paper.
    """

    kind: str
    table: str
    id: uuid.UUID
    title: str
    detail: str


@dataclass(frozen=True)
class _Shown:
    """How records of one table are shown: title, details, what they sort by, what opens."""

    title: str
    details: tuple[str, ...]
    order: str
    opens: tuple[str, str] | None = None


_SHOWN: Mapping[str, _Shown] = {
    "teams": _Shown("name", ("unit_id", "decision_no", "decision_on", "status"), "name"),
    "memberships": _Shown("volunteer_id", ("team_id", "from_on", "to_on"), "team_id"),
    "activities": _Shown("summary", ("from_on", "type", "sessions", "attendance"), "from_on"),
    "activity_products": _Shown(
        "activity_id", ("type", "quantity", "hours"), "activity_id", ("activities", "activity_id")
    ),
    "trainings": _Shown(
        "topic_text", ("from_on", "organiser_level", "classes", "attendance"), "from_on"
    ),
    "training_attendances": _Shown(
        "volunteer_id", ("training_id",), "training_id", ("trainings", "training_id")
    ),
}
_CHUNK = 500


def drill(
    office: Office, report_id: uuid.UUID, indicator: str, part: str | None = None
) -> list[FigureRecord]:
    """The records that a figure of a report is computed from, as they are now.

    indicator: its code; part: only what one part of it counts.
    """
    access.require_read(office, "reports")
    with office.reading() as session:
        report: Report = records.get_visible(office, session, "reports", report_id)
        return _described(office, session, period_of(session, report), indicator, part)


def drill_period(
    office: Office, period: Period, indicator: str, part: str | None = None
) -> list[FigureRecord]:
    """The same for a period without a report."""
    access.require_read(office, "reports")
    with office.reading() as session:
        return _described(office, session, period, indicator, part)


def _described(
    office: Office, session: Session, period: Period, indicator: str, part: str | None
) -> list[FigureRecord]:
    by_table: dict[str, list[uuid.UUID]] = {}
    for table, record_id in records_behind(session, indicator, period, part):
        by_table.setdefault(table, []).append(record_id)
    called_so = names(office, session)
    found: list[FigureRecord] = []
    for table, ids in by_table.items():
        found += _rows(office, session, table, ids, called_so)
    return found


def _rows(
    office: Office, session: Session, table: str, ids: Sequence[uuid.UUID], called_so: Any
) -> list[FigureRecord]:
    shown = _SHOWN[table]
    listing = lists.listing(office, table, (shown.order, shown.title, *shown.details))
    rows: list[tuple[str, FigureRecord]] = []
    for at in range(0, len(ids), _CHUNK):
        chunk = ids[at : at + _CHUNK]
        values = read_values(session, listing, [record_id.bytes for record_id in chunk])
        for record_id, row in zip(chunk, values, strict=True):
            if row is not None:
                told = dict(zip(listing.columns, row, strict=True))
                rows.append((_key(told[shown.order]), _row(listing, record_id, told, called_so)))
    return [one for _, one in sorted(rows, key=lambda row: row[0])]


def _key(value: Any) -> str:
    return "" if value is None else str(value)


def _row(
    listing: Listing, record_id: uuid.UUID, told: Mapping[str, Any], called_so: Names
) -> FigureRecord:
    table = listing.record.__tablename__
    shown = _SHOWN[table]
    opens, opened = (table, record_id)
    if shown.opens is not None:
        opens, opened = shown.opens[0], told[shown.opens[1]]
    title = field_of(listing.record, shown.title).kind.format(told[shown.title], called_so)
    details = " · ".join(_details(listing, told, shown.details, called_so))
    return FigureRecord(tr(record_types()[table].singular), opens, opened, title, details)


def _details(
    listing: Listing, told: Mapping[str, Any], columns: Sequence[str], called_so: Names
) -> Iterator[str]:
    for name in columns:
        field, value = field_of(listing.record, name), told.get(name)
        if value is not None:
            text = field.kind.format(value, called_so)
            yield f"{tr(field.label)}: {text}" if field.kind.numeric else text
