"""Q7: the cover of a case file and the index of its papers (NĐ 30/2020/NĐ-CP, Phụ lục V)."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.base.i18n import tr
from desktop.base.text import two_digits
from desktop.paper.blocks import (
    Align,
    Block,
    Document,
    FieldLine,
    FieldRow,
    Paragraph,
    ParagraphStyle,
    PartStart,
    Run,
    SignatureGrid,
    Spacer,
    Title,
)
from desktop.paper.documents.case_matter import CaseMatter, number_blocks
from desktop.paper.documents.entry import Entry
from desktop.paper.documents.issue import Issue, signature
from desktop.paper.documents.sheet import Strand, strand, table
from desktop.paper.state_document import capitals
from desktop.records import CaseDocument


def cover_index(matter: CaseMatter, issue: Issue) -> Document:
    """Cover and index as one document."""
    blocks = [*cover_blocks(matter, issue), PartStart(), *index_blocks(matter, issue)]
    return issue.document(blocks, matter.title(tr("Bìa và mục lục hồ sơ")))


def cover_blocks(matter: CaseMatter, issue: Issue) -> list[Block]:
    """The cover, which lies open on a desk: never the kind of case, and initials where secret."""
    lines = [
        Paragraph((Run(capitals(line), bold=True),), ParagraphStyle.CENTRED)
        for line in issue.head.lines
    ]
    return [
        *lines,
        Spacer(170),
        Title(tr("Hồ sơ"), tr("Quản lý trường hợp số {number}").format(number=matter.number)),
        Spacer(24),
        *_facts(matter, issue),
        Spacer(200),
        *number_blocks(matter, issue),
        Spacer(12),
        FieldRow(
            (FieldLine(tr("Phông số")), FieldLine(tr("Mục lục số")), FieldLine(tr("Hồ sơ số")))
        ),
        FieldLine(tr("Thời hạn bảo quản")),
    ]


def _facts(matter: CaseMatter, issue: Issue) -> list[Block]:
    case = matter.case_entry(issue)
    name = [] if matter.hides_type and not issue.initials else [_who(matter, issue, case)]
    sheets = _sheet_count(matter.documents)
    return [
        *name,
        *case.row("intake_on", "closed_on"),
        FieldRow(
            (
                FieldLine(
                    tr("Số văn bản"),
                    two_digits(len(matter.documents)) if matter.documents else None,
                ),
                FieldLine(tr("Tổng số tờ"), two_digits(sheets) if sheets else None),
            )
        ),
    ]


def _who(matter: CaseMatter, issue: Issue, case: Entry) -> Block:
    return FieldLine(case.label("person_id"), matter.called(issue) or None)


def _sheet_count(documents: Sequence[CaseDocument]) -> int:
    """Of all papers; 0 while that of one is not known."""
    counts = [document.pages for document in documents]
    return sum(count for count in counts if count) if all(counts) else 0


def index_blocks(matter: CaseMatter, issue: Issue) -> list[Block]:
    """The index: the seven columns of the decree, and who made it."""
    worker = matter.case_entry(issue).text("case_worker_id") or None
    subject = tr("Hồ sơ số {number}").format(number=matter.number)
    return [
        issue.heading(),
        Title(tr("Mục lục văn bản, tài liệu trong hồ sơ"), subject),
        _index(matter, issue),
        *_total(matter),
        SignatureGrid((signature(tr("Người lập"), name=worker),)),
    ]


def _index(matter: CaseMatter, issue: Issue) -> Block:
    model = Entry(CaseDocument, issue)
    rows = matter.entries(CaseDocument, issue)
    return table(
        [
            *strand(model, rows, "seq", weight=0.75, align=Align.CENTRE),
            *strand(model, rows, "number", weight=1.85, align=Align.LEFT),
            *strand(model, rows, "issued_on", weight=1.45),
            *strand(model, rows, "kind", "summary", weight=3.1),
            *strand(model, rows, "issuer", weight=1.55),
            Strand(tr("Tờ số"), _sheet_numbers(matter.documents), 0.9, Align.CENTRE),
            *strand(model, rows, "note", weight=0.95),
        ],
        empty_rows=0 if rows else 12,
    )


def _sheet_numbers(documents: Sequence[CaseDocument]) -> list[str]:
    """On which sheets each paper lies; empty from the first one whose sheets are not known."""
    found: list[str] = []
    last: int | None = 0
    for document in documents:
        if last is None or not document.pages:
            last = None
            found.append("")
            continue
        first, last = last + 1, last + document.pages
        shown = two_digits(first)
        found.append(shown if first == last else f"{shown}-{two_digits(last)}")
    return found


def _total(matter: CaseMatter) -> list[Block]:
    sheets = _sheet_count(matter.documents)
    if not sheets:
        return []
    text = tr("Hồ sơ có {papers} văn bản, gồm {sheets} tờ.")
    numbers = {"papers": two_digits(len(matter.documents)), "sheets": two_digits(sheets)}
    return [Paragraph(text.format(**numbers), ParagraphStyle.PLAIN)]
