"""The sections of a report, and what is kept of them besides their texts when it is approved.

The texts that reports begin with are changed by rows, for periods that are long over as well; a
report that was approved is read and printed under the title and headings it was approved with.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

OUTLINE = "MUC_LUC"
"""Under this code the outline of a report is kept among its texts."""
_OWN = "x"


@dataclass(frozen=True)
class SectionText:
    """A numbered section. text: as the clerk left it, or as the template gives it (proposed)."""

    code: str
    title: str
    text: str
    proposed: str

    @property
    def written(self) -> bool:
        """Whether somebody wrote something else than the template gives."""
        return self.text != self.proposed

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text in its paragraphs."""
        return tuple(line for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True)
class Head:
    """A section: its number, its heading, and whether the clerk wrote the text below it."""

    code: str
    heading: str
    own: bool


@dataclass(frozen=True)
class Outline:
    """The title of a report and its sections in their order."""

    title: str
    heads: tuple[Head, ...]

    @property
    def proposed(self) -> frozenset[str]:
        """The sections whose text was the one that the template gave."""
        return frozenset(head.code for head in self.heads if not head.own)

    def sections(self, texts: Mapping[str, str]) -> tuple[SectionText, ...]:
        """The sections with these texts by their code."""
        return tuple(_section(head, texts.get(head.code, "")) for head in self.heads)


def write_outline(title: str, sections: Sequence[SectionText], own: Collection[str]) -> str:
    """The outline as it is kept. own: the sections whose text the clerk wrote."""
    heads = (f"{one.code}|{_OWN if one.code in own else ''}|{one.title}" for one in sections)
    return "\n".join([title, *heads])


def take_outline(texts: dict[str, str]) -> Outline | None:
    """Take the outline out of the texts of a report; None if none was kept."""
    title, _, rest = texts.pop(OUTLINE, "").partition("\n")
    if not title:
        return None
    heads = (line.split("|", 2) for line in rest.splitlines() if line.count("|") > 1)
    return Outline(title, tuple(Head(code, heading, own == _OWN) for code, own, heading in heads))


def _section(head: Head, text: str) -> SectionText:
    return SectionText(head.code, head.heading, text, "" if head.own else text)
