"""A field: one kind of value, under one label, in one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import MappedColumn, mapped_column

from desktop.fields.kinds import Kind
from desktop.fields.links import Reference

T = TypeVar("T")
Values = Mapping[str, Any]
Predicate = Callable[[Values], bool]


@dataclass(frozen=True)
class Field:
    """Everything the screens, sheets, prints and packages need to know of a column.

    no: its number in packages, never used again for anything else.
    unit: fields of one unit merge together; 0 to 31, pinned for ever.
    level: sensitivity; 0 office, 1 personal, 2 sensitive, 3 strictest
        (NĐ 356/2025, Điều 4; Luật 64/2006 on HIV and Luật 53/2024 on victims for 3).
    unique: no two valid records of the office may share the value; operations see to it.
    by_operation: only the operation of its own step writes it, as a number or a state; what saves
        a form as it is refuses to.
    searched: whether quick search finds the record by it; what the kind says, unless declared.
    asked: of two values that offices wrote without knowing each other, a person of the office
        chooses; for other fields the later one counts and the choice can be reviewed.
    shown_if: a pure predicate on the record's values; form and paper leave the field out when
        it says no.
    """

    name: str
    kind: Kind[Any]
    label: str
    no: int
    unit: int
    level: int = 0
    required: bool = True
    listed: bool = False
    unique: bool = False
    help: str = ""
    shown_if: Predicate | None = None
    searched: bool = False
    by_operation: bool = False
    asked: bool = False

    def shown(self, values: Values) -> bool:
        """Whether the field has a place, given the record's other values."""
        return self.shown_if is None or self.shown_if(values)


def required(
    kind: Kind[T],
    label: str,
    *,
    no: int,
    unit: int,
    level: int = 0,
    listed: bool = False,
    unique: bool = False,
    index: bool = False,
    help: str = "",  # noqa: A002
    shown_if: Predicate | None = None,
    searched: bool | None = None,
    by_operation: bool = False,
    asked: bool = False,
) -> MappedColumn[T]:
    """Declare a field that every record fills in (see Field for the arguments)."""
    found = kind.searched if searched is None else searched
    own = (help, shown_if, found, by_operation, asked)
    field = Field("", kind, label, no, unit, level, True, listed, unique, *own)
    return _column(kind, field, index)


def optional(
    kind: Kind[T],
    label: str,
    *,
    no: int,
    unit: int,
    level: int = 0,
    listed: bool = False,
    unique: bool = False,
    index: bool = False,
    help: str = "",  # noqa: A002
    shown_if: Predicate | None = None,
    searched: bool | None = None,
    by_operation: bool = False,
    asked: bool = False,
) -> MappedColumn[T | None]:
    """Declare a field that may be left empty (see Field for the arguments)."""
    found = kind.searched if searched is None else searched
    own = (help, shown_if, found, by_operation, asked)
    field = Field("", kind, label, no, unit, level, False, listed, unique, *own)
    return _column(kind, field, index)


def _column(kind: Kind[Any], field: Field, index: bool) -> MappedColumn[Any]:
    keys: list[sa.ForeignKey] = []
    if isinstance(kind, Reference):
        keys = [sa.ForeignKey(f"{kind.to}.id", deferrable=True, initially="DEFERRED")]
    # Nullable and without UNIQUE whatever the declaration says: an import must never fail
    # on data. Operations refuse at entry instead.
    return mapped_column(
        kind.column_type(),
        *keys,
        nullable=True,
        index=index or isinstance(kind, Reference) or field.unique or None,
        info={"field": field},
    )
