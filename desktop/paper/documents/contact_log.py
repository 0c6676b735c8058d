"""Q4: every meeting, visit and call of a case, in the order of time."""

from __future__ import annotations

from desktop.base.i18n import N_, tr
from desktop.paper.blocks import Block, Document, SignatureGrid, Title
from desktop.paper.documents.case_matter import CaseMatter, reference_lines
from desktop.paper.documents.entry import Entry
from desktop.paper.documents.issue import Issue, signature
from desktop.paper.documents.sheet import numbered, strand, table
from desktop.records import Contact

TITLE, SUBJECT = N_("Phiếu theo dõi"), N_("Nhật ký quản lý trường hợp")


def contact_log(matter: CaseMatter, issue: Issue) -> Document:
    """The log of contacts, signed by the case worker."""
    return issue.document(contact_blocks(matter, issue), matter.title(tr(SUBJECT)), landscape=True)


def contact_blocks(matter: CaseMatter, issue: Issue) -> list[Block]:
    """The same as part of a bigger document, on landscape paper."""
    case = matter.case_entry(issue)
    worker = case.text("case_worker_id") or None
    return [
        issue.heading(),
        Title(tr(TITLE), tr(SUBJECT)),
        *reference_lines(matter, issue),
        _contacts(matter, issue),
        SignatureGrid((signature(case.label("case_worker_id"), name=worker),)),
    ]


def _contacts(matter: CaseMatter, issue: Issue) -> Block:
    model = Entry(Contact, issue)
    rows = matter.entries(Contact, issue)
    return table(
        [
            numbered(len(rows)),
            *strand(model, rows, "at", weight=1.5),
            *strand(model, rows, "channel", "place", weight=2.0),
            *strand(model, rows, "content", weight=4.2),
            *strand(model, rows, "result", weight=2.4),
            *strand(model, rows, "next_step", "next_on", weight=2.0),
            *strand(model, rows, "actor", weight=1.9),
        ],
        empty_rows=0 if rows else 8,
    )
