"""Looks for drives to send to and for packages that lie on them, away from the window."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.operations.package_files import FoundPackage, find_packages
from desktop.ui.drives import carried_drives, drive_name
from desktop.ui.jobs import Jobs, Progress


@dataclass(frozen=True)
class Drive:
    """A drive that comes and goes. free: bytes that it still takes; None if it does not tell."""

    root: Path
    free: int | None

    @property
    def name(self) -> str:
        """What a clerk calls it."""
        return drive_name(self.root)


@dataclass(frozen=True)
class Found:
    """What a look brought."""

    drives: tuple[Drive, ...] = ()
    packages: tuple[FoundPackage, ...] = ()


class PackageWatch(QObject):
    """Remembers what the last look brought; ``looked`` says that it began or ended.

    jobs: its own by default, because a dying stick must not keep the office waiting.
    """

    looked = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        jobs: Jobs | None = None,
        drives: Callable[[], list[Path]] = carried_drives,
    ) -> None:
        super().__init__(parent)
        self.found = Found()
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

    def look(self) -> None:
        """Look at all drives, unless that is being done."""
        if self.looking:
            return

        def work(progress: Progress) -> Found:
            drives = self._drives()
            packages = find_packages(drives, progress)
            return Found(tuple(Drive(root, _free(root)) for root in drives), tuple(packages))

        self._looks.append(self._jobs.run(work, self._take, settled=self._settle))
        self.looked.emit()

    def stop(self) -> None:
        """End a look at its next step, and take no more."""
        for look in self._looks:
            look.cancel()
        self._jobs.stop()

    def _settle(self) -> None:
        self._looks.pop(0)

    def _take(self, found: Found) -> None:
        self.found = found
        self.looked.emit()


def _free(root: Path) -> int | None:
    try:
        return shutil.disk_usage(root).free
    except OSError:
        return None
