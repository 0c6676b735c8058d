"""Việc cần làm: what is overdue or due soon, and the figures of the home screen."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.clock import in_vietnam, today
from desktop.base.i18n import N_, tr
from desktop.operations import access
from desktop.operations.naming import OfficeNames, names
from desktop.operations.office import Office
from desktop.records import CaseFile, Contact, Finding, Inspection, Person, Report
from desktop.records.cases import ENDED
from desktop.rules.stages import Remaining, remaining

AHEAD_DAYS = 7
SILENT_DAYS = 30

TERM, MEETING, SILENT, FINDING, REPORT = "term", "meeting", "silent", "finding", "report"
KINDS = {
    TERM: N_("Hết thời hạn quản lý"),
    MEETING: N_("Gặp gỡ theo hẹn"),
    SILENT: N_("Quá 30 ngày chưa gặp"),
    FINDING: N_("Khắc phục tồn tại"),
    REPORT: N_("Gửi báo cáo"),
}


@dataclass(frozen=True)
class Task:
    """Something to do: what, about which record, who, by when."""

    kind: str
    label: str
    table: str
    id: uuid.UUID
    about: str
    who: str
    due_on: dt.date
    left: Remaining


def read_tasks(office: Office, ahead: int = AHEAD_DAYS) -> list[Task]:
    """What is overdue or falls due within so many days, the most urgent first."""
    day = today(office.clock)
    until = day + dt.timedelta(days=ahead)
    found: list[Task] = []
    with office.reading() as session:
        called_so = names(office, session)
        if access.may_read(office, "case_files"):
            for source in (_terms, _meetings, _silent):
                found += source(office, session, called_so, day, until)
        if access.may_read(office, "inspections"):
            found += _findings(session, called_so, day, until)
            found += _reports(session, day, until)
    return sorted(found, key=lambda task: (task.due_on, task.about))


def _open_cases(office: Office) -> sa.Select[CaseFile, Person]:
    return (
        sa.select(CaseFile, Person)
        .join(Person, Person.id == CaseFile.person_id)
        .where(
            CaseFile.void_reason.is_(None),
            ~CaseFile.stub,
            CaseFile.status.not_in(ENDED),
            *access.conditions(office, CaseFile),
        )
    )


def _case_task(
    kind: str, case: CaseFile, person: Person, called_so: OfficeNames, due: dt.date, day: dt.date
) -> Task:
    who = called_so.record("officers", case.case_worker_id) if case.case_worker_id else ""
    about = f"{person.called} · {case.number}"
    left = remaining(due, day)
    return Task(kind, tr(KINDS[kind]), "case_files", case.id, about, who, due, left)


def _terms(
    office: Office, session: Session, called_so: OfficeNames, day: dt.date, until: dt.date
) -> Iterator[Task]:
    statement = _open_cases(office).where(CaseFile.due_end_on <= until)
    for case, person in session.execute(statement):
        assert case.due_end_on is not None
        yield _case_task(TERM, case, person, called_so, case.due_end_on, day)


def _latest_contact() -> sa.Subquery:
    return (
        sa.select(Contact.case_id, sa.func.max(Contact.at).label("at"))
        .where(Contact.void_reason.is_(None), ~Contact.stub)
        .group_by(Contact.case_id)
        .subquery()
    )


def _meetings(
    office: Office, session: Session, called_so: OfficeNames, day: dt.date, until: dt.date
) -> Iterator[Task]:
    last = _latest_contact()
    statement = (
        _open_cases(office)
        .add_columns(Contact.next_on)
        .join(last, last.c.case_id == CaseFile.id)
        .join(Contact, sa.and_(Contact.case_id == CaseFile.id, Contact.at == last.c.at))
        .where(Contact.next_on <= until, Contact.void_reason.is_(None))
    )
    for case, person, due in session.execute(statement):
        yield _case_task(MEETING, case, person, called_so, due, day)


def _silent(
    office: Office, session: Session, called_so: OfficeNames, day: dt.date, _until: dt.date
) -> Iterator[Task]:
    last = _latest_contact()
    statement = (
        _open_cases(office)
        .add_columns(last.c.at)
        .outerjoin(last, last.c.case_id == CaseFile.id)
        .where(CaseFile.status == "THUC_HIEN")
    )
    for case, person, at in session.execute(statement):
        met = in_vietnam(at).date() if at is not None else case.intake_on
        due = met + dt.timedelta(days=SILENT_DAYS)
        if due < day:
            yield _case_task(SILENT, case, person, called_so, due, day)


def _findings(
    session: Session, called_so: OfficeNames, day: dt.date, until: dt.date
) -> Iterator[Task]:
    statement = (
        sa.select(Finding, Inspection)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .where(
            Finding.void_reason.is_(None),
            Finding.state != "XONG",
            Finding.due_on <= until,
            Inspection.void_reason.is_(None),
        )
    )
    for finding, inspection in session.execute(statement):
        place = inspection.target_name or ""
        if inspection.team_id is not None:
            place = called_so.record("teams", inspection.team_id)
        assert finding.due_on is not None
        yield Task(
            FINDING,
            f"{tr(KINDS[FINDING])}: {finding.text}",
            "inspections",
            inspection.id,
            place,
            finding.owner or "",
            finding.due_on,
            remaining(finding.due_on, day),
        )


def _reports(session: Session, day: dt.date, until: dt.date) -> Iterator[Task]:
    statement = sa.select(Report).where(
        Report.void_reason.is_(None), Report.sent_on.is_(None), Report.due_on <= until
    )
    for report in session.scalars(statement):
        assert report.due_on is not None
        left = remaining(report.due_on, day)
        yield Task(
            REPORT, tr(KINDS[REPORT]), "reports", report.id, report.label, "", report.due_on, left
        )
