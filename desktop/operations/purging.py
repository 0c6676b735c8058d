"""Purging for ever: asked by the office that has somebody, granted by the authority, told back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.clock import milliseconds, moment
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import records, transfers
from desktop.operations.exchange_keys import held_roster, own_keys, own_scope
from desktop.operations.office import Office
from desktop.operations.purge_words import require_nameless
from desktop.records import CaseFile, Person, Record
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange import burials, homes
from desktop.store.exchange.facts import Facts as KnownFacts
from desktop.store.keeping import read_setting, write_setting
from desktop.store.store import Changes
from desktop.store.timeline import Timeline
from desktop.sync.authority import AuthorityKey
from desktop.sync.items import Facts
from desktop.sync.purge_mark import sign_mark
from desktop.sync.roster import Roster

ASKED, DONE = "purge-asked", "purge-done"
"""Kinds of facts in a package: what is asked for, and which PC has done what."""
KINDS = (ASKED, DONE)
_MOST, _ID, _TEXT = 10_000, 16, 400


@dataclass(frozen=True)
class Request:
    """What an office asks to have purged: a person with all their cases, or one case."""

    id: uuid.UUID
    table: str
    office: int
    reason: str
    doc_no: str
    at: dt.datetime


@dataclass(frozen=True)
class Progress:
    """How far a purge has come. missing: PCs of the roster that have not said that it is done."""

    id: uuid.UUID
    reason: str
    doc_no: str
    done: int
    missing: tuple[str, ...]


# -- asking and granting ----------------------------------------------------------------------


def ask_purge(
    office: Office, table: str, record_id: uuid.UUID, reason: str, doc_no: str
) -> Changes:
    """Ask the office above to have somebody, or one case, purged; it hears with the next file.

    reason, doc_no: kept for ever. Raises InvalidRecord without them or if they tell who it is,
    UserError for what is another office's.
    """
    office.require(Permission.CLOSE_CASES)
    with office.reading() as session:
        record = records.get_visible(office, session, table, record_id)
        own = own_scope(session.connection())
        if record.scope != own:
            raise UserError(
                tr(
                    "Chỉ nơi đang giữ hồ sơ mới đề nghị xóa vĩnh viễn được. Chưa có gì thay đổi. "
                    "Hãy nhờ nơi đó."
                )
            )
        require_nameless(session, record, reason, doc_no)
    with office.store.connection(write=True) as connection:
        held_roster(connection)
        at = milliseconds(office.clock.now())
        told = [record_id.hex, table, own, reason.strip(), doc_no.strip(), at]
        _keep(connection, ASKED, {**_kept(connection, ASKED), record_id.hex: told})
    office.note("keys", tr("Đề nghị xóa vĩnh viễn, văn bản {number}").format(number=doc_no))
    return Changes(frozenset({(table, record_id)}))


def requests(office: Office) -> list[Request]:
    """What is asked for and not done yet, here and in the offices below, the oldest first."""
    with office.store.connection() as connection:
        told = _kept(connection, ASKED)
        graves = {bytes(row[0]) for row in connection.execute(sa.select(tables.graves.c.id))}
    found = [
        Request(uuid.UUID(one), table, scope, reason, doc_no, moment(at))
        for one, table, scope, reason, doc_no, at in told.values()
        if bytes.fromhex(one) not in graves
    ]
    return sorted(found, key=lambda one: one.at)


def request_of(office: Office, record_id: uuid.UUID) -> Request | None:
    """What is asked for of one record."""
    return next((one for one in requests(office) if one.id == record_id), None)


def is_authority(office: Office) -> bool:
    """Whether this office gives out cards, and so grants purges."""
    with office.store.connection() as connection:
        roster = held_roster(connection)
        return roster.office(own_scope(connection)).parent is None


def may_purge(office: Office) -> bool:
    """Whether this account may ask for a purge, and this office takes part in the exchange."""
    return transfers.may_transfer(office)


def grant_purge(
    office: Office,
    table: str,
    record_id: uuid.UUID,
    reason: str,
    doc_no: str,
    sheets: Sequence[str],
) -> Changes:
    """Purge somebody with all their cases, or one case, here at once and elsewhere with the files.

    sheets: two of the authority's key. Row, history, values beside, search and attachments go, and
    every free page is wiped; a note outside the database keeps copies from reviving it.
    Raises InvalidValue for wrong sheets, InvalidRecord as ask_purge does, DiskTrouble.
    """
    office.require(Permission.CLOSE_CASES)
    with office.store.connection() as connection:
        key = AuthorityKey.joined(sheets, held_roster(connection).authority)
    why, number = reason.strip(), doc_no.strip()
    with office.writing("purge") as session:
        record = records.get_visible(office, session, table, record_id)
        require_nameless(session, record, reason, doc_no)
        for one in [*_cases_of(session, record), record]:
            signature = sign_mark(key, one.id.bytes, why, number)
            homes.bury(session, one, why, number, signature)
    changes = Changes.made_in(session)
    burials.settle(office.store, office.files, office.folder)
    office.note("keys", tr("Xóa vĩnh viễn theo văn bản {number}").format(number=number))
    return changes


def _cases_of(session: Session, record: Record) -> list[CaseFile]:
    if not isinstance(record, Person):
        return []
    mine = sa.select(CaseFile).where(CaseFile.person_id == record.id, ~CaseFile.stub)
    return list(session.scalars(mine))


# -- telling each other -----------------------------------------------------------------------


def progress(office: Office) -> list[Progress]:
    """Every purge, with the PCs that have not said that they have done it."""
    office.require(Permission.EXCHANGE)
    with office.store.connection() as connection:
        roster = held_roster(connection)
        done = _done(connection)
        graves = connection.execute(sa.select(tables.graves).order_by(tables.graves.c.sq)).all()
    everybody = {one.device.hex(): one for one in roster.devices if one.revoked is None}
    found: list[Progress] = []
    for row in graves:
        heard = done.get(bytes(row.id).hex(), {})
        missing = tuple(
            f"{roster.office(one.scope).name}, {one.label}"
            for device, one in everybody.items()
            if device not in heard
        )
        record = uuid.UUID(bytes=bytes(row.id))
        heard_of = len(everybody) - len(missing)
        found.append(Progress(record, row.reason or "", row.doc_no or "", heard_of, missing))
    return found


def compartments(connection: sa.Connection, timeline: Timeline) -> set[int]:
    """The compartments of what is asked for."""
    known = KnownFacts(raw_connection(connection), timeline.lineage)
    return {known.compartment_of(bytes.fromhex(one)) for one in _kept(connection, ASKED)}


def due_facts(connection: sa.Connection, timeline: Timeline, comp: int) -> Iterator[Facts]:
    """What a file to an office above tells of purges, in the section of a compartment."""
    known = KnownFacts(raw_connection(connection), timeline.lineage)
    asked = [
        told
        for one, told in _kept(connection, ASKED).items()
        if known.compartment_of(bytes.fromhex(one)) == comp
    ]
    if asked:
        yield Facts(ASKED, [list(told) for told in asked[:_MOST]])
    if comp == 0:
        done = [
            [bytes.fromhex(one), bytes.fromhex(device), at]
            for one, devices in _done(connection).items()
            for device, at in devices.items()
        ]
        if done:
            yield Facts(DONE, done[:_MOST])


def hear(connection: sa.Connection, roster: Roster, sender: bytes, facts: Facts) -> None:
    """Keep what an office below tells of purges; what makes no sense is left out."""
    below = roster.below(roster.device(sender).scope)
    if facts.kind == ASKED:
        told = [one for row in facts.rows if (one := _request(row)) and one[2] in below]
        _keep(connection, ASKED, {**_kept(connection, ASKED), **{str(one[0]): one for one in told}})
        return
    done = _kept(connection, DONE)
    for row in facts.rows:
        if not _is_receipt(row) or not roster.knows(row[1]):
            continue
        if roster.device(row[1]).scope in below:
            done.setdefault(row[0].hex(), {})[row[1].hex()] = row[2]
    _keep(connection, DONE, done)


def _request(row: list[Any]) -> list[Any] | None:
    texts = len(row) == 6 and all(isinstance(row[at], str) for at in (0, 1, 3, 4))
    if not texts or not all(type(row[at]) is int for at in (2, 5)):
        return None
    try:
        uuid.UUID(row[0])
    except ValueError:
        return None
    sound = row[1] in ("people", "case_files") and len(row[3]) + len(row[4]) <= _TEXT
    return row if sound else None


def _is_receipt(row: list[Any]) -> bool:
    return (
        len(row) == 3
        and all(isinstance(one, bytes) and len(one) == _ID for one in row[:2])
        and type(row[2]) is int
    )


def _done(connection: sa.Connection) -> dict[str, dict[str, int]]:
    """By mark, the PCs that have done it: this one has done whatever it holds the mark of."""
    device = own_keys(connection).device.hex()
    done: dict[str, dict[str, int]] = dict(_kept(connection, DONE))
    for row in connection.execute(sa.select(tables.graves.c.id)):
        done.setdefault(bytes(row.id).hex(), {}).setdefault(device, 0)
    return done


def _kept(connection: sa.Connection, what: str) -> dict[str, Any]:
    kept: Mapping[str, Any] = read_setting(connection, what, otherwise={})
    return dict(kept)


def _keep(connection: sa.Connection, what: str, told: Mapping[str, Any]) -> None:
    write_setting(connection, what, dict(told))
