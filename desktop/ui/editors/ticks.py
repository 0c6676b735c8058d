"""Editors that show all there is to choose beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from desktop.fields import Choice, Choices, Kind, YesNo
from desktop.ui.editors.editor import Editor, EditorContext
from desktop.ui.theme import set_look
from desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class ButtonRow(QWidget):
    """Buttons beside each other, on as many lines as they need; one stop for Tab.

    Arrows walk between them, 1 to 9 press one of the first, Delete clears.
    """

    pressed = Signal(int)

    def __init__(
        self, kind_of_button: type[QAbstractButton], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self._make = kind_of_button
        self.buttons: list[QAbstractButton] = []
        self._flow = FlowLayout(self, 4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def fill(self, labels: Sequence[str], watcher: QObject) -> None:
        """Have as many buttons as labels; those that are there already stay."""
        while len(self.buttons) > len(labels):
            button = self.buttons.pop()
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        while len(self.buttons) < len(labels):
            self._add(watcher)
        for button, text in zip(self.buttons, labels, strict=True):
            button.setText(text.replace("&", "&&"))
        if self.buttons:
            self.heir(0)

    def _add(self, watcher: QObject) -> None:
        at, button = len(self.buttons), self._make(self)
        button.setAutoExclusive(False)
        button.installEventFilter(watcher)
        button.clicked.connect(lambda: self.pressed.emit(at))
        self._flow.addWidget(button)
        button.show()
        if self.buttons:
            # A button that comes late would stand at the end of the window's order.
            QWidget.setTabOrder(self.buttons[-1], button)
        self.buttons.append(button)

    def heir(self, at: int) -> None:
        """Let Tab stop at this button."""
        for other, button in enumerate(self.buttons):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == at else _CLICK)
        self.setFocusProxy(self.buttons[at])

    def sizeHint(self) -> QSize:
        return self._flow.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._flow.minimumSize().width(), self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, arg__1: int) -> int:
        return self._flow.heightForWidth(arg__1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()


_CLICK = Qt.FocusPolicy.ClickFocus


class _RowEditor(Editor):
    """What rows of radio buttons and of chips have in common."""

    def __init__(
        self, kind: Kind[Any], context: EditorContext, button: type[QAbstractButton]
    ) -> None:
        self.row = ButtonRow(button)
        super().__init__(self.row, kind, context)
        self._codes: list[Any] = []
        self._value: Any = None
        self._label, self._read_only = "", False
        self.row.pressed.connect(self._press)

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        for button in self.row.buttons:
            button.setEnabled(not read_only or button.isChecked())

    def is_blank(self) -> bool:
        return self.value() is None

    def parts(self) -> Sequence[QWidget]:
        return (self.row, *self.row.buttons)

    def set_label(self, label: str) -> None:
        self._label = label
        self.row.setAccessibleName(label)
        for button in self.row.buttons:
            button.setAccessibleName(f"{label}: {button.text().replace('&&', '&')}")

    def focus(self) -> None:
        for button in self.row.buttons:
            if button.focusPolicy() == Qt.FocusPolicy.StrongFocus:
                button.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QAbstractButton) and watched in self.row.buttons:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(self.row.buttons.index(watched), event)
            if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
                self._leave()
        return super().eventFilter(watched, event)

    def _offer(self, pairs: Sequence[tuple[Any, str]]) -> None:
        codes = [code for code, _ in pairs]
        if codes == self._codes:
            return
        self._codes = codes
        self.row.fill([label for _, label in pairs], self)
        self.set_label(self._label)

    def _press(self, at: int) -> None:
        """A button was pressed; it shows the new state already."""
        raise NotImplementedError

    def _clear(self) -> None:
        self._show(None)
        self.changed.emit()

    def _show(self, value: Any) -> None:
        """Press the buttons of this value."""
        raise NotImplementedError

    def _key(self, at: int, event: QKeyEvent) -> bool:
        key, digit = event.key(), event.key() - Qt.Key.Key_1.value
        alone = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not alone or self._read_only:
            return False
        if key in _STEPS:
            to = (at + _STEPS[Qt.Key(key)]) % len(self.row.buttons)
            self._walk(to)
        elif 0 <= digit < min(len(self.row.buttons), 9):
            self._walk(digit)
            self.row.buttons[digit].click()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear()
        else:
            return False
        return True

    def _walk(self, to: int) -> None:
        self.row.heir(to)
        self.row.buttons[to].setFocus(Qt.FocusReason.TabFocusReason)

    def _leave(self) -> None:
        if self.row.focusWidget() not in self.row.buttons or not self.row.hasFocus():
            self.left.emit()


class RadioEditor(_RowEditor):
    """One of a few; pressing the chosen one again takes the answer back."""

    def __init__(self, kind: Choice | YesNo, context: EditorContext) -> None:
        super().__init__(kind, context, QRadioButton)
        self._offer(self._pairs(None))

    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        self._offer(self._pairs(value))
        self._show(value)

    def natural_width(self) -> int:
        return self.row.sizeHint().width()

    def _pairs(self, value: Any) -> Sequence[tuple[Any, str]]:
        names = self._context.names
        if isinstance(self._kind, YesNo):
            return [(said, self._kind.format(said, names)) for said in (True, False)]
        assert isinstance(self._kind, Choice)
        pairs = list(self._kind.pairs(names))
        if value is not None and value not in [code for code, _ in pairs]:
            pairs.append((value, self._kind.format(value, names)))
        return pairs

    def _press(self, at: int) -> None:
        code = self._codes[at]
        self._show(None if code == self._value else code)
        self.changed.emit()

    def _show(self, value: Any) -> None:
        self._value = value
        for code, button in zip(self._codes, self.row.buttons, strict=True):
            button.setChecked(value is not None and code == value)
        if value is not None:
            self.row.heir(self._codes.index(value))
        self.set_read_only(self._read_only)


class ChipsEditor(_RowEditor):
    """Several of several, as boxes to tick beside each other."""

    def __init__(self, kind: Choices, context: EditorContext) -> None:
        super().__init__(kind, context, QCheckBox)
        self._listed = kind.pairs
        self._offer(self._pairs(()))

    def value(self) -> tuple[str, ...] | None:
        return self._value

    def set_value(self, value: Any) -> None:
        self._offer(self._pairs(value or ()))
        self._show(value)

    def width_in_characters(self) -> int:
        return 200

    def _pairs(self, value: Sequence[str]) -> Sequence[tuple[str, str]]:
        pairs = list(self._listed(self._context.names))
        known = {code for code, _ in pairs}
        old = (code for code in value if code not in known)
        return pairs + [(code, self._kind.format((code,), self._context.names)) for code in old]

    def _press(self, at: int) -> None:
        pressed = zip(self._codes, self.row.buttons, strict=True)
        self._value = tuple(code for code, button in pressed if button.isChecked()) or None
        self.changed.emit()

    def _show(self, value: Any) -> None:
        self._value = value
        for code, button in zip(self._codes, self.row.buttons, strict=True):
            button.setChecked(code in (value or ()))
        self.set_read_only(self._read_only)
