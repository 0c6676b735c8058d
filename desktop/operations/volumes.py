"""Files small enough for mail: each carries the next stretch of our log, or contents of attachments.

Every one of them is a package of its own: they may arrive in any order, and what is lost of them
goes again with the next file like everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.operations.enclosures import Enclosure, loads

MAIL = 15_000_000
"""Bytes of a file that mail systems let pass, with what they add to it on the way."""
_FRAME = 64 * 1024


@dataclass(frozen=True)
class Volume:
    """What one file carries: rows of the log after one number up to another, and contents."""

    after: int
    until: int
    enclosures: Sequence[Enclosure] = ()


class TooBig(Exception):
    """A file grew beyond its limit; nothing of it is left."""


Write = Callable[[Volume, int | None], None]
"""Writes a file of at most so many bytes; of any size for None. Raises TooBig."""


def write_volumes(
    whole: Volume, lines: Sequence[tuple[int, int]], limit: int | None, write: Write
) -> None:
    """Write everything as one file if it fits, else as several.

    lines: numbers of the log with how many rows each has to send, in order. The rows of one number
    were written together and stay together, however many they are.
    limit: bytes of a file; None if any size will do.
    """
    try:
        write(whole, limit)
    except TooBig:
        assert limit is not None
        _write_rows(whole, lines, limit, write)
        # They continue what the other office holds for certain, so that none waits for another.
        _write_contents(whole.after, whole.enclosures, limit, write, limit - _FRAME)


def _write_rows(whole: Volume, lines: Sequence[tuple[int, int]], limit: int, write: Write) -> None:
    if not lines:
        write(Volume(whole.after, whole.until), None)
    after, first = whole.after, 0
    most = max(sum(rows for _seq, rows in lines) // 2, 1)
    while first < len(lines):
        stop = _stop(lines, first, most)
        until = lines[stop - 1][0] if stop < len(lines) else whole.until
        try:
            write(Volume(after, until), None if stop == first + 1 else limit)
        except TooBig:
            most = max(sum(rows for _seq, rows in lines[first:stop]) // 2, 1)
        else:
            after, first = until, stop


def _stop(lines: Sequence[tuple[int, int]], first: int, most: int) -> int:
    """Up to which line not more than so many rows go; one line at least."""
    stop, rows = first, 0
    while stop < len(lines) and (stop == first or rows + lines[stop][1] <= most):
        rows += lines[stop][1]
        stop += 1
    return stop


def _write_contents(
    base: int, enclosures: Sequence[Enclosure], limit: int, write: Write, room: int
) -> None:
    for load in loads(enclosures, room):
        try:
            write(Volume(base, base, load), limit if room > _FRAME else None)
        except TooBig:
            # The rest of the file is bigger than thought: a roster of thousands of PCs.
            _write_contents(base, load, limit, write, room // 2)
