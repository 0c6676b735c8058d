"""The one-line field that most editors are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.theme import set_icon, theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

_PADDING = 26


class FieldLine(QLineEdit):
    """A line with buttons at its end.

    ``left`` comes when the keyboard goes elsewhere, ``asked`` when F4 or Alt+Down is pressed.
    """

    left = Signal()
    asked = Signal()

    def __init__(self, characters: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._characters, self._actions = characters, list[QAction]()

    def add_button(self, icon: str, words: str, pressed: Callable[[], object]) -> QAction:
        """Put a button at the end; the mouse reaches it, the keyboard has F4 for it."""
        action = QAction(words, self)
        set_icon(action, icon)
        action.triggered.connect(pressed)
        self.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
        self._actions.append(action)
        return action

    def show_buttons(self, visible: bool) -> None:
        """Hide the buttons where there is nothing to change."""
        for action in self._actions:
            action.setVisible(visible)

    def show_text(self, text: str) -> None:
        """Put a text there from its beginning, without a signal."""
        blocked = self.blockSignals(True)
        self.setText(text)
        self.setCursorPosition(0)
        self.blockSignals(blocked)

    def natural_width(self) -> int:
        """How wide the line is when its usual content and its buttons just fit."""
        theme = theme_of(self)
        buttons = sum(1 for action in self._actions if action.isVisible())
        return self._text_width() + theme.px(_PADDING) + buttons * theme.px(24)

    def event(self, arg__1: QEvent) -> bool:
        if arg__1.type() == QEvent.Type.ToolTip:
            room = self.width() - self.natural_width() + self._text_width()
            cut = self.fontMetrics().horizontalAdvance(self.text()) > room
            self.setToolTip(self.text() if cut else "")
        return super().event(arg__1)

    def sizeHint(self) -> QSize:
        return QSize(self.natural_width(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        few = self.fontMetrics().averageCharWidth() * min(self._characters, 8)
        spare = self.natural_width() - self._text_width()
        return QSize(few + spare, super().minimumSizeHint().height())

    def _text_width(self) -> int:
        return self.fontMetrics().averageCharWidth() * self._characters

    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        alt = arg__1.modifiers() & Qt.KeyboardModifier.AltModifier
        if arg__1.key() == Qt.Key.Key_F4 or (alt and arg__1.key() == Qt.Key.Key_Down):
            self.asked.emit()
        else:
            super().keyPressEvent(arg__1)

    def focusOutEvent(self, arg__1: QFocusEvent) -> None:
        super().focusOutEvent(arg__1)
        if arg__1.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
