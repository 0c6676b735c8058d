"""What was only seen or done: sign-ins, looks at sensitive files, prints, exports."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from desktop.base.clock import milliseconds
from desktop.base.i18n import N_
from desktop.records import Record, record_type
from desktop.store import tables

KINDS = {
    "sign_in": N_("Đăng nhập"),
    "failed_sign_in": N_("Đăng nhập sai"),
    "sign_out": N_("Đăng xuất"),
    "locked": N_("Khóa màn hình"),
    "look": N_("Xem"),
    "print": N_("In"),
    "export": N_("Xuất"),
    "user": N_("Tài khoản, quyền"),
    "backup": N_("Sao lưu"),
    "restore": N_("Khôi phục"),
    "upgrade": N_("Nâng cấp dữ liệu"),
    "keys": N_("Thẻ khóa trao đổi"),
    "send": N_("Gửi tệp"),
    "receive": N_("Nhận tệp"),
    "decide": N_("Ghi chú khi chọn giá trị"),
}
FIELDS = ("at_ms", "user", "kind", "ent", "row", "detail")
"""What the hash of a line covers."""
_HASH = 12


@dataclass(frozen=True)
class Event:
    """One line of the log of deeds."""

    at: dt.datetime
    user: str
    kind: str
    table: str
    row: uuid.UUID | None
    detail: str


def write_event(
    connection: sa.Connection,
    at: dt.datetime,
    user: str,
    kind: str,
    detail: str = "",
    record: Record | None = None,
) -> None:
    """Add one line; each carries the hash of all before it.

    detail: words without personal data: a document code, a list's name, a count.
    """
    assert kind in KINDS, kind
    events = tables.events
    last = connection.execute(sa.select(events.c.h).order_by(events.c.no.desc()).limit(1)).scalar()
    line = {
        "at_ms": milliseconds(at),
        "user": user,
        "kind": kind,
        "ent": None if record is None else record.entity,
        "row": None if record is None else record.id.bytes,
        "detail": detail,
    }
    connection.execute(sa.insert(events).values(**line, h=event_hash(last or b"", line)))


def event_hash(before: bytes, line: Mapping[str, object]) -> bytes:
    """BLAKE2b-96 over the hash before and what the line says."""
    parts = [line[name] for name in FIELDS]
    content = before + "\x1f".join(repr(part) for part in parts).encode()
    return hashlib.blake2b(content, digest_size=_HASH).digest()


def read_events(
    connection: sa.Connection, *, row: uuid.UUID | None = None, limit: int = 500
) -> list[Event]:
    """The latest lines, newest first; of one record if row is given."""
    events = tables.events
    statement = sa.select(events).order_by(events.c.no.desc()).limit(limit)
    if row is not None:
        statement = statement.where(events.c.row == row.bytes)
    return [
        Event(
            dt.datetime.fromtimestamp(found.at_ms / 1000, dt.UTC),
            found.user,
            found.kind,
            "" if found.ent is None else record_type(found.ent).__tablename__,
            None if found.row is None else uuid.UUID(bytes=found.row),
            found.detail,
        )
        for found in connection.execute(statement)
    ]
