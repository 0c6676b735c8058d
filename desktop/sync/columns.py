"""Columns of values packed so that compression finds what repeats in them.

Ten thousand dates, identity numbers or codes of a list take a third of the room of their texts
when they go as numbers whose bytes of one weight stand together. What is unpacked is what was
packed, value for value and type for type.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import islice
from struct import pack, unpack
from typing import Any, cast

from desktop.sync.shapes import MOST_INT, Malformed, letters, octets, row, whole

Value = None | int | float | str | bytes
"""What a database column gives."""

AS_IS, FEW, NUMBERS, DIGITS, DAYS, BLOBS, WORDS = range(7)
"""How a column is packed: its first element. A newer program may know more ways."""

_TYPES = frozenset({type(None), int, float, str, bytes})
_FEW = 256
_MOST_REPEATED = 8 << 20
"""Letters or bytes that a column of few values may come to when it is unpacked."""
_MOST_DIGITS = 18
_MOST_WORD = 64
_USUAL_TEXT = 40
_NO_TEXT = 255
MOST_WORDS = 4096
_SPAN = (1 << 64) - 2
_DATE = 10


def pack_numbers(numbers: Sequence[int]) -> bytes:
    """Numbers from 0 to 2⁶⁴ - 1 as planes: first the greatest byte of all, at last the least.

    They take as many bytes each as the greatest needs; none at all if all are 0.
    """
    wide = pack(f">{len(numbers)}Q", *numbers)
    width = (max(numbers, default=0).bit_length() + 7) // 8
    return b"".join(wide[place::8] for place in range(8 - width, 8))


def unpack_numbers(packed: Any, count: int) -> tuple[int, ...]:
    """The so many numbers in these planes. Raises Malformed."""
    planes = octets(packed, most=8 * count)
    width, rest = divmod(len(planes), count) if count else (0, len(planes))
    if rest:
        raise Malformed("planes of different lengths")
    wide = bytearray(8 * count)
    for place in range(width):
        wide[8 - width + place :: 8] = planes[place * count : (place + 1) * count]
    return unpack(f">{count}Q", wide)


def pack_column(values: Sequence[Value]) -> list[Any]:
    """The values in the way that suits them; ``TypeError`` for what no database column gives."""
    types = set(map(type, values))
    if not types <= _TYPES:
        raise TypeError("a column holds a value that can't be sent")
    if types == {type(None)}:  # as most columns of most blocks are
        return [FEW, [None], b""]
    # 0.0 and -0.0 are equal but not the same, and so is 1 and 1.0.
    if float not in types and (packed := _few(values)):
        return packed
    (only,) = kinds if len(kinds := types - {type(None)}) == 1 else (None,)
    packed = _PACKERS[only](values) if only in _PACKERS else None
    return packed or [AS_IS, list(values)]


def _few(values: Sequence[Value]) -> list[Any] | None:
    numbered = {value: no for no, value in enumerate(dict.fromkeys(values))}
    if not numbered or len(numbered) > max(1, min(_FEW, len(values) // 2)):
        return None
    if _repeated(list(numbered), len(values)) > _MOST_REPEATED:
        return None
    places = b"" if len(numbered) == 1 else bytes(map(numbered.__getitem__, values))
    return [FEW, list(numbered), places]


def _repeated(known: Sequence[Value], count: int) -> int:
    """Size of so many values if each were the longest of those known."""
    return count * max(len(value) for value in (*known, "") if isinstance(value, (str, bytes)))


def _ints(values: Sequence[Value]) -> list[Any] | None:
    return _shifted(NUMBERS, cast("Sequence[int | None]", values))


def _shifted(way: int, numbers: Sequence[int | None]) -> list[Any] | None:
    """Numbers counted from the least of them; 0 stands for no value."""
    present = [number for number in numbers if number is not None]
    low = min(present)
    if max(present) - low > _SPAN:
        return None
    return [way, low, pack_numbers([0 if n is None else n - low + 1 for n in numbers])]


def _texts(values: Sequence[Value]) -> list[Any] | None:
    texts = cast("Sequence[str | None]", values)
    present = [text for text in texts if text is not None]
    if len(widths := set(map(len, present))) != 1 or not (joined := "".join(present)).isascii():
        return _words(texts, present)
    (width,) = widths
    if joined.isdigit() and width <= _MOST_DIGITS:
        return [DIGITS, width, pack_numbers([0 if t is None else int(t) + 1 for t in texts])]
    if width == _DATE and all(text[4] == text[7] == "-" for text in present):
        return _days(texts)
    return _words(texts, present)


def _words(texts: Sequence[str | None], present: Sequence[str]) -> list[Any] | None:
    """Names of people are made from few words: each word once, then their places in the list."""
    if sum(map(len, present)) > _USUAL_TEXT * len(present):
        return None
    split = [text.split(" ") for text in present]
    every = [word for words in split for word in words]
    numbered = {word: no for no, word in enumerate(dict.fromkeys(every))}
    if 3 * len(numbered) > len(every) or max(map(len, numbered)) > _MOST_WORD:
        return None
    if len(numbered) > MOST_WORDS or max(map(len, split)) >= _NO_TEXT:
        return None
    counts = iter(map(len, split))
    sizes = bytes(_NO_TEXT if text is None else next(counts) for text in texts)
    return [WORDS, list(numbered), sizes, pack_numbers([numbered[word] for word in every])]


def _days(texts: Sequence[str | None]) -> list[Any] | None:
    read = dt.date.fromisoformat
    try:
        return _shifted(DAYS, [None if text is None else read(text).toordinal() for text in texts])
    except ValueError:  # something like 2026-13-01: a text like others
        return None


def _blobs(values: Sequence[Value]) -> list[Any] | None:
    """Blobs of one size end to end: an id that stood in another column is then found again."""
    blobs = cast("Sequence[bytes | None]", values)
    present = [blob for blob in blobs if blob is not None]
    if len(widths := set(map(len, present))) != 1 or widths == {0}:
        return None
    flags = b"" if len(present) == len(blobs) else bytes(blob is not None for blob in blobs)
    return [BLOBS, *widths, flags, b"".join(present)]


def unpack_column(packed: Any, count: int) -> list[Value]:
    """The so many values of a packed column. Raises Malformed."""
    way, *parts = row(packed) or [None]
    unpacker = _UNPACKERS.get(way) if type(way) is int else None
    if unpacker is None:
        raise Malformed("a column packed in an unknown way")
    try:
        values = unpacker(count, *parts)
    except (TypeError, IndexError, OverflowError, Malformed) as error:
        raise Malformed("a column that can't be unpacked") from error
    if len(values) != count:
        raise Malformed("a column that is too short or too long")
    return values


def _read_as_is(count: int, values: Any) -> list[Value]:
    types = set(map(type, row(values, count)))
    if not types <= _TYPES:
        raise Malformed("a value of a type that no column has")
    if int in types and any(type(v) is int and not -MOST_INT - 1 <= v <= MOST_INT for v in values):
        raise Malformed("a number that no column can hold")
    return values


def _read_few(count: int, values: Any, places: Any) -> list[Value]:
    known = _read_as_is(len(row(values)), values)
    if _repeated(known, count) > _MOST_REPEATED:
        raise Malformed("a value that is too long to come so often")
    if len(known) == 1 and not octets(places):
        return known * count
    return list(map(known.__getitem__, octets(places, count)))


def _read_numbers(count: int, low: Any, planes: Any) -> list[Value]:
    first = whole(low, -MOST_INT - 1) - 1
    numbers = unpack_numbers(planes, count)
    if first + max(numbers, default=0) > MOST_INT:
        raise Malformed("a number that no column can hold")
    return [first + number if number else None for number in numbers]


def _read_digits(count: int, width: Any, planes: Any) -> list[Value]:
    limit = 10 ** whole(width, 1, _MOST_DIGITS)
    numbers = unpack_numbers(planes, count)
    if max(numbers, default=0) > limit:
        raise Malformed("more digits than were told")
    # The 1 before the digits keeps their leading zeros.
    return [str(limit - 1 + number)[1:] if number else None for number in numbers]


def _read_days(count: int, low: Any, planes: Any) -> list[Value]:
    first = whole(low, 1, dt.date.max.toordinal()) - 1
    numbers = unpack_numbers(planes, count)
    if first + max(numbers, default=0) > dt.date.max.toordinal():
        raise Malformed("a day after the last")
    day = dt.date.fromordinal
    texts = {number: day(first + number).isoformat() if number else None for number in {*numbers}}
    return [texts[number] for number in numbers]


def _read_blobs(count: int, width: Any, flags: Any, joined: Any) -> list[Value]:
    size = whole(width, 1)
    content = octets(joined)
    blobs = [content[at : at + size] for at in range(0, len(content), size)]
    present = octets(flags, count if flags else 0)
    if len(content) % size or (present and present.count(1) != len(blobs)):
        raise Malformed("blobs of different sizes")
    if not present:
        return [*blobs]
    following = iter(blobs)
    return [next(following) if flag else None for flag in present]


def _read_words(count: int, known: Any, sizes: Any, places: Any) -> list[Value]:
    words = [letters(word, _MOST_WORD) for word in row(known)]
    lengths = octets(sizes, count)
    total = sum(length for length in lengths if length != _NO_TEXT)
    following = map(words.__getitem__, unpack_numbers(places, total))
    return [
        None if length == _NO_TEXT else " ".join(islice(following, length)) for length in lengths
    ]


_PACKERS: dict[type | None, Callable[[Sequence[Value]], list[Any] | None]] = {
    int: _ints,
    str: _texts,
    bytes: _blobs,
}
_UNPACKERS: dict[int, Callable[..., list[Value]]] = {
    AS_IS: _read_as_is,
    FEW: _read_few,
    NUMBERS: _read_numbers,
    DIGITS: _read_digits,
    DAYS: _read_days,
    BLOBS: _read_blobs,
    WORDS: _read_words,
}
