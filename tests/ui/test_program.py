"""The program from its first window to the last closed file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt

from clerk import end_program
from desktop.app import Program
from desktop.operations import upkeep
from desktop.operations.office import open_office
from desktop.store.backup import backups_in
from desktop.ui.jobs import Jobs
from inline import Inline, settle


@pytest.fixture
def settings(tmp_path, folder):
    settings = QSettings(str(tmp_path / "machine.ini"), QSettings.Format.IniFormat)
    settings.setValue("folder", str(folder))
    return settings


@pytest.fixture
def program(qapp, qtbot, settings, clock):
    made = Program(qapp, settings, clock, Jobs(executor=Inline()))
    yield made
    end_program(made)


def sign_in(qtbot, program, blank_office, password=None):
    program.start()
    qtbot.keyClicks(program.sign_in.user, blank_office.user)
    qtbot.keyClicks(program.sign_in.password, password or blank_office.password)
    qtbot.keyClick(program.sign_in.password, Qt.Key.Key_Return)
    settle()


def test_the_right_password_opens_the_main_window(qtbot, program, blank_office):
    sign_in(qtbot, program, blank_office)
    assert program.window is not None
    assert program.window.isVisible()
    assert not program.sign_in.isVisible()
    assert program.settings.value("user") == blank_office.user


def test_every_window_carries_the_mark_of_the_program(program, qapp):
    sides = {size.width() for size in qapp.windowIcon().availableSizes()}
    assert {16, 32, 48, 256} <= sides
    image = qapp.windowIcon().pixmap(32, 32).toImage()
    assert image.pixelColor(16, 2).name() == "#0f766e"
    assert program.sign_in.windowIcon().cacheKey() == qapp.windowIcon().cacheKey()


def test_a_wrong_password_is_told_and_may_be_typed_again(qtbot, program, blank_office):
    sign_in(qtbot, program, blank_office, "Sai-mat-khau-1")
    assert program.window is None
    assert "không đúng" in program.sign_in.trouble.text()
    qtbot.keyClicks(program.sign_in.password, blank_office.password)
    qtbot.mouseClick(program.sign_in.enter, Qt.MouseButton.LeftButton)
    settle()
    assert program.window is not None


def test_signing_out_copies_the_office_and_asks_who_comes_next(
    qtbot, program, blank_office, folder, clock
):
    sign_in(qtbot, program, blank_office)
    program.sign_out()
    settle()
    assert program.window is None
    assert program.sign_in.isVisible()
    assert len(backups_in(folder / "backups")) == 1
    open_office(folder, blank_office.user, blank_office.password, clock).close()


def test_a_locked_screen_opens_with_the_password_only(qtbot, program, blank_office):
    sign_in(qtbot, program, blank_office)
    program.lock()
    screen = program._screen
    assert screen is not None
    assert program.window.windowOpacity() == 0
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert screen.isVisible()
    qtbot.keyClicks(screen.password, "Sai-mat-khau-1")
    qtbot.keyClick(screen.password, Qt.Key.Key_Return)
    settle()
    assert "không đúng" in screen.trouble.text()
    qtbot.keyClicks(screen.password, blank_office.password)
    qtbot.keyClick(screen.password, Qt.Key.Key_Return)
    settle()
    assert program._screen is None
    assert program.window.windowOpacity() == 1


def test_nobody_using_the_program_locks_it(qtbot, program, blank_office):
    sign_in(qtbot, program, blank_office)
    program._idle.idle.emit()
    assert program._screen is not None


def test_a_restored_copy_is_signed_in_to_anew(qtbot, program, blank_office, folder, tmp_path):
    sign_in(qtbot, program, blank_office)
    office = program.office
    copy = upkeep.back_up_here(office)
    comparison = upkeep.compare(office, copy.path)
    program.window.workplace.restore_asked.emit(comparison)
    settle()
    assert program.window is None
    assert program.sign_in.isVisible()
    assert any(path.name.startswith("truoc-khoi-phuc") for path in folder.iterdir())
    qtbot.keyClicks(program.sign_in.password, blank_office.password)
    qtbot.keyClick(program.sign_in.password, Qt.Key.Key_Return)
    settle()
    assert program.window is not None


def test_a_pc_without_data_offers_where_to_begin(qapp, qtbot, settings, clock):
    settings.remove("folder")
    program = Program(qapp, settings, clock, Jobs(executor=Inline()))
    program.start()
    assert program.sign_in._stack.currentIndex() == 1
    end_program(program)
