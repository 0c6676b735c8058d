"""Cases and people that this office had and has left to another one: where they went."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations.disagreeing_offices import DisagreeingOffices
from desktop.operations.exchange_keys import own_scope
from desktop.operations.office import Office
from desktop.records import Record
from desktop.store import lists, tables
from desktop.store.exchange.leaving import left_trees


@dataclass(frozen=True)
class Errand:
    """What goes with a tree that moves from one office to another: by whose paper, and why."""

    from_office: int
    to: int
    number: str
    on: dt.date
    why: str

    def line(self) -> str:
        """As it travels."""
        told = [self.from_office, self.to, self.number, self.on.isoformat(), self.why]
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def read(cls, line: str) -> Errand | None:
        """As it was told; None if it was told otherwise."""
        try:
            sender, to, number, on, why = cast("list[Any]", json.loads(line))
            return cls(int(sender), int(to), str(number), dt.date.fromisoformat(on), str(why))
        except (ValueError, TypeError):
            return None


@dataclass(frozen=True)
class Departure:
    """Where something went, and by which paper."""

    to: str
    on: dt.date | None
    number: str
    why: str

    def sentence(self) -> str:
        """What is to be read in place of what is not here any more."""
        by = tr(" theo văn bản {number} ngày {on:%d/%m/%Y}")
        paper = by.format(number=self.number, on=self.on) if self.on and self.number else ""
        return tr("Hồ sơ này đã chuyển tới {to}{paper}.").format(to=self.to, paper=paper)


def departure_of(session: Session, root: uuid.UUID) -> Departure | None:
    """Where a tree went that this office had; None while it is here."""
    connection = session.connection()
    found = left_trees(connection, own_scope(connection), root.bytes)
    return _departure(DisagreeingOffices(connection), found[0].reason) if found else None


def departures(office: Office) -> Mapping[uuid.UUID, Departure]:
    """Everything that this office has left, by root."""
    with office.reading() as session:
        connection = session.connection()
        offices = DisagreeingOffices(connection)
        return {
            uuid.UUID(bytes=one.root): _departure(offices, one.reason)
            for one in left_trees(connection, offices.own)
        }


def own_number(office: Office) -> int:
    """The number of this office in every record."""
    with office.store.connection() as connection:
        return own_scope(connection)


def arrival_of(session: Session, root: uuid.UUID) -> Errand | None:
    """By what errand a tree came to this office; None for one that began here."""
    connection = session.connection()
    shares, own = tables.shares, own_scope(connection)
    asked = sa.select(shares.c.reason).where(
        shares.c.root == root.bytes, shares.c.office == own, shares.c.closed.is_(False)
    )
    told = Errand.read(connection.execute(asked).scalar() or "")
    return told if told is not None and told.to == own else None


def _departure(offices: DisagreeingOffices, reason: str) -> Departure:
    errand = Errand.read(reason)
    if errand is None:
        return Departure(tr("cơ quan khác"), None, "", "")
    return Departure(offices.name(errand.to), errand.on, errand.number, errand.why)


def still_here(office: Office, kind: type[Record]) -> tuple[sa.ColumnElement[bool], ...]:
    """What keeps things that were left out of a list; nothing where nothing was left."""
    if kind.parent is not None:
        return ()
    with office.store.connection() as connection:
        own = own_scope(connection)
        if not left_trees(connection, own):
            return ()
    return (~lists.is_left(kind.__table__.c.id, own),)


def refuse_departed(session: Session, record: Record) -> None:
    """Raise UserError for a record of a tree that this office has left."""
    departure = departure_of(session, record.root or record.id)
    if departure is not None:
        raise UserError(
            tr(
                "{said} Ở đây không sửa được nữa; chưa có gì thay đổi. Cần sửa thì nhờ {to}."
            ).format(said=departure.sentence(), to=departure.to)
        )
