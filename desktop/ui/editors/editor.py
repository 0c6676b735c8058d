"""What every editor has in common, and what editors ask of the rest of the program."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal

from desktop.base.errors import InvalidValue
from desktop.ui.theme import set_look, theme_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from desktop.base.clock import Clock
    from desktop.fields import Kind, Names, StoredFile


class Hit(NamedTuple):
    """A record that was found: its id, what it is called, and what tells it from others."""

    id: uuid.UUID
    text: str
    detail: str = ""


class Lookup(Protocol):
    """Finds records to refer to; the window answers it with operations."""

    def find(
        self, table: str, words: str, limit: int, beside: tuple[str, uuid.UUID] | None = None
    ) -> Sequence[Hit]:
        """Records of this table with these words, best first; without words the usual ones.

        beside: table and id of a record of whose office they are to be.
        """
        ...

    def called(self, table: str, record_id: uuid.UUID) -> str:
        """What a record is called."""
        ...


class Files(Protocol):
    """Keeps attached files; each of these may raise UserError."""

    def keep(self, path: Path) -> StoredFile:
        """Take a file of the PC into the office's keeping."""
        ...

    def missing(self, file: StoredFile) -> str:
        """Why the content of a file can't be shown yet; "" if it can."""
        ...

    def open(self, file: StoredFile) -> None:
        """Show a kept file."""
        ...

    def save_as(self, file: StoredFile, path: Path) -> None:
        """Write a kept file to a place of the PC."""
        ...


_BESIDES = 44
"""Pixels at 100 % for the padding and one button of a line."""


@dataclass(frozen=True)
class EditorContext:
    """What editors need besides their kind; one for all editors of a window."""

    names: Names
    lookup: Lookup
    files: Files
    clock: Clock


class Editor(QObject):
    """One value of one kind, being typed or chosen.

    ``changed`` tells that the value may be another one, ``left`` that the keyboard went
    elsewhere, ``hint_changed`` that there is something to say below the field.
    """

    changed = Signal()
    left = Signal()
    hint_changed = Signal()

    #: The widget that stands in the form; it owns the editor.
    widget: QWidget

    def __init__(self, widget: QWidget, kind: Kind[Any], context: EditorContext) -> None:
        super().__init__(widget)
        self.widget = widget
        self._kind, self._context = kind, context

    @abstractmethod
    def value(self) -> Any:
        """The value, None if there is none. Raises InvalidValue if it can't be understood."""

    @abstractmethod
    def set_value(self, value: Any) -> None:
        """Show this value, without a signal."""

    @abstractmethod
    def set_read_only(self, read_only: bool) -> None:
        """Whether the value is only shown; it can still be marked and copied."""

    @abstractmethod
    def is_blank(self) -> bool:
        """Whether nothing is typed or chosen, not even something wrong."""

    def shown(self) -> str:
        """The value as people read it, whatever is typed if it can't be understood."""
        try:
            value = self.value()
        except InvalidValue:
            return self.typed()
        return "" if value is None else self._kind.format(value, self._context.names)

    def typed(self) -> str:
        """What stands in the field, as it is."""
        return ""

    def hint(self) -> str:
        """A proposal to show below the field, such as another spelling; mostly none."""
        return ""

    def open_list(self) -> None:
        """Open what there is to choose from (F4); nothing for kinds that are only typed."""

    def set_problem(self, sentence: str | None) -> None:
        """Mark the field as wrong, or as right again."""
        set_look(self.widget, "problem" if sentence else "")
        for part in self.parts():
            part.setAccessibleDescription(sentence or "")

    def set_label(self, label: str) -> None:
        """Name the field for those who hear the screen."""
        for part in self.parts():
            part.setAccessibleName(label)

    def parts(self) -> Sequence[QWidget]:
        """The widgets that take the keyboard or are read aloud as this field."""
        return (self.widget,)

    def focus(self) -> None:
        """Bring the keyboard here."""
        self.widget.setFocus()

    def width_in_characters(self) -> int:
        """The room that the value usually takes."""
        return self._kind.width

    def natural_width(self) -> int:
        """The pixels that the field takes to show what it usually holds."""
        characters = self.widget.fontMetrics().averageCharWidth() * self.width_in_characters()
        return characters + theme_of(self.widget).px(_BESIDES)
