"""Editors for one of several and for several of several, typed or picked from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.base.text import fold
from desktop.ui.editors.pick_list import Option, PickList
from desktop.ui.editors.ticks import ChipsEditor, RadioEditor
from desktop.ui.editors.typed import LineEditor
from desktop.ui.input_filters import is_composing
from desktop.ui.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.fields import Choice, Choices
    from desktop.ui.editors.editor import Editor, EditorContext

FEW = 7
"""As many options as a row of buttons may have; their keys are 1 to 7."""
_CHIPS, _CHIP_LENGTH = 16, 40
_LEAST_WORDS, _BESIDE_WORDS = 40, 50


def choice_editor(kind: Choice, context: EditorContext, *, roomy: bool = False) -> Editor:
    """One of several: buttons beside each other if there is room and they are few, else a list."""
    few = 0 < len(kind.pairs(context.names)) <= FEW
    return RadioEditor(kind, context) if roomy and few else ChoiceEditor(kind, context)


def choices_editor(kind: Choices, context: EditorContext, *, roomy: bool = False) -> Editor:
    """Several of several: chips to press if there is room, else a list with ticks."""
    pairs = kind.pairs(context.names)
    short = all(len(label) <= _CHIP_LENGTH for _, label in pairs)
    chips = roomy and short and 0 < len(pairs) <= _CHIPS
    return ChipsEditor(kind, context) if chips else ChoicesEditor(kind, context)


class ChoiceEditor(LineEditor):
    """One of several. Any words of a label find it; F4 opens the whole list."""

    def __init__(self, kind: Choice, context: EditorContext) -> None:
        super().__init__(kind, context)
        self._pairs = kind.pairs
        self.line.add_button("chevron-down", tr("Mở danh sách (F4)"), self.open_list)
        self._list = PickList(self.line)
        self._list.picked.connect(self._choose)
        self.line.textEdited.connect(self._search)

    def natural_width(self) -> int:
        metrics, theme = self.line.fontMetrics(), theme_of(self.line)
        labels = [label for _, label in self._pairs(self._context.names)]
        longest = max(map(metrics.horizontalAdvance, labels), default=super().natural_width())
        return max(longest, theme.px(_LEAST_WORDS)) + theme.px(_BESIDE_WORDS)

    def open_list(self) -> None:
        if self._read_only:
            return
        if self._list.isVisible():
            self._list.close_up()
            return
        self.line.setFocus()
        typed = self.line.text()
        found = self._found(typed) if typed != self._told else ()
        options = found or self._found("")
        self._list.offer(options, self._value)

    def _search(self, text: str) -> None:
        if is_composing(self.line) or not self.line.hasFocus():
            return
        if text.strip():
            self._list.offer(self._found(text))
        else:
            self._list.close_up()

    def _found(self, text: str) -> Sequence[Option]:
        words = fold(text).split()
        scored: list[tuple[int, Option]] = []
        for code, label in self._pairs(self._context.names):
            folded = fold(label)
            if all(word in folded or fold(code) == word for word in words):
                begins = folded.startswith(fold(text.strip()))
                scored.append((0 if begins else 1, Option(code, label)))
        return [option for _, option in sorted(scored, key=lambda pair: pair[0])]

    def _leave(self) -> None:
        self._list.close_up()
        super()._leave()


class ChoicesEditor(LineEditor):
    """Several of several, in one line; F4 opens a list in which Space ticks."""

    def __init__(self, kind: Choices, context: EditorContext) -> None:
        super().__init__(kind, context)
        self._pairs = kind.pairs
        self.line.add_button("chevron-down", tr("Mở danh sách (F4)"), self.open_list)
        self._list = PickList(self.line)
        self._list.picked.connect(self._take)

    def width_in_characters(self) -> int:
        return 66

    def open_list(self) -> None:
        if self._read_only:
            return
        if self._list.isVisible():
            self._list.close_up()
            return
        self.line.setFocus()
        self._tidy()
        chosen = self._understood()
        pairs = list(self._pairs(self._context.names))
        known = {code for code, _ in pairs}
        pairs += [(code, self._write((code,))) for code in chosen if code not in known]
        self._list.offer([Option(code, label, "", code in chosen) for code, label in pairs])

    def _take(self, _: str) -> None:
        self._choose(tuple(self._list.ticked()) or None)

    def _understood(self) -> tuple[str, ...]:
        """The codes of what is typed; parts that are in no list are left aside."""
        try:
            value: Any = self.value()
        except InvalidValue:
            return ()
        return tuple(value or ())

    def _leave(self) -> None:
        self._list.close_up()
        super()._leave()
