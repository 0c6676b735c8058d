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
from inline import settle


class Founded(Protocol):
    """Folders of offices by their names, below one folder."""

    folder: Path
    clock: StoppedClock


class Tables:
    """A program stands on each PC from the first time that somebody comes; people go around."""

    def __init__(self, offices: Founded, qtbot: QtBot, stick: Path, password: str) -> None:
        """password: of everybody, until it is changed."""
        self.stick, self.qtbot = stick, qtbot
        self._offices, self._password = offices, password
        self._programs: dict[str, Program] = {}

    @property
    def clock(self) -> StoppedClock:
        """The one clock that hangs in all offices."""
        return self._offices.clock

    def sits(self, name: str, password: str = "") -> Clerk:
        """Somebody at the PC with this office, who signs in if nobody did."""
        program = self._program(name)
        clerk = Clerk(self.qtbot, program)
        if program.office is None:
            clerk.sign_in("lan", password or self._password)
        clerk.window.activateWindow()
        settle()
        return clerk

    def stands(self, name: str) -> Clerk:
        """Somebody before the sign-in window of this PC."""
        program = self._program(name)
        if program.office is not None:
            program.sign_out()
            settle()
        program.sign_in.activateWindow()
        return Clerk(self.qtbot, program)

    def signs_in(self, name: str) -> Clerk:
        """Somebody who comes anew to this PC: whoever was there has signed out, as in the evening."""
        self.stands(name)
        return self.sits(name)

    def end(self, *names: str) -> None:
        """Switch these PCs off; all of them if none is named."""
        for name in names or list(self._programs):
            end_program(self._programs.pop(name))

    def folder(self, name: str) -> Path:
        """Where the data of this PC lie."""
        return self._offices.folder / name

    def _program(self, name: str) -> Program:
        if name not in self._programs:
            settings = self._offices.folder / f"{name}.ini"
            made = start_program(self.folder(name), settings, self._offices.clock)
            self._programs[name] = made
        return self._programs[name]


@contextmanager
def set_up(offices: Founded, qtbot: QtBot, stick: Path, password: str) -> Iterator[Tables]:
    """PCs with these offices, all switched off at the end."""
    made = Tables(offices, qtbot, stick, password)
    yield made
    made.end()
