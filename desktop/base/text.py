"""Vietnamese text: one spelling inside, folding for search, order of names, numbers in prose."""

from __future__ import annotations

import re
import unicodedata

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Combining tone marks in Vietnamese dictionary order: huyền, hỏi, ngã, sắc, nặng."""

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("A") + at) for at, letter in enumerate(_ALPHABET)}
_WORD = re.compile(r"[^\W_\u19b0-\u19c9\u1cf2\u1cf3]+")
"""Letters and digits; the few signs that SQLite's full-text index holds for blanks are left out."""
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ud800-\udfff\ufffe\uffff]"
)
"""What gets in when text is pasted, is never seen, and breaks search, Word files or the database."""
_CONTROL = re.compile(rf"{_UNSEEN.pattern}|[\t\x0b-\x0d\x1c-\x1f\x85\u2028\u2029]")
"""Those, and the blanks and line breaks that a text never has once it is tidied."""
_OPEN_PAIR = {"oa", "oe", "uy"}


def nfc(text: str) -> str:
    """The composed spelling; UniKey, macOS and old files also produce others."""
    return unicodedata.normalize("NFC", text)


def is_composed(text: str) -> bool:
    """Whether it is in the composed spelling already."""
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def tidy(text: str) -> str:
    """Composed, without blanks at the ends or doubled inside or signs unseen; line breaks stay."""
    lines = (" ".join(line.split()) for line in nfc(_UNSEEN.sub("", text)).splitlines())
    return "\n".join(lines).strip()


def is_plain(text: str) -> bool:
    """Whether a text holds none of the signs that tidying takes out or makes a blank."""
    return _CONTROL.search(text) is None


def unmarked(text: str) -> str:
    """Without any mark, for names of files: ``Người dự`` becomes ``Nguoi du``."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Lower case without any mark, for search: ``Đặng Ánh`` and ``dang anh`` become the same."""
    return unmarked(text.lower())


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))


def words_of_plain(text: str) -> list[str]:
    """The same of a text in which no letter has a mark."""
    return _WORD.findall(text.lower())


def accented_words(text: str) -> list[str]:
    """The words with their accents, in the new tone placement: ``tuý`` and ``túy`` become the same."""
    return [tone_placed(word) for word in _WORD.findall(nfc(text).lower())]


def tone_placed(word: str) -> str:
    """A lower-case syllable with the tone of oa, oe, uy on the first vowel (hòa, khỏe, túy).

    Only open syllables have two spellings; ``hoàn`` and ``quý`` stay as they are.
    """
    vowels, tone = _split_tone(word)
    if not tone or vowels[-2:] not in _OPEN_PAIR or vowels[-3:-2] == "q":
        return nfc(word)
    return nfc(vowels[:-1] + tone + vowels[-1])


def _split_tone(word: str) -> tuple[str, str]:
    plain, tone = "", ""
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = char
        else:
            plain += char
    return nfc(plain), tone


def name_key(name: str) -> str:
    """The key by which names sort: given name first, then family and middle names.

    Vietnamese alphabet (đ after d, ơ after ô) and, for equal letters, the order of tones.
    The key is plain ASCII, so that every database sorts it alike.
    """
    parts = nfc(name).lower().split()
    return " ".join(_syllable_key(part) for part in parts[-1:] + parts[:-1])


def text_key(text: str) -> str:
    """The key by which other words sort, in the order they are read."""
    return " ".join(_syllable_key(part) for part in nfc(text).lower().split())


def _syllable_key(syllable: str) -> str:
    letters, tone = _split_tone(syllable)
    return "".join(_RANK.get(c, c if c.isascii() else "z") for c in letters) + str(
        _TONES.get(tone, 0)
    )


def grouped(number: int) -> str:
    """A whole number as it is written here: 1.793."""
    return f"{number:,}".replace(",", ".")


def two_digits(number: int) -> str:
    """A count in prose: 03, 28, 1.793."""
    return f"{number:02d}" if 0 <= number < 10 else grouped(number)


def about(number: int, step: int) -> str:
    """Rounded down in prose: 56.412 by hundreds is ``hơn 56.400``; an exact 5.000 stays ``5.000``."""
    floor = number // step * step
    return f"hơn {grouped(floor)}" if number > floor else grouped(floor)


def initials(name: str) -> str:
    """``Nguyễn Thị Lan`` as ``N.T.L.``, for prints that must not name anybody."""
    return "".join(f"{part[0].upper()}." for part in nfc(name).split())
