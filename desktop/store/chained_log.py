"""How the lines of the log hang together: each names all that was written, and the one before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

HASH = 12
"""Bytes of the hash of a line."""
_DIGEST = 16


def chained(before: bytes, nonce: bytes, hlc: int, kind: str, digest: bytes) -> bytes:
    """The hash of a log row: BLAKE2b-96 over the one before and what this one says."""
    content = before + nonce + hlc.to_bytes(8, "big") + kind.encode() + digest
    return hashlib.blake2b(content, digest_size=HASH).digest()


def digest_of(written: Iterable[tuple[int, bytes, bytes]]) -> bytes:
    """BLAKE2b-128 of the (entity, id, sv) list of a flush, in a fixed order."""
    digest = hashlib.blake2b(digest_size=_DIGEST)
    for entity, row, sv in sorted(written):
        digest.update(entity.to_bytes(2, "big") + row + len(sv).to_bytes(2, "big") + sv)
    return digest.digest()
