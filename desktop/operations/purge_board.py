"""What is asked to be purged and how far granted purges have come, for the office that grants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import purging
from desktop.operations.exchange_keys import held_roster
from desktop.operations.office import Office
from desktop.operations.purging import Progress, Request
from desktop.operations.records import get_visible
from desktop.records import CaseFile, Person, record_types
from desktop.rules.permissions import Permission


@dataclass(frozen=True)
class AskedPurge:
    """A request that waits. code: of the record; nothing else of the person is told."""

    request: Request
    office_name: str
    kind: str
    code: str


@dataclass(frozen=True)
class GrantedPurge:
    """What was purged on one paper. missing: PCs that have not said that all of it is done."""

    reason: str
    doc_no: str
    records: int
    done: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class PurgeBoard:
    """may_grant: whether this account may sign what is asked for."""

    asked: Sequence[AskedPurge] = ()
    granted: Sequence[GrantedPurge] = ()
    may_grant: bool = False


def read_purge_board(office: Office) -> PurgeBoard:
    """Requests and granted purges; nothing for an office that does not grant them."""
    office.require(Permission.EXCHANGE)
    if not purging.is_authority(office):
        return PurgeBoard()
    asked = [_asked(office, one) for one in purging.requests(office)]
    return PurgeBoard(asked, _by_paper(purging.progress(office)), purging.may_purge(office))


def _asked(office: Office, request: Request) -> AskedPurge:
    with office.store.connection() as connection:
        roster = held_roster(connection)
    name = roster.office(request.office).name
    kind = tr(record_types()[request.table].singular)
    return AskedPurge(request, name, kind, _code(office, request))


def _code(office: Office, request: Request) -> str:
    """The code of a record; "" for one without, or that the account may not see."""
    with office.reading() as session:
        try:
            record = get_visible(office, session, request.table, request.id)
        except UserError:
            return ""
        if isinstance(record, CaseFile):
            return record.number or ""
        return (record.person_code or "") if isinstance(record, Person) else ""


def _by_paper(found: Iterable[Progress]) -> list[GrantedPurge]:
    """The marks of one paper as one line: a person is purged with all their cases. Latest first."""
    papers: dict[tuple[str, str], list[Progress]] = {}
    for one in found:
        papers.setdefault((one.doc_no, one.reason), []).append(one)
    told: list[GrantedPurge] = []
    for (doc_no, reason), marks in papers.items():
        missing = tuple(sorted({name for one in marks for name in one.missing}))
        total = marks[0].done + len(marks[0].missing)
        told.append(GrantedPurge(reason, doc_no, len(marks), total - len(missing), missing))
    return told[::-1]
