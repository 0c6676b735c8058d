"""One item of the navigation bar."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.base.text import grouped
from desktop.ui.theme import Theme, theme_of
from desktop.ui.tokens import QUIET
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import box, line_of_text, ring, text_width

_HEIGHT, _EDGE = 33, 9


class NavigationItem(PaintedButton):
    """Icon, word and a number behind it; folded, the icon with a dot where the number was."""

    def __init__(self, text: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._folded, self._urgent = icon, False, False
        self._count: int | None = None
        self.setCheckable(True)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._tell()

    def set_count(self, count: int | None, *, urgent: bool) -> None:
        """Show this number; urgent makes it red."""
        self._count, self._urgent = count, urgent
        self._tell()

    def count(self) -> int | None:
        """The number behind the word."""
        return self._count

    def set_folded(self, *, folded: bool) -> None:
        """Show the icon alone."""
        self._folded = folded
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(36, theme_of(self).px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, e: QKeyEvent) -> None:
        # A button would take arrows as Tab; among these the bar knows the way.
        if e.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            e.ignore()
        else:
            super().keyPressEvent(e)

    def paintEvent(self, e: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        colours = theme.tokens
        if self.isChecked() or self.underMouse():
            box(painter, self.rect(), colours.nav_selected, radius=6)
        side = theme.px(18)
        left = (self.width() - side) // 2 if self._folded else _EDGE
        pixmap = theme.pixmap(self._icon, "nav_text" if self.isChecked() else "nav_quiet")
        painter.drawPixmap(left, (self.height() - side) // 2, pixmap)
        if self._folded:
            self._paint_dot(painter, theme, left + side)
        else:
            end = self._paint_badge(painter, theme)
            start = _EDGE + side + 12
            words = QRect(start, 0, end - start - 6, self.height())
            font = theme.font(strong=self.isChecked())
            line_of_text(painter, words, self.text(), font, colours.nav_text)
        if self.hasFocus():
            ring(painter, self.rect(), colours.nav_text, 6)

    def _paint_badge(self, painter: QPainter, theme: Theme) -> int:
        """Paint the number at the right end and tell where it begins."""
        if not self._count:
            return self.width() - 4
        font = theme.font(QUIET, strong=True)
        text = grouped(self._count)
        width = max(text_width(text, font) + 16, theme.px(32))
        height = theme.px(21)
        pill = QRect(self.width() - width - 8, (self.height() - height) // 2, width, height)
        box(painter, pill, self._ground(theme), radius=9)
        ink = theme.tokens.nav_on_urgent if self._urgent else theme.tokens.nav_text
        line_of_text(painter, pill, text, font, ink, Qt.AlignmentFlag.AlignHCenter)
        return pill.left()

    def _paint_dot(self, painter: QPainter, theme: Theme, right: int) -> None:
        if self._count and self._urgent:
            dot = QRect(right - 4, self.height() // 2 - theme.px(12), 9, 9)
            box(painter, dot, theme.tokens.nav_urgent, theme.tokens.nav_text, 4.5)

    def _ground(self, theme: Theme) -> str:
        return theme.tokens.nav_urgent if self._urgent else theme.tokens.nav_badge

    def _tell(self) -> None:
        words = f"{self.text()}: {grouped(self._count)}" if self._count else self.text()
        self.setAccessibleName(words)
        self.setToolTip(words if self._folded else "")
        self.update()
