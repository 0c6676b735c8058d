"""What is on the command line decides whether windows open or the console answers."""

from __future__ import annotations

import sys

import pytest

from desktop import __main__ as program
from desktop import app
from desktop.cli import main as cli

WINDOWS, CONSOLE = 11, 22


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        ([], WINDOWS),
        (["C:\\Gói của xã\\GOI_01234.goi"], WINDOWS),
        (["/media/usb/GOI_01234.GOI"], WINDOWS),
        (["sync", "examine", "GOI_01234.goi"], CONSOLE),
        (["find"], CONSOLE),
        (["--help"], CONSOLE),
    ],
)
def test_a_double_click_on_a_package_opens_the_windows(
    args: list[str], answer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "main", lambda: WINDOWS)
    monkeypatch.setattr(cli, "main", lambda _args: CONSOLE)
    monkeypatch.setattr(sys, "argv", ["soxa", *args])
    assert program.main() == answer
