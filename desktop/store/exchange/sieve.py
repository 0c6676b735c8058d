"""What of a block of rows can be taken in: nothing in a file is believed because it is signed.

A row is taken whole or set aside whole. What one sees at a row alone is looked at here: are its
versions packed in the one right way, are its values and those beside them such that the record can
be read with them, does it stand in a tree that it may stand in, and may whoever wrote it do so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any, NamedTuple, cast

from desktop.store.engine import RawConnection
from desktop.store.exchange.endings import Ended
from desktop.store.exchange.refused_parts import RefusedParts
from desktop.store.exchange.relayed_parts import RELAYED
from desktop.store.exchange.rows import Rows, Sibling
from desktop.store.exchange.shapes import HOME_UNIT, Shape
from desktop.store.exchange.stored_values import is_marked
from desktop.versions.origins import GENESIS, Dot, Lineage
from desktop.versions.stamp import MOST_UNITS, STUB, check_groups, groups_of, renumbered

_FRESH_BYTES = 18
_MASK, _NO, _HLC_SIGN, _CONTEXT = slice(1, 5), slice(5, 9), 9, 17
_NO_UNITS = bytes(4)
_MOST_KEPT = 5000
_MOST_SCOPE = (1 << 32) - 1


class Judge(NamedTuple):
    """Who may have written what.

    always: whether a PC may write any row of an office, in trees that the sender has not left.
    in_tree: whether it may write in a tree of that office. left: trees that the sender's office had
    and has no more. relayed: whether a write that does not count would, if
    the sender were believed to carry what others wrote. shared: the trees that are, with the offices that see
    or saw them; a file that is taken in adds to them. granted: whether the authority has signed that
    a record is to be purged: its id, reason, number of the paper, signature. ended: trees of which
    an office had to leave, with the writes at which it learnt of it, and a file adds to them; None
    where that is not asked.
    """

    always: Callable[[bytes, int], bool]
    in_tree: Callable[[bytes, bytes, int], bool]
    relayed: Callable[[bytes, bytes, int], bool]
    left: Set[bytes]
    shared: set[tuple[bytes, int]]
    granted: Callable[[bytes, str, str, bytes], bool]
    ended: Ended | None

    @property
    def believes_relays(self) -> bool:
        """Whether the sender is believed whatever it carries: an office above, or a PC of ours."""
        return self.ended is None


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
        self._connection, self._lineage, self._judge = connection, lineage, judge
        self._refused = refused
        self._judged: dict[tuple[int, int], bool] = {}
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
        self._judge_rows(shape, block, svs, known, why)
        refused = {*why} - purged
        for at in sorted(refused):
            self._refused.row(block, at, why[at], self._names)
        return Sifted(block, svs, refused)

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
        if one.origin not in self.numbers or not shown or shown == [(one.hlc, one.origin)]:
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

    # -- rights -------------------------------------------------------------------------

    def _judge_rows(
        self,
        shape: Shape,
        block: Rows,
        svs: Sequence[bytes],
        known: Mapping[bytes, bytes],
        why: dict[int, str],
    ) -> None:
        """Name rows with writes, unknown here, of a PC that may not have made them."""
        if shape.kind is not None and shape.parent_unit is None:
            why.update({at: "root" for at, root in enumerate(block.roots) if root is not None})
        if self._judge is None:
            return
        homes, beside = self._homes(shape, block), self._written_beside(block, why)
        for at, sv in enumerate(svs):
            row, root, aside = block.ids[at], block.roots[at], beside.get(at, ())
            home = block.scopes[at] if root is None else homes.get(root, block.scopes[at])
            scopes, tree = {block.scopes[at], home}, root or row
            ended = self._judge.ended.get(tree, ()) if self._judge.ended else ()
            here = len(scopes) == 1 and tree not in self._judge.left
            if not ended and here and self._are_always(sv, aside, home):
                continue
            if at in why or (known.get(row) == sv and not aside):
                continue
            before = {group.version for group in groups_of(known.get(row, STUB))}
            dots = {one.dot for one in groups_of(sv) if one.version not in before} | {*aside}
            if any(self._knew(dot, end) for dot in dots for end in ended):
                why[at] = "ended"
            else:
                self._judge_dots(at, dots, tree, scopes, why)

    def _judge_dots(
        self, at: int, dots: Set[Dot], tree: bytes, scopes: Set[int], why: dict[int, str]
    ) -> None:
        """Name a row if one of its writes does not count."""
        assert self._judge is not None
        bad = {
            (origin, scope)
            for origin in {dot.origin for dot in dots}
            for scope in scopes
            if not self._may(origin, tree, scope)
        }
        if not bad:
            return
        devices = ((self._lineage[origin].device, scope) for origin, scope in bad)
        if all(self._judge.relayed(device, tree, scope) for device, scope in devices):
            why[at] = RELAYED
        else:
            why[at] = "rights" if len(scopes) == 1 else "root"

    def _written_beside(self, block: Rows, why: Mapping[int, str]) -> dict[int, list[Dot]]:
        """The writes that stand beside others, by row: each may come to be shown."""
        found: dict[int, list[Dot]] = {}
        for one in block.siblings:
            if one.at not in why:
                found.setdefault(one.at, []).append(Dot(one.hlc, self.numbers[one.origin]))
        return found

    def _homes(self, shape: Shape, block: Rows) -> dict[bytes, int]:
        """Whose the trees are in which rows of a block want to stand, as far as they are here."""
        table = shape.root_table
        roots = [*{root for root in block.roots if root is not None}]
        if table is None or not roots:
            return {}
        marks = ", ".join("?" * len(roots))
        sql = f"SELECT id, scope FROM {table} WHERE id IN ({marks}) AND stub = 0"
        return dict(self._connection.execute(sql, roots).fetchall())

    def _are_always(self, sv: bytes, beside: Sequence[Dot], scope: int) -> bool:
        """Whether whoever wrote a row may write any row of an office: so it is with almost all."""
        if beside and not all(self._always(dot.origin, scope) for dot in beside):
            return False
        if len(sv) == _FRESH_BYTES:
            return self._always(int.from_bytes(sv[_NO], "big"), scope)
        return all(self._always(group.version[1], scope) for group in groups_of(sv))

    def _always(self, origin: int, scope: int) -> bool:
        key = (origin, scope)
        found = self._judged.get(key)
        if found is None:
            assert self._judge is not None
            device = self._lineage[origin].device
            found = origin == GENESIS.origin or self._judge.always(device, scope)
            self._judged[key] = found
        return found

    def _knew(self, dot: Dot, end: Dot) -> bool:
        """Whether whoever made a write had learnt before it of the end of a share."""
        return dot != end and self._lineage.covers({dot.origin: dot.hlc}, end)

    def _may(self, origin: int, tree: bytes, scope: int) -> bool:
        assert self._judge is not None
        if tree not in self._judge.left and self._always(origin, scope):
            return True
        device = self._lineage[origin].device
        return origin == GENESIS.origin or self._judge.in_tree(device, tree, scope)


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
