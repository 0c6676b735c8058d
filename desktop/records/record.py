"""What every record has in common."""

from __future__ import annotations

import dataclasses
import functools
import uuid
from importlib import import_module
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from desktop.base.i18n import N_
from desktop.base.ids import end_of_id, new_id
from desktop.base.text import name_key, nfc
from desktop.fields import Field, IdType, Layout, Reference, Text, Values, optional

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


KEY_MARK = "#"
"""Stands between what a record is called and the end of its id."""
Seal = tuple[str, frozenset[str]]
"""A field that tells the state of a record, and the codes in which it is not written freely."""


class Base(DeclarativeBase):
    """Where the tables of the office file are known."""

    metadata = sa.MetaData(naming_convention=NAMES)


class Record(Base):
    """Something the office keeps: it is listed, edited, printed and exchanged.

    entity: its number in packages and in the log, pinned for ever.
    singular, plural: what it is called.
    layout: where its fields stand in forms and on paper.
    title: fields that name it; the first one filled in is shown.
    parent: the reference that makes it a part of another record's tree; None for a root.
    sealed_in: the field and its codes in which only the operations of its own steps write it.
    sealed_with_owner: whether it is not written either while the record it is a part of is sealed.
    counts_on: the day by which periodic reports count it and what is a part of it; None if they
        do not count it so.
    reference_data: rows that the province hands down; they belong to every office (scope 0).
    versions_of: the field that all versions of one form share, each from its day on; None for
        what has no versions.
    filled_in_by: the table and the field of the records that are filled in after this form; once
        there is one, the parts of the form are not written any more.
    """

    __abstract__ = True

    entity: ClassVar[int]
    singular: ClassVar[str]
    plural: ClassVar[str]
    layout: ClassVar[Layout]
    title: ClassVar[tuple[str, ...]]
    parent: ClassVar[str | None] = None
    sealed_in: ClassVar[Seal | None] = None
    sealed_with_owner: ClassVar[bool] = False
    counts_on: ClassVar[str | None] = None
    reference_data: ClassVar[bool] = False
    versions_of: ClassVar[str | None] = None
    filled_in_by: ClassVar[tuple[str, str] | None] = None

    id: Mapped[uuid.UUID] = mapped_column(IdType(), primary_key=True, sort_order=-9)
    root: Mapped[uuid.UUID | None] = mapped_column(IdType(), nullable=True, sort_order=-8)
    scope: Mapped[int] = mapped_column(sa.Integer(), nullable=False, sort_order=-7)
    comp: Mapped[int] = mapped_column(
        sa.Integer(), nullable=False, default=0, server_default="0", sort_order=-6
    )
    sv: Mapped[bytes] = mapped_column(sa.LargeBinary(), nullable=False, sort_order=-5)
    sq: Mapped[int] = mapped_column(sa.Integer(), nullable=False, sort_order=-4)
    stub: Mapped[bool] = mapped_column(
        sa.Boolean(), nullable=False, default=False, server_default="0", sort_order=-3
    )
    void_reason: Mapped[str | None] = optional(
        Text(max_length=300), N_("Lý do hủy bỏ"), no=0, unit=0, asked=True
    )

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        return (sa.Index(None, "scope", "sq"),)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", new_id())
        super().__init__(**values)

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """The declared fields, in the order they were written."""
        return _fields(cls)

    @classmethod
    def field(cls, name: str) -> Field:
        """One declared field. Raises KeyError if there is none of this name."""
        return _by_name(cls)[name]

    @classmethod
    def units(cls) -> frozenset[int]:
        """The units its fields fall into."""
        return frozenset(field.unit for field in cls.fields())

    @classmethod
    def owner_type(cls) -> type[Record] | None:
        """The type of the record that this is a part of; None for a root."""
        return _owner_type(cls)

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        """What is wrong between the fields: field names and one sentence each."""
        return {}

    @classmethod
    def key(cls, called: str, record_id: uuid.UUID) -> str:
        """What names one record and no other, also in a command that somebody types.

        called: what the record is called; that is enough where no two may be called the same,
        elsewhere the end of its id stands behind it.
        """
        if called and cls.field(cls.title[0]).unique:
            return called
        return f"{called} {KEY_MARK}{end_of_id(record_id)}".strip()

    def values(self) -> dict[str, Any]:
        """The declared fields' values, by name."""
        return {field.name: getattr(self, field.name) for field in self.fields()}

    def derive(self) -> None:
        """Fill in the columns that follow from others; called before every flush."""

    @property
    def called(self) -> str:
        """What this record is called on the screen."""
        for name in self.title:
            value = getattr(self, name)
            if value is not None:
                return self.field(name).kind.format(value)
        return ""


class Named(Record):
    """A record that is called by a person's name and sorts by the given name."""

    __abstract__ = True

    sort_key: Mapped[str | None] = mapped_column(sa.String(200), nullable=True, sort_order=99)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        # All that a list needs to know before it is painted: read from here, a hundred thousand
        # names come in order without a look at the rows themselves.
        listed = ("sort_key", "id", "comp", "stub", "void_reason")
        return (
            sa.Index(None, "scope", "sq"),
            sa.Index(f"ix_{cls.__tablename__}_sort_key", *listed),
        )

    def derive(self) -> None:
        self.sort_key = name_key(self.called)


@event.listens_for(Record, "attribute_instrument", propagate=True)
def _compose_text(_record: type[Record], _name: str, attribute: Any) -> None:
    """Let every text field hold the composed spelling, whoever sets it and from wherever."""
    column = attribute.property.columns[0]
    if "field" in column.info and isinstance(column.type, sa.String):
        event.listen(attribute, "set", _composed, retval=True)


def _composed(_record: Record, value: Any, _before: Any, _initiator: Any) -> Any:
    return nfc(value) if isinstance(value, str) else value


@functools.cache
def _fields(record_type: type[Record]) -> tuple[Field, ...]:
    columns = record_type.__table__.columns
    found = [
        dataclasses.replace(column.info["field"], name=column.key)
        for column in columns
        if "field" in column.info
    ]
    # The reason for voiding is declared first but read last.
    return tuple(sorted(found, key=lambda field: field.no == 0))


@functools.cache
def _by_name(record_type: type[Record]) -> dict[str, Field]:
    return {field.name: field for field in _fields(record_type)}


@functools.cache
def _owner_type(record_type: type[Record]) -> type[Record] | None:
    if record_type.parent is None:
        return None
    reference = record_type.field(record_type.parent).kind
    assert isinstance(reference, Reference)
    return record_types()[reference.to]


@functools.cache
def record_types() -> dict[str, type[Record]]:
    """Every record type, by table name, in the order of their numbers."""
    import_module("desktop.records")  # whoever asks first must find them all

    types = (mapper.class_ for mapper in Base.registry.mappers)
    found = [t for t in types if issubclass(t, Record)]
    return {t.__tablename__: t for t in sorted(found, key=lambda t: t.entity)}


@functools.cache
def record_type(entity: int) -> type[Record]:
    """The record type of this number. Raises KeyError for a number of a newer version."""
    return {t.entity: t for t in record_types().values()}[entity]
