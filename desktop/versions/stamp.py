"""The ``sv`` bytes of a row: for each of its units the last write and what its author had seen.

Layout, all big-endian: ``u8`` number of groups; for each group ``u32`` unit mask, ``u32`` origin
number, ``u64`` hlc, ``u8`` number of context entries and that many ``u32`` origin number, ``u64``
hlc. No entries stand for a context that holds just the write itself, which is the common case: a
row as it was first written is one group of 18 bytes. Units with the same version share a group,
groups stand in order of their masks and entries in order of their origins, so equal versions are
equal bytes. A stub, which nobody has written yet, has no group.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from struct import Struct
from typing import NamedTuple

from desktop.versions.origins import GENESIS, Context, Dot, Lineage

STUB = b"\0"
MOST_UNITS = 32
#: A database column holds signed numbers of 64 bits; as a time this is the year 6429.
MOST_HLC = (1 << 63) - 1

_ROWS_KEPT = 4096
_FRESH = Struct(">BIIQB")
_GROUP = Struct(">IIQB")
_ENTRY = Struct(">IQ")

#: A version as it is packed: hlc, origin number, bytes of the context entries.
_Packed = tuple[int, int, bytes]


class Version(NamedTuple):
    """The write a unit shows, and everything that was known when it came to be shown."""

    dot: Dot
    context: Context


def mask_of(units: Iterable[int]) -> int:
    """The bits of these unit numbers (0 to 31)."""
    mask = 0
    for unit in units:
        if not 0 <= unit < MOST_UNITS:
            raise ValueError(f"a record type has units 0 to {MOST_UNITS - 1}, not {unit}")
        mask |= 1 << unit
    return mask


def units_of(mask: int) -> list[int]:
    """The unit numbers of these bits, in order."""
    return [unit for unit in range(mask.bit_length()) if mask >> unit & 1]


def fresh_sv(units: int, dot: Dot) -> bytes:
    """The bytes of a row whose units (a mask) were all written by ``dot``."""
    return _FRESH.pack(1, units, dot.origin, dot.hlc, 0)


def stamped(sv: bytes, changed: int, dot: Dot, lineage: Lineage) -> bytes:
    """The bytes after ``dot`` wrote the units of mask ``changed``, knowing all that was there.

    Units that were not written keep their versions. A unit that the row did not have yet is new.
    """
    groups: dict[_Packed, int] = {}
    missing = changed
    for mask, version in _groups(sv):
        missing &= ~mask
        if mask & changed:
            packed = _packed(Version(dot, lineage.advanced(_context(version), dot)))
            groups[packed] = groups.get(packed, 0) | mask & changed
        if mask & ~changed:
            groups[version] = groups.get(version, 0) | mask & ~changed
    if missing:
        fresh = (dot.hlc, dot.origin, b"")
        groups[fresh] = groups.get(fresh, 0) | missing
    return _joined(groups)


def knowing_row(sv: bytes, unit: int, lineage: Lineage) -> bytes:
    """The bytes in which ``unit`` also says what its author had seen of the row's other units.

    Rows travel whole, so whoever has seen a write in one unit knows all that its author knew of the
    row. What nobody says of a unit otherwise, this does: which writes in the others it overlooked.
    """
    versions = read_sv(sv)
    dot, context = versions[unit]
    for version in versions.values():
        context = lineage.join(context, version.context)
    return write_sv({**versions, unit: Version(dot, context)})


def read_sv(sv: bytes) -> dict[int, Version]:
    """The version of every unit by its number; ``ValueError`` for anything that is not ``sv``."""
    versions: dict[int, Version] = {}
    for mask, packed in _groups(sv):
        version = Version(Dot(packed[0], packed[1]), _context(packed))
        for unit in units_of(mask):
            if unit in versions:
                raise ValueError(f"unit {unit} has two versions")
            versions[unit] = version
    return versions


def write_sv(versions: Mapping[int, Version]) -> bytes:
    """The bytes of these versions by unit number."""
    groups: dict[_Packed, int] = {}
    for unit, version in versions.items():
        packed = _packed(version)
        groups[packed] = groups.get(packed, 0) | mask_of((unit,))
    return _joined(groups)


def renumbered(sv: bytes, numbers: Mapping[int, int]) -> bytes:
    """The same versions where sessions go by other numbers, as in another database."""
    parts = [sv[:1]]
    for mask, (hlc, origin, entries) in _groups(sv):
        if entries:
            told = sorted((numbers[no], seen) for no, seen in _ENTRY.iter_unpack(entries))
            entries = b"".join(_ENTRY.pack(*entry) for entry in told)  # noqa: PLW2901
        parts.append(_GROUP.pack(mask, numbers[origin], hlc, len(entries) // _ENTRY.size) + entries)
    return b"".join(parts)


class Group(NamedTuple):
    """Units that share a version, without a look at what it knew: for many rows in little time."""

    units: int  #: mask
    version: tuple[int, int, bytes]

    @property
    def dot(self) -> Dot:
        """The write that is shown."""
        return Dot(self.version[0], self.version[1])

    @property
    def context(self) -> dict[int, int]:
        """What was known to it."""
        return _context(self.version)


@functools.lru_cache(maxsize=_ROWS_KEPT)
def groups_of(sv: bytes) -> tuple[Group, ...]:
    """The versions of a row as they are packed. Raises ValueError for anything that is not sv."""
    # One row that comes in is asked about half a dozen times while it is judged and joined.
    return tuple(Group(*group) for group in _groups(sv))


def check_groups(sv: bytes) -> None:
    """Raise ValueError unless each unit has one version, packed in the one right way.

    Versions that are equal are equal bytes then, in every file.
    """
    seen = last = 0
    versions: set[_Packed] = set()
    for units, version in groups_of(sv):
        hlc, origin, entries = version
        if seen & units or units <= last or hlc > MOST_HLC or version in versions:
            raise ValueError("versions are not packed in the one right way")
        if origin == GENESIS.origin and hlc != GENESIS.hlc:
            raise ValueError("what ships with the program was written at no time")
        if entries:
            context = list(_ENTRY.iter_unpack(entries))
            if context == [(origin, hlc)] or context != sorted(dict(context).items()):
                raise ValueError("a context is not packed in the one right way")
            if any(known > MOST_HLC for _, known in context):
                raise ValueError("a clock number is too great to be kept")
        versions.add(version)
        seen |= units
        last = units


def overtaken(ours: bytes, theirs: bytes, lineage: Lineage) -> int | None:
    """The units (a mask) in which theirs follows ours, if it knows everything that ours does.

    None if anything was written on one side without knowing the other: then units are to be joined
    one by one. Siblings are not looked at.
    """
    taken = seen = 0
    mine = groups_of(ours)
    for group in groups_of(theirs):
        seen |= group.units
        for held in mine:
            shared = held.units & group.units
            if not shared or held.version == group.version:
                continue
            context = group.context
            if not lineage.covers(context, held.dot):
                return None
            # Who knew of nothing but his own write has brought nothing else.
            if held.version[2] and lineage.join(held.context, context) != context:
                return None
            taken |= shared
    kept = 0
    for held in mine:
        kept |= held.units
    return None if kept & ~seen else taken | (seen & ~kept)


def check_sv(sv: bytes, units: int) -> None:
    """Raise ``ValueError`` unless each unit of the mask has one version, in the one right packing.

    Units beyond the mask are let pass: they belong to a newer program. A stub has the mask 0.
    """
    versions = read_sv(sv)
    if any(version.dot.hlc > MOST_HLC for version in versions.values()):
        raise ValueError("a clock number is too great to be kept")
    if write_sv(versions) != sv:
        raise ValueError("versions are not packed in the one right way")
    if missing := units & ~mask_of(versions):
        raise ValueError(f"units {units_of(missing)} have no version")


def _groups(sv: bytes) -> Iterator[tuple[int, _Packed]]:
    if len(sv) == _FRESH.size and sv[0] == 1:
        _, mask, origin, hlc, size = _FRESH.unpack(sv)
        if size == 0:
            yield mask, (hlc, origin, b"")
            return
    if not sv:
        raise ValueError("no versions at all")
    at = 1
    for _ in range(sv[0]):
        start = at + _GROUP.size
        if len(sv) < start:
            raise ValueError("versions are cut short")
        mask, origin, hlc, size = _GROUP.unpack_from(sv, at)
        at = start + size * _ENTRY.size
        if len(sv) < at:
            raise ValueError("versions are cut short")
        yield mask, (hlc, origin, sv[start:at])
    if at != len(sv):
        raise ValueError("versions have a wrong length")


def _context(packed: _Packed) -> dict[int, int]:
    hlc, origin, entries = packed
    return dict(_ENTRY.iter_unpack(entries)) if entries else {origin: hlc}


def _packed(version: Version) -> _Packed:
    (hlc, origin), context = version
    if not context:
        raise ValueError("a write has seen at least itself")
    if len(context) == 1 and context.get(origin) == hlc:
        return hlc, origin, b""
    return hlc, origin, b"".join(_ENTRY.pack(no, context[no]) for no in sorted(context))


def _joined(groups: Mapping[_Packed, int]) -> bytes:
    if len(groups) == 1:
        (((hlc, origin, entries), mask),) = groups.items()
        return _FRESH.pack(1, mask, origin, hlc, len(entries) // _ENTRY.size) + entries
    parts = [bytes((len(groups),))]
    for (hlc, origin, entries), mask in sorted(groups.items(), key=lambda group: group[1]):
        parts += (_GROUP.pack(mask, origin, hlc, len(entries) // _ENTRY.size), entries)
    return b"".join(parts)
