"""The first-run dialogs say what is amiss where it is seen, and go to the field to blame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.clock import Clock
from desktop.ui.beginning_dialog import BeginningDialog
from desktop.ui.beginnings import (
    CreateDialog,
    RecoveryDialog,
    RestoreDialog,
    SampleDialog,
    dialog_for,
)
from desktop.ui.jobs import Jobs
from inline import Inline, settle

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.usefixtures("dressed"),
]

Begin = Callable[[str], BeginningDialog]


@pytest.fixture
def begin(qtbot: QtBot, tmp_path: Path, clock: Clock) -> Begin:
    parent = QWidget()
    qtbot.addWidget(parent)

    def begin(what: str) -> BeginningDialog:
        jobs, folder = Jobs(executor=Inline()), tmp_path / "so"
        made = (
            RecoveryDialog(folder, jobs, clock, parent)
            if what == "recover"
            else dialog_for(what, jobs, clock, folder, parent)
        )
        made.show()
        return made

    return begin


def press(dialog: BeginningDialog) -> str:
    """Press the primary button and read what is said above it."""
    button = next(b for b in dialog.findChildren(QPushButton) if b.isDefault())
    button.click()
    settle()
    line = dialog.trouble
    assert line.isVisible()
    assert line.visibleRegion().boundingRect().height() == line.height()
    focused = dialog.focusWidget()
    assert focused is not None
    seen = focused.visibleRegion().boundingRect()
    assert seen.height() == focused.height(), "the field to blame is in sight"
    return line.text()


def test_a_new_office_is_asked_for_field_by_field(begin: Begin, qtbot: QtBot) -> None:
    dialog = begin("create")
    assert isinstance(dialog, CreateDialog)
    steps = [
        ("danh sách gợi ý", dialog.place, "Xã Tiên Phước"),
        ("họ và tên", dialog.full_name, "Tran Thi Lan"),
        ("tên đăng nhập", dialog.user, "lan.tran"),
        ("ít nhất 8 ký tự", dialog.password, "Rat-bi-mat-7"),
        ("không giống nhau", dialog.password, ""),
    ]
    for words, field, text in steps:
        assert words in press(dialog)
        assert dialog.focusWidget() is field
        field.setText(text)
        if field is dialog.place:
            dialog._find(text)
            dialog._choose(dialog._model.stringList()[0])
    dialog.password.setText("Rat-bi-mat-7")
    dialog.again.setText("Rat-bi-mat-7")
    dialog.folder.clear()
    assert "thư mục" in press(dialog)
    assert dialog.focusWidget() is dialog.folder


def test_a_sample_wants_a_proper_password(begin: Begin) -> None:
    dialog = begin("sample")
    assert isinstance(dialog, SampleDialog)
    assert "ít nhất 8 ký tự" in press(dialog)
    assert dialog.focusWidget() is dialog.password


def test_restoring_from_a_folder_without_a_copy_goes_to_that_folder(
    begin: Begin, tmp_path: Path
) -> None:
    dialog = begin("restore")
    assert isinstance(dialog, RestoreDialog)
    dialog.backup.setText(str(tmp_path))
    assert "mật khẩu" in press(dialog)
    assert dialog.focusWidget() is dialog.secret
    dialog.secret.setText("ma-nao-do")
    press(dialog)
    assert dialog.focusWidget() is dialog.backup


def test_a_lost_password_needs_the_printed_code(begin: Begin) -> None:
    dialog = begin("recover")
    assert isinstance(dialog, RecoveryDialog)
    assert "mã khôi phục" in press(dialog)
    assert dialog.focusWidget() is dialog.code
