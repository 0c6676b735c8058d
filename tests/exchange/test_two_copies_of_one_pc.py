"""A PC that was copied whole: both go on, nothing is lost, and the province is told of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

import makers
from desktop.operations.cloned_pcs import list_cloned
from desktop.operations.exchange_board import read_board
from desktop.operations.incoming import take_in
from desktop.operations.key_standing import read_key_standing
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.operations.sending_to_all import send_to_all
from desktop.operations.upkeep import check_office
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange.clones import cloned_devices
from exchange.enrolled import Offices, called, enrolled_offices, offices, stick
from exchange.test_files_for_mail import many_people
from exchange.test_what_flows_down import new_template

__all__ = ["enrolled_offices", "offices", "stick"]
WORDS = "đang chạy hai bản sao"


def copy_whole(offices: Offices, name: str, copy: str) -> None:
    """Another disk with all that a PC has."""
    offices.close(name)
    shutil.copytree(offices.folder / name, offices.folder / copy)


def work(offices: Offices, name: str, number: int) -> None:
    """A day's work at a PC, in a session of its own."""
    offices.clock.forward(days=1)
    offices.close(name)
    makers.person(offices[name], f"Người {name} {'abcdefg'[number]}")


def out(offices: Offices, name: str, stick: Path) -> Path:
    return send(offices[name], offices.scope("tinh"), stick).path


def both_go_on(offices: Offices, stick: Path) -> None:
    """A PC is copied whole, both copies work and send by turns; the first has a file to write yet."""
    top = offices["tinh"]
    work(offices, "a", 0)
    receive(top, out(offices, "a", stick))
    copy_whole(offices, "a", "copy")
    for number in range(1, 4):
        for name in ("a", "copy"):
            work(offices, name, number)
            receive(top, out(offices, name, stick))
    work(offices, "a", 4)


def test_two_copies_that_both_go_on_are_told_of_wherever_one_looks(
    offices: Offices, stick: Path
) -> None:
    top = offices["tinh"]
    both_go_on(offices, stick)
    (told,) = take_in(top, [out(offices, "a", stick)]).morning.clones
    assert len(called(top)) == 8
    scope = offices.scope("a")
    assert told.startswith(f"Máy {scope}-A (Xã Tiên Phước) {WORDS}")
    assert told in check_office(top)
    assert [row.cloned for row in read_board(top).rows if row.cloned] == [(told,)]
    assert [one.code for one in read_key_standing(top).lines if one.is_cloned] == [f"{scope}-A"]
    assert list_cloned(top, {b"another"}) == []


def test_a_pc_that_was_put_back_to_a_copy_is_one_pc(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    work(offices, "a", 0)
    receive(top, out(offices, "a", stick))
    copy_whole(offices, "a", "copy")
    late: list[Path] = []
    for number in range(1, 4):
        work(offices, "a", number)
        path = out(offices, "a", stick)
        late += [path] if number == 2 else []
        if number != 2:
            receive(top, path)
    # The disk dies; what a drawer holds of it still comes after the first files of the copy.
    for number in range(4, 7):
        work(offices, "copy", number)
        receive(top, out(offices, "copy", stick))
        for path in late:
            receive(top, path)
    assert len(called(top)) == 7
    assert (list_cloned(top), check_office(top)) == ([], [])


def test_lost_work_that_others_give_back_makes_no_second_pc(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    work(offices, "a", 0)
    receive(top, out(offices, "a", stick))
    copy_whole(offices, "a", "copy")
    work(offices, "a", 1)
    receive(top, out(offices, "a", stick))
    offices.close("a")
    for number in range(2, 6):
        work(offices, "copy", number)
        receive(top, out(offices, "copy", stick))
        receive(offices["copy"], send(top, offices.scope("a"), stick).path)
    assert called(top) == called(offices["copy"])
    assert list_cloned(top) == []


def test_copies_that_write_into_one_folder_leave_each_others_files_alone(
    offices: Offices, stick: Path
) -> None:
    top = offices["tinh"]
    work(offices, "a", 0)
    copy_whole(offices, "a", "copy")
    makers.person(offices["a"], "Người ở bản gốc")
    makers.person(offices["copy"], "Người ở bản sao")
    first = send(offices["a"], offices.scope("tinh"), stick)
    content = first.path.read_bytes()
    second = send(offices["copy"], offices.scope("tinh"), stick)
    assert (first.number, second.number) == (1, 2)
    assert second.path.name.endswith("_0002.goi")
    assert first.path.read_bytes() == content
    assert send(offices["copy"], offices.scope("tinh"), stick).number == 3
    # The original counts on from its own, past what stands there.
    assert send(offices["a"], offices.scope("tinh"), stick).number == 4
    for path in sorted(stick.iterdir()):
        receive(top, path)
    assert called(top) == {"Người a a", "Người ở bản gốc", "Người ở bản sao"}


def test_files_for_all_and_for_mail_pass_names_that_are_taken(
    offices: Offices, stick: Path
) -> None:
    top = offices["tinh"]
    new_template(top)
    first = send_to_all(top, stick)
    with top.store.connection(write=True) as connection:
        connection.execute(sa.delete(tables.packages))  # as if put back to a copy of before
    second = send_to_all(top, stick)
    assert (first.number, second.number) == (1, 2)
    many_people(offices)
    taken = send(offices["a"], offices.scope("tinh"), stick).path
    taken = taken.rename(taken.with_name(taken.name.replace("_0001", "_0003")))
    content = taken.read_bytes()
    sent = send(offices["a"], offices.scope("tinh"), stick, limit=8_000)
    numbers = [int(path.stem[-4:]) for path in (sent.path, *sent.others)]
    assert (numbers[:2], len(numbers) > 2) == ([2, 4], True)
    assert taken.read_bytes() == content


Told = tuple[int, int, int | None]
"""A session, the one that it continues, and when a file told of it."""


@pytest.mark.parametrize(
    ("told", "cloned"),
    [
        ([(1, 0, 10), (2, 1, 20), (3, 2, 30)], False),
        ([(1, 0, 10), (2, 1, 20), (3, 2, 40), (4, 1, 30), (5, 4, 50)], False),
        ([(1, 0, 10), (2, 1, 20), (3, 1, 30), (4, 2, 40), (5, 3, 50), (6, 4, 60)], True),
        ([(1, 0, 10), (2, 1, 20), (3, 1, 30), (4, 2, 40), (5, 3, 50), (6, 4, None)], False),
        ([(1, 0, 10), (2, 1, 20), (3, 1, 30), (4, 2, 40), (5, 3, 50), (6, 4, 40)], False),
        ([(1, 0, None), (2, 1, None), (3, 1, None), (4, 2, None), (5, 3, None)], False),
        ([(1, 0, 10), (2, 1, 20), (3, 1, 20), (4, 1, 20), (5, 1, 20)], False),
    ],
)
def test_two_branches_are_alive_if_both_go_on_twice(
    offices: Offices, told: Sequence[Told], cloned: bool
) -> None:
    top, device = offices["tinh"], b"d" * 16
    with top.store.connection(write=True) as connection:
        last = connection.execute(sa.select(sa.func.max(tables.log.c.seq))).scalar_one()
        for no, parent, at in told:
            seq, pkg = last + no, bytes([no]) * 16
            origin = {"no": 1000 + no, "oid": bytes([no]) * 8, "device": device, "cut": no}
            place = {"parent": bytes([parent]) * 8, "branch": 0, "pos": no, "sq": seq}
            connection.execute(sa.insert(tables.origins), origin | place)
            ms = 0 if at is None else at
            line = {"seq": seq, "tx": seq, "h": bytes(12), "nonce": bytes(8), "digest": bytes(16)}
            more = {"kind": "import", "origin_no": 0, "hlc": 1, "user": "lan", "wall_ms": ms}
            connection.execute(
                sa.insert(tables.log), line | more | {"clock_ok": at is not None, "pkg": pkg}
            )
            file = {"pkg": pkg, "dir": "in", "device": device, "from_seq": 0, "to_seq": no}
            rest = {"digest": bytes(32), "rows": 1, "at": ms, "number": no, "told": json.dumps({})}
            connection.execute(sa.insert(tables.packages), file | rest)
        assert (cloned_devices(raw_connection(connection)) == {device}) is cloned
        connection.rollback()
