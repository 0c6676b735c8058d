"""The screen of reports: begun, looked into, changed by hand, written, approved, sent."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

import makers
from desktop.indicators.periods import whole_year
from desktop.operations import approvals, drafts, line_drafts, reports
from desktop.operations.office import Office
from desktop.ui import dialogs, report_deeds, report_window
from desktop.ui.clash_dialog import ClashDialog
from desktop.ui.figure_dialogs import FigureDialog, FigureRecordsDialog
from desktop.ui.figure_table import COMPUTED, EDITED, NAME, PLAN, REASON
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.report_dialogs import NewReportDialog, SentDialog
from desktop.ui.report_page import ReportPage
from desktop.ui.report_state import days_late
from inline import settle, workplace_of

YEAR = whole_year(2026)


@pytest.fixture
def report_id(office: Office) -> uuid.UUID:
    """A report on a year with one meeting of 45 people, and a team of two."""
    team = makers.team(office, decision_on=dt.date(2026, 1, 2))
    for name in ("Phạm Thị Dung", "Lê Văn Tám"):
        makers.member(office, team, name)
    makers.activity(office)
    return makers.only(reports.open_report(office, YEAR, dt.date(2026, 11, 18)), "reports")


@pytest.fixture
def page(office: Office, report_id: uuid.UUID, qtbot: QtBot, tmp_path: Path) -> ReportPage:
    return shown_page(office, qtbot, tmp_path)


def shown_page(office: Office, qtbot: QtBot, folder: Path) -> ReportPage:
    made = ReportPage(workplace_of(office, folder))
    qtbot.addWidget(made)
    made.resize(1130, 690)
    made.show()
    made.come_forward()
    settle()
    return made


def opened(page: ReportPage, report_id: uuid.UUID) -> ReportPage:
    page.open_record("reports", report_id)
    settle()
    return page


def dialog(page: ReportPage, kind: type[Any]) -> Any:
    """The one open dialog of this kind."""
    (found,) = [one for one in page.findChildren(QDialog) if isinstance(one, kind)]
    return found


def cell(page: ReportPage, key: str, column: int) -> str:
    figures = page.report.figures.table.list
    return str(figures.index(figures.row_of(key), column).data() or "")


def steps(page: ReportPage) -> set[str]:
    """The steps that are offered."""
    return {key for key, button in page.report.deeds.buttons.items() if not button.isHidden()}


def test_the_list_says_what_has_to_go_out_next(page: ReportPage) -> None:
    assert page.list.count() == 1
    assert page.awaited is not None
    assert page.awaited.text() == "Báo cáo kỳ này: năm 2026 · Đang soạn · Chậm hạn 3 ngày"


def test_a_report_is_begun_for_the_quarter_that_is_over(page: ReportPage, office: Office) -> None:
    page.add()
    asked = dialog(page, NewReportDialog)
    assert asked.which.currentText() == "Quý III năm 2026"
    values = asked.form.values()
    assert (values["from_on"], values["to_on"]) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    asked.length.setCurrentIndex(0)
    assert asked.form.values()["label"] == "tháng 10 năm 2026"
    asked.begin()
    settle()
    assert page.stack.currentWidget() is page.report
    assert page.report.report_id is not None
    seen = reports.read_report(office, page.report.report_id)
    assert seen.reading.values["label"] == "tháng 10 năm 2026"
    assert seen.reading.values["due_on"] == dt.date(2026, 11, 7)


def test_typed_days_name_the_period_unless_the_clerk_named_it(page: ReportPage) -> None:
    page.add()
    asked = dialog(page, NewReportDialog)
    asked.length.setCurrentIndex(asked.length.count() - 1)
    cells = asked.form.cell
    for name, day in (("from_on", dt.date(2026, 1, 1)), ("to_on", dt.date(2026, 8, 31))):
        cells(name).editor.set_value(day)
        cells(name).changed.emit(name)
    assert cells("label").editor.value() == "8 tháng đầu năm 2026"
    cells("label").editor.set_value("giai đoạn vừa qua")
    cells("to_on").editor.set_value(dt.date(2026, 9, 30))
    cells("to_on").changed.emit("to_on")
    assert cells("label").editor.value() == "giai đoạn vừa qua"


def test_a_period_that_has_its_report_is_refused_in_words(page: ReportPage, office: Office) -> None:
    page.add()
    asked = dialog(page, NewReportDialog)
    asked.length.setCurrentIndex(4)
    asked.which.setCurrentIndex(0)
    asked.begin()
    settle()
    assert asked.trouble.text().startswith("Đã có báo cáo cho năm 2026.")
    assert asked.trouble.isVisible()


def test_figures_stand_with_their_parts_under_heads(page: ReportPage, report_id: uuid.UUID) -> None:
    opened(page, report_id)
    figures = page.report.figures.table.list
    assert [figures.index(row, 0).data() for row in figures.heads()] == [
        "I. Đội và thành viên",
        "II. Tuyên truyền, tập huấn, sản phẩm truyền thông",
    ]
    assert cell(page, "D03", NAME) == "D03  Số tình nguyện viên"
    assert cell(page, "D04.2", NAME) == "Đội có 2 thành viên"
    assert (cell(page, "T12", COMPUTED), cell(page, "T12", EDITED)) == ("45", "")


def test_the_plan_of_the_year_has_a_column_where_one_is_set(
    page: ReportPage, report_id: uuid.UUID, office: Office
) -> None:
    opened(page, report_id)
    table = page.report.figures.table
    assert table.isColumnHidden(PLAN)
    makers.saved(office, "targets", year=2026, indicator="T05", planned=8)
    page.refresh()
    settle()
    assert not table.isColumnHidden(PLAN)
    assert cell(page, "T05", PLAN) == "1 / 8 = 13%"
    assert cell(page, "T06", PLAN) == ""


def test_a_figure_is_changed_with_f2_and_taken_back(
    page: ReportPage, report_id: uuid.UUID, qtbot: QtBot
) -> None:
    opened(page, report_id)
    table = page.report.figures.table
    table.go_to("T05")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_F2)
    asked: FigureDialog = dialog(page, FigureDialog)
    asked.form.cell("edited").editor.set_value(4)
    asked.save()
    assert asked.form.cell("reason").problem()
    asked.form.cell("reason").editor.set_value("Ba lớp của Hội Phụ nữ")
    asked.save()
    settle()
    assert [cell(page, "T05", at) for at in (COMPUTED, EDITED, REASON)] == [
        "1", "4", "Ba lớp của Hội Phụ nữ",
    ]  # fmt: skip
    # The list was read anew, and the keyboard is still on the line.
    line = table.current_line()
    assert line is not None
    assert line.key == "T05"
    page.report.figures.edit()
    again: FigureDialog = dialog(page, FigureDialog)
    again.restore()
    settle()
    assert cell(page, "T05", EDITED) == ""


def test_what_does_not_fit_together_is_told_above(
    page: ReportPage, report_id: uuid.UUID, office: Office
) -> None:
    opened(page, report_id)
    assert not page.report.remarks.isVisible()
    for key in ("T01.XA", "T03.XA", "T16.PANO"):
        reports.edit_figure(office, report_id, key, 5, "Bổ sung")
    page.refresh()
    settle()
    remarks = page.report.remarks
    assert [one.text() for one in remarks.banners] == [
        "T01: các phần cộng lại là 5, khác tổng số 0."
    ]
    remarks.show_all()
    assert len(remarks.banners) == 3


def test_enter_lists_the_records_behind_a_figure_and_opens_one(
    page: ReportPage, report_id: uuid.UUID, qtbot: QtBot
) -> None:
    opened(page, report_id)
    asked_for: list[str] = []
    page.workplace.open_asked.connect(lambda table, _id: asked_for.append(table))
    table = page.report.figures.table
    table.go_to("D03")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    settle()
    found: FigureRecordsDialog = dialog(page, FigureRecordsDialog)
    names = {found.list.model().index(row, 0).data() for row in range(2)}
    assert names == {"Phạm Thị Dung", "Lê Văn Tám"}
    found.open_chosen()
    assert asked_for == ["memberships"]


def test_a_figure_without_records_says_so(page: ReportPage, report_id: uuid.UUID) -> None:
    opened(page, report_id)
    page.report.figures.table.go_to("T13")
    page.report.figures.show_records()
    settle()
    found: FigureRecordsDialog = dialog(page, FigureRecordsDialog)
    assert found.list.model().index(0, 0).data() == "Không có bản ghi nào trong kỳ."
    assert not found.open_button.isEnabled()


# -- texts ------------------------------------------------------------------------------


def test_a_text_is_written_saved_and_taken_from_the_template_again(
    page: ReportPage, report_id: uuid.UUID, office: Office
) -> None:
    opened(page, report_id)
    editor = page.report.texts.editors["2"]
    proposed = editor.text()
    assert editor.template_button.isHidden()
    editor.type("Tự viết.")
    assert page.report.is_changed()
    page.report.save()
    settle()
    assert not page.report.is_changed()
    assert reports.read_report(office, report_id).body.sections[1].text == "Tự viết."
    editor = page.report.texts.editors["2"]
    assert (editor.chip.text(), editor.template_button.isHidden()) == ("Tự viết", False)
    editor.template_button.click()
    page.report.save()
    settle()
    assert reports.read_report(office, report_id).body.sections[1].text == proposed
    assert not reports.read_report(office, report_id).body.sections[1].written


def test_what_is_typed_stays_when_figures_change_meanwhile(
    page: ReportPage, report_id: uuid.UUID, office: Office
) -> None:
    opened(page, report_id)
    page.report.texts.editors["2"].type("Đang viết dở")
    reports.edit_figure(office, report_id, "T05", 9, "Bổ sung")
    page.refresh()
    settle()
    assert page.report.texts.editors["2"].text() == "Đang viết dở"
    assert "09 lớp" in page.report.texts.editors["4.1"].text()


def test_the_way_figures_are_written_is_chosen_above_the_texts(
    page: ReportPage, report_id: uuid.UUID, office: Office
) -> None:
    opened(page, report_id)
    assert "01 Đội" in page.report.texts.editors["1"].text()
    page.report.texts.padded.click()
    settle()
    assert "có 1 Đội" in page.report.texts.editors["1"].text()


def test_f7_takes_the_text_of_the_report_before(
    page: ReportPage, report_id: uuid.UUID, office: Office
) -> None:
    earlier = makers.only(reports.open_report(office, whole_year(2025)), "reports")
    reports.save_texts(office, earlier, {"2": "Như năm trước."})
    opened(page, report_id)
    page.report.tabs.setCurrentWidget(page.report.texts)
    editor = page.report.texts.editors["2"]
    editor.area.setFocus()
    page.report.take_former()
    settle()
    assert editor.text() == "Như năm trước."
    assert page.report.is_changed()


def test_unsaved_texts_are_kept_as_a_draft_and_offered_again(
    page: ReportPage, report_id: uuid.UUID, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(page, report_id)
    page.report.texts.editors["2"].type("Mất điện giữa chừng")
    page.report.drafts.keep()
    settle()
    (draft,) = drafts.read_drafts(office)
    assert draft.called == "năm 2026"
    again = shown_page(office, qtbot, tmp_path)
    again.open_draft(draft)
    settle()
    assert again.report.drafts.banner is not None
    assert again.report.tabs.currentWidget() is again.report.texts
    again.report.drafts._take(line_drafts.read_lines(office, "reports", report_id))  # type: ignore[arg-type]
    assert again.report.texts.editors["2"].text() == "Mất điện giữa chừng"
    again.report.save()
    settle()
    assert drafts.read_drafts(office) == []


@pytest.mark.parametrize(("answer", "kept"), [("drop", False), ("", True)])
def test_leaving_asks_about_unsaved_texts(
    page: ReportPage,
    report_id: uuid.UUID,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    kept: bool,
) -> None:
    opened(page, report_id)
    page.report.texts.editors["2"].type("Chưa cất")
    monkeypatch.setattr(report_window, "choose", lambda *_: answer)
    page.show_list()
    assert (page.stack.currentWidget() is page.report) == kept
    assert page.report.is_changed() == kept


def test_saving_on_the_way_out_leaves_once_it_is_saved(
    page: ReportPage, report_id: uuid.UUID, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(page, report_id)
    page.report.texts.editors["2"].type("Cất rồi đi")
    monkeypatch.setattr(report_window, "choose", lambda *_: "save")
    page.show_list()
    settle()
    assert page.stack.currentWidget() is not page.report
    assert reports.read_report(office, report_id).body.sections[1].text == "Cất rồi đi"


# -- its way ----------------------------------------------------------------------------


def test_a_clerk_submits_and_withdraws(
    page: ReportPage, report_id: uuid.UUID, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_deeds, "ask", lambda *_: True)
    opened(page, report_id)
    assert steps(page) == {"submit"}
    page.report.deeds.buttons["submit"].click()
    settle()
    assert steps(page) == {"withdraw"}
    assert page.report.locked
    assert page.report.texts.editors["2"].area.isReadOnly()
    assert page.report.figures.edit_button.isHidden()
    page.report.deeds.buttons["withdraw"].click()
    settle()
    assert not page.report.locked


def test_a_leader_approves_and_reopens(
    office: Office,
    open_as: Callable[..., Office],
    report_id: uuid.UUID,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def agree(_parent: object, _title: str, message: dialogs.Message, _yes: str) -> bool:
        asked.append(message.happened)
        return True

    monkeypatch.setattr(report_deeds, "ask", agree)
    reports.edit_figure(office, report_id, "T01.XA", 5, "Bổ sung")
    approvals.submit(office, report_id)
    page = opened(shown_page(open_as("LANH_DAO"), qtbot, tmp_path), report_id)
    assert steps(page) == {"send_back", "approve"}
    page.report.deeds.buttons["approve"].click()
    settle()
    assert asked == ["Duyệt báo cáo này? Còn 1 điều chưa khớp trong số liệu."]
    assert steps(page) == {"reopen"}
    page.report.deeds.buttons["reopen"].click()
    settle()
    assert reports.read_report(office, report_id).state == "NHAP"


def test_the_day_of_sending_is_written_down(
    page: ReportPage, report_id: uuid.UUID, office: Office, open_as: Callable[..., Office]
) -> None:
    approvals.approve(open_as("LANH_DAO"), report_id)
    opened(page, report_id)
    assert steps(page) == {"set_sent"}
    page.report.deeds.buttons["set_sent"].click()
    asked: SentDialog = dialog(page, SentDialog)
    asked.form.cell("sent_on").editor.set_value(dt.date(2026, 11, 1))
    asked.save()
    settle()
    assert "đứng trước ngày ký" in asked.form.cell("sent_on").problem()
    asked.form.cell("sent_on").editor.set_value(dt.date(2026, 11, 21))
    asked.form.cell("number").editor.set_value("12/BC-UBND")
    asked.save()
    settle()
    values = reports.read_report(office, report_id).reading.values
    assert (values["status"], values["number"]) == ("DA_GUI", "12/BC-UBND")
    assert days_late(values) == 3


def test_the_paper_is_looked_at_before_it_is_printed(
    page: ReportPage, report_id: uuid.UUID
) -> None:
    opened(page, report_id)
    page.print_record()
    settle()
    preview: PdfPreview = dialog(page, PdfPreview)
    assert "Báo cáo" in preview.windowTitle()
    preview.close()


def test_who_only_reads_is_offered_nothing_to_write(
    open_as: Callable[..., Office], report_id: uuid.UUID, qtbot: QtBot, tmp_path: Path
) -> None:
    page = opened(shown_page(open_as("CHI_XEM"), qtbot, tmp_path), report_id)
    page.add()
    assert page.findChildren(NewReportDialog) == []
    assert steps(page) == set()
    assert page.report.locked
    assert page.report.print_button.isHidden()


@pytest.mark.parametrize(("mine", "left"), [(True, "Bản của tôi"), (False, "Bản của người khác")])
def test_a_text_that_somebody_else_wrote_is_shown_side_by_side(
    page: ReportPage,
    report_id: uuid.UUID,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    mine: bool,
    left: str,
) -> None:
    reports.save_texts(office, report_id, {"2": "Bản đầu"})
    opened(page, report_id)
    page.report.texts.editors["2"].type("Bản của tôi")
    reports.save_texts(office, report_id, {"2": "Bản của người khác"})

    def choose_side(asked: ClashDialog) -> int:
        asked.choose("text", mine=mine)
        return 1

    monkeypatch.setattr(ClashDialog, "exec", choose_side)
    page.report.save()
    settle()
    assert page.report.texts.editors["2"].text() == left
    assert reports.read_report(office, report_id).body.sections[1].text == left
    assert not page.report.is_changed()
