"""Small msgpack maps that come from other offices, read without believing them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import msgpack

from desktop.base.text import nfc
from desktop.sync.shapes import Malformed, octets, row, table, whole

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
MOST_MS = 1 << 47
"""Milliseconds since 1970 that fit the clock's 48 bits with a sign to spare."""


def pack(told: Mapping[str, object]) -> bytes:
    """The bytes of a map."""
    return msgpack.packb(dict(told))


def unpack(content: bytes, most: int) -> Told:
    """What the bytes say.

    most: how long they may be at all. Raises Malformed.
    """
    if len(content) > most:
        raise Malformed("too long")
    try:
        told: object = msgpack.unpackb(content)
    except (ValueError, msgpack.exceptions.UnpackException) as error:
        raise Malformed("not msgpack") from error
    return Told(told)


class Told:
    """A map whose values are asked for by key and kind; keys that nobody asks for are let be."""

    def __init__(self, told: object) -> None:
        self._told: dict[str, object] = table(told)

    def is_newer_than(self, known: int) -> bool:
        """Whether the map's format, under ``f``, comes after the known one. Raises Malformed."""
        return whole(self._told.get("f"), 1) > known

    def number(self, key: str, most: int) -> int:
        """A whole number from 0 to ``most``. Raises Malformed."""
        return whole(self._told.get(key), 0, most)

    def octets(self, key: str, size: int | None = None) -> bytes:
        """Bytes, exactly so many if ``size`` is told. Raises Malformed."""
        return octets(self._told.get(key), size)

    def text(self, key: str, most: int) -> str:
        """A composed line of text without unseen signs. Raises Malformed."""
        return seen_text(self._told.get(key), most)

    def inner(self, key: str) -> Told:
        """A map within. Raises Malformed."""
        return Told(self._told.get(key))

    def has(self, key: str) -> bool:
        """Whether the key is there and says something."""
        return self._told.get(key) is not None

    def maps(self, key: str) -> list[Told]:
        """A list of maps. Raises Malformed."""
        return [Told(one) for one in row(self._told.get(key))]

    def numbers(self, key: str, most: int) -> frozenset[int]:
        """A set of whole numbers from 0 to ``most``. Raises Malformed."""
        return frozenset(whole(one, 0, most) for one in row(self._told.get(key)))

    def texts(self, key: str, most: int) -> frozenset[str]:
        """A set of texts. Raises Malformed."""
        return frozenset(seen_text(one, most) for one in row(self._told.get(key)))


def seen_line(text: str) -> str:
    """The text as one composed line, without the signs that are never seen."""
    kept = (s for s in text if s.isspace() or unicodedata.category(s) not in _UNSEEN)
    return " ".join(nfc("".join(kept)).split())


def seen_text(text: object, most: int) -> str:
    """The value, a text, composed.

    most: letters it may have. Raises Malformed if it is empty or holds signs that are never seen:
    among them are those that make a name read as another.
    """
    if not isinstance(text, str):
        raise Malformed("not a text")
    composed = nfc(text)
    if not composed.strip() or len(composed) > most:
        raise Malformed("a text that is empty or too long")
    if any(unicodedata.category(sign) in _UNSEEN for sign in composed):
        raise Malformed("a text with unseen signs")
    return composed
