"""Writing a package: in one pass, read back before it counts, and never in the place of another."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.base.paths import sync_folder
from desktop.sync.container import (
    LENGTH,
    MAGIC,
    SIGNATURE_SIZE,
    Header,
    Walker,
    addressed,
    pack_header,
)
from desktop.sync.items import Item, Seal, pack_item, pack_seal
from desktop.sync.manifest import Manifest
from desktop.sync.refusals import Flaw, NameTaken, unwritable, written_wrong
from desktop.sync.signatures import is_signed
from desktop.sync.streams import seal_section

Progress = Callable[[int], object]
_READ = 1 << 20


@dataclass(frozen=True)
class Section:
    """One part of a package, for its own recipients.

    kind: as the header names it.
    recipients: age recipients (``age1…``) of who may read it.
    items: what it holds, taken one by one while the file is written; the general section begins
    with the manifest.
    """

    kind: str
    recipients: Sequence[str]
    items: Iterable[Item]


@dataclass(frozen=True)
class Written:
    """A package that lies in its folder, whole. digest: BLAKE2b-256 of all before its signature."""

    path: Path
    size: int
    digest: bytes


def silent(_written: int) -> None:
    """Progress that nobody asked for."""


def write_package(
    target: Path,
    header: Header,
    sections: Iterable[Section],
    *,
    sign: Callable[[bytes], bytes],
    public_key: bytes,
    progress: Progress = silent,
) -> Written:
    """Write a package under a name that is free, and prove that it can be read again.

    sections: in the order of the header's kinds.
    sign: gives the 64 bytes of Ed25519 for a digest. public_key: what they are proved with.
    progress: bytes written so far, again and again; may raise to stop.
    Raises NameTaken, and DiskTrouble if the disk refuses or garbles it. Nothing is left then.
    """
    if target.exists():
        raise NameTaken(target.name)
    part = target.with_name(f"{target.name}.part")
    with _nothing_left(part, target.parent):
        written, signature = _write(part, header, sections, sign, progress)
        _read_back(part, written, signature)
        if not is_signed(public_key, written.digest, signature):
            raise ValueError("signed with another key than the one the package is proved with")
        if target.exists():
            raise NameTaken(target.name)
        part.replace(target)
        _sync_or_drop(target)
    return Written(target, written.size, written.digest)


@contextmanager
def _nothing_left(part: Path, folder: Path) -> Generator[None]:
    try:
        yield
    except BaseException as error:
        # A stick that was pulled out takes its half file with it.
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise unwritable(error, folder) from error
        raise


def _sync_or_drop(target: Path) -> None:
    try:
        sync_folder(target.parent)
    except OSError:
        target.unlink(missing_ok=True)
        raise


class _Hashed:
    """A file that knows the size and the digest of what was written to it."""

    def __init__(self, file: BinaryIO, progress: Progress) -> None:
        self._file = file
        self._progress = progress
        self._hash = hashlib.blake2b(digest_size=32)
        self.size = 0

    def write(self, data: bytes, /) -> None:
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)
        self._progress(self.size)

    @property
    def digest(self) -> bytes:
        return self._hash.digest()


def _write(
    part: Path,
    header: Header,
    sections: Iterable[Section],
    sign: Callable[[bytes], bytes],
    progress: Progress,
) -> tuple[Written, bytes]:
    packed = pack_header(header)
    with part.open("wb") as file:
        hashed = _Hashed(file, progress)
        hashed.write(MAGIC + LENGTH.pack(len(packed)) + packed)
        for number, (kind, section) in enumerate(zip(header.kinds, sections, strict=True)):
            assert section.kind == kind, "the header names the sections in another order"
            seal = Seal(header.package, header.sender, addressed(packed), number)
            seal_section(_parts(seal, section.items), section.recipients, hashed)
        digest = hashed.digest
        signature = sign(digest)
        assert len(signature) == SIGNATURE_SIZE
        file.write(signature)
        file.flush()
        os.fsync(file.fileno())
    return Written(part, hashed.size + SIGNATURE_SIZE, digest), signature


def _parts(seal: Seal, items: Iterable[Item]) -> Iterator[bytes]:
    yield pack_seal(seal)
    awaited = seal.section == 0
    for item in items:
        assert isinstance(item, Manifest) == awaited, "one manifest, before everything else"
        awaited = False
        yield from pack_item(item)
    assert not awaited, "one manifest, before everything else"


def _read_back(part: Path, written: Written, signature: bytes) -> None:
    """Raise DiskTrouble unless the disk gives what was written."""
    walker = Walker()
    try:
        with part.open("rb") as file:
            if sys.platform == "linux":
                # Without this the answer would come from memory and say nothing of the stick.
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            while content := file.read(_READ):
                walker.feed(content)
        walker.finish()
    except Flaw as flaw:
        raise written_wrong(part.parent) from flaw
    if (walker.digest, walker.signature) != (written.digest, signature):
        raise written_wrong(part.parent)
