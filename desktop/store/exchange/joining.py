"""Joining a row that came in with the one that is here, unit by unit. Pure: no file is touched."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from desktop.store.exchange.shapes import HOME_UNIT, Shape
from desktop.store.exchange.stored_values import stored_unknown, told_unknown, written_json
from desktop.versions.merge import UnitState, merge, winner
from desktop.versions.origins import Dot, Lineage
from desktop.versions.stamp import STUB, Version, groups_of, read_sv, units_of, write_sv

Beside = Mapping[Dot, str]
"""Values that stand beside the one that is shown, as the history writes them, by their writes."""
_NOTHING: Beside = {}
Unknown = Mapping[int, Mapping[int, Any]]
"""Values of fields that this program doesn't know, by unit and number (see ``unknown``)."""
_NOTHING_UNKNOWN: Unknown = MappingProxyType({})


class Side(NamedTuple):
    """A row as one side has it: in this file's numbers and in the order of our columns.

    line: of the log, that it stands as here; 0 for one that comes.
    """

    root: bytes | None
    scope: int
    comp: int
    sv: bytes
    values: Sequence[Any]
    beside: Mapping[int, Beside]
    unknown: Unknown = _NOTHING_UNKNOWN
    line: int = 0


class JoinedRow:
    """One row on its way from what is held to what it becomes.

    history: units, writes and values that were here and that somebody has overwritten who had seen
        them. added, dropped: what came to stand beside the shown value, and what went.
    """

    # Thousands of rows are joined in a file: making each has to be cheap.
    __slots__ = (
        "_is_stub",
        "_ours",
        "_shape",
        "_versions",
        "added",
        "comp",
        "dropped",
        "history",
        "merely_followed",
        "root",
        "scope",
        "sv",
        "unknown",
        "unknown_written",
        "values",
        "written",
    )

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
        self.unknown: dict[int, dict[int, Any]] = {u: dict(v) for u, v in ours.unknown.items()}
        self.unknown_written: set[int] = set()
        """Units whose values of unknown fields are otherwise than they were."""
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
        if self._shape.kind is None and _latest(theirs.sv, lineage) > _latest(
            self._ours.sv, lineage
        ):
            # Which of its units says where it stands, only newer programs know.
            self.root, self.scope = theirs.root, theirs.scope
        self.comp = theirs.comp

    def follow(self, theirs: Side, taken: int, told: frozenset[int]) -> None:
        """Take over what was written by somebody who knew all that is here.

        taken: the units (a mask) of which that is so, see ``overtaken``; of other ones and of what
        follows from them no value is asked. Nothing stands beside a value on either side.
        """
        if self._is_stub:
            self.root, self.scope = theirs.root, theirs.scope
        held = groups_of(self._ours.sv)
        for unit in units_of(taken):
            for group in held:
                if group.units >> unit & 1:
                    before = self.text_of(unit, self.values, self.scope, self.unknown)
                    self.history.append((unit, group.dot, before))
            self._show(unit, theirs, told)
        self.sv, self.comp = theirs.sv, theirs.comp
        if self._shape.kind is None:
            self.root, self.scope = theirs.root, theirs.scope
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
        dots = (ours.dot, version.dot)
        known = _Values(self, unit, dots, {**their_beside, **our_beside}, theirs, told)
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
        if beside:
            latest = sorted(beside, key=lineage.order, reverse=True)
            self._fill(unit, known[shown], [known[dot] for dot in latest])

    def _fill(self, unit: int, shown: str, beside: Sequence[str]) -> None:
        """Take what the shown write does not tell from the latest beside it that does."""
        told = {*json.loads(shown)}
        for text in beside:
            rest = {no: value for no, value in json.loads(text).items() if no not in told}
            if rest:
                told |= rest.keys()
                self._show_values(unit, {int(no): value for no, value in rest.items()})

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
        if unit in theirs.unknown:
            self.unknown.setdefault(unit, {}).update(theirs.unknown[unit])
            self.unknown_written.add(unit)

    def _show_text(self, unit: int, text: str) -> None:
        told = {int(no): value for no, value in json.loads(text).items()}
        if unit == HOME_UNIT:
            self.scope = int(told[0])
            return
        self._show_values(unit, told)

    def _show_values(self, unit: int, told: Mapping[int, Any]) -> None:
        for place in self._shape.unit_columns.get(unit, ()):
            column = self._shape.columns[place]
            if column.no in told:
                self.values[place] = column.from_json(told[column.no])
                self.written.add(place)
        unknown = {no: stored_unknown(told[no]) for no in told if no not in self._shape.by_no}
        if unknown and unit != HOME_UNIT:
            self.unknown.setdefault(unit, {}).update(unknown)
            self.unknown_written.add(unit)

    def text_of(
        self,
        unit: int,
        values: Sequence[Any],
        scope: int,
        unknown: Unknown,
        only: frozenset[int] | None = None,
    ) -> str:
        """What a unit holds, as the history writes it. only: of the known fields, those told of."""
        if unit == HOME_UNIT:
            return json.dumps({0: scope})
        columns = self._shape.columns
        places = self._shape.unit_columns.get(unit, ())
        told = {
            columns[at].no: columns[at].to_json(values[at])
            for at in places
            if only is None or columns[at].no in only
        }
        told |= {no: told_unknown(value) for no, value in unknown.get(unit, {}).items()}
        return written_json(told)


def _latest(sv: bytes, lineage: Lineage) -> tuple[int, bytes]:
    return max((lineage.order(group.dot) for group in groups_of(sv)), default=(-1, b""))


class _Values:
    """What each write of a unit wrote; put into words only when it is asked for."""

    def __init__(
        self,
        row: JoinedRow,
        unit: int,
        dots: tuple[Dot, Dot],
        beside: Beside,
        side: Side,
        told: frozenset[int],
    ) -> None:
        """dots: what we show and what they show. told: the known fields that they know as well."""
        self._row, self._unit, (self._ours, self._theirs) = row, unit, dots
        self._beside, self._side, self._told = beside, side, told
        self.written: dict[Dot, str] = {}

    def __getitem__(self, dot: Dot) -> str:
        if dot in self.written:
            return self.written[dot]
        row, side = self._row, self._side
        if dot == self._ours:
            return row.text_of(self._unit, row.values, row.scope, row.unknown)
        if dot == self._theirs:
            return row.text_of(self._unit, side.values, side.scope, side.unknown, self._told)
        return self._beside[dot]
