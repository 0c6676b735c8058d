from __future__ import annotations

import os
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.errors import DiskTrouble
from desktop.sync import writer as writing
from desktop.sync.blocks import Block
from desktop.sync.items import Facts, Item, Unknown
from desktop.sync.manifest import Manifest
from desktop.sync.pieces import PIECE_SIZE, Piece
from desktop.sync.reader import drop_spools, open_package
from desktop.sync.refusals import NameTaken, Reason, Refused
from desktop.sync.writer import write_package
from sync.invented_people import FAMILY, GIVEN, HAMLETS, NOTES, blocks
from sync.parcels import (
    COMMUNE,
    PROVINCE,
    STRANGER,
    Device,
    header,
    manifest,
    nobody,
    opened,
    pieces_of,
    plain,
    read,
    sections,
    write,
)
from sync.test_blocks_of_rows import any_block

plain_values = st.one_of(st.none(), st.integers(-9, 9), st.text(max_size=9), st.binary(max_size=9))
facts = st.builds(
    Facts, st.text(max_size=9), st.lists(st.lists(plain_values, max_size=4), max_size=3)
)
newer = st.builds(
    Unknown, st.integers(4, 254), st.lists(plain_values | st.lists(plain_values)).map(tuple)
)
pieces = st.binary(max_size=400).map(pieces_of).map(next)
items = st.lists(any_block() | facts | newer | pieces, max_size=5)


def _comparable(item: Item) -> object:
    return plain(item) if isinstance(item, Block) else item


@given(general=items, secret=items, files=st.lists(pieces, max_size=3))
@settings(max_examples=25)
def test_what_is_written_is_read(
    tmp_path: Path, general: list[Item], secret: list[Item], files: list[Item]
) -> None:
    target = tmp_path / f"{os.urandom(8).hex()}.goi"
    told: list[list[Item]] = [[manifest(), *general], secret, files]
    written = write(target, *told, kinds=("0", "3", "files3"))
    assert (written.path, written.size) == (target, target.stat().st_size)
    back = read(target, tmp_path / "spool")
    assert [[_comparable(i) for i in part] for part in back] == [
        [_comparable(i) for i in part] for part in told
    ]
    assert list((tmp_path / "spool").iterdir()) == []
    with open_package(target, tmp_path / "spool") as package:
        assert (package.digest, package.header) == (written.digest, header("0", "3", "files3"))
        package.verify(COMMUNE.public)
        assert package.read_manifest([PROVINCE.identity]) == manifest()
        assert package.read_manifest([STRANGER.identity, PROVINCE.identity]) == manifest()


def test_attachments_of_every_size_travel_in_pieces(tmp_path: Path) -> None:
    contents = [b"", b"a", os.urandom(PIECE_SIZE), os.urandom(3 * PIECE_SIZE + 1)]
    cut = (piece for content in contents for piece in pieces_of(content))
    write(tmp_path / "a.goi", [manifest()], cut, kinds=("0", "files0"))
    kept: dict[bytes, bytes] = {}
    for piece in read(tmp_path / "a.goi", tmp_path)[1]:
        assert isinstance(piece, Piece)
        kept[piece.digest] = kept.get(piece.digest, b"") + piece.content
    assert list(kept.values()) == contents


def test_a_compartment_is_open_only_to_its_own_recipients(tmp_path: Path) -> None:
    clerk = Device(b"k" * 16)
    general, secret = sections([manifest()], [Facts("share", [])], kinds=("0", "1"))
    both = replace(general, recipients=[*general.recipients, clerk.recipient])
    write_package(
        tmp_path / "a.goi",
        replace(header("0", "1"), recipients=(PROVINCE.name, clerk.name)),
        [both, secret],
        sign=COMMUNE.sign,
        public_key=COMMUNE.public,
    )
    with opened(tmp_path / "a.goi", tmp_path) as package:
        package.require_for(clerk.name)
        assert package.read_manifest([clerk.identity]) == manifest()
        with pytest.raises(Refused) as refused:
            package.read_section(1, [clerk.identity], nobody)
        assert refused.value.reason is Reason.NOT_OURS
        package.read_section(1, [PROVINCE.identity], lambda _: None)


def test_no_name_is_readable_in_the_bytes(tmp_path: Path) -> None:
    target = write(tmp_path / "a.goi", [manifest(), *blocks(300)]).path
    content = target.read_bytes()
    told = (*FAMILY, *GIVEN, *HAMLETS, *filter(None, NOTES), "Xã Tiên Phước", "people")
    wanted = [word for word in told if len(word.encode()) > 4]
    assert len(wanted) > 20
    for word in wanted:
        for form in (word.encode(), word.upper().encode(), word.encode("utf-16-le")):
            assert form not in content


def test_a_row_takes_few_bytes(tmp_path: Path) -> None:
    size = write(tmp_path / "a.goi", [manifest(), *blocks(2000)]).size
    assert size / 2000 <= 38, f"{size / 2000:.1f} bytes a row"
    assert write(tmp_path / "b.goi", [manifest(), *blocks(20)]).size < 2500


def _many(count: int, seen: list[int]) -> Iterator[Item]:
    """The same thousand people again and again, under other ids."""
    (block,) = blocks(1000)
    yield manifest()
    for _ in range(0, count, 1000):
        seen[0] += len(block.ids)
        yield replace(block, ids=[os.urandom(16) for _ in block.ids])


def test_memory_stays_flat_however_many_rows_travel(tmp_path: Path) -> None:
    def peak(rows: int) -> float:
        sent, received = [0], [0]
        target = tmp_path / f"{rows}.goi"

        def take(item: Item) -> None:
            if isinstance(item, Block):
                received[0] += len(item.ids)

        tracemalloc.start()
        try:
            write(target, _many(rows, sent))
            with opened(target, tmp_path) as package:
                package.read_section(0, [PROVINCE.identity], take)
            return tracemalloc.get_traced_memory()[1] / 1e6
        finally:
            tracemalloc.stop()
            assert (sent, received) == ([rows], [rows])

    peak(1000)  # what libraries set aside once
    small, big = peak(4_000), peak(60_000)
    assert big < 12
    assert big < small + 3


def test_very_repetitive_attachments_are_still_read(tmp_path: Path) -> None:
    """A blank scan compresses a thousandfold; it must not look like an attack to its reader."""
    size = 250 * PIECE_SIZE
    blank = (
        Piece(b"d" * 32, size, offset, bytes(PIECE_SIZE)) for offset in range(0, size, PIECE_SIZE)
    )
    written = write(tmp_path / "a.goi", [manifest()], blank, kinds=("0", "files0"))
    assert written.size < size / 100
    seen = [0]

    def take(item: Item) -> None:
        assert isinstance(item, Piece)
        assert not any(item.content)
        seen[0] += len(item.content)

    with opened(written.path, tmp_path) as package:
        package.read_section(1, [PROVINCE.identity], take)
    assert seen == [size]


class _Stop(BaseException):
    """Somebody pressed Cancel."""


@pytest.mark.parametrize("trouble", [_Stop, KeyError, OSError])
def test_what_the_taker_raises_passes_through(tmp_path: Path, trouble: type[BaseException]) -> None:
    target = write(tmp_path / "a.goi", [manifest(), *blocks(10)]).path
    cause = ValueError("cause")

    def take(item: Item) -> None:
        if isinstance(item, Block):
            raise trouble("mine") from cause

    with opened(target, tmp_path) as package:
        with pytest.raises(trouble, match="mine") as raised:
            package.read_section(0, [PROVINCE.identity], take)
        assert raised.value.__cause__ is cause

        def stop(_done: int, _total: int) -> None:
            raise trouble("stopped")

        with pytest.raises(trouble, match="stopped"):
            package.read_section(0, [PROVINCE.identity], lambda _: None, stop)


@pytest.mark.parametrize("trouble", [_Stop, KeyError])
def test_writing_that_is_stopped_leaves_nothing(
    tmp_path: Path, trouble: type[BaseException]
) -> None:
    def broken() -> Iterator[Item]:
        yield manifest()
        raise trouble("mine")

    with pytest.raises(trouble, match="mine"):
        write(tmp_path / "a.goi", broken())
    assert list(tmp_path.iterdir()) == []

    def stop(written: int) -> None:
        raise trouble(f"stopped at {written}")

    with pytest.raises(trouble, match="stopped"):
        write_package(
            tmp_path / "a.goi",
            header(),
            sections([manifest()]),
            sign=COMMUNE.sign,
            public_key=COMMUNE.public,
            progress=stop,
        )
    assert list(tmp_path.iterdir()) == []


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    target = write(tmp_path / "a.goi", [manifest(), *blocks(20_000)]).path
    size = target.stat().st_size
    copied: list[tuple[int, int]] = []
    with open_package(target, tmp_path, lambda *told: copied.append(told)) as package:
        package.verify(COMMUNE.public)
        assert copied[-1] == (size, size)
        told: list[int] = []
        package.read_section(
            0, [PROVINCE.identity], lambda _: None, lambda done, _total: told.append(done)
        )
    assert told == sorted(told)
    assert size - 64 == told[-1]
    assert len(told) > 3


def test_an_existing_file_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.goi"
    target.write_bytes(b"earlier")
    with pytest.raises(NameTaken, match=r"a\.goi"):
        write(target, [manifest()])
    target.unlink()
    seen = writing._read_back

    def meanwhile(*told: Any) -> None:
        seen(*told)
        target.write_bytes(b"earlier")

    monkeypatch.setattr(writing, "_read_back", meanwhile)
    with pytest.raises(NameTaken):
        write(target, [manifest()])
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"earlier"]


class _FullFile:
    """A file on a disk that is full after so many bytes."""

    def __init__(self, file: Any, room: int) -> None:
        self._file, self._room = file, room

    def write(self, data: bytes) -> int:
        self._room -= len(data)
        if self._room < 0:
            raise OSError(28, "No space left on device")
        return self._file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _FullFile:
        return self

    def __exit__(self, *told: object) -> None:
        self._file.close()


@pytest.mark.parametrize("room", [0, 50, 700, 20_000, 36_300])
def test_a_full_disk_leaves_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    plainly = Path.open

    def full(self: Path, mode: str = "r", *more: Any, **told: Any) -> Any:
        file = plainly(self, mode, *more, **told)
        return _FullFile(file, room) if mode == "wb" else file

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(DiskTrouble, match="chỗ trống"):
        write(tmp_path / "a.goi", [manifest(), *blocks(1500)])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("failing", [0, 1])
def test_a_disk_that_does_not_keep_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    calls = [0]
    plainly = os.fsync

    def refuse(handle: int) -> None:
        calls[0] += 1
        if calls[0] > failing:
            raise OSError(5, "Input/output error")
        plainly(handle)

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DiskTrouble, match="không thay đổi"):
        write(tmp_path / "a.goi", [manifest(), *blocks(5)])
    assert calls == [failing + 1]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", [3, 200, -1])
def test_a_stick_that_garbles_is_found_before_the_file_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    plainly = os.fsync

    def garble(handle: int) -> None:
        plainly(handle)
        (part,) = tmp_path.glob("*.part")
        content = bytearray(part.read_bytes())
        content[place] ^= 4
        part.write_bytes(content)

    monkeypatch.setattr(os, "fsync", garble)
    with pytest.raises(DiskTrouble, match="USB khác"):
        write(tmp_path / "a.goi", [manifest(), *blocks(5)])
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_or_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(DiskTrouble, match="USB"):
        open_package(tmp_path / "none.goi", tmp_path)
    with pytest.raises(DiskTrouble, match="là một thư mục"):
        open_package(tmp_path, tmp_path)
    with pytest.raises(DiskTrouble, match="USB"):
        write(tmp_path / "pulled out" / "a.goi", [manifest()])
    assert list(tmp_path.iterdir()) == []


def test_a_pc_without_room_for_the_copy_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = write(tmp_path / "a.goi", [manifest(), *blocks(50)]).path
    plainly = os.fdopen
    monkeypatch.setattr(os, "fdopen", lambda handle, mode: _FullFile(plainly(handle, mode), 100))
    with pytest.raises(DiskTrouble, match="Ổ đĩa của máy này"):
        open_package(target, tmp_path / "spool")
    assert list((tmp_path / "spool").iterdir()) == []
    assert target.exists()


def test_copies_that_a_killed_program_left_are_dropped(tmp_path: Path) -> None:
    target = write(tmp_path / "a.goi", [manifest()]).path
    left = open_package(target, tmp_path)
    left._file.close()
    drop_spools(tmp_path)
    assert list(tmp_path.iterdir()) == [target]


def test_nothing_is_opened_before_it_is_verified(tmp_path: Path) -> None:
    target = write(tmp_path / "a.goi", [manifest()]).path
    with open_package(target, tmp_path) as package, pytest.raises(AssertionError, match="verified"):
        package.read_section(0, [PROVINCE.identity], nobody)


def test_sections_that_the_header_does_not_name_are_not_written(tmp_path: Path) -> None:
    told = sections([manifest()], [], kinds=("0", "2"))
    for kinds, given_sections in ((("0", "1"), told), (("0",), told), (("0", "2"), told[:1])):
        with pytest.raises((AssertionError, ValueError)):
            write_package(
                tmp_path / "a.goi",
                header(*kinds),
                given_sections,
                sign=COMMUNE.sign,
                public_key=COMMUNE.public,
            )
    for content in ([], [Facts("a", [])], [manifest(), manifest()]):
        with pytest.raises(AssertionError, match="one manifest"):
            write(tmp_path / "a.goi", content)
    assert list(tmp_path.iterdir()) == []


def test_a_package_that_its_own_key_does_not_prove_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="another key"):
        write_package(
            tmp_path / "a.goi",
            header(),
            sections([manifest()]),
            sign=STRANGER.sign,
            public_key=COMMUNE.public,
        )
    assert list(tmp_path.iterdir()) == []


def test_a_manifest_can_be_read_again_and_again(tmp_path: Path) -> None:
    target = write(tmp_path / "a.goi", [manifest(), *blocks(3000)]).path
    with opened(target, tmp_path) as package:
        for _ in range(3):
            assert isinstance(package.read_manifest([PROVINCE.identity]), Manifest)
        told: list[Item] = []
        package.read_section(0, [PROVINCE.identity], told.append)
        assert len(told) == 4
