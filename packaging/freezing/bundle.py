"""The frozen program as a folder: made by PyInstaller, looked through, and listed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from freezing import licences
from freezing.icon import draw_icons
from freezing.start_soxa import LIST
from freezing.wine import PYTHON, Wine
from machine import PACKAGING, TOP, CannotGoOn, environment

LOCK = PACKAGING / "build.lock"
LARGE = PACKAGING / "freezing" / "large_files.txt"
_LARGE_FROM = 1_000_000
_NOT_OURS = re.compile(rb"Wine (builtin|placeholder) DLL")
_VERSION_RESOURCE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers=({numbers}), prodvers=({numbers}), mask=0x3f, flags=0x0, OS=0x40004,
    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[StringFileInfo([StringTable('042a04b0', [
    StringStruct('CompanyName', 'Sổ Xã'), StringStruct('FileDescription', 'Sổ Xã'),
    StringStruct('FileVersion', '{version}'), StringStruct('ProductName', 'Sổ Xã'),
    StringStruct('ProductVersion', '{version}')])]),
    VarFileInfo([VarStruct('Translation', [0x042a, 1200])])])
"""


def version() -> str:
    """The version that pyproject.toml names."""
    told = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    return str(told["project"]["version"])


def freeze(system: str, home: Path, key: bytes | None) -> Path:
    """Freeze the program for "linux" or "windows"; returns the folder it lies in.

    home: where to work. key: the public key that updates are checked against, if there is one.
    Raises CannotGoOn when PyInstaller fails or something is in the folder that must not be.
    """
    shutil.rmtree(home, ignore_errors=True)
    made = home / "made"
    made.mkdir(parents=True)
    python = environment("build.lock", "build/build-env")
    draw_icons(python, made)
    numbers = ", ".join([*version().split("."), "0"])
    text = _VERSION_RESOURCE.format(numbers=numbers, version=version())
    (made / "version.txt").write_text(text, encoding="utf-8")
    licences.collect(python, made / "licences")
    (made / "release.pub").write_bytes(key or b"")
    bundle = home / "dist" / "soxa"
    options = ["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    if system == "windows":
        wine = windows()
        where = {"--distpath": home / "dist", "--workpath": home / "work"}
        paths = [part for name, path in where.items() for part in (name, seen(path))]
        spec = seen(PACKAGING / "soxa.spec")
        wine.must(PYTHON, *options, *paths, spec, SOXA_BUILD=seen(made), PYTHONHASHSEED="1")
    else:
        paths = ["--distpath", str(home / "dist"), "--workpath", str(home / "work")]
        told = dict(os.environ, SOXA_BUILD=str(made), PYTHONHASHSEED="1")
        command = [str(python), *options, *paths, str(PACKAGING / "soxa.spec")]
        if subprocess.run(command, env=told, check=False).returncode:
            raise CannotGoOn("PyInstaller không đóng gói được chương trình (lý do ở ngay trên).")
    if system == "linux":
        licences.add_system_libraries(bundle)
    write_list(bundle)
    look_through(bundle, system)
    return bundle


def windows() -> Wine:
    """The Windows that programs are built and tried on."""
    wine = Wine(TOP / "build" / "windows")
    wine.ready(LOCK)
    return wine


def seen(path: Path) -> str:
    """A path of Linux as Windows programs under Wine see it."""
    return "Z:" + str(path).replace("/", "\\")


def files(bundle: Path) -> Iterator[Path]:
    """Every file of a frozen program, in the order of names."""
    return (path for path in sorted(bundle.rglob("*")) if path.is_file())


def write_list(bundle: Path) -> None:
    """Write down every file with its size and hash, for the program to look after itself."""
    target = bundle / "_internal" / LIST
    target.unlink(missing_ok=True)
    lines = [
        f"{path.relative_to(bundle).as_posix()}\t{path.stat().st_size}\t"
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}\n"
        for path in files(bundle)
    ]
    target.write_text("".join(lines), encoding="utf-8", newline="\n")


def look_through(bundle: Path, system: str) -> None:
    """Raise CannotGoOn for files of the test machine, and for large ones that nobody explains."""
    explained = reasons()
    for path in files(bundle):
        name = path.relative_to(bundle).as_posix()
        if system == "windows":
            with path.open("rb") as file:
                if _NOT_OURS.search(file.read(256)):
                    raise CannotGoOn(f"Tệp của Wine lọt vào bộ cài: {name}")
        if path.is_symlink():
            continue
        if path.stat().st_size > _LARGE_FROM and not any(fnmatch(name, one) for one in explained):
            raise CannotGoOn(
                f"Tệp lớn chưa có lý do trong packaging/freezing/large_files.txt: {name} "
                f"({path.stat().st_size / 1e6:.1f} MB)"
            )


def reasons() -> dict[str, str]:
    """Why the large files ship: a pattern of their paths, and the reason."""
    lines = LARGE.read_text(encoding="utf-8").splitlines()
    told = [line.split(None, 1) for line in lines if line and line[0] != "#"]
    return dict(told)


def megabytes(path: Path) -> float:
    """How much a file, or all files of a folder, take; a million bytes each."""
    if path.is_file():
        return path.stat().st_size / 1e6
    return sum(one.stat().st_size for one in files(path) if not one.is_symlink()) / 1e6


def longest_name(bundle: Path) -> int:
    """Characters of the longest path inside, for Windows' limit; with the folder of a new version."""
    return max(len(str(path.relative_to(bundle))) for path in files(bundle)) + len("\\_moi\\")


if __name__ == "__main__":
    sys.exit("Chạy bằng: python3 packaging/dev.py build")
