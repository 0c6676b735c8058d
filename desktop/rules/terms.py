"""How long a measure lasts by law, and what a suspension does to it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.base.errors import UserError
from desktop.base.i18n import N_, tr
from desktop.fields import Date

COMPULSORY_ADULT = "BB_TU_18"
"""The form of treatment (L12) after which management lasts two years."""
ADDICTION_FINDING = "XAC_DINH_NGHIEN"
"""Not a decision of L8: how long a finding of addiction may be relied upon."""

_LAW_73, _END_73 = dt.date(2022, 1, 1), dt.date(2026, 6, 30)
_LAW_120 = dt.date(2026, 7, 1)
_BASIS_73, _BASIS_120 = N_("Luật 73/2021/QH14"), N_("Luật 120/2025/QH15, Điều {article}")


class NoTerm(UserError):
    """The law in force on that day sets no term that the program knows."""


@dataclass(frozen=True)
class Term:
    """A length of time that a law set for one measure, and the days it was in force.

    kind: the decision (L8), or ADDICTION_FINDING.
    forms: forms of treatment (L12) it is meant for; empty for all.
    from_nth, to_nth: for which treatments, counted from 1; to_nth None for all later ones.
    at_least: the law names a minimum, not a fixed length.
    """

    kind: str
    months: int
    valid_from: dt.date
    valid_to: dt.date | None
    basis: str
    forms: frozenset[str] = frozenset()
    from_nth: int = 1
    to_nth: int | None = None
    at_least: bool = False

    def fits(self, kind: str, on: dt.date, form: str, nth: int) -> bool:
        """Whether it sets the term of a measure that starts on this day."""
        return (
            self.kind == kind
            and self.valid_from <= on <= (self.valid_to or dt.date.max)
            and (not self.forms or form in self.forms)
            and self.from_nth <= nth <= (self.to_nth or nth)
        )


_ONE_YEAR_FORMS = frozenset({"TN_GDCD", "TN_CONG_LAP", "TN_TU_NHAN", "BB_12_DUOI_18", "THAY_THE"})
_TWO_YEAR_FORMS = frozenset({COMPULSORY_ADULT})


def _by_120(article: int) -> str:
    return _BASIS_120.format(article=article)


TERMS: tuple[Term, ...] = (
    Term("QL_SD", 12, _LAW_73, _END_73, _BASIS_73),
    Term("QL_SD", 12, _LAW_120, None, _by_120(24)),
    Term("QL_SAUCAI", 12, _LAW_73, _END_73, _BASIS_73, _ONE_YEAR_FORMS),
    Term("QL_SAUCAI", 24, _LAW_73, _END_73, _BASIS_73, _TWO_YEAR_FORMS),
    Term("QL_SAUCAI", 12, _LAW_120, None, _by_120(42), _ONE_YEAR_FORMS),
    Term("QL_SAUCAI", 24, _LAW_120, None, _by_120(42), _TWO_YEAR_FORMS),
    Term("CAI_TN", 6, _LAW_73, _END_73, _BASIS_73, at_least=True),
    Term("CAI_TN", 24, _LAW_120, None, _by_120(29), to_nth=1),
    Term("CAI_TN", 36, _LAW_120, None, _by_120(29), from_nth=2),
    Term("CNBB", 24, _LAW_120, None, _by_120(29), to_nth=1),
    Term("CNBB", 36, _LAW_120, None, _by_120(29), from_nth=2),
    Term(ADDICTION_FINDING, 6, _LAW_120, None, _by_120(31)),
)
"""Every term known, by the law in force on the day the measure starts."""


def find_term(
    kind: str, on: dt.date, form: str = "", nth: int = 1, terms: Sequence[Term] = TERMS
) -> Term:
    """The term of a measure.

    kind: the decision (L8). on: the day it starts; for aftercare the day treatment was completed.
    form: the form of treatment (L12). nth: the how-manieth treatment it is.
    Raises NoTerm if the law of that day, as far as it is known here, sets none.
    """
    for term in terms:
        if term.fits(kind, on, form, nth):
            return term
    message = tr(
        "Chưa tính được thời hạn kể từ ngày {day}: chương trình không có quy định cho loại việc, "
        "hình thức và ngày này. Ngày hết hạn để trống; hãy tự ghi theo quyết định."
    )
    raise NoTerm(message.format(day=Date().format(on)))


def term_end(
    kind: str, on: dt.date, form: str = "", nth: int = 1, terms: Sequence[Term] = TERMS
) -> dt.date:
    """The last day of a measure's term; that day still counts. Arguments as of find_term."""
    return months_after(on, find_term(kind, on, form, nth, terms).months)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of a month that has no such day.

    The first day is not counted and the last one ends the term (Bộ luật Dân sự 2015,
    Điều 147 và 148): from 05/3/2026 one year lasts to the end of 05/3/2027.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Continuation:
    """What is left of a term after a suspension: its last day, or the day it was stopped."""

    ends_on: dt.date
    stopped: bool


def after_suspension(end_on: dt.date, suspended_to: dt.date) -> Continuation:
    """What follows when a person under management comes back from detention.

    end_on: last day of the term. suspended_to: last day of the detention.
    The term runs on to its first end if days are left of it, else it was stopped when the
    detention outlasted it (Luật 120/2025/QH15, Điều 24.7).
    """
    return Continuation(end_on, suspended_to >= end_on)
