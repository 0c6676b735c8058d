"""A package for very many PCs: sealed to one key of its own, which is sealed to groups of PCs.

To open an age file takes time with the square of its recipients: some 3,000 would take minutes.
So the sections are sealed to a key that is made for this one package, and the header carries that
key as many times as there are groups, each time sealed to the PCs of one group. The header tells
the PCs in order; a PC finds its group by its own place and opens no other one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgpack
import pyrage
import zstandard

from desktop.sync.age_text import KEY_BYTES, identity_bytes, identity_text
from desktop.sync.blocks import ID_SIZE
from desktop.sync.container import GROUP, MOST_GROUPS, Header
from desktop.sync.refusals import Flaw, Reason
from desktop.sync.shapes import Malformed, octets, row, whole
from desktop.sync.streams import AGE_HEADER, AGE_STANZA, NO_KEY

MOST_READERS = GROUP * MOST_GROUPS
_LEVEL = 3
_INSIDE = 256
"""Bytes that age makes of a key and the place it belongs to, without its own head."""
_MOST_SEALED = AGE_HEADER + AGE_STANZA * GROUP + _INSIDE
_MOST_PACKED = MOST_GROUPS * (_MOST_SEALED + 8)


def with_key_groups(header: Header, readers: Mapping[bytes, str]) -> tuple[Header, str]:
    """The header of a package for all these PCs, and the recipient that its sections are sealed to.

    readers: age recipients by PC, no more than MOST_READERS. The header's own recipients are theirs.
    """
    assert 0 < len(readers) <= MOST_READERS
    identity = pyrage.x25519.Identity.generate()
    key = identity_bytes(str(identity))
    devices = sorted(readers)
    sealed = [
        _seal(header, at // GROUP, key, [readers[one] for one in devices[at : at + GROUP]])
        for at in range(0, len(devices), GROUP)
    ]
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(msgpack.packb(sealed))
    return replace(header, recipients=tuple(devices), groups=packed), str(identity.to_public())


def open_key_group(header: Header, device: bytes, identities: Sequence[str]) -> str:
    """The identity that opens the sections of a package, for one of the PCs it is for.

    identities: age identities of the PC. Raises Flaw: NOT_OURS if none of them opens its group,
    READDRESSED if the group was made for another package, DAMAGED.
    """
    number = header.recipients.index(device) // GROUP
    try:
        sealed = octets(_groups(header)[number], most=_MOST_SEALED)
        package, sender, told, key = row(msgpack.unpackb(_opened(sealed, identities)), 4)
        place = octets(package, ID_SIZE), octets(sender, ID_SIZE), whole(told)
        identity = identity_text(octets(key, KEY_BYTES))
    except (ValueError, msgpack.exceptions.UnpackException, zstandard.ZstdError) as error:
        raise Flaw(Reason.DAMAGED) from error
    if place != (header.package, header.sender, number):
        raise Flaw(Reason.READDRESSED)
    return identity


def _seal(header: Header, number: int, key: bytes, recipients: Sequence[str]) -> bytes:
    """The key for one group, and where it belongs."""
    inside = msgpack.packb([header.package, header.sender, number, key])
    return pyrage.encrypt(inside, [pyrage.x25519.Recipient.from_str(one) for one in recipients])


def _groups(header: Header) -> list[Any]:
    """Each group as it was sealed. Raises ValueError, ZstdError, UnpackException."""
    if zstandard.frame_content_size(header.groups) > _MOST_PACKED:
        raise Malformed("more than there is a place for")
    # Whatever the frame says of its size, no more than this is unpacked.
    packed = zstandard.ZstdDecompressor().decompress(header.groups, _MOST_PACKED)
    count = -(-len(header.recipients) // GROUP)
    return row(msgpack.unpackb(packed, max_array_len=MOST_GROUPS, max_map_len=0), count)


def _opened(sealed: bytes, identities: Sequence[str]) -> bytes:
    """What is inside a group. Raises Flaw."""
    known = [pyrage.x25519.Identity.from_str(text) for text in identities]
    try:
        return pyrage.decrypt(sealed, known)
    except pyrage.DecryptError as error:
        reason = Reason.NOT_OURS if str(error).startswith(NO_KEY) else Reason.DAMAGED
        raise Flaw(reason) from error
