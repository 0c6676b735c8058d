"""Puts the parts of the program together, once; nothing is global.

Before the sign-in window is painted only Qt is loaded; database, paper and screens follow
behind it, on a thread of their own.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication

from desktop import __version__
from desktop.base.clock import Clock, OfficeClock, SystemClock
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.log import start_log
from desktop.ui.brand import app_icon
from desktop.ui.entrance import Entrance
from desktop.ui.garbage import GarbageCollection
from desktop.ui.input_filters import InputFilters
from desktop.ui.jobs import Jobs
from desktop.ui.machine import enter_is_tab, idle_minutes
from desktop.ui.package_door import PackageDoor
from desktop.ui.qt_words import speak_vietnamese
from desktop.ui.theme import Theme, apply_theme, system_scheme
from desktop.ui.tokens import DEFAULT_POINTS, Scheme

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from desktop.operations.office import Office
    from desktop.operations.upkeep import Comparison
    from desktop.ui.lock_screen import IdleWatch, LockScreen
    from desktop.ui.main_window import MainWindow
    from desktop.ui.sign_in import SignInWindow
    from desktop.ui.workplace import Workplace

_SCHEME, _POINTS = "scheme", "points"
_HEAVY = (
    "desktop.operations.office",
    "desktop.ui.main_window",
    "desktop.ui.home",
    "desktop.ui.beginnings",
    "desktop.ui.lock_screen",
    "desktop.ui.person_page",
)


class Program(QObject):
    """The running program: from the sign-in window to the last closed file."""

    def __init__(
        self, app: QApplication, settings: QSettings, clock: Clock, jobs: Jobs | None = None
    ) -> None:
        super().__init__(app)
        self.settings = settings
        self.jobs = jobs or Jobs(self)
        self.office: Office | None = None
        self.window: MainWindow | None = None
        self._screen: LockScreen | None = None
        self._idle: IdleWatch | None = None
        self.packages = PackageDoor()
        apply_theme(app, kept_theme(app, settings))
        app.setWindowIcon(app_icon())
        speak_vietnamese(app)
        self._filters = InputFilters(app)
        self._filters.setParent(self)
        self._settle_machine()
        # One for all sign-ins: what day it is need not be typed twice.
        self._entrance = Entrance(settings, OfficeClock.of(clock), self.jobs, self)
        self._entrance.opened.connect(self.opened)
        self._entrance.closed.connect(self._closed_unopened)

    # -- signing in -----------------------------------------------------------------

    def start(self) -> None:
        """Show the first window; load the rest once it is painted."""
        self.sign_in.painted.connect(lambda: QTimer.singleShot(0, self._load_rest))
        self.sign_in.show()

    @property
    def sign_in(self) -> SignInWindow:
        """The window that asks for name and password."""
        return self._entrance.window

    def _load_rest(self) -> None:
        self.jobs.run(lambda _progress: [import_module(name) for name in _HEAVY], lambda _: None)

    def opened(self, office: Office) -> None:
        """Show the main window of an office that was just opened."""
        from desktop.operations import lost_passwords
        from desktop.operations.own_agency import agency_name
        from desktop.ui.lock_screen import IdleWatch
        from desktop.ui.main_window import MainWindow
        from desktop.ui.secrets import change_first_password
        from desktop.ui.workplace import Workplace

        self.office = office
        if office.user.must_change and not change_first_password(self.sign_in, office):
            self.sign_out()
            return
        workplace = Workplace(office, self.jobs, self.settings, self)
        self.window = MainWindow(workplace, agency_name(office))
        self.window.locked.connect(self.lock)
        self.window.left.connect(self.sign_out)
        self.window.closed.connect(self.end)
        workplace.restore_asked.connect(self.restore)
        workplace.update_asked.connect(self.update)
        workplace.machine_changed.connect(self._settle_machine)
        self._idle = IdleWatch(idle_minutes(self.settings), self)
        self._idle.idle.connect(self.lock)
        self.window.resize(1366, 768)
        self.window.showMaximized() if self._is_real_screen() else self.window.show()
        self.sign_in.close()
        self._look_at_clock(workplace)
        workplace.updates.look()
        workplace.ask(lost_passwords.keep_sealed)
        self.packages.open_in(self.window)

    def _look_at_clock(self, workplace: Workplace) -> None:
        from desktop.ui.clock_dialog import ClockDialog

        if not workplace.office.clock.known and self.window is not None:
            ClockDialog(workplace, self.window).open()

    def _is_real_screen(self) -> bool:
        return QApplication.platformName() not in ("offscreen", "minimal")

    def _settle_machine(self) -> None:
        """Follow what was set for this PC."""
        self._filters.enter_as_tab.enabled = enter_is_tab(self.settings)
        if self._idle is not None:
            self._idle.set_minutes(idle_minutes(self.settings))

    # -- locking and leaving --------------------------------------------------------

    def lock(self) -> None:
        """Cover everything until the user's password is typed."""
        from desktop.ui.lock_screen import LockScreen

        if self.window is None or self.office is None or self._screen is not None:
            return
        self.jobs.run(lambda _p, office=self.office: office.note("locked"), lambda _: None)
        self._screen = LockScreen(self.office.user.full_name, self.window)
        self._screen.tried.connect(self._unlock)
        self._screen.left.connect(self.sign_out)
        self._screen.cover()

    def _unlock(self, password: str) -> None:
        from desktop.operations.office import unlock

        screen, office = self._screen, self.office
        assert screen is not None
        assert office is not None

        def refused(error: UserError) -> bool:
            screen.refuse(error.message)
            return True

        self.jobs.run(lambda _p: unlock(office, password), self._unlocked, refused=refused)

    def _unlocked(self, _nothing: None) -> None:
        if self._screen is not None:
            self._screen.uncover()
            self._screen.deleteLater()
            self._screen = None

    def sign_out(self) -> None:
        """Copy and close the office, and ask who comes next."""
        self._close_office(self._entrance.ask_again)

    def end(self) -> None:
        """Copy and close the office, and end the program."""
        self._close_office(QApplication.quit)

    def restore(self, comparison: Comparison) -> None:
        """Put a copy in the place of the office; then it is opened anew."""
        from desktop.operations.upkeep import restore

        office = self._put_away()
        if office is not None:
            self.jobs.run(
                lambda _p: restore(office, comparison),
                lambda _kept: self._entrance.ask_again(),
                refused=self._left_with_trouble,
            )

    def update(self, setup: Path) -> None:
        """Close the office and hand over to a setup that was proved to be ours."""
        from desktop.operations.setups import close_for_setup

        office = self._put_away()
        if office is not None:
            self.jobs.run(
                lambda _p: close_for_setup(office),
                lambda _none: self._hand_over(setup),
                refused=self._left_with_trouble,
            )

    def _hand_over(self, setup: Path) -> None:
        from desktop.operations.setups import start_setup

        try:
            start_setup(setup)
        except UserError as error:
            self._left_with_trouble(error)
        else:
            QApplication.quit()

    def _close_office(self, then: Callable[[], object]) -> None:
        from desktop.operations.upkeep import leave

        office = self._put_away()
        if office is None:
            then()
            return
        self.jobs.run(
            lambda _p: leave(office), lambda _none: then(), refused=self._left_with_trouble
        )

    def _put_away(self) -> Office | None:
        """Take the office's window off the screen; the office itself is still open."""
        if self._screen is not None:
            self._screen.uncover()
            self._screen.deleteLater()
            self._screen = None
        if self._idle is not None:
            self._idle.deleteLater()
            self._idle = None
        window, self.window = self.window, None
        if window is not None:
            window.hide()
            window.deleteLater()
        office, self.office = self.office, None
        return office

    def _closed_unopened(self) -> None:
        if self.office is None:
            QApplication.quit()

    def _left_with_trouble(self, error: UserError) -> bool:
        from desktop.ui.dialogs import show_error

        show_error(self.sign_in, error)
        self._entrance.ask_again()
        return True


def kept_theme(app: QApplication, settings: QSettings) -> Theme:
    """The look that was chosen on this PC, or the one the system asks for."""
    scheme = str(settings.value(_SCHEME, ""))
    points = int(str(settings.value(_POINTS, DEFAULT_POINTS)))
    known = scheme in {one.value for one in Scheme}
    return Theme(Scheme(scheme) if known else system_scheme(app), points)


def main() -> int:
    """Start the windows; returns the exit code."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("SoXa")
    app.setApplicationDisplayName(tr("Sổ Xã"))
    app.setApplicationVersion(__version__)
    # By this name the desktops of Linux find the program's entry, and its icon with it.
    app.setDesktopFileName("soxa")
    # Between the sign-in window and the main window none is open for a moment.
    app.setQuitOnLastWindowClosed(False)
    GarbageCollection(app)
    places = QStandardPaths.StandardLocation
    start_log(Path(QStandardPaths.writableLocation(places.AppLocalDataLocation)) / "log")
    settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "SoXa", "SoXa")
    program = Program(app, settings, SystemClock())
    program.packages = PackageDoor(sys.argv[1:])
    _watch_crashes(program, app)
    program.start()
    code = app.exec()
    program.jobs.stop()
    return code


def _watch_crashes(program: Program, app: QApplication) -> None:
    """Meet errors that nobody caught; the dialog is loaded for the first of them."""

    def meet(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        from desktop.ui.crash_dialog import CrashWatch

        watch = CrashWatch(app.quit, __version__, program)
        watch.install()
        watch.meet(kind, error, trace)

    sys.excepthook = meet
