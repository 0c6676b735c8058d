"""Many ids in one piece behave as the list of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.store.lists import Ids

ids = st.lists(st.binary(min_size=16, max_size=16), max_size=12)


@given(ids, st.integers(-15, 15), st.integers(-15, 15), st.sampled_from([None, -1, 1, 2]))
def test_slices_are_those_of_a_list(
    plain: list[bytes], start: int, stop: int, step: int | None
) -> None:
    packed = Ids(b"".join(plain))
    assert len(packed) == len(plain)
    assert list(packed) == plain
    assert packed[start:stop:step] == plain[start:stop:step]


@given(ids)
def test_every_id_is_found_where_it_first_stands(plain: list[bytes]) -> None:
    packed = Ids(b"".join(plain))
    for one in plain:
        assert packed.index(one) == plain.index(one)
        assert one in packed


def test_bytes_across_two_ids_are_no_third() -> None:
    one, two = bytes(range(16)), bytes(range(16, 32))
    across = (one + two)[5:21]
    with pytest.raises(ValueError, match="x"):
        Ids(one + two).index(across)
    assert Ids(one + two + across).index(across) == 2


def test_what_is_not_there_raises_as_a_list_does() -> None:
    with pytest.raises(ValueError, match="x"):
        Ids().index(bytes(16))
    with pytest.raises(IndexError):
        Ids(bytes(16))[1]
