"""All questions of a sheet under the heads of their sections; the keyboard walks through them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from desktop.operations.inspections import Sheet
from desktop.ui.checklist_row import ChecklistRow
from desktop.ui.editors import EditorContext
from desktop.ui.theme import theme_of
from desktop.ui.tokens import CARD_PADDING
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.page_scroll import PageScroll

_MARGIN = 24


class ChecklistRows(PageScroll):
    """The rows of one sheet; ``changed`` tells that an answer, a note or a file is another one."""

    changed = Signal()

    def __init__(self, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.setSpacing(0)
        self._context = context
        self.rows: list[ChecklistRow] = []
        self._current: ChecklistRow | None = None
        app = cast("QApplication", QApplication.instance())
        app.focusChanged.connect(self._follow)

    def show_sheet(self, sheet: Sheet, facts: Mapping[uuid.UUID, str]) -> None:
        """Show the questions and answers of a sheet, and what records say about them."""
        self._clear()
        section = ""
        for line in sheet.lines:
            if line.question.section_code != section:
                section = line.question.section_code
                self.column.addWidget(_Band(f"{section} · {line.question.section_title}"))
            row = ChecklistRow(line, self._context, facts.get(line.question.id, ""))
            row.changed.connect(self.changed)
            row.stepped.connect(self.step)
            self.rows.append(row)
            self.column.addWidget(row)
        self.column.addStretch(1)

    def answers(self) -> list[dict[str, Any]]:
        """What is answered so far. Raises InvalidValue for what can't be read."""
        return [row.answer() for row in self.rows if not row.is_blank()]

    def readable_answers(self) -> list[dict[str, Any]]:
        """The same without what can't be read yet, for drafts."""
        return [row.answer() for row in self.rows if not row.is_blank() and not row.problem()]

    def values(self) -> dict[uuid.UUID, str | None]:
        """The chosen results, by question, for the score."""
        return {row.question.id: row.value() for row in self.rows}

    def set_answers(self, answers: Mapping[uuid.UUID, dict[str, Any]]) -> None:
        """Show these answers instead, as of a draft."""
        for row in self.rows:
            row.set_answer(answers.get(row.question.id, {}))

    def set_locked(self, locked: bool) -> None:
        """A finished sheet is only read."""
        for row in self.rows:
            row.set_locked(locked)

    # -- the keyboard ---------------------------------------------------------------

    def current(self) -> ChecklistRow | None:
        """The question that the keyboard is on, or was on last."""
        return self._current

    def go_to(self, row: ChecklistRow) -> None:
        """Bring the keyboard to a question."""
        row.focus()
        self._set_current(row)
        self.ensureWidgetVisible(row, 0, _MARGIN)

    def step(self, by: int) -> None:
        """Go on by so many questions, stopping at the ends."""
        if self.rows:
            at = self.rows.index(self._current) if self._current in self.rows else -1
            self.go_to(self.rows[max(0, min(at + by, len(self.rows) - 1))])

    def go_to_open(self) -> None:
        """Go to the first question that is not answered, or to the first one."""
        waiting = (row for row in self.rows if row.scored and row.value() is None)
        if self.rows:
            self.go_to(next(waiting, self.rows[0]))

    def take_former(self) -> None:
        """Answer the current question as the last time and go on to the next (F7)."""
        if self._current is not None and self._current.take_former():
            self.step(1)

    def open_note(self) -> None:
        """Open the note of the current question (Ctrl+M)."""
        if self._current is not None:
            self._current.open_note()

    # -- inside ---------------------------------------------------------------------

    def _clear(self) -> None:
        self._current = None
        self.rows = []
        while (item := self.column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            row = next((row for row in self.rows if row.isAncestorOf(new)), None)
            if row is not None:
                self._set_current(row)

    def _set_current(self, row: ChecklistRow) -> None:
        if row is not self._current:
            if self._current is not None:
                self._current.set_current(False)
            self._current = row
            row.set_current(True)


class _Band(QWidget):
    """The head of a section, on the ground of table heads."""

    def __init__(self, words: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(CARD_PADDING, 7, CARD_PADDING, 7)
        row.addWidget(label(words, "section"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), theme_of(self)
        painter.fillRect(self.rect(), theme.colour("head"))
        for y in (0, self.height() - 1):
            painter.fillRect(0, y, self.width(), 1, theme.colour("line"))
