"""The small calendar that opens under a date field."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from desktop.base.i18n import tr
from desktop.ui.date_text import SHORT_DAYS, month_days, month_title, moved_months, spoken_day
from desktop.ui.theme import Theme, set_icon, set_look, theme_of
from desktop.ui.tokens import BODY, QUIET
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.painting import box, line_of_text, ring
from desktop.ui.widgets.screen_room import screen_room

_CELL_WIDTH, _CELL_HEIGHT = 36, 30
_DAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class MonthSheet(QWidget):
    """One month in six weeks. Arrows go by days and weeks, Page keys by months (with Ctrl: years)."""

    picked = Signal(object)
    moved = Signal(object)

    def __init__(self, day: dt.date, today: dt.date | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day, self._today = day, today
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_day(day)

    def day(self) -> dt.date:
        """The day under the ring."""
        return self._day

    def show_day(self, day: dt.date) -> None:
        """Move the ring to this day."""
        self._day = day
        self.setAccessibleName(spoken_day(day))
        self.moved.emit(day)
        self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(7 * theme.px(_CELL_WIDTH), 7 * theme.px(_CELL_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        centre, small = Qt.AlignmentFlag.AlignHCenter, theme.font(QUIET, strong=True)
        for at, name in enumerate(SHORT_DAYS):
            place, quiet = self._place(at), theme.tokens.quiet
            line_of_text(painter, place, tr(name), small, quiet, centre)
        for at, day in enumerate(month_days(self._day)):
            if day is not None:
                self._paint_day(painter, theme, day, self._place(at + 7))

    def _paint_day(self, painter: QPainter, theme: Theme, day: dt.date, place: QRect) -> None:
        colours, here = theme.tokens, day == self._day
        inner = place.adjusted(2, 1, -2, -1)
        ink = colours.text if day.month == self._day.month else colours.quiet
        if here:
            box(painter, inner, colours.main)
            ink = colours.on_main
        elif day == self._today:
            box(painter, inner, colours.main_soft, colours.main)
            ink = colours.link
        if here and self.hasFocus():
            ring(painter, place, colours.focus_on_main)
        font = theme.font(BODY, strong=here or day == self._today)
        line_of_text(painter, inner, str(day.day), font, ink, Qt.AlignmentFlag.AlignHCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _DAYS:
            ordinal = self._day.toordinal() + _DAYS[key]
            self.show_day(dt.date.fromordinal(max(1, min(ordinal, dt.date.max.toordinal()))))
        elif key in _MONTHS:
            years = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self.show_day(moved_months(self._day, _MONTHS[key] * (12 if years else 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self._day)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        for at, day in enumerate(month_days(self._day)):
            if day is not None and self._place(at + 7).contains(point):
                self.show_day(day)
                self.picked.emit(day)
                return

    def _place(self, at: int) -> QRect:
        theme = theme_of(self)
        row, column = divmod(at, 7)
        width, height = theme.px(_CELL_WIDTH), theme.px(_CELL_HEIGHT)
        return QRect(column * width, row * height, width, height)


class CalendarPopup(QFrame):
    """A month to pick a day from; ``picked`` tells it, Escape closes without one."""

    picked = Signal(object)

    def __init__(self, day: dt.date, today: dt.date | None, parent: QWidget | None = None) -> None:
        """today: None while nobody knows it; then it can be neither seen nor picked."""
        super().__init__(parent, Qt.WindowType.Popup)
        set_look(self, "popup")
        self.setAccessibleName(tr("Chọn ngày"))
        self.sheet = MonthSheet(day, today)
        self.sheet.picked.connect(self._pick)
        self.sheet.moved.connect(self._show_month)
        self._title: QLabel = label(month_title(day), "strong")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        now = QPushButton(tr("Hôm nay"), self)
        set_look(now, "link")
        now.setAutoDefault(False)
        if today is not None:
            now.clicked.connect(partial(self._pick_today, today))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addLayout(self._head())
        column.addWidget(self.sheet)
        column.addWidget(now, 0, Qt.AlignmentFlag.AlignHCenter)
        now.setHidden(today is None)
        self.setFocusProxy(self.sheet)

    def _pick_today(self, today: dt.date, _checked: bool = False) -> None:
        self._pick(today)

    def open_at(self, corner: QPoint) -> None:
        """Open with its upper left corner here (global), moved into the screen if needed."""
        self.adjustSize()
        room = screen_room(corner)
        x = min(corner.x(), room.right() - self.width())
        y = min(corner.y(), room.bottom() - self.height())
        self.move(max(x, room.left()), max(y, room.top()))
        self.show()
        self.sheet.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._turn("chevrons-left", tr("Năm trước"), -12))
        head.addWidget(self._turn("chevron-left", tr("Tháng trước"), -1))
        head.addWidget(self._title, 1)
        head.addWidget(self._turn("chevron-right", tr("Tháng sau"), 1))
        head.addWidget(self._turn("chevrons-right", tr("Năm sau"), 12))
        return head

    def _pick(self, day: dt.date) -> None:
        self.close()
        self.picked.emit(day)

    def _show_month(self, day: dt.date) -> None:
        self._title.setText(month_title(day))

    def _turn(self, icon: str, name: str, months: int) -> QToolButton:
        button = QToolButton()
        set_icon(button, icon)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda: self.sheet.show_day(moved_months(self.sheet.day(), months)))
        return button
