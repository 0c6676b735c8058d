"""The texts of reports that the office file keeps: which one is used on a day."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.base.errors import InvalidValue, UserError
from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.indicators.letter_text import parse_line, parse_rounding, parse_text
from desktop.indicators.phrases import Letter, LetterSection
from desktop.records import LetterPart, LetterTemplate
from desktop.records.reports import REPORT_KINDS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def letter(session: Session, kind: str, on: dt.date) -> Letter:
    """The text that a report of this kind has on this day; of several the one that came last.

    Raises UserError if there is none.
    """
    found = session.scalars(
        sa.select(LetterTemplate).where(
            LetterTemplate.kind == kind,
            LetterTemplate.void_reason.is_(None),
            ~LetterTemplate.stub,
            sa.func.coalesce(LetterTemplate.valid_from, dt.date.min) <= on,
            sa.func.coalesce(LetterTemplate.valid_to, dt.date.max) >= on,
        )
    )
    chosen = max(found, key=_later, default=None)
    if chosen is None:
        message = tr(
            "Chưa có mẫu lời nào của “{report}” dùng vào ngày {day}. Báo cáo chưa được lập, chưa có gì "
            "thay đổi. Hãy xem ngày dùng của các mẫu ở Thiết lập, Mẫu lời báo cáo."
        )
        raise UserError(message.format(report=tr(REPORT_KINDS[kind]), day=Date().format(on)))
    return read_letter(chosen, letter_parts(session, chosen.id))


def letter_parts(session: Session, template_id: uuid.UUID) -> Sequence[LetterPart]:
    """The sections of a text, in their order."""
    parts = sa.select(LetterPart).where(
        LetterPart.template_id == template_id,
        LetterPart.void_reason.is_(None),
        ~LetterPart.stub,
    )
    return session.scalars(
        parts.order_by(LetterPart.position, LetterPart.code, LetterPart.id)
    ).all()


def is_number_taken(session: Session, part: LetterPart) -> bool:
    """Whether another section of the same text has the number of this one."""
    with session.no_autoflush:
        others = letter_parts(session, part.template_id)
    return any(one.code == part.code for one in others if one.id != part.id)


def read_letter(template: LetterTemplate, parts: Sequence[LetterPart]) -> Letter:
    """A text and its sections as they are filled in.

    Raises UserError if one of them is not written as texts are: what another office saved with
    another version of the program comes unchecked.
    """
    try:
        return Letter(
            template.kind,
            template.title_text,
            tuple(_section(part) for part in parts),
            parse_rounding(template.rounding or ""),
            template.valid_from,
            template.valid_to,
        )
    except InvalidValue as error:
        message = tr(
            "Mẫu lời “{title}” có chỗ chưa đúng. {why} Báo cáo chưa được lập, chưa có gì thay đổi. "
            "Hãy sửa mẫu ở Thiết lập, Mẫu lời báo cáo, hoặc nhờ nơi gửi mẫu sửa rồi gửi lại."
        )
        raise UserError(message.format(title=template.title_text, why=error.message)) from error


def _section(part: LetterPart) -> LetterSection:
    try:
        return LetterSection(part.code, parse_line(part.heading), parse_text(part.text or ""))
    except InvalidValue as error:
        message = tr("Mục {code}: {why}").format(code=part.code, why=error.message)
        raise InvalidValue(message) from error


def _later(template: LetterTemplate) -> tuple[dt.date, uuid.UUID]:
    return template.valid_from or dt.date.min, template.id
