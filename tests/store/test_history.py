"""The history of a record: who wrote what, from what to what, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

import makers
from conftest import NOW
from desktop.base.clock import StoppedClock
from desktop.base.errors import NotAllowed
from desktop.operations import histories, records
from desktop.operations.office import Office
from desktop.records import CodeItem, Person
from desktop.store.history import history, is_genesis


def test_every_change_is_told_with_its_time_and_author(
    office: Office, clock: StoppedClock, open_as: Callable[..., Office]
) -> None:
    person = makers.person(office)
    clock.forward(hours=1)
    other = open_as("CAN_BO", name="hoa")
    records.save(other, "people", person, {"phone": "0905123456", "sex": "NU"})
    clock.forward(hours=1)
    records.save(office, "people", person, {"phone": None})
    with office.reading() as session:
        edits = history(session, session.get_one(Person, person))
    told = [
        (edit.at, edit.user, edit.field.name, edit.before, edit.after)
        for edit in edits
        if not edit.created
    ]
    one, two = NOW + dt.timedelta(hours=1), NOW + dt.timedelta(hours=2)
    assert told == [
        (two, "lan", "phone", "0905123456", None),
        (one, "hoa", "sex", "NAM", "NU"),
        (one, "hoa", "phone", None, "0905123456"),
    ]
    first = {edit.field.name: edit.after for edit in edits if edit.created}
    assert first["full_name"] == "Nguyễn Văn An"
    assert "phone" not in first
    assert all((edit.at, edit.user) == (NOW, "lan") for edit in edits if edit.created)


def test_codes_and_records_are_told_by_their_names(office: Office) -> None:
    case = makers.case(office)
    worker = makers.officer(office, full_name="Võ Thị Sáu")
    records.save(office, "case_files", case, {"case_worker_id": worker, "case_type": "AN_XA"})
    lines = {
        line.edit.field.name: (line.before, line.after)
        for line in histories.read_history(office, "case_files", case)
        if not line.edit.created
    }
    assert lines["case_worker_id"] == ("Lê Thị Cán", "Võ Thị Sáu")
    before, after = lines["case_type"]
    assert before != "KHAC"
    assert after != "AN_XA"


def test_voiding_is_part_of_the_history(office: Office) -> None:
    hamlet = makers.hamlet(office)
    records.void(office, "hamlets", hamlet, "Sáp nhập")
    line = histories.read_history(office, "hamlets", hamlet)[0]
    assert (line.edit.kind, line.edit.field.name, line.after) == ("void", "void_reason", "Sáp nhập")


def test_what_ships_with_the_program_has_no_history_until_it_is_changed(office: Office) -> None:
    with office.reading() as session:
        item = session.scalars(makers.sa.select(CodeItem).limit(1)).one()
        assert is_genesis(item)
        assert all(edit.at is None and edit.created for edit in history(session, item))
    records.save(office, "code_items", item.id, {"label": "Tên khác"})
    (line,) = [
        line
        for line in histories.read_history(office, "code_items", item.id)
        if not line.edit.created
    ]
    assert (line.before, line.after) == (item.label, "Tên khác")


def test_fields_above_the_level_of_a_user_are_left_out(
    office: Office, open_as: Callable[..., Office]
) -> None:
    worker = makers.officer(office)
    case = makers.case(office, case_worker_id=worker, problem="Hoàn cảnh khó khăn")
    leader = open_as("DOI_TRUONG", officer_id=worker)
    names = {line.edit.field.name for line in histories.read_history(leader, "case_files", case)}
    assert "status" in names
    assert not names & {"problem", "case_type"}


def test_the_history_of_a_case_is_not_for_everybody(
    office: Office, open_as: Callable[..., Office]
) -> None:
    case = makers.case(office)
    with pytest.raises(NotAllowed):
        histories.read_history(open_as("QUAN_TRI"), "case_files", case)
