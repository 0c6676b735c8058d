"""What the sections of a package are made of, and their bytes: msgpack arrays with a tag first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import msgpack

from desktop.sync.blocks import ID_SIZE, Block, pack_block, unpack_block
from desktop.sync.manifest import HASH_SIZE, Manifest, pack_manifest, unpack_manifest
from desktop.sync.pieces import PIECE_SIZE, Piece
from desktop.sync.shapes import letters, octets, require_shallow, row, whole

MANIFEST, BLOCK, FACTS, PIECE = range(4)
BALLAST = 255
"""Bytes without a meaning: they keep very repetitive content within what a reader lets pass."""

MOST_ITEM = 16 << 20
"""Bytes of one item before compression."""
MOST_PARTS = 4096
"""Elements of one array or map. Together with how deep arrays may stand in each other it bounds
what a few bytes can make a reader set aside."""
_MOST_DEPTH = 8
_MOST_KIND = 64


@dataclass(frozen=True)
class Facts:
    """Rows of one kind that are no record: shares, marks, verdicts, receipts."""

    kind: str
    rows: list[list[Any]]


@dataclass(frozen=True)
class Unknown:
    """What a newer program sends; it is kept and handed on as it came."""

    tag: int
    parts: tuple[Any, ...]


Item = Manifest | Block | Facts | Piece | Unknown


class Seal(NamedTuple):
    """The first item of a section: whose it is and for whom, where nobody else could change it."""

    package: bytes
    sender: bytes
    addressed: bytes  #: digest of the header that tells it to everybody
    section: int


def pack_seal(seal: Seal) -> bytes:
    """The bytes of a seal."""
    return msgpack.packb(list(seal))


def unpack_seal(told: Any) -> Seal:
    """The seal in an unpacked item. Raises Malformed."""
    package, sender, addressed, section = row(told, 4)
    return Seal(
        octets(package, ID_SIZE),
        octets(sender, ID_SIZE),
        octets(addressed, HASH_SIZE),
        whole(section, 0, 255),
    )


def pack_item(item: Item) -> Iterator[bytes]:
    """The bytes of an item; a block with too much text for one item goes as several."""
    packed = msgpack.packb(_parts(item))
    if len(packed) <= MOST_ITEM and _longest(item) <= MOST_PARTS:
        yield packed
        return
    if not isinstance(item, Block) or len(item.ids) < 2:
        raise ValueError("an item is too big for a package")
    for half in item.halves():
        yield from pack_item(half)


def _longest(item: Item) -> int:
    """Elements of the longest array of an item that no other rule bounds."""
    match item:
        case Manifest():
            return max(len(item.acks), len(item.dictionary), len(item.counts))
        case Block():
            return max(len(item.names), len(item.siblings))
        case Facts():
            return len(item.rows)
        case _:
            return 0


def pack_ballast(size: int) -> bytes:
    """An item of so many bytes that no compression makes smaller."""
    return msgpack.packb([BALLAST, os.urandom(size)])


def is_ballast(told: Any) -> bool:
    """Whether an unpacked array stands for nothing."""
    return type(cast("object", told)) is list and told[:1] == [BALLAST]


def _parts(item: Item) -> list[Any]:
    match item:
        case Manifest():
            return [MANIFEST, pack_manifest(item)]
        case Block():
            return [BLOCK, *pack_block(item)]
        case Facts():
            return [FACTS, item.kind, item.rows]
        case Piece():
            return [PIECE, item.digest, item.size, item.offset, item.content]
        case Unknown():
            return [item.tag, *item.parts]


def unpack_item(told: Any) -> Item:
    """The item in an unpacked array. Raises Malformed."""
    tag, *parts = row(told) or [None]
    match whole(tag, 0, BALLAST):
        case 0:
            (manifest,) = row(parts, 1)
            return unpack_manifest(manifest)
        case 1:
            return unpack_block(parts)
        case 2:
            return _facts(*row(parts, 2))
        case 3:
            digest, size, offset, content = row(parts, 4)
            return Piece(
                octets(digest, HASH_SIZE),
                whole(size),
                whole(offset),
                octets(content, most=PIECE_SIZE),
            )
        case other:
            require_shallow(parts, _MOST_DEPTH)
            return Unknown(other, tuple(parts))


def _facts(kind: Any, rows: Any) -> Facts:
    require_shallow(rows, _MOST_DEPTH)
    return Facts(letters(kind, _MOST_KIND), [row(fact) for fact in row(rows)])


def unpacker() -> msgpack.Unpacker:
    """What cuts a stream into items, within bounds: see MOST_ITEM and MOST_PARTS.

    It raises ``ValueError`` or ``UnpackException`` for a stream that has others.
    """
    return msgpack.Unpacker(
        raw=False,
        use_list=True,
        max_buffer_size=MOST_ITEM + (1 << 20),
        max_str_len=MOST_ITEM,
        max_bin_len=MOST_ITEM,
        max_array_len=MOST_PARTS,
        max_map_len=MOST_PARTS,
        max_ext_len=0,
    )
