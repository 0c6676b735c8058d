"""Showing and hiding parts of a window that may not have their place in it yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_shown(widget: QWidget, shown: bool) -> None:
    """Show or hide a part; before it has a parent it is only noted down.

    Qt's setVisible would open a part without a parent as a window of its own, which flashes on the
    screen until a layout takes it in.
    """
    if shown and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        widget.setVisible(shown)
