"""Attachments, in an encrypted file of their own; none ever lies on disk in plain."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from desktop.base.errors import DamagedFile, UserError
from desktop.base.i18n import tr
from desktop.base.text import tidy
from desktop.fields import StoredFile
from desktop.store.engine import RawConnection, connect, readable_trouble
from desktop.store.parcels import Incoming, Outgoing, incoming, outgoing

BIGGEST = 25 * 1024 * 1024
"""Bytes of one attachment: a scan of some twenty pages."""

_SCHEMA = """CREATE TABLE blobs(
hash TEXT PRIMARY KEY, size INTEGER NOT NULL, content BLOB NOT NULL)"""
_PRESENT = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'blobs'"

_PARTS_PRESENT = _PRESENT.replace("blobs", "parts")


class FileCabinet:
    """Keeps contents by their BLAKE2b-256 hash; the same file is kept once."""

    def __init__(self, path: Path, key: bytes, *, new: bool = False) -> None:
        """Open the cabinet, or make an empty one if new.

        Raises DamagedFile if it is not there, is no cabinet or is another office's: an empty one
        in its place would pass for an office whose attachments were never there.
        """
        self.path = path
        self._key = key
        self._connection = connect(path, key, must_exist=not new)
        try:
            with readable_trouble():
                if new:
                    self._connection.execute(_SCHEMA)
                else:
                    self._require_blobs()
        except BaseException:
            self._connection.close()
            raise

    def _require_blobs(self) -> None:
        if self._connection.execute(_PRESENT).fetchone()[0]:
            return
        raise DamagedFile(
            tr(
                "Tệp files.db không phải là tệp đính kèm của cơ quan này. Chưa có gì thay đổi. "
                "Hãy khôi phục từ bản sao lưu gần nhất."
            )
        )

    def keep(self, name: str, content: bytes) -> StoredFile:
        """Keep a file and say how records refer to it. Raises UserError if it is too big."""
        if len(content) > BIGGEST:
            raise UserError(
                tr(
                    "Tệp lớn hơn 25 MB nên chưa được đính kèm. "
                    "Hãy quét lại ở 200 dpi hoặc tách tệp rồi đính kèm lại."
                )
            )
        digest = _hash(content)
        with self._asked() as connection:
            connection.execute(
                # Once more, because what lies there under this name may be damaged.
                "INSERT OR REPLACE INTO blobs VALUES (?, ?, ?)",
                (digest, len(content), content),
            )
        return StoredFile(digest, len(content), _plain_name(name))

    def read(self, file: StoredFile) -> bytes:
        """The content. Raises DamagedFile if it is not here or not what it was."""
        content = self._content(file.hash)
        if content is None or _hash(content) != file.hash:
            raise DamagedFile(
                tr(
                    "Không có nội dung của tệp đính kèm này trên máy. Hồ sơ không bị thay đổi. "
                    "Hãy khôi phục từ bản sao lưu, hoặc đính kèm lại tệp gốc."
                )
            )
        return content

    def has(self, file: StoredFile) -> bool:
        """Whether the content is here. Raises DamagedFile if the file can't tell."""
        with self._asked() as connection:
            asked = connection.execute("SELECT 1 FROM blobs WHERE hash = ?", (file.hash,))
            return asked.fetchone() is not None

    def outgoing(self) -> AbstractContextManager[Outgoing]:
        """Read contents to send them."""
        return outgoing(self.path, self._key)

    def incoming(self, now_ms: int) -> AbstractContextManager[Incoming]:
        """Take contents in that came from elsewhere: all of them, or none.

        now_ms: milliseconds since 1970.
        """
        return incoming(self.path, self._key, now_ms)

    def hashes(self) -> frozenset[str]:
        """Which contents are kept. Raises DamagedFile if the file can't tell."""
        with self._asked() as connection:
            return frozenset(row[0] for row in connection.execute("SELECT hash FROM blobs"))

    def drop(self, hashes: Collection[str]) -> None:
        """Let go of these contents, and of every byte of them."""
        gone = [(name,) for name in set(hashes)]
        if gone:
            with self._asked() as connection:
                connection.executemany("DELETE FROM blobs WHERE hash = ?", gone)
                if connection.execute(_PARTS_PRESENT).fetchone()[0]:
                    connection.executemany("DELETE FROM parts WHERE hash = ?", gone)
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def broken(self) -> frozenset[str]:
        """Which kept contents can't be read or no longer hash to their names."""
        return frozenset(name for name in self.hashes() if not self._is_sound(name))

    def _is_sound(self, name: str) -> bool:
        try:
            content = self._content(name)
        except DamagedFile:
            return False
        return content is not None and _hash(content) == name

    def _content(self, name: str) -> bytes | None:
        with self._asked() as connection:
            found = connection.execute("SELECT content FROM blobs WHERE hash = ?", (name,))
            row: Any = found.fetchone()
        return None if row is None else bytes(row[0])

    @contextmanager
    def _asked(self) -> Generator[RawConnection]:
        """The connection, for one question."""
        try:
            with readable_trouble():
                yield self._connection
        except DamagedFile:
            # On a connection that met a damaged page SQLCipher reads nothing more, not even
            # what is sound.
            fresh = connect(self.path, self._key)
            self._connection.close()
            self._connection = fresh
            raise

    def close(self) -> None:
        """Let the file go."""
        try:
            with readable_trouble():
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._connection.close()


def _hash(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=32).hexdigest()


def _plain_name(name: str) -> str:
    """The last part of a file name, on one line and not longer than a column holds."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return " ".join(tidy(last).split())[-200:].strip() or "tep"
