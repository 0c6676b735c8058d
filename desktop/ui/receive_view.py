"""Nhận: from files that lie somewhere to a report of what came of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.paths import shown_name
from desktop.base.text import grouped
from desktop.operations import incoming, package_files, refused_parts, set_aside
from desktop.operations.acknowledging import SaidCode, ack_codes
from desktop.operations.exchange_board import Standing
from desktop.operations.import_changes import changes_everywhere
from desktop.operations.imports_taken_back import PutBack, ReceivedFile
from desktop.operations.incoming import Examined, Preview, TakenIn
from desktop.operations.incoming_all import look_at_all
from desktop.operations.mornings import Morning
from desktop.operations.office import Office
from desktop.operations.refused_parts import RefusedPart
from desktop.store.exchange.arrivals import Left
from desktop.ui.ack_dialogs import AckCodeDialog
from desktop.ui.incoming_files import IncomingFiles
from desktop.ui.incoming_view import IncomingView
from desktop.ui.package_watch import PackageWatch
from desktop.ui.progress_dialog import run_with_progress
from desktop.ui.receipt_paper import print_minutes
from desktop.ui.receipt_view import ReceiptView
from desktop.ui.receive_deeds import ReceiveDeeds
from desktop.ui.receive_start import ReceiveStart
from desktop.ui.set_aside_view import SetAsideView
from desktop.ui.taking_back import back_words
from desktop.ui.tokens import GAP
from desktop.ui.workplace import Workplace


class ReceiveView(QWidget):
    """Start, preview or list, report: one after another. ``received`` when something changed."""

    received = Signal()
    review_asked = Signal()

    def __init__(self, workplace: Workplace, watch: PackageWatch) -> None:
        super().__init__()
        self._workplace, self._watch = workplace, watch
        self._standing: Standing | None = None
        self._own: Collection[str] = ()
        self._is_of_many = self._has_said = self._awaits = False
        self.start = ReceiveStart()
        self.one = IncomingView(workplace.settings)
        self.many = IncomingFiles()
        self.aside = SetAsideView(workplace.settings)
        self.report = ReceiptView()
        self.deeds = ReceiveDeeds(workplace, self)
        self.stack = QStackedWidget()
        for part in (self.start, self.one, self.many, self.aside, self.report):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.addWidget(self.stack)
        self._bind()

    def _bind(self) -> None:
        self.start.drop.given.connect(self.look_at)
        self.start.sticks.given.connect(self.look_at)
        self.start.sticks.look_asked.connect(self._watch.look)
        self.start.received.back_asked.connect(self.deeds.ask_back)
        self.start.received.aside_asked.connect(self.look_at_set_aside)
        self._watch.looked.connect(self.show_sticks)
        self.one.taken.connect(self._take_one)
        self.many.taken.connect(self.take)
        self.many.opened.connect(self._look_at_one_of_many)
        self.many.forecast_asked.connect(self._forecast)
        self.report.back_asked.connect(self._back_from_report)
        self.report.morning_back_asked.connect(self.deeds.ask_morning_back)
        self.report.print_asked.connect(self._print_report)
        self.report.code_asked.connect(self._show_code)
        self.start.received.print_asked.connect(self._print_file)
        self.report.review_asked.connect(self.review_asked)
        self.aside.taken.connect(self.deeds.take_set_aside)
        self.aside.again_asked.connect(self.deeds.try_again)
        for part in (self.many, self.aside, self.report):
            part.left.connect(self.go_to_start)
        self.one.left.connect(self._leave_one)
        self.deeds.taken.connect(self._taken)
        self.deeds.put_back.connect(self._put_back)
        self.deeds.stopped.connect(self._stopped)
        for part in (self.one, self.many, self.aside):
            self.deeds.settled.connect(part.let_take_again)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was said here of a file is over when somebody goes on."""
        super().hideEvent(event)
        if self._has_said:
            self._say("")

    def _say(self, words: str) -> None:
        self._workplace.tell(words)
        self._has_said = bool(words)

    # -- showing --------------------------------------------------------------------

    def show_standing(
        self,
        standing: Standing,
        files: Sequence[ReceivedFile],
        aside: int = 0,
        own: Collection[str] = (),
    ) -> None:
        """Show the files that were taken in, and those on sticks for this office.

        aside: rows that were set aside and wait to be taken in. own: names of files that this PC
        wrote, which lie on the same sticks.
        """
        self._standing, self._own = standing, own
        self.start.received.show_files(files, aside)
        self.show_sticks()

    def show_sticks(self) -> None:
        """List what the last look at the drives brought."""
        if self._standing is None:
            return
        packages = self._watch.found.packages
        found = package_files.meant_for(packages, self._standing.scope, self._own)
        self.start.sticks.show_found(
            found,
            self._standing.names,
            self.start.received.names(),
            looking=self._watch.looking,
        )
        if self._awaits and found and self.start.drop.files.hasFocus():
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """What is done next on the part that is shown."""
        shown = self.stack.currentWidget()
        if shown is self.start:
            sticks, files = self.start.sticks.view, self.start.drop.files
            found = sticks.model().rowCount() > 0
            (sticks if found else files).setFocus()
            # Where nothing was found so far, the look may be going on.
            self._awaits = not found
        elif isinstance(shown, IncomingView | IncomingFiles | SetAsideView | ReceiptView):
            shown.take_keyboard()

    def go_to_start(self) -> None:
        """Leave a file or a report."""
        self.stack.setCurrentWidget(self.start)
        self.take_keyboard()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, as everywhere."""
        shown = self.stack.currentWidget()
        if event.key() != Qt.Key.Key_Escape or shown is self.start:
            super().keyPressEvent(event)
        elif shown is self.one:
            self._leave_one()
        else:
            self.go_to_start()

    def _leave_one(self) -> None:
        """Leave a file that was looked at, for the list that it was opened from."""
        if self._is_of_many:
            self._bring(self.many)
        else:
            self.go_to_start()

    # -- looking --------------------------------------------------------------------

    def look_at(self, given: Sequence[Path]) -> None:
        """Look at files, and at the packages in folders: one alone, several as a list."""
        self._is_of_many = False
        self._say("")
        if not any(path.is_dir() for path in given):
            self._look_at_files(package_files.packages_in(given))
            return
        run_with_progress(
            self._workplace.desk.jobs,
            self,
            tr("Đang tìm tệp .goi trong thư mục…"),
            lambda progress: package_files.packages_in(given, progress),
            self._look_at_files,
        )

    def _look_at_files(self, paths: Sequence[Path]) -> None:
        if not paths:
            told = tr("Thư mục này không có tệp .goi nào. Chưa nhận gì. Hãy chọn thư mục khác.")
            self._workplace.desk.jobs.failed.emit(UserError(told))
        elif len(paths) == 1:
            self._look_at_one(paths[0])
        else:
            self._look_at_many(paths)

    def _look_at_one(self, path: Path) -> None:
        office = self._workplace.office
        run_with_progress(
            self._workplace.desk.jobs,
            self,
            tr("Đang kiểm tra tệp {name}…").format(name=shown_name(path)),
            lambda progress: incoming.look_at(office, path, progress),
            partial(self._show_one, path),
        )

    def _look_at_one_of_many(self, given: Sequence[Path]) -> None:
        self.look_at(given)
        self._is_of_many = True

    def _forecast(self, files: Sequence[Examined]) -> None:
        office = self._workplace.office
        run_with_progress(
            self._workplace.desk.jobs,
            self,
            tr("Đang xem trước {n} tệp…").format(n=grouped(len(files))),
            lambda progress: look_at_all(office, files, progress),
            self.many.show_forecasts,
        )

    def _look_at_many(self, paths: Sequence[Path]) -> None:
        office = self._workplace.office
        run_with_progress(
            self._workplace.desk.jobs,
            self,
            tr("Đang kiểm tra {n} tệp…").format(n=len(paths)),
            lambda progress: incoming.examine_all(office, paths, progress),
            self._show_many,
        )

    def look_at_set_aside(self) -> None:
        """Show what was set aside, so that it can be taken in."""

        def read(office: Office) -> tuple[Preview, Sequence[RefusedPart]]:
            return set_aside.look_at_set_aside(office), refused_parts.list_refused(office)

        self._workplace.ask(read, self._show_set_aside)

    def _show_set_aside(self, found: tuple[Preview, Sequence[RefusedPart]]) -> None:
        self.aside.show_preview(*found)
        self._bring(self.aside)

    def _show_one(self, path: Path, found: Preview) -> None:
        self.one.show_preview(path, found)
        self._bring(self.one)

    def _show_many(self, found: list[Examined]) -> None:
        self.many.show_files(found)
        self._bring(self.many)

    def _bring(self, part: QWidget) -> None:
        self.stack.setCurrentWidget(part)
        if self.isVisible():
            self.take_keyboard()

    # -- taking in -----------------------------------------------------------

    def _take_one(self, path: Path, left: Left) -> None:
        self.take([path], left)

    def take(self, paths: Sequence[Path], left: Left | None = None) -> None:
        """Copy the office, take the files in and show what came of it.

        left: rows of the one file that are set aside instead.
        """
        self.deeds.take(paths, left)

    def _stopped(self) -> None:
        """Work ended before its end: some of many files may be in."""
        everywhere = changes_everywhere(self._workplace.office)
        self._workplace.desk.changed.emit(everywhere, self)
        self.received.emit()

    def _taken(self, taken: TakenIn) -> None:
        self.report.show_morning(taken.morning)
        self._bring(self.report)
        self._workplace.desk.changed.emit(taken.changes, self)
        self.received.emit()

    def _print_report(self, morning: Morning) -> None:
        packages = [one.identity.package for one in morning.receipts if not one.again]
        print_minutes(self._workplace, self, packages, morning)

    def _show_code(self, office: int) -> None:
        def show(codes: list[SaidCode]) -> None:
            name = "" if self._standing is None else self._standing.names.get(office, "")
            AckCodeDialog(name, codes, self).open()

        self._workplace.ask(lambda here: ack_codes(here, office), show)

    def _print_file(self, file: ReceivedFile) -> None:
        print_minutes(self._workplace, self, [file.package])

    def _back_from_report(self, package: bytes) -> None:
        found = self.start.received.file_of(package)
        if found is not None:
            self.deeds.ask_back(found)

    def _put_back(self, told: PutBack, files: Sequence[ReceivedFile]) -> None:
        self._workplace.desk.changed.emit(told.changes, self)
        self._say(back_words(told.done, files))
        self.received.emit()
        self.go_to_start()
