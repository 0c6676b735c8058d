"""Lists: the order of names, columns of other records, filters, cells as people read them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import hypothesis
import pytest
from hypothesis import strategies as st

import makers
from desktop.base.text import name_key
from desktop.fields import PersonName
from desktop.operations import records
from desktop.operations.lists import listing
from desktop.operations.naming import OfficeNames, names
from desktop.operations.office import Office
from desktop.records import CaseFile, Person
from desktop.store import lists
from desktop.store.lists import Filter, Listing
from strategies import values_of

IN_ORDER = [
    "Trần An",
    "Lê Văn Ân",
    "Nguyễn Thị Bình",
    "Đỗ Dung",
    "Hà Duy",
    "Bùi Đào",
    "Lý Hòa",
    "Lý Hoàn",
    "Nguyễn Thị Lan",
    "Nguyễn Văn Lan",
    "Phạm Lan",
    "Mai Lân",
    "Trần Ở",
    "Vũ Ý",
]


def column(office: Office, shown: Listing) -> list[str]:
    with office.reading() as session:
        ids = lists.read_ids(session, shown)
        assert lists.count(session, shown) == len(ids)
        return [row[0] for row in lists.read_cells(session, shown, ids, names(office, session))]


@pytest.fixture
def people(office: Office) -> Office:
    for name in reversed(IN_ORDER):
        makers.person(office, name)
    return office


def test_a_record_that_is_called_by_another_takes_its_title(office: Office) -> None:
    member = makers.member(office, makers.team(office), "Phạm Thị Dung")
    with office.reading() as session:
        assert lists.titles(session, "memberships", [member]) == {member: "Phạm Thị Dung"}


def test_names_sort_by_the_given_name_in_vietnamese_order(people: Office) -> None:
    shown = Listing(Person, ("full_name",), order=(("full_name", True),))
    assert column(people, shown) == IN_ORDER
    shown = Listing(Person, ("full_name",), order=(("full_name", False),))
    assert column(people, shown) == IN_ORDER[::-1]


@hypothesis.given(st.lists(values_of(PersonName()), max_size=6))
def test_keys_of_names_are_ascii_and_sort_alike_everywhere(found: list[str]) -> None:
    keys = [name_key(name) for name in found]
    assert all(key.isascii() for key in keys)
    assert sorted(keys) == sorted(keys, key=str.encode)


def test_a_reference_sorts_by_the_name_it_shows(people: Office) -> None:
    for name in ("Lê Văn Ân", "Trần An", "Bùi Đào"):
        with people.reading() as session:
            (person,) = session.scalars(makers.sa.select(Person.id).where(Person.full_name == name))
        makers.case(people, person_id=person)
    for name in ("person_id", "person_id.full_name"):
        shown = Listing(CaseFile, (name,), order=((name, True),))
        assert column(people, shown) == ["Trần An", "Lê Văn Ân", "Bùi Đào"]


def test_columns_of_the_record_behind_a_reference_are_shown(office: Office) -> None:
    person = makers.person(office, "Lê Văn Tám", phone="0905123456")
    makers.case(office, person_id=person)
    assert column(office, Listing(CaseFile, ("person_id.phone",))) == ["0905 123 456"]
    assert column(office, Listing(CaseFile, ("person_id",))) == ["Lê Văn Tám"]
    assert column(office, Listing(CaseFile, ("case_type",))) == [
        lists.field_of(CaseFile, "case_type").kind.format("KHAC", code_names(office))
    ]


def code_names(office: Office) -> OfficeNames:
    with office.reading() as session:
        return names(office, session)


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (Filter("full_name", "is", "Trần An"), {"Trần An"}),
        (Filter("full_name", "in", ["Trần An", "Vũ Ý", "Nobody"]), {"Trần An", "Vũ Ý"}),
        (Filter("phone", "filled"), {"Hà Duy"}),
        (Filter("native_place", "filled"), set[str]()),
        (Filter("id_issued_on", "from", dt.date(2022, 5, 1)), {"Bùi Đào"}),
        (Filter("id_issued_on", "until", dt.date(2022, 5, 1)), {"Đỗ Dung", "Bùi Đào"}),
    ],
)
def test_filters(people: Office, condition: Filter, found: set[str]) -> None:
    with people.reading() as session:
        ids = dict(session.execute(makers.sa.select(Person.full_name, Person.id)).all())
    records.save(people, "people", ids["Hà Duy"], {"phone": "0905123456"})
    records.save(people, "people", ids["Đỗ Dung"], {"id_issued_on": dt.date(2022, 4, 30)})
    records.save(people, "people", ids["Bùi Đào"], {"id_issued_on": dt.date(2022, 5, 1)})
    assert set(column(people, Listing(Person, ("full_name",), (condition,)))) == found


def test_one_code_among_several_is_found_and_signs_are_no_wildcards(office: Office) -> None:
    for needs in (("TU_VAN",), ("Y_TE", "TU_VAN"), ("Y_TE",), None):
        makers.case(office, needs=needs)
    has = [Filter("needs", "has", code) for code in ("TU_VAN", "TU%", "TUXVAN", "VAN", "%")]
    counts = [len(column(office, Listing(CaseFile, ("number",), (one,)))) for one in has]
    assert counts == [2, 0, 0, 0, 0]
    assert len(column(office, Listing(CaseFile, ("number",), (Filter("needs", "empty"),)))) == 1


def test_voided_records_are_listed_only_when_asked_for(people: Office) -> None:
    with people.reading() as session:
        person = session.scalars(
            makers.sa.select(Person.id).where(Person.full_name == "Vũ Ý")
        ).one()
    records.void(people, "people", person, "Ghi nhầm")
    assert "Vũ Ý" not in column(people, Listing(Person, ("full_name",)))
    assert "Vũ Ý" in column(people, Listing(Person, ("full_name",), voided=True))


def test_a_row_that_went_leaves_an_empty_line(people: Office) -> None:
    shown = Listing(Person, ("full_name", "phone"))
    with people.reading() as session:
        ids = [*lists.read_ids(session, shown)[:1], uuid.uuid4().bytes]
        cells = lists.read_cells(session, shown, ids, names(people, session))
    assert cells[1] == ["", ""]
    assert cells[0][0]


def test_what_a_user_may_not_see_is_not_in_the_list(
    office: Office, open_as: Callable[..., Office]
) -> None:
    makers.case(office, case_type="MT_NGHIEN")
    makers.case(office, case_type="KHAC")
    clerk = open_as("CAN_BO", compartments=frozenset({0}))
    assert len(column(clerk, listing(clerk, "case_files", ("number",)))) == 1
    assert len(column(office, listing(office, "case_files", ("number",)))) == 2
