"""A row of a file before it is taken in, as people read it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.operations.disagreement import Disagreement
from desktop.versions.origins import Dot


class Group(StrEnum):
    """What becomes of a row, in the order in which people want to see it."""

    DISPUTED = "disputed"
    PURGED = "purged"
    JOINED = "joined"
    UPDATED = "updated"
    NEW = "new"
    VOIDED = "voided"


@dataclass(frozen=True)
class Hand:
    """Who wrote something, at which PC and when. clock_ok: whether that PC's clock was believed."""

    who: str
    place: str
    at: dt.datetime
    clock_ok: bool


@dataclass(frozen=True)
class Difference:
    """A field that a file changes; before is empty for a new record. by: who wrote what comes."""

    label: str
    before: str
    after: str
    by: Hand | None = None


@dataclass(frozen=True)
class Kept:
    """A field that was written here and of which the sender has not heard: it stays."""

    label: str
    text: str
    by: Hand


@dataclass(frozen=True)
class Meeting:
    """Fields that move together, of which what stands here meets what comes.

    beside: the values, as they will stand beside each other. held: the writes that are here already.
    """

    beside: Disagreement
    held: frozenset[Dot]


@dataclass(frozen=True)
class Seen:
    """What became of a row that was here.

    by: who wrote each unit that comes. kept: who wrote a unit here of which the sender has not heard.
    decided: units of which several values stood here and of which somebody has chosen one.
    moved: the offices that had and that have its tree, if they differ. is_newer: whether fields come
    that only a newer program knows.
    """

    by: Mapping[int, Hand] = field(default_factory=dict[int, Hand])
    kept: Mapping[int, Hand] = field(default_factory=dict[int, Hand])
    decided: tuple[int, ...] = ()
    moved: tuple[str, str] | None = None
    meetings: tuple[Meeting, ...] = ()
    is_newer: bool = False

    @property
    def met(self) -> frozenset[int]:
        """The units in which both wrote."""
        return frozenset(one.beside.unit for one in self.meetings)


UNSEEN = Seen()
"""Of a row that is new."""


@dataclass(frozen=True)
class IncomingRow:
    """A row of a file as people read it. differences: what it changes, as far as they may see it.

    needs: records that it points to. source: the file that brought it, if there may be several.
    meetings: where both wrote. kept: what stays beside what comes. told: what came that is no value.
    """

    group: Group
    table: str
    id: uuid.UUID
    kind: str
    called: str
    differences: tuple[Difference, ...]
    needs: frozenset[uuid.UUID] = frozenset()
    source: str = ""
    meetings: tuple[Meeting, ...] = ()
    kept: tuple[Kept, ...] = ()
    told: str = ""

    @property
    def is_fixed(self) -> bool:
        """Whether nobody may leave it out: the law has it done wherever the record stands."""
        return self.group is Group.PURGED
