"""A PC with a wrong clock through its windows: the day is asked for once, and everything goes by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from clerk import end_program
from conftest import NOW, Blank
from desktop.app import Program
from desktop.base.clock import VIETNAM, StoppedClock
from desktop.base.errors import InvalidValue
from desktop.fields import Date
from desktop.operations.office import known_day
from desktop.ui.calendar_popup import CalendarPopup
from desktop.ui.clock_dialog import ClockDialog
from desktop.ui.editors import editor_for
from desktop.ui.editors.dates import DateEditor
from desktop.ui.jobs import Jobs
from desktop.ui.new_case import NewCaseDialog
from inline import Inline, settle

TRUE_DAY = dt.date(2026, 12, 24)


@pytest.fixture
def pc() -> StoppedClock:
    """The clock of a PC whose battery is dead."""
    return StoppedClock(dt.datetime(2009, 1, 1, 0, 12, tzinfo=VIETNAM))


@pytest.fixture
def program(
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    folder: Path,
    blank_office: Blank,
    pc: StoppedClock,
) -> Iterator[Program]:
    """The program, signed in on that PC."""
    settings = QSettings(str(tmp_path / "machine.ini"), QSettings.Format.IniFormat)
    settings.setValue("folder", str(folder))
    made = Program(qapp, settings, pc, Jobs(executor=Inline()))
    made.start()
    enter(qtbot, made, blank_office)
    yield made
    end_program(made)


def enter(qtbot: QtBot, program: Program, blank: Blank) -> None:
    program.sign_in.user.setText(blank.user)
    qtbot.keyClicks(program.sign_in.password, blank.password)
    qtbot.keyClick(program.sign_in.password, Qt.Key.Key_Return)
    settle()


def asked(program: Program) -> list[ClockDialog]:
    assert program.window is not None
    return [one for one in program.window.findChildren(ClockDialog) if one.isVisible()]


def type_day(qtbot: QtBot, dialog: ClockDialog, day: str, time: str = "8:30") -> None:
    for line, text in ((dialog.day, day), (dialog.time, time)):
        line.selectAll()
        qtbot.keyClicks(line, text)
    (sure,) = (one for one in dialog.findChildren(QPushButton) if one.text() == "Xác nhận")
    qtbot.mouseClick(sure, Qt.MouseButton.LeftButton)
    settle()


def test_the_day_is_asked_for_once_and_stands_at_the_foot(
    qtbot: QtBot, program: Program, blank_office: Blank
) -> None:
    (dialog,) = asked(program)
    assert dialog.day.text() == ""
    assert dialog.time.text() == "00:12"
    office = program.office
    assert office is not None
    assert program.window is not None
    assert program.window.foot.day.isVisible()
    assert "Chưa biết" in program.window.foot.day.text()
    type_day(qtbot, dialog, "24/12/2026")
    assert dialog.spoken.text() == "Thứ Năm, ngày 24 tháng 12 năm 2026"
    assert not asked(program)
    assert known_day(office) == TRUE_DAY
    assert office.clock.now().astimezone(VIETNAM).hour == 8
    assert program.window.foot.day.text() == "⚠ Hôm nay 24/12/2026 (gõ tay)"
    # The next one who signs in while the program runs is not asked again.
    program.sign_out()
    settle()
    enter(qtbot, program, blank_office)
    assert not asked(program)
    assert "24/12/2026" in program.window.foot.day.text()


def test_a_form_proposes_no_day_before_it_is_typed_and_the_typed_one_after(
    qtbot: QtBot, program: Program
) -> None:
    (dialog,) = asked(program)
    dialog.reject()
    assert program.window is not None
    proposed = []
    for _ in range(2):
        new = NewCaseDialog(program.window.workplace, program.window)
        qtbot.addWidget(new)
        proposed.append(new._usual()["intake_on"])
        program.window.foot.day.click()
        (again,) = asked(program)
        type_day(qtbot, again, "24/12/2026")
    assert proposed == [None, TRUE_DAY]


def test_an_editor_knows_no_today_before_it_is_typed(qtbot: QtBot, program: Program) -> None:
    (dialog,) = asked(program)
    assert program.window is not None
    editor = editor_for(Date(past=True), program.window.workplace.context)
    qtbot.addWidget(editor.widget)
    editor.set_value(None)
    assert isinstance(editor, DateEditor)
    editor.line.setText("hôm nay")
    with pytest.raises(InvalidValue, match="hãy gõ rõ ngày"):
        editor.value()
    type_day(qtbot, dialog, "24/12/2026")
    assert editor.value() == TRUE_DAY


def test_a_calendar_offers_no_today_that_nobody_knows(qtbot: QtBot) -> None:
    for today, offered in ((None, False), (TRUE_DAY, True)):
        popup = CalendarPopup(TRUE_DAY, today)
        qtbot.addWidget(popup)
        popup.show()
        (now,) = (one for one in popup.findChildren(QPushButton) if one.text() == "Hôm nay")
        assert now.isVisible() is offered


def test_what_speaks_against_a_day_is_said_before_it_is_taken(
    qtbot: QtBot, program: Program
) -> None:
    (dialog,) = asked(program)
    office = program.office
    assert office is not None
    type_day(qtbot, dialog, "24/12/2062")
    assert "xa quá" in dialog.trouble.text()
    assert known_day(office) is None
    type_day(qtbot, dialog, "20/11/2026")
    type_day(qtbot, dialog, "20/11/2026")
    assert "không thể là ngày 20/11/2026" in dialog.trouble.text()
    type_day(qtbot, dialog, "32/12/2026")
    assert dialog.field.problem()
    type_day(qtbot, dialog, "24/12/2026", "25:00")
    assert dialog._time.problem()
    assert asked(program) == [dialog]
    assert known_day(office) is None
    type_day(qtbot, dialog, "24/12/2026")
    assert known_day(office) == TRUE_DAY


def test_a_clock_that_was_mended_is_believed_when_its_day_is_typed(
    qtbot: QtBot, program: Program, pc: StoppedClock
) -> None:
    (dialog,) = asked(program)
    office = program.office
    assert office is not None
    pc.at = NOW
    type_day(qtbot, dialog, "21/11/2026")
    assert not office.clock.was_told
    assert office.clock.now() == NOW
    assert program.window is not None
    assert not program.window.foot.day.isVisible()
