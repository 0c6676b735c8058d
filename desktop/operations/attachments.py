"""Attached files: taken in, read, written out again."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.paths import write_whole
from desktop.fields import StoredFile
from desktop.operations.exchange_keys import held_roster
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store.engine import raw_connection, readable_trouble
from desktop.store.exchange.contents import Contents


def keep_file(office: Office, path: Path) -> StoredFile:
    """Take a file of the PC into the encrypted keeping; the original stays where it is."""
    with readable_trouble():
        content = path.read_bytes()
    return office.files.keep(path.name, content)


class NotHereYet(UserError):
    """The content of an attached file is still on its way from another office."""


def missing_words(office: Office, file: StoredFile) -> str:
    """Why the content of an attached file can't be shown yet; "" if it is here, or lost.

    Raises DamagedFile.
    """
    if office.files.has(file):
        return ""
    with office.store.connection() as connection:
        contents = Contents(raw_connection(connection))
        device = contents.lacking_from(bytes.fromhex(file.hash))
        if device is None:
            return ""
        return tr("Nội dung chưa về tới máy này; sẽ có trong tệp kế tiếp của {office}.").format(
            office=_office_of(connection, device)
        )


def _office_of(connection: sa.Connection, device: bytes) -> str:
    roster = held_roster(connection)
    if not roster.knows(device):
        return tr("nơi còn giữ tệp ấy")
    return roster.office(roster.device(device).scope).name


def read_file(office: Office, file: StoredFile) -> bytes:
    """The content of an attached file. Raises NotHereYet, DamagedFile."""
    if words := missing_words(office, file):
        told = tr("{why} Hồ sơ không bị thay đổi. Hãy nhận tệp ấy rồi mở lại {name}.")
        raise NotHereYet(told.format(why=words, name=file.name))
    return office.files.read(file)


def write_file(office: Office, file: StoredFile, path: Path) -> None:
    """Write an attached file to the PC in plain; that it left is written down."""
    office.require(Permission.PRINT)
    content = read_file(office, file)
    with readable_trouble():
        write_whole(path, content)
    office.note("export", "attachment")
