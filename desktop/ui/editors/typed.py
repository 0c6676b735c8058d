"""Editors for what is typed on one line: the kind reads it and writes it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from desktop.base.errors import InvalidValue
from desktop.ui.editors.editor import Editor, EditorContext
from desktop.ui.editors.line import FieldLine

if TYPE_CHECKING:
    from desktop.fields import Kind


class LineEditor(Editor):
    """One line; it is tidied when the keyboard leaves it, never while somebody types.

    A value that nobody touched is given back as it came, so that a value which an import
    brought, or one of a list that has changed since, survives being looked at.
    """

    line: FieldLine

    def __init__(self, kind: Kind[Any], context: EditorContext) -> None:
        self.line = FieldLine(kind.width)
        super().__init__(self.line, kind, context)
        self._value: Any = None
        self._told = ""
        self._read_only = False
        if kind.numeric:
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.textEdited.connect(self.changed)
        self.line.left.connect(self._leave)
        self.line.asked.connect(self.open_list)

    def value(self) -> Any:
        text = self.line.text()
        if text == self._told:
            return self._value
        return self._read(text) if text.strip() else None

    def set_value(self, value: Any) -> None:
        self._value = value
        self._told = "" if value is None else self._write(value)
        self.line.show_text(self._told)
        self.hint_changed.emit()

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self.line.setReadOnly(read_only)
        self.line.show_buttons(not read_only)

    def is_blank(self) -> bool:
        return not self.line.text().strip()

    def typed(self) -> str:
        return self.line.text()

    def focus(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    def _read(self, text: str) -> Any:
        """The value of what is typed, which is never blank."""
        return self._kind.parse(text, self._context.names)

    def _write(self, value: Any) -> str:
        """The value as it stands in the line."""
        return self._kind.format(value, self._context.names)

    def _choose(self, value: Any) -> None:
        """Take a value that was chosen rather than typed, and tell it."""
        self.set_value(value)
        self.changed.emit()

    def _leave(self) -> None:
        self._tidy()
        self.left.emit()

    def _tidy(self) -> None:
        if self._read_only or self.line.text() == self._told:
            return
        try:
            self.set_value(self.value())
        except InvalidValue:
            return  # stays as it was typed; the form says what is wrong with it
