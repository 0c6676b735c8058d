"""The list that drops down below a field; the keyboard stays in the field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QListView

from desktop.base.i18n import tr
from desktop.ui.theme import set_look, theme_of
from desktop.ui.widgets.screen_room import screen_room

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROWS = 9
_VALUE = Qt.ItemDataRole.UserRole.value


@dataclass(frozen=True)
class Option:
    """One row: what it stands for, its words, what tells it from others, whether it is ticked."""

    value: Any
    text: str
    detail: str = ""
    ticked: bool | None = None


class PickList(QListView):
    """Drops down below a line, on the click of a button, a key or while somebody types.

    It never takes the keyboard: the line keeps it, so that input methods go on composing.
    While it is open the keys that move in a list come here. ``picked`` tells the value of a
    row; rows with a tick stay open for the next one.
    """

    picked = Signal(object)

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self._line = line
        self._ticks = False
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.entered.connect(self.setCurrentIndex)
        self.clicked.connect(self._pick)
        set_look(self, "popup")

    def offer(self, options: Sequence[Option], current: Any = None) -> None:
        """Show these rows; the current value, or the first one, is marked."""
        self._ticks = any(option.ticked is not None for option in options)
        self._rows.clear()
        for option in options:
            self._rows.appendRow(_row(option))
        if not options:
            self._rows.appendRow(_nothing())
        values = [option.value for option in options]
        at = values.index(current) if current in values else 0
        self.setCurrentIndex(self._rows.index(at, 0))
        self._drop()

    def values(self) -> list[Any]:
        """What the rows stand for, in order."""
        items = (self._rows.item(at) for at in range(self._rows.rowCount()))
        return [item.data(_VALUE) for item in items if item.isEnabled()]

    def ticked(self) -> list[Any]:
        """What the ticked rows stand for, in order."""
        items = (self._rows.item(at) for at in range(self._rows.rowCount()))
        return [i.data(_VALUE) for i in items if i.checkState() == Qt.CheckState.Checked]

    def close_up(self) -> None:
        """Fold the list away."""
        if self.isVisible():
            self.hide()

    def sizeHint(self) -> QSize:
        row = max(self.sizeHintForRow(0), theme_of(self).px(28))
        shown = min(self._rows.rowCount(), _ROWS)
        bar = theme_of(self).px(30)
        wide = self.sizeHintForColumn(0) + bar
        return QSize(max(wide, self._line.width()), shown * row + theme_of(self).px(10))

    def showEvent(self, event: Any) -> None:
        # Last in, first asked: before the filter that makes Enter go to the next field.
        _app().installEventFilter(self)
        super().showEvent(event)

    def hideEvent(self, event: Any) -> None:
        _app().removeEventFilter(self)
        super().hideEvent(event)

    def eventFilter(self, object: QObject, event: QEvent) -> bool:  # noqa: A002
        if event.type() == QEvent.Type.KeyPress and object is self._line:
            assert isinstance(event, QKeyEvent)
            return self._key(event)
        if event.type() == QEvent.Type.ShortcutOverride and object is self._line:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:  # closes the list, not the window behind it
                event.accept()
                return True
        if event.type() == QEvent.Type.MouseButtonPress:
            if isinstance(event, QMouseEvent) and self._is_outside(event):
                self.close_up()
        elif event.type() in _GONE and object in (self._line, self._line.window()):
            self.close_up()
        return super().eventFilter(object, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(_MOVES[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_up() if self._ticks else self._pick(self.currentIndex())
            return True
        if key == Qt.Key.Key_Space and self._ticks:
            self._pick(self.currentIndex())
            return True
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F4, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.close_up()
            return True
        if key == Qt.Key.Key_Tab and not self._ticks:
            self._pick(self.currentIndex())
        return False

    def _move(self, step: int) -> None:
        last = self._rows.rowCount() - 1
        at = min(max(self.currentIndex().row() + step, 0), last)
        self.setCurrentIndex(self._rows.index(at, 0))

    def _pick(self, index: QModelIndex) -> None:
        item = self._rows.itemFromIndex(index)
        if not index.isValid() or not item.isEnabled():
            self.close_up()
            return
        if self._ticks:
            on = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
        else:
            self.close_up()
        self.picked.emit(item.data(_VALUE))

    def _is_outside(self, event: QMouseEvent) -> bool:
        point = event.globalPosition().toPoint()
        on_line = QRect(self._line.mapToGlobal(QPoint()), self._line.size())
        return not self.geometry().contains(point) and not on_line.contains(point)

    def _drop(self) -> None:
        size = self.sizeHint()
        room = screen_room(self._line.mapToGlobal(QPoint()))
        below = self._line.mapToGlobal(QPoint(0, self._line.height() + 2))
        if below.y() + size.height() > room.bottom():
            below.setY(self._line.mapToGlobal(QPoint()).y() - size.height() - 2)
        width = min(size.width(), room.width())
        below.setX(max(room.left(), min(below.x(), room.right() - width)))
        self.setGeometry(QRect(below, QSize(width, size.height())))
        self.scrollTo(self.currentIndex())
        self.show()


_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _ROWS,
    Qt.Key.Key_PageUp: -_ROWS,
}
_GONE = (
    QEvent.Type.FocusOut,
    QEvent.Type.Hide,
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Wheel,
    QEvent.Type.WindowDeactivate,
)


def _row(option: Option) -> QStandardItem:
    text = f"{option.text}  ·  {option.detail}" if option.detail else option.text
    item = QStandardItem(text)
    item.setData(option.value, _VALUE)
    item.setToolTip(text)
    if option.ticked is not None:
        item.setCheckState(Qt.CheckState.Checked if option.ticked else Qt.CheckState.Unchecked)
    return item


def _nothing() -> QStandardItem:
    item = QStandardItem(tr("Không tìm thấy"))
    item.setEnabled(False)
    return item


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
