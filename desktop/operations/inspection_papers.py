"""K1, read for printing: the sheet of an inspection, or the blank sheet of a template."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.base.clock import today
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.text import fold
from desktop.operations import access
from desktop.operations.form_versions import is_in_use
from desktop.operations.inspections import grading, questions, sheet_in
from desktop.operations.papers import Composed, Key, Wish, find, issue
from desktop.paper.documents.inspection_sheet import (
    InspectionSheet,
    SheetLine,
    inspection_sheet,
)
from desktop.records import ChecklistTemplate, Inspection
from desktop.records.inspections import DONE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.fields import Names
    from desktop.operations.office import Office

_USUAL_TARGET = "DOI"


def compose_sheet(office: Office, session: Session, names: Names, wish: Wish) -> Composed:
    """K1 of an inspection: a draft until it is finished."""
    inspection: Inspection = find(office, session, "inspections", wish.key)
    sheet = sheet_in(office, session, inspection.id)
    told = InspectionSheet(
        sheet.template,
        [SheetLine(line.question, line.answer) for line in sheet.lines],
        grading(),
        inspection,
        sheet.findings,
        sheet.score,
    )
    day = inspection.ended_on or inspection.started_on
    how = issue(office, session, names, day, draft=inspection.state not in DONE)
    return Composed(inspection_sheet(told, how), inspection, inspection.number)


def compose_blank_sheet(office: Office, session: Session, names: Names, wish: Wish) -> Composed:
    """K1 to take along: of the template of this code or id, of the one for teams if none is told."""
    template = _template(office, session, wish.key)
    lines = [SheetLine(question) for question in questions(session, template.id)]
    told = InspectionSheet(template, lines, grading())
    document = inspection_sheet(told, issue(office, session, names, None))
    return Composed(document, None, template.code)


def _template(office: Office, session: Session, key: Key) -> ChecklistTemplate:
    """The newest version in use today. Raises UserError if there is none."""
    access.require_read(office, "checklist_templates")
    day = today(office.clock)
    found = session.scalars(
        sa.select(ChecklistTemplate)
        .where(ChecklistTemplate.void_reason.is_(None), ~ChecklistTemplate.stub)
        .order_by(ChecklistTemplate.version.desc())
    ).all()
    for one in found:
        if one.id == key or (is_in_use(one, day) and _is_meant(one, key)):
            return one
    message = tr("Không thấy mẫu kiểm tra “{key}” đang dùng. Chưa in gì; hãy xem lại mã mẫu.")
    raise UserError(message.format(key=key or ""))


def _is_meant(template: ChecklistTemplate, key: Key) -> bool:
    if key is None:
        return template.target_kind == _USUAL_TARGET
    if isinstance(key, uuid.UUID):
        return False
    called = template.key(template.called, template.id)
    known = (template.code, template.title_text, str(template.id), called)
    return fold(key.strip()) in map(fold, known)
