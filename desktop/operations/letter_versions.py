"""The texts that reports begin with: their versions, a new one from a day, and how one reads."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.base.errors import InvalidRecord
from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.indicators.letters import letter_parts, read_letter
from desktop.indicators.periods import quarter
from desktop.indicators.phrases import FilledSection, Options, fill_letter, period_texts
from desktop.operations import access, records
from desktop.operations.office import day
from desktop.operations.period_reports import area, live_basis
from desktop.records import LetterPart, LetterTemplate
from desktop.store.store import Changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.operations.office import Office

_TEMPLATES, _PARTS = LetterTemplate.__tablename__, LetterPart.__tablename__
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class LetterVersion:
    """A text in a list of them. days: when it is used, in words; parts: how many sections it has."""

    id: uuid.UUID
    title: str
    days: str
    parts: int


@dataclass(frozen=True)
class LetterPreview:
    """A text filled with the figures of a period."""

    title: str
    period: str
    sections: Sequence[FilledSection]


def letter_versions(office: Office) -> list[LetterVersion]:
    """The texts that are kept, the one used last first."""
    access.require_read(office, _TEMPLATES)
    kept = (LetterTemplate.void_reason.is_(None), ~LetterTemplate.stub)
    with office.reading() as session:
        found = list(session.scalars(sa.select(LetterTemplate).where(*kept)))
        found.sort(key=lambda one: (one.valid_from or dt.date.min, one.id), reverse=True)
        return [
            LetterVersion(one.id, one.title_text, _days(one), len(letter_parts(session, one.id)))
            for one in found
        ]


def new_letter_version(office: Office, template_id: uuid.UUID, from_on: dt.date) -> Changes:
    """Copy a text with its sections to one that is used from this day, and end the other before.

    The copy ends when the other would have. Raises InvalidRecord for a day on or before the other's
    first one, or on which another text begins already.
    """
    access.require_write(office, _TEMPLATES)
    with office.writing() as session:
        old: LetterTemplate = records.get_visible(office, session, _TEMPLATES, template_id)
        _refuse_day(session, old, from_on)
        over = old.valid_to is not None and old.valid_to < from_on
        told = old.values() | {"valid_from": from_on, "valid_to": None if over else old.valid_to}
        if not over:
            ends = {"valid_to": from_on - _ONE_DAY}
            records.save_in(office, session, _TEMPLATES, old.id, ends)
        new = records.save_in(office, session, _TEMPLATES, None, told)
        for part in letter_parts(session, old.id):
            copied = part.values() | {"template_id": new.id}
            records.save_in(office, session, _PARTS, None, copied)
    return Changes.made_in(session)


def preview_letter(office: Office, template_id: uuid.UUID) -> LetterPreview:
    """How a report on the last quarter that is over would read with this text."""
    access.require_read(office, "reports")
    now = day(office)
    year, number = divmod(now.year * 4 + (now.month - 1) // 3 - 1, 4)
    period = quarter(year, number + 1)
    with office.reading() as session:
        template: LetterTemplate = records.get_visible(office, session, _TEMPLATES, template_id)
        text = read_letter(template, letter_parts(session, template_id))
        words = period_texts(period, area(session))
        values = live_basis(session, period).values()
        filled = fill_letter(text, values, words, Options(steps=text.steps))
    return LetterPreview(text.title, period.label, filled)


def _refuse_day(session: Session, old: LetterTemplate, from_on: dt.date) -> None:
    if old.valid_from is not None and from_on <= old.valid_from:
        message = tr("Phải sau ngày {day}, là ngày bắt đầu dùng bản đang chép.")
        raise _refused(message.format(day=Date().format(old.valid_from)))
    same = sa.select(LetterTemplate.id).where(
        LetterTemplate.kind == old.kind,
        LetterTemplate.valid_from == from_on,
        LetterTemplate.void_reason.is_(None),
        ~LetterTemplate.stub,
    )
    if session.scalars(same.limit(1)).first() is not None:
        raise _refused(tr("Đã có một bản dùng từ ngày này; hãy sửa bản đó."))


def _refused(sentence: str) -> InvalidRecord:
    head = tr("Chưa lập bản mới; chưa có gì thay đổi.")
    return InvalidRecord(f"{head}\n{sentence}", {"valid_from": sentence})


def _days(template: LetterTemplate) -> str:
    first, last = (
        Date().format(one) if one is not None else ""
        for one in (template.valid_from, template.valid_to)
    )
    if first and last:
        return tr("từ {first} đến {last}").format(first=first, last=last)
    if first:
        return tr("từ {first}").format(first=first)
    return tr("đến {last}").format(last=last) if last else tr("mọi ngày")
