"""Merging what two databases know of one unit, so that no write is lost unless it was overwritten.

A unit keeps every write that nobody who knew it has overwritten. Usually that is one; writes
made without knowing each other stand side by side as siblings until somebody who has seen them
decides. Merging is a join: order, repetition and grouping of files make no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from desktop.versions.origins import Context, Dot, Lineage

V = TypeVar("V")


@dataclass(frozen=True)  # slots would break UnitState[str](…) in Python 3.11
class UnitState(Generic[V]):
    """What one database knows of a unit; without anything it is a stub that overrules nothing.

    siblings: the values nobody has overwritten, by the writes they come from.
    context: all writes known of the unit; it covers every sibling.
    """

    siblings: Mapping[Dot, V] = field(default_factory=dict[Dot, V])
    context: Context = field(default_factory=dict[int, int])


def merge(a: UnitState[V], b: UnitState[V], lineage: Lineage) -> UnitState[V]:
    """What is known to one who knows ``a`` and ``b``: a sibling goes only if it was overwritten."""
    siblings = {
        **_unknown_or_shared(a, b, lineage),
        **_unknown_or_shared(b, a, lineage),
    }
    return UnitState(siblings, lineage.join(a.context, b.context))


def written(
    state: UnitState[V], seen: UnitState[V], value: V, dot: Dot, lineage: Lineage
) -> UnitState[V]:
    """The unit after its writer, who had ``seen`` on screen, saved ``value`` over ``state``.

    Siblings that came in while the form was open were not seen, so they stay beside it.
    """
    siblings = {
        other: held
        for other, held in state.siblings.items()
        if other not in seen.siblings and not lineage.covers(seen.context, other)
    }
    return UnitState({**siblings, dot: value}, lineage.advanced(state.context, dot))


def winner(state: UnitState[V], lineage: Lineage) -> Dot:
    """The sibling to show: the latest by its own clock, ties by session name; same everywhere."""
    return max(state.siblings, key=lineage.order)


def distinct(
    state: UnitState[V], lineage: Lineage, normal: Callable[[V], Hashable]
) -> dict[Dot, V]:
    """The siblings a person can tell apart, the winner first; more than one is a conflict.

    Of values with the same normal form (NFC, trimmed, digits of a phone number) only the latest is
    given. This is a way of looking and no part of merging: dropping the others from the state would
    make the result depend on the order of files, and on how each version of the program normalises.
    """
    by_form: dict[Hashable, Dot] = {}
    for dot in sorted(state.siblings, key=lineage.order, reverse=True):
        by_form.setdefault(normal(state.siblings[dot]), dot)
    return {dot: state.siblings[dot] for dot in by_form.values()}


def _unknown_or_shared(mine: UnitState[V], other: UnitState[V], lineage: Lineage) -> dict[Dot, V]:
    return {
        dot: value
        for dot, value in mine.siblings.items()
        if dot in other.siblings or not lineage.covers(other.context, dot)
    }
