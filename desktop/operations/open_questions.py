"""Which disagreements wait for a choice, kept at hand for whoever shows how many, and where."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from desktop.operations.decisions import KIND as DECIDED
from desktop.operations.disagreement import Disagreement
from desktop.operations.disagreements import Disagreements, is_own, open_here, still_open
from desktop.operations.flags import Flags, read_flags
from desktop.operations.office import Office
from desktop.operations.same_people import KIND as SAME
from desktop.records import record_type
from desktop.store import tables
from desktop.store.exchange import disputes

_OPENS_NONE = ("save", "void", "unvoid", SAME, DECIDED)
"""Kinds of lines of the log: who saves here has seen all that stands here, and opens no question."""
_Unit = tuple[int, uuid.UUID, int]


class OpenQuestions:
    """What waits for a choice, for one account that is signed in.

    Looking through a whole file for records that were voided without knowing of others takes a third
    of a second with 100,000 people. Only what comes from elsewhere, or is taken back, makes a new
    question: after anything else only those that were open are looked at again. To be asked by one
    thread at a time.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._end = -1
        self._beside = frozenset[_Unit]()
        self._here: list[Disagreement] = []
        self._elsewhere = frozenset[_Unit]()
        self._flags = Flags()

    def count(self) -> int:
        """How many wait for a choice that this account may make."""
        self._look()
        return sum(map(is_own, self._here))

    def flags(self) -> Flags:
        """The rows of lists in which one waits, also where others decide; as of the last count."""
        return self._flags

    def _look(self) -> None:
        office, log = self._office, tables.log
        with office.store.connection() as connection:
            end = connection.execute(sa.select(sa.func.max(log.c.seq))).scalar() or 0
            if end == self._end:
                return
            since = sa.select(log.c.seq).where(
                log.c.seq > self._end, log.c.kind.not_in(_OPENS_NONE)
            )
            anew = self._end < 0 or connection.execute(since.limit(1)).first() is not None
            beside = frozenset(disputes.disputed(connection))
        anew = anew or not beside <= self._beside
        self._here = open_here(office) if anew else still_open(office, self._here)
        # What others decide goes when somebody writes here who has seen all of it.
        self._elsewhere = _elsewhere(office) if anew else self._elsewhere & beside
        self._flags = self._flagged()
        self._end, self._beside = end, beside

    def _flagged(self) -> Flags:
        own = [(one.table, one.id) for one in self._here if is_own(one)]
        others = [(one.table, one.id) for one in self._here if not is_own(one)]
        others += [(record_type(ent).__tablename__, row) for ent, row, _unit in self._elsewhere]
        return read_flags(self._office, own, others)


def _elsewhere(office: Office) -> frozenset[_Unit]:
    with office.reading() as session:
        found = Disagreements(office, session).elsewhere()
        return frozenset((one.record.entity, one.record.id, one.unit) for one in found)
