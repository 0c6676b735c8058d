"""The check-up between two offices (đối soát): do both hold the same, and if not, repair by merging.

Both add up what they should both hold, in buckets. Where sums differ, each sends the rows of that
bucket once more; whatever one of them lacks is joined where it arrives, and nobody's word is
written over. Rows that changed since the last exchange differ rightly; to send them is no harm.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.operations.exchange_keys import held_roster, own_keys, own_scope
from desktop.operations.exchange_rights import SHARED_BY_ALL, channel
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store.engine import raw_connection
from desktop.store.exchange.digests import (
    BUCKETS,
    NOTHING,
    Bucket,
    Digests,
    Extent,
    Held,
    read_digests,
)
from desktop.store.exchange.resend import KIND, send_rows_again
from desktop.store.exchange.shapes import MOST_ENTITY, Shapes
from desktop.store.timeline import Timeline
from desktop.sync.shapes import octets, row, whole

if TYPE_CHECKING:
    import sqlalchemy as sa

    from desktop.versions.origins import Lineage

_SUM, _MOST_ROWS, _MOST_COMPARTMENT = 16, 1 << 40, 255
_SHORT, _GROUP = 4, 4


@dataclass(frozen=True)
class HeldRows:
    """What an office holds of all that it should hold in common with another one.

    compartments: those that its PC exchanges with the other one; it says nothing of others.
    """

    compartments: frozenset[int]
    digests: Digests

    def counts(self) -> Mapping[int, int]:
        """Rows by record type."""
        found: Counter[int] = Counter()
        for bucket, held in self.digests.items():
            found[bucket.entity] += held.rows
        return dict(sorted(found.items()))

    def rows(self, compartments: Collection[int]) -> int:
        """How many rows in these compartments."""
        return sum(
            held.rows for bucket, held in self.digests.items() if bucket.comp in compartments
        )

    def codes(self) -> Mapping[int, str]:
        """For each compartment 8 signs to be compared over the phone: equal if what is held is."""
        found: dict[int, str] = {}
        for comp in sorted(self.compartments):
            listed = [(*b[1:], *held) for b, held in sorted(self.digests.items()) if b.comp == comp]
            signs = hashlib.blake2b(repr(listed).encode(), digest_size=_SHORT).hexdigest().upper()
            found[comp] = f"{signs[:_GROUP]}-{signs[_GROUP:]}"
        return found


@dataclass(frozen=True)
class Difference:
    """A bucket that two offices hold otherwise; ours and theirs are numbers of rows."""

    bucket: Bucket
    ours: int
    theirs: int


def held_in_common(office: Office, other: int) -> HeldRows:
    """Add up what this office holds of what it and another one should both hold.

    other: number of the office. Both add up the same rows: those of the lower one, what is shown to
    it, and what all share, in the compartments that both may read. Raises NotEnrolled, Untrusted.
    """
    office.require(Permission.EXCHANGE)
    with _reading(office) as connection:
        lineage = Timeline(connection, office.store.clock).lineage
        extent, declared = common_extent(connection, other), office.store.declared
        return read_held(connection, lineage, extent, declared)


def read_held(
    connection: sa.Connection, lineage: Lineage, extent: Extent, declared: Shapes | None = None
) -> HeldRows:
    """Add up what a file holds of these rows. declared: the record types that the program knows."""
    raw = raw_connection(connection)
    return HeldRows(extent.compartments, read_digests(raw, lineage, extent, declared))


def compare(office: Office, other: int, theirs: HeldRows) -> list[Difference]:
    """The buckets that another office holds otherwise than this one.

    theirs: what that office has added up. Only compartments that both exchange are compared.
    Raises NotEnrolled, Untrusted.
    """
    return differing(held_in_common(office, other), theirs)


def differing(ours: HeldRows, theirs: HeldRows) -> list[Difference]:
    """The buckets that two hold otherwise, in the compartments that both exchange."""
    both = ours.compartments & theirs.compartments
    found: list[Difference] = []
    for bucket in sorted({*ours.digests, *theirs.digests}):
        here = ours.digests.get(bucket, NOTHING)
        there = theirs.digests.get(bucket, NOTHING)
        if bucket.comp in both and here != there:
            found.append(Difference(bucket, here.rows, there.rows))
    return found


def send_again(office: Office, other: int, differences: Iterable[Difference]) -> int:
    """Let all rows of differing buckets go out whole with the next file; returns how many.

    Raises NotEnrolled, Untrusted, DiskTrouble.
    """
    office.require(Permission.EXCHANGE)
    with _reading(office) as connection:
        extent = common_extent(connection, other)
    with office.writing(KIND) as session:
        buckets = [one.bucket for one in differences]
        return send_rows_again(session, extent, buckets, office.store.declared)


def tell_held(held: HeldRows, compartment: int) -> list[list[object]]:
    """What is held of a compartment, as a fact of a package carries it.

    First a row that says that this compartment is told of, then one for each bucket; nothing if the
    two offices do not exchange it.
    """
    if compartment not in held.compartments:
        return []
    rows: list[list[object]] = [[compartment]]
    told = sorted(held.digests.items())
    return rows + [[*bucket, *one] for bucket, one in told if bucket.comp == compartment]


def hear_held(rows: Sequence[Any]) -> HeldRows:
    """What ``tell_held`` has put down; of record types of a newer program, too.

    Whoever does not know them holds them all the same, if they ever came. Raises Malformed.
    """
    compartments: set[int] = set()
    found: dict[Bucket, Held] = {}
    for one in rows:
        parts = row(one)
        compartment = whole(parts[0] if parts else None, 0, _MOST_COMPARTMENT)
        if len(parts) == 1:
            compartments.add(compartment)
            continue
        _, entity, number, count, total = row(one, 5)
        entity = whole(entity, 1, MOST_ENTITY)
        bucket = Bucket(compartment, entity, whole(number, 0, BUCKETS - 1))
        found[bucket] = Held(whole(count, 1, _MOST_ROWS), octets(total, _SUM))
    return HeldRows(frozenset(compartments), found)


def common_extent(connection: sa.Connection, other: int) -> Extent:
    """What this office and another one should both hold; the same whichever of the two asks."""
    device, roster = own_keys(connection).device, held_roster(connection)
    own = own_scope(connection)
    way = channel(roster, own, other, device)
    if own == other or roster.is_above(own, other):
        return Extent(way.scopes, other, way.compartments)
    if roster.is_above(other, own):
        back = channel(roster, other, own, device)
        return Extent(back.scopes, own, way.compartments)
    return Extent(frozenset({SHARED_BY_ALL}), SHARED_BY_ALL, way.compartments)


@contextmanager
def _reading(office: Office) -> Generator[sa.Connection]:
    """One state of the file, in which this PC has its keys."""
    with office.store.connection(write=True) as connection:
        own_keys(connection)
    with office.store.connection() as connection:
        yield connection
