"""Looks for new versions on sticks, away from the window and from the work of the office."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths

from desktop import __version__
from desktop.base.i18n import tr
from desktop.operations import setups, updates
from desktop.operations.updates import Found, Update
from desktop.ui.drive_watch import DriveWatch
from desktop.ui.drives import carried_drives, drive_name
from desktop.ui.jobs import Jobs, Progress


class UpdateWatch(DriveWatch[Found]):
    """Looks for new versions.

    inbox: the folder that is looked into besides the drives.
    """

    def __init__(
        self,
        inbox: Path,
        parent: QObject | None = None,
        *,
        jobs: Jobs | None = None,
        key: bytes | None = None,
        drives: Callable[[], list[Path]] = carried_drives,
    ) -> None:
        super().__init__(Found(), drives, parent, jobs)
        self.key = key or updates.release_key()
        self._inbox = inbox

    @property
    def place(self) -> Path:
        """Where setups are copied to before they are started."""
        places = QStandardPaths.StandardLocation
        return Path(QStandardPaths.writableLocation(places.AppLocalDataLocation)) / "update"

    def look(self, *folders: Path) -> None:
        """Look on all drives, in the inbox and in these folders; nothing without a key."""
        key, place = self.key, self.place
        if key is None:
            self.looked.emit()
            return

        def work(progress: Progress) -> Found:
            setups.drop_setups(place)
            roots = [*folders, self._inbox, *self._drives()]
            return updates.find_updates(roots, key, __version__, progress)

        self._begin(work)

    def whereabouts(self, update: Update) -> str:
        """Where an update lies, in a clerk's words."""
        if update.root == self._inbox:
            return tr("trong hộp nhận")
        return tr("trên ổ {drive}").format(drive=drive_name(update.root))
