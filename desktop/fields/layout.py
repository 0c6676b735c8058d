"""Where the fields of a record stand: sections, and lines within them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """Fields under one heading; each line holds the names of the fields beside each other."""

    title: str
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Layout:
    """The sections of a record, as forms and papers show them."""

    sections: tuple[Section, ...]

    def names(self) -> list[str]:
        """Every field that has a place, in reading order."""
        return [name for s in self.sections for line in s.lines for name in line]


def section(title: str, *lines: str | tuple[str, ...]) -> Section:
    """A section; a lone name is a line of its own."""
    return Section(title, tuple((line,) if isinstance(line, str) else line for line in lines))


def sections(*parts: Section) -> Layout:
    """The layout of a record."""
    return Layout(parts)
