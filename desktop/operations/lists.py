"""Lists as a user sees them: rows, counts, quick search."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.resources import resource
from desktop.fields import Field
from desktop.operations import access, departures
from desktop.operations.exchange_keys import offices_of, own_scope
from desktop.operations.naming import OfficeNames, names
from desktop.operations.office import Office
from desktop.operations.one_person import OnePerson
from desktop.records import Person, Record, record_types
from desktop.store import lists, search
from desktop.store.keeping import read_setting, write_setting
from desktop.store.lists import Filter, Listing, field_of

__all__ = ["Filter", "Found", "ListReader", "Listing", "field_of"]


Beside = tuple[str, uuid.UUID]
"""A record by its table and id: the one that a form shows, or the one that a new part is of."""


def listing(
    office: Office,
    table: str,
    columns: Sequence[str] | None = None,
    filters: Sequence[Filter] = (),
    order: Sequence[tuple[str, bool]] = (),
) -> Listing:
    """What a list shows, cut down to what the user may see; all listed fields by default."""
    access.require_read(office, table)
    record = record_types()[table]
    shown = tuple(columns) if columns is not None else default_columns(record)
    most = access.level(office)
    allowed = tuple(name for name in shown if field_of(record, name).level <= most)
    conditions = access.conditions(office, record)
    if not any(one.operator == "left" for one in filters):
        conditions += departures.still_here(office, record) + _one_of_each(office, record)
    return Listing(
        record, allowed, tuple(filters), tuple(order) or default_order(record), conditions
    )


def _one_of_each(office: Office, record: type[Record]) -> tuple[sa.ColumnElement[bool], ...]:
    """What lists somebody once who was written down twice."""
    if record is not Person:
        return ()
    with office.reading() as session:
        hidden = OnePerson(office, session).hidden()
    return (record.__table__.c.id.not_in(hidden),) if hidden else ()


def default_columns(record: type[Record]) -> tuple[str, ...]:
    """The fields that are declared as listed, in their order."""
    return tuple(field.name for field in record.fields() if field.listed)


_ORDERS: Mapping[str, tuple[tuple[str, bool], ...]] = {
    "case_files": (("intake_on", False), ("number", False)),
    "contacts": (("at", False),),
    "case_documents": (("seq", True),),
    "activities": (("from_on", False),),
    "trainings": (("from_on", False),),
    "inspections": (("started_on", False),),
    "reports": (("to_on", False),),
    "code_items": (("code_list", True), ("position", True)),
    "checklist_questions": (("position", True),),
    "admin_units": (("code", True),),
    "targets": (("year", False), ("indicator", True)),
    "norm_rates": (("item", True), ("valid_from", False)),
    "letter_templates": (("kind", True), ("valid_from", False)),
    "letter_parts": (("position", True),),
    "findings": (("due_on", True),),
    "memberships": (("from_on", True),),
}


def default_order(record: type[Record]) -> tuple[tuple[str, bool], ...]:
    """Latest first where time matters, by name elsewhere."""
    return _ORDERS.get(record.__tablename__, ((record.title[0], True),))


class ListReader:
    """Reads one listing: first all ids, then pages of cells as they are painted."""

    def __init__(self, office: Office, shown: Listing) -> None:
        self._office = office
        self.listing = shown
        self._names: OfficeNames | None = None

    @property
    def fields(self) -> list[Field]:
        """The fields of the columns, in order."""
        return [field_of(self.listing.record, name) for name in self.listing.columns]

    def ids(self) -> Sequence[bytes]:
        """The ids of all rows, as stored bytes."""
        with self._office.reading() as session:
            return lists.read_ids(session, self.listing)

    def cells(self, ids: Sequence[bytes]) -> list[list[str]]:
        """The rows of these ids as people read them."""
        with self._office.reading() as session:
            return lists.read_cells(session, self.listing, ids, self._called_so(session))

    def _called_so(self, session: Session) -> OfficeNames:
        # The labels of codes are kept from page to page; the session is the page's own.
        if self._names is None:
            self._names = names(self._office, session)
        self._names.read_through(session)
        return self._names


def count(office: Office, table: str, filters: Sequence[Filter] = ()) -> int:
    """How many records of this type the user sees."""
    shown = listing(office, table, (), filters)
    with office.reading() as session:
        return lists.count(session, shown)


@dataclass(frozen=True)
class Found:
    """One hit of quick search, as the drop-down shows it."""

    table: str
    id: uuid.UUID
    title: str
    detail: str


def find(
    office: Office, typed: str, limit: int = 50, tables: Sequence[str] = ()
) -> list[search.Hit]:
    """The records that have all the typed words, as far as the user may see them.

    tables: only records of these types; all if empty.
    """
    with office.store.connection() as connection:
        hits = search.find(
            connection,
            typed,
            access.searched_entities(office, tables),
            sorted(office.user.compartments),
            limit,
        )
    people = Person.__tablename__
    if not any(hit.table == people for hit in hits):
        return hits
    with office.reading() as session:
        one = OnePerson(office, session)
    read = (search.Hit(h.table, one.canonical(h.id)) if h.table == people else h for h in hits)
    return list(dict.fromkeys(read))


_DETAILS: Mapping[str, tuple[str, ...]] = {
    "people": ("birth_date", "id_number", "phone"),
    "case_files": ("person_id", "case_type", "status"),
    "volunteers": ("birth_date", "phone", "address"),
    "officers": ("position",),
    "teams": ("unit_id",),
    "hamlets": ("leader",),
    "activities": ("from_on", "team_id"),
    "trainings": ("from_on", "organiser"),
    "inspections": ("template_id", "team_id", "target_name", "started_on"),
    "reports": ("from_on", "to_on", "status"),
    "family_members": ("relation", "person_id", "birth_year"),
    "case_documents": ("number", "summary", "case_id"),
    "memberships": ("team_id", "from_on"),
}


def quick_search(office: Office, typed: str, limit: int = 30) -> list[Found]:
    """Hits with what they are called and a line that tells them apart."""
    hits = find(office, typed, limit)
    by_table: dict[str, list[uuid.UUID]] = {}
    for hit in hits:
        by_table.setdefault(hit.table, []).append(hit.id)
    shown: dict[tuple[str, uuid.UUID], Found] = {}
    with office.reading() as session:
        for table, ids in by_table.items():
            for found in _described(office, session, table, ids):
                shown[found.table, found.id] = found
    return [shown[hit.table, hit.id] for hit in hits if (hit.table, hit.id) in shown]


def _described(
    office: Office, session: Session, table: str, ids: Sequence[uuid.UUID]
) -> list[Found]:
    record = record_types()[table]
    title = record.title
    details = _DETAILS.get(table, ())
    visible = listing(office, table, (*title, *details))
    narrowed = replace(visible, conditions=(*visible.conditions, record.id.in_(ids)))
    kept = lists.read_ids(session, narrowed)
    cells = lists.read_cells(session, visible, kept, names(office, session))
    found: list[Found] = []
    for raw, row in zip(kept, cells, strict=True):
        called = next((cell for cell in row[: len(title)] if cell), "")
        detail = " · ".join(cell for cell in row[len(title) :] if cell)
        found.append(Found(table, uuid.UUID(bytes=bytes(raw)), called, detail))
    return found


def lookup(
    office: Office, table: str, typed: str, limit: int = 20, beside: Beside | None = None
) -> list[Found]:
    """Records of one type for a field that refers to it; the first of the list if nothing is typed.

    Types that are not called by a person's name or a number are looked through by their titles:
    there are few of them, and any part of a title counts.
    beside: a record of whose office they are to be, if they are not to be of ours.
    """
    record = record_types()[table]
    offices = _offices_beside(office, beside)
    searched = record.field(record.title[0]).kind.searched and not record.reference_data
    if typed.strip() and searched and offices is None:
        found = [hit.id for hit in find(office, typed, limit, (table,))]
        with office.reading() as session:
            return _described(office, session, table, found)
    with office.reading() as session:
        shown = listing(office, table, (*record.title, *_DETAILS.get(table, ())))
        if offices is not None:
            theirs = record.__table__.c.scope.in_(sorted(offices))
            shown = replace(shown, conditions=(*shown.conditions, theirs))
        ids = lists.read_titled(session, shown, typed, limit)
        return _described(office, session, table, [uuid.UUID(bytes=bytes(i)) for i in ids])


def _offices_beside(office: Office, beside: Beside | None) -> frozenset[int] | None:
    """The offices whose records fit beside a record; None for whatever is here."""
    if beside is None:
        return None
    table, record_id = beside
    columns = record_types()[table].__table__.c
    with office.store.connection() as connection:
        home = connection.scalar(sa.select(columns.scope).where(columns.id == record_id))
        offices = None if home is None else offices_of(connection, home)
        return None if offices is None else offices | {own_scope(connection)}


def code_list_titles() -> dict[str, str]:
    """What the code lists L1 to L23 are called, in their order."""
    told = json.loads(resource("codes/lists.json").read_text("utf-8"))
    return {one["list"]: one["title"] for one in told["lists"]}


@dataclass(frozen=True)
class ListLook:
    """How a user arranged a list: columns in order, their widths, the order of rows."""

    columns: tuple[str, ...]
    widths: Mapping[str, int]
    order: tuple[tuple[str, bool], ...]


def read_look(office: Office, table: str) -> ListLook:
    """The user's arrangement of a list, or the declared one."""
    record = record_types()[table]
    with office.store.connection() as connection:
        kept: dict[str, Any] = read_setting(connection, f"list {table}", office.user.name) or {}
    known = {field.name for field in record.fields()}
    columns = [name for name in kept.get("columns", ()) if name.partition(".")[0] in known]
    return ListLook(
        tuple(columns) or default_columns(record),
        {name: int(width) for name, width in kept.get("widths", {}).items()},
        tuple((str(name), bool(up)) for name, up in kept.get("order", ())) or default_order(record),
    )


def keep_look(office: Office, table: str, look: ListLook) -> None:
    """Keep how the user arranged a list."""
    kept = {"columns": look.columns, "widths": dict(look.widths), "order": look.order}
    with office.store.connection(write=True) as connection:
        write_setting(connection, f"list {table}", kept, office.user.name)
