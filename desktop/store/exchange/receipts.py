"""What stands in the list of files about each that was taken in, and of rows that had been set aside."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desktop.store import tables
from desktop.store.exchange.channels import Point
from desktop.store.exchange.left_out import LEFT
from desktop.store.exchange.tally import Tally
from desktop.versions.clock import written_wall

FILE, FOR_ALL, ASIDE, STRUCK = "in", "all", "set", "cut"
"""What a receipt is of: a file of a channel or one for everybody that came in, rows that had been
set aside, or a file of a PC that was struck before it wrote it: all of that is set aside."""
END = "end"
"""Where the list of files has the chain hash at the end of a file."""
MORNING = "morning"
"""Where the list of files has what files have in common that were taken in together."""
CAME, TAKEN_IN = (FILE, FOR_ALL, STRUCK), (FILE, FOR_ALL, STRUCK, ASIDE)


@dataclass(frozen=True)
class Envelope:
    """Which package it is, and what of the sender's log it holds.

    acks: what the sender holds of our log, the latest last. epoch: of our channel to it. number: the
    sender's own number of it. told: what the list of files shows of it. is_whole: whether all of it
    could be read that is for us; else it is taken in, but not confirmed, and comes again.
    """

    package: bytes
    device: bytes
    office: int
    begin: Point
    end: Point
    acks: tuple[Point, ...]
    number: int
    digest: bytes
    wall_ms: int
    clock_ok: bool
    told: dict[str, Any]
    epoch: bytes = b""
    is_whole: bool = True

    def written(self, own: tuple[int, bool]) -> int:
        """When the file was written, as far as that can be believed here.

        own: what this PC's clock shows, and whether it can be believed.
        """
        own_ms, own_ok = own
        return written_wall(self.wall_ms, told_ok=self.clock_ok, own_ms=own_ms, own_ok=own_ok)


@dataclass(frozen=True)
class Outcome:
    """What came of a package: its line of the log (0 for none), by whom it was taken in and when."""

    tally: Tally
    buried: int
    seq: int
    user: str
    wall: tuple[int, bool]

    def told(self) -> dict[str, Any]:
        """What is told of it later, with rows by record type."""
        wall_ms, clock_ok = self.wall
        tally = self.tally
        counters = (tally.new, tally.updated, tally.joined, tally.disputed, tally.same)
        entities = sorted(set[int]().union(*counters))
        left = sum(why == LEFT for _, _, why in tally.set_aside)
        return {
            "at": wall_ms,
            "at_ok": clock_ok,
            "by": self.user,
            "counts": {entity: [of[entity] for of in counters] for entity in entities},
            "left": left,
            "aside": len(tally.set_aside) - left,
            "purged": self.buried + tally.purged,
        }


_KNOWN = sa.select(tables.packages.c.dir).where(
    tables.packages.c.pkg == sa.bindparam("package"),
    tables.packages.c.dir.in_(CAME),
    tables.packages.c.undone.is_(False),
)


def is_known(connection: sa.Connection, package: bytes, *, struck: bool = False) -> bool:
    """Whether exactly this package was taken in, and not taken back since.

    struck: whether its sender was struck before; else it comes in although it was set aside whole.
    """
    found = connection.execute(_KNOWN, {"package": package}).scalar()
    return found is not None and (struck or found != STRUCK)


def was_set_aside(connection: sa.Connection, package: bytes) -> bool:
    """Whether this package was set aside whole, because its sender was struck before."""
    return connection.execute(_KNOWN, {"package": package}).scalar() == STRUCK


def keep_receipt(
    connection: sa.Connection, envelope: Envelope, kind: str, outcome: Outcome
) -> None:
    """Write down that a package was taken in, in place of what was written of it before."""
    packages = tables.packages
    connection.execute(sa.delete(packages).where(packages.c.pkg == envelope.package))
    line = {
        "pkg": envelope.package,
        "dir": kind,
        "device": envelope.device,
        "from_seq": envelope.begin.seq,
        "to_seq": envelope.end.seq,
        "digest": envelope.digest,
        "rows": outcome.tally.changed,
        "at": envelope.written(outcome.wall),
        "number": envelope.number,
        "seq": outcome.seq,
        "told": json.dumps(envelope.told | outcome.told() | _end_of(envelope), ensure_ascii=False),
    }
    connection.execute(sa.insert(packages), line)


def _end_of(envelope: Envelope) -> dict[str, str]:
    """The end of the file in its sender's log: a cut may be made just there."""
    return {END: envelope.end.h.hex()} if envelope.end.seq else {}
