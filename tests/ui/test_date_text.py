"""The words and places of the calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.date_text import month_days, month_title, moved_months, spoken_day


def test_a_day_is_read_out_in_vietnamese() -> None:
    assert spoken_day(dt.date(2026, 11, 21)) == "Thứ Bảy, ngày 21 tháng 11 năm 2026"
    assert spoken_day(dt.date(2026, 11, 22)).startswith("Chủ nhật")
    assert month_title(dt.date(2026, 11, 1)) == "Tháng 11/2026"


@given(st.dates())
def test_the_sheet_of_a_month_begins_on_monday_and_holds_the_month(day: dt.date) -> None:
    days = month_days(day)
    assert len(days) == 42
    assert {at % 7 for at, d in enumerate(days) if d and d.weekday() == 0} <= {0}
    held = [d for d in days if d and (d.year, d.month) == (day.year, day.month)]
    assert day in held
    assert held[0].day == 1
    assert len(held) in range(28, 32)


@given(st.dates(), st.integers(-30_000, 30_000))
def test_moving_by_months_stays_in_the_calendar(day: dt.date, months: int) -> None:
    moved = moved_months(day, months)
    assert moved.day <= day.day
    distance = (moved.year - day.year) * 12 + moved.month - day.month
    assert distance == months or moved.year in (1, 9999)


@pytest.mark.parametrize(
    ("months", "expected"),
    [(1, dt.date(2024, 2, 29)), (-2, dt.date(2023, 11, 30)), (12, dt.date(2025, 1, 31))],
)
def test_the_last_day_stays_in_the_month(months: int, expected: dt.date) -> None:
    assert moved_months(dt.date(2024, 1, 31), months) == expected
