"""Gửi chung: one file of the province, written and taken in through the real windows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import makers
from desktop.operations import records
from desktop.operations.imports_taken_back import received_files
from desktop.operations.office import Office
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.send_all_form import SendAllForm
from desktop.ui.widgets.chip import Chip
from exchange.enrolled import Offices, enrolled_offices, offices
from exchange.test_what_flows_down import code_item, offered
from inline import settle
from ui.test_exchange_page import Open, open_page, shown, stick

__all__ = ["enrolled_offices", "offices", "open_page", "stick"]
pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


def chosen(open_page: Open) -> tuple[SendAllForm, ExchangePage]:
    """The page of the province with the file for all chosen."""
    page = open_page("tinh")
    offices = page.send.offices
    offices.view.setCurrentIndex(offices.shown.index(0, 0))
    settle()
    page.send.take_keyboard()
    return page.send.everybody, page


def test_a_file_for_all_is_offered_first_and_never_chosen_by_itself(open_page: Open) -> None:
    page = open_page("tinh")
    listed = page.send.offices.shown
    names = [listed.index(row, 0).data() for row in range(listed.rowCount())]
    assert names == ["Gửi chung cho mọi nơi", "Phường Hải Châu", "Xã Tiên Phước"]
    assert page.send.form.words.text() == "thay đổi Phường Hải Châu chưa xác nhận"
    page.send.offices.search.setText("gui chung")
    assert "Gửi chung" in str(listed.index(0, 0).data())


def test_a_commune_sends_to_nobody_below(open_page: Open) -> None:
    page = open_page("a")
    listed = page.send.offices.shown
    assert [listed.index(row, 0).data() for row in range(listed.rowCount())] == [
        "Thành phố Đà Nẵng"
    ]


def test_with_nothing_changed_there_is_nothing_to_press(open_page: Open) -> None:
    form, page = chosen(open_page)
    assert form.figure.text() == "0"
    assert form.last.text().endswith("chưa có gì để gửi chung.")
    assert not form.send_button.isEnabled()
    assert not form.target.mail.isVisible()
    assert not form.chips.isVisible()
    form.send()
    settle()
    assert page.send.stack.currentWidget() is form


def test_one_key_writes_the_file_and_each_commune_takes_it_in(
    offices: Offices, open_page: Open, qtbot: QtBot, stick: Path
) -> None:
    top = offices["tinh"]
    records.save(top, "code_items", code_item(top), {"label": "Nhãn chung mới"})
    makers.person(top, "Nguyễn Thị Riêng")
    form, page = chosen(open_page)
    assert form.words.text() == "dòng dùng chung gửi được cho 2 nơi bằng một tệp"
    assert [chip.text() for chip in form.chips.findChildren(Chip)] == ["Mục danh mục 1"]
    assert form.last.text() == "Chưa gửi chung lần nào."
    assert form.send_button.hasFocus()
    qtbot.keyClick(form.send_button, Qt.Key.Key_Space)
    settle()
    (file,) = stick.glob("*.goi")
    result = page.send.result
    assert page.send.stack.currentWidget() is result
    assert result.title.text() == "Đã ghi tệp gửi chung cho 2 nơi"
    told = result.texts()
    assert (told[0], told[3], told[4]) == (file.name, "1 (chung)", "1")
    assert "Chép tệp này đến từng nơi" in result.next.text()
    assert result.pull.isVisible()
    qtbot.keyClick(result.again, Qt.Key.Key_Space)
    settle()
    assert page.send.stack.currentWidget() is form
    assert form.last.text() == "Lần gửi chung gần nhất số 1, 21/11/2026; từ đó chưa có gì mới."
    for name in ("a", "b"):
        taken_in(offices[name], open_page(name), file)
        assert offered(offices[name], "L22")[0][1] == "Nhãn chung mới"


def taken_in(office: Office, page: ExchangePage, file: Path) -> None:
    """Take the file in from the stick that it lies on."""
    receive = shown(page, "receive").receive
    found = receive.start.sticks.view.model()
    assert found.index(0, 0).data() == "Thành phố Đà Nẵng · số 1 (chung)"
    receive.look_at([file])
    settle()
    strip = receive.one.strip
    assert strip.title.text() == "Tệp gửi chung của Thành phố Đà Nẵng · số 1"
    assert "Gửi chung cho mọi nơi" in [chip.text() for chip in strip.findChildren(Chip)]
    assert "tệp đầu tiên" not in strip.details.text()
    receive.take([file])
    settle()
    (line,) = received_files(office)
    assert receive.start.received.file_of(line.package) == line
    assert (line.for_all, line.number, line.rows) == (True, 1, 1)


def test_an_office_that_is_chosen_again_has_its_own_form(offices: Offices, open_page: Open) -> None:
    form, page = chosen(open_page)
    send = page.send
    assert send.stack.currentWidget() is form
    send.offices.view.setCurrentIndex(send.offices.shown.index(2, 0))
    settle()
    assert send.stack.currentWidget() not in (form, send.result)
    assert send.form.words.text() == "thay đổi Xã Tiên Phước chưa xác nhận"
