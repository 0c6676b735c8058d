"""Looks for drives to send to and for packages that lie on them, away from the window."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.operations.package_files import FoundPackage, find_packages
from desktop.ui.drive_watch import DriveWatch
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


class PackageWatch(DriveWatch[Found]):
    """Looks for packages and for drives to send to."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        jobs: Jobs | None = None,
        drives: Callable[[], list[Path]] = carried_drives,
    ) -> None:
        super().__init__(Found(), drives, parent, jobs)
        self._comparing = False

    def look(self) -> None:
        """Look at all drives, unless that is being done."""
        if self.looking:
            return

        def work(progress: Progress) -> Found:
            drives = self._drives()
            packages = find_packages(drives, progress)
            return Found(tuple(Drive(root, _free(root)) for root in drives), tuple(packages))

        self._begin(work)

    def look_if_changed(self) -> None:
        """Look at all drives if one has come or gone since."""
        if self.looking or self._comparing:
            return
        self._comparing = True
        known = {drive.root for drive in self.found.drives}

        def compare(roots: set[Path]) -> None:
            if roots != known:
                self.look()

        self._jobs.run(lambda _progress: {*self._drives()}, compare, settled=self._compared)

    def _compared(self) -> None:
        self._comparing = False


def _free(root: Path) -> int | None:
    try:
        return shutil.disk_usage(root).free
    except OSError:
        return None
