"""Receiving: a file of another office is looked at first, and taken in whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from desktop.base.clock import milliseconds
from desktop.operations.arrived_contents import (
    ArrivedContents,
)
from desktop.operations.exchange_rights import Sharing, judge
from desktop.operations.office import Office
from desktop.operations.opened_files import Identity, Progress, opened_file
from desktop.operations.room_for_imports import require_room
from desktop.operations.section_heads import counts_in
from desktop.operations.taking_in import Look, Receipt, take_in
from desktop.operations.transfers import let_go_of_left
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange import burials
from desktop.store.exchange.arrivals import Left
from desktop.store.exchange.endings import read_ended
from desktop.store.exchange.inbound import Inbound
from desktop.store.exchange.rights import Judge
from desktop.store.exchange.tally import Tally, Watch
from desktop.store.timeline import read_meta
from desktop.sync.roster import Roster


def examine(office: Office, path: Path) -> Identity:
    """Who sent a file and what is in it; nothing of it is taken in.

    Raises NotEnrolled, Refused, Untrusted, DiskTrouble.
    """
    office.require(Permission.EXCHANGE)
    with opened_file(office, path, None) as opened:
        # Only here: it opens each section once more, which would cost every file of a morning.
        closed = counts_in(office, opened.package, opened.keys, opened.roster)
        return replace(opened.identity, counts=dict(Counter(opened.identity.counts) + closed))


def preview(
    office: Office,
    path: Path,
    watch: Watch,
    progress: Progress | None = None,
    look: Look | None = None,
    read: Callable[[Inbound, Identity], object] | None = None,
) -> Receipt:
    """What taking a file in would do; the office stays as it is.

    watch: hears of each row. look: is kept up to date for it. read: called when all is in and before
    it is given up, for what nobody could tell afterwards; it changes nothing.
    """
    office.require(Permission.EXCHANGE)
    done: list[Receipt] = []
    with opened_file(office, path, progress) as opened:
        require_room(office, opened.identity)
        rights = rights_of(office, opened.roster, opened.package.header.sender)
        with (
            suppress(LookedEnough),
            office.store.bulk_work(),
            office.store.importing(office.user.name, watch, rights) as inbound,
        ):
            done.append(take_in(office, inbound, opened, progress, look))
            if read is not None:
                read(inbound, opened.identity)
            give_up()
    return done[0]


def receive(
    office: Office,
    path: Path,
    progress: Progress | None = None,
    left: Left | None = None,
    morning: str = "",
    before: Callable[[], object] | None = None,
) -> Receipt:
    """Take one file in, whole or not at all, and do what follows from it.

    Arguments and errors are those of ``take_file``.
    """
    receipt = take_file(office, path, progress, left, morning, before)
    settle_received(office, receipt)
    return receipt


def take_file(
    office: Office,
    path: Path,
    progress: Progress | None = None,
    left: Left | None = None,
    morning: str = "",
    before: Callable[[], object] | None = None,
) -> Receipt:
    """Take one file in, whole or not at all; ``settle_received`` does what follows from it.

    left: rows that are not wanted now; they are set aside and may be taken in later.
    morning: what the files have in common that are taken in together.
    before: called once it is proved and new here, before anything of it is taken in.
    progress: bytes of it that were read, and its size; may raise to stop, and nothing is left then.
    Raises NotEnrolled, Refused, Untrusted, FileMissing, DiskTrouble.
    """
    office.require(Permission.EXCHANGE)
    with opened_file(office, path, progress) as opened:
        if opened.identity.known:
            return Receipt(opened.identity, Tally(), again=True)
        require_room(office, opened.identity)
        if before is not None:
            before()
        rights = rights_of(office, opened.roster, opened.package.header.sender)
        now = milliseconds(office.clock.now())
        with (
            office.files.incoming(now) as incoming,
            office.store.bulk_work(),
            office.store.importing(office.user.name, None, rights, left) as inbound,
        ):
            contents = ArrivedContents(incoming, opened.package.header.sender)
            receipt = take_in(office, inbound, opened, progress, contents=contents, morning=morning)
            note_received(office, inbound, receipt)
    return receipt


def settle_received(office: Office, receipt: Receipt) -> None:
    """Let go of what has left this office and of what was purged, after a file was taken in."""
    if not receipt.again:
        let_go_of_left(office)
    if receipt.buried:
        burials.settle(office.store, office.files, office.folder)


def note_received(office: Office, inbound: Inbound, receipt: Receipt) -> None:
    """Write into the log of events what was taken in, with whatever was taken in."""
    detail = f"{receipt.identity.name}: {receipt.tally.changed}"
    office.note_in(inbound.connection, "receive", detail)


class LookedEnough(Exception):
    """The preview is done; its transaction is given up."""


def give_up() -> None:
    """End a look, so that nothing of it is kept."""
    raise LookedEnough


def rights_of(office: Office, roster: Roster, sender: bytes, *, relays: bool = False) -> Judge:
    """Who may have written what comes from this PC. relays: whether it is believed in more."""
    shares = tables.shares
    with office.store.connection() as connection:
        own = int(read_meta(connection, "scope"))
        rows = connection.execute(sa.select(shares.c.root, shares.c.office, shares.c.closed)).all()
        ended = read_ended(raw_connection(connection))
    sides = {(bytes(row.root), int(row.office)): bool(row.closed) for row in rows}
    sharing = Sharing({*sides}, {side for side, closed in sides.items() if closed}, ended)
    return judge(roster, sender, own, sharing, relays=relays)
