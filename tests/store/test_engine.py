"""Opening the encrypted file: what is no office is refused in a sentence, and left as it lies."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError, OperationalError

import makers
from conftest import Blank
from desktop.base.clock import StoppedClock
from desktop.base.errors import DamagedFile, DiskTrouble, UserError
from desktop.operations import records
from desktop.operations.office import Office, open_office
from desktop.records import Person
from desktop.store import engine, keys
from desktop.store.check import check
from desktop.store.folder import OFFICE_DB


def key_of(blank: Blank) -> bytes:
    return keys.read_keys(blank.folder).open(blank.user, blank.password)


def assert_told(error: UserError) -> None:
    """What happened, what was not changed, what to do."""
    assert error.message.count(". ") >= 1
    assert any(word in error.message for word in ("không sửa", "Chưa có gì", "còn nguyên"))
    assert any(word in error.message for word in ("Hãy", "khôi phục"))


def test_a_wrong_key_is_told_as_a_damaged_file(folder: Path) -> None:
    before = (folder / OFFICE_DB).read_bytes()
    with pytest.raises(DamagedFile) as caught:
        engine.connect(folder / OFFICE_DB, bytes(32))
    assert_told(caught.value)
    assert (folder / OFFICE_DB).read_bytes() == before


@pytest.mark.parametrize("left", [0, 1, 100, 4096, 5000, 100_000])
def test_a_file_cut_short_is_refused_and_not_touched(
    left: int, blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    whole = (folder / OFFICE_DB).read_bytes()
    (folder / OFFICE_DB).write_bytes(whole[:left])
    with pytest.raises(DamagedFile) as caught:
        open_office(folder, blank_office.user, blank_office.password, clock)
    assert_told(caught.value)
    assert (folder / OFFICE_DB).read_bytes() == whole[:left]


@pytest.mark.parametrize("name", ["office.db", "files.db"])
def test_a_plain_database_in_its_place_is_refused(
    name: str, blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    (folder / name).unlink()
    plain = sqlite3.connect(folder / name)
    plain.execute("CREATE TABLE people(name TEXT)")
    plain.commit()
    plain.close()
    before = (folder / name).read_bytes()
    with pytest.raises(DamagedFile) as caught:
        open_office(folder, blank_office.user, blank_office.password, clock)
    assert_told(caught.value)
    assert (folder / name).read_bytes() == before


def test_an_encrypted_database_that_is_no_office_is_refused(
    blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    (folder / OFFICE_DB).unlink()
    other = engine.connect(folder / OFFICE_DB, key_of(blank_office), must_exist=False)
    other.execute("CREATE TABLE people(name TEXT)")
    other.close()
    with pytest.raises(DamagedFile) as caught:
        open_office(folder, blank_office.user, blank_office.password, clock)
    assert_told(caught.value)


def test_a_missing_file_is_named(blank_office: Blank, folder: Path, clock: StoppedClock) -> None:
    (folder / OFFICE_DB).unlink()
    with pytest.raises(DamagedFile, match=r"office\.db"):
        open_office(folder, blank_office.user, blank_office.password, clock)
    assert not (folder / OFFICE_DB).exists()


@hypothesis.settings(max_examples=12)
@hypothesis.given(st.data())
def test_flipped_bytes_are_refused_or_found_by_the_check(
    blank_office: Blank,
    clock: StoppedClock,
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    import shutil

    folder = Path(
        shutil.copytree(blank_office.folder, tmp_path_factory.mktemp("flipped") / "office")
    )
    content = bytearray((folder / OFFICE_DB).read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    (folder / OFFICE_DB).write_bytes(content)
    try:
        office = open_office(folder, blank_office.user, blank_office.password, clock)
    except DamagedFile as error:
        assert_told(error)
        return
    try:
        found = check(office.store)
        assert found, f"byte {at} was flipped and nobody noticed"
        assert all(isinstance(line, str) for line in found)
    finally:
        office.close()


def test_a_page_damaged_under_an_open_office_becomes_a_sentence(
    blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    path = folder / OFFICE_DB
    content = bytearray(path.read_bytes())
    for page in range(8, len(content) // 4096):
        content[page * 4096 + 2000] ^= 1
    path.write_bytes(content)

    def read_everything() -> None:
        office = open_office(folder, blank_office.user, blank_office.password, clock)
        with office.reading() as session:
            session.execute(sa.text("SELECT sum(length(name)) FROM admin_units")).all()

    with pytest.raises(DamagedFile) as caught:
        read_everything()
    assert_told(caught.value)


def test_a_damaged_page_does_not_spoil_what_is_sound(
    blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    """On a connection that met one SQLCipher would read and write nothing more at all."""
    office = open_office(folder, blank_office.user, blank_office.password, clock)
    person = makers.person(office)
    with office.store.connection() as connection:
        sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'unit_successions'"
        page = int(connection.exec_driver_sql(sql).scalar_one()) - 1
    office.close()
    path = folder / OFFICE_DB
    content = bytearray(path.read_bytes())
    content[page * 4096 : page * 4096 + 3000] = bytes(3000)
    path.write_bytes(content)
    office = open_office(folder, blank_office.user, blank_office.password, clock)
    for _ in range(6):  # more often than there are connections
        with pytest.raises(DamagedFile), office.reading() as session:
            session.execute(sa.text("SELECT sum(length(sv)) FROM unit_successions")).all()
    records.save(office, "people", person, {"note": "sau"})
    assert makers.loaded(office, Person, person).note == "sau"
    office.close()


def test_every_connection_is_set_up_for_safety(office: Office) -> None:
    wanted = {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "synchronous": 2,
        "recursive_triggers": 1,
        "temp_store": 2,
        "secure_delete": 1,
    }
    with office.store.engine.connect() as one, office.store.engine.connect() as two:
        for connection in (one, two):
            for pragma, value in wanted.items():
                assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value, pragma


def test_reading_a_copy_leaves_every_byte_of_it(blank_office: Blank, folder: Path) -> None:
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    connection = engine.connect(folder / OFFICE_DB, key_of(blank_office), write=False)
    assert connection.execute("SELECT count(*) FROM admin_units").fetchone()[0] > 14_000
    with pytest.raises(Exception, match=r"readonly|read-only|attempt to write"):
        connection.execute("DELETE FROM sync_meta")
    connection.close()
    assert {n: c for n, c in before.items() if n == OFFICE_DB} == {
        OFFICE_DB: (folder / OFFICE_DB).read_bytes()
    }


def test_errors_do_not_carry_what_records_hold(office: Office) -> None:
    with office.store.engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(sa.text("SELECT * FROM nowhere WHERE name = :n"), {"n": "Nguyễn Bí Mật"})
    assert "Bí Mật" not in str(caught.value)


@pytest.mark.parametrize(
    ("number", "word"),
    [(28, "đầy"), (122, "đầy"), (30, "không cho ghi"), (13, "không cho ghi"), (5, "ổ đĩa")],
)
def test_what_the_system_refuses_is_told_in_a_sentence(number: int, word: str) -> None:
    with pytest.raises(DiskTrouble) as caught, engine.readable_trouble():
        raise OSError(number, os.strerror(number))
    assert word in caught.value.message
    assert_told(caught.value)


def test_words_in_a_record_are_not_taken_for_trouble_of_the_disk(office: Office) -> None:
    with (
        pytest.raises(OperationalError),
        office.store.connection() as connection,
    ):
        connection.execute(sa.text("SELECT nothing(:n)"), {"n": "disk is full, malformed"})
