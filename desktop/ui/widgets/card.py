"""A card: one matter on its own ground, under its head."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.theme import set_look
from desktop.ui.tokens import CARD_PADDING, GAP
from desktop.ui.widgets.labels import label


class Card(QFrame):
    """A framed area; add to ``body`` what it holds and to ``head`` what stands beside its title.

    flush: the body reaches the frame, as tables want it.
    """

    def __init__(
        self, title: str = "", parent: QWidget | None = None, *, flush: bool = False
    ) -> None:
        super().__init__(parent)
        set_look(self, "card")
        edge = 0 if flush else CARD_PADDING
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(edge, 0 if title else edge, edge, edge)
        self.body.setSpacing(GAP)
        self._title: QLabel | None = None
        if title:
            self.head.setContentsMargins(CARD_PADDING, 12, CARD_PADDING, 10)
            self._title = label(title, "head")
            self.head.addWidget(self._title)
            self.head.addStretch(1)
            self.setAccessibleName(title)
        column.addLayout(self.head)
        column.addLayout(self.body, 1)

    def set_title(self, title: str) -> None:
        """Change the words of the head; only for a card that was made with one."""
        if self._title is None:
            raise ValueError("this card has no head")
        self._title.setText(title)
        self.setAccessibleName(title)

    def add_beside_title(self, widget: QWidget) -> None:
        """Put a chip or a count right behind the title."""
        self.head.insertWidget(self.head.count() - 1, widget)

    def add_action(self, widget: QWidget) -> None:
        """Put a button at the right end of the head."""
        self.head.addWidget(widget)
