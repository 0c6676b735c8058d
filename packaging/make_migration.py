"""Write the next migration from what the records declare and what the last one left.

Usage: python packaging/make_migration.py 0002 "what it brings"
The file is a draft: read it, and add what Alembic can't see (triggers are raised by themselves).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

TOP = Path(__file__).parents[1]
sys.path.insert(0, str(TOP))

import sqlalchemy as sa  # noqa: E402
from alembic.autogenerate import produce_migrations, render_python_code  # noqa: E402
from alembic.runtime.migration import MigrationContext  # noqa: E402

from desktop.records import Base  # noqa: E402
from desktop.store import upgrade  # noqa: E402
from desktop.store.engine import open_engine  # noqa: E402
from desktop.store.keys import new_key  # noqa: E402


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our own column types as what the database keeps: a migration never imports the program."""
    if kind == "type" and isinstance(item, sa.types.TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def is_ours(_item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Leave the full-text tables alone."""
    return not (kind == "table" and str(name).startswith("search_words"))


OPTIONS: dict[str, Any] = {
    "target_metadata": Base.metadata,
    "render_item": plain_type,
    "include_object": is_ours,
    "compare_type": True,
}


def draft(engine: sa.Engine, *, batch: bool) -> str:
    """The commands that lead from this file's schema to the declared one."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=OPTIONS)
        found = produce_migrations(context, Base.metadata).upgrade_ops
        assert found is not None
        return render_python_code(found, render_item=plain_type, render_as_batch=batch)


def main(number: str, message: str) -> None:
    """Write the draft of migration ``number``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office.db"
        key = new_key()
        engine = open_engine(path, key, new=True)
        before = sorted(p.stem[:4] for p in (upgrade.MIGRATIONS / "versions").glob("0*.py"))
        if before:
            upgrade.upgrade(engine)
        body = draft(engine, batch=bool(before))
        engine.dispose()
    parent = repr(before[-1]) if before else "None"
    text = (
        f'"""{message}"""\n\nimport sqlalchemy as sa\nfrom alembic import op\n\n'
        f"revision = {number!r}\ndown_revision = {parent}\n\n\ndef upgrade() -> None:\n    {body}\n"
    )
    (
        upgrade.MIGRATIONS / "versions" / f"{number}_{message.split(maxsplit=1)[0].lower()}.py"
    ).write_text(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
