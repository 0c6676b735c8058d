"""Quick search: without accents, any order, beginnings; exact accents first; numbers too."""

from __future__ import annotations

import contextlib
import unicodedata

import hypothesis
import pytest
from hypothesis import strategies as st

import makers
from desktop.fields import PersonName
from desktop.operations import records
from desktop.operations.lists import find
from desktop.operations.office import Office
from desktop.records import Person
from strategies import VIETNAMESE, values_of


def names(office: Office, typed: str) -> list[str]:
    return [
        makers.loaded(office, Person, hit.id).full_name
        for hit in find(office, typed)
        if hit.table == "people"
    ]


@pytest.fixture
def people(office: Office) -> Office:
    for name in ("Nguyễn Văn Túy", "Nguyễn Vân Tùy", "Đặng Thị Hoà", "Trần Đình Quý"):
        makers.person(office, name)
    return office


@pytest.mark.parametrize(
    "typed", ["nguyen van", "van nguyen", "ngu va", "NGUYỄN", "nguyê", "  nguyen   tu  "]
)
def test_words_are_found_without_accents_in_any_order_from_their_beginnings(
    people: Office, typed: str
) -> None:
    assert set(names(people, typed)) == {"Nguyễn Văn Túy", "Nguyễn Vân Tùy"}


def test_a_stroke_through_d_is_no_matter(people: Office) -> None:
    for typed in ("dang", "đang", "Đặng", "DANG THI"):
        assert names(people, typed) == ["Đặng Thị Hoà"]


def test_both_ways_of_placing_a_tone_are_the_same(people: Office) -> None:
    assert names(people, "tuý")[0] == names(people, "túy")[0] == "Nguyễn Văn Túy"
    assert names(people, "hoà") == names(people, "hòa") == ["Đặng Thị Hoà"]
    assert names(people, "quý") == ["Trần Đình Quý"]


def test_exact_accents_come_first(people: Office) -> None:
    assert names(people, "nguyễn tùy") == ["Nguyễn Vân Tùy", "Nguyễn Văn Túy"]
    assert names(people, "nguyễn túy") == ["Nguyễn Văn Túy", "Nguyễn Vân Tùy"]
    assert names(people, "vân") == ["Nguyễn Vân Tùy", "Nguyễn Văn Túy"]


def test_all_words_must_be_there(people: Office) -> None:
    assert names(people, "nguyen hoa") == []
    assert names(people, "guyen") == []


def test_text_that_was_typed_decomposed_finds_the_same(people: Office) -> None:
    assert names(people, unicodedata.normalize("NFD", "Đặng Thị Hoà")) == ["Đặng Thị Hoà"]


def test_numbers_are_found_by_their_beginning(office: Office) -> None:
    person = makers.person(office, id_type="CAN_CUOC", id_number="048090001234", phone="0905123456")
    for typed in ("048090", "048090001234", "0905"):
        assert [hit.id for hit in find(office, typed)] == [person]
    case = makers.case(office, person_id=person)
    number = makers.loaded(office, makers.cases.CaseFile, case).number
    for typed in (number, number.replace("-", " "), number[-4:] + " 20854"):
        assert case in [hit.id for hit in find(office, typed)]


def test_what_changed_is_found_by_its_new_words_only(people: Office) -> None:
    (person,) = [hit.id for hit in find(people, "quy")]
    records.save(people, "people", person, {"full_name": "Trần Đình Phú"})
    assert names(people, "quy") == []
    assert names(people, "phu") == ["Trần Đình Phú"]


def test_voided_records_are_not_found_until_they_are_brought_back(people: Office) -> None:
    (person,) = [hit.id for hit in find(people, "quy")]
    records.void(people, "people", person, "Ghi nhầm")
    assert names(people, "quy") == []
    records.unvoid(people, "people", person)
    assert names(people, "quy") == ["Trần Đình Quý"]


def test_what_was_not_saved_is_not_found(people: Office) -> None:
    with contextlib.suppress(ZeroDivisionError), people.writing() as session:
        session.add(Person(full_name="Lý Không Lưu", sex="NAM"))
        session.flush()
        session.info["half way"] = 1 / 0
    assert names(people, "khong luu") == []


@pytest.mark.parametrize(
    "typed", ["", " ", "-", "'", '"', "*", "***", "a_b", "NEAR(a b)", "a AND", "\x00"]
)
def test_signs_are_no_commands(people: Office, typed: str) -> None:
    assert isinstance(find(people, typed), list)


@hypothesis.given(st.text(max_size=30))
def test_anything_may_be_typed(office: Office, typed: str) -> None:
    assert isinstance(find(office, typed), list)


@hypothesis.settings(max_examples=20)
@hypothesis.given(values_of(PersonName()), st.data())
def test_every_name_is_found_by_any_of_its_words(
    office: Office, name: str, data: st.DataObject
) -> None:
    person = makers.person(office, name)
    words = data.draw(st.permutations(name.split()))
    typed = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in words)
    if data.draw(st.booleans()):
        typed = unicodedata.normalize("NFD", typed.upper())
    assert person in [hit.id for hit in find(office, typed, 10_000)]


@hypothesis.given(st.text(VIETNAMESE + "0123456789_ ²½", min_size=1, max_size=12))
def test_the_index_knows_words_as_we_do(office: Office, text: str) -> None:
    """What Python takes for one word must be one to SQLite, or a search for it would fail."""
    from desktop.base.text import words

    with office.store.connection(write=True) as connection:
        connection.exec_driver_sql("DELETE FROM search_words WHERE rowid = 1000000")
        connection.exec_driver_sql(
            "INSERT INTO search_words(rowid, words) VALUES (1000000, ?)", (" ".join(words(text)),)
        )
        for word in words(text):
            found = connection.exec_driver_sql(
                "SELECT rowid FROM search_words WHERE search_words MATCH ?", (f'"{word}"',)
            )
            assert (1000000,) in [tuple(row) for row in found]
