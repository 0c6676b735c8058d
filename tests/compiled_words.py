"""Reads Qt's compiled catalogues (.qm), which Qt itself only ever asks for one text at a time."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

Words = dict[tuple[str, str], str]
"""(context, source) → translation."""

_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_HASHES, _MESSAGES = 0x42, 0x69
_END, _TRANSLATION, _SOURCE, _CONTEXT = 1, 3, 6, 7
_NOTHING = 0xFFFFFFFF


def read_words(path: Path) -> Words:
    """Everything in a catalogue that was compiled with its source texts."""
    content = path.read_bytes()
    assert content.startswith(_MAGIC)
    sections = dict(_sections(content))
    messages = sections[_MESSAGES]
    found: Words = {}
    for _, start in struct.iter_unpack(">II", sections[_HASHES]):
        parts = dict(_parts(messages, start))
        key = parts[_CONTEXT].decode(), parts[_SOURCE].decode()
        found[key] = parts[_TRANSLATION].decode("utf-16-be")
    return found


def _sections(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = len(_MAGIC)
    while at < len(content):
        tag, size = struct.unpack_from(">BI", content, at)
        at += 5
        yield tag, content[at : at + size]
        at += size


def _parts(messages: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while messages[at] != _END:
        tag, size = struct.unpack_from(">BI", messages, at)
        at += 5
        size = 0 if size == _NOTHING else size
        yield tag, messages[at : at + size]
        at += size
