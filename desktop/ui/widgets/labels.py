"""Words between fields: heads of sections and lines that may be too long."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.theme import set_look


def label(text: str, look: str = "", parent: QWidget | None = None) -> QLabel:
    """A label in one of the looks of the style sheet."""
    made = QLabel(text, parent)
    # Values of records are shown by labels too, and must never be read as markup.
    made.setTextFormat(Qt.TextFormat.PlainText)
    if look:
        set_look(made, look)
    return made


class SectionLabel(QLabel):
    """The small head of a section, in capitals."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text.upper(), parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName(text)
        set_look(self, "section")


class ElidedLabel(QLabel):
    """One line that is shortened with … where it does not fit; the tip tells it whole."""

    def __init__(self, text: str = "", look: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if look:
            set_look(self, look)

    def minimumSizeHint(self) -> QSize:
        ends = self.fontMetrics().horizontalAdvance("MM…")
        return QSize(min(ends, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell_whole()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        short = self._shortened()
        # drawItemText takes the colour from the palette, where the style sheet has put it.
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            self.alignment().value,
            self.palette(),
            self.isEnabled(),
            short,
            self.foregroundRole(),
        )

    def _shortened(self) -> str:
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)

    def _tell_whole(self) -> None:
        self.setToolTip(self.text() if self._shortened() != self.text() else "")
