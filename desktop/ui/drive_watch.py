"""Looks at drives away from the window: a stick that dies must not keep the office waiting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.ui.jobs import Jobs, Progress

F = TypeVar("F")


class DriveWatch(QObject, Generic[F]):
    """Remembers what the last look brought; ``looked`` says that it began or ended."""

    looked = Signal()

    def __init__(
        self,
        nothing: F,
        drives: Callable[[], list[Path]],
        parent: QObject | None = None,
        jobs: Jobs | None = None,
    ) -> None:
        """nothing: what is found before the first look. jobs: its own by default."""
        super().__init__(parent)
        self.found = nothing
        self._drives = drives
        self._jobs = jobs or Jobs(self)
        self._looks: list[Progress] = []
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)

    @property
    def looking(self) -> bool:
        """Whether a look is under way."""
        return bool(self._looks)

    def stop(self) -> None:
        """End a look at its next step, and take no more."""
        for look in self._looks:
            look.cancel()
        self._jobs.stop()

    def _begin(self, work: Callable[[Progress], F]) -> None:
        self._looks.append(self._jobs.run(work, self._take, settled=self._settle))
        self.looked.emit()

    def _settle(self) -> None:
        self._looks.pop(0)

    def _take(self, found: F) -> None:
        self.found = found
        self.looked.emit()
