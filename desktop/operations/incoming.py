"""What a file of another office would do here, row by row, and taking files in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.paths import shown_name
from desktop.operations.check_up_days import answer_check_ups
from desktop.operations.cloned_pcs import list_cloned
from desktop.operations.copies_before import CopyBefore
from desktop.operations.import_changes import changes_since, end_of_log
from desktop.operations.incoming_purges import PurgeMark, marks_of, purged_rows
from desktop.operations.incoming_row import UNSEEN, Group, IncomingRow, Seen
from desktop.operations.incoming_rows import Eyes, RawRow
from desktop.operations.incoming_sides import Key, read_sides
from desktop.operations.incoming_words import as_read
from desktop.operations.mornings import Morning, receive_all, receive_one
from desktop.operations.office import Office
from desktop.operations.opened_files import Elsewhere, Identity, NotForUs
from desktop.operations.own_mistakes import refused_for_mistakes
from desktop.operations.receiving import examine, preview
from desktop.operations.taking_in import Look, Receipt
from desktop.rules.permissions import Permission
from desktop.store.exchange.arrivals import Left
from desktop.store.exchange.inbound import Inbound
from desktop.store.exchange.joining import Side
from desktop.store.exchange.shapes import Shape
from desktop.store.store import Changes
from desktop.versions.stamp import STUB

MOST_SHOWN = 1000
"""So many rows of each group are shown in a preview; the others are counted."""
_VOID = "void_reason"
Progress = Callable[[int, int], object]


@dataclass
class Preview:
    """What taking a file in would do.

    counts: rows by group. rows: those that are shown. hidden: rows that the account may not read.
    secret: whether one of those shown lies in a compartment.
    """

    receipt: Receipt
    counts: Counter[Group] = field(default_factory=Counter[Group])
    rows: list[IncomingRow] = field(default_factory=list[IncomingRow])
    hidden: int = 0
    secret: bool = False

    @property
    def total(self) -> int:
        """How many rows would be otherwise than before."""
        return self.counts.total()

    @property
    def left_out(self) -> int:
        """How many rows are only counted."""
        return self.total - len(self.rows) - self.hidden


class Watcher:
    """Hears of each row of a preview and keeps what is to be shown.

    Which group a row that was here already falls into is told by how the counts grow after it.
    sides: what became of those that were here. marks: what is purged.
    """

    def __init__(self, look: Look) -> None:
        self._look = look
        self._open: RawRow | None = None
        self._counted = (0, 0)
        self.counts: Counter[Group] = Counter()
        self.rows: list[tuple[Group, RawRow]] = []
        self.sides: Mapping[Key, Seen] = {}
        self.marks: Sequence[PurgeMark] = ()

    def __call__(self, shape: Shape, row: bytes, before: Side | None, now: Sequence[Any]) -> None:
        self.settle()
        comp = max(self._look.comp, 0 if before is None else before.comp)
        if before is None or before.sv == STUB:
            self._keep(Group.NEW, RawRow(shape, row, comp, None, now))
        else:
            self._open = RawRow(shape, row, comp, before, now)
            self._counted = self._count()

    def settle(self) -> None:
        """Put the row that was heard of last where it belongs."""
        raw, self._open = self._open, None
        if raw is None:
            return
        disputed, joined = (
            now > then for now, then in zip(self._count(), self._counted, strict=True)
        )
        if disputed:
            self._keep(Group.DISPUTED, raw)
        elif raw.is_filled_now(_VOID):
            self._keep(Group.VOIDED, raw)
        else:
            self._keep(Group.JOINED if joined else Group.UPDATED, raw)

    def read_sides(self, office: Office, inbound: Inbound, sender: bytes = b"") -> None:
        """All is in, nothing is given up yet: read what became of the rows that were here.

        sender: the PC whose file it is, if it is one.
        """
        self.settle()
        rows = [raw for _, raw in self.shown()]
        self.sides = read_sides(office, inbound.connection, rows, sender)
        self.marks = marks_of(inbound.connection, inbound.seq)

    def shown(self) -> Iterator[tuple[Group, RawRow]]:
        """The rows that are not only counted."""
        told: Counter[Group] = Counter()
        for group, raw in self.rows:
            told[group] += 1
            if told[group] <= MOST_SHOWN:
                yield group, raw

    def _count(self) -> tuple[int, int]:
        tally = self._look.tally
        return tally.disputed.total(), tally.joined.total()

    def _keep(self, group: Group, raw: RawRow) -> None:
        self.counts[group] += 1
        if self.counts[group] <= MOST_SHOWN or raw.decides_what_is_seen:
            self.rows.append((group, raw))


def look_at(office: Office, path: Path, progress: Progress | None = None) -> Preview:
    """What taking a file in would do, as far as the account may read it; nothing is changed.

    Raises NotEnrolled, Refused, Untrusted, FileMissing, DiskTrouble.
    """
    look = Look()
    watcher = Watcher(look)

    def read(inbound: Inbound, identity: Identity) -> None:
        watcher.read_sides(office, inbound, identity.device)

    with refused_for_mistakes(path):
        receipt = preview(office, path, watcher, progress, look, read)
        found = Preview(receipt, watcher.counts)
        read_rows(office, watcher, found)
    if found.secret:
        office.note("look", tr("Xem trước tệp {name}").format(name=receipt.identity.name))
    return found


def read_rows(office: Office, watcher: Watcher, found: Preview) -> None:
    """Put what was heard of into words, as far as the account may read it."""
    with office.reading() as session:
        eyes = Eyes(office, session, [raw for _, raw in watcher.rows])
        for group, raw in watcher.shown():
            if not eyes.may_see(raw):
                found.hidden += 1
                continue
            found.secret = found.secret or raw.comp > 0
            seen = watcher.sides.get((raw.shape.table, raw.id), UNSEEN)
            found.rows.append(as_read(eyes, group, raw, seen))
        purged = purged_rows(office, session, watcher.marks)
    found.counts[Group.PURGED] = len(purged)
    found.rows += purged
    order = list(Group)
    found.rows.sort(key=lambda row: order.index(row.group))


@dataclass(frozen=True)
class Examined:
    """One file of many: who sent it, whose it is if it is not for us, or why it cannot be taken in."""

    path: Path
    identity: Identity | None = None
    trouble: str = ""
    elsewhere: Elsewhere | None = None


def examine_all(
    office: Office, paths: Sequence[Path], progress: Progress | None = None
) -> list[Examined]:
    """Who sent each of these files, in the order in which they were sent.

    progress: files looked at, and how many there are; may raise to stop.
    """
    office.require(Permission.EXCHANGE)
    found: list[Examined] = []
    for at, path in enumerate(paths):
        try:
            with refused_for_mistakes(path):
                found.append(Examined(path, examine(office, path)))
        except NotForUs as other:
            found.append(Examined(path, elsewhere=other.meant))
        except UserError as error:
            found.append(Examined(path, trouble=error.message))
        if progress is not None:
            progress(at + 1, len(paths))
    return sorted(found, key=_sent_in_order)


def _sent_in_order(one: Examined) -> tuple[int, int, int, str]:
    """Those that can be taken in first, those that are not for us last."""
    if one.identity is None:
        return (1 if one.elsewhere is None else 2, 0, 0, shown_name(one.path))
    return (0, one.identity.office, one.identity.number, one.identity.name)


# -- taking in ------------------------------------------------------------------------------


@dataclass(frozen=True)
class TakenIn:
    """What came of one file or many, and which records are otherwise now."""

    morning: Morning
    changes: Changes


def take_in(
    office: Office,
    paths: Sequence[Path],
    progress: Progress | None = None,
    left: Left | None = None,
) -> TakenIn:
    """Take in one file whole or many in any order; the office is copied before the first of them.

    left: rows of the one file that are set aside instead.
    progress: bytes and size of one file; files done of many. One file that is refused raises what
    it is refused for; of many, the sentences are told in the end.
    """
    office.require(Permission.EXCHANGE)
    end = end_of_log(office)
    if len(paths) == 1 and paths[0].is_file():
        morning = Morning()
        receive_one(office, paths[0], morning, CopyBefore(office), progress, left)
    else:
        morning = receive_all(office, paths, progress)
    # What they told of what they hold is compared at once: nobody else would think of it.
    morning.check_ups = answer_check_ups(office, (one.identity.office for one in morning.receipts))
    morning.clones = list_cloned(office, {one.identity.device for one in morning.receipts})
    return TakenIn(morning, changes_since(office, end))
