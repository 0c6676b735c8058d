"""Values of a unit as disagreements compare and tell them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.base.clock import moment
from desktop.fields import Field
from desktop.operations.disagreement import HOME, Values
from desktop.records import Record
from desktop.store.exchange.authors import Author
from desktop.store.exchange.shapes import HOME_UNIT
from desktop.versions.origins import Dot
from desktop.versions.stamp import read_sv


@dataclass(frozen=True)
class Case:
    """A unit of a record with the values of all writes that stand there.

    fields: what moves together in it; none where it is the office that has the tree.
    """

    record: Record
    unit: int
    fields: Sequence[Field]
    values: Mapping[Dot, Values]
    shown: Dot

    @property
    def asked(self) -> bool:
        """Whether a person has to choose between values that differ."""
        return self.unit == HOME_UNIT or any(field.asked for field in self.fields)

    def forms(self) -> dict[Dot, Hashable]:
        """What each write comes to: those that read alike have the same."""
        return {dot: normal_values(self.fields, values) for dot, values in self.values.items()}

    def differs(self) -> bool:
        """Whether there is anything to choose between."""
        return len(set(self.forms().values())) > 1


Told = Mapping[int, Mapping[Dot, Mapping[int, Any]]]
"""What stands beside the shown values of a record: units, writes, values by field number."""


def cases_beside(record: Record, told: Told, most: int) -> Iterator[Case]:
    """The units of a record that several writes stand in. most: the level that may be read."""
    versions = read_sv(record.sv)
    for unit, writes in told.items():
        fields = [field for field in record.fields() if field.unit == unit]
        if any(field.level > most for field in fields):
            continue
        if not fields and unit != HOME_UNIT:
            continue  # a newer version's: it will ask
        if unit == HOME_UNIT:
            values: dict[Dot, Values] = {dot: {HOME: v.get(0)} for dot, v in writes.items()}
            shown: Values = {HOME: record.scope}
        else:
            shown = {field.name: getattr(record, field.name) for field in fields}
            values = {dot: {**shown, **read_values(fields, v)} for dot, v in writes.items()}
        dot = versions[unit].dot
        yield Case(record, unit, fields, {**values, dot: shown}, dot)


def asked_since(forms: Mapping[Dot, Hashable], told: Mapping[Dot, Author]) -> dt.datetime | None:
    """When a second value came beside the first: each value counts from the first who wrote it."""
    first: dict[Hashable, int] = {}
    for dot, form in forms.items():
        if told[dot].clock_ok:
            first[form] = min(told[dot].at_ms, first.get(form, told[dot].at_ms))
    times = sorted(first.values())
    return moment(times[1]) if len(times) > 1 else None


def read_values(fields: Sequence[Field], told: Mapping[int, Any]) -> dict[str, Any]:
    """The values that a write told, by name; what its version did not know is left out."""
    return {
        field.name: None if (v := told[field.no]) is None else field.kind.from_json(v)
        for field in fields
        if field.no in told
    }


def written_values(fields: Sequence[Field], values: Values) -> dict[int, Any]:
    """Values as the history writes them, by field number."""
    if not fields:
        return {0: values[HOME]}
    return {
        field.no: None if (v := values.get(field.name)) is None else field.kind.to_json(v)
        for field in fields
    }


def normal_value(field: Field, values: Values) -> Hashable:
    """What a field is compared by, so that two ways of writing the same are the same."""
    value = values.get(field.name)
    normal: Any = None if value is None else field.kind.normal(value)
    return normal


def normal_values(fields: Sequence[Field], values: Values) -> Hashable:
    """The same for all fields that move together."""
    return tuple(normal_value(field, values) for field in fields) if fields else values[HOME]
