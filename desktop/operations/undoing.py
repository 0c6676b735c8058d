"""Taking back the last saved action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from desktop.base.errors import UserError
from desktop.base.i18n import N_, tr
from desktop.operations import sealing
from desktop.operations.office import Office
from desktop.records import Record
from desktop.rules.permissions import Permission
from desktop.store.history import (
    Transaction,
    Write,
    find_record,
    last_transaction,
    overwritten,
    writes_of,
)
from desktop.store.store import Changes

KINDS = {
    "save": N_("Cất"),
    "void": N_("Hủy bỏ"),
    "unvoid": N_("Khôi phục bản ghi"),
    "undo": N_("Hoàn tác"),
    "create": N_("Lập dữ liệu"),
    "demo": N_("Dữ liệu mẫu"),
}
_LASTING = ("create", "demo", "import")


def last_action(office: Office) -> Transaction | None:
    """The user's last saved action, if it can be taken back."""
    with office.reading() as session:
        found = last_transaction(session, office.user.name)
    return None if found is None or found.kind in _LASTING else found


def undo_last(office: Office) -> Changes:
    """Take back the last thing this user saved, by writing what stood there before.

    New records are voided. Undoing an undo brings back what it took. Raises UserError if there
    is nothing to take back, or if somebody wrote over it since; nothing is changed then.
    """
    office.require(Permission.UNDO)
    with office.writing("undo") as session:
        action = last_transaction(session, office.user.name)
        if action is None or action.kind in _LASTING:
            raise UserError(tr("Không còn việc nào để hoàn tác. Chưa có gì thay đổi."))
        _refuse_overwritten(session, action.tx)
        writes, created = writes_of(session, action.tx)
        _refuse_sealed(session, writes, created)
        for record in created:
            record.void_reason = tr("Hoàn tác")
        for write in writes:
            _put_back(session, write)
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
    """Refuse what reaches into a record that was sealed since, unless the sealing is undone."""
    written = {(write.entity, write.row, write.unit) for write in writes}
    rows = {(write.entity, write.row) for write in writes}
    found = [find_record(session, *row) for row in sorted(rows)]
    for record in (*created, *(one for one in found if one is not None)):
        owner = sealing.sealing_owner(session, record)
        if owner is None or owner in created or owner.sealed_in is None:
            continue
        unit = owner.field(owner.sealed_in[0]).unit
        if (owner.entity, owner.id, unit) not in written:
            raise sealing.refusal(owner)


def _put_back(session: Session, write: Write) -> None:
    record = find_record(session, write.entity, write.row)
    if record is None or write.before is None:
        return
    for field in record.fields():
        if field.unit == write.unit:
            told: Any = write.before.get(field.no)
            setattr(record, field.name, None if told is None else field.kind.from_json(told))
