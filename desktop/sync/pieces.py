"""Attachments in pieces: a package is never held in memory, and neither are its files."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.sync.shapes import Malformed

PIECE_SIZE = 256 * 1024
BIGGEST = 64 * 1024 * 1024
"""Bytes of one attachment that a reader lets pass; what an office may attach is far smaller."""


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
        if self.size > BIGGEST or self.offset + len(self.content) > self.size:
            raise Malformed("a piece beyond the end of its file")
        if len(self.content) > PIECE_SIZE or (self.size and not self.content):
            raise Malformed("a piece that is too big or empty")
