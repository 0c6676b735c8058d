"""How many disagreements wait for this office, kept at hand for whoever shows the number."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from desktop.operations.decisions import KIND as DECIDED
from desktop.operations.disagreement import Disagreement
from desktop.operations.disagreements import open_disagreements, still_open
from desktop.operations.office import Office
from desktop.operations.same_people import KIND as SAME
from desktop.store import tables
from desktop.store.exchange import disputes

_OPENS_NONE = ("save", "void", "unvoid", SAME, DECIDED)
"""Kinds of lines of the log: who saves here has seen all that stands here, and opens no question."""


class OpenQuestions:
    """Counts what ``open_disagreements`` finds, for one account that is signed in.

    Looking through a whole file for records that were voided without knowing of others takes a third
    of a second with 100,000 people. Only what comes from elsewhere, or is taken back, makes a new
    question: after anything else only those that were open are looked at again. To be asked by one
    thread at a time.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._end = -1
        self._beside = frozenset[tuple[int, uuid.UUID, int]]()
        self._open: list[Disagreement] = []

    def count(self) -> int:
        """How many wait for a choice that this account may make."""
        office, log = self._office, tables.log
        with office.store.connection() as connection:
            end = connection.execute(sa.select(sa.func.max(log.c.seq))).scalar() or 0
            if end == self._end:
                return len(self._open)
            since = sa.select(log.c.seq).where(
                log.c.seq > self._end, log.c.kind.not_in(_OPENS_NONE)
            )
            anew = self._end < 0 or connection.execute(since.limit(1)).first() is not None
            beside = frozenset(disputes.disputed(connection))
        anew = anew or not beside <= self._beside
        self._open = open_disagreements(office) if anew else still_open(office, self._open)
        self._end, self._beside = end, beside
        return len(self._open)
