"""Numbers of cases: written, read, continued."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import InvalidValue
from desktop.rules.numbering import CaseNumber, NumbersUsedUp, document_number, next_case_number

NUMBERS = st.builds(
    CaseNumber,
    st.from_regex(r"[0-9]{5}", fullmatch=True).filter(str.isascii),
    st.integers(2000, 2099),
    st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    st.integers(1, 9999),
)


@given(NUMBERS)
def test_a_number_reads_back_as_it_was_written(number: CaseNumber) -> None:
    assert CaseNumber.parse(number.text) == number


def test_a_number_is_commune_year_letter_and_four_digits() -> None:
    assert CaseNumber("20854", 2026, "B", 17).text == "20854-26-B-0017"
    assert CaseNumber("00123", 2009, "A", 9999).text == "00123-09-A-9999"


def test_typing_may_be_careless_about_blanks_and_small_letters() -> None:
    assert CaseNumber.parse(" 20854 -26-b- 0017") == CaseNumber("20854", 2026, "B", 17)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20854-26-B-17",
        "2085-26-B-0017",
        "20854-26-MT-0017",
        "20854-26-B-0000",
        "20854/26/B/0017",
    ],
)
def test_other_writings_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidValue, match="20854-26-B-0017"):
        CaseNumber.parse(text)


def test_counting_begins_at_one_for_each_commune_year_and_pc() -> None:
    given_away = ["20854-26-A-0041", "20854-25-B-0099", "20855-26-B-0007", "HS cũ 17", ""]
    assert next_case_number("20854", 2026, "B", given_away).text == "20854-26-B-0001"


def test_a_gap_is_never_filled() -> None:
    given_away = ["20854-26-B-0001", "20854-26-B-0009", "20854-26-B-0003"]
    assert next_case_number("20854", 2026, "B", given_away).text == "20854-26-B-0010"


@given(st.lists(NUMBERS, max_size=20), NUMBERS.filter(lambda one: one.seq < 9999))
def test_a_new_number_was_never_given_before(numbers: list[CaseNumber], own: CaseNumber) -> None:
    given_away = [one.text for one in [*numbers, own]]
    alike = [one.seq for one in numbers if one.text[:-4] == own.text[:-4]]
    if max(alike, default=0) < 9999:
        new = next_case_number(own.commune, own.year, own.letter, given_away)
        assert new.text not in given_away
        assert new.seq > own.seq


def test_after_the_last_number_the_clerk_is_told_what_to_do() -> None:
    with pytest.raises(NumbersUsedUp, match="hãy đổi chữ máy"):
        next_case_number("20854", 2026, "B", ["20854-26-B-9999"])


@pytest.mark.parametrize(("commune", "letter"), [("48", "A"), ("20854", "b"), ("20854", "AB")])
def test_a_commune_without_five_digits_is_our_mistake(commune: str, letter: str) -> None:
    with pytest.raises(ValueError, match="CaseNumber"):
        next_case_number(commune, 2026, letter, [])


def test_papers_under_ten_have_a_nought_before_them() -> None:
    assert document_number(5, "QĐ", "UBND") == "05/QĐ-UBND"
    assert document_number(1250, "BC", "UBND") == "1250/BC-UBND"
