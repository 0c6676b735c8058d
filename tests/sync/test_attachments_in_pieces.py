from __future__ import annotations

import pytest

from desktop.sync.pieces import BIGGEST, PIECE_SIZE, Piece
from desktop.sync.shapes import Malformed


def test_a_piece_lies_within_its_whole() -> None:
    for size, offset, content in ((3, 0, b"long"), (3, 1, b"abc"), (1 << 63, 0, b"a"), (3, 3, b"")):
        with pytest.raises(Malformed):
            Piece(bytes(32), size, offset, content)
    with pytest.raises(Malformed, match="too big"):
        Piece(bytes(32), BIGGEST, 0, bytes(PIECE_SIZE + 1))


def test_an_attachment_that_no_office_could_keep_is_malformed() -> None:
    Piece(bytes(32), BIGGEST, 0, b"x")
    with pytest.raises(Malformed):
        Piece(bytes(32), BIGGEST + 1, 0, b"x")
