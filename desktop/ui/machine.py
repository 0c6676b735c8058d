"""What is set for this PC and not for the office: locking, keys."""

from __future__ import annotations

from PySide6.QtCore import QSettings

IDLE_MINUTES = 15
_IDLE, _ENTER = "idle minutes", "enter goes on"


def idle_minutes(settings: QSettings) -> int:
    """After how many minutes without use the screen locks; 0 for never."""
    return int(str(settings.value(_IDLE, IDLE_MINUTES)))


def set_idle_minutes(settings: QSettings, minutes: int) -> None:
    """Lock after so many minutes."""
    settings.setValue(_IDLE, minutes)


def enter_is_tab(settings: QSettings) -> bool:
    """Whether Enter goes on to the next field, as programs here usually do."""
    return str(settings.value(_ENTER, "yes")) == "yes"


def set_enter_is_tab(settings: QSettings, on: bool) -> None:
    """Have Enter go on to the next field, or not."""
    settings.setValue(_ENTER, "yes" if on else "no")
