"""Which contents of attachments rows name, which of them lack here, and what other PCs hold.

A content travels once, with the first file that carries a row which names it, and again whenever
the other side says that it lacks it. So nothing told here has to be right for ever: what was
believed too early is asked for with the next file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, cast

from desktop.fields import Attachment
from desktop.store.engine import RawConnection
from desktop.store.exchange.departures import Reach
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.shapes import Shape, shapes

MOST_WANTED = 4096
"""Contents that one file asks for; the others follow with the next."""
_LINE = re.compile(r"([0-9a-f]{64})/([0-9]{1,15})/")
_AT_ONCE = 500
_EVERY_LINE = 1 << 62


class Content(NamedTuple):
    """A content as rows name it: its BLAKE2b-256 hash, and how many bytes it has."""

    digest: bytes
    size: int


class Named(NamedTuple):
    """A content that a row of a compartment names."""

    comp: int
    content: Content


class Places(NamedTuple):
    """Where a record type names contents: its columns, their numbers, and their units."""

    names: tuple[str, ...]
    numbers: tuple[int, ...]
    units: frozenset[int]


@cache
def places() -> dict[int, Places]:
    """The record types that name contents."""
    found: dict[int, Places] = {}
    for entity, shape in shapes().items():
        fields = [one.field for one in shape.columns if isinstance(one.field.kind, Attachment)]
        if fields:
            found[entity] = Places(
                tuple(field.name for field in fields),
                tuple(field.no for field in fields),
                frozenset(field.unit for field in fields),
            )
    return found


def content_of(line: object) -> Content | None:
    """The content that a stored value names; None for what is no such value."""
    told = _LINE.match(line) if isinstance(line, str) else None
    return None if told is None else Content(bytes.fromhex(told[1]), int(told[2]))


def named_in(rows: Rows) -> set[Content]:
    """The contents that rows on their way name, also in values beside the shown ones."""
    named = places().get(rows.entity)
    if named is None:
        return set()
    lines: list[object] = [
        value
        for no, column in zip(rows.fields, rows.columns, strict=True)
        if no in named.numbers
        for value in {*column}
    ]
    for one in rows.siblings:
        if one.unit in named.units:
            lines += _told(one.value, named)
    return {content for line in lines if (content := content_of(line)) is not None}


def _told(value: str | None, named: Places) -> Iterator[object]:
    try:
        told: Any = json.loads(value or "{}")
    except ValueError:  # of a value that came; whether it is one is judged elsewhere
        return
    if isinstance(told, dict):
        yield from (cast("dict[str, object]", told).get(str(no)) for no in named.numbers)


class Contents:
    """What this file knows of contents, in the transaction of an export or an import."""

    def __init__(self, connection: RawConnection) -> None:
        self._connection = connection

    # -- what rows name ---------------------------------------------------------------

    def named(self, reach: Reach) -> set[Named]:
        """What the rows that go over a channel name, also beside shown values."""
        return self._named(reach)

    def _among(self, asked: Collection[bytes], reach: Reach) -> set[Named]:
        """Those contents that rows of a channel name."""
        names = [digest.hex() for digest in asked]
        found: set[Named] = set()
        for at in range(0, len(names), _AT_ONCE):
            found |= self._named(reach, names[at : at + _AT_ONCE])
        return {one for one in found if one.content.digest in asked}

    def _named(self, reach: Reach, only: Sequence[str] = ()) -> set[Named]:
        """What rows name. only: hashes to look for; rows beside shown values are read whole."""
        found: set[Named] = set()
        marks = ", ".join("?" * len(only))
        for shape, named in _shapes():
            condition, values = reach.condition(shape.table)
            for name in named.names:
                wanted = f'substr("{name}", 1, 64) IN ({marks}) AND ' if only else ""
                sql = (
                    f'SELECT DISTINCT "{name}", comp FROM {shape.table}'
                    f' WHERE "{name}" IS NOT NULL AND {wanted}{condition}'
                )
                found |= _known(self._connection.execute(sql, [*only, *values]))
            units = ", ".join(map(str, sorted(named.units)))
            sql = (
                f"SELECT val, comp FROM sync_sib JOIN {shape.table} ON id = row"
                f" WHERE ent = ? AND unit IN ({units}) AND {condition}"
            )
            rows = self._connection.execute(sql, [shape.entity, *values])
            found |= _known((line, comp) for value, comp in rows for line in _told(value, named))
        return found

    # -- what lacks here --------------------------------------------------------------

    def note(self, named: Iterable[Content], here: Collection[bytes], device: bytes) -> None:
        """Note what the rows of a PC's file name. here: those of them whose content is here."""
        self._connection.executemany(
            "INSERT INTO sync_blob (hash, size, have, device) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (hash) DO UPDATE SET have = excluded.have, device = excluded.device"
            " WHERE have <> excluded.have OR (have = 0 AND device IS NULL)",
            [(one.digest, one.size, one.digest in here, device) for one in named],
        )

    def lacking(self, digests: Iterable[bytes]) -> set[bytes]:
        """Those contents of which it is known that they lack here, or are damaged."""
        asked = "SELECT 1 FROM sync_blob WHERE hash = ? AND have = 0"
        return {one for one in digests if self._connection.execute(asked, (one,)).fetchone()}

    def awaited_from(self, devices: Iterable[bytes]) -> int:
        """How many contents have not come that rows of these PCs named."""
        asked = "SELECT count(*) FROM sync_blob WHERE have = 0 AND device = ?"
        return sum(self._connection.execute(asked, (one,)).fetchone()[0] for one in devices)

    def note_here(self, digests: Iterable[bytes]) -> None:
        """Note that contents which lacked are here."""
        self._connection.executemany(
            "UPDATE sync_blob SET have = 1 WHERE hash = ?", [(digest,) for digest in digests]
        )

    def awaited(self) -> set[bytes]:
        """The contents that rows of other PCs named, and that have not come."""
        sql = "SELECT hash FROM sync_blob WHERE have = 0 AND device IS NOT NULL"
        return {bytes(row[0]) for row in self._connection.execute(sql)}

    def note_lost(self, named: Iterable[Content]) -> None:
        """Note contents that are not here any more, to ask for them."""
        self._connection.executemany(
            "INSERT INTO sync_blob (hash, size, have, device) VALUES (?, ?, 0, NULL)"
            " ON CONFLICT (hash) DO UPDATE SET have = 0",
            [(one.digest, one.size) for one in named],
        )

    def lacking_from(self, digest: bytes) -> bytes | None:
        """The PC whose file named a content that has not come; None if it came, or was lost here."""
        sql = "SELECT device FROM sync_blob WHERE hash = ? AND have = 0 AND device IS NOT NULL"
        found = self._connection.execute(sql, (digest,)).fetchone()
        return None if found is None else bytes(found[0])

    def to_ask(self, reach: Reach) -> list[bytes]:
        """What to ask an office for: what lacks here of the rows that it sees as well."""
        rows = self._connection.execute("SELECT hash FROM sync_blob WHERE have = 0")
        asked = {bytes(row[0]) for row in rows}
        found = {one.content.digest for one in self._among(asked, reach)} if asked else set[bytes]()
        return sorted(found)[:MOST_WANTED]

    def unnamed(self, digests: Collection[bytes]) -> set[bytes]:
        """Those contents that no row names."""
        every = Reach(-1, _EVERY_LINE, None, 0)
        return {*digests} - {one.content.digest for one in self._among(digests, every)}

    # -- what other PCs hold ----------------------------------------------------------

    def asked_for(self, devices: Sequence[bytes], reach: Reach) -> set[Named]:
        """What one of these PCs lacked when its last file was written, if it may see it at all."""
        marks = ", ".join("?" * len(devices))
        sql = f"SELECT DISTINCT hash FROM sync_blob_peer WHERE wanted = 1 AND device IN ({marks})"
        asked = {bytes(row[0]) for row in self._connection.execute(sql, [*devices])}
        return self._among(asked, reach) if asked else set()

    def is_held(self, digest: bytes, device: bytes, acked: int) -> bool:
        """Whether a PC is known to hold a content. acked: up to where it holds our log."""
        sql = (
            "SELECT 1 FROM sync_blob_peer WHERE hash = ? AND device = ? AND wanted = 0 AND seq <= ?"
        )
        return self._connection.execute(sql, (digest, device, acked)).fetchone() is not None

    def note_sent(self, digests: Iterable[bytes], device: bytes, seq: int) -> None:
        """Note that a file carried contents to a PC. seq: where the file ends in our log."""
        # What the PC asked for stays asked for: the file may get lost.
        self._connection.executemany(
            "INSERT INTO sync_blob_peer (hash, device, seq, wanted) VALUES (?, ?, ?, 0)"
            " ON CONFLICT (hash, device) DO UPDATE SET seq = max(seq, excluded.seq)",
            [(digest, device, seq) for digest in digests],
        )

    def note_held(self, digests: Iterable[bytes], device: bytes) -> None:
        """Note that contents came from a PC."""
        self._connection.executemany(
            "INSERT INTO sync_blob_peer (hash, device, seq, wanted) VALUES (?, ?, 0, 0)"
            " ON CONFLICT (hash, device) DO UPDATE SET seq = 0, wanted = 0",
            [(digest, device) for digest in digests],
        )

    def has_asked(self, device: bytes) -> bool:
        """Whether a PC said that it lacks something."""
        sql = "SELECT 1 FROM sync_blob_peer WHERE device = ? AND wanted = 1 LIMIT 1"
        return self._connection.execute(sql, (device,)).fetchone() is not None

    def hear_wanted(self, device: bytes, wanted: Iterable[bytes]) -> None:
        """Believe what a PC says it lacks, in place of what it said before."""
        sql = "UPDATE sync_blob_peer SET wanted = 0 WHERE device = ? AND wanted = 1"
        self._connection.execute(sql, (device,))
        self._connection.executemany(
            "INSERT INTO sync_blob_peer (hash, device, seq, wanted) VALUES (?, ?, 0, 1)"
            " ON CONFLICT (hash, device) DO UPDATE SET wanted = 1",
            [(digest, device) for digest in wanted],
        )


def _shapes() -> Iterator[tuple[Shape, Places]]:
    known = shapes()
    return ((known[entity], named) for entity, named in places().items())


def _known(lines: Iterable[tuple[object, int]]) -> set[Named]:
    return {Named(comp, found) for line, comp in lines if (found := content_of(line)) is not None}
