"""How a report would read with one of the texts that reports begin with."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.indicators.letters import letter_parts, read_letter
from desktop.indicators.periods import quarter
from desktop.indicators.phrases import FilledSection, Options, fill_letter, period_texts
from desktop.operations import access, records
from desktop.operations.office import day
from desktop.operations.period_reports import area, live_basis
from desktop.records import LetterTemplate

if TYPE_CHECKING:
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
    now = day(office)
    year, number = divmod(now.year * 4 + (now.month - 1) // 3 - 1, 4)
    period = quarter(year, number + 1)
    with office.reading() as session:
        template: LetterTemplate = records.get_visible(
            office, session, LetterTemplate.__tablename__, template_id
        )
        text = read_letter(template, letter_parts(session, template_id))
        words = period_texts(period, area(session))
        values = live_basis(session, period).values()
        filled = fill_letter(text, values, words, Options(steps=text.steps))
    return LetterPreview(text.title, period.label, filled)
