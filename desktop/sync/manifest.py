"""The manifest of a package: what it continues, what its sender holds, and who speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from desktop.sync.blocks import ID_SIZE, MOST_NUMBER, OID_SIZE
from desktop.sync.columns import pack_column, unpack_column
from desktop.sync.shapes import (
    MOST_INT,
    Malformed,
    letters,
    octets,
    require_shallow,
    row,
    table,
    whole,
    yes_no,
)

CHAIN_SIZE = 12
EPOCH_SIZE = 8
HASH_SIZE = 32
MOST_MS = 253_402_300_799_999
"""The last millisecond of the year 9999: no calendar goes on."""
_MOST_SESSIONS = 1 << 20
_MOST_NAME = 300
_MOST_DEPTH = 8


class Ack(NamedTuple):
    """Up to where the sender holds the log of a device."""

    device: bytes
    seq: int
    h: bytes  #: the device's chain hash at that number


class Session(NamedTuple):
    """One session of the program, told so that another database can find its place."""

    oid: bytes
    device: bytes
    parent: bytes
    cut: int


class FieldEntry(NamedTuple):
    """A field as the sender's program declares it."""

    no: int
    unit: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The first thing in a package.

    from_seq, from_h, to_seq, to_h: the stretch of the sender's log in the package, with the chain
    hash (12 bytes) at both ends.
    epoch: what the channel covers, as 8 bytes; another epoch starts at 0 again.
    acks: how far the sender holds the logs of the receiver's devices.
    lineage: sessions the rows speak of, parents first.
    schema, min_reader: version of the sender's declarations, and the oldest that can read them.
    dictionary: the sender's fields by record type.
    office, to_office: numbers (scopes) of the sending and of the receiving office.
    number: running number of the files sent to that office.
    counts: rows by record type.
    wanted: hashes (32 bytes) of attachments the sender still lacks.
    wall_ms, clock_ok: what the sender's clock said, in milliseconds since 1970, and whether it was
    believed there.
    unknown: what a newer program told besides; it is kept when the manifest is packed again.
    """

    from_seq: int
    from_h: bytes
    to_seq: int
    to_h: bytes
    epoch: bytes
    acks: tuple[Ack, ...] = ()
    lineage: tuple[Session, ...] = ()
    schema: int
    min_reader: int
    dictionary: Mapping[str, tuple[FieldEntry, ...]] = field(default_factory=dict[str, Any])
    roster_version: int
    office: int
    office_name: str
    sender_name: str
    to_office: int
    number: int
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    wanted: tuple[bytes, ...] = ()
    wall_ms: int
    clock_ok: bool
    unknown: Mapping[str, Any] = field(default_factory=dict[str, Any])


_NUMBERS: Mapping[str, str] = MappingProxyType(
    {
        "from_seq": "from",
        "to_seq": "to",
        "schema": "schema",
        "min_reader": "min_reader",
        "roster_version": "roster",
        "office": "office",
        "to_office": "to_office",
        "number": "no",
        "wall_ms": "wall",
    }
)
_MOST: Mapping[str, int] = MappingProxyType(
    {
        "schema": 1 << 20,
        "min_reader": 1 << 20,
        "office": MOST_NUMBER,
        "to_office": MOST_NUMBER,
        "number": 1_000_000,
        "wall_ms": 253_000_000_000_000,
    }
)
"""What can be shown and counted up to; the time is in the year 9987."""
_BYTES = MappingProxyType(
    {
        "from_h": ("from_h", CHAIN_SIZE),
        "to_h": ("to_h", CHAIN_SIZE),
        "epoch": ("epoch", EPOCH_SIZE),
    }
)
_TEXTS = MappingProxyType({"office_name": "office_name", "sender_name": "by"})
_OTHERS = ("acks", "lineage", "fields", "counts", "wanted", "clock_ok")
_KEYS = frozenset(
    {*_NUMBERS.values(), *(k for k, _ in _BYTES.values()), *_TEXTS.values(), *_OTHERS}
)


def pack_manifest(manifest: Manifest) -> dict[str, Any]:
    """What stands behind the tag of a manifest in a package."""
    plain = [
        *_NUMBERS.items(),
        *_TEXTS.items(),
        *((name, key) for name, (key, _) in _BYTES.items()),
    ]
    return {
        **manifest.unknown,
        **{key: getattr(manifest, name) for name, key in plain},
        "acks": [list(ack) for ack in manifest.acks],
        "lineage": _pack_lineage(manifest.lineage),
        "fields": {
            entity: [list(entry) for entry in entries]
            for entity, entries in manifest.dictionary.items()
        },
        "counts": dict(manifest.counts),
        "wanted": b"".join(manifest.wanted),
        "clock_ok": manifest.clock_ok,
    }


def unpack_manifest(packed: Any) -> Manifest:
    """The manifest that was packed. Raises Malformed."""
    told = table(packed)
    require_shallow(told, _MOST_DEPTH)
    if missing := _KEYS - told.keys():
        raise Malformed(f"a manifest without {sorted(missing)}")
    numbers: dict[str, Any] = {
        name: whole(told[key], 0, _MOST.get(name, MOST_INT)) for name, key in _NUMBERS.items()
    }
    chain: dict[str, Any] = {name: octets(told[key], size) for name, (key, size) in _BYTES.items()}
    texts: dict[str, Any] = {name: letters(told[key], _MOST_NAME) for name, key in _TEXTS.items()}
    whole(numbers["wall_ms"], 0, MOST_MS)
    if numbers["from_seq"] > numbers["to_seq"]:
        raise Malformed("a stretch that ends before it begins")
    return Manifest(
        **numbers,
        **chain,
        **texts,
        acks=tuple(_ack(ack) for ack in row(told["acks"])),
        lineage=_unpack_lineage(told["lineage"]),
        dictionary={
            letters(entity, _MOST_NAME): tuple(_entry(entry) for entry in row(entries))
            for entity, entries in table(told["fields"]).items()
        },
        counts={
            letters(entity, _MOST_NAME): whole(count)
            for entity, count in table(told["counts"]).items()
        },
        wanted=_hashes(told["wanted"]),
        clock_ok=yes_no(told["clock_ok"]),
        unknown={key: value for key, value in told.items() if key not in _KEYS},
    )


def _pack_lineage(sessions: Sequence[Session]) -> list[Any]:
    """The sessions by column: after some years they are more than all else in a weekly file."""
    if not sessions:
        return [0]
    return [len(sessions), *(pack_column(column) for column in zip(*sessions, strict=True))]


def _unpack_lineage(packed: Any) -> tuple[Session, ...]:
    size, *columns = row(packed) or [None]
    count = whole(size, 0, _MOST_SESSIONS)
    if not count and not columns:
        return ()
    told = zip(*(unpack_column(column, count) for column in row(columns, 4)), strict=True)
    return tuple(
        Session(
            octets(oid, OID_SIZE), octets(device, ID_SIZE), octets(parent, OID_SIZE), whole(cut)
        )
        for oid, device, parent, cut in told
    )


def _ack(told: Any) -> Ack:
    device, seq, h = row(told, 3)
    return Ack(octets(device, ID_SIZE), whole(seq, 0, MOST_INT), octets(h, CHAIN_SIZE))


def _entry(told: Any) -> FieldEntry:
    no, unit, kind = row(told, 3)
    return FieldEntry(
        whole(no, 0, MOST_NUMBER), whole(unit, 0, MOST_NUMBER), letters(kind, _MOST_NAME)
    )


def _hashes(told: Any) -> tuple[bytes, ...]:
    joined = octets(told)
    if len(joined) % HASH_SIZE:
        raise Malformed("hashes of different sizes")
    return tuple(joined[at : at + HASH_SIZE] for at in range(0, len(joined), HASH_SIZE))
