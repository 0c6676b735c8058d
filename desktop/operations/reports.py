"""Reports on a period: begun, changed by hand, submitted, approved, sent.

While a report is being written its figures follow the records; when it is approved every figure
and every text is kept as it stands, so that later changes of records never change it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.base.errors import UserError
from desktop.base.i18n import N_, tr
from desktop.indicators.checks import check_growth
from desktop.indicators.plans import split_numbers
from desktop.operations import access, drafts, records, sealing
from desktop.operations.activities import lines_of
from desktop.operations.exchange_keys import own_scope
from desktop.operations.period_reports import (
    TEAM_REPORT,
    Basis,
    Edit,
    PeriodReport,
    computed_figure,
    fill_sections,
    live_basis,
    put_together,
)
from desktop.operations.report_periods import period_of
from desktop.operations.report_sections import take_outline
from desktop.operations.text_styles import Style, read_style
from desktop.records import Report, ReportFigure, ReportText
from desktop.records.reports import CLOSING, REPORT_STATES, SEALED
from desktop.rules.permissions import Permission
from desktop.store.store import Changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.indicators.periods import Period
    from desktop.operations.office import Office
    from desktop.operations.records import Reading, Seen

DRAFT, SUBMITTED, APPROVED, SENT, RETURNED = REPORT_STATES
EDITABLE = frozenset(REPORT_STATES) - SEALED
FROZEN = CLOSING
KEPT_REASON = N_("Chốt khi duyệt")
"""Why a figure is kept that nobody changed: the report was approved with it."""


@dataclass(frozen=True)
class ReportView:
    """A report as its window shows it.

    former: the label of the report before it, "" if there is none. seen: by section, which write
    of its text was read.
    """

    reading: Reading
    body: PeriodReport
    style: Style
    former: str
    seen: Mapping[str, Seen]

    @property
    def state(self) -> str:
        """One of REPORT_STATES."""
        return str(self.reading.values["status"])

    @property
    def editable(self) -> bool:
        """Whether figures and texts can still be changed."""
        return self.state in EDITABLE

    @property
    def frozen(self) -> bool:
        """Whether it was approved."""
        return self.state in FROZEN


def open_report(
    office: Office, period: Period, due_on: dt.date | None = None, kind: str = TEAM_REPORT
) -> Changes:
    """Begin a report on a period. Raises UserError if there is one on these days already."""
    office.require(Permission.WRITE_REPORTS)
    with office.writing() as session:
        same = (Report.from_on == period.from_on, Report.to_on == period.to_on)
        ours = _valid(kind, own_scope(session.connection()))
        if session.scalars(ours.where(*same)).first():
            message = tr(
                "Đã có báo cáo cho {period}. Chưa lập thêm; hãy mở báo cáo đó để sửa, hoặc in lại."
            )
            raise UserError(message.format(period=period.label))
        values = {
            "kind": kind,
            "from_on": period.from_on,
            "to_on": period.to_on,
            "label": period.label,
            "status": DRAFT,
            "due_on": due_on,
        }
        records.save_in(office, session, "reports", None, values)
    return Changes.made_in(session)


def read_report(office: Office, report_id: uuid.UUID) -> ReportView:
    """A report with its figures, texts and what does not fit together."""
    access.require_read(office, "reports")
    style = read_style(office, report_id)
    with office.reading() as session:
        report: Report = records.get_visible(office, session, "reports", report_id)
        former = former_report(session, report)
        return ReportView(
            records.as_read(office, session, report),
            body_of(session, report, style),
            style,
            former.label if former is not None else "",
            {row.section_code: _seen(office, session, row) for row in _texts(session, report)},
        )


def body_of(session: Session, report: Report, style: Style) -> PeriodReport:
    """What a report says, inside an operation that reads more."""
    period = period_of(session, report)
    basis = basis_of(session, report)
    body = put_together(session, period, basis, style)
    within = _within(session, report)
    if within is None:
        return body
    shrunk = check_growth(basis_of(session, within).values(), basis.values())
    return PeriodReport(body.title, period, body.groups, body.sections, (*body.remarks, *shrunk))


def basis_of(session: Session, report: Report) -> Basis:
    """What a report stands on: records and changes by hand, or what was kept at its approval."""
    rows = {row.indicator: row for row in lines_of(session, ReportFigure, "report_id", report.id)}
    edits = {
        key: Edit(row.computed, row.edited, row.reason)
        for key, row in rows.items()
        if not is_kept(row)
    }
    texts = {row.section_code: row.text or "" for row in _texts(session, report)}
    outline = take_outline(texts)
    if report.status in FROZEN and rows:
        computed, plans = split_numbers({key: row.computed for key, row in rows.items()})
        return Basis(computed, edits, texts, True, report.scope, plans, outline)
    return live_basis(session, period_of(session, report), edits, texts, report.scope)


def former_report(session: Session, report: Report) -> Report | None:
    """The report of the same kind and office on the period before."""
    earlier = _valid(report.kind, report.scope).where(Report.to_on < report.to_on)
    return session.scalars(earlier.order_by(Report.to_on.desc(), Report.id.desc())).first()


def former_texts(office: Office, report_id: uuid.UUID) -> dict[str, str]:
    """The texts of the report before this one, by section; empty if there is none."""
    access.require_read(office, "reports")
    with office.reading() as session:
        report: Report = records.get_visible(office, session, "reports", report_id)
        former = former_report(session, report)
        if former is None:
            return {}
        style = read_style(office, former.id)
        basis = basis_of(session, former)
        sections = fill_sections(session, period_of(session, former), basis, style)
    return {one.code: one.text for one in sections}


# -- figures and texts ------------------------------------------------------------------


def edit_figure(
    office: Office, report_id: uuid.UUID, indicator: str, value: int, reason: str
) -> Changes:
    """Give another figure than the records do; both are kept, with the reason.

    indicator: the key of a line, T01 or T01.TINH. The figure of the records itself takes the
    change back. Raises InvalidRecord without a reason, UserError once the report is submitted.
    """
    office.require(Permission.WRITE_REPORTS)
    with office.writing() as session:
        report = _editable(office, session, report_id)
        computed = computed_figure(session, period_of(session, report), indicator)
        row = _figure_row(session, report_id, indicator)
        if value == computed:
            _take_out(row)
        else:
            values = {
                "report_id": report_id,
                "indicator": indicator,
                "computed": computed,
                "edited": value,
                "reason": reason.strip() or None,
            }
            row_id = None if row is None else row.id
            records.save_in(office, session, "report_figures", row_id, values)
    return Changes.made_in(session)


def restore_figure(office: Office, report_id: uuid.UUID, indicator: str) -> Changes:
    """Give the figure of the records again."""
    office.require(Permission.WRITE_REPORTS)
    with office.writing() as session:
        _editable(office, session, report_id)
        _take_out(_figure_row(session, report_id, indicator))
    return Changes.made_in(session)


def save_texts(
    office: Office,
    report_id: uuid.UUID,
    texts: Mapping[str, str],
    seen: Mapping[str, Seen] | None = None,
) -> Changes:
    """Keep the texts of these sections.

    One that is as the template gives it is not kept, so that it goes on following the figures.
    seen: from the view the window showed; raises ChangedMeanwhile if others wrote since.
    """
    office.require(Permission.WRITE_REPORTS)
    style = read_style(office, report_id)
    with office.writing() as session:
        report = _editable(office, session, report_id)
        basis = basis_of(session, report)
        proposed = {
            one.code: one.proposed
            for one in fill_sections(session, period_of(session, report), basis, style)
        }
        rows = {row.section_code: row for row in _texts(session, report)}
        for code, text in texts.items():
            row = rows.get(code)
            if text.strip() == proposed[code].strip():
                if row is not None:
                    row.void_reason = tr("Lấy lại từ mẫu")
                continue
            values = {"report_id": report_id, "section_code": code, "text": text.strip() or None}
            row_id, known = (None, None) if row is None else (row.id, (seen or {}).get(code))
            records.save_in(office, session, "report_texts", row_id, values, known)
    drafts.drop_draft(office, "reports", report_id)
    return Changes.made_in(session)


# -- inside -----------------------------------------------------------------------------


def _valid(kind: str, scope: int) -> sa.Select[Report]:
    """The reports of a kind that one office made; those of others came with their files."""
    made = (Report.kind == kind, Report.scope == scope)
    return sa.select(Report).where(*made, Report.void_reason.is_(None), ~Report.stub)


def _within(session: Session, report: Report) -> Report | None:
    """The longest report that begins with this one and ends earlier, as six months in nine."""
    shorter = _valid(report.kind, report.scope).where(
        Report.from_on == report.from_on,
        Report.to_on < report.to_on,
    )
    return session.scalars(shorter.order_by(Report.to_on.desc())).first()


def _editable(office: Office, session: Session, report_id: uuid.UUID) -> Report:
    report: Report = records.get_visible(office, session, "reports", report_id)
    if sealing.is_sealed(report):
        raise sealing.refusal(report)
    return report


def _figure_row(session: Session, report_id: uuid.UUID, key: str) -> ReportFigure | None:
    rows = lines_of(session, ReportFigure, "report_id", report_id)
    return next((row for row in reversed(rows) if row.indicator == key), None)


def _take_out(row: ReportFigure | None) -> None:
    if row is not None:
        row.void_reason = tr("Lấy lại số tính từ hồ sơ")


def is_kept(row: ReportFigure) -> bool:
    """Whether the row only keeps what the records gave when the report was approved."""
    return row.computed == row.edited and row.reason == KEPT_REASON


def _texts(session: Session, report: Report) -> list[ReportText]:
    return lines_of(session, ReportText, "report_id", report.id)


def _seen(office: Office, session: Session, row: ReportText) -> Seen:
    return records.as_read(office, session, row).seen
