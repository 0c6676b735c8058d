"""What journeys start from: the whole program at its sign-in window, and a clerk before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clerk import Clerk, end_program, start_program
from conftest import Blank
from desktop.app import Program
from desktop.base.clock import StoppedClock


@pytest.fixture
def program(tmp_path: Path, folder: Path, clock: StoppedClock, qtbot: QtBot) -> Iterator[Program]:
    """The program on a PC that knows the office."""
    made = start_program(folder, tmp_path / "machine.ini", clock)
    yield made
    end_program(made)


@pytest.fixture
def clerk(qtbot: QtBot, program: Program, blank_office: Blank) -> Clerk:
    """Nguyễn Thị Lan, who has just signed in."""
    lan = Clerk(qtbot, program)
    lan.sign_in(blank_office.user, blank_office.password)
    return lan
