"""Lines that are typed into: tidied when they are left, with capitals and a calendar at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.fields import (
    Choice,
    Choices,
    CitizenNumber,
    Count,
    Date,
    Factor,
    Kind,
    Moment,
    Money,
    Month,
    Partial,
    PartialDate,
    Percent,
    PersonName,
    Phone,
    Text,
)  # fmt: skip
from desktop.ui.calendar_popup import CalendarPopup
from desktop.ui.editors import Editor, editor_for
from desktop.ui.editors.pick_list import PickList
from desktop.ui.editors.texts import capitalised
from ui.form_office import NOW, SEXES, context, line_of, put

# Qt's display-less platform says so of every window that is shown or raised.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


# -- typed lines --------------------------------------------------------------------


def test_typing_tells_each_change(shown: Callable[..., Any]) -> None:
    editor = shown(Text())
    told: list[str] = []
    editor.changed.connect(lambda: told.append(editor.value()))
    QTest.keyClicks(editor.widget, "xa")
    assert told == ["x", "xa"]


@pytest.mark.parametrize(
    ("kind", "typed", "tidied"),
    [
        (Date(), "5/3/75", "05/03/1975"),
        (Date(), "05031975", "05/03/1975"),
        (Date(), "hôm nay", "22/11/2026"),
        (Date(), "Hom  Qua", "21/11/2026"),
        (Date(), "ngày mai", "23/11/2026"),
        (PartialDate(), "3/1975", "03/1975"),
        (PartialDate(), "1975", "1975"),
        (PartialDate(), "hôm nay", "22/11/2026"),
        (Month(), "hôm nay", "11/2026"),
        (Month(), "1/26", "01/2026"),
        (Moment(), "hôm nay 14:30", "22/11/2026 14:30"),
        (Moment(), "hôm nay 8h", "22/11/2026 08:00"),
        (Moment(), "bây giờ", "22/11/2026 09:30"),
        (Moment(), "hôm nay", "22/11/2026 00:00"),
        (CitizenNumber(), "049091001234", "049 091 001 234"),
        (Phone(), "+84 905.123.456", "0905 123 456"),
        (Money(), "1250000đ", "1.250.000"),
        (Percent(), "62,50", "62,5%"),
        (Factor(), "0,60", "0,6"),
        (PersonName(), "  Đặng   Ánh ", "Đặng Ánh"),
        (Choice(code_list="L1"), "muong", "Mường"),
    ],
)
def test_a_field_is_tidied_when_it_is_left(
    shown: Callable[..., Any], kind: Kind[Any], typed: str, tidied: str
) -> None:
    editor = shown(kind)
    put(editor, typed)
    assert line_of(editor).text() == typed  # never while somebody types
    value = editor.value()
    _list_of_line(editor)
    QTest.keyClick(editor.widget, Qt.Key.Key_Backtab)
    assert line_of(editor).text() == tidied
    assert editor.value() == value


def _list_of_line(editor: Editor) -> None:
    """Fold a list away that opened while typing, so that Tab does not pick from it."""
    for opened in editor.widget.findChildren(PickList):
        opened.close_up()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Choice(code_list="L1"), "99"),
        (Choice(SEXES), "LA"),
        (Choices(code_list="L6"), ("N1", "CU")),
        (Moment(), NOW + dt.timedelta(seconds=7)),
        (Count(maximum=5), 900),
        (CitizenNumber(), "123"),
        (Text(), "hai  chỗ trống"),
        (Text(lines=3), "hai  chỗ trống\r\nvà dòng lạ"),
    ],
)
@pytest.mark.parametrize("roomy", [False, True])
def test_a_strange_value_that_nobody_touches_survives(
    shown: Callable[..., Any], kind: Kind[Any], value: Any, roomy: bool
) -> None:
    editor = shown(kind, roomy=roomy)
    editor.set_value(value)
    QTest.keyClick(editor.parts()[-1], Qt.Key.Key_Tab)
    assert editor.value() == value
    assert editor.shown()


def test_numbers_stand_right_and_words_left(qapp: QApplication) -> None:
    for kind, right in ((Money(), True), (Count(), True), (Text(), False), (Date(), False)):
        line = line_of(editor_for(kind, context()))
        assert bool(line.alignment() & Qt.AlignmentFlag.AlignRight) is right


def test_tab_leaves_a_field_of_several_lines(shown: Callable[..., Any]) -> None:
    editor = shown(Text(lines=3))
    QTest.keyClicks(editor.widget, "so")
    QTest.keyClick(editor.widget, Qt.Key.Key_Return)
    QTest.keyClicks(editor.widget, "hai")
    left: list[bool] = []
    editor.left.connect(lambda: left.append(True))
    QTest.keyClick(editor.widget, Qt.Key.Key_Tab)
    assert editor.value() == "so\nhai"
    assert left


def test_a_field_of_several_lines_grows_with_its_text(shown: Callable[..., Any]) -> None:
    editor = shown(Text(max_length=4000, lines=2))
    area = editor.widget
    assert isinstance(area, QPlainTextEdit)
    before = area.sizeHint().height()
    editor.set_value("\n".join("dòng" for _ in range(8)))
    assert area.sizeHint().height() >= before + 5 * area.fontMetrics().lineSpacing()


# -- names --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("nguyễn thị lan", "Nguyễn Thị Lan"),
        ("ĐẶNG ÁNH", "Đặng Ánh"),
        ("h'hen niê", "H'Hen Niê"),
        ("y-blăm", "Y-Blăm"),
    ],
)
def test_capitals_are_offered_after_the_name_is_left_and_taken_by_f4(
    shown: Callable[..., Any], name: str, better: str
) -> None:
    editor = shown(PersonName())
    put(editor, name)
    assert editor.hint() == ""
    QTest.keyClick(editor.widget, Qt.Key.Key_Tab)
    assert better in editor.hint()
    assert editor.value() == name
    editor.focus()
    QTest.keyClick(editor.widget, Qt.Key.Key_F4)
    assert editor.value() == better == capitalised(name)
    assert editor.hint() == ""


@pytest.mark.parametrize("name", ["Nguyễn Thị Lan", "Ann McGee", "Ý"])
def test_a_name_with_its_capitals_is_left_in_peace(shown: Callable[..., Any], name: str) -> None:
    editor = shown(PersonName())
    put(editor, name)
    QTest.keyClick(editor.widget, Qt.Key.Key_Tab)
    assert editor.hint() == ""


# -- calendars ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Date(), "5/3/75", dt.date(1975, 3, 6)),
        (Date(), "", dt.date(2026, 11, 23)),
        (Date(), "không phải ngày", dt.date(2026, 11, 23)),
        (PartialDate(), "1975", Partial(1975, 1, 2)),
        (Month(), "3/1975", dt.date(1975, 3, 1)),
        (Moment(), "5/3/26 14:30", dt.datetime(2026, 3, 6, 7, 30, tzinfo=dt.UTC)),
    ],
)
def test_the_calendar_opens_at_what_is_typed_and_gives_a_day(
    shown: Callable[..., Any], kind: Kind[Any], typed: str, value: Any
) -> None:
    editor = shown(kind)
    put(editor, typed)
    QTest.keyClick(editor.widget, Qt.Key.Key_F4)
    calendar = editor.widget.findChild(CalendarPopup)
    assert calendar is not None
    QTest.keyClick(calendar.sheet, Qt.Key.Key_Right)
    QTest.keyClick(calendar.sheet, Qt.Key.Key_Return)
    assert editor.value() == value


def test_the_calendar_goes_away_for_good(shown: Callable[..., Any], qtbot: QtBot) -> None:
    editor = shown(Date())
    editor.open_list()
    calendar = editor.widget.findChild(CalendarPopup)
    assert calendar is not None
    QTest.keyClick(calendar.sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: editor.widget.findChild(CalendarPopup) is None)
    assert editor.value() is None
