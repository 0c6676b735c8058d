"""A tile of the home screen: one figure that opens its list."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import theme_of
from desktop.ui.tokens import FIGURE, QUIET, RADIUS, Role
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import box, line_of_text, ring, text_width

_HEIGHT, _SQUARE, _PAD = 74, 38, 14
_INK = {
    Role.NEUTRAL: "quiet",
    Role.MAIN: "link",
    Role.GOOD: "good",
    Role.WARNING: "warning",
    Role.ERROR: "error",
}


class Tile(PaintedButton):
    """An icon on its colour, a big figure and a few words; a click or Enter is ``clicked``."""

    def __init__(
        self,
        icon: str,
        text: str,
        figure: str = "",
        role: Role = Role.MAIN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._figure, self._role = icon, figure, role
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_figure(figure, role)

    def figure(self) -> str:
        """The big figure."""
        return self._figure

    def set_figure(self, figure: str, role: Role) -> None:
        """Show another figure, and how much it matters."""
        self._figure, self._role = figure, role
        self.setAccessibleName(f"{self.text()}: {figure}")
        self.setToolTip(self.text())
        self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        words = max(
            text_width(self.text(), theme.font(QUIET)),
            text_width(self._figure, theme.font(FIGURE, strong=True)),
        )
        return QSize(words + theme.px(_SQUARE) + 2 * _PAD + 12, theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.px(_SQUARE + 70) + 2 * _PAD, theme.px(_HEIGHT))

    def paintEvent(self, e: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        colours, side = theme.tokens, theme.px(_SQUARE)
        lit = self.underMouse() or self.isDown()
        box(painter, self.rect(), colours.hover if lit else colours.card, colours.line, RADIUS)
        ground = colours.pair(self._role)[1]
        square = QRect(_PAD, (self.height() - side) // 2, side, side)
        box(painter, square, ground, colours.chip_line, 6)
        pixmap, icon = theme.pixmap(self._icon, _INK[self._role], 20), theme.px(20)
        painter.drawPixmap(square.x() + (side - icon) // 2, square.y() + (side - icon) // 2, pixmap)
        words = QRect(square.right() + 11, 0, self.width() - square.right() - _PAD - 6, 0)
        middle = self.height() // 2
        words.setTop(middle - theme.px(24))
        words.setHeight(theme.px(28))
        figure = theme.font(FIGURE, strong=True)
        line_of_text(painter, words, self._figure, figure, colours.text)
        words.moveTop(middle + theme.px(3))
        words.setHeight(theme.px(20))
        line_of_text(painter, words, self.text(), theme.font(QUIET), colours.quiet)
        if self.hasFocus():
            ring(painter, self.rect(), colours.focus, RADIUS)
