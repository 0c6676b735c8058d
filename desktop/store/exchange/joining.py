"""Joining a row that came in with the one that is here, unit by unit. Pure: no file is touched."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.store.exchange.shapes import Shape
from desktop.versions.merge import UnitState, merge, winner
from desktop.versions.origins import Dot, Lineage
from desktop.versions.stamp import STUB, Version, groups_of, overtaken, read_sv, units_of, write_sv

HOME_UNIT = 31
"""The unit of every root under which it moves from one office to another; its value is ``scope``."""

Beside = Mapping[Dot, str]
"""Values that stand beside the one that is shown, as the history writes them, by their writes."""
_NOTHING: Beside = {}
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Side:
    """A row as one side has it: in this file's numbers and in the order of our columns."""

    root: bytes | None
    scope: int
    comp: int
    sv: bytes
    values: Sequence[Any]
    beside: Mapping[int, Beside]


class JoinedRow:
    """One row on its way from what is held to what it becomes.

    history: units, writes and values that were here and that somebody has overwritten who had seen
        them. added, dropped: what came to stand beside the shown value, and what went.
    """

    def __init__(self, shape: Shape, ours: Side) -> None:
        self._shape, self._ours = shape, ours
        self._is_stub = ours.sv == STUB
        self._versions: dict[int, Version] = {}
        self.values: list[Any] = list(ours.values)
        self.root, self.scope, self.comp, self.sv = ours.root, ours.scope, ours.comp, ours.sv
        self.merely_followed = False
        """Whether all that was overwritten stands in ``history``, and nothing stands beside it."""
        self.written: set[int] = set()
        """Places of values that are otherwise than they were."""
        self.history: list[tuple[int, Dot, str]] = []
        self.added: list[tuple[int, Dot, str]] = []
        self.dropped: list[tuple[int, Dot]] = []

    @property
    def is_changed(self) -> bool:
        """Whether anything is otherwise than it was here."""
        return bool(self.sv != self._ours.sv or self.added or self.dropped)

    def join(self, theirs: Side, told: frozenset[int], lineage: Lineage) -> None:
        """Take in what the other side has. told: the fields that its version of the program knows."""
        if self._is_stub:
            self.root, self.scope = theirs.root, theirs.scope
        if not self._ours.beside and not theirs.beside:
            taken = overtaken(self._ours.sv, theirs.sv, lineage)
            if taken is not None:
                self._follow(theirs, taken, told)
                return
        self._versions = dict(read_sv(self._ours.sv))
        for unit, version in read_sv(theirs.sv).items():
            our_beside = self._ours.beside.get(unit, _NOTHING)
            their_beside = theirs.beside.get(unit, _NOTHING)
            mine = self._versions.get(unit)
            if mine is None:
                self._versions[unit] = version
                self._show(unit, theirs, told)
                self.added += [(unit, dot, value) for dot, value in their_beside.items()]
            elif mine != version or our_beside.keys() != their_beside.keys():
                self._join_unit(unit, version, theirs, told, lineage)
        self.sv = write_sv(self._versions)
        self.comp = theirs.comp

    def _follow(self, theirs: Side, taken: int, told: frozenset[int]) -> None:
        """Take over what was written by somebody who knew all that is here."""
        held = groups_of(self._ours.sv)
        for unit in units_of(taken):
            for group in held:
                if group.units >> unit & 1:
                    before = self.text_of(unit, self.values, self.scope)
                    self.history.append((unit, group.dot, before))
            self._show(unit, theirs, told)
        self.sv, self.comp = theirs.sv, theirs.comp
        self.merely_followed = True

    def _join_unit(
        self, unit: int, version: Version, theirs: Side, told: frozenset[int], lineage: Lineage
    ) -> None:
        ours = self._versions[unit]
        our_beside = self._ours.beside.get(unit, _NOTHING)
        their_beside = theirs.beside.get(unit, _NOTHING)
        here = UnitState({ours.dot: None, **dict.fromkeys(our_beside)}, ours.context)
        there = UnitState({version.dot: None, **dict.fromkeys(their_beside)}, version.context)
        joined = merge(here, there, lineage)
        shown = winner(joined, lineage)
        self._versions[unit] = Version(shown, joined.context)
        known = _Values(self, unit, ours.dot, version.dot, {**their_beside, **our_beside}, theirs)
        if shown == version.dot and shown != ours.dot:
            before = known[ours.dot]
            self._show(unit, theirs, told)
            known.written[ours.dot] = before
        elif shown != ours.dot:
            known.written[ours.dot] = known[ours.dot]
            self._show_text(unit, known[shown])
        gone = [dot for dot in here.siblings if dot not in joined.siblings]
        self.history += [(unit, dot, known[dot]) for dot in sorted(gone)]
        beside = [dot for dot in joined.siblings if dot != shown]
        self.added += [(unit, dot, known[dot]) for dot in beside if dot not in our_beside]
        self.dropped += [(unit, dot) for dot in our_beside if dot not in beside]

    def _show(self, unit: int, theirs: Side, told: frozenset[int]) -> None:
        """Show what came; a field that the sender's version does not have stays as it is."""
        if unit == HOME_UNIT:
            self.scope = theirs.scope
        columns = self._shape.columns
        for place in self._shape.unit_columns.get(unit, ()):
            if columns[place].no in told:
                self.values[place] = theirs.values[place]
                self.written.add(place)
        if unit == self._shape.parent_unit:
            self.root, self.scope = theirs.root, theirs.scope

    def _show_text(self, unit: int, text: str) -> None:
        told = {int(no): value for no, value in json.loads(text).items()}
        if unit == HOME_UNIT:
            self.scope = int(told[0])
        for place in self._shape.unit_columns.get(unit, ()):
            column = self._shape.columns[place]
            if column.no in told:
                self.values[place] = column.from_json(told[column.no])
                self.written.add(place)

    def text_of(self, unit: int, values: Sequence[Any], scope: int) -> str:
        """What a unit holds, as the history writes it."""
        if unit == HOME_UNIT:
            return json.dumps({0: scope})
        columns = self._shape.columns
        places = self._shape.unit_columns.get(unit, ())
        told = {columns[at].no: columns[at].to_json(values[at]) for at in places}
        return _ENCODE(told)


class _Values:
    """What each write of a unit wrote; put into words only when it is asked for."""

    def __init__(
        self, row: JoinedRow, unit: int, ours: Dot, theirs: Dot, beside: Beside, side: Side
    ) -> None:
        self._row, self._unit, self._ours, self._theirs = row, unit, ours, theirs
        self._beside, self._side = beside, side
        self.written: dict[Dot, str] = {}

    def __getitem__(self, dot: Dot) -> str:
        if dot in self.written:
            return self.written[dot]
        if dot == self._ours:
            return self._row.text_of(self._unit, self._row.values, self._row.scope)
        if dot == self._theirs:
            return self._row.text_of(self._unit, self._side.values, self._side.scope)
        return self._beside[dot]
