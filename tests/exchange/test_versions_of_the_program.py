"""Offices with programs of different versions exchange files, and nothing is lost on the way."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

import makers
from desktop.operations import attachments, records
from desktop.operations.check_up import compare, held_in_common, send_again
from desktop.operations.check_up_facts import answer_check_up, ask_check_up
from desktop.operations.disagreements import disagreements
from desktop.operations.imports_taken_back import take_import_back
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.sending import pending, send
from desktop.operations.taking_in import Receipt
from desktop.store import check
from desktop.store.engine import raw_connection
from desktop.store.exchange import burials
from desktop.store.exchange.adoption import adopt
from desktop.store.exchange.homes import bury_mark
from desktop.store.exchange.stored_values import is_marked
from desktop.store.exchange.unknown import UnknownParts
from desktop.versions.origins import Dot
from exchange.enrolled import Offices, enrolled_offices, offices, stick
from exchange.other_versions import (
    LATER,
    SOON,
    VISITS,
    add_visit,
    beside,
    change_visit,
    seen,
    upgrade_to,
    visits,
    write,
)

__all__ = ["enrolled_offices", "offices", "stick"]


class Post:
    """Carries files between the three."""

    def __init__(self, offices: Offices, stick: Path) -> None:
        self.offices, self.stick = offices, stick

    def __call__(self, sender: str, receiver: str) -> Receipt:
        sent = send(self.offices[sender], self.offices.scope(receiver), self.stick)
        receipt = receive(self.offices[receiver], sent.path)
        assert receipt.tally.set_aside == []
        return receipt


@pytest.fixture
def post(offices: Offices, stick: Path) -> Post:
    return Post(offices, stick)


def shared_person(offices: Offices, post: Post, **values: object) -> uuid.UUID:
    """A person whom the commune and the province know."""
    person = makers.person(offices["a"], "Nguyễn Văn Chung", **values)
    post("a", "tinh")
    post("tinh", "a")
    return person


def test_unknown_fields_go_through_an_older_program_and_back(offices: Offices, post: Post) -> None:
    """v → v - 1 → v: a province that is not updated yet stands between two that are."""
    person = shared_person(offices, post)
    upgrade_to(offices["a"], LATER)
    write(offices["a"], person, shoe_size=41, phone_note="chỉ gọi buổi tối", nickname="Tí")
    assert post("a", "tinh").tally.updated.total() == 1
    assert check.check(offices["tinh"].store) == []
    # The commune loses its PC; what it had written comes back from the province.
    with offices["a"].store.connection(write=True) as connection:
        connection.exec_driver_sql(
            "UPDATE people SET sv = x'00', stub = 1, sq = sq + 1, shoe_size = NULL, phone_note = NULL,"
            " nickname = NULL, full_name = NULL WHERE id = ?",
            (person.bytes,),
        )
        connection.exec_driver_sql("DELETE FROM sync_bound")
    records.save(offices["tinh"], "people", person, {"ethnicity": "TAY"})
    post("a", "tinh")
    post("tinh", "a")
    assert seen(offices["a"], person, "shoe_size", "phone_note", "nickname", "ethnicity") == (
        41,
        "chỉ gọi buổi tối",
        "Tí",
        "TAY",
    )


def test_versions_one_and_two_apart_lose_nothing(offices: Offices, post: Post) -> None:
    """v → v - 1 → v - 2 → v, with each of them writing what it knows."""
    person = shared_person(offices, post, phone="0950000001")
    upgrade_to(offices["a"], LATER)
    write(offices["a"], person, shoe_size=41, nickname="Tí")
    post("a", "tinh")
    # The oldest writes the unit of which it does not know one field.
    records.save(offices["tinh"], "people", person, {"phone": "0950000002"})
    post("tinh", "a")
    assert seen(offices["a"], person, "phone", "shoe_size", "nickname") == ("0950000002", 41, "Tí")
    write(offices["a"], person, phone_note="của vợ", shoe_size=42)
    post("a", "tinh")
    records.save(offices["tinh"], "people", person, {"phone": "0950000003"})
    upgrade_to(offices["tinh"], SOON)
    adopt(offices["tinh"].store)
    assert seen(offices["tinh"], person, "shoe_size", "phone_note") == (42, "của vợ")
    write(offices["tinh"], person, shoe_size=43)
    post("tinh", "a")
    assert seen(offices["a"], person, "phone", "phone_note", "shoe_size", "nickname") == (
        "0950000003",
        "của vợ",
        43,
        "Tí",
    )
    upgrade_to(offices["tinh"], LATER)
    adopt(offices["tinh"].store)
    assert seen(offices["tinh"], person, "nickname") == ("Tí",)
    assert check.check(offices["tinh"].store) == []


def test_empty_is_not_the_same_as_nothing_told(offices: Offices, post: Post) -> None:
    person = shared_person(offices, post)
    upgrade_to(offices["a"], SOON)
    write(offices["a"], person, shoe_size=41)
    post("a", "tinh")
    write(offices["a"], person, shoe_size=None)
    post("a", "tinh")
    upgrade_to(offices["tinh"], SOON)
    # Before it takes up what it has kept, something else stands in the new column.
    with offices["tinh"].store.connection(write=True) as connection:
        sql = "UPDATE people SET shoe_size = 39, sq = sq - 1 WHERE id = ?"
        connection.exec_driver_sql(sql, (person.bytes,))
    adopt(offices["tinh"].store)
    assert seen(offices["tinh"], person, "shoe_size") == (None,), "empty was told"


def go_back(
    offices: Offices, name: str, person: uuid.UUID, **fields: tuple[int, int, object]
) -> None:
    """Let an office stand as if its program had never known these fields, only kept them.

    fields: number, unit and value by name.
    """
    offices[name].store.declared = None
    units = {str(no): unit for no, unit, _ in fields.values()}
    emptied = "".join(f'"{field}" = NULL, ' for field in fields)
    with offices[name].store.connection(write=True) as connection:
        sql = f"UPDATE people SET {emptied}sq = sq - 1 WHERE id = ?"
        connection.exec_driver_sql(sql, (person.bytes,))
        raw = raw_connection(connection)
        parts = UnknownParts(raw)
        parts.learn(6, {int(no): unit for no, unit in units.items()}, None)
        lines = [
            (person.bytes, unit, Dot(1, 1), {no: value}) for no, unit, value in fields.values()
        ]
        parts.write(6, lines, 1)


def test_concurrent_writes_of_unknown_fields_stand_beside_each_other(
    offices: Offices, post: Post
) -> None:
    """Two new programs disagree through an old one, which keeps both."""
    person = shared_person(offices, post)
    upgrade_to(offices["a"], SOON)
    write(offices["a"], person, shoe_size=41)
    post("a", "tinh")
    upgrade_to(offices["tinh"], SOON)
    adopt(offices["tinh"].store)
    write(offices["a"], person, shoe_size=42)
    offices.clock.forward(hours=1)
    write(offices["tinh"], person, shoe_size=43)
    go_back(offices, "a", person, shoe_size=(902, 27, 42))
    receipt = post("tinh", "a")
    assert receipt.tally.joined.total() == 1
    assert disagreements(offices["a"]) == []
    (old,) = beside(offices["a"])
    assert is_marked(old["902"]), "an old program can't tell how a history writes it"
    post("a", "tinh")
    assert seen(offices["tinh"], person, "shoe_size") == (43,)
    assert beside(offices["tinh"]) == [{"902": 42}]
    upgrade_to(offices["a"], SOON)
    adopt(offices["a"].store)
    assert seen(offices["a"], person, "shoe_size") == (43,)
    assert beside(offices["a"]) == [{"902": 42}]


def test_of_two_writes_of_a_unit_the_part_that_one_does_not_know_is_kept(
    offices: Offices, post: Post
) -> None:
    """The older program's write is shown; what only the newer one's tells stands with it."""
    person = shared_person(offices, post, phone="0950000001")
    upgrade_to(offices["a"], SOON)
    write(offices["a"], person, phone_note="của vợ")
    offices.clock.forward(hours=1)
    records.save(offices["tinh"], "people", person, {"phone": "0950000009"})
    post("tinh", "a")
    post("a", "tinh")
    assert seen(offices["a"], person, "phone", "phone_note") == ("0950000009", "của vợ")
    upgrade_to(offices["tinh"], SOON)
    adopt(offices["tinh"].store)
    assert seen(offices["tinh"], person, "phone", "phone_note") == ("0950000009", "của vợ")


def test_an_unknown_record_type_is_kept_and_goes_on(offices: Offices, post: Post) -> None:
    upgrade_to(offices["a"], LATER)
    scope = offices.scope("a")
    row = add_visit(offices["a"], scope, "Nhà văn hóa", 12)
    receipt = post("a", "tinh")
    assert receipt.tally.new[VISITS] == 1
    assert check.check(offices["tinh"].store) == []
    change_visit(offices["a"], row, guests=15)
    assert post("a", "tinh").tally.updated[VISITS] == 1
    post("tinh", "a")
    upgrade_to(offices["tinh"], LATER)
    adopt(offices["tinh"].store)
    assert visits(offices["tinh"]) == [("Nhà văn hóa", 15)]
    change_visit(offices["tinh"], row, place="Trường học")
    post("tinh", "a")
    assert visits(offices["a"]) == [("Trường học", 15)]
    assert check.check(offices["tinh"].store) == []


def test_an_import_with_unknown_parts_is_taken_back_whole(offices: Offices, post: Post) -> None:
    person = shared_person(offices, post)
    upgrade_to(offices["a"], LATER)
    write(offices["a"], person, shoe_size=41)
    post("a", "tinh")
    write(offices["a"], person, shoe_size=42)
    add_visit(offices["a"], offices.scope("a"), "Nhà văn hóa", 12)
    post("a", "tinh")
    take_import_back(offices["tinh"])
    with offices["tinh"].store.connection() as connection:
        kept = connection.exec_driver_sql("SELECT val FROM sync_unknown WHERE ent = 6").scalars()
        assert [bytes(one) for one in kept] == [b'{"902": 41}']
        stubs = connection.exec_driver_sql("SELECT stub FROM held_900").scalars().all()
    assert stubs == [1]
    upgrade_to(offices["tinh"], LATER)
    adopt(offices["tinh"].store)
    assert seen(offices["tinh"], person, "shoe_size") == (41,)
    assert visits(offices["tinh"]) == []


def test_an_older_program_that_added_a_person_is_understood(offices: Offices, post: Post) -> None:
    upgrade_to(offices["tinh"], LATER)
    person = shared_person(offices, post)
    assert seen(offices["tinh"], person, "shoe_size", "nickname") == (None, None)
    assert check.check(offices["tinh"].store) == []
    write(offices["tinh"], person, shoe_size=40)
    post("tinh", "a")
    post("a", "tinh")
    assert seen(offices["tinh"], person, "shoe_size") == (40,)


# -- what is held of a newer program takes part in everything -----------------------------


def held_alike(offices: Offices) -> bool:
    below = held_in_common(offices["a"], offices.scope("tinh"))
    return below == held_in_common(offices["tinh"], offices.scope("a"))


@pytest.fixture
def visit(offices: Offices, post: Post) -> bytes:
    """A record that the commune's newer program knows, and the province's only holds."""
    upgrade_to(offices["a"], LATER)
    row = add_visit(offices["a"], offices.scope("a"), "Nhà văn hóa", 12)
    post("a", "tinh")
    post("tinh", "a")
    return row


def forget(office: Office, table: str, row: bytes) -> None:
    """Let a row be as if it had never come: what no program of ours does."""
    with office.store.connection(write=True) as connection:
        connection.exec_driver_sql(f"UPDATE {table} SET sv = ?, sq = 0, stub = 1", (b"\0",))
        connection.exec_driver_sql("DELETE FROM sync_unknown WHERE row = ?", (row,))


@pytest.mark.parametrize(("poor", "rich"), [("tinh", "a"), ("a", "tinh")])
def test_the_check_up_counts_what_is_held_and_has_it_sent_again(
    offices: Offices, post: Post, visit: bytes, poor: str, rich: str
) -> None:
    assert held_alike(offices)
    assert held_in_common(offices["tinh"], offices.scope("a")).counts()[VISITS] == 1
    assert pending(offices["tinh"], offices.scope("a")).total == 0, "it would only go back"
    forget(offices[poor], "visits" if poor == "a" else f"held_{VISITS}", visit)
    ask_check_up(offices[poor], offices.scope(rich))
    post(poor, rich)
    done = answer_check_up(offices[rich], offices.scope(poor))
    assert done is not None
    assert (done.buckets, done.rows) == (1, 1)
    post(rich, poor)
    assert answer_check_up(offices[poor], offices.scope(rich)) is not None
    assert held_alike(offices)
    if poor == "tinh":
        upgrade_to(offices["tinh"], LATER)
        adopt(offices["tinh"].store)
    assert visits(offices[poor]) == [("Nhà văn hóa", 12)]


def test_what_never_came_of_a_newer_program_is_for_the_other_one_to_send(
    offices: Offices, post: Post
) -> None:
    shared_person(offices, post)
    upgrade_to(offices["a"], LATER)
    add_visit(offices["a"], offices.scope("a"), "Nhà văn hóa", 12)
    theirs = held_in_common(offices["a"], offices.scope("tinh"))
    (differing,) = compare(offices["tinh"], offices.scope("a"), theirs)
    assert (differing.bucket.entity, differing.ours, differing.theirs) == (VISITS, 0, 1)
    assert send_again(offices["tinh"], offices.scope("a"), [differing]) == 0


def test_a_purge_buries_what_is_held_and_a_copy_does_not_bring_it_back(
    offices: Offices, visit: bytes
) -> None:
    office = offices["tinh"]
    offices.close("tinh")
    kept = (offices.folder / "tinh" / "office.db").read_bytes()
    office = offices["tinh"]
    with office.store.writing("lan") as session:
        bury_mark(session, visit, "Theo đơn", "1/QĐ", bytes(64))
    burials.settle(office.store, office.files, office.folder)
    assert held_row(office) == (1, 0)
    offices.close("tinh")
    (offices.folder / "tinh" / "office.db").write_bytes(kept)
    office = offices["tinh"]
    burials.settle(office.store, office.files, office.folder)
    assert held_row(office) == (1, 0)


def held_row(office: Office) -> tuple[int, int]:
    """Whether the one row is a stub, and how many values of it are kept."""
    with office.store.connection() as connection:
        stub = connection.exec_driver_sql(f"SELECT stub FROM held_{VISITS}").scalar_one()
        kept = "SELECT count(*) FROM sync_unknown WHERE ent = ?"
        return stub, connection.exec_driver_sql(kept, (VISITS,)).scalar_one()


def test_a_scan_that_only_held_values_name_goes_with_the_last_of_them(
    offices: Offices, post: Post, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.txt"
    scan.write_text("Bản quét", encoding="utf-8")
    office = offices["tinh"]
    line = attachments.keep_file(office, scan).line()
    upgrade_to(offices["a"], LATER)
    one, other = (add_visit(offices["a"], offices.scope("a"), line, n) for n in (1, 2))
    post("a", "tinh")
    for row, left in ((one, 1), (other, 0)):
        with office.store.writing("lan") as session:
            bury_mark(session, row, "Theo đơn", "1/QĐ", bytes(64))
        burials.settle(office.store, office.files, office.folder)
        assert len(office.files.hashes()) == left


def test_unknown_fields_of_a_closed_compartment_are_kept_too(offices: Offices, post: Post) -> None:
    person = makers.person(offices["a"], "Nguyễn Văn Kín")
    makers.case(offices["a"], person_id=person, case_type="MT_SD")
    upgrade_to(offices["a"], SOON)
    write(offices["a"], person, shoe_size=41)
    post("a", "tinh")
    upgrade_to(offices["tinh"], SOON)
    adopt(offices["tinh"].store)
    assert seen(offices["tinh"], person, "shoe_size") == (41,)
