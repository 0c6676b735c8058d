"""A code that is read aloud or compared letter by letter: large, in letters of one width."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QWidget

from desktop.ui.theme import theme_of
from desktop.ui.widgets.labels import label


def fixed_font(size: int) -> QFont:
    """Letters of one width in this size (at 100 %)."""
    font = QFont("monospace")
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(theme_of().px(size))
    return font


def code_label(code: str, size: int = 20, parent: QWidget | None = None) -> QLabel:
    """The code, which can be marked with the mouse and goes nowhere by itself."""
    shown = label(code, "figure", parent)
    shown.setFont(fixed_font(size))
    shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return shown
