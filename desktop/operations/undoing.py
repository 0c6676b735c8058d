"""Taking back the last saved action."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.clock import in_vietnam
from desktop.base.errors import UserError
from desktop.base.i18n import N_, tr
from desktop.operations import access, closed_periods, decisions, records, sealing, transfers
from desktop.operations.lasting import LASTING, nothing_to_undo
from desktop.operations.office import Office
from desktop.operations.shared_lists import require_hands_down
from desktop.records import Record
from desktop.rules.permissions import Permission
from desktop.store.exchange import disputes, homes
from desktop.store.exchange.shapes import HOME_UNIT
from desktop.store.history import (
    Write,
    find_record,
    last_transaction,
    overwritten,
    writes_of,
)
from desktop.store.stamping import STAMPER, Stamper
from desktop.store.store import Changes

KINDS = {
    "save": N_("Cất"),
    "void": N_("Hủy bỏ"),
    "unvoid": N_("Khôi phục bản ghi"),
    "undo": N_("Hoàn tác"),
    decisions.KIND: N_("Chọn giá trị"),
    transfers.KIND: N_("Chuyển hồ sơ"),
    "create": N_("Lập dữ liệu"),
    "demo": N_("Dữ liệu mẫu"),
}


@dataclass(frozen=True)
class LastAction:
    """What the user saved last.

    called: its record in words, others counted behind it. ids: the records that it wrote and
    those of which they are parts.
    """

    tx: int
    kind: str
    at: dt.datetime
    called: str
    ids: frozenset[uuid.UUID]

    def told(self) -> str:
        """The action in words: what was done to which record, and when."""
        words = tr("{deed} {what}, lúc {at}")
        at = f"{in_vietnam(self.at):%H:%M %d/%m/%Y}"
        return words.format(deed=tr(KINDS[self.kind]).lower(), what=self.called, at=at)


def last_action(office: Office) -> LastAction | None:
    """The user's last saved action, if it can be taken back."""
    with office.reading() as session:
        found = last_transaction(session, office.user.name)
        if found is None or found.kind in LASTING:
            return None
        writes, created = writes_of(session, found.tx)
        touched = [*created, *_written(session, writes)]
        ids = frozenset[uuid.UUID]().union(*map(_own_and_whole, touched))
        called = _called(office, session, touched)
        return LastAction(found.tx, found.kind, found.at, called, ids)


def _own_and_whole(record: Record) -> set[uuid.UUID]:
    """The record, the one of which it is a part, and the root of their tree."""
    owner = None if record.parent is None else getattr(record, record.parent)
    return {one for one in (record.id, owner, record.root) if one is not None}


def _called(office: Office, session: Session, touched: Sequence[Record]) -> str:
    """The record of which the others are parts, as far as the user may read what it is called."""
    if not touched:
        return ""
    whole = {one.id for one in touched}
    main = next((one for one in touched if one.root in (None, one.id)), touched[0])
    kind = tr(main.singular).lower()
    name = records.called(office, session, main) if _may_be_named(office, session, main) else ""
    words = f"{kind} {name}".strip()
    more = len(whole) - 1
    return tr("{what} và {more} phần kèm theo").format(what=words, more=more) if more else words


def _may_be_named(office: Office, session: Session, record: Record) -> bool:
    kind = type(record)
    if not access.may_read(office, kind.__tablename__):
        return False
    if any(kind.field(name).level > access.level(office) for name in kind.title):
        return False
    columns = kind.__table__.c
    visible = sa.select(columns.id).where(columns.id == record.id, *access.conditions(office, kind))
    return session.execute(visible).first() is not None


def undo_last(office: Office, meant: LastAction | None = None) -> Changes:
    """Take back the last thing this user saved, by writing what stood there before.

    New records are voided. Undoing an undo brings back what it took. What a decision settled is
    asked again.

    meant: the action that was agreed upon; whatever was last if left out. Raises UserError if
    there is nothing to take back, if something else was saved after what was meant, if somebody
    wrote over it since, or if it is in a list that is written elsewhere now; nothing is changed then.
    """
    office.require(Permission.UNDO)
    with office.writing("undo") as session:
        action = last_transaction(session, office.user.name)
        if action is None or action.kind in LASTING:
            raise nothing_to_undo(None if action is None else action.kind)
        if meant is not None and meant.tx != action.tx:
            raise UserError(
                tr(
                    "Vừa có việc khác được cất sau việc bạn định hoàn tác. Chưa có gì thay đổi. "
                    "Hãy chọn Hoàn tác lần nữa để xem việc gần nhất."
                )
            )
        _refuse_overwritten(session, action.tx)
        if action.kind == transfers.KIND:
            _take_back_transfer(session, action.tx)
        writes, created = writes_of(session, action.tx)
        _refuse_sealed(session, writes, created)
        touched = (*created, *_written(session, writes))
        if any(record.reference_data for record in touched):
            require_hands_down(office)
        # As they stand, and as they are to stand again: both days may lie in a closed period.
        _refuse_closed(session, touched)
        for record in created:
            record.void_reason = tr("Hoàn tác")
        if action.kind == decisions.KIND:
            disputes.reopen(session, action.tx)
        for write in writes:
            _put_back(session, write, heard=action.kind != transfers.KIND)
        _refuse_closed(session, touched)
    return Changes.made_in(session)


def _refuse_overwritten(session: Session, tx: int) -> None:
    record = overwritten(session, tx)
    if record is not None:
        raise UserError(
            tr(
                "Bản ghi {name} đã được sửa tiếp sau đó nên không hoàn tác được. "
                "Chưa có gì thay đổi. Hãy mở Lịch sử để xem và sửa tay."
            ).format(name=record.called)
        )


def _refuse_sealed(session: Session, writes: Sequence[Write], created: Sequence[Record]) -> None:
    """Refuse what reaches into a record that was sealed since, unless the sealing is undone.

    What is a part of a form that was filled in since stays as well.
    """
    written = {(write.entity, write.row, write.unit) for write in writes}
    for record in (*created, *_written(session, writes)):
        form = sealing.filled_in_form(session, record)
        if form is not None:
            sealing.refuse_filled_in(session, form)
        owner = sealing.sealing_owner(session, record)
        if owner is None or owner in created or owner.sealed_in is None:
            continue
        unit = owner.field(owner.sealed_in[0]).unit
        if (owner.entity, owner.id, unit) not in written:
            raise sealing.refusal(owner)


def _written(session: Session, writes: Sequence[Write]) -> list[Record]:
    rows = {(write.entity, write.row) for write in writes}
    found = [find_record(session, *row) for row in sorted(rows)]
    return [one for one in found if one is not None]


def _refuse_closed(session: Session, touched: Sequence[Record]) -> None:
    for record in touched:
        closed_periods.refuse_closed(session, record.__tablename__, record.id, {})


def _take_back_transfer(session: Session, tx: int) -> None:
    """Let nobody hear that a case was to move. Raises UserError once that was sent."""
    if homes.was_sent(session, tx):
        raise UserError(
            tr(
                "Việc chuyển hồ sơ đã nằm trong tệp gửi đi nên không hoàn tác được. Chưa có gì "
                "thay đổi. Muốn lấy lại hồ sơ, hãy nhờ nơi nhận hoặc tỉnh chuyển lại."
            )
        )
    homes.take_back_shares(session, tx)
    stamper: Stamper = session.info[STAMPER]
    stamper.kind = transfers.UNDONE


def _put_back(session: Session, write: Write, *, heard: bool) -> None:
    """Write what stood there. heard: whether others may have heard of where a tree went."""
    record = find_record(session, write.entity, write.row)
    if record is None or write.before is None:
        return
    if write.unit == HOME_UNIT:
        home = int(write.before[0])
        homes.move(session, record, home, {home, record.scope} if heard else ())
        return
    before = record.values()
    for field in record.fields():
        if field.unit == write.unit:
            told: Any = write.before.get(field.no)
            setattr(record, field.name, None if told is None else field.kind.from_json(told))
    if record.values() == before:
        # Who stood by what was shown wrote it anew; that is taken back by writing it once more.
        stamper: Stamper = session.info[STAMPER]
        stamper.touch(record, write.unit)
