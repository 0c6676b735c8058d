from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from desktop.paper.blocks import Run
from desktop.paper.faces import Face, unit_width
from desktop.paper.lines import Line, balance, plain, printable, wrap

SIZE = 13.0
texts = st.text(st.sampled_from("aăáộ Đđ.,-\n\tNg\u0301x\xa0☐"), max_size=120)


def width_of(line: Line) -> float:
    return sum(unit_width(face, text) for face, text in line.segments) * SIZE


@given(texts, st.floats(40, 500), st.floats(0, 15))
def test_no_line_is_wider_than_its_room(text: str, width: float, indent: float) -> None:
    for number, line in enumerate(wrap(text, SIZE, width, indent=indent)):
        room = width - (0 if number else indent)
        assert width_of(line) <= room + 0.05


@given(texts, st.floats(20, 500))
def test_the_width_that_a_line_says_is_that_of_its_text(text: str, width: float) -> None:
    for line in wrap(text, SIZE, width):
        assert abs(width_of(line) - line.width) < 0.05
        assert line.spaces == line.text.count(" ") + line.text.count("\xa0")


@given(texts, st.floats(20, 500))
def test_wrapping_loses_no_letter(text: str, width: float) -> None:
    said = "".join(line.text for line in wrap(text, SIZE, width))
    assert said.replace(" ", "") == plain(text).replace(" ", "").replace("\n", "")


@given(texts, st.floats(60, 500))
def test_a_blank_is_kept_where_a_line_ends_between_two_words(text: str, width: float) -> None:
    lines = wrap(text, SIZE, width)
    copied = "".join(line.text + (" " if line.goes_on else "") for line in lines)
    longest = max(unit_width(Face.REGULAR, word) * SIZE for word in re.split("[ \n]", plain(text)))
    assert not lines[-1].goes_on
    if longest <= width:  # else a word itself is torn, and stays one word
        assert copied.split() == plain(text).split()


@given(st.lists(st.tuples(texts, st.booleans(), st.booleans()), max_size=5), st.floats(20, 400))
def test_runs_of_several_faces_fit_and_lose_nothing(
    parts: list[tuple[str, bool, bool]], width: float
) -> None:
    runs = tuple(Run(text, bold, italic) for text, bold, italic in parts)
    lines = wrap(runs, SIZE, width)
    assert all(width_of(line) <= width + 0.05 for line in lines)
    said = "".join(line.text for line in lines)
    wanted = "".join(printable(text) for text, _, _ in parts)
    assert said.replace(" ", "") == wanted.replace(" ", "").replace("\n", "")


def test_a_word_may_change_its_face_inside() -> None:
    (line,) = wrap((Run("Điều 1"), Run(".", bold=True), Run(" Nội dung")), SIZE, 400)
    assert line.segments == (
        (Face.REGULAR, "Điều 1"),
        (Face.BOLD, "."),
        (Face.REGULAR, " Nội dung"),
    )


def test_blanks_left_for_a_pen_stay_where_they_are() -> None:
    (line,) = wrap("Số:      /QĐ-UBND", SIZE, 400)
    assert line.text == "Số:      /QĐ-UBND"


def test_a_line_feed_ends_a_line_that_is_not_stretched() -> None:
    first, second = wrap("Thôn Một\nThôn Hai", SIZE, 400)
    assert (first.text, first.last, second.text) == ("Thôn Một", True, "Thôn Hai")


def test_decomposed_letters_become_composed_and_unseen_ones_go() -> None:
    assert printable(unicodedata.normalize("NFD", "Đặng Thị Ánh")) == "Đặng Thị Ánh"
    assert printable("a\u200bb\x07c\td\r\ne\u2028f") == "abc d\ne\nf"


def test_balanced_lines_are_as_few_and_about_as_long() -> None:
    text = "ĐỘI CÔNG TÁC XÃ HỘI TÌNH NGUYỆN"
    greedy = wrap(text, SIZE, 190, bold=True)
    even = balance(text, SIZE, 190, bold=True, italic=False)
    assert len(even) == len(greedy) == 2
    assert abs(even[0].width - even[1].width) < abs(greedy[0].width - greedy[1].width)


@given(texts, st.floats(30, 300))
def test_balancing_never_makes_a_line_too_wide(text: str, width: float) -> None:
    lines = balance(text, SIZE, width, bold=False, italic=True)
    assert all(width_of(line) <= width + 0.05 for line in lines)
    assert len(lines) <= len(wrap(text, SIZE, width, italic=True))
