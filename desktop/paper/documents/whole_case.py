"""A whole case file as one document: the chosen parts, each with its bookmark and page numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.i18n import N_, tr
from desktop.paper.blocks import (
    Align,
    Block,
    Bookmark,
    Document,
    Heading,
    Paragraph,
    ParagraphStyle,
    PartStart,
    Title,
)
from desktop.paper.documents.case_matter import CaseMatter, reference_lines
from desktop.paper.documents.contact_log import contact_blocks
from desktop.paper.documents.cover_index import cover_blocks, index_blocks
from desktop.paper.documents.entry import Entry
from desktop.paper.documents.intake import intake_blocks
from desktop.paper.documents.sheet import strand, table
from desktop.records import FamilyMember, Residence

if TYPE_CHECKING:
    from desktop.paper.documents.issue import Issue


@dataclass(frozen=True)
class CasePart:
    """One part: its name in the choice and in the outline, its blocks, how the paper lies."""

    title: str
    blocks: Callable[[CaseMatter, Issue], list[Block]]
    landscape: bool = False


def _family(matter: CaseMatter, issue: Issue) -> list[Block]:
    homes, relatives = matter.entries(Residence, issue), matter.entries(FamilyMember, issue)
    return [
        issue.heading(),
        Title(tr("Nơi cư trú và gia đình")),
        *reference_lines(matter, issue),
        Heading(tr(Residence.plural), flush=True),
        _homes(homes, issue),
        Heading(tr(FamilyMember.plural), flush=True),
        _relatives(relatives, issue),
    ]


def _homes(rows: Sequence[Entry], issue: Issue) -> Block:
    if not rows:
        return Paragraph(tr("Chưa ghi nơi cư trú."), ParagraphStyle.PLAIN)
    model = Entry(Residence, issue)
    return table(
        [
            *strand(model, rows, "kind", weight=1.6),
            *strand(model, rows, "address_line", weight=2.6),
            *strand(model, rows, "hamlet_id", weight=1.8),
            *strand(model, rows, "unit_id", weight=2.0),
            *strand(model, rows, "from_on", weight=1.4),
            *strand(model, rows, "to_on", weight=1.4),
        ]
    )


def _relatives(rows: Sequence[Entry], issue: Issue) -> Block:
    if not rows:
        return Paragraph(tr("Chưa ghi người thân."), ParagraphStyle.PLAIN)
    model = Entry(FamilyMember, issue)
    return table(
        [
            *strand(model, rows, "full_name", weight=2.6),
            *strand(model, rows, "relation", weight=1.4, align=Align.LEFT),
            *strand(model, rows, "birth_year", weight=0.9, align=Align.CENTRE),
            *strand(model, rows, "occupation", weight=2.0),
            *strand(model, rows, "phone", weight=1.7),
            *strand(model, rows, "is_caregiver", weight=1.3),
        ]
    )


PARTS: Mapping[str, CasePart] = {
    "cover": CasePart(N_("Bìa hồ sơ"), cover_blocks),
    "index": CasePart(N_("Mục lục văn bản"), index_blocks),
    "intake": CasePart(N_("Phiếu tiếp nhận"), intake_blocks),
    "family": CasePart(N_("Nơi cư trú và gia đình"), _family),
    "contacts": CasePart(N_("Nhật ký quản lý trường hợp"), contact_blocks, landscape=True),
}
"""The parts that may be chosen, in the order in which they lie in the file."""


def whole_case(matter: CaseMatter, issue: Issue, chosen: Sequence[str] = tuple(PARTS)) -> Document:
    """The chosen parts (codes of PARTS) in the order of the file."""
    blocks: list[Block] = []
    for part in (part for code, part in PARTS.items() if code in chosen):
        blocks += [PartStart(part.landscape), Bookmark(tr(part.title)), *part.blocks(matter, issue)]
    return issue.document(blocks, matter.title(tr("Hồ sơ")))
