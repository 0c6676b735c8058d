"""Rows as earlier versions of the program sent them, brought up to what this one declares.

A field never changes what it means: it gets a new number. So there is nothing to do for almost all
versions; what still has to be changed when the rows of an old file come in stands here, one step
from one version to the next, each for one record type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from desktop.store.exchange.rows import Rows

SCHEMA = 1
"""The version of this program's declarations."""
MIN_READER = 1
"""The oldest version that reads what this one sends. To add record types or fields is no reason to
raise it: who doesn't know them keeps them and hands them on."""

Step = Callable[[Rows], Rows]
Steps = Mapping[tuple[int, int], Step]
"""By record type and the version that sent it: what makes the next version's rows of its rows."""

STEPS: Steps = MappingProxyType({})


def upcast(rows: Rows, sent_by: int, steps: Steps = STEPS, now: int = SCHEMA) -> Rows:
    """The rows as version ``now`` would have sent them. sent_by: the version that did."""
    for version in range(sent_by, now):
        step = steps.get((rows.entity, version))
        if step is not None:
            rows = step(rows)
    return rows
