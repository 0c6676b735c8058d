"""A day's activity is written down and found again in the month's report."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import Qt

from clerk import CTRL, Clerk
from desktop.base.errors import UserError
from desktop.operations import activities, users
from desktop.operations.office import User
from desktop.ui.activity_page import ActivityPage
from desktop.ui.figure_dialogs import FigureRecordsDialog
from desktop.ui.figure_table import COMPUTED
from desktop.ui.lines_dialog import LinesDialog
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.product_lines import ProductLines
from desktop.ui.report_dialogs import NewReportDialog
from desktop.ui.report_page import ReportPage
from desktop.ui.secrets import FirstPasswordDialog
from inline import settle, shown_one
from makers import activity, brought_activity, member, team
from paper.pages import words

FIRST, OWN = "Ban-dau-2026", "Hoa-lan-2027"


def figure(page: ReportPage, key: str) -> str:
    figures = page.report.figures.table.list
    return str(figures.index(figures.row_of(key), COMPUTED).data())


def test_a_days_work_is_counted_told_printed_and_frozen(clerk: Clerk) -> None:
    only = team(clerk.office, name="Đội xã Tiên Phước")
    member(clerk.office, only)
    report = begin_report(clerk)
    assert (figure(report, "T05"), figure(report, "T12")) == ("0", "0")

    write_day_down(clerk)
    clerk.go("reports", ReportPage)
    assert (figure(report, "T05"), figure(report, "T12")) == ("2", "120")
    drill_down(clerk, report)
    clerk.go("reports", ReportPage)
    told = read_text(clerk, report)
    assert told in preview(clerk)

    hand_over(clerk, report)
    frozen = approve(clerk)
    late: dict[str, Any] = {"from_on": dt.date(2026, 11, 19), "attendance": 1000}
    with pytest.raises(UserError, match="nhờ lãnh đạo mở lại báo cáo đó"):
        activity(clerk.office, **late)
    brought_activity(clerk.office, **late)
    clerk.key(Qt.Key.Key_F5)
    assert figure(frozen, "T12") == "120"
    assert told in preview(clerk)


def begin_report(clerk: Clerk) -> ReportPage:
    """The report of this month, chosen by its name."""
    page = clerk.go("reports", ReportPage)
    clerk.key(Qt.Key.Key_N, CTRL)
    dialog = clerk.dialog(NewReportDialog)
    dialog.length.setCurrentIndex(0)
    dialog.which.setCurrentText("Tháng 11 năm 2026")
    clerk.press("Lập báo cáo", dialog)
    assert page.report.report_id is not None
    return page


def write_day_down(clerk: Clerk) -> None:
    """Yesterday's two sessions with leaflets, typed field after field."""
    page = clerk.go("activities", ActivityPage)
    clerk.key(Qt.Key.Key_N, CTRL)
    dialog = clerk.dialog(LinesDialog)
    clerk.walk("from_on", "hôm qua")
    clerk.walk("summary", "Nói chuyện tại Trường THCS Nguyễn Du")
    clerk.fill(dialog.form, duty="a", type="lop tuyen truyen")
    clerk.key(Qt.Key.Key_Tab)
    dialog.form.go_to("topics")
    clerk.key(Qt.Key.Key_Space)
    clerk.fill(dialog.form, sessions="2", attendance="120")
    lines = shown_one(ProductLines, dialog)
    clerk.press("Thêm dòng", lines)
    clerk.type("to roi")
    clerk.key(Qt.Key.Key_Tab)
    clerk.type("500")
    clerk.key(Qt.Key.Key_S, CTRL)
    assert not clerk.has_dialog(LinesDialog)
    assert page.activities.count() == 1
    made = page.activities.model.record_id(0)
    (line,) = activities.read_products(clerk.office, made)
    assert (line["type"], line["quantity"]) == ("TO_ROI", 500)


def drill_down(clerk: Clerk, page: ReportPage) -> None:
    """From the figure to the activity behind it."""
    page.report.figures.table.go_to("T12")
    page.report.figures.table.setFocus()
    clerk.key(Qt.Key.Key_Return)
    behind = clerk.dialog(FigureRecordsDialog)
    assert behind.list.model().rowCount() == 1
    clerk.press("Mở bản ghi", behind)
    assert isinstance(clerk.window.page(), ActivityPage)
    opened = clerk.dialog(LinesDialog)
    assert opened.form.values()["attendance"] == 120
    clerk.key(Qt.Key.Key_Escape)
    assert not clerk.has_dialog(LinesDialog)


def read_text(clerk: Clerk, page: ReportPage) -> str:
    """The sentence about the day, with its figures as they are instead of rounded."""
    page.report.tabs.setCurrentWidget(page.report.texts)
    clerk.click(page.report.texts.rounded)
    settle()
    text = page.report.texts.editors["4.1"].text()
    assert "02 lớp tuyên truyền" in text
    assert "120 lượt người" in text
    assert text.endswith("Ngoài ra, đã phát 500 tờ rơi.")
    return "đã phát 500 tờ rơi"


def preview(clerk: Clerk) -> str:
    """What the report says on paper."""
    clerk.key(Qt.Key.Key_P, CTRL)
    shown = clerk.dialog(PdfPreview)
    said = words(shown._content)
    shown.close()
    settle()
    return said


def hand_over(clerk: Clerk, page: ReportPage) -> None:
    """The clerk hands the report over; from now on it is only read."""
    users.add_account(clerk.office, User("binh", "Phan Văn Bình", "LANH_DAO,CAN_BO"), FIRST)
    clerk.answer("Trình duyệt")
    clerk.press("Trình duyệt", page)
    settle()
    assert page.report.locked
    clerk.choose_own("Đăng xuất")


def approve(clerk: Clerk) -> ReportPage:
    """The leader signs in for the first time, chooses a password, and approves."""
    clerk.when_asked(FirstPasswordDialog, lambda asked: choose_password(clerk, asked))
    clerk.sign_in("binh", FIRST)
    assert clerk.office.user.full_name == "Phan Văn Bình"
    page = clerk.go("reports", ReportPage)
    page.list.view.setFocus()
    page.list.view.selectRow(0)
    clerk.key(Qt.Key.Key_Return)
    clerk.answer("Duyệt")
    clerk.press("Duyệt", page)
    settle()
    assert page.report.deeds.buttons["reopen"].isVisible()
    return page


def choose_password(clerk: Clerk, asked: FirstPasswordDialog) -> None:
    asked.fields[0].setFocus()
    clerk.type(FIRST, OWN, OWN)
    clerk.key(Qt.Key.Key_Return, times=2)
