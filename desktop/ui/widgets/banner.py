"""A line across a page that tells what the clerk should know, with what she can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.ui.theme import set_look, theme_of
from desktop.ui.tokens import Role
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ICONS = {
    Role.NEUTRAL: ("info", "link"),
    Role.MAIN: ("info", "link"),
    Role.GOOD: ("circle-check", "good"),
    Role.WARNING: ("triangle-alert", "warning"),
    Role.ERROR: ("circle-x", "error"),
}


class InfoBanner(QFrame):
    """A sentence with an icon and, at its end, a few buttons."""

    def __init__(self, kind: Role, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", kind.value)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._offered: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 8, 6)
        self._row.setSpacing(10)
        self._row.addWidget(IconLabel(*_ICONS[kind]), 0, Qt.AlignmentFlag.AlignVCenter)
        self._text: QLabel = label(text)
        self._text.setWordWrap(True)
        self._text.setMinimumHeight(theme_of(self).px(26))
        self._row.addWidget(self._text, 1)
        self.setAccessibleName(text)

    def text(self) -> str:
        """The sentence."""
        return self._text.text()

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text.setText(text)
        self.setAccessibleName(text)

    def add_action(self, text: str, on_click: Callable[[], object]) -> QPushButton:
        """Offer something to do; the button is returned."""
        button = QPushButton(text)
        set_look(button, "link")
        button.clicked.connect(lambda _checked=False: on_click())
        self._row.addWidget(button)
        self._offered.append(button)
        return button

    def offered(self) -> list[QPushButton]:
        """The buttons, from left to right."""
        return list(self._offered)


def order_banners(place: QWidget, banners: Iterable[InfoBanner]) -> None:
    """Let Tab reach the buttons of banners where they are seen, however late they came.

    place: the part of the page that they stand in, or the one above them.
    """
    last = _stop_before(place)
    for banner in banners:
        for button in banner.offered():
            QWidget.setTabOrder(last, button)
            last = button


def _stop_before(place: QWidget) -> QWidget:
    """What Tab reaches last before a place: Qt takes no notice of an order behind anything else."""
    one = place.previousInFocusChain()
    while one is not None and one is not place:
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return one
        one = one.previousInFocusChain()
    return place
