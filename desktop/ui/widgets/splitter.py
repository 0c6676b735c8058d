"""A splitter that remembers where it was left."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QSplitter, QWidget


class RememberedSplitter(QSplitter):
    """Keeps its sizes in the settings of this machine, under its name."""

    def __init__(
        self,
        name: str,
        settings: QSettings,
        orientation: Qt.Orientation = Qt.Orientation.Horizontal,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(orientation, parent)
        self.setObjectName(name)
        self.setHandleWidth(5)
        self.setChildrenCollapsible(False)
        self._settings = settings
        self._key = f"splitters/{name}"
        self.splitterMoved.connect(self._remember)

    def recall(self) -> bool:
        """Take the remembered sizes, once all parts are in; False if there are none yet."""
        state = self._settings.value(self._key)
        return isinstance(state, QByteArray) and self.restoreState(state)

    def _remember(self) -> None:
        self._settings.setValue(self._key, self.saveState())
