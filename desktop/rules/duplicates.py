"""Who is perhaps already known, asked before a new person is written down."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from desktop.base.i18n import tr
from desktop.base.text import words
from desktop.fields import CitizenNumber

LEAST_LIKENESS = 0.85
MOST_SHOWN = 5


@dataclass(frozen=True)
class Identity:
    """What tells people apart; any of it may be missing."""

    full_name: str | None = None
    birth_year: int | None = None
    id_number: str | None = None


@dataclass(frozen=True)
class Known(Identity):
    """Somebody who is already in the file."""

    id: uuid.UUID = field(kw_only=True)


@dataclass(frozen=True)
class Match:
    """Somebody who may be the same person.

    likeness: 1.0 for the same identity number or the same folded name.
    same_number: the identity numbers are equal, which settles it.
    reason: why, for the dialog.
    """

    known: Known
    likeness: float
    same_number: bool
    reason: str


def candidates(
    typed: Identity,
    known: Iterable[Known],
    least: float = LEAST_LIKENESS,
    most: int = MOST_SHOWN,
) -> tuple[Match, ...]:
    """Those who may be the person being typed, the likeliest first.

    The same identity number always counts. Otherwise the folded names must be alike and the
    years of birth must not differ; a missing year does not exclude anybody.
    known: a short list, already narrowed by search; every name is compared in full.
    """
    matches = [match for one in known if (match := _match(typed, one, least)) is not None]
    matches.sort(key=lambda m: (not m.same_number, -m.likeness, _years(typed, m.known) != "same"))
    return tuple(matches[:most])


def _match(typed: Identity, known: Known, least: float) -> Match | None:
    if same_number(typed.id_number, known.id_number):
        return Match(known, 1.0, True, tr("Cùng số căn cước"))
    years = _years(typed, known)
    if years == "other" or not typed.full_name or not known.full_name:
        return None
    likeness = name_likeness(typed.full_name, known.full_name)
    if likeness < least:
        return None
    return Match(known, likeness, False, _reason(likeness, typed, years))


def same_number(one: str | None, other: str | None) -> bool:
    """Whether these are the same identity number, whatever stands between the digits."""
    kind = CitizenNumber()
    return bool(one and other) and kind.normal(one or "") == kind.normal(other or "")


def name_likeness(one: str, other: str) -> float:
    """How alike two names are without their marks: 0.0 to 1.0, the same both ways."""
    first, second = sorted((" ".join(words(one)), " ".join(words(other))))
    if not first:
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _years(typed: Identity, known: Known) -> str:
    if typed.birth_year is None or known.birth_year is None:
        return "unknown"
    return "same" if typed.birth_year == known.birth_year else "other"


def _reason(likeness: float, typed: Identity, years: str) -> str:
    if likeness == 1:
        name = tr("Cùng họ tên khi bỏ dấu")
    else:
        # Rounding must not call names that differ the same.
        shown = f"{min(likeness, 0.99):.2f}".replace(".", ",")
        name = tr("Tên giống {likeness}").format(likeness=shown)
    if years == "same":
        return tr("{name}, cùng năm sinh {year}").format(name=name, year=typed.birth_year)
    return tr("{name}, chưa rõ năm sinh").format(name=name)
