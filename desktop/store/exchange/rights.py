"""Whose words count: a row that comes in may only say what its sender and its writers may say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import NamedTuple

from desktop.store.engine import RawConnection
from desktop.store.exchange.endings import Ended
from desktop.store.exchange.relayed_parts import RELAYED
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.shapes import Shape
from desktop.versions.origins import GENESIS, Dot, Lineage
from desktop.versions.stamp import STUB, groups_of

_FRESH_BYTES = 18
_NO = slice(5, 9)


class Judge(NamedTuple):
    """Who may have written what.

    always: whether a PC may write any row of an office, in trees that the sender has not left.
    in_tree: whether it may write in a tree of that office. left: trees that the sender's office had
    and has no more. relayed: whether a write that does not count would, if
    the sender were believed to carry what others wrote. shared: the trees that are, with the offices that see
    or saw them; a file that is taken in adds to them. granted: whether the authority has signed that
    a record is to be purged: its id, reason, number of the paper, signature. ended: trees of which
    an office had to leave, with the writes at which it learnt of it, and a file adds to them; None
    where that is not asked.
    """

    always: Callable[[bytes, int], bool]
    in_tree: Callable[[bytes, bytes, int], bool]
    relayed: Callable[[bytes, bytes, int], bool]
    left: Set[bytes]
    shared: set[tuple[bytes, int]]
    granted: Callable[[bytes, str, str, bytes], bool]
    ended: Ended | None

    @property
    def believes_relays(self) -> bool:
        """Whether the sender is believed whatever it carries: an office above, or a PC of ours."""
        return self.ended is None


class Rights:
    """Judges the rows of one sender."""

    def __init__(self, connection: RawConnection, lineage: Lineage, judge: Judge) -> None:
        self._connection, self._lineage, self._judge = connection, lineage, judge
        self._judged: dict[tuple[int, int], bool] = {}

    def judge(
        self,
        shape: Shape,
        block: Rows,
        svs: Sequence[bytes],
        beside: Mapping[int, Sequence[Dot]],
        known: Mapping[bytes, bytes],
        why: dict[int, str],
    ) -> None:
        """Name rows with writes, unknown here, of a PC that may not have made them.

        svs, beside: versions of the rows, and the writes that stand beside them, as this file counts
        sessions. known: versions of the rows that are here. why: what is wrong, by the row's place.
        """
        homes = self._homes(shape, block)
        for at, sv in enumerate(svs):
            row, root, aside = block.ids[at], block.roots[at], beside.get(at, ())
            home = block.scopes[at] if root is None else homes.get(root, block.scopes[at])
            scopes, tree = {block.scopes[at], home}, root or row
            ended = self._judge.ended.get(tree, ()) if self._judge.ended else ()
            here = len(scopes) == 1 and tree not in self._judge.left
            if not ended and here and self._are_always(sv, aside, home):
                continue
            if at in why or (known.get(row) == sv and not aside):
                continue
            dots = self._fresh(sv, known.get(row)) | {*aside}
            if any(self._knew(dot, end) for dot in dots for end in ended):
                why[at] = "ended"
            else:
                self._judge_dots(at, dots, tree, scopes, why)

    def _fresh(self, sv: bytes, here: bytes | None) -> set[Dot]:
        """The writes of a row that are news. here: its versions in this file, if it has it."""
        before = {group.version for group in groups_of(STUB if here is None else here)}
        dots = {one.dot for one in groups_of(sv) if one.version not in before}
        # What ships with the program is here; whoever brings more of it says that it does.
        return dots if here is None or here == STUB else dots - {GENESIS}

    def _judge_dots(
        self, at: int, dots: Set[Dot], tree: bytes, scopes: Set[int], why: dict[int, str]
    ) -> None:
        """Name a row if one of its writes does not count."""
        bad = {
            (origin, scope)
            for origin in {dot.origin for dot in dots}
            for scope in scopes
            if not self._may(origin, tree, scope)
        }
        if not bad:
            return
        if all(self._would(origin, tree, scope) for origin, scope in bad):
            why[at] = RELAYED
        else:
            why[at] = "rights" if len(scopes) == 1 else "root"

    def _homes(self, shape: Shape, block: Rows) -> dict[bytes, int]:
        """Whose the trees are in which rows of a block want to stand, as far as they are here."""
        table = shape.root_table
        roots = [*{root for root in block.roots if root is not None}]
        if table is None or not roots:
            return {}
        marks = ", ".join("?" * len(roots))
        sql = f"SELECT id, scope FROM {table} WHERE id IN ({marks}) AND stub = 0"
        return dict(self._connection.execute(sql, roots).fetchall())

    def _are_always(self, sv: bytes, beside: Sequence[Dot], scope: int) -> bool:
        """Whether whoever wrote a row may write any row of an office: so it is with almost all."""
        if beside and not all(self._always(dot.origin, scope) for dot in beside):
            return False
        if len(sv) == _FRESH_BYTES:
            return self._always(int.from_bytes(sv[_NO], "big"), scope)
        return all(self._always(group.version[1], scope) for group in groups_of(sv))

    def _always(self, origin: int, scope: int) -> bool:
        key = (origin, scope)
        found = self._judged.get(key)
        if found is None:
            found = self._judge.always(self._device(origin), scope)
            self._judged[key] = found
        return found

    def _knew(self, dot: Dot, end: Dot) -> bool:
        """Whether whoever made a write had learnt before it of the end of a share."""
        return dot != end and self._lineage.covers({dot.origin: dot.hlc}, end)

    def _may(self, origin: int, tree: bytes, scope: int) -> bool:
        if tree not in self._judge.left and self._always(origin, scope):
            return True
        return self._judge.in_tree(self._device(origin), tree, scope)

    def _would(self, origin: int, tree: bytes, scope: int) -> bool:
        return self._judge.relayed(self._device(origin), tree, scope)

    def _device(self, origin: int) -> bytes:
        """The PC of a session; the program itself has none."""
        return self._lineage[origin].device
