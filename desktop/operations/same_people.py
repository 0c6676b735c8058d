"""One person written down twice: who may be, who decides, and how the two are read as one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.clock import moment
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.text import fold
from desktop.operations import access
from desktop.operations.disagreeing_offices import DisagreeingOffices
from desktop.operations.exchange_keys import NotEnrolled, held_roster, own_scope
from desktop.operations.naming import names
from desktop.operations.office import Office
from desktop.records import CaseFile, Person, Residence
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.exchange.sameness import SAME
from desktop.versions.clock import moment_ms

KIND = "same"
"""What the log calls a verdict; a later verdict undoes it."""
_REVIEWED_FOR = dt.timedelta(days=90)


@dataclass(frozen=True)
class Side:
    """One of the two records: its values by field, its cases, whose it is."""

    id: uuid.UUID
    called: str
    office: str
    texts: Mapping[str, str]
    values: Mapping[str, Any]
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two records that may be, or were found to be, one person; the first has the least id.

    verdict: "" while nobody decided. fields: in which they differ, with their labels.
    """

    first: Side
    second: Side
    reason: str
    verdict: str
    fields: tuple[tuple[str, str], ...]
    may_decide: bool


# -- who may be one -------------------------------------------------------------------------------


def same_people(office: Office) -> list[Pair]:
    """Pairs that wait for a verdict, then those of the last 90 days that have one.

    Candidates have the same identity number; or the same name without its marks, the same date of
    birth and the same commune.
    """
    office.require(Permission.READ_CASES)
    since = office.clock.now() - _REVIEWED_FOR
    with office.reading() as session:
        verdicts = _verdicts(session)
        found = _candidates(office, session)
        wanted: dict[tuple[bytes, bytes], str] = {
            pair: reason for pair, reason in found.items() if pair not in verdicts
        }
        for pair, (verdict, at) in verdicts.items():
            if at >= since:
                told = tr("Đã chọn: một người") if verdict == SAME else tr("Đã chọn: hai người")
                wanted[pair] = told
        reader = _Pairs(office, session)
        pairs = [
            reader.pair(pair, reason, verdicts.get(pair, ("", since))[0])
            for pair, reason in wanted.items()
        ]
    return [one for one in pairs if one is not None]


def count_same_people(office: Office) -> int:
    """How many pairs wait for a verdict that this account may give."""
    return sum(not one.verdict and one.may_decide for one in same_people(office))


def _verdicts(session: Session) -> dict[tuple[bytes, bytes], tuple[str, dt.datetime]]:
    rows = session.connection().execute(sa.select(tables.same_person))
    return {(bytes(row.a), bytes(row.b)): (row.verdict, moment(moment_ms(row.hlc))) for row in rows}


def _candidates(office: Office, session: Session) -> dict[tuple[bytes, bytes], str]:
    columns = Person.__table__.c
    asked = sa.select(
        columns.id, columns.full_name, columns.birth_date, columns.id_number, columns.scope
    ).where(
        columns.stub.is_(False),
        columns.void_reason.is_(None),
        *access.conditions(office, Person),
    )
    by_number: defaultdict[str, list[bytes]] = defaultdict(list)
    by_name: defaultdict[tuple[str, str], list[tuple[bytes, int]]] = defaultdict(list)
    for person, name, born, number, scope in session.execute(asked):
        if number:
            by_number[number].append(person.bytes)
        if name and born is not None:
            by_name[fold(name), str(born)].append((person.bytes, scope))
    found = {
        pair: tr("Cùng số căn cước") for some in by_number.values() for pair in _pairs_of(some)
    }
    for some in by_name.values():
        for pair in _of_one_commune(session, some) if len(some) > 1 else ():
            found.setdefault(pair, tr("Cùng họ tên, ngày sinh và xã"))
    return found


def _pairs_of(rows: Collection[bytes]) -> Iterator[tuple[bytes, bytes]]:
    ordered = sorted(rows)
    for at, one in enumerate(ordered):
        yield from ((one, other) for other in ordered[at + 1 :])


def _of_one_commune(
    session: Session, people: Collection[tuple[bytes, int]]
) -> Iterator[tuple[bytes, bytes]]:
    """Those pairs that one office has, or that live in one commune."""
    places: dict[bytes, set[object]] = {row: {scope} for row, scope in people}
    ids = [uuid.UUID(bytes=row) for row in places]
    homes = sa.select(Residence.person_id, Residence.unit_id).where(
        Residence.person_id.in_(ids), ~Residence.stub, Residence.void_reason.is_(None)
    )
    for person, unit in session.execute(homes):
        places[person.bytes].add(unit)
    for a, b in _pairs_of(places):
        if places[a] & places[b]:
            yield a, b


class _Pairs:
    """Puts pairs into words, in one session."""

    def __init__(self, office: Office, session: Session) -> None:
        self._office, self._session = office, session
        self._names = names(office, session)
        self._offices = DisagreeingOffices(session.connection())
        self._may = office.may(Permission.WRITE_CASES)

    def pair(self, pair: tuple[bytes, bytes], reason: str, verdict: str) -> Pair | None:
        """None if one of the two is not there for this account."""
        asked = sa.select(Person).where(
            Person.id.in_([uuid.UUID(bytes=one) for one in pair]),
            ~Person.stub,
            Person.void_reason.is_(None),
            *access.conditions(self._office, Person),
        )
        people = sorted(self._session.scalars(asked), key=lambda one: one.id.bytes)
        if len(people) != 2:
            return None
        first, second = (self._side(one) for one in people)
        differing = tuple(
            (field.name, tr(field.label))
            for field in Person.fields()
            if first.texts.get(field.name, "") != second.texts.get(field.name, "")
        )
        ours = all(_is_ours(self._session, one.scope) for one in people)
        return Pair(first, second, reason, verdict, differing, self._may and ours)

    def _side(self, person: Person) -> Side:
        most = access.level(self._office)
        fields = [field for field in Person.fields() if field.level <= most and field.no]
        values = {field.name: getattr(person, field.name) for field in fields}
        texts = {
            field.name: field.kind.format(value, self._names)
            for field in fields
            if (value := values[field.name]) is not None
        }
        cases = sa.select(CaseFile.number).where(
            CaseFile.person_id == person.id,
            CaseFile.void_reason.is_(None),
            ~CaseFile.stub,
            *access.conditions(self._office, CaseFile),
        )
        numbers = tuple(self._session.scalars(cases.order_by(CaseFile.number)))
        office = self._offices.name(person.scope)
        return Side(person.id, person.called, office, texts, values, numbers)


def _is_ours(session: Session, scope: int) -> bool:
    """Whether this office decides upon people of that one: its own, or one below it."""
    connection = session.connection()
    own = own_scope(connection)
    if scope == own:
        return True
    try:
        return held_roster(connection).is_above(own, scope)
    except NotEnrolled:
        return False


# -- deciding ---------------------------------------------------------------------------------------


def require_decidable(office: Office, session: Session, a: uuid.UUID, b: uuid.UUID) -> None:
    """Raise UserError unless this office decides upon both."""
    for one in (a, b):
        asked = sa.select(Person.scope).where(
            Person.id == one, ~Person.stub, *access.conditions(office, Person)
        )
        scope = session.scalar(asked)
        if scope is None or not _is_ours(session, scope):
            raise UserError(
                tr(
                    "Một trong hai người do cơ quan khác giữ nên ở đây không chọn được. Chưa có gì "
                    "thay đổi. Hãy nhờ tỉnh."
                )
            )
