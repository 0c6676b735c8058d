"""Every screen, dialog and paper as a picture, to be looked at.

Usage: python packaging/gallery.py --to DIR [--only NAME]
Screens are drawn without a display at 1366×768 with the commune sample: 100 % and 125 %, light
and dark; papers are written as PDF with a picture of each page.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

TOP = Path(__file__).parents[1]
sys.path.insert(0, str(TOP))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QDialog, QWidget  # noqa: E402

from desktop.base.clock import VIETNAM, StoppedClock  # noqa: E402
from desktop.base.errors import UserError  # noqa: E402
from desktop.base.i18n import tr  # noqa: E402
from desktop.operations import printing  # noqa: E402
from desktop.operations.lists import ListReader, listing  # noqa: E402
from desktop.operations.office import Office, open_office  # noqa: E402
from desktop.operations.own_agency import agency_name  # noqa: E402
from desktop.operations.sample import make_sample  # noqa: E402
from desktop.records import record_types  # noqa: E402
from desktop.store import keys  # noqa: E402
from desktop.ui import beginnings  # noqa: E402
from desktop.ui.accounts_view import AccountDialog  # noqa: E402
from desktop.ui.case_page import CasePage  # noqa: E402
from desktop.ui.dialogs import Message, MessageDialog  # noqa: E402
from desktop.ui.jobs import Jobs  # noqa: E402
from desktop.ui.lock_screen import LockScreen  # noqa: E402
from desktop.ui.main_window import MainWindow  # noqa: E402
from desktop.ui.pdf_pages import PdfPages  # noqa: E402
from desktop.ui.pdf_preview import PdfPreview  # noqa: E402
from desktop.ui.record_dialog import RecordDialog  # noqa: E402
from desktop.ui.secrets import RecoveryCodeDialog  # noqa: E402
from desktop.ui.shortcut_help import ShortcutDialog  # noqa: E402
from desktop.ui.sign_in import SignInWindow  # noqa: E402
from desktop.ui.theme import Theme, apply_theme  # noqa: E402
from desktop.ui.tokens import Role, Scheme  # noqa: E402
from desktop.ui.workplace import Workplace  # noqa: E402

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=VIETNAM)
PASSWORD = "Xem-thu-2026"  # noqa: S105 -- of a sample that lives for one run
WIDTH, HEIGHT = 1366, 768
PAGES_SHOWN, PAGE_SCALE = 4, 1.3
LOOKS = (
    ("sang-100", Scheme.LIGHT, 1.0),
    ("sang-125", Scheme.LIGHT, 1.25),
    ("toi-100", Scheme.DARK, 1.0),
    ("toi-125", Scheme.DARK, 1.25),
)
Screen = tuple[str, Callable[[], QWidget]]


def settle(app: QApplication, jobs: Jobs, ms: int = 120) -> None:
    """Let work come home and windows lay themselves out."""
    for _ in range(3):
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()
        while jobs.busy:
            app.processEvents()
    app.processEvents()


class Gallery:
    """Draws what it is given, in one look."""

    def __init__(self, app: QApplication, office: Office, folder: Path, only: str) -> None:
        self.app, self.office, self.folder, self.only = app, office, folder, only
        self.jobs = Jobs()
        self.settings = QSettings(str(folder / ".settings.ini"), QSettings.Format.IniFormat)

    def draw(self, look: str, scheme: Scheme, zoom: float) -> None:
        """All screens in one look; 125 % is a screen that much smaller, as Windows shows it."""
        apply_theme(self.app, Theme(scheme))
        place = Workplace(self.office, self.jobs, self.settings)
        window = MainWindow(place, agency_name(self.office))
        window.resize(round(WIDTH / zoom), round(HEIGHT / zoom))
        window.show()
        for name, show in self.screens(window, place):
            if self.only and self.only not in name:
                continue
            widget = show()
            settle(self.app, self.jobs)
            self.save(widget, look, name)
            if isinstance(widget, QDialog):
                widget.close()
                widget.deleteLater()
        window.close()
        window.deleteLater()
        settle(self.app, self.jobs)

    def save(self, widget: QWidget, look: str, name: str) -> None:
        """Write what a widget shows as a PNG."""
        target = self.folder / look / f"{name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        widget.grab().save(str(target))
        print(target)

    def screens(self, window: MainWindow, place: Workplace) -> Iterator[Screen]:
        """Every screen by name, with what brings it to the front."""
        yield "00-dang-nhap", lambda: self.shown(SignInWindow(self.office.folder, "mau"))
        yield "01-lan-dau", lambda: self.shown(SignInWindow(None))
        for what in ("create", "sample", "restore"):
            yield f"02-{what}", lambda what=what: self.opened(self.beginning(what, window))
        for key in ("home", "cases", "people", "teams", "activities", "inspections", "reports"):
            yield f"1-{key}", lambda key=key: self.page(window, key)
        for table, name in (
            ("case_files", "20-ho-so"),
            ("people", "21-nguoi"),
            ("inspections", "22-phieu-kiem-tra"),
            ("reports", "23-bao-cao"),
            ("activities", "24-hoat-dong"),
        ):
            yield name, lambda table=table: self.record(window, table)
        yield "25-ho-so-dang-bang", lambda: self.case_table(window)
        for section in ("agency", "officers", "codes", "look", "accounts", "backup", "events"):
            yield f"3-thiet-lap-{section}", lambda s=section: self.section(window, place, s)
        yield "4-tim-nhanh", lambda: self.search(window)
        yield from self.dialogs(window, place)

    def dialogs(self, window: MainWindow, place: Workplace) -> Iterator[Screen]:
        """What opens over the window: forms of parts, questions, help, the locked screen."""
        for table, kind in record_types().items():
            if place.may_write(table) and not kind.reference_data:
                yield f"5-phieu-{table}", lambda t=table: self.form(window, place, t)
        error = UserError(tr("Ổ đĩa đã đầy. Lần lưu này chưa được ghi. Hãy dọn bớt tệp."))
        yield "6-bao-loi", lambda: self.opened(self.message(window, error))
        yield "6-phim-tat", lambda: self.opened(ShortcutDialog(place.actions, window))
        yield "6-khoa", lambda: self.locked(window)
        yield "6-tai-khoan", lambda: self.opened(AccountDialog(place, None, window))
        code = keys.new_recovery_code()
        yield (
            "6-ma-khoi-phuc",
            lambda: self.opened(RecoveryCodeDialog(self.office, code, window)),
        )
        yield "6-xem-truoc-khi-in", lambda: self.opened(self.preview(window, place))

    def form(self, window: MainWindow, place: Workplace, table: str) -> QDialog:
        """The first record of a table in its dialog, or an empty one."""
        dialog = RecordDialog(place, table, window)
        ids = ListReader(self.office, listing(self.office, table)).ids()
        if ids:
            return self.opened(dialog.show_record(uuid.UUID(bytes=bytes(ids[0]))))
        return self.opened(dialog.start_new({}))

    def message(self, window: MainWindow, error: UserError) -> QDialog:
        """What a clerk reads when something could not be done."""
        dialog = MessageDialog(tr("Chưa làm được"), Message.of(error), Role.ERROR, window)
        dialog.offer(tr("Đã hiểu"), "read", primary=True)
        return dialog

    def locked(self, window: MainWindow) -> QDialog:
        """The locked screen."""
        screen = LockScreen(self.office.user.full_name, window)
        screen.cover()
        return screen

    def preview(self, window: MainWindow, place: Workplace) -> QDialog:
        """A paper as it is looked at before it is printed."""
        printed = printing.print_document(self.office, "K1", blank=True)
        return PdfPreview(
            tr("Xem trước khi in"), printed.content, Path("K1.pdf"), place.actions, window
        )

    def shown(self, widget: QWidget) -> QWidget:
        """A window of its own, at its own size."""
        widget.show()
        return widget

    def opened(self, dialog: QDialog) -> QDialog:
        """A dialog over the window."""
        dialog.open()
        return dialog

    def beginning(self, what: str, window: MainWindow) -> QDialog:
        """A first-run dialog."""
        folder = self.folder / "du-lieu"
        return beginnings.dialog_for(what, self.jobs, self.office.clock, folder, window)

    def page(self, window: MainWindow, key: str) -> QWidget:
        """A page of the main window."""
        window.show_page(key)
        return window

    def record(self, window: MainWindow, table: str) -> QWidget:
        """The first record of a table, on its page."""
        ids = ListReader(self.office, listing(self.office, table)).ids()
        window.open_record(table, uuid.UUID(bytes=bytes(ids[0])))
        return window

    def case_table(self, window: MainWindow) -> QWidget:
        """All cases in the wide table."""
        window.show_page("cases")
        page = window.findChild(CasePage)
        assert page is not None
        page.show_table()
        return window

    def section(self, window: MainWindow, place: Workplace, section: str) -> QWidget:
        """A section of the settings."""
        place.section_asked.emit("settings", section)
        return window

    def search(self, window: MainWindow) -> QWidget:
        """The hits below the quick search."""
        window.search.setText("nguyen van")
        window.search.look_up()
        settle(self.app, self.jobs)
        return window.search.popup


def papers(office: Office, folder: Path) -> None:
    """Every document as PDF, and its pages as PNG."""
    for code in printing.DOCUMENTS:
        for name, printed in printed_papers(office, code):
            path = folder / "giay" / f"{name}.pdf"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(printed.content)
            pages = PdfPages(printed.content)
            for at in range(min(len(pages), PAGES_SHOWN)):
                pages.drawn(at, PAGE_SCALE).save(str(path.with_name(f"{name}-{at + 1}.png")))
            pages.close()
            print(path)


def printed_papers(office: Office, code: str) -> Iterator[tuple[str, printing.Printed]]:
    """A document filled from the sample, and blank where it has a blank form."""
    spec = printing.DOCUMENTS[code]
    period = (dt.date(2026, 1, 1), NOW.date())
    key = None
    if spec.table:
        ids = ListReader(office, listing(office, spec.table)).ids()
        key = uuid.UUID(bytes=bytes(ids[0]))
    yield code, printing.print_document(office, code, key=key, period=period, reason="Thử")
    if spec.blank:
        yield f"{code}-trang", printing.print_document(office, code, blank=True)


def main() -> None:
    """Draw everything into the folder of ``--to``."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--to", type=Path, required=True)
    told.add_argument("--only", default="")
    told.add_argument("--looks", default="")
    told.add_argument("--no-papers", action="store_true")
    given = told.parse_args()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("SoXa")  # its tinted icons lie where the program keeps them
    given.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        clock = StoppedClock(NOW)
        place = Path(folder) / "xa"
        make_sample(place, "commune", PASSWORD, None, clock)
        office = open_office(place, "mau", PASSWORD, clock)
        gallery = Gallery(app, office, given.to, given.only)
        for look, scheme, zoom in LOOKS:
            if given.looks in look:
                gallery.draw(look, scheme, zoom)
        if not given.no_papers:
            papers(office, given.to)
        gallery.jobs.stop()
        office.close()


if __name__ == "__main__":
    main()
