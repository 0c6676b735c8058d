"""What a report is on: its period, and the offices whose records it counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.operations.exchange_keys import offices_of
from desktop.operations.period_reports import named_period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.indicators.periods import Period
    from desktop.records import Report


def period_of(session: Session, report: Report) -> Period:
    """The period of a report, under its label, with the offices whose records it counts.

    Our own report counts everything that is here; one that another office has begun, what is of that
    office and of those below it: as it does there.
    """
    period = named_period(report.from_on, report.to_on, report.label)
    return replace(period, offices=offices_of(session.connection(), report.scope))
