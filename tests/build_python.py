"""The environment that the program is frozen from, as the tests can have it: their own packages."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import machine


def make_python(folder: Path, pyinstaller: str) -> Path:
    """A Python that sees the packages of the tests, and beside them that version of PyInstaller."""
    told = folder / "more" / f"pyinstaller-{pyinstaller}.dist-info"
    (told / "licenses").mkdir(parents=True)
    (told / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: pyinstaller\nVersion: {pyinstaller}\n"
    )
    (told / "licenses" / "COPYING.txt").write_text("Bootloader Exception\n")
    (told / "RECORD").write_text(
        f"{told.name}/METADATA,,\n{told.name}/licenses/COPYING.txt,,\n{told.name}/RECORD,,\n"
    )
    program = folder / "python"
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{folder}/more:$PYTHONPATH" exec "{sys.executable}" "$@"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def build_version(name: str) -> str:
    """The version of a package in build.lock."""
    lines = (machine.PACKAGING / "build.lock").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith(f"{name}==")]
    return line.removeprefix(f"{name}==").split()[0]
