"""Periods and what clerks call them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import InvalidValue
from desktop.indicators.periods import (
    Period,
    between,
    first_months,
    last_months,
    month,
    phase,
    quarter,
    whole_year,
)

DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2090, 12, 31))


def days(period: Period) -> str:
    return f"{period.from_on} {period.to_on}"


@pytest.mark.parametrize(
    ("period", "span", "label"),
    [
        (month(2026, 3), "2026-03-01 2026-03-31", "tháng 3 năm 2026"),
        (month(2024, 2), "2024-02-01 2024-02-29", "tháng 2 năm 2024"),
        (quarter(2026, 3), "2026-07-01 2026-09-30", "quý III năm 2026"),
        (quarter(2026, 1), "2026-01-01 2026-03-31", "quý I năm 2026"),
        (first_months(2026, 6), "2026-01-01 2026-06-30", "6 tháng đầu năm 2026"),
        (first_months(2024, 8), "2024-01-01 2024-08-31", "8 tháng đầu năm 2024"),
        (first_months(2017, 9), "2017-01-01 2017-09-30", "9 tháng đầu năm 2017"),
        (last_months(2026, 6), "2026-07-01 2026-12-31", "6 tháng cuối năm 2026"),
        (whole_year(2020), "2020-01-01 2020-12-31", "năm 2020"),
        (phase(2017, 2020), "2017-01-01 2020-12-31", "giai đoạn 2017 - 2020"),
        (
            between(dt.date(2026, 1, 5), dt.date(2026, 2, 14)),
            "2026-01-05 2026-02-14",
            "từ ngày 05/01/2026 đến ngày 14/02/2026",
        ),
        (
            between(dt.date(2026, 2, 1), dt.date(2026, 4, 30)),
            "2026-02-01 2026-04-30",
            "từ ngày 01/02/2026 đến ngày 30/04/2026",
        ),
        (
            between(dt.date(2026, 7, 27), dt.date(2026, 7, 27)),
            "2026-07-27 2026-07-27",
            "ngày 27/07/2026",
        ),
        (
            month(2026, 1, 15),
            "2025-12-15 2026-01-14",
            "tháng 1 năm 2026 (từ ngày 15/12/2025 đến ngày 14/01/2026)",
        ),
        (
            quarter(2026, 2, 15),
            "2026-03-15 2026-06-14",
            "quý II năm 2026 (từ ngày 15/03/2026 đến ngày 14/06/2026)",
        ),
        (
            whole_year(2026, 15),
            "2025-12-15 2026-12-14",
            "năm 2026 (từ ngày 15/12/2025 đến ngày 14/12/2026)",
        ),
    ],
)
def test_a_period_has_its_days_and_its_name(period: Period, span: str, label: str) -> None:
    assert (days(period), period.label) == (span, label)


@given(DAYS, DAYS)
def test_any_two_days_in_order_make_a_period(one: dt.date, other: dt.date) -> None:
    period = between(min(one, other), max(one, other))
    assert period.label
    assert period.eve < period.from_on <= period.to_on
    if one != other:
        with pytest.raises(InvalidValue):
            between(max(one, other), min(one, other))


@given(st.integers(2001, 2090), st.integers(1, 12), st.sampled_from([1, 15]))
def test_months_follow_each_other_without_a_gap(year: int, number: int, cut_off: int) -> None:
    now = month(year, number, cut_off)
    following = month(year + number // 12, number % 12 + 1, cut_off)
    assert following.eve == now.to_on


@given(st.integers(2001, 2090), st.sampled_from([1, 15]))
def test_four_quarters_make_a_year(year: int, cut_off: int) -> None:
    quarters = [quarter(year, number, cut_off) for number in range(1, 5)]
    assert (quarters[0].from_on, quarters[-1].to_on) == (
        whole_year(year, cut_off).from_on,
        whole_year(year, cut_off).to_on,
    )


@pytest.mark.parametrize(("year", "first", "cut_off"), [(2026, 13, 1), (2026, 0, 1), (2026, 5, 10)])
def test_months_and_cut_off_days_that_do_not_exist_are_our_mistake(
    year: int, first: int, cut_off: int
) -> None:
    with pytest.raises(ValueError, match=str(cut_off)):
        month(year, first, cut_off)


def test_a_period_knows_the_same_one_a_year_ago_and_its_year_so_far() -> None:
    assert quarter(2026, 3).year_before() == quarter(2025, 3)
    assert month(2025, 2).year_before() == month(2024, 2)
    assert month(2024, 2).year_before() == month(2023, 2)
    assert quarter(2026, 3).year_to_date() == first_months(2026, 9)


def test_a_report_says_within_and_until_when() -> None:
    assert quarter(2026, 3).within == "trong quý III năm 2026"
    assert between(dt.date(2026, 1, 5), dt.date(2026, 2, 14)).within == (
        "từ ngày 05/01/2026 đến ngày 14/02/2026"
    )
    assert phase(2017, 2020).until == "Kết thúc năm 2020"
    assert quarter(2026, 3).until == "Tính đến ngày 30/09/2026"
