"""Who may already be known."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.duplicates import Identity, Known, candidates, name_likeness, same_number

NAMES = st.lists(
    st.sampled_from("Nguyễn Trần Lê Thị Văn Hòa Thúy Đặng Ánh An Ân Ngọc Bích".split()),
    min_size=1,
    max_size=4,
).map(" ".join)


def known(name: str | None, year: int | None = None, number: str | None = None) -> Known:
    return Known(name, year, number, id=uuid.uuid4())


def reasons(typed: Identity, *others: Known) -> list[str]:
    return [match.reason for match in candidates(typed, others)]


def test_the_same_identity_number_counts_whatever_the_name() -> None:
    typed = Identity("Trần Văn B", 1990, "048190001234")
    matches = candidates(typed, [known("Lê Thị C", 1971, "048190001234")])
    assert [match.reason for match in matches] == ["Cùng số căn cước"]
    assert matches[0].same_number


def test_an_identity_number_is_the_same_with_blanks_and_dots_between_its_digits() -> None:
    for written in ("048 190 001 234", "048.190.001.234", "048190001234"):
        (match,) = candidates(
            Identity("Trần Văn B", None, written), [known("C", None, "048190001234")]
        )
        assert match.same_number
    assert not same_number(None, None)
    assert not same_number("048190001234", None)


def test_names_are_compared_without_marks_and_with_the_year() -> None:
    typed = Identity("nguyen thi thuy", 1975)
    assert reasons(typed, known("Nguyễn Thị Thúy", 1975)) == [
        "Cùng họ tên khi bỏ dấu, cùng năm sinh 1975"
    ]
    assert reasons(typed, known("Nguyễn Thị Thuý", None)) == [
        "Cùng họ tên khi bỏ dấu, chưa rõ năm sinh"
    ]


def test_another_year_of_birth_is_another_person() -> None:
    assert reasons(Identity("Nguyễn Thị Thúy", 1975), known("Nguyễn Thị Thúy", 1976)) == []


def test_alike_names_say_how_alike_they_are() -> None:
    assert reasons(Identity("Nguyễn Văn Hùng", 1980), known("Nguyễn Văn Hưn", 1980)) == [
        "Tên giống 0,97, cùng năm sinh 1980"
    ]
    assert reasons(Identity("Nguyễn Văn Hùng", 1980), known("Trần Thị Bích", 1980)) == []


def test_the_likeliest_stand_first_and_only_a_few_are_shown() -> None:
    typed = Identity("Lê Văn An", 1980, "048080000001")
    same_name = known("Lê Văn Ân", 1980)
    without_year = known("Lê Văn An", None)
    near = known("Lê Văn Ant", 1980)
    number = known("Khác Hẳn", 1950, "048080000001")
    found = candidates(typed, [near, without_year, same_name, number])
    assert [match.known for match in found] == [number, same_name, without_year, near]
    assert len(candidates(typed, [known("Lê Văn An", 1980) for _ in range(9)])) == 5


@pytest.mark.parametrize("typed", [Identity(), Identity("", 1980, ""), Identity(None, 1980, None)])
def test_somebody_without_name_and_number_matches_nobody(typed: Identity) -> None:
    assert candidates(typed, [known("Lê Văn An", 1980, "1"), known(None, None, None)]) == ()


@given(NAMES, NAMES)
def test_likeness_is_the_same_both_ways_and_within_bounds(one: str, other: str) -> None:
    assert name_likeness(one, other) == name_likeness(other, one)
    assert 0 <= name_likeness(one, other) <= 1
    assert name_likeness(one, one.upper()) == 1
