"""The hybrid logical clock: a number that only grows, and that reads as a time.

One number is 48 bits of milliseconds since 1970 and a 16-bit counter. Which of two writes
knew the other is never read from it (contexts say that); it only chooses what is shown first
and gives the history its dates, so a wrong PC clock can spoil labels and nothing else.
"""

from __future__ import annotations

COUNTER_BITS = 16
DAY_MS = 24 * 60 * 60 * 1000
#: How long after the newest signed date a PC clock is believed at all.
TRUSTED_DAYS = 400
#: How long a PC may have lain unused before its clock needs a person's word.
UNASKED_DAYS = 45


def tick(last: int, wall_ms: int | None) -> int:
    """The clock's next number: later than every earlier one, and the time of day if that is known.

    last: the greatest number this session or its database has given out.
    wall_ms: trusted time in milliseconds since 1970, or ``None`` to only count on.
    """
    counted = last + 1
    return counted if wall_ms is None else max(counted, wall_ms << COUNTER_BITS)


def moment_ms(hlc: int) -> int:
    """The time a clock number claims, in milliseconds since 1970."""
    return hlc >> COUNTER_BITS


def trusted_wall(
    wall_ms: int,
    *,
    built_ms: int,
    roster_ms: int | None,
    last_use_ms: int | None,
    asked: bool = False,
) -> int | None:
    """What the PC's clock says if it can be believed, else ``None``: then ``tick`` only counts on.

    wall_ms: what the PC's clock says. All times are milliseconds since 1970.
    built_ms: when this program was built; no true time is earlier.
    roster_ms: date of the roster this office holds, if it has one.
    last_use_ms: last trusted time this database was used, if it ever was.
    asked: somebody typed today's date and it agreed, so a long pause was a real one.
    """
    earliest = built_ms if roster_ms is None else max(built_ms, roster_ms)
    if not earliest <= wall_ms <= earliest + TRUSTED_DAYS * DAY_MS:
        return None
    paused = last_use_ms is not None and wall_ms > last_use_ms + UNASKED_DAYS * DAY_MS
    return None if paused and not asked else wall_ms


def written_wall(told_ms: int, *, told_ok: bool, own_ms: int, own_ok: bool) -> int:
    """When a file of another PC was written, for lists and months: as it says, unless that can't be.

    told_ms, told_ok: what its clock said, and whether it was believed there. own_ms, own_ok: what
    the clock of this PC says, and whether it is believed here.

    No file comes before it was written, and none is on its way for longer than a clock is believed
    at all: then it counts from when it came.
    """
    if not own_ok:
        return told_ms
    earliest, latest = own_ms - TRUSTED_DAYS * DAY_MS, own_ms + DAY_MS
    return told_ms if told_ok and earliest <= told_ms <= latest else own_ms
