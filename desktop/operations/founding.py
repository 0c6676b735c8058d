"""Making a new office: an empty encrypted file with its shipped rows and its first account."""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desktop.base.clock import Clock, OfficeClock
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations.office import Office, User, check_password, user_columns
from desktop.records import AdminUnit, Agency
from desktop.rules.permissions import GRANTABLE
from desktop.store import keys, tables
from desktop.store.engine import readable_trouble
from desktop.store.files import FileCabinet
from desktop.store.folder import FILES_DB, OFFICE_DB, FolderLock, is_office
from desktop.store.search import rebuild_index
from desktop.store.shipped import load_shipped
from desktop.store.store import Store
from desktop.store.timeline import write_meta
from desktop.store.upgrade import upgrade

PROVINCE_SCOPE = 100_000
OTHER_SCOPE = 200_000


@dataclass(frozen=True)
class NewOffice:
    """What is asked at the first run.

    invented: whether it is a sample, in which nobody is real and a password keeps no secret: it
    may contain the name of the account.
    """

    unit_id: uuid.UUID
    agency: Mapping[str, Any]
    """Values of the Agency record, without the unit."""
    user: str
    full_name: str
    password: str
    role: str = "CAN_BO,QUAN_TRI"
    letter: str = "A"
    invented: bool = False


@dataclass(frozen=True)
class CreatedOffice:
    """A new office, open, and the code that must be printed and locked away."""

    office: Office
    recovery_code: str


def create_office(
    folder: Path, told: NewOffice, clock: Clock, cost: keys.Cost | None = None
) -> CreatedOffice:
    """Make a new, empty office in a folder and sign its first user in.

    Raises UserError if an office lies there already, or for a password that is too simple;
    a folder in which this failed holds nothing of it.
    """
    check_password(told.password, "" if told.invented else told.user, first=True)
    with readable_trouble():
        folder.mkdir(parents=True, exist_ok=True)
    if is_office(folder):
        raise UserError(
            tr(
                "Thư mục này đã có dữ liệu của một cơ quan. Chưa có gì thay đổi. "
                "Hãy mở dữ liệu đó, hoặc chọn một thư mục trống."
            )
        )
    with ExitStack() as failing:
        lock = FolderLock(folder)
        failing.callback(lock.release)
        failing.callback(_remove, folder)
        with readable_trouble():
            made = _create(folder, told, clock, lock, cost, failing)
        failing.pop_all()
    return made


def _create(
    folder: Path,
    told: NewOffice,
    clock: Clock,
    lock: FolderLock,
    cost: keys.Cost | None,
    failing: ExitStack,
) -> CreatedOffice:
    key, code = keys.new_key(), keys.new_recovery_code()
    store = Store(folder / OFFICE_DB, key, OfficeClock.of(clock).machine, new=True)
    failing.callback(store.engine.dispose)
    upgrade(store.engine)
    user = User(told.user, told.full_name, told.role, compartments=_first_compartments(told.role))
    with store.connection(write=True) as connection:
        load_shipped(connection)
        rebuild_index(connection)
        scope = _scope_of(connection, told.unit_id)
        write_meta(connection, "scope", str(scope))
        write_meta(connection, "device", os.urandom(16).hex())
        write_meta(connection, "letter", told.letter)
        connection.execute(sa.insert(tables.users).values(user_columns(user)))
    files = FileCabinet(folder / FILES_DB, key, new=True)
    failing.callback(files.close)
    office = Office(folder, store, files, user, clock, lock)
    store.timeline().judge(office.clock)
    with office.writing("create") as session:
        session.add(Agency(unit_id=told.unit_id, **told.agency))
    ring = keys.KeyRing.new(cost).with_user(told.user, told.password, key).with_recovery(code, key)
    # Last: nobody can open what was broken off half way.
    keys.write_keys(folder, ring)
    return CreatedOffice(office, code)


def _remove(folder: Path) -> None:
    for name in (OFFICE_DB, FILES_DB):
        for suffix in ("", "-wal", "-shm", "-journal"):
            (folder / f"{name}{suffix}").unlink(missing_ok=True)
    for name in ("keys.json", "keys-copy.json"):
        (folder / name).unlink(missing_ok=True)


def _first_compartments(role: str) -> frozenset[int]:
    return frozenset(int(c) for one in role.split(",") for c in GRANTABLE[one])


def _scope_of(connection: sa.Connection, unit_id: uuid.UUID) -> int:
    unit = AdminUnit.__table__
    code, level = connection.execute(
        sa.select(unit.c.code, unit.c.level).where(unit.c.id == unit_id)
    ).one()
    if level == "XA":
        return int(code)
    return (PROVINCE_SCOPE if level == "TINH" else OTHER_SCOPE) + int(code)
