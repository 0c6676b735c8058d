from __future__ import annotations

import itertools
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from desktop.versions.merge import UnitState, distinct, merge, winner, written
from desktop.versions.origins import GENESIS, GENESIS_OID, Dot, Lineage
from versions.trees import Tree, contexts, dots, grown, trees

State = UnitState[str]


@st.composite
def states(draw: st.DrawFn, lineage: Lineage, tree: Tree) -> State:
    """Any state that can come to be: every sibling is in the context, a write has one value."""
    siblings = draw(st.sets(dots(tree), max_size=4))
    context = draw(contexts(tree))
    for dot in siblings:
        context = lineage.join(context, {dot.origin: dot.hlc})
    return State({dot: _value(dot) for dot in siblings}, lineage.prune(context))


@given(st.data())
def test_merging_is_commutative_associative_and_idempotent(data: st.DataObject) -> None:
    tree = data.draw(trees())
    lineage = grown(tree)
    a, b, c = (data.draw(states(lineage, tree)) for _ in range(3))
    assert merge(a, b, lineage) == merge(b, a, lineage)
    assert merge(merge(a, b, lineage), c, lineage) == merge(a, merge(b, c, lineage), lineage)
    assert merge(a, a, lineage) == a
    assert merge(a, State(), lineage) == a


@given(st.data())
def test_a_sibling_goes_only_if_the_other_side_had_seen_it(data: st.DataObject) -> None:
    tree = data.draw(trees())
    lineage = grown(tree)
    a, b = (data.draw(states(lineage, tree)) for _ in range(2))
    merged = merge(a, b, lineage)
    for mine, other in ((a, b), (b, a)):
        for dot in mine.siblings:
            lost = dot not in merged.siblings
            assert lost == (dot not in other.siblings and lineage.covers(other.context, dot))
            assert lineage.covers(merged.context, dot)


@given(st.data())
def test_the_winner_is_the_same_in_every_order_and_every_database(data: st.DataObject) -> None:
    tree = data.draw(trees())
    lineage = grown(tree)
    parts = data.draw(st.lists(states(lineage, tree), min_size=1, max_size=4))
    winners = set[tuple[int, bytes] | None]()
    for order in itertools.permutations(parts):
        merged = State()
        for part in order:
            merged = merge(merged, part, lineage)
        winners.add(lineage.order(winner(merged, lineage)) if merged.siblings else None)
    assert len(winners) == 1


def test_equal_clocks_are_decided_by_the_name_of_the_session_not_by_its_number() -> None:
    for names in ((b"aaaaaaaa", b"bbbbbbbb"), (b"bbbbbbbb", b"aaaaaaaa")):
        lineage = Lineage()
        first, second = (lineage.add(name, b"pc", GENESIS_OID, 0) for name in names)
        state = State({Dot(5, first.no): "1", Dot(5, second.no): "2"}, {first.no: 5, second.no: 5})
        assert lineage[winner(state, lineage).origin].oid == b"bbbbbbbb"


@given(st.data())
def test_a_write_leaves_itself_and_what_its_author_could_not_have_seen(data: st.DataObject) -> None:
    tree = data.draw(trees())
    lineage = grown(tree)
    seen, came_in = (data.draw(states(lineage, tree)) for _ in range(2))
    state = merge(seen, came_in, lineage)
    dot = Dot(30, lineage.add(b"present.", b"pc", GENESIS_OID, 0).no)
    after = written(state, seen, "mine", dot, lineage)
    assert after.siblings[dot] == "mine"
    assert lineage.covers(after.context, dot)
    for other in state.siblings:
        unseen = other not in seen.siblings and not lineage.covers(seen.context, other)
        assert (other in after.siblings) == unseen
        assert lineage.covers(after.context, other)


@given(st.data())
def test_a_decision_by_one_who_saw_all_closes_the_conflict_everywhere(data: st.DataObject) -> None:
    tree = data.draw(trees())
    lineage = grown(tree)
    state = data.draw(states(lineage, tree))
    dot = Dot(30, lineage.add(b"present.", b"pc", GENESIS_OID, 0).no)
    decided = written(state, state, "decided", dot, lineage)
    assert decided.siblings == {dot: "decided"}
    assert merge(state, decided, lineage) == decided


def test_a_write_with_an_old_clock_still_beats_what_its_author_saw() -> None:
    lineage = Lineage()
    ahead = lineage.add(b"ahead...", b"pc A", GENESIS_OID, 0)
    behind = lineage.add(b"behind..", b"pc B", GENESIS_OID, 0)
    shown = State({Dot(2099, ahead.no): "cũ"}, {ahead.no: 2099})
    after = written(shown, shown, "mới", Dot(2009, behind.no), lineage)
    assert merge(shown, after, lineage).siblings == {Dot(2009, behind.no): "mới"}


def test_every_real_write_overwrites_a_shipped_value_and_the_real_row_a_stub() -> None:
    lineage = Lineage()
    session = lineage.add(b"session.", b"pc", GENESIS_OID, 0)
    shipped = State({GENESIS: "mẫu"}, {GENESIS.origin: GENESIS.hlc})
    assert merge(State(), shipped, lineage) == shipped
    elsewhere = State({Dot(1, session.no): "sửa"}, {session.no: 1})
    assert merge(shipped, elsewhere, lineage) == elsewhere
    here = written(shipped, shipped, "sửa", Dot(1, session.no), lineage)
    assert here == elsewhere


def test_values_that_read_the_same_are_no_conflict() -> None:
    lineage, (a, b, c) = _three_sessions()
    composed = unicodedata.normalize("NFC", "Hoàng Thị Én")
    decomposed = unicodedata.normalize("NFD", composed)
    state = State(
        {Dot(5, a): composed, Dot(7, b): f" {decomposed} ", Dot(6, c): "Hoàng Thị Ẩn"},
        {a: 5, b: 7, c: 6},
    )
    assert distinct(state, lineage, _plain) == {
        Dot(7, b): f" {decomposed} ",
        Dot(6, c): "Hoàng Thị Ẩn",
    }
    assert next(iter(distinct(state, lineage, _plain))) == winner(state, lineage)
    assert len(distinct(state, lineage, str)) == 3


def test_equal_values_are_kept_apart_in_the_state_so_that_order_does_not_matter() -> None:
    """Dropping the older of two equal writes while merging would bring it back in one order only:

    the author of ``after`` had seen one of them; who merged the two first would have nothing left,
    who merged ``after`` first would still have the other.
    """
    lineage, (a, b, c) = _three_sessions()
    one, same = State({Dot(1, a): "x"}, {a: 1}), State({Dot(2, b): "x"}, {b: 2})
    after = written(same, same, "y", Dot(3, c), lineage)
    results = {
        frozenset(merge(merge(p, q, lineage), r, lineage).siblings.items())
        for p, q, r in itertools.permutations((one, same, after))
    }
    assert results == {frozenset({(Dot(1, a), "x"), (Dot(3, c), "y")})}


def _value(dot: Dot) -> str:
    return "xy"[dot.hlc % 2] if dot.origin % 3 else f"{dot.hlc} {dot.origin}"


def _plain(value: str) -> str:
    return unicodedata.normalize("NFC", value).strip()


def _three_sessions() -> tuple[Lineage, tuple[int, int, int]]:
    lineage = Lineage()
    a, b, c = (lineage.add(name * 8, b"pc", GENESIS_OID, 0).no for name in (b"a", b"b", b"c"))
    return lineage, (a, b, c)
