"""Which files went to an office and came from it, as they were written down then."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desktop.base.clock import moment
from desktop.base.i18n import tr
from desktop.operations.exchange_keys import held_roster
from desktop.operations.office import Office
from desktop.operations.sending_to_all import WENT_TO_ALL
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.exchange.receipts import FOR_ALL
from desktop.sync.roster_entries import DeviceEntry

_OUT = "out"
_WENT = (_OUT, WENT_TO_ALL)


@dataclass(frozen=True)
class PackageLine:
    """A file that went to an office or came from it.

    rows: changes that the file holds, the same number at both of its ends. changed: how many of them
    made something otherwise here; None for a file that went out. pc: what the other PC is called.
    """

    came: bool
    number: int
    at: dt.datetime
    rows: int
    changed: int | None
    name: str
    pc: str
    undone: bool
    package: bytes = b""
    for_all: bool = False


def sent_names(office: Office) -> frozenset[str]:
    """What the files are called that this PC has written itself."""
    office.require(Permission.EXCHANGE)
    packages = tables.packages
    with office.store.connection() as connection:
        told = connection.execute(sa.select(packages.c.told).where(packages.c.dir.in_(_WENT)))
        return frozenset(json.loads(one).get("name", "") for one in told.scalars())


def package_history(office: Office, scope: int) -> list[PackageLine]:
    """The files that went to an office and came from it, the latest first."""
    office.require(Permission.EXCHANGE)
    packages = tables.packages
    with office.store.connection() as connection:
        roster = held_roster(connection)
        pcs = {one.device: one for one in roster.devices if one.scope == scope}
        asked = sa.select(packages).where(packages.c.device.in_(list(pcs)))
        rows = connection.execute(asked.order_by(packages.c.at.desc(), packages.c.number.desc()))
        return [_line(row, pcs[bytes(row.device)]) for row in rows]


def _line(row: Any, pc: DeviceEntry) -> PackageLine:
    told: dict[str, Any] = json.loads(row.told)
    came = row.dir not in _WENT
    return PackageLine(
        came=came,
        number=row.number,
        at=moment(row.at),
        rows=_held(told, row.rows) if came else row.rows,
        changed=row.rows if came else None,
        name=told.get("name", ""),
        pc=pc.label or tr("máy {letter}").format(letter=pc.letter),
        undone=bool(row.undone),
        package=bytes(row.pkg),
        for_all=row.dir in (FOR_ALL, WENT_TO_ALL),
    )


def _held(told: dict[str, Any], changed: int) -> int:
    """How many rows a file held: those of every kind of outcome, and those that were put aside."""
    if "counts" not in told:
        return changed
    counted = sum(sum(outcomes) for outcomes in told["counts"].values())
    return counted + told.get("left", 0) + told.get("aside", 0)
