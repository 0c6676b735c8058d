"""What came in a file and was not taken: kept as it came, so that it can be looked at and retried.

Its sender has done with it, since the file it came in was taken. So what is kept must be enough by
itself: a row is kept as one that was left out, but counts sessions as its sender does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, cast

from desktop.store.engine import RawConnection
from desktop.store.exchange.left_out import LEFT, TAKEN, LeftRow, told_row
from desktop.store.exchange.rows import Rows
from desktop.versions.stamp import groups_of

FACT = 0
"""Stands for the record type of what is no record."""
REVOKED = "revoked"
"""Why a part was refused: its sender was struck from the exchange before it wrote the file."""
NOBODY = bytes(16)
"""Stands for the package until it is known."""
_ID = 16
_MOST_RAW = 1 << 20
"""Bytes of one row that are kept: no record of any version is longer."""
_ADD = (
    "INSERT INTO sync_refused (pkg, ent, row, why, raw) SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS"
    " (SELECT 1 FROM sync_refused WHERE ent = ? AND row = ? AND why = ? AND raw IS ?)"
)
_ADD_ANYHOW = "INSERT INTO sync_refused (pkg, ent, row, why, raw) VALUES (?, ?, ?, ?, ?)"


@dataclass
class RefusedParts:
    """Sets rows and facts aside, in the transaction of an import."""

    connection: RawConnection
    schema: int = 0
    """The version of the sender's declarations."""
    found: list[tuple[int, bytes, str]] = field(default_factory=list[tuple[int, bytes, str]])
    """Record type, id and why of what was set aside."""
    again: bool = False
    """What is refused now stands on a line of its own already, and only has to be named."""
    size: int = 0
    """Bytes that are kept of what was refused."""

    def row(self, block: Rows, at: int, why: str, names: Mapping[int, bytes]) -> None:
        """Set one row of a block aside. names: sessions by the sender's numbers."""
        beside = [list(one)[1:] for one in block.siblings if one.at == at]
        known = {no: names[no] for no in sorted(_sessions(block, at)) if no in names}
        told = told_row(block, at, block.svs[at], beside, known)
        self.found.append((block.entity, block.ids[at], why))
        self._keep(block.entity, block.ids[at], why, {**told, "n": self.schema})

    def fact(self, kind: str, row: Any, why: str) -> None:
        """Set a fact, or anything else that is no row, aside."""
        self.found.append((FACT, _named(row), why))
        self.keep_fact(kind, row, why)

    def keep_fact(self, kind: str, row: Any, why: str) -> None:
        """Keep a fact that whoever was to take it has set aside already."""
        self._keep(FACT, _named(row), why, {"kind": kind, "row": _told(row), "n": self.schema})

    def name_package(self, package: bytes) -> None:
        """Say of all that was set aside just now which package it came with."""
        if self.found:
            sql = "UPDATE sync_refused SET pkg = ? WHERE pkg = ?"
            self.connection.execute(sql, (package, NOBODY))

    def _keep(self, entity: int, row: bytes, why: str, told: dict[str, Any]) -> None:
        if self.again:
            return
        whole = json.dumps(told).encode()
        raw = whole if len(whole) <= _MOST_RAW else None
        self.size += len(raw or b"")
        if why == REVOKED:
            # The same may stand in two files of which, by a later cut, only one counts.
            self.connection.execute(_ADD_ANYHOW, (NOBODY, entity, row, why, raw))
            return
        self.connection.execute(_ADD, (NOBODY, entity, row, why, raw, entity, row, why, raw))


def count_of_struck(connection: RawConnection, device: bytes) -> tuple[int, int]:
    """How many parts of a PC are kept because it was struck, and their bytes."""
    sql = (
        "SELECT count(*), coalesce(sum(length(raw)), 0) FROM sync_refused WHERE why = ?"
        " AND pkg IN (SELECT pkg FROM sync_pkg WHERE device = ?)"
    )
    ((count, size),) = connection.execute(sql, (REVOKED, device)).fetchall()
    return count, size


def forget_struck(connection: RawConnection, package: bytes) -> None:
    """Drop what was kept of a package that was set aside whole: it comes again."""
    connection.execute("DELETE FROM sync_refused WHERE pkg = ? AND why = ?", (package, REVOKED))


def parts_refused(connection: RawConnection) -> list[LeftRow]:
    """What was refused and is kept so that it can be tried again, in the order in which it came."""
    sql = (
        "SELECT no, pkg, ent, row, why, raw FROM sync_refused"
        " WHERE why NOT IN (?, ?) AND raw IS NOT NULL ORDER BY no"
    )
    return [LeftRow(*one) for one in connection.execute(sql, (LEFT, TAKEN)).fetchall()]


def note_why(connection: RawConnection, line: int, why: str) -> None:
    """Write down why a part was refused when it was tried again."""
    connection.execute("UPDATE sync_refused SET why = ? WHERE no = ?", (why, line))


def fact_again(raw: bytes) -> tuple[str, Any]:
    """A fact that was set aside: its kind and its row."""
    told = json.loads(raw)
    return told["kind"], _plain(told["row"])


def _named(row: Any) -> bytes:
    """The record that a fact speaks of first, or a digest of it if it speaks of none."""
    parts = cast("list[Any]", row) if isinstance(row, list) else []
    named = next((one for one in parts if type(one) is bytes and len(one) == _ID), None)
    # Lines are found again by this name: thousands with the same one would be compared each to each.
    return named or blake2b(json.dumps(_told(row)).encode(), digest_size=_ID).digest()


def _sessions(block: Rows, at: int) -> set[int]:
    """The sessions that a row speaks of, as far as that can be read."""
    found = {one.origin for one in block.siblings if one.at == at}
    try:
        groups = groups_of(block.svs[at])
    except ValueError:
        return found
    return found.union(*({group.dot.origin, *group.context} for group in groups))


def _told(value: Any) -> Any:
    """Anything that a package can hold, as JSON can."""
    if isinstance(value, bytes):
        return {"x": value.hex()}
    if isinstance(value, list | tuple):
        return [_told(one) for one in cast("Iterable[Any]", value)]
    if isinstance(value, dict):
        told = cast("Mapping[Any, Any]", value)
        return {"m": [[_told(key), _told(one)] for key, one in told.items()]}
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in cast("list[Any]", value)]
    if isinstance(value, dict):
        told = cast("dict[str, Any]", value)
        if "x" in told:
            return bytes.fromhex(told["x"])
        return {_plain(key): _plain(one) for key, one in told["m"]}
    return value
