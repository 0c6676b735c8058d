"""What came of receiving, as it was written down with each file: to be printed then or later."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from desktop.base.clock import in_vietnam, known_today, moment, today
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.paths import shown_name
from desktop.operations.mornings import Morning
from desktop.operations.naming import names
from desktop.operations.office import Office
from desktop.operations.package_files import number_words
from desktop.operations.papers import issue
from desktop.operations.printing import Format, Printed, render
from desktop.paper.documents.receipt_minutes import (
    ReceiptMinutes,
    ReceivedPackage,
    receipt_minutes,
)
from desktop.records import record_type
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange.contents import Contents
from desktop.store.exchange.receipts import CAME, FOR_ALL, TAKEN_IN

_FILE = "BIEN-BAN-NHAN"


def print_receipt(
    office: Office,
    packages: Sequence[bytes],
    morning: Morning | None = None,
    file_format: Format = "pdf",
) -> Printed:
    """Print the minutes of receiving these files, in this order, and write it into the register.

    morning: tells of files that could not be taken in besides. Raises UserError if none of the files
    was ever taken in.
    """
    office.require(Permission.EXCHANGE)
    office.require(Permission.PRINT)
    found = _read(office, packages)
    if not found:
        raise UserError(tr("Chưa nhận tệp nào trong số này nên chưa có gì để in."))
    told = ReceiptMinutes(found, *_not_taken(morning), awaited=_awaited(office, packages))
    with office.reading() as session:
        document = receipt_minutes(
            told, issue(office, session, names(office, session), known_today(office.clock))
        )
    content, pages = render(document, file_format)
    office.note("print", tr("Biên bản nhận dữ liệu: {n} tệp").format(n=len(found)))
    name = f"{_FILE}-{today(office.clock):%Y%m%d}.{file_format}"
    return Printed(content, name, pages)


def _not_taken(morning: Morning | None) -> tuple[Sequence[tuple[str, str]], Sequence[str]]:
    if morning is None:
        return (), ()
    refused = [(shown_name(path), error.message) for path, error in morning.refused]
    return refused, [shown_name(path) for path in morning.stopped]


def _awaited(office: Office, wanted: Sequence[bytes]) -> int:
    """How many attachments of the PCs that sent these files have not come by now."""
    packages = tables.packages
    asked = sa.select(packages.c.device).where(packages.c.pkg.in_(wanted)).distinct()
    with office.store.connection() as connection:
        devices = [bytes(one) for one in connection.execute(asked).scalars()]
        return Contents(raw_connection(connection)).awaited_from(devices)


def _read(office: Office, wanted: Sequence[bytes]) -> list[ReceivedPackage]:
    packages, users = tables.packages, tables.users
    order = {package: at for at, package in enumerate(wanted)}
    mine = (packages.c.pkg.in_(list(order)), packages.c.dir.in_(TAKEN_IN))
    with office.store.connection() as connection:
        rows = connection.execute(sa.select(packages).where(*mine)).all()
        people = connection.execute(sa.select(users.c.name, users.c.full_name)).all()
    called = {row.name: row.full_name for row in people}
    return [_package(row, called) for row in sorted(rows, key=lambda row: order[bytes(row.pkg)])]


def _package(row: Any, called: Mapping[str, str]) -> ReceivedPackage:
    told: dict[str, Any] = json.loads(row.told)
    user = told.get("by", "")
    return ReceivedPackage(
        office=told.get("office", ""),
        number=number_words(row.number, for_all=row.dir == FOR_ALL),
        sender=told.get("sender", ""),
        sent=_at(row.at, trusted=told.get("clock_ok", True)) if row.dir in CAME else "",
        name=told.get("name", ""),
        taken=_at(told["at"], trusted=told.get("at_ok", True)) if "at" in told else "",
        by=called.get(user, user),
        changed=row.rows,
        state=_state(row),
        counts={
            tr(record_type(int(entity)).singular): counts
            for entity, counts in told.get("counts", {}).items()
        },
        left=told.get("left", 0),
        aside=told.get("aside", 0),
        purged=told.get("purged", 0),
        contents=told.get("contents", 0),
        spoilt=told.get("spoilt", 0),
    )


def _at(ms: int, *, trusted: bool) -> str:
    text = f"{in_vietnam(moment(ms)):%d/%m/%Y %H:%M}"
    return text if trusted else tr("{at} (đồng hồ sai)").format(at=text)


def _state(row: Any) -> str:
    if row.undone:
        return tr("Đã hoàn tác")
    return tr("Đã nhận") if row.seq else tr("Không có gì mới")
