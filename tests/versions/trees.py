"""Random trees of sessions, and contexts and dots among them, for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from desktop.versions.origins import GENESIS, GENESIS_OID, Dot, Lineage
from versions.causality import Walking

#: For session n of a tree: the number of its parent (0 is the genesis) and its cut.
Tree = list[tuple[int, int]]
TOP = 8


@st.composite
def trees(draw: st.DrawFn, most: int = 12) -> Tree:
    size = draw(st.integers(min_value=1, max_value=most))
    tree: Tree = []
    for number in range(1, size + 1):
        parent = draw(st.integers(min_value=0, max_value=number - 1))
        cut = 0 if parent == 0 else draw(st.integers(min_value=0, max_value=TOP))
        tree.append((parent, cut))
    return tree


def oid(number: int) -> bytes:
    """Names that do not sort as the numbers do."""
    return GENESIS_OID if number == 0 else (number * 7919 % 257).to_bytes(8, "little")


def grown(tree: Tree, order: list[int] | None = None) -> Lineage:
    """The lineage of a database that heard of the sessions of ``tree`` in this order."""
    lineage = Lineage()
    for number in order or range(1, len(tree) + 1):
        parent, cut = tree[number - 1]
        lineage.add(oid(number), b"device", oid(parent), cut)
    return lineage


def walking(tree: Tree) -> Walking:
    """The same tree for the model, sessions named by their numbers."""
    walk = Walking()
    walk.parents = {"0": None}
    for number, (parent, cut) in enumerate(tree, 1):
        walk.parents[str(number)] = (str(parent), cut)
    return walk


def dots(tree: Tree) -> st.SearchStrategy[Dot]:
    sessions = st.integers(min_value=1, max_value=len(tree))
    real = st.builds(Dot, st.integers(min_value=1, max_value=TOP), sessions)
    return st.just(GENESIS) | real


def contexts(tree: Tree) -> st.SearchStrategy[dict[int, int]]:
    sessions = st.integers(min_value=1, max_value=len(tree))
    return st.dictionaries(sessions, st.integers(min_value=1, max_value=TOP), max_size=5)
