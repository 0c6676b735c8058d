"""Chance for sample offices: a fixed seed, a day that is today, ids that follow from both."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.base.clock import VIETNAM, in_vietnam, milliseconds
from desktop.base.ids import new_id
from desktop.base.resources import resource

if TYPE_CHECKING:
    import uuid

    from desktop.records import Record

T = TypeVar("T")
R = TypeVar("R", bound="Record")
SEED = 20_854
"""Where the chance of a sample begins that stands alone."""
_DAY_MS = 24 * 60 * 60 * 1000


@functools.cache
def words(name: str) -> Any:
    """A list of words under resources/sample."""
    return json.loads(resource(f"sample/{name}.json").read_text("utf-8"))


class Draw:
    """Draws the same every time it is made for the same moment."""

    def __init__(self, now: dt.datetime, seed: int = SEED) -> None:
        """now: the moment the sample office is made; its days are counted from there."""
        self.now = now
        self.today = in_vietnam(now).date()
        self.random = Random(seed)
        # Ids sort by birth; all of them are older than whatever is saved afterwards.
        self._born_ms = milliseconds(now) - _DAY_MS

    def new_id(self) -> uuid.UUID:
        """The next id; lines of one paper stand in the order of theirs."""
        self._born_ms += 1
        return new_id(self._born_ms, self.random.randbytes)

    def make(self, record_type: type[R], /, **values: Any) -> R:
        """A new record with the next id."""
        return record_type(id=self.new_id(), **values)

    def ago(self, days: int) -> dt.date:
        """The day so many days ago; in the future if negative."""
        return self.today - dt.timedelta(days=days)

    def at(self, day: dt.date, *, evening: bool = False) -> dt.datetime:
        """A moment in office hours of this day, at a quarter of an hour, or in the evening."""
        hours = (8, 9, 10, 14, 15, 16, *((17, 18, 19, 19) if evening else ()))
        time = dt.time(self.pick(hours), self.random.randrange(4) * 15)
        return dt.datetime.combine(day, time, VIETNAM)

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self.random.randint(least, most)

    def pick(self, choices: Sequence[T]) -> T:
        """One of several."""
        return self.random.choice(choices)

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """Several, each once, in chance order."""
        return self.random.sample(choices, min(count, len(choices)))

    def weighted(self, weights: Mapping[str, int]) -> str:
        """One of several words, the heavy ones more often."""
        return self.random.choices(list(weights), list(weights.values()))[0]

    def chance(self, percent: int) -> bool:
        """Yes, so many times of a hundred."""
        return self.random.randrange(100) < percent

    def split(self, total: int, parts: int, spread: float = 0.4) -> list[int]:
        """Whole numbers, each at least 1, that add up to a total."""
        shares = [self.random.uniform(1 - spread, 1 + spread) for _ in range(parts)]
        whole = sum(shares)
        found = [max(1, int(total * share / whole)) for share in shares]
        for at in range(abs(total - sum(found))):
            found[at % parts] += 1 if total > sum(found) else -1
        assert sum(found) == total, (total, parts)
        assert min(found) > 0, (total, parts)
        return found
