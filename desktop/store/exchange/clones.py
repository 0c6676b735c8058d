"""PCs of which two copies are at work: two branches of one PC's sessions that both go on.

A PC that was put back to a copy opens a new branch, and the old one ends. Of a PC that was copied
whole both branches go on. What is told of it is when files were written, by PCs whose clocks can be
believed: both branches must have gone on in two files each that were written after the other branch
was first heard of. So neither a file that comes late, nor lost work that a restored PC gets back from
others and tells of again, looks like a second PC.

Sessions are counted only as their own PC told of them: when others pass them on says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from desktop.store.engine import RawConnection

_SESSIONS = """
SELECT o.oid, o.device, o.parent, l.wall_ms
FROM sync_origin AS o
LEFT JOIN sync_log AS l ON l.seq = o.sq AND l.clock_ok = 1 AND l.kind = 'import'
    AND EXISTS (SELECT 1 FROM sync_pkg AS p WHERE p.pkg = l.pkg AND p.device = o.device)
WHERE o.device IN (SELECT device FROM sync_origin GROUP BY device, parent HAVING count(*) > 1)
ORDER BY o.no
"""
"""Of PCs with more than one branch: sessions, parents first, and when the file was written that
first told of them, in milliseconds; NULL where nobody can say."""


class _Heard(NamedTuple):
    """When files told of a branch: the first time, and the two latest different ones."""

    first: int
    last: int
    before_last: int | None = None

    def joined(self, other: _Heard) -> _Heard:
        """Of both together."""
        times = {self.last, self.before_last, other.last, other.before_last} - {None}
        latest = sorted((one for one in times if one is not None), reverse=True)
        return _Heard(min(self.first, other.first), latest[0], (*latest, None)[1])

    def goes_on_beside(self, other: _Heard) -> bool:
        """Whether two files told of it that were written after the other was heard of."""
        return self.before_last is not None and self.before_last > other.first


def cloned_devices(connection: RawConnection) -> set[bytes]:
    """The PCs of which two copies are at work, as far as files have told."""
    by_device: defaultdict[bytes, list[tuple[bytes, bytes, int | None]]] = defaultdict(list)
    for oid, device, parent, wall_ms in connection.execute(_SESSIONS):
        by_device[device].append((oid, parent, wall_ms))
    return {device for device, sessions in by_device.items() if _has_two_alive(sessions)}


def _has_two_alive(sessions: list[tuple[bytes, bytes, int | None]]) -> bool:
    """Whether somewhere two branches part that both go on. sessions: parents first."""
    branches: defaultdict[bytes, list[_Heard]] = defaultdict(list)
    for oid, parent, wall_ms in reversed(sessions):
        heard = [*branches[oid], *([] if wall_ms is None else [_Heard(wall_ms, wall_ms)])]
        if heard:
            branches[parent].append(_all(heard))
    return any(_are_two_alive(parting) for parting in branches.values())


def _all(heard: Iterable[_Heard]) -> _Heard:
    first, *rest = heard
    for one in rest:
        first = first.joined(one)
    return first


def _are_two_alive(branches: list[_Heard]) -> bool:
    return any(
        one.goes_on_beside(other) and other.goes_on_beside(one)
        for at, one in enumerate(branches)
        for other in branches[:at]
    )
