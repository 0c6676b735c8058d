"""One question of an inspection sheet: its words, its answer, its note and its evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.fields import Text
from desktop.operations.inspections import Line, grading
from desktop.records import InspectionAnswer
from desktop.records.inspections import RESULTS
from desktop.ui.editors import Editor, EditorContext, editor_for
from desktop.ui.editors.texts import LinesEditor
from desktop.ui.theme import set_icon, set_look, theme_of
from desktop.ui.tokens import CARD_PADDING, Role
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.segmented_choice import Segment, SegmentedChoice

RESULT_ROLES = {
    "DAT": Role.GOOD,
    "MOT_PHAN": Role.WARNING,
    "KHONG": Role.ERROR,
    "KAD": Role.NEUTRAL,
}
_BAR, _CODE = 3, 58


class ChecklistRow(QWidget):
    """Shows a question and takes the answer to it; it saves nothing itself.

    ``changed`` tells that answer, note or evidence is another one, ``stepped`` that the keyboard
    wants to go on by so many questions.
    """

    changed = Signal()
    stepped = Signal(int)

    def __init__(
        self, line: Line, context: EditorContext, fact: str = "", parent: QWidget | None = None
    ) -> None:
        """fact: what the office's records say about this question."""
        super().__init__(parent)
        set_look(self, "clear")
        self.question, self.before = line.question, line.before
        self._context, self._current, self._locked = context, False, False
        self._former: QLabel | None = None
        self._shown: dict[str, QWidget] = {}
        self.choice: SegmentedChoice | None = self._make_choice()
        self.editors = {name: self._make_editor(name) for name in ("note", "number", "evidence")}
        self._lay(fact)
        self._buttons = self._make_buttons()
        self.set_answer({} if line.answer is None else line.answer.values())

    @property
    def scored(self) -> bool:
        """Whether the answer is one of the four that are scored."""
        return self.question.answer == "SCORED"

    # -- the answer -----------------------------------------------------------------

    def answer(self) -> dict[str, Any]:
        """What is answered, as operations take it. Raises InvalidValue for what can't be read."""
        told: dict[str, Any] = {name: editor.value() for name, editor in self.editors.items()}
        return {"question_id": self.question.id, "value": self.value(), **told}

    def value(self) -> str | None:
        """The code of the result that is chosen."""
        found = None if self.choice is None else self.choice.value()
        return found if isinstance(found, str) else None

    def note(self) -> str:
        """The note as it is typed."""
        return self.editors["note"].typed().strip()

    def is_blank(self) -> bool:
        """Whether nothing was answered, noted or attached."""
        return self.value() is None and all(editor.is_blank() for editor in self.editors.values())

    def problem(self) -> str:
        """What is wrong with something that is typed, or nothing."""
        try:
            self.answer()
        except InvalidValue as error:
            return error.message
        return ""

    def needs_note(self) -> bool:
        """Whether the answer asks for a note that is not there yet."""
        return self.value() in grading().needs_note and not self.note()

    def set_answer(self, told: dict[str, Any]) -> None:
        """Show this answer, without a signal."""
        if self.choice is not None:
            self.choice.set_value(told.get("value"))
        for name, editor in self.editors.items():
            editor.set_value(told.get(name))
        self._show_parts()

    def take_former(self) -> bool:
        """Answer as the last time; False if there was no answer then."""
        if self.choice is None or self.before is None or self._locked:
            return False
        self.choice.set_value(self.before)
        self._answered()
        return True

    # -- looks ----------------------------------------------------------------------

    def set_locked(self, locked: bool) -> None:
        """A finished sheet is only read."""
        self._locked = locked
        if self.choice is not None:
            self.choice.setEnabled(not locked)
        for editor in self.editors.values():
            editor.set_read_only(locked)
        for button in self._buttons:
            button.setEnabled(not locked)

    def set_current(self, current: bool) -> None:
        """Whether the keyboard is on this question."""
        self._current = current
        self.update()

    def focus(self) -> None:
        """Bring the keyboard to the answer."""
        (self.choice or self.editors["note"].parts()[0]).setFocus()

    def open_note(self) -> None:
        """Show the note line and bring the keyboard there (Ctrl+M)."""
        self._shown["note"].show()
        self.editors["note"].focus()

    def open_evidence(self) -> None:
        """Show the line for the file, and ask for one if there is none."""
        self._shown["evidence"].show()
        self.editors["evidence"].open_list()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._current:
            return
        painter, theme = QPainter(self), theme_of(self)
        painter.fillRect(self.rect(), theme.colour("main_soft"))
        painter.fillRect(0, 0, _BAR, self.height(), theme.colour("main"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() == Qt.Key.Key_Escape and self.choice and not self.choice.hasFocus():
            self.focus()
        else:
            super().keyPressEvent(event)

    # -- inside ---------------------------------------------------------------------

    def _make_choice(self) -> SegmentedChoice | None:
        if not self.scored:
            return None
        segments = [Segment(code, tr(RESULTS[code]), role) for code, role in RESULT_ROLES.items()]
        choice = SegmentedChoice(f"{self.question.code} {self.question.text}", segments)
        choice.chosen.connect(self._answered)
        return choice

    def _make_editor(self, name: str) -> Editor:
        field = InspectionAnswer.field(name)
        editor = self._editor_of(name)
        editor.set_label(f"{tr(field.label)} {self.question.code}")
        editor.changed.connect(self.changed)
        if name == "evidence":
            editor.changed.connect(self._show_parts)
        return editor

    def _editor_of(self, name: str) -> Editor:
        kind = InspectionAnswer.field(name).kind
        if isinstance(kind, Text):
            # Most notes are a few words; the line grows with what is written.
            editor = LinesEditor(replace(kind, lines=1), self._context)
            editor.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            return editor
        return editor_for(kind, self._context)

    def _lay(self, fact: str) -> None:
        theme = theme_of(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(CARD_PADDING - 2, 4, 12, 4)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, theme.px(_CODE))
        self._grid.setColumnStretch(1, 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        star = " ★" if self.question.critical else ""
        code = label(f"{self.question.code}{star}", "section")
        if star:
            code.setToolTip(tr("Mục trọng yếu: Không đạt thì xếp loại cao nhất là Trung bình"))
        self._grid.addWidget(code, 0, 0, middle)
        self._grid.addLayout(self._words(fact), 0, 1)
        if self.choice is not None:
            self._grid.addWidget(self.choice, 0, 2, middle)
        for row, (name, editor) in enumerate(self.editors.items(), 1):
            self._shown[name] = self._line(name, editor)
            self._grid.addWidget(self._shown[name], row, 1, 1, 3)

    def _words(self, fact: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(1)
        column.setContentsMargins(0, 2, 0, 2)
        text = label(self.question.text)
        text.setWordWrap(True)
        column.addWidget(text)
        if fact:
            column.addWidget(_hint(tr("Tự điền: {fact}").format(fact=fact), "main"))
        if self.before is not None:
            told = tr("Lần trước: {result} (F7)").format(result=tr(RESULTS[self.before]))
            self._former = _hint(told, "quiet" if self.before == "DAT" else "warning")
            column.addWidget(self._former)
        return column

    def _line(self, name: str, editor: Editor) -> QWidget:
        """An editor under the question, with its word before it."""
        line = QWidget()
        set_look(line, "clear")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(8)
        word = label(tr(InspectionAnswer.field(name).label), "quiet")
        word.setBuddy(editor.widget)
        row.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(editor.widget, 1)
        return line

    def _make_buttons(self) -> list[QToolButton]:
        made: list[QToolButton] = []
        box = QHBoxLayout()
        box.setSpacing(2)
        for icon, words, deed in (
            ("message-square-plus", tr("Ghi nhận (Ctrl+M)"), self.open_note),
            ("camera", tr("Bằng chứng"), self.open_evidence),
        ):
            button = QToolButton()
            set_icon(button, icon)
            button.setToolTip(words)
            button.setAccessibleName(f"{words} {self.question.code}")
            # The keyboard has Ctrl+M; Tab goes from question to question.
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.clicked.connect(deed)
            box.addWidget(button)
            made.append(button)
        self._grid.addLayout(box, 0, 3)
        return made

    def _answered(self) -> None:
        self._show_parts()
        self.changed.emit()

    def _show_parts(self) -> None:
        """Notes show where they are due or written, files where there are some."""
        asked = {
            "note": self.question.answer == "TEXT" or self.needs_note() or bool(self.note()),
            "number": self.question.answer == "NUMBER",
            "evidence": not self.editors["evidence"].is_blank(),
        }
        for name, shown in asked.items():
            self._shown[name].setVisible(shown)
        if self._former is not None:
            # What was answered the same way again needs no words.
            self._former.setVisible(self.value() != self.before)


def _hint(words: str, look: str) -> QLabel:
    line = label(words, look)
    line.setWordWrap(True)
    return line
