"""A team is inspected: answered by keys, scored while one types, finished, printed, signed."""

from __future__ import annotations

import datetime as dt
import uuid

from PySide6.QtCore import Qt

from clerk import CTRL, Clerk
from desktop.operations import inspections
from desktop.records import Inspection
from desktop.rules.scoring import Answered, score
from desktop.ui.checklist_row import ChecklistRow
from desktop.ui.checklist_view import ChecklistView
from desktop.ui.findings_view import FindingDialog
from desktop.ui.inspection_dialogs import StartInspectionDialog
from desktop.ui.inspection_page import InspectionPage
from desktop.ui.pdf_preview import PdfPreview
from inline import settle
from makers import inspection, loaded, team
from paper.pages import words

KEYS = {
    "DAT": Qt.Key.Key_1,
    "MOT_PHAN": Qt.Key.Key_2,
    "KHONG": Qt.Key.Key_3,
    "KAD": Qt.Key.Key_4,
}
PARTLY, NOT, NOT_ASKED, LAST_TIME = "B1.2", "B1.4", "B2.b", "B1.3"
WATERMARK = "BẢN NHÁP"


def row(sheet: ChecklistView, code: str) -> ChecklistRow:
    return next(one for one in sheet.rows.rows if one.question.code == code)


def expected_score(sheet: ChecklistView) -> str:
    """What the rules make of the answers on the screen."""
    rows = [one for one in sheet.rows.rows if one.scored]
    told = [Answered(one.question.weight or 0, one.value(), one.question.critical) for one in rows]
    found = score(told, inspections.grading())
    return f"{found.text} {found.label}"


def printed(clerk: Clerk) -> str:
    preview = clerk.dialog(PdfPreview)
    said = words(preview._content)
    preview.close()
    settle()
    return said


def test_an_inspection_from_its_beginning_to_the_printed_sheet(clerk: Clerk) -> None:
    only = team(clerk.office, name="Đội xã Tiên Phước")
    before = inspection(clerk.office, team_id=only, started_on=dt.date(2026, 3, 1))
    lines = inspections.read_sheet(clerk.office, before).lines
    asked = {one.question.code: one.question.id for one in lines}
    inspections.save_answers(
        clerk.office, before, [{"question_id": asked[LAST_TIME], "value": "DAT"}]
    )
    sheet = begin(clerk)
    answer(clerk, sheet)
    clerk.press("Hoàn thành", sheet)
    assert PARTLY in sheet.side.missing.text()
    assert NOT in sheet.side.missing.text()
    assert loaded(clerk.office, Inspection, _id(sheet)).state == "NHAP"
    clerk.key(Qt.Key.Key_P, CTRL)
    assert WATERMARK in printed(clerk)

    write_notes(clerk, sheet)
    write_finding(clerk, sheet)
    clerk.press("Hoàn thành", sheet)
    settle()
    assert sheet.side.missing.text() == ""
    assert loaded(clerk.office, Inspection, _id(sheet)).state == "HOAN_THANH"
    assert sheet.locked
    (finding,) = inspections.read_sheet(clerk.office, _id(sheet)).findings
    assert finding.due_on == dt.date(2026, 12, 31)

    clerk.key(Qt.Key.Key_P, CTRL)
    said = printed(clerk)
    assert WATERMARK not in said
    assert "Chưa có sổ ghi chép" in said
    assert sheet.side.score.ring.accessibleName().split()[0] in said
    sheet.side.print_asked.emit(True)
    blank = printed(clerk)
    assert row(sheet, PARTLY).question.text in blank
    assert "Chưa có sổ ghi chép" not in blank


def begin(clerk: Clerk) -> ChecklistView:
    """Template B for the one team there is."""
    page = clerk.go("inspections", InspectionPage)
    clerk.key(Qt.Key.Key_N, CTRL)
    dialog = clerk.dialog(StartInspectionDialog)
    assert dialog.template.currentText().startswith("B · ")
    clerk.press("Bắt đầu", dialog)
    assert page.stack.currentWidget() is page.sheet
    return page.sheet


def answer(clerk: Clerk, sheet: ChecklistView) -> None:
    """Every question by one key, the next one by Enter; one as the last time; the score follows."""
    wanted = {PARTLY: "MOT_PHAN", NOT: "KHONG", NOT_ASKED: "KAD"}
    for one in sheet.rows.rows:
        assert sheet.rows.current() is one
        if one.question.code == LAST_TIME:
            clerk.key(Qt.Key.Key_F7)
            assert one.value() == "DAT"
            continue
        if one.scored:
            clerk.key(KEYS[wanted.get(one.question.code, "DAT")])
            assert sheet.side.score.ring.accessibleName() == expected_score(sheet)
        clerk.key(Qt.Key.Key_Return)
    assert {row(sheet, code).value() for code in wanted} == set(wanted.values())


def write_notes(clerk: Clerk, sheet: ChecklistView) -> None:
    """What is partly so, or not, is explained (Ctrl+M)."""
    for code, note in ((PARTLY, "Chưa có sổ ghi chép"), (NOT, "Hai người chưa có đơn")):
        row(sheet, code).focus()
        clerk.key(Qt.Key.Key_M, CTRL)
        clerk.write(note)
        assert row(sheet, code).note() == note


def write_finding(clerk: Clerk, sheet: ChecklistView) -> None:
    """One shortcoming becomes a finding, to be put right by the end of the year."""
    clerk.press(f"Ghi tồn tại {NOT}…", sheet)
    dialog = clerk.dialog(FindingDialog)
    assert dialog.form.cell("text").editor.value() == "Hai người chưa có đơn"
    clerk.walk("group", "ho so")
    clerk.walk("due_on", "31/12/26")
    clerk.press("Ghi vào phiếu", dialog)
    assert not clerk.has_dialog(FindingDialog)
    clerk.key(Qt.Key.Key_S, CTRL)
    assert clerk.said() == "Đã cất 09:00"


def _id(sheet: ChecklistView) -> uuid.UUID:
    assert sheet.inspection_id is not None
    return sheet.inspection_id
