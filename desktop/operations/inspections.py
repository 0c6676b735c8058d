"""Inspections: starting one from a template, answering, scoring, finding, finishing."""

from __future__ import annotations

import datetime as dt
import functools
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.resources import resource
from desktop.operations import access, drafts, form_versions, records, sealing
from desktop.operations.activities import lines_of, replace_lines
from desktop.operations.exchange_keys import own_scope
from desktop.operations.office import Office, letter, sure_day
from desktop.records import (
    ChecklistQuestion,
    ChecklistTemplate,
    Finding,
    Inspection,
    InspectionAnswer,
    Team,
)
from desktop.rules.permissions import Permission
from desktop.rules.scoring import Answered, Grading, Score, score
from desktop.store.exchange import homes
from desktop.store.keeping import next_number
from desktop.store.store import Changes

_LEAST_INSPECTORS = 3


@functools.cache
def grading() -> Grading:
    """How sheets are graded: a dated proposal that ships as data."""
    return Grading.from_json(json.loads(resource("checklists/grading.json").read_text("utf-8")))


@dataclass(frozen=True)
class Line:
    """One question of a sheet with its answer, and what was answered there the last time."""

    question: ChecklistQuestion
    answer: InspectionAnswer | None
    before: str | None


@dataclass(frozen=True)
class Sheet:
    """An inspection as it is filled in and printed."""

    reading: records.Reading
    inspection: Inspection
    template: ChecklistTemplate
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    score: Score


def templates(
    office: Office, target_kind: str | None = None, on: dt.date | None = None
) -> list[ChecklistTemplate]:
    """Of each template the version for an inspection on a day; today, if none is told.

    A day before the first version takes that one: what was done before is written down as well.
    """
    access.require_read(office, "checklist_templates")
    with office.reading() as session:
        found = form_versions.versions_on(office, session, ChecklistTemplate, on)
    return [t for t in found if target_kind in (None, t.target_kind)]


def start_inspection(office: Office, values: Mapping[str, Any]) -> Changes:
    """Begin an inspection; it gets its number and takes its target's kind from the template.

    Raises InvalidRecord, UserError for a version of the template that is not the one of the day.
    """
    office.require(Permission.WRITE_INSPECTIONS)
    with office.writing() as session:
        told = dict(values)
        template = session.get_one(ChecklistTemplate, told["template_id"])
        started = told.get("started_on") or sure_day(office)
        form_versions.require_version_of(office, session, template, started)
        told |= {"started_on": started, "state": "NHAP", "target_kind": template.target_kind}
        told["number"] = _next_number(session, started.year)
        records.save_in(office, session, "inspections", None, told)
    return Changes.made_in(session)


def _next_number(session: Session, year: int) -> str:
    pc = letter(session)
    series = f"inspection {year} {pc}"
    prefix = f"KT-{year % 100:02d}-{pc}-"
    ours = Inspection.scope == own_scope(session.connection())
    last = session.scalar(
        sa.select(sa.func.max(Inspection.number)).where(Inspection.number.like(f"{prefix}%"), ours)
    )
    after = int(last[-4:]) + 1 if last else 1
    return f"{prefix}{next_number(session.connection(), series, after):04d}"


def read_sheet(office: Office, inspection_id: uuid.UUID) -> Sheet:
    """An inspection with its questions, answers, findings and score."""
    access.require_read(office, "inspections")
    with office.reading() as session:
        return sheet_in(office, session, inspection_id)


def sheet_in(office: Office, session: Session, inspection_id: uuid.UUID) -> Sheet:
    """The same inside an operation that reads more."""
    inspection = records.get_visible(office, session, "inspections", inspection_id)
    template = session.get_one(ChecklistTemplate, inspection.template_id)
    answers = {
        answer.question_id: answer
        for answer in lines_of(session, InspectionAnswer, "inspection_id", inspection_id)
    }
    before = _last_answers(session, inspection, template)
    lines = tuple(
        Line(question, answers.get(question.id), before.get(question.code))
        for question in questions(session, template.id)
    )
    findings = tuple(lines_of(session, Finding, "inspection_id", inspection_id))
    reading = records.as_read(office, session, inspection)
    return Sheet(reading, inspection, template, lines, findings, score_of(lines))


def questions(session: Session, template_id: uuid.UUID) -> Sequence[ChecklistQuestion]:
    """The questions of a template, in order."""
    return session.scalars(
        sa.select(ChecklistQuestion)
        .where(
            ChecklistQuestion.template_id == template_id, ChecklistQuestion.void_reason.is_(None)
        )
        .order_by(ChecklistQuestion.position)
    ).all()


def _last_answers(
    session: Session, inspection: Inspection, template: ChecklistTemplate
) -> dict[str, str | None]:
    """What was answered at the same place the last time before, by the code of the question.

    The template may have had another version then; its questions go by the same codes.
    """
    versions = sa.select(ChecklistTemplate.id).where(ChecklistTemplate.code == template.code)
    earlier = session.scalars(
        sa.select(Inspection.id)
        .where(
            Inspection.template_id.in_(versions),
            Inspection.team_id == inspection.team_id,
            Inspection.target_name.is_(None)
            if inspection.target_name is None
            else Inspection.target_name == inspection.target_name,
            Inspection.started_on < inspection.started_on,
            Inspection.void_reason.is_(None),
        )
        .order_by(Inspection.started_on.desc())
        .limit(1)
    ).first()
    if earlier is None:
        return {}
    asked = sa.select(ChecklistQuestion).where(ChecklistQuestion.template_id.in_(versions))
    codes = {question.id: question.code for question in session.scalars(asked)}
    return {
        codes[answer.question_id]: answer.value
        for answer in lines_of(session, InspectionAnswer, "inspection_id", earlier)
        if answer.question_id in codes
    }


def score_of(lines: Sequence[Line]) -> Score:
    """The score of a sheet as it stands."""
    return score_answers(
        [line.question for line in lines],
        {line.question.id: line.answer.value for line in lines if line.answer is not None},
    )


def score_answers(
    asked: Sequence[ChecklistQuestion], values: Mapping[uuid.UUID, str | None]
) -> Score:
    """The score of answers that may not be saved yet, by question id."""
    return score(
        [
            Answered(question.weight, values.get(question.id), question.critical)
            for question in asked
            if question.answer == "SCORED" and question.weight
        ],
        grading(),
    )


def save_answers(
    office: Office,
    inspection_id: uuid.UUID,
    answers: Sequence[Mapping[str, Any]],
    values: Mapping[str, Any] | None = None,
    findings: Sequence[Mapping[str, Any]] | None = None,
) -> Changes:
    """Save a sheet: answers (question_id, value, number, note, evidence), head, findings.

    Raises UserError for a sheet that is finished, or for a head with its number, template or
    state; nothing is changed then.
    """
    office.require(Permission.WRITE_INSPECTIONS)
    with office.writing() as session:
        inspection = records.get_visible(office, session, "inspections", inspection_id)
        if sealing.is_sealed(inspection):
            raise sealing.refusal(inspection)
        if values:
            sealing.refuse_steps(inspection, values)
            records.save_in(office, session, "inspections", inspection_id, values)
        known = {
            answer.question_id: answer.id
            for answer in lines_of(session, InspectionAnswer, "inspection_id", inspection_id)
        }
        lines = [{**answer, "id": known.get(answer["question_id"])} for answer in answers]
        replace_lines(office, session, InspectionAnswer, "inspection_id", inspection_id, lines)
        if findings is not None:
            replace_lines(office, session, Finding, "inspection_id", inspection_id, findings)
    drafts.drop_draft(office, "inspections", inspection_id)
    return Changes.made_in(session)


def finish_inspection(office: Office, inspection_id: uuid.UUID) -> Changes:
    """Finish a sheet: every scored question answered, notes where they are due.

    The office whose team was inspected sees it from now on, not before: a visit that nobody was
    told of stays one.
    A 178 inspection of an establishment needs three inspectors (TT 05/2006). Raises UserError
    with what is still missing.
    """
    office.require(Permission.FINALISE_INSPECTIONS)
    with office.writing() as session:
        sheet = sheet_in(office, session, inspection_id)
        if sealing.is_sealed(sheet.inspection):
            raise sealing.refusal(sheet.inspection)
        missing = still_missing(sheet)
        if missing:
            head = tr("Chưa hoàn thành được phiếu; trạng thái chưa đổi. Còn thiếu:")
            raise UserError("\n".join([head, *missing]))
        sheet.inspection.state = "HOAN_THANH"
        if sheet.inspection.ended_on is None:
            sheet.inspection.ended_on = max(sure_day(office), sheet.inspection.started_on)
        _show_to_inspected(session, sheet.inspection)
    return Changes.made_in(session)


def _show_to_inspected(session: Session, inspection: Inspection) -> None:
    """Let the office of the team see what another one found there, and answer the findings."""
    team = session.get(Team, inspection.team_id) if inspection.team_id else None
    if team is not None and not team.stub and team.scope != inspection.scope:
        homes.show(session, inspection, team.scope, "")


def reopen_inspection(office: Office, inspection_id: uuid.UUID) -> Changes:
    """Take a finished sheet back into work; the history keeps that it was finished."""
    office.require(Permission.FINALISE_INSPECTIONS)
    with office.writing() as session:
        inspection = records.get_visible(office, session, "inspections", inspection_id)
        inspection.state = "NHAP"
    return Changes.made_in(session)


def still_missing(sheet: Sheet) -> list[str]:
    """What a sheet lacks before it can be finished, one sentence each."""
    found: list[str] = []
    if sheet.score.open:
        open_codes = [
            line.question.code
            for line in sheet.lines
            if line.question.answer == "SCORED"
            and line.question.weight
            and (line.answer is None or line.answer.value is None)
        ]
        found.append(tr("Chưa trả lời mục: {codes}.").format(codes=", ".join(open_codes)))
    unnoted = [
        line.question.code
        for line in sheet.lines
        if line.answer is not None
        and line.answer.value in grading().needs_note
        and not line.answer.note
    ]
    if unnoted:
        found.append(tr("Chưa ghi nhận lý do ở mục: {codes}.").format(codes=", ".join(unnoted)))
    inspectors = [name for name in (sheet.inspection.inspectors or "").splitlines() if name.strip()]
    if sheet.inspection.target_kind == "CSKDDV" and len(inspectors) < _LEAST_INSPECTORS:
        found.append(tr("Đoàn kiểm tra cơ sở kinh doanh dịch vụ cần ít nhất 03 thành viên."))
    return found
