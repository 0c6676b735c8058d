"""What a report on a period says: its figures, what does not fit together, its text.

The same for a report that is being written, for one that was approved, and for any period
without a report; screens, papers and the console all read it here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.base.i18n import N_, tr
from desktop.fields import Count, Percent
from desktop.indicators.checks import check_attendance, check_figures
from desktop.indicators.compute import compute, flat, share_of
from desktop.indicators.definitions import (
    ACTIVITY_INDICATORS,
    INDICATORS,
    TEAM_INDICATORS,
    Indicator,
)
from desktop.indicators.letters import letter
from desktop.indicators.periods import Period, between
from desktop.indicators.phrases import Options, fill_letter, period_texts
from desktop.indicators.plans import Plan
from desktop.operations import access
from desktop.operations.office import Office, agency
from desktop.operations.plans import plans_of
from desktop.operations.report_sections import Outline, SectionText
from desktop.operations.text_styles import USUAL_STYLE, Style
from desktop.records import AdminUnit
from desktop.records.places import UNIT_KINDS
from desktop.rules.remarks import Remark, Severity

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TEAM_REPORT = "T10"
_PROVINCE = "TINH"
_GROUPS: tuple[tuple[str, Sequence[Indicator]], ...] = (
    (N_("I. Đội và thành viên"), TEAM_INDICATORS),
    (N_("II. Tuyên truyền, tập huấn, sản phẩm truyền thông"), ACTIVITY_INDICATORS),
)


@dataclass(frozen=True)
class Edit:
    """A figure that was changed by hand: to what, why, and what the records gave then."""

    computed: int
    edited: int
    reason: str


@dataclass(frozen=True)
class FigureLine:
    """An indicator in the table of figures, or one part of it.

    key: as report figures are kept under, T01 or T01.TINH. share: in percent, where there is one.
    plan: the target of the year, where one is set.
    """

    key: str
    label: str
    unit: str
    definition: str
    computed: int
    edit: Edit | None = None
    share: Decimal | None = None
    plan: Plan | None = None

    @property
    def code(self) -> str:
        """The code of the indicator."""
        return self.key.partition(".")[0]

    @property
    def part(self) -> str | None:
        """The code of the part; None for the indicator itself."""
        return self.key.partition(".")[2] or None

    @property
    def shown(self) -> int:
        """The figure that the report gives."""
        return self.computed if self.edit is None else self.edit.edited

    @property
    def share_text(self) -> str:
        """The percentage as people read it, "" if there is none."""
        return "" if self.share is None else Percent().format(self.share)


@dataclass(frozen=True)
class FigureSet:
    """The lines under one head."""

    title: str
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True)
class PeriodReport:
    """A report on one period, whether it is kept as a record or not."""

    title: str
    period: Period
    groups: tuple[FigureSet, ...]
    sections: tuple[SectionText, ...]
    remarks: tuple[Remark, ...]

    def lines(self) -> dict[str, FigureLine]:
        """Every line by its key."""
        return {line.key: line for group in self.groups for line in group.lines}


@dataclass(frozen=True)
class Basis:
    """What a report stands on.

    computed: figures by key. edits, texts: what was changed by hand, by key and by section. plans:
    targets of the year by indicator.
    frozen: the figures and texts are those of an approved report; records are not asked any more.
    scope: the office that reports, this one if None. outline: title and headings as they were
    approved; those of the text that the day has now if None.
    """

    computed: Mapping[str, int]
    edits: Mapping[str, Edit] = field(default_factory=dict[str, Edit])
    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    frozen: bool = False
    scope: int | None = None
    plans: Mapping[str, Plan] = field(default_factory=dict[str, Plan])
    outline: Outline | None = None

    def values(self) -> dict[str, int]:
        """The figures that the report gives, by key."""
        values = {**self.computed, **{key: one.edited for key, one in self.edits.items()}}
        for code, key in _TWINS.items():
            if code in values:
                values[key] = values[code]
        return values


_TWINS = {
    one.code: f"{one.code}.{one.total_of[0]}"
    for one in INDICATORS.values()
    if one.total_of is not None and len(one.total_of) == 1
}
"""Parts that are the total under another name: they have no line of their own."""


def compute_period(
    office: Office,
    from_on: dt.date,
    to_on: dt.date,
    label: str = "",
    *,
    style: Style = USUAL_STYLE,
) -> PeriodReport:
    """The team report on any period, without keeping one.

    label: what the period is called; its usual name if left out.
    """
    access.require_read(office, "reports")
    period = named_period(from_on, to_on, label)
    with office.reading() as session:
        return put_together(session, period, live_basis(session, period), style)


def named_period(from_on: dt.date, to_on: dt.date, label: str = "") -> Period:
    """A period under this label. Raises InvalidValue if it ends before it begins."""
    period = between(from_on, to_on)
    return Period(from_on, to_on, label) if label else period


def live_basis(
    session: Session,
    period: Period,
    edits: Mapping[str, Edit] | None = None,
    texts: Mapping[str, str] | None = None,
    scope: int | None = None,
) -> Basis:
    """What the records give now, and what was changed by hand.

    scope: the office that reports, this one if None.
    """
    computed = flat(compute(session, INDICATORS.values(), period))
    plans = plans_of(session, period, computed, scope)
    return Basis(computed, edits or {}, texts or {}, scope=scope, plans=plans)


def computed_figure(session: Session, period: Period, key: str) -> int:
    """What the records give for one line. Raises KeyError if there is no such indicator."""
    indicator = INDICATORS[key.partition(".")[0]]
    return flat(compute(session, [indicator], period)).get(key, 0)


def put_together(session: Session, period: Period, basis: Basis, style: Style) -> PeriodReport:
    """The report that stands on this basis."""
    values = basis.values()
    remarks = [*_outdated(basis), *check_figures(values)]
    if not basis.frozen:
        remarks += check_attendance(session, period)
    title, sections = worded(session, period, basis, style)
    return PeriodReport(
        title,
        period,
        tuple(_group(title, indicators, basis, values) for title, indicators in _GROUPS),
        sections,
        tuple(remarks),
    )


def worded(
    session: Session, period: Period, basis: Basis, style: Style
) -> tuple[str, tuple[SectionText, ...]]:
    """The title of a report, and its sections by the letter of that day.

    What the clerk wrote stands in place of the letter's text.
    """
    if basis.outline is not None:
        return basis.outline.title, basis.outline.sections(basis.texts)
    text = letter(session, TEAM_REPORT, period.to_on)
    options = Options(style.padded, text.steps if style.rounded else {})
    filled = fill_letter(
        text, basis.values(), period_texts(period, area(session, basis.scope)), options
    )
    sections = tuple(
        SectionText(one.code, one.title, basis.texts.get(one.code, proposed), proposed)
        for one in filled
        for proposed in ("\n".join(one.paragraphs),)
    )
    return text.title, sections


def fill_sections(
    session: Session, period: Period, basis: Basis, style: Style
) -> tuple[SectionText, ...]:
    """The sections alone."""
    return worded(session, period, basis, style)[1]


def area(session: Session, scope: int | None = None) -> str:
    """What the reports of an office cover, as it stands behind “trên địa bàn”."""
    unit = session.get_one(AdminUnit, agency(session, scope).unit_id)
    if unit.level == _PROVINCE:
        return tr(UNIT_KINDS[unit.kind]).lower()
    return unit.name[:1].lower() + unit.name[1:]


def _group(
    title: str, indicators: Sequence[Indicator], basis: Basis, values: Mapping[str, int]
) -> FigureSet:
    present = [one for one in indicators if one.code in basis.computed]
    return FigureSet(
        tr(title), tuple(line for one in present for line in _lines(one, basis, values))
    )


def _lines(indicator: Indicator, basis: Basis, values: Mapping[str, int]) -> list[FigureLine]:
    code, units = indicator.code, tr(indicator.unit).split("; ")
    parts = _parts(indicator, values)
    share = share_of(indicator, {part: values[f"{code}.{part}"] for part in parts})

    def line(key: str, label: str, unit: str, percent: Decimal | None = None) -> FigureLine:
        computed, definition = basis.computed.get(key, 0), tr(indicator.definition)
        return FigureLine(key, label, unit, definition, computed, basis.edits.get(key), percent)

    below = [
        line(f"{code}.{part}", _part_words(indicator, part), units[min(at, len(units) - 1)])
        for at, part in enumerate(parts)
        if f"{code}.{part}" != _TWINS.get(code)
    ]
    whole = line(code, tr(indicator.label), units[0], share)
    if plan := basis.plans.get(code):
        whole = replace(whole, plan=plan.corrected(whole.shown - whole.computed))
    return [whole, *below]


def _parts(indicator: Indicator, values: Mapping[str, int]) -> list[str]:
    """Declared parts in their order, then teams by size, the biggest first."""
    prefix = f"{indicator.code}."
    found = [key.removeprefix(prefix) for key in values if key.startswith(prefix)]
    rest = [part for part in found if part not in indicator.parts]
    sizes = sorted((part for part in rest if part.isdigit()), key=int, reverse=True)
    declared = [part for part in indicator.parts if part in found]
    return [*declared, *sizes, *(part for part in rest if not part.isdigit())]


def _part_words(indicator: Indicator, part: str) -> str:
    if part in indicator.parts:
        return tr(indicator.parts[part])
    if part.isdigit():
        return tr("Đội có {size} thành viên").format(size=part)
    return tr("Chưa ghi rõ")


def _outdated(basis: Basis) -> list[Remark]:
    """Figures changed by hand whose records have changed since."""
    message = tr("{key}: hồ sơ nay cho {now}, lúc sửa tay là {then}. Hãy xem lại số đã sửa.")
    found: list[Remark] = []
    for key, one in basis.edits.items():
        now = basis.computed.get(key, 0)
        if now != one.computed:
            words = {"now": Count().format(now), "then": Count().format(one.computed)}
            found.append(Remark(Severity.WARNING, message.format(key=key, **words)))
    return found
