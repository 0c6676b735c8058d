"""T10: what the teams came to in a period, in prose and as a table of figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desktop.base.i18n import tr
from desktop.base.text import grouped, nfc
from desktop.paper.blocks import (
    Align,
    AppendixTitle,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    PartStart,
    Row,
    RowKind,
    Run,
    Signature,
    Table,
    Title,
)
from desktop.paper.state_document import Authority, number_line, recipients, signer_lines

if TYPE_CHECKING:
    from desktop.paper.documents.issue import Issue

_REPORT = "Báo cáo"
_SYMBOL, _TEAM_SYMBOL = "BC-{office}", "BC-ĐCTXHTN"


@dataclass(frozen=True)
class ReportSection:
    """A numbered section; a code with a dot stands under the one before it."""

    code: str
    title: str
    paragraphs: Sequence[str]


class Planned(Protocol):
    """The target of a year, what was reached of it so far, and that in percent."""

    @property
    def planned(self) -> int: ...

    @property
    def so_far(self) -> int: ...

    @property
    def percent(self) -> int | None: ...


@dataclass(frozen=True)
class FigureRow:
    """A row of the appendix: an indicator, or one part of it (then without a code).

    code: printed as the row's number, since definitions speak of each other by it.
    note: what the reader must know of it, such as that it was changed by hand. plan: the target of
    the year.
    """

    code: str
    label: str
    unit: str
    value: int
    note: str = ""
    plan: Planned | None = None


@dataclass(frozen=True)
class FigureGroup:
    """Rows of the appendix under one heading."""

    title: str
    rows: Sequence[FigureRow]


@dataclass(frozen=True)
class TeamReport:
    """A report on one period.

    title: with or without "Báo cáo" before it. period, within: the period as a name and as it
    stands in a sentence. number: the whole sign of the paper, or only its number. team, leader:
    filled in when the team itself reports to the committee.
    """

    title: str
    period: str
    within: str
    sections: Sequence[ReportSection]
    figures: Sequence[FigureGroup]
    number: str | None = None
    signed_on: dt.date | None = None
    recipients: Sequence[str] = ()
    team: str | None = None
    leader: str | None = None


def team_report(told: TeamReport, issue: Issue) -> Document:
    """The report with its appendix; signed for the committee, or by the leader of the team."""
    archive = (tr("VT"), tr("VHXH")) if told.team is None else (tr("Đội"),)
    blocks: list[Block] = [
        issue.heading(unit=told.team, number=_number(told, issue)),
        Title(_REPORT, f"{_subject(told.title)} {told.period}"),
        Paragraph(_opening(told, issue)),
        *_prose(told.sections),
        Paragraph(_closing(told, issue)),
        recipients(told.recipients, archive, _signature(told, issue)),
        PartStart(),
        AppendixTitle(
            tr("Phụ lục"),
            tr("Số liệu hoạt động {period}").format(period=told.period),
            _kept_with(told, issue),
        ),
        _figures(told.figures),
    ]
    return issue.document(blocks, f"{_subject(told.title)} {told.period}")


def _subject(title: str) -> str:
    rest = nfc(title).removeprefix(f"{_REPORT} ")
    return f"{rest[:1].upper()}{rest[1:]}"


def _number(told: TeamReport, issue: Issue) -> str:
    number = nfc(told.number or "")
    if "/" in number:
        return tr("Số: {number}").format(number=number)
    symbol = _TEAM_SYMBOL if told.team else _SYMBOL.format(office=issue.head.abbreviation)
    return number_line(int(number) if number.isdigit() else number, symbol)


def _speaker(told: TeamReport, issue: Issue) -> str:
    return told.team or issue.head.spoken


def _opening(told: TeamReport, issue: Issue) -> str:
    subject = _subject(told.title)
    text = tr("{office} báo cáo {subject} {within} như sau:")
    return text.format(
        office=_speaker(told, issue),
        subject=f"{subject[:1].lower()}{subject[1:]}",
        within=told.within,
    )


def _closing(told: TeamReport, issue: Issue) -> str:
    text = tr("Trên đây là báo cáo {subject} {within} của {office}./.")
    subject = _subject(told.title)
    return text.format(
        subject=f"{subject[:1].lower()}{subject[1:]}",
        within=told.within,
        office=_speaker(told, issue),
    )


def _prose(sections: Sequence[ReportSection]) -> list[Block]:
    blocks: list[Block] = []
    for one in sections:
        level = 1 + one.code.count(".")
        blocks.append(Heading(f"{one.code}. {one.title}", min(level, 3)))
        blocks += [Paragraph(text) for text in one.paragraphs if text.strip()]
    return blocks


def _signature(told: TeamReport, issue: Issue) -> Signature:
    if told.team is None:
        return issue.head.head_signature()
    return Signature(signer_lines(Authority.COLLECTIVE, tr("Đội"), tr("Đội trưởng")), told.leader)


def _kept_with(told: TeamReport, issue: Issue) -> str:
    number = _number(told, issue)[:1].lower() + _number(told, issue)[1:]
    return tr("(Kèm theo Báo cáo {number} của {office})").format(
        number=number.replace(":", ""), office=_speaker(told, issue)
    )


def _figures(groups: Sequence[FigureGroup]) -> Table:
    planned = any(figure.plan for group in groups for figure in group.rows)
    columns = [
        Column(tr("STT"), 0.6, Align.CENTRE),
        Column(tr("Chỉ tiêu"), 3.2 if planned else 4.0),
        Column(tr("ĐVT"), 0.9 if planned else 1.0, Align.CENTRE),
        Column(tr("Kỳ này"), 0.9 if planned else 1.0, Align.RIGHT),
        Column(tr("Ghi chú"), 1.2 if planned else 1.6),
    ]
    if planned:
        columns[-1:-1] = [
            Column(tr("Lũy kế năm"), 0.9, Align.RIGHT),
            Column(tr("Kế hoạch"), 0.9, Align.RIGHT),
            Column(tr("%"), 0.6, Align.RIGHT),
        ]
    rows: list[Row] = []
    for group in groups:
        rows.append(Row((group.title,), RowKind.GROUP))
        rows += [_figure(figure, planned=planned) for figure in group.rows]
    return Table(tuple(columns), rows)


def _figure(figure: FigureRow, *, planned: bool) -> Row:
    label = figure.label if figure.code else (Run(f"- {figure.label}", italic=True),)
    plan = _plan(figure.plan) if planned else ()
    return Row((figure.code, label, figure.unit, grouped(figure.value), *plan, figure.note))


def _plan(plan: Planned | None) -> tuple[str, str, str]:
    if plan is None:
        return "", "", ""
    percent = "" if plan.percent is None else grouped(plan.percent)
    return grouped(plan.so_far), grouped(plan.planned), percent
