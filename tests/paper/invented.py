"""Every document from invented facts, each field that takes words filled with a given text."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from desktop.base.resources import resource
from desktop.fields import (
    Attachment,
    Choice,
    Choices,
    CitizenNumber,
    Count,
    Date,
    Field,
    Moment,
    Partial,
    PartialDate,
    Phone,
    Reference,
    StoredFile,
    YesNo,
)
from desktop.paper.blocks import Document
from desktop.paper.documents.activity_log import ActivityLine, ActivityLog, activity_log
from desktop.paper.documents.case_matter import CaseMatter
from desktop.paper.documents.contact_log import contact_log
from desktop.paper.documents.cover_index import cover_index
from desktop.paper.documents.inspection_sheet import (
    InspectionSheet,
    SheetLine,
    inspection_sheet,
)
from desktop.paper.documents.intake import intake
from desktop.paper.documents.issue import Issue, Letterhead
from desktop.paper.documents.member_list import MemberLine, MemberList, member_list
from desktop.paper.documents.receipt_minutes import (
    ReceiptMinutes,
    ReceivedPackage,
    receipt_minutes,
)
from desktop.paper.documents.team_report import (
    FigureGroup,
    FigureRow,
    ReportSection,
    TeamReport,
    team_report,
)
from desktop.paper.documents.whole_case import whole_case
from desktop.records import (
    Activity,
    ActivityProduct,
    CaseDocument,
    CaseFile,
    ChecklistQuestion,
    ChecklistTemplate,
    Contact,
    FamilyMember,
    Finding,
    Inspection,
    InspectionAnswer,
    Membership,
    Person,
    Record,
    Residence,
    Team,
    Volunteer,
)
from desktop.rules.scoring import Answered, Grading, score

R = TypeVar("R", bound=Record)
DAY = dt.date(2026, 1, 5)
AT = dt.datetime(2026, 1, 5, 2, 15, tzinfo=dt.UTC)
FILE = StoredFile("0" * 64, 10, "ảnh.jpg")


class CalledSo:
    """Names under which every code and every record is called by one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def code(self, code_list: str, code: str) -> str:
        return self.text

    def codes(self, code_list: str) -> Sequence[tuple[str, str]]:
        return [("MOT", self.text), ("HAI", self.text), ("BA", self.text)]

    def record(self, table: str, record_id: uuid.UUID) -> str:
        return self.text


def value_of(field: Field, text: str) -> Any:
    """A value of this field; words are as long as the field lets them be."""
    kind = field.kind
    fixed: list[tuple[type[Any], Any]] = [
        (CitizenNumber, "049091001234"),
        (Phone, "0905123456"),
        (Choices, ("MOT",)),
        (Date, DAY),
        (PartialDate, Partial(1991, 3, 5)),
        (Moment, AT),
        (YesNo, True),
        (Reference, uuid.UUID(int=7)),
        (Attachment, FILE),
        (Count, 1),
    ]
    for wanted, value in fixed:
        if isinstance(kind, wanted):
            return value
    if isinstance(kind, Choice):
        return next(iter(kind.options), "MOT")
    assert hasattr(kind, "max_length"), field.name
    return text[: kind.max_length]  # pyright: ignore[reportAttributeAccessIssue]


def filled(kind: type[R], text: str, **values: Any) -> R:
    """A record with every field filled in."""
    told = {field.name: value_of(field, text) for field in kind.fields() if field.no}
    return kind(**(told | values))


def issue(text: str = "", **told: Any) -> Issue:
    """An issue of Xã Thăng Bình; a text stands for everything that is called somehow."""
    head = Letterhead("Ủy ban nhân dân xã Thăng Bình", "Thăng Bình", chair="Nguyễn Văn Hùng")
    if text:
        told.setdefault("names", CalledSo(text[:200]))
    return Issue(head, DAY, **told)


def matter(text: str, comp: int = 0, rows: int = 3, **person: Any) -> CaseMatter:
    """A case with several rows of everything."""
    told = {"anonymous": False} | person
    return CaseMatter(
        filled(CaseFile, text, number="20854-26-A-0017", comp=comp),
        filled(Person, text, **told),
        [filled(Residence, text) for _ in range(rows)],
        [filled(FamilyMember, text) for _ in range(rows)],
        [filled(Contact, text) for _ in range(rows)],
        [filled(CaseDocument, text, seq=at + 1, pages=at + 1) for at in range(rows)],
    )


def members(text: str) -> MemberList:
    line = MemberLine(filled(Volunteer, text), filled(Membership, text), "DOI_VIEN")
    return MemberList(filled(Team, text, quota=7), DAY, [line] * 7)


def log(text: str) -> ActivityLog:
    line = ActivityLine(
        filled(Activity, text, sessions=2, attendance=1250), [filled(ActivityProduct, text)] * 3
    )
    return ActivityLog(filled(Team, text), DAY, DAY, [line] * 5, text[:80])


def report(text: str, **told: Any) -> TeamReport:
    values: dict[str, Any] = {
        "number": None,
        "recipients": (text,),
    } | told
    return TeamReport(
        f"Báo cáo {text[:200]}",
        "quý I năm 2026",
        "trong quý I năm 2026",
        [ReportSection("1", text[:200], [text] * 3), ReportSection("4.1", "Tuyên truyền", [text])],
        [FigureGroup("I. Đội", [FigureRow("D01", text[:200], "Đội", 32, text[:100])] * 30)],
        **values,
    )


def grading() -> Grading:
    import json

    return Grading.from_json(json.loads(resource("checklists/grading.json").read_text("utf-8")))


def question(text: str, **values: Any) -> ChecklistQuestion:
    told = {"code": "B1.1", "section_code": "B1", "weight": 3, "critical": False}
    return filled(ChecklistQuestion, text, **(told | values))


def sheet(text: str, *, blank: bool = False) -> InspectionSheet:
    """A sheet with all four answers, a number, a finding; or blank."""
    template = filled(ChecklistTemplate, text, code="B", target_kind="DOI")
    asked = [question(text, section_code=f"B{at // 3}") for at in range(9)]
    if blank:
        return InspectionSheet(template, [SheetLine(one) for one in asked], grading())
    given = ["DAT", "MOT_PHAN", "KHONG", "KAD"]
    lines = [
        SheetLine(one, filled(InspectionAnswer, text, value=given[at % 4], number=None))
        for at, one in enumerate(asked)
    ]
    result = score([Answered(3, given[at % 4]) for at in range(9)], grading())
    visited = filled(Inspection, text, number="KT-26-A-0001", target_kind="DOI")
    return InspectionSheet(template, lines, grading(), visited, [filled(Finding, text)] * 3, result)


def receipt(text: str) -> ReceiptMinutes:
    """A morning of many files, with everything that may have come of them."""
    of = ReceivedPackage(
        text, "12", text, "05/01/2026 09:15", f"{text}.goi", "05/01/2026 09:30", text, 1250, text,
        {text: (1, 20, 300, 4000, 50000)}, 1, 2, 3,
    )  # fmt: skip
    return ReceiptMinutes([of] * 3, [(text, text)], [text])


EVERY: dict[str, Callable[[str], Document]] = {
    "T6": lambda text: member_list(members(text), issue(text)),
    "T8": lambda text: activity_log(log(text), issue(text)),
    "T10": lambda text: team_report(report(text), issue(text)),
    "Q1": lambda text: intake(matter(text), issue(text)),
    "Q1 blank": lambda text: intake(CaseMatter(), issue(text)),
    "Q4": lambda text: contact_log(matter(text), issue(text)),
    "Q7": lambda text: cover_index(matter(text), issue(text)),
    "case": lambda text: whole_case(matter(text), issue(text)),
    "K1": lambda text: inspection_sheet(sheet(text), issue(text)),
    "K1 blank": lambda text: inspection_sheet(sheet(text, blank=True), issue(text)),
    "receipt": lambda text: receipt_minutes(receipt(text), issue(text)),
}
"""Every document, made from a text."""
