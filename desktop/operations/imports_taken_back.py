"""Taking a whole import back, as if its file had never come."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

import sqlalchemy as sa

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.exchange.before import TakenBack
from desktop.store.exchange.receipts import FOR_ALL, STRUCK, TAKEN_IN
from desktop.store.exchange.revoking import revoke_import


@dataclass(frozen=True)
class ReceivedFile:
    """A file that was taken in. can_go_back: whether it changed something and still stands.

    is_struck: whether its sender was struck before, so that all of it was set aside. for_all: whether it was one for everybody; those have numbers of their own.
    """

    package: bytes
    name: str
    office_name: str
    number: int
    at: dt.datetime
    rows: int
    can_go_back: bool
    undone: bool
    for_all: bool = False
    is_struck: bool = False


def received_files(office: Office, limit: int = 200) -> list[ReceivedFile]:
    """The files that were taken in, the latest first."""
    office.require(Permission.EXCHANGE)
    packages = tables.packages
    with office.store.connection() as connection:
        rows = connection.execute(
            sa.select(packages, tables.log.c.wall_ms)
            .join(tables.log, tables.log.c.seq == packages.c.seq, isouter=True)
            .where(packages.c.dir.in_(TAKEN_IN))
            .order_by(packages.c.seq.desc(), packages.c.at.desc())
            .limit(limit)
        ).all()
    found: list[ReceivedFile] = []
    for row in rows:
        told: dict[str, str] = json.loads(row.told)
        found.append(
            ReceivedFile(
                bytes(row.pkg),
                told.get("name", ""),
                told.get("office", ""),
                row.number,
                dt.datetime.fromtimestamp(row.at / 1000, dt.UTC),
                row.rows,
                bool(row.seq or row.dir == STRUCK) and not row.undone,
                bool(row.undone),
                row.dir == FOR_ALL,
                row.dir == STRUCK,
            )
        )
    return found


def take_import_back(office: Office, package: bytes | None = None) -> TakenBack:
    """Put everything back that one file has changed; it may be taken in again.

    package: which one; the last file that changed something if left out. Rows on which somebody has
    worked since keep what they have; what was purged stays purged.
    Raises UserError if there is no such file, or if it was taken back already.
    """
    office.require(Permission.EXCHANGE)
    files = received_files(office)
    standing = [one.package for one in files if one.can_go_back]
    chosen = standing[0] if package is None and standing else package
    if chosen is None or chosen not in standing:
        raise _cannot_go_back(next((one for one in files if chosen in (None, one.package)), None))
    with office.store.importing(office.user.name) as inbound:
        done = revoke_import(inbound, chosen)
        office.note_in(inbound.connection, "receive", tr("Hoàn tác một lần nhận tệp"))
    return done


def _cannot_go_back(file: ReceivedFile | None) -> UserError:
    """Why there is nothing to put back. file: the one that was meant, if it is known here."""
    if file is None:
        return UserError(tr("Chưa có lần nhận tệp nào còn hoàn tác được. Chưa có gì thay đổi."))
    told = (
        tr(
            "Lần nhận tệp {name} đã được hoàn tác rồi. Chưa có gì thay đổi. Muốn có lại dữ liệu của "
            "tệp, hãy nhận lại tệp ấy."
        )
        if file.undone
        else tr(
            "Tệp {name} không làm thay đổi gì trong sổ nên không có gì để hoàn tác. "
            "Chưa có gì thay đổi."
        )
    )
    return UserError(told.format(name=file.name))
