"""Ends of terms: by law of the day, both ends counted, leap days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.terms import (
    ADDICTION_FINDING,
    TERMS,
    NoTerm,
    after_suspension,
    find_term,
    months_after,
    term_end,
)

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("kind", "on", "form", "nth", "end"),
    [
        ("QL_SD", "2026-03-05", "", 1, "2027-03-05"),
        ("QL_SD", "2026-07-01", "", 1, "2027-07-01"),
        ("QL_SD", "2028-02-29", "", 1, "2029-02-28"),
        ("QL_SAUCAI", "2025-11-10", "TN_GDCD", 1, "2026-11-10"),
        ("QL_SAUCAI", "2025-11-10", "THAY_THE", 1, "2026-11-10"),
        ("QL_SAUCAI", "2026-08-01", "TN_CONG_LAP", 1, "2027-08-01"),
        ("QL_SAUCAI", "2026-08-01", "BB_12_DUOI_18", 1, "2027-08-01"),
        ("QL_SAUCAI", "2026-08-01", "BB_TU_18", 1, "2028-08-01"),
        ("QL_SAUCAI", "2028-02-29", "BB_TU_18", 1, "2030-02-28"),
        ("CAI_TN", "2026-06-30", "", 1, "2026-12-30"),
        ("CAI_TN", "2026-07-01", "", 1, "2028-07-01"),
        ("CAI_TN", "2026-07-01", "", 2, "2029-07-01"),
        ("CAI_TN", "2026-07-01", "", 5, "2029-07-01"),
        ("CNBB", "2026-09-15", "", 1, "2028-09-15"),
        (ADDICTION_FINDING, "2026-08-31", "", 1, "2027-02-28"),
    ],
)
def test_a_term_ends_as_the_law_of_its_first_day_says(
    kind: str, on: str, form: str, nth: int, end: str
) -> None:
    assert term_end(kind, day(on), form, nth) == day(end)


@pytest.mark.parametrize(
    ("kind", "on", "form"),
    [
        ("QL_SD", "2021-12-31", ""),
        ("QL_SAUCAI", "2026-08-01", ""),
        ("CNBB", "2026-06-30", ""),
        ("GD_XA", "2026-08-01", ""),
    ],
)
def test_where_no_term_is_known_the_clerk_is_told_to_write_it(
    kind: str, on: str, form: str
) -> None:
    with pytest.raises(NoTerm, match="hãy tự ghi"):
        term_end(kind, day(on), form)


def test_voluntary_treatment_before_the_new_law_had_only_a_minimum() -> None:
    assert find_term("CAI_TN", day("2026-06-30")).at_least
    assert not find_term("CAI_TN", day("2026-07-01")).at_least


@given(DAYS, st.sampled_from(["", "TN_GDCD", "BB_TU_18"]), st.integers(1, 4))
def test_no_two_terms_apply_to_the_same_measure(on: dt.date, form: str, nth: int) -> None:
    for kind in {term.kind for term in TERMS}:
        assert sum(term.fits(kind, on, form, nth) for term in TERMS) <= 1


@given(DAYS, st.integers(0, 60))
def test_so_many_months_later_is_the_same_day_or_the_last_of_a_shorter_month(
    on: dt.date, months: int
) -> None:
    later = months_after(on, months)
    assert (later.year * 12 + later.month) - (on.year * 12 + on.month) == months
    assert later.day == on.day or (
        later.day < on.day and (later + dt.timedelta(days=1)).month != later.month
    )


@given(DAYS, DAYS, st.integers(0, 60))
def test_a_later_start_never_ends_earlier(one: dt.date, other: dt.date, months: int) -> None:
    first, last = sorted((one, other))
    assert months_after(first, months) <= months_after(last, months)


def test_a_short_detention_does_not_move_the_end() -> None:
    left = after_suspension(day("2027-03-05"), day("2026-12-01"))
    assert (left.ends_on, left.stopped) == (day("2027-03-05"), False)


@pytest.mark.parametrize("released", ["2027-03-05", "2027-08-01"])
def test_a_detention_that_outlasts_the_term_stops_it(released: str) -> None:
    assert after_suspension(day("2027-03-05"), day(released)).stopped
