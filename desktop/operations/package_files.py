"""Files with packages on sticks and in folders, found by what they are called."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.base.i18n import tr

SUFFIX = ".goi"
EVERYBODY = 0
"""Stands for the receiver in a file for all offices below its sender."""
_NAME = re.compile(
    r"GOI_(?P<sender>\d{1,8})_(?P<to>\d{1,8})_(?P<day>\d{8})_(?P<number>\d{1,8})(?P<letter>[A-Z]?)"
    r"\.goi",
    re.IGNORECASE,
)
_FIRST = "A"
"""The letter of an office's first PC."""
_DEEPEST = 3
"""How deep drives are looked into that nobody has named."""
_OF_THE_SYSTEM = frozenset({"System Volume Information", "$RECYCLE.BIN", "lost+found"})


def silent(_done: int, _total: int) -> None:
    """Progress that nobody asked for."""


@dataclass(frozen=True)
class FoundPackage:
    """A file that is called like a package. sender, to: scopes of offices, as its name says.

    root: the drive or folder that was looked into.
    """

    path: Path
    root: Path
    size: int
    sender: int
    to: int
    number: int

    @property
    def day(self) -> dt.date | None:
        """The day in its name; None for what is no day."""
        known = _NAME.fullmatch(self.path.name)
        try:
            return None if known is None else dt.date.fromisoformat(known["day"])
        except ValueError:
            return None


def meant_for(
    packages: Iterable[FoundPackage], scope: int, own: Collection[str]
) -> list[FoundPackage]:
    """Those for an office, by their names; not what its own PCs wrote.

    own: names of files that this PC wrote. Whose a file is that was opened, it tells itself.
    """
    return [one for one in packages if one.to in (scope, EVERYBODY) and one.path.name not in own]


def file_name(own: int, letter: str, other: int, day: dt.date, number: int) -> str:
    """What a file is called: from whom, to whom, the day, its number; nothing of a person.

    letter: of the PC that writes it. Each PC counts its own files: the letter of any but the first
    keeps those of one office apart.
    """
    told = f"{number:04d}{'' if letter == _FIRST else letter}"
    return f"GOI_{own:05d}_{other:05d}_{day:%Y%m%d}_{told}{SUFFIX}"


def free_number(place: Callable[[int], Path], number: int) -> int:
    """The first number from this one on under which no file stands yet.

    place: where the file of a number goes. A PC that was put back to a copy, and a second copy of
    one, count from where the copy was made: what they wrote before is never written over.
    """
    while place(number).exists():
        number += 1
    return number


def number_words(number: int, *, for_all: bool) -> str:
    """The number of a file as people read it: those for everybody are counted for themselves."""
    return tr("{n} (chung)").format(n=number) if for_all else str(number)


def numbered(name: str, number: int, *, for_all: bool) -> str:
    """The number of a file, with the letter of the PC in its name if it is not the office's first.

    Each PC counts its own files.
    """
    known = _NAME.fullmatch(name)
    letter = "" if known is None else known["letter"].upper()
    told = number_words(number, for_all=for_all)
    return tr("{n} máy {letter}").format(n=told, letter=letter) if letter else told


def find_packages(
    folders: Iterable[Path], progress: Callable[[int, int], object]
) -> list[FoundPackage]:
    """The packages in these folders and a little below; what cannot be read is passed by.

    progress: hears of each folder; may raise to stop.
    """
    found: list[FoundPackage] = []
    for root in folders:
        for path in _files(root, progress, deepest=_DEEPEST):
            known = _NAME.fullmatch(path.name)
            size = _size(path)
            if known is not None and size is not None:
                sender, to, number = (int(known[name]) for name in ("sender", "to", "number"))
                found.append(FoundPackage(path, root, size, sender, to, number))
    return sorted(found, key=lambda one: (one.sender, one.number, one.path))


def packages_in(
    paths: Iterable[Path], progress: Callable[[int, int], object] = silent
) -> list[Path]:
    """The files among these paths as they are, and all packages in the folders among them.

    Somebody named them, so that nothing is left out for its depth or for how many there are. A folder
    that can't be opened stands among them itself: it is refused as what it is, not passed over.
    progress: hears of each folder; may raise to stop.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += _files(path, progress, closed=found.append)
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _files(
    root: Path,
    progress: Callable[[int, int], object],
    *,
    closed: Callable[[Path], object] | None = None,
    deepest: int | None = None,
) -> Iterator[Path]:
    """The packages in a folder and below, in order. closed: hears of a folder that can't be opened."""

    def refused(error: OSError) -> None:
        if closed is not None:
            closed(Path(error.filename))

    count, known = 0, dict[Path, tuple[int, int]]()
    for folder, folders, names in os.walk(root, onerror=refused):
        progress(count, 0)
        place = Path(folder)
        if _is_in_itself(place, known):
            folders.clear()
            continue
        deep = len(place.relative_to(root).parts) == deepest
        folders[:] = [] if deep else sorted(name for name in folders if not _is_hidden(name))
        for name in sorted(names):
            if name.casefold().endswith(SUFFIX) and not _is_hidden(name):
                yield place / name
                count += 1


def _is_in_itself(folder: Path, known: dict[Path, tuple[int, int]]) -> bool:
    """Whether a link leads back to a folder above: only such a ring would have no end.

    known: the folders that were met, which is kept up to date.
    """
    told = folder.stat()
    mine = known[folder] = told.st_dev, told.st_ino
    # Some drives number nothing.
    return told.st_ino != 0 and any(known.get(one) == mine for one in folder.parents)


def _is_hidden(name: str) -> bool:
    """Whether it is what a system keeps for itself: traces of a Mac, bins, what Windows notes."""
    return name.startswith(".") or name in _OF_THE_SYSTEM


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
