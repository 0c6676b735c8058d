"""An icon that only shows."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import theme_of
from desktop.ui.tokens import ICON, Role
from desktop.ui.widgets.painting import box


class IconLabel(QWidget):
    """A line icon in a colour; with a ground, on a soft square of that role's colour."""

    def __init__(
        self,
        name: str,
        colour: str = "quiet",
        size: int = ICON,
        parent: QWidget | None = None,
        *,
        ground: Role | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._colour, self._size, self._ground = name, colour, size, ground
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        side = theme_of(self).px(self._size * 2 if self._ground else self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        if self._ground is not None:
            box(painter, self.rect(), theme.tokens.pair(self._ground)[1], radius=6)
        pixmap = theme.pixmap(self._name, self._colour, self._size)
        side = theme.px(self._size)
        painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, pixmap)
