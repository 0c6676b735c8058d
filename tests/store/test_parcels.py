"""Contents of attachments that go out and come in part by part."""

from __future__ import annotations

import hashlib
import random
import shutil
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.store.engine import connect
from desktop.store.files import FileCabinet
from desktop.store.parcels import PART, WAIT_MS, Incoming

KEY = bytes(32)
NOW = 1_795_300_000_000
Part = tuple[bytes, int, int, bytes]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files") / "files.db"
    FileCabinet(path, KEY, new=True).close()
    return path


@pytest.fixture
def cabinet(empty: Path, tmp_path: Path):
    found = FileCabinet(Path(shutil.copy(empty, tmp_path / "files.db")), KEY)
    yield found
    found.close()


def digest_of(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=32).digest()


def parts_of(content: bytes, size: int = PART) -> list[Part]:
    starts = range(0, len(content) or 1, size)
    digest = digest_of(content)
    return [(digest, len(content), at, content[at : at + size]) for at in starts]


def loose(cabinet: FileCabinet) -> int:
    connection = connect(cabinet.path, KEY)
    try:
        asked = "SELECT count(*) FROM sqlite_schema WHERE name = 'parts'"
        if not connection.execute(asked).fetchone()[0]:
            return 0
        return connection.execute("SELECT count(*) FROM parts").fetchone()[0]
    finally:
        connection.close()


def read(cabinet: FileCabinet, digest: bytes, begin: int = 0, end: int = 1 << 40) -> bytes:
    with cabinet.outgoing() as files:
        return b"".join(content for _at, content in files.parts(digest, begin, end))


@settings(max_examples=40, deadline=None)
@given(data=st.data(), sizes=st.lists(st.integers(0, 40), min_size=1, max_size=4))
def test_parts_in_any_order_of_files_doubled_and_broken_off_come_together(
    empty: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, sizes: list[int]
) -> None:
    path = Path(shutil.copy(empty, tmp_path_factory.mktemp("any") / "files.db"))
    contents = [bytes([at]) * size + b"end" for at, size in enumerate(sizes)]
    parts = [part for content in contents for part in parts_of(content, 7)]
    order = data.draw(st.permutations(parts + parts))
    cabinet = FileCabinet(path, KEY)
    try:
        while order:
            count = data.draw(st.integers(1, len(order)))
            now, order = order[:count], order[count:]
            if data.draw(st.booleans()):
                with pytest.raises(KeyboardInterrupt):
                    take_and_stop(cabinet, now)
            with cabinet.incoming(NOW) as incoming:
                take_all(incoming, now)
                assert incoming.wrong == set()
        assert cabinet.hashes() == {digest_of(content).hex() for content in contents}
        assert cabinet.broken() == frozenset()
        assert loose(cabinet) == 0
        assert [read(cabinet, digest_of(content)) for content in contents] == contents
    finally:
        cabinet.close()


def take_all(incoming: Incoming, parts: list[Part]) -> None:
    for part in parts:
        incoming.take(*part)


def take_and_stop(cabinet: FileCabinet, parts: list[Part]) -> None:
    with cabinet.incoming(NOW) as incoming:
        take_all(incoming, parts)
        raise KeyboardInterrupt


def test_what_is_not_what_its_hash_says_is_thrown_away_and_may_come_again(
    cabinet: FileCabinet,
) -> None:
    content = random.Random(1).randbytes(2 * PART + 9)
    good = parts_of(content)
    digest, size, at, piece = good[1]
    bad = (digest, size, at, piece[:-1] + bytes([piece[-1] ^ 1]))
    with cabinet.incoming(NOW) as incoming:
        take_all(incoming, [good[0], bad, good[2]])
        assert (incoming.whole, incoming.wrong) == (set(), {digest})
    assert cabinet.hashes() == frozenset()
    assert loose(cabinet) == 0
    with cabinet.incoming(NOW) as incoming:
        take_all(incoming, good)
        assert (incoming.whole, incoming.wrong) == ({digest}, set())
    assert read(cabinet, digest) == content


@pytest.mark.parametrize("wrong", [b"", b"short", b"too long to be"])
def test_a_single_part_that_lies_is_not_kept(cabinet: FileCabinet, wrong: bytes) -> None:
    digest = digest_of(b"something")
    with cabinet.incoming(NOW) as incoming:
        incoming.take(digest, len(wrong), 0, wrong)
        assert incoming.wrong == {digest}
    assert cabinet.hashes() == frozenset()


def test_parts_that_overlap_are_thrown_away(cabinet: FileCabinet) -> None:
    digest = digest_of(b"0123456789")
    with cabinet.incoming(NOW) as incoming:
        incoming.take(digest, 10, 0, b"01234567")
        incoming.take(digest, 10, 5, b"56789")
        assert incoming.wrong == {digest}
    assert (cabinet.hashes(), loose(cabinet)) == (frozenset(), 0)


def test_parts_whose_rest_never_comes_go_after_three_months(cabinet: FileCabinet) -> None:
    first, second = parts_of(b"0123456789", 5)
    with cabinet.incoming(NOW) as incoming:
        incoming.take(*first)
    assert loose(cabinet) == 1
    with cabinet.incoming(NOW + WAIT_MS + 1) as incoming:
        incoming.take(*second)
    assert loose(cabinet) == 1
    assert cabinet.hashes() == frozenset()


def test_a_stretch_is_read_part_by_part_and_a_damaged_content_not_at_all(
    cabinet: FileCabinet,
) -> None:
    content = random.Random(2).randbytes(3 * PART + 11)
    kept = cabinet.keep("a.pdf", content)
    digest = bytes.fromhex(kept.hash)
    assert read(cabinet, digest, PART, 3 * PART) == content[PART : 3 * PART]
    with cabinet.outgoing() as files:
        assert files.size(digest) == len(content)
        assert files.size(bytes(32)) is None
        assert list(files.parts(bytes(32), 0, 9)) == []
    connection = connect(cabinet.path, KEY)
    connection.execute("UPDATE blobs SET content = zeroblob(size)")
    connection.close()
    assert read(cabinet, digest) == b""


def test_memory_does_not_grow_with_the_size_of_an_attachment(cabinet: FileCabinet) -> None:
    def peak(size: int) -> float:
        content = random.Random(size).randbytes(size)
        told = parts_of(content)
        digest = digest_of(content)
        del content
        tracemalloc.start()
        try:
            with cabinet.incoming(NOW) as incoming:
                take_all(incoming, told)
            with cabinet.outgoing() as files:
                assert sum(len(part) for _at, part in files.parts(digest, 0, size)) == size
            return tracemalloc.get_traced_memory()[1] / PART
        finally:
            tracemalloc.stop()

    peak(PART)
    assert peak(24 * PART) < peak(6 * PART) + 2 < 12
