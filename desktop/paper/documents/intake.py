"""Q1: what was written down when a person came, or was brought to the office's knowledge."""

from __future__ import annotations

from desktop.base.i18n import N_, tr
from desktop.paper.blocks import (
    Block,
    CheckItem,
    CheckList,
    Document,
    Heading,
    SignatureGrid,
    Title,
)
from desktop.paper.documents.case_matter import CaseMatter, number_blocks, on_day_of_intake
from desktop.paper.documents.entry import Entry
from desktop.paper.documents.issue import Issue, signature
from desktop.records import Residence
from desktop.records.cases import LEGAL_BASES

TITLE = N_("Phiếu tiếp nhận")
_CONSENT = next(iter(LEGAL_BASES))


def intake(matter: CaseMatter, issue: Issue) -> Document:
    """The intake form, filled in or blank; the title never says what kind of case it is."""
    return issue.document(intake_blocks(matter, issue), matter.title(tr(TITLE)))


def intake_blocks(matter: CaseMatter, issue: Issue) -> list[Block]:
    """The same as part of a bigger document."""
    dated = on_day_of_intake(matter, issue)
    case = matter.case_entry(issue)
    return [
        dated.heading(),
        Title(tr(TITLE)),
        *number_blocks(matter, issue),
        Heading(tr("I. Người được tiếp nhận"), flush=True),
        *_person(matter, issue),
        *_contacts(matter, issue),
        Heading(tr("III. Vấn đề, nhu cầu"), flush=True),
        *case.line("problem"),
        *_labelled(case, "needs", 2),
        Heading(tr("IV. Tiếp nhận và xử lý ban đầu"), flush=True),
        *_reception(matter, case),
        Heading(tr("V. Đồng ý xử lý dữ liệu cá nhân"), flush=True),
        *_consent(matter, case),
        _signatures(case),
    ]


def _person(matter: CaseMatter, issue: Issue) -> list[Block]:
    person = matter.person_entry(issue)
    homes = matter.entries(Residence, issue)
    home = homes[0] if homes else Entry(Residence, issue, blank=matter.case is None)
    named = not person.values.get("anonymous")
    return [
        *(person.line("full_name") if named else person.line("person_code")),
        *(person.row("other_names", "sex", weights=(1.6, 1)) if named else person.line("sex")),
        *person.row("birth_date", "ethnicity", "religion"),
        *(person.row("id_type", "id_number") if named else []),
        *(person.row("id_issued_on", "id_issued_by") if named else []),
        *home.line("address_line"),
        *home.row("hamlet_id", "unit_id"),
        *person.row("phone", "nationality"),
        *person.row("education", "marital_status"),
        *person.row("occupation", "workplace"),
    ]


def _contacts(matter: CaseMatter, issue: Issue) -> list[Block]:
    lines = [
        *matter.case_entry(issue).line("contact_person"),
        *matter.person_entry(issue).line("guardian"),
    ]
    return [Heading(tr("II. Người liên hệ"), flush=True), *lines] if lines else []


def _labelled(entry: Entry, name: str, columns: int) -> list[Block]:
    boxes = entry.boxes(name, columns)
    return [Heading(f"{entry.label(name)}:", 3, flush=True), *boxes] if boxes else []


def _reception(matter: CaseMatter, case: Entry) -> list[Block]:
    kind = [] if matter.hides_type else case.line("case_type")
    return [
        *_labelled(case, "intake_source", 3),
        *case.row("intake_on", "risk_level"),
        *kind,
        *case.line("urgent"),
        *case.line("case_worker_id"),
    ]


def _consent(matter: CaseMatter, case: Entry) -> list[Block]:
    agreed = case.values.get("legal_basis") == _CONSENT
    statement = tr(
        "Tôi đã được giải thích mục đích xử lý dữ liệu, các quyền của tôi (kể cả quyền rút lại sự "
        "đồng ý) và đồng ý để cơ quan xử lý dữ liệu cá nhân của tôi cho việc hỗ trợ."
    )
    agreement: list[Block] = [CheckList([CheckItem(statement, agreed)])]
    wanted = matter.case is None or agreed
    return [*_labelled(case, "legal_basis", 2), *(agreement if wanted else [])]


def _signatures(case: Entry) -> SignatureGrid:
    officer = case.text("intake_by_id") or None
    return SignatureGrid(
        (
            signature(tr("Người được tiếp nhận"), tr("hoặc người giám hộ")),
            signature(case.label("intake_by_id"), name=officer),
        )
    )
