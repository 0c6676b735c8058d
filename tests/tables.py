"""The PCs of several offices, a program on each, and a stick that goes between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from pytestqt.qtbot import QtBot

from clerk import Clerk, end_program, start_program
from desktop.app import Program
from desktop.base.clock import StoppedClock


class Founded(Protocol):
    """Folders of offices by their names, below one folder."""

    folder: Path
    clock: StoppedClock


class Tables:
    """Only one PC has somebody before it at a time."""

    def __init__(self, offices: Founded, qtbot: QtBot, stick: Path, password: str) -> None:
        """password: of everybody, until it is changed."""
        self.stick, self.qtbot = stick, qtbot
        self._offices, self._password = offices, password

    @property
    def clock(self) -> StoppedClock:
        """The one clock that hangs in all offices."""
        return self._offices.clock

    @contextmanager
    def sits(self, name: str, password: str = "") -> Iterator[Clerk]:
        """Somebody at the PC with this office, signed in."""
        with self.stands(name) as program:
            clerk = Clerk(self.qtbot, program)
            clerk.sign_in("lan", password or self._password)
            yield clerk

    @contextmanager
    def stands(self, name: str) -> Iterator[Program]:
        """The program of this PC at its sign-in window."""
        settings = self._offices.folder / f"{name}.ini"
        program = start_program(self.folder(name), settings, self._offices.clock)
        yield program
        end_program(program)

    def folder(self, name: str) -> Path:
        """Where the data of this PC lie."""
        return self._offices.folder / name
