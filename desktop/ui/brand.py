"""The product's mark, for title bars, task bars and whatever else shows an icon of the program."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from desktop.base.resources import resource

SIDES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Pixels that Windows and the desktops of Linux ask for, from 100 % to 250 %."""


def app_icon() -> QIcon:
    """The mark in every size, drawn from one drawing so that none is scaled from another."""
    from PySide6.QtSvg import QSvgRenderer  # loaded with the first icon, not with the program

    drawing = QSvgRenderer(str(resource("brand/soxa.svg")))
    icon = QIcon()
    for side in SIDES:
        pixmap = QPixmap(QSize(side, side))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        drawing.render(painter)
        painter.end()
        icon.addPixmap(pixmap)
    return icon
