"""Which of the changes in a file are wanted now: what hangs together is chosen together."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from desktop.operations.incoming_row import Group, IncomingRow
from desktop.records import record_types
from desktop.store.exchange.arrivals import Left


class Choice:
    """The rows of a preview, all of them wanted at first.

    A new record that is not wanted takes along what points to it: a case without its person could
    be read by nobody. A row that is wanted again brings back the new records that it points to.
    """

    def __init__(self, rows: Sequence[IncomingRow] = ()) -> None:
        self._unwanted: set[uuid.UUID] = set()
        self._rows = {row.id: row for row in rows}
        self._new = {row.id for row in rows if row.group is Group.NEW}
        self._behind: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        for row in rows:
            for one in row.needs & self._new:
                self._behind[one].add(row.id)

    @property
    def unwanted(self) -> int:
        """How many rows are not wanted."""
        return len(self._unwanted)

    def is_wanted(self, row: IncomingRow) -> bool:
        """Whether this row is to be taken in."""
        return row.id not in self._unwanted

    def leave(self, rows: Iterable[IncomingRow]) -> None:
        """Do not want these, nor what hangs on them; what the law has done is done all the same."""
        free = [row.id for row in rows if not row.is_fixed]
        self._unwanted |= _reached(free, self._hanging_on)

    def want(self, rows: Iterable[IncomingRow]) -> None:
        """Want these again, and what they hang on."""
        self._unwanted -= _reached([row.id for row in rows], self._needed_by)

    def wanted(self) -> list[IncomingRow]:
        """The rows that are to be taken in."""
        return [row for row in self._rows.values() if self.is_wanted(row)]

    def left(self) -> Left:
        """The rows that are not wanted, as an import is told of them."""
        kinds = record_types()
        unwanted = [self._rows[one] for one in self._unwanted]
        return Left(
            frozenset((kinds[row.table].entity, row.id.bytes) for row in unwanted),
            frozenset(row.id.bytes for row in unwanted if row.group is Group.NEW),
        )

    def _hanging_on(self, row: uuid.UUID) -> Iterable[uuid.UUID]:
        return self._behind.get(row, ())

    def _needed_by(self, row: uuid.UUID) -> Iterable[uuid.UUID]:
        return self._rows[row].needs & self._new


def _reached(
    begin: Sequence[uuid.UUID], onwards: Callable[[uuid.UUID], Iterable[uuid.UUID]]
) -> set[uuid.UUID]:
    found, waiting = set(begin), list(begin)
    while waiting:
        fresh = set(onwards(waiting.pop())) - found
        found |= fresh
        waiting += fresh
    return found
