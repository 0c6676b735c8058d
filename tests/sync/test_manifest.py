from __future__ import annotations

import dataclasses
from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sync.manifest import (
    Ack,
    FieldEntry,
    Manifest,
    Session,
    pack_manifest,
    unpack_manifest,
)
from desktop.sync.shapes import Malformed
from sync.parcels import manifest

number = st.integers(0, (1 << 63) - 1)
names = st.text(max_size=30)


def size(count: int) -> st.SearchStrategy[bytes]:
    return st.binary(min_size=count, max_size=count)


manifests = st.builds(
    manifest,
    from_seq=st.integers(0, 50),
    to_seq=st.integers(50, 1 << 40),
    from_h=size(12),
    epoch=size(8),
    acks=st.lists(st.builds(Ack, size(16), number, size(12)), max_size=4).map(tuple),
    lineage=st.lists(
        st.builds(Session, size(8), st.sampled_from([b"a" * 16, b"b" * 16]), size(8), number),
        max_size=20,
    ).map(tuple),
    dictionary=st.dictionaries(
        names,
        st.lists(st.builds(FieldEntry, st.integers(0, 99), st.integers(0, 31), names)).map(tuple),
        max_size=3,
    ),
    counts=st.dictionaries(names, number, max_size=4),
    wanted=st.lists(size(32), max_size=4).map(tuple),
    wall_ms=st.integers(0, 253_000_000_000_000),
    clock_ok=st.booleans(),
    office_name=names,
    unknown=st.dictionaries(
        st.text(min_size=9, max_size=12), st.one_of(st.none(), number, names), max_size=2
    ),
)


@given(manifests)
def test_a_manifest_comes_back_with_what_newer_programs_told(told: Manifest) -> None:
    assert unpack_manifest(msgpack.unpackb(msgpack.packb(pack_manifest(told)))) == told


def test_ten_thousand_sessions_take_little_room_and_no_long_array() -> None:
    sessions = tuple(
        Session(no.to_bytes(8, "big"), b"d" * 16, max(no - 1, 0).to_bytes(8, "big"), no << 16)
        for no in range(10_000)
    )
    packed = msgpack.packb(pack_manifest(manifest(lineage=sessions)))
    assert len(packed) < 300_000
    assert unpack_manifest(msgpack.unpackb(packed, max_array_len=4096)).lineage == sessions


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("from", -1),
        ("from", 8),
        ("to", 1 << 63),
        ("to", None),
        ("from_h", bytes(11)),
        ("to_h", "h" * 12),
        ("epoch", bytes(9)),
        ("schema", True),
        ("min_reader", 1.0),
        ("roster", "2"),
        ("office", -1),
        ("office_name", b"x"),
        ("by", "x" * 301),
        ("no", -3),
        ("acks", [[bytes(16), 1]]),
        ("acks", [[bytes(15), 1, bytes(12)]]),
        ("acks", {}),
        ("lineage", []),
        ("lineage", [-1]),
        ("lineage", [1 << 40, [1, [bytes(8)], b""]]),
        ("lineage", [1, [1, [bytes(8)], b""]]),
        ("lineage", [1, *[[1, [bytes(8)], b""]] * 4]),
        ("fields", {"people": [[1, 2]]}),
        ("fields", []),
        ("counts", {"people": -1}),
        ("wanted", bytes(33)),
        ("clock_ok", 1),
    ],
)
def test_a_manifest_that_nobody_packed_is_malformed(key: str, value: Any) -> None:
    packed = pack_manifest(manifest())
    assert unpack_manifest(packed) == manifest()
    with pytest.raises(Malformed):
        unpack_manifest({**packed, key: value})


def test_what_must_be_told_is_missed() -> None:
    packed = pack_manifest(manifest())
    for key in packed:
        with pytest.raises(Malformed, match=key):
            unpack_manifest({name: value for name, value in packed.items() if name != key})
    for other in ([], None, {1: 2}):
        with pytest.raises(Malformed):
            unpack_manifest(other)


def test_what_newer_programs_tell_may_not_be_nested_without_end() -> None:
    deep: Any = 1
    for _ in range(20):
        deep = [deep]
    with pytest.raises(Malformed, match="deep"):
        unpack_manifest({**pack_manifest(manifest()), "later": deep})


def test_a_manifest_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        manifest().number = 3  # type: ignore[misc]
