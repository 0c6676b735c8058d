"""Taking back the last saved action."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.errors import UserError
from desktop.base.i18n import N_, tr
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.history import Transaction, Write, find_record, last_transaction, writes_of
from desktop.store.store import Changes
from desktop.versions.stamp import read_sv

KINDS = {
    "save": N_("Lưu"),
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
        writes, created = writes_of(session, action.tx)
        for record in created:
            record.void_reason = tr("Hoàn tác")
        for write in writes:
            _put_back(session, write, action.tx)
    return Changes.made_in(session)


def _put_back(session: Session, write: Write, tx: int) -> None:
    record = find_record(session, write.entity, write.row)
    if record is None or write.before is None:
        return
    if record.sq < tx or _written_since(session, record, write, tx):
        raise UserError(
            tr(
                "Bản ghi {name} đã được sửa tiếp sau đó nên không hoàn tác được. "
                "Chưa có gì thay đổi. Hãy mở Lịch sử để xem và sửa tay."
            ).format(name=record.called)
        )
    for field in record.fields():
        if field.unit == write.unit:
            told: Any = write.before.get(field.no)
            setattr(record, field.name, None if told is None else field.kind.from_json(told))


def _written_since(session: Session, record: Any, write: Write, tx: int) -> bool:
    """Whether the unit's present value is not the one that the transaction wrote."""
    log = tables.log
    mine = {
        (row.hlc, row.origin_no)
        for row in session.execute(sa.select(log.c.hlc, log.c.origin_no).where(log.c.tx == tx))
    }
    dot = read_sv(record.sv)[write.unit].dot
    return (dot.hlc, dot.origin) not in mine
