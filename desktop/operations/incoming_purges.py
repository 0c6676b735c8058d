"""What a file would have purged here for ever, as the signed-in person may know of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.i18n import tr
from desktop.operations import access
from desktop.operations.disagreement_words import DisagreementWords
from desktop.operations.incoming_row import Group, IncomingRow
from desktop.operations.office import Office
from desktop.records import Record, record_types
from desktop.store import tables


class PurgeMark(NamedTuple):
    """The order to purge a record. doc_no: the document that orders it."""

    id: uuid.UUID
    reason: str
    doc_no: str


def marks_of(connection: sa.Connection, seq: int) -> list[PurgeMark]:
    """The marks that came with one line of the log. seq: its number."""
    graves = tables.graves
    asked = sa.select(graves.c.id, graves.c.reason, graves.c.doc_no).where(graves.c.sq == seq)
    return [
        PurgeMark(uuid.UUID(bytes=bytes(row.id)), row.reason or "", row.doc_no or "")
        for row in connection.execute(asked.order_by(graves.c.id))
    ]


def purged_rows(office: Office, session: Session, marks: Sequence[PurgeMark]) -> list[IncomingRow]:
    """What stands here of what these marks purge; nothing for what does not.

    What it is called is told only to whom might open it, its kind to everybody who receives files.
    """
    words = DisagreementWords(office, session)
    found: list[IncomingRow] = []
    for mark in marks:
        for record in _standing(session, mark):
            table = record.__tablename__
            called = words.called(record) if _may_see(office, session, record) else ""
            told, kind = _why(mark), tr(record.singular)
            found.append(IncomingRow(Group.PURGED, table, record.id, kind, called, (), told=told))
    return found


def _standing(session: Session, mark: PurgeMark) -> Iterator[Record]:
    for kind in record_types().values():
        if kind.parent is None:
            record = session.get(kind, mark.id)
            if record is not None and not record.stub:
                yield record


def _may_see(office: Office, session: Session, record: Record) -> bool:
    kind = type(record)
    if not access.may_read(office, kind.__tablename__):
        return False
    asked = sa.select(kind.id).where(kind.id == record.id, *access.conditions(office, kind))
    return session.execute(asked).first() is not None


def _why(mark: PurgeMark) -> str:
    """Why a record goes, and why nobody can leave that out."""
    by = tr("Tỉnh ra lệnh xóa hẳn theo văn bản {number}.").format(number=mark.doc_no)
    if not mark.doc_no:
        by = tr("Tỉnh ra lệnh xóa hẳn.")
    why = tr("Lý do: {reason}.").format(reason=mark.reason.rstrip(".")) if mark.reason else ""
    must = tr(
        "Bản ghi, các phần và tệp đính kèm của nó bị xóa ở mọi máy, không lấy lại được. Luật bảo vệ "
        "dữ liệu cá nhân buộc xóa ở mọi nơi đang giữ, nên dòng này không bỏ chọn được."
    )
    return " ".join(filter(None, (by, why, must)))
