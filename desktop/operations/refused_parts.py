"""Parts of files that could not be taken in: why, and whether they can be by now."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import upkeep
from desktop.operations.exchange_keys import held_roster
from desktop.operations.import_changes import changes_since, end_of_log
from desktop.operations.incoming import TakenIn
from desktop.operations.incoming_facts import IncomingFacts, session_of
from desktop.operations.mornings import Morning
from desktop.operations.naming import called_as
from desktop.operations.office import Office
from desktop.operations.receiving import note_received, rights_of
from desktop.operations.records import get_visible
from desktop.operations.refusal_reasons import reason_counts, reason_words
from desktop.operations.set_aside import BroughtBy, envelope_of, files_here, identity_of
from desktop.operations.struck_files import SESSION
from desktop.operations.taking_in import Receipt
from desktop.operations.transfers import let_go_of_left
from desktop.records import record_types
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange import burials
from desktop.store.exchange.inbound import Inbound
from desktop.store.exchange.left_out import LEFT, TAKEN, LeftRow, forget_rows, note_taken
from desktop.store.exchange.refused_parts import (
    FACT,
    REVOKED,
    fact_again,
    note_why,
    parts_refused,
)
from desktop.store.exchange.upcasts import upcast
from desktop.sync.roster_entries import DeviceEntry

MOST_SHOWN = 500


@dataclass(frozen=True)
class RefusedPart:
    """A part that was not taken in.

    entity: its record type; 0 for what is no record. called: what the record is called here, as far
    as the account may see it. is_kept: whether it can be tried again.
    """

    entity: int
    called: str
    reason: str
    source: str
    is_kept: bool


def count_refused(office: Office) -> int:
    """How many parts wait that could not be taken in."""
    office.require(Permission.EXCHANGE)
    with office.store.connection() as connection:
        return connection.execute(
            sa.select(sa.func.count()).where(_is_refused()).select_from(tables.refused)
        ).scalar_one()


def list_refused(office: Office) -> list[RefusedPart]:
    """The parts that could not be taken in, the latest first; at most ``MOST_SHOWN``."""
    office.require(Permission.EXCHANGE)
    refused = tables.refused
    asked = (
        sa.select(
            refused.c.pkg, refused.c.ent, refused.c.row, refused.c.why, refused.c.raw.is_not(None)
        )
        .where(_is_refused())
        .order_by(refused.c.no.desc())
        .limit(MOST_SHOWN)
    )
    with office.store.connection() as connection:
        files = files_here(connection)
        rows = connection.execute(asked).all()
    called = _called(office, ((entity, bytes(row)) for _, entity, row, *_ in rows))
    return [
        RefusedPart(
            entity,
            called.get(bytes(row), ""),
            reason_words(why, entity),
            files[bytes(package)].words,
            is_kept,
        )
        for package, entity, row, why, is_kept in rows
    ]


def _is_refused() -> sa.ColumnElement[bool]:
    return tables.refused.c.why.not_in((LEFT, TAKEN))


def _called(office: Office, rows: Iterable[tuple[int, bytes]]) -> Mapping[bytes, str]:
    """What the records are called that are here and that the account may see."""
    kinds = {kind.entity: kind.__tablename__ for kind in record_types().values()}
    found: dict[bytes, str] = {}
    with office.reading() as session:
        for entity, row in rows:
            record = uuid.UUID(bytes=row)
            if entity not in kinds:
                continue
            try:
                get_visible(office, session, kinds[entity], record)
            except UserError:
                continue
            found[row] = called_as(office, session, kinds[entity], [record]).get(record, "")
    return found


# -- trying again ---------------------------------------------------------------------------


def try_refused_again(office: Office) -> TakenIn:
    """Copy the office, then take in what can be by now of what was refused; the rest stays.

    Each part is judged anew, as of the PC that sent it; if that one was struck from the exchange
    since, only what it sent before the cut counts. What is taken in of one sender can be taken back
    like the import of a file. Raises UserError if nothing can be.
    """
    office.require(Permission.EXCHANGE)
    upkeep.back_up_here(office, before_files=True)
    end = end_of_log(office)
    with office.store.connection(write=True) as connection:
        files, roster = files_here(connection), held_roster(connection)
        parts = parts_refused(raw_connection(connection))
    senders = dict.fromkeys(files[one.package].device for one in parts)
    tried = [_try_again(office, sender) for sender in senders if roster.knows(sender)]
    morning = Morning([one for one in tried if one is not None])
    if not morning.receipts:
        with office.store.connection() as connection:
            raise UserError(_still_refused(parts_refused(raw_connection(connection))))
    let_go_of_left(office)
    if any(receipt.buried for receipt in morning.receipts):
        burials.settle(office.store, office.files, office.folder)
    return TakenIn(morning, changes_since(office, end))


def _still_refused(parts: Iterable[LeftRow]) -> str:
    reasons = reason_counts((one.entity, one.row, one.why) for one in parts)
    told = tr(
        "Đã thử lại, chưa nhận thêm được dòng nào: {reasons}. Chưa có gì thay đổi, các dòng vẫn để "
        "riêng. Hãy thử lại sau khi cập nhật Sổ Xã hoặc nhận danh bạ mới của tỉnh."
    )
    return told.format(reasons=reasons or tr("không còn gì để thử"))


def _try_again(office: Office, sender: bytes) -> Receipt | None:
    """Take in what can be of one PC's parts; None if nothing can."""
    with office.store.connection(write=True) as connection:
        roster = held_roster(connection)
    # Somebody has read why they were refused, and asks for them.
    rights = rights_of(office, roster, sender, relays=True)
    with office.store.importing(office.user.name, None, rights) as inbound:
        raw = raw_connection(inbound.connection)
        files = files_here(inbound.connection)
        parts = [one for one in parts_refused(raw) if files[one.package].device == sender]
        inbound.refused.again = True
        trial = _Trial(inbound, IncomingFacts(office, inbound, sender))
        entry = roster.device(sender)
        # Who sees a tree says who may write in it.
        for one in sorted(parts, key=lambda one: one.entity != FACT):
            if _is_before_cut(inbound.connection, entry, files[one.package]):
                trial.take(one)
            else:
                trial.refuse(one, REVOKED)
        if not trial.passed:
            return None
        named = identity_of(office, inbound, trial.passed)
        identity = replace(named, path=Path(tr("Thử nhận lại")))
        note_taken(raw, trial.taken, identity.package)
        forget_rows(raw, [one.no for one in trial.passed if one not in trial.taken])
        inbound.finish_aside(envelope_of(identity))
        receipt = Receipt(identity, inbound.tally, inbound.buried)
        note_received(office, inbound, receipt)
        return receipt


def _is_before_cut(connection: sa.Connection, sender: DeviceEntry, file: BroughtBy) -> bool:
    """Whether a file of a PC counts, whatever became of the PC."""
    until, hashes = file.until, {file.end}
    for table, seq, h in (
        (tables.bounds, tables.bounds.c.seq, tables.bounds.c.h),
        (tables.edges, tables.edges.c.to_seq, tables.edges.c.to_h),
    ):
        asked = sa.select(h).where(table.c.device == sender.device, seq == until)
        hashes |= {bytes(one) for one in connection.execute(asked).scalars()}
    return any(sender.allows(until, one) for one in hashes)


class _Trial:
    """Parts that are tried again. passed: not refused this time. taken: of these, what was news."""

    def __init__(self, inbound: Inbound, facts: IncomingFacts) -> None:
        self._inbound, self._facts = inbound, facts
        self.passed: list[LeftRow] = []
        self.taken: list[LeftRow] = []

    def take(self, one: LeftRow) -> None:
        """Take a part in, unless it is refused again."""
        refused, tally = self._inbound.refused, self._inbound.tally
        before, changed = len(refused.found), tally.changed
        refused.schema = one.schema
        try:
            self._give(one)
        except UserError:
            # What it builds on is gone; it waits for that.
            refused.found.append((one.entity, one.row, one.why))
            return
        for _, _, why in refused.found[before:]:
            note_why(raw_connection(self._inbound.connection), one.no, why)
        if len(refused.found) == before:
            self.passed.append(one)
            if one.entity == FACT or tally.changed > changed:
                self.taken.append(one)

    def refuse(self, one: LeftRow, why: str) -> None:
        """Leave a part where it is, for this reason."""
        self._inbound.refused.found.append((one.entity, one.row, why))
        note_why(raw_connection(self._inbound.connection), one.no, why)

    def _give(self, one: LeftRow) -> None:
        if one.entity == FACT:
            kind, told = fact_again(one.raw)
            if kind == SESSION:
                self._inbound.learn([session_of(told)])
            else:
                self._facts.take_each(kind, [told])
        else:
            self._inbound.take(upcast(one.rows, one.schema))
