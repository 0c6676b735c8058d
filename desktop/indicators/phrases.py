"""The sentences of a report: a dated text with gaps, filled with figures.

A gap is ``{T01}``, ``{T01.TINH}``, ``{T01.XA+DOI}`` (parts added up), ``{D04:sizes}`` or the name
of a text such as ``{area}``. Words in square brackets are left out when all figures in them are 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.base.text import about, grouped, two_digits

if TYPE_CHECKING:
    import datetime as dt

    from desktop.indicators.periods import Period

GAP = re.compile(r"\{([^{}]+)\}")
"""What a figure or a word is put in for."""
FIGURE = re.compile(r"([A-Z][0-9]{2})(?:\.([A-Z0-9_+]+))?(?::([a-z]+))?")
"""A gap for a figure: its code, its parts, and another way than its number to tell it."""
CLAUSE = re.compile(r"\[([^\[\]]*)\]")
"""What is left out where its figures are all 0."""
LIST, SIZES = "list", "sizes"
WORDS = frozenset({"area", "until", "within"})
"""Gaps for words of the period, as period_texts gives them."""
_NO_STEPS: Mapping[str, int] = {}


_LEAST = 10
"""How many steps a number must have to be rounded to them."""


@dataclass(frozen=True)
class Options:
    """How figures are written.

    padded: counts under 10 get a 0 before them (03 buổi).
    steps: by indicator, to which step its total is rounded down behind “hơn”; none if left out.
    """

    padded: bool = True
    steps: Mapping[str, int] = field(default_factory=lambda: _NO_STEPS)

    def count(self, number: int) -> str:
        """A count in prose."""
        return two_digits(number) if self.padded else grouped(number)

    def total(self, code: str, number: int) -> str:
        """A total in prose, rounded if its indicator is to be.

        A number that rounding would change by more than a tenth is told as it is.
        """
        step = self.steps.get(code)
        return about(number, step) if step and number >= _LEAST * step else self.count(number)


EXACT = Options()


@dataclass(frozen=True)
class Group:
    """Things listed one after the other; those whose figures are all 0 are left out."""

    items: tuple[str, ...]
    between: str = ", "
    last: str = ", "


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; its gap ``{list}`` stands for its groups, ``empty`` for all of it if none is left."""

    text: str
    groups: tuple[Group, ...] = ()
    empty: str = ""


@dataclass(frozen=True)
class LetterSection:
    """A heading and the paragraphs under it."""

    code: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Letter:
    """The text of a document as it is written from one day to another.

    steps: rounding that the document proposes, for Options.
    """

    code: str
    title: str
    sections: tuple[LetterSection, ...]
    steps: Mapping[str, int]
    valid_from: dt.date | None
    valid_to: dt.date | None


@dataclass(frozen=True)
class FilledSection:
    """A section as it is printed, or offered to be edited."""

    code: str
    title: str
    paragraphs: tuple[str, ...]


def period_texts(period: Period, area: str) -> dict[str, str]:
    """The words of a report on this period.

    area: what it covers, as “tỉnh” or “phường Tam Kỳ” after “trên địa bàn”.
    """
    return {"area": area, "until": period.until, "within": period.within}


def fill_letter(
    text: Letter,
    values: Mapping[str, int],
    texts: Mapping[str, str],
    options: Options = EXACT,
) -> tuple[FilledSection, ...]:
    """All sections with their figures; arguments as of fill."""
    return tuple(
        FilledSection(
            one.code,
            fill(one.title, values, texts, options),
            tuple(fill_paragraph(p, values, texts, options) for p in one.paragraphs),
        )
        for one in text.sections
    )


def fill_paragraph(
    paragraph: Paragraph,
    values: Mapping[str, int],
    texts: Mapping[str, str],
    options: Options = EXACT,
) -> str:
    """A paragraph with its list; arguments as of fill."""
    if not paragraph.groups:
        return fill(paragraph.text, values, texts, options)
    listed = [_joined(group, values, texts, options) for group in paragraph.groups]
    if not any(listed):
        return fill(paragraph.empty, values, texts, options)
    together = "; ".join(one for one in listed if one)
    return fill(paragraph.text, values, {**texts, LIST: together}, options)


def fill(
    template: str,
    values: Mapping[str, int],
    texts: Mapping[str, str],
    options: Options = EXACT,
) -> str:
    """A template with its gaps filled.

    values: figures by key, as compute.flat gives them; missing parts are 0.
    texts: area, until, within and other words by name.
    Raises InvalidValue for a gap that neither of them knows.
    """
    chosen = CLAUSE.sub(lambda found: found[1] if _has_figures(found[1], values) else "", template)
    return GAP.sub(lambda found: _filled(found[1], values, texts, options), chosen)


def team_sizes(values: Mapping[str, int], options: Options = EXACT) -> str:
    """How many teams have how many members, the biggest first.

    01 Đội có 9 tình nguyện viên, 28 Đội có 7 tình nguyện viên và 03 Đội có 5 tình nguyện viên.
    """
    sizes = {int(key[4:]): value for key, value in values.items() if key.startswith("D04.")}
    some, none = tr("{teams} Đội có {size} tình nguyện viên"), tr("{teams} Đội chưa có thành viên")
    listed = [
        (some if size else none).format(teams=options.count(teams), size=size)
        for size, teams in sorted(sizes.items(), reverse=True)
        if teams
    ]
    return _listed(listed, ", ", tr(" và "))


def _filled(gap: str, values: Mapping[str, int], texts: Mapping[str, str], options: Options) -> str:
    if gap in texts:
        return texts[gap]
    found = FIGURE.fullmatch(gap)
    if not found or found[1] not in values:
        message = tr(
            "Mẫu lời có chỗ trống không hiểu được: {gap}. Báo cáo chưa được lập. Hãy sửa ở Thiết "
            "lập, Mẫu lời báo cáo; nếu mẫu do nơi khác gửi, hãy cập nhật chương trình."
        )
        raise InvalidValue(message.format(gap=f"{{{gap}}}"))
    if found[3] == SIZES:
        return team_sizes(values, options)
    number = _number(found, values)
    return options.count(number) if found[2] else options.total(found[1], number)


def _number(found: re.Match[str], values: Mapping[str, int]) -> int:
    if not found[2]:
        return values[found[1]]
    return sum(values.get(f"{found[1]}.{part}", 0) for part in found[2].split("+"))


def _has_figures(text: str, values: Mapping[str, int]) -> bool:
    figures = (FIGURE.fullmatch(gap) for gap in GAP.findall(text))
    # A code that nobody computed must reach the error, not be left out in silence.
    return any(found and (found[1] not in values or _number(found, values)) for found in figures)


def _joined(
    group: Group, values: Mapping[str, int], texts: Mapping[str, str], options: Options
) -> str:
    items = [
        fill(item, values, texts, options) for item in group.items if _has_figures(item, values)
    ]
    return _listed(items, group.between, group.last)


def _listed(items: Sequence[str], between: str, last: str) -> str:
    return last.join([between.join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
