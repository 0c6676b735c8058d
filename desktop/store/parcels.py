"""Attachments as they go out and come in: part by part, on a connection of their own.

A content is only ever kept whole and proved by its hash. What has come of one so far waits beside
them, and lasts: the parts of a long one may come in several files, in any order.
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol, cast

from desktop.base.errors import DamagedFile, DiskTrouble
from desktop.store.engine import RawConnection, connect, readable_trouble

PART = 256 * 1024
"""Bytes that are held in memory at once."""
WAIT_MS = 90 * 86_400_000
"""So long the parts of a content wait for the rest."""


class _State(enum.Enum):
    """How a content stands that is kept under a hash."""

    SOUND, CHANGED, UNREADABLE = range(3)


_SOUND, _CHANGED, _UNREADABLE = _State
_LOOSE = """CREATE TABLE IF NOT EXISTS parts(hash TEXT NOT NULL, size INTEGER NOT NULL,
at INTEGER NOT NULL, content BLOB NOT NULL, came_ms INTEGER NOT NULL,
PRIMARY KEY (hash, size, at))"""


class _Connection(RawConnection, Protocol):
    """With what sqlcipher3 offers to read and write a value part by part."""

    def open_blob(self, table: str, column: str, row: int, readonly: bool, /) -> Any: ...


class Outgoing:
    """Reads contents to send them."""

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection

    def size(self, digest: bytes) -> int | None:
        """How many bytes a content has; None if it is not here."""
        return _size(self._connection, digest)

    def parts(self, digest: bytes, begin: int, end: int) -> Iterator[tuple[int, bytes]]:
        """A stretch of a content with where each part begins; nothing if it is not what it was."""
        try:
            if not _is_sound(self._connection, digest):
                return
            for at, content in _read(self._connection, digest):
                first, last = max(begin - at, 0), min(end - at, len(content))
                if first < last or not content:
                    yield at + first, content[first:last]
        except DamagedFile:
            # The check-up of the office tells of it; the other office asks again.
            return


class Incoming:
    """Takes parts in, in one transaction that ``keep`` ends; made by ``FileCabinet.incoming``.

    whole: contents that are here whole, of those of which something came. wrong: contents whose
    parts, all together, were not what their hash says; nothing of them is left.
    """

    def __init__(self, path: Path, key: bytes, now_ms: int) -> None:
        self._path, self._key, self._now = path, key, now_ms
        self._opened: _Connection | None = None
        self._begun = False
        self._added: set[bytes] = set()
        self.whole: set[bytes] = set()
        self.wrong: set[bytes] = set()

    @property
    def _connection(self) -> _Connection:
        # Not before it is needed: of thousands of files in a morning few carry attachments.
        if self._opened is None:
            self._opened = cast("_Connection", connect(self._path, self._key))
        return self._opened

    def has(self, digest: bytes) -> bool:
        """Whether a content is here."""
        with readable_trouble():
            return _size(self._connection, digest) is not None

    def is_sound(self, digest: bytes) -> bool:
        """Whether a content is here and still what its hash says; it is read for that."""
        return self._state(digest) is _SOUND

    def take(self, digest: bytes, size: int, at: int, content: bytes) -> None:
        """Take a part of a content; it is kept as soon as all of it is there. Raises DiskTrouble.

        One that is here already stays, unless it was changed since: then it gives way.
        """
        if digest in self.whole:
            return
        with readable_trouble():
            self._begin()
            here = _size(self._connection, digest) is not None
            state = self._state(digest) if here else _CHANGED
            if state is _SOUND:
                self.whole.add(digest)
            elif state is _UNREADABLE:
                return  # only a copy of the whole file helps; the check-up of the office says so
            elif at == 0 and len(content) == size:
                self._settle(digest, size, [content])
            else:
                told = (digest.hex(), size, at, content, self._now)
                self._connection.execute(
                    "INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)", told
                )
                self._join(digest, size)

    def _state(self, digest: bytes) -> _State:
        """How a content stands that was here before. Read apart: a bad page stops a connection."""
        reader = cast("_Connection", connect(self._path, self._key, write=False))
        try:
            return _SOUND if _is_sound(reader, digest) else _CHANGED
        except DamagedFile:
            return _UNREADABLE
        finally:
            reader.close()

    def _begin(self) -> None:
        if self._begun:
            return
        self._connection.execute("BEGIN IMMEDIATE")
        self._begun = True
        self._connection.execute(_LOOSE)
        old = (self._now - WAIT_MS,)
        self._connection.execute("DELETE FROM parts WHERE came_ms < ?", old)

    def _join(self, digest: bytes, size: int) -> None:
        asked = (
            "SELECT at, length(content), rowid FROM parts WHERE hash = ? AND size = ? ORDER BY at"
        )
        found = self._connection.execute(asked, (digest.hex(), size)).fetchall()
        if sum(length for _at, length, _row in found) < size:
            return
        end = 0
        for at, length, _row in found:
            end = end + length if at == end else -1
        rows = [row for _at, _length, row in found] if end == size else []
        self._settle(digest, size, self._loose(rows))

    def _loose(self, rows: list[int]) -> Iterator[bytes]:
        for row in rows:
            asked = "SELECT content FROM parts WHERE rowid = ?"
            yield self._connection.execute(asked, (row,)).fetchone()[0]

    def _settle(self, digest: bytes, size: int, parts: Iterator[bytes] | list[bytes]) -> None:
        """Keep a content of these parts if it is what it should be; its parts go in any case."""
        name = digest.hex()
        told = hashlib.blake2b(digest_size=32)
        self._connection.execute("SAVEPOINT settling")
        # What lies there under this name is damaged, or nothing does.
        self._connection.execute("DELETE FROM blobs WHERE hash = ?", (name,))
        made = self._connection.execute(
            "INSERT INTO blobs VALUES (?, ?, zeroblob(?))", (name, size, size)
        )
        blob = self._connection.open_blob("blobs", "content", made.lastrowid, False)
        try:
            for part in parts:
                told.update(part)
                blob.write(part)
        finally:
            blob.close()
        if told.digest() == digest:
            self.whole.add(digest)
            self._added.add(digest)
            self.wrong.discard(digest)
        else:
            self._connection.execute("ROLLBACK TO settling")
            self.wrong.add(digest)
        self._connection.execute("RELEASE settling")
        self._connection.execute("DELETE FROM parts WHERE hash = ?", (name,))

    def leave_out(self, digests: Iterable[bytes]) -> None:
        """Do not keep these after all, of those that came just now."""
        gone = [(digest.hex(),) for digest in self._added.intersection(digests)]
        with readable_trouble():
            self._connection.executemany("DELETE FROM blobs WHERE hash = ?", gone)

    def keep(self) -> None:
        """Make it last. To be called before the rows that name the contents are made to last."""
        if self._begun:
            with readable_trouble():
                self._connection.execute("COMMIT")
            self._begun = False

    def give_up(self) -> None:
        """Leave the file as it was. What lasts already stays: nobody names it, and it is whole."""
        if self._begun:
            self._begun = False
            with suppress(DiskTrouble, DamagedFile), readable_trouble():
                self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Let the file go."""
        if self._opened is not None:
            self._opened.close()


@contextmanager
def outgoing(path: Path, key: bytes) -> Generator[Outgoing]:
    """Read contents of the file of attachments, on a connection of its own."""
    connection = cast("_Connection", connect(path, key))
    try:
        yield Outgoing(connection)
    finally:
        connection.close()


@contextmanager
def incoming(path: Path, key: bytes, now_ms: int) -> Generator[Incoming]:
    """Take contents into the file of attachments: all of them, or none if this is left by an error."""
    taken = Incoming(path, key, now_ms)
    try:
        yield taken
        taken.keep()
    except BaseException:
        taken.give_up()
        raise
    finally:
        taken.close()


def _is_sound(connection: _Connection, digest: bytes) -> bool:
    told = hashlib.blake2b(digest_size=32)
    for _at, content in _read(connection, digest):
        told.update(content)
    return told.digest() == digest


def _read(connection: _Connection, digest: bytes) -> Iterator[tuple[int, bytes]]:
    """A content part by part, with where each begins; nothing if it is not here."""
    with readable_trouble():
        row, size = _row(connection, digest), _size(connection, digest)
    if row is None or size is None:
        return
    for at in range(0, size or 1, PART):
        with readable_trouble():
            content = _part(connection, row, at)
        yield at, content


def _size(connection: _Connection, digest: bytes) -> int | None:
    asked = connection.execute("SELECT size FROM blobs WHERE hash = ?", (digest.hex(),))
    found: Any = asked.fetchone()
    return None if found is None else int(found[0])


def _row(connection: _Connection, digest: bytes) -> int | None:
    asked = connection.execute("SELECT rowid FROM blobs WHERE hash = ?", (digest.hex(),))
    found: Any = asked.fetchone()
    return None if found is None else int(found[0])


def _part(connection: _Connection, row: int, at: int) -> bytes:
    """One part of a content. The value is let go at once: whoever asks may not come again."""
    blob = connection.open_blob("blobs", "content", row, True)
    try:
        blob.seek(at)
        return blob.read(PART)
    finally:
        blob.close()
