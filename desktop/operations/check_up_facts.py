"""How a check-up travels: asked for here, told in the next file, heard there, answered.

Whoever hears what the other one holds sends again what differs, and tells in turn what it holds
itself; that answer is compared as well and is not answered any more. So each side sends what the
other one lacks, and the two never go on for ever about a row that one of them may not take.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.base.clock import milliseconds, moment
from desktop.operations.check_up import (
    HeldRows,
    common_extent,
    differing,
    hear_held,
    held_in_common,
    read_held,
    send_again,
    tell_held,
)
from desktop.operations.exchange_keys import held_roster
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store.exchange.digests import Bucket, Held
from desktop.store.timeline import read_meta, write_meta
from desktop.sync.items import Facts
from desktop.sync.shapes import Malformed

if TYPE_CHECKING:
    import sqlalchemy as sa

    from desktop.store.exchange.shapes import Shapes
    from desktop.versions.origins import Lineage

ASK, ANSWER = "check", "check-answer"
"""The kinds of facts in a package: one that is to be answered, and the answer."""
KINDS = (ASK, ANSWER)
_DUE, _HEARD = "check_up_due {office}", "check_up_heard {office}"
_LAST = "check_up_at {office}"
_AT_ONCE = 500
_MOST_BUCKETS = 200_000
"""More than all compartments, record types and buckets, those of newer programs among them."""


@dataclass(frozen=True)
class CheckUp:
    """What came of comparing with what another office has told.

    name: of the other office. held: rows here that both should hold, of compartments that the account
    may see. buckets: how many differ. rows: how many go out again because of that. answered: whether
    the next file tells the other one what is held here.
    """

    name: str
    held: int
    buckets: int
    rows: int
    answered: bool


def ask_check_up(office: Office, other: int) -> None:
    """Let the next file to an office tell what is held here, so that it compares.

    Raises NotEnrolled, and UserError if the roster does not name the office.
    """
    office.require(Permission.EXCHANGE)
    with office.store.connection(write=True) as connection:
        held_roster(connection).office(other)
        write_meta(connection, _DUE.format(office=other), ASK)
        _note_last(connection, office, other)


def last_check_up(connection: sa.Connection, other: int) -> dt.datetime | None:
    """When a check-up with an office was asked for here, or done, last; None for never."""
    told = read_meta(connection, _LAST.format(office=other))
    return moment(int(told)) if told else None


def _note_last(connection: sa.Connection, office: Office, other: int) -> None:
    now = milliseconds(office.clock.now())
    write_meta(connection, _LAST.format(office=other), str(now))


def answer_check_up(office: Office, other: int) -> CheckUp | None:
    """Compare with what an office told in its last files, and repair; None if it told nothing.

    To do it twice is no harm; what was compared is forgotten. Raises NotEnrolled, DiskTrouble.
    """
    office.require(Permission.EXCHANGE)
    with office.store.connection() as connection:
        kept = read_meta(connection, _HEARD.format(office=other))
    if not kept:
        return None
    told: Mapping[str, Any] = json.loads(kept)
    ours, theirs = held_in_common(office, other), _unpacked(told["rows"])
    differences = differing(ours, theirs)
    rows = send_again(office, other, differences)
    answered = told["kind"] == ASK
    with office.store.connection(write=True) as connection:
        write_meta(connection, _HEARD.format(office=other), "")
        _note_last(connection, office, other)
        name = held_roster(connection).office(other).name
        if answered and not read_meta(connection, _DUE.format(office=other)):
            write_meta(connection, _DUE.format(office=other), ANSWER)
    seen = theirs.compartments & office.user.compartments
    return CheckUp(name, ours.rows(seen), len(differences), rows, answered)


class DueFacts:
    """What a file to an office has to tell of what is held here, if anything."""

    def __init__(
        self,
        connection: sa.Connection,
        lineage: Lineage,
        other: int,
        declared: Shapes | None = None,
    ) -> None:
        """declared: the record types that the program knows."""
        self._kind = read_meta(connection, _DUE.format(office=other))
        self._held: HeldRows | None = None
        if self._kind:
            self._held = read_held(connection, lineage, common_extent(connection, other), declared)

    def of(self, compartment: int) -> Iterator[Facts]:
        """What the section of a compartment tells: nothing of any other one."""
        rows = [] if self._held is None else tell_held(self._held, compartment)
        for at in range(0, len(rows), _AT_ONCE):
            yield Facts(self._kind, rows[at : at + _AT_ONCE])


def note_told(connection: sa.Connection, other: int) -> None:
    """Note that a file has told what was due."""
    if read_meta(connection, _DUE.format(office=other)):
        write_meta(connection, _DUE.format(office=other), "")


class HeardFacts:
    """What a file tells of what its sender holds, gathered while it is taken in.

    What makes no sense is left out: it is advice, and no reason to refuse somebody's work.
    """

    def __init__(self) -> None:
        self._kind = ANSWER
        self._compartments: set[int] = set()
        self._digests: dict[Bucket, Held] = {}

    def take(self, facts: Facts) -> None:
        """Hear a part of it."""
        try:
            held = hear_held(facts.rows)
        except Malformed:
            return
        if len(self._digests) + len(held.digests) <= _MOST_BUCKETS:
            self._kind = ASK if facts.kind == ASK else self._kind
            self._compartments |= held.compartments
            self._digests.update(held.digests)

    def keep(self, connection: sa.Connection, other: int) -> None:
        """Keep it until it is compared, in the transaction that takes the file in."""
        if self._compartments:
            held = HeldRows(frozenset(self._compartments), self._digests)
            told = {"kind": self._kind, "rows": _packed(held)}
            write_meta(connection, _HEARD.format(office=other), json.dumps(told))


def _packed(held: HeldRows) -> list[list[Any]]:
    rows = [row for comp in sorted(held.compartments) for row in tell_held(held, comp)]
    return [[one.hex() if isinstance(one, bytes) else one for one in row] for row in rows]


def _unpacked(rows: list[list[Any]]) -> HeldRows:
    return hear_held(
        [[bytes.fromhex(one) if isinstance(one, str) else one for one in row] for row in rows]
    )
