"""The outside of a package file: what anybody may see of it, and how its bytes are cut.

``GOISYNC1``; ``u32`` length and the header; for each section that the header names ``u32`` length
and that many bytes until a length of 0; 64 bytes of Ed25519 over the BLAKE2b-256 of everything
before; the end. Numbers are big-endian, sections are age files. The header tells no person's data.

A package for more PCs than age can take (``desktop.sync.key_groups``) has another format, which
only programs that know of it read; any other package is written as it always was.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from struct import Struct
from typing import Any, cast

import msgpack

from desktop.sync.blocks import ID_SIZE
from desktop.sync.refusals import Flaw, Reason
from desktop.sync.shapes import Malformed, letters, octets, row, table, whole

MAGIC = b"GOISYNC1"
PLAIN, GROUPED = 1, 2
"""Formats: sections sealed to each recipient, or to a key that the header carries for groups."""
NEWEST = GROUPED
GROUP, MOST_GROUPS = 64, 128
"""Recipients that age can take without it being felt; groups of so many in one package."""
LENGTH = Struct(">I")
CHUNK = 256 * 1024
"""Bytes of every chunk of a section but the last, which is shorter or as long."""
MOST_HEADER = 1 << 20
MOST_SECTIONS = 64
SIGNATURE_SIZE = 64
GENERAL = "0"
"""Kind of the first section; it begins with the manifest."""

_KIND = re.compile(r"(files)?[0-9]{1,3}")


@dataclass(frozen=True)
class Header:
    """What a package tells everybody.

    package: 16 random bytes, its own name. sender: the device that wrote it.
    recipients: the devices it is for. kinds: one for each section: "0" for what everybody in the
    receiving office may read, other numbers for compartments, "files0", "files1", … for the
    attachments of those.
    groups: the key of the sections, sealed to groups of the recipients; empty in a package of
    which each section is sealed to them itself.
    """

    package: bytes
    sender: bytes
    recipients: tuple[bytes, ...]
    kinds: tuple[str, ...]
    groups: bytes = b""


def pack_header(header: Header) -> bytes:
    """The bytes of a header."""
    assert header.kinds[0] == GENERAL
    assert len({*header.kinds}) == len(header.kinds) <= MOST_SECTIONS
    assert all(_KIND.fullmatch(kind) for kind in header.kinds)
    told = {
        "f": GROUPED if header.groups else PLAIN,
        "p": header.package,
        "s": header.sender,
        "r": b"".join(header.recipients),
        "k": list(header.kinds),
    }
    if header.groups:
        told["w"] = header.groups
    packed = msgpack.packb(told)
    assert len(packed) <= MOST_HEADER
    return packed


def read_header(content: bytes) -> Header:
    """The header in these bytes. Raises Flaw."""
    try:
        told = table(_unpacked(content))
        form = whole(told["f"], 1)
        if form > NEWEST:
            raise Flaw(Reason.NEWER)
        joined = octets(told["r"])
        kinds = tuple(letters(kind, 16) for kind in row(told["k"]))
        _require_sections(joined, kinds)
        recipients = tuple(joined[at : at + ID_SIZE] for at in range(0, len(joined), ID_SIZE))
        groups = octets(told["w"]) if form == GROUPED else b""
        _require_opened_soon(recipients, groups, grouped=form == GROUPED)
        package, sender = octets(told["p"], ID_SIZE), octets(told["s"], ID_SIZE)
    except (Malformed, KeyError) as error:
        raise Flaw(Reason.DAMAGED) from error
    return Header(package, sender, recipients, kinds, groups)


def _unpacked(content: bytes) -> Any:
    try:
        return msgpack.unpackb(
            content,
            max_array_len=MOST_SECTIONS,
            max_map_len=MOST_SECTIONS,
            max_ext_len=0,
        )
    except (ValueError, msgpack.exceptions.UnpackException) as error:
        raise Malformed("not msgpack") from error


def _require_opened_soon(recipients: tuple[bytes, ...], groups: bytes, *, grouped: bool) -> None:
    """To find its key, a PC may not have to try more than those of a group."""
    if grouped != bool(groups) or len(recipients) > (GROUP * MOST_GROUPS if grouped else GROUP):
        raise Malformed("more recipients than can be tried")
    if grouped and recipients != tuple(sorted({*recipients})):
        raise Malformed("recipients that are not in order")


def _require_sections(recipients: bytes, kinds: tuple[str, ...]) -> None:
    if len(recipients) % ID_SIZE or not recipients:
        raise Malformed("no recipients, or not whole ones")
    if kinds[:1] != (GENERAL,) or len({*kinds}) != len(kinds):
        raise Malformed("sections that are not in order")
    if not all(_KIND.fullmatch(kind) for kind in kinds):
        raise Malformed("a section of no kind")


def addressed(packed_header: bytes) -> bytes:
    """The digest of a header that every section repeats inside."""
    return hashlib.blake2b(packed_header, digest_size=32).digest()


class Walker:
    """Follows the bytes of a package as they come by, and stops at the first that can't be right.

    It holds no more than the header, whatever lengths a file tells. After ``finish`` it knows
    ``header``, ``packed_header``, where each section begins (``starts``), the ``digest`` and the
    ``signature``.
    """

    def __init__(self) -> None:
        self.header = Header(b"", b"", (), ())
        self.packed_header = b""
        self.starts: list[int] = []
        self.signature = b""
        self._hash = hashlib.blake2b(digest_size=32)
        self._at = 0
        self._passing = 0
        self._last_chunk = False
        self._held: bytes = b""
        self._step: Callable[[bytes], None] | None = None
        self._await(len(MAGIC), self._read_magic)

    @property
    def digest(self) -> bytes:
        """What is signed: BLAKE2b-256 of everything before the signature."""
        return self._hash.digest()

    def feed(self, content: bytes) -> None:
        """Follow the next bytes. Raises Flaw."""
        at = 0
        while at < len(content):
            if self._step is None:  # something behind the end
                raise Flaw(Reason.DAMAGED)
            size = self._passing or self._awaited - len(self._held)
            part = content[at : at + size]
            at += len(part)
            self._at += len(part)
            if self._step != self._read_signature:
                self._hash.update(part)
            if self._passing:
                self._passing -= len(part)
                continue
            self._held += part
            if len(self._held) == self._awaited:
                held, self._held = self._held, b""
                self._step(held)

    def finish(self) -> None:
        """Say that the file has ended. Raises Flaw if it should not have."""
        if self._step == self._read_magic and not MAGIC.startswith(self._held):
            raise Flaw(Reason.OTHER)
        if self._step is not None:
            raise Flaw(Reason.CUT)

    def _await(self, size: int, step: Callable[[bytes], None] | None) -> None:
        self._awaited, self._step = size, step

    def _read_magic(self, part: bytes) -> None:
        if part != MAGIC:
            raise Flaw(
                Reason.NEWER if part[:7] == MAGIC[:7] and part[7:].isdigit() else Reason.OTHER
            )
        self._await(LENGTH.size, self._read_header_length)

    def _read_header_length(self, part: bytes) -> None:
        (size,) = LENGTH.unpack(part)
        if not 0 < size <= MOST_HEADER:
            raise Flaw(Reason.DAMAGED)
        self._await(size, self._read_header)

    def _read_header(self, part: bytes) -> None:
        self.header, self.packed_header = read_header(part), part
        self._begin_section()

    def _begin_section(self) -> None:
        self.starts.append(self._at)
        self._last_chunk = False
        self._await(LENGTH.size, self._read_chunk_length)

    def _read_chunk_length(self, part: bytes) -> None:
        size = cast("int", LENGTH.unpack(part)[0])
        if (
            size > CHUNK
            or (size and self._last_chunk)
            or (self._at - 4 == self.starts[-1] and not size)
        ):
            raise Flaw(Reason.DAMAGED)
        self._passing, self._last_chunk = size, size < CHUNK
        if size:
            return
        if len(self.starts) < len(self.header.kinds):
            self._begin_section()
        else:
            self._await(SIGNATURE_SIZE, self._read_signature)

    def _read_signature(self, part: bytes) -> None:
        self.signature = part
        self._await(0, None)
