"""The power goes, the disk is full, the stick is pulled: all of a file or nothing of it.

``EXCHANGE_KILLS`` says how many times programs are killed; the moments are new each time.
"""

from __future__ import annotations

import multiprocessing
import os
import random
from pathlib import Path

import pytest

import makers
from desktop.base.errors import DiskTrouble, UserError
from desktop.fields import Partial
from desktop.operations import attachments, upkeep
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.records import Person
from desktop.store.bulk import add_in_bulk
from desktop.sync import writer
from exchange.busy_exchange import RECEIVE, SEND, TAKE_BACK, work
from exchange.enrolled import PASSWORD, Offices, enrolled_offices, offices
from exchange.test_attachments_between_offices import noise, paper
from exchange.test_files_between_offices import people

__all__ = ["enrolled_offices", "offices"]

KILLS = int(os.environ.get("EXCHANGE_KILLS", "4"))
MANY = 1500
NAMES = [f"Người {'a' * length}" for length in range(1, 51)]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "USB"
    folder.mkdir()
    return folder


def many_people(offices: Offices) -> None:
    office = offices["a"]
    with office.writing() as session:
        told = (
            Person(full_name=NAMES[n % 50], sex="NAM", birth_date=Partial(1990))
            for n in range(MANY)
        )
        add_in_bulk(session, told)


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
    arrived = sum(name.startswith("Người ") for name in people(offices, "tinh"))
    assert arrived in (0, 50)
    assert upkeep.check_office(offices["tinh"]) == []
    again = receive(offices["tinh"], sent.path)
    assert again.again == bool(arrived)
    killed(TAKE_BACK, offices, "tinh", sent.path, 4.0)
    left = sum(name.startswith("Người ") for name in people(offices, "tinh"))
    assert left in (0, 50)
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
    assert sum(name.startswith("Người ") for name in people(offices, "tinh")) == 50


def test_a_full_stick_leaves_nothing_and_says_so(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    makers.person(offices["a"])

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(writer.os, "fsync", full)
        with pytest.raises(DiskTrouble, match="chỗ trống"):
            send(offices["a"], offices.scope("tinh"), stick)
    assert list(stick.iterdir()) == []
    assert send(offices["a"], offices.scope("tinh"), stick).number == 1


def test_one_changed_bit_anywhere_is_refused_before_anything_is_written(
    offices: Offices, stick: Path
) -> None:
    makers.person(offices["a"])
    sent = send(offices["a"], offices.scope("tinh"), stick)
    content = sent.path.read_bytes()
    with offices["tinh"].store.connection() as connection:
        before = connection.exec_driver_sql("SELECT max(seq) FROM sync_log").scalar()
    for _ in range(30):
        at, bit = random.randrange(len(content)), 1 << random.randrange(8)
        flipped = bytearray(content)
        flipped[at] ^= bit
        bad = stick / "sai.goi"
        bad.write_bytes(flipped)
        with pytest.raises(UserError):
            receive(offices["tinh"], bad)
    with offices["tinh"].store.connection() as connection:
        assert connection.exec_driver_sql("SELECT max(seq) FROM sync_log").scalar() == before
    assert not receive(offices["tinh"], sent.path).again
