"""T10 for printing: figures from records and by hand, the texts of its day and of the clerk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.base.i18n import N_, tr
from desktop.base.text import grouped
from desktop.indicators.compute import Figure, compute, flat
from desktop.indicators.definitions import (
    ACTIVITY_INDICATORS,
    INDICATORS,
    TEAM_INDICATORS,
    Indicator,
)
from desktop.indicators.periods import Period, between
from desktop.indicators.phrases import Letter, Options, fill_letter, letter, period_texts
from desktop.operations import access
from desktop.operations.office import Office, agency
from desktop.operations.papers import Composed, Wish, find, issue
from desktop.operations.team_papers import leader, period_of
from desktop.paper.documents.team_report import (
    FigureGroup,
    FigureRow,
    ReportSection,
    TeamReport,
    team_report,
)
from desktop.records import AdminUnit, Report, ReportFigure, ReportText, Team
from desktop.records.places import UNIT_KINDS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.fields import Names
    from desktop.paper.documents.issue import Issue

KIND = "T10"
APPROVED = ("DA_DUYET", "DA_GUI")
_GROUPS: tuple[tuple[str, Sequence[Indicator]], ...] = (
    (N_("I. Đội và thành viên"), TEAM_INDICATORS),
    (N_("II. Tuyên truyền, tập huấn, sản phẩm truyền thông"), ACTIVITY_INDICATORS),
)
_PROVINCE = "TINH"


def compose_report(office: Office, session: Session, names: Names, wish: Wish) -> Composed:
    """T10 of a report that was begun, or of any period; a draft until it is approved.

    With a period and no key, the report on exactly this period is printed if there is one.
    """
    access.require_read(office, "reports")
    report = _report(office, session, wish)
    start, end = period_of(wish) if report is None else (report.from_on, report.to_on)
    draft = report is None or report.status not in APPROVED
    day = report.signed_on if report is not None else None
    told = issue(office, session, names, day, draft=draft)
    facts = _facts(office, session, report, between(start, end), told)
    return Composed(team_report(facts, told), report, f"{start} {end}")


def _report(office: Office, session: Session, wish: Wish) -> Report | None:
    if wish.key is not None or wish.period is None:
        return find(office, session, "reports", wish.key)
    start, end = period_of(wish)
    statement = sa.select(Report).where(
        Report.kind == KIND,
        Report.from_on == start,
        Report.to_on == end,
        Report.void_reason.is_(None),
        ~Report.stub,
    )
    return session.scalars(statement.order_by(Report.id.desc()).limit(1)).first()


def _facts(
    office: Office, session: Session, report: Report | None, period: Period, told: Issue
) -> TeamReport:
    figures = compute(session, INDICATORS.values(), period)
    changed = _changed(session, report)
    values = flat(figures) | {key: one.edited for key, one in changed.items()}
    text = letter(KIND, period.to_on)
    team = session.get(Team, office.user.team_id) if office.user.team_id is not None else None
    above = told.head.spoken if team is not None else told.head.parent
    return TeamReport(
        text.title,
        period.label,
        period.within,
        _sections(text, values, period, _area(session), _texts(session, report)),
        _groups(figures, values, changed if told.draft else {}),
        number=report.number if report is not None else None,
        recipients=(tr("{office} (để b/c)").format(office=above or tr("Cơ quan cấp trên")),),
        team=team.name if team is not None else None,
        leader=leader(session, team, period.to_on) if team is not None else None,
    )


def _changed(session: Session, report: Report | None) -> dict[str, ReportFigure]:
    if report is None:
        return {}
    statement = sa.select(ReportFigure).where(
        ReportFigure.report_id == report.id, ReportFigure.void_reason.is_(None), ~ReportFigure.stub
    )
    return {one.indicator: one for one in session.scalars(statement.order_by(ReportFigure.id))}


def _texts(session: Session, report: Report | None) -> dict[str, str]:
    if report is None:
        return {}
    statement = sa.select(ReportText).where(
        ReportText.report_id == report.id, ReportText.void_reason.is_(None), ~ReportText.stub
    )
    found = session.scalars(statement.order_by(ReportText.id))
    return {one.section_code: one.text for one in found if one.text}


def _area(session: Session) -> str:
    """What the report covers, as it stands behind "trên địa bàn"."""
    unit = session.get_one(AdminUnit, agency(session).unit_id)
    if unit.level == _PROVINCE:
        return tr(UNIT_KINDS[unit.kind]).lower()
    return unit.name[:1].lower() + unit.name[1:]


def _sections(
    text: Letter,
    values: Mapping[str, int],
    period: Period,
    area: str,
    written: Mapping[str, str],
) -> list[ReportSection]:
    """The sections of the letter; what the clerk wrote stands in place of its paragraphs."""
    filled = fill_letter(text, values, period_texts(period, area), Options(steps=text.steps))
    return [
        ReportSection(
            one.code,
            one.title,
            written[one.code].splitlines() if one.code in written else one.paragraphs,
        )
        for one in filled
    ]


def _groups(
    figures: Mapping[str, Figure], values: Mapping[str, int], changed: Mapping[str, ReportFigure]
) -> list[FigureGroup]:
    return [
        FigureGroup(
            tr(title),
            [row for one in group for row in _rows(figures[one.code], values, changed)],
        )
        for title, group in _GROUPS
    ]


def _rows(
    figure: Figure, values: Mapping[str, int], changed: Mapping[str, ReportFigure]
) -> list[FigureRow]:
    one = figure.indicator
    units = tr(one.unit).split("; ")
    share = f"{figure.share:.2f}%".replace(".", ",") if figure.share is not None else ""
    notes = "; ".join(filter(None, (share, _note(changed.get(one.code)))))
    rows = [FigureRow(one.code, tr(one.label), units[0], values[one.code], notes)]
    for at, part in enumerate(figure.parts):
        if one.total_of == (part,):
            continue
        key = f"{one.code}.{part}"
        unit = units[at] if len(units) > 1 and at < len(units) else units[0]
        rows.append(FigureRow("", _part(one, part), unit, values[key], _note(changed.get(key))))
    return rows


def _part(indicator: Indicator, part: str) -> str:
    if part in indicator.parts:
        return tr(indicator.parts[part])
    if part.isdigit():
        return tr("Đội có {size} thành viên").format(size=part)
    return tr("Chưa ghi rõ")


def _note(changed: ReportFigure | None) -> str:
    if changed is None:
        return ""
    text = tr("Sửa tay, từ hồ sơ: {computed}")
    return text.format(computed=grouped(changed.computed))
