"""Vietnamese text: folding, tones, order of names, numbers in prose."""

from __future__ import annotations

import unicodedata

import hypothesis
import pytest
from hypothesis import strategies as st

from desktop.base import text
from strategies import LETTERS

vietnamese = st.text(LETTERS + " ", max_size=30)


@hypothesis.given(st.text())
def test_tidying_twice_is_tidying_once(given: str) -> None:
    tidied = text.tidy(given)
    assert text.tidy(tidied) == tidied
    assert tidied == text.nfc(tidied)
    assert text.is_plain(tidied)
    tidied.encode()


@pytest.mark.parametrize("sign", ["\0", "\t", "\r", "\x1b", "\x85", "\u200b", "\u2028", "\ufeff"])
def test_signs_that_nobody_types_are_told_from_text(sign: str) -> None:
    assert not text.is_plain(f"Lan{sign}Anh")
    assert text.is_plain("Lan\nAnh – “½”")


@hypothesis.given(vietnamese)
def test_folding_leaves_plain_letters_however_they_were_composed(given: str) -> None:
    folded = text.fold(given)
    assert folded.isascii()
    assert folded == text.fold(unicodedata.normalize("NFD", given.upper()))
    assert text.fold(folded) == folded


@pytest.mark.parametrize(
    ("old", "new"),
    [("tuý", "túy"), ("hoà", "hòa"), ("khoẻ", "khỏe"), ("thuỷ", "thủy"), ("toạ", "tọa")],
)
def test_both_placements_of_a_tone_become_the_new_one(old: str, new: str) -> None:
    assert text.tone_placed(old) == text.tone_placed(new) == new


@pytest.mark.parametrize("word", ["quý", "hoàn", "thuyền", "ngoài", "loan", "qua", "tuy", "nghĩa"])
def test_words_with_one_spelling_stay(word: str) -> None:
    assert text.tone_placed(word) == word


def test_the_order_of_letters_and_tones_is_that_of_the_dictionary() -> None:
    given = ["An", "Ăn", "Ân", "Ban", "Dung", "Đông", "Em", "Êm", "Ông", "Ơn", "Ung", "Ưng", "Y"]
    assert sorted(given, key=text.name_key) == given
    tones = ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Mai"]
    assert sorted(tones, key=text.name_key) == tones


def test_given_names_decide_first_then_family_then_middle_names() -> None:
    given = ["Trần An", "Lê Văn Bình", "Nguyễn Thị Bình", "Nguyễn Văn Bình", "An Bình Cao"]
    assert sorted(given, key=text.name_key) == given


@hypothesis.given(st.text(max_size=20), st.text(max_size=20))
def test_keys_of_any_text_are_ascii(one: str, other: str) -> None:
    assert text.text_key(one).isascii()
    assert text.name_key(other).isascii()


@pytest.mark.parametrize(
    ("number", "step", "prose"),
    [
        (56_412, 100, "hơn 56.400"),
        (5_000, 100, "5.000"),
        (77_263, 50, "hơn 77.250"),
        (1, 100, "hơn 0"),
    ],
)
def test_numbers_are_rounded_down_in_prose(number: int, step: int, prose: str) -> None:
    assert text.about(number, step) == prose


@pytest.mark.parametrize(("number", "prose"), [(3, "03"), (0, "00"), (28, "28"), (1793, "1.793")])
def test_small_counts_have_two_digits(number: int, prose: str) -> None:
    assert text.two_digits(number) == prose


def test_initials_stand_for_a_person_that_must_not_be_named() -> None:
    assert text.initials("Nguyễn Thị  Lan") == "N.T.L."
    assert text.initials("Đặng ánh") == "Đ.Á."
