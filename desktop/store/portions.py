"""Long lists of ids, cut so that one statement can name each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_AT_ONCE = 500
"""A statement may have so many parameters in every build of SQLite, with room for others."""
Item = TypeVar("Item")


def portions(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items in order, some hundred at a time."""
    for at in range(0, len(items), _AT_ONCE):
        yield items[at : at + _AT_ONCE]
