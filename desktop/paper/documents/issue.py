"""How a paper is issued: by which office, on which day, up to which sensitivity, as a draft or not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.base.text import nfc
from desktop.fields import BARE, Names
from desktop.paper.blocks import Block, Document, Signature, StateHeading
from desktop.paper.state_document import (
    DRAFT,
    PEOPLES_COMMITTEE,
    SIGN_HINT,
    Authority,
    place_date,
    signer,
)

_COMMITTEE = re.compile(r"(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+(.+)", re.IGNORECASE)
_HEAD, _DEPUTY = "Chủ tịch", "Phó Chủ tịch"
_OTHER_HEAD = "Thủ trưởng cơ quan"


@dataclass(frozen=True)
class Letterhead:
    """An office as its papers name it.

    name: as declared, with or without "Ủy ban nhân dân" before the commune.
    chair, deputy: who holds these posts on the day of the paper; None leaves room for the name.
    """

    name: str
    place: str
    abbreviation: str = "UBND"
    parent: str | None = None
    chair: str | None = None
    deputy: str | None = None

    @property
    def commune(self) -> str:
        """The part behind "Ủy ban nhân dân"; the whole name of any other office."""
        found = _COMMITTEE.fullmatch(nfc(self.name).strip())
        return found[1] if found else self.name

    @property
    def lines(self) -> tuple[str, ...]:
        """The name on its lines: a committee stands above its commune."""
        is_committee = self.commune != self.name
        return (PEOPLES_COMMITTEE, self.commune) if is_committee else (self.name,)

    @property
    def spoken(self) -> str:
        """The name in running text."""
        return " ".join(self.lines)

    def head_signature(self) -> Signature:
        """The chair of the committee, the deputy where nobody is chair, or the head of an office."""
        if self.commune == self.name:
            return signer(Authority.OWN, None, _OTHER_HEAD)
        if self.chair is None and self.deputy is not None:
            return signer(
                Authority.DEPUTY, PEOPLES_COMMITTEE, _HEAD, _DEPUTY, name=nfc(self.deputy)
            )
        return signer(Authority.OWN, PEOPLES_COMMITTEE, _HEAD, name=self.chair)


@dataclass(frozen=True)
class Issue:
    """What all papers of one printing have in common.

    day: the day of the paper; None leaves room to write it. level: fields above it are left out.
    initials: people are named by initials and nothing else tells who they are (Luật 53/2024).
    footer: who printed, when, which file; on sensitive papers.
    """

    head: Letterhead
    day: dt.date | None
    names: Names = BARE
    level: int = 3
    draft: bool = False
    footer: str | None = None
    initials: bool = False

    def heading(
        self, *, unit: str | None = None, number: str | None = None, dated: bool = True
    ) -> StateHeading:
        """The head of a paper of the office, or of a team or board (``unit``) under it."""
        own = self.head.lines
        above = (self.head.parent,) if self.head.parent else ()
        return StateHeading(
            agency=(unit,) if unit else own,
            parent_agency=own if unit else above,
            number=number,
            place_date=place_date(self.head.place, self.day) if dated else None,
        )

    def document(self, blocks: Sequence[Block], title: str, *, landscape: bool = False) -> Document:
        """The blocks as a document; ``title`` is seen beside the paper, so it names nobody."""
        watermark = DRAFT if self.draft else None
        return Document(blocks, title, landscape=landscape, watermark=watermark, footer=self.footer)


def signature(*role: str, name: str | None = None, date_line: str | None = None) -> Signature:
    """Somebody who signs for themselves, with the hint to write the name."""
    return Signature(role, name=name, hint=SIGN_HINT, date_line=date_line)
