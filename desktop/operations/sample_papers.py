"""The papers of the sample's case files; a few lie there as small files."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from desktop.operations.sample_words import Draw, words
from desktop.records import CaseDocument, CaseFile
from desktop.rules.numbering import document_number

if TYPE_CHECKING:
    from desktop.fields import StoredFile
    from desktop.operations.office import Office

_KNOWN = {"TIEP_NHAN": 1, "DANH_GIA": 2}
_SIGNS = {"Quyết định": "QĐ", "Biên bản": "BB", "Thông báo": "TB", "Kế hoạch": "KH"}
_EVERY = 13
"""One case in so many has its first paper as a file."""


def papers(draw: Draw, office: Office, case: CaseFile, at: int) -> list[CaseDocument]:
    """The lines of a case's index, in the order of their days; at: the how-manieth case."""
    told = words("cases")[case.case_type]["documents"][: _KNOWN.get(case.status, 9)]
    if case.decision_on is None:
        told = [one for one in told if one[0] != "Quyết định"]
    day = case.intake_on
    found: list[CaseDocument] = []
    for seq, (kind, summary, issuer, pages) in enumerate(told, 1):
        day = _day(draw, case, kind, day)
        line = _line(draw, case, kind, issuer, day)
        found.append(
            draw.make(
                CaseDocument,
                case_id=case.id,
                seq=seq,
                kind=kind,
                summary=summary,
                pages=pages,
                issued_on=day,
                is_original=not summary.endswith("(bản sao)"),
                **line,
            )
        )
    if at % _EVERY == 0 and found:
        found[0].file = _file(office, found[0], at)
    return found


def _day(draw: Draw, case: CaseFile, kind: str, before: dt.date) -> dt.date:
    if kind == "Quyết định" and case.decision_on is not None:
        return case.decision_on
    last = case.closed_on or draw.today
    return min(before + dt.timedelta(days=draw.between(0, 20)), last)


def _line(draw: Draw, case: CaseFile, kind: str, issuer: str, day: dt.date) -> dict[str, Any]:
    """The number and the issuer of a paper; what a person writes has no number."""
    if kind == "Quyết định":
        police = (case.decision_no or "").endswith("CAX")
        name = "Công an xã Tiên Phước" if police else "UBND xã Tiên Phước"
        return {"number": case.decision_no, "issuer": issuer or name}
    numbered = kind in _SIGNS and issuer != "Cá nhân"
    seq = day.timetuple().tm_yday * 2 // 3 + draw.between(1, 3)
    sign = "CAX" if issuer.startswith("Công an") else "UBND"
    number = document_number(seq, _SIGNS[kind], sign) if numbered else None
    return {"number": number, "issuer": issuer}


def _file(office: Office, paper: CaseDocument, at: int) -> StoredFile:
    """A page that says it is a sample; some as PDF, some as plain text."""
    lines = (
        paper.kind,
        paper.summary,
        "Tệp mẫu để thử chức năng đính kèm; không phải giấy tờ thật.",
    )
    if at % 2:
        return office.files.keep("ban-ghi-mau.txt", "\n".join(lines).encode())
    return office.files.keep("ban-quet-mau.pdf", _page(lines))


def _page(lines: tuple[str, ...]) -> bytes:
    from desktop.paper.blocks import Document, Paragraph, Title
    from desktop.paper.pdf import render_pdf

    kind, summary, note = lines
    document = Document((Title(kind.upper(), summary), Paragraph(note)), title=summary)
    return render_pdf(document, invariant=True)
