"""Looks for new versions on sticks, away from the window and from the work of the office."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths, Signal

from desktop import __version__
from desktop.base.i18n import tr
from desktop.operations import setups, updates
from desktop.operations.updates import Found, Update
from desktop.ui.drives import carried_drives, drive_name
from desktop.ui.jobs import Jobs, Progress


class UpdateWatch(QObject):
    """Remembers what the last look brought; ``looked`` says that it began or ended.

    inbox: the folder that is looked into besides the drives.
    jobs: its own by default, because a dying stick must not keep the office waiting.
    """

    looked = Signal()

    def __init__(
        self,
        inbox: Path,
        parent: QObject | None = None,
        *,
        jobs: Jobs | None = None,
        key: bytes | None = None,
        drives: Callable[[], list[Path]] = carried_drives,
    ) -> None:
        super().__init__(parent)
        self.found = Found()
        self.key = key or updates.release_key()
        self._inbox, self._drives = inbox, drives
        self._jobs = jobs or Jobs(self)
        self._looks: list[Progress] = []
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)

    @property
    def looking(self) -> bool:
        """Whether a look is under way."""
        return bool(self._looks)

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

        self._looks.append(self._jobs.run(work, self._take, settled=self._settle))
        self.looked.emit()

    def stop(self) -> None:
        """End a look at its next step, and take no more."""
        for look in self._looks:
            look.cancel()
        self._jobs.stop()

    def whereabouts(self, update: Update) -> str:
        """Where an update lies, in a clerk's words."""
        if update.root == self._inbox:
            return tr("trong hộp nhận")
        return tr("trên ổ {drive}").format(drive=drive_name(update.root))

    def _settle(self) -> None:
        self._looks.pop(0)

    def _take(self, found: Found) -> None:
        self.found = found
        self.looked.emit()
