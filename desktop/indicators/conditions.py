"""Conditions that the queries of several indicators share; any database understands them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

    from desktop.indicators.periods import Period
    from desktop.records import Record

Condition: TypeAlias = sa.ColumnElement[bool]
Query: TypeAlias = sa.Select[*tuple[Any, ...]]
UNKNOWN = "CHUA_RO"
"""The part of rows whose grouping value nobody has filled in."""


def counted(period: Period, *record_types: type[Record]) -> Condition:
    """Whether these rows count at all: those of other offices, void records and stubs never do."""
    valid = [sa.and_(one.void_reason.is_(None), one.stub.is_(False)) for one in record_types]
    if period.offices is not None:
        valid += [one.scope.in_(sorted(period.offices)) for one in record_types]
    return sa.and_(*valid)


def happened(day: InstrumentedAttribute[Any], period: Period) -> Condition:
    """Whether an event's first day lies in the period, both ends included."""
    return day.between(period.from_on, period.to_on)


def holds_code(codes: InstrumentedAttribute[Any], *wanted: str) -> Condition:
    """Whether a column of several codes holds one of these; an empty column holds none.

    Codes are kept as ``|A|B|``; the underscore in a code must not act as LIKE's wildcard.
    """
    text = sa.func.coalesce(sa.type_coerce(codes, sa.String()), "")
    return sa.or_(*(text.contains(f"|{code}|", autoescape=True) for code in wanted))


def part_of(column: InstrumentedAttribute[Any]) -> sa.ColumnElement[str]:
    """A grouping column, with a name for rows that leave it empty."""
    return sa.func.coalesce(column, sa.literal(UNKNOWN, sa.String()))


def rows(
    record_type: type[Record],
    part: str | sa.ColumnElement[str] = "",
    amount: int | sa.ColumnElement[Any] = 1,
) -> Query:
    """The frame of every indicator: which record, under which part, with which amount.

    Columns: entity (table), id, part ("" if the indicator has none), amount.
    """
    return sa.select(
        sa.literal(record_type.__tablename__, sa.String()).label("entity"),
        record_type.id.label("id"),
        _column(part, sa.String()).label("part"),
        _column(amount, sa.Integer()).label("amount"),
    )


def _column(value: str | int | sa.ColumnElement[Any], kind: Any) -> sa.ColumnElement[Any]:
    return value if isinstance(value, sa.ColumnElement) else sa.literal(value, kind)


def united(*parts: Query) -> Query:
    """The rows of several frames together."""
    return sa.select(sa.union_all(*parts).subquery())


def summed(frame: Query) -> Query:
    """The figure of a frame: part and sum of amounts.

    Grouping stands outside, so that no bound value has to be equal twice (PostgreSQL).
    """
    table = frame.subquery()
    total = sa.func.coalesce(sa.func.sum(table.c.amount), 0)
    return sa.select(table.c.part, total.label("value")).group_by(table.c.part)
