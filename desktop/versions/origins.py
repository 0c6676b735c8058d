"""Where writes come from: sessions, what each continues, and what a context has seen.

An origin is one session of the program, named at its first write by eight random bytes. It
continues the session before it in the same database *up to a cut*, the last clock number that
database knew. A restored backup or a cloned disk thereby opens a new branch by itself, and
nothing has to be detected. All sessions form one tree whose root is the genesis: the rows that
ship with the program, which every real write has seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Dot(NamedTuple):
    """The name of one write: the clock number and the session it was made in."""

    hlc: int
    origin: int  #: number of the session in this database; another database numbers otherwise


#: All writes that somebody had seen: per session everything up to a clock number, and through the
#: lineage everything that the session itself continues.
Context = Mapping[int, int]

#: The version of what ships with the program.
GENESIS = Dot(hlc=0, origin=0)
GENESIS_OID = bytes(8)

#: The ``sv`` bytes count the entries of a context in one byte.
MOST_ENTRIES = 255
_NOTHING = -1


@dataclass(frozen=True, slots=True)
class Origin:
    """One session. ``branch`` and ``pos`` are this database's own index and never travel.

    no: number in this database.
    oid: eight random bytes, its name everywhere.
    device: the PC it ran on.
    parent: oid of the session it continues; ``GENESIS_OID`` for the first of a database.
    cut: the last clock number of the parent that it has seen.
    branch, pos: the session at ``pos`` of a branch continues the one at ``pos - 1``.
    """

    no: int
    oid: bytes
    device: bytes
    parent: bytes
    cut: int
    branch: int
    pos: int


class Lineage:
    """Every session this database has heard of, and the questions that depend on their tree.

    Branches cut the tree into paths: the first session known to continue a tip stays on its
    branch, any other opens a new one. Each step of a path keeps its own cut, so the answer is
    right for whatever is learnt later, and a question costs one jump for each branch between.
    A transaction that is rolled back takes its sessions with it: read the lineage anew then.
    """

    def __init__(self, origins: Iterable[Origin] = ()) -> None:
        """Read the kept sessions, in any order; the genesis need not be among them."""
        self._by_no: dict[int, Origin] = {}
        self._by_oid: dict[bytes, Origin] = {}
        self._branches: list[list[Origin]] = []
        self._last_no = GENESIS.origin
        self._keep(Origin(GENESIS.origin, GENESIS_OID, b"", GENESIS_OID, GENESIS.hlc, 0, 0))
        for origin in sorted(origins, key=lambda known: (known.branch, known.pos)):
            if origin.oid == GENESIS_OID:
                continue
            if not self._fits(origin):
                raise ValueError(f"session {origin.no} does not follow the one it continues")
            self._keep(origin)

    def __getitem__(self, no: int) -> Origin:
        return self._by_no[no]

    def __iter__(self) -> Iterator[Origin]:
        """Parents before their children, without the genesis: the order to send and keep them."""
        return iter([known for known in self._by_no.values() if known.oid != GENESIS_OID])

    def named(self, oid: bytes) -> Origin:
        """The session of this name; ``KeyError`` if it was never heard of."""
        return self._by_oid[oid]

    def add(self, oid: bytes, device: bytes, parent: bytes, cut: int) -> Origin:
        """Number a session that opens here or is learnt from a package; a known one stays as it is.

        Raises ``ValueError`` if the parent is unknown or if the same name was told otherwise.
        """
        known = self._by_oid.get(oid)
        if known is not None:
            if (known.device, known.parent, known.cut) != (device, parent, cut):
                raise ValueError(f"two stories about session {oid.hex()}")
            return known
        if parent not in self._by_oid:
            raise ValueError(f"session {oid.hex()} continues an unknown one")
        branch, pos = self._place_after(self._by_oid[parent])
        origin = Origin(self._last_no + 1, oid, device, parent, cut, branch, pos)
        self._keep(origin)
        return origin

    def order(self, dot: Dot) -> tuple[int, bytes]:
        """What dots are compared by, the same in every database: never the number kept here."""
        return dot.hlc, self._by_no[dot.origin].oid

    def covers(self, context: Context, dot: Dot) -> bool:
        """Whether the write ``dot`` lies in the past that ``context`` describes."""
        if context.get(dot.origin, _NOTHING) >= dot.hlc:
            return True
        wanted = self._by_no[dot.origin]
        return any(self._seen(no, hlc, wanted) >= dot.hlc for no, hlc in context.items())

    def prune(self, context: Context) -> dict[int, int]:
        """The same past in the fewest entries: one for each live branch, not for each session.

        Beyond what the ``sv`` bytes can count, the oldest are forgotten. To have forgotten a write
        can ask a settled question once more; it never loses one.
        """
        if len(context) < 2:
            return dict(context)
        kept = {
            no: hlc
            for no, hlc in context.items()
            if not any(
                other != no and self._seen(other, seen, self._by_no[no]) >= hlc
                for other, seen in context.items()
            )
        }
        if len(kept) <= MOST_ENTRIES:
            return kept
        newest = sorted(kept, key=lambda no: self.order(Dot(kept[no], no)))[-MOST_ENTRIES:]
        return {no: kept[no] for no in newest}

    def join(self, a: Context, b: Context) -> dict[int, int]:
        """The past of one who has seen what ``a`` and what ``b`` describe."""
        if a == b:
            return dict(a)
        return self.prune({no: max(a.get(no, _NOTHING), b.get(no, _NOTHING)) for no in {*a, *b}})

    def advanced(self, context: Context, dot: Dot) -> dict[int, int]:
        """The context of the new write ``dot`` by one who has seen ``context``."""
        return self.join(context, {dot.origin: dot.hlc})

    def _seen(self, no: int, hlc: int, wanted: Origin) -> int:
        """How far session ``wanted`` is known to one who has seen session ``no`` up to ``hlc``."""
        at = self._by_no[no]
        while at.branch > wanted.branch:  # a branch begins at one with a smaller number
            head = self._branches[at.branch][0]
            at, hlc = self._by_oid[head.parent], head.cut
        if at.branch < wanted.branch or at.pos < wanted.pos:
            return _NOTHING
        return hlc if at.pos == wanted.pos else self._branches[at.branch][wanted.pos + 1].cut

    def _place_after(self, parent: Origin) -> tuple[int, int]:
        if len(self._branches[parent.branch]) == parent.pos + 1:
            return parent.branch, parent.pos + 1
        return len(self._branches), 0

    def _fits(self, origin: Origin) -> bool:
        if origin.branch == len(self._branches):
            return origin.pos == 0 and origin.parent in self._by_oid
        if origin.branch > len(self._branches):
            return False
        path = self._branches[origin.branch]
        return len(path) == origin.pos and path[-1].oid == origin.parent

    def _keep(self, origin: Origin) -> None:
        if origin.pos == 0:
            self._branches.append([])
        self._branches[origin.branch].append(origin)
        self._by_no[origin.no] = self._by_oid[origin.oid] = origin
        self._last_no = max(self._last_no, origin.no)
