"""Two devices with real keys, and packages between them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyrage
import zstandard

from desktop.sync.blocks import Block
from desktop.sync.container import LENGTH, MAGIC, Header, addressed, pack_header
from desktop.sync.items import Item, Seal, pack_seal
from desktop.sync.key_groups import with_key_groups
from desktop.sync.manifest import Manifest
from desktop.sync.pieces import PIECE_SIZE, Piece
from desktop.sync.reader import Package, open_package
from desktop.sync.signatures import new_seed, public_of, signature_of
from desktop.sync.streams import Chunks
from desktop.sync.writer import Section, Written, write_package


@dataclass(frozen=True)
class Device:
    """A device with its keys."""

    name: bytes
    seed: bytes = field(default_factory=new_seed)
    age: pyrage.x25519.Identity = field(default_factory=pyrage.x25519.Identity.generate)

    @property
    def public(self) -> bytes:
        return public_of(self.seed)

    @property
    def identity(self) -> str:
        return str(self.age)

    @property
    def recipient(self) -> str:
        return str(self.age.to_public())

    def sign(self, digest: bytes) -> bytes:
        return signature_of(self.seed, digest)


def pieces_of(content: bytes) -> Iterator[Piece]:
    """The pieces of one attachment, in order; an empty one is one empty piece."""
    digest = hashlib.blake2b(content, digest_size=32).digest()
    for offset in range(0, len(content) or 1, PIECE_SIZE):
        yield Piece(digest, len(content), offset, content[offset : offset + PIECE_SIZE])


COMMUNE, PROVINCE, STRANGER = (Device(name * 16) for name in (b"c", b"p", b"x"))
PACKAGE = bytes(range(16))


def manifest(**told: object) -> Manifest:
    """A manifest with nothing special in it."""
    usual: dict[str, object] = {
        "from_seq": 0,
        "from_h": bytes(12),
        "to_seq": 7,
        "to_h": b"h" * 12,
        "epoch": b"e" * 8,
        "schema": 3,
        "min_reader": 1,
        "roster_version": 2,
        "office": 20854,
        "office_name": "Xã Tiên Phước",
        "sender_name": "Nguyễn Thị Lan",
        "to_office": 100048,
        "number": 12,
        "wall_ms": 1_762_000_000_000,
        "clock_ok": True,
    }
    return Manifest(**{**usual, **told})  # type: ignore[arg-type]


def header(*kinds: str, package: bytes = PACKAGE) -> Header:
    """From the commune to the province."""
    return Header(package, COMMUNE.name, (PROVINCE.name,), kinds or ("0",))


def sections(*contents: Iterable[Item], kinds: Sequence[str] = ("0",)) -> list[Section]:
    """Sections of these kinds for the province."""
    return [
        Section(kind, [PROVINCE.recipient], items)
        for kind, items in zip(kinds, contents, strict=True)
    ]


def write(
    target: Path,
    *contents: Iterable[Item],
    kinds: Sequence[str] = ("0",),
    many: Sequence[Device] = (),
) -> Written:
    """A package from the commune to the province. many: it is for these as well, as one for many."""
    head, parts = header(*kinds), sections(*contents, kinds=kinds)
    if many:
        readers = {one.name: one.recipient for one in (PROVINCE, *many)}
        head, recipient = with_key_groups(head, readers)
        parts = [replace(part, recipients=[recipient]) for part in parts]
    return write_package(
        target,
        head,
        parts,
        sign=COMMUNE.sign,
        public_key=COMMUNE.public,
    )


def opened(path: Path, folder: Path, public: bytes = COMMUNE.public) -> Package:
    """The package, proved to be the commune's."""
    package = open_package(path, folder)
    try:
        package.verify(public)
    except BaseException:
        package.close()
        raise
    return package


def read(path: Path, folder: Path, device: Device = PROVINCE) -> list[list[Item]]:
    """What each section holds, for this device."""
    with opened(path, folder) as package:
        if package.header.groups:
            package.require_for(device.name)
        told: list[list[Item]] = [[] for _ in package.header.kinds]
        for number, items in enumerate(told):
            package.read_section(number, [device.identity], items.append)
        return told


def signed_anew(content: bytes, device: Device = COMMUNE) -> bytes:
    """The same package after a change, with a signature that fits."""
    body = content[:-64]
    return body + device.sign(hashlib.blake2b(body, digest_size=32).digest())


def nobody(item: Item) -> None:
    """Take nothing: there must be nothing to take."""
    raise AssertionError(item)


def plain(block: Block) -> tuple[object, ...]:
    """A block as lists, so that it can be compared."""
    return (
        block.entity,
        *(
            [tuple(one) if isinstance(one, list | tuple) else one for one in part]
            for part in (
                block.fields,
                block.ids,
                block.roots,
                block.scopes,
                block.svs,
                block.names,
                block.siblings,
                block.columns,
            )
        ),
    )


def forged(*raw: bytes, seal: Seal | None = None, level: int = 3) -> bytes:
    """A package by the commune whose one section holds these bytes behind the seal."""
    packed = pack_header(header())
    true = Seal(PACKAGE, COMMUNE.name, addressed(packed), 0)
    compressor = zstandard.ZstdCompressor(level=level).compressobj()
    content = b"".join(compressor.compress(part) for part in (pack_seal(seal or true), *raw))
    return enveloped(packed, content + compressor.flush())


def enveloped(packed_header: bytes, *sections: bytes) -> bytes:
    """A package by the commune around sections as they are before age."""
    told = io.BytesIO()
    told.write(MAGIC + LENGTH.pack(len(packed_header)) + packed_header)
    for content in sections:
        chunks = Chunks(told)
        chunks.write(pyrage.encrypt(content, [PROVINCE.age.to_public()]))
        chunks.close()
    return signed_anew(told.getvalue() + bytes(64))
