"""Who else may open a restricted case file, by name."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import records
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store import tables


@dataclass(frozen=True)
class Reader:
    """An account, and whether it is named for a case."""

    name: str
    full_name: str
    named: bool


def read_readers(office: Office, case_id: uuid.UUID) -> list[Reader]:
    """All accounts in use, with those named for this case marked."""
    office.require(Permission.WRITE_CASES)
    with office.reading() as session:
        records.get_visible(office, session, "case_files", case_id)
        connection = session.connection()
        readers = tables.case_readers
        where = readers.c.case_id == case_id.bytes
        named = set(connection.execute(sa.select(readers.c.user).where(where)).scalars())
        users = tables.users
        rows = connection.execute(
            sa.select(users.c.name, users.c.full_name).where(users.c.active).order_by(users.c.name)
        )
        return [Reader(name, full_name, name in named) for name, full_name in rows]


def set_readers(office: Office, case_id: uuid.UUID, names: Collection[str]) -> None:
    """Name the accounts that may open a restricted case besides its worker and the leaders.

    Whoever names them stays among them.
    Raises UserError for a case that is not restricted: naming readers would then say nothing.
    """
    office.require(Permission.WRITE_CASES)
    with office.reading() as session:
        case = records.get_visible(office, session, "case_files", case_id)
        if case.access_level != "HAN_CHE":
            raise UserError(
                tr(
                    "Hồ sơ này không hạn chế nên ai có quyền đều xem được. Chưa có gì thay đổi. "
                    "Hãy đổi Độ mật truy cập thành Hạn chế rồi chọn người được xem."
                )
            )
    readers = tables.case_readers
    # Nobody locks themselves out by naming others.
    rows = [{"case_id": case_id.bytes, "user": name} for name in sorted({*names, office.user.name})]
    with office.store.connection(write=True) as connection:
        connection.execute(sa.delete(readers).where(readers.c.case_id == case_id.bytes))
        connection.execute(sa.insert(readers), rows)
        detail = tr("Chọn {count} người được xem hồ sơ hạn chế").format(count=len(names))
        office.note_in(connection, "user", detail, case)
