"""What came of the rows of a package, and who hears of them while they come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.store.exchange.joining import Side
from desktop.store.exchange.shapes import Shape


@dataclass
class Tally:
    """What came of the rows so far, by record type."""

    new: Counter[int] = field(default_factory=Counter[int])
    same: Counter[int] = field(default_factory=Counter[int])
    updated: Counter[int] = field(default_factory=Counter[int])
    joined: Counter[int] = field(default_factory=Counter[int])
    """Rows of which both sides wrote parts."""
    disputed: Counter[int] = field(default_factory=Counter[int])
    """Rows in which two values now stand beside each other, between which a person chooses."""
    purged: int = 0
    set_aside: list[tuple[int, bytes, str]] = field(default_factory=list[tuple[int, bytes, str]])
    """Record type, id, and why."""

    @property
    def changed(self) -> int:
        """Rows that this file has otherwise than before."""
        rewritten = self.updated.total() + self.joined.total() + self.disputed.total()
        return self.new.total() + rewritten


Watch = Callable[[Shape, bytes, Side | None, Sequence[Any]], None]
"""Hears of a row: its type, id, how it stood here if it did, and its values now."""
