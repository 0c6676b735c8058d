from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.versions.origins import GENESIS, GENESIS_OID, MOST_ENTRIES, Dot, Lineage
from desktop.versions.stamp import Version, read_sv, write_sv
from versions.trees import TOP, contexts, dots, grown, oid, trees, walking


@given(st.data())
def test_covers_says_what_a_walk_through_all_parents_says(data: st.DataObject) -> None:
    tree = data.draw(trees())
    lineage, walk = grown(tree), walking(tree)
    context = data.draw(contexts(tree))
    named = {str(no): hlc for no, hlc in context.items()}
    for no in range(len(tree) + 1):
        for hlc in range(TOP + 2) if no else (0,):
            assert lineage.covers(context, Dot(hlc, no)) == walk.covers(named, (hlc, str(no)))


@given(st.data())
def test_prune_keeps_the_same_past_in_the_entries_the_walk_keeps(data: st.DataObject) -> None:
    tree = data.draw(trees())
    lineage, walk = grown(tree), walking(tree)
    context = data.draw(contexts(tree))
    pruned = lineage.prune(context)
    assert {str(no): hlc for no, hlc in pruned.items()} == walk.prune(
        {str(no): hlc for no, hlc in context.items()}
    )
    for no in range(1, len(tree) + 1):
        for hlc in range(1, TOP + 1):
            assert lineage.covers(pruned, Dot(hlc, no)) == lineage.covers(context, Dot(hlc, no))


@given(st.data())
def test_the_order_of_learning_changes_no_answer(data: st.DataObject) -> None:
    tree = data.draw(trees())
    order: list[int] = []
    while len(order) < len(tree):
        ready = [n for n in range(1, len(tree) + 1) if n not in order and _known(tree, n, order)]
        order.append(data.draw(st.sampled_from(ready)))
    here, there = grown(tree), grown(tree, order)
    context = data.draw(contexts(tree))
    other = {there.named(oid(no)).no: hlc for no, hlc in context.items()}
    one, two = data.draw(dots(tree)), data.draw(dots(tree))
    assert here.covers(context, one) == there.covers(other, _moved(there, one))
    assert (here.order(one) < here.order(two)) == (
        there.order(_moved(there, one)) < there.order(_moved(there, two))
    )


@given(st.data())
def test_a_lineage_read_back_in_any_order_is_the_same(data: st.DataObject) -> None:
    tree = data.draw(trees())
    lineage = grown(tree)
    again = Lineage(data.draw(st.permutations(list(lineage))))
    assert sorted(again, key=lambda known: known.no) == list(lineage)
    context, dot = data.draw(contexts(tree)), data.draw(dots(tree))
    assert again.covers(context, dot) == lineage.covers(context, dot)
    new = lineage.add(b"newcomer", b"device", oid(len(tree)), 3)
    assert again.add(b"newcomer", b"device", oid(len(tree)), 3) == new


@given(st.data())
def test_a_lineage_lists_parents_before_children(data: st.DataObject) -> None:
    lineage = grown(data.draw(trees()))
    told = Lineage()
    for origin in lineage:
        told.add(origin.oid, origin.device, origin.parent, origin.cut)
    assert list(told) == list(lineage)


@given(st.data())
def test_joining_contexts_is_commutative_associative_and_idempotent(data: st.DataObject) -> None:
    tree = data.draw(trees())
    lineage = grown(tree)
    a, b, c = (lineage.prune(data.draw(contexts(tree))) for _ in range(3))
    assert lineage.join(a, b) == lineage.join(b, a)
    assert lineage.join(lineage.join(a, b), c) == lineage.join(a, lineage.join(b, c))
    assert lineage.join(a, a) == a


def test_a_session_knows_its_parent_up_to_the_cut_and_no_further() -> None:
    lineage = Lineage()
    monday = lineage.add(b"monday..", b"pc", GENESIS_OID, 0)
    tuesday = lineage.add(b"tuesday.", b"pc", monday.oid, 5)
    restored = lineage.add(b"restored", b"pc", monday.oid, 3)
    assert lineage.covers({tuesday.no: 9}, Dot(5, monday.no))
    assert not lineage.covers({tuesday.no: 9}, Dot(6, monday.no))
    assert lineage.covers({restored.no: 9}, Dot(3, monday.no))
    assert not lineage.covers({restored.no: 9}, Dot(4, monday.no))
    assert not lineage.covers({restored.no: 9}, Dot(1, tuesday.no))
    assert not lineage.covers({monday.no: 9}, Dot(1, tuesday.no))
    assert (tuesday.branch, tuesday.pos) == (monday.branch, monday.pos + 1)
    assert restored.branch != monday.branch


def test_a_parent_that_wrote_on_after_the_cut_stays_uncovered_on_the_same_branch() -> None:
    """A backup is restored, its session learnt first, and only then the lost work of the parent."""
    lineage = Lineage()
    before = lineage.add(b"before..", b"pc", GENESIS_OID, 0)
    after = lineage.add(b"after...", b"pc", before.oid, 4)
    assert after.branch == before.branch
    assert not lineage.covers({after.no: 100}, Dot(50, before.no))


def test_every_real_write_has_seen_the_genesis_and_a_stub_has_seen_nothing() -> None:
    lineage = Lineage()
    session = lineage.add(b"session.", b"pc", GENESIS_OID, 0)
    assert lineage.covers({session.no: 1}, GENESIS)
    assert lineage.prune({session.no: 1, GENESIS.origin: GENESIS.hlc}) == {session.no: 1}
    assert not lineage.covers({}, GENESIS)
    assert not lineage.covers({GENESIS.origin: GENESIS.hlc}, Dot(1, session.no))


def test_a_thousand_sessions_in_turn_need_one_branch_and_one_entry() -> None:
    lineage = Lineage()
    session, context = lineage[GENESIS.origin], dict[int, int]()
    for day in range(1, 1001):
        session = lineage.add(day.to_bytes(8, "big"), b"pc", session.oid, (day - 1) * 10)
        context = lineage.advanced(context, Dot(day * 10, session.no))
    assert {known.branch for known in lineage} == {0}
    assert context == {session.no: 10_000}
    assert lineage.covers(context, Dot(10, 1))


def test_more_branches_than_bytes_can_count_forget_the_oldest() -> None:
    lineage = Lineage()
    numbers = [
        lineage.add(day.to_bytes(8, "big"), b"frozen pc", GENESIS_OID, 0).no
        for day in range(1, 301)
    ]
    pruned = lineage.prune({no: no * 10 for no in numbers})
    assert len(pruned) == MOST_ENTRIES
    assert set(pruned) == set(numbers[-MOST_ENTRIES:])
    version = Version(Dot(3000, numbers[-1]), pruned)
    assert read_sv(write_sv({0: version})) == {0: version}


def test_a_session_is_learnt_once() -> None:
    lineage = Lineage()
    first = lineage.add(b"session.", b"pc", GENESIS_OID, 0)
    assert lineage.add(b"session.", b"pc", GENESIS_OID, 0) is first
    assert list(lineage) == [first]


def test_contradictions_and_gaps_are_refused() -> None:
    lineage = Lineage()
    first = lineage.add(b"session.", b"pc", GENESIS_OID, 0)
    second = lineage.add(b"another.", b"pc", first.oid, 3)
    side = lineage.add(b"a side..", b"pc", first.oid, 2)
    with pytest.raises(ValueError, match="two stories"):
        lineage.add(b"another.", b"pc", first.oid, 4)
    with pytest.raises(ValueError, match="unknown"):
        lineage.add(b"orphan..", b"pc", b"nobody..", 0)
    assert list(lineage) == [first, second, side]
    wrong_parent = dataclasses.replace(second, parent=b"nobody..")
    orphan = dataclasses.replace(side, parent=b"nobody..")
    far = dataclasses.replace(side, branch=2)
    headless = dataclasses.replace(side, pos=1)
    for kept in ([second], [side], [first, wrong_parent], [first, orphan], [first, far]):
        with pytest.raises(ValueError, match="does not follow"):
            Lineage(kept)
    with pytest.raises(ValueError, match="does not follow"):
        Lineage([first, second, headless])
    with pytest.raises(ValueError, match="does not follow"):
        Lineage([first, second, dataclasses.replace(second, no=9, oid=b"a twin..")])


def _known(tree: list[tuple[int, int]], number: int, order: list[int]) -> bool:
    parent = tree[number - 1][0]
    return parent == 0 or parent in order


def _moved(there: Lineage, dot: Dot) -> Dot:
    return Dot(dot.hlc, there.named(oid(dot.origin)).no)
