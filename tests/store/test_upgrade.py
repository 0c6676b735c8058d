"""A file survives its upgrade, or stays as it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.util import CommandError

import makers
from conftest import Blank
from desktop.base.clock import StoppedClock
from desktop.base.errors import NewerFile
from desktop.operations.office import Office, open_office
from desktop.records import CaseFile, Person
from desktop.store import upgrade as upgrading
from desktop.store.backup import backups_in
from desktop.store.check import check
from desktop.store.engine import connect
from desktop.store.folder import BACKUPS, OFFICE_DB
from desktop.store.keys import read_keys

REBUILD = """
import sqlalchemy as sa
from alembic import op
revision = "9001"
down_revision = {head!r}

def upgrade():
    with op.batch_alter_table("people", recreate="always") as people:
        people.add_column(sa.Column("shoe_size", sa.Integer()))
"""
FAIL = "    raise RuntimeError('half way')\n"
BREAK_REFERENCES = "    op.execute('DELETE FROM people')\n"

NextMigration = Callable[[str], None]


@pytest.fixture
def next_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NextMigration:
    """Let the program believe that it has one more migration."""

    def add(text: str) -> None:
        head = upgrading._scripts().get_current_head()
        folder = Path(shutil.copytree(upgrading.MIGRATIONS, tmp_path / "migrations"))
        (folder / "versions" / "9001_next.py").write_text(text.format(head=head))
        monkeypatch.setattr(upgrading, "MIGRATIONS", folder)

    return add


def schema(office: Office) -> list[Any]:
    with office.store.engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema ORDER BY name"))


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it_and_its_guards(
    office: Office, next_migration: NextMigration
) -> None:
    case = makers.case(office)
    before = makers.loaded(office, CaseFile, case).values()
    next_migration(REBUILD)
    assert not upgrading.is_current(office.store.engine)
    upgrading.upgrade(office.store.engine)
    assert upgrading.is_current(office.store.engine)
    assert makers.loaded(office, CaseFile, case).values() == before
    assert makers.loaded(office, Person, before["person_id"]).full_name == "Nguyễn Văn An"
    with office.store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert check(office.store) == []


@pytest.mark.parametrize(
    ("harm", "error"), [(FAIL, RuntimeError), (BREAK_REFERENCES, AssertionError)]
)
def test_a_failing_migration_leaves_the_file_as_it_was(
    harm: str, error: type[Exception], office: Office, next_migration: NextMigration
) -> None:
    case = makers.case(office)
    before = schema(office)
    next_migration(REBUILD + harm)
    with pytest.raises(error):
        upgrading.upgrade(office.store.engine)
    assert schema(office) == before
    makers.contact(office, case)
    with office.store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def newer(blank: Blank, folder: Path) -> bytes:
    key = read_keys(folder).open(blank.user, blank.password)
    file = connect(folder / OFFICE_DB, key)
    file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()
    return (folder / OFFICE_DB).read_bytes()


def test_a_file_of_a_newer_program_is_refused_and_not_touched(
    blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    before = newer(blank_office, folder)
    with pytest.raises(NewerFile) as caught:
        open_office(folder, blank_office.user, blank_office.password, clock)
    assert "Chưa có gì thay đổi" in caught.value.message
    assert (folder / OFFICE_DB).read_bytes() == before
    assert not (folder / BACKUPS).exists()


def test_a_program_that_lost_its_migrations_notices(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrading, "MIGRATIONS", tmp_path)
    with pytest.raises((AssertionError, CommandError)):
        upgrading.upgrade(office.store.engine)


def test_opening_an_older_file_copies_it_before_it_is_upgraded(
    blank_office: Blank, folder: Path, clock: StoppedClock, next_migration: NextMigration
) -> None:
    next_migration(REBUILD)
    office = open_office(folder, blank_office.user, blank_office.password, clock)
    assert upgrading.is_current(office.store.engine)
    assert check(office.store) == []
    office.close()
    (copy,) = backups_in(folder / BACKUPS)
    key = read_keys(folder).open(blank_office.user, blank_office.password)
    file = connect(copy.path / OFFICE_DB, key, write=False)
    assert file.execute(
        "SELECT count(*) FROM pragma_table_info('people') WHERE name = 'shoe_size'"
    ).fetchone() == (0,)
    file.close()


def test_an_upgrade_that_fails_at_opening_leaves_an_office_that_the_old_program_opens(
    blank_office: Blank,
    folder: Path,
    clock: StoppedClock,
    next_migration: NextMigration,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = upgrading.MIGRATIONS
    next_migration(REBUILD + FAIL)
    with pytest.raises(RuntimeError):
        open_office(folder, blank_office.user, blank_office.password, clock)
    monkeypatch.setattr(upgrading, "MIGRATIONS", real)
    office = open_office(folder, blank_office.user, blank_office.password, clock)
    assert check(office.store) == []
    office.close()
