"""Keeping the office safe: copies, restoring, checking, leaving."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.clock import Clock, in_vietnam, known_today, today
from desktop.base.errors import DamagedFile
from desktop.base.i18n import tr
from desktop.fields import Attachment, StoredFile
from desktop.operations import checks, cloned_pcs, document_numbers
from desktop.operations.exchange_keys import NotEnrolled, signed_roster
from desktop.operations.office import Office
from desktop.records import Record, record_types
from desktop.rules.permissions import Permission
from desktop.store import backup, check, keys
from desktop.store.engine import raw_connection, readable_trouble
from desktop.store.events import Event, read_events
from desktop.store.exchange.contents import Content, Contents
from desktop.store.folder import BACKUPS, FolderLock
from desktop.store.keeping import read_setting, write_setting

_LAST, _LAST_ELSEWHERE = "backup last", "backup elsewhere"


def back_up(office: Office, target: Path, progress: backup.Progress | None = None) -> backup.Backup:
    """Copy the office to another folder or drive and verify the copy."""
    office.require(Permission.BACKUP)
    made = _back_up(office, target, progress)
    _remember(office, _LAST_ELSEWHERE)
    return made


def back_up_here(office: Office, *, before_files: bool = False) -> backup.Backup:
    """Make a copy beside the office and drop what the rotation does not keep.

    before_files: it is made before files of other offices are taken in, or taken back; no copy of
    the same day takes its place.
    """
    target = office.folder / BACKUPS
    made = _back_up(office, target, None, before_files=before_files)
    backup.rotate(target)
    return made


def _back_up(
    office: Office,
    target: Path,
    progress: backup.Progress | None,
    *,
    before_files: bool = False,
) -> backup.Backup:
    key, now = office.store.key, office.clock.now()
    made = backup.back_up(office.folder, key, target, now, progress, before_files=before_files)
    office.note("backup", made.path.name)
    _remember(office, _LAST)
    return made


def _remember(office: Office, name: str) -> None:
    with office.store.connection(write=True) as connection:
        write_setting(connection, name, office.clock.now().isoformat())


@dataclass(frozen=True)
class BackupState:
    """When the office was last copied, here and to another drive."""

    last: dt.datetime | None
    elsewhere: dt.datetime | None
    days_elsewhere: int | None


def backup_state(office: Office) -> BackupState:
    """What the status line says of copies."""
    with office.store.connection() as connection:
        last = _moment(read_setting(connection, _LAST))
        elsewhere = _moment(read_setting(connection, _LAST_ELSEWHERE))
    days = None
    if elsewhere is not None:
        days = (today(office.clock) - in_vietnam(elsewhere).date()).days
    return BackupState(last, elsewhere, days)


def _moment(text: Any) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


@dataclass(frozen=True)
class Comparison:
    """What a copy holds beside what the office holds today, by record type."""

    backup: Path
    then: Mapping[str, int]
    now: Mapping[str, int]

    def lines(self) -> list[tuple[str, int, int]]:
        """The label, then and now of every record type that differs or holds anything."""
        return [
            (tr(kind.plural), self.then.get(table, 0), self.now.get(table, 0))
            for table, kind in record_types().items()
            if not kind.reference_data and (self.then.get(table) or self.now.get(table))
        ]


def compare(office: Office, path: Path) -> Comparison:
    """Count a copy beside the office before it is restored. Raises DamagedFile."""
    office.require(Permission.RESTORE)
    return Comparison(path, backup.read_copy(path, office.store.key), _counts(office))


def restore(office: Office, comparison: Comparison) -> Path:
    """Put a copy in the place of the office, which is closed by it; sign in again after.

    Returns where the replaced files lie now.
    """
    office.require(Permission.RESTORE)
    office.note("restore", comparison.backup.name)
    key, folder, now = office.store.key, office.folder, office.clock.now()
    office.close()
    lock = FolderLock(folder)
    try:
        return backup.restore(comparison.backup, folder, key, comparison.then, now)
    finally:
        lock.release()


def restore_copy(path: Path, folder: Path, secret: keys.Secret, clock: Clock) -> Path:
    """Make an office of a copy on a PC that has none.

    secret: a user's password on the day of the copy, or the recovery code printed before it.
    Raises WrongPassword, DamagedFile.
    """
    backup.require_whole(path)
    key = secret.open(keys.read_keys(path))
    counts = backup.read_copy(path, key)
    with readable_trouble():
        folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder)
    try:
        return backup.restore(path, folder, key, counts, clock.now())
    finally:
        lock.release()


def check_office(office: Office) -> list[str]:
    """All that is wrong: the file itself, attachments, and records against their declarations."""
    office.require(Permission.CHECK)
    looks = (
        lambda: check.check(office.store),
        lambda: check.damaged_pages(office.files.path, office.store.key),
        lambda: _attachments(office),
        lambda: _rules(office),
        lambda: cloned_pcs.list_cloned(office),
    )
    found: list[str] = []
    for look in looks:
        try:
            found += look()
        except DamagedFile as error:
            # What lies on a damaged page can't be asked; all the rest still is.
            found.append(error.message)
    return list(dict.fromkeys(found))


def _attachments(office: Office) -> list[str]:
    """Contents that are not what they were, and the records that miss one."""
    kept, broken = office.files.hashes(), office.files.broken()
    found: list[str] = []
    if broken:
        found.append(tr("{count} tệp đính kèm bị hỏng nội dung.").format(count=len(broken)))
    told = tr("{what} {id}: nội dung tệp đính kèm không có trên máy hoặc đã hỏng.")
    with office.reading() as session:
        awaited = Contents(raw_connection(session.connection())).awaited()
        missing: set[str] = set()
        lost: set[Content] = set()
        for kind, record_id, file in _attached(session):
            digest = bytes.fromhex(file.hash)
            if digest in awaited and file.hash not in kept:
                missing.add(file.hash)
            elif file.hash not in kept - broken:
                found.append(told.format(what=tr(kind.singular), id=record_id))
                lost.add(Content(digest, file.size))
    _ask_for(office, lost)
    if missing:
        words = tr(
            "{count} tệp đính kèm của nơi khác chưa về tới máy này; tệp gửi đi kế tiếp sẽ hỏi lại."
        )
        found.append(words.format(count=len(missing)))
    return found


def _ask_for(office: Office, lost: set[Content]) -> None:
    """Let the next files ask the other offices for contents that are lost or damaged here."""
    if not lost:
        return
    with office.store.connection(write=True) as connection:
        try:
            signed_roster(connection)
        except NotEnrolled:
            return
        Contents(raw_connection(connection)).note_lost(lost)


def _attached(session: Session) -> Iterator[tuple[type[Record], uuid.UUID, StoredFile]]:
    """Every file that a record names; that of a voided one too, which can be brought back."""
    for kind in record_types().values():
        columns = kind.__table__.c
        for field in kind.fields():
            if isinstance(field.kind, Attachment):
                column = columns[field.name]
                statement = sa.select(columns.id, column).where(column.is_not(None))
                for record_id, file in session.execute(statement):
                    yield kind, record_id, file


def _rules(office: Office) -> list[str]:
    found: list[str] = []
    now = known_today(office.clock)
    with office.reading() as session:
        for kind in record_types().values():
            if kind.reference_data:
                continue
            statement = sa.select(kind).where(kind.void_reason.is_(None), ~kind.stub)
            for record in session.scalars(statement.execution_options(yield_per=500)):
                if problems := checks.own_problems(record, now):
                    labels = ", ".join(tr(kind.field(name).label) for name in problems)
                    found.append(f"{tr(kind.singular)} {record.id}: {labels}")
            found += _doubles(session, kind)
        found += document_numbers.doubles(session)
    return found


def _doubles(session: Session, kind: type[Record]) -> list[str]:
    """Values that only one record may have and several do; asked of the file all at once."""
    found: list[str] = []
    columns = kind.__table__.c
    valid = (columns.void_reason.is_(None), columns.stub.is_(False))
    for field in kind.fields():
        if field.unique:
            column = columns[field.name]
            once = [column, *([] if checks.is_one_for_all(field) else [columns.scope])]
            held_twice = sa.select(column).where(column.is_not(None), *valid).group_by(*once)
            count = len(session.execute(held_twice.having(sa.func.count() > 1)).all())
            if count:
                told = tr("{what}: {count} giá trị “{label}” bị ghi ở hai nơi.")
                found.append(told.format(what=tr(kind.plural), count=count, label=tr(field.label)))
    return found


def read_deeds(office: Office, limit: int = 500) -> list[Event]:
    """The latest sign-ins, looks, prints and exports, newest first."""
    office.require(Permission.READ_EVENTS)
    with office.store.connection() as connection:
        return read_events(connection, limit=limit)


def counts(office: Office) -> dict[str, int]:
    """How many rows of each record type the office holds."""
    office.require(Permission.CHECK)
    return _counts(office)


def _counts(office: Office) -> dict[str, int]:
    with office.store.connection() as connection:
        return {
            table: connection.execute(sa.select(sa.func.count()).select_from(kind)).scalar_one()
            for table, kind in record_types().items()
        }


def leave(office: Office) -> None:
    """Sign out: a verified copy of today beside the office, then everything is closed."""
    try:
        if office.may(Permission.BACKUP):
            back_up_here(office)
        office.note("sign_out")
    finally:
        office.close()
