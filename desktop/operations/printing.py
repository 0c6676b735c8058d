"""Printing: every document that there is, who may print it, and the line in the register."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Literal

import sqlalchemy as sa

from desktop.base.errors import UserError
from desktop.base.i18n import N_, tr
from desktop.fields import Names
from desktop.operations import access, case_papers, inspection_papers, report_paper, team_papers
from desktop.operations.naming import names
from desktop.operations.office import Office
from desktop.operations.papers import Composed, Key, Span, Wish, stem
from desktop.records import CaseFile
from desktop.rules.permissions import Permission
from desktop.store.events import write_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.paper.blocks import Document

Format = Literal["pdf", "docx"]
Compose = Callable[[Office, "Session", Names, Wish], Composed]


@dataclass(frozen=True)
class Paper:
    """One document that may be printed.

    table: whose record its key names. needs_period: whether from–to must be given; a report
    may be named by its label instead. blank: how it is laid out to be filled in by hand, None
    if it is not. approvable: whether it is a draft until somebody approves the record.
    file_code: with what its file names begin.
    """

    code: str
    title: str
    table: str
    compose: Compose
    needs_period: bool = False
    blank: Compose | None = None
    approvable: bool = False
    file_code: str = ""


_ALL = (
    Paper("T6", N_("Danh sách thành viên Đội"), "teams", team_papers.compose_members),
    Paper("T8", N_("Nhật ký hoạt động Đội"), "teams", team_papers.compose_log, needs_period=True),
    Paper(
        "T10",
        N_("Báo cáo kết quả hoạt động Đội"),
        "reports",
        report_paper.compose_report,
        needs_period=True,
        approvable=True,
    ),
    Paper(
        "Q1",
        N_("Phiếu tiếp nhận"),
        "case_files",
        case_papers.compose_intake,
        blank=case_papers.compose_blank_intake,
    ),
    Paper("Q4", N_("Nhật ký quản lý trường hợp"), "case_files", case_papers.compose_contacts),
    Paper("Q7", N_("Bìa và mục lục hồ sơ"), "case_files", case_papers.compose_cover),
    Paper("case", N_("Toàn bộ hồ sơ"), "case_files", case_papers.compose_whole, file_code="HS"),
    Paper(
        "K1",
        N_("Phiếu kiểm tra, giám sát"),
        "inspections",
        inspection_papers.compose_sheet,
        blank=inspection_papers.compose_blank_sheet,
        approvable=True,
    ),
)
DOCUMENTS: Mapping[str, Paper] = MappingProxyType({paper.code: paper for paper in _ALL})
"""Every document by its code."""


@dataclass(frozen=True)
class Printed:
    """A printed document as a file: its bytes, a name that tells nothing of anybody.

    pages: None for a Word file, whose pages Word counts.
    """

    content: bytes
    file_name: str
    pages: int | None


def print_document(
    office: Office,
    code: str,
    *,
    key: Key = None,
    period: Span | None = None,
    blank: bool = False,
    parts: Sequence[str] | None = None,
    on: dt.date | None = None,
    reason: str | None = None,
    full_names: bool = False,
    file_format: Format = "pdf",
) -> Printed:
    """Print one document and write it into the register.

    key: what the record is called (number, name of the team, label of the report) or its id; of
    a blank sheet, the template. period: both days included. on: the day of T6. parts: of "case".
    full_names: of victims, who are otherwise named by initials (Luật 53/2024).
    Raises UserError for a document or record that is not there, a period or reason that is
    missing; NotAllowed. Nothing is printed then.
    """
    office.require(Permission.PRINT)
    paper = _paper(code)
    wish = Wish(key, period, on, parts, reason, full_names)
    with office.reading() as session:
        composed = _compose(paper, blank=blank)(office, session, names(office, session), wish)
        name = _file_name(paper, composed, file_format, blank=blank)
    content, pages = render(composed.document, file_format)
    office.note("print", _detail(code, file_format, reason, blank=blank), composed.record)
    return Printed(content, name, pages)


def print_blank(
    office: Office, code: str, *, template: Key = None, file_format: Format = "pdf"
) -> Printed:
    """Print a form to be filled in by hand. Raises UserError if the document has none."""
    return print_document(office, code, key=template, blank=True, file_format=file_format)


def print_case_files(
    office: Office,
    ids: Sequence[uuid.UUID],
    stream: IO[bytes],
    *,
    parts: Sequence[str] | None = None,
    reason: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Print many case files into one bookmarked PDF; the number of pages.

    One case is in memory at a time. All of them are checked and written into the register
    before the first page. progress: told how many of how many are done.
    Raises UserError if one is not there for this user, or needs a reason; NotAllowed.
    """
    from desktop.paper.pdf import render_many

    office.require(Permission.PRINT)
    access.require_read(office, "case_files")
    if not ids:
        raise UserError(tr("Chưa chọn hồ sơ nào để in."))
    with office.reading() as session:
        _check_all(office, session, ids, reason)
        _note_all(office, ids, _detail("case", "pdf", reason))
        documents = _case_documents(
            office, session, ids, Wish(parts=parts, reason=reason), progress
        )
        return render_many(documents, stream, title=tr("Hồ sơ"))


_CHUNK = 500


def _check_all(
    office: Office, session: Session, ids: Sequence[uuid.UUID], reason: str | None
) -> None:
    conditions = access.conditions(office, CaseFile)
    found = 0
    for at in range(0, len(ids), _CHUNK):
        wanted = sa.select(CaseFile).where(CaseFile.id.in_(ids[at : at + _CHUNK]), *conditions)
        for case in session.scalars(wanted):
            case_papers.require_reason(case, reason)
            found += 1
        session.expunge_all()
    if found < len(set(ids)):
        raise UserError(
            tr(
                "Có hồ sơ không có trên máy hoặc tài khoản của bạn không được xem. "
                "Chưa in gì; hãy chọn lại."
            )
        )


def _note_all(office: Office, ids: Sequence[uuid.UUID], detail: str) -> None:
    moment = office.clock.now()
    with office.store.connection(write=True) as connection:
        for case_id in ids:
            case = CaseFile(id=case_id)
            write_event(connection, moment, office.user.name, "print", detail, case)


def _case_documents(
    office: Office,
    session: Session,
    ids: Sequence[uuid.UUID],
    wish: Wish,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Document]:
    called_so = names(office, session)
    for at, case_id in enumerate(ids):
        one = Wish(case_id, parts=wish.parts, reason=wish.reason)
        yield case_papers.compose_whole(office, session, called_so, one).document
        session.expunge_all()
        if progress is not None:
            progress(at + 1, len(ids))


def _paper(code: str) -> Paper:
    if code not in DOCUMENTS:
        message = tr("Không có mẫu in “{code}”. Chưa in gì; các mẫu có: {known}.")
        raise UserError(message.format(code=code, known=", ".join(DOCUMENTS)))
    return DOCUMENTS[code]


def _compose(paper: Paper, *, blank: bool) -> Compose:
    if not blank:
        return paper.compose
    if paper.blank is None:
        message = tr("{title} không có mẫu trống. Chưa in gì; hãy chọn bản ghi cần in.")
        raise UserError(message.format(title=tr(paper.title)))
    return paper.blank


def render(document: Document, file_format: Format) -> tuple[bytes, int | None]:
    """A document as a file, and how many pages it has; None for a Word file."""
    # ReportLab and python-docx are slow to load and stand behind the sign-in window.
    if file_format == "docx":
        from desktop.paper.word import render_word

        return render_word(document), None
    from desktop.paper.pdf import draw_pdf

    return draw_pdf(document)


def _file_name(paper: Paper, composed: Composed, file_format: Format, *, blank: bool) -> str:
    told = stem(composed.stem, tr("mẫu trống") if blank else "").upper()
    return f"{'-'.join(filter(None, (paper.file_code or paper.code, told)))}.{file_format}"


def _detail(code: str, file_format: Format, reason: str | None, *, blank: bool = False) -> str:
    words = f"{code} {file_format}{' blank' if blank else ''}"
    return f"{words}: {reason.strip()}" if reason and reason.strip() else words
