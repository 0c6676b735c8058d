"""Before a case is opened: who is already known here, and with which cases."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.i18n import tr
from desktop.fields import Partial
from desktop.operations import access, lists
from desktop.operations.naming import names
from desktop.operations.office import Office, agency
from desktop.operations.one_person import OnePerson
from desktop.operations.records import get_visible
from desktop.operations.residences import current_hamlet
from desktop.records import CaseFile, Person, record_types
from desktop.records.cases import ENDED
from desktop.rules.duplicates import Identity, Known, Match, candidates, same_number
from desktop.rules.permissions import Permission

MOST_KNOWN = 5
"""How many people are shown before the clerk is asked to type more."""
_HITS = 200
_SIMILAR = 40


@dataclass(frozen=True)
class KnownCase:
    """A case of somebody who is known, on one line."""

    id: uuid.UUID
    number: str
    label: str
    """What kind of case it is and where it stands; no kind for who may not see it."""
    ended: bool


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who may be the one who came in."""

    id: uuid.UUID
    name: str
    detail: str
    reason: str
    cases: tuple[KnownCase, ...]


def find_known(office: Office, typed: Mapping[str, Any]) -> list[KnownPerson]:
    """Who may be the person being written down, the likeliest first, at most six.

    typed: full_name, birth_date (Partial) and id_number as far as they are typed; the number
    may also be that of a case. A sixth hit says that there are more than are worth reading.
    """
    office.require(Permission.WRITE_CASES)
    reasons = {m.known.id: m.reason for m in similar_people(office, typed)}
    for text, reason in (
        (typed.get("id_number"), tr("Có số này")),
        (typed.get("full_name"), tr("Có các chữ đã gõ")),
    ):
        for person_id in _people_with(office, str(text or "")):
            reasons.setdefault(person_id, reason)
    with office.reading() as session:
        people = {person.id: person for person in _visible(office, session, list(reasons))}
        found = [person for i in reasons if (person := people.get(i)) and _may_be(typed, person)]
        return [_known(office, session, p, reasons[p.id]) for p in found[: MOST_KNOWN + 1]]


def similar_people(office: Office, values: Mapping[str, Any]) -> tuple[Match, ...]:
    """People who may be the one being typed; asked before a new person is written down."""
    office.require(Permission.WRITE_CASES)
    born = values.get("birth_date")
    typed = Identity(
        values.get("full_name"),
        born.year if isinstance(born, Partial) else None,
        values.get("id_number"),
    )
    found: set[uuid.UUID] = set()
    for text in (typed.full_name, typed.id_number):
        if text:
            found.update(hit.id for hit in lists.find(office, text, _SIMILAR, ("people",)))
    with office.reading() as session:
        people = session.scalars(sa.select(Person).where(Person.id.in_(found)))
        return candidates(typed, [_identity(person) for person in people])


def _identity(person: Person) -> Known:
    year = person.birth_date.year if person.birth_date else None
    return Known(
        full_name=person.full_name,
        birth_year=year,
        id_number=person.id_number,
        id=person.id,
    )


def _may_be(typed: Mapping[str, Any], person: Person) -> bool:
    """Whether the year of birth does not speak against it; the same number always counts."""
    born = typed.get("birth_date")
    if same_number(typed.get("id_number"), person.id_number):
        return True
    if not isinstance(born, Partial) or person.birth_date is None:
        return True
    return born.year == person.birth_date.year


def _people_with(office: Office, text: str) -> list[uuid.UUID]:
    hits = lists.find(office, text, _HITS, ("people", "case_files")) if text.strip() else []
    of_cases = [hit.id for hit in hits if hit.table == "case_files"]
    with office.reading() as session:
        statement = sa.select(CaseFile.person_id).where(
            CaseFile.id.in_(of_cases), *access.conditions(office, CaseFile)
        )
        owners = list(session.scalars(statement))
    return [*(hit.id for hit in hits if hit.table == "people"), *owners]


def _visible(office: Office, session: Session, ids: Sequence[uuid.UUID]) -> Sequence[Person]:
    statement = sa.select(Person).where(
        Person.id.in_(ids),
        Person.void_reason.is_(None),
        ~Person.stub,
        *access.conditions(office, Person),
    )
    return session.scalars(statement).all()


def known_person(office: Office, person_id: uuid.UUID) -> KnownPerson:
    """Somebody who is known, with the cases that the user sees. Raises UserError."""
    with office.reading() as session:
        person = get_visible(office, session, "people", person_id)
        return _known(office, session, person, "")


def _known(office: Office, session: Session, person: Person, reason: str) -> KnownPerson:
    shown = ("sex", "birth_date", "id_number")
    values = [(Person.field(name).kind, getattr(person, name)) for name in shown]
    words = [kind.format(value) for kind, value in values if value is not None]
    hamlet = current_hamlet(session, person.id)
    detail = " · ".join([*words, hamlet] if hamlet else words)
    return KnownPerson(
        person.id, person.called, detail, reason, _cases_of(office, session, person.id)
    )


def _cases_of(office: Office, session: Session, person_id: uuid.UUID) -> tuple[KnownCase, ...]:
    called_so, most = names(office, session), access.level(office)
    statement = sa.select(CaseFile).where(
        CaseFile.person_id.in_(OnePerson(office, session).members(person_id)),
        CaseFile.void_reason.is_(None),
        ~CaseFile.stub,
        *access.conditions(office, CaseFile),
    )
    found: list[KnownCase] = []
    for case in session.scalars(statement.order_by(CaseFile.intake_on.desc())):
        fields = [CaseFile.field(name) for name in ("case_type", "status")]
        words = [
            field.kind.format(getattr(case, field.name), called_so)
            for field in fields
            if field.level <= most and getattr(case, field.name) is not None
        ]
        found.append(KnownCase(case.id, case.number, " · ".join(words), case.status in ENDED))
    return tuple(found)


def person_and_records(office: Office, person_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """The record that stands for somebody, then all other records of the same person."""
    with office.reading() as session:
        return OnePerson(office, session).members(person_id)


def find_people(office: Office, typed: str) -> list[uuid.UUID]:
    """The people with all the typed words, for the list's search."""
    access.require_read(office, "people")
    return [hit.id for hit in lists.find(office, typed, _HITS * 5, ("people",))]


def find_cases(office: Office, typed: str) -> list[uuid.UUID]:
    """The cases whose own words or whose person's have all that is typed, for the list's search."""
    access.require_read(office, "case_files")
    hits = lists.find(office, typed, _HITS * 5, ("people", "case_files"))
    own = [hit.id for hit in hits if hit.table == "case_files"]
    people = [hit.id for hit in hits if hit.table == "people"]
    with office.reading() as session:
        people = OnePerson(office, session).widened(people)
        statement = sa.select(CaseFile.id).where(
            sa.or_(CaseFile.id.in_(own), CaseFile.person_id.in_(people)),
            *access.conditions(office, CaseFile),
        )
        return list(session.scalars(statement))


def own_unit(office: Office) -> uuid.UUID:
    """The commune whose office this is: where most people live."""
    with office.reading() as session:
        return agency(session).unit_id


def owner_of(office: Office, table: str, part_id: uuid.UUID) -> uuid.UUID:
    """The case or person that a part (a contact, a paper, a relative …) belongs to.

    Raises UserError if the part is not there for this user.
    """
    access.require_read(office, table)
    parent = record_types()[table].parent
    assert parent is not None, table
    with office.reading() as session:
        owner: uuid.UUID = getattr(get_visible(office, session, table, part_id), parent)
    return owner
