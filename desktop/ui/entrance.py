"""The way into an office: its sign-in window, and the windows in which data begin.

It stands before anything heavy is loaded: database, paper and screens come when they are wanted.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.base.errors import UserError, WrongPassword
from desktop.base.i18n import tr
from desktop.ui.sign_in import SignInWindow

if TYPE_CHECKING:
    from desktop.base.clock import Clock
    from desktop.operations.office import Office
    from desktop.ui.jobs import Jobs, Progress

_FOLDER, _USER, _FAILED = "folder", "user", "failed sign-ins"


class Entrance(QObject):
    """Asks who comes in and opens the office, or offers the ways to begin one.

    ``opened`` carries the office that is open now; ``closed`` comes when the window was closed,
    also by the one who let somebody in.
    """

    opened = Signal(object)
    closed = Signal()

    def __init__(self, settings: QSettings, clock: Clock, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._settings, self._clock, self._jobs = settings, clock, jobs
        self.window = self._make_window()

    def ask_again(self) -> None:
        """Show a new window to whoever comes next."""
        self.window = self._make_window()
        self.window.show()

    def _make_window(self) -> SignInWindow:
        window = SignInWindow(self._kept_folder(), str(self._settings.value(_USER, "")))
        window.entered.connect(self._enter)
        window.forgot.connect(self._recover)
        window.begin.connect(self._begin)
        window.closed.connect(self.closed)
        return window

    def _kept_folder(self) -> Path | None:
        """The office that was open last on this PC, if its folder is still there."""
        kept = str(self._settings.value(_FOLDER, ""))
        return Path(kept) if kept and Path(kept).is_dir() else None

    # -- name and password ----------------------------------------------------------

    def _enter(self, user: str, password: str) -> None:
        """Open the office that the window names."""
        folder = self._kept_folder()
        assert folder is not None

        def open_it(_progress: Progress) -> Office:
            from desktop.operations.office import open_office

            return open_office(folder, user, password, self._clock)

        self._jobs.run(open_it, self._let_in, refused=self._refuse)

    def _let_in(self, office: Office) -> None:
        """Remember for the next start who came in, and hand the office over."""
        self._settings.setValue(_FOLDER, str(office.folder))
        self._settings.setValue(_USER, office.user.name)
        self._note_failed(office)
        self.opened.emit(office)

    def _refuse(self, error: UserError) -> bool:
        self.window.refuse(error.message)
        if isinstance(error, WrongPassword):
            self._settings.setValue(_FAILED, self._failed() + 1)
        return True

    def _failed(self) -> int:
        """Wrong passwords since somebody last got in: the office's log is closed to them."""
        return int(str(self._settings.value(_FAILED, 0)))

    def _note_failed(self, office: Office) -> None:
        if failed := self._failed():
            self._settings.setValue(_FAILED, 0)
            office.note("failed_sign_in", tr("{count} lần").format(count=failed))

    # -- beginnings -----------------------------------------------------------------

    def _begin(self, what: str) -> None:
        from desktop.ui import beginnings

        if what == "open":
            self._choose_folder()
            return
        suggested = self._suggested()
        dialog = beginnings.dialog_for(what, self._jobs, self._clock, suggested, self.window)
        dialog.opened.connect(self._let_in)
        dialog.made.connect(self._use_folder)
        dialog.open()

    def _recover(self) -> None:
        from desktop.ui.beginnings import RecoveryDialog

        folder = self._kept_folder()
        if folder is not None:
            dialog = RecoveryDialog(folder, self._jobs, self._clock, self.window)
            dialog.opened.connect(self._let_in)
            dialog.open()

    def _choose_folder(self) -> None:
        start = str(self._suggested().parent)
        name = QFileDialog.getExistingDirectory(self.window, tr("Chọn thư mục dữ liệu"), start)
        if not name:
            return
        from desktop.store.folder import is_office

        if is_office(Path(name)):
            self._use_folder(Path(name))
        else:
            self.window.set_folder(self._kept_folder())
            self.window.refuse(
                tr("Thư mục này không có dữ liệu Sổ Xã. Hãy chọn thư mục có tệp office.db.")
            )

    def _use_folder(self, folder: Path) -> None:
        """Ask for name and password of this office."""
        self._settings.setValue(_FOLDER, str(folder))
        self.window.set_folder(folder)

    def _suggested(self) -> Path:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(documents)) / "SoXa"
