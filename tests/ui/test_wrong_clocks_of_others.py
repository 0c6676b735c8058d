"""The province's board marks the offices whose PCs have a wrong clock."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import makers
from desktop.base.clock import StoppedClock
from desktop.operations.office import open_office
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.ui.exchange_board_view import BoardView
from exchange.enrolled import PASSWORD, Offices, enrolled_offices, offices
from inline import settle, workplace_of

__all__ = ["enrolled_offices", "offices"]


@pytest.mark.parametrize("year", [2009, 2099])
def test_the_board_marks_a_wrong_clock_and_says_what_to_do(
    offices: Offices, qtbot: QtBot, tmp_path: Path, year: int
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    offices.close("a")
    pc = StoppedClock(dt.datetime(year, 1, 1, tzinfo=dt.UTC))
    offices.opened["a"] = open_office(offices.folder / "a", "lan", PASSWORD, pc)
    makers.person(offices["a"])
    receive(offices["tinh"], send(offices["a"], offices.scope("tinh"), stick).path)
    board = BoardView(workplace_of(offices["tinh"], tmp_path))
    qtbot.addWidget(board)
    board.refresh()
    settle()
    rows, last = board.rows, board.rows.columnCount() - 1
    assert rows.headerData(last, Qt.Orientation.Horizontal) == "Đồng hồ máy"
    told = {rows.index(at, 0).data(): rows.index(at, last).data() for at in range(rows.rowCount())}
    assert told == {"Xã Tiên Phước": "Sai: máy A", "Phường Hải Châu": ""}
    assert not board.clocks.isHidden()
    assert board.clocks.text() == "1 nơi có máy sai giờ"
    assert "Xã Tiên Phước: Sai: máy A" in board.clocks.toolTip()
    (marked,) = (at for at in range(2) if rows.index(at, last).data())
    assert "thay pin" in str(rows.index(marked, last).data(Qt.ItemDataRole.ToolTipRole))


def test_a_board_of_right_clocks_keeps_the_room_for_months(
    offices: Offices, qtbot: QtBot, tmp_path: Path
) -> None:
    board = BoardView(workplace_of(offices["tinh"], tmp_path))
    qtbot.addWidget(board)
    board.refresh()
    settle()
    last = board.rows.columnCount() - 1
    assert board.rows.headerData(last, Qt.Orientation.Horizontal) == "Cần xem lại"
    assert board.clocks.isHidden()
