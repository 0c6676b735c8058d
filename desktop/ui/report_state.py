"""Where a report stands, as chips say it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.operations.reports import APPROVED, DRAFT, RETURNED, SENT, SUBMITTED
from desktop.records import Report
from desktop.records.reports import REPORT_STATES
from desktop.rules.stages import Remaining, Urgency, remaining
from desktop.ui.tokens import Role
from desktop.ui.widgets.chip import Chip

STATE_ROLES: Mapping[str, Role] = MappingProxyType(
    {
        DRAFT: Role.NEUTRAL,
        SUBMITTED: Role.WARNING,
        APPROVED: Role.MAIN,
        SENT: Role.GOOD,
        RETURNED: Role.ERROR,
    }
)
URGENCY_ROLES: Mapping[Urgency, Role] = MappingProxyType(
    {
        Urgency.OVERDUE: Role.ERROR,
        Urgency.TODAY: Role.WARNING,
        Urgency.SOON: Role.WARNING,
    }
)


def state_chips(values: Mapping[str, Any], today: dt.date) -> list[Chip]:
    """The state of a report and, until it is sent, what is left of its time."""
    state: str = values["status"]
    chips = [Chip(tr(REPORT_STATES[state]), STATE_ROLES[state])]
    if state != SENT and values["due_on"] is not None:
        left = remaining(values["due_on"], today)
        chips.append(Chip(time_left(left), URGENCY_ROLES.get(left.urgency, Role.NEUTRAL)))
    elif late := days_late(values):
        chips.append(Chip(tr("Gửi chậm {days} ngày").format(days=late), Role.WARNING))
    return chips


def report_words(values: Mapping[str, Any]) -> tuple[str, str]:
    """A report's title, and the line below: its days, when it is due, its number, when it was sent."""
    date = Date()
    facts = [f"{date.format(values['from_on'])} – {date.format(values['to_on'])}"]
    for name, words in (
        ("due_on", tr("Hạn gửi {told}")),
        ("number", tr("Số {told}")),
        ("signed_on", tr("Ký ngày {told}")),
        ("sent_on", tr("Gửi ngày {told}")),
    ):
        if (value := values[name]) is not None:
            facts.append(words.format(told=Report.field(name).kind.format(value)))
    return tr("Báo cáo {period}").format(period=values["label"]), " · ".join(facts)


def time_left(left: Remaining) -> str:
    """How long there is until a report is due."""
    if left.days is not None and left.days < 0:
        return tr("Chậm hạn {days} ngày").format(days=-left.days)
    return left.text


def days_late(values: Mapping[str, Any]) -> int:
    """By how many days a report was sent too late; 0 if it was not."""
    sent, due = values["sent_on"], values["due_on"]
    return max((sent - due).days, 0) if sent is not None and due is not None else 0
