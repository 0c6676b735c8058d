"""How a report would read with one of the texts that reports begin with."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.base.errors import InvalidRecord
from desktop.base.i18n import tr
from desktop.indicators.letter_checks import part_problems
from desktop.indicators.letters import letter_parts, read_letter
from desktop.indicators.periods import quarter
from desktop.indicators.phrases import FilledSection, Letter, Options, fill_letter, period_texts
from desktop.operations import access, records
from desktop.operations.office import day
from desktop.operations.period_reports import area, live_basis
from desktop.records import LetterPart, LetterTemplate

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.indicators.periods import Period
    from desktop.operations.office import Office


@dataclass(frozen=True)
class LetterPreview:
    """A text filled with the figures of a period."""

    title: str
    period: str
    sections: Sequence[FilledSection]


def preview_letter(office: Office, template_id: uuid.UUID) -> LetterPreview:
    """How a report on the last quarter that is over would read with this text."""
    access.require_read(office, "reports")
    with office.reading() as session:
        template = _template(office, session, template_id)
        text = read_letter(template, letter_parts(session, template_id))
        return _filled(session, text, _last_quarter(office))


def preview_part(
    office: Office, template_id: uuid.UUID, values: Mapping[str, Any]
) -> LetterPreview:
    """The same of one section as it is typed now; values: code, heading and text.

    Raises InvalidRecord for what could not be saved either.
    """
    access.require_read(office, "reports")
    if problems := part_problems(values):
        raise InvalidRecord("\n".join([tr("Chưa xem thử được."), *problems.values()]), problems)
    told = {name: values[name] or "" for name in ("code", "heading", "text")}
    with office.reading() as session:
        template = _template(office, session, template_id)
        text = read_letter(template, [LetterPart(template_id=template_id, **told)])
        return _filled(session, text, _last_quarter(office))


def _template(office: Office, session: Session, template_id: uuid.UUID) -> LetterTemplate:
    found: LetterTemplate = records.get_visible(
        office, session, LetterTemplate.__tablename__, template_id
    )
    return found


def _last_quarter(office: Office) -> Period:
    now = day(office)
    year, number = divmod(now.year * 4 + (now.month - 1) // 3 - 1, 4)
    return quarter(year, number + 1)


def _filled(session: Session, text: Letter, period: Period) -> LetterPreview:
    words = period_texts(period, area(session))
    values = live_basis(session, period).values()
    filled = fill_letter(text, values, words, Options(steps=text.steps))
    return LetterPreview(text.title, period.label, filled)
