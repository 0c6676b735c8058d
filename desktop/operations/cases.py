"""Case files: opening one, moving it along its stages, what its workspace shows."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.clock import today
from desktop.base.i18n import tr
from desktop.base.text import fold
from desktop.operations import access, checks, departures, records, sealing
from desktop.operations.disagreeing_offices import DisagreeingOffices
from desktop.operations.naming import names
from desktop.operations.office import Office, agency, day, known_day, letter
from desktop.operations.one_person import OnePerson
from desktop.operations.residences import current_hamlet
from desktop.operations.saving import Part, save_part
from desktop.operations.signing import case_remarks
from desktop.records import (
    AdminUnit,
    CaseDocument,
    CaseFile,
    Contact,
    FamilyMember,
    Officer,
    Person,
    Residence,
)
from desktop.records.cases import ENDED, compartment, stricter
from desktop.rules.numbering import CaseNumber, next_case_number
from desktop.rules.permissions import Permission
from desktop.rules.remarks import Remark, Severity
from desktop.rules.stages import Remaining, Step, remaining, require_move, stage_bar
from desktop.store import keeping
from desktop.store.exchange.homes import give_verdict
from desktop.store.exchange.sameness import DIFFERENT
from desktop.store.keeping import next_number
from desktop.store.store import Changes


def open_case(
    office: Office,
    values: Mapping[str, Any],
    person: Mapping[str, Any] | None = None,
    others: Sequence[uuid.UUID] = (),
) -> Changes:
    """Open a case file, and write down the person with it if person is given.

    others: people who were shown before that and are somebody else; nobody is asked again.
    The number is given here: commune, year, the PC's letter, running number; it is never
    used again. Raises InvalidRecord.
    """
    office.require(Permission.WRITE_CASES)
    with office.writing() as session:
        told = dict(values)
        if person is not None:
            told["person_id"] = save_person(office, session, None, person).id
            _note_namesakes(office, session, told["person_id"], others)
        told.setdefault("status", "TIEP_NHAN")
        told.setdefault("access_level", "THUONG")
        opened = told.get("intake_on") or day(office)  # without one it is refused below
        told["number"] = _next_number(session, opened.year).text
        case = CaseFile(**told)
        case.comp = compartment(told.get("case_type") or "")
        checks.check_record(session, case, known_day(office))
        session.add(case)
        session.flush()
        access.keep_writer_in(office, session, case)
        _raise_compartment(session, case)
        for table in ("people", "case_files"):
            keeping.drop_draft(session.connection(), office.user.name, table, None)
    return Changes.made_in(session)


def _note_namesakes(
    office: Office, session: Session, person_id: uuid.UUID, others: Sequence[uuid.UUID]
) -> None:
    """Remember that somebody is none of the namesakes who were shown before."""
    person = session.get_one(Person, person_id)
    for other in session.scalars(sa.select(Person).where(Person.id.in_(others))).all():
        same_name = fold(other.full_name or "") == fold(person.full_name or "")
        if same_name and other.birth_date == person.birth_date:
            give_verdict(session, person_id, other.id, DIFFERENT, office.user.name)


def save_folder(office: Office, parts: Sequence[Part]) -> Changes:
    """Save what was changed in a case and in its person, all or nothing.

    A case that becomes of a stricter kind takes its person and its papers to the readers of that
    kind. Raises InvalidRecord, ChangedMeanwhile, UserError for the part of a closed case; its
    person goes on.
    """
    office.require(Permission.WRITE_CASES)
    with office.writing() as session:
        for part in parts:
            sealing.refuse_plain(session, part.table, part.id, part.values)
            record = save_part(office, session, part)
            if isinstance(record, CaseFile) and "case_type" in part.values:
                set_compartment(session, record)
    return Changes.made_in(session)


def set_compartment(session: Session, case: CaseFile) -> None:
    """Take a case, its parts and its person to the readers of its kind, as a flush writes it."""
    case.comp = compartment(case.case_type)
    for kind in (Contact, CaseDocument):
        for part in session.scalars(sa.select(kind).where(kind.case_id == case.id)):
            part.comp = case.comp
    _raise_compartment(session, case)


def save_person(
    office: Office, session: Session, person_id: uuid.UUID | None, values: Mapping[str, Any]
) -> Any:
    """Write a person down; a new one without a name gets a code such as KH-0007."""
    told = dict(values)
    if person_id is None and told.get("anonymous") and not told.get("person_code"):
        told["person_code"] = f"KH-{next_number(session.connection(), 'people'):04d}"
    return records.save_in(office, session, "people", person_id, told)


def _next_number(session: Session, year: int) -> CaseNumber:
    unit = session.get_one(AdminUnit, agency(session).unit_id)
    commune = (unit.code or "").rjust(5, "0")
    pc = letter(session)
    prefix = CaseNumber(commune, year, pc, 1).text[:-4]
    # Voided cases keep their numbers, so all of them are asked.
    last = session.scalar(
        sa.select(sa.func.max(CaseFile.number)).where(CaseFile.number.like(f"{prefix}%"))
    )
    after = next_case_number(commune, year, pc, [last] if last else [])
    seq = next_number(session.connection(), f"case {prefix}", after.seq)
    return CaseNumber(commune, year, pc, seq)


def _raise_compartment(session: Session, case: CaseFile) -> None:
    """A person is in the strictest compartment of their cases; it only rises."""
    person = session.get_one(Person, case.person_id)
    if stricter(case.comp, person.comp) == person.comp:
        return
    person.comp = case.comp
    for kind in (Residence, FamilyMember):
        for part in session.scalars(sa.select(kind).where(kind.person_id == person.id)):
            part.comp = case.comp


def move_case(
    office: Office,
    case_id: uuid.UUID,
    status: str,
    closed_on: dt.date | None = None,
    reason: str | None = None,
) -> Changes:
    """Move a case to another stage; ending one takes a day and a reason (L9).

    Leading a closed one back is for who may reopen. Raises UserError for a step that can't be
    left out.
    """
    ending, reopening = status in ENDED, office.may(Permission.REOPEN_CASES)
    forward = Permission.CLOSE_CASES if ending else Permission.WRITE_CASES
    office.require(Permission.REOPEN_CASES if reopening and not ending else forward)
    with office.writing() as session:
        case = records.get_visible(office, session, "case_files", case_id)
        departures.refuse_departed(session, case)
        require_move(case.status, status, reopening=reopening)
        if not sealing.is_sealed(case):
            office.require(forward)
        elif ending:
            raise sealing.refusal(case)
        case.status = status
        case.closed_on, case.close_reason = (closed_on, reason) if ending else (None, None)
        checks.check_record(session, case, known_day(office))
    return Changes.made_in(session)


def next_document_seq(office: Office, case_id: uuid.UUID) -> int:
    """The next line of a case's index of papers."""
    access.require_read(office, "case_documents")
    with office.reading() as session:
        last = session.scalar(
            sa.select(sa.func.max(CaseDocument.seq)).where(CaseDocument.case_id == case_id)
        )
    return (last or 0) + 1


@dataclass(frozen=True)
class CaseHeader:
    """The strip above a case that never scrolls."""

    name: str
    number: str
    facts: tuple[str, ...]
    """Sex, year of birth with age, hamlet, case worker: what is known of them."""
    risk: str
    risk_label: str
    stages: tuple[Step, ...]
    left: Remaining
    remarks: tuple[Remark, ...]
    counts: Mapping[str, int]
    """How many contacts, papers and relatives there are, by table."""


@dataclass(frozen=True)
class CaseFolder:
    """Everything the case workspace opens with.

    sealed: whether the case is closed, so that it and its contacts are only read. departure: where
    it went, if it is another office's now. gone: whether only number and name of it are still here.
    """

    case: records.Reading
    person: records.Reading
    header: CaseHeader
    sealed: bool
    departure: departures.Departure | None = None
    gone: bool = False


def read_case(office: Office, case_id: uuid.UUID) -> CaseFolder:
    """One case with its person; a look at a sensitive one is written down."""
    access.require_read(office, "case_files")
    with office.reading() as session:
        case = records.get_visible(office, session, "case_files", case_id)
        if case.stub and case.person_id is None:  # pyright: ignore[reportUnnecessaryComparison]
            raise records.not_here()  # it was purged, or never came
        people = OnePerson(office, session).members(case.person_id)
        person = session.get_one(Person, people[0])
        departure = departures.departure_of(session, case.id)
        folder = CaseFolder(
            records.as_read(office, session, case),
            records.as_read(office, session, person),
            _header(office, session, case, people, departure),
            sealing.is_sealed(case) or departure is not None,
            departure,
            case.stub,
        )
    if case.comp:
        office.note("look", record=case)
    return folder


def _header(
    office: Office,
    session: Session,
    case: CaseFile,
    people: Sequence[uuid.UUID],
    departure: departures.Departure | None,
) -> CaseHeader:
    person = session.get_one(Person, people[0])
    if case.stub:
        return _header_of_name(case, person, departure)
    called_so = names(office, session)
    day = today(office.clock)
    facts = [Person.field("sex").kind.format(person.sex)]
    if person.birth_date is not None:
        age = day.year - person.birth_date.year
        facts.append(tr("{year} ({age} tuổi)").format(year=person.birth_date.year, age=age))
    facts.append(current_hamlet(session, person.id))
    facts.append(called_so.record("officers", case.case_worker_id) if case.case_worker_id else "")
    # Risk and decision tell more of somebody than every reader may know.
    whole = access.level(office) >= CaseFile.field("risk_level").level
    risk = (case.risk_level or "") if whole else ""
    return CaseHeader(
        person.called,
        case.number,
        tuple(fact for fact in facts if fact),
        risk,
        CaseFile.field("risk_level").kind.format(risk) if risk else "",
        stage_bar(case.status, "" if departure is None else departure.to),
        remaining(None if case.status in ENDED else case.due_end_on, day),
        (*_arrived(session, case), *(case_remarks(session, case) if whole else ())),
        {kind.__tablename__: _count(session, kind, case) for kind in (Contact, CaseDocument)}
        | {"family_members": _count(session, FamilyMember, case, people)},
    )


def _header_of_name(
    case: CaseFile, person: Person, departure: departures.Departure | None
) -> CaseHeader:
    """What is said of a case of which only number and name are here."""
    to = tr("cơ quan khác") if departure is None else departure.to
    nothing = remaining(None, dt.date.min)
    return CaseHeader(person.called, case.number, (), "", "", stage_bar("", to), nothing, (), {})


def _arrived(session: Session, case: CaseFile) -> tuple[Remark, ...]:
    """Where a case came from, until somebody of this office looks after it."""
    errand = departures.arrival_of(session, case.id)
    worker = session.get(Officer, case.case_worker_id)
    if errand is None or (worker is not None and not worker.stub):
        return ()
    told = tr(
        "Hồ sơ do {office} chuyển đến theo văn bản {number} ngày {on:%d/%m/%Y}: {why}. "
        "Hãy chọn người quản lý trường hợp của nơi này."
    )
    office = DisagreeingOffices(session.connection()).name(errand.from_office)
    said = told.format(office=office, number=errand.number, on=errand.on, why=errand.why)
    return (Remark(Severity.HINT, said),)


def _count(session: Session, kind: Any, case: CaseFile, people: Sequence[uuid.UUID] = ()) -> int:
    owner = kind.person_id if kind is FamilyMember else kind.case_id
    wanted = people if kind is FamilyMember else (case.id,)
    statement = sa.select(sa.func.count()).select_from(kind)
    return int(session.scalar(statement.where(owner.in_(wanted), kind.void_reason.is_(None))) or 0)


def own_officer(office: Office) -> uuid.UUID | None:
    """The officer whose account this is: the case worker of what they open."""
    if office.user.officer_id is None:
        return None
    with office.reading() as session:
        found = session.get(Officer, office.user.officer_id)
        return None if found is None else found.id
