"""The morning of a province: many files at once, in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop.base.errors import Cancelled, UserError
from desktop.base.ids import new_id
from desktop.operations.arrived_contents import (
    NO_CONTENTS,
    ContentTally,
)
from desktop.operations.check_up_facts import CheckUp
from desktop.operations.copies_before import CopyBefore
from desktop.operations.office import Office
from desktop.operations.opened_files import Progress, silent
from desktop.operations.own_mistakes import refused_for_mistakes
from desktop.operations.package_files import packages_in
from desktop.operations.receiving import settle_received, take_file
from desktop.operations.taking_in import Receipt
from desktop.rules.permissions import Permission
from desktop.store.exchange.arrivals import Left
from desktop.store.exchange.missing import FileMissing
from desktop.store.exchange.tally import Tally


@dataclass
class Morning:
    """What came of many files: receipts, and a sentence for each file that was not taken.

    name: what the list of files tells of each of them, so that all can be taken back together; empty
    for a single one. stopped: files that nobody came to, because the work was stopped. check_ups: what
    comparing with what their senders hold came to. clones: a sentence for each sender that runs as
    two copies. unsettled: what went wrong after files were taken in.
    """

    receipts: list[Receipt] = field(default_factory=list[Receipt])
    refused: list[tuple[Path, UserError]] = field(default_factory=list[tuple[Path, UserError]])
    stopped: list[Path] = field(default_factory=list[Path])
    check_ups: list[CheckUp] = field(default_factory=list[CheckUp])
    clones: list[str] = field(default_factory=list[str])
    unsettled: list[str] = field(default_factory=list[str])
    name: str = ""

    def total(self, of: Callable[[Tally], Counter[int]]) -> int:
        """How many rows of a kind came with all files."""
        return sum(of(receipt.tally).total() for receipt in self.receipts)

    @property
    def contents(self) -> ContentTally:
        """What came of the attachments of all files."""
        told = NO_CONTENTS
        for one in self.receipts:
            told |= one.contents
        return told


def receive_all(office: Office, paths: Sequence[Path], progress: Progress | None = None) -> Morning:
    """Take in many files in any order; one that is not taken does not hold up the others.

    The office is copied before the first of them changes it; if it can't be, none is taken in. A
    file that continues one further down waits for it.
    progress: files done, and how many there are; may raise Cancelled: the file that it is at is not
    taken then, those before it are.
    """
    office.require(Permission.EXCHANGE)
    waiting = packages_in(paths)
    morning = Morning(name=new_id().hex if len(waiting) > 1 else "")
    rounds = _Rounds(office, morning, len(waiting), progress or silent)
    with office.store.bulk_work():
        while waiting:
            later = rounds.receive(waiting)
            if len(later) == len(waiting):
                morning.refused += later
                break
            waiting = [path for path, _ in later]
    return morning


def receive_one(
    office: Office,
    path: Path,
    morning: Morning,
    before: CopyBefore,
    progress: Progress | None = None,
    left: Left | None = None,
) -> None:
    """Take one file in; its receipt and what went wrong after it are told in the morning.

    What nobody foresaw refuses this file and no other. before: copies the office. left: rows that
    are set aside instead. progress: bytes and size. Raises what ``take_file`` raises.
    """
    with refused_for_mistakes(path):
        receipt = take_file(office, path, progress, left, morning.name, before)
    morning.receipts.append(receipt)
    try:
        with refused_for_mistakes(path, is_taken=True):
            settle_received(office, receipt)
    except UserError as error:
        morning.unsettled.append(error.message)


class _Rounds:
    """Tries files again and again, as long as one of them makes way for another."""

    def __init__(self, office: Office, morning: Morning, count: int, progress: Progress) -> None:
        """count: of all files, for who hears how many are done."""
        self._office, self._morning = office, morning
        self._count, self._progress = count, progress
        self._before = CopyBefore(office)

    def receive(self, waiting: Sequence[Path]) -> list[tuple[Path, UserError]]:
        """Try each file once; those that continue one which has not come are for the next round."""
        later: list[tuple[Path, UserError]] = []
        for at, path in enumerate(waiting):
            try:
                self._take(path)
            except FileMissing as error:
                later.append((path, error))
            except UserError as error:
                if error is self._before.trouble:
                    raise
                self._morning.refused.append((path, error))
            except Cancelled:
                taken = {receipt.identity.path for receipt in self._morning.receipts}
                rest = [*waiting[at:], *(one for one, _ in later)]
                self._morning.stopped = [one for one in rest if one not in taken]
                return []
        return later

    def _take(self, path: Path) -> None:
        morning = self._morning
        done = len(morning.receipts) + len(morning.refused)

        def asked(_bytes: int, _size: int) -> None:
            # While the file is read, so that a large one does not hold up who wants to stop.
            self._progress(done, self._count)

        receive_one(self._office, path, morning, self._before, asked)
        self._progress(done + 1, self._count)
