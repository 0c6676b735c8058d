"""Attachments in pieces: a package is never held in memory, and neither are its files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop.sync.shapes import MOST_INT, Malformed

PIECE_SIZE = 256 * 1024
BIGGEST = 64 * 1024 * 1024
"""Bytes of one attachment that are put together; what an office may attach is far smaller."""


@dataclass(frozen=True)
class Piece:
    """A part of an attachment.

    digest: BLAKE2b-256 of the whole attachment, its name everywhere.
    size: bytes of the whole.
    offset: where this part begins.
    """

    digest: bytes
    size: int
    offset: int
    content: bytes

    def __post_init__(self) -> None:
        """Raise Malformed for a part that can't belong to such a whole."""
        if self.size > MOST_INT or self.offset + len(self.content) > self.size:
            raise Malformed("a piece beyond the end of its file")
        if len(self.content) > PIECE_SIZE or (self.size and not self.content):
            raise Malformed("a piece that is too big or empty")


def pieces_of(content: bytes) -> Iterator[Piece]:
    """The pieces of one attachment, in order; an empty one is one empty piece."""
    digest = hashlib.blake2b(content, digest_size=32).digest()
    for offset in range(0, len(content) or 1, PIECE_SIZE):
        yield Piece(digest, len(content), offset, content[offset : offset + PIECE_SIZE])


class Joiner:
    """Puts attachments together again, one at a time, as their pieces come by."""

    def __init__(self, keep: Callable[[bytes, bytes], object]) -> None:
        """Begin with nothing.

        keep: gets the hash and the content of each attachment that is complete and proved.
        """
        self._keep = keep
        self._begun: Piece | None = None
        self._content = bytearray()

    def take(self, piece: Piece) -> None:
        """Add the next piece.

        Raises Malformed if it does not follow the one before, if an attachment is too big, or if
        a whole one does not have its hash.
        """
        if piece.size > BIGGEST:
            raise Malformed("an attachment that is too big")
        begun = self._begun or piece
        if (piece.digest, piece.size) != (begun.digest, begun.size):
            raise Malformed("an attachment that is not complete")
        if piece.offset != len(self._content):
            raise Malformed("a piece is missing")
        self._begun = begun
        self._content += piece.content
        if len(self._content) == piece.size:
            self._finish(piece.digest)

    def _finish(self, digest: bytes) -> None:
        content = bytes(self._content)
        self._begun, self._content = None, bytearray()
        if hashlib.blake2b(content, digest_size=32).digest() != digest:
            raise Malformed("an attachment that does not have its hash")
        self._keep(digest, content)

    def close(self) -> None:
        """Raise Malformed if the last attachment lacks its end."""
        if self._begun is not None:
            raise Malformed("an attachment that is not complete")
