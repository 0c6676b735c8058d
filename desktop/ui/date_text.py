"""Words around dates in a calendar: Monday first, as on a Vietnamese wall."""

from __future__ import annotations

import calendar
import datetime as dt

from desktop.base.i18n import N_, tr

SHORT_DAYS = tuple(map(N_, ("T2", "T3", "T4", "T5", "T6", "T7", "CN")))
DAYS = (
    N_("Thứ Hai"), N_("Thứ Ba"), N_("Thứ Tư"), N_("Thứ Năm"), N_("Thứ Sáu"), N_("Thứ Bảy"),
    N_("Chủ nhật"),
)  # fmt: skip


def month_title(day: dt.date) -> str:
    """``Tháng 11/2026``."""
    return tr("Tháng {month}/{year}").format(month=day.month, year=day.year)


def spoken_day(day: dt.date) -> str:
    """A day as it is read out: ``Thứ Bảy, ngày 21 tháng 11 năm 2026``."""
    return tr("{name}, ngày {day} tháng {month} năm {year}").format(
        name=tr(DAYS[day.weekday()]), day=day.day, month=day.month, year=day.year
    )


def month_days(day: dt.date) -> list[dt.date | None]:
    """The 42 places of a month's sheet, from Monday; None beyond what the calendar can hold."""
    first = day.replace(day=1)
    start = first.toordinal() - first.weekday()
    last = dt.date.max.toordinal()
    return [dt.date.fromordinal(at) if 1 <= at <= last else None for at in range(start, start + 42)]


def moved_months(day: dt.date, months: int) -> dt.date:
    """The same day some months on, or the last day of that month; stays in the years 1 to 9999."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(max(12, min(at, 9999 * 12 + 11)), 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
