"""Work elsewhere comes home on the window's thread; faults and cancelling too."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.base.errors import DiskTrouble
from desktop.ui.crash_dialog import CrashDialog, CrashWatch, full_report, report_code
from desktop.ui.desk import Desk
from desktop.ui.dialogs import Message
from desktop.ui.jobs import Cancelled, Jobs, Progress
from desktop.ui.progress_dialog import PATIENCE_MS, ProgressDialog, run_with_progress

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Touched:
    """What an operation returns, for these tests."""

    def touch(self, table: str) -> bool:
        return table == "people"


class Inline(Executor):
    """Does the work at once, on the thread that asks."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 -- as executors do
            future.set_exception(error)
        return future


class Listener(QWidget):
    """A window that hears results."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    def hear(self, value: object) -> None:
        self.heard.append((value, threading.current_thread() is threading.main_thread()))


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.stop()
    qapp.processEvents()


@pytest.fixture
def inline(qapp: QApplication) -> Jobs:
    return Jobs(executor=Inline())


def test_the_result_comes_home_on_the_main_thread(jobs: Jobs, qtbot) -> None:
    window = Listener()
    qtbot.addWidget(window)
    jobs.run(lambda _: threading.current_thread() is threading.main_thread(), window.hear)
    assert jobs.busy
    qtbot.waitUntil(lambda: bool(window.heard))
    assert window.heard == [(False, True)]
    assert not jobs.busy


def test_work_is_done_one_after_another(jobs: Jobs, qtbot) -> None:
    order: list[int] = []
    for number in range(5):
        jobs.run(lambda _, n=number: n, order.append)
    qtbot.waitUntil(lambda: len(order) == 5)
    assert order == [0, 1, 2, 3, 4]


def test_a_clerks_error_is_told_and_done_is_not_called(jobs: Jobs, qtbot) -> None:
    def work(_: Progress) -> int:
        raise DiskTrouble("Ổ đĩa đầy.")

    done: list[int] = []
    with qtbot.waitSignal(jobs.failed) as told:
        jobs.run(work, done.append)
    assert isinstance(told.args[0], DiskTrouble)
    assert done == []


def test_a_fault_of_ours_is_raised_on_the_main_thread(jobs: Jobs, qtbot) -> None:
    def work(_: Progress) -> int:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as faults:
        jobs.run(work, lambda _: None)
        qtbot.waitUntil(lambda: bool(faults))
    assert faults[0][0] is ZeroDivisionError


def test_progress_is_reported_here_and_cancelling_stops_the_work(jobs: Jobs, qtbot) -> None:
    started, go_on = threading.Event(), threading.Event()
    reports: list[tuple[int, int]] = []
    done: list[object] = []
    settled: list[str] = []

    def work(progress: Progress) -> str:
        progress(1, 3)
        started.set()
        go_on.wait(5)
        progress(2, 3)
        return "finished"

    reporter = jobs.run(
        work, done.append, lambda at, of: reports.append((at, of)), lambda: settled.append("over")
    )
    assert started.wait(5)
    reporter.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: settled == ["over"])
    assert reports == [(1, 3)]
    assert done == []
    with pytest.raises(Cancelled):
        reporter(3, 3)


def test_a_window_that_is_gone_is_not_called(inline: Jobs, qapp: QApplication) -> None:
    window = Listener()
    inline.run(lambda _: 1, window.hear)
    window.deleteLater()
    qapp.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
    assert not shiboken6.isValid(window)
    qapp.processEvents()
    assert window.heard == []


def test_the_desk_tells_the_asker_first_and_then_everyone(inline: Jobs, qtbot) -> None:
    desk, order = Desk(inline), list[object]()
    changes = Touched()
    desk.changed.connect(lambda told, asked_by: order.append((told, asked_by)))
    with qtbot.waitSignal(desk.changed):
        desk.run(lambda _: changes, "window", order.append)
    assert order == [changes, (changes, "window")]


def test_a_question_changes_nothing_for_others(inline: Jobs, qtbot, qapp) -> None:
    desk, answers = Desk(inline), list[bytes]()
    with qtbot.assertNotEmitted(desk.changed):
        desk.ask(lambda _: b"%PDF", answers.append)
        qapp.processEvents()
    assert answers == [b"%PDF"]


def test_short_work_shows_no_window(inline: Jobs, qtbot, qapp) -> None:
    window, done = QWidget(), list[int]()
    qtbot.addWidget(window)
    dialog = run_with_progress(inline, window, "Đang xuất", lambda _: 1, done.append)
    qapp.processEvents()
    assert done == [1]
    assert not dialog.isVisible()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not shiboken6.isValid(dialog)


def test_long_work_shows_a_window_that_stops_it(qtbot) -> None:
    dialog, reports = ProgressDialog("Đang xuất"), list[tuple[int, int]]()
    qtbot.addWidget(dialog)
    reporter = Progress(lambda at, of: reports.append((at, of)))
    dialog.watch(reporter)
    qtbot.waitUntil(dialog.isVisible, timeout=PATIENCE_MS * 6)
    dialog.step(300, 1200)
    dialog.reject()
    assert dialog.isVisible()
    assert not dialog.cancel_button.isEnabled()
    with pytest.raises(Cancelled):
        reporter(301, 1200)
    dialog.finish()
    assert not dialog.isVisible()


def failing(name: str) -> ValueError:
    try:
        int(name)
    except ValueError as error:
        return error
    raise AssertionError(name)


def test_a_report_names_no_person_and_has_the_same_code_for_the_same_fault() -> None:
    one, other = (full_report(failing(name), "0.1.0") for name in ("Nguyễn Văn Đạt", "KH-0007"))
    assert "Nguyễn" not in one
    assert "failing" in one
    assert report_code(one) == report_code(other)
    assert report_code(one) in one


def test_the_report_is_copied(qtbot, qapp) -> None:
    dialog = CrashDialog("Sổ Xã 0.1.0")
    qtbot.addWidget(dialog)
    dialog.copy_button.click()
    assert qapp.clipboard().text() == "Sổ Xã 0.1.0"


def test_a_fault_is_shown_once_and_the_program_closed(qapp, monkeypatch, caplog) -> None:
    closed: list[str] = []
    watch = CrashWatch(lambda: closed.append("closed"), "0.1.0")
    error = failing("Nguyễn Văn Đạt")

    def shown(dialog: CrashDialog) -> int:
        watch.meet(KeyError, KeyError("second"), None)
        return 0

    monkeypatch.setattr(CrashDialog, "exec", shown)
    watch.meet(ValueError, error, error.__traceback__)
    assert closed == ["closed"]
    assert len(caplog.records) == 2
    assert "Nguyễn" not in caplog.text


def test_the_watch_takes_the_hook_of_uncaught_errors(monkeypatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    watch = CrashWatch(lambda: None, "0.1.0")
    watch.install()
    assert sys.excepthook == watch.meet


def test_an_error_of_several_lines_becomes_several_sentences() -> None:
    message = Message.of(DiskTrouble("Ổ đĩa đầy.\nHãy dọn bớt tệp."))
    assert (message.happened, message.todo) == ("Ổ đĩa đầy.", "Hãy dọn bớt tệp.")
