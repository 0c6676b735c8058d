"""The rows of a record type as packages carry them: columns, units, and which values are sound."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.fields import Field, Reference
from desktop.records import Named, Record, record_types
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.stored_values import Column, column_of
from desktop.versions.stamp import mask_of

FRAME = ("id", "root", "scope", "comp", "sv", "sq", "stub")
"""What every row begins with, before its fields."""
HOME_UNIT = 31
"""The unit of every root under which it moves from one office to another; its value is ``scope``."""
STAMPS = ("id", "sv", "sq")
"""What of it every change writes; the others stand in indexes of their own."""
MOST_ENTITY = (1 << 16) - 1
"""The greatest number that a record type of any version has."""
_KEYS_KEPT = 100_000

Values = Sequence[Any]


@dataclass(frozen=True)
class Shape:
    """One record type, with everything that is asked again and again worked out once.

    kind: None for one that this program does not know.
    """

    entity: int
    table: str
    kind: type[Record] | None
    columns: tuple[Column, ...]
    by_no: Mapping[int, int]
    """Position among ``columns`` by field number."""
    unit_columns: Mapping[int, tuple[int, ...]]
    """Positions among ``columns`` by unit."""
    references: tuple[tuple[int, str], ...]
    """Position among ``columns``, and the table that is pointed into."""
    parent_unit: int | None
    """The unit of the reference that puts a part into its tree."""
    mask: int
    insert: str
    update: str
    select: str
    root_table: str | None = None
    """Where the roots stand of whose trees these are parts; None for roots."""
    keyed_by: tuple[int, ...] = ()
    """Positions whose first filled value a person's sort key is made of; () for other records."""
    asked: frozenset[int] = frozenset()
    """Units between whose values a person chooses, where places wrote differently."""

    def update_of(self, places: tuple[int, ...], frame: tuple[str, ...] = FRAME) -> str:
        """SQL that writes the frame of a row, or a part of it, and these of its values."""
        names = [*frame, *(self.columns[place].field.name for place in places)]
        names += ["sort_key"] if self.is_keyed_by(places) else []
        return _update(self.table, names)

    def is_keyed_by(self, places: tuple[int, ...]) -> bool:
        """Whether one of these values makes the sort key."""
        return not {*self.keyed_by}.isdisjoint(places)

    def select_of(self, places: Collection[int]) -> str:
        """SQL that reads rows of which only these values are wanted, the others as nothing."""
        told = (
            f'"{c.field.name}"' if at in places else "NULL" for at, c in enumerate(self.columns)
        )
        return f"SELECT {', '.join([*FRAME, *told])} FROM {self.table}"

    def in_order(self, rows: Rows) -> list[Sequence[Any]]:
        """The values of a block as our table has its columns; what the sender lacks is empty."""
        told = dict(zip(rows.fields, rows.columns, strict=True))
        empty = [None] * len(rows.ids)
        return [told.get(column.no, empty) for column in self.columns]

    def key(self, row: Values) -> str | None:
        """The sort key that follows from a row's field values."""
        told = next((row[at] for at in self.keyed_by if row[at] is not None), "")
        return sort_key(told)


Shapes = Mapping[int, Shape]
"""Record types by their numbers."""


@functools.lru_cache(maxsize=_KEYS_KEPT)
def sort_key(name: str) -> str:
    """The key by which a name sorts; many people of a province are called alike."""
    from desktop.base.text import name_key

    return name_key(name)


@functools.cache
def shapes() -> dict[int, Shape]:
    """Every record type by its number."""
    return {kind.entity: _shape(kind) for kind in record_types().values()}


def _shape(kind: type[Record]) -> Shape:
    fields = sorted(kind.fields(), key=lambda field: field.no)
    columns = tuple(column_of(kind.__table__, field) for field in fields)
    units: dict[int, list[int]] = {}
    for at, column in enumerate(columns):
        units.setdefault(column.field.unit, []).append(at)
    names = [*FRAME, *(field.name for field in fields)]
    keyed: tuple[int, ...] = ()
    if issubclass(kind, Named):
        keyed = tuple(fields.index(kind.field(name)) for name in kind.title)
        names.append("sort_key")
    listed = ", ".join(f'"{name}"' for name in names)
    table = kind.__tablename__
    return Shape(
        kind.entity,
        table,
        kind,
        columns,
        {column.no: at for at, column in enumerate(columns)},
        {unit: tuple(places) for unit, places in units.items()},
        tuple(_references(fields)),
        None if kind.parent is None else kind.field(kind.parent).unit,
        mask_of(kind.units()),
        f"INSERT INTO {table} ({listed}) VALUES ({', '.join('?' * len(names))})",
        _update(table, names),
        f"SELECT {listed} FROM {table}",
        _root_table(kind),
        keyed,
        frozenset(field.unit for field in fields if field.asked) | {HOME_UNIT},
    )


def _root_table(kind: type[Record]) -> str | None:
    root, above = kind, kind.owner_type()
    while above is not None and above is not root:
        root, above = above, above.owner_type()
    return None if root is kind else root.__tablename__


def _update(table: str, names: Sequence[str]) -> str:
    assigned = ", ".join(f'"{name}" = ?' for name in names[1:])
    return f"UPDATE {table} SET {assigned} WHERE id = ?"


def _references(fields: Iterable[Field]) -> Iterable[tuple[int, str]]:
    for at, field in enumerate(fields):
        if isinstance(field.kind, Reference):
            yield at, field.kind.to
