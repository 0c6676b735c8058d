"""The first window: who are you, and whose data shall be opened.

It stands before everything heavy: nothing here may import SQLAlchemy, paper or other screens.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import tr
from desktop.ui.input_filters import keep_enter
from desktop.ui.theme import set_icon, set_look, theme_of
from desktop.ui.tokens import FIGURE
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.labels import ElidedLabel, label

_CARD_WIDTH = 400
_FIRST_RUN = (
    ("create", "plus", "primary"),
    ("open", "folder-open", ""),
    ("sample", "eye", ""),
    ("restore", "history", ""),
)


class SignInWindow(QWidget):
    """Asks for name and password, or what to do on a PC that has no data yet.

    ``entered`` carries user and password; ``forgot`` and ``begin`` (with create, open, sample or
    restore) ask the program for the next window.
    ``painted`` comes once, when the window is on the screen, ``closed`` when it was closed.
    """

    entered = Signal(str, str)
    forgot = Signal()
    begin = Signal(str)
    painted = Signal()
    closed = Signal()

    def __init__(self, folder: Path | None, user: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._was_painted = False
        self.setWindowTitle(tr("Sổ Xã"))
        set_look(self, "page")
        self.resize(760, 560)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._sign_in_page(user))
        self._beginnings: QWidget | None = None
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addLayout(self._heading())
        column.addWidget(self._stack)
        row.addLayout(column)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(2)
        self.set_folder(folder)

    def set_folder(self, folder: Path | None) -> None:
        """Show the fields for an office folder, or the beginnings if there is none."""
        if folder is None:
            self.show_beginnings()
        else:
            self._stack.setCurrentIndex(0)
            self.place.setText(tr("Dữ liệu: {folder}").format(folder=folder))
            (self.password if self.user.text() else self.user).setFocus()

    def show_beginnings(self) -> None:
        """Offer the ways to begin; their page is made when it is first wanted."""
        if self._beginnings is None:
            self._beginnings = self._first_run_page()
            self._stack.addWidget(self._beginnings)
        self._stack.setCurrentWidget(self._beginnings)

    def set_busy(self, *, busy: bool) -> None:
        """While the file is being opened nothing can be pressed a second time."""
        for part in (self.user, self.password, self.enter, self.forgotten, self.other):
            part.setEnabled(not busy)
        self.enter.setText(tr("Đang mở…") if busy else tr("Đăng nhập"))

    def refuse(self, sentence: str) -> None:
        """Say why it did not open; the password is cleared, the name stays."""
        self.set_busy(busy=False)
        self.trouble.setText(sentence)
        self.trouble.show()
        self.password.clear()
        self.password.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(IconLabel("book-open-check", "main", 36))
        name = label(tr("Sổ Xã"), "title")
        name.setFont(theme_of(self).font(FIGURE + 6, strong=True))
        row.addWidget(name)
        row.addStretch(1)
        return row

    def _sign_in_page(self, user: str) -> QWidget:
        card = Card(tr("Đăng nhập"))
        card.setFixedWidth(theme_of(self).px(_CARD_WIDTH))
        self.place = ElidedLabel("", "quiet")
        self.user = QLineEdit(user)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.trouble = label("", "error")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.enter = QPushButton(tr("Đăng nhập"))
        set_look(self.enter, "primary")
        self.enter.setDefault(True)
        self.enter.clicked.connect(self._enter)
        keep_enter(self.password)
        self.password.returnPressed.connect(self._enter)
        card.body.addWidget(self.place)
        for words, field in ((tr("Tên đăng nhập"), self.user), (tr("Mật khẩu"), self.password)):
            card.body.addWidget(FormField(words, field))
        card.body.addWidget(self.trouble)
        card.body.addSpacing(4)
        card.body.addWidget(self.enter)
        card.body.addLayout(self._links())
        return card

    def _links(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.forgotten = QPushButton(tr("Quên mật khẩu"))
        self.forgotten.clicked.connect(self.forgot)
        self.other = QPushButton(tr("Dữ liệu khác…"))
        self.other.clicked.connect(self.show_beginnings)
        for button in (self.forgotten, self.other):
            set_look(button, "link")
        row.addWidget(self.forgotten)
        row.addStretch(1)
        row.addWidget(self.other)
        return row

    def _first_run_page(self) -> QWidget:
        card = Card(tr("Bắt đầu"))
        card.setFixedWidth(theme_of(self).px(_CARD_WIDTH))
        words = {
            "create": tr("Lập dữ liệu cho cơ quan"),
            "open": tr("Mở dữ liệu có sẵn"),
            "sample": tr("Xem thử với dữ liệu mẫu"),
            "restore": tr("Khôi phục từ bản sao lưu"),
        }
        for key, icon, look in _FIRST_RUN:
            button = QPushButton(words[key])
            set_icon(button, icon, "on_main" if look else "quiet")
            if look:
                set_look(button, look)
            button.clicked.connect(lambda _checked=False, key=key: self.begin.emit(key))
            card.body.addWidget(button)
        hint = label(
            tr("Mọi dữ liệu nằm trong một thư mục mã hóa trên máy này, không cần mạng."), "quiet"
        )
        hint.setWordWrap(True)
        card.body.addWidget(hint)
        return card

    def _enter(self) -> None:
        if not self.enter.isEnabled():
            return
        if not self.user.text().strip() or not self.password.text():
            self.refuse(tr("Hãy gõ tên đăng nhập và mật khẩu."))
            (self.password if self.user.text().strip() else self.user).setFocus()
            return
        self.trouble.hide()
        self.set_busy(busy=True)
        self.entered.emit(self.user.text().strip(), self.password.text())
