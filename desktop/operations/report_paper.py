"""T10 for printing: what a report says, or what one on any period would say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.base.i18n import tr
from desktop.fields import Count
from desktop.operations import access
from desktop.operations.exchange_keys import own_scope
from desktop.operations.papers import Composed, Wish, find, issue
from desktop.operations.period_reports import (
    TEAM_REPORT,
    FigureLine,
    PeriodReport,
    live_basis,
    named_period,
    put_together,
)
from desktop.operations.reports import FROZEN, body_of
from desktop.operations.team_papers import leader, period_of
from desktop.operations.text_styles import USUAL_STYLE, read_style
from desktop.paper.documents.team_report import (
    FigureGroup,
    FigureRow,
    ReportSection,
    TeamReport,
    team_report,
)
from desktop.records import Report, Team

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.fields import Names
    from desktop.operations.office import Office
    from desktop.paper.documents.issue import Issue


def compose_report(office: Office, session: Session, names: Names, wish: Wish) -> Composed:
    """T10 of a report that was begun, or of any period; a draft until it is approved.

    With a period and no key, the report on exactly this period is printed if there is one.
    """
    access.require_read(office, "reports")
    report = _report(office, session, wish)
    draft = report is None or report.status not in FROZEN
    day = report.signed_on if report is not None else None
    scope = report.scope if report is not None else None
    told = issue(office, session, names, day, draft=draft, scope=scope)
    body = _body(office, session, report, wish)
    facts = _facts(office, session, report, body, told)
    return Composed(team_report(facts, told), report, f"{body.period.from_on} {body.period.to_on}")


def _report(office: Office, session: Session, wish: Wish) -> Report | None:
    if wish.key is not None or wish.period is None:
        return find(office, session, "reports", wish.key)
    start, end = period_of(wish)
    statement = sa.select(Report).where(
        Report.kind == TEAM_REPORT,
        Report.from_on == start,
        Report.to_on == end,
        Report.scope == own_scope(session.connection()),
        Report.void_reason.is_(None),
        ~Report.stub,
    )
    return session.scalars(statement.order_by(Report.id.desc()).limit(1)).first()


def _body(office: Office, session: Session, report: Report | None, wish: Wish) -> PeriodReport:
    if report is not None:
        return body_of(session, report, read_style(office, report.id))
    period = named_period(*period_of(wish))
    return put_together(session, period, live_basis(session, period), USUAL_STYLE)


def _facts(
    office: Office, session: Session, report: Report | None, body: PeriodReport, told: Issue
) -> TeamReport:
    team = session.get(Team, office.user.team_id) if office.user.team_id is not None else None
    above = told.head.spoken if team is not None else told.head.parent
    return TeamReport(
        body.title,
        body.period.label,
        body.period.within,
        [ReportSection(one.code, one.title, one.paragraphs) for one in body.sections],
        [FigureGroup(group.title, _rows(group.lines, draft=told.draft)) for group in body.groups],
        number=report.number if report is not None else None,
        recipients=(tr("{office} (để b/c)").format(office=above or tr("Cơ quan cấp trên")),),
        team=team.name if team is not None else None,
        leader=leader(session, team, body.period.to_on) if team is not None else None,
    )


def _rows(lines: Sequence[FigureLine], *, draft: bool) -> list[FigureRow]:
    """The rows of a group: parts of nothing are left out, and parts repeat no unit."""
    units = {line.code: line.unit for line in lines if line.part is None}
    split = {line.code for line in lines if line.part is not None and line.shown}
    return [
        _row(
            line,
            "" if line.part is not None and line.unit == units[line.code] else line.unit,
            draft=draft,
        )
        for line in lines
        if line.part is None or line.code in split
    ]


def _row(line: FigureLine, unit: str, *, draft: bool) -> FigureRow:
    # What was changed by hand is told to those who check the draft, not to who receives the paper.
    by_hand = tr("Sửa tay, từ hồ sơ: {computed}").format(computed=Count().format(line.computed))
    note = "; ".join(filter(None, (line.share_text, by_hand if draft and line.edit else "")))
    code = line.code if line.part is None else ""
    return FigureRow(code, line.label, unit, line.shown, note, line.plan)
