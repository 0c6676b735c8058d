"""New versions without a network: found on a stick or in the inbox, and proved to be ours."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from desktop.base.errors import DamagedFile, UserError
from desktop.base.i18n import tr
from desktop.base.resources import resource
from desktop.store.announcements import (
    KEY_BYTES,
    MOST_BYTES,
    SUFFIX,
    Announcement,
    NotGenuine,
    other_setup,
    read_announcement,
    unreadable,
    version_number,
)

INBOX = "inbox"
"""The folder of an office where files from other offices are put."""
_MOST_ENTRIES, _MOST_FOLDERS, _MOST_FOUND = 20_000, 500, 50

Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Update:
    """A newer version: what it announces, the folder it lies in, and where that was looked for."""

    announced: Announcement
    folder: Path
    root: Path

    @property
    def setup(self) -> Path:
        """The setup as it lies there; never to be started from there."""
        return self.folder / self.announced.setup


@dataclass(frozen=True)
class Refused:
    """An announcement that is not believed, and the sentence why.

    forged: somebody else signed it.
    """

    path: Path
    sentence: str
    forged: bool = False


@dataclass(frozen=True)
class Found:
    """What a look brought: newer versions, the newest first, and what is not believed."""

    updates: tuple[Update, ...] = ()
    refused: tuple[Refused, ...] = ()


def silent(_done: int, _total: int) -> None:
    """Take a report and show nothing."""


def release_key() -> bytes | None:
    """The public key that this program was built with; None if it was built without."""
    try:
        key = resource("release.pub").read_bytes()
    except FileNotFoundError:
        return None
    return key if len(key) == KEY_BYTES else None


def find_updates(
    folders: Iterable[Path], key: bytes, current_version: str, progress: Progress = silent
) -> Found:
    """Look for newer versions in these folders and one level below.

    key: the public key of ``release_key``. progress: hears of each folder, and may raise to stop.
    The setups are not read yet, only their sizes: that is for ``setups.fetch_setup``.
    A folder that can't be read, as a reader without a card, holds nothing.
    """
    roots = list(dict.fromkeys(folders))
    updates: dict[str, Update] = {}
    refused: list[Refused] = []
    for at, root in enumerate(roots):
        progress(at, len(roots))
        for path in islice(_announcements(root), _MOST_FOUND):
            progress(at, len(roots))
            try:
                update = _read(path, root, key, current_version)
            except UserError as error:
                forged = isinstance(error, NotGenuine)
                refused.append(Refused(path, error.message, forged=forged))
            else:
                if update is not None:
                    updates.setdefault(update.announced.version, update)
    newest = sorted(updates, key=version_number, reverse=True)
    return Found(tuple(updates[version] for version in newest), tuple(refused))


def _announcements(root: Path) -> Iterator[Path]:
    files, folders = _entries(root)
    yield from files
    for folder in folders:
        yield from _entries(folder)[0]


def _entries(folder: Path) -> tuple[list[Path], list[Path]]:
    """The announcements and the folders right in a folder, in the order of names."""
    files: list[Path] = []
    folders: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for entry in islice(entries, _MOST_ENTRIES):
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                elif entry.name.casefold().endswith(SUFFIX) and entry.is_file():
                    files.append(Path(entry.path))
    except OSError:
        # What was read before the stick went is still worth showing, or being refused by name.
        folders = []
    return sorted(files), sorted(folders)[:_MOST_FOLDERS]


def _read(path: Path, root: Path, key: bytes, current_version: str) -> Update | None:
    """The update that a file announces; None for the running version and older ones."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise unreadable(path) from error
    announced = read_announcement(content, key)
    if version_number(announced.version) <= version_number(current_version):
        return None
    update = Update(announced, path.parent, root)
    try:
        size = update.setup.stat().st_size
    except FileNotFoundError:
        raise DamagedFile(
            tr(
                "Có tệp báo bản {version} nhưng thiếu bộ cài {setup} bên cạnh. "
                "Chưa có gì được cài. Hãy chép đủ cả hai tệp."
            ).format(version=announced.version, setup=announced.setup)
        ) from None
    except OSError as error:
        raise unreadable(update.setup) from error
    if size != announced.size:
        raise other_setup(announced)
    return update
