"""Text into lines: composed spelling, greedy filling, and words longer than a line broken inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from desktop.base.text import nfc
from desktop.paper.blocks import Inline, Run
from desktop.paper.faces import Face, face_of, unit_width

SPACE = 0.25
"""Width of a blank in all four faces, as a multiple of the letter size."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")
_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_GAPS = re.compile(r"[ \n]")
_TOLERANCE = 0.01

Segment: TypeAlias = tuple[Face, str]
Word: TypeAlias = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Segments that stand side by side."""

    segments: tuple[Segment, ...]
    width: float
    """Natural, in points."""
    spaces: int
    """Blanks that may be stretched."""
    last: bool
    """The paragraph, or its part before a line feed, ends here: not stretched."""
    goes_on: bool = False
    """Another word comes in the next line: a blank is written behind this one, though not seen, so
    that who copies the text gets two words."""

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(text for _, text in self.segments)

    @property
    def written(self) -> tuple[Segment, ...]:
        """The segments with the blank behind them, if there is one."""
        if not (self.goes_on and self.segments):
            return self.segments
        *others, (face, text) = self.segments
        return (*others, (face, f"{text} "))


def printable(text: str) -> str:
    """The composed spelling without characters that have no look; a tab becomes a blank."""
    if text.isascii() and text.isprintable():
        return text
    return _UNPRINTABLE.sub("", _ENDS.sub("\n", nfc(text)).replace("\t", " "))


def plain(text: Inline) -> str:
    """The words of an inline text, without its emphasis."""
    return printable(text if isinstance(text, str) else "".join(run.text for run in text))


def wrap(
    text: Inline,
    size: float,
    width: float,
    *,
    indent: float = 0.0,
    bold: bool = False,
    italic: bool = False,
) -> list[Line]:
    """The lines of a text; at least one, be it empty.

    ``indent`` is taken from the first line only. ``bold`` and ``italic`` apply to a plain text
    and add to the emphasis of runs.
    """
    runs = (Run(text),) if isinstance(text, str) else text
    lines: list[Line] = []
    for passage in _passages(runs, bold, italic):
        if lines:
            lines[-1] = replace(lines[-1], goes_on=True)
        lines += _filled(passage, size, width, 0.0 if lines else indent)
    return lines


def balance(text: Inline, size: float, width: float, *, bold: bool, italic: bool) -> list[Line]:
    """The lines of a centred text, about equally long and no more of them than needed."""
    lines = wrap(text, size, width, bold=bold, italic=italic)
    if len(lines) == 1:
        return lines
    face = face_of(bold, italic)
    longest = max(unit_width(face, word) * size for word in _GAPS.split(plain(text)))
    low, high = max(width / len(lines), longest), width
    while high - low > size / 2:
        middle = (low + high) / 2
        tried = wrap(text, size, middle, bold=bold, italic=italic)
        if len(tried) > len(lines):
            low = middle
        else:
            high, lines = middle, tried
    return lines


def _passages(runs: tuple[Run, ...], bold: bool, italic: bool) -> Iterator[list[Word]]:
    """The words between line feeds; a word may change its face inside."""
    words: list[Word] = []
    pending: Word = ()
    for run in runs:
        face = face_of(bold or run.bold, italic or run.italic)
        for number, passage in enumerate(printable(run.text).split("\n")):
            if number:
                yield [*words, pending]
                words, pending = [], ()
            first, *others = passage.split(" ")
            pending = (*pending, (face, first)) if first else pending
            for other in others:
                words.append(pending)
                pending = ((face, other),)
    yield [*words, pending]


def _filled(words: list[Word], size: float, width: float, indent: float) -> Iterator[Line]:
    space = SPACE * size
    room = width - indent
    line: list[Word] = []
    used = 0.0
    for whole in words:
        word, long = whole, _width(whole, size)
        if line and used + space + long > room + _TOLERANCE:
            yield _line(line, used, last=False, goes_on=True)
            line, used, room = [], 0.0, width
        if not line and long > room + _TOLERANCE:
            *parts, word = _broken(whole, size, room, width)
            for part in parts:
                yield _line([part], _width(part, size), last=False)
                room = width
            long = _width(word, size)
        used += long + (space if line else 0.0)
        line.append(word)
    yield _line(line, used, last=True)


def _width(word: Word, size: float) -> float:
    if len(word) == 1:
        return unit_width(*word[0]) * size
    return sum(unit_width(face, text) for face, text in word) * size


def _broken(word: Word, size: float, room: float, width: float) -> Iterator[Word]:
    """Parts of a word that each fit a line: the first into ``room``, the others into ``width``."""
    part: list[Segment] = []
    used = 0.0
    for face, text in word:
        for letter in text:
            wide = unit_width(face, letter) * size
            if part and used + wide > room:
                yield _joined(part)
                part, used, room = [], 0.0, width
            part.append((face, letter))
            used += wide
    yield _joined(part)


def _joined(segments: list[Segment]) -> Word:
    joined: list[Segment] = []
    for face, text in segments:
        if joined and joined[-1][0] is face:
            joined[-1] = (face, joined[-1][1] + text)
        else:
            joined.append((face, text))
    return tuple(joined)


def _line(words: list[Word], width: float, *, last: bool, goes_on: bool = False) -> Line:
    if all(len(word) == 1 and word[0][0] is words[0][0][0] for word in words):
        text = " ".join(word[0][1] for word in words)
        return Line(((words[0][0][0], text),), width, _blanks(text), last, goes_on)
    pieces: list[Segment] = []
    for number, word in enumerate(words):
        if number:
            face = word[0][0] if word else pieces[-1][0] if pieces else Face.REGULAR
            pieces.append((face, " "))
        pieces += word
    segments = _joined(pieces)
    return Line(segments, width, sum(_blanks(text) for _, text in segments), last, goes_on)


def _blanks(text: str) -> int:
    """The PDF stretches a no-break blank like the others."""
    return text.count(" ") + text.count("\xa0")
