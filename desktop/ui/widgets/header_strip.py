"""The strip above a record that never scrolls: who it is about and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.theme import set_look
from desktop.ui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.ui.widgets.chip import Chip


class HeaderStrip(QWidget):
    """Title with chips, a quiet line below, buttons on the right, and room for a stage bar.

    Where the chips would shorten the title they step down to the quiet line, and from there to a
    line of their own.
    """

    def __init__(self, title: str = "", details: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._title = ElidedLabel(title, "title")
        self._details = ElidedLabel(details, "quiet")
        self._chips = QWidget()
        set_look(self._chips, "clear")
        self._chip_row = _row(6)
        self._shown: list[Chip] = []
        self._chips.setLayout(self._chip_row)
        self._actions = _row(8)
        self._top, self._second, self._third = _row(10), _row(10), _row(10)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._lay_words()

    def _lay_words(self) -> None:
        self._top.addWidget(self._title)
        self._top.addWidget(self._chips)
        self._top.addStretch(1)
        self._second.addWidget(self._details, 1)
        self._third.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(self._top)
        words.addLayout(self._second)
        words.addLayout(self._third)
        first = _row(16)
        first.addLayout(words, 1)
        first.addLayout(self._actions)
        self._column.addLayout(first)

    def set_words(self, title: str, details: str) -> None:
        """Show whose record this is, and the line below."""
        self._title.setText(title)
        self._details.setText(details)
        self.setAccessibleName(title)
        self._settle_chips()

    def set_chips(self, chips: list[Chip]) -> None:
        """Show these states behind the title instead of the former."""
        for former in self._shown:
            self._chip_row.removeWidget(former)
            former.hide()
            former.deleteLater()
        self._shown = list(chips)
        for chip in self._shown:
            self._chip_row.addWidget(chip)
        self._settle_chips()

    def add_action(self, button: QWidget) -> None:
        """Add a button on the right; the primary one comes last."""
        self._actions.addWidget(button)

    def add_below(self, widget: QWidget) -> None:
        """Add a stage bar or tabs under the words."""
        self._column.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle_chips()

    def _settle_chips(self) -> None:
        rows = (self._top, self._second, self._third)
        taken = self._chips.sizeHint().width() + self._actions.sizeHint().width() + 40
        room = self.width() - taken
        words = (self._title.sizeHint().width(), self._details.sizeHint().width())
        fitting = next((row for row, wide in enumerate(words) if wide <= room), 2)
        if rows[fitting].indexOf(self._chips) < 0:
            for row in rows:
                row.removeWidget(self._chips)
            rows[fitting].insertWidget((1, 0, 0)[fitting], self._chips)


def _row(gap: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    return row


class TopBar(QFrame):
    """The strip along the top of the window: the screen's name, and on the right what is global."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "strip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title = ElidedLabel(title, "title")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 10, 20, 10)
        self._row.setSpacing(12)
        self._row.addWidget(self._title, 1)

    def set_title(self, title: str) -> None:
        """Name the screen that is shown."""
        self._title.setText(title)

    def add(self, widget: QWidget) -> None:
        """Add a field, chip or button at the right end."""
        self._row.addWidget(widget)
