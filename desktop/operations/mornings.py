"""The morning of a province: many files at once, in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop.base.errors import Cancelled, UserError
from desktop.base.ids import new_id
from desktop.operations import upkeep
from desktop.operations.arrived_contents import (
    NO_CONTENTS,
    ContentTally,
)
from desktop.operations.check_up_facts import CheckUp
from desktop.operations.office import Office
from desktop.operations.opened_files import Progress, silent
from desktop.operations.package_files import SUFFIX
from desktop.operations.receiving import receive
from desktop.operations.taking_in import Receipt
from desktop.rules.permissions import Permission
from desktop.store.exchange.missing import FileMissing
from desktop.store.exchange.tally import Tally


@dataclass
class Morning:
    """What came of many files: receipts, and a sentence for each file that was not taken.

    name: what the list of files tells of each of them, so that all can be taken back together; empty
    for a single one. stopped: files that nobody came to, because the work was stopped. check_ups: what
    comparing with what their senders hold came to. clones: a sentence for each sender that runs as
    two copies.
    """

    receipts: list[Receipt] = field(default_factory=list[Receipt])
    refused: list[tuple[Path, UserError]] = field(default_factory=list[tuple[Path, UserError]])
    stopped: list[Path] = field(default_factory=list[Path])
    check_ups: list[CheckUp] = field(default_factory=list[CheckUp])
    clones: list[str] = field(default_factory=list[str])
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

    The office is copied first. A file that continues one further down waits for it.
    progress: files done, and how many there are; may raise Cancelled: the file that it is at is not
    taken then, those before it are.
    """
    office.require(Permission.EXCHANGE)
    upkeep.back_up_here(office)
    waiting = [file for path in paths for file in _files(path)]
    morning = Morning(name=new_id().hex if len(waiting) > 1 else "")
    count, told = len(waiting), progress or silent
    with office.store.bulk_work():
        while waiting:
            later = _receive_round(office, morning, waiting, lambda done: told(done, count))
            if len(later) == len(waiting):
                morning.refused += later
                break
            waiting = [path for path, _ in later]
    return morning


def _receive_round(
    office: Office, morning: Morning, waiting: Sequence[Path], told: Callable[[int], object]
) -> list[tuple[Path, UserError]]:
    """Try each file once; those that continue one which has not come are for the next round."""
    later: list[tuple[Path, UserError]] = []
    for at, path in enumerate(waiting):
        done = len(morning.receipts) + len(morning.refused)
        try:
            # Asked while the file is read, so that a large one does not hold up who wants to stop.
            asked = _asked_of(told, done)
            morning.receipts.append(receive(office, path, asked, morning=morning.name))
            told(done + 1)
        except FileMissing as error:
            later.append((path, error))
        except UserError as error:
            morning.refused.append((path, error))
        except Cancelled:
            taken = {receipt.identity.path for receipt in morning.receipts}
            rest = [*waiting[at:], *(one for one, _ in later)]
            morning.stopped = [one for one in rest if one not in taken]
            return []
    return later


def _asked_of(told: Callable[[int], object], done: int) -> Progress:
    """Progress of one file among many: only how many are done is told, and asked whether to stop."""
    return lambda _bytes, _size: told(done)


def _files(path: Path) -> Iterable[Path]:
    if path.is_dir():
        return sorted(one for one in path.rglob(f"*{SUFFIX}") if one.is_file())
    return [path]
