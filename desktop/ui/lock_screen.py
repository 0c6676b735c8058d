"""The locked screen: everything of the office is hidden until its user is back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import tr
from desktop.ui.input_filters import keep_enter
from desktop.ui.theme import set_look, theme_of
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.labels import label

_USES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class IdleWatch(QObject):
    """Tells when nobody has used the program for so many minutes."""

    idle = Signal()

    def __init__(self, minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.idle)
        self.set_minutes(minutes)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """Wait so long from now on; 0 never tells."""
        self._timer.setInterval(minutes * 60_000)
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _USES and self._timer.isActive():
            self._timer.start()
        return super().eventFilter(watched, event)


class LockScreen(QDialog):
    """Covers the program; other windows stay as they are but can't be seen.

    ``tried`` carries the password that was typed; ``left`` asks to sign out instead.
    """

    tried = Signal(str)
    left = Signal()

    def __init__(self, full_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Sổ Xã"))
        self.setModal(True)
        set_look(self, "page")
        self._hidden: list[QWidget] = []
        self._behind = parent
        card = Card()
        card.setFixedWidth(theme_of(self).px(360))
        head = QHBoxLayout()
        head.addWidget(IconLabel("lock", "main", 24))
        head.addWidget(label(tr("Màn hình đang khóa"), "title"), 1)
        card.body.addLayout(head)
        card.body.addWidget(label(full_name, "quiet"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(tr("Mật khẩu"))
        self.password.setAccessibleName(tr("Mật khẩu"))
        keep_enter(self.password)
        self.password.returnPressed.connect(self._try)
        card.body.addWidget(self.password)
        self.trouble = label("", "error")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        card.body.addWidget(self.trouble)
        card.body.addLayout(self._buttons())
        outer = QVBoxLayout(self)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        leave = QPushButton(tr("Đăng xuất"))
        set_look(leave, "link")
        leave.clicked.connect(self.left)
        self.unlock = QPushButton(tr("Mở khóa"))
        set_look(self.unlock, "primary")
        self.unlock.clicked.connect(self._try)
        for button in (leave, self.unlock):
            # Else Enter in the password would press the first of them: sign out.
            button.setAutoDefault(False)
        row.addWidget(leave)
        row.addStretch(1)
        row.addWidget(self.unlock)
        return row

    def cover(self) -> None:
        """Hide what is on the screen and stand in its place."""
        # Hiding a dialog that is being waited for would end it and lose what was typed there.
        for window in QApplication.topLevelWidgets():
            if window is not self and window.isVisible() and window.isWindow():
                window.setWindowOpacity(0)
                self._hidden.append(window)
        self.setGeometry(self._behind.geometry())
        self.open()
        self.raise_()
        self.password.setFocus()

    def uncover(self) -> None:
        """Show again what was there."""
        for window in self._hidden:
            window.setWindowOpacity(1)
        self._hidden.clear()
        self.accept()

    def refuse(self, sentence: str) -> None:
        """Say that it was not the password."""
        self.trouble.setText(sentence)
        self.trouble.show()
        self.unlock.setEnabled(True)
        self.password.clear()
        self.password.setFocus()

    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        # Escape must not open the screen.
        if arg__1.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(arg__1)

    def _try(self) -> None:
        if self.password.text() and self.unlock.isEnabled():
            self.unlock.setEnabled(False)
            self.trouble.hide()
            self.tried.emit(self.password.text())
