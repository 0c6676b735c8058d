"""Files of a PC that was struck, and two copies of one PC, as the province's clerk sees them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

import makers
from desktop.operations import lists
from desktop.operations.exchange_board import read_board
from desktop.operations.incoming import examine_all
from desktop.operations.key_standing import read_key_standing
from desktop.ui.exchange_board_view import BoardList
from desktop.ui.exchange_section import roster_row
from desktop.ui.identity_strip import state_chips
from desktop.ui.incoming_files import state_of
from desktop.ui.tokens import Role
from desktop.ui.widgets.rows import CHIP_ROLE
from exchange.enrolled import Offices, enrolled_offices, offices
from exchange.refusals import strike
from exchange.test_files_of_struck_pcs import BEFORE_ALL, WHY, end_of
from exchange.test_two_copies_of_one_pc import WORDS, both_go_on, out
from inline import settle
from ui.test_exchange_page import Open, open_page, shown, stick, to_province

__all__ = ["enrolled_offices", "offices", "open_page", "stick"]
pytestmark = pytest.mark.usefixtures("dressed")
STRUCK = "Thẻ khóa máy gửi đã thu hồi"


def test_a_file_of_a_struck_pc_is_shown_set_aside_and_tried_again(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    makers.person(offices["a"], "Nguyễn Văn Muộn")
    path = to_province(offices, stick)
    strike(offices, "a", BEFORE_ALL)
    (told,) = examine_all(offices["tinh"], [path])
    assert told.identity is not None
    assert state_of(told) == (STRUCK, Role.WARNING)
    assert (STRUCK, Role.WARNING) in state_chips(told.identity)
    page = shown(open_page("tinh"), "receive")
    page.receive.look_at([path])
    settle()
    one = page.receive.one
    assert one.notes.text().startswith("Thẻ khóa của máy gửi đã bị thu hồi. Nhận tệp này thì chưa")
    assert WHY in one.notes.text()
    assert one.take.text() == "Nhận, để riêng tất cả"
    one.take.click()
    settle()
    (said,) = page.receive.report.texts()
    assert f"vì {WHY}" in said
    page.receive.report.done.click()
    received = page.receive.start.received
    assert received.table.model().index(0, 4).data() == "Để riêng"
    received.table.selectRow(0)
    assert received.back.isEnabled()
    strike(offices, "a", end_of(offices, path))
    received.aside.click()
    settle()
    page.receive.aside.again.click()
    settle()
    assert page.receive.report.title.text() == "Đã nhận 2 thay đổi từ Xã Tiên Phước"
    assert lists.find(offices["tinh"], "nguyen van muon")


def test_two_copies_of_one_pc_stand_out_on_the_board_among_the_keys_and_in_the_report(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    top = offices["tinh"]
    both_go_on(offices, stick)
    path = out(offices, "a", stick)
    page = shown(open_page("tinh"), "receive")
    page.receive.take([path])
    settle()
    assert any(WORDS in one for one in page.receive.report.texts())
    rows = BoardList(page)
    rows.show(read_board(top))
    (at,) = [
        at for at in range(rows.rowCount()) if (line := rows.line(at)) is not None and line.cloned
    ]
    index = rows.index(at, 0)
    assert index.data() == "Xã Tiên Phước"
    assert index.data(CHIP_ROLE) == Role.WARNING
    assert WORDS in index.data(Qt.ItemDataRole.ToolTipRole)
    (pc,) = [one for one in read_key_standing(top).lines if one.is_cloned]
    assert "Đang chạy hai bản sao" in roster_row(pc)
