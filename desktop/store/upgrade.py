"""Bringing an office file up to the schema of this version, all or nothing."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from desktop.base.errors import DamagedFile, NewerFile
from desktop.base.i18n import tr
from desktop.store.engine import WRITING
from desktop.store.guards import drop_guards, raise_guards

MIGRATIONS = Path(__file__).parent / "migrations"


def is_current(engine: sa.Engine) -> bool:
    """Whether the file has this version's schema.

    Raises NewerFile for a later one, DamagedFile for a database that is no office at all.
    """
    scripts = _scripts()
    with engine.connect() as connection:
        revision = _revision(connection)
    if revision is None:
        raise DamagedFile(
            tr(
                "Tệp dữ liệu không chứa dữ liệu của một cơ quan. Chưa có gì thay đổi. "
                "Hãy khôi phục từ bản sao lưu gần nhất."
            )
        )
    _refuse_newer(revision, scripts)
    return revision == scripts.get_current_head()


def upgrade(engine: sa.Engine) -> None:
    """Apply every migration the file lacks; a failing one leaves it as it was.

    Raises NewerFile, before anything is touched, for a file of a later version.
    """
    scripts = _scripts()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect().execution_options(**WRITING) as connection:
        # Alembic changes a SQLite table by dropping it and renaming a copy; with foreign keys
        # on, the drop would take the rows that refer to it along.
        file = connection.connection.driver_connection
        assert file is not None
        file.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                _refuse_newer(_revision(connection), scripts)
                drop_guards(connection)
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                assert _revision(connection) == scripts.get_current_head()
                raise_guards(connection)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                assert not broken, f"a migration broke references: {broken[:5]}"
        finally:
            file.execute("PRAGMA foreign_keys = ON")


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    # A program that lost its migrations would do nothing, and say nothing.
    assert scripts.get_current_head(), f"no migrations in {MIGRATIONS}"
    return scripts


def _refuse_newer(revision: str | None, scripts: ScriptDirectory) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerFile(
            tr(
                "Dữ liệu này do phiên bản mới hơn của Sổ Xã ghi. Chưa có gì thay đổi. "
                "Hãy cài phiên bản mới rồi mở lại."
            )
        )


def _revision(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
