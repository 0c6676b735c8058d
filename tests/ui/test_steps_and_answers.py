"""One of a few in a row: the stages of a case, the answers of a checklist."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from desktop.ui.widgets.segmented_choice import SegmentedChoice
from desktop.ui.widgets.stage_bar import StageBar
from ui.widget_samples import ANSWERS, stages

#: What Qt says about its own platform without a display is not about us.
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.usefixtures("dressed"),
]


def test_a_stage_is_chosen_with_arrows_and_enter(qtbot) -> None:
    bar = stages()
    qtbot.addWidget(bar)
    assert bar.accessibleName() == "Giai đoạn 2 trên 3: Đánh giá"
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    with qtbot.waitSignal(bar.chosen) as told:
        qtbot.keyClick(bar, Qt.Key.Key_Return)
    assert told.args == [2]
    assert bar.current() == 1


def test_stages_shrink_to_their_signs_where_it_is_narrow(qtbot) -> None:
    bar = stages()
    qtbot.addWidget(bar)
    assert bar.minimumSizeHint().width() < bar.sizeHint().width()
    bar.resize(bar.minimumSizeHint())
    with qtbot.waitSignal(bar.chosen) as told:
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() - 4, 10))
    assert told.args == [2]


def test_stages_that_only_show_ignore_clicks(qtbot) -> None:
    bar = StageBar(["Một", "Hai"], 0)
    qtbot.addWidget(bar)
    with qtbot.assertNotEmitted(bar.chosen):
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert bar.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_answers_are_chosen_by_their_keys(qtbot) -> None:
    choice = SegmentedChoice("B1.1", ANSWERS)
    qtbot.addWidget(choice)
    assert choice.accessibleName() == "B1.1: chưa chọn"
    with qtbot.waitSignal(choice.chosen) as told:
        qtbot.keyClick(choice, Qt.Key.Key_2)
    assert told.args == ["part"]
    assert choice.accessibleName() == "B1.1: Một phần"
    qtbot.keyClick(choice, Qt.Key.Key_Right)
    assert choice.value() == "no"
    qtbot.keyClick(choice, Qt.Key.Key_9)
    assert choice.value() == "no"
    qtbot.keyClick(choice, Qt.Key.Key_Delete)
    assert choice.value() is None
    qtbot.keyClick(choice, Qt.Key.Key_Left)
    assert choice.value() == "no"


def test_an_answer_is_shown_without_a_signal_and_chosen_by_a_click(qtbot) -> None:
    choice = SegmentedChoice("B1.1", ANSWERS)
    qtbot.addWidget(choice)
    choice.resize(choice.sizeHint())
    with qtbot.assertNotEmitted(choice.chosen):
        choice.set_value("part")
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton, pos=QPoint(5, 10))
    assert choice.value() == "yes"
