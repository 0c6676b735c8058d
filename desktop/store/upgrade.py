"""Bringing an office file up to the schema of this version, all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.base.errors import DamagedFile, NewerFile
from desktop.base.i18n import tr
from desktop.store.engine import WRITING
from desktop.store.guards import drop_guards, raise_guards

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parent / "migrations"


def is_current(engine: sa.Engine) -> bool:
    """Whether the file has this version's schema.

    Raises NewerFile for a later one, DamagedFile for a database that is no office at all.
    """
    known = _known()
    with engine.connect() as connection:
        revision = _revision(connection)
    if revision is None:
        raise DamagedFile(
            tr(
                "Tệp dữ liệu không chứa dữ liệu của một cơ quan. Chưa có gì thay đổi. "
                "Hãy khôi phục từ bản sao lưu gần nhất."
            )
        )
    _refuse_newer(revision, known)
    return revision == known[-1]


def newest() -> str:
    """The number of this program's last migration."""
    return _known()[-1]


def upgrade(engine: sa.Engine) -> None:
    """Apply every migration the file lacks; a failing one leaves it as it was.

    Raises NewerFile, before anything is touched, for a file of a later version.
    """
    known = _known()
    with engine.connect().execution_options(**WRITING) as connection:
        # Alembic changes a SQLite table by dropping it and renaming a copy; with foreign keys
        # on, the drop would take the rows that refer to it along.
        file = connection.connection.driver_connection
        assert file is not None
        file.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                _refuse_newer(_revision(connection), known)
                drop_guards(connection)
                migrate(connection)
                raise_guards(connection)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                assert not broken, f"a migration broke references: {broken[:5]}"
        finally:
            file.execute("PRAGMA foreign_keys = ON")


def migrate(connection: sa.Connection) -> None:
    """Apply every migration that is missing, without guards; they are raised once all are through.

    Apart from upgrade for whoever drafts the next migration: a record type that was just declared
    has no table yet that could be guarded.
    """
    from alembic import command  # 17 MB that a day without an upgrade never needs

    last, config = _known()[-1], _config()
    assert last == _scripts().get_current_head(), "file names and revisions differ"
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    assert _revision(connection) == last


def _known() -> list[str]:
    """The revisions that this program has, in order: the numbers their files begin with."""
    found = sorted(path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("*_*.py"))
    # A program that lost its migrations would do nothing, and say nothing.
    assert found, f"no migrations in {MIGRATIONS}"
    return found


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config())


def _refuse_newer(revision: str | None, known: list[str]) -> None:
    if revision is not None and revision not in known:
        raise NewerFile(
            tr(
                "Dữ liệu này do phiên bản mới hơn của Sổ Xã ghi. Chưa có gì thay đổi. "
                "Hãy cài phiên bản mới rồi mở lại."
            )
        )


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version = sa.table("alembic_version", sa.column("version_num"))
    return connection.execute(sa.select(version.c.version_num)).scalar()
