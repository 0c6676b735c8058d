"""How much of the screen a window may take."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication


def screen_room(at: QPoint) -> QRect:
    """The part of the screen under this point that no task bar covers; of the first one if none is.

    ``QWidget.screen`` is not asked: PySide ties the screen it returns to the life of that widget.
    """
    return (QGuiApplication.screenAt(at) or QGuiApplication.primaryScreen()).availableGeometry()
