"""Every record type: its numbers, labels, layout and table are what the house asks of all."""

from __future__ import annotations

import ast
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from desktop.fields import Choice, Choices, Reference
from desktop.operations.access import ACCESS
from desktop.operations.office import Office
from desktop.records import Base, Named, Record, record_type, record_types
from desktop.rules.permissions import Permission
from desktop.store import upgrade
from desktop.versions.stamp import MOST_UNITS, mask_of

from making import migration

PINNED = Path(__file__).parent / "pinned.json"
TYPES = record_types()
every_type = pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES)


def test_numbers_of_record_types_are_unique() -> None:
    entities = [kind.entity for kind in TYPES.values()]
    assert len(set(entities)) == len(entities)
    assert all(record_type(kind.entity) is kind for kind in TYPES.values())


@every_type
def test_numbers_of_fields_are_unique(kind: type[Record]) -> None:
    numbers = [field.no for field in kind.fields()]
    assert len(set(numbers)) == len(numbers)
    assert all(number >= 0 for number in numbers)


@every_type
def test_there_are_at_most_32_units_and_one_of_them_is_voiding(kind: type[Record]) -> None:
    assert len(kind.units()) <= MOST_UNITS == 32
    assert mask_of(kind.units()) < 2**32
    assert [field.name for field in kind.fields() if field.unit == 0] == ["void_reason"]


def told() -> list[list[Any]]:
    return [
        [kind.entity, table, field.no, field.name, field.unit, type(field.kind).__name__]
        for table, kind in TYPES.items()
        for field in sorted(kind.fields(), key=lambda field: field.no)
    ]


def test_numbers_units_and_kinds_are_those_that_were_pinned(write_golden: bool) -> None:
    """A number in a file that was sent means the same for ever; new fields only add lines."""
    now = told()
    if write_golden:
        lines = ",\n".join(json.dumps(line, ensure_ascii=False) for line in now)
        PINNED.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    pinned = json.loads(PINNED.read_text("utf-8"))
    gone = [line for line in pinned if line not in now]
    assert not gone, "pinned fields were changed or taken away; give the field a new number"
    assert now == pinned, "new fields: run pytest tests/laws --write-golden and keep the file"


@every_type
def test_every_field_stands_once_in_the_layout(kind: type[Record]) -> None:
    shown = kind.layout.names()
    assert len(set(shown)) == len(shown)
    assert set(shown) == {field.name for field in kind.fields()} - {"void_reason"}


def words_of(kind: type[Record]) -> list[str]:
    found = [kind.singular, kind.plural, *(section.title for section in kind.layout.sections)]
    for field in kind.fields():
        found += [field.label, field.help]
        if isinstance(field.kind, Choice | Choices):
            found += field.kind.options.values()
    return found


@every_type
def test_words_are_composed_vietnamese_without_loose_blanks(kind: type[Record]) -> None:
    for text in words_of(kind):
        assert text == unicodedata.normalize("NFC", text).strip()
        assert "  " not in text
    assert all(field.label and field.label[0].isupper() for field in kind.fields())


@every_type
def test_labels_tell_the_fields_of_a_record_apart(kind: type[Record]) -> None:
    labels = [field.label for field in kind.fields()]
    assert len(set(labels)) == len(labels)


@every_type
def test_the_title_names_fields(kind: type[Record]) -> None:
    assert kind.title
    assert all(kind.field(name) for name in kind.title)
    assert issubclass(kind, Named) == (kind.title[0] == "full_name" and kind.parent is None)


@every_type
def test_a_parent_has_a_smaller_number_and_is_a_reference(kind: type[Record]) -> None:
    # Packages and flushes write parents before their parts.
    if kind.parent is not None:
        reference = kind.field(kind.parent).kind
        assert isinstance(reference, Reference)
        assert TYPES[reference.to].entity < kind.entity


@every_type
def test_what_is_declared_as_searched_may_be_seen_by_whoever_may_search(kind: type[Record]) -> None:
    # Numbers of decisions are searched by their kind; the record behind one stays out of sight.
    declared = [field for field in kind.fields() if field.searched and not field.kind.searched]
    assert all(field.level <= 1 for field in declared)
    assert all(type(field.kind).__name__ == "Text" for field in declared)


@every_type
def test_references_point_to_record_types(kind: type[Record]) -> None:
    for field in kind.fields():
        if isinstance(field.kind, Reference):
            assert field.kind.to in TYPES
            assert field.name.endswith("_id")


@every_type
def test_names_of_columns_say_what_they_hold(kind: type[Record]) -> None:
    for field in kind.fields():
        name = type(field.kind).__name__
        assert field.name.endswith("_id") == (name == "Reference"), field.name
        if field.name.endswith(("_on",)):
            assert name == "Date", field.name


@every_type
def test_no_table_refuses_what_an_import_brings(kind: type[Record]) -> None:
    table = kind.__table__
    assert isinstance(table, sa.Table)
    assert all(
        isinstance(rule, sa.PrimaryKeyConstraint | sa.ForeignKeyConstraint)
        for rule in table.constraints
    )
    assert not any(index.unique for index in table.indexes)
    assert [column.name for column in table.primary_key] == ["id"]
    for field in kind.fields():
        assert table.c[field.name].nullable, field.name
    for key in table.foreign_keys:
        assert key.deferrable
        assert key.initially == "DEFERRED"
        assert key.ondelete is None


@every_type
def test_every_table_carries_what_exchange_needs(kind: type[Record], office: Office) -> None:
    with office.store.connection() as connection:
        columns = {
            column["name"]: column
            for column in sa.inspect(connection).get_columns(kind.__tablename__)
        }
        indexes = sa.inspect(connection).get_indexes(kind.__tablename__)
    assert {"id", "root", "scope", "comp", "sv", "sq", "stub"} <= set(columns)
    assert ["scope", "sq"] in [index["column_names"] for index in indexes]
    assert not any(index["unique"] for index in indexes)


@every_type
def test_every_type_says_who_may_read_and_write_it(kind: type[Record]) -> None:
    access = ACCESS[kind.__tablename__]
    assert all(isinstance(permission, Permission) for permission in access.read)
    sensitive = max(field.level for field in kind.fields()) >= 2
    # What is sensitive is never open to everybody who can sign in.
    assert access.read or not sensitive


def test_access_is_told_for_record_types_only() -> None:
    assert set(ACCESS) == set(TYPES)


def test_what_names_a_person_is_at_least_personal() -> None:
    open_names = {
        f"{table}.{field.name}"
        for table, kind in TYPES.items()
        for field in kind.fields()
        if type(field.kind).__name__ in ("PersonName", "CitizenNumber", "Phone") and not field.level
    }
    # Officers sign papers in public; an agency's phone stands on its letters.
    assert open_names == {"officers.full_name", "agencies.phone"}


def test_records_declare_what_the_migrations_make(office: Office) -> None:
    with office.store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=migration.OPTIONS)
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_stand_alone() -> None:
    files = sorted((upgrade.MIGRATIONS / "versions").glob("*.py"))
    assert files
    for file in files:
        imported = [
            name
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        ]
        assert not [name for name in imported if name.split(".")[0] == "desktop"], file.name


@every_type
def test_a_seal_names_codes_of_a_choice_and_parts_are_sealed_with_their_owner(
    kind: type[Record],
) -> None:
    if kind.sealed_in is not None:
        name, codes = kind.sealed_in
        state = kind.field(name).kind
        assert isinstance(state, Choice)
        assert codes < set(state.options)
    if kind.sealed_with_owner:
        assert kind.parent is not None
        owner = kind.field(kind.parent).kind
        assert isinstance(owner, Reference)
        assert TYPES[owner.to].sealed_in is not None
