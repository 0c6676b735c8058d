from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sync.pieces import BIGGEST, PIECE_SIZE, Joiner, Piece, pieces_of
from desktop.sync.shapes import Malformed


def test_attachments_of_every_size_come_together_again() -> None:
    contents = [
        b"x" * size for size in (0, 1, PIECE_SIZE - 1, PIECE_SIZE, PIECE_SIZE + 1, 3 * PIECE_SIZE)
    ]
    kept: dict[bytes, bytes] = {}
    joiner = Joiner(kept.__setitem__)
    for content in contents:
        for piece in pieces_of(content):
            assert len(piece.content) <= PIECE_SIZE
            joiner.take(piece)
    joiner.close()
    assert list(kept.values()) == contents
    assert all(hashlib.blake2b(c, digest_size=32).digest() == d for d, c in kept.items())


@given(st.permutations(range(4)))
def test_pieces_in_another_order_are_malformed(order: list[int]) -> None:
    pieces = list(pieces_of(bytes(range(256)) * 4096))
    kept: list[bytes] = []
    joiner = Joiner(lambda _digest, content: kept.append(content))
    wrong = next((at for at, place in enumerate(order) if at != place), len(order))
    for place in order[:wrong]:
        joiner.take(pieces[place])
    assert len(kept) == (wrong == len(order))
    for place in order[wrong : wrong + 1]:
        with pytest.raises(Malformed, match="missing"):
            joiner.take(pieces[place])


def test_an_attachment_that_is_cut_mixed_or_false_is_malformed() -> None:
    def nobody(_digest: bytes, _content: bytes) -> None:
        pytest.fail("it was kept")

    first, second = pieces_of(bytes(PIECE_SIZE + 5))
    (other,) = pieces_of(b"other")
    cut = Joiner(nobody)
    cut.take(first)
    with pytest.raises(Malformed, match="not complete"):
        cut.close()
    with pytest.raises(Malformed, match="not complete"):
        cut.take(other)
    false = Joiner(nobody)
    false.take(first)
    with pytest.raises(Malformed, match="hash"):
        false.take(replace(second, content=b"54321"))
    with pytest.raises(Malformed, match="too big"):
        Joiner(nobody).take(Piece(bytes(32), BIGGEST + 1, 0, b"x"))


def test_a_piece_lies_within_its_whole() -> None:
    for size, offset, content in ((3, 0, b"long"), (3, 1, b"abc"), (1 << 63, 0, b"a"), (3, 3, b"")):
        with pytest.raises(Malformed):
            Piece(bytes(32), size, offset, content)
    with pytest.raises(Malformed, match="too big"):
        Piece(bytes(32), BIGGEST, 0, bytes(PIECE_SIZE + 1))
