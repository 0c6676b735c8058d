"""A clerk at the windows: she types at whatever has the keyboard and presses what she reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.base.clock import Clock
from desktop.operations.office import Office
from desktop.ui.dialogs import MessageDialog
from desktop.ui.editors.pick_list import PickList
from desktop.ui.editors.references import ReferenceEditor
from desktop.ui.field_cell import FieldCell
from desktop.ui.jobs import Jobs
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.record_form import RecordForm
from inline import Inline, settle

D = TypeVar("D", bound=QDialog)
P = TypeVar("P", bound=Page)

CTRL = Qt.KeyboardModifier.ControlModifier
_MOST_FIELDS, _MARK, _PATIENCE = 60, 8, 500
NONE = Qt.KeyboardModifier.NoModifier


def start_program(folder: Path, settings: Path, clock: Clock) -> Program:
    """The whole program on the PC where this office was open last, at its sign-in window."""
    kept = QSettings(str(settings), QSettings.Format.IniFormat)
    kept.setValue("folder", str(folder))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    program = Program(app, kept, clock, Jobs(executor=Inline()))
    program.start()
    return program


def end_program(program: Program) -> None:
    """Sign out as at the end of a day, and free the windows."""
    program.sign_out()
    settle()
    program.sign_in.close()
    program.deleteLater()
    # What the program put on the application goes with it, or the next test would feel it.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle()


class Clerk:
    """Works on a signed-in program with keyboard and mouse, and reads what it shows."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self._qtbot = qtbot
        self.program = program

    def sign_in(self, user: str, password: str) -> None:
        """Type name and password at the sign-in window."""
        self.program.sign_in.user.clear()
        self._qtbot.keyClicks(self.program.sign_in.user, user)
        self._qtbot.keyClicks(self.program.sign_in.password, password)
        self._qtbot.keyClick(self.program.sign_in.password, Qt.Key.Key_Return)
        settle()
        self.window.activateWindow()
        settle()

    @property
    def window(self) -> MainWindow:
        """The main window."""
        assert self.program.window is not None, "nobody is signed in"
        return self.program.window

    @property
    def office(self) -> Office:
        """The office that is open."""
        assert self.program.office is not None
        return self.program.office

    # -- keyboard and mouse -----------------------------------------------------------

    @property
    def focus(self) -> QWidget:
        """What has the keyboard."""
        if not self._is_ours(QApplication.activeWindow()):
            # Without a display nobody hands the keyboard back when a list folds away, and a
            # window that another test left open may hold it.
            (QApplication.activeModalWidget() or self.window).activateWindow()
            settle()
        focused = QApplication.focusWidget()
        assert focused is not None, "nothing has the keyboard"
        return focused

    def _is_ours(self, active: QWidget | None) -> bool:
        """Whether a window is one of the program's, or stands over it."""
        own = {self.program.window, self.program.sign_in}
        while active is not None:
            if active in own:
                return True
            active = active.parentWidget()
        return False

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        """Press a key where the keyboard is."""
        for _ in range(times):
            self._qtbot.keyClick(self.focus, key, modifier)
            settle()

    def type(self, *texts: str) -> None:
        """Type into the field with the keyboard, Enter after each text but the last."""
        for at, text in enumerate(texts):
            if at:
                self.key(Qt.Key.Key_Return)
            self.write(text)

    def write(self, text: str) -> None:
        """Type a text with Vietnamese letters, as an input method hands them over."""
        for letter in text:
            if letter.isascii():
                self._qtbot.keyClicks(self.focus, letter)
            else:
                self._put(letter)
        settle()

    def walk(self, name: str, text: str) -> None:
        """Go on with Enter until the keyboard is in this field, and type there.

        A choice is taken from the list that folds down, a text replaces what stood there.
        """
        for _ in range(_MOST_FIELDS):
            if self.field() == name:
                break
            self._next()
        assert self.field() == name, f"Enter does not lead to {name}"
        self.key(Qt.Key.Key_A, CTRL)
        self.write(text)
        cell = self._cell()
        if cell is not None and isinstance(cell.editor, ReferenceEditor):
            # Its list waits for a pause in typing; F4 does not.
            self.key(Qt.Key.Key_F4)
        self._next()

    def _next(self) -> None:
        one_line = isinstance(self.focus, QLineEdit)
        self.key(Qt.Key.Key_Return if one_line and not _lists() else Qt.Key.Key_Tab)

    def choose_own(self, words: str) -> None:
        """Choose from the menu behind the clerk's own name."""
        self._qtbot.mouseClick(self.window.user, Qt.MouseButton.LeftButton)
        settle()
        menu = next(m for m in self.window.findChildren(QMenu) if m.isVisible())
        action = next(a for a in menu.actions() if a.text() == words)
        action.trigger()
        menu.close()
        settle()

    def press(self, words: str, within: QWidget | None = None, *, first: bool = False) -> None:
        """Click the one button that shows these words, or the first of several."""
        place = within or self.window
        found = [
            button
            for button in place.findChildren(QAbstractButton)
            if button.isVisible() and button.text().replace("&", "") == words
        ]
        assert found, f"no button says {words!r}"
        assert first or len(found) == 1, f"{len(found)} buttons say {words!r}"
        assert found[0].isEnabled(), f"{words!r} can't be pressed"
        self.click(found[0])

    def click(self, widget: QWidget) -> None:
        """Click something; a tick or a radio button where its mark is."""
        place = widget.rect().center()
        if isinstance(widget, QCheckBox | QRadioButton):
            place.setX(_MARK)
        self._qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)
        settle()

    def fill(self, form: RecordForm, **texts: str) -> None:
        """Go to fields of a form and type into them, in place of what stands there."""
        for name, text in texts.items():
            form.go_to(name)
            settle()
            self._empty()
            self.write(text)

    def _empty(self) -> None:
        if isinstance(self.focus, QLineEdit | QPlainTextEdit):
            self._qtbot.keyClick(self.focus, Qt.Key.Key_A, CTRL)
            self._qtbot.keyClick(self.focus, Qt.Key.Key_Delete)

    def _put(self, letter: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(letter)
        QApplication.sendEvent(self.focus, event)

    def when_asked(self, kind: type[D], deed: Callable[[D], object]) -> None:
        """Do this as soon as a dialog of this kind stands there and waits for an answer."""
        tries = iter(range(_PATIENCE))

        def look() -> None:
            found = _open(kind)
            if found:
                found[0].activateWindow()
                settle()
                try:
                    deed(found[0])
                finally:
                    # Or the test would wait for ever for an answer that went wrong.
                    settle()
                    if found[0] in _open(kind):
                        found[0].done(0)
            elif next(tries, None) is not None:
                QTimer.singleShot(1, look)

        QTimer.singleShot(0, look)

    def answer(self, words: str) -> None:
        """Answer the next question with the button that says this."""
        self.when_asked(MessageDialog, lambda asked: self.press(words, asked))

    # -- what is shown ----------------------------------------------------------------

    def go(self, key: str, kind: type[P]) -> P:
        """Choose a section at the left."""
        item = self.window.navigation._items[key]
        self._qtbot.mouseClick(item, Qt.MouseButton.LeftButton)
        settle()
        page = self.window.page()
        assert isinstance(page, kind)
        return page

    def page(self, kind: type[P]) -> P:
        """The page in front, which is of this kind."""
        page = self.window.page()
        assert isinstance(page, kind)
        return page

    def dialog(self, kind: type[D]) -> D:
        """The one open dialog of this kind."""
        settle()
        found = _open(kind)
        assert len(found) == 1, f"{len(found)} dialogs of {kind.__name__}"
        return found[0]

    def has_dialog(self, kind: type[QDialog]) -> bool:
        """Whether a dialog of this kind is open."""
        settle()
        return bool(_open(kind))

    def field(self) -> str:
        """The name of the field that the keyboard is in, "" if in none."""
        cell = self._cell()
        return "" if cell is None else cell.field.name

    def _cell(self) -> FieldCell | None:
        shown: QWidget | None = self.focus
        while shown is not None and not isinstance(shown, FieldCell):
            shown = shown.parentWidget()
        return shown

    def said(self) -> str:
        """The line at the foot of the window."""
        return self.window.said.text()


def _open(kind: type[D]) -> list[D]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]


def _lists() -> bool:
    """Whether a list of choices has folded down."""
    widgets = QApplication.topLevelWidgets()
    return any(isinstance(one, PickList) and one.isVisible() for one in widgets)
