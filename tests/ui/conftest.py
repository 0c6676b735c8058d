"""What tests of single windows may ask for: the look, an editor in a window with the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.fields import Kind
from desktop.ui.editors import Editor, EditorContext, editor_for
from desktop.ui.theme import Theme, apply_theme
from ui.form_office import context


@pytest.fixture
def dressed(qapp: QApplication) -> None:
    """The program's look is on the application."""
    if not qapp.styleSheet():
        apply_theme(qapp, Theme())


@pytest.fixture
def asked() -> EditorContext:
    return context()


@pytest.fixture
def shown(qtbot: QtBot, asked: EditorContext) -> Iterator[Callable[..., Any]]:
    """Puts an editor of a kind into a window that has the keyboard, above another field."""
    window = QWidget()
    column = QVBoxLayout(window)
    qtbot.addWidget(window)

    def show(kind: Kind[Any], *, roomy: bool = False) -> Editor:
        editor = editor_for(kind, asked, roomy=roomy)
        editor.set_label("Ô thử")
        column.addWidget(editor.widget)
        column.addWidget(QLineEdit())
        window.resize(400, 200)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        editor.focus()
        return editor

    yield show
    window.close()
