"""Programs of later versions, played on files of this one: more fields, more record types.

What a later version declares is a table with more columns, and a shape that names them. All that
sends, receives and joins takes the shapes from the store; only what is written here by hand, this
version's own operations don't know how to write.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from desktop.fields import Count, Field, Text
from desktop.operations.office import Office
from desktop.records import Person
from desktop.store.engine import raw_connection
from desktop.store.exchange.shapes import FRAME, Shape, Shapes, shapes
from desktop.store.exchange.stored_values import Column, column_of
from desktop.store.stamping import STAMPER, Stamper
from desktop.versions.stamp import fresh_sv, mask_of

SOON, LATER = 1, 2
"""The next version and the one after it."""
PHONE_UNIT = Person.field("phone").unit
OWN_UNIT, LAST_UNIT = 27, 28
VISITS = 900
"""A record type of the version after the next."""
_FIELDS = {
    # One more part of a unit that is known today, one in a unit of its own, one that comes later.
    SOON: (
        Field("phone_note", Text(max_length=80), "Ghi chú điện thoại", 901, PHONE_UNIT),
        Field("shoe_size", Count(), "Cỡ giày", 902, OWN_UNIT),
    ),
    LATER: (Field("nickname", Text(max_length=80), "Biệt danh", 903, LAST_UNIT),),
}
_VISIT = (
    Field("place", Text(max_length=80), "Nơi", 1, 1),
    Field("guests", Count(), "Số khách", 2, 2),
)


def fields_of(version: int) -> tuple[Field, ...]:
    """What a version knows of a person besides what is known today."""
    return tuple(field for at, fields in _FIELDS.items() if at <= version for field in fields)


def upgrade_to(office: Office, version: int) -> None:
    """Let the office's program be of this version: its tables, and what it declares."""
    with office.store.connection(write=True) as connection:
        table = connection.exec_driver_sql("PRAGMA table_info(people)").all()
        present = {row[1] for row in table}
        for field in fields_of(version):
            if field.name not in present:
                kind = field.kind.column_type().compile(office.store.engine.dialect)
                connection.exec_driver_sql(f'ALTER TABLE people ADD COLUMN "{field.name}" {kind}')
        if version >= LATER and VISITS not in declared(office):
            connection.exec_driver_sql(
                "CREATE TABLE visits (id BLOB PRIMARY KEY NOT NULL, root BLOB, scope INTEGER NOT NULL,"
                " comp INTEGER NOT NULL DEFAULT 0, sv BLOB NOT NULL, sq INTEGER NOT NULL,"
                " stub INTEGER NOT NULL DEFAULT 0, place VARCHAR(80), guests INTEGER)"
            )
    office.store.declared = declaration(version)


def declared(office: Office) -> Shapes:
    return office.store.declared or shapes()


def declaration(version: int) -> Shapes:
    """The record types of a version."""
    found = dict(shapes())
    found[Person.entity] = _extended(found[Person.entity], fields_of(version))
    if version >= LATER:
        frame = held_like("visits", VISITS)
        found[VISITS] = _extended(frame, _VISIT)
    return found


def held_like(table: str, entity: int) -> Shape:
    return Shape(entity, table, None, (), {}, {}, (), None, 0, "", "", "")


def _extended(shape: Shape, fields: Iterable[Field]) -> Shape:
    """A record type with more fields."""
    listed = list(fields)
    table = sa.Table(
        shape.table,
        sa.MetaData(),
        *(sa.Column(field.name, field.kind.column_type()) for field in listed),
    )
    columns: tuple[Column, ...] = (
        *shape.columns,
        *(column_of(table, field) for field in listed),
    )
    units: dict[int, tuple[int, ...]] = {}
    for at, column in enumerate(columns):
        units[column.field.unit] = (*units.get(column.field.unit, ()), at)
    names = [*FRAME, *(column.field.name for column in columns)]
    names += ["sort_key"] if shape.keyed_by else []
    listed_names = ", ".join(f'"{name}"' for name in names)
    assigned = ", ".join(f'"{name}" = ?' for name in names[1:])
    return replace(
        shape,
        columns=columns,
        by_no={column.no: at for at, column in enumerate(columns)},
        unit_columns=units,
        mask=mask_of(units),
        insert=f"INSERT INTO {shape.table} ({listed_names}) VALUES ({', '.join('?' * len(names))})",
        update=f"UPDATE {shape.table} SET {assigned} WHERE id = ?",
        select=f"SELECT {listed_names} FROM {shape.table}",
    )


def write(office: Office, person: uuid.UUID, **values: Any) -> None:
    """Write new fields of a person, as a form of that version does."""
    columns = {column.field.name: column for column in declared(office)[Person.entity].columns}
    units = {columns[name].field.unit for name in values}
    with office.store.writing("lan") as session:
        record = session.get_one(Person, person)
        stamper: Stamper = session.info[STAMPER]
        raw = raw_connection(session.connection())
        held = {unit: _held(raw, columns.values(), record, unit) for unit in units}
        seq, _ = stamper.stamp_unit(record, mask_of(units), held)
        assigned = "".join(f', "{name}" = ?' for name in values)
        stored = [columns[name].to_storage(value) for name, value in values.items()]
        sql = f"UPDATE people SET sv = ?, sq = ?{assigned} WHERE id = ?"
        raw.execute(sql, (record.sv, seq, *stored, person.bytes))
        session.expire_all()


def _held(raw: Any, columns: Iterable[Column], record: Person, unit: int) -> dict[int, Any]:
    mine = [column for column in columns if column.field.unit == unit]
    names = ", ".join(f'"{column.field.name}"' for column in mine)
    (row,) = raw.execute(f"SELECT {names} FROM people WHERE id = ?", (record.id.bytes,)).fetchall()
    return {column.no: column.to_json(value) for column, value in zip(mine, row, strict=True)}


def add_visit(office: Office, scope: int, place: str, guests: int) -> bytes:
    """A record of the later version."""
    row = uuid.uuid4().bytes
    with office.store.writing("lan") as session:
        stamper: Stamper = session.info[STAMPER]
        seq, dot = stamper.log_apart("save", [(VISITS, row, b"")])
        sv = fresh_sv(mask_of((1, 2)), dot)
        raw_connection(session.connection()).execute(
            "INSERT INTO visits (id, scope, sv, sq, place, guests) VALUES (?, ?, ?, ?, ?, ?)",
            (row, scope, sv, seq, place, guests),
        )
    return row


def change_visit(office: Office, row: bytes, **values: Any) -> None:
    from desktop.versions.stamp import stamped

    units = {"place": 1, "guests": 2}
    with office.store.writing("lan") as session:
        stamper: Stamper = session.info[STAMPER]
        seq, dot = stamper.log_apart("save", [(VISITS, row, b"")])
        raw = raw_connection(session.connection())
        (sv,) = raw.execute("SELECT sv FROM visits WHERE id = ?", (row,)).fetchone()
        sv = stamped(sv, mask_of({units[name] for name in values}), dot, stamper.lineage)
        assigned = "".join(f', "{name}" = ?' for name in values)
        raw.execute(
            f"UPDATE visits SET sv = ?, sq = ?{assigned} WHERE id = ?",
            (sv, seq, *values.values(), row),
        )


def seen(office: Office, person: uuid.UUID, *names: str) -> tuple[Any, ...]:
    """What stands in a person's new fields."""
    listed = ", ".join(f'"{name}"' for name in names)
    with office.store.connection() as connection:
        sql = f"SELECT {listed} FROM people WHERE id = ?"
        return tuple(connection.exec_driver_sql(sql, (person.bytes,)).one())


def visits(office: Office) -> list[tuple[Any, ...]]:
    with office.store.connection() as connection:
        sql = "SELECT place, guests FROM visits WHERE stub = 0 ORDER BY place"
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def beside(office: Office) -> list[dict[str, Any]]:
    """What stands beside shown values."""
    with office.store.connection() as connection:
        rows = connection.exec_driver_sql("SELECT val FROM sync_sib ORDER BY hlc").scalars()
        return [json.loads(text) for text in rows]
