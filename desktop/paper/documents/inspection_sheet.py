"""K1: the sheet of an inspection, blank for the visit or filled in with its score."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from desktop.base.i18n import tr
from desktop.base.text import grouped, nfc
from desktop.paper.blocks import (
    Align,
    Block,
    Column,
    Document,
    FieldLine,
    FieldRow,
    Heading,
    Inline,
    Paragraph,
    ParagraphStyle,
    QrCode,
    Row,
    RowKind,
    Run,
    SignatureGrid,
    Spacer,
    Table,
    Title,
)
from desktop.paper.documents.entry import Entry
from desktop.paper.documents.issue import Issue, signature
from desktop.paper.documents.sheet import numbered, strand, table
from desktop.paper.state_document import grounds
from desktop.records import (
    ChecklistQuestion,
    ChecklistTemplate,
    Finding,
    Inspection,
    InspectionAnswer,
)
from desktop.rules.scoring import Grading, Score, one_decimal

_CRITICAL = "(*)"
_FINDING_ROWS, _INSPECTOR_ROWS = 4, 3
_AFTER_NAME = re.compile(r"\s+[-–—]\s+|[,;(]")


@dataclass(frozen=True)
class SheetLine:
    """One question and, if it was answered, its answer."""

    question: ChecklistQuestion
    answer: InspectionAnswer | None = None


@dataclass(frozen=True)
class InspectionSheet:
    """An inspection, or with ``inspection`` None the blank sheet of a template."""

    template: ChecklistTemplate
    lines: Sequence[SheetLine]
    grading: Grading
    inspection: Inspection | None = None
    findings: Sequence[Finding] = ()
    score: Score | None = None

    @property
    def number(self) -> str:
        """The number of the inspection; nothing on a blank sheet."""
        return self.inspection.number if self.inspection is not None else ""


def inspection_sheet(told: InspectionSheet, issue: Issue) -> Document:
    """The sheet: who inspected whom and where, every question, the score, what is to be done."""
    head = Entry.of(Inspection, told.inspection, issue)
    blocks: list[Block] = [
        issue.heading(number=_number(told)),
        Title(tr("Phiếu kiểm tra, giám sát"), told.template.title_text),
        *_basis(told, issue),
        *_place(told, head),
        *_inspectors(head),
        Heading(tr("I. Kết quả kiểm tra"), flush=True),
        _questions(told, issue),
        Paragraph(_legend(), ParagraphStyle.NOTE),
        *_score(told),
        Heading(tr("II. Tồn tại, kiến nghị, thời hạn khắc phục"), flush=True),
        *_findings(told, issue),
        *head.line("conclusion"),
        *head.line("opinion"),
        *(head.line("refused_sign") if head.text("refused_sign") else []),
        _signatures(head),
        *_code(told, head),
    ]
    title = tr("Phiếu kiểm tra {number}").format(number=told.number or told.template.code)
    return issue.document(blocks, title)


def _number(told: InspectionSheet) -> str:
    return tr("Số: {number}").format(number=told.number or " " * 16)


def _code(told: InspectionSheet, head: Entry) -> list[Block]:
    if not told.number:
        return []
    return [Spacer(18), QrCode(told.number, f"{head.label('number')}: {told.number}")]


def _basis(told: InspectionSheet, issue: Issue) -> list[Block]:
    template = Entry.of(ChecklistTemplate, told.template, issue)
    text = template.text("legal_basis")
    if text:
        return list(grounds([line for line in text.splitlines() if line.strip()]))
    return [FieldLine(template.label("legal_basis"), None, 2)]


def _place(told: InspectionSheet, head: Entry) -> list[Block]:
    where = "team_id" if told.template.target_kind == "DOI" else "target_name"
    return [
        *head.row("mode", "round_label"),
        *(head.line("ad_hoc_basis") if head.blank or head.text("ad_hoc_basis") else []),
        *head.line(where),
        *head.row("started_on", "ended_on"),
        *head.row("period_from", "period_to"),
        *head.line("place"),
        *head.line("represented_by"),
    ]


def _inspectors(head: Entry) -> list[Block]:
    lines = [line.strip() for line in head.text("inspectors").splitlines() if line.strip()]
    label = head.label("inspectors")
    if not lines:
        return [FieldLine(label, None, _INSPECTOR_ROWS)]
    named = [f"{at}. {line}" for at, line in enumerate(lines, 1)]
    return [
        Paragraph(f"{label}:", ParagraphStyle.PLAIN),
        *(Paragraph(line, ParagraphStyle.INDENTED) for line in named),
    ]


def _questions(told: InspectionSheet, issue: Issue) -> Table:
    question, answer = Entry(ChecklistQuestion, issue), Entry(InspectionAnswer, issue)
    columns = (
        Column(tr("STT"), 1.0, Align.CENTRE),
        Column(question.label("text"), 4.2),
        Column(f"{answer.label('value')}\n(Đ/MP/\nK/KAD)", 1.25, Align.CENTRE),
        Column(tr("Điểm"), 0.9, Align.CENTRE),
        Column(answer.label("note"), 2.6),
        Column(answer.label("evidence"), 1.5),
    )
    rows: list[Row] = []
    by_section = groupby(told.lines, lambda line: line.question.section_code)
    for code, lines in by_section:
        group = list(lines)
        rows.append(Row((f"{code}. {group[0].question.section_title}",), RowKind.GROUP))
        rows += [_question(line, told, issue) for line in group]
    return Table(columns, rows, size=11.5)


def _question(line: SheetLine, told: InspectionSheet, issue: Issue) -> Row:
    question = line.question
    answer = Entry.of(InspectionAnswer, line.answer, issue)
    code = f"{question.code}\n{_CRITICAL}" if question.critical else question.code
    return Row(
        (
            code,
            question.text,
            _result(answer),
            _points(line, told.grading),
            answer.text("note"),
            answer.text("evidence"),
        ),
        min_lines=1 if told.inspection else 2,
    )


def _result(answer: Entry) -> Inline:
    given = answer.text("value")
    short = given if given.isupper() else "".join(word[:1].upper() for word in given.split())
    number = answer.text("number")
    return " ".join(text for text in (short, number) if text)


def _points(line: SheetLine, grading: Grading) -> str:
    """Points of those possible; a stroke where nothing is scored or nothing applies."""
    question, value = line.question, line.answer.value if line.answer else None
    if question.answer != "SCORED" or not question.weight:
        return "–"
    if value is None:
        return f"…/{question.weight}"
    worth = grading.worth[value]
    return "–" if worth is None else f"{_amount(worth * question.weight)}/{question.weight}"


def _amount(points: Fraction) -> str:
    return grouped(int(points)) if points.denominator == 1 else one_decimal(points)


def _legend() -> str:
    return tr(
        "Đ: đạt; MP: đạt một phần; K: không đạt; KAD: không áp dụng (không tính vào điểm); "
        "(*): mục trọng yếu, nếu không đạt thì xếp loại cao nhất là Trung bình."
    )


def _score(told: InspectionSheet) -> list[Block]:
    total, grade = tr("Tổng điểm"), tr("Xếp loại")
    if told.inspection is None or told.score is None:
        return [FieldRow((FieldLine(total), FieldLine(grade)))]
    score = told.score
    points = f"{_amount(score.points)}/{score.possible} = {score.text}" if score.possible else ""
    label = score.label
    if score.capped:
        label = tr("{grade} (có mục trọng yếu không đạt)").format(grade=label)
    values = [(Run(text, bold=True),) for text in (points or score.text, label)]
    return [FieldRow((FieldLine(total, values[0]), FieldLine(grade, values[1])))]


def _findings(told: InspectionSheet, issue: Issue) -> list[Block]:
    if told.inspection is not None and not told.findings:
        return [Paragraph(tr("Không có tồn tại phải khắc phục."), ParagraphStyle.PLAIN)]
    model = Entry(Finding, issue)
    rows = [Entry.of(Finding, finding, issue) for finding in told.findings]
    strands = [
        numbered(len(rows)),
        *strand(model, rows, "text", weight=3.2),
        *strand(model, rows, "severity", weight=1.3, align=Align.LEFT),
        *strand(model, rows, "recommendation", weight=2.8),
        *strand(model, rows, "owner", weight=1.8),
        *strand(model, rows, "due_on", weight=1.55),
    ]
    return [table(strands, size=11.5, empty_rows=0 if told.inspection else _FINDING_ROWS)]


def _signatures(head: Entry) -> SignatureGrid:
    leader = next((line for line in head.text("inspectors").splitlines() if line.strip()), "")
    name = _AFTER_NAME.split(nfc(leader).strip(), maxsplit=1)[0]
    witness = [signature(head.label("witness"), name=head.text("witness") or None)]
    other = _AFTER_NAME.split(head.text("represented_by"), maxsplit=1)[0]
    return SignatureGrid(
        (
            signature(head.label("represented_by"), name=other or None),
            *(witness if head.blank or head.text("witness") else []),
            signature(tr("Trưởng đoàn"), name=name or None),
        )
    )
