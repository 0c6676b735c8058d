"""What an empty list says: why it is empty and what comes next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.labels import label


class EmptyState(QWidget):
    """An icon, a sentence and a button for the next step; ``asked`` when it is pressed."""

    asked = Signal()

    def __init__(
        self,
        icon: str,
        sentence: str,
        action: str = "",
        action_icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(2)
        column.addWidget(IconLabel(icon, "link", 26, ground=Role.MAIN), 0, centre)
        self._sentence = label(sentence, "quiet")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(centre)
        # Over the whole width: a wrapped label that is placed by alignment loses its lower lines.
        column.addWidget(self._sentence)
        self.button: QPushButton | None = None
        if action:
            self.button = QPushButton(action)
            if action_icon:
                set_icon(self.button, action_icon)
            self.button.clicked.connect(lambda _checked=False: self.asked.emit())
            column.addWidget(self.button, 0, centre)
        column.addStretch(3)
        self.setAccessibleName(sentence)

    def set_sentence(self, sentence: str) -> None:
        """Say something else, such as that a filter hides everything."""
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)

    def set_action(self, words: str) -> None:
        """Name the next step otherwise, such as by the words that were searched for."""
        if self.button is not None:
            self.button.setText(words)
