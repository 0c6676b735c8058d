"""Keep a small office of this version for ever: ``dev.py old-office`` once before each release.

Every later version must open it (tests/store/test_old_files.py, dev.py check). It is written by the
program itself, from source, with the units of one province only: all of them would make five
megabytes that no archive packs smaller, since the file is encrypted.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from freezing.bundle import version
from machine import TOP, CannotGoOn, environment

OLD_FILES = TOP / "tests" / "old_files"
PARTS = ("office.db", "files.db", "keys.json")
BESIDE = "mat-khau.txt"
PASSWORD = "Thu-nghiem-2026!"  # noqa: S105 -- of an invented office
_PROVINCE = "48"
"""Đà Nẵng, in which the commune of the sample lies."""


def main() -> int:
    """Write the office of this version; returns the exit code."""
    target = OLD_FILES / version()
    if target.exists():
        raise CannotGoOn(f"Đã có {target}: dữ liệu của một bản đã phát hành không được làm lại.")
    with tempfile.TemporaryDirectory(prefix="soxa-") as scratch:
        keep(target, office_in(write_sample(Path(scratch))))
    return 0


def office_in(folder: Path) -> dict[str, Path]:
    """The files of an office by the names under which they are kept."""
    return {name: folder / name for name in PARTS}


def keep(target: Path, files: Mapping[str, Path]) -> None:
    """Copy files into a new folder, with the password beside them, and say how large it is.

    files: by what they are called there, which may lie in folders of its own.
    """
    target.mkdir(parents=True)
    for name, file in files.items():
        (target / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(file, target / name)
    (target / BESIDE).write_text(PASSWORD + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in target.rglob("*")) / 1e6
    print(f"{target}: {size:.1f} MB")


def write_sample(scratch: Path) -> Path:
    """A sample office by the program of this version; returns the folder it lies in."""
    office = scratch / "office"
    demo = ["-m", "desktop", "demo", str(office), "--size", "commune"]
    run_with_few_units(scratch, demo, "Chương trình không lập được dữ liệu mẫu")
    return office


def run_with_few_units(scratch: Path, script: Sequence[str], otherwise: str) -> None:
    """Have Python run something in a copy of this program that knows one province only.

    otherwise: the beginning of what is said if it fails. Raises CannotGoOn.
    """
    top = scratch / "top"
    top.mkdir()
    shutil.copytree(TOP / "desktop", top / "desktop", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TOP / "resources", top / "resources")
    cut_units(top / "resources" / "units")
    told = dict(os.environ, PYTHONPATH=str(top), SOXA_PASSWORD=PASSWORD)
    command = [str(environment()), "-P", *script]
    if subprocess.run(command, env=told, cwd=top, check=False).returncode:
        raise CannotGoOn(f"{otherwise} (lý do ở ngay trên).")


def cut_units(folder: Path) -> None:
    """Leave only one province of today and what lies in it, in both tables."""
    units = _rows(folder / "units.tsv")
    kept = {row["id"] for row in units if row["code"] == _PROVINCE and not row["valid_to"]}
    kept |= {row["id"] for row in units if row["parent_id"] in kept and not row["valid_to"]}
    _write(folder / "units.tsv", [row for row in units if row["id"] in kept], units)
    successions = _rows(folder / "successions.tsv")
    both = [row for row in successions if row["old_id"] in kept and row["new_id"] in kept]
    _write(folder / "successions.tsv", both, successions)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


def _write(file: Path, rows: list[dict[str, str]], like: list[dict[str, str]]) -> None:
    names = list(like[0])
    lines = ["\t".join(row[name] for name in names) for row in rows]
    file.write_text("\n".join(["\t".join(names), *lines]) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CannotGoOn as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
