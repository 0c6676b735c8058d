"""Attached files: taken in, read, written out again."""

from __future__ import annotations

from pathlib import Path

from desktop.base.paths import write_whole
from desktop.fields import StoredFile
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store.engine import readable_trouble


def keep_file(office: Office, path: Path) -> StoredFile:
    """Take a file of the PC into the encrypted keeping; the original stays where it is."""
    with readable_trouble():
        content = path.read_bytes()
    return office.files.keep(path.name, content)


def read_file(office: Office, file: StoredFile) -> bytes:
    """The content of an attached file. Raises DamagedFile."""
    return office.files.read(file)


def write_file(office: Office, file: StoredFile, path: Path) -> None:
    """Write an attached file to the PC in plain; that it left is written down."""
    office.require(Permission.PRINT)
    content = office.files.read(file)
    with readable_trouble():
        write_whole(path, content)
    office.note("export", "attachment")
