"""A case moves to another office: it arrives whole, and the old office keeps a name and a number."""

from __future__ import annotations

import datetime as dt
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import makers
from conftest import NOW
from desktop.base.errors import InvalidRecord, UserError
from desktop.operations import cases, lists, records, upkeep
from desktop.operations.imports_taken_back import received_files, take_import_back
from desktop.operations.lists import Filter
from desktop.operations.receiving import receive
from desktop.operations.refused_parts import list_refused, try_refused_again
from desktop.operations.sending import send
from desktop.operations.told_facts import ENDS
from desktop.operations.transfers import Paper, find_offices, plan_transfer, transfer_case
from desktop.operations.undoing import undo_last
from desktop.records import CaseFile, Contact, Person
from desktop.store.engine import RawConnection, raw_connection
from desktop.store.exchange import homes
from desktop.store.exchange.authors import lineage_of
from desktop.store.exchange.facts import Facts, Share
from desktop.store.stamping import STAMPER, Stamper
from exchange.enrolled import Offices, enrolled_offices, offices, stick
from exchange.forging import read_raw, write_raw

__all__ = ["enrolled_offices", "offices", "stick"]
PAPER = Paper("12/UBND-VHXH", dt.date(2026, 11, 20), "Chuyển nơi cư trú")


def carry(offices: Offices, sender: str, to: str, stick: Path) -> Any:
    return receive(offices[to], send(offices[sender], offices.scope(to), stick).path)


def around(offices: Offices, stick: Path) -> None:
    """Everybody hears of everything, and that everybody has heard."""
    for _ in range(2):
        for name in ("a", "b"):
            carry(offices, name, "tinh", stick)
            carry(offices, "tinh", name, stick)


@pytest.fixture
def case(offices: Offices, stick: Path) -> uuid.UUID:
    person = makers.person(offices["a"], "Nguyễn Thị Hường", phone="0950000001")
    makers.saved(
        offices["a"], "family_members", person_id=person, full_name="Lê Văn Con", relation="CON"
    )
    made = makers.case(offices["a"], person_id=person)
    makers.contact(offices["a"], made, content="Gặp tại nhà")
    return made


def row(offices: Offices, name: str, table: str, record: uuid.UUID) -> Any:
    with offices[name].store.connection() as connection:
        sql = f"SELECT * FROM {table} WHERE id = ?"
        return connection.exec_driver_sql(sql, (record.bytes,)).one()


def listed(offices: Offices, name: str, *filters: Filter) -> list[uuid.UUID]:
    shown = lists.listing(offices[name], "case_files", filters=filters)
    return [uuid.UUID(bytes=one) for one in lists.ListReader(offices[name], shown).ids()]


def person_of(offices: Offices, name: str, case: uuid.UUID) -> uuid.UUID:
    found: uuid.UUID = makers.loaded(offices[name], CaseFile, case).person_id
    return found


def contents(offices: Offices, name: str) -> list[str]:
    with offices[name].reading() as session:
        return list(session.scalars(sa.select(Contact.content).where(~Contact.stub)))


def test_the_new_office_gets_the_whole_case_with_its_person(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    receipt = carry(offices, "a", "tinh", stick)
    assert receipt.tally.set_aside == []
    carry(offices, "tinh", "b", stick)
    folder = cases.read_case(offices["b"], case)
    assert folder.header.name == "Nguyễn Thị Hường"
    assert folder.person.values["phone"] == "0950000001"
    assert dict(folder.header.counts) == {"contacts": 1, "case_documents": 1, "family_members": 1}
    assert not folder.sealed
    (said,) = folder.header.remarks
    assert said.sentence.startswith("Hồ sơ do Xã Tiên Phước chuyển đến theo văn bản 12/UBND-VHXH")
    assert listed(offices, "b") == [case]
    cases.move_case(offices["b"], case, "DANH_GIA")


def test_a_case_that_was_sent_before_moves_too(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    around(offices, stick)
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    makers_receipt = carry(offices, "a", "tinh", stick)
    assert makers_receipt.tally.set_aside == []
    carry(offices, "tinh", "b", stick)
    assert contents(offices, "b") == ["Gặp tại nhà"]


def test_the_old_office_says_where_it_went_and_writes_no_more(
    offices: Offices, case: uuid.UUID
) -> None:
    office = offices["a"]
    transfer_case(office, case, offices.scope("b"), PAPER)
    folder = cases.read_case(office, case)
    assert folder.sealed
    assert not folder.gone
    assert folder.header.stages[-1].label == "Đã chuyển tới Phường Hải Châu"
    with pytest.raises(UserError, match="đã chuyển tới Phường Hải Châu theo văn bản 12/UBND"):
        makers.contact(office, case)
    with pytest.raises(UserError, match="đã chuyển tới"):
        cases.move_case(office, case, "DANH_GIA")
    with pytest.raises(UserError, match="đã chuyển tới"):
        records.save(office, "people", folder.person.id, {"phone": "0950000009"})
    assert listed(offices, "a") == []
    assert listed(offices, "a", Filter("id", "left", offices.scope("a"))) == [case]


def test_its_copy_shrinks_to_number_and_name_once_the_rest_is_confirmed(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    number, person = makers.loaded(offices["a"], CaseFile, case).number, None
    person = person_of(offices, "a", case)
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    carry(offices, "a", "tinh", stick)
    assert not cases.read_case(offices["a"], case).gone
    carry(offices, "tinh", "a", stick)
    folder = cases.read_case(offices["a"], case)
    assert folder.gone
    assert (folder.header.name, folder.header.number) == ("Nguyễn Thị Hường", number)
    left = {v for v in row(offices, "a", "people", person)._mapping.values() if v}
    assert "0950000001" not in left
    assert contents(offices, "a") == []
    assert listed(offices, "a", Filter("id", "left", offices.scope("a"))) == [case]
    assert lists.find(offices["a"], "huong 0950") == []
    assert lists.find(offices["a"], "nguyen thi huong")[0].id == person
    with offices["a"].store.connection() as connection:
        sql = "SELECT count(*) FROM sync_hist WHERE row IN (?, ?)"
        count = connection.exec_driver_sql(sql, (case.bytes, person.bytes)).scalar()
    assert count == 0
    assert upkeep.check_office(offices["a"]) == []


def test_the_old_office_hears_nothing_of_what_comes_later(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    around(offices, stick)
    makers.contact(offices["b"], case, content="Gặp ở phường")
    records.save(offices["b"], "people", person_of(offices, "b", case), {"phone": "0950000077"})
    around(offices, stick)
    assert contents(offices, "a") == []
    assert cases.read_case(offices["a"], case).gone
    assert sorted(contents(offices, "tinh")) == ["Gặp tại nhà", "Gặp ở phường"]


def test_what_was_written_before_the_move_was_heard_of_reaches_the_new_office(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    around(offices, stick)
    transfer_case(offices["tinh"], case, offices.scope("b"), PAPER)
    person = person_of(offices, "a", case)
    makers.contact(offices["a"], case, content="Chưa biết đã chuyển")
    records.save(offices["a"], "people", person, {"phone": "0950000055"})
    carry(offices, "tinh", "a", stick)
    folder = cases.read_case(offices["a"], case)
    assert folder.departure is not None
    assert not folder.gone
    receipt = carry(offices, "a", "tinh", stick)
    assert receipt.tally.set_aside == []
    carry(offices, "tinh", "b", stick)
    assert sorted(contents(offices, "b")) == ["Chưa biết đã chuyển", "Gặp tại nhà"]
    assert records.read(offices["b"], "people", person).values["phone"] == "0950000055"
    assert {one.scope for one in _all(offices, "b", Contact)} == {offices.scope("b")}
    carry(offices, "tinh", "a", stick)
    assert cases.read_case(offices["a"], case).gone


def _all(offices: Offices, name: str, kind: Any) -> list[Any]:
    with offices[name].reading() as session:
        return list(session.scalars(sa.select(kind).where(~kind.stub)))


def test_a_person_with_another_case_stays_and_is_shown(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    person = person_of(offices, "a", case)
    kept = makers.case(offices["a"], person_id=person)
    assert not plan_transfer(offices["a"], case).along
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    around(offices, stick)
    assert makers.loaded(offices["b"], Person, person).scope == offices.scope("a")
    assert listed(offices, "b") == [case]
    assert listed(offices, "a") == [kept]
    records.save(offices["b"], "people", person, {"phone": "0950000033"})
    assert carry(offices, "b", "tinh", stick).tally.set_aside == []
    carry(offices, "tinh", "a", stick)
    assert records.read(offices["a"], "people", person).values["phone"] == "0950000033"


def test_a_case_comes_back_whole(offices: Offices, stick: Path, case: uuid.UUID) -> None:
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    around(offices, stick)
    makers.contact(offices["b"], case, content="Gặp ở phường")
    transfer_case(offices["b"], case, offices.scope("a"), PAPER)
    around(offices, stick)
    assert sorted(contents(offices, "a")) == ["Gặp tại nhà", "Gặp ở phường"]
    assert listed(offices, "a") == [case]
    assert not cases.read_case(offices["a"], case).sealed
    assert cases.read_case(offices["b"], case).gone


def test_nobody_may_give_away_or_show_what_is_not_theirs(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    around(offices, stick)
    with offices["b"].writing() as session:
        stamper: Stamper = session.info[STAMPER]
        seq, dot = stamper.log_apart("share", [])
        facts = Facts(raw_connection(session.connection()), stamper.lineage)
        oid = stamper.lineage[dot.origin].oid
        facts.take_share(Share(case.bytes, offices.scope("b"), "", 0, dot.hlc, oid), seq)
    receipt = carry(offices, "b", "tinh", stick)
    assert [why for _, _, why in receipt.tally.set_aside] == ["share"]
    carry(offices, "tinh", "b", stick)
    assert listed(offices, "b") == []


def test_a_case_goes_to_nobody_who_may_not_read_it(offices: Offices, stick: Path) -> None:
    drugs = makers.case(offices["a"], case_type="MT_SD")
    with pytest.raises(UserError, match="chưa có máy nào được xem loại hồ sơ này"):
        transfer_case(offices["a"], drugs, offices.scope("b"), PAPER)
    transfer_case(offices["a"], drugs, offices.scope("tinh"), PAPER)


def test_the_paper_must_be_named(offices: Offices, case: uuid.UUID) -> None:
    with pytest.raises(InvalidRecord) as refused:
        transfer_case(offices["a"], case, offices.scope("b"), Paper(" ", dt.date(2026, 12, 1), ""))
    assert refused.value.problems.keys() == {"number", "on", "why"}


def test_offices_are_found_by_a_part_of_their_name(offices: Offices) -> None:
    assert [one.name for one in find_offices(offices["a"], "hai chau")] == ["Phường Hải Châu"]
    assert offices.scope("a") not in [one.scope for one in find_offices(offices["a"])]


def test_a_move_is_taken_back_until_it_was_sent(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    undo_last(offices["a"])
    folder = cases.read_case(offices["a"], case)
    assert (folder.departure, folder.sealed, folder.header.counts["case_documents"]) == (
        None,
        False,
        0,
    )
    around(offices, stick)
    assert listed(offices, "b") == []
    assert listed(offices, "a") == [case]
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    send(offices["a"], offices.scope("tinh"), stick)
    with pytest.raises(UserError, match="tệp gửi đi"):
        undo_last(offices["a"])


# -- what the old office writes afterwards -------------------------------------------------


def write_past_the_door(offices: Offices, name: str, case: uuid.UUID, content: str) -> None:
    """What a program writes that lets people into cases that the office has left."""
    with offices[name].writing() as session:
        session.add(Contact(case_id=case, at=NOW, channel="TN", content=content))


@contextmanager
def raw_of(offices: Offices, name: str) -> Iterator[RawConnection]:
    with offices[name].store.connection() as connection:
        yield raw_connection(connection)


def why(receipt: Any) -> set[str]:
    return {one for _, _, one in receipt.tally.set_aside}


@pytest.mark.parametrize("again", [False, True], ids=["at once", "the next morning"])
def test_what_the_old_office_writes_after_it_knew_is_set_aside_and_said(
    offices: Offices, stick: Path, case: uuid.UUID, *, again: bool
) -> None:
    around(offices, stick)
    transfer_case(offices["tinh"], case, offices.scope("b"), PAPER)
    makers.contact(offices["a"], case, content="Chưa biết đã chuyển")
    carry(offices, "tinh", "a", stick)
    if again:
        offices.close("a")
    write_past_the_door(offices, "a", case, "Đã biết mà vẫn ghi")
    receipt = carry(offices, "a", "tinh", stick)
    assert [one[0] for one in receipt.tally.set_aside] == [Contact.entity]
    assert why(receipt) == {"ended"}
    assert sorted(contents(offices, "tinh")) == ["Chưa biết đã chuyển", "Gặp tại nhà"]
    (part,) = list_refused(offices["tinh"])
    assert part.reason == "nơi gửi ghi sau khi đã biết hồ sơ này không còn của mình"
    assert part.is_kept


def test_an_edit_of_the_case_itself_after_the_office_knew_is_set_aside(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    around(offices, stick)
    before = makers.loaded(offices["tinh"], CaseFile, case).problem
    transfer_case(offices["tinh"], case, offices.scope("b"), PAPER)
    carry(offices, "tinh", "a", stick)
    with offices["a"].writing() as session:
        session.get_one(CaseFile, case).problem = "Đã biết mà vẫn sửa"
    assert why(carry(offices, "a", "tinh", stick)) == {"ended"}
    assert makers.loaded(offices["tinh"], CaseFile, case).problem == before


def test_an_office_that_gave_the_case_away_itself_knew_it_at_once(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    around(offices, stick)
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    write_past_the_door(offices, "a", case, "Sau khi chuyển")
    receipt = carry(offices, "a", "tinh", stick)
    assert [(one[0], one[2]) for one in receipt.tally.set_aside] == [(Contact.entity, "ended")]
    assert contents(offices, "tinh") == ["Gặp tại nhà"]


def test_a_copy_of_an_older_day_may_not_have_known(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    around(offices, stick)
    transfer_case(offices["tinh"], case, offices.scope("b"), PAPER)
    offices.close("a")
    copy = shutil.copytree(offices.folder / "a", offices.folder / "kept")
    carry(offices, "tinh", "a", stick)
    carry(offices, "a", "tinh", stick)
    offices.close("a")
    shutil.rmtree(offices.folder / "a")
    copy.rename(offices.folder / "a")
    offices.clock.forward(hours=24)
    makers.contact(offices["a"], case, content="Bản sao chưa biết")
    assert why(carry(offices, "a", "tinh", stick)) == set()
    assert "Bản sao chưa biết" in contents(offices, "tinh")


def test_once_the_case_is_back_what_was_learnt_of_the_former_end_is_over(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    around(offices, stick)
    transfer_case(offices["b"], case, offices.scope("a"), PAPER)
    around(offices, stick)
    makers.contact(offices["a"], case, content="Lại về xã")
    assert why(carry(offices, "a", "tinh", stick)) == set()
    transfer_case(offices["tinh"], case, offices.scope("b"), PAPER)
    makers.contact(offices["a"], case, content="Chưa biết lần hai")
    carry(offices, "tinh", "a", stick)
    assert why(carry(offices, "a", "tinh", stick)) == set()
    assert {"Lại về xã", "Chưa biết lần hai"} <= {*contents(offices, "tinh")}


def test_what_was_set_aside_comes_in_once_the_case_is_given_back(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    around(offices, stick)
    transfer_case(offices["tinh"], case, offices.scope("b"), PAPER)
    carry(offices, "tinh", "a", stick)
    write_past_the_door(offices, "a", case, "Ghi khi đã chuyển")
    carry(offices, "a", "tinh", stick)
    with pytest.raises(UserError, match="không còn của mình"):
        try_refused_again(offices["tinh"])
    transfer_case(offices["tinh"], case, offices.scope("a"), PAPER)
    try_refused_again(offices["tinh"])
    assert "Ghi khi đã chuyển" in contents(offices, "tinh")


def test_nobody_says_of_another_office_since_when_it_knew(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    around(offices, stick)
    transfer_case(offices["tinh"], case, offices.scope("b"), PAPER)
    carry(offices, "tinh", "a", stick)
    with raw_of(offices, "a") as raw:
        (ending,) = raw.execute("SELECT * FROM sync_share_end WHERE root = ?", (case.bytes,))
    path = send(offices["b"], offices.scope("tinh"), stick).path
    sections = read_raw(offices["tinh"], path)
    with offices["a"].store.connection() as connection:
        lineage = lineage_of(connection)
    oids = [lineage[no].oid for no in (ending[3], ending[5])]
    told = [case.bytes, offices.scope("a"), ending[2], oids[0], 1, oids[0]]
    sections["0"].append([2, ENDS, [told]])
    receive(offices["tinh"], write_raw(offices["b"], offices.scope("tinh"), path, sections))
    with raw_of(offices, "tinh") as raw:
        assert raw.execute("SELECT count(*) FROM sync_share_end").fetchone() == (0,)


# -- taking a file back that said who has a case ------------------------------------------


def shares(offices: Offices, name: str) -> list[tuple[object, ...]]:
    with raw_of(offices, name) as raw:
        told = "SELECT * FROM sync_share ORDER BY root, office"
        ends = "SELECT * FROM sync_share_end ORDER BY root, hlc"
        return [*raw.execute(told), *raw.execute(ends)]


def test_taking_a_file_back_leaves_shares_as_they_were_before_it(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    around(offices, stick)
    transfer_case(offices["b"], case, offices.scope("a"), PAPER)
    before = {name: shares(offices, name) for name in ("tinh", "a")}
    for sender, name in (("b", "tinh"), ("tinh", "a")):
        carry(offices, sender, name, stick)
        assert shares(offices, name) != before[name]
        take_import_back(offices[name])
        assert shares(offices, name) == before[name]
        if name == "tinh":
            assert cases.read_case(offices["b"], case).departure is not None
            carry(offices, sender, name, stick)
    assert cases.read_case(offices["a"], case).departure is not None
    carry(offices, "tinh", "a", stick)
    assert not cases.read_case(offices["a"], case).sealed


def test_two_files_taken_back_in_any_order_leave_nothing_of_either(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    around(offices, stick)
    transfer_case(offices["tinh"], case, offices.scope("b"), PAPER)
    offices.close("a")
    copy = shutil.copytree(offices.folder / "a", offices.folder / "kept")
    before = shares(offices, "a")
    carry(offices, "tinh", "a", stick)
    first = received_files(offices["a"])[0].package
    transfer_case(offices["tinh"], case, offices.scope("a"), PAPER)
    carry(offices, "tinh", "a", stick)
    second = received_files(offices["a"])[0].package
    for package in (first, second):
        take_import_back(offices["a"], package)
    assert shares(offices, "a") == before
    offices.close("a")
    shutil.rmtree(offices.folder / "a")
    copy.rename(offices.folder / "a")
    assert shares(offices, "a") == before


def test_a_move_that_is_taken_back_leaves_the_shares_of_an_earlier_one(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    around(offices, stick)
    transfer_case(offices["b"], case, offices.scope("a"), PAPER)
    around(offices, stick)
    before = shares(offices, "a")
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    assert shares(offices, "a") != before
    undo_last(offices["a"])
    assert shares(offices, "a") == before


def test_a_purge_leaves_nothing_of_what_was_said_of_shares(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    transfer_case(offices["a"], case, offices.scope("b"), PAPER)
    around(offices, stick)
    transfer_case(offices["b"], case, offices.scope("a"), PAPER)
    carry(offices, "b", "tinh", stick)
    with offices["tinh"].writing() as session:
        homes.bury(session, session.get_one(CaseFile, case), "Theo đơn", "1/QĐ", bytes(64))
    take_import_back(offices["tinh"])
    with raw_of(offices, "tinh") as raw:
        for table, name in (
            ("sync_share", "root"),
            ("sync_share_end", "root"),
            ("sync_before", "row"),
        ):
            sql = f"SELECT count(*) FROM {table} WHERE {name} = ?"
            assert raw.execute(sql, (case.bytes,)).fetchone() == (0,), table
