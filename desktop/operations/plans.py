"""The targets of a year, as they bind one office, beside what it has reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.indicators.compute import compute
from desktop.indicators.definitions import INDICATORS
from desktop.indicators.plans import Plan
from desktop.operations.office import agency
from desktop.records import Target

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.indicators.periods import Period


def plans_of(
    session: Session, period: Period, computed: Mapping[str, int], scope: int | None
) -> dict[str, Plan]:
    """By indicator, what an office is to reach in the year of a period, and has reached by its end.

    computed: what the records give for the period itself. scope: the office, this one if None.
    A period of several years has no plan: targets are set for one.
    """
    if period.from_on.year != period.to_on.year:
        return {}
    planned = _planned(session, period.to_on.year, scope)
    year = period.year_to_date()
    if year.from_on != period.from_on:
        wanted = [INDICATORS[code] for code in planned]
        computed = {code: one.total for code, one in compute(session, wanted, year).items()}
    return {code: Plan(number, computed[code]) for code, number in planned.items()}


def _planned(session: Session, year: int, scope: int | None) -> dict[str, int]:
    """The targets of a year for one office: what is set for its unit goes before what binds all."""
    unit = agency(session, scope).unit_id
    valid = (Target.void_reason.is_(None), ~Target.stub, Target.year == year)
    meant = sa.or_(Target.unit_id.is_(None), Target.unit_id == unit)
    ordered = (
        sa.select(Target).where(*valid, meant).order_by(Target.unit_id.is_not(None), Target.id)
    )
    told = {one.indicator: one.planned for one in session.scalars(ordered)}
    # A newer program may set targets for what this one does not count.
    return {code: told[code] for code in INDICATORS if told.get(code) is not None}
