"""Which rows of lists are flagged, because somewhere in them a choice is waited for."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.fields import Reference
from desktop.operations.office import Office
from desktop.operations.one_person import OnePerson
from desktop.records import CaseFile, Person, Record, record_types
from desktop.store.portions import portions

Question = tuple[str, uuid.UUID]
"""Table and id of a record in which a choice is waited for."""
_APART = frozenset({"activities"})
"""Parts that have a list of their own, and are not looked for in what they are a part of."""


@dataclass(frozen=True)
class Flags:
    """Records with an open question in themselves, in a part of them, or in whom they are about.

    rows: by table and id as it is stored; whether this account may decide one of its questions.
    """

    rows: Mapping[str, Mapping[bytes, bool]] = field(default_factory=dict[str, dict[bytes, bool]])

    def of(self, table: str) -> Mapping[bytes, bool]:
        """The flagged rows of lists of this table."""
        return self.rows.get(table, {})


_Rows = dict[uuid.UUID, bool]


def read_flags(office: Office, own: Iterable[Question], others: Iterable[Question]) -> Flags:
    """The rows that these questions flag. own: those that this account may decide."""
    found: defaultdict[str, _Rows] = defaultdict(dict)
    for questions, may_decide in ((others, False), (own, True)):
        for table, row in questions:
            found[table][row] = may_decide
    if found:
        with office.reading() as session:
            _add_owners(session, found)
            _add_who_is_read_as_whom(office, session, found)
            _add_shown_by(session, found)
    return Flags({t: {row.bytes: own for row, own in rows.items()} for t, rows in found.items()})


def _add_owners(session: Session, found: defaultdict[str, _Rows]) -> None:
    """What each record is a part of, up to the root of its tree."""
    level = {table: dict(rows) for table, rows in found.items()}
    while level:
        above: defaultdict[str, _Rows] = defaultdict(dict)
        for table, rows in level.items():
            kind = record_types()[table]
            owner = kind.owner_type()
            if owner is None or kind.parent is None or table in _APART:
                continue
            for row, whose in _read(session, kind, kind.parent, "id", rows):
                _add(above[owner.__tablename__], whose, own=rows[row])
        for table, rows in above.items():
            for row, own in rows.items():
                _add(found[table], row, own=own)
        level = {table: rows for table, rows in above.items() if rows}


def _add_who_is_read_as_whom(
    office: Office, session: Session, found: defaultdict[str, _Rows]
) -> None:
    """Whom lists show in the place of somebody who was written down twice."""
    one_person = OnePerson(office, session)
    people = found[Person.__tablename__]
    for row, own in tuple(people.items()):
        _add(people, one_person.canonical(row), own=own)


def _add_shown_by(session: Session, found: defaultdict[str, _Rows]) -> None:
    """Cases of these people, members who are these volunteers: lists call them by that name."""
    for kind in record_types().values():
        reference = "person_id" if kind is CaseFile else kind.title[0]
        shown = kind.field(reference).kind
        if not isinstance(shown, Reference) or record_types()[shown.to].reference_data:
            continue
        rows = found.get(shown.to, {})
        for row, whose in _read(session, kind, reference, reference, rows):
            _add(found[kind.__tablename__], row, own=rows[whose])


def _add(rows: _Rows, row: uuid.UUID | None, *, own: bool) -> None:
    if row is not None:
        rows[row] = own or rows.get(row, False)


def _read(
    session: Session, kind: type[Record], reference: str, by: str, ids: Iterable[uuid.UUID]
) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """Ids of records and of what they refer to. by: the column in which these ids are looked for."""
    columns, wanted = kind.__table__.c, sorted(ids)
    for some in portions(wanted):
        asked = sa.select(columns.id, columns[reference]).where(columns[by].in_(some))
        yield from ((row, whose) for row, whose in session.execute(asked))
