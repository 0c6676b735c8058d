from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.operations import drafts, inspections, line_drafts, records, teams
from desktop.operations.activities import save_training
from desktop.operations.form_versions import new_version
from desktop.operations.inspection_facts import read_facts
from desktop.operations.office import Office
from desktop.records import Inspection
from desktop.ui import checklist_view
from desktop.ui.checklist_row import ChecklistRow
from desktop.ui.findings_view import FindingDialog
from desktop.ui.inspection_dialogs import InspectionHeadDialog, StartInspectionDialog
from desktop.ui.inspection_page import InspectionPage
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.workplace import Workplace
from inline import settle, shown_one, workplace_of
from makers import activity, inspection, loaded, member, only, team, template, training

TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def workplace(office: Office, tmp_path: Path, qtbot: QtBot) -> Workplace:
    return workplace_of(office, tmp_path)


@pytest.fixture
def sheet(office: Office) -> uuid.UUID:
    return inspection(office)


def opened(workplace: Workplace, qtbot: QtBot, sheet: uuid.UUID | None = None) -> InspectionPage:
    page = InspectionPage(workplace)
    qtbot.addWidget(page)
    page.resize(1130, 690)
    page.show()
    page.activateWindow()
    page.come_forward()
    settle()
    if sheet is not None:
        page.open_record("inspections", sheet)
        settle()
    return page


def row(page: InspectionPage, code: str) -> ChecklistRow:
    return next(one for one in page.sheet.rows.rows if one.question.code == code)


def press(qtbot: QtBot, key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, key)


def answer_all(page: InspectionPage, value: str = "DAT") -> None:
    for one in page.sheet.rows.rows:
        assert one.choice is not None
        one.choice.set_value(value)
        one.choice.chosen.emit(value)


def saved_answers(office: Office, sheet: uuid.UUID) -> dict[str, str | None]:
    lines = inspections.read_sheet(office, sheet).lines
    return {line.question.code: line.answer.value for line in lines if line.answer}


# -- beginning ------------------------------------------------------------------------


def test_an_inspection_begins_with_the_teams_template(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    only_team = team(office)
    page = opened(workplace, qtbot)
    page.add()
    dialog = shown_one(StartInspectionDialog, page)
    assert dialog.template.currentText().startswith("B · ")
    dialog.start()
    settle()
    assert page.stack.currentWidget() is page.sheet
    made = loaded(office, Inspection, page.sheet.inspection_id or uuid.UUID(int=0))
    assert (made.team_id, made.template_id, made.state) == (only_team, template(office), "NHAP")
    assert made.started_on == TODAY
    assert page.list.count() == 1


def test_another_template_asks_for_the_places_name(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    team(office)
    page = opened(workplace, qtbot)
    page.add()
    dialog = shown_one(StartInspectionDialog, page)
    dialog.template.setCurrentIndex(dialog.template.findText("A · ", Qt.MatchFlag.MatchStartsWith))
    dialog.start()
    assert [one.name for one in dialog.form.shown_problems()] == ["target_name"]
    dialog.form.cell("target_name").editor.set_value("Văn phòng CTXH phường An Mỹ")
    dialog.start()
    settle()
    made = loaded(office, Inspection, page.sheet.inspection_id or uuid.UUID(int=0))
    assert (made.target_kind, made.team_id) == ("VP_CTXH", None)


def test_one_inspection_after_another_begins_and_shows_its_own_sheet(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    team(office)
    page = opened(workplace, qtbot)
    shown: list[uuid.UUID | None] = []
    for _ in range(2):
        page.add()
        shown_one(StartInspectionDialog, page).start()
        settle()
        shown.append(page.sheet.inspection_id)
    assert len(set(shown)) == page.list.count() == 2


@pytest.mark.parametrize("day", [dt.date(2026, 11, 14), TODAY])
def test_the_day_that_is_typed_says_which_version_of_the_template_it_is(
    office: Office, workplace: Workplace, qtbot: QtBot, day: dt.date
) -> None:
    old = template(office)
    made = new_version(office, "checklist_templates", old, dt.date(2026, 11, 15))
    (new,) = made.ids("checklist_templates") - {old}
    team(office)
    page = opened(workplace, qtbot)
    page.add()
    dialog = shown_one(StartInspectionDialog, page)
    cell = dialog.form.cell("started_on")
    for typed in (dt.date(1999, 1, 1), day):
        cell.editor.set_value(typed)
        cell.changed.emit("started_on")
    assert dialog.template.currentText().startswith("B · ")
    assert dialog.template.findText("B · ", Qt.MatchFlag.MatchStartsWith) == 1
    dialog.start()
    settle()
    sheet = loaded(office, Inspection, page.sheet.inspection_id or uuid.UUID(int=0))
    assert (sheet.template_id, sheet.started_on) == (new if day == TODAY else old, day)


def test_a_day_without_any_template_is_told_and_begins_nothing(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    team(office)
    for one in inspections.templates(office):
        records.save(office, "checklist_templates", one.id, {"valid_to": TODAY})
    page = opened(workplace, qtbot)
    page.add()
    dialog = shown_one(StartInspectionDialog, page)
    cell = dialog.form.cell("started_on")
    cell.editor.set_value(TODAY + dt.timedelta(days=1))
    cell.changed.emit("started_on")
    assert dialog.template.count() == 0
    dialog.start()
    settle()
    assert "Không có mẫu nào" in dialog.template.accessibleDescription()
    assert page.list.count() == 0
    cell.editor.set_value(TODAY)
    cell.changed.emit("started_on")
    assert dialog.template.currentText().startswith("B · ")


# -- answering ------------------------------------------------------------------------


def test_keys_answer_and_walk_through_the_questions(
    workplace: Workplace, qtbot: QtBot, sheet: uuid.UUID
) -> None:
    page = opened(workplace, qtbot, sheet)
    assert page.sheet.rows.current() is row(page, "B1.1")
    press(qtbot, Qt.Key.Key_1)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_3)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_4)
    press(qtbot, Qt.Key.Key_Up)
    assert page.sheet.rows.current() is row(page, "B1.2")
    values = [row(page, code).value() for code in ("B1.1", "B1.2", "B1.3")]
    assert values == ["DAT", "KHONG", "KAD"]


def test_the_score_follows_every_answer_unsaved(
    office: Office, workplace: Workplace, qtbot: QtBot, sheet: uuid.UUID
) -> None:
    page = opened(workplace, qtbot, sheet)
    assert page.sheet.side.score.counted.text().startswith("0 / 17")
    press(qtbot, Qt.Key.Key_1)  # B1.1 weighs 3
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_2)  # B1.2 weighs 2
    ring = page.sheet.side.score.ring
    assert ring.accessibleName() == "80,0% Khá"
    assert page.sheet.side.score.counted.text().startswith("2 / 17")
    assert saved_answers(office, sheet) == {}


def test_a_critical_question_that_fails_caps_the_grade(
    workplace: Workplace, qtbot: QtBot, sheet: uuid.UUID
) -> None:
    page = opened(workplace, qtbot, sheet)
    answer_all(page)
    assert page.sheet.side.score.ring.accessibleName() == "100,0% Tốt"
    choice = row(page, "B1.1").choice
    assert choice is not None
    choice.setFocus()
    press(qtbot, Qt.Key.Key_3)
    assert page.sheet.side.score.ring.accessibleName().endswith("Trung bình")
    assert page.sheet.side.score.capped.isVisible()


def test_saving_keeps_answers_and_notes(
    office: Office, workplace: Workplace, qtbot: QtBot, sheet: uuid.UUID
) -> None:
    page = opened(workplace, qtbot, sheet)
    press(qtbot, Qt.Key.Key_2)
    note = row(page, "B1.1").editors["note"]
    assert note.widget.isVisible()
    page.sheet.rows.open_note()
    qtbot.keyClicks(note.widget, "Thieu quy che")
    page.sheet.save()
    settle()
    assert not page.sheet.is_changed()
    assert saved_answers(office, sheet) == {"B1.1": "MOT_PHAN"}
    line = inspections.read_sheet(office, sheet).lines[0]
    assert line.answer is not None
    assert line.answer.note == "Thieu quy che"
    assert page.sheet.rows.current() is row(page, "B1.1")


def test_an_answer_taken_back_is_gone_after_saving(
    office: Office, workplace: Workplace, qtbot: QtBot, sheet: uuid.UUID
) -> None:
    page = opened(workplace, qtbot, sheet)
    press(qtbot, Qt.Key.Key_1)
    page.sheet.save()
    settle()
    press(qtbot, Qt.Key.Key_Delete)
    page.sheet.save()
    settle()
    assert saved_answers(office, sheet) == {}


def test_f7_takes_the_answer_of_the_last_time(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    one = team(office)
    before = inspection(office, team_id=one, started_on=dt.date(2026, 3, 1))
    first, second, *_ = inspections.read_sheet(office, before).lines
    told = [
        {"question_id": first.question.id, "value": "DAT"},
        {"question_id": second.question.id, "value": "KHONG", "note": "Chưa có"},
    ]
    inspections.save_answers(office, before, told)
    page = opened(workplace, qtbot, inspection(office, team_id=one, started_on=TODAY))
    page.sheet.rows.take_former()
    page.sheet.rows.take_former()
    assert [row(page, code).value() for code in ("B1.1", "B1.2")] == ["DAT", "KHONG"]
    assert page.sheet.rows.current() is row(page, "B1.3")
    page.sheet.rows.take_former()
    assert row(page, "B1.3").value() is None


# -- findings -------------------------------------------------------------------------


def test_a_shortcoming_becomes_a_finding_saved_with_the_sheet(
    office: Office, workplace: Workplace, qtbot: QtBot, sheet: uuid.UUID
) -> None:
    page = opened(workplace, qtbot, sheet)
    press(qtbot, Qt.Key.Key_3)
    row(page, "B1.1").editors["note"].set_value("Chưa có tờ trình")
    page.sheet.side.findings.buttons[0].click()
    dialog = shown_one(FindingDialog, page)
    assert dialog.form.values()["severity"] == "NGHIEM_TRONG"
    assert dialog.form.values()["due_on"] == dt.date(2026, 12, 21)
    qtbot.mouseClick(dialog._primary, Qt.MouseButton.LeftButton)
    assert [one.name for one in dialog.form.shown_problems()] == ["group"]
    dialog.form.cell("group").editor.set_value("HO_SO")
    qtbot.mouseClick(dialog._primary, Qt.MouseButton.LeftButton)
    for _ in range(2):  # the second save must not write it down again
        page.sheet.save()
        settle()
        page.sheet.rows.changed.emit()
    (finding,) = inspections.read_sheet(office, sheet).findings
    assert (finding.text, finding.group) == ("Chưa có tờ trình", "HO_SO")
    assert finding.question_id == row(page, "B1.1").question.id


# -- finishing ------------------------------------------------------------------------


def test_finishing_tells_what_is_missing(
    office: Office, workplace: Workplace, qtbot: QtBot, sheet: uuid.UUID
) -> None:
    page = opened(workplace, qtbot, sheet)
    answer_all(page)
    last = row(page, "B8")
    last.set_answer({"value": "KHONG"})
    page.sheet.rows.changed.emit()
    page.sheet.finish()
    settle()
    assert "B8" in page.sheet.side.missing.text()
    assert loaded(office, Inspection, sheet).state == "NHAP"
    assert len(saved_answers(office, sheet)) == 17


def test_a_finished_sheet_is_locked_until_it_is_taken_back(
    office: Office, workplace: Workplace, qtbot: QtBot, sheet: uuid.UUID
) -> None:
    page = opened(workplace, qtbot, sheet)
    answer_all(page)
    page.sheet.finish()
    settle()
    assert loaded(office, Inspection, sheet).state == "HOAN_THANH"
    first = row(page, "B1.1").choice
    assert first is not None
    assert not first.isEnabled()
    assert not page.sheet.side.finish.isVisible()
    page.sheet.reopen()
    settle()
    assert first.isEnabled()
    assert loaded(office, Inspection, sheet).state == "NHAP"


def test_a_finding_is_followed_up_after_the_sheet_was_finished(
    office: Office, workplace: Workplace, qtbot: QtBot, sheet: uuid.UUID
) -> None:
    page = opened(workplace, qtbot, sheet)
    answer_all(page)
    told = {"text": "Thiếu sổ", "group": "HO_SO", "severity": "NHE", "state": "MO"}
    page.sheet.side.findings.findings.append(dict(told))
    page.sheet.side.findings.changed.emit()
    page.sheet.finish()
    settle()
    assert page.sheet.locked
    page.sheet.side.findings.buttons[-1].click()
    dialog = shown_one(RecordDialog, page)
    settle()
    dialog.editing.begin()
    for name, value in (("state", "XONG"), ("fixed_on", dt.date(2026, 11, 21))):
        dialog.form.cell(name).editor.set_value(value)
        dialog.form.cell(name).changed.emit(name)
    dialog.editing.save()
    settle()
    (finding,) = inspections.read_sheet(office, sheet).findings
    assert (finding.state, finding.fixed_on) == ("XONG", dt.date(2026, 11, 21))
    assert page.sheet.side.findings.findings[-1]["state"] == "XONG"


def test_the_head_is_saved_with_the_answers(
    office: Office, workplace: Workplace, qtbot: QtBot, sheet: uuid.UUID
) -> None:
    page = opened(workplace, qtbot, sheet)
    page.sheet.edit_head()
    dialog = shown_one(InspectionHeadDialog, page)
    dialog.form.cell("conclusion").editor.set_value("Cần bổ sung hồ sơ")
    # Set by the program, so the form has to be told as a key press would.
    dialog.form.cell("conclusion").changed.emit("conclusion")
    dialog.take()
    assert loaded(office, Inspection, sheet).conclusion is None
    page.sheet.save()
    settle()
    assert loaded(office, Inspection, sheet).conclusion == "Cần bổ sung hồ sơ"


# -- drafts and leaving ---------------------------------------------------------------


def test_a_draft_is_kept_and_offered_again(
    office: Office, workplace: Workplace, qtbot: QtBot, sheet: uuid.UUID
) -> None:
    page = opened(workplace, qtbot, sheet)
    press(qtbot, Qt.Key.Key_1)
    page.sheet.drafts.keep()
    settle()
    assert saved_answers(office, sheet) == {}
    (draft,) = drafts.read_drafts(office)
    assert draft.draft.row == sheet

    again = opened(workplace, qtbot, sheet)
    assert row(again, "B1.1").value() is None
    assert again.sheet.drafts.banner is not None
    again.sheet.drafts.taken.emit(line_drafts.read_lines(office, "inspections", sheet))
    assert row(again, "B1.1").value() == "DAT"
    again.sheet.save()
    settle()
    assert saved_answers(office, sheet) == {"B1.1": "DAT"}
    assert drafts.read_drafts(office) == []


@pytest.mark.parametrize(("answer", "left", "kept"), [("", 1, 0), ("drop", 0, 0), ("save", 0, 1)])
def test_leaving_asks_about_what_is_not_saved(  # noqa: PLR0917
    office: Office,
    workplace: Workplace,
    qtbot: QtBot,
    sheet: uuid.UUID,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    left: int,
    kept: int,
) -> None:
    page = opened(workplace, qtbot, sheet)
    press(qtbot, Qt.Key.Key_1)
    monkeypatch.setattr(checklist_view, "choose", lambda *_: answer)
    page.show_list()
    settle()
    assert page.stack.currentIndex() == left
    assert len(saved_answers(office, sheet)) == kept


# -- paper and rights -----------------------------------------------------------------


@pytest.mark.parametrize("blank", [False, True])
def test_the_sheet_is_previewed_filled_and_blank(
    workplace: Workplace, qtbot: QtBot, sheet: uuid.UUID, blank: bool
) -> None:
    page = opened(workplace, qtbot, sheet)
    page.sheet.side.print_asked.emit(blank)
    settle()
    preview = shown_one(PdfPreview, page)
    assert len(preview.pages) >= 1
    preview.close()


def test_who_may_only_look_cannot_answer(
    office: Office, open_as, tmp_path: Path, qtbot: QtBot, sheet: uuid.UUID
) -> None:
    page = opened(workplace_of(open_as("LANH_DAO"), tmp_path), qtbot, sheet)
    assert page.sheet.locked
    assert not page.sheet.side.finish.isVisible()
    page.add()
    assert not [one for one in page.findChildren(StartInspectionDialog) if one.isVisible()]


# -- what records say -----------------------------------------------------------------


def test_records_answer_some_questions_of_a_team(office: Office) -> None:
    one = team(office, quota=7)
    member(office, one, "Trần Thị Ánh", dt.date(2026, 1, 1), role="DOI_TRUONG")
    gone = member(office, one, "Hồ Văn Sỹ", dt.date(2025, 1, 1))
    teams.leave_team(office, gone, dt.date(2026, 6, 30), "XIN_THOI")
    activity(office, team_id=one, from_on=dt.date(2026, 2, 3), sessions=3, attendance=1100)
    activity(office, team_id=one, from_on=dt.date(2025, 12, 31), sessions=9)
    activity(office, team_id=one, from_on=dt.date(2026, 3, 3), duty="C", sessions=9)
    course = training(office, from_on=dt.date(2026, 5, 5))
    (anh,) = teams.read_roster(office, one, TODAY).members
    save_training(office, course, {}, [anh.volunteer.id])
    sheet = inspection(office, team_id=one, started_on=TODAY)
    by_code = {
        line.question.code: read_facts(office, sheet)[line.question.id]
        for line in inspections.read_sheet(office, sheet).lines
        if line.question.id in read_facts(office, sheet)
    }
    assert by_code == {
        "B1.3": "1/7 thành viên, 01 Đội trưởng",
        "B1.4": "0/1 thành viên đã ghi đủ 5 tiêu chuẩn, thiếu 01 đơn tình nguyện",
        "B1.5": "trong kỳ vào 01, thôi 01; 0/2 người có số quyết định",
        "B2.a": "3 buổi, 1.100 lượt người trong kỳ",
        "B4": "1/1 thành viên đã dự tập huấn trong kỳ",
    }


def test_other_templates_have_no_such_questions(office: Office) -> None:
    told = {
        "template_id": template(office, "A"),
        "mode": "KE_HOACH",
        "target_name": "Văn phòng",
        "inspectors": "Lê Thị Cán",
    }
    made = only(inspections.start_inspection(office, told), "inspections")
    assert read_facts(office, made) == {}
