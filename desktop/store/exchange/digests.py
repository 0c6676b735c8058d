"""What a file holds, in so few bytes that two offices can compare it: sums over buckets of ids.

Rows of a bucket have ids with the same last byte, which is a random one. A bucket's sum is that of
the hashes of its rows, so that it doesn't matter in which order they are read. A hash covers the
row's id and its versions, with sessions by the names that they have everywhere.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from desktop.store.engine import RawConnection
from desktop.store.exchange.shapes import Shape, Shapes
from desktop.store.exchange.unknown import known_shapes
from desktop.versions.origins import Dot, Lineage
from desktop.versions.stamp import mask_of, read_sv

BUCKETS = 256
_SUM = 16
_MOST = 1 << 8 * _SUM
_VERSIONS_KEPT = 10_000


class Bucket(NamedTuple):
    """Which rows: of a compartment, of a record type, with this last byte of the id."""

    comp: int
    entity: int
    number: int


class Held(NamedTuple):
    """What somebody holds of a bucket: how many rows, and the sum of their hashes."""

    rows: int
    total: bytes


NOTHING = Held(0, bytes(_SUM))
Digests = Mapping[Bucket, Held]
"""Buckets that hold something."""


class Extent(NamedTuple):
    """The rows that two offices should both hold.

    scopes: whose rows these are; None for everybody's, between PCs of one office.
    office: to whom other trees may be shown besides.
    """

    scopes: frozenset[int] | None
    office: int
    compartments: frozenset[int]

    def condition(self) -> tuple[str, list[Any]]:
        """The rows as SQL with its values; what ships with the program never travels."""
        marks = ", ".join("?" * len(self.compartments))
        sql = f"stub = 0 AND sq > 0 AND comp IN ({marks})"
        values: list[Any] = sorted(self.compartments)
        if self.scopes is not None:
            marks = ", ".join("?" * len(self.scopes))
            shared = "SELECT root FROM sync_share WHERE office = ? AND closed = 0"
            sql += f" AND (scope IN ({marks}) OR coalesce(root, id) IN ({shared}))"
            values += [*sorted(self.scopes), self.office]
        return sql, values


def read_digests(
    connection: RawConnection, lineage: Lineage, extent: Extent, declared: Shapes | None = None
) -> Digests:
    """What this file holds of what both should hold, of unknown record types too.

    declared: the record types that the program knows. What a row is called and how its versions are
    packed does not depend on whether the program knows its fields, so that both add up the same.
    """
    sums: dict[Bucket, tuple[int, int]] = {}
    versions = _Versions(lineage)
    condition, values = extent.condition()
    for shape in known_shapes(connection, declared).values():
        beside = _siblings(connection, shape)
        sql = f"SELECT id, comp, sv FROM {shape.table} WHERE {condition}"
        for row, comp, sv in connection.execute(sql, values):
            told = row + versions.everywhere(sv) + versions.beside(beside.get(row, ()))
            hashed = hashlib.blake2b(told, digest_size=_SUM).digest()
            bucket = Bucket(comp, shape.entity, row[-1])
            count, total = sums.get(bucket, (0, 0))
            sums[bucket] = (count + 1, total + int.from_bytes(hashed, "big"))
    return {
        bucket: Held(count, (total % _MOST).to_bytes(_SUM, "big"))
        for bucket, (count, total) in sums.items()
    }


def _siblings(connection: RawConnection, shape: Shape) -> dict[bytes, list[tuple[int, Dot]]]:
    """The values that stand beside the shown ones: units and writes, by row."""
    found: dict[bytes, list[tuple[int, Dot]]] = {}
    sql = "SELECT row, unit, hlc, origin_no FROM sync_sib WHERE ent = ?"
    for row, unit, hlc, origin in connection.execute(sql, (shape.entity,)):
        found.setdefault(row, []).append((unit, Dot(hlc, origin)))
    return found


class _Versions:
    """Versions as bytes that are the same in every file."""

    def __init__(self, lineage: Lineage) -> None:
        self._lineage = lineage
        # One import writes many rows that say the same.
        self.everywhere = functools.lru_cache(_VERSIONS_KEPT)(self._everywhere)

    def _everywhere(self, sv: bytes) -> bytes:
        groups: dict[bytes, list[int]] = {}
        for unit, version in read_sv(sv).items():
            entries = sorted(self._named(Dot(hlc, no)) for no, hlc in version.context.items())
            told = self._named(version.dot) + len(entries).to_bytes(2, "big") + b"".join(entries)
            groups.setdefault(told, []).append(unit)
        listed = sorted((mask_of(units), told) for told, units in groups.items())
        return b"".join(mask.to_bytes(4, "big") + told for mask, told in listed)

    def beside(self, siblings: Iterable[tuple[int, Dot]]) -> bytes:
        """The writes that stand beside."""
        return b"".join(sorted(bytes((unit,)) + self._named(dot) for unit, dot in siblings))

    def _named(self, dot: Dot) -> bytes:
        return self._lineage[dot.origin].oid + dot.hlc.to_bytes(8, "big")
