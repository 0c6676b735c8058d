"""Write the next migration from what the records declare and what the last one left.

Usage: python3 packaging/dev.py migration "what changed"
It gets the next number. The file is a draft: read it, and add what Alembic can't see (the guards
are raised by themselves, and the index of quick search is made anew when its declaration changed).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext

from desktop.base.text import words
from desktop.records import Base
from desktop.store import tables, upgrade
from desktop.store.engine import open_engine
from desktop.store.keys import new_key

_WORDS_OF_NAME = 5


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our own column types as what the database keeps: a migration never imports the program."""
    if kind == "type" and isinstance(item, sa.types.TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def is_ours(_item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Leave the full-text tables alone."""
    return not (kind == "table" and str(name).startswith("search_words"))


# All that is declared: the records, and the tables that are not records.
DECLARED = Base.metadata
assert tables.search_rows.metadata is DECLARED

OPTIONS: dict[str, Any] = {
    "target_metadata": DECLARED,
    "render_item": plain_type,
    "include_object": is_ours,
    "compare_type": True,
}


def draft(engine: sa.Engine) -> str:
    """The commands that lead from this file's schema to the declared one; blank if there are none."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=OPTIONS)
        found = produce_migrations(context, DECLARED).upgrade_ops
        assert found is not None
        if found.is_empty():
            return ""
        text = render_python_code(found, render_item=plain_type, render_as_batch=True)
    return "\n".join(line for line in text.splitlines() if not line.strip().startswith("# ###"))


def write(folder: Path, message: str) -> Path | None:
    """Write the next draft into a folder of migrations; None if nothing is left to do."""
    known = sorted(path.stem[:4] for path in folder.glob("[0-9]*_*.py"))
    body = changes()
    if not body:
        return None
    number = f"{int(known[-1]) + 1:04}"
    path = folder / f"{number}_{'_'.join(words(message)[:_WORDS_OF_NAME]) or 'next'}.py"
    path.write_text(
        f'"""{message}"""\n\nimport sqlalchemy as sa\nfrom alembic import op\n\n'
        f'revision = "{number}"\ndown_revision = "{known[-1]}"\n\n\n'
        f"def upgrade() -> None:\n    {body.strip()}\n",
        encoding="utf-8",
    )
    return path


def changes() -> str:
    """The commands that lead from the last migration to what the records declare."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder) / "office.db", new_key(), new=True)
        try:
            with engine.begin() as connection:
                upgrade.migrate(connection)
            return draft(engine)
        finally:
            engine.dispose()


def main(argv: list[str]) -> int:
    """Write the next migration; the number is the exit code."""
    message = " ".join(argv).strip()
    if not message:
        print('Hãy nói điều đã đổi: dev.py migration "what changed".', file=sys.stderr)
        return 2
    path = write(upgrade.MIGRATIONS / "versions", message)
    if path is None:
        print("Các bản ghi không khác bản nâng cấp cuối: không có gì để viết.", file=sys.stderr)
        return 1
    print(f"{path}: đọc lại trước khi dùng, rồi chạy dev.py test")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
