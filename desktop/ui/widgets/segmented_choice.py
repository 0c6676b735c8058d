"""A few answers side by side, one key each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.base.i18n import tr
from desktop.ui.theme import Theme, theme_of
from desktop.ui.tokens import QUIET, Role
from desktop.ui.widgets.painting import box, line_of_text, ring, text_width

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

_HEIGHT, _PAD = 28, 11


@dataclass(frozen=True)
class Segment:
    """One answer: what it stands for, its word and the colour it takes when chosen."""

    value: Hashable
    text: str
    role: Role = Role.MAIN


class SegmentedChoice(QWidget):
    """Choose one: keys 1…n choose, arrows move, Delete takes the answer back."""

    chosen = Signal(object)
    focused = Signal()

    def __init__(
        self, name: str, segments: Sequence[Segment], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._segments = name, tuple(segments)
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tell()

    def value(self) -> Hashable | None:
        """The chosen answer's value, or None."""
        return None if self._at is None else self._segments[self._at].value

    def set_value(self, value: Hashable | None) -> None:
        """Show this answer as chosen, without a signal."""
        values = [segment.value for segment in self._segments]
        self._at = None if value is None else values.index(value)
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(self._places()[-1].right() + 1, theme_of(self).px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        places = self._places()
        whole = places[0].united(places[-1])
        box(painter, whole, theme.tokens.card, theme.tokens.field_line)
        for at, (segment, place) in enumerate(zip(self._segments, places, strict=True)):
            self._paint_segment(painter, theme, at, segment, place)
        if self.hasFocus():
            ring(painter, whole, theme.tokens.focus)

    def _paint_segment(
        self, painter: QPainter, theme: Theme, at: int, segment: Segment, place: QRect
    ) -> None:
        chosen = at == self._at
        ink, ground = theme.tokens.pair(segment.role)
        if at:
            painter.fillRect(QRect(place.left(), 1, 1, place.height() - 2), theme.colour("line"))
        if chosen:
            box(painter, place, ground, ink)
        elif not self.isEnabled():
            ink = theme.tokens.disabled
        else:
            ink = theme.tokens.quiet
        font = theme.font(QUIET, strong=chosen)
        text = f"{at + 1} {segment.text}"
        line_of_text(painter, place, text, font, ink, Qt.AlignmentFlag.AlignHCenter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        for at, place in enumerate(self._places()):
            if place.contains(point):
                self._choose(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1.value
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
        )  # fmt: skip
        if plain and 0 <= digit < len(self._segments):
            self._choose(digit)
        elif plain and event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            start = self._at if self._at is not None else (-1 if step > 0 else len(self._segments))
            self._choose(max(0, min(start + step, len(self._segments) - 1)))
        elif plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def _choose(self, at: int | None) -> None:
        if at == self._at:
            return
        self._at = at
        self._tell()
        self.chosen.emit(self.value())

    def _tell(self) -> None:
        answer = tr("chưa chọn") if self._at is None else self._segments[self._at].text
        self.setAccessibleName(f"{self._name}: {answer}")
        self.update()

    def _places(self) -> list[QRect]:
        theme = theme_of(self)
        font = theme.font(QUIET, strong=True)
        places, x = list[QRect](), 0
        for at, segment in enumerate(self._segments):
            wide = text_width(f"{at + 1} {segment.text}", font) + 2 * theme.px(_PAD)
            places.append(QRect(x, 0, wide, theme.px(_HEIGHT)))
            x += wide
        return places
