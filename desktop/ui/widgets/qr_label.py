"""A QR code on the screen, dark on white in every look: cameras read no other."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.paper.qr import qr_modules

_BORDER = 4
"""Modules of white around a code (ISO/IEC 18004)."""


class QrLabel(QWidget):
    """Shows a text as QR code of level Q in a square.

    side: the length in pixels that it must not exceed.
    """

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._rows: tuple[bytearray, ...] = ()
        self.setFixedSize(QSize(side, side))

    def show_text(self, text: str, name: str) -> None:
        """Show this text. name: what the code is for people who do not see it."""
        self._rows = qr_modules(text, "q")
        self.setAccessibleName(name)
        # Whole pixels for each module, or a camera sees stripes.
        edge = self._module() * (len(self._rows) + 2 * _BORDER)
        self.setFixedSize(QSize(edge, edge))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if not self._rows:
            return
        module = self._module()
        edge = module * _BORDER
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    at = QRect(edge + x * module, edge + y * module, module, module)
                    painter.fillRect(at, Qt.GlobalColor.black)

    def _module(self) -> int:
        return max(1, self._side // (len(self._rows) + 2 * _BORDER))
