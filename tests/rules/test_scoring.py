"""The score of an inspection sheet: the three tests of the proposal, and its laws."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import InvalidValue
from desktop.base.resources import resource
from desktop.rules.scoring import Answered, Grading, one_decimal, score

GRADING = Grading.from_json(
    json.loads(resource("checklists/grading.json").read_text(encoding="utf-8"))
)
CODES = ["DAT", "MOT_PHAN", "KHONG", "KAD", None]
SHEETS = st.lists(
    st.builds(Answered, st.integers(0, 9), st.sampled_from(CODES), st.booleans()), max_size=30
)


def test_what_does_not_apply_leaves_the_denominator() -> None:
    sheet = [
        Answered(2, "DAT"),
        Answered(1, "MOT_PHAN"),
        Answered(1, "KHONG"),
        Answered(5, "KAD"),
    ]
    result = score(sheet, GRADING)
    assert (result.points, result.possible) == (Fraction(5, 2), 4)
    assert (result.text, result.label, result.capped) == ("62,5%", "Trung bình", False)


def test_a_failed_critical_question_caps_the_grade() -> None:
    sheet = [
        Answered(3, "DAT"),
        Answered(3, "DAT"),
        Answered(2, "KHONG", critical=True),
        Answered(1, "DAT"),
    ]
    result = score(sheet, GRADING)
    assert result.percent == Fraction(700, 9)
    assert (result.text, result.label, result.capped) == ("77,8%", "Trung bình", True)
    uncapped = score([Answered(one.weight, one.answer) for one in sheet], GRADING)
    assert (uncapped.label, uncapped.capped) == ("Khá", False)


def test_the_grade_follows_from_the_exact_percentage_not_from_the_shown_one() -> None:
    # 16.999 of 20.000 is 84,995 %: it is shown as 85,0 and is still Khá.
    result = score([Answered(16_999, "DAT"), Answered(3_001, "KHONG")], GRADING)
    assert result.percent == Fraction("84.995")
    assert (result.text, result.label) == ("85,0%", "Khá")


@pytest.mark.parametrize(
    ("percent", "label"),
    [
        ("100", "Tốt"),
        ("85", "Tốt"),
        ("84.9999", "Khá"),
        ("70", "Khá"),
        ("69.9999", "Trung bình"),
        ("50", "Trung bình"),
        ("49.9999", "Yếu"),
        ("0", "Yếu"),
    ],
)
def test_a_threshold_belongs_to_the_better_grade(percent: str, label: str) -> None:
    assert GRADING.grade(Fraction(percent)).label == label


def test_a_cap_never_lifts_a_grade() -> None:
    result = score([Answered(3, "KHONG", critical=True), Answered(1, "DAT")], GRADING)
    assert (result.text, result.label, result.capped) == ("25,0%", "Yếu", False)


@pytest.mark.parametrize(
    "sheet",
    [
        [],
        [Answered(3, "KAD")],
        [Answered(2, None)],
        [Answered(0, "DAT")],
        [Answered(4, "KAD", True)],
    ],
)
def test_nothing_applicable_is_not_zero(sheet: list[Answered]) -> None:
    result = score(sheet, GRADING)
    assert (result.percent, result.grade) == (None, None)
    assert result.text == result.label == "Chưa đủ dữ liệu"


def test_questions_without_an_answer_are_counted_as_open() -> None:
    sheet = [Answered(2, None), Answered(3, "DAT"), Answered(0, None), Answered(1, None)]
    result = score(sheet, GRADING)
    assert (result.open, result.text) == (2, "100,0%")


def test_an_answer_that_the_grading_does_not_know_is_refused() -> None:
    with pytest.raises(InvalidValue, match="CHUA"):
        score([Answered(1, "CHUA")], GRADING)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("62.5", "62,5"), ("77.7777", "77,8"), ("84.95", "85,0"), ("0.05", "0,1"), ("0", "0,0")],
)
def test_percentages_are_shown_with_one_decimal_rounded_half_up(number: str, shown: str) -> None:
    assert one_decimal(Fraction(number)) == shown


@given(SHEETS)
def test_a_percentage_lies_between_0_and_100(sheet: list[Answered]) -> None:
    result = score(sheet, GRADING)
    assert result.percent is None or 0 <= result.percent <= 100


@given(SHEETS)
def test_the_order_of_the_questions_does_not_matter(sheet: list[Answered]) -> None:
    mixed = sorted(sheet, key=lambda one: (one.weight, str(one.answer), one.critical))
    assert score(mixed, GRADING) == score(sheet, GRADING)


@given(SHEETS.filter(bool))
def test_a_better_answer_never_lowers_the_score(sheet: list[Answered]) -> None:
    before = score(sheet, GRADING)
    for at, one in enumerate(sheet):
        if one.answer in ("MOT_PHAN", "KHONG"):
            better = [*sheet[:at], Answered(one.weight, "DAT", one.critical), *sheet[at + 1 :]]
            after = score(better, GRADING)
            assert (after.percent or 0) >= (before.percent or 0)
            assert (
                after.grade is None
                or before.grade is None
                or (after.grade.at_least >= before.grade.at_least)
            )


@given(SHEETS)
def test_a_failed_critical_question_leaves_at_most_the_cap(sheet: list[Answered]) -> None:
    failed = [*sheet, Answered(1, "KHONG", critical=True)]
    grade = score(failed, GRADING).grade
    assert grade is not None
    assert grade.at_least <= 50
