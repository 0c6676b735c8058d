"""Where the frozen program begins: are its files all there, then the program itself.

``files.tsv``, written by build.py, names every file with its size and SHA-256. Sizes are looked
at in every start (a few milliseconds); the hashes with ``--verify-program``, which the installer
asks before it puts a new version in place of the old one.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

LIST = "files.tsv"
_MOST_NAMED = 5
_SENTENCE = (
    "Chương trình Sổ Xã bị thiếu hoặc hỏng tệp nên chưa mở được. Dữ liệu của cơ quan nằm riêng "
    "và không bị ảnh hưởng.\n\nHãy chạy lại bộ cài Sổ Xã để cài lại chương trình."
)


def spoilt_files(home: Path, listed: Path, *, thorough: bool) -> list[str]:
    """The files of the list that are missing or not as they were built.

    home: the folder the names are seen from. thorough: compares contents, not only sizes.
    """
    rows = [line.split("\t") for line in listed.read_text(encoding="utf-8").splitlines()]
    sizes = _sizes(home, (name for name, _size, _told in rows))
    found: list[str] = []
    for name, size, told in rows:
        same = sizes.get(name) == int(size)
        if thorough:
            same = same and _hash(home / name) == told
        # Qt may be replaced by a build of one's own (LGPL-3.0, section 4).
        elif "Qt6" in name:
            same = name in sizes
        if not same:
            found.append(name)
    return found


def _sizes(home: Path, names: Iterable[str]) -> dict[str, int]:
    """How large the files in the folders of these names are; what is not there is left out.

    A folder is asked once for all that lies in it: Windows answers for each of hundreds of files
    slowly enough to be felt in every start.
    """
    sizes: dict[str, int] = {}
    for folder in {name.rpartition("/")[0] for name in names}:
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(home / folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    sizes[f"{folder}/{entry.name}".lstrip("/")] = entry.stat().st_size
    return sizes


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _look(*, thorough: bool) -> list[str]:
    """The same of the running program; a list that is gone is itself what is missing."""
    listed = Path(sys.executable).parent / "_internal" / LIST
    try:
        return spoilt_files(Path(sys.executable).parent, listed, thorough=thorough)
    except (OSError, ValueError):
        return [LIST]


def _write(text: str) -> None:
    """Answer on the console, if there is one, in the letters that it has."""
    out: Any = sys.stdout
    if out is not None:  # a window program of Windows has none
        out.reconfigure(encoding="utf-8", errors="replace")
        print(text, flush=True)


def _tell(sentence: str) -> None:
    """Say it in a window where there is one, else where a console reads."""
    _write(sentence)
    if sys.platform == "win32":
        ctypes.windll.user32.MessageBoxW(None, sentence, "Sổ Xã", 0x10)
        return
    try:
        from PySide6.QtWidgets import QApplication, QMessageBox
    except ImportError:
        return
    _app = QApplication.instance() or QApplication(sys.argv[:1])
    QMessageBox.critical(None, "Sổ Xã", sentence)


def main() -> int:
    """Verify, or look and start; returns the exit code."""
    if sys.argv[1:] == ["--verify-program"]:
        spoilt = _look(thorough=True)
        _write("\n".join(spoilt) or "Tệp chương trình nguyên vẹn.")
        return 1 if spoilt else 0
    spoilt = _look(thorough=False)
    if not spoilt:
        try:
            from desktop.__main__ import main as program
        except ImportError as error:
            spoilt = [error.name or str(error)]
        else:
            return program()
    named = ", ".join(spoilt[:_MOST_NAMED])
    more = f" và {len(spoilt) - _MOST_NAMED} tệp khác" if len(spoilt) > _MOST_NAMED else ""
    _tell(f"{_SENTENCE}\n\n(Tệp: {named}{more})")
    return 3


if __name__ == "__main__":
    sys.exit(main())
