"""A score as a ring that fills, with its figure and its grade."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import theme_of
from desktop.ui.tokens import QUIET, Role
from desktop.ui.widgets.painting import box, line_of_text, text_width

_SIDE, _STROKE, _FIGURE = 148, 11, 28
_LOW_SIDE, _LOW_STROKE, _LOW_FIGURE = 72, 6, 14
_BELOW, _BESIDE, _CHIP = 34, 14, 23


class ScoreRing(QWidget):
    """Shows a percentage from 0 to 100 as its formatted figure, with the grade as a chip below.

    Where there is little height it is low: a small ring with the grade beside it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._percent: float | None = None
        self._figure, self._grade, self._role = "–", "", Role.NEUTRAL
        self._low = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_score(self, percent: float | None, figure: str, grade: str, role: Role) -> None:
        """Show a score; percent is None while there is nothing to score.

        figure is the percentage as its kind writes it; grade is its word.
        """
        self._percent, self._figure, self._grade, self._role = percent, figure, grade, role
        self.setAccessibleName(f"{figure} {grade}".strip())
        self.update()

    def set_low(self, *, low: bool) -> None:
        """Take little height, or as much as looks well."""
        if low != self._low:
            self._low = low
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        px = theme_of(self).px
        return QSize(px(_SIDE), px(_LOW_SIDE) if self._low else px(_SIDE + _BELOW))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        side = theme.px(_LOW_SIDE if self._low else _SIDE)
        square = QRect(0 if self._low else (self.width() - side) // 2, 0, side, side)
        self._paint_ring(painter, square)
        if self._grade:
            self._paint_grade(painter, square)

    def _paint_ring(self, painter: QPainter, square: QRect) -> None:
        theme = theme_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = theme.px(_LOW_STROKE if self._low else _STROKE)
        arc = QRectF(square).adjusted(stroke, stroke, -stroke, -stroke)
        ink, _ = theme.tokens.pair(self._role)
        painter.setPen(QPen(QColor(theme.tokens.track), stroke))
        painter.drawEllipse(arc)
        if self._percent:
            pen = QPen(QColor(ink), stroke)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(arc, 90 * 16, -round(min(self._percent, 100) * 3.6 * 16))
        font = theme.font(_LOW_FIGURE if self._low else _FIGURE, strong=True)
        centre = Qt.AlignmentFlag.AlignHCenter
        line_of_text(painter, square, self._figure, font, theme.tokens.text, centre)

    def _paint_grade(self, painter: QPainter, square: QRect) -> None:
        theme = theme_of(self)
        ink, ground = theme.tokens.pair(self._role)
        font = theme.font(QUIET, strong=True)
        width, height = text_width(self._grade, font) + 22, theme.px(_CHIP)
        chip = QRect((self.width() - width) // 2, square.bottom() + 7, width, height)
        if self._low:
            left = square.right() + theme.px(_BESIDE)
            width = min(width, self.width() - left)
            chip = QRect(left, square.center().y() - height // 2, width, height)
        box(painter, chip, ground, theme.tokens.chip_line, 9)
        centre = Qt.AlignmentFlag.AlignHCenter
        line_of_text(painter, chip, self._grade, font, ink, centre)
