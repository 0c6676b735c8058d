"""Moving a case to another office: the paper, who gets what, and what the old office keeps."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.errors import InvalidRecord, UserError
from desktop.base.i18n import tr
from desktop.base.text import fold, words
from desktop.operations import records
from desktop.operations.departures import Errand, refuse_departed
from desktop.operations.exchange_keys import NotEnrolled, held_roster, own_scope
from desktop.operations.office import Office, known_day
from desktop.records import CaseDocument, CaseFile, Person
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange import homes, leaving
from desktop.store.store import Changes
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import OfficeEntry

KIND = "transfer"
"""What the log calls it."""
UNDONE = "transfer-undo"
"""What the log calls taking it back, which is not taken back in turn."""
MOST_FOUND = 50


@dataclass(frozen=True)
class Paper:
    """The paper by which a case is moved, and why it is."""

    number: str
    on: dt.date
    why: str


@dataclass(frozen=True)
class Plan:
    """What a transfer would do. along: whether the person moves with the case, or is only shown."""

    case: str
    person: str
    here: str
    along: bool


def find_offices(office: Office, typed: str = "") -> list[OfficeEntry]:
    """The offices that a case may be moved to, those called so first. Raises NotEnrolled."""
    office.require(Permission.CLOSE_CASES)
    with office.store.connection() as connection:
        roster, own = held_roster(connection), own_scope(connection)
    wanted = words(typed)
    found = [
        one
        for one in roster.offices
        if one.scope != own
        and roster.active_devices(one.scope)
        and all(word in fold(one.name) for word in wanted)
    ]
    return sorted(found, key=lambda one: fold(one.name))[:MOST_FOUND]


def may_transfer(office: Office) -> bool:
    """Whether this account may move cases, and this office takes part in the exchange."""
    if not office.may(Permission.CLOSE_CASES):
        return False
    try:
        with office.store.connection() as connection:
            held_roster(connection)
    except NotEnrolled:
        return False
    return True


def plan_transfer(office: Office, case_id: uuid.UUID) -> Plan:
    """What moving a case would do. Raises UserError if it can't be moved from here."""
    office.require(Permission.CLOSE_CASES)
    with office.reading() as session:
        case = records.get_visible(office, session, "case_files", case_id)
        roster = _require_ours(session, case)
        person = session.get_one(Person, case.person_id)
        along = _goes_along(session, case, person)
        return Plan(case.number, person.called, roster.office(case.scope).name, along)


def transfer_case(office: Office, case_id: uuid.UUID, to: int, paper: Paper) -> Changes:
    """Give a case with all its parts to another office, which has it with the next files.

    The person goes along unless other cases of theirs stay; else the new office sees them too. The
    old office gets nothing of the case any more, and keeps only number and name once the office
    above has confirmed the rest. Raises InvalidRecord for the paper, UserError if the case is not
    ours to give or nobody there may read it.
    """
    office.require(Permission.CLOSE_CASES)
    _check_paper(office, paper)
    with office.writing(KIND) as session:
        case = records.get_visible(office, session, "case_files", case_id)
        roster = _require_ours(session, case)
        person = session.get_one(Person, case.person_id)
        _require_readers(roster, to, {case.comp, person.comp})
        name, number, old = roster.office(to).name, case.number, case.scope
        session.add(_document(session, case, name, paper))
        errand = Errand(old, to, paper.number.strip(), paper.on, paper.why.strip()).line()
        along = _goes_along(session, case, person)
        left = () if roster.is_above(old, to) else (old,)
        homes.move(session, case, to, (to,), left, errand)
        if along:
            homes.move(session, person, to, (to,), left, errand)
        else:
            homes.show(session, person, to, "")
    office.note("send", tr("Chuyển hồ sơ {number} tới {name}").format(number=number, name=name))
    return Changes.made_in(session)


def _check_paper(office: Office, paper: Paper) -> None:
    problems: dict[str, str] = {}
    if not paper.number.strip():
        problems["number"] = tr("Cần ghi số văn bản chuyển hồ sơ.")
    if not paper.why.strip():
        problems["why"] = tr("Cần ghi lý do chuyển.")
    today = known_day(office)
    if today is not None and paper.on > today:
        problems["on"] = tr("Ngày văn bản không được sau hôm nay.")
    if problems:
        raise InvalidRecord(tr("Hồ sơ chưa được chuyển. Hãy xem các mục đánh dấu."), problems)


def _require_ours(session: Session, case: CaseFile) -> Roster:
    """The roster, if the case may be given away from here."""
    refuse_departed(session, case)
    connection = session.connection()
    roster, own = held_roster(connection), own_scope(connection)
    if case.void_reason is not None:
        raise UserError(tr("Hồ sơ này đã xóa nên không chuyển được. Chưa có gì thay đổi."))
    if case.scope != own and not roster.is_above(own, case.scope):
        name = roster.office(case.scope).name
        raise UserError(
            tr(
                "Hồ sơ này của {name}; chỉ nơi đó hoặc tỉnh chuyển được. Chưa có gì thay đổi."
            ).format(name=name)
        )
    person = session.get_one(Person, case.person_id)
    if person.scope not in (case.scope, own) and not roster.is_above(own, person.scope):
        raise UserError(
            tr(
                "Thông tin người này do {name} giữ nên nơi này không tự chuyển được. Chưa có gì "
                "thay đổi. Hãy nhờ {name} hoặc tỉnh chuyển."
            ).format(name=roster.office(person.scope).name)
        )
    return roster


def _require_readers(roster: Roster, to: int, comps: Collection[int]) -> None:
    if not all(roster.recipients(to, comp) for comp in comps):
        raise UserError(
            tr(
                "{name} chưa có máy nào được xem loại hồ sơ này nên chưa chuyển được. Chưa có gì "
                "thay đổi. Hãy đề nghị tỉnh cấp quyền cho nơi đó trước."
            ).format(name=roster.office(to).name)
        )


def _goes_along(session: Session, case: CaseFile, person: Person) -> bool:
    """Whether no other case of the person stays in the office that has them."""
    if person.scope != case.scope:
        return False
    others = sa.select(CaseFile.id).where(
        CaseFile.person_id == person.id,
        CaseFile.id != case.id,
        CaseFile.scope == case.scope,
        CaseFile.void_reason.is_(None),
        ~CaseFile.stub,
    )
    return session.execute(others.limit(1)).first() is None


def _document(session: Session, case: CaseFile, name: str, paper: Paper) -> CaseDocument:
    """The paper as a line of the case's index: it goes along with the case."""
    last = session.scalar(
        sa.select(sa.func.max(CaseDocument.seq)).where(CaseDocument.case_id == case.id)
    )
    return CaseDocument(
        case_id=case.id,
        seq=(last or 0) + 1,
        kind=tr("Văn bản chuyển hồ sơ"),
        number=paper.number.strip(),
        issued_on=paper.on,
        summary=tr("Chuyển hồ sơ tới {name}: {why}").format(name=name, why=paper.why.strip()),
        is_original=True,
    )


# -- afterwards -----------------------------------------------------------------------------


def let_go_of_left(office: Office) -> Changes:
    """Keep only number and name of cases that were left, once the office above holds the rest.

    To be called whenever somebody has confirmed something; to call it in vain is no harm.
    """
    office.require(Permission.EXCHANGE)
    with office.store.connection() as connection:
        own = own_scope(connection)
        left = left_and_whole(connection, own)
        held = _confirmed(connection, own) if left else 0
        raw = raw_connection(connection)
        ready = [
            one.root
            for one in left
            if one.seq <= held and not leaving.unsent_of(raw, one.root, held)
        ]
    if not ready:
        return Changes(frozenset())
    with office.writing(leaving.KIND) as session:
        leaving.let_go(session, ready)
    return Changes.made_in(session)


def left_and_whole(connection: sa.Connection, own: int) -> list[leaving.Left]:
    """What was left and still is here in whole."""
    left = leaving.left_trees(connection, own)
    if not left:
        return []
    whole = leaving.whole_trees(raw_connection(connection), (one.root for one in left))
    return [one for one in left if one.root in whole]


def _confirmed(connection: sa.Connection, own: int) -> int:
    """How far every PC of the office above holds our log; 0 where none stands above."""
    roster, peers = held_roster(connection), tables.peers
    above = roster.office(own).parent
    devices = () if above is None else roster.active_devices(above)
    known = {
        bytes(row.device): int(row.acked)
        for row in connection.execute(sa.select(peers.c.device, peers.c.acked))
    }
    return min((known.get(one.device, 0) for one in devices), default=0)
