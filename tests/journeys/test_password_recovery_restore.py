"""A clerk changes her password, forgets it, comes in with the printed code, and puts a copy back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton

from clerk import end_program
from desktop.app import Program
from desktop.operations import lists
from desktop.operations.upkeep import compare
from desktop.ui.backup_view import BackupView
from desktop.ui.beginnings import RecoveryDialog
from desktop.ui.jobs import Jobs
from desktop.ui.settings_sections import PasswordSection
from inline import Inline, settle
from makers import person

NEW, NEWER = "Bong-sen-2027", "Hoa-cuc-2028"


@pytest.fixture
def program(qapp, tmp_path, folder, clock):
    settings = QSettings(str(tmp_path / "machine.ini"), QSettings.Format.IniFormat)
    settings.setValue("folder", str(folder))
    made = Program(qapp, settings, clock, Jobs(executor=Inline()))
    yield made
    end_program(made)


def enter(qtbot, program, password):
    qtbot.keyClicks(program.sign_in.password, password)
    qtbot.keyClick(program.sign_in.password, Qt.Key.Key_Return)
    settle()


def section(program, key, kind):
    program.window.workplace.section_asked.emit("settings", key)
    settle()
    page = program.window.page()
    return next(part for part in page.findChildren(kind))


def press(qtbot, widget, words):
    button = next(b for b in widget.findChildren(QPushButton) if b.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()


def test_a_password_is_changed_forgotten_and_recovered(qtbot, program, blank_office):
    program.start()
    qtbot.keyClicks(program.sign_in.user, blank_office.user)
    enter(qtbot, program, blank_office.password)
    part = section(program, "password", PasswordSection)
    for field, text in zip(part.fields, (blank_office.password, NEW, NEW), strict=True):
        qtbot.keyClicks(field, text)
    press(qtbot, part, "Đổi mật khẩu")
    assert "Đã đổi" in program.window.said.text()

    program.sign_out()
    settle()
    enter(qtbot, program, blank_office.password)
    assert program.window is None, "the former password still opens the data"

    qtbot.mouseClick(program.sign_in.forgotten, Qt.MouseButton.LeftButton)
    settle()
    dialog = program.sign_in.findChild(RecoveryDialog)
    typed = blank_office.recovery_code.replace("-", " ").lower()
    for field, text in (
        (dialog.code, typed),
        (dialog.user, blank_office.user),
        (dialog.password, NEWER),
        (dialog.again, NEWER),
    ):
        qtbot.keyClicks(field, text)
    press(qtbot, dialog, "Đặt mật khẩu và mở")
    assert program.window is not None

    program.sign_out()
    settle()
    enter(qtbot, program, NEWER)
    assert program.window is not None


def test_a_copy_is_made_and_put_back(qtbot, program, blank_office):
    program.start()
    qtbot.keyClicks(program.sign_in.user, blank_office.user)
    enter(qtbot, program, blank_office.password)
    person(program.office, full_name="Trần Văn Trước")
    part = section(program, "backup", BackupView)
    press(qtbot, part, "Sao lưu ngay")
    assert part.table.model().rowCount() == 1
    person(program.office, full_name="Lê Thị Sau")
    assert lists.count(program.office, "people") == 2

    copy = part._found[0].path
    comparison = compare(program.office, copy)
    assert ("Người được hỗ trợ", 1, 2) in comparison.lines()
    program.window.workplace.restore_asked.emit(comparison)
    settle()
    enter(qtbot, program, blank_office.password)
    assert lists.count(program.office, "people") == 1
    assert [h.title for h in lists.quick_search(program.office, "tran truoc")] == ["Trần Văn Trước"]
    assert lists.quick_search(program.office, "le sau") == []
