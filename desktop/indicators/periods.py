"""The time a report speaks of: any from–to, called as clerks call it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.rules.terms import months_after

CUT_OFFS = (1, 15)
_ROMAN = ("I", "II", "III", "IV")
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From one day to another, both included, under a label.

    Flows are events within it, stocks are states at the end of its last day. offices: whose records
    count; None for everybody's.
    """

    from_on: dt.date
    to_on: dt.date
    label: str
    offices: frozenset[int] | None = None

    @property
    def eve(self) -> dt.date:
        """The day before it begins, at whose end the opening stock is counted."""
        return self.from_on - _ONE_DAY

    @property
    def within(self) -> str:
        """As a report says when its flows happened: trong quý III năm 2026."""
        if self.label == _span(self.from_on, self.to_on):
            return self.label
        return tr("trong {period}").format(period=self.label)

    @property
    def until(self) -> str:
        """As a report says when its stocks were counted: Kết thúc năm 2020."""
        if (self.to_on.month, self.to_on.day) == (12, 31):
            return tr("Kết thúc năm {year}").format(year=self.to_on.year)
        return tr("Tính đến ngày {day}").format(day=Date().format(self.to_on))

    def year_before(self) -> Period:
        """The same period a year ago, for comparison."""
        if _is_last_of_month(self.to_on):
            to_on = _last_of_month(self.to_on.year - 1, self.to_on.month)
        else:
            to_on = months_after(self.to_on, -12)
        return replace(between(months_after(self.from_on, -12), to_on), offices=self.offices)

    def year_to_date(self) -> Period:
        """From the first of January to its last day."""
        year = between(dt.date(self.to_on.year, 1, 1), self.to_on)
        return replace(year, offices=self.offices)


def month(year: int, number: int, cut_off: int = 1) -> Period:
    """A month; with cut-off day 15 it runs from the 15th of the month before to the 14th."""
    return _months(year, number, number, cut_off)


def quarter(year: int, number: int, cut_off: int = 1) -> Period:
    """A quarter, 1 to 4."""
    return _months(year, number * 3 - 2, number * 3, cut_off)


def first_months(year: int, count: int, cut_off: int = 1) -> Period:
    """The first months of a year: 6, 8, 9 or any other count."""
    return _months(year, 1, count, cut_off)


def last_months(year: int, count: int, cut_off: int = 1) -> Period:
    """The last months of a year."""
    return _months(year, 13 - count, 12, cut_off)


def whole_year(year: int, cut_off: int = 1) -> Period:
    """A year; with cut-off day 15 from 15/12 to 14/12 (QĐ 28/2025/QĐ-TTg, Điều 7)."""
    return _months(year, 1, 12, cut_off)


def phase(first_year: int, last_year: int) -> Period:
    """Several whole years."""
    return between(dt.date(first_year, 1, 1), dt.date(last_year, 12, 31))


def between(from_on: dt.date, to_on: dt.date) -> Period:
    """Any from–to, under the name it has among clerks, else under its two days.

    Raises InvalidValue if it ends before it begins.
    """
    if to_on < from_on:
        raise InvalidValue(tr("Ngày kết thúc đứng trước ngày bắt đầu."))
    return Period(from_on, to_on, _label(from_on, to_on))


def _months(year: int, first: int, last: int, cut_off: int) -> Period:
    if cut_off not in CUT_OFFS or not 1 <= first <= last <= 12:
        raise ValueError((first, last, cut_off))
    start, end = dt.date(year, first, 1), _last_of_month(year, last)
    if cut_off == 1:
        return between(start, end)
    from_on = months_after(start, -1).replace(day=cut_off)
    to_on = end.replace(day=cut_off - 1)
    label = tr("{period} ({span})").format(period=_label(start, end), span=_span(from_on, to_on))
    return Period(from_on, to_on, label)


def _label(from_on: dt.date, to_on: dt.date) -> str:
    if from_on.day != 1 or not _is_last_of_month(to_on):
        return _span(from_on, to_on)
    if from_on.year == to_on.year:
        return _within_a_year(from_on.year, from_on.month, to_on.month) or _span(from_on, to_on)
    if (from_on.month, to_on.month) == (1, 12):
        return tr("giai đoạn {first} - {last}").format(first=from_on.year, last=to_on.year)
    return _span(from_on, to_on)


def _within_a_year(year: int, first: int, last: int) -> str:
    """The name of whole months of one year, "" if they have none."""
    count, quarter_no = last - first + 1, (first + 2) // 3
    names = (
        (count == 12, tr("năm {year}")),
        (count == 1, tr("tháng {first} năm {year}")),
        (count == 3 and first % 3 == 1, tr("quý {quarter} năm {year}")),
        (first == 1, tr("{count} tháng đầu năm {year}")),
        ((first, last) == (7, 12), tr("{count} tháng cuối năm {year}")),
    )
    name = next((name for fits, name in names if fits), "")
    return name.format(year=year, first=first, count=count, quarter=_ROMAN[quarter_no - 1])


def _span(from_on: dt.date, to_on: dt.date) -> str:
    day = Date()
    if from_on == to_on:
        return tr("ngày {day}").format(day=day.format(from_on))
    return tr("từ ngày {start} đến ngày {end}").format(
        start=day.format(from_on), end=day.format(to_on)
    )


def _last_of_month(year: int, number: int) -> dt.date:
    return months_after(dt.date(year, number, 1), 1) - _ONE_DAY


def _is_last_of_month(day: dt.date) -> bool:
    return (day + _ONE_DAY).day == 1
