"""The frame of every dialog: a head, a body that scrolls, a line of trouble, and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.ui.theme import set_look, theme_of
from desktop.ui.tokens import DIALOG_HEIGHT, DIALOG_WIDTH
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.screen_room import screen_room

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QShowEvent

_BUTTON_WIDTH = 84


class FaultyField(UserError):
    """What a field of a dialog is to blame for; the keyboard goes there."""

    def __init__(self, message: str, field: QWidget) -> None:
        super().__init__(message)
        self.field = field


class DialogFrame(QDialog):
    """Add to ``body`` what the dialog holds; it fits 1060×560 logical pixels by itself.

    width: the width wanted at 100 % type.
    heading: words at the top; the title of the window if left out.
    """

    def __init__(
        self, title: str, parent: QWidget | None = None, *, width: int = 480, heading: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        set_look(self, "dialog")
        self._wanted = width
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._heading = label(heading or title, "title")
        self._heading.setWordWrap(True)
        self._heading.setContentsMargins(20, 16, 20, 8)
        column.addWidget(self._heading)
        self._scroll = PageScroll(look="clear")
        self._scroll.outgrown.connect(self._grow)
        self.body: QVBoxLayout = self._scroll.column
        self.body.setContentsMargins(20, 4, 20, 16)
        column.addWidget(self._scroll, 1)
        self.trouble = label("", "error")
        self.trouble.setWordWrap(True)
        self.trouble.setContentsMargins(20, 8, 20, 8)
        self.trouble.hide()
        column.addWidget(self.trouble)
        foot = QFrame()
        set_look(foot, "foot")
        self._buttons = QHBoxLayout(foot)
        self._buttons.setContentsMargins(20, 10, 20, 10)
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        column.addWidget(foot)
        self._primary: QPushButton | None = None
        self._cancel: QPushButton | None = None
        self._danger = False

    def refuse(self, error: UserError, blamed: QWidget | None = None) -> bool:
        """Say above the buttons why it was not done, and go to what is to blame for it.

        blamed: the field, unless the error knows it itself. Returns True: enough was said.
        """
        self.show_trouble(error.message)
        field = error.field if isinstance(error, FaultyField) else blamed
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._scroll.isAncestorOf(field):
                self._scroll.bring(field)
        return True

    def show_trouble(self, sentence: str) -> None:
        """Say this above the buttons; "" when there is no trouble any more."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.setAccessibleDescription(sentence)
        self._grow()

    def add_aside(self, widget: QWidget) -> None:
        """Put a seldom used button or a note at the left end of the button row."""
        self._buttons.insertWidget(self._buttons.indexOf(self._buttons) + 1, widget)

    def add_button(self, text: str, on_click: Callable[[], object]) -> QPushButton:
        """Add an ordinary button; it stands left of the primary one."""
        button = self._made(text, on_click)
        at = self._buttons.count() - (1 if self._primary is not None else 0)
        self._buttons.insertWidget(at, button)
        return button

    def add_cancel(self, text: str = "") -> QPushButton:
        """Add the button that leaves without doing anything, like Escape."""
        self._cancel = self.add_button(text or tr("Thôi"), self.reject)
        self._settle_default()
        return self._cancel

    def add_primary(
        self, text: str, on_click: Callable[[], object], *, danger: bool = False
    ) -> QPushButton:
        """Add the one button at the right end that Enter presses.

        danger: it takes something away, so Enter presses the one that leaves instead.
        """
        self._primary = self._made(text, on_click)
        self._danger = danger
        set_look(self._primary, "danger" if danger else "primary")
        self._buttons.addWidget(self._primary)
        self._settle_default()
        return self._primary

    def _settle_default(self) -> None:
        default = self._cancel if self._danger else self._primary
        if default is not None:
            default.setDefault(True)

    def set_busy(self, *, busy: bool) -> None:
        """While work is under way, no button can be pressed a second time."""
        for at in range(self._buttons.count()):
            item = self._buttons.itemAt(at)
            widget = None if item is None else item.widget()
            if isinstance(widget, QPushButton):
                widget.setEnabled(not busy)

    def sizeHint(self) -> QSize:
        width = min(theme_of(self).px(self._wanted), DIALOG_WIDTH)
        # A wrapped text is only as high as its width makes it.
        wrapped = self.body.hasHeightForWidth()
        body = self.body.heightForWidth(width) if wrapped else self.body.sizeHint().height()
        others = super().sizeHint().height() - self._scroll.sizeHint().height()
        return QSize(width, min(others + body + 2, DIALOG_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        # Asked once: a long text is measured anew for every answer.
        return self.sizeHint().boundedTo(QSize(320, 180))

    def showEvent(self, arg__1: QShowEvent) -> None:
        # Before Qt puts it in the middle of its parent, or it would hang over the screen's edge.
        self.resize(self.sizeHint().boundedTo(QSize(DIALOG_WIDTH, DIALOG_HEIGHT)))
        super().showEvent(arg__1)
        self.order_buttons()

    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        turns: dict[int, QSlider.SliderAction] = {
            Qt.Key.Key_PageUp: QSlider.SliderAction.SliderPageStepSub,
            Qt.Key.Key_PageDown: QSlider.SliderAction.SliderPageStepAdd,
        }
        turn = turns.get(arg__1.key())
        if turn is None:
            super().keyPressEvent(arg__1)
        else:
            # A long text has nothing in it that the keyboard could be brought to.
            self._scroll.verticalScrollBar().triggerAction(turn)

    def _grow(self) -> None:
        """Make room for what came into the body late, or is said below a field now."""
        if not self.isVisible() or self.height() >= DIALOG_HEIGHT:
            return
        wanted = self.sizeHint().height()
        if wanted <= self.height():
            return
        self.resize(self.width(), wanted)
        frame = self.frameGeometry()
        below = frame.bottom() - screen_room(frame.center()).bottom()
        if below > 0:
            self.move(self.x(), max(self.y() - below, 0))

    def order_buttons(self) -> None:
        """Let Tab, and Enter after the last field, reach the primary button first.

        The one that gives up comes behind it; wanted again when the body was filled anew.
        """
        last: QWidget = self._heading
        one = self.nextInFocusChain()
        while one is not None and one is not self:
            if self._scroll.isAncestorOf(one):
                last = one
            one = one.nextInFocusChain()
        for at in reversed(range(self._buttons.count())):
            item = self._buttons.itemAt(at)
            button = None if item is None else item.widget()
            if button is not None:
                QWidget.setTabOrder(last, button)
                last = button

    def _made(self, text: str, on_click: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setMinimumWidth(theme_of(self).px(_BUTTON_WIDTH))
        button.clicked.connect(lambda _checked=False: on_click())
        return button
