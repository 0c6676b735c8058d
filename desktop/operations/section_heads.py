"""What the section of a compartment says first: its record types, their fields, how many rows of each.

The manifest, which every PC of the other office reads, tells that of the general section only: how
many cases of some kind there are, and that there is one at all, is for those who may read them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.operations.enclosures import FILES
from desktop.store.exchange.shapes import MOST_ENTITY
from desktop.sync.items import Facts, Item
from desktop.sync.manifest import FieldEntry
from desktop.sync.refusals import Refused
from desktop.sync.shapes import Malformed, letters, row, whole

if TYPE_CHECKING:
    from desktop.operations.office import Office
    from desktop.store.exchange.departures import Departures
    from desktop.sync.device_keys import DeviceKeys
    from desktop.sync.reader import Package
    from desktop.sync.roster import Roster

HEAD = "section"
"""The kind of facts in a package."""
_MOST_UNITS, _MOST_FIELDS, _MOST_KIND = 255, 1 << 16, 300


class Told(NamedTuple):
    """One record type of a section. fields: as its sender declares them."""

    entity: int
    rows: int
    fields: tuple[FieldEntry, ...]

    @property
    def units(self) -> dict[int, int]:
        """Which units the fields belong to."""
        return {one.no: one.unit for one in self.fields}


def head_of(departures: Departures, compartment: int) -> Iterator[Facts]:
    """The head of a compartment's section; nothing where it has no rows."""
    counts = departures.count(compartment)
    if counts:
        told = [[e, n, [list(one) for one in departures.fields(e)]] for e, n in counts.items()]
        yield Facts(HEAD, told)


def read_head(rows: Iterable[Any]) -> Iterator[Told]:
    """What a head says; what makes no sense is left out, since the rows speak for themselves."""
    for one in rows:
        with suppress(Malformed):
            entity, count, fields = row(one, 3)
            told = tuple(_field(field) for field in row(fields))
            yield Told(whole(entity, 1, MOST_ENTITY), whole(count), told)


def _field(told: Any) -> FieldEntry:
    no, unit, kind = row(told, 3)
    return FieldEntry(
        whole(no, 0, _MOST_FIELDS), whole(unit, 0, _MOST_UNITS), letters(kind, _MOST_KIND)
    )


def counts_in(office: Office, package: Package, keys: DeviceKeys, roster: Roster) -> Counter[int]:
    """Rows by record type in the sections that this PC and whoever works at it may read."""
    found: Counter[int] = Counter()
    device = roster.device(keys.device)
    for number, kind in enumerate(package.header.kinds):
        if number == 0 or kind.startswith(FILES) or int(kind) not in office.user.compartments:
            continue
        if not device.may_read(int(kind)):
            continue
        with suppress(Refused):  # what is wrong with it is said when it is taken in
            first = package.read_first(number, keys.identities)
            found.update(_counts(first))
    return found


def _counts(first: Item | None) -> dict[int, int]:
    if not isinstance(first, Facts) or first.kind != HEAD:
        return {}
    return {one.entity: one.rows for one in read_head(first.rows)}
