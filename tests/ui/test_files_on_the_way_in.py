"""Files before and after they are taken in: whose they are, what they are called, what is offered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import makers
from desktop import __version__
from desktop.operations.incoming import examine_all
from desktop.operations.package_files import FoundPackage, numbered
from desktop.operations.receiving import examine, receive
from desktop.operations.sending import send
from desktop.operations.sending_to_all import send_to_all
from desktop.ui import receive_deeds
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.identity_strip import details_of, state_chips
from desktop.ui.jobs import Jobs
from desktop.ui.package_watch import PackageWatch
from desktop.ui.tokens import Role
from desktop.ui.widgets.rows import BELOW_ROLE, CHIP_ROLE
from desktop.ui.widgets.tick_lines import CHECK
from exchange.enrolled import NAMES, Offices, called, enrolled_offices, offices
from inline import Inline, settle, workplace_of
from ui.test_exchange_page import open_page, shown, stick

__all__ = ["enrolled_offices", "offices", "open_page", "stick"]
pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
Open = Callable[[str], ExchangePage]


@pytest.fixture
def busy(offices: Offices, stick: Path) -> Path:
    """A stick with two files for the commune, its own, and one each to and from a ward."""
    for name in ("a", "b"):
        makers.person(offices[name], f"Người {name}")
        receive(offices["tinh"], send(offices[name], offices.scope("tinh"), stick).path)
    for _ in range(2):
        send(offices["tinh"], offices.scope("a"), stick)
    send(offices["tinh"], offices.scope("b"), stick)
    return stick


def states(page: ExchangePage) -> list[tuple[str, Role]]:
    rows = page.receive.many.rows
    return [
        (str(rows.index(at, 1).data()), Role(rows.index(at, 1).data(CHIP_ROLE)))
        for at in range(rows.rowCount())
    ]


def test_files_that_are_not_for_us_stand_quietly_behind_the_others(
    offices: Offices, busy: Path, open_page: Open
) -> None:
    (busy / "GOI_rac.goi").write_bytes(b"khong phai goi")
    page = shown(open_page("a"), "receive")
    page.receive.look_at([busy])
    settle()
    many = page.receive.many
    assert states(page) == [
        ("Hợp lệ", Role.GOOD),
        ("Hợp lệ", Role.GOOD),
        ("Không nhận được", Role.ERROR),
        ("Gửi cho nơi khác", Role.NEUTRAL),
        ("Gửi cho nơi khác", Role.NEUTRAL),
        ("Tệp máy này đã gửi", Role.NEUTRAL),
    ]
    assert many.take.text() == "Nhận 2 tệp"
    for at in range(many.rows.rowCount()):
        line = many.rows.line(at)
        assert line is not None
        if line.elsewhere is None:
            continue
        many.table.selectRow(at)
        settle()
        to = NAMES["b" if line.elsewhere.sender == NAMES["tinh"] else "tinh"]
        assert f"cho {to}: cứ để đó" in many.trouble.text()
        assert many.trouble.property("look") == "quiet"
    many.take.click()
    settle()
    assert page.receive.report.title.text().startswith("Đã nhận 2 tệp")
    assert not [told for told in page.receive.report.texts() if "nơi khác" in told]


def test_one_file_of_many_is_left_where_it_lies(
    offices: Offices, stick: Path, open_page: Open, qtbot: QtBot
) -> None:
    for name, person in (("a", "Nguyễn Văn Một"), ("b", "Trần Thị Hai")):
        makers.person(offices[name], person)
        send(offices[name], offices.scope("tinh"), stick)
    page = shown(open_page("tinh"), "receive")
    page.receive.look_at([stick])
    settle()
    many = page.receive.many
    many.forecast.click()
    settle()
    assert many.sum.isVisible()
    at = next(at for at in range(2) if str(many.rows.index(at, 2).data()) == NAMES["a"])
    many.table.selectRow(at)
    qtbot.keyClick(many.table, Qt.Key.Key_Space)
    assert many.rows.index(at, 0).data(CHECK) == Qt.CheckState.Unchecked
    assert (many.take.text(), many.all.text()) == ("Nhận 1 tệp", "Chọn lại hết")
    assert not many.sum.isVisible(), "it told of both"
    many.all.click()
    assert (many.take.text(), many.all.text()) == ("Nhận 2 tệp", "Bỏ chọn hết")
    many.all.click()
    assert not many.take.isEnabled()
    assert many.rows.setData(many.rows.index(1 - at, 0), Qt.CheckState.Checked, CHECK)
    many.take.click()
    settle()
    assert called(offices["tinh"]) == {"Trần Thị Hai"}


def test_a_folder_with_nothing_for_us_offers_nothing_but_to_close_it(
    offices: Offices, stick: Path, open_page: Open, qtbot: QtBot
) -> None:
    for _ in range(2):
        makers.person(offices["a"])
        send(offices["a"], offices.scope("tinh"), stick)
    page = shown(open_page("a"), "receive")
    page.receive.look_at([stick])
    settle()
    many = page.receive.many
    assert {words for words, _ in states(page)} == {"Tệp máy này đã gửi"}
    assert not many.take.isVisible()
    assert many.later.text() == "Đóng"
    assert many.later.hasFocus()
    qtbot.keyClick(many.later, Qt.Key.Key_Space)
    assert page.receive.stack.currentWidget() is page.receive.start


def test_one_such_file_alone_is_refused_with_a_sentence(
    offices: Offices, stick: Path, open_page: Open
) -> None:
    file = send(offices["a"], offices.scope("tinh"), stick).path
    page = shown(open_page("a"), "receive")
    told: list[str] = []
    page.workplace.desk.jobs.failed.connect(lambda error: told.append(error.message))
    page.receive.look_at([file])
    settle()
    (words,) = told
    assert "gửi cho nơi khác" in words
    assert "Chưa có gì thay đổi" in words
    (one,) = examine_all(offices["a"], [file])
    assert one.elsewhere is not None
    assert (one.elsewhere.own, one.elsewhere.to) == (True, (NAMES["tinh"],))


def test_a_file_tells_by_which_version_it_was_written(offices: Offices, stick: Path) -> None:
    found = examine(offices["tinh"], send(offices["a"], offices.scope("tinh"), stick).path)
    assert f" · phiên bản {__version__} · " in details_of(found)
    assert " · phiên bản dữ liệu 1 · " in details_of(replace(found, program=""))
    newer = replace(found, schema=found.schema + 1)
    assert ("Máy gửi dùng bản Sổ Xã mới hơn", Role.WARNING) in state_chips(newer)
    assert len(state_chips(newer)) == len(state_chips(found)) + 1


def test_after_a_file_for_everybody_there_is_no_code_to_read_out(
    offices: Offices, stick: Path, open_page: Open
) -> None:
    told = {"code_list": "L22", "code": "MOI", "label": "Thiếu kinh phí", "position": 90}
    makers.saved(offices["tinh"], "code_items", **told)
    shared = send_to_all(offices["tinh"], stick).path
    page = shown(open_page("a"), "receive")
    page.receive.take([shared])
    settle()
    assert page.receive.report.title.text().startswith("Đã nhận")
    assert not page.receive.report.code.isVisible()
    page.receive.take([send(offices["tinh"], offices.scope("a"), stick).path])
    settle()
    assert page.receive.report.code.isVisible()


def test_a_stick_that_is_found_later_gets_the_keyboard(
    offices: Offices, qtbot: QtBot, tmp_path: Path, stick: Path
) -> None:
    makers.person(offices["a"])
    send(offices["a"], offices.scope("tinh"), stick)
    drives: list[Path] = []
    watch = PackageWatch(jobs=Jobs(executor=Inline()), drives=lambda: drives)
    page = ExchangePage(workplace_of(offices["tinh"], tmp_path), watch=watch)
    watch.setParent(page)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.come_forward()
    settle()
    shown(page, "receive")
    start = page.receive.start
    assert start.drop.files.hasFocus()
    drives.append(stick)
    watch.look_if_changed()
    settle()
    assert start.sticks.view.hasFocus()
    qtbot.keyClick(start.sticks.view, Qt.Key.Key_Return)
    settle()
    assert page.receive.stack.currentWidget() is page.receive.one


def test_a_file_on_a_stick_is_told_apart_by_its_office_number_and_day(
    offices: Offices, stick: Path, open_page: Open
) -> None:
    makers.person(offices["a"])
    file = send(offices["a"], offices.scope("tinh"), stick).path
    page = shown(open_page("tinh"), "receive")
    view = page.receive.start.sticks.view
    line = view.model().index(0, 0)
    assert line.data() == f"{NAMES['a']} · số 1"
    assert str(line.data(BELOW_ROLE)).endswith("kB · 21/11/2026")
    assert line.data(Qt.ItemDataRole.ToolTipRole) == str(file)


def test_the_second_pc_of_an_office_is_named_with_its_numbers() -> None:
    path = Path("GOI_20854_100048_20261120_0004B.goi")
    assert numbered(path.name, 4, for_all=False) == "4 máy B"
    assert numbered("GOI_20854_100048_20261120_0004.goi", 4, for_all=False) == "4"
    found = FoundPackage(path, path.parent, 1, 20854, 100048, 4)
    assert found.day == dt.date(2026, 11, 20)
    odd = replace(found, path=Path("GOI_20854_100048_20261399_0004.goi"))
    assert odd.day is None


def test_taking_back_names_the_file_and_is_said_no_longer_than_it_holds(
    offices: Offices, stick: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    makers.person(offices["a"])
    file = send(offices["a"], offices.scope("tinh"), stick).path
    page = shown(open_page("tinh"), "receive")
    said: list[str] = []
    page.workplace.told.connect(said.append)
    monkeypatch.setattr(receive_deeds, "ask", lambda *_a, **_k: True)
    page.receive.take([file])
    settle()
    page.receive.report.back.click()
    settle()
    assert said[-1].startswith(f"Đã hoàn tác tệp số 1 của {NAMES['a']}: bỏ ")
    table = page.receive.start.received.table.model()
    assert table.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == file.name
    page.receive.look_at([file])
    settle()
    assert said[-1] == ""
    page.receive.take([file])
    settle()
    page.receive.start.received.table.selectRow(0)
    page.receive.start.received.back.click()
    settle()
    assert said[-1].startswith("Đã hoàn tác tệp số 1")
    shown(page, "send")
    assert said[-1] == "", "it was said of another tab"
