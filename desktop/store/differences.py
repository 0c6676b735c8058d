"""What a flush changes: which columns differ from the file, and what the history keeps of them."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import get_history

from desktop.fields import Field
from desktop.records import Record
from desktop.store.search import is_searched
from desktop.store.tables import KeptLine
from desktop.versions.origins import GENESIS
from desktop.versions.stamp import groups_of, mask_of

_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
Before = Mapping[str, Any]
"""The columns of a record that differ from the file, with what the file holds."""


@functools.cache
def unit_numbers(record_type: type[Record]) -> Mapping[str, int]:
    """The unit of each declared field, by its name."""
    return {field.name: field.unit for field in record_type.fields()}


@functools.cache
def _fields_of_unit(record_type: type[Record], unit: int) -> tuple[Field, ...]:
    return tuple(field for field in record_type.fields() if field.unit == unit)


def differences(record: Record) -> dict[str, Any]:
    """What differs from the file; None stands where nobody has read what the file holds."""
    unwritten = sa.inspect(record).unmodified
    before: dict[str, Any] = {}
    for name in _columns(type(record)) - unwritten:
        history = get_history(record, name)
        if history.has_changes():
            before[name] = history.deleted[0] if history.deleted else None
    return before


@functools.cache
def _columns(record_type: type[Record]) -> frozenset[str]:
    return frozenset(record_type.__table__.columns.keys())


def is_found_otherwise(record: Record, before: Before) -> bool:
    """Whether what quick search knows of a record changed: its words, or who may find it."""
    return not before.keys().isdisjoint(_finding(type(record)))


@functools.cache
def _finding(record_type: type[Record]) -> frozenset[str]:
    """The columns that say by which words a record is found, and by whom; none if by nobody."""
    if not is_searched(record_type):
        return frozenset()
    words = {field.name for field in record_type.fields() if field.searched}
    return frozenset(words | {"void_reason", "stub", "comp", record_type.parent or "comp"})


def held_by(record: Record, unit: int, before: Before) -> dict[int, Any]:
    """What a unit of a record held before this flush, by field number."""
    value: dict[int, Any] = {}
    for field in _fields_of_unit(type(record), unit):
        held = before[field.name] if field.name in before else getattr(record, field.name)
        value[field.no] = None if held is None else field.kind.to_json(held)
    return value


def kept_line(record: Record, unit: int, held: Mapping[int, Any], seq: int) -> KeptLine:
    """A line of the history: what a unit held, and who had written that."""
    mask = mask_of((unit,))
    written = (group.dot for group in groups_of(record.sv) if group.units & mask)
    dot = next(written, GENESIS)
    return (record.entity, record.id.bytes, unit, dot.origin, dot.hlc, _AS_JSON(held), seq)
