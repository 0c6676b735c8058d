"""The program's log is written when there is something to say, and never before."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.log import start_log


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    log = logging.getLogger("desktop")
    before = list(log.handlers)
    start_log(tmp_path / "log")
    yield tmp_path / "log"
    for handler in [one for one in log.handlers if one not in before]:
        log.removeHandler(handler)
        handler.close()


def test_nothing_is_written_while_all_goes_well(folder: Path) -> None:
    assert list(folder.iterdir()) == []


def test_each_line_is_written_once_with_its_level(folder: Path) -> None:
    logging.getLogger("desktop.crash").error("first")
    logging.getLogger("desktop.crash").error("second")
    lines = (folder / "soxa.log").read_text(encoding="utf-8").splitlines()
    assert [line.split(" ", 2)[2] for line in lines] == [
        "ERROR desktop.crash first",
        "ERROR desktop.crash second",
    ]
