"""What the papers of a case are made from: the file, the person, all that hangs on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.base.text import nfc
from desktop.paper.blocks import Block, FieldLine, FieldRow, QrCode
from desktop.paper.documents.entry import Entry
from desktop.records import CaseDocument, CaseFile, Contact, FamilyMember, Person, Residence
from desktop.records.cases import COMPARTMENTS

if TYPE_CHECKING:
    from desktop.paper.documents.issue import Issue


@dataclass(frozen=True)
class CaseMatter:
    """One case file; without a case, the room for one on a blank form."""

    case: CaseFile | None = None
    person: Person | None = None
    residences: Sequence[Residence] = ()
    """The present one first."""
    family: Sequence[FamilyMember] = ()
    contacts: Sequence[Contact] = ()
    documents: Sequence[CaseDocument] = ()

    @property
    def number(self) -> str:
        """The number of the case; nothing on a blank form."""
        return self.case.number if self.case is not None else ""

    @property
    def hides_type(self) -> bool:
        """Whether no paper may say what kind of case it is: HIV, victims, anonymous clients."""
        return self.case is not None and self.case.comp in COMPARTMENTS.values()

    def case_entry(self, issue: Issue) -> Entry:
        """The case on paper."""
        return Entry.of(CaseFile, self.case, issue, self._name)

    def person_entry(self, issue: Issue) -> Entry:
        """The person on paper."""
        return Entry.of(Person, self.person, issue, self._name)

    def entries(
        self, kind: type[Residence | FamilyMember | Contact | CaseDocument], issue: Issue
    ) -> list[Entry]:
        """The rows of one kind on paper, in their order."""
        rows = (*self.residences, *self.family, *self.contacts, *self.documents)
        return [Entry.of(kind, row, issue, self._name) for row in rows if isinstance(row, kind)]

    @property
    def _name(self) -> str:
        return nfc(self.person.full_name or "") if self.person is not None else ""

    def called(self, issue: Issue) -> str:
        """The person's name, initials or code, as this paper may have it."""
        person = self.person_entry(issue)
        return person.text("full_name") or person.text("person_code")

    def title(self, paper: str) -> str:
        """What a paper of this case is called beside the paper: its kind and the number."""
        return f"{paper} {self.number}".rstrip()


def number_blocks(matter: CaseMatter, issue: Issue) -> list[Block]:
    """The number of the case to read and to scan; room to write it on a blank form."""
    label = matter.case_entry(issue).label("number")
    if not matter.number:
        return [FieldLine(label)]
    return [QrCode(matter.number, f"{label}: {matter.number}")]


def reference_lines(matter: CaseMatter, issue: Issue) -> list[Block]:
    """Which case and whose, on one line under a title."""
    case = matter.case_entry(issue)
    number = FieldLine(case.label("number"), matter.number or None)
    who = FieldLine(case.label("person_id"), matter.called(issue) or None)
    worker = FieldLine(case.label("case_worker_id"), case.text("case_worker_id") or None)
    return [FieldRow((number, who), (1.0, 1.6)), worker]


def on_day_of_intake(matter: CaseMatter, issue: Issue) -> Issue:
    """The issue with the day on which the person was received, which the form is dated with."""
    day = matter.case.intake_on if matter.case is not None else None
    return replace(issue, day=day)
