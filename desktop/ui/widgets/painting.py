"""Strokes that several painted widgets share."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen


def box(
    painter: QPainter, rect: QRect | QRectF, ground: str, line: str = "", radius: float = 5
) -> None:
    """A rounded area, with a line of one pixel around it if a colour for it is given."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(ground))
    framed = QColor(line).alpha() > 0 if line else False
    painter.setPen(QPen(QColor(line), 1) if framed else Qt.PenStyle.NoPen)
    inset = 0.5 if framed else 0
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)


def ring(painter: QPainter, rect: QRect | QRectF, colour: str, radius: float = 5) -> None:
    """The two-pixel ring around what has the keyboard."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), 2))
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)


def line_of_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    colour: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line in the middle of the height, shortened with … if it is too long."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, short)


def text_width(text: str, font: QFont) -> int:
    """How wide this text is drawn."""
    return QFontMetrics(font).horizontalAdvance(text) + 1
