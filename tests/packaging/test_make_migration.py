"""packaging/making/migration.py drafts what leads from the last migration to what is declared."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from desktop.store import guards
from desktop.store.engine import open_engine
from desktop.store.guards import drop_guards
from desktop.store.keys import new_key
from desktop.store.upgrade import upgrade

from making import migration


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    """A file with all that the migrations make."""
    made = open_engine(tmp_path / "office.db", new_key(), new=True)
    upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """A folder of migrations with one in it."""
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "0007_before.py").touch()
    return folder


def test_a_file_that_is_as_declared_needs_nothing(engine: sa.Engine) -> None:
    assert migration.draft(engine) == ""


def test_a_column_that_was_declared_since_is_added(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        drop_guards(connection)
        connection.exec_driver_sql("ALTER TABLE hamlets DROP COLUMN leader")
    draft = migration.draft(engine)
    assert "add_column(sa.Column('leader', sa.String(length=80), nullable=True))" in draft
    assert "drop" not in draft


def test_the_draft_gets_the_next_number_and_a_name_from_the_words(
    versions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "changes", lambda: "\nop.drop_table('x')")
    path = migration.write(versions, "Đội có thêm số tài khoản riêng")
    assert path == versions / "0008_doi_co_them_so_tai.py"
    assert path is not None
    told = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(told) == "Đội có thêm số tài khoản riêng"
    names = {"revision": "0008", "down_revision": "0007"}
    assert {
        target.id: node.value.value
        for node in told.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    } == names


def test_where_nothing_changed_nothing_is_written(
    versions: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(migration, "changes", lambda: "")
    assert migration.write(versions, "Không có gì") is None
    assert [path.name for path in versions.iterdir()] == ["0007_before.py"]
    assert migration.main([]) == 2
    assert "đã đổi" in capsys.readouterr().err


def test_a_record_type_that_has_no_table_yet_can_be_drafted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = guards.guards()
    without_table = {"nowhere_u": wanted["hamlets_u"].replace("hamlets", "nowhere")}
    monkeypatch.setattr(guards, "guards", lambda: wanted | without_table)
    assert migration.changes() == ""
