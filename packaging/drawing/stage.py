"""What the pictures of the gallery are made on: an open sample office and the window over it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from desktop.operations import cases
from desktop.operations.lists import ListReader, listing
from desktop.operations.office import Office
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.workplace import Workplace

W = TypeVar("W", bound=QWidget)
P = TypeVar("P", bound=Page)
_ROUNDS, _ROUND_MS = 3, 5


@dataclass(frozen=True)
class Picture:
    """One picture: its name, what brings to the front what it shows, and what clears it away."""

    name: str
    show: Callable[[Stage], QWidget]
    shows: type[QWidget] = MainWindow
    leave: Callable[[Stage], object] = lambda _stage: None


@dataclass(frozen=True)
class Stage:
    """A window over an office, and ways to records worth looking at."""

    app: QApplication
    workplace: Workplace
    window: MainWindow
    folder: Path
    """Where something may be written that belongs to no office."""

    @property
    def office(self) -> Office:
        """The office that is shown."""
        return self.workplace.office

    def settle(self) -> None:
        """Let work come home and windows lay themselves out."""
        for _ in range(_ROUNDS):
            loop = QEventLoop()
            QTimer.singleShot(_ROUND_MS, loop.quit)
            loop.exec()
            while self.workplace.desk.jobs.busy:
                self.app.processEvents()
        self.app.processEvents()

    def ids(self, table: str) -> Iterator[uuid.UUID]:
        """All records of a table in the order of its list."""
        found = ListReader(self.office, listing(self.office, table)).ids()
        return (uuid.UUID(bytes=bytes(one)) for one in found)

    def first(self, table: str) -> uuid.UUID:
        """The first record of a table."""
        return next(self.ids(table))

    @cached_property
    def case_id(self) -> uuid.UUID:
        """A case with the most kinds of parts, so that no tab of it is empty if that can be."""
        counts = {
            one: cases.read_case(self.office, one).header.counts for one in self.ids("case_files")
        }
        return max(counts, key=lambda one: sum(n > 0 for n in counts[one].values()))

    def case(self) -> cases.CaseFolder:
        """That case as it stands now."""
        return cases.read_case(self.office, self.case_id)

    def page(self, key: str, kind: type[P]) -> P:
        """A page of the window, brought to the front."""
        page = self.window.show_page(key)
        assert isinstance(page, kind), key
        self.settle()
        return page

    def record(self, table: str, record_id: uuid.UUID, kind: type[P]) -> P:
        """A record on its page."""
        self.window.open_record(table, record_id)
        self.settle()
        page = self.window.page()
        assert isinstance(page, kind), table
        return page

    def dialog(self, kind: type[W]) -> W:
        """The dialog of this kind that something just opened."""
        self.settle()
        windows = self.app.topLevelWidgets()
        (found,) = [one for one in windows if isinstance(one, kind) and one.isVisible()]
        return found

    def clear(self) -> None:
        """Close every dialog and menu."""
        for one in self.app.topLevelWidgets():
            if isinstance(one, QDialog | QMenu) and one.isVisible():
                one.hide()
                one.deleteLater()


def opened(dialog: QDialog) -> QDialog:
    """A dialog over the window."""
    dialog.open()
    return dialog
