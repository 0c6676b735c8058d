from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.versions.origins import GENESIS, Dot, Lineage
from desktop.versions.stamp import (
    STUB,
    Version,
    check_sv,
    fresh_sv,
    knowing_row,
    mask_of,
    read_sv,
    renumbered,
    stamped,
    units_of,
    write_sv,
)
from versions.trees import contexts, dots, grown, trees

numbers = st.integers(min_value=0, max_value=(1 << 32) - 1)
hlcs = st.integers(min_value=0, max_value=(1 << 63) - 1)
a_dot = st.builds(Dot, hlcs, numbers)
a_context = st.dictionaries(numbers, hlcs, min_size=1, max_size=6)
own = a_dot.map(lambda dot: Version(dot, {dot.origin: dot.hlc}))
a_version = own | st.builds(Version, a_dot, a_context)
units = st.integers(min_value=0, max_value=31)
masks = st.integers(min_value=1, max_value=(1 << 32) - 1)


@st.composite
def rows(draw: st.DrawFn) -> dict[int, Version]:
    """Few versions among many units, as in real rows."""
    pool = st.sampled_from(draw(st.lists(a_version, min_size=1, max_size=4)))
    return draw(st.dictionaries(units, pool, max_size=32))


@given(rows())
def test_versions_are_read_as_they_were_written(row: dict[int, Version]) -> None:
    sv = write_sv(row)
    assert read_sv(sv) == row
    check_sv(sv, mask_of(row))


@given(rows(), st.randoms(use_true_random=False))
def test_equal_versions_are_equal_bytes(row: dict[int, Version], chance: object) -> None:
    turned = dict(reversed(row.items()))
    turned = {
        unit: Version(dot, dict(reversed(context.items())))
        for unit, (dot, context) in turned.items()
    }
    assert write_sv(turned) == write_sv(row)


def test_the_bytes_are_those_of_the_design() -> None:
    mine, theirs = Dot(0x0102030405060708, 9), Dot(7, 5)
    row = {
        0: Version(mine, {9: mine.hlc}),
        31: Version(theirs, {9: 3, 5: 7}),
        2: Version(mine, {9: mine.hlc}),
    }
    assert write_sv(row) == bytes.fromhex(
        "02"
        "00000005 00000009 0102030405060708 00"
        "80000000 00000005 0000000000000007 02"
        "00000005 0000000000000007 00000009 0000000000000003"
    )


@given(masks, a_dot)
def test_a_fresh_row_is_one_group_that_knows_only_itself(mask: int, dot: Dot) -> None:
    sv = fresh_sv(mask, dot)
    assert len(sv) == 18
    version = Version(dot, {dot.origin: dot.hlc})
    assert sv == write_sv(dict.fromkeys(units_of(mask), version))
    assert read_sv(sv) == dict.fromkeys(units_of(mask), version)
    check_sv(sv, mask)


def test_a_stub_has_no_versions_and_a_shipped_row_the_genesis() -> None:
    assert write_sv({}) == STUB
    assert read_sv(STUB) == {}
    check_sv(STUB, 0)
    assert read_sv(fresh_sv(0b1, GENESIS)) == {0: Version(GENESIS, {0: 0})}


@given(st.data())
def test_a_stamp_changes_the_written_units_and_no_other(data: st.DataObject) -> None:
    tree = data.draw(trees())
    lineage = grown(tree)
    row = data.draw(_rows_of(lineage, tree))
    changed = data.draw(masks)
    session = lineage.add(b"present.", b"pc", data.draw(st.sampled_from(list(lineage))).oid, 5)
    dot = Dot(data.draw(st.integers(min_value=1, max_value=20)), session.no)
    sv = stamped(write_sv(row), changed, dot, lineage)
    check_sv(sv, changed | mask_of(row))
    after = read_sv(sv)
    assert after.keys() == row.keys() | set(units_of(changed))
    for unit, version in after.items():
        if changed >> unit & 1:
            seen = row[unit].context if unit in row else {}
            assert version == Version(dot, lineage.prune({**seen, dot.origin: dot.hlc}))
        else:
            assert version == row[unit]


def test_the_next_session_of_one_pc_leaves_a_row_at_its_smallest() -> None:
    lineage = Lineage()
    monday = lineage.add(b"monday..", b"pc", bytes(8), 0)
    tuesday = lineage.add(b"tuesday.", b"pc", monday.oid, 100)
    sv = stamped(fresh_sv(0b1111, Dot(60, monday.no)), 0b0100, Dot(110, tuesday.no), lineage)
    assert len(sv) == 1 + 17 + 17
    assert stamped(sv, 0b1111, Dot(111, tuesday.no), lineage) == fresh_sv(
        0b1111, Dot(111, tuesday.no)
    )


@given(rows())
def test_renumbering_there_and_back_changes_nothing(row: dict[int, Version]) -> None:
    sv = write_sv(row)
    known = {no for version in row.values() for no in (version.dot.origin, *version.context)}
    there = {no: place for place, no in enumerate(sorted(known, reverse=True))}
    back = {place: no for no, place in there.items()}
    moved = renumbered(sv, there)
    assert renumbered(moved, back) == sv
    for unit, version in read_sv(moved).items():
        assert version.dot == Dot(row[unit].dot.hlc, there[row[unit].dot.origin])


@given(rows(), st.data())
def test_cut_or_lengthened_bytes_are_refused(row: dict[int, Version], data: st.DataObject) -> None:
    sv = write_sv(row)
    cut = data.draw(st.integers(min_value=0, max_value=len(sv) - 1))
    with pytest.raises(ValueError, match=r"cut short|wrong length|no versions"):
        read_sv(sv[:cut])
    with pytest.raises(ValueError, match="wrong length"):
        read_sv(sv + b"\0")


def test_check_finds_what_should_not_be() -> None:
    group = struct.Struct(">IIQB")
    one, other = group.pack(0b011, 1, 5, 0), group.pack(0b110, 1, 6, 0)
    with pytest.raises(ValueError, match="two versions"):
        check_sv(b"\2" + one + other, 0b111)
    with pytest.raises(ValueError, match=r"\[2\] have no version"):
        check_sv(b"\1" + one, 0b111)
    check_sv(b"\1" + one, 0b001)
    twice = b"\2" + group.pack(0b01, 1, 5, 0) + group.pack(0b10, 1, 5, 0)
    with pytest.raises(ValueError, match="right way"):
        check_sv(twice, 0b11)
    turned = b"\2" + group.pack(0b10, 1, 5, 0) + group.pack(0b01, 1, 6, 0)
    with pytest.raises(ValueError, match="right way"):
        check_sv(turned, 0b11)
    with pytest.raises(ValueError, match="right way"):
        check_sv(b"\1" + group.pack(0, 1, 5, 0), 0)
    check_sv(fresh_sv(1, Dot((1 << 63) - 1, 1)), 1)
    with pytest.raises(ValueError, match="too great"):
        check_sv(fresh_sv(1, Dot(1 << 63, 1)), 1)


def test_units_are_numbered_0_to_31() -> None:
    assert mask_of((0, 31)) == 0x8000_0001
    assert units_of(0x8000_0001) == [0, 31]
    with pytest.raises(ValueError, match="not 32"):
        mask_of((32,))
    with pytest.raises(ValueError, match="not -1"):
        mask_of((-1,))
    with pytest.raises(ValueError, match="at least itself"):
        write_sv({1: Version(Dot(5, 1), {})})


@st.composite
def _rows_of(draw: st.DrawFn, lineage: Lineage, tree: list[tuple[int, int]]) -> dict[int, Version]:
    versions = st.builds(
        lambda dot, context: Version(dot, lineage.join(context, {dot.origin: dot.hlc})),
        dots(tree),
        contexts(tree),
    )
    pool = st.sampled_from(draw(st.lists(versions, min_size=1, max_size=4)))
    return draw(st.dictionaries(units, pool, max_size=12))


def test_a_unit_may_know_of_the_writes_in_all_others() -> None:
    lineage = Lineage()
    mine, theirs = (lineage.add(bytes(7) + bytes((no,)), b"pc", bytes(8), 0).no for no in (1, 2))
    other, void = Dot(9, theirs), Dot(7, mine)
    row = write_sv({0: Version(void, {mine: 7}), 5: Version(other, {theirs: 9})})
    known = read_sv(knowing_row(row, 0, lineage))
    assert known[0].dot == void
    assert not lineage.covers(read_sv(row)[0].context, other)
    assert lineage.covers(known[0].context, other)
    assert known[5] == read_sv(row)[5]
