"""T8: what a team did from one day to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.fields import Date
from desktop.paper.blocks import Align, Block, Document, SignatureGrid, Title
from desktop.paper.documents.entry import Entry
from desktop.paper.documents.issue import Issue, signature
from desktop.paper.documents.sheet import Strand, numbered, strand, table
from desktop.records import Activity, ActivityProduct, Team


@dataclass(frozen=True)
class ActivityLine:
    """One activity and what it made or handed out."""

    activity: Activity
    products: Sequence[ActivityProduct]


@dataclass(frozen=True)
class ActivityLog:
    """A team's activities of a period, first to last, and who leads the team."""

    team: Team
    from_on: dt.date
    to_on: dt.date
    lines: Sequence[ActivityLine]
    leader: str | None = None


def activity_log(told: ActivityLog, issue: Issue) -> Document:
    """The log, signed by the team's leader; those who attended are numbers, never names."""
    subject = tr("Hoạt động từ ngày {start} đến ngày {end}").format(
        start=Date().format(told.from_on), end=Date().format(told.to_on)
    )
    blocks: list[Block] = [
        issue.heading(unit=told.team.name),
        Title(tr("Nhật ký hoạt động"), subject),
        _activities(told, issue),
        SignatureGrid((signature(tr("Đội trưởng"), name=told.leader),)),
    ]
    title = tr("Nhật ký hoạt động {team}").format(team=told.team.name)
    return issue.document(blocks, title, landscape=True)


def _activities(told: ActivityLog, issue: Issue) -> Block:
    model = Entry(Activity, issue)
    rows = [Entry.of(Activity, line.activity, issue) for line in told.lines]
    sessions = grouped(sum(line.activity.sessions or 0 for line in told.lines))
    people = grouped(sum(line.activity.attendance or 0 for line in told.lines))
    made = [_products(line.products, issue) for line in told.lines]
    days = [_days(row) for row in rows]
    return table(
        [
            numbered(len(rows)),
            Strand(tr("Ngày"), days, 1.95, Align.CENTRE),
            *strand(model, rows, "summary", weight=4.0, total=tr("Tổng cộng")),
            *strand(model, rows, "type", weight=2.0),
            *strand(model, rows, "hamlet_id", "place", weight=2.0),
            *strand(model, rows, "sessions", weight=1.0, total=sessions),
            *strand(model, rows, "attendance", weight=1.1, total=people),
            Strand(tr(ActivityProduct.plural), made, 2.2),
            *strand(model, rows, "actor", weight=2.2),
        ]
    )


def _days(row: Entry) -> str:
    first, last = row.text("from_on"), row.text("to_on")
    return f"{first} –\n{last}" if last and last != first else first


def _products(products: Sequence[ActivityProduct], issue: Issue) -> str:
    entries = [Entry.of(ActivityProduct, product, issue) for product in products]
    return "\n".join(f"{one.text('type')}: {one.text('quantity')}" for one in entries)
