"""One or several of what is offered: lists that fold down, and rows of buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.fields import Choice, Choices, YesNo
from desktop.ui.editors import editor_for
from desktop.ui.editors.choices import ChoiceEditor, ChoicesEditor
from desktop.ui.editors.ticks import ChipsEditor, RadioEditor
from desktop.ui.input_filters import CompositionWatch, EnterAsTab
from ui.form_office import SEXES, context, line_of, list_of

# Qt's display-less platform says so of every window that is shown or raised.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


# -- lists --------------------------------------------------------------------------


def test_part_of_a_label_finds_it_without_marks_and_enter_takes_it(
    shown: Callable[..., Any], qapp: QApplication
) -> None:
    editor = shown(Choice(code_list="L1"))
    enter = EnterAsTab()
    qapp.installEventFilter(enter)
    QTest.keyClicks(editor.widget, "dang")
    assert list_of(editor).values() == ["34"]
    QTest.keyClick(editor.widget, Qt.Key.Key_Return)
    qapp.removeEventFilter(enter)
    assert editor.value() == "34"
    assert line_of(editor).text() == "Xơ-đăng"
    assert editor.widget.hasFocus()  # Enter took the row and did not go on


def test_tab_takes_the_row_and_goes_on(shown: Callable[..., Any]) -> None:
    editor = shown(Choice(code_list="L1"))
    QTest.keyClicks(editor.widget, "m")
    QTest.keyClick(editor.widget, Qt.Key.Key_Tab)
    assert editor.value() == "06"
    assert not editor.widget.hasFocus()
    assert not list_of(editor).isVisible()


@pytest.mark.parametrize("alt", [False, True])
def test_f4_and_alt_down_open_the_whole_list_at_the_value(
    shown: Callable[..., Any], alt: bool
) -> None:
    editor = shown(Choice(code_list="L1"))
    editor.set_value("02")
    if alt:
        QTest.keyClick(editor.widget, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    else:
        QTest.keyClick(editor.widget, Qt.Key.Key_F4)
    assert list_of(editor).values() == ["01", "02", "06", "34"]
    QTest.keyClick(editor.widget, Qt.Key.Key_Down)
    QTest.keyClick(editor.widget, Qt.Key.Key_Return)
    assert editor.value() == "06"


def test_escape_and_a_click_elsewhere_fold_the_list_and_change_nothing(
    shown: Callable[..., Any],
) -> None:
    editor = shown(Choice(code_list="L1"))
    editor.set_value("02")
    for fold in (
        lambda: QTest.keyClick(editor.widget, Qt.Key.Key_Escape),
        lambda: QTest.mouseClick(
            editor.widget.window(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1)
        ),
    ):
        editor.open_list()
        assert list_of(editor).isVisible()
        fold()
        assert not list_of(editor).isVisible()
    assert editor.value() == "02"


def test_a_list_never_opens_while_an_input_method_composes(
    shown: Callable[..., Any],
) -> None:
    editor = shown(Choice(code_list="L1"))
    watch = CompositionWatch(editor.widget)
    editor.widget.installEventFilter(watch)
    QApplication.sendEvent(editor.widget, QInputMethodEvent("k", []))
    line_of(editor).textEdited.emit("k")
    assert not list_of(editor).isVisible()
    done = QInputMethodEvent("", [])
    done.setCommitString("ki")
    QApplication.sendEvent(editor.widget, done)
    assert list_of(editor).values() == ["01"]
    assert editor.widget.hasFocus()


def test_several_are_ticked_with_space_in_an_open_list(shown: Callable[..., Any]) -> None:
    editor = shown(Choices(code_list="L6"))
    assert isinstance(editor, ChoicesEditor)
    QTest.keyClick(editor.widget, Qt.Key.Key_F4)
    QTest.keyClick(editor.widget, Qt.Key.Key_Space)
    QTest.keyClick(editor.widget, Qt.Key.Key_Down)
    QTest.keyClick(editor.widget, Qt.Key.Key_Space)
    assert list_of(editor).isVisible()
    assert editor.value() == ("N0", "N1")
    QTest.keyClick(editor.widget, Qt.Key.Key_Space)
    QTest.keyClick(editor.widget, Qt.Key.Key_Return)
    assert not list_of(editor).isVisible()
    assert editor.value() == ("N0",)
    assert line_of(editor).text() == "Nhu cầu hỗ trợ thứ 0"


def test_ticking_keeps_what_is_offered_no_longer(shown: Callable[..., Any]) -> None:
    for roomy, kind in ((False, Choices(code_list="L6")), (True, Choices(SEXES))):
        editor = editor_for(kind, context(), roomy=roomy)
        editor.set_value(("CU",))
        if isinstance(editor, ChipsEditor):
            editor.row.buttons[0].click()
        else:
            editor.open_list()
            QTest.keyClick(editor.widget, Qt.Key.Key_Space)
        value: Any = editor.value()
        assert "CU" in value
        assert len(value) == 2
        shiboken6.delete(editor.widget)


# -- rows of buttons ----------------------------------------------------------------


def test_room_and_few_options_decide_between_buttons_and_a_list(qapp: QApplication) -> None:
    many = {str(at): f"Mục {at}" for at in range(8)}
    asked = context()
    assert isinstance(editor_for(Choice(SEXES), asked, roomy=True), RadioEditor)
    assert isinstance(editor_for(Choice(SEXES), asked), ChoiceEditor)
    assert isinstance(editor_for(Choice(many), asked, roomy=True), ChoiceEditor)
    assert isinstance(editor_for(Choices(many), asked, roomy=True), ChipsEditor)
    assert isinstance(editor_for(Choices(code_list="L6"), asked, roomy=True), ChoicesEditor)


def test_digits_choose_arrows_walk_and_delete_clears(shown: Callable[..., Any]) -> None:
    editor = shown(Choice(SEXES), roomy=True)
    told: list[Any] = []
    editor.changed.connect(lambda: told.append(editor.value()))
    QTest.keyClick(editor.row.buttons[0], Qt.Key.Key_2)
    assert editor.row.buttons[1].hasFocus()
    QTest.keyClick(editor.row.buttons[1], Qt.Key.Key_Right)
    QTest.keyClick(editor.row.buttons[2], Qt.Key.Key_Space)
    QTest.keyClick(editor.row.buttons[2], Qt.Key.Key_Delete)
    assert told == ["NU", "KHAC", None]


def test_yes_no_and_nobody_has_said(shown: Callable[..., Any]) -> None:
    editor = shown(YesNo("Bản chính", "Bản sao"))
    yes, no = editor.row.buttons
    assert [yes.text(), no.text()] == ["Bản chính", "Bản sao"]
    no.click()
    assert editor.value() is False
    assert not editor.is_blank()
    no.click()
    assert editor.value() is None
    yes.click()
    assert editor.value() is True


def test_a_row_of_buttons_is_one_stop_for_tab(shown: Callable[..., Any]) -> None:
    editor = shown(Choice(SEXES), roomy=True)
    left: list[bool] = []
    editor.left.connect(lambda: left.append(True))
    QTest.keyClick(editor.row.buttons[0], Qt.Key.Key_Tab)
    assert not any(button.hasFocus() for button in editor.row.buttons)
    assert left == [True]
