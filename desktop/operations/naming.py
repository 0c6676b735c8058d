"""What codes and records are called in this office."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.clock import today
from desktop.operations.office import Office
from desktop.operations.one_person import OnePerson
from desktop.records import CodeItem, Person
from desktop.store.lists import titles


class OfficeNames:
    """Labels of codes and titles of records, read when first asked for and kept.

    To be asked only while its session is open.
    A label stays on old records when its item is no longer offered. A code is offered once, also
    where an office had added it before it took part in an exchange and the province adds it later.
    """

    def __init__(self, office: Office, session: Session, day: dt.date) -> None:
        """Codes are those that are offered on this day."""
        self._office, self._session = office, session
        self._day = day
        self._labels: dict[tuple[str, str], str] = {}
        self._offered: dict[str, dict[str, str]] = {}
        self._titles: dict[tuple[str, uuid.UUID], str] = {}
        self._has_codes = False

    def read_codes(self) -> None:
        """Read the lists once, with the first code that is asked for."""
        if self._has_codes:
            return
        self._has_codes = True
        columns = (
            CodeItem.code_list,
            CodeItem.code,
            CodeItem.label,
            CodeItem.valid_from,
            CodeItem.valid_to,
        )
        statement = sa.select(*columns).where(CodeItem.void_reason.is_(None), ~CodeItem.stub)
        for code_list, code, label, start, end in self._session.execute(
            statement.order_by(CodeItem.code_list, CodeItem.position)
        ):
            self._labels[code_list, code] = label
            if (start is None or start <= self._day) and (end is None or self._day <= end):
                self._offered.setdefault(code_list, {})[code] = label

    def read_through(self, session: Session) -> None:
        """Read titles through another session from now on; those known are read anew."""
        if session is not self._session:
            self._session = session
            self._titles.clear()

    def code(self, code_list: str, code: str) -> str:
        self.read_codes()
        return self._labels.get((code_list, code), code)

    def codes(self, code_list: str) -> Sequence[tuple[str, str]]:
        self.read_codes()
        return [*self._offered.get(code_list, {}).items()]

    def record(self, table: str, record_id: uuid.UUID) -> str:
        key = (table, record_id)
        if key not in self._titles:
            self.remember(table, [record_id])
        return self._titles.get(key, "")

    def remember(self, table: str, ids: Sequence[uuid.UUID]) -> None:
        """Read the titles of many records at once."""
        for record_id, title in called_as(self._office, self._session, table, ids).items():
            self._titles[table, record_id] = title


def called_as(
    office: Office, session: Session, table: str, ids: Sequence[uuid.UUID]
) -> Mapping[uuid.UUID, str]:
    """What records are called, by id; one who was written down twice has one name."""
    if table != Person.__tablename__:
        return titles(session, table, ids)
    one = OnePerson(office, session)
    read = {record_id: one.canonical(record_id) for record_id in ids}
    found = titles(session, table, list(dict.fromkeys(read.values())))
    return {mine: found[theirs] for mine, theirs in read.items() if theirs in found}


def names(office: Office, session: Session) -> OfficeNames:
    """The names as this session sees them today."""
    return OfficeNames(office, session, today(office.clock))


class StandingNames:
    """Names for windows that stay open: each unknown title is read once, in a short session.

    ``forget`` when records change; labels of codes are read anew with the next question.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._codes: OfficeNames | None = None
        self._titles: dict[tuple[str, uuid.UUID], str] = {}

    def code(self, code_list: str, code: str) -> str:
        return self._lists().code(code_list, code)

    def codes(self, code_list: str) -> Sequence[tuple[str, str]]:
        return self._lists().codes(code_list)

    def record(self, table: str, record_id: uuid.UUID) -> str:
        key = (table, record_id)
        if key not in self._titles:
            with self._office.reading() as session:
                found = called_as(self._office, session, table, [record_id])
            self._titles[key] = found.get(record_id, "")
        return self._titles[key]

    def forget(self, *, codes: bool) -> None:
        """Something changed: ask for titles again, and for code lists if those changed."""
        self._titles.clear()
        if codes:
            self._codes = None

    def _lists(self) -> OfficeNames:
        if self._codes is None:
            with self._office.reading() as session:
                self._codes = names(self._office, session)
                self._codes.read_codes()
        return self._codes
