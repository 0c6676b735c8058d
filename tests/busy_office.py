"""Work in an office that another process does until it is killed (see test_accidents)."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

import makers
from desktop.base.clock import SystemClock
from desktop.operations import records, upkeep
from desktop.operations.office import Office, open_office
from desktop.store import upgrade as upgrading


def _opened(folder: Path, user: str, password: str) -> Office:
    return open_office(folder, user, password, SystemClock())


def keep_saving(folder: Path, user: str, password: str, told: Connection) -> None:
    """Write people and their addresses down; tell of each when it is saved."""
    office = _opened(folder, user, password)
    number = 0
    while True:
        person = makers.person(office, f"Người {'x' * (number % 50 + 1)}", note="ghi chú " * 200)
        records.save(office, "people", person, {"phone": f"09{number:08d}", "note": None})
        told.send(person)
        number += 1


def keep_copying(folder: Path, user: str, password: str, told: Connection) -> None:
    """Make copies, each with one more person in it."""
    office = _opened(folder, user, password)
    while True:
        makers.person(office)
        told.send(upkeep.back_up(office, folder / "backups").path)


def upgrade(folder: Path, user: str, password: str, told: Connection) -> None:
    """Open the office with a program that has the migrations of a later version."""
    upgrading.MIGRATIONS = folder.parent / "migrations"
    told.send("begun")
    _opened(folder, user, password)
    told.send("upgraded")
