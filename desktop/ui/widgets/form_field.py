"""A field of a form: its label above, help or problem below."""

from __future__ import annotations

from enum import Enum

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.ui.theme import set_look
from desktop.ui.widgets.labels import ElidedLabel, label


class Severity(Enum):
    """How bad what stands below a field is: look of the editor and mark before the sentence."""

    PROBLEM = "problem"
    WARNING = "warned"


_MARKS = {Severity.PROBLEM: ("✕", "error"), Severity.WARNING: ("!", "warning")}


class FormField(QWidget):
    """Puts a label with its star above an editor and one line of help or of trouble below it.

    text may carry a mnemonic (``&Họ và tên``). The editor gets the label as its accessible name,
    and its help or problem as description.
    """

    def __init__(
        self,
        text: str,
        editor: QWidget,
        parent: QWidget | None = None,
        *,
        required: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self.editor, self._hint, self._problem = editor, hint, ""
        name = text.replace("&", "")
        editor.setAccessibleName(tr("{} (bắt buộc)").format(name) if required else name)
        self._label = QLabel(text)
        set_look(self._label, "quiet")
        self._label.setBuddy(editor)
        self._below = ElidedLabel("", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._head(required=required))
        column.addWidget(editor)
        column.addWidget(self._below)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.clear_problem()

    def _head(self, *, required: bool) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._label)
        if required:
            star = label("*", "error")
            star.setToolTip(tr("Bắt buộc"))
            head.addWidget(star)
        head.addStretch(1)
        return head

    def problem(self) -> str:
        """The sentence of trouble that stands below, or nothing."""
        return self._problem

    def set_problem(self, sentence: str, severity: Severity = Severity.PROBLEM) -> None:
        """Mark the editor and say below what is wrong with it."""
        mark, look = _MARKS[severity]
        self._problem = sentence
        set_look(self.editor, severity.value)
        self._say(f"{mark} {sentence}", look)

    def clear_problem(self) -> None:
        """Take the mark away and show the help again."""
        self._problem = ""
        if self.editor.property("look") in {severity.value for severity in Severity}:
            set_look(self.editor, "")
        self._say(self._hint, "quiet")

    def _say(self, sentence: str, look: str) -> None:
        set_look(self._below, look)
        self._below.setText(sentence)
        self._below.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence)
