"""The field in which one searches."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.base.i18n import tr
from desktop.ui.input_filters import is_composing, keep_enter
from desktop.ui.theme import set_icon


class SearchField(QLineEdit):
    """A magnifier, a placeholder and a cross; Escape clears, Down goes on to the hits.

    ``searched`` tells the words after each change, never while an input method still composes.
    """

    searched = Signal(str)
    left_down = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        keep_enter(self)
        magnifier = QAction(self)
        set_icon(magnifier, "search")
        self.addAction(magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self._cross = QAction(tr("Xóa ô tìm"), self)
        set_icon(self._cross, "x")
        self._cross.triggered.connect(self.clear)
        self.addAction(self._cross, QLineEdit.ActionPosition.TrailingPosition)
        # Only now: the line edit shows an action's button whatever it was before it was added.
        self._cross.setVisible(False)
        self.textChanged.connect(self._tell)

    def event(self, arg__1: QEvent) -> bool:
        # Else Escape would be taken by the page's own action before the field hears of it.
        if (
            arg__1.type() == QEvent.Type.ShortcutOverride
            and isinstance(arg__1, QKeyEvent)
            and arg__1.key() == Qt.Key.Key_Escape
            and self.text()
        ):
            arg__1.accept()
            return True
        return super().event(arg__1)

    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        if arg__1.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif arg__1.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(arg__1)

    def _tell(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        if not is_composing(self):
            self.searched.emit(text)
