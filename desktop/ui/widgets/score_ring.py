"""A score as a ring that fills, with its figure and its grade."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import theme_of
from desktop.ui.tokens import QUIET, Role
from desktop.ui.widgets.painting import box, line_of_text, text_width

_SIDE, _STROKE, _FIGURE = 148, 11, 28


class ScoreRing(QWidget):
    """Shows a percentage from 0 to 100 as its formatted figure, with the grade as a chip below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._percent: float | None = None
        self._figure, self._grade, self._role = "–", "", Role.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_score(self, percent: float | None, figure: str, grade: str, role: Role) -> None:
        """Show a score; percent is None while there is nothing to score.

        figure is the percentage as its kind writes it; grade is its word.
        """
        self._percent, self._figure, self._grade, self._role = percent, figure, grade, role
        self.setAccessibleName(f"{figure} {grade}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.px(_SIDE), theme.px(_SIDE + 34))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, stroke = theme.px(_SIDE), theme.px(_STROKE)
        square = QRect((self.width() - side) // 2, 0, side, side)
        arc = QRectF(square).adjusted(stroke, stroke, -stroke, -stroke)
        ink, ground = theme.tokens.pair(self._role)
        painter.setPen(QPen(QColor(theme.tokens.track), stroke))
        painter.drawEllipse(arc)
        if self._percent:
            pen = QPen(QColor(ink), stroke)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(arc, 90 * 16, -round(min(self._percent, 100) * 3.6 * 16))
        centre = Qt.AlignmentFlag.AlignHCenter
        font = theme.font(_FIGURE, strong=True)
        line_of_text(painter, square, self._figure, font, theme.tokens.text, centre)
        if self._grade:
            small = theme.font(QUIET, strong=True)
            width = text_width(self._grade, small) + 22
            chip = QRect((self.width() - width) // 2, side + 6, width, theme.px(23))
            box(painter, chip, ground, theme.tokens.chip_line, 9)
            line_of_text(painter, chip, self._grade, small, ink, centre)
