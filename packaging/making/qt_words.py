"""Compile the Vietnamese words for Qt's own texts: ``dev.py qt-words``.

Run it after every change of ``resources/translations/qtbase_vi.ts``. The compiler (lrelease) is
part of PySide6; the same words give the same bytes, and the tests ask for them. The program loads
only what is compiled.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from machine import TOP

WORDS = TOP / "resources" / "translations" / "qtbase_vi.ts"


def compiled(words: Path) -> bytes:
    """The catalogue as QTranslator loads it.

    Raises CalledProcessError if the compiler does not understand the file.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "qtbase_vi.qm")
        command = [_compiler(), "-silent", "-fail-on-unfinished", words, "-qm", target]
        subprocess.run(command, check=True)
        return target.read_bytes()


def _compiler() -> Path:
    found = find_spec("PySide6")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).with_name("lrelease.exe" if sys.platform == "win32" else "lrelease")


if __name__ == "__main__":
    WORDS.with_suffix(".qm").write_bytes(compiled(WORDS))
