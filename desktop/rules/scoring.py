"""The score of an inspection sheet; answers, thresholds and the cap come from dated data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr


@dataclass(frozen=True)
class Answered:
    """One scored question: its weight, whether it is critical (★), the answer's code.

    answer: a code of the grading, or None while nobody has answered.
    """

    weight: int
    answer: str | None
    critical: bool = False


@dataclass(frozen=True)
class Grade:
    """A grade and the lowest percentage that earns it."""

    code: str
    label: str
    at_least: Fraction


@dataclass(frozen=True)
class Grading:
    """One dated way to score; ours is a proposal that an office may replace.

    worth: answer code to its share of the weight, None if it leaves the denominator.
    needs_note: answers that ask for a written finding.
    grades: from the best to the worst.
    critical_answer, at_most: this answer to a critical question caps the grade.
    """

    worth: Mapping[str, Fraction | None]
    needs_note: frozenset[str]
    grades: tuple[Grade, ...]
    critical_answer: str
    at_most: str
    nothing: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Grading:
        """The grading that a JSON object of resources/checklists/grading.json describes."""
        grades = [Grade(g["code"], g["label"], _exact(g["at_least"])) for g in data["grades"]]
        return cls(
            worth={a["code"]: _worth(a["value"]) for a in data["answers"]},
            needs_note=frozenset(a["code"] for a in data["answers"] if a["needs_note"]),
            grades=tuple(sorted(grades, key=lambda grade: grade.at_least, reverse=True)),
            critical_answer=data["critical"]["answer"],
            at_most=data["critical"]["at_most"],
            nothing=data["nothing_applicable"],
            valid_from=_day(data.get("valid_from")),
            valid_to=_day(data.get("valid_to")),
        )

    def grade(self, percent: Fraction) -> Grade:
        """The grade of an exact percentage, before any cap."""
        return next(grade for grade in self.grades if percent >= grade.at_least)

    def capped(self, grade: Grade) -> Grade:
        """The grade, or the cap if the grade is better than it."""
        cap = next(known for known in self.grades if known.code == self.at_most)
        return min(grade, cap, key=lambda one: one.at_least)


@dataclass(frozen=True)
class Score:
    """What a sheet has come to.

    points, possible: sums over the applicable questions that are answered.
    percent: exact; None while nothing applies.
    grade: None while nothing applies; capped says that a critical question lowered it.
    open: scored questions that nobody has answered yet.
    """

    points: Fraction
    possible: int
    percent: Fraction | None
    grade: Grade | None
    capped: bool
    open: int
    nothing: str

    @property
    def text(self) -> str:
        """The percentage as it is shown, one decimal: 62,5%."""
        return one_decimal(self.percent) + "%" if self.percent is not None else tr(self.nothing)

    @property
    def label(self) -> str:
        """The grade as it is shown."""
        return tr(self.grade.label) if self.grade else tr(self.nothing)


def score(answers: Iterable[Answered], grading: Grading) -> Score:
    """Add up a sheet: 100 × Σ(weight × worth) / Σ(weight of what applies).

    A weight of 0 is not scored. The grade follows from the exact percentage, never from the
    shown one. Raises InvalidValue for an answer that the grading does not know.
    """
    scored = [one for one in answers if one.weight]
    applicable = [(one, worth) for one in scored if (worth := _worth_of(one, grading)) is not None]
    possible = sum(one.weight for one, _ in applicable)
    points = sum((one.weight * worth for one, worth in applicable), Fraction())
    unanswered = sum(one.answer is None for one in scored)
    if not possible:
        return Score(points, 0, None, None, False, unanswered, grading.nothing)
    percent = 100 * points / possible
    earned = grading.grade(percent)
    failed = any(one.critical and one.answer == grading.critical_answer for one in scored)
    final = grading.capped(earned) if failed else earned
    return Score(points, possible, percent, final, final != earned, unanswered, grading.nothing)


def one_decimal(number: Fraction) -> str:
    """A number with one decimal, rounded half up, with a comma: 85,0."""
    tenths = (number * 20 + 1) // 2
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10},{abs(tenths) % 10}"


def _worth_of(one: Answered, grading: Grading) -> Fraction | None:
    if one.answer is None:
        return None
    if one.answer not in grading.worth:
        message = tr("Thang điểm không có câu trả lời “{answer}”. Chưa tính điểm.")
        raise InvalidValue(message.format(answer=one.answer))
    return grading.worth[one.answer]


def _worth(value: float | None) -> Fraction | None:
    return None if value is None else _exact(value)


def _exact(value: float) -> Fraction:
    return Fraction(str(value))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
