"""Work on files that takes its time, and taking back what they changed: asked, done, told."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import tr
from desktop.operations.imports_taken_back import (
    MorningBack,
    ReceivedFile,
    morning_files,
    put_back,
    put_morning_back,
)
from desktop.operations.incoming import take_in
from desktop.operations.refused_parts import try_refused_again
from desktop.operations.set_aside import take_set_aside
from desktop.store.exchange.arrivals import Left
from desktop.ui.dialogs import ask, choose, inform
from desktop.ui.jobs import Progress
from desktop.ui.progress_dialog import ProgressDialog
from desktop.ui.taking_back import (
    file_question,
    left_words,
    morning_question,
    which_choices,
    which_question,
)
from desktop.ui.tokens import Role
from desktop.ui.workplace import Workplace

T = TypeVar("T")


class ReceiveDeeds(QObject):
    """Does long work for a window and asks before anything is taken back.

    ``taken`` carries what was taken in, ``put_back`` what was taken back and the files whose it was.
    ``settled`` when work is over, ``stopped`` when it ended before its end.
    """

    taken = Signal(object)
    put_back = Signal(object, object)
    settled = Signal()
    stopped = Signal()

    def __init__(self, workplace: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._workplace, self._window = workplace, window

    def do(self, words: str, work: Callable[[Progress], T], done: Callable[[T], object]) -> None:
        """Copy the office and work on it, with a window that shows how far it is.

        done: hears of the result if there is one.
        """
        self._workplace.tell("")
        dialog = ProgressDialog(words, self._window)
        jobs = self._workplace.desk.jobs
        came_home: list[T] = []

        def finished(result: T) -> None:
            came_home.append(result)
            done(result)

        def settled() -> None:
            dialog.finish()
            self.settled.emit()
            QTimer.singleShot(0, self, lambda: None if came_home else self.stopped.emit())

        dialog.watch(jobs.run(work, finished, dialog.step, settled))

    # -- taking in --------------------------------------------------------------------

    def take(self, paths: Sequence[Path], left: Left | None = None) -> None:
        """Copy the office and take files in. left: rows of the one file that are set aside instead."""
        office = self._workplace.office
        self.do(
            tr("Đang sao lưu rồi nhận…"),
            lambda progress: take_in(office, paths, progress, left),
            self.taken.emit,
        )

    def take_set_aside(self, wanted: Sequence[uuid.UUID]) -> None:
        """Take rows in that were set aside."""
        office = self._workplace.office
        self.do(
            tr("Đang sao lưu rồi lấy vào sổ…"),
            lambda _progress: take_set_aside(office, wanted),
            self.taken.emit,
        )

    def try_again(self) -> None:
        """Take in what could not be taken in, if it can be now."""
        office = self._workplace.office
        self.do(
            tr("Đang sao lưu rồi thử nhận lại…"),
            lambda _progress: try_refused_again(office),
            self.taken.emit,
        )

    # -- taking back ------------------------------------------------------------------

    def ask_back(self, file: ReceivedFile) -> None:
        """Ask whether what a file has changed shall be put back, alone or with its morning."""
        if file.morning:
            asked = partial(morning_files, morning=file.morning)
            self._workplace.ask(asked, partial(self._ask_which_back, file))
        else:
            self._ask_one_back(file)

    def _ask_which_back(self, file: ReceivedFile, files: Sequence[ReceivedFile]) -> None:
        if not file.can_go_back:
            self._ask_all_back(file.morning, files)
        elif len(files) < 2:
            self._ask_one_back(file)
        else:
            title, question = tr("Hoàn tác lần nhận"), which_question(file, files)
            match choose(self._window, title, question, which_choices(files), Role.WARNING):
                case "all":
                    self._put_all_back(file.morning)
                case "one":
                    self._put_one_back(file)
                case _:
                    pass

    def _ask_one_back(self, file: ReceivedFile) -> None:
        title, question = tr("Hoàn tác lần nhận"), file_question(file)
        if ask(self._window, title, question, tr("Hoàn tác"), danger=True):
            self._put_one_back(file)

    def _put_one_back(self, file: ReceivedFile) -> None:
        office = self._workplace.office
        self.do(
            tr("Đang sao lưu rồi hoàn tác…"),
            lambda _progress: put_back(office, file.package),
            lambda told: self.put_back.emit(told, [file]),
        )

    def ask_morning_back(self, morning: str) -> None:
        """Ask whether the files that were taken in together shall all be put back, and do it."""
        self._workplace.ask(
            partial(morning_files, morning=morning), partial(self._ask_all_back, morning)
        )

    def _ask_all_back(self, morning: str, files: Sequence[ReceivedFile]) -> None:
        title, question = tr("Hoàn tác cả đợt nhận"), morning_question(files)
        if files and ask(self._window, title, question, tr("Hoàn tác"), danger=True):
            self._put_all_back(morning)

    def _put_all_back(self, morning: str) -> None:
        office = self._workplace.office
        self.do(
            tr("Đang sao lưu rồi hoàn tác từng tệp…"),
            lambda progress: put_morning_back(office, morning, progress),
            self._all_put_back,
        )

    def _all_put_back(self, told: MorningBack) -> None:
        self.put_back.emit(told, told.back)
        if told.left:
            inform(self._window, tr("Chưa hoàn tác hết"), left_words(told), Role.WARNING)
