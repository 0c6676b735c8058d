"""The inside of a section as a stream: items, compressed, sealed with age; and back again.

Both ways nothing but a few items is held. What goes wrong in the streams that age reads and
writes is kept and raised again, since age itself would only report that something did.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Protocol, cast

import msgpack
import pyrage
import zstandard

from desktop.sync.container import CHUNK, LENGTH
from desktop.sync.items import (
    Item,
    Seal,
    is_ballast,
    pack_ballast,
    unpack_item,
    unpack_seal,
    unpacker,
)
from desktop.sync.refusals import Flaw, Reason

LEVEL = 3
_PIECE = 1 << 17
_MOST_WINDOW = 8 << 20
_MOST_RATIO, _SPARE = 256, 64 << 20
"""A section may grow to so many times its size and so many bytes more when it is unpacked."""
_WRITTEN_RATIO, _WRITTEN_SPARE = 200, 32 << 20
"""What is written stays within less, whatever clerks attach."""
AGE_HEADER, AGE_STANZA = 2048, 160
"""Bytes that the head of an age file has at most, and how many more for each recipient."""
_AGE_END = b"\n---"
NO_KEY = "No matching keys"
"""How age begins to say that none of the identities opens a file."""


class Written(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> object: ...


class Chunks:
    """Cuts the bytes of a section into chunks with their lengths."""

    def __init__(self, target: Written) -> None:
        self._target = target
        self._held = bytearray()
        self.trouble: BaseException | None = None

    def write(self, data: bytes, /) -> int:
        if self.trouble is not None:  # age tries once more what it could not write
            raise self.trouble
        try:
            self._held += data
            while len(self._held) >= CHUNK:
                self._emit(bytes(self._held[:CHUNK]))
                del self._held[:CHUNK]
        except BaseException as error:
            self.trouble = error
            raise
        return len(data)

    def flush(self) -> None:
        """Do nothing: a chunk is written when it is full."""

    def close(self) -> None:
        """Write what is left, and the length of 0."""
        if self._held:
            self._emit(bytes(self._held))
        self._target.write(LENGTH.pack(0))

    def _emit(self, chunk: bytes) -> None:
        self._target.write(LENGTH.pack(len(chunk)))
        self._target.write(chunk)


class Compressed:
    """What age reads while it seals: the parts, compressed on the way."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._compressor = zstandard.ZstdCompressor(level=LEVEL).compressobj()
        self._held = bytearray()
        self._raw = self._packed = 0
        self._ended = False
        self.trouble: BaseException | None = None

    def read(self, size: int = -1, /) -> bytes:
        try:
            while not self._ended and not 0 <= size <= len(self._held):
                self._pull()
        except BaseException as error:
            self.trouble = error
            raise
        given = bytes(self._held[:size] if size >= 0 else self._held)
        del self._held[: len(given)]
        return given

    def _pull(self) -> None:
        part = next(self._parts, None)
        if part is None:
            self._held += self._compressor.flush()
            self._ended = True
            return
        self._push(part)
        excess = (self._raw - _WRITTEN_SPARE) // _WRITTEN_RATIO - self._packed
        if excess > 0:
            self._push(pack_ballast(excess + _PIECE))

    def _push(self, part: bytes) -> None:
        packed = self._compressor.compress(part)
        self._raw += len(part)
        self._packed += len(packed)
        self._held += packed


def seal_section(parts: Iterator[bytes], recipients: Sequence[str], target: Written) -> None:
    """Compress, encrypt and write one section.

    recipients: age recipients; whoever holds the identity of one can read the section.
    """
    source, chunks = Compressed(parts), Chunks(target)
    known = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    try:
        pyrage.encrypt_io(source, chunks, known)
    except BaseException:
        if trouble := source.trouble or chunks.trouble:
            raise trouble  # noqa: B904 -- it keeps the cause it has
        raise
    chunks.close()


class Unchunked:
    """What age reads while it opens: the chunks of one section, end to end."""

    def __init__(
        self, file: BinaryIO, start: int, recipients: int, progress: Callable[[int], object]
    ) -> None:
        """Begin at a section.

        recipients: how many devices the package is for; a head that tells of many more is refused.
        progress: gets the place in the file after each chunk; may raise to stop.
        """
        self._file = file
        self._progress = progress
        self._file.seek(start)
        self._held: bytes = b""
        self._ended = False
        self._given = 0
        self.taken = 0
        self.trouble: BaseException | None = None
        self._require_head(AGE_HEADER + AGE_STANZA * recipients)

    def _require_head(self, most: int) -> None:
        """Look for the end of age's own head, which it would read to the end of the file."""
        head = self._next()
        while _AGE_END not in head and len(head) < most and (more := self._next()):
            head += more
        if not 0 <= head.find(_AGE_END) <= most:
            raise Flaw(Reason.DAMAGED)
        self._held = head

    def read(self, size: int = -1, /) -> bytes:
        try:
            if self._given == len(self._held):
                self._held = self._next()
                self._given = 0
        except BaseException as error:
            self.trouble = error
            raise
        end = len(self._held) if size < 0 else self._given + size
        given = self._held[self._given : end]
        self._given += len(given)
        self.taken += len(given)
        return given

    def _next(self) -> bytes:
        if self._ended:
            return b""
        try:
            (size,) = LENGTH.unpack(self._file.read(LENGTH.size))
            chunk = self._file.read(size)
        except (OSError, struct.error) as error:  # the copy was whole when it was walked
            raise Flaw(Reason.DAMAGED) from error
        self._ended = not size
        self._progress(self._file.tell())
        return chunk


class Items:
    """What age writes while it opens: decompressed, cut into items, checked, handed on."""

    def __init__(self, seal: Seal, source: Unchunked, take: Callable[[Item], object]) -> None:
        """Begin before the seal.

        seal: what the section must begin with.
        """
        self._seal: Seal | None = seal
        self._source = source
        self._take = take
        self._raw = self._cut_at = 0
        self._unpacker = unpacker()
        opener = zstandard.ZstdDecompressor(max_window_size=_MOST_WINDOW)
        # It writes no more than a piece at once, however much a few bytes unpack to.
        into = cast("BinaryIO", _Into(self._unpack))
        self._opener = opener.stream_writer(into, write_size=_PIECE, closefd=False)
        self.trouble: BaseException | None = None

    def write(self, data: bytes, /) -> int:
        if self.trouble is not None:  # age tries once more what it could not write
            raise self.trouble
        try:
            self._opener.write(data)
        except zstandard.ZstdError as error:
            self.trouble = Flaw(Reason.DAMAGED)
            raise self.trouble from error
        except BaseException as error:
            self.trouble = error
            raise
        return len(data)

    def flush(self) -> None:
        """Do nothing: items are handed on as soon as they are whole."""

    def close(self) -> None:
        """Raise Flaw if there was no seal, or half an item at the end."""
        if self._seal is not None or self._cut_at != self._raw:
            raise Flaw(Reason.DAMAGED)

    def _unpack(self, piece: bytes) -> None:
        self._raw += len(piece)
        if self._raw > _SPARE + _MOST_RATIO * self._source.taken:
            raise Flaw(Reason.DAMAGED)
        for item in self._items(piece):
            self._take(item)

    def _items(self, piece: bytes) -> Iterator[Item]:
        """The items that end in this piece; only what is wrong with them is turned into a Flaw."""
        try:
            self._unpacker.feed(piece)
            for told in self._unpacker:
                self._cut_at = self._unpacker.tell()
                if self._seal is not None:
                    self._open_seal(self._seal, told)
                elif not is_ballast(told):
                    yield unpack_item(told)
        except (ValueError, TypeError, msgpack.exceptions.UnpackException) as error:
            raise Flaw(Reason.DAMAGED) from error

    def _open_seal(self, expected: Seal, told: object) -> None:
        if unpack_seal(told) != expected:
            raise Flaw(Reason.READDRESSED)
        self._seal = None


class _Into:
    """Gives what is written to a function."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take

    def write(self, data: bytes, /) -> int:
        self._take(data)
        return len(data)


def open_section(
    source: Unchunked, identities: Sequence[str], seal: Seal, take: Callable[[Item], object]
) -> None:
    """Decrypt one section and hand its items on, one by one.

    identities: age identities of this device.
    Raises Flaw; what ``take`` raises passes through.
    """
    items = Items(seal, source, take)
    known = [pyrage.x25519.Identity.from_str(text) for text in identities]
    try:
        pyrage.decrypt_io(source, items, known)
    except BaseException as error:
        if trouble := items.trouble or source.trouble:
            raise trouble  # noqa: B904 -- it keeps the cause it has
        if not isinstance(error, (pyrage.DecryptError, OSError)):
            raise
        reason = Reason.NOT_OURS if str(error).startswith(NO_KEY) else Reason.DAMAGED
        raise Flaw(reason) from error
    items.close()
