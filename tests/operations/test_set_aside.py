"""Rows that nobody wanted with the rest of their file: kept, taken in later, never lost."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

import makers
from desktop.base.errors import UserError
from desktop.operations import records
from desktop.operations.imports_taken_back import received_files, take_import_back
from desktop.operations.incoming import Group, IncomingRow, Preview, look_at, take_in
from desktop.operations.incoming_choice import Choice
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.sending import pending, send
from desktop.operations.set_aside import count_set_aside, look_at_set_aside, take_set_aside
from desktop.operations.taking_in import Receipt
from desktop.records import CaseFile, Person
from desktop.store.exchange.facts import Grave
from desktop.versions.origins import GENESIS_OID
from exchange.enrolled import Offices, called, enrolled_offices, offices, stick

__all__ = ["enrolled_offices", "offices", "stick"]


def sent(offices: Offices, stick: Path, name: str = "a", to: str = "tinh") -> Path:
    return send(offices[name], offices.scope(to), stick).path


def take_without(office: Office, path: Path, *called: str) -> Receipt:
    """Take a file in without the rows that are called so."""
    found = look_at(office, path)
    choice = Choice(found.rows)
    choice.leave([row for row in found.rows if row.called in called])
    taken = take_in(office, [path], left=choice.left())
    return taken.morning.receipts[0]


def named(found: Preview, called: str) -> IncomingRow:
    (row,) = [row for row in found.rows if row.called == called]
    return row


def test_a_row_that_is_not_wanted_stays_out_and_can_be_taken_in_later(
    offices: Offices, stick: Path
) -> None:
    makers.person(offices["a"], "Nguyễn Văn Lấy")
    makers.person(offices["a"], "Nguyễn Văn Bỏ")
    receipt = take_without(offices["tinh"], sent(offices, stick), "Nguyễn Văn Bỏ")
    assert receipt.left == 1
    assert called(offices["tinh"]) == {"Nguyễn Văn Lấy"}
    assert count_set_aside(offices["tinh"]) == 1
    found = look_at_set_aside(offices["tinh"])
    row = named(found, "Nguyễn Văn Bỏ")
    assert (row.group, row.source) == (Group.NEW, "Tệp số 1 của Xã Tiên Phước")
    assert called(offices["tinh"]) == {"Nguyễn Văn Lấy"}, "looking changes nothing"
    taken = take_set_aside(offices["tinh"], [row.id])
    assert taken.changes.ids("people") == {row.id}
    assert called(offices["tinh"]) == {"Nguyễn Văn Lấy", "Nguyễn Văn Bỏ"}
    assert count_set_aside(offices["tinh"]) == 0
    with pytest.raises(UserError, match="không còn"):
        take_set_aside(offices["tinh"], [row.id])


def test_what_was_left_is_acknowledged_and_not_sent_again(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"], "Nguyễn Văn Bỏ")
    take_without(offices["tinh"], sent(offices, stick), "Nguyễn Văn Bỏ")
    receive(offices["a"], sent(offices, stick, "tinh", "a"))
    waiting = pending(offices["a"], offices.scope("tinh")).counts
    assert Person.entity not in waiting
    receipt = receive(offices["tinh"], sent(offices, stick))
    assert "Nguyễn Văn Bỏ" not in called(offices["tinh"])
    assert receipt.tally.new[Person.entity] == 0


def test_a_value_that_was_left_and_one_that_was_written_since_stand_beside_each_other(
    offices: Offices, stick: Path
) -> None:
    person = makers.person(offices["a"], "Trần Văn Số", phone="0950000001")
    receive(offices["tinh"], sent(offices, stick))
    records.save(offices["a"], "people", person, {"phone": "0950000002"})
    take_without(offices["tinh"], sent(offices, stick), "Trần Văn Số")
    assert records.read(offices["tinh"], "people", person).values["phone"] == "0950000001"
    offices.clock.forward(hours=1)
    records.save(offices["tinh"], "people", person, {"phone": "0950000003"})
    assert [row.group for row in look_at_set_aside(offices["tinh"]).rows] == [Group.JOINED]
    receipt = take_set_aside(offices["tinh"], [person]).morning.receipts[0]
    assert receipt.tally.joined.total() == 1
    assert records.read(offices["tinh"], "people", person).values["phone"] == "0950000003"


def test_a_later_file_brings_what_was_left_and_the_list_forgets_it(
    offices: Offices, stick: Path
) -> None:
    person = makers.person(offices["a"], "Trần Văn Sau", phone="0950000001")
    take_without(offices["tinh"], sent(offices, stick), "Trần Văn Sau")
    records.save(offices["a"], "people", person, {"phone": "0950000002"})
    receive(offices["tinh"], sent(offices, stick))
    assert called(offices["tinh"]) == {"Trần Văn Sau"}
    assert look_at_set_aside(offices["tinh"]).rows == []
    assert count_set_aside(offices["tinh"]) == 0


def test_a_new_person_who_is_left_takes_the_case_and_its_parts_along(
    offices: Offices, stick: Path
) -> None:
    case = makers.case(offices["a"])
    with offices["a"].reading() as session:
        person = session.get_one(CaseFile, case).person_id
    path = sent(offices, stick)
    found = look_at(offices["tinh"], path)
    choice = Choice(found.rows)
    choice.leave([row for row in found.rows if row.id == person])
    dropped = {row.table for row in found.rows if not choice.is_wanted(row)}
    assert {"people", "case_files"} <= dropped
    take_in(offices["tinh"], [path], left=choice.left())
    with offices["tinh"].store.connection() as connection:
        for table in ("people", "case_files"):
            sql = f"SELECT count(*) FROM {table}"
            assert connection.exec_driver_sql(sql).scalar() == 0, "not even a stub"
    choice.want([row for row in found.rows if row.id == case])
    assert {row.id for row in choice.wanted()} >= {person, case}, "the person comes with the case"
    waiting = look_at_set_aside(offices["tinh"])
    take_set_aside(offices["tinh"], [row.id for row in waiting.rows])
    assert count_set_aside(offices["tinh"]) == 0
    with offices["tinh"].reading() as session:
        assert session.get_one(CaseFile, case).person_id == person


def test_undoing_an_import_undoes_what_it_set_aside(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"], "Nguyễn Văn Lấy")
    makers.person(offices["a"], "Nguyễn Văn Bỏ")
    path = sent(offices, stick)
    take_without(offices["tinh"], path, "Nguyễn Văn Bỏ")
    take_import_back(offices["tinh"])
    assert count_set_aside(offices["tinh"]) == 0
    receive(offices["tinh"], path)
    assert called(offices["tinh"]) == {"Nguyễn Văn Lấy", "Nguyễn Văn Bỏ"}


def test_taking_in_what_was_set_aside_can_be_undone(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"], "Nguyễn Văn Lấy")
    makers.person(offices["a"], "Nguyễn Văn Bỏ")
    take_without(offices["tinh"], sent(offices, stick), "Nguyễn Văn Bỏ")
    take_set_aside(offices["tinh"], [row.id for row in look_at_set_aside(offices["tinh"]).rows])
    last = received_files(offices["tinh"])[0]
    assert (last.name, last.office_name) == ("Dòng để riêng", "Xã Tiên Phước")
    take_import_back(offices["tinh"], last.package)
    assert called(offices["tinh"]) == {"Nguyễn Văn Lấy"}
    assert count_set_aside(offices["tinh"]) == 1
    receive(offices["a"], sent(offices, stick, "tinh", "a"))
    assert Person.entity not in pending(offices["a"], offices.scope("tinh")).counts


def test_what_was_taken_in_later_goes_on_to_others(offices: Offices, stick: Path) -> None:
    person = makers.person(offices["a"], "Nguyễn Văn Về", phone="0950000001")
    receive(offices["tinh"], sent(offices, stick))
    records.save(offices["tinh"], "people", person, {"phone": "0950000002"})
    take_without(offices["a"], sent(offices, stick, "tinh", "a"), "Nguyễn Văn Về")
    assert records.read(offices["a"], "people", person).values["phone"] == "0950000001"
    take_set_aside(offices["a"], [person])
    assert records.read(offices["a"], "people", person).values["phone"] == "0950000002"
    receive(offices["tinh"], sent(offices, stick))
    assert records.read(offices["tinh"], "people", person).values["phone"] == "0950000002"


def test_a_purged_person_is_gone_from_what_was_set_aside_too(offices: Offices, stick: Path) -> None:
    person = makers.person(offices["a"], "Nguyễn Văn Xóa")
    take_without(offices["tinh"], sent(offices, stick), "Nguyễn Văn Xóa")
    with offices["tinh"].store.importing("lan") as inbound:
        inbound.facts.take_graves([Grave(person.bytes, 1, GENESIS_OID, "theo đơn", "12/QĐ", b"")])
    assert count_set_aside(offices["tinh"]) == 0
    with offices["tinh"].store.connection() as connection:
        raw = connection.exec_driver_sql("SELECT raw FROM sync_refused").all()
    assert raw == []


def test_choosing_one_of_two_leaves_the_other(offices: Offices, stick: Path) -> None:
    kept, left = uuid.uuid4(), uuid.uuid4()
    rows = [
        IncomingRow(Group.UPDATED, "people", one, "Người", str(one), (), frozenset({kept}))
        for one in (kept, left)
    ]
    choice = Choice(rows)
    choice.leave([rows[1]])
    assert choice.wanted() == [rows[0]]
    assert choice.left().trees == frozenset(), (
        "parts of what was here already are not dragged along"
    )
