"""Words that tell who somebody is, or of a matter kept apart, in a text that must tell neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.base.text import fold, nfc, words

_WORD = re.compile(r"[^\W_]+")
_SEVERAL = re.compile(r"[,;/()\n]")
_DIGITS = re.compile(r"\d+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.,\-\u2013]+(?=\d)")
_SURE = 9
"""Digits that make a number somebody's; a phone number is compared by its last so many."""

_MATTERS = (
    *("hiv", "aids", "sida", "arv"),
    *("nạn nhân", "mua bán người", "bị mua bán", "buôn người", "buôn bán người"),
    *("mại dâm", "bán dâm"),
    *("ma túy", "cai nghiện", "sau cai", "người nghiện", "con nghiện", "điều trị nghiện"),
    *("methadone", "thuốc thay thế"),
)
"""What cases with readers of their own are about (Luật 64/2006, Điều 8.5 and the like)."""


@dataclass(frozen=True)
class Marks:
    """What tells who somebody is.

    names: of the person and of those around them; a text with several names is divided at commas.
    numbers: of phones and of identity papers.
    """

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def telling_words(text: str, marks: Marks) -> str:
    """The first words of a text that name somebody or a matter kept apart; "" if it tells nothing.

    Accents and capitals do not matter where a name is whole, or shortened to family and given name.
    What is left of it, such as the given name with the one before it, may also be ordinary words
    (công an, văn hóa), and so may a name of a single word: they count with capital letters.
    """
    return _named(text, marks.names) or _numbered(text, marks.numbers)


def _named(text: str, names: tuple[str, ...]) -> str:
    composed = nfc(text)
    found = list(_WORD.finditer(composed))
    called = [words(one) for name in names for one in _SEVERAL.split(name)]
    sure = {tuple(words(matter)) for matter in _MATTERS}
    sure |= {part for one in called if len(one) > 1 for part in ((*one,), (one[0], one[-1]))}
    in_capitals = {part for one in called for part in _ends(one)}
    for at in range(len(found)):
        for size in range(len(found) - at, 0, -1):
            these = found[at : at + size]
            part = tuple(fold(one.group()) for one in these)
            capitals = all(one.group()[0].isupper() for one in these)
            if part in sure or (capitals and part in in_capitals):
                return composed[these[0].start() : these[-1].end()]
    return ""


def _ends(name: list[str]) -> Iterator[tuple[str, ...]]:
    """A name without its first words, the given name alone only if there is no other."""
    for start in range(max(len(name) - 1, min(len(name), 1))):
        yield tuple(name[start:])


def _numbered(text: str, numbers: tuple[str, ...]) -> str:
    plain = set(words(text))
    runs = _DIGITS.findall(_BETWEEN_DIGITS.sub("", text))
    for number in numbers:
        digits = "".join(_DIGITS.findall(number))
        if "".join(words(number)) in plain - {""}:
            return number
        if len(digits) >= _SURE and any(digits[-_SURE:] in run for run in runs):
            return number
    return ""
