"""The frame of every dialog, and the message that asks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from desktop.base.errors import UserError
from desktop.ui.tokens import DIALOG_HEIGHT
from desktop.ui.widgets.dialog_frame import DialogFrame, FaultyField
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


def test_trouble_stands_above_the_buttons_however_long_the_body_is(qtbot) -> None:
    dialog = DialogFrame("Dài")
    qtbot.addWidget(dialog)
    fields = [QLineEdit() for _ in range(40)]
    for field in fields:
        dialog.body.addWidget(field)
    primary = dialog.add_primary("Cất", lambda: None)
    dialog.show()
    assert dialog.trouble.isHidden()
    dialog.refuse(FaultyField("Hãy ghi ô này.", fields[-1]))
    for _ in range(3):
        QApplication.processEvents()
    assert dialog.trouble.visibleRegion().boundingRect().height() == dialog.trouble.height() > 0
    assert dialog.trouble.geometry().bottom() < primary.mapTo(dialog, QPoint()).y()
    assert dialog.focusWidget() is fields[-1]
    seen = fields[-1].visibleRegion().boundingRect()
    assert seen.height() == fields[-1].height(), "the faulty field is scrolled into sight"
    dialog.show_trouble("")
    assert dialog.trouble.isHidden()


def test_a_short_dialog_grows_by_its_trouble(qtbot) -> None:
    dialog = DialogFrame("Ngắn")
    qtbot.addWidget(dialog)
    field = QLineEdit()
    dialog.body.addWidget(field)
    dialog.add_primary("Cất", lambda: None)
    dialog.show()
    before = dialog.height()
    dialog.refuse(UserError("Ổ đĩa đầy. Chưa có gì thay đổi. " * 4))
    QApplication.processEvents()
    assert dialog.height() > before
    assert not field.visibleRegion().isEmpty()


def test_a_dialog_grows_by_what_comes_into_it_late(qtbot) -> None:
    dialog = DialogFrame("Người được xem")
    qtbot.addWidget(dialog)
    dialog.add_primary("Cất", dialog.accept)
    dialog.show()
    before = dialog.height()
    for at in range(5):
        dialog.body.addWidget(QLabel(f"Người {at}"))
    qtbot.waitUntil(lambda: dialog.height() > before)
    assert dialog._scroll.verticalScrollBar().maximum() == 0
    for at in range(60):
        dialog.body.addWidget(QLabel(f"Người {at}"))
    qtbot.waitUntil(lambda: dialog._scroll.verticalScrollBar().maximum() > 0)
    assert dialog.height() <= DIALOG_HEIGHT


def test_enter_never_presses_what_takes_something_away(qtbot) -> None:
    dialog = DialogFrame("Xóa")
    qtbot.addWidget(dialog)
    pressed: list[str] = []
    dialog.add_primary("Xóa", lambda: pressed.append("void"), danger=True)
    cancel = dialog.add_cancel()
    dialog.show()
    assert cancel.isDefault()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert pressed == []
    assert not dialog.isVisible()
