"""Telling and asking, in sentences: what happened, what was not changed, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.ui.tokens import Role
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.base.errors import UserError

_ICONS = {
    Role.NEUTRAL: ("info", "link"),
    Role.MAIN: ("circle-question-mark", "link"),
    Role.GOOD: ("circle-check", "good"),
    Role.WARNING: ("triangle-alert", "warning"),
    Role.ERROR: ("circle-x", "error"),
}


@dataclass(frozen=True)
class Message:
    """What is told: what happened, what was not changed and what to do, a sentence each."""

    happened: str
    unchanged: str = ""
    todo: str = ""

    @classmethod
    def of(cls, error: UserError) -> Message:
        """The sentences of an error; the first one is what happened."""
        first, _, rest = error.message.partition("\n")
        return cls(first, "", rest)


class MessageDialog(DialogFrame):
    """Tells a message with its icon; ``choice`` is the answer that was pressed, "" for Escape."""

    def __init__(
        self, title: str, message: Message, kind: Role = Role.NEUTRAL, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent, width=460)
        self.choice = ""
        row = QHBoxLayout()
        row.setSpacing(14)
        icon, colour = _ICONS[kind]
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(IconLabel(icon, colour, 20, ground=kind), 0, top)
        words = QVBoxLayout()
        words.setSpacing(8)
        for at, sentence in enumerate((message.happened, message.unchanged, message.todo)):
            if sentence:
                line = label(sentence, "strong" if at == 0 and kind is Role.ERROR else "")
                line.setWordWrap(True)
                line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                words.addWidget(line)
        words.addStretch(1)
        row.addLayout(words, 1)
        self.body.addLayout(row)
        sentences = (message.happened, message.unchanged, message.todo)
        self.setAccessibleDescription(" ".join(filter(None, sentences)))

    def offer(
        self, text: str, choice: str, *, primary: bool = False, danger: bool = False
    ) -> QPushButton:
        """Add an answer; pressing it closes the dialog with this choice."""

        def choose() -> None:
            self.choice = choice
            self.accept()

        if primary:
            button = self.add_primary(text, choose, danger=danger)
            (self._cancel if danger and self._cancel else button).setFocus()
            return button
        return self.add_button(text, choose)


def inform(parent: QWidget | None, title: str, message: Message, kind: Role = Role.NEUTRAL) -> None:
    """Tell something and wait until it was read."""
    dialog = MessageDialog(title, message, kind, parent)
    dialog.offer(tr("Đã hiểu"), "read", primary=True)
    _answer(dialog)


def show_error(parent: QWidget | None, error: UserError) -> None:
    """Tell the clerk why something could not be done."""
    inform(parent, tr("Chưa làm được"), Message.of(error), Role.ERROR)


def ask(
    parent: QWidget | None, title: str, message: Message, yes: str, *, danger: bool = False
) -> bool:
    """Ask whether to go on; yes is the verb on the button. Escape means no.

    danger: yes takes something away, so Enter means no as well.
    """
    kind = Role.WARNING if danger else Role.MAIN
    dialog = MessageDialog(title, message, kind, parent)
    dialog.add_cancel()
    dialog.offer(yes, "yes", primary=True, danger=danger)
    return _answer(dialog) == "yes"


def choose(
    parent: QWidget | None,
    title: str,
    message: Message,
    choices: Sequence[tuple[str, str]],
    kind: Role = Role.MAIN,
) -> str:
    """Ask for one of several answers, given as (choice, words); the last one is primary.

    Returns the choice, or "" if the clerk left with Escape.
    """
    dialog = MessageDialog(title, message, kind, parent)
    dialog.add_cancel(tr("Ở lại"))
    for at, (choice, words) in enumerate(choices):
        dialog.offer(words, choice, primary=at == len(choices) - 1)
    return _answer(dialog)


def ask_save_path(parent: QWidget | None, title: str, suggested: Path, kinds: str) -> Path | None:
    """Ask where to save; None if the clerk thinks better of it. kinds as ``Tệp PDF (*.pdf)``."""
    name, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), kinds)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(suggested.suffix)


def _answer(dialog: MessageDialog) -> str:
    dialog.exec()
    dialog.deleteLater()
    return dialog.choice
