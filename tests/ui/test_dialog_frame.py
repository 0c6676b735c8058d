"""The frame of every dialog, and the message that asks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from desktop.ui.tokens import DIALOG_HEIGHT
from desktop.ui.widgets.dialog_frame import DialogFrame
from ui.widget_samples import message

#: What Qt says about its own platform without a display is not about us.
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.usefixtures("dressed"),
]


def test_the_body_of_a_dialog_scrolls_and_its_buttons_stay(qtbot) -> None:
    dialog = DialogFrame("Dài")
    qtbot.addWidget(dialog)
    for number in range(60):
        dialog.body.addWidget(QLabel(f"Dòng {number}"))
    pressed: list[str] = []
    primary = dialog.add_primary("Cất", lambda: pressed.append("save"))
    cancel = dialog.add_cancel()
    dialog.show()
    assert dialog.height() <= DIALOG_HEIGHT
    assert dialog.rect().contains(primary.mapTo(dialog, primary.rect().bottomRight()))
    assert cancel.mapTo(dialog, QPoint()).x() < primary.mapTo(dialog, QPoint()).x()
    qtbot.mouseClick(primary, Qt.MouseButton.LeftButton)
    dialog.set_busy(busy=True)
    qtbot.mouseClick(primary, Qt.MouseButton.LeftButton)
    assert pressed == ["save"]


def test_the_answer_of_a_message_is_remembered(qtbot) -> None:
    dialog = message()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.choice == ""
    other = message()
    qtbot.addWidget(other)
    other.show()
    qtbot.keyClick(other, Qt.Key.Key_Return)
    assert other.choice == "again"
