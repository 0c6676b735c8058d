"""What keys and wheel do in every field of the program, said once for the application.

The wheel scrolls the page and never changes a value by accident; Enter goes on to the next
field; nothing reacts while an input method such as UniKey still composes a syllable.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QFileDialog,
    QLineEdit,
    QRadioButton,
    QSlider,
    QWidget,
)  # fmt: skip

_COMPOSING, _KEEPS_ENTER = "soxa_composing", "soxa_keeps_enter"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = (Qt.Key.Key_Down, Qt.Key.Key_Up)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class WheelGuard(QObject):
    """Passes the wheel over combo boxes, spin boxes, date edits and sliders on to the page.

    Always, also when they have the focus: a value that changed unseen is worse than a key press.
    The open list of a combo box is a window of its own and scrolls as ever.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        guarded = event.type() == QEvent.Type.Wheel and isinstance(
            watched, QComboBox | QAbstractSpinBox | QSlider
        )
        if guarded:
            # Qt offers an event that was filtered but not accepted to the parent.
            event.ignore()
        return guarded


class EnterAsTab(QObject):
    """Lets Enter go to the next field from one-line fields, closed lists and date edits.

    Down and Up go on and back from one-line fields, where they would do nothing else.

    Buttons are pressed by Enter wherever they stand, as Windows does in dialogs only.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.enabled = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _ARROWS and event.modifiers() in _PLAIN:
            return self.enabled and _step(watched, event.key())
        if event.key() not in _ENTER or event.modifiers() not in _PLAIN:
            return False
        if isinstance(watched, QAbstractButton):
            return self._press(watched)
        if not self.enabled or not isinstance(watched, QWidget) or not _goes_on(watched):
            return False
        if isinstance(watched, QDateTimeEdit):
            # Tab would visit day, month and year one after another.
            watched.setCurrentSectionIndex(watched.sectionCount() - 1)
        QCoreApplication.postEvent(watched, _tab(QEvent.Type.KeyPress))
        QCoreApplication.postEvent(watched, _tab(QEvent.Type.KeyRelease))
        return True

    def _press(self, button: QAbstractButton) -> bool:
        if isinstance(button, QCheckBox | QRadioButton):
            if self.enabled:
                QCoreApplication.postEvent(button, _tab(QEvent.Type.KeyPress))
            return self.enabled
        button.click()
        return True


class CompositionWatch(QObject):
    """Notes which field an input method is composing in, for ``is_composing``."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            watched.setProperty(_COMPOSING, bool(event.preeditString()))
        elif event.type() == QEvent.Type.FocusOut and watched.property(_COMPOSING):
            watched.setProperty(_COMPOSING, False)
        return False


class InputFilters(QObject):
    """All three at once, on the application; one call from Qt for each event instead of three."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.enter_as_tab = EnterAsTab(self)
        wheel, composition = WheelGuard(self), CompositionWatch(self)
        self._for = {
            QEvent.Type.Wheel: wheel,
            QEvent.Type.KeyPress: self.enter_as_tab,
            QEvent.Type.InputMethod: composition,
            QEvent.Type.FocusOut: composition,
        }
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        concerned = self._for.get(event.type())
        return concerned is not None and concerned.eventFilter(watched, event)


def is_composing(widget: QWidget) -> bool:
    """Whether an input method shows letters in this field that are not yet its text.

    Completers and reactions to typing wait while it does.
    """
    return bool(widget.property(_COMPOSING))


def keep_enter(widget: QWidget) -> None:
    """Let this field, or all inside this part, have Enter for itself (search, password)."""
    widget.setProperty(_KEEPS_ENTER, True)


def _step(watched: QObject, key: int) -> bool:
    """Go to the field below or above; False where the arrows have work of their own."""
    if not isinstance(watched, QLineEdit) or not _goes_on(watched):
        return False
    if isinstance(watched.parentWidget(), QAbstractSpinBox | QComboBox):
        return False
    tab = _tab if key == Qt.Key.Key_Down else _back_tab
    QCoreApplication.postEvent(watched, tab(QEvent.Type.KeyPress))
    QCoreApplication.postEvent(watched, tab(QEvent.Type.KeyRelease))
    return True


def _goes_on(widget: QWidget) -> bool:
    if is_composing(widget) or _keeps_enter(widget):
        return False
    if isinstance(widget, QComboBox):
        return not widget.view().isVisible()
    return isinstance(widget, QLineEdit | QDateTimeEdit)


def _keeps_enter(widget: QWidget) -> bool:
    shown: QWidget | None = widget
    while shown is not None:
        # A file is chosen by its name and Enter, everywhere and for ever.
        if shown.property(_KEEPS_ENTER) or isinstance(shown, QFileDialog):
            return True
        shown = None if shown.isWindow() else shown.parentWidget()
    return False


def _back_tab(kind: QEvent.Type) -> QKeyEvent:
    return QKeyEvent(kind, Qt.Key.Key_Backtab.value, Qt.KeyboardModifier.ShiftModifier)


def _tab(kind: QEvent.Type) -> QKeyEvent:
    return QKeyEvent(kind, Qt.Key.Key_Tab.value, Qt.KeyboardModifier.NoModifier, "\t")
