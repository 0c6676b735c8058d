from __future__ import annotations

import contextlib
import math
from typing import Any

import msgpack
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.sync.columns import (
    AS_IS,
    BLOBS,
    DAYS,
    DIGITS,
    FEW,
    NUMBERS,
    WORDS,
    pack_column,
    pack_numbers,
    unpack_column,
    unpack_numbers,
)
from desktop.sync.shapes import Malformed

INT64 = st.integers(-(1 << 63), (1 << 63) - 1)
UINT64 = st.integers(0, (1 << 64) - 1)
EMPTY = st.none()
days = st.dates().map(str) | st.sampled_from(["2026-02-30", "2026-W01-1", "0000-00-00"])
digits = st.from_regex(r"[0-9]{4}|[0-9]{12}|[0-9]{19}", fullmatch=True)
words = st.lists(st.sampled_from(["Nguyễn", "Thị", "An", "", "x" * 70]), max_size=5).map(" ".join)
ids = st.binary(min_size=16, max_size=16)
anything = st.one_of(EMPTY, INT64, st.floats(), st.text(), st.binary())


def columns_of(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, max_size=60)


columns = st.one_of(
    columns_of(anything),
    *(columns_of(st.one_of(EMPTY, one)) for one in (INT64, days, digits, words, ids, st.text())),
    *(columns_of(one) for one in (INT64, days, digits, words, ids)),
    st.lists(st.sampled_from([None, 0, 1, "", "a", b"", b"a", -0.0, 0.0, 1.0]), max_size=60),
)


def same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return (math.isnan(one) and math.isnan(other)) or (
            one == other and math.copysign(1, one) == math.copysign(1, other)
        )
    return type(one) is type(other) and one == other


@given(columns)
@example(["۱۲۳", "٤٥٦"])
@example(["²³", "12"])
@example(["2026-01-01", None, "9999-12-31", "0001-01-01"])
@example([-(1 << 63), (1 << 63) - 1])
@example([0, 0.0, -0.0, 1])
@example(["000", "001", None, "000"])
def test_every_column_comes_back_value_for_value(values: list[Any]) -> None:
    packed = msgpack.unpackb(msgpack.packb(pack_column(values)))
    back = unpack_column(packed, len(values))
    assert len(back) == len(values)
    assert all(same(one, other) for one, other in zip(values, back, strict=True))


@pytest.mark.parametrize(
    ("values", "way"),
    [
        ([7] * 3, FEW),
        (["a", "b"] * 2, FEW),
        ([5, None, 9], NUMBERS),
        (["079200001234", "001300005678"], DIGITS),
        (["2026-11-21", "1990-01-02"], DAYS),
        ([b"1" * 16, None, b"2" * 16], BLOBS),
        ([f"{a} {b} {c}" for a in "ABCD" for b in "ABCD" for c in "ABCD"], WORDS),
        (["một", "hai ba"], AS_IS),
    ],
)
def test_columns_are_packed_in_the_way_that_suits_them(values: list[Any], way: int) -> None:
    assert pack_column(values)[0] == way


@given(st.lists(UINT64, max_size=40))
def test_numbers_come_back_and_take_no_more_bytes_than_the_greatest(numbers: list[int]) -> None:
    packed = pack_numbers(numbers)
    assert list(unpack_numbers(packed, len(numbers))) == numbers
    assert len(packed) == len(numbers) * ((max(numbers, default=0).bit_length() + 7) // 8)


def test_what_no_column_holds_is_not_sent() -> None:
    for value in (True, [1], object()):
        with pytest.raises(TypeError, match="can't be sent"):
            pack_column([value])  # type: ignore[list-item]


@pytest.mark.parametrize(
    "packed",
    [
        None,
        [],
        ["0", [1]],
        [True, [1]],
        [99, [1]],
        [AS_IS],
        [AS_IS, [1, 2]],
        [AS_IS, [True]],
        [AS_IS, [[1]]],
        [AS_IS, [{}]],
        [AS_IS, [1 << 63]],
        [FEW, [], b""],
        [FEW, [1, 2], b"\2"],
        [FEW, [1, 2], b"\0\0"],
        [FEW, [1 << 63], b""],
        [FEW, ["a" * ((8 << 20) + 1)], b""],
        [NUMBERS, 1 << 63, b"\1"],
        [NUMBERS, (1 << 63) - 1, b"\2"],
        [NUMBERS, -5, bytes(9)],
        [NUMBERS, 0.5, b"\1"],
        [DIGITS, 0, b"\1"],
        [DIGITS, -1, b"\1"],
        [DIGITS, 1 << 40, b"\1"],
        [DIGITS, 2, b"\x65"],
        [DAYS, 0, b"\1"],
        [DAYS, 3652059, b"\2"],
        [BLOBS, 0, b"", b""],
        [BLOBS, 16, b"", bytes(15)],
        [BLOBS, 16, b"", bytes(32)],
        [BLOBS, 16, b"\1\1", bytes(32)],
        [BLOBS, 16, b"\2", bytes(16)],
        [BLOBS, -1, b"", bytes(16)],
        [WORDS, ["a"], b"\1", b"\1"],
        [WORDS, [1], b"\1", b""],
        [WORDS, ["a" * 65], b"\1", b""],
        [WORDS, ["a"], b"\1\1", b""],
        [WORDS, ["a"], b"\3", b"\0"],
    ],
)
def test_a_column_that_nobody_packed_is_malformed(packed: Any) -> None:
    with pytest.raises(Malformed):
        unpack_column(packed, 1)


@given(
    st.recursive(
        st.one_of(EMPTY, st.booleans(), st.integers(0, 9), INT64, st.text(max_size=3), st.binary()),
        lambda inner: st.lists(inner, max_size=5),
    ),
    st.integers(1, 5),
)
def test_nothing_else_than_malformed_comes_from_hostile_columns(packed: Any, count: int) -> None:
    with contextlib.suppress(Malformed):
        assert len(unpack_column(packed, count)) == count
