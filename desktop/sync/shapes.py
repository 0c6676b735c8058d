"""Questions about what came out of a package: nothing in it is taken on trust.

A device that may write packages can be in the wrong hands, so that even what is signed may be
made to break its reader. Whatever does not have the shape it must have is ``Malformed``.
"""

from __future__ import annotations

from typing import Any, cast

MOST_INT = (1 << 63) - 1
"""What a database column holds; the least is its negative less one."""


class Malformed(ValueError):
    """Bytes or values that no version of this program would have written so."""


def whole(value: Any, low: int = 0, high: int = MOST_INT) -> int:
    """The value, a whole number from low to high."""
    if type(value) is not int or not low <= value <= high:
        raise Malformed("not a number in its range")
    return value


def octets(value: Any, size: int | None = None, most: int | None = None) -> bytes:
    """The value, bytes of just this size or of at most that many."""
    if (
        type(value) is not bytes
        or (size is not None and len(value) != size)
        or (most is not None and len(value) > most)
    ):
        raise Malformed("not bytes of the right size")
    return value


def letters(value: Any, most: int) -> str:
    """The value, a text of at most so many signs."""
    if type(value) is not str or len(value) > most:
        raise Malformed("not a text that is short enough")
    return value


def yes_no(value: Any) -> bool:
    """The value, true or false."""
    if type(value) is not bool:
        raise Malformed("neither yes nor no")
    return value


def row(value: Any, size: int | None = None) -> list[Any]:
    """The value, a list of just this size or of any."""
    if type(cast("object", value)) is not list or (size is not None and len(value) != size):
        raise Malformed("not a list of the right size")
    return value


def table(value: Any) -> dict[str, Any]:
    """The value, a map whose keys are texts."""
    if type(cast("object", value)) is not dict or any(type(key) is not str for key in value):
        raise Malformed("not a map by names")
    return value


def require_shallow(value: Any, depth: int) -> None:
    """Raise Malformed if lists and maps stand in each other more than so many deep."""
    level = [value]
    for _ in range(depth + 1):
        level = [part for one in level for part in _parts(one)]
        if not level:
            return
    raise Malformed("nested too deep")


def _parts(value: Any) -> list[Any]:
    if type(cast("object", value)) is dict:
        return [*value.keys(), *value.values()]
    return value if type(cast("object", value)) is list else []
