"""Full disks, locked folders, the power cut in the middle: nothing that was saved is lost."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import busy_office
import makers
from conftest import CHEAP, NOW, TIEN_PHUOC, Blank
from desktop.base.clock import StoppedClock
from desktop.base.errors import DiskTrouble
from desktop.operations import records, upkeep
from desktop.operations.founding import NewOffice, create_office
from desktop.operations.office import (
    Office,
    change_password,
    open_office,
)
from desktop.records import Hamlet, Person
from desktop.store import upgrade as upgrading
from desktop.store.backup import back_up, backups_in, read_counts, rotate
from desktop.store.check import check
from desktop.store.engine import connect
from desktop.store.keys import read_keys

LONG = "Hoàn cảnh khó khăn, cần giúp đỡ. " * 60


# -- the disk is full -------------------------------------------------------------------


def pragma(office: Office, *texts: str) -> None:
    """Set something on the only connection that is left open; the next dispose() ends it."""
    office.store.engine.dispose()
    with office.store.engine.connect() as connection:
        for text in texts:
            connection.exec_driver_sql(f"PRAGMA {text}")


def pages_of(office: Office) -> int:
    with office.store.engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA page_count").scalar() or 0)


def test_a_save_on_a_full_disk_is_told_and_nothing_of_it_is_there(office: Office) -> None:
    person = makers.person(office, note="trước")
    pragma(office, f"max_page_count = {pages_of(office)}")
    saved: list[int] = []

    def save_on() -> None:
        for number in range(500):
            with office.writing() as session:
                session.get_one(Person, person).note = f"{number} {LONG}"
                session.add(Hamlet(name=f"Thôn {number}"))
            saved.append(number)

    with pytest.raises(DiskTrouble) as caught:
        save_on()
    assert "đã đầy" in caught.value.message
    assert "chưa được ghi" in caught.value.message
    note = makers.loaded(office, Person, person).note
    assert note == (f"{saved[-1]} {LONG}" if saved else "trước")
    with office.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Hamlet)) == len(saved)
    assert check(office.store) == []

    office.store.engine.dispose()
    records.save(office, "people", person, {"note": "sau"})
    assert makers.loaded(office, Person, person).note == "sau"
    assert check(office.store) == []


@contextlib.contextmanager
def mounted(place: Path, *options: str) -> Iterator[None]:
    """A file system of its own; only root can have one, others skip the test."""
    place.mkdir(exist_ok=True)
    made = subprocess.run(["mount", *options, str(place)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("mounting takes root")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, leave: int) -> Path:
    """Take all room on a small drive but so many bytes."""
    taken = place / "taken"
    free = shutil.disk_usage(place).free
    taken.write_bytes(bytes(max(free - leave, 0)))
    return taken


def many_people(office: Office) -> None:
    for number in range(500):
        makers.person(office, f"Người {'a' * (number % 60 + 1)}", note=f"{number} {LONG}")


def test_a_drive_without_room_loses_nothing_and_goes_on_when_there_is_room(
    blank_office: Blank, clock: StoppedClock, tmp_path: Path
) -> None:
    drive = tmp_path / "drive"
    with mounted(drive, "-t", "tmpfs", "-o", "size=24m", "none"):
        folder = Path(shutil.copytree(blank_office.folder, drive / "office"))
        office = open_office(folder, blank_office.user, blank_office.password, clock)
        person = makers.person(office, note="trước")
        taken = fill(drive, leave=64 * 1024)
        keys = read_keys(folder)
        with pytest.raises(DiskTrouble):
            many_people(office)
        with pytest.raises(DiskTrouble):
            office.files.keep("scan.pdf", os.urandom(2_000_000))
        with pytest.raises(DiskTrouble):
            upkeep.back_up(office, drive / "copies")
        fill(drive / "copies", leave=0)
        with pytest.raises(DiskTrouble):
            change_password(office, blank_office.password, "Cúc-vàng-2027!")
        assert read_keys(folder) == keys
        assert backups_in(drive / "copies") == []
        assert makers.loaded(office, Person, person).note == "trước"
        taken.unlink()
        (drive / "copies" / "taken").unlink()
        records.save(office, "people", person, {"note": "sau"})
        upkeep.back_up(office, drive / "copies")
        office.close()
        office = open_office(folder, blank_office.user, blank_office.password, clock)
        assert makers.loaded(office, Person, person).note == "sau"
        assert check(office.store) == []
        office.close()


def test_an_office_that_does_not_fit_on_the_drive_is_not_begun(tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    told = NewOffice(TIEN_PHUOC, {"name": "UBND"}, "lan", "Nguyễn Thị Lan", "Hoa-mai-2026")
    with mounted(drive, "-t", "tmpfs", "-o", "size=2m", "none"):
        with pytest.raises(DiskTrouble):
            create_office(drive / "office", told, StoppedClock(NOW), CHEAP)
        assert [p.name for p in (drive / "office").iterdir()] == ["office.lock"]


# -- nothing may be written ---------------------------------------------------------------


def test_a_folder_that_can_only_be_read_is_told(
    blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    def opening() -> str:
        with pytest.raises(DiskTrouble) as caught:
            open_office(folder, blank_office.user, blank_office.password, clock)
        return caught.value.message

    if os.geteuid() == 0:
        options = ("--bind", "-o", "ro", str(folder))
        with mounted(folder, *options):
            subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
            told = opening()
    else:
        folder.chmod(0o500)
        try:
            told = opening()
        finally:
            folder.chmod(0o700)
    assert "không cho ghi" in told
    assert "Chưa có gì thay đổi" in told


def test_a_file_that_can_only_be_read_keeps_what_it_holds(office: Office) -> None:
    person = makers.person(office, note="trước")
    pragma(office, "query_only = ON")
    with pytest.raises(DiskTrouble) as caught:
        records.save(office, "people", person, {"note": "sau"})
    assert "không cho ghi" in caught.value.message
    office.store.engine.dispose()
    assert makers.loaded(office, Person, person).note == "trước"
    records.save(office, "people", person, {"note": "sau"})
    assert check(office.store) == []


def test_a_file_that_another_work_holds_is_told_as_busy(office: Office) -> None:
    person = makers.person(office)
    other = connect(office.store.path, office.store.key)
    pragma(office, "busy_timeout = 1")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DiskTrouble) as caught:
        records.save(office, "people", person, {"note": "sau"})
    other.execute("ROLLBACK")
    other.close()
    assert "đang bận" in caught.value.message
    records.save(office, "people", person, {"note": "sau"})


# -- the power is cut ------------------------------------------------------------------------

ROUNDS = range(4)


@pytest.fixture(scope="module")
def processes() -> Any:
    """Where new processes come from: one that has loaded the program already, if there is."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["desktop.operations.inspections", "desktop.operations.upkeep"])
    return context


@pytest.fixture
def killed(
    processes: Any, blank_office: Blank, folder: Path
) -> Callable[[Callable[..., None], int], list[Any]]:
    """Start work in another process, kill it at some moment; returns what it told till then."""

    def work(deed: Callable[..., None], after: int, patience: float = 0.04) -> list[Any]:
        heard, telling = processes.Pipe(duplex=False)
        args = (folder, blank_office.user, blank_office.password, telling)
        process = processes.Process(target=deed, args=args, daemon=True)
        process.start()
        telling.close()
        told: list[Any] = []
        with contextlib.suppress(EOFError):
            told += [heard.recv() for _ in range(after)]
            process.join(random.random() * patience)
        process.kill()
        process.join()
        with contextlib.suppress(EOFError):
            while True:
                told.append(heard.recv())
        heard.close()
        return told

    return work


def reopened(blank_office: Blank, folder: Path) -> Office:
    return open_office(folder, blank_office.user, blank_office.password, StoppedClock(NOW))


@pytest.mark.parametrize("_round", ROUNDS)
def test_killed_while_saving_everything_acknowledged_is_there(
    _round: int, killed: Any, blank_office: Blank, folder: Path
) -> None:
    told = killed(busy_office.keep_saving, random.randrange(1, 8))
    office = reopened(blank_office, folder)
    assert check(office.store) == []
    with office.reading() as session:
        people = {p.id: p for p in session.scalars(sa.select(Person))}
    assert set(told) <= set(people)
    assert len(people) <= len(told) + 1
    for person in told:
        assert people[person].phone
        assert people[person].note is None
    makers.person(office)
    assert check(office.store) == []
    office.close()


@pytest.mark.parametrize("_round", ROUNDS)
def test_killed_while_copying_only_whole_copies_count(
    _round: int, killed: Any, blank_office: Blank, folder: Path
) -> None:
    told = killed(busy_office.keep_copying, random.randrange(1, 3))
    office = reopened(blank_office, folder)
    assert check(office.store) == []
    copies = [copy.path for copy in backups_in(folder / "backups")]
    assert set(told) <= set(copies)
    assert len(copies) <= len(told) + 1
    for copy in copies:
        assert read_counts(copy, office.store.key)["people"] >= 1
    rotate(folder / "backups")
    assert not [p for p in (folder / "backups").iterdir() if p.name.endswith(".part")]
    back_up(folder, office.store.key, folder / "backups", NOW)
    office.close()


REBUILD_ALL = """
import sqlalchemy as sa
from alembic import op
revision = "9001"
down_revision = {head!r}

def upgrade():
    for name in ("people", "case_files", "admin_units", "code_items"):
        with op.batch_alter_table(name, recreate="always") as table:
            table.add_column(sa.Column("later", sa.Integer()))
"""


@pytest.mark.parametrize("_round", ROUNDS)
def test_killed_while_upgrading_the_file_is_of_one_version_and_whole(
    _round: int,
    killed: Any,
    blank_office: Blank,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = reopened(blank_office, folder)
    case = makers.case(office)
    office.close()
    later = Path(shutil.copytree(upgrading.MIGRATIONS, folder.parent / "migrations"))
    head = upgrading._scripts().get_current_head()
    (later / "versions" / "9001_later.py").write_text(REBUILD_ALL.format(head=head))
    told = killed(busy_office.upgrade, 1, patience=0.8)
    assert told[0] == "begun"
    if "upgraded" not in told and revision_of(blank_office, folder) == head:
        # Nothing of it was done, so the program of before goes on as if nothing had been.
        office = reopened(blank_office, folder)
        assert check(office.store) == []
        office.close()
    monkeypatch.setattr(upgrading, "MIGRATIONS", later)
    office = reopened(blank_office, folder)
    assert upgrading.is_current(office.store.engine)
    assert check(office.store) == []
    makers.contact(office, case)
    office.close()


def revision_of(blank: Blank, folder: Path) -> str:
    key = read_keys(folder).open(blank.user, blank.password)
    file = connect(folder / "office.db", key)
    (revision,) = file.execute("SELECT version_num FROM alembic_version").fetchone()
    file.close()
    return str(revision)
