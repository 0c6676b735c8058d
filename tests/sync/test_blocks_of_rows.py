from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sync.blocks import Block, Sibling, pack_block, unpack_block
from desktop.sync.items import MOST_ITEM, Unknown, pack_item, unpack_item
from desktop.sync.shapes import Malformed
from desktop.versions.origins import Dot
from desktop.versions.stamp import STUB, Version, fresh_sv, write_sv
from sync.invented_people import blocks
from sync.parcels import plain

numbers = st.integers(0, (1 << 32) - 1)
hlcs = st.integers(0, (1 << 63) - 1)
dots = st.builds(Dot, hlcs, numbers)
versions = st.builds(Version, dots, st.dictionaries(numbers, hlcs, min_size=1, max_size=4))
masks = st.integers(1, (1 << 32) - 1)
svs = st.one_of(
    st.builds(fresh_sv, st.sampled_from([0b111, 0b1, 0b111]), dots),
    st.builds(fresh_sv, masks, dots),
    st.dictionaries(st.integers(0, 31), versions, max_size=5).map(write_sv),
    st.just(STUB),
)
ids = st.binary(min_size=16, max_size=16)
values = st.one_of(st.none(), st.integers(-9, 9), st.text(max_size=5), st.floats(allow_nan=False))


@st.composite
def any_block(draw: st.DrawFn) -> Block:
    count = draw(st.integers(1, 12))

    def by_row(one: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(one, min_size=count, max_size=count))

    fields = draw(st.lists(st.integers(0, 200), unique=True, max_size=4))
    few_roots = st.sampled_from([None, *draw(st.lists(ids, max_size=2))])
    siblings = st.builds(
        Sibling,
        st.integers(0, count - 1),
        st.integers(0, 31),
        numbers,
        hlcs,
        st.none() | st.text(max_size=9),
    )
    return Block(
        entity=draw(st.text(max_size=20)),
        fields=fields,
        ids=by_row(ids),
        roots=by_row(few_roots),
        scopes=by_row(st.sampled_from([0, 20854, 100048])),
        svs=by_row(svs),
        names=draw(st.lists(st.tuples(numbers, st.binary(min_size=8, max_size=8)), max_size=3)),
        siblings=draw(st.lists(siblings, max_size=4)),
        columns=[by_row(values) for _ in fields],
    )


@given(any_block())
def test_a_block_comes_back_as_it_was(block: Block) -> None:
    (packed,) = pack_item(block)
    back = unpack_item(msgpack.unpackb(packed))
    assert isinstance(back, Block)
    assert plain(back) == plain(block)


def test_rows_that_were_written_once_take_no_room_for_their_versions() -> None:
    (block,) = blocks(500)
    svs = block.svs
    extra, mask = pack_block(block)[9:11]
    assert (extra, mask) == ([], (1 << 13) - 1)
    edited = write_sv({0: Version(Dot(9, 1), {1: 9}), 1: Version(Dot(8, 1), {1: 8})})
    changed = replace(block, svs=[edited if no == 77 else sv for no, sv in enumerate(svs)])
    assert pack_block(changed)[9][0] == 1
    assert plain(unpack_block(pack_block(changed))) == plain(changed)


@given(any_block())
def test_halves_are_the_block_in_two(block: Block) -> None:
    if len(block.ids) < 2:
        return
    first, second = block.halves()
    middle = len(first.ids)
    assert [*first.ids, *second.ids] == list(block.ids)
    assert [*first.svs, *second.svs] == list(block.svs)
    assert [*first.names, *second.names] == list(block.names)
    moved = [one._replace(row=one.row + middle) for one in second.siblings]
    assert sorted([*first.siblings, *moved], key=repr) == sorted(block.siblings, key=repr)
    for column, one, other in zip(block.columns, first.columns, second.columns, strict=True):
        assert [*one, *other] == list(column)


def test_rows_with_too_much_text_for_one_item_go_as_several() -> None:
    (block,) = blocks(4)
    texts = [chr(97 + no) * (6 << 20) for no in range(4)]
    long = replace(block, fields=[1], columns=[texts])
    packed = list(pack_item(long))
    assert len(packed) == 2
    assert all(len(one) <= MOST_ITEM for one in packed)
    told = [unpack_item(msgpack.unpackb(one)) for one in packed]
    assert [text for one in told if isinstance(one, Block) for text in one.columns[0]] == texts
    with pytest.raises(ValueError, match="too big"):
        list(pack_item(Unknown(9, (b"x" * MOST_ITEM,))))


def _changed(place: int, value: Any) -> list[Any]:
    (block,) = blocks(3)
    parts = pack_block(block)
    parts[place] = value
    return parts


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, 5),
        (0, "x" * 65),
        (1, [1, 1, *range(2, 13)]),
        (1, [1]),
        (1, list(range(13_000))),
        (2, 0),
        (2, -1),
        (2, 1001),
        (2, 1 << 62),
        (2, True),
        (3, b""),
        (3, bytes(49)),
        (4, [b"", b"\1\1\1"]),
        (4, [bytes(15), b""]),
        (4, [bytes(16 * 4), b""]),
        (5, [1, [1]]),
        (5, [1, ["a"], b""]),
        (5, [1, [-1], b""]),
        (5, [1, [None], b""]),
        (6, [[1]]),
        (6, [[1, b"short"]]),
        (6, [[-1, b"session1"]]),
        (7, [1, [1 << 32], b""]),
        (8, b"\xff" * 24),
        (8, b"\1" + bytes(2)),
        (9, [4, b"", [1, [b"\0"], b""]]),
        (9, [1, b"\3", [1, [b"\0"], b""]]),
        (9, [1, b"\0", [1, [5], b""]]),
        (9, [1]),
        (10, -1),
        (10, 1 << 32),
        (11, [[3, 0, 1, 1, "a"]]),
        (11, [[0, 32, 1, 1, "a"]]),
        (11, [[0, 0, 1, 1, 5]]),
        (11, [[0, 0, 1, 1]]),
        (12, []),
        (12, 5),
    ],
)
def test_a_block_that_nobody_packed_is_malformed(place: int, value: Any) -> None:
    with pytest.raises(Malformed):
        unpack_block(_changed(place, value))


def test_a_block_with_too_few_or_too_many_parts_is_malformed() -> None:
    parts = _changed(0, "people")
    for wrong in (parts[:-1], [*parts, 1], []):
        with pytest.raises(Malformed):
            unpack_block(wrong)
