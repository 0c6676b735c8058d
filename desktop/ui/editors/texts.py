"""Editors for words of several lines and for names of people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from desktop.base.i18n import tr
from desktop.base.text import tidy
from desktop.fields import PersonName, Text
from desktop.ui.editors.editor import Editor, EditorContext
from desktop.ui.editors.typed import LineEditor
from desktop.ui.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

_WORD = re.compile(r"[^\W\d_]+")
_MOST_LINES = 14


def text_editor(kind: Text, context: EditorContext) -> Editor:
    """The editor for words: one line, or as many as the kind asks for."""
    return LinesEditor(kind, context) if kind.lines > 1 else WordsEditor(kind, context)


class WordsEditor(LineEditor):
    """Words on one line; a long text gets more room than a short one."""

    def width_in_characters(self) -> int:
        assert isinstance(self._kind, Text)
        return max(min(self._kind.max_length // 4, 64), 16)


class PersonNameEditor(LineEditor):
    """A person's name: doubled blanks go when the field is left, capitals are only offered."""

    def __init__(self, kind: PersonName, context: EditorContext) -> None:
        super().__init__(kind, context)
        self._offer = self.line.add_button("check", "", self.open_list)
        self._offer.setVisible(False)
        self.line.textEdited.connect(self._withdraw)

    def width_in_characters(self) -> int:
        return 42

    def hint(self) -> str:
        if not self._offer.isVisible():
            return ""
        return tr("F4: viết hoa thành {name}").format(name=capitalised(self.line.text()))

    def open_list(self) -> None:
        """Take the capitals that are offered."""
        if self._offer.isVisible():
            self._withdraw()
            self._choose(capitalised(self.line.text()))

    def _tidy(self) -> None:
        super()._tidy()
        name = self.line.text()
        offered = not self._read_only and _lacks_capitals(name)
        self._offer.setVisible(offered)
        if offered:
            self._offer.setText(self.hint())
            self._offer.setToolTip(self.hint())
            self.hint_changed.emit()

    def _withdraw(self) -> None:
        if self._offer.isVisible():
            self._offer.setVisible(False)
            self.hint_changed.emit()


def capitalised(name: str) -> str:
    """A name with a capital at the beginning of each word: ``Y’Blăm Niê``, ``Đặng Ánh``."""
    return _WORD.sub(lambda word: word[0][:1].upper() + word[0][1:].lower(), tidy(name))


def _lacks_capitals(name: str) -> bool:
    """Whether a word is all small or all capitals; ``McGee`` was written so on purpose."""
    words = [word for word in _WORD.findall(name) if len(word) > 1]
    return any(word.islower() or word.isupper() for word in words)


class TextArea(QPlainTextEdit):
    """Lines of plain text; as high as the kind asks, higher when more is written."""

    left = Signal()

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = lines
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 60, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 16, self._height())

    def focusOutEvent(self, e: QFocusEvent) -> None:
        super().focusOutEvent(e)
        if e.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _height(self) -> int:
        written = int(self.document().size().height())  # in lines, as plain text counts
        lines = min(max(written, self._least), max(_MOST_LINES, self._least))
        return lines * self.fontMetrics().lineSpacing() + theme_of(self).px(20)


class LinesEditor(Editor):
    """Words on several lines; Tab goes on to the next field."""

    def __init__(self, kind: Text, context: EditorContext) -> None:
        self.area = TextArea(kind.lines)
        super().__init__(self.area, kind, context)
        self._value: str | None = None
        self._told = ""
        self._silent = False
        self.area.textChanged.connect(self._tell)
        self.area.left.connect(self.left)

    def value(self) -> str | None:
        text = self.area.toPlainText()
        if text == self._told:
            return self._value
        return self._kind.parse(text, self._context.names) if text.strip() else None

    def set_value(self, value: Any) -> None:
        self._value = value
        self._told = "" if value is None else self._kind.format(value, self._context.names)
        self._silent = True
        self.area.setPlainText(self._told)
        self._silent = False
        # What the area makes of the line breaks is what "untouched" is measured by.
        self._told = self.area.toPlainText()

    def set_read_only(self, read_only: bool) -> None:
        self.area.setReadOnly(read_only)

    def is_blank(self) -> bool:
        return not self.area.toPlainText().strip()

    def typed(self) -> str:
        return self.area.toPlainText()

    def width_in_characters(self) -> int:
        return 200

    def _tell(self) -> None:
        if not self._silent:
            self.changed.emit()
