"""Dialogs answer what was pressed, with Vietnamese buttons."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from desktop.base.errors import DiskTrouble
from desktop.ui import dialogs
from desktop.ui.dialogs import Message, MessageDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

QUESTION = Message("Xoá 12 hồ sơ?", "Hồ sơ vẫn còn trong thùng rác.", "")


@pytest.fixture
def press(qapp: QApplication) -> Callable[[str], list[str]]:
    """Press a button of the dialog that opens next, and tell which buttons it had."""

    def plan(words: str) -> list[str]:
        seen: list[str] = []

        def act() -> None:
            dialog = qapp.activeModalWidget()
            assert isinstance(dialog, MessageDialog)
            buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
            seen.extend(buttons)
            if words:
                buttons[words].click()
            else:
                dialog.reject()

        QTimer.singleShot(0, act)
        return seen

    return plan


def test_the_verb_means_yes_and_escape_means_no(press) -> None:
    seen = press("Xoá")
    assert dialogs.ask(None, "Xoá hồ sơ", QUESTION, "Xoá", danger=True)
    assert seen == ["Thôi", "Xoá"]
    press("")
    assert not dialogs.ask(None, "Xoá hồ sơ", QUESTION, "Xoá")
    press("Thôi")
    assert not dialogs.ask(None, "Xoá hồ sơ", QUESTION, "Xoá")


def test_enter_means_no_where_something_would_be_lost(qapp: QApplication) -> None:
    focused: list[str] = []

    def enter() -> None:
        dialog = qapp.activeModalWidget()
        assert dialog is not None
        where = dialog.focusWidget()
        assert isinstance(where, QPushButton)
        focused.append(where.text())
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    QTimer.singleShot(0, enter)
    assert not dialogs.ask(None, "Hoãn sửa", QUESTION, "Bỏ thay đổi", danger=True)
    QTimer.singleShot(0, enter)
    assert dialogs.ask(None, "Hoãn sửa", QUESTION, "Tiếp tục")
    assert focused == ["Thôi", "Tiếp tục"]


def test_one_of_several_is_chosen(press) -> None:
    choices = [("discard", "Bỏ thay đổi"), ("save", "Cất")]
    seen = press("Bỏ thay đổi")
    assert dialogs.choose(None, "Rời hồ sơ", Message("Chưa cất."), choices) == "discard"
    assert seen == ["Ở lại", "Bỏ thay đổi", "Cất"]
    press("")
    assert dialogs.choose(None, "Rời hồ sơ", Message("Chưa cất."), choices) == ""


def test_an_error_is_shown_with_one_button(press) -> None:
    seen = press("Đã hiểu")
    dialogs.show_error(None, DiskTrouble("Ổ đĩa đầy.\nHãy dọn bớt tệp."))
    assert seen == ["Đã hiểu"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("", None), ("/x/danh sách", Path("/x/danh sách.pdf")), ("/x/a.pdf", Path("/x/a.pdf"))],
)
def test_a_missing_ending_is_added(qapp, monkeypatch, answer: str, expected: Path | None) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (answer, ""))
    assert dialogs.ask_save_path(None, "Lưu", Path("b.pdf"), "Tệp PDF (*.pdf)") == expected
