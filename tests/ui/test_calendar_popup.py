"""Days are picked with keys and mouse."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt

from desktop.ui.calendar_popup import CalendarPopup
from ui.widget_samples import DAY

#: What Qt says about its own platform without a display is not about us.
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.usefixtures("dressed"),
]


def test_days_are_picked_with_the_keyboard(qtbot) -> None:
    popup = CalendarPopup(dt.date(2026, 1, 31), DAY)
    qtbot.addWidget(popup)
    sheet = popup.sheet
    qtbot.keyClick(sheet, Qt.Key.Key_PageDown)
    assert sheet.day() == dt.date(2026, 2, 28)
    qtbot.keyClick(sheet, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(sheet, Qt.Key.Key_Down)
    qtbot.keyClick(sheet, Qt.Key.Key_Left)
    assert sheet.accessibleName() == "Thứ Năm, ngày 6 tháng 3 năm 2025"
    with qtbot.waitSignal(popup.picked) as told:
        qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert told.args == [dt.date(2025, 3, 6)]


def test_the_calendar_stops_at_the_ends_of_time(qtbot) -> None:
    popup = CalendarPopup(dt.date.max, DAY)
    qtbot.addWidget(popup)
    qtbot.keyClick(popup.sheet, Qt.Key.Key_Down)
    popup.sheet.grab()
    assert popup.sheet.day() == dt.date.max
    popup.sheet.show_day(dt.date.min)
    qtbot.keyClick(popup.sheet, Qt.Key.Key_PageUp)
    popup.sheet.grab()
    assert popup.sheet.day() == dt.date.min


def test_a_day_is_picked_by_a_click(qtbot) -> None:
    popup = CalendarPopup(DAY, DAY)
    qtbot.addWidget(popup)
    popup.sheet.resize(popup.sheet.sizeHint())
    column, row = 5, 4
    place = QPoint(
        popup.sheet.width() * (2 * column + 1) // 14, popup.sheet.height() * (2 * row + 1) // 14
    )
    with qtbot.waitSignal(popup.picked) as told:
        qtbot.mouseClick(popup.sheet, Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [DAY]
