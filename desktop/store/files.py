"""Attachments, in an encrypted file of their own; none ever lies on disk in plain."""

from __future__ import annotations

import hashlib
from pathlib import Path

from desktop.base.errors import DamagedFile, UserError
from desktop.base.i18n import tr
from desktop.fields import StoredFile
from desktop.store.engine import connect, readable_trouble

BIGGEST = 25 * 1024 * 1024
"""Bytes of one attachment: a scan of some twenty pages."""

_SCHEMA = """CREATE TABLE IF NOT EXISTS blobs(
hash TEXT PRIMARY KEY, size INTEGER NOT NULL, content BLOB NOT NULL)"""


class FileCabinet:
    """Keeps contents by their BLAKE2b-256 hash; the same file is kept once."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Open the cabinet, an empty one if it is not there. Raises DamagedFile."""
        self.path = path
        self._connection = connect(path, key, must_exist=False)
        self._connection.execute(_SCHEMA)

    def keep(self, name: str, content: bytes) -> StoredFile:
        """Keep a file and say how records refer to it. Raises UserError if it is too big."""
        if len(content) > BIGGEST:
            raise UserError(
                tr(
                    "Tệp lớn hơn 25 MB nên chưa được đính kèm. "
                    "Hãy quét lại ở 200 dpi hoặc tách tệp rồi đính kèm lại."
                )
            )
        digest = hashlib.blake2b(content, digest_size=32).hexdigest()
        with readable_trouble():
            self._connection.execute(
                "INSERT INTO blobs VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (digest, len(content), content),
            )
        return StoredFile(digest, len(content), _plain_name(name))

    def read(self, file: StoredFile) -> bytes:
        """The content. Raises DamagedFile if it is not here or not what it was."""
        with readable_trouble():
            row = self._connection.execute(
                "SELECT content FROM blobs WHERE hash = ?", (file.hash,)
            ).fetchone()
        if row is None or hashlib.blake2b(row[0], digest_size=32).hexdigest() != file.hash:
            raise DamagedFile(
                tr(
                    "Không có nội dung của tệp đính kèm này trên máy. Hồ sơ không bị thay đổi. "
                    "Hãy khôi phục từ bản sao lưu, hoặc đính kèm lại tệp gốc."
                )
            )
        return bytes(row[0])

    def count(self) -> int:
        """How many files are kept."""
        return int(self._connection.execute("SELECT count(*) FROM blobs").fetchone()[0])

    def broken(self) -> int:
        """How many kept files no longer hash to their names."""
        rows = self._connection.execute("SELECT hash, content FROM blobs")
        return sum(hashlib.blake2b(c, digest_size=32).hexdigest() != h for h, c in rows)

    def close(self) -> None:
        """Let the file go."""
        try:
            with readable_trouble():
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._connection.close()


def _plain_name(name: str) -> str:
    """The last part of a file name, on one line and not longer than a column holds."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return " ".join(last.split())[-200:] or "tep"
