"""Ids of records: UUIDv7, made where the record is born."""

from __future__ import annotations

import os
import re
import time
import uuid
from collections.abc import Callable

RandomBytes = Callable[[int], bytes]
_END = 6


def new_id(at_ms: int | None = None, randomness: RandomBytes = os.urandom) -> uuid.UUID:
    """A fresh id that sorts by its time of birth (RFC 9562, version 7).

    at_ms: milliseconds since 1970; now, if left out.
    randomness: where the 74 random bits come from; a sample office passes a seeded source.
    """
    ms = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    bits = int.from_bytes(randomness(10), "big")
    high = (ms & 0xFFFF_FFFF_FFFF) << 16 | 0x7000 | bits >> 68
    low = 0b10 << 62 | bits & (1 << 62) - 1
    return uuid.UUID(int=high << 64 | low)


def end_of_id(record_id: uuid.UUID) -> str:
    """The last twelve digits: by chance alone, and enough to tell the records of an office apart."""
    return record_id.bytes[-_END:].hex()


def read_end(text: str) -> bytes | None:
    """The bytes with which an id ends, if these are such digits."""
    plain = text.strip().lower()
    return bytes.fromhex(plain) if re.fullmatch(rf"[0-9a-f]{{{2 * _END}}}", plain) else None
