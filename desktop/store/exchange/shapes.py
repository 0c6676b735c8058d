"""The rows of a record type as packages carry them: columns, units, and which values are sound."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from desktop.fields import Field, Reference
from desktop.records import Named, Record, record_types
from desktop.versions.stamp import mask_of

FRAME = ("id", "root", "scope", "comp", "sv", "sq", "stub")
"""What every row begins with, before its fields."""
STAMPS = ("id", "sv", "sq")
"""What of it every change writes; the others stand in indexes of their own."""
_DIALECT = SQLiteDialect()
_LONGEST = 20_000
_ID_BYTES = 16
_INTEGERS = 1 << 63
_KEYS_KEPT = 100_000

Values = Sequence[Any]


@dataclass(frozen=True)
class Column:
    """One field as its table keeps it."""

    field: Field
    to_storage: Callable[[Any], Any]
    from_storage: Callable[[Any], Any]
    is_sound: Callable[[Any], bool]

    @property
    def no(self) -> int:
        """The field's number in packages."""
        return self.field.no

    def to_json(self, stored: Any) -> Any:
        """A stored value as the history writes it."""
        value = self.from_storage(stored)
        return None if value is None else self.field.kind.to_json(value)

    def from_json(self, told: Any) -> Any:
        """What the table keeps of a value as the history writes it."""
        return None if told is None else self.to_storage(self.field.kind.from_json(told))

    def bad_rows(self, values: Values) -> set[int]:
        """Positions of values that the record could not be read with."""
        # Values repeat: a hundred thousand birth dates are some ten thousand days.
        bad = {value for value in set(values) if value is not None and not self.is_sound(value)}
        return {at for at, value in enumerate(values) if value in bad} if bad else set()


@dataclass(frozen=True)
class Shape:
    """One record type, with everything that is asked again and again worked out once."""

    kind: type[Record]
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
    keyed_by: tuple[int, ...] = ()
    """Positions whose first filled value a person's sort key is made of; () for other records."""

    @property
    def table(self) -> str:
        """The table's name."""
        return self.kind.__tablename__

    def update_of(self, places: tuple[int, ...], frame: tuple[str, ...] = FRAME) -> str:
        """SQL that writes the frame of a row, or a part of it, and these of its values."""
        names = [*frame, *(self.columns[place].field.name for place in places)]
        names += ["sort_key"] if self.is_keyed_by(places) else []
        return _update(self.table, names)

    def is_keyed_by(self, places: tuple[int, ...]) -> bool:
        """Whether one of these values makes the sort key."""
        return not {*self.keyed_by}.isdisjoint(places)

    def key(self, row: Values) -> str | None:
        """The sort key that follows from a row's field values."""
        told = next((row[at] for at in self.keyed_by if row[at] is not None), "")
        return sort_key(told)


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
    columns = tuple(_column(kind, field) for field in fields)
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
        keyed,
    )


def _update(table: str, names: Sequence[str]) -> str:
    assigned = ", ".join(f'"{name}" = ?' for name in names[1:])
    return f"UPDATE {table} SET {assigned} WHERE id = ?"


def _references(fields: Iterable[Field]) -> Iterable[tuple[int, str]]:
    for at, field in enumerate(fields):
        if isinstance(field.kind, Reference):
            yield at, field.kind.to


def _column(kind: type[Record], field: Field) -> Column:
    told = kind.__table__.c[field.name].type
    plain = told.dialect_impl(_DIALECT)
    write = plain.bind_processor(_DIALECT)
    read = plain.result_processor(_DIALECT, None)
    return Column(field, write or _same, read or _same, _judge(told, read))


def _same(value: Any) -> Any:
    return value


def _judge(
    told: sa.types.TypeEngine[Any], read: Callable[[Any], Any] | None
) -> Callable[[Any], bool]:
    """Whether a stored value is one that this column's type could have written."""
    base = told.impl_instance if isinstance(told, sa.types.TypeDecorator) else told
    known = next((judge for types, judge in _JUDGES if isinstance(base, types)), _is_text)

    def judged(value: Any) -> bool:
        if not known(value):
            return False
        try:
            return read is None or read(value) is not None
        except Exception:  # noqa: BLE001 -- whatever a foreign value does to its reader, it is no value
            return False

    return judged


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and "\0" not in value


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and -_INTEGERS <= value < _INTEGERS


def _is_bytes(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == _ID_BYTES


_JUDGES: tuple[tuple[tuple[type, ...], Callable[[Any], bool]], ...] = (
    ((sa.Integer, sa.Boolean), _is_number),
    ((sa.LargeBinary,), _is_bytes),
)
