"""A file of another office, opened: proved to be from whom it names and to be for this PC."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desktop.base.clock import moment
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.paths import shown_name
from desktop.operations.exchange_keys import held_roster, own_keys, own_scope
from desktop.operations.for_all import is_for_all, require_from_above
from desktop.operations.office import Office
from desktop.operations.package_files import EVERYBODY, silent
from desktop.store import tables
from desktop.store.exchange.channels import Point, is_held
from desktop.store.exchange.receipts import FILE, is_known
from desktop.store.exchange.shapes import MOST_ENTITY
from desktop.store.exchange.upcasts import MIN_READER, SCHEMA
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.manifest import Manifest
from desktop.sync.reader import Package, open_package
from desktop.sync.refusals import Reason, Refused
from desktop.sync.roster import Roster, Untrusted

SPOOL = "spool"
Progress = Callable[[int, int], object]
_PROGRAM = re.compile(r"[0-9A-Za-z.+-]{1,20}")
"""What versions look like; anything else from a file is no version."""


@dataclass(frozen=True)
class Identity:
    """Who sent a file and what it is, before anything of it is taken in.

    counts: rows by record type, of the general section only unless it was examined.
    known: it was taken in before. follows: what it builds on is here.
    former: number of the last file of the same PC that was taken in; 0 for none. size: in bytes.
    for_all: whether it is one file for all offices below its sender; it follows none then.
    is_struck: whether its sender was struck from the exchange before it wrote it; all of it is set
    aside then, and nothing of it counts.
    after, until: numbers of the sender's log: it carries what was written after one, until the other.
    schema: version of the sender's program, as far as it matters to files. program: what that
    program calls itself, "" if it does not say so in plain words. known_at: when it was taken
    in by this PC's clock, if that is known.
    """

    path: Path
    package: bytes
    device: bytes
    office: int
    office_name: str
    sender: str
    sent_at: dt.datetime
    clock_ok: bool
    number: int
    counts: dict[int, int]
    known: bool
    roster_version: int
    follows: bool = True
    former: int = 0
    size: int = 0
    for_all: bool = False
    is_struck: bool = False
    after: int = 0
    until: int = 0
    schema: int = SCHEMA
    program: str = ""
    known_at: dt.datetime | None = None

    @property
    def is_newer(self) -> bool:
        """Whether a newer program wrote it: what that one keeps besides is kept for later."""
        return self.schema > SCHEMA

    @property
    def name(self) -> str:
        """What the file is called."""
        return shown_name(self.path)

    @property
    def missing(self) -> range:
        """Numbers of the files before it that it needs and that never came."""
        return range(0) if self.follows else range(self.former + 1, self.number)


@dataclass(frozen=True)
class Elsewhere:
    """Whose file it is that is not for this PC. own: this PC wrote it. sender, to: names of offices."""

    own: bool
    sender: str
    to: tuple[str, ...]


class NotForUs(Refused):
    """A file that is not for this PC: nothing is wrong with it. It says whose it is."""

    def __init__(self, name: str, meant: Elsewhere) -> None:
        super().__init__(Reason.NOT_OURS, name)
        self.meant = meant


@dataclass(frozen=True)
class Opened:
    """What is known of a file once it is open, and what it takes to read it."""

    package: Package
    manifest: Manifest
    roster: Roster
    keys: DeviceKeys
    identity: Identity


@contextmanager
def opened_file(office: Office, path: Path, progress: Progress | None) -> Generator[Opened]:
    """A file that was proved to be from whom it names, and to be for this PC."""
    with office.store.connection(write=True) as connection:
        keys, roster, own = own_keys(connection), held_roster(connection), own_scope(connection)
    with open_package(path, office.folder / SPOOL, progress or silent) as package:
        _require_ours(package, keys.device, roster)
        sender = roster.device(package.header.sender)
        package.verify(sender.sign)
        manifest = package.read_manifest(keys.identities)
        _require_readable(manifest, package.name)
        if manifest.office != sender.scope:
            raise Untrusted(
                tr(
                    "Tệp {name} ghi một cơ quan khác với máy đã ký nó. Chưa có gì thay đổi. "
                    "Hãy báo cho tỉnh."
                ).format(name=package.name)
            )
        struck = not sender.allows(manifest.to_seq, manifest.to_h)
        if is_for_all(package.header, manifest, package.name):
            _require_not_struck(package.name, struck=struck)
            require_from_above(roster, manifest.office, own, package.name)
        identity = _identity(office, path, package, manifest, struck=struck)
        yield Opened(package, manifest, roster, keys, identity)


def _require_ours(package: Package, device: bytes, roster: Roster) -> None:
    """Raise NotForUs unless a file is for this PC."""
    header = package.header
    if device not in header.recipients:
        (sender,) = _offices(roster, [header.sender]) or ("",)
        meant = Elsewhere(header.sender == device, sender, _offices(roster, header.recipients))
        raise NotForUs(package.name, meant)
    package.require_for(device)


def _offices(roster: Roster, devices: Iterable[bytes]) -> tuple[str, ...]:
    """The names of the offices of these PCs, as far as the roster knows them."""
    scopes = sorted({roster.device(one).scope for one in devices if roster.knows(one)})
    return tuple(roster.office(scope).name for scope in scopes)


def _require_not_struck(name: str, *, struck: bool) -> None:
    """Raise Untrusted for what is for everybody: whoever sent it speaks for nobody any more."""
    if struck:
        raise Untrusted(
            tr(
                "Tệp {name} do một máy đã bị thu hồi thẻ khóa gửi. Chưa có gì thay đổi. "
                "Hãy giữ lại tệp và báo cho tỉnh."
            ).format(name=name)
        )


def _require_readable(manifest: Manifest, name: str) -> None:
    if manifest.min_reader > SCHEMA:
        raise UserError(
            tr(
                "Tệp {name} cần cập nhật phần mềm: máy gửi dùng bản Sổ Xã mới hơn. Chưa có gì thay "
                "đổi; tệp vẫn dùng được. Hãy cập nhật Sổ Xã trên máy này rồi nhận lại."
            ).format(name=name)
        )
    assert MIN_READER <= SCHEMA


def _identity(
    office: Office, path: Path, package: Package, manifest: Manifest, *, struck: bool
) -> Identity:
    for_all = manifest.to_office == EVERYBODY
    with office.store.connection() as connection:
        sender, begin = package.header.sender, Point(manifest.from_seq, manifest.from_h)
        known = is_known(connection, package.header.package, struck=struck)
        known_at = _taken_at(connection, package.header.package) if known else None
        follows = is_held(connection, sender, begin)
        former = 0 if for_all else _last_number(connection, sender, manifest.number)
    return Identity(
        path,
        package.header.package,
        package.header.sender,
        manifest.office,
        manifest.office_name,
        manifest.sender_name,
        dt.datetime.fromtimestamp(manifest.wall_ms / 1000, dt.UTC),
        manifest.clock_ok,
        manifest.number,
        {entity_number(told, package.name): count for told, count in manifest.counts.items()},
        known,
        manifest.roster_version,
        follows,
        former,
        path.stat().st_size,
        for_all,
        struck,
        manifest.from_seq,
        manifest.to_seq,
        manifest.schema,
        _program_of(manifest),
        known_at,
    )


def _program_of(manifest: Manifest) -> str:
    told = manifest.unknown.get("program", "")
    return told if isinstance(told, str) and _PROGRAM.fullmatch(told) else ""


def _taken_at(connection: sa.Connection, package: bytes) -> dt.datetime | None:
    """When a file was taken in; None if the clock was not believed then."""
    packages = tables.packages
    asked = sa.select(packages.c.told).where(packages.c.pkg == package)
    told: dict[str, Any] = json.loads(connection.execute(asked).scalar() or "{}")
    return moment(told["at"]) if "at" in told and told.get("at_ok", True) else None


# Made once: a province asks it of thousands of files, and making takes longer than asking.
_LAST_NUMBER = sa.select(sa.func.max(tables.packages.c.number)).where(
    tables.packages.c.dir == FILE,
    tables.packages.c.device == sa.bindparam("device"),
    tables.packages.c.undone.is_(False),
    tables.packages.c.number < sa.bindparam("before"),
)


def _last_number(connection: sa.Connection, device: bytes, before: int) -> int:
    """The number of the last file of a PC that stands here, of those before this one."""
    return connection.execute(_LAST_NUMBER, {"device": device, "before": before}).scalar() or 0


def entity_number(told: str, name: str) -> int:
    """The number of a record type. Raises Refused for what no version calls one so."""
    if not told.isascii() or not told.isdecimal() or not 0 < int(told) <= MOST_ENTITY:
        raise Refused(Reason.DAMAGED, name)
    return int(told)
