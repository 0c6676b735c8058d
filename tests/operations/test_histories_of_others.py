"""The history of a record names who wrote it in another office, and when."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import makers
from conftest import NOW
from desktop.operations import records
from desktop.operations.histories import read_history
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.ui.history_view import read_lines
from exchange.enrolled import Offices, enrolled_offices, offices

__all__ = ["enrolled_offices", "offices"]


def test_writes_of_another_office_have_a_time_and_an_author(
    offices: Offices, tmp_path: Path
) -> None:
    person = makers.person(offices["a"], "Nguyễn Văn Xa", phone="0905000111")
    offices.clock.forward(hours=2)
    records.save(offices["a"], "people", person, {"phone": "0905000222"})
    receive(offices["tinh"], send(offices["a"], offices.scope("tinh"), tmp_path).path)
    offices.clock.forward(hours=2)
    records.save(offices["tinh"], "people", person, {"phone": "0905000333"})
    lines = [
        one for one in read_history(offices["tinh"], "people", person) if one.label == "Điện thoại"
    ]
    told = [(one.edit.at, one.who, one.after) for one in lines]
    there = "Cán bộ a · Máy a, Xã Tiên Phước"
    assert told[0] == (NOW + dt.timedelta(hours=4), "lan", "0905 000 333")
    assert told[1] == (NOW + dt.timedelta(hours=2), there, "0905 000 222")
    rows = read_lines(offices["tinh"], [("people", person)])
    assert rows[0][5] == "0905 000 333", "the latest stands first, wherever it was written"
    assert {"Lập mới", "Cất"} <= {row[2] for row in rows}
    assert not [row for row in rows if not row[0] or not row[1]]


def test_a_time_that_nobody_believed_is_marked(offices: Offices, tmp_path: Path) -> None:
    offices.close("a")
    offices.clock.at = dt.datetime(2009, 1, 1, tzinfo=dt.UTC)
    person = makers.person(offices["a"], "Nguyễn Văn Cũ")
    path = send(offices["a"], offices.scope("tinh"), tmp_path).path
    offices.clock.at = NOW
    receive(offices["tinh"], path)
    lines = read_history(offices["tinh"], "people", person)
    assert lines
    assert not any(one.clock_ok for one in lines)
    rows = read_lines(offices["tinh"], [("people", person)])
    assert all(row[0].endswith("(đồng hồ máy gửi)") for row in rows)
