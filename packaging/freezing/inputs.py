"""What the Windows program depends on, and whether it was built and checked from the same.

``windows_checked.tsv`` is committed: a passed check writes it. CI builds Windows again when a group
of inputs differs from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from machine import PACKAGING, TOP

CHECKED = PACKAGING / "freezing" / "windows_checked.tsv"
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "packaging": (
            "packaging/build.py",
            "packaging/check.py",
            "packaging/machine.py",
            "packaging/installer.nsi",
            "packaging/soxa.spec",
            "packaging/freezing",
            "packaging/checking",
        ),
        "dependencies": ("packaging/build.lock", "packaging/pip.lock", "packaging/apt.txt"),
        "resources": ("resources",),
    }
)


def state() -> dict[str, str]:
    """The hash of each group: names and bytes of all its files."""
    return {group: _hash(group) for group in GROUPS}


def changed(checked: Path = CHECKED) -> list[str]:
    """The groups that are not as they were at the last passed check."""
    known = _read(checked)
    return [group for group, told in state().items() if known.get(group) != told]


def remember(built_from: Mapping[str, str], checked: Path = CHECKED) -> None:
    """Write down what was checked: the ``state`` that the build began with."""
    lines = [f"{group}\t{told}\n" for group, told in built_from.items()]
    checked.write_text("".join(lines), encoding="utf-8", newline="\n")


def _read(checked: Path) -> dict[str, str]:
    if not checked.exists():
        return {}
    rows = (line.split("\t") for line in checked.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[1] for row in rows}


def _hash(group: str) -> str:
    told = hashlib.sha256()
    for path in _files(group):
        told.update(f"{path.relative_to(TOP).as_posix()}\0{path.stat().st_size}\0".encode())
        told.update(path.read_bytes())
    return told.hexdigest()


def _files(group: str) -> Iterator[Path]:
    for name in GROUPS[group]:
        root = TOP / name
        found = [root] if root.is_file() else sorted(root.rglob("*"))
        for path in found:
            if path.is_file() and "__pycache__" not in path.parts and path != CHECKED:
                yield path
