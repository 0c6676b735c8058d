"""What stands before a window is light: heavy libraries come when they are first needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
PAPER = {"reportlab", "PIL", "docx", "openpyxl", "segno", "pypdfium2"}
FIRST_WINDOW = "import desktop.app"
MAIN_WINDOW = (
    "import desktop.app, importlib; [importlib.import_module(name) for name in desktop.app._HEAVY]"
)


def loaded_by(code: str) -> set[str]:
    """The top-level modules that are there after this, in a process of its own."""
    told = f"{code}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=TOP, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("code", "heavy"),
    [
        (FIRST_WINDOW, PAPER | {"sqlalchemy", "alembic", "sqlcipher3", "argon2", "cryptography"}),
        (MAIN_WINDOW, PAPER | {"alembic"}),
    ],
    ids=["sign-in", "main window"],
)
def test_nothing_heavy_is_loaded_before(code: str, heavy: set[str]) -> None:
    assert loaded_by(code) & heavy == set()
