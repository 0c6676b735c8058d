"""People who were found to be one are read as one: through the least of their ids."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.operations import access
from desktop.operations.office import Office
from desktop.records import Person
from desktop.store import tables
from desktop.store.exchange.sameness import SAME, groups


def same_as(connection: sa.Connection, person: uuid.UUID) -> list[uuid.UUID]:
    """All records that were found to be this person, whoever may see them."""
    told = groups(_pairs(connection))
    return [uuid.UUID(bytes=one) for one in told.get(person.bytes, ())]


def _pairs(connection: sa.Connection) -> list[tuple[bytes, bytes]]:
    same = tables.same_person
    asked = sa.select(same.c.a, same.c.b).where(same.c.verdict == SAME)
    return [(bytes(row.a), bytes(row.b)) for row in connection.execute(asked)]


class OnePerson:
    """Who is read as whom, for the signed-in person; asks the file only if there are verdicts."""

    def __init__(self, office: Office, session: Session) -> None:
        pairs = _pairs(session.connection())
        self._groups: Mapping[uuid.UUID, tuple[uuid.UUID, ...]] = {}
        if pairs:
            self._groups = self._seen(office, session, groups(pairs))

    def _seen(
        self, office: Office, session: Session, whole: Mapping[bytes, frozenset[bytes]]
    ) -> Mapping[uuid.UUID, tuple[uuid.UUID, ...]]:
        """Of each group those whom the account may see, so that nobody hides behind another."""
        ids = [uuid.UUID(bytes=one) for one in whole]
        asked = sa.select(Person.id).where(
            Person.id.in_(ids),
            ~Person.stub,
            Person.void_reason.is_(None),
            *access.conditions(office, Person),
        )
        visible = set(session.scalars(asked))
        found: dict[uuid.UUID, tuple[uuid.UUID, ...]] = {}
        for one in visible:
            members = (uuid.UUID(bytes=other) for other in sorted(whole[one.bytes]))
            found[one] = tuple(member for member in members if member in visible)
        return found

    def canonical(self, person: uuid.UUID) -> uuid.UUID:
        """The record that stands for all that are this person."""
        return self.members(person)[0]

    def members(self, person: uuid.UUID) -> tuple[uuid.UUID, ...]:
        """All records that are this person, the one that stands for them first."""
        return self._groups.get(person) or (person,)

    def hidden(self) -> list[uuid.UUID]:
        """Records for which another one stands."""
        return [one for one, members in self._groups.items() if members[0] != one]

    def widened(self, people: Iterable[uuid.UUID]) -> list[uuid.UUID]:
        """These people with all records of theirs."""
        return list(dict.fromkeys(m for one in people for m in self.members(one)))
