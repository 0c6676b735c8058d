"""A list of a form's fields, to go to one by typing some of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.base.text import fold
from desktop.ui.editors.line import FieldLine
from desktop.ui.editors.pick_list import Option, PickList
from desktop.ui.input_filters import is_composing, keep_enter
from desktop.ui.theme import set_look, theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH = 30


class FieldFinder(QFrame):
    """A line over the form's corner; ``chosen`` tells the field's name, Escape goes back."""

    chosen = Signal(str)

    def __init__(self, fields: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        set_look(self, "popup")
        self._fields, self._above = list(fields), parent
        self.line = FieldLine(_WIDTH)
        self.line.setPlaceholderText(tr("Đến trường… gõ tên rồi Enter"))
        self.line.setAccessibleName(tr("Đến trường"))
        keep_enter(self.line)
        self.line.textEdited.connect(self._offer)
        self.list = PickList(self.line)
        self.list.picked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.line)

    def open(self) -> None:
        """Show the line in the middle of the form's upper edge, with all fields below it."""
        window = self._above.window()
        self.adjustSize()
        across = (window.width() - self.width()) // 2
        self.move(window.mapToGlobal(QPoint(across, theme_of(self).px(90))))
        self.show()
        self.line.setFocus()
        self._offer("")

    def _offer(self, text: str) -> None:
        if is_composing(self.line):
            return
        words = fold(text).split()
        found = [(n, label) for n, label in self._fields if all(w in fold(label) for w in words)]
        self.list.offer([Option(name, label) for name, label in found])

    def _choose(self, name: str) -> None:
        self.close()
        self.chosen.emit(name)
