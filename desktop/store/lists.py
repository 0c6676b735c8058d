"""Lists: ids of the whole result in one order, then pages of rows as they are painted."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast, overload

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.text import fold, words
from desktop.fields import Field, Names, Reference
from desktop.records import Named, Record, record_types
from desktop.store import tables

_ID = 16
Operator = Literal["is", "in", "from", "until", "has", "empty", "filled", "left"]


@dataclass(frozen=True)
class Filter:
    """One condition on a column. ``has`` finds a code among several of them.

    ``left`` on the id: what the office of this number had and has left to another one; of that
    only a name is kept, and it is listed only so.
    """

    column: str
    operator: Operator
    value: Any = None


@dataclass(frozen=True)
class Listing:
    """Which records to list, in which columns and order.

    A column is a field of the record, or ``person_id.birth_date``: a field of the record that
    a reference points to.
    """

    record: type[Record]
    columns: tuple[str, ...]
    filters: tuple[Filter, ...] = ()
    order: tuple[tuple[str, bool], ...] = field(default=())
    conditions: tuple[sa.ColumnElement[bool], ...] = ()
    """What the user may see; made by operations, never by a window."""
    voided: bool = False


class Ids(Sequence[bytes]):
    """Many ids one behind the other: a hundred thousand take 1.6 MB, as objects four times that."""

    def __init__(self, packed: bytes = b"") -> None:
        """packed: 16 bytes for each id."""
        self._packed = packed

    def __len__(self) -> int:
        return len(self._packed) // _ID

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        places = range(0, len(self._packed), _ID)[index]
        if isinstance(places, int):
            return self._packed[places : places + _ID]
        return [self._packed[at : at + _ID] for at in places]

    def index(self, value: object, start: int = 0, stop: int | None = None) -> int:
        """The place of an id. Raises ValueError if it is not among them."""
        assert isinstance(value, bytes)
        at = self._packed.find(value, start * _ID)
        while at % _ID:  # the end of one id and the beginning of the next can look like a third
            at = self._packed.find(value, at + 1)
            if at < 0:
                break
        if at < 0 or (stop is not None and at >= stop * _ID):
            raise ValueError(value)
        return at // _ID


def field_of(record: type[Record], column: str) -> Field:
    """The field a column shows. Raises KeyError."""
    first, _, rest = column.partition(".")
    found = record.field(first)
    return found if not rest else record_types()[_target(found)].field(rest)


def _target(found: Field) -> str:
    assert isinstance(found.kind, Reference), found.name
    return found.kind.to


class _Query:
    """Builds the statements of one listing; each reference is joined once."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self._table = listing.record.__table__
        self._joins: dict[str, Any] = {}

    def column(self, name: str) -> sa.ColumnElement[Any]:
        first, _, rest = name.partition(".")
        return self._joined(first).c[rest] if rest else self._table.c[name]

    def _joined(self, reference: str) -> Any:
        if reference not in self._joins:
            target = record_types()[_target(self._listing.record.field(reference))]
            self._joins[reference] = target.__table__.alias()
        return self._joins[reference]

    def source(self) -> sa.FromClause:
        source: sa.FromClause = self._table
        for reference, target in self._joins.items():
            source = source.outerjoin(target, self._table.c[reference] == target.c.id)
        return source

    def where(self) -> list[sa.ColumnElement[bool]]:
        own: list[sa.ColumnElement[bool]] = []
        if not any(f.operator == "left" for f in self._listing.filters):
            own.append(self._table.c.stub.is_(False))
        if not self._listing.voided:
            own.append(self._table.c.void_reason.is_(None))
        own += [_condition(self.column(f.column), f) for f in self._listing.filters]
        return [*own, *self._listing.conditions]

    def sort_key(self, name: str) -> sa.ColumnElement[Any]:
        """What a column sorts by: names by their stored key, references by what they show."""
        first, _, rest = name.partition(".")
        kind = self._listing.record.field(first).kind
        if not isinstance(kind, Reference):
            return self._table.c[_sorting_column(self._listing.record, first)]
        target = record_types()[kind.to]
        return self._joined(first).c[_sorting_column(target, rest or target.title[0])]


def _sorting_column(record: type[Record], name: str) -> str:
    """The name of a person sorts by its key; everything else by itself."""
    return "sort_key" if issubclass(record, Named) and name == record.title[0] else name


def _condition(  # noqa: PLR0911 -- one for each operator
    column: sa.ColumnElement[Any], f: Filter
) -> sa.ColumnElement[bool]:
    match f.operator:
        case "is":
            return column == f.value
        case "in":
            return column.in_(f.value)
        case "from":
            return column >= f.value
        case "until":
            return column <= f.value
        case "has":
            # Escaped: an underscore in a code is no wildcard.
            return sa.type_coerce(column, sa.String()).contains(f"|{f.value}|", autoescape=True)
        case "empty":
            return column.is_(None)
        case "filled":
            return column.is_not(None)
        case "left":
            return is_left(column, f.value)


def is_left(column: sa.ColumnElement[Any], office: int) -> sa.ColumnElement[bool]:
    """Whether this is the id of a tree that an office had and has left to another one."""
    shares = tables.shares
    closed = sa.select(shares.c.root).where(shares.c.office == office, shares.c.closed.is_(True))
    return sa.type_coerce(column, sa.LargeBinary()).in_(closed)


def read_ids(session: Session, listing: Listing) -> Sequence[bytes]:
    """The ids of all listed records as stored bytes, in the order of the listing.

    As bytes because UUID objects take six times as long.
    """
    query = _Query(listing)
    table = listing.record.__table__
    order = [
        key.asc() if ascending else key.desc()
        for name, ascending in listing.order
        for key in (query.sort_key(name),)
    ]
    where = query.where()
    statement = sa.select(table.c.id).select_from(query.source()).where(*where)
    with session.connection().execute(statement.order_by(*order, table.c.id)) as found:
        # Past SQLAlchemy's rows, which for one column take longer than the file does.
        assert found.cursor is not None
        rows = cast("Iterator[tuple[bytes]]", found.cursor)
        return Ids(b"".join(record_id for (record_id,) in rows))


def read_titled(session: Session, listing: Listing, typed: str, limit: int) -> Sequence[bytes]:
    """The first ids whose title holds all the typed words, wherever they stand in it.

    Compared folded, so without a full-text index; meant for short tables such as units of one
    level, hamlets, templates.
    """
    query = _Query(listing)
    title = query.column(listing.record.title[0])
    where = query.where()
    raw = sa.type_coerce(listing.record.__table__.c.id, sa.LargeBinary())
    order = [query.sort_key(name) for name, _ in listing.order]
    statement = sa.select(raw, title).select_from(query.source()).where(*where).order_by(*order)
    wanted = words(typed)
    found: list[bytes] = []
    for record_id, text in session.execute(statement):
        folded = fold(str(text or ""))
        if all(word in folded for word in wanted):
            found.append(record_id)
            if len(found) == limit:
                break
    return found


def count(session: Session, listing: Listing) -> int:
    """How many records the listing has."""
    query = _Query(listing)
    where = query.where()
    statement = sa.select(sa.func.count()).select_from(query.source()).where(*where)
    return int(session.scalar(statement) or 0)


def read_values(
    session: Session, listing: Listing, ids: Sequence[bytes]
) -> list[tuple[Any, ...] | None]:
    """The columns' values of these records, in the order of ids; None for one that went."""
    query = _Query(listing)
    columns = [query.column(name) for name in listing.columns]
    raw = sa.type_coerce(listing.record.__table__.c.id, sa.LargeBinary())
    statement = sa.select(raw, *columns).select_from(query.source())
    rows = {
        bytes(found[0]): tuple(found[1:])
        for found in session.execute(statement.where(raw.in_(ids)))
    }
    return [rows.get(bytes(record_id)) for record_id in ids]


def read_cells(
    session: Session, listing: Listing, ids: Sequence[bytes], names: Names
) -> list[list[str]]:
    """The same as people read it; an empty line for a record that went."""
    fields = [field_of(listing.record, name) for name in listing.columns]
    cells: list[list[str]] = []
    for row in read_values(session, listing, ids):
        values = row or (None,) * len(fields)
        cells.append(
            [
                "" if v is None else f.kind.format(v, names)
                for f, v in zip(fields, values, strict=True)
            ]
        )
    return cells


def titles(session: Session, table: str, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """What these records are called, by id; one that is called by another takes its title."""
    record = record_types()[table]
    columns = record.__table__.c
    statement = sa.select(columns.id, *(columns[name] for name in record.title))
    found: dict[uuid.UUID, str] = {}
    others: dict[str, dict[uuid.UUID, uuid.UUID]] = {}
    for record_id, *values in session.execute(statement.where(columns.id.in_(ids))):
        told = [(n, v) for n, v in zip(record.title, values, strict=True) if v is not None]
        if not told:
            continue
        name, value = told[0]
        kind = record.field(name).kind
        if isinstance(kind, Reference):
            others.setdefault(kind.to, {})[record_id] = value
        else:
            found[record_id] = kind.format(value)
    for other, asked in others.items():
        called = titles(session, other, list(asked.values()))
        found |= {mine: called[theirs] for mine, theirs in asked.items() if theirs in called}
    return found
