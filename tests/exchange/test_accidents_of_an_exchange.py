"""The power goes, the disk is full, the stick is pulled: all of a file or nothing of it.

``EXCHANGE_KILLS`` says how many times programs are killed; the moments are new each time.
"""

from __future__ import annotations

import multiprocessing
import os
import random
from pathlib import Path

import pytest
import sqlalchemy as sa

import makers
from desktop.base.errors import DiskTrouble, UserError
from desktop.fields import Partial
from desktop.operations import attachments, upkeep
from desktop.operations.receiving import receive
from desktop.operations.sending import Sent, send
from desktop.operations.sending_to_all import send_to_all
from desktop.records import CodeItem, Person
from desktop.store.bulk import add_in_bulk
from desktop.sync import writer
from exchange.busy_exchange import RECEIVE, SEND, SEND_TO_ALL, TAKE_BACK, work
from exchange.enrolled import PASSWORD, Offices, enrolled_offices, offices, stick
from exchange.test_attachments_between_offices import noise, paper

__all__ = ["enrolled_offices", "offices", "stick"]

KILLS = int(os.environ.get("EXCHANGE_KILLS", "4"))
MANY = 1500
NAMES = [f"Người {'a' * length}" for length in range(1, 51)]


def many_people(offices: Offices) -> None:
    office = offices["a"]
    with office.writing() as session:
        told = (
            Person(full_name=NAMES[n % 50], sex="NAM", birth_date=Partial(1990))
            for n in range(MANY)
        )
        add_in_bulk(session, told)


def count_of_many(offices: Offices, name: str) -> int:
    """How many of them an office has: each is counted, however many are called the same."""
    with offices[name].reading() as session:
        asked = sa.select(sa.func.count()).where(
            Person.full_name.in_(NAMES), Person.stub.is_(False)
        )
        return session.scalar(asked) or 0


def killed(deed: str, offices: Offices, name: str, file: Path, usual: float) -> None:
    """Start a program that does this, and end it at some moment."""
    offices.close(name)
    to = offices.scope("tinh") if deed == SEND else 0
    offices.close()
    told = (deed, offices.folder / name, PASSWORD, offices.clock, file, to)
    process = multiprocessing.get_context("spawn").Process(target=work, args=told)
    process.start()
    process.join(random.random() * usual)
    process.kill()
    process.join()


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_killed_import_is_there_whole_or_not_at_all(
    offices: Offices, stick: Path, turn: int
) -> None:
    many_people(offices)
    sent = send(offices["a"], offices.scope("tinh"), stick)
    killed(RECEIVE, offices, "tinh", sent.path, 4.0)
    arrived = count_of_many(offices, "tinh")
    assert arrived in (0, MANY)
    assert upkeep.check_office(offices["tinh"]) == []
    again = receive(offices["tinh"], sent.path)
    assert again.again == bool(arrived)
    killed(TAKE_BACK, offices, "tinh", sent.path, 4.0)
    left = count_of_many(offices, "tinh")
    assert left in (0, MANY)
    # What was taken back whole may come again; what was not is here already.
    assert receive(offices["tinh"], sent.path).again == bool(left)
    assert count_of_many(offices, "tinh") == MANY
    assert upkeep.check_office(offices["tinh"]) == []


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_killed_import_never_leaves_half_an_attachment(
    offices: Offices, stick: Path, turn: int
) -> None:
    files = [paper(offices["a"], noise(6_000_000, seed)) for seed in range(3)]
    sent = send(offices["a"], offices.scope("tinh"), stick)
    killed(RECEIVE, offices, "tinh", sent.path, 4.0)
    cabinet = offices["tinh"].files
    assert cabinet.broken() == frozenset()
    # Either nobody names them, or they are all there.
    assert upkeep.check_office(offices["tinh"]) == []
    receive(offices["tinh"], sent.path)
    for seed, file in enumerate(files):
        assert attachments.read_file(offices["tinh"], file) == noise(6_000_000, seed)
    assert len(cabinet.hashes()) == len(files)


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_killed_export_leaves_no_file_that_could_be_taken_for_one(
    offices: Offices, stick: Path, turn: int
) -> None:
    many_people(offices)
    killed(SEND, offices, "a", stick, 4.0)
    whole = list(stick.glob("*.goi"))
    for path in whole:
        assert receive(offices["tinh"], path).tally.new.total() >= MANY
    later = send(offices["a"], offices.scope("tinh"), stick if not whole else stick.parent)
    receive(offices["tinh"], later.path)
    assert count_of_many(offices, "tinh") == MANY


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_killed_file_for_all_is_whole_or_is_none(
    offices: Offices, stick: Path, turn: int
) -> None:
    with offices["tinh"].writing() as session:
        told = (CodeItem(code_list="L22", code=f"N{n}", label=NAMES[n % 50]) for n in range(MANY))
        add_in_bulk(session, told)
    killed(SEND_TO_ALL, offices, "tinh", stick, 4.0)
    whole = list(stick.glob("*.goi"))
    sent = whole[0] if whole else send_to_all(offices["tinh"], stick).path
    killed(RECEIVE, offices, "a", sent, 4.0)
    assert shared(offices, "a") in (0, MANY)
    assert upkeep.check_office(offices["a"]) == []
    receive(offices["a"], sent)
    receive(offices["b"], sent)
    assert shared(offices, "a") == shared(offices, "b") == MANY


def shared(offices: Offices, name: str) -> int:
    """How many of the province's code items an office has."""
    with offices[name].reading() as session:
        asked = sa.select(sa.func.count()).where(CodeItem.code.like("N%"), CodeItem.scope == 0)
        return session.scalar(asked.where(CodeItem.sq > 0, CodeItem.label.in_(NAMES))) or 0


WAYS = [("a", "tinh"), ("tinh", None)]
"""From an office to another one, and to everybody."""


def sent_by(offices: Offices, way: tuple[str, str | None], stick: Path) -> Sent:
    """A file that goes this way."""
    sender, receiver = way
    if receiver is None:
        return send_to_all(offices[sender], stick)
    return send(offices[sender], offices.scope(receiver), stick)


def write_something(offices: Offices) -> None:
    """Something for either way."""
    makers.person(offices["a"])
    told = {"code_list": "L22", "code": "MOI", "label": "Mới", "position": 90}
    makers.saved(offices["tinh"], "code_items", **told)


@pytest.mark.parametrize("way", WAYS)
def test_a_full_stick_leaves_nothing_and_says_so(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch, way: tuple[str, str | None]
) -> None:
    write_something(offices)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(writer.os, "fsync", full)
        with pytest.raises(DiskTrouble, match="chỗ trống"):
            sent_by(offices, way, stick)
    assert list(stick.iterdir()) == []
    assert sent_by(offices, way, stick).number == 1


@pytest.mark.parametrize("way", WAYS)
def test_one_changed_bit_anywhere_is_refused_before_anything_is_written(
    offices: Offices, stick: Path, way: tuple[str, str | None]
) -> None:
    write_something(offices)
    sent, receiver = sent_by(offices, way, stick), offices[way[1] or "b"]
    content = sent.path.read_bytes()
    with receiver.store.connection() as connection:
        before = connection.exec_driver_sql("SELECT max(seq) FROM sync_log").scalar()
    for _ in range(30):
        at, bit = random.randrange(len(content)), 1 << random.randrange(8)
        flipped = bytearray(content)
        flipped[at] ^= bit
        bad = stick / "sai.goi"
        bad.write_bytes(flipped)
        with pytest.raises(UserError):
            receive(receiver, bad)
    with receiver.store.connection() as connection:
        assert connection.exec_driver_sql("SELECT max(seq) FROM sync_log").scalar() == before
    assert not receive(receiver, sent.path).again
