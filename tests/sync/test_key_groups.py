"""One package for thousands of PCs: each finds the key in its own group, and nobody else does."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import msgpack
import pyrage
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.sync import container
from desktop.sync.blocks import Block
from desktop.sync.container import GROUP, MOST_HEADER, PLAIN, Header, pack_header, read_header
from desktop.sync.items import Item
from desktop.sync.key_groups import MOST_READERS, open_key_group, with_key_groups
from desktop.sync.reader import open_package
from desktop.sync.refusals import Flaw, Reason, Refused
from sync.invented_people import blocks
from sync.parcels import (
    COMMUNE,
    PACKAGE,
    PROVINCE,
    STRANGER,
    Device,
    header,
    manifest,
    nobody,
    opened,
    write,
)

ODD = Device(b"\x80" + bytes(15))
EMPTY = Header(PACKAGE, COMMUNE.name, (), ("0",))


@pytest.fixture(scope="module")
def crowd() -> list[Device]:
    """More PCs than three groups hold."""
    return [Device(os.urandom(16)) for _ in range(3 * GROUP + 5)]


def sealed(*devices: Device) -> tuple[Header, str]:
    return with_key_groups(EMPTY, {one.name: one.recipient for one in devices})


def flaw_of(head: Header, device: Device, *identities: str) -> Reason:
    with pytest.raises(Flaw) as flaw:
        open_key_group(head, device.name, identities or [device.identity])
    return flaw.value.reason


@settings(max_examples=15, deadline=None)
@given(
    count=st.sampled_from([1, 2, GROUP - 1, GROUP, GROUP + 1, 2 * GROUP, 3 * GROUP + 5]),
    chosen=st.integers(0, 3 * GROUP),
)
def test_each_finds_the_key_and_nobody_else(crowd: list[Device], count: int, chosen: int) -> None:
    some = crowd[:count]
    head, recipient = sealed(*some)
    head = read_header(pack_header(head))
    assert list(head.recipients) == sorted(one.name for one in some)
    one = some[chosen % count]
    identity = open_key_group(head, one.name, [STRANGER.identity, one.identity])
    assert str(pyrage.x25519.Identity.from_str(identity).to_public()) == recipient
    assert flaw_of(head, one, STRANGER.identity) is Reason.NOT_OURS


def test_no_other_group_is_tried(crowd: list[Device], monkeypatch: pytest.MonkeyPatch) -> None:
    head, _ = sealed(*crowd)
    tried: list[bytes] = []
    decrypt = pyrage.decrypt

    def watched(content: bytes, identities: list[pyrage.x25519.Identity]) -> bytes:
        tried.append(content)
        return decrypt(content, identities)

    monkeypatch.setattr(pyrage, "decrypt", watched)
    for one in crowd[::20]:
        open_key_group(head, one.name, [one.identity])
    assert len(tried) == len(crowd[::20])
    assert max(map(len, tried)) < 98 * GROUP + 400


def test_every_package_has_a_key_of_its_own(crowd: list[Device]) -> None:
    assert len({sealed(*crowd[:3])[1] for _ in range(5)}) == 5


def test_groups_of_another_package_or_sender_are_refused(crowd: list[Device]) -> None:
    head, _ = sealed(*crowd)
    for other in (replace(head, package=bytes(16)), replace(head, sender=STRANGER.name)):
        assert flaw_of(other, crowd[0]) is Reason.READDRESSED


def repacked(head: Header, groups: list[bytes], **told: object) -> Header:
    """The header with these groups instead of its own."""
    packed = msgpack.packb(groups)
    return replace(head, groups=zstandard.ZstdCompressor(**told).compress(packed))  # type: ignore[arg-type]


def groups_of(head: Header) -> list[bytes]:
    return msgpack.unpackb(zstandard.ZstdDecompressor().decompress(head.groups))


def test_groups_that_changed_places_open_for_nobody(crowd: list[Device]) -> None:
    head, _ = sealed(*crowd)
    turned = repacked(head, groups_of(head)[::-1])
    assert {flaw_of(turned, one) for one in crowd[::25]} == {Reason.NOT_OURS}
    doubled = sorted(crowd, key=lambda one: one.name)[:GROUP]
    twice = with_key_groups(EMPTY, {one.name: doubled[0].recipient for one in crowd})[0]
    moved = repacked(twice, groups_of(twice)[::-1])
    assert flaw_of(moved, crowd[0], doubled[0].identity) is Reason.READDRESSED


def test_groups_that_nobody_packed_are_refused(
    crowd: list[Device], monkeypatch: pytest.MonkeyPatch
) -> None:
    head, _ = sealed(*crowd[:GROUP])
    (true,) = groups_of(head)
    everybody = [one.age.to_public() for one in crowd]
    key = msgpack.packb([PACKAGE, COMMUNE.name, 0, bytes(31)])
    wrong = pyrage.encrypt(key, everybody[:GROUP])
    assert flaw_of(repacked(head, [wrong]), crowd[0]) is Reason.DAMAGED
    assert flaw_of(repacked(head, [true[:-1]]), crowd[0]) is Reason.DAMAGED
    monkeypatch.setattr(pyrage, "decrypt", lambda *_: pytest.fail("age was asked"))
    bomb = zstandard.ZstdCompressor().compress(bytes(1 << 30))
    nameless = zstandard.ZstdCompressor(write_content_size=False).compress(bytes(1 << 28))
    for groups in (bomb, nameless, b"", b"\x28\xb5\x2f\xfd", b"no frame at all", true):
        assert flaw_of(replace(head, groups=groups), crowd[0]) is Reason.DAMAGED
    for several in ([], [true, true], [5], ["a"], [None], [true * 3]):
        assert flaw_of(repacked(head, several), crowd[0]) is Reason.DAMAGED  # type: ignore[arg-type]
    assert flaw_of(repacked(head, [pyrage.encrypt(key, everybody)]), crowd[0]) is Reason.DAMAGED


def test_as_many_as_one_file_takes_fit_into_its_header() -> None:
    stanza = b"-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n"
    assert len(stanza) == 98
    # Random letters of base64 take six bits each, whoever packs them.
    assert MOST_READERS * (16 + 86 * 3 // 4 + 12) < MOST_HEADER


def test_an_ordinary_header_is_as_it_always_was() -> None:
    assert pack_header(header("0", "3")) == msgpack.packb(
        {
            "f": 1,
            "p": PACKAGE,
            "s": COMMUNE.name,
            "r": PROVINCE.name,
            "k": ["0", "3"],
        }
    )


def test_one_file_for_all_offices_of_a_province_is_opened_by_each(
    crowd: list[Device], tmp_path: Path
) -> None:
    rows = 10
    written = write(tmp_path / "a.goi", [manifest(), *blocks(rows)], many=crowd)
    # Each stands there with 16 bytes, and with what six bits a letter of its key take.
    assert written.size < len(crowd) * (16 + 82) + 3000
    for device in (PROVINCE, *crowd[:: GROUP // 2]):
        received = [0]

        def take(item: Item, received: list[int] = received) -> None:
            received[0] += len(item.ids) if isinstance(item, Block) else 0

        with opened(written.path, tmp_path) as package:
            package.require_for(device.name)
            assert package.read_manifest([device.identity]) == manifest()
            package.read_section(0, [device.identity], take)
        assert received == [rows]
    with opened(written.path, tmp_path) as package:
        with pytest.raises(Refused) as refused:
            package.require_for(STRANGER.name)
        assert refused.value.reason is Reason.NOT_OURS
        package.require_for(PROVINCE.name)
        with pytest.raises(Refused) as refused:
            package.read_section(0, [STRANGER.identity], nobody)
        assert refused.value.reason is Reason.NOT_OURS


def test_a_program_of_before_says_that_it_has_to_be_updated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What 0.1.0 looks at first is the number of the format; it knew of one."""
    written = write(tmp_path / "a.goi", [manifest()], many=[ODD])
    monkeypatch.setattr(container, "NEWEST", PLAIN)
    with pytest.raises(Refused, match="cập nhật Sổ Xã") as refused:
        open_package(written.path, tmp_path / "spool")
    assert refused.value.reason is Reason.NEWER
    assert not any((tmp_path / "spool").iterdir())
