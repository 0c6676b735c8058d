"""One office is one folder; one program at a time may have it open."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from desktop.base.errors import FolderInUse
from desktop.base.i18n import tr
from desktop.store.engine import readable_trouble

OFFICE_DB = "office.db"
FILES_DB = "files.db"
KEYS = "keys.json"
PARTS = (OFFICE_DB, FILES_DB, KEYS)
"""The files that make an office, and a copy of one."""
SEALED = "recovery.sealed"
"""The database key, sealed for the province: in an office that exchanges files, and in its copies."""
BACKUPS = "backups"
_LOCK = "office.lock"


def is_office(folder: Path) -> bool:
    """Whether an office lies in this folder, whatever state it is in."""
    return any((folder / name).exists() for name in PARTS)


class FolderLock:
    """Holds an office folder for this program as long as it is open."""

    def __init__(self, folder: Path) -> None:
        """Take the folder. Raises FolderInUse, or DiskTrouble if nothing can be written there."""
        # Not bound to a thread: a worker opens the office, the window's thread may close it.
        self._lock = FileLock(folder / _LOCK, timeout=0, thread_local=False)
        with readable_trouble():
            self._take()

    def _take(self) -> None:
        try:
            self._lock.acquire()
        except Timeout:  # itself an OSError, so it is told before the disk is blamed
            raise FolderInUse(
                tr(
                    "Dữ liệu này đang mở ở một cửa sổ Sổ Xã khác. Chưa có gì thay đổi. "
                    "Hãy dùng cửa sổ đang mở, hoặc đóng nó rồi mở lại."
                )
            ) from None

    def release(self) -> None:
        """Let others open the folder."""
        self._lock.release()
