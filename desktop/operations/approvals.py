"""The way of a report through the office: submitted, approved, sent, sometimes back again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.base.clock import today
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.indicators.plans import kept_numbers
from desktop.operations import access, document_numbers, records
from desktop.operations.activities import lines_of
from desktop.operations.exchange_keys import own_scope
from desktop.operations.period_reports import Basis, fill_sections, worded
from desktop.operations.report_periods import period_of
from desktop.operations.report_sections import OUTLINE, write_outline
from desktop.operations.reports import (
    APPROVED,
    DRAFT,
    EDITABLE,
    FROZEN,
    KEPT_REASON,
    RETURNED,
    SENT,
    SUBMITTED,
    basis_of,
    is_kept,
)
from desktop.operations.text_styles import read_style
from desktop.records import Report, ReportFigure, ReportText
from desktop.records.reports import REPORT_STATES
from desktop.rules.permissions import Permission
from desktop.rules.stages import Remaining, remaining
from desktop.store.store import Changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.operations.office import Office
    from desktop.operations.text_styles import Style


@dataclass(frozen=True)
class Awaited:
    """The report that has to go out next."""

    id: uuid.UUID
    label: str
    state: str
    left: Remaining


def next_report(office: Office) -> Awaited | None:
    """The office's own unsent report that is due first; None if none has a day."""
    access.require_read(office, "reports")
    open_ones = sa.select(Report).where(
        Report.void_reason.is_(None),
        ~Report.stub,
        Report.status != SENT,
        Report.due_on.is_not(None),
    )
    with office.reading() as session:
        ours = open_ones.where(Report.scope == own_scope(session.connection()))
        report = session.scalars(ours.order_by(Report.due_on, Report.id)).first()
    if report is None:
        return None
    left = remaining(report.due_on, today(office.clock))
    return Awaited(report.id, report.label, report.status, left)


def submit(office: Office, report_id: uuid.UUID) -> Changes:
    """Hand a report over for approval; it can't be changed meanwhile."""
    office.require(Permission.WRITE_REPORTS)
    return _move(office, report_id, EDITABLE, SUBMITTED)


def withdraw(office: Office, report_id: uuid.UUID) -> Changes:
    """Take a submitted report back to go on writing."""
    office.require(Permission.WRITE_REPORTS)
    return _move(office, report_id, {SUBMITTED}, DRAFT)


def send_back(office: Office, report_id: uuid.UUID) -> Changes:
    """Give a submitted report back to who wrote it."""
    office.require(Permission.APPROVE)
    return _move(office, report_id, {SUBMITTED}, RETURNED)


def approve(office: Office, report_id: uuid.UUID) -> Changes:
    """Approve a report: every figure and every text is kept as it stands now."""
    office.require(Permission.APPROVE)
    style = read_style(office, report_id)
    with office.writing() as session:
        report = _in_state(office, session, report_id, {*EDITABLE, SUBMITTED})
        basis, period = basis_of(session, report), period_of(session, report)
        title, sections = worded(session, period, basis, style)
        _keep_figures(session, report, basis)
        texts = {one.code: one.text for one in sections if one.code not in basis.texts}
        texts[OUTLINE] = write_outline(title, sections, basis.texts)
        for code, text in texts.items():
            if text:
                session.add(ReportText(report_id=report.id, section_code=code, text=text))
        report.status, report.approved_by = APPROVED, office.user.full_name
    return Changes.made_in(session)


def reopen(office: Office, report_id: uuid.UUID) -> Changes:
    """Let an approved report be changed again; its figures follow the records again.

    What was changed by hand stays; number, day of signing and day of sending are taken out,
    because the paper they stand on is to be replaced.
    """
    office.require(Permission.APPROVE)
    style = read_style(office, report_id)
    with office.writing() as session:
        report = _in_state(office, session, report_id, FROZEN)
        proposed = _as_the_template(session, report, style)
        reason = tr("Mở lại báo cáo")
        for row in lines_of(session, ReportFigure, "report_id", report.id):
            if is_kept(row):
                row.void_reason = reason
        for row in lines_of(session, ReportText, "report_id", report.id):
            if row.section_code in proposed:
                row.void_reason = reason
        report.status, report.approved_by = DRAFT, None
        report.number = report.signed_on = report.sent_on = None
    return Changes.made_in(session)


def set_sent(
    office: Office,
    report_id: uuid.UUID,
    sent_on: dt.date,
    number: str | None = None,
    signed_on: dt.date | None = None,
) -> Changes:
    """Write down when an approved report was sent, with the sign and day of the paper.

    Raises UserError for a report that nobody approved, one sent before it was signed, or a number
    that another report of the year has or had.
    """
    if not office.may(Permission.NUMBER_DOCUMENTS):
        office.require(Permission.WRITE_REPORTS)
    if signed_on is not None and sent_on < signed_on:
        raise UserError(tr("Ngày gửi đứng trước ngày ký. Chưa ghi ngày gửi; hãy xem lại hai ngày."))
    with office.writing() as session:
        report = _in_state(office, session, report_id, FROZEN)
        if number is not None:
            document_numbers.refuse_taken(session, report, number, signed_on or sent_on)
        told = {"number": number, "signed_on": signed_on, "sent_on": sent_on, "status": SENT}
        records.save_in(office, session, "reports", report.id, told)
    return Changes.made_in(session)


def _move(office: Office, report_id: uuid.UUID, allowed: Collection[str], state: str) -> Changes:
    with office.writing() as session:
        _in_state(office, session, report_id, allowed).status = state
    return Changes.made_in(session)


def _in_state(
    office: Office, session: Session, report_id: uuid.UUID, allowed: Collection[str]
) -> Report:
    report: Report = records.get_visible(office, session, "reports", report_id)
    if report.status not in allowed:
        message = tr("Báo cáo này {state} nên chưa làm được việc đó. Chưa có gì thay đổi.")
        raise UserError(message.format(state=tr(REPORT_STATES[report.status]).lower()))
    return report


def _as_the_template(session: Session, report: Report, style: Style) -> frozenset[str]:
    """The texts of an approved report that nobody wrote."""
    basis = basis_of(session, report)
    if basis.outline is not None:
        return basis.outline.proposed | {OUTLINE}
    sections = fill_sections(session, period_of(session, report), basis, style)
    return frozenset(one.code for one in sections if not one.written)


def _keep_figures(session: Session, report: Report, basis: Basis) -> None:
    rows = {row.indicator: row for row in lines_of(session, ReportFigure, "report_id", report.id)}
    for key, computed in {**basis.computed, **kept_numbers(basis.plans)}.items():
        row = rows.get(key)
        if row is None:
            told = {"computed": computed, "edited": computed, "reason": KEPT_REASON}
            session.add(ReportFigure(report_id=report.id, indicator=key, **told))
        else:
            row.computed = computed
