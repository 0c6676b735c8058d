from __future__ import annotations

import os
import random
import time
import tracemalloc
from pathlib import Path
from typing import Any

import msgpack
import pyrage
import pytest
import zstandard
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.sync.container import CHUNK, LENGTH, MAGIC, Walker, addressed, pack_header, read_header
from desktop.sync.items import Facts, Seal, pack_item, pack_seal
from desktop.sync.reader import open_package
from desktop.sync.refusals import Flaw, Reason, Refused
from sync.invented_people import blocks
from sync.parcels import (
    COMMUNE,
    PACKAGE,
    PROVINCE,
    STRANGER,
    Device,
    enveloped,
    forged,
    header,
    manifest,
    nobody,
    opened,
    read,
    signed_anew,
    write,
)

MANIFEST = b"".join(pack_item(manifest()))


OTHERS = [Device(bytes([no]) * 16) for no in range(100, 103)]


@pytest.fixture(scope="module", params=[(), OTHERS], ids=["for one", "for many"])
def content(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A package of three sections, for one office or with its key sealed to groups of PCs."""
    target = tmp_path_factory.mktemp("whole") / "a.goi"
    write(
        target,
        [manifest(), *blocks(40)],
        [Facts("share", [[1, 2]])],
        list(blocks(5)),
        kinds=("0", "1", "3"),
        many=request.param,
    )
    return target.read_bytes()


def reason_of(content: bytes, folder: Path) -> Reason | None:
    """Why these bytes are refused, whatever they are read with; None if they are taken."""
    target = folder / "hostile.goi"
    target.write_bytes(content)
    told = ""
    try:
        read(target, folder / "spool")
        reason = None
    except Refused as refused:
        reason, told = refused.reason, refused.message
    assert not any((folder / "spool").iterdir())
    assert reason is None or ("hostile.goi" in told and "Chưa có gì thay đổi" in told)
    return reason


def test_the_package_itself_is_taken(content: bytes, tmp_path: Path) -> None:
    assert reason_of(content, tmp_path) is None


@given(place=st.integers(0, 1 << 30), bit=st.integers(0, 7))
@example(place=0, bit=0)
@example(place=7, bit=0)
@example(place=8, bit=7)
@example(place=11, bit=0)
@example(place=-1, bit=0)
@example(place=-64, bit=7)
@example(place=-65, bit=0)
def test_one_flipped_bit_anywhere_is_refused(
    content: bytes, tmp_path: Path, place: int, bit: int
) -> None:
    flipped = bytearray(content)
    flipped[place % len(content)] ^= 1 << bit
    assert reason_of(bytes(flipped), tmp_path) in set(Reason) - {Reason.NOT_OURS}


@given(place=st.integers(0, 1 << 30), bit=st.integers(0, 7))
def test_one_flipped_bit_under_a_fresh_signature_is_refused_or_harmless(
    content: bytes, tmp_path: Path, place: int, bit: int
) -> None:
    """Even who may sign can't do more than be refused."""
    flipped = bytearray(content[:-64])
    flipped[place % len(flipped)] ^= 1 << bit
    # Age's head ends in a line that it does not look at closely: some flips change nothing.
    reason_of(signed_anew(bytes(flipped) + bytes(64)), tmp_path)


@given(st.integers(0, 1 << 30))
@example(0)
@example(1)
@example(8)
@example(12)
def test_a_cut_anywhere_is_refused(content: bytes, tmp_path: Path, size: int) -> None:
    assert reason_of(content[: size % len(content)], tmp_path) is Reason.CUT


@pytest.mark.parametrize("more", [b"\0", b"x" * 64, bytes(5 << 20)])
def test_anything_behind_the_end_is_refused(content: bytes, tmp_path: Path, more: bytes) -> None:
    assert reason_of(content + more, tmp_path) is Reason.DAMAGED


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (b"", Reason.CUT),
        (MAGIC[:5], Reason.CUT),
        (b"PK", Reason.OTHER),
        (b"PK\3\4" + bytes(90), Reason.OTHER),
        (bytes(1000), Reason.OTHER),
        (b"GOISYNC2" + bytes(90), Reason.NEWER),
        (MAGIC + LENGTH.pack(0), Reason.DAMAGED),
        (MAGIC + b"\xff\xff\xff\xff" + bytes(90), Reason.DAMAGED),
        (MAGIC + LENGTH.pack((1 << 20) + 1), Reason.DAMAGED),
        (MAGIC + LENGTH.pack(1000) + bytes(90), Reason.CUT),
    ],
)
def test_what_does_not_begin_as_a_package_is_refused(
    tmp_path: Path, start: bytes, reason: Reason
) -> None:
    assert reason_of(start, tmp_path) is reason


def _head(**told: Any) -> bytes:
    usual = {"f": 1, "p": bytes(16), "s": bytes(16), "r": bytes(16), "k": ["0"]}
    return msgpack.packb({**usual, **told})


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        (_head(f=3), Reason.NEWER),
        (_head(f=2), Reason.DAMAGED),
        (_head(f=2, w=b""), Reason.DAMAGED),
        (_head(f=2, w=[b"a"]), Reason.DAMAGED),
        (_head(f=2, w=b"a", r=b"b" * 16 + b"a" * 16), Reason.DAMAGED),
        (_head(f=2, w=b"a", r=bytes(32)), Reason.DAMAGED),
        (_head(f=2, w=b"a", r=b"".join(no.to_bytes(16) for no in range(8193))), Reason.DAMAGED),
        (_head(r=b"".join(no.to_bytes(16) for no in range(65))), Reason.DAMAGED),
        (_head(f=0), Reason.DAMAGED),
        (_head(f="1"), Reason.DAMAGED),
        (_head(p=bytes(15)), Reason.DAMAGED),
        (_head(s=None), Reason.DAMAGED),
        (_head(r=b""), Reason.DAMAGED),
        (_head(r=bytes(17)), Reason.DAMAGED),
        (_head(r=[bytes(16)]), Reason.DAMAGED),
        (_head(k=[]), Reason.DAMAGED),
        (_head(k=["1", "0"]), Reason.DAMAGED),
        (_head(k=["0", "0"]), Reason.DAMAGED),
        (_head(k=["0", "../1"]), Reason.DAMAGED),
        (_head(k=["0", "1\n"]), Reason.DAMAGED),
        (_head(k=["0", *map(str, range(1, 65))]), Reason.DAMAGED),
        (msgpack.packb([1, 2]), Reason.DAMAGED),
        (msgpack.packb({"f": 1}), Reason.DAMAGED),
        (b"\x91" * 5000, Reason.DAMAGED),
        (b"\xdf\xff\xff\xff\xff", Reason.DAMAGED),
        (b"\xc1", Reason.DAMAGED),
        (_head() + b"\0", Reason.DAMAGED),
    ],
)
def test_a_header_that_nobody_packed_is_refused(packed: bytes, reason: Reason) -> None:
    with pytest.raises(Flaw) as flaw:
        read_header(packed)
    assert flaw.value.reason is reason


def test_a_newer_header_may_tell_more() -> None:
    assert read_header(_head(later=[1])).kinds == ("0",)


def test_ten_gigabytes_of_zeros_behind_a_header_are_refused_at_once(
    content: bytes, tmp_path: Path
) -> None:
    (size,) = LENGTH.unpack(content[8:12])
    for kept in (12 + size, 12 + size + 4 + 10, len(content)):
        target = tmp_path / "zeros.goi"
        target.write_bytes(content[:kept])
        os.truncate(target, 10 << 30)  # a hole: it takes no room on the disk of the test
        copied = [0]
        begun = time.monotonic()
        with pytest.raises(Refused) as refused:
            open_package(target, tmp_path / "spool", lambda done, _, seen=copied: seen.append(done))
        assert refused.value.reason is Reason.DAMAGED
        assert copied[-1] <= 2 << 20
        assert time.monotonic() - begun < 5
        assert not any((tmp_path / "spool").iterdir())


@pytest.mark.parametrize(
    "lengths",
    [
        [CHUNK + 1],
        [0xFFFF_FFFF],
        [0],
        [5, 5],
        [CHUNK, 1, 1],
    ],
)
def test_chunks_that_nobody_cut_so_are_refused(lengths: list[int]) -> None:
    packed = pack_header(header())
    walker = Walker()
    walker.feed(MAGIC + LENGTH.pack(len(packed)) + packed)
    chunks = [LENGTH.pack(length) + bytes(min(length, CHUNK + 1)) for length in lengths]
    with pytest.raises(Flaw):
        walker.feed(b"".join(chunks))


@given(st.lists(st.integers(1, 700), max_size=30))
def test_a_package_is_followed_in_whatever_parts_it_comes(content: bytes, cuts: list[int]) -> None:
    whole, parted = Walker(), Walker()
    whole.feed(content)
    at = 0
    for cut in cuts:
        parted.feed(content[at : at + cut])
        at += cut
    parted.feed(content[at:])
    for walker in (whole, parted):
        walker.finish()
    assert (whole.digest, whole.starts, whole.signature) == (
        parted.digest,
        parted.starts,
        parted.signature,
    )


def test_a_package_signed_by_somebody_else_is_refused(content: bytes, tmp_path: Path) -> None:
    assert reason_of(signed_anew(content, STRANGER), tmp_path) is Reason.SIGNATURE
    with (
        open_package(_file(tmp_path, content), tmp_path) as package,
        pytest.raises(Refused) as refused,
    ):
        package.verify(b"short")
    assert refused.value.reason is Reason.SIGNATURE


def test_a_stranger_can_not_put_their_name_on_a_package(content: bytes, tmp_path: Path) -> None:
    """Re-signed: the header tells another sender, and the signature is that sender's."""
    forgery = signed_anew(content.replace(COMMUNE.name, STRANGER.name, 1), STRANGER)
    with opened(_file(tmp_path, forgery), tmp_path, STRANGER.public) as package:
        package.require_for(PROVINCE.name)
        assert package.header.sender == STRANGER.name
        with pytest.raises(Refused) as refused:
            package.read_section(0, [PROVINCE.identity], nobody)
        assert refused.value.reason is Reason.READDRESSED


@pytest.mark.parametrize(
    ("old", "new"), [(PROVINCE.name, STRANGER.name), (PACKAGE, bytes(16)), (b"\xa11", b"\xa12")]
)
def test_a_package_for_somebody_else_can_not_be_given_other_words_outside(
    content: bytes, tmp_path: Path, old: bytes, new: bytes
) -> None:
    forgery = signed_anew(content.replace(old, new, 1))
    taken_off = old == PROVINCE.name and OTHERS[0].name in content
    expected = Reason.NOT_OURS if taken_off else Reason.READDRESSED
    assert reason_of(forgery, tmp_path) is expected


def test_sections_that_changed_places_are_refused(content: bytes, tmp_path: Path) -> None:
    walker = Walker()
    walker.feed(content)
    _, second, third = walker.starts
    turned = content[:second] + content[third:-64] + content[second:third] + bytes(64)
    with opened(_file(tmp_path, signed_anew(turned)), tmp_path) as package:
        package.require_for(PROVINCE.name)
        package.read_section(0, [PROVINCE.identity], lambda _: None)
        for number in (1, 2):
            with pytest.raises(Refused) as refused:
                package.read_section(number, [PROVINCE.identity], nobody)
            assert refused.value.reason is Reason.READDRESSED


def test_a_package_for_another_office_is_refused(content: bytes, tmp_path: Path) -> None:
    with opened(_file(tmp_path, content), tmp_path) as package:
        package.require_for(PROVINCE.name)
        for ask in (
            lambda: package.require_for(STRANGER.name),
            lambda: package.read_section(0, [STRANGER.identity], nobody),
            lambda: package.read_manifest([STRANGER.identity]),
            lambda: package.read_section(0, [], nobody),
        ):
            with pytest.raises(Refused) as refused:
                ask()
            assert refused.value.reason is Reason.NOT_OURS


def _deep(levels: int) -> bytes:
    return b"\x91" * levels + b"\xc0"


HOSTILE = {
    "no manifest": b"",
    "facts before the manifest": b"".join(pack_item(Facts("a", []))),
    "two manifests": MANIFEST * 2,
    "half an item": MANIFEST + b"\x92\x02",
    "not an array": MANIFEST + b"\x05",
    "a map": MANIFEST + b"\x81\xa1a\x01",
    "an empty array": MANIFEST + b"\x90",
    "a tag that is no number": MANIFEST + b"\x91\xa1a",
    "a negative tag": MANIFEST + b"\x91\xff",
    "a tag that is too great": MANIFEST + b"\x91\xcd\x01\x00",
    "deep in facts": MANIFEST + b"\x93\x02\xa1a\x91\x91" + _deep(900),
    "deep in what is unknown": MANIFEST + b"\x92\x0a" + _deep(900),
    "deeper than msgpack": MANIFEST + _deep(100_000),
    "deep and wide": MANIFEST + b"\xdc\x10\x00" * 100_000,
    "deep and wider": MANIFEST + b"\xdd\x00\x01\x00\x00" * 1000,
    "a giant array": MANIFEST + b"\xdd\xff\xff\xff\xff",
    "a giant map": MANIFEST + b"\xdf\xff\xff\xff\xff",
    "giant bytes": MANIFEST + b"\xc6\xff\xff\xff\xff",
    "a giant text": MANIFEST + b"\xdb\x7f\xff\xff\xff",
    "an extension": MANIFEST + b"\x92\x0a\xc7\x05\x01hello",
    "a moment": MANIFEST + b"\x92\x0a\xd6\xff\0\0\0\1",
    "an impossible sign": MANIFEST + b"\xc1",
    "a text that is none": MANIFEST + b"\x92\x0a\xa2\xff\xfe",
    "a map with a list as key": MANIFEST + b"\x92\x0a\x81\x90\x01",
    "facts that are none": MANIFEST + b"\x93\x02\xa1a\x91\x05",
    "a piece with a negative place": MANIFEST + msgpack.packb([3, bytes(32), 5, -1, b"a"]),
    "a piece beyond its file": MANIFEST + msgpack.packb([3, bytes(32), 5, 5, b"a"]),
    "a piece that is too big": MANIFEST + msgpack.packb([3, bytes(32), 1 << 40, 0, bytes(1 << 19)]),
    "a block of nothing": MANIFEST + msgpack.packb([1]),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_items_are_refused_and_take_little_memory(tmp_path: Path, raw: bytes) -> None:
    package = forged(raw)
    tracemalloc.start()
    try:
        assert reason_of(package, tmp_path) is Reason.DAMAGED
        assert tracemalloc.get_traced_memory()[1] < 60e6
    finally:
        tracemalloc.stop()


def test_items_before_the_hostile_one_were_handed_on_and_none_after(tmp_path: Path) -> None:
    raw = MANIFEST + b"".join(pack_item(Facts("good", []))) + b"\xc1" + MANIFEST
    told: list[Any] = []
    with (
        opened(_file(tmp_path, forged(raw)), tmp_path) as package,
        pytest.raises(Refused),
    ):
        package.read_section(0, [PROVINCE.identity], told.append)
    assert told == [manifest(), Facts("good", [])]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    piece = msgpack.packb([3, bytes(32), 1 << 40, 0, bytes(1 << 18)])
    bomb = forged(MANIFEST, *([piece * 4] * 2000))  # 2 GB
    assert len(bomb) < 1 << 20
    seen = [0]
    target = _file(tmp_path, bomb)
    tracemalloc.start()
    try:
        with opened(target, tmp_path) as package, pytest.raises(Refused) as refused:
            package.read_section(
                0, [PROVINCE.identity], lambda _: seen.__setitem__(0, seen[0] + (1 << 18))
            )
        assert refused.value.reason is Reason.DAMAGED
        assert seen[0] < (64 << 20) + 256 * len(bomb)
        assert seen[0] < 1 << 29
        assert tracemalloc.get_traced_memory()[1] < 30e6
    finally:
        tracemalloc.stop()


def test_one_endless_item_is_refused_without_being_held(tmp_path: Path) -> None:
    endless = forged(MANIFEST, b"\x92\x0a\xc6\x3f\xff\xff\xff", *([bytes(1 << 20)] * 60))
    tracemalloc.start()
    try:
        assert reason_of(endless, tmp_path) is Reason.DAMAGED
        assert tracemalloc.get_traced_memory()[1] < 60e6
    finally:
        tracemalloc.stop()


def test_a_seal_is_the_first_thing_and_nothing_else(tmp_path: Path) -> None:
    packed = pack_header(header())
    true = Seal(PACKAGE, COMMUNE.name, addressed(packed), 0)
    compress = zstandard.ZstdCompressor().compress
    for wrong in (
        true._replace(package=bytes(16)),
        true._replace(sender=STRANGER.name),
        true._replace(addressed=bytes(32)),
        true._replace(section=1),
    ):
        assert reason_of(forged(MANIFEST, seal=wrong), tmp_path) is Reason.READDRESSED
    for section in (b"", compress(b""), b"not zstd", compress(MANIFEST), compress(b"\x05")):
        assert reason_of(enveloped(packed, section), tmp_path) is Reason.DAMAGED
    whole = compress(pack_seal(true) + MANIFEST)
    assert reason_of(enveloped(packed, whole), tmp_path) is None
    assert reason_of(enveloped(packed, whole + b"more"), tmp_path) is Reason.DAMAGED


def test_a_window_that_would_take_much_memory_is_refused(tmp_path: Path) -> None:
    packed = pack_header(header())
    seal = pack_seal(Seal(PACKAGE, COMMUNE.name, addressed(packed), 0))
    wide = zstandard.ZstdCompressionParameters(window_log=27)
    compressor = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    section = compressor.compress(seal + MANIFEST) + compressor.flush()
    assert reason_of(enveloped(packed, section), tmp_path) is Reason.DAMAGED


@pytest.mark.parametrize("head", [b"", b"age-encryption.org/v1\n", b"age-encryption.org/v1\n-> X "])
def test_a_section_that_age_would_read_for_ever_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: bytes
) -> None:
    monkeypatch.setattr(pyrage, "decrypt_io", lambda *_: pytest.fail("age was asked"))
    packed = pack_header(header())
    endless = head + b"A" * (3 << 20)
    chunks = b"".join(
        LENGTH.pack(len(part)) + part
        for part in (endless[at : at + CHUNK] for at in range(0, len(endless), CHUNK))
    )
    body = MAGIC + LENGTH.pack(len(packed)) + packed + chunks + LENGTH.pack(0)
    assert reason_of(signed_anew(body + bytes(64)), tmp_path) is Reason.DAMAGED


def test_noise_is_never_taken(tmp_path: Path) -> None:
    chance = random.Random(11)
    for _ in range(40):
        noise = chance.randbytes(chance.randrange(2000))
        assert reason_of(noise, tmp_path) is not None
        assert reason_of(MAGIC + noise, tmp_path) is not None
        assert reason_of(forged(MANIFEST, noise), tmp_path) in (Reason.DAMAGED, None)


def test_a_renamed_package_is_the_same_package(content: bytes, tmp_path: Path) -> None:
    """The name tells nothing; whether it came before is asked by the id in the header."""
    other = tmp_path / "Bản sao của ảnh.jpg"
    other.write_bytes(content)
    with open_package(other, tmp_path) as package:
        told = package.header
        assert (told.package, told.sender, told.kinds) == (PACKAGE, COMMUNE.name, ("0", "1", "3"))


def _file(folder: Path, content: bytes) -> Path:
    target = folder / "one.goi"
    target.write_bytes(content)
    return target
