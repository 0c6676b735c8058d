"""The values that stand beside each other, one key each, and room to type another one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.base.clock import in_vietnam
from desktop.base.i18n import tr
from desktop.operations.disagreement import Disagreement, Option
from desktop.operations.incoming_row import Hand
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.labels import label

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EDGE, _NUMBER = 12, 20


class OptionRow(QFrame):
    """One option: its key, what it says, who wrote it where and when; a click chooses it."""

    pressed = Signal()

    def __init__(self, number: int, texts: Sequence[str], below: str, chip: str = "") -> None:
        super().__init__()
        set_look(self, "option")
        self.words = " · ".join((*texts, below, chip))
        self.setAccessibleName(f"{number}: {self.words}")
        key = label(str(number), "strong")
        key.setFixedWidth(_NUMBER)
        self.column = QVBoxLayout()
        self.column.setSpacing(2)
        for text in texts:
            self.column.addWidget(_wrapped(text, "strong"))
        if below:
            self.column.addWidget(_wrapped(below, "quiet"))
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE, 8, _EDGE, 8)
        row.setSpacing(8)
        row.addWidget(key, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self.column, 1)
        if chip:
            row.addWidget(Chip(chip, Role.GOOD), 0, Qt.AlignmentFlag.AlignTop)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()


class OptionList(QWidget):
    """Keys 1…n and the arrows up and down mark an option, Enter takes it.

    The last one is another value where one may be typed; it has no values of its own.
    ``marked`` tells the number of the marked one from 0, ``taken`` that Enter was pressed,
    ``stepped`` 1 or -1 for the arrows right and left.
    """

    marked = Signal(int)
    taken = Signal()
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.rows: list[OptionRow] = []
        self._at: int | None = None
        self._may_choose = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_options(self, disagreement: Disagreement) -> None:
        """Show these instead; none is marked."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [
            OptionRow(at + 1, told_words(disagreement, one), source_words(one), _in_use(one))
            for at, one in enumerate(disagreement.options)
        ]
        if disagreement.fields and disagreement.may_decide:
            self.rows.append(OptionRow(len(self.rows) + 1, (tr("Nhập khác…"),), ""))
        for at, row in enumerate(self.rows):
            row.pressed.connect(partial(self._press, at))
            self._column.addWidget(row)
        self._at, self._may_choose = None, disagreement.may_decide
        self._tell()

    def at(self) -> int | None:
        """The marked option, from 0."""
        return self._at

    def mark(self, at: int) -> None:
        """Mark an option; who only reads marks none."""
        if not self._may_choose or not 0 <= at < len(self.rows):
            return
        self._at = at
        self._tell()
        self.marked.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        digit = key - Qt.Key.Key_1.value
        if event.modifiers() not in _PLAIN:
            super().keyPressEvent(event)
        elif 0 <= digit < len(self.rows):
            self.mark(digit)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.stepped.emit(1 if key == Qt.Key.Key_Right else -1)
        elif key in _ENTER:
            self.taken.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell()

    def _press(self, at: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.mark(at)

    def _step(self, by: int) -> None:
        start = self._at if self._at is not None else (-1 if by > 0 else len(self.rows))
        self.mark(max(0, min(start + by, len(self.rows) - 1)))

    def _tell(self) -> None:
        for at, row in enumerate(self.rows):
            here = "option_here" if self.hasFocus() else "option_chosen"
            set_look(row, here if at == self._at else "option")
        marked = tr("chưa chọn") if self._at is None else self.rows[self._at].accessibleName()
        self.setAccessibleName(tr("Các giá trị: {marked}").format(marked=marked))


def told_words(disagreement: Disagreement, option: Option) -> list[str]:
    """What an option says, each field with its label where there are several."""
    if len(disagreement.labels) == 1:
        return list(option.texts)
    pairs = zip(disagreement.labels, option.texts, strict=True)
    return [f"{name}: {text}" for name, text in pairs]


def source_words(one: Option | Hand) -> str:
    """Who wrote something, where and when, and what that PC's clock is worth."""
    at = f"{in_vietnam(one.at):%H:%M %d/%m/%Y}"
    clock = tr("đồng hồ tin cậy") if one.clock_ok else tr("⚠ giờ máy ấy không chắc")
    told = (one.who, one.place, f"{at} ({clock})")
    return " · ".join(part for part in told if part)


def _in_use(option: Option) -> str:
    return tr("đang dùng") if option.shown else ""


def _wrapped(text: str, look: str) -> QLabel:
    made = label(text, look)
    made.setWordWrap(True)
    return made
