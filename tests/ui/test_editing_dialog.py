"""Dialogs of one record, alone or with its lines: one row of buttons, one way to leave."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.operations import lists, records
from desktop.operations.office import Office
from desktop.ui.activity_form import activity_dialog
from desktop.ui.editing_dialog import EditingDialog
from desktop.ui.page import Page
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.void_dialog import VoidDialog
from desktop.ui.workplace import Workplace
from inline import settle, shown_one, workplace_of
from makers import activity, hamlet


@dataclass(frozen=True)
class Case:
    """A kind of dialog with a record to show in it; field: one that may be written anew."""

    make: Callable[[Office], uuid.UUID]
    dialog: Callable[[Workplace, Page, uuid.UUID], EditingDialog]
    field: str


def of_hamlet(workplace: Workplace, page: Page, made: uuid.UUID) -> EditingDialog:
    return RecordDialog(workplace, "hamlets", page).show_record(made)


def of_activity(workplace: Workplace, page: Page, made: uuid.UUID) -> EditingDialog:
    return activity_dialog(workplace, page).show_record(made)


CASES = pytest.mark.parametrize(
    "case",
    [Case(hamlet, of_hamlet, "name"), Case(activity, of_activity, "summary")],
    ids=["alone", "with lines"],
)


@pytest.fixture
def page(office: Office, tmp_path: Path, qtbot: QtBot) -> Page:
    made = Page(workplace_of(office, tmp_path))
    qtbot.addWidget(made)
    made.show()
    return made


def shown(page: Page, case: Case, made: uuid.UUID) -> EditingDialog:
    dialog = case.dialog(page.workplace, page, made)
    dialog.open()
    settle()
    return dialog


def buttons(dialog: EditingDialog) -> set[str]:
    """The buttons of the row that can be pressed."""
    foot = dialog.void_button.parentWidget()
    assert foot is not None
    return {one.text() for one in foot.findChildren(QPushButton) if one.isVisible()}


@CASES
def test_a_record_is_read_first_and_saved_after(page: Page, case: Case) -> None:
    made = case.make(page.workplace.office)
    dialog = shown(page, case, made)
    assert buttons(dialog) == {"Xóa…", "Đóng", "Sửa"}
    assert dialog.close_button.hasFocus()
    dialog.edit_button.click()
    assert buttons(dialog) == {"Thôi", "Cất"}
    table = dialog.form.record_type.__tablename__
    dialog.editing.forms.put(table, {case.field: "Đã xem lại"})
    dialog.save_button.click()
    settle()
    assert not dialog.isVisible()
    assert records.read(page.workplace.office, table, made).values[case.field] == "Đã xem lại"


@CASES
def test_a_record_is_taken_out_of_use_for_a_reason(page: Page, case: Case) -> None:
    dialog = shown(page, case, case.make(page.workplace.office))
    dialog.void_button.click()
    asked = shown_one(VoidDialog, dialog)
    asked.reason.setText("Ghi nhầm")
    asked.void()
    settle()
    assert not dialog.isVisible()
    assert lists.count(page.workplace.office, dialog.form.record_type.__tablename__) == 0


@CASES
def test_who_only_reads_may_close(
    case: Case, office: Office, open_as: Callable[..., Office], qtbot: QtBot, tmp_path: Path
) -> None:
    made = case.make(office)
    page = Page(workplace_of(open_as("CHI_XEM"), tmp_path))
    qtbot.addWidget(page)
    page.show()
    assert buttons(shown(page, case, made)) == {"Đóng"}
