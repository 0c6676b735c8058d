"""A page that scrolls up and down, never sideways."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.theme import set_look
from desktop.ui.tokens import GAP


class PageScroll(QScrollArea):
    """Scrolls ``content``; what is focused inside is always brought into sight.

    ``outgrown`` tells that the content asks for another height than before.

    look: "ground" on the window's ground, "clear" on whatever stands behind.
    """

    outgrown = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, look: str = "clear", margin: int = 0
    ) -> None:
        super().__init__(parent)
        self._brought: QWidget | None = None
        set_look(self, look)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = QWidget()
        set_look(self.content, look)
        set_look(self.viewport(), "clear")
        self.column = QVBoxLayout(self.content)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(GAP)
        self.setWidget(self.content)
        self.content.installEventFilter(self)

    def bring(self, widget: QWidget) -> None:
        """Scroll to a widget, and again when room or content change while it has the keyboard."""
        self._brought = widget
        self._show_whole(widget)

    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        super().resizeEvent(arg__1)
        self._show_brought()

    def _show_brought(self) -> None:
        brought, focused = self._brought, self.window().focusWidget()
        if brought is None or not shiboken6.isValid(brought):
            return
        if focused is brought or brought.isAncestorOf(focused):
            self._show_whole(brought)

    def _show_whole(self, widget: QWidget) -> None:
        # ``ensureWidgetVisible`` is content when the cursor of a line can be seen.
        place = QRect(widget.mapTo(self.content, QPoint()), widget.size())
        middle, half = place.center(), place.height() // 2
        self.ensureVisible(middle.x(), middle.y(), 0, half + GAP)

    def sizeHint(self) -> QSize:
        return self.content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        # As wide as the content needs, or it would be cut off on the right.
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self.content.minimumSizeHint().width() + bar, 48)

    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        if arg__2.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self.outgrown.emit()
        done = super().eventFilter(arg__1, arg__2)
        if arg__2.type() == QEvent.Type.Resize:
            self._show_brought()
        return done
