"""A restricted case is opened by its worker, the leaders and those who are named."""

from __future__ import annotations

import pytest

from desktop.base.errors import UserError
from desktop.operations import readers, records, users
from desktop.operations.lists import count
from desktop.operations.office import User
from makers import case


@pytest.fixture
def colleague(office):
    told = User("binh", "Trần Bình", "CAN_BO", compartments=frozenset({0}))
    users.add_account(office, told, "Hoa-lan-2026")
    return told


def test_a_named_reader_sees_the_case_and_nobody_else_does(office, open_as, colleague):
    case_id = case(office, access_level="HAN_CHE", case_type="NGUY_CO")
    other = open_as("CAN_BO", name="binh", compartments=frozenset({0}))
    readers.set_readers(office, case_id, ["binh"])
    assert count(other, "case_files") == 1
    records.read(other, "case_files", case_id)
    third = open_as("CAN_BO", name="chi", compartments=frozenset({0}))
    assert count(third, "case_files") == 0
    with pytest.raises(UserError):
        records.read(third, "case_files", case_id)


def test_who_restricts_a_case_can_still_open_it(office):
    case_id = case(office, access_level="HAN_CHE", case_type="NGUY_CO")
    records.read(office, "case_files", case_id)
    open_case = case(office, case_type="NGUY_CO")
    records.save(office, "case_files", open_case, {"access_level": "HAN_CHE"})
    records.read(office, "case_files", open_case)


def test_readers_of_an_open_case_are_not_named(office, colleague):
    case_id = case(office, access_level="THUONG", case_type="NGUY_CO")
    with pytest.raises(UserError, match="không hạn chế"):
        readers.set_readers(office, case_id, ["binh"])


def test_the_list_of_readers_marks_those_who_are_named(office, colleague):
    case_id = case(office, access_level="HAN_CHE", case_type="NGUY_CO")
    readers.set_readers(office, case_id, ["binh"])
    assert {r.name: r.named for r in readers.read_readers(office, case_id)}["binh"] is True
    readers.set_readers(office, case_id, [])
    named = [r.name for r in readers.read_readers(office, case_id) if r.named]
    assert named == [office.user.name]
