"""One opened file on its way in: each part of it goes to where it belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.operations.arrived_contents import (
    NO_CONTENTS,
    ArrivedContents,
    ContentTally,
    keep_counts,
)
from desktop.operations.arrived_rows import rows_of
from desktop.operations.enclosures import FILES
from desktop.operations.exchange_keys import held_roster
from desktop.operations.exchange_rights import channel
from desktop.operations.for_all import require_shared
from desktop.operations.incoming_facts import IncomingFacts
from desktop.operations.kept_keys import keep_key
from desktop.operations.office import Office
from desktop.operations.opened_files import Identity, Opened, Progress, entity_number, silent
from desktop.operations.struck_files import StruckTaker
from desktop.store.exchange.channels import Point
from desktop.store.exchange.inbound import Inbound, Session
from desktop.store.exchange.left_out import LEFT
from desktop.store.exchange.receipts import FOR_ALL, MORNING, STRUCK, Envelope
from desktop.store.exchange.tally import Tally
from desktop.store.exchange.upcasts import SCHEMA, upcast
from desktop.store.timeline import read_meta
from desktop.sync.blocks import Block
from desktop.sync.items import Facts, Item
from desktop.sync.manifest import Manifest
from desktop.sync.pieces import Piece
from desktop.sync.reader import Package


@dataclass
class Look:
    """Where a preview is: the compartment that is read, and what came so far."""

    comp: int = 0
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True)
class Receipt:
    """What came of one file."""

    identity: Identity
    tally: Tally
    buried: int = 0
    again: bool = False
    contents: ContentTally = NO_CONTENTS

    def count(self, of: Callable[[Tally], Counter[int]]) -> int:
        """How many rows of a kind."""
        return of(self.tally).total()

    @property
    def left(self) -> int:
        """Rows that the clerk did not want; they are set aside."""
        return sum(why == LEFT for _, _, why in self.tally.set_aside)


def take_in(
    office: Office,
    inbound: Inbound,
    opened: Opened,
    progress: Progress | None,
    look: Look | None = None,
    contents: ArrivedContents | None = None,
    *,
    morning: str = "",
) -> Receipt:
    """Take the sections in that this PC may read.

    contents: None leaves attachments where they are. morning: what the files have in common that are
    taken in together; "" for one alone.
    """
    package, struck = opened.package, opened.identity.is_struck
    contents = None if struck else contents
    taker = _Taker(office, inbound, package, contents, for_all=opened.identity.for_all)
    kept = StruckTaker(inbound, package) if struck else None
    look = look or Look()
    look.tally = inbound.tally
    roster, whole = opened.roster, True
    for number, kind in enumerate(package.header.kinds):
        comp = int(kind.removeprefix(FILES))
        if kind.startswith(FILES) and contents is None:
            continue
        if number and roster is opened.roster:
            # The first section may have brought the roster that lets us read the others.
            roster = held_roster(inbound.connection)
        if number and not roster.device(opened.keys.device).may_read(comp):
            # By a roster that has not come yet it may be for us: then it has to come again.
            whole = whole and roster.version >= opened.manifest.roster_version
            continue
        (kept or taker).comp = look.comp = comp
        package.read_section(number, opened.keys.identities, kept or taker, progress or silent)
    envelope = _envelope(inbound, opened, morning, is_whole=whole)
    if struck or opened.identity.for_all:
        inbound.finish_aside(envelope, STRUCK if struck else FOR_ALL)
        return Receipt(opened.identity, inbound.tally, inbound.buried)
    inbound.finish(envelope)
    keep_key(inbound.connection, roster, opened.manifest)
    taker.facts.check_up.keep(inbound.connection, opened.manifest.office)
    told = NO_CONTENTS
    if contents is not None:
        told = contents.finish(inbound.connection, opened.manifest, inbound.named, inbound.tally)
        keep_counts(inbound.connection, package.header.package, told)
    return Receipt(opened.identity, inbound.tally, inbound.buried, contents=told)


class _Taker:
    """Hands each item of a package to where it belongs."""

    def __init__(
        self,
        office: Office,
        inbound: Inbound,
        package: Package,
        contents: ArrivedContents | None,
        *,
        for_all: bool,
    ) -> None:
        self._for_all = for_all
        self._inbound, self._name, self._contents = inbound, package.name, contents
        self._schema = SCHEMA
        self.comp = 0
        self.facts = IncomingFacts(office, inbound, package.header.sender)

    def __call__(self, item: Item) -> None:
        if self._for_all:
            require_shared(item, self._name)
        if isinstance(item, Block):
            rows = rows_of(item, self.comp, self._name)
            self._inbound.take(upcast(rows, self._schema))
        elif isinstance(item, Facts):
            self.facts.take(item)
        elif isinstance(item, Piece):
            if self._contents is not None:
                self._contents.take(item)
        elif isinstance(item, Manifest):
            self._schema = item.schema
            self._inbound.refused.schema = item.schema
            for told, fields in item.dictionary.items():
                units = {one.no: one.unit for one in fields}
                self._inbound.arrivals.learn_fields(entity_number(told, self._name), units)
            self._inbound.learn(
                Session(one.oid, one.device, one.parent, one.cut) for one in item.lineage
            )
        else:
            self._inbound.refused.fact(f"#{item.tag}", list(item.parts), "unknown")


def _envelope(inbound: Inbound, opened: Opened, morning: str, *, is_whole: bool) -> Envelope:
    manifest, package = opened.manifest, opened.package
    own = int(read_meta(inbound.connection, "scope"))
    way = channel(opened.roster, own, manifest.office, opened.keys.device)
    return Envelope(
        package.header.package,
        package.header.sender,
        manifest.office,
        Point(manifest.from_seq, manifest.from_h),
        Point(manifest.to_seq, manifest.to_h),
        tuple(Point(ack.seq, ack.h) for ack in manifest.acks if ack.device == opened.keys.device),
        manifest.number,
        package.digest,
        manifest.wall_ms,
        manifest.clock_ok,
        {
            "name": opened.identity.name,
            "office": manifest.office_name,
            "sender": manifest.sender_name,
            "clock_ok": manifest.clock_ok,
        }
        | ({MORNING: morning} if morning else {}),
        way.epoch,
        is_whole,
    )
