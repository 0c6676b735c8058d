"""A field in a form: its label above, what it needs to say below, an editor or a text between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.base.clock import known_today
from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.ui.editors import Editor, EditorContext, editor_for
from desktop.ui.theme import set_look, theme_of
from desktop.ui.tokens import FIELD_HEIGHT
from desktop.ui.widgets.labels import ElidedLabel, label
from desktop.ui.widgets.shown import set_shown

if TYPE_CHECKING:
    from desktop.fields import Field

_BESIDE_LABEL = 28
_FEW, _USUAL, _ABOUT, _NEARLY = 10, 220, 0.6, 0.85
"""Characters of a field that is shorter than others, pixels of a usual one at 100 %, the part
of its cell from which on a field fills it, and the same for a usual field."""


class FieldCell(QWidget):
    """One field of a record. It shows help, a proposal or a problem below, never two of them."""

    changed = Signal(str)
    left = Signal(str)

    def __init__(self, field: Field, context: EditorContext, *, roomy: bool = False) -> None:
        super().__init__()
        set_look(self, "clear")
        self.field = field
        self.editor: Editor = editor_for(field.kind, context, roomy=roomy)
        self._clock = context.clock
        self._given: Any = None
        self._problem = ""
        self._reading = False
        self._head = self._natural = -1
        self._make_labels()
        self._build()
        self.editor.set_label(tr(field.label))
        self.editor.changed.connect(self._tell_changed)
        self.editor.left.connect(self._tell_left)
        self.editor.hint_changed.connect(self._say)
        self._say()

    def set_value(self, value: Any) -> None:
        """Show a value as it was given, without a problem."""
        self._given = value
        self.editor.set_value(value)
        self._fill_text()
        self.set_problem("")

    def value(self) -> Any:
        """What stands here. Raises InvalidValue if it is not understood, or not come yet."""
        value = self.editor.value()
        today = known_today(self._clock)
        if value is not None and value != self._given and today is not None:
            self.field.kind.check_today(value, today)
        return value

    @property
    def given(self) -> Any:
        """The value that was set last, whatever has been typed since."""
        return self._given

    def is_changed(self) -> bool:
        """Whether another value than the given one stands here now."""
        try:
            return bool(self.editor.value() != self._given)
        except InvalidValue:
            return True

    def problem(self) -> str:
        """The sentence that stands below in red, if any."""
        return self._problem

    def set_problem(self, sentence: str) -> None:
        """Mark the field as wrong; without a sentence, as right."""
        if sentence == self._problem:
            return
        self._problem = sentence
        self.editor.set_problem(sentence or None)
        self._say()

    def set_reading(self, reading: bool) -> None:
        """Show the value as calm text instead of a field to fill in."""
        if reading:
            self._fill_text()
        self.editor.widget.setVisible(not reading)
        self._text.setVisible(reading)
        self._star.setVisible(not reading and self.field.required)
        self._reading = reading
        self._say()

    def wanted_width(self) -> int:
        """The pixels that the label above and the usual content need."""
        self._measure()
        return max(self._head, self._natural)

    def _measure(self) -> None:
        # Layouts ask hundreds of times while a form is switched; only another type changes it.
        if self._natural < 0:
            self._head = self._label.sizeHint().width() + theme_of(self).px(_BESIDE_LABEL)
            self._natural = self.editor.natural_width()

    def fit_into(self, width: int) -> None:
        """Draw the editor no wider than what it holds needs, for a cell of this width.

        Fields of about the cell's width fill it, so that their edges stand in one line.
        """
        self._measure()
        natural, usual = self._natural, theme_of(self).px(_USUAL)
        if self.field.kind.width > _FEW:
            fills = natural >= _ABOUT * width or width <= usual / _NEARLY
            natural = width if fills else max(natural, usual)
        if self.editor.widget.maximumWidth() != natural:
            self.editor.widget.setMaximumWidth(natural)

    def _make_labels(self) -> None:
        self._label: QLabel = ElidedLabel(tr(self.field.label), "quiet")
        self._label.setBuddy(self.editor.widget)
        self._star = label("*", "error")
        self._star.setToolTip(tr("Bắt buộc"))
        self._star.setAccessibleName(tr("Bắt buộc"))
        set_shown(self._star, self.field.required)
        self._text = label("")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._text.setAccessibleName(tr(self.field.label))
        self._text.hide()
        self._below = label("", "quiet")
        self._below.setWordWrap(True)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(self._label)
        head.addWidget(self._star)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        # The stretch takes what the editor may not: fields end where what they hold ends.
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.editor.widget, 1000)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self._text)
        column.addWidget(self._below)
        column.addStretch(1)
        self._text.setMinimumHeight(theme_of(self).px(FIELD_HEIGHT - 8))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._natural = -1
            self._text.setMinimumHeight(theme_of(self).px(FIELD_HEIGHT - 8))

    def _fill_text(self) -> None:
        shown = self.editor.shown()
        set_look(self._text, "" if shown else "quiet")
        self._text.setText(shown or "—")

    def _say(self) -> None:
        hint = self.editor.hint()
        sentence, look = tr(self.field.help), "quiet"
        if self._reading:
            sentence = ""
        elif self._problem:
            sentence, look = f"✕ {self._problem}", "error"
        elif hint:
            sentence, look = hint, "main"
        set_look(self._below, look)
        self._below.setText(sentence)
        self._below.setVisible(bool(sentence))

    def _tell_changed(self) -> None:
        self.changed.emit(self.field.name)

    def _tell_left(self) -> None:
        self.left.emit(self.field.name)
