"""Work done away from the window's thread."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.base.errors import Cancelled, UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor, Future

T = TypeVar("T")


def silent(_done: int, _total: int) -> None:
    """Take a report and show nothing."""


def nothing() -> None:
    """Take the end of work and do nothing."""


class Progress:
    """How far the work has come; also how it learns that it should stop."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        self._stop = Event()

    def __call__(self, done: int, total: int) -> None:
        """Tell that so many of so many steps are done; raises Cancelled if it should stop."""
        if self._stop.is_set():
            raise Cancelled
        self._report(done, total)

    def cancel(self) -> None:
        """Have the work stop at its next report."""
        self._stop.set()


class Jobs(QObject):
    """Runs one piece of work at a time and hands its result to the window.

    ``failed`` carries a UserError to be shown; anything else that the work raises is raised again
    on the window's thread, where the crash dialog meets it.
    """

    failed = Signal(object)
    _call = Signal(object)

    def __init__(self, parent: QObject | None = None, executor: Executor | None = None) -> None:
        super().__init__(parent)
        self._executor = executor
        self._under_way = 0
        self._call.connect(self._run_here, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether some work has not come home yet."""
        return self._under_way > 0

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        progress: Callable[[int, int], object] = silent,
        settled: Callable[[], object] = nothing,
        refused: Callable[[UserError], bool] | None = None,
    ) -> Progress:
        """Do the work elsewhere, then call done here with what it returned.

        progress is called here with what the work reports; settled when it is over, however it
        ended, before done. refused hears of a UserError first and says whether that was enough.
        Methods of windows that are gone by then are not called.
        """
        reporter = Progress(
            lambda at, total: self._call.emit(lambda: call_if_alive(progress, at, total))
        )

        def finished(future: Future[T]) -> None:
            self._call.emit(lambda: self._settle(future, done, settled, refused))

        self._under_way += 1
        if self._executor is None:
            self._executor = _one_worker()
        self._executor.submit(work, reporter).add_done_callback(finished)
        return reporter

    def stop(self) -> None:
        """Wait for the work under way and take no more."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def _settle(
        self,
        future: Future[Any],
        done: Callable[[Any], object],
        settled: Callable[[], object],
        refused: Callable[[UserError], bool] | None,
    ) -> None:
        self._under_way -= 1
        call_if_alive(settled)
        error = None if future.cancelled() else future.exception()
        if future.cancelled() or isinstance(error, Cancelled):
            return
        if isinstance(error, UserError):
            if refused is None or not refused(error):
                self.failed.emit(error)
        elif error is not None:
            raise error
        else:
            call_if_alive(done, future.result())

    @Slot(object)
    def _run_here(self, call: Callable[[], object]) -> None:
        call()


def _one_worker() -> Executor:
    # Loaded with the first work, which comes behind the sign-in window.
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")


def call_if_alive(call: Callable[..., object], *values: object) -> None:
    """Call this, unless it is a method of a window that is gone."""
    owner = getattr(call, "__self__", None)
    # The window that asked may have been closed and freed while the work ran.
    if not isinstance(owner, QObject) or shiboken6.isValid(owner):
        call(*values)
