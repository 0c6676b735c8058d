"""Reading a package: copied to this PC, proved, and only then opened, item by item.

Whoever reads asks in this order: ``open_package`` (is it whole?), its ``header`` (who says to have
sent it?), ``require_for`` (is it for us?), ``verify`` with the sender's key (did they?), then
``read_manifest`` and ``read_section``. Until ``verify`` nothing in it is decrypted.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from desktop.base.errors import DiskTrouble
from desktop.base.paths import shown_name
from desktop.sync.container import Header, Walker, addressed
from desktop.sync.items import Item, Seal
from desktop.sync.key_groups import open_key_group
from desktop.sync.manifest import Manifest
from desktop.sync.refusals import Flaw, Reason, Refused, no_room, not_opened, unreadable
from desktop.sync.signatures import is_signed
from desktop.sync.streams import Unchunked, open_section

Progress = Callable[[int, int], object]
"""Gets bytes done and bytes in all; may raise to stop."""

_READ = 1 << 20
_PREFIX, _SUFFIX = "nhan-", ".spool"


def silent(_done: int, _total: int) -> None:
    """Progress that nobody asked for."""


class Package:
    """A package that is whole and lies on this PC. Made by ``open_package``; close it after use."""

    def __init__(self, name: str, spool: Path, size: int, walker: Walker) -> None:
        """Hold the copy of a package that was walked to its end.

        name: what the clerk knows it by.
        """
        self.name = name
        self.spool = spool
        self.size = size
        self.header: Header = walker.header
        self.digest = walker.digest
        """BLAKE2b-256 of all before the signature."""
        self._addressed = addressed(walker.packed_header)
        self._starts = walker.starts
        self._signature = walker.signature
        self._verified = False
        self._device: bytes | None = None
        self._group_key: str | None = None
        self._file: BinaryIO = spool.open("rb")

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Drop the copy. What the package came in is never touched."""
        self._file.close()
        with suppress(OSError):
            self.spool.unlink(missing_ok=True)

    def require_for(self, device: bytes) -> None:
        """Raise Refused unless the package is for this device; it is opened as this one."""
        if device not in self.header.recipients:
            raise Refused(Reason.NOT_OURS, self.name)
        self._device = device

    def verify(self, public_key: bytes) -> None:
        """Raise Refused unless the holder of this Ed25519 key signed the package.

        public_key: 32 bytes, of the device that the header names as the sender.
        """
        if not is_signed(public_key, self.digest, self._signature):
            raise Refused(Reason.SIGNATURE, self.name)
        self._verified = True

    def read_manifest(self, identities: Sequence[str]) -> Manifest:
        """The manifest, without reading on. Raises Refused.

        identities: age identities of this device, as text.
        """
        found = self.read_first(0, identities)
        assert isinstance(found, Manifest)
        return found

    def read_first(self, number: int, identities: Sequence[str]) -> Item | None:
        """What a section begins with, without reading on; None for an empty one. Raises Refused."""
        found: list[Item] = []

        def stop(item: Item) -> None:
            found.append(item)
            raise _Enough

        with suppress(_Enough):
            self.read_section(number, identities, stop)
        return found[0] if found else None

    def read_section(
        self,
        number: int,
        identities: Sequence[str],
        take: Callable[[Item], object],
        progress: Progress = silent,
    ) -> None:
        """Open a section and hand on its items in order; those of newer programs as ``Unknown``.

        number: its place among the header's kinds. Section 0 begins with the manifest.
        take: what it raises ends the reading and passes through.
        progress: bytes of the copy that were read, and its size.
        Raises Refused: NOT_OURS if none of the identities opens it, READDRESSED, DAMAGED. Items
        before the damage were handed on by then; the taker's transaction has to be given up.
        """
        assert self._verified, "a package is verified before anything in it is opened"
        head = self.header
        seal = Seal(head.package, head.sender, self._addressed, number)
        ordered = _Ordered(take, general=number == 0)
        try:
            keys = self._keys(identities)
            source = Unchunked(
                self._file,
                self._starts[number],
                1 if head.groups else len(head.recipients),
                lambda at: progress(at, self.size),
            )
            open_section(source, keys, seal, ordered)
            ordered.close()
        except Flaw as flaw:
            raise Refused(flaw.reason, self.name) from flaw

    def _keys(self, identities: Sequence[str]) -> Sequence[str]:
        """What opens the sections. Raises Flaw."""
        if not self.header.groups:
            return identities
        assert self._device is not None, "a package for many is opened as one of those it is for"
        if self._group_key is None:
            self._group_key = open_key_group(self.header, self._device, identities)
        return [self._group_key]


class _Enough(Exception):
    """What was looked for is found."""


class _Ordered:
    """Hands items on if the manifest is first in the general section and nowhere else."""

    def __init__(self, take: Callable[[Item], object], *, general: bool) -> None:
        self._take = take
        self._manifest_next = general

    def __call__(self, item: Item) -> None:
        if isinstance(item, Manifest) != self._manifest_next:
            raise Flaw(Reason.DAMAGED)
        self._manifest_next = False
        self._take(item)

    def close(self) -> None:
        """Raise Flaw if the manifest never came."""
        if self._manifest_next:
            raise Flaw(Reason.DAMAGED)


def open_package(path: Path, spool_folder: Path, progress: Progress = silent) -> Package:
    """Copy a package to this PC while looking whether it is one and whole.

    spool_folder: a folder on a disk of this PC; the copy takes as much room as the package.
    progress: bytes copied, and the size of the file.
    Raises Refused (OTHER, CUT, DAMAGED, NEWER) at the first byte that can't be right, and
    DiskTrouble. No copy is left then.
    """
    name = shown_name(path)
    handle, spool = _new_spool(spool_folder, name)
    try:
        with os.fdopen(handle, "wb") as copy:
            walker, size = _copied(path, copy, progress)
        return Package(name, spool, size, walker)
    except BaseException as error:
        with suppress(OSError):
            spool.unlink(missing_ok=True)
        if isinstance(error, Flaw):
            raise Refused(error.reason, name) from error
        if isinstance(error, OSError):  # the last bytes, written when the copy was closed
            raise no_room(name) from error
        raise


def drop_spools(spool_folder: Path) -> None:
    """Throw away copies that a program which was killed left; no package may be open here."""
    for left in spool_folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        left.unlink(missing_ok=True)


def _new_spool(folder: Path, name: str) -> tuple[int, Path]:
    with _told(no_room(name)):
        folder.mkdir(parents=True, exist_ok=True)
        handle, spool = tempfile.mkstemp(_SUFFIX, _PREFIX, folder)
    return handle, Path(spool)


@contextmanager
def _told(trouble: DiskTrouble) -> Generator[None]:
    """Say this if the system refuses."""
    try:
        yield
    except OSError as error:
        raise trouble from error


def _copied(path: Path, copy: BinaryIO, progress: Progress) -> tuple[Walker, int]:
    walker, size, name = Walker(), 0, shown_name(path)
    try:
        file = path.open("rb")
    except OSError as error:
        raise not_opened(path, error) from error
    with file:
        total = os.fstat(file.fileno()).st_size
        while content := _read(file, name):
            walker.feed(content)
            with _told(no_room(name)):
                copy.write(content)
            size += len(content)
            progress(size, max(size, total))
    walker.finish()
    return walker, size


def _read(file: BinaryIO, name: str) -> bytes:
    with _told(unreadable(name)):
        return file.read(_READ)
