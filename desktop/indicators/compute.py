"""Figures of a period, computed from records, and the way back to those records."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.indicators.definitions import INDICATORS, Indicator

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.indicators.periods import Period

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Figure:
    """What an indicator came to.

    parts: by part code; empty for an indicator that has no parts.
    share: percentage to two places; None where the indicator has none or nothing to relate to.
    """

    indicator: Indicator
    total: int
    parts: Mapping[str, int]
    share: Decimal | None = None


def compute(session: Session, indicators: Iterable[Indicator], period: Period) -> dict[str, Figure]:
    """The figures of these indicators, by code, in their order."""
    return {one.code: _figure(session, one, period) for one in indicators}


def flat(figures: Mapping[str, Figure]) -> dict[str, int]:
    """All totals and parts under one kind of key: T01, T01.TINH, D04.7.

    Report figures that were changed by hand and text templates use the same keys.
    """
    values: dict[str, int] = {}
    for code, figure in figures.items():
        values[code] = figure.total
        values.update({f"{code}.{part}": value for part, value in figure.parts.items()})
    return values


def drill(
    session: Session, code: str, period: Period, part: str | None = None
) -> list[tuple[str, uuid.UUID]]:
    """The records behind a figure, or behind one part of it: table and id, each once.

    Raises KeyError if there is no indicator of this code.
    """
    table = INDICATORS[code].records(period).subquery()
    query = sa.select(table.c.entity, table.c.id).distinct()
    if part is not None:
        query = query.where(table.c.part == part)
    elif (total_of := INDICATORS[code].total_of) is not None:
        query = query.where(table.c.part.in_(total_of))
    found = session.execute(query.order_by(table.c.entity, table.c.id))
    return [(row.entity, row.id) for row in found]


def _figure(session: Session, indicator: Indicator, period: Period) -> Figure:
    found = {row.part: int(row.value) for row in session.execute(indicator.formula(period))}
    parts = {part: found.pop(part, 0) for part in indicator.parts}
    parts |= {part: value for part, value in sorted(found.items()) if part}
    counted = parts if indicator.total_of is None else indicator.total_of
    total = sum(parts[part] for part in counted) + found.get("", 0)
    return Figure(indicator, total, parts, share_of(indicator, parts))


def share_of(indicator: Indicator, parts: Mapping[str, int]) -> Decimal | None:
    """The percentage that follows from the parts, to two places; None without a base."""
    exact = indicator.share(parts) if indicator.share else None
    if exact is None:
        return None
    percent = Decimal(exact.numerator) / Decimal(exact.denominator)
    return percent.quantize(_HUNDREDTH, ROUND_HALF_UP)
