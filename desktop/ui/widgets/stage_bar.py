"""The stages of a matter in a row, with the one it has reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.base.i18n import tr
from desktop.ui.theme import Theme, theme_of
from desktop.ui.tokens import BODY
from desktop.ui.widgets.painting import box, line_of_text, ring, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEIGHT, _GAP, _PAD, _TICK = 28, 18, 12, 16


class StageBar(QWidget):
    """Steps that are done carry a tick, the current one the main colour, later ones their number.

    Where it is narrow, all but the current step shrink to their tick or number.
    clickable: a step may be asked for with the mouse or with arrows and Enter; ``chosen`` tells
    which, and whoever listens decides whether to go there.
    """

    chosen = Signal(int)

    def __init__(
        self,
        steps: Sequence[str],
        current: int = 0,
        parent: QWidget | None = None,
        *,
        clickable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._steps = tuple(steps)
        self._clickable = clickable
        self._current = self._pointed = current
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if clickable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_current(current)

    def current(self) -> int:
        """The place of the stage reached, from 0; the number of steps when all are done."""
        return self._current

    def set_current(self, current: int) -> None:
        """Show another stage as the one reached."""
        self._current = current
        self._pointed = min(current, len(self._steps) - 1)
        if current < len(self._steps):
            words = tr("Giai đoạn {} trên {}: {}").format(
                current + 1, len(self._steps), self._steps[current]
            )
        else:
            words = tr("Đã qua mọi giai đoạn")
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(self._places(10_000)[-1].right() + 1, theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(self._places(0)[-1].right() + 1, theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        for at, place in enumerate(self._places(self.width())):
            self._paint_step(painter, theme, at, place)
            if at:
                arrow = QRect(place.left() - _GAP, place.top(), _GAP, place.height())
                centre = Qt.AlignmentFlag.AlignHCenter
                line_of_text(painter, arrow, "›", theme.font(), theme.tokens.quiet, centre)

    def _paint_step(self, painter: QPainter, theme: Theme, at: int, place: QRect) -> None:
        colours, done, now = theme.tokens, at < self._current, at == self._current
        ground = colours.main if now else colours.good_soft if done else colours.neutral_soft
        ink = colours.on_main if now else colours.good if done else colours.quiet
        box(painter, place, ground, colours.chip_line)
        inside = place.adjusted(_PAD, 0, -_PAD + 4, 0)
        if done:
            tick = theme.pixmap("check", "good", 14)
            painter.drawPixmap(inside.left(), place.center().y() - theme.px(14) // 2 + 1, tick)
        else:
            line_of_text(painter, inside, str(at + 1), theme.font(strong=True), ink)
        words = inside.adjusted(theme.px(_TICK + 2), 0, 0, 0)
        if words.width() > theme.px(20):
            line_of_text(painter, words, self._steps[at], theme.font(strong=True), ink)
        if self.hasFocus() and at == self._pointed:
            ring(painter, place, colours.focus_on_main if now else colours.focus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().toPoint())
        if self._clickable and at is not None:
            self._pointed = at
            self.chosen.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if self._clickable and event.key() in moves:
            at = self._pointed + moves[Qt.Key(event.key())]
            self._pointed = max(0, min(at, len(self._steps) - 1))
            self.update()
        elif self._clickable and event.key() in (
            Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space
        ):  # fmt: skip
            self.chosen.emit(self._pointed)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._at(event.pos())
            QToolTip.showText(event.globalPos(), "" if at is None else self._steps[at], self)
            return True
        return super().event(event)

    def _at(self, point: QPoint) -> int | None:
        places = self._places(self.width())
        return next((at for at, place in enumerate(places) if place.contains(point)), None)

    def _places(self, width: int) -> list[QRect]:
        theme = theme_of(self)
        font = theme.font(BODY, strong=True)
        small = theme.px(_TICK) + 2 * _PAD - 4
        full = [small + theme.px(2) + text_width(step, font) + 4 for step in self._steps]
        if sum(full) + _GAP * (len(full) - 1) > width:
            full = [wide if at == self._current else small for at, wide in enumerate(full)]
        places, x = list[QRect](), 0
        for wide in full:
            places.append(QRect(x, 0, wide, theme.px(_HEIGHT)))
            x += wide + _GAP
        return places
