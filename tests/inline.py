"""Work that is done at once, for tests of windows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from desktop.operations.office import Office
from desktop.ui.jobs import Jobs
from desktop.ui.workplace import Workplace

W = TypeVar("W", bound=QWidget)


class Inline(Executor):
    """Does the work where it is handed in; the result still comes home through the event loop."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 -- raised where the result is read
            future.set_exception(error)
        return future


def workplace_of(office: Office, folder: Path) -> Workplace:
    """What screens stand on, with the settings of a machine that nobody used before."""
    settings = QSettings(str(folder / "machine.ini"), QSettings.Format.IniFormat)
    return Workplace(office, Jobs(executor=Inline()), settings)


def settle() -> None:
    """Let results that are on their way come home, and what they set off."""
    for _ in range(8):
        QApplication.processEvents()


def shown_one(kind: type[W], within: QWidget) -> W:
    """The one window or part of this kind that is shown now."""
    (found,) = [one for one in within.findChildren(kind) if one.isVisible()]
    return found
