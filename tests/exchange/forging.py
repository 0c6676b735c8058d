"""Files that an office signs rightly although what is in them was changed by hand."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgpack

from desktop.operations.exchange_keys import held_roster, own_keys
from desktop.operations.office import Office
from desktop.operations.package_files import EVERYBODY
from desktop.sync.blocks import Block, pack_block, unpack_block
from desktop.sync.columns import pack_column, unpack_column
from desktop.sync.container import LENGTH, MAGIC, Header, addressed, pack_header
from desktop.sync.items import MANIFEST, Item, Seal, pack_item, pack_seal
from desktop.sync.key_groups import with_key_groups
from desktop.sync.reader import open_package
from desktop.sync.streams import seal_section

Raw = list[Any]
"""An item as msgpack reads it: a tag and what stands behind it."""
Sections = dict[str, list[Raw]]
"""Items by the kind of their section."""


def read_raw(receiver: Office, path: Path) -> Sections:
    """What a file holds, opened by whom it is for."""
    found: Sections = {}
    with receiver.store.connection(write=True) as connection:
        keys, roster = own_keys(connection), held_roster(connection)
    with open_package(path, receiver.folder / "spool") as package:
        package.require_for(keys.device)
        package.verify(roster.device(package.header.sender).sign)
        for number, kind in enumerate(package.header.kinds):
            items = found.setdefault(kind, [])

            def take(item: Item, items: list[Raw] = items) -> None:
                items.extend(map(msgpack.unpackb, pack_item(item)))

            package.read_section(number, keys.identities, take)
    return found


def write_raw(sender: Office, to: int, path: Path, sections: Sections) -> Path:
    """A file of the sender, rightly signed and sealed, that holds just these items.

    to: EVERYBODY for one that every other PC can open.
    """
    with sender.store.connection(write=True) as connection:
        keys, roster = own_keys(connection), held_roster(connection)
    recipients = tuple(one.device for one in roster.active_devices(to))
    header = Header(os.urandom(16), keys.device, recipients, tuple(sections))
    everybody: list[str] = []
    if to == EVERYBODY:
        readers = {one.device: one.age for one in roster.devices if one.device != keys.device}
        header, recipient = with_key_groups(header, readers)
        everybody.append(recipient)
    packed = pack_header(header)
    told = io.BytesIO()
    told.write(MAGIC + LENGTH.pack(len(packed)) + packed)
    for number, (kind, items) in enumerate(sections.items()):
        seal = Seal(header.package, header.sender, addressed(packed), number)
        seal_section(_parts(seal, items), everybody or roster.recipients(to, int(kind)), told)
    body = told.getvalue()
    path.write_bytes(body + keys.sign(hashlib.blake2b(body, digest_size=32).digest()))
    return path


def _parts(seal: Seal, items: Sequence[Raw]) -> Iterator[bytes]:
    yield pack_seal(seal)
    for item in items:
        yield msgpack.packb(item)


def manifest_of(sections: Sections) -> dict[str, Any]:
    """The manifest's map, to be changed in place."""
    tag, told = sections["0"][0]
    assert tag == MANIFEST
    return told


def add_session(sections: Sections, device: bytes, parent: bytes, cut: int) -> bytes:
    """Let a file tell of a session that nobody opened; returns its name."""
    manifest, oid = manifest_of(sections), os.urandom(8)
    count, *columns = manifest["lineage"]
    told = [unpack_column(column, count) for column in columns] or [[], [], [], []]
    more = zip(told, (oid, device, parent, cut), strict=True)
    manifest["lineage"] = [count + 1, *(pack_column([*column, one]) for column, one in more)]
    return oid


def block_in(sections: Sections, entity: int) -> Block:
    """The first block of a record type in the general section, with the sessions of all of them."""
    blocks = [unpack_block(item[1:]) for item in sections["0"] if item[0] == 1]
    names = [one for block in blocks for one in block.names]
    return replace(next(one for one in blocks if one.entity == str(entity)), names=names)


def put_block(sections: Sections, block: Block) -> None:
    """Let a file hold this block and no other rows of its type."""
    kind, manifest = [1, block.entity], manifest_of(sections)
    sections["0"] = [item for item in sections["0"] if item[:2] != kind]
    sections["0"].append([1, *pack_block(block)])
    manifest["counts"][block.entity] = len(block.ids)
