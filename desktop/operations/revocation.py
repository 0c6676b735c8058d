"""Striking a PC from the exchange, and how far what it wrote still counts."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from desktop.base.clock import moment
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations.authority import issue_roster
from desktop.operations.exchange_keys import held_roster, note_keys, own_keys
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.exchange.channels import acks_for
from desktop.store.exchange.receipts import END, FILE, STRUCK
from desktop.sync.authority import AuthorityKey
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import HASH_BYTES, Cut, DeviceEntry


@dataclass(frozen=True)
class HeldFile:
    """A file of a PC up to which its log may count: its number, and when it came here.

    is_struck: whether it came after the cut, so that all of it is set aside.
    """

    number: int
    came_at: dt.datetime
    cut: Cut
    is_struck: bool = False


def revoke(
    office: Office,
    device: bytes,
    sheets: Sequence[str],
    cut: Cut | None = None,
    reason: str = "",
) -> DeviceEntry:
    """Strike a PC from the exchange: nothing is sealed for it any more.

    cut: the last of its log that counts; left out, the last that this office holds. What it sends
    after that is set aside. sheets: two of the authority's key. reason: for the log of events, which
    stays in this office. Raises UnknownDevice, InvalidValue for wrong sheets, or UserError for this
    PC and one that was struck before.
    """
    office.require(Permission.MANAGE_KEYS)
    with office.store.connection(write=True) as connection:
        roster = held_roster(connection)
        if roster.device(device).revoked is not None or device == own_keys(connection).device:
            raise UserError(
                tr(
                    "Máy này đã bị thu hồi trước đó, hoặc chính là máy đang dùng. Chưa có gì thay "
                    "đổi. Hãy chọn máy khác."
                )
            )
        held = cut or _last_held(connection, device)
        entry = _cut(office, connection, roster, device, sheets, held)
        told = tr("Thu hồi thẻ khóa: cơ quan số {scope}, máy {letter}")
        _note(office, connection, told, entry, reason)
    return entry


def correct_cut(
    office: Office, device: bytes, sheets: Sequence[str], cut: Cut, reason: str = ""
) -> DeviceEntry:
    """Say anew how far the log of a struck PC counts; it stays struck.

    With a later cut, what was set aside since can be tried again; what came in under an earlier one
    stays. sheets, reason: as for ``revoke``. Raises UnknownDevice, InvalidValue for wrong sheets, or
    UserError for a PC that was not struck and for the cut that it has.
    """
    office.require(Permission.MANAGE_KEYS)
    with office.store.connection(write=True) as connection:
        roster = held_roster(connection)
        before = roster.device(device).revoked
        if before is None or before == cut:
            raise UserError(
                tr(
                    "Máy này chưa bị thu hồi, hoặc mốc vừa chọn chính là mốc đang dùng. Chưa có gì "
                    "thay đổi. Hãy chọn mốc khác."
                )
            )
        entry = _cut(office, connection, roster, device, sheets, cut)
        told = tr("Sửa mốc thu hồi thẻ khóa: cơ quan số {scope}, máy {letter}")
        _note(office, connection, told, entry, reason)
    return entry


def _cut(
    office: Office,
    connection: sa.Connection,
    roster: Roster,
    device: bytes,
    sheets: Sequence[str],
    cut: Cut,
) -> DeviceEntry:
    key = AuthorityKey.joined(sheets, roster.authority)
    _, roster = issue_roster(office, connection, roster.with_revoked(device, cut), key)
    return roster.device(device)


def _note(
    office: Office, connection: sa.Connection, told: str, entry: DeviceEntry, reason: str
) -> None:
    words = told.format(scope=entry.scope, letter=entry.letter)
    note_keys(office, connection, ": ".join(filter(None, (words, reason.strip()))))


def _last_held(connection: sa.Connection, device: bytes) -> Cut:
    held = acks_for(connection, device)
    return Cut(held[-1].seq, held[-1].h) if held else Cut(0, bytes(HASH_BYTES))


def read_held_files(office: Office, device: bytes) -> list[HeldFile]:
    """Up to which of its files a PC's log may count, the latest first.

    Files of which one before has not come are left out; those of a struck PC that are set aside
    stand among them.
    """
    office.require(Permission.MANAGE_KEYS)
    with office.store.connection() as connection:
        rows = [*_taken_in(connection, device), *_set_aside(connection, device)]
    # Several files that end at the same line of the log are told as the last of them.
    held = {one.cut: one for one in sorted(rows, key=lambda one: (one.cut.seq, one.number))}
    return list(held.values())[::-1]


def _taken_in(connection: sa.Connection, device: bytes) -> list[HeldFile]:
    files, bounds = tables.packages, tables.bounds
    asked = (
        sa.select(files.c.number, files.c.at, bounds.c.seq, bounds.c.h)
        .join(bounds, sa.and_(bounds.c.device == files.c.device, bounds.c.seq == files.c.to_seq))
        .where(files.c.device == device, files.c.dir == FILE, ~files.c.undone)
    )
    return [
        HeldFile(row.number, moment(row.at), Cut(row.seq, bytes(row.h)))
        for row in connection.execute(asked)
    ]


def _set_aside(connection: sa.Connection, device: bytes) -> list[HeldFile]:
    files = tables.packages
    asked = sa.select(files.c.number, files.c.at, files.c.to_seq, files.c.told).where(
        files.c.device == device, files.c.dir == STRUCK, ~files.c.undone
    )
    return [
        HeldFile(row.number, moment(row.at), Cut(row.to_seq, bytes.fromhex(end)), is_struck=True)
        for row in connection.execute(asked)
        if (end := json.loads(row.told).get(END))
    ]
