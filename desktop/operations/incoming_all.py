"""What many files would do here, each looked at by itself before they are taken in together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desktop.base.errors import Cancelled, UserError
from desktop.operations.incoming import Examined, Group, Progress, Watcher
from desktop.operations.office import Office
from desktop.operations.opened_files import Identity
from desktop.operations.own_mistakes import refused_for_mistakes
from desktop.operations.receiving import preview
from desktop.operations.taking_in import Look
from desktop.rules.permissions import Permission


class Sight(StrEnum):
    """What can be said of a file among many."""

    COUNTED = "counted"
    COVERED = "covered"
    """All of it is in a later file of the same PC, too, with which it is counted."""
    LATER = "later"
    """It builds on a file that has not been taken in: its changes cannot be told before."""
    REFUSED = "refused"


@dataclass(frozen=True)
class Forecast:
    """What taking one file in would do. counts: rows by group. covered_by: a number of a file."""

    path: Path
    sight: Sight
    counts: Counter[Group] = field(default_factory=Counter[Group])
    purged: int = 0
    covered_by: int = 0
    trouble: str = ""


def look_at_all(
    office: Office, files: Sequence[Examined], progress: Progress | None = None
) -> list[Forecast]:
    """What taking these files in would do; nothing is changed.

    Each is looked at as if it came alone. A PC writes into each file whatever was not confirmed, so
    that of several of one PC the last one tells what all of them come to. Files that cannot be taken
    in, or were, are left out.
    progress: files done, and how many there are; may raise Cancelled: what was seen so far is told.
    """
    office.require(Permission.EXCHANGE)
    fresh = [one.identity for one in files if one.identity and not one.identity.known]
    found: list[Forecast] = []
    with office.store.bulk_work():
        try:
            for at, one in enumerate(_planned(fresh)):
                if progress is not None:
                    progress(at, len(fresh))
                found.append(one if isinstance(one, Forecast) else _look(office, one))
        except Cancelled:
            pass
    return found


def _planned(fresh: Iterable[Identity]) -> Iterator[Forecast | Identity]:
    """What is known of a file without a look at it; the others as they are."""
    told = list(fresh)
    last: dict[bytes, Identity] = {}
    for one in told:
        if _has_stretch(one) and one.until >= last.get(one.device, one).until:
            last[one.device] = one
    for one in told:
        if not one.follows:
            yield Forecast(one.path, Sight.LATER)
        elif _has_stretch(one) and last[one.device] is not one:
            yield Forecast(one.path, Sight.COVERED, covered_by=last[one.device].number)
        else:
            yield one


def _has_stretch(one: Identity) -> bool:
    """Whether it carries a stretch of its sender's log, from somewhere that is held here."""
    return one.follows and not (one.for_all or one.is_struck) and one.after < one.until


def _look(office: Office, identity: Identity) -> Forecast:
    look = Look()
    watcher = Watcher(look)
    try:
        with refused_for_mistakes(identity.path):
            receipt = preview(office, identity.path, watcher, None, look)
    except UserError as error:
        return Forecast(identity.path, Sight.REFUSED, trouble=error.message)
    watcher.settle()
    purged = receipt.buried + receipt.tally.purged
    return Forecast(identity.path, Sight.COUNTED, watcher.counts, purged)
