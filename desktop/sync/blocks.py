"""Blocks of rows, column by column: how the rows of records travel in a package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from struct import Struct
from typing import Any, NamedTuple, cast

from desktop.sync.columns import Value, pack_column, pack_numbers, unpack_column, unpack_numbers
from desktop.sync.shapes import Malformed, letters, octets, row, whole
from desktop.versions.stamp import MOST_HLC, MOST_UNITS

MOST_ROWS = 1000
ID_SIZE = 16
OID_SIZE = 8
MOST_NUMBER = (1 << 32) - 1
"""Greatest number of a session."""

_FRESH = Struct(">BIIQB")
_MOST_NAME = 64
_MOST_FIELDS = 256
_MOST_SV = 1 + MOST_UNITS * (17 + 255 * 12)


class Sibling(NamedTuple):
    """A value that stands beside the one a row shows, until somebody decides."""

    row: int  #: place of its row in the block
    unit: int
    origin: int  #: the sender's number of the session that wrote it
    hlc: int
    value: str | None  #: the unit's values as text, as the store keeps them


@dataclass(frozen=True)
class Block:
    """At most 1,000 rows of one record type. All lists but fields, names and columns are by row.

    fields: field numbers, one for each of the columns.
    ids: 16 bytes each. roots: the root of the row's tree, or ``None`` for the row itself.
    scopes: number of the owning office.
    svs: the ``sv`` bytes whole, with sessions by the sender's numbers.
    names: (number, oid) of sessions whose numbers are used for the first time in this file.
    columns: for each field the values as the database keeps them.
    """

    entity: str
    fields: Sequence[int]
    ids: Sequence[bytes]
    roots: Sequence[bytes | None]
    scopes: Sequence[int]
    svs: Sequence[bytes]
    names: Sequence[tuple[int, bytes]]
    siblings: Sequence[Sibling]
    columns: Sequence[Sequence[Value]]

    def halves(self) -> Iterator[Block]:
        """The same rows as two smaller blocks, for rows with so much text that one is too big."""
        middle = len(self.ids) // 2
        for part, names in ((slice(middle), self.names), (slice(middle, None), ())):
            first, end, _ = part.indices(len(self.ids))
            yield replace(
                self,
                ids=self.ids[part],
                roots=self.roots[part],
                scopes=self.scopes[part],
                svs=self.svs[part],
                names=names,
                siblings=[
                    one._replace(row=one.row - first)
                    for one in self.siblings
                    if first <= one.row < end
                ],
                columns=[column[part] for column in self.columns],
            )


def pack_block(block: Block) -> list[Any]:
    """What stands behind the tag of a block in a package."""
    count = len(block.ids)
    assert 0 < count <= MOST_ROWS
    by_row = (block.roots, block.scopes, block.svs, *block.columns)
    assert all(len(values) == count for values in by_row)
    assert len(block.columns) == len(block.fields)
    return [
        block.entity,
        list(block.fields),
        count,
        b"".join(block.ids),
        _pack_roots(block.roots),
        pack_column(block.scopes),
        [list(name) for name in block.names],
        *_pack_versions(block.svs),
        [list(sibling) for sibling in block.siblings],
        [pack_column(column) for column in block.columns],
    ]


def _pack_roots(roots: Sequence[bytes | None]) -> list[bytes]:
    """Each root once, and per row its place among them, counted from 1; 0 is the row itself."""
    places = {root: no for no, root in enumerate(dict.fromkeys(filter(None, roots)), start=1)}
    numbers = [0 if root is None else places[root] for root in roots]
    return [b"".join(places), pack_numbers(numbers)]


def _pack_versions(svs: Sequence[bytes]) -> list[Any]:
    """Rows as they were first written: sessions and clock steps. All others: their bytes whole."""
    fresh = [_fresh(sv) for sv in svs]
    counted = Counter(mask for mask, _, _ in filter(None, fresh))
    mask = max(counted, key=counted.__getitem__, default=0)
    origins: list[int] = []
    hlcs: list[int] = []
    others: list[int] = []
    for place, version in enumerate(fresh):
        if version is not None and version[0] == mask:
            origins.append(version[1])
            hlcs.append(version[2])
        else:  # repeats what stands before it: that takes no room
            others.append(place)
            origins.append(origins[-1] if origins else 0)
            hlcs.append(hlcs[-1] if hlcs else 0)
    steps = [_folded(now - before) for before, now in zip([0, *hlcs], hlcs, strict=False)]
    whole_svs = pack_column([svs[place] for place in others])
    extra = [len(others), pack_numbers(others), whole_svs] if others else []
    return [pack_column(origins), pack_numbers(steps), extra, mask]


def _fresh(sv: bytes) -> tuple[int, int, int] | None:
    """Mask, session and clock number of a row that was written once and never changed."""
    if len(sv) != _FRESH.size or sv[0] != 1:
        return None
    _, mask, origin, hlc, entries = _FRESH.unpack(sv)
    return None if entries or hlc > MOST_HLC else (mask, origin, hlc)


def _folded(step: int) -> int:
    """A step up as an even, a step down as an odd number: small steps give small numbers."""
    return step << 1 if step >= 0 else (-step << 1) - 1


def _unfolded(number: int) -> int:
    return -(number + 1 >> 1) if number & 1 else number >> 1


def unpack_block(parts: Sequence[Any]) -> Block:
    """The block that was packed as these parts. Raises Malformed.

    That the ``sv`` bytes are sound is left to who reads them: it needs their sessions.
    """
    (
        entity,
        fields,
        size,
        ids,
        roots,
        scopes,
        names,
        origins,
        steps,
        extra,
        mask,
        siblings,
        columns,
    ) = row(list(parts), 13)
    count = whole(size, 1, MOST_ROWS)
    numbers = [whole(no, 0, MOST_NUMBER) for no in row(fields)]
    if len({*numbers}) != len(numbers) or len(numbers) > _MOST_FIELDS:
        raise Malformed("too many fields, or one that comes twice")
    return Block(
        letters(entity, _MOST_NAME),
        numbers,
        _cut(octets(ids, ID_SIZE * count)),
        _unpack_roots(roots, count),
        _ints(scopes, count, MOST_NUMBER),
        _unpack_versions(count, origins, steps, extra, whole(mask, 0, MOST_NUMBER)),
        [_name(one) for one in row(names)],
        [_sibling(one, count) for one in row(siblings)],
        [unpack_column(column, count) for column in row(columns, len(numbers))],
    )


def _cut(joined: bytes) -> list[bytes]:
    if len(joined) % ID_SIZE:
        raise Malformed("ids of different sizes")
    return [joined[at : at + ID_SIZE] for at in range(0, len(joined), ID_SIZE)]


def _unpack_roots(packed: Any, count: int) -> list[bytes | None]:
    joined, places = row(packed, 2)
    known: list[bytes | None] = [None, *_cut(octets(joined, most=ID_SIZE * count))]
    try:
        return [known[place] for place in unpack_numbers(places, count)]
    except IndexError:
        raise Malformed("a root that is not told") from None


def _ints(packed: Any, count: int, most: int) -> list[int]:
    """The numbers of a column that holds nothing else."""
    values = unpack_column(packed, count)
    if set(map(type, values)) != {int}:
        raise Malformed("something else than a number")
    numbers = cast("list[int]", values)
    if min(numbers) < 0 or max(numbers) > most:
        raise Malformed("a number out of its range")
    return numbers


def _unpack_versions(count: int, origins: Any, steps: Any, extra: Any, mask: int) -> list[bytes]:
    hlcs = list(accumulate(map(_unfolded, unpack_numbers(steps, count))))
    if min(hlcs) < 0 or max(hlcs) > MOST_HLC:
        raise Malformed("a clock number that can't be kept")
    packed = _FRESH.pack
    sessions = _ints(origins, count, MOST_NUMBER)
    svs = [packed(1, mask, no, hlc, 0) for no, hlc in zip(sessions, hlcs, strict=True)]
    if row(extra):
        size, places, versions = row(extra, 3)
        others = whole(size, 1, count)
        for place, sv in zip(
            unpack_numbers(places, others), unpack_column(versions, others), strict=True
        ):
            svs[whole(place, 0, count - 1)] = octets(sv, most=_MOST_SV)
    return svs


def _name(told: Any) -> tuple[int, bytes]:
    no, oid = row(told, 2)
    return whole(no, 0, MOST_NUMBER), octets(oid, OID_SIZE)


def _sibling(told: Any, count: int) -> Sibling:
    place, unit, origin, hlc, value = row(told, 5)
    return Sibling(
        whole(place, 0, count - 1),
        whole(unit, 0, MOST_UNITS - 1),
        whole(origin, 0, MOST_NUMBER),
        whole(hlc, 0, MOST_HLC),
        None if value is None else letters(value, 1 << 20),
    )
