"""Rows of files that were set aside because nobody wanted them then: looked at, taken in later."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desktop.base.clock import moment
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import upkeep
from desktop.operations.import_changes import changes_since, end_of_log
from desktop.operations.incoming import Preview, TakenIn, Watcher, read_rows
from desktop.operations.mornings import Morning
from desktop.operations.office import Office
from desktop.operations.opened_files import Identity
from desktop.operations.package_files import number_words
from desktop.operations.receiving import LookedEnough, give_up, note_received
from desktop.operations.taking_in import Look, Receipt
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange.channels import BEGINNING, Point
from desktop.store.exchange.inbound import Inbound
from desktop.store.exchange.left_out import LEFT, LeftRow, forget_rows, note_taken, rows_left
from desktop.store.exchange.receipts import END, FOR_ALL, TAKEN_IN, Envelope

_DIGEST = 32


def count_set_aside(office: Office) -> int:
    """How many rows wait among those that were set aside."""
    office.require(Permission.EXCHANGE)
    refused = tables.refused
    asked = sa.select(refused.c.ent, refused.c.row).where(refused.c.why == LEFT).distinct()
    with office.store.connection() as connection:
        return connection.execute(
            sa.select(sa.func.count()).select_from(asked.subquery())
        ).scalar_one()


def look_at_set_aside(office: Office) -> Preview:
    """What taking the rows in that were set aside would do, as far as the account may read them.

    Rows that a later file has brought anyhow are dropped from among them.
    """
    office.require(Permission.EXCHANGE)
    look, stale = Look(), list[int]()
    watcher = Watcher(look)
    sources: dict[uuid.UUID, str] = {}
    with suppress(LookedEnough), office.store.importing(office.user.name, watcher) as inbound:
        look.tally = inbound.tally
        files = files_here(inbound.connection)
        for one in rows_left(raw_connection(inbound.connection)):
            look.comp = one.rows.comp
            if not _changes_something(inbound, one):
                stale.append(one.no)
            sources[uuid.UUID(bytes=one.row)] = files[one.package].words
        watcher.read_sides(office, inbound)
        give_up()
    if stale:
        with office.store.connection(write=True) as connection:
            forget_rows(raw_connection(connection), stale)
    found = Preview(Receipt(_nowhere(), look.tally), watcher.counts)
    read_rows(office, watcher, found)
    found.rows = [replace(row, source=sources[row.id]) for row in found.rows]
    if found.secret:
        office.note("look", tr("Xem những dòng để riêng"))
    return found


def _changes_something(inbound: Inbound, one: LeftRow) -> bool:
    tally = inbound.tally
    before = (tally.changed, tally.purged)
    inbound.take(one.rows)
    return (tally.changed, tally.purged) > before


def take_set_aside(office: Office, wanted: Collection[uuid.UUID]) -> TakenIn:
    """Copy the office, then take these rows in; it can be taken back like the import of a file.

    Raises UserError if none of them is set aside any more.
    """
    office.require(Permission.EXCHANGE)
    upkeep.back_up_here(office, before_files=True)
    end = end_of_log(office)
    with office.store.importing(office.user.name) as inbound:
        raw = raw_connection(inbound.connection)
        rows = [one for one in rows_left(raw) if uuid.UUID(bytes=one.row) in wanted]
        if not rows:
            raise UserError(
                tr(
                    "Những dòng này không còn ở mục Đã để riêng. Chưa có gì thay đổi. Hãy mở lại mục này."
                )
            )
        identity = identity_of(office, inbound, rows)
        for one in rows:
            inbound.take(one.rows)
        note_taken(raw, rows, identity.package)
        inbound.finish_aside(envelope_of(identity))
        receipt = Receipt(identity, inbound.tally)
        note_received(office, inbound, receipt)
    return TakenIn(Morning([receipt]), changes_since(office, end))


@dataclass(frozen=True)
class BroughtBy:
    """The file that brought a row.

    until, end: the last line of its sender's log that it held, and the chain hash there.
    """

    device: bytes
    number: int
    office: str
    for_all: bool = False
    until: int = 0
    end: bytes = b""

    @property
    def words(self) -> str:
        number = number_words(self.number, for_all=self.for_all)
        return tr("Tệp số {number} của {office}").format(number=number, office=self.office)


def files_here(connection: sa.Connection) -> dict[bytes, BroughtBy]:
    """What was taken in, by its package."""
    packages = tables.packages
    rows = connection.execute(sa.select(packages).where(packages.c.dir.in_(TAKEN_IN)))
    return {
        bytes(row.pkg): BroughtBy(
            bytes(row.device),
            row.number,
            told.get("office", ""),
            row.dir == FOR_ALL,
            row.to_seq,
            bytes.fromhex(told.get(END, "")),
        )
        for row in rows
        for told in (json.loads(row.told),)
    }


def identity_of(office: Office, inbound: Inbound, rows: Iterable[LeftRow]) -> Identity:
    """Whose rows they are, as the report of an import tells it."""
    files = files_here(inbound.connection)
    brought = [files[one.package] for one in rows]
    wall_ms, clock_ok = inbound.wall
    peers = tables.peers
    sender = sa.select(peers.c.office).where(peers.c.device == brought[0].device)
    return replace(
        _nowhere(),
        package=os.urandom(16),
        device=brought[0].device,
        office=inbound.connection.execute(sender).scalar() or 0,
        office_name=", ".join(dict.fromkeys(one.office for one in brought)),
        sender=office.user.full_name,
        sent_at=moment(wall_ms),
        clock_ok=clock_ok,
        number=max(one.number for one in brought),
    )


def _nowhere() -> Identity:
    return Identity(
        path=Path(tr("Dòng để riêng")),
        package=bytes(16),
        device=bytes(16),
        office=0,
        office_name="",
        sender="",
        sent_at=moment(0),
        clock_ok=True,
        number=0,
        counts={},
        known=False,
        roster_version=0,
    )


def envelope_of(identity: Identity) -> Envelope:
    """What is written down of rows that were set aside and are taken in now."""
    told: dict[str, Any] = {"name": identity.name, "office": identity.office_name}
    nowhere = Point(0, BEGINNING)
    return Envelope(
        identity.package,
        identity.device,
        identity.office,
        nowhere,
        nowhere,
        (),
        identity.number,
        bytes(_DIGEST),
        int(identity.sent_at.timestamp() * 1000),
        identity.clock_ok,
        told,
    )
