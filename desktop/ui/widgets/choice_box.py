"""A closed list to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class ChoiceBox(QComboBox):
    """A combo box that is no wider than its room, opens with F4 too and obeys the style sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The delegate that Qt gives combo boxes ignores the style sheet's heights.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(12)

    def minimumSizeHint(self) -> QSize:
        return QSize(72, super().minimumSizeHint().height())

    def keyPressEvent(self, e: QKeyEvent) -> None:
        if e.key() == Qt.Key.Key_F4 and e.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.showPopup()
        else:
            super().keyPressEvent(e)
