"""A chip: a state as word and colour."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from desktop.base.i18n import tr
from desktop.ui.theme import set_icon
from desktop.ui.tokens import Role


class Chip(QFrame):
    """A word on a soft ground; a removable one carries a button that asks for its removal."""

    removed = Signal()

    def __init__(
        self,
        text: str,
        role: Role = Role.NEUTRAL,
        parent: QWidget | None = None,
        *,
        removable: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._word = QLabel(text)
        self._word.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 1, 4 if removable else 10, 2)
        row.setSpacing(3)
        row.addWidget(self._word)
        self._close: QToolButton | None = self._closing_button(text) if removable else None
        if self._close is not None:
            row.addWidget(self._close)
        self.set_state(text, role)

    def text(self) -> str:
        """The word that is shown."""
        return self._word.text()

    def role(self) -> Role:
        """What the colour stands for."""
        return Role(str(self.property("chip")))

    def set_state(self, text: str, role: Role) -> None:
        """Show another word and its colour."""
        self._word.setText(text)
        self.setAccessibleName(text)
        if self.property("chip") != role.value:
            self.setProperty("chip", role.value)
            for widget in (self, self._word):
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def _closing_button(self, text: str) -> QToolButton:
        button = QToolButton()
        set_icon(button, "x")
        button.setIconSize(button.iconSize() * 0.65)
        button.setAccessibleName(tr("Bỏ {}").format(text))
        button.setToolTip(button.accessibleName())
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(self.removed)
        return button
