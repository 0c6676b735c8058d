"""Rows of other offices that nobody wanted with the rest of their file: kept whole for later.

What is acknowledged to the sender is never lost by that: the row lies here as it came, with its
versions, and joining it later gives the same as joining it at once would have given.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from desktop.store.engine import RawConnection
from desktop.store.exchange.rows import Rows, Sibling
from desktop.store.exchange.stored_values import packed, plain
from desktop.versions.origins import Lineage
from desktop.versions.stamp import read_sv

LEFT = "left"
"""Why a row was set aside: the clerk did not want it with the rest of its file."""
TAKEN = "taken"
"""Not set aside any more: an import of its own took it in, and may be taken back."""
_FROM, _WHY, _SCHEMA = "p", "w", "n"


@dataclass(frozen=True)
class LeftRow:
    """A row that was set aside. no: its line. package: of the import that brought it, or took it."""

    no: int
    package: bytes
    entity: int
    row: bytes
    why: str
    raw: bytes

    @property
    def rows(self) -> Rows:
        """The row as a block of its own, its sessions named."""
        return unpacked(self.raw, self.entity, self.row)

    @property
    def schema(self) -> int:
        """The version of the declarations that wrote it, for what was refused."""
        return int(_told(self.raw).get(_SCHEMA, 0))


def packed_row(
    block: Rows, at: int, sv: bytes, numbers: Mapping[int, int], lineage: Lineage
) -> bytes:
    """A row of a block as it is kept, with everything that it needs to be understood.

    sv, numbers: its versions, and the sender's numbers of sessions, as this file counts sessions.
    """
    mine = [one for one in block.siblings if one.at == at]
    beside = [[one.unit, numbers[one.origin], one.hlc, one.value] for one in mine]
    origins = {numbers[one.origin] for one in mine}
    for version in read_sv(sv).values():
        origins |= {version.dot.origin, *version.context}
    told = told_row(block, at, sv, beside, {no: lineage[no].oid for no in sorted(origins)})
    return json.dumps(told, ensure_ascii=False).encode()


def told_row(
    block: Rows, at: int, sv: bytes, beside: Iterable[Collection[Any]], names: Mapping[int, bytes]
) -> dict[str, Any]:
    """A row of a block in the one form in which rows are kept that were not taken.

    beside: unit, session, time and value of what stands beside it. names: its sessions; they may
    be numbered as here or as by the sender.
    """
    root = block.roots[at]
    return {
        "f": list(block.fields),
        "r": None if root is None else root.hex(),
        "s": block.scopes[at],
        "c": block.comp,
        "sv": sv.hex(),
        "v": [packed(column[at]) for column in block.columns],
        "b": list(beside),
        "o": {no: oid.hex() for no, oid in names.items()},
        "u": dict(block.units),
    }


def unpacked(raw: bytes, entity: int, row: bytes) -> Rows:
    """What ``packed_row`` kept, as a block of one row."""
    told = _told(raw)
    return Rows(
        entity,
        told["f"],
        [row],
        [None if told["r"] is None else bytes.fromhex(told["r"])],
        [told["s"]],
        told["c"],
        [bytes.fromhex(told["sv"])],
        [[plain(value)] for value in told["v"]],
        [Sibling(0, *one) for one in told["b"]],
        {int(no): bytes.fromhex(oid) for no, oid in told["o"].items()},
        {int(no): unit for no, unit in told["u"].items()},
    )


def keep_left(
    connection: RawConnection, package: bytes, rows: Iterable[tuple[int, bytes, str, bytes]]
) -> None:
    """Keep rows of a package: record type, id, why, and the row itself."""
    connection.executemany(
        "INSERT INTO sync_refused (pkg, ent, row, why, raw) VALUES (?, ?, ?, ?, ?)",
        [(package, *one) for one in rows],
    )


def rows_left(connection: RawConnection, why: str = LEFT) -> list[LeftRow]:
    """The rows that were set aside for this reason, in the order in which they came."""
    sql = "SELECT no, pkg, ent, row, why, raw FROM sync_refused WHERE why = ? ORDER BY no"
    found = connection.execute(sql, (why,)).fetchall()
    return [LeftRow(*one) for one in found if one[-1] is not None]


def note_taken(connection: RawConnection, rows: Iterable[LeftRow], package: bytes) -> None:
    """Let these rows be no longer set aside: the import of this package takes them in."""
    connection.executemany(
        "UPDATE sync_refused SET why = ?, pkg = ?, raw = ? WHERE no = ?",
        [(TAKEN, package, _marked(one), one.no) for one in rows],
    )


def forget_package(connection: RawConnection, package: bytes) -> None:
    """An import is taken back: what it set aside comes again, what it took in is aside again."""
    connection.execute("DELETE FROM sync_refused WHERE pkg = ? AND why <> ?", (package, TAKEN))
    taken = [one for one in rows_left(connection, TAKEN) if one.package == package]
    again = [(one.no, _told(one.raw)) for one in taken]
    connection.executemany(
        "UPDATE sync_refused SET why = ?, pkg = ? WHERE no = ?",
        [(told.get(_WHY, LEFT), bytes.fromhex(told[_FROM]), no) for no, told in again],
    )


def forget_rows(connection: RawConnection, rows: Collection[int]) -> None:
    """Drop lines that say nothing any more."""
    connection.executemany("DELETE FROM sync_refused WHERE no = ?", [(no,) for no in rows])


def forget_tree(connection: RawConnection, root: bytes) -> None:
    """Let nothing be left of a tree that was purged."""
    sql = "SELECT no, row, raw FROM sync_refused WHERE raw IS NOT NULL OR row = ?"
    gone = [
        (no,)
        for no, row, raw in connection.execute(sql, (root,)).fetchall()
        if row == root or (raw is not None and _root_of(raw) == root.hex())
    ]
    connection.executemany("DELETE FROM sync_refused WHERE no = ?", gone)


def _told(raw: bytes) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(raw))


def _marked(one: LeftRow) -> bytes:
    """The row with a note of the package that brought it, and of why it was set aside."""
    told = {**_told(one.raw), _FROM: one.package.hex(), _WHY: one.why}
    return json.dumps(told).encode()


def _root_of(raw: bytes) -> str | None:
    return _told(raw).get("r")
