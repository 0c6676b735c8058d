"""Copies of an office: made by SQLite's own backup, opened and counted before they count.

A copy is a folder with the encrypted database, the encrypted attachments and the key slots;
it opens with the passwords of its day.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.base.clock import in_vietnam
from desktop.base.errors import DamagedFile
from desktop.base.i18n import tr
from desktop.base.paths import free_name, sync_folder
from desktop.records import record_types
from desktop.store.engine import RawConnection, connect, readable_trouble
from desktop.store.folder import FILES_DB, KEYS, OFFICE_DB, PARTS, SEALED

PREFIX = "SoXa-"
BEFORE_FILES = "-truoc-nhan"
_NAME = re.compile(rf"{PREFIX}(\d{{8}}-\d{{6}})({BEFORE_FILES})?( \(\d+\))?")
_STAMP = "%Y%m%d-%H%M%S"
_PAGES = 2000
KEPT = {"daily": 7, "weekly": 4, "monthly": 6}
KEPT_BEFORE_FILES = 10
"""So many copies stay besides that were made before files were taken in or taken back, however many
others the same day brings: who undoes an import was promised the copy from before it."""

Progress = Callable[[int, int], None]
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Backup:
    """One copy, made at a Vietnamese wall-clock time.

    before_files: made before files of other offices were taken in, or taken back.
    """

    path: Path
    made_at: dt.datetime
    before_files: bool = False


def counts_of(connection: RawConnection) -> dict[str, int]:
    """How many rows each record type, the log and the attachments have."""
    present = {
        row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    }
    wanted = [*record_types(), "sync_log", "events", "blobs"]
    return {
        table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        for table in wanted
        if table in present
    }


def back_up(
    folder: Path,
    key: bytes,
    target: Path,
    now: dt.datetime,
    progress: Progress | None = None,
    *,
    before_files: bool = False,
) -> Backup:
    """Copy the office in folder to a new folder in target, and verify the copy.

    before_files: it is made before files are taken in or taken back; its name says so. Raises DiskTrouble if target can't take it, DamagedFile if the office is damaged or lacks a
    file, or if the copy does not hold what the office holds. A copy that was broken off leaves
    only a folder that is never taken for one.
    """
    local = in_vietnam(now)
    with readable_trouble():
        target.mkdir(parents=True, exist_ok=True)
        final = free_name(target / _name(local, before_files=before_files))
        part = target / f".{final.name}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        try:
            counts: dict[str, int] = {}
            for name in (OFFICE_DB, FILES_DB):
                counts |= _copy(folder / name, part / name, key, progress)
            _copy_keys(folder, part)
            _verify(part, folder, key, counts)
            sync_folder(part)
            part.rename(final)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        sync_folder(target)
    return Backup(final, local.replace(tzinfo=None), before_files)


def _name(local: dt.datetime, *, before_files: bool) -> str:
    return f"{PREFIX}{local.strftime(_STAMP)}{BEFORE_FILES if before_files else ''}"


def _copy(
    source: Path, target: Path, key: bytes, progress: Progress | None, *, live: bool = True
) -> Counts:
    """Copy one database as it is at one moment, and count what it held then.

    live: the source is in use; a copy that lies somewhere is only read.
    """
    read, written = connect(source, key, write=live), connect(target, key, must_exist=False)
    try:
        # One state for the copy and its counts, whatever is saved in the meantime.
        read.execute("BEGIN")
        counts = counts_of(read)
        # WAL on the copy would leave a second file beside it.
        written.execute("PRAGMA journal_mode = DELETE")

        def report(_status: int, remaining: int, total: int) -> None:
            if progress is not None:
                progress(total - remaining, total)

        read.backup(written, pages=_PAGES, progress=report)
        written.execute("PRAGMA journal_mode = DELETE")
        return counts
    finally:
        written.close()
        read.close()


def _copy_keys(source: Path, target: Path) -> None:
    """Copy the key slots, and the key that is sealed for the province if there is one."""
    _copy_plain(source / KEYS, target / KEYS)
    if (source / SEALED).exists():
        _copy_plain(source / SEALED, target / SEALED)


def _copy_plain(source: Path, target: Path) -> None:
    """Copy a small file to the disk itself, not only to its cache."""
    with target.open("wb") as file:
        file.write(source.read_bytes())
        file.flush()
        os.fsync(file.fileno())


def _verify(copy: Path, source: Path, key: bytes, expected: Counts) -> None:
    """Raise DamagedFile unless the copy is sound and holds this; the one at fault is named."""
    try:
        if read_copy(copy, key) == expected:
            return
    except DamagedFile:
        # What is broken in the office is copied as faithfully as all the rest.
        read_counts(source, key)
    raise DamagedFile(
        tr(
            "Bản sao lưu vừa ghi không khớp với dữ liệu nên đã bị bỏ. Dữ liệu gốc còn nguyên. "
            "Hãy sao lưu lại, nếu được thì sang ổ đĩa hoặc USB khác."
        )
    )


def read_counts(office: Path, key: bytes) -> dict[str, int]:
    """Open the files of an office and count them. Raises DamagedFile if they are not sound."""
    return _sound_counts(office / OFFICE_DB, key) | _sound_counts(office / FILES_DB, key)


def read_copy(copy: Path, key: bytes) -> dict[str, int]:
    """Open a copy and count it. Raises DamagedFile if it is not whole and sound."""
    require_whole(copy)
    try:
        return read_counts(copy, key)
    except DamagedFile as error:
        raise _unsound() from error


def _unsound() -> DamagedFile:
    return DamagedFile(
        tr("Bản sao này bị hỏng, không dùng được. Chưa có gì thay đổi. Hãy chọn một bản sao khác.")
    )


def require_whole(copy: Path) -> None:
    """Raise DamagedFile unless all files of a copy are there: one would be missed for good."""
    for name in PARTS:
        if not (copy / name).exists():
            told = tr(
                "Bản sao này thiếu tệp {name} nên không dùng được. Chưa có gì thay đổi. "
                "Hãy chọn một bản sao khác."
            )
            raise DamagedFile(told.format(name=name))


def _sound_counts(path: Path, key: bytes) -> dict[str, int]:
    connection = connect(path, key, write=False)
    try:
        with readable_trouble():
            # Every page must decrypt as it was written, and hang together with the others.
            sealed = connection.execute("PRAGMA cipher_integrity_check").fetchone() is None
            if not sealed or connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise _damaged(path.name)
            return counts_of(connection)
    finally:
        connection.close()


def _damaged(name: str) -> DamagedFile:
    told = tr(
        "Tệp dữ liệu {name} của cơ quan có chỗ bị hỏng. Chương trình không sửa gì trong tệp; "
        "các bản sao lưu trước còn nguyên. Hãy khôi phục từ bản gần nhất còn tốt."
    )
    return DamagedFile(told.format(name=name))


def backups_in(target: Path) -> list[Backup]:
    """The finished copies in a folder that can be restored, newest first."""
    if not target.is_dir():
        return []
    found = [
        Backup(path, _moment(match[1]), before_files=bool(match[2]))
        for path in target.iterdir()
        if (match := _NAME.fullmatch(path.name)) and all((path / n).exists() for n in PARTS)
    ]
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def _moment(stamp: str) -> dt.datetime:
    return dt.datetime.strptime(stamp, _STAMP)  # noqa: DTZ007 -- wall-clock time


def superfluous(backups: Sequence[Backup]) -> list[Backup]:
    """The copies that the rotation drops.

    It keeps 7 daily, 4 weekly and 6 monthly ones, and besides the last 10 that were made before files
    were taken in or taken back.
    """
    kept: set[Path] = set()
    newest_first = sorted(backups, key=lambda backup: backup.made_at, reverse=True)
    for spans, name in (("%Y%m%d", "daily"), ("%G%V", "weekly"), ("%Y%m", "monthly")):
        latest: dict[str, Path] = {}
        for backup in newest_first:
            latest.setdefault(backup.made_at.strftime(spans), backup.path)
        kept.update(list(latest.values())[: KEPT[name]])
    before = [backup.path for backup in newest_first if backup.before_files]
    kept.update(before[:KEPT_BEFORE_FILES])
    return [backup for backup in backups if backup.path not in kept]


def rotate(target: Path) -> None:
    """Drop the copies that the rotation does not keep, and what was broken off half way."""
    for part in target.glob(f".{PREFIX}*.part"):
        shutil.rmtree(part, ignore_errors=True)
    for backup in superfluous(backups_in(target)):
        shutil.rmtree(backup.path, ignore_errors=True)


def restore(backup: Path, folder: Path, key: bytes, expected: Counts, now: dt.datetime) -> Path:
    """Put a copy in the place of an office that is closed; what was there is kept beside it.

    expected: the counts that were shown when the clerk agreed.
    Returns the folder where the replaced files lie now. Raises DamagedFile if the copy does
    not hold what was shown; nothing is replaced then.
    """
    require_whole(backup)
    with readable_trouble():
        folder.mkdir(parents=True, exist_ok=True)
        staged = folder / ".restore.part"
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir()
        try:
            for name in (OFFICE_DB, FILES_DB):
                _copy(backup / name, staged / name, key, None, live=False)
            _copy_keys(backup, staged)
            if read_copy(staged, key) != dict(expected):
                raise _unsound()
            return _swap(staged, folder, now)
        finally:
            shutil.rmtree(staged, ignore_errors=True)


def _swap(staged: Path, folder: Path, now: dt.datetime) -> Path:
    kept = free_name(folder / f"truoc-khoi-phuc-{in_vietnam(now).strftime(_STAMP)}")
    kept.mkdir()
    # With what a program that was killed left beside them: it belongs to them alone.
    databases = (f"{name}{more}" for name in (OFFICE_DB, FILES_DB) for more in ("", "-wal", "-shm"))
    for name in (*databases, KEYS):
        if (folder / name).exists():
            (folder / name).replace(kept / name)
    if (staged / SEALED).exists() and (folder / SEALED).exists():
        (folder / SEALED).replace(kept / SEALED)
    for path in staged.iterdir():
        path.replace(folder / path.name)
    shutil.copy2(folder / KEYS, folder / "keys-copy.json")
    sync_folder(folder)
    return kept
