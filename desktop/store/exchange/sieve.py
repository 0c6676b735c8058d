"""What of a block of rows can be taken in: nothing in a file is believed because it is signed.

A row is taken whole or set aside whole. What one sees at a row alone is looked at here: are its
versions packed in the one right way, are its values and those beside them such that the record can
be read with them, does it stand in a tree that it may stand in, and may whoever wrote it do so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any, NamedTuple, cast

from desktop.store.engine import RawConnection
from desktop.store.exchange.refused_parts import RefusedParts
from desktop.store.exchange.rights import Judge, Rights
from desktop.store.exchange.rows import Rows, Sibling
from desktop.store.exchange.shapes import HOME_UNIT, Shape
from desktop.store.exchange.stored_values import is_marked
from desktop.versions.origins import GENESIS, Dot, Lineage
from desktop.versions.stamp import MOST_UNITS, STUB, check_groups, groups_of, renumbered

_FRESH_BYTES = 18
_MASK, _NO, _HLC, _CONTEXT = slice(1, 5), slice(5, 9), slice(9, 17), 17
_HLC_SIGN = _HLC.start
_NO_UNITS, _NO_TIME = bytes(4), bytes(8)
_MOST_KEPT = 5000
_MOST_SCOPE = (1 << 32) - 1


class Sifted(NamedTuple):
    """A block of which some rows are set aside.

    rows: with values as their columns keep them. svs: versions as this file counts sessions.
    """

    rows: Rows
    svs: list[bytes]
    refused: set[int]


class Sieve:
    """Looks at blocks, one after the other, as they come from one sender."""

    def __init__(
        self,
        connection: RawConnection,
        lineage: Lineage,
        refused: RefusedParts,
        judge: Judge | None,
    ) -> None:
        self._lineage, self._refused = lineage, refused
        self._rights = None if judge is None else Rights(connection, lineage, judge)
        self._names: dict[int, bytes] = {0: lineage[0].oid}
        self._renumbered: dict[bytes, bytes] = {}
        self.numbers: dict[int, int] = {0: 0}
        """This file's numbers of sessions by the sender's."""

    def name_sessions(self, names: Mapping[int, bytes]) -> None:
        """Learn which sessions the sender's numbers stand for. Raises KeyError for an unknown one."""
        for number, oid in names.items():
            if self._names.get(number, oid) != oid:
                # Rows of several files are tried again in one go, and a PC that was restored from a
                # copy counts its sessions anew.
                self._renumbered.clear()
            self.numbers[number] = self._lineage.named(oid).no
            self._names[number] = oid

    def sift(
        self, shape: Shape, block: Rows, known: Mapping[bytes, bytes], purged: Set[int]
    ) -> Sifted:
        """Set aside what can't be taken. known: versions of the rows that are here already.

        purged: places of rows of which nothing may be kept, whatever is wrong with them.
        """
        why: dict[int, str] = {}
        block = self._settled(shape, block, why)
        svs = self._all_here(shape, block, why)
        block = self._settled_beside(shape, block, why)
        if shape.kind is not None and shape.parent_unit is None:
            why.update({at: "root" for at, root in enumerate(block.roots) if root is not None})
        if self._rights is not None:
            self._rights.judge(shape, block, svs, self._beside(block, why), known, why)
        refused = {*why} - purged
        for at in sorted(refused):
            self._refused.row(block, at, why[at], self._names)
        return Sifted(block, svs, refused)

    def _beside(self, block: Rows, why: Mapping[int, str]) -> dict[int, list[Dot]]:
        """The writes that stand beside others, by row: each may come to be shown."""
        found: dict[int, list[Dot]] = {}
        for one in block.siblings:
            if one.at not in why:
                found.setdefault(one.at, []).append(Dot(one.hlc, self.numbers[one.origin]))
        return found

    def refuse(self, block: Rows, why: str, purged: Set[int]) -> None:
        """Set all of a block aside, but nothing of what was purged."""
        for at in sorted({*range(len(block.ids))} - purged):
            self._refused.row(block, at, why, self._names)

    # -- values -----------------------------------------------------------------------

    def _settled(self, shape: Shape, block: Rows, why: dict[int, str]) -> Rows:
        """The block with marks taken off its values; rows with bad ones and doubles are named."""
        columns = list(block.columns)
        for place, no in enumerate(block.fields):
            at_column = shape.by_no.get(no)
            if at_column is None:
                if not 0 <= block.units.get(no, MOST_UNITS) < MOST_UNITS:
                    why.update(dict.fromkeys(range(len(block.ids)), f"field {no}"))
                continue
            column = shape.columns[at_column]
            for at in column.bad_rows(columns[place]):
                try:
                    value = column.settled(columns[place][at])
                except ValueError:
                    why[at] = f"field {no}"
                    continue
                columns[place] = [*columns[place][:at], value, *columns[place][at + 1 :]]
        if len({*block.ids}) < len(block.ids):
            first = {row: at for at, row in reversed([*enumerate(block.ids)])}
            why.update({at: "twice" for at, row in enumerate(block.ids) if first[row] != at})
        return replace(block, columns=columns)

    def _settled_beside(self, shape: Shape, block: Rows, why: dict[int, str]) -> Rows:
        """The block with marks taken off values that stand beside others; bad ones are named."""
        if not block.siblings:
            return block
        settled: list[Sibling] = []
        for one in block.siblings:
            try:
                self._require_beside(block, one)
                settled.append(one._replace(value=_settled_text(shape, one.unit, one.value)))
            except (ValueError, RecursionError):
                why.setdefault(one.at, "beside")
        return replace(block, siblings=settled)

    def _require_beside(self, block: Rows, one: Sibling) -> None:
        """Raise ValueError unless somebody wrote it, and into a unit that shows something else."""
        shown = [group.dot for group in groups_of(block.svs[one.at]) if group.units >> one.unit & 1]
        nobody = one.origin == GENESIS.origin or one.origin not in self.numbers
        if nobody or not shown or shown == [(one.hlc, one.origin)]:
            raise ValueError("nobody wrote it, or it is what is shown")

    # -- versions -----------------------------------------------------------------------

    def _all_here(self, shape: Shape, block: Rows, why: dict[int, str]) -> list[bytes]:
        """The versions of all rows as this file counts; unsound ones are named."""
        found: list[bytes] = []
        whole = shape.mask.to_bytes(4, "big")
        for at, sv in enumerate(block.svs):
            try:
                here = self._here(sv)
                if here[_MASK] != whole or len(here) != _FRESH_BYTES:
                    self._require_written(shape, block, at, here)
                found.append(here)
            except (ValueError, KeyError):
                found.append(STUB)
                why.setdefault(at, "versions")
        return found

    def _here(self, sv: bytes) -> bytes:
        """The same versions with the numbers that sessions have in this file."""
        if len(sv) == _FRESH_BYTES and sv[0] == 1 and not sv[_CONTEXT]:
            if sv[_HLC_SIGN] > 0x7F or sv[_MASK] == _NO_UNITS:
                raise ValueError("a write of nothing, or at no time")
            told = self.numbers[int.from_bytes(sv[_NO], "big")]
            if told == GENESIS.origin and sv[_HLC] != _NO_TIME:
                raise ValueError("what ships with the program was written at no time")
            return sv[:5] + told.to_bytes(4, "big") + sv[9:]
        found = self._renumbered.get(sv)
        if found is None:
            if len(self._renumbered) > _MOST_KEPT:
                self._renumbered.clear()
            found = renumbered(sv, self.numbers)
            check_groups(found)
            if found == STUB:
                raise ValueError("nobody has written it")
            self._renumbered[sv] = found
        return found

    def _require_written(self, shape: Shape, block: Rows, at: int, sv: bytes) -> None:
        """Raise ValueError for a value of a unit that nobody has written."""
        units = 0
        for group in groups_of(sv):
            units |= group.units
        if shape.mask & ~units == 0 and not block.units:
            return
        for no, column in zip(block.fields, block.columns, strict=True):
            place = shape.by_no.get(no)
            unit = block.units[no] if place is None else shape.columns[place].field.unit
            if column[at] is not None and not units >> unit & 1:
                raise ValueError("a value that nobody has written")


def _settled_text(shape: Shape, unit: int, text: str) -> str:
    """What stands beside a unit's value, with sound values. Raises ValueError."""
    told = _by_field(json.loads(text))
    if unit == HOME_UNIT:
        if told.keys() != {"0"} or type(told["0"]) is not int or not 0 < told["0"] <= _MOST_SCOPE:
            raise ValueError("not an office")
        return text
    changed = False
    for name, value in told.items():
        place = shape.by_no.get(int(name))
        if place is None:
            _require_kept(value)
            continue
        if shape.columns[place].field.unit != unit:
            raise ValueError("a field of another unit")
        settled = shape.columns[place].settled_json(value)
        changed |= settled is not value
        told[name] = settled
    return json.dumps(told, ensure_ascii=False) if changed else text


def _by_field(told: Any) -> dict[str, Any]:
    """The values by the numbers of their fields. Raises ValueError for anything else."""
    values = cast("dict[str, Any]", told) if isinstance(told, dict) else {"": None}
    if not all(name.isascii() and name.isdecimal() for name in values):
        raise ValueError("not values by field")
    return values


def _require_kept(value: Any) -> None:
    """Raise ValueError for a value of an unknown field that can't be kept as text."""
    if not is_marked(value):
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
