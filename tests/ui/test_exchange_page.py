"""Trao đổi dữ liệu: sending, looking at a file, taking it in and back, through the real windows."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import makers
from desktop import __version__
from desktop.base.errors import Cancelled
from desktop.fields import Partial
from desktop.operations import lists, records
from desktop.operations.exchange_board import read_board
from desktop.operations.imports_taken_back import put_morning_back, take_import_back
from desktop.operations.incoming import look_at
from desktop.operations.mornings import receive_all
from desktop.operations.office import Office, User
from desktop.operations.package_history import package_history
from desktop.operations.receiving import examine, receive
from desktop.operations.sending import pending, send
from desktop.records import record_types
from desktop.rules.permissions import Permission
from desktop.store.backup import backups_in
from desktop.store.folder import BACKUPS
from desktop.store.store import Changes
from desktop.ui import receive_deeds
from desktop.ui.dialogs import Message
from desktop.ui.exchange_board_view import BoardView, cell_words
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.exchange_words import size_text
from desktop.ui.home import HomePage
from desktop.ui.identity_strip import details_of, state_chips
from desktop.ui.jobs import Jobs
from desktop.ui.main_window import MainWindow
from desktop.ui.package_history_dialog import PackageHistoryDialog
from desktop.ui.package_watch import PackageWatch
from desktop.ui.receive_start import DropArea
from desktop.ui.status_line import StatusLine
from desktop.ui.tokens import Role
from desktop.ui.widgets.chip import Chip
from exchange.enrolled import NAMES, Offices, enrolled_offices, offices
from exchange.refusals import put_below, spoilt
from exchange.test_attachments_between_offices import lose, noise, paper
from inline import Inline, settle, shown_one, workplace_of

__all__ = ["enrolled_offices", "offices"]
pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
Open = Callable[[str], ExchangePage]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


@pytest.fixture
def open_page(offices: Offices, qtbot: QtBot, tmp_path: Path, stick: Path) -> Open:
    """The page of one of the offices, with the stick in the PC."""

    def opened(name: str) -> ExchangePage:
        return page_of(offices[name], qtbot, tmp_path, stick)

    return opened


def page_of(office: Office, qtbot: QtBot, folder: Path, stick: Path) -> ExchangePage:
    watch = PackageWatch(jobs=Jobs(executor=Inline()), drives=lambda: [stick])
    page = ExchangePage(workplace_of(office, folder), watch=watch)
    watch.setParent(page)
    qtbot.addWidget(page)
    page.resize(1037, 540)
    page.show()
    page.activateWindow()
    page.come_forward()
    settle()
    page.take_keyboard()
    return page


def shown(page: ExchangePage, section: str) -> ExchangePage:
    page.open_section(section)
    settle()
    page.take_keyboard()
    return page


def tabs(page: ExchangePage) -> list[str]:
    count = page.tabs.count()
    return [page.tabs.tabText(at) for at in range(count) if page.tabs.isTabVisible(at)]


def listed(page: ExchangePage) -> list[tuple[str, ...]]:
    rows = page.receive.one.changes.rows
    return [
        tuple(str(rows.index(row, at).data()) for at in range(1, 4))
        for row in range(rows.rowCount())
    ]


def drop(area: DropArea, *urls: QUrl) -> None:
    told = QMimeData()
    told.setUrls(urls)
    copy = Qt.DropAction.CopyAction
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    area.dropEvent(QDropEvent(QPointF(5, 5), copy, told, *keys))
    settle()


def to_province(offices: Offices, stick: Path, name: str = "a") -> Path:
    return send(offices[name], offices.scope("tinh"), stick).path


# -- sending --------------------------------------------------------------------------------


def test_one_key_sends_what_waits_for_the_province(
    offices: Offices, open_page: Open, qtbot: QtBot, stick: Path
) -> None:
    makers.person(offices["a"])
    page = open_page("a")
    waiting = pending(offices["a"], offices.scope("tinh")).total
    assert page.send.form.figure.text() == str(waiting)
    assert page.send.form.words.text() == "thay đổi Thành phố Đà Nẵng chưa xác nhận"
    assert page.send.form.reminder.isVisible(), "nothing was sent so far"
    assert page.send.form.send_button.hasFocus()
    qtbot.keyClick(page.send.form.send_button, Qt.Key.Key_Space)
    settle()
    (file,) = stick.glob("*.goi")
    assert page.send.stack.currentWidget() is page.send.result
    told = page.send.result.texts()
    assert told[:2] == [file.name, str(stick)]
    assert told[3:] == ["1", str(waiting)]
    assert page.send.result.read_back.isVisible()
    assert page.send.result.pull.isVisible()
    assert page.send.result.again.hasFocus()
    qtbot.keyClick(page.send.result.again, Qt.Key.Key_Space)
    settle()
    assert page.send.form.last.text() == "Đã gửi hết ngày 21/11/2026, chờ nơi nhận xác nhận."


def test_attachments_are_told_of_and_files_for_mail_are_remembered(
    offices: Offices, open_page: Open, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scans = [paper(offices["a"], noise(200_000, seed)) for seed in (1, 2)]
    monkeypatch.setattr("desktop.ui.send_target.MAIL", 400_000)
    page = open_page("a")
    chips = [chip.text() for chip in page.send.findChildren(Chip)]
    assert "2 tệp đính kèm, 400 kB" in chips
    page.send.form.target.mail.setChecked(True)
    page.send.form.send()
    settle()
    files = sorted(stick.glob("*.goi"))
    assert len(files) >= 3
    assert all(file.stat().st_size <= 400_000 for file in files)
    told = page.send.result.texts()
    assert told[0] == f"{files[0].name} và {len(files) - 1} tệp nữa, đến {files[-1].name}"
    assert told[3] == f"1–{len(files)}"
    assert told[4].endswith("kèm 2 tệp đính kèm")
    assert page.send.result.next.isVisible()
    assert open_page("a").send.form.target.mail.isChecked()
    receiver = shown(open_page("tinh"), "receive").receive
    receiver.take(files[::-1])
    settle()
    assert "2 tệp đính kèm đã về đủ." in receiver.report.texts()
    assert all(offices["tinh"].files.has(scan) for scan in scans)


def test_an_attachment_that_has_not_come_is_told_of_after_receiving(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    lose(offices["a"], paper(offices["a"], noise(9_000)))
    file = to_province(offices, stick)
    receiver = shown(open_page("tinh"), "receive").receive
    receiver.take([file])
    settle()
    assert receiver.report.texts() == ["1 tệp đính kèm chưa về; tệp gửi đi kế tiếp sẽ hỏi nơi gửi."]


def test_the_clerk_is_reminded_after_thirty_days(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    makers.person(offices["a"])
    to_province(offices, stick)
    assert not open_page("a").send.form.reminder.isVisible()
    offices.clock.forward(days=31)
    page = open_page("a")
    assert page.send.form.reminder.isVisible()
    assert "quá 30 ngày" in page.send.form.reminder.text()


def test_a_chosen_folder_is_offered_again(
    offices: Offices,
    open_page: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "Thư mục chung"
    folder.mkdir()
    monkeypatch.setattr(
        "desktop.ui.send_target.QFileDialog.getExistingDirectory", lambda *_: str(folder)
    )
    page = open_page("a")
    page.send.form.target.browse.click()
    assert page.send.form.target.place() == folder
    page.send.form.send()
    settle()
    assert len(list(folder.glob("*.goi"))) == 1
    assert not page.send.result.pull.isVisible(), "a folder is not pulled out"
    assert open_page("a").send.form.target.place() == folder


def test_without_a_stick_the_button_waits_for_a_place(
    offices: Offices, qtbot: QtBot, tmp_path: Path
) -> None:
    drives: list[Path] = []
    watch = PackageWatch(jobs=Jobs(executor=Inline()), drives=lambda: drives)
    page = ExchangePage(workplace_of(offices["a"], tmp_path), watch=watch)
    watch.setParent(page)
    qtbot.addWidget(page)
    page.show()
    page.come_forward()
    settle()
    page.take_keyboard()
    form = page.send.form
    assert not form.send_button.isEnabled()
    assert form.target.browse.hasFocus()
    # One is put in while the page is in front.
    drives.append(tmp_path)
    watch.look_if_changed()
    settle()
    assert form.target.place() == tmp_path
    assert form.send_button.hasFocus(), "Enter sends; it opened the choice of a folder before"


def test_tab_goes_through_the_form_as_it_is_read(open_page: Open, qtbot: QtBot) -> None:
    page = open_page("a")
    form = page.send.form
    form.hear.setFocus()
    seen: list[QWidget | None] = []
    for _ in range(5):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert seen == [
        form.hear, form.target.buttons[0], form.target.browse, form.target.mail, form.send_button
    ]  # fmt: skip


def test_a_full_or_missing_stick_leaves_the_form_as_it_was(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    page = open_page("a")
    told: list[str] = []
    page.workplace.desk.jobs.failed.connect(lambda error: told.append(error.message))
    stick.rmdir()
    page.send.form.send()
    settle()
    assert len(told) == 1
    assert page.send.form.send_button.isEnabled()
    assert page.send.stack.currentWidget() is not page.send.result


def test_the_province_finds_a_commune_and_sees_what_waits_for_it(
    offices: Offices, open_page: Open
) -> None:
    page = open_page("tinh")
    listing = page.send.offices
    assert listing.isVisible()
    assert listing.shown.rowCount() == 3, "both, and one file for all"
    listing.search.setText("hai chau")
    assert listing.shown.rowCount() == 1
    listing.view.setCurrentIndex(listing.shown.index(0, 0))
    settle()
    assert "Phường Hải Châu" in page.send.form.words.text()


def test_a_commune_has_one_place_to_send_to_and_no_board(open_page: Open) -> None:
    page = open_page("a")
    assert not page.send.offices.isVisible()
    assert [one for one in tabs(page) if one != "Cần xem lại"] == ["Gửi", "Nhận"]


# -- receiving ------------------------------------------------------------------------------


def test_a_file_on_a_stick_is_looked_at_taken_in_and_put_back(
    offices: Offices,
    open_page: Open,
    qtbot: QtBot,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    makers.person(offices["a"], "Nguyễn Thị Hường")
    to_province(offices, stick)
    page = shown(open_page("tinh"), "receive")
    receiving = page.receive
    heard: list[Changes] = []
    page.workplace.desk.changed.connect(lambda changes, _by: heard.append(changes))
    assert receiving.start.sticks.view.hasFocus()
    qtbot.keyClick(receiving.start.sticks.view, Qt.Key.Key_Return)
    settle()
    assert receiving.stack.currentWidget() is receiving.one
    assert receiving.one.strip.title.text() == f"Tệp từ {NAMES['a']} · số 1"
    assert "Cán bộ a gửi 21/11/2026 09:00 (đồng hồ tin cậy)" in receiving.one.strip.details.text()
    assert ("Mới", "Người được hỗ trợ · Nguyễn Thị Hường") in [row[:2] for row in listed(page)]
    assert heard == []
    assert receiving.one.take.hasFocus()
    qtbot.keyClick(receiving.one.take, Qt.Key.Key_Space)
    settle()
    assert receiving.stack.currentWidget() is receiving.report
    assert "Đã nhận" in receiving.report.title.text()
    assert heard[-1].touch("people")
    assert backups_in(offices["tinh"].folder / BACKUPS)
    asked: list[Message] = []
    monkeypatch.setattr(
        receive_deeds, "ask", lambda _w, _t, message, _y, **_k: bool(asked.append(message)) or True
    )
    receiving.report.back.click()
    settle()
    assert "số 1 của Xã Tiên Phước" in asked[0].happened
    assert receiving.stack.currentWidget() is receiving.start
    table = receiving.start.received.table
    assert table.model().index(0, 4).data() == "Đã hoàn tác"
    assert not receiving.start.received.back.isEnabled()
    with offices["tinh"].reading() as session:
        assert session.query(record_types()["people"]).filter_by(stub=False).all() == []


@pytest.mark.parametrize("whole_folder", [True, False])
def test_a_file_whose_name_is_no_text_is_dropped_and_taken_in(
    offices: Offices, open_page: Open, tmp_path: Path, whole_folder: bool
) -> None:
    if os.name == "nt":
        pytest.skip("names are no bytes there")
    folder = tmp_path / "từ #xã%"
    folder.mkdir()
    makers.person(offices["a"], "Người Một")
    file = to_province(offices, folder)
    file = file.rename(folder / os.fsdecode(b"B\xb8o c\xb8o.goi"))
    page = shown(open_page("tinh"), "receive")
    receiving = page.receive
    url = f"{QUrl.fromLocalFile(str(folder)).url(QUrl.ComponentFormattingOption.FullyEncoded)}/"
    url += "" if whole_folder else quote_from_bytes(os.fsencode(file.name))
    drop(receiving.start.drop, QUrl.fromEncoded(url.encode()))
    assert receiving.stack.currentWidget() is receiving.one
    assert "B?o c?o.goi" in receiving.one.strip.details.text()
    receiving.one.take.click()
    settle()
    assert receiving.report.title.text().startswith("Đã nhận")
    assert receiving.start.received.names() == {"B?o c?o.goi"}


def test_a_morning_is_taken_back_from_its_report_and_from_the_list(
    offices: Offices, open_page: Open, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Người Một", "Người Hai"):
        makers.person(offices["a"], name)
        to_province(offices, stick)
    page = shown(open_page("tinh"), "receive")
    asked: list[Message] = []
    monkeypatch.setattr(
        receive_deeds, "ask", lambda _w, _t, message, _y, **_k: bool(asked.append(message)) or True
    )
    report, received = page.receive.report, page.receive.start.received

    def take_all() -> None:
        page.receive.take([stick])
        settle()

    take_all()
    assert report.back.text() == "Hoàn tác cả 2 tệp…"
    report.back.click()
    settle()
    assert asked[-1].happened == "Hoàn tác cả đợt 2 tệp nhận cùng lúc?"
    states = [received.table.model().index(row, 4).data() for row in range(2)]
    assert states == ["Đã hoàn tác", "Đã hoàn tác"]
    assert not received.back.isEnabled()
    take_all()
    page.receive.go_to_start()
    received.table.selectRow(1)
    offered: list[object] = []
    monkeypatch.setattr(
        receive_deeds, "choose", lambda *told: "all" if offered.append(told[3]) is None else ""
    )
    received.back.click()
    settle()
    assert offered == [(("all", "Cả đợt 2 tệp"), ("one", "Chỉ tệp này"))]
    assert lists.find(offices["tinh"], "nguoi") == []


def test_a_morning_that_is_stopped_on_its_way_back_says_which_files_stand(
    offices: Offices, open_page: Open, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Người Một", "Người Hai"):
        makers.person(offices["a"], name)
        to_province(offices, stick)
    morning = receive_all(offices["tinh"], [stick])

    def stop_after_one(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    told = put_morning_back(offices["tinh"], morning.name, stop_after_one)
    page = shown(open_page("tinh"), "receive")
    said: list[Message] = []
    monkeypatch.setattr(receive_deeds, "ask", lambda *_a, **_k: True)
    monkeypatch.setattr(receive_deeds, "inform", lambda _w, _t, message, _r: said.append(message))
    monkeypatch.setattr(receive_deeds, "put_morning_back", lambda *_: told)
    page.receive.deeds.ask_morning_back(morning.name)
    settle()
    (message,) = said
    assert message.happened == f"Đã hoàn tác trọn 1 tệp: {told.back[0].name}."
    assert message.unchanged == (
        f"1 tệp chưa hoàn tác, vẫn còn nguyên như đã nhận: {told.left[0].name}."
    )


def test_putting_back_is_asked_first(
    offices: Offices, open_page: Open, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    makers.person(offices["a"])
    receive(offices["tinh"], to_province(offices, stick))
    page = shown(open_page("tinh"), "receive")
    monkeypatch.setattr(receive_deeds, "ask", lambda *_a, **_k: False)
    received = page.receive.start.received
    received.table.selectRow(0)
    assert received.back.isEnabled()
    received.back.click()
    settle()
    assert received.table.model().index(0, 4).data() == "Đã nhận"


def test_two_who_wrote_the_same_field_are_shown_first(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    person = makers.person(offices["a"], "Trần Quốc Hưng", phone="0950000001")
    receive(offices["tinh"], to_province(offices, stick))
    records.save(offices["a"], "people", person, {"sex": "NU"})
    makers.person(offices["a"], "Người Mới")
    offices.clock.forward(hours=1)
    records.save(offices["tinh"], "people", person, {"sex": "KHAC"})
    file = to_province(offices, stick)
    page = shown(open_page("tinh"), "receive")
    page.receive.look_at([file])
    settle()
    first = listed(page)[0]
    assert first[:2] == ("Cần xem", "Người được hỗ trợ · Trần Quốc Hưng")
    assert "Cả hai giá trị được giữ" in page.receive.one.changes.differences.note.text()
    chips = page.receive.one.changes.filters()
    next(one for one in chips if one.text() == "Mới").click()
    assert {row[0] for row in listed(page)} == {"Mới"}
    page.receive.take([file])
    settle()
    rows = page.receive.report.table.model()
    (line,) = [
        row for row in range(rows.rowCount()) if rows.index(row, 0).data() == "Người được hỗ trợ"
    ]
    assert rows.index(line, 4).data() == "1"


def test_a_preview_tells_what_changes_from_what_to_what(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    person = makers.person(offices["a"], "Võ Thành Long", phone="0950000001")
    receive(offices["tinh"], to_province(offices, stick))
    records.save(offices["a"], "people", person, {"phone": "0950000002"})
    records.save(offices["tinh"], "people", person, {"ethnicity": "TAY"})
    file = to_province(offices, stick)
    page = shown(open_page("tinh"), "receive")
    page.receive.look_at([file])
    settle()
    told = {row[1]: row for row in listed(page)}["Người được hỗ trợ · Võ Thành Long"]
    assert told[0] == "Tự gộp"
    page.receive.one.changes.table.selectRow([row[1] for row in listed(page)].index(told[1]))
    field = record_types()["people"].field("phone")
    former, now = (field.kind.format(one) for one in ("0950000001", "0950000002"))
    assert page.receive.one.changes.differences.texts()[:3] == [field.label, former, f"→ {now}"]
    assert told[2] == f"{field.label}: {former} → {now}"


def test_a_row_is_unticked_with_the_space_bar_and_taken_in_later(
    offices: Offices, open_page: Open, qtbot: QtBot, stick: Path
) -> None:
    for name in ("Nguyễn Văn Lấy", "Nguyễn Văn Bỏ"):
        makers.person(offices["a"], name)
    page = shown(open_page("tinh"), "receive")
    page.receive.look_at([to_province(offices, stick)])
    settle()
    one = page.receive.one
    every = one.take.text()
    at = [row[1] for row in listed(page)].index("Người được hỗ trợ · Nguyễn Văn Bỏ")
    one.changes.table.selectRow(at)
    qtbot.keyClick(one.changes.table, Qt.Key.Key_Space)
    tick = one.changes.rows.index(at, 0).data(Qt.ItemDataRole.CheckStateRole)
    assert tick == Qt.CheckState.Unchecked
    assert "để riêng" in one.changes.differences.note.text()
    assert "1 dòng bỏ chọn được để riêng, không mất" in one.note.text()
    assert one.take.text() != every
    one.take.click()
    settle()
    assert "1 dòng bạn bỏ chọn đã để riêng" in page.receive.report.texts()[0]
    page.receive.report.done.click()
    settle()
    assert page.receive.start.received.aside.text() == "Đã để riêng (1)…"
    page.receive.start.received.aside.click()
    settle()
    aside = page.receive.aside
    assert aside.changes.rows.line(0) is not None
    assert "Tệp số 1 của Xã Tiên Phước" in aside.changes.differences.note.text()
    qtbot.keyClick(aside.changes.table, Qt.Key.Key_Space)
    assert not aside.take.isEnabled(), "nothing is wanted"
    qtbot.keyClick(aside.changes.table, Qt.Key.Key_Space)
    assert aside.take.text() == "Lấy 1 dòng vào sổ"
    aside.take.click()
    settle()
    assert page.receive.report.title.text() == "Đã nhận 1 thay đổi từ Xã Tiên Phước"
    assert not page.receive.start.received.aside.isVisible()
    assert lists.find(offices["tinh"], "nguyen van bo")


def test_what_could_not_be_taken_in_is_told_and_tried_again(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    makers.person(offices["a"], "Nguyễn Văn Quyền")
    path = spoilt(offices, stick, scopes=offices.scope("b"))
    page = shown(open_page("tinh"), "receive")
    page.receive.take([path])
    settle()
    (told,) = page.receive.report.texts()
    assert "1 vì máy gửi không được ghi hồ sơ của cơ quan này" in told
    page.receive.report.done.click()
    page.receive.start.received.aside.click()
    settle()
    aside = page.receive.aside
    rows = aside.refused.model()
    assert not aside.changes.isVisible()
    assert [rows.index(0, at).data() for at in range(4)] == [
        "Người được hỗ trợ",
        "–",
        "Máy gửi không được ghi hồ sơ của cơ quan này",
        "Tệp số 1 của Xã Tiên Phước",
    ]
    put_below(offices, "b", "a")
    aside.again.click()
    settle()
    assert page.receive.report.title.text() == "Đã nhận 1 thay đổi từ Xã Tiên Phước"
    assert not page.receive.start.received.aside.isVisible()
    assert lists.find(offices["tinh"], "nguyen van quyen")


def test_all_rows_of_a_group_are_unticked_and_ticked_again(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    for name in ("Người Một", "Người Hai"):
        makers.person(offices["a"], name)
    page = shown(open_page("tinh"), "receive")
    page.receive.look_at([to_province(offices, stick)])
    settle()
    one = page.receive.one
    every = one.take.text()
    one.changes.all.click()
    assert one.take.text() == "Nhận, để riêng tất cả"
    assert one.changes.all.text() == "Chọn lại hết"
    one.changes.all.click()
    assert (one.take.text(), one.changes.choice.unwanted) == (every, 0)


def test_many_files_are_looked_at_before_they_are_taken_in(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    for name, person in (("a", "Người Một"), ("b", "Người Hai"), ("a", "Người Ba")):
        makers.person(offices[name], person)
        to_province(offices, stick, name)
    page = shown(open_page("tinh"), "receive")
    page.receive.look_at([stick])
    settle()
    many = page.receive.many
    assert not many.sum.isVisible()
    assert many.table.isColumnHidden(7)
    many.forecast.click()
    settle()
    told = {
        (str(many.rows.index(row, 2).data()), str(many.rows.index(row, 3).data())): str(
            many.rows.index(row, 7).data()
        )
        for row in range(3)
    }
    assert told[NAMES["a"], "1"] == "có cả trong tệp số 2"
    assert told[NAMES["a"], "2"].startswith("mới ")
    assert many.sum.text().startswith("Nhận cả 3 tệp sẽ thay đổi: mới ")
    many.table.selectRow(2)
    settle()
    assert many.trouble.text().endswith(f"của {NAMES['a']}: {told[NAMES['a'], '2']}.")
    many.table.opened.emit(many.rows.index(0, 0))
    settle()
    assert page.receive.stack.currentWidget() is page.receive.one
    page.receive.one.later.click()
    assert page.receive.stack.currentWidget() is many
    assert many.sum.isVisible()


def test_stopping_among_many_files_tells_what_was_taken(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    for name in ("Người Một", "Người Hai", "Người Ba"):
        makers.person(offices["a"], name)
        to_province(offices, stick)

    def stop_after_one(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    morning = receive_all(offices["tinh"], [stick], stop_after_one)
    assert (len(morning.receipts), len(morning.stopped)) == (1, 2)
    page = shown(open_page("tinh"), "receive")
    page.receive.report.show_morning(morning)
    (told,) = [one for one in page.receive.report.texts() if "Đã dừng" in one]
    assert "1 tệp đã nhận thì giữ nguyên, 2 tệp chưa nhận" in told
    rest = receive_all(offices["tinh"], morning.stopped)
    assert (len(rest.receipts), rest.stopped) == (2, [])


def test_a_file_that_was_taken_in_is_not_offered_again(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    makers.person(offices["a"])
    file = to_province(offices, stick)
    receive(offices["tinh"], file)
    page = shown(open_page("tinh"), "receive")
    assert not page.receive.start.sticks.every.isVisible()
    page.receive.look_at([file])
    settle()
    assert page.receive.one.notes.text() == (
        "Tệp này đã nhận lúc 21/11/2026 09:00, không có gì để nhận thêm."
    )
    assert not page.receive.one.take.isVisible()
    assert not page.receive.one.note.isVisible(), "nothing is taken in, so nothing is copied before"
    assert not page.receive.one.changes.isVisible()
    assert page.receive.one.later.text() == "Đóng"
    assert page.receive.one.later.hasFocus()


def test_a_folder_of_files_is_taken_in_with_one_button(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    for name in ("Người Một", "Người Hai"):
        makers.person(offices["a"], name)
        to_province(offices, stick)
    makers.person(offices["b"], "Người phường")
    to_province(offices, stick, "b")
    (stick / "GOI_rac.goi").write_bytes(b"khong phai goi")
    page = shown(open_page("tinh"), "receive")
    receiving = page.receive
    receiving.look_at([stick])
    settle()
    assert receiving.stack.currentWidget() is receiving.many
    rows = receiving.many.rows
    states = [rows.index(row, 1).data() for row in range(rows.rowCount())]
    assert states == ["Hợp lệ", "Hợp lệ", "Hợp lệ", "Không nhận được"]
    receiving.many.table.selectRow(3)
    assert "không phải là tệp trao đổi" in receiving.many.trouble.text()
    assert receiving.many.take.text() == "Nhận 3 tệp"
    receiving.many.take.click()
    settle()
    assert receiving.report.title.text().startswith("Đã nhận 3 tệp")
    assert receiving.report.back.text() == "Hoàn tác cả 3 tệp…", "one of them: from the list"
    assert receiving.start.received.table.model().rowCount() == 3


def test_a_spoilt_file_is_refused_and_nothing_is_shown(
    offices: Offices, open_page: Open, stick: Path
) -> None:
    file = to_province(offices, stick)
    file.write_bytes(file.read_bytes()[:-7])
    page = shown(open_page("tinh"), "receive")
    told: list[str] = []
    page.workplace.desk.jobs.failed.connect(lambda error: told.append(error.message))
    page.receive.look_at([file])
    settle()
    assert len(told) == 1
    assert file.name in told[0]
    assert page.receive.stack.currentWidget() is page.receive.start


def test_an_empty_folder_is_told_of(open_page: Open, tmp_path: Path) -> None:
    page = shown(open_page("tinh"), "receive")
    told: list[str] = []
    page.workplace.desk.jobs.failed.connect(lambda error: told.append(error.message))
    (tmp_path / "trống").mkdir()
    page.receive.look_at([tmp_path / "trống"])
    settle()
    assert "không có tệp .goi nào" in told[0]


def test_files_are_dropped_on_the_page(offices: Offices, open_page: Open, stick: Path) -> None:
    makers.person(offices["a"])
    file = to_province(offices, stick)
    page = shown(open_page("tinh"), "receive")
    drop(page.receive.start.drop, QUrl.fromLocalFile(str(file)))
    assert page.receive.stack.currentWidget() is page.receive.one


# -- what an account may read ---------------------------------------------------------------


def test_a_preview_hides_what_the_account_may_not_read(
    offices: Offices, stick: Path, open_reader: Callable[..., Office]
) -> None:
    person = makers.person(offices["a"], "Lê Thị Kín")
    makers.case(offices["a"], person_id=person, case_type="MT_SD")
    open_case = makers.case(offices["a"], person_id=makers.person(offices["a"], "Người Thường"))
    file = to_province(offices, stick)
    everything = look_at(open_reader(), file)
    assert everything.hidden == 0
    found = look_at(open_reader(compartments=frozenset({0})), file)
    names = {row.called for row in found.rows}
    assert found.hidden > 0
    assert "Người Thường" in names
    assert not any("Lê Thị Kín" in str(row) for row in found.rows)
    assert found.total == everything.total
    assert open_case in {row.id for row in found.rows}


def test_a_restricted_case_shows_to_nobody_who_could_not_open_it(
    offices: Offices, stick: Path, open_reader: Callable[..., Office]
) -> None:
    case = makers.case(offices["a"], access_level="HAN_CHE")
    makers.contact(offices["a"], case, content="Chuyện riêng")
    file = to_province(offices, stick)
    found = look_at(open_reader(), file)
    assert case not in {row.id for row in found.rows}
    assert not any("Chuyện riêng" in str(row) for row in found.rows)
    leader = look_at(open_reader(role="LANH_DAO"), file)
    assert case in {row.id for row in leader.rows}
    assert any("Chuyện riêng" in str(row) for row in leader.rows)


class NotSensitive(User):
    """Somebody who exchanges files but is not shown sensitive fields."""

    def may(self, permission: Permission) -> bool:
        return permission is not Permission.READ_SENSITIVE and super().may(permission)


def test_a_field_above_the_level_of_the_account_is_left_out(
    offices: Offices, stick: Path, open_reader: Callable[..., Office]
) -> None:
    case = makers.case(offices["a"], risk_level="CAO")
    file = to_province(offices, stick)

    def labels(kind: type[User]) -> set[str]:
        rows = look_at(open_reader(kind=kind), file).rows
        return {one.label for row in rows if row.id == case for one in row.differences}

    levels = {field.label: field.level for field in record_types()["case_files"].fields()}
    assert max(levels[label] for label in labels(User)) > 1
    assert max(levels[label] for label in labels(NotSensitive)) == 1


@pytest.fixture
def open_reader(offices: Offices) -> Callable[..., Office]:
    """The province's office in the hands of somebody else."""

    def seen_by(
        role: str = "CAN_BO",
        compartments: frozenset[int] | None = None,
        kind: type[User] = User,
    ) -> Office:
        own = offices["tinh"]
        every = frozenset({0, 1, 2, 3, 4}) if compartments is None else compartments
        user = kind("khac", "Trần Văn Khác", role, uuid.uuid4(), compartments=every)
        seen = Office.__new__(Office)
        vars(seen).update(vars(own))
        seen.user = user
        return seen

    return seen_by


# -- the board ------------------------------------------------------------------------------


def test_the_board_tells_who_has_sent_what(offices: Offices, open_page: Open, stick: Path) -> None:
    makers.person(offices["a"])
    receive(offices["tinh"], to_province(offices, stick))
    page = shown(open_page("tinh"), "board")
    assert "Theo dõi" in tabs(page)
    assert isinstance(page.board, BoardView)
    rows = page.board.rows
    last = rows.columnCount() - 2
    told = {rows.index(at, 0).data(): rows.index(at, last).data() for at in range(rows.rowCount())}
    assert told == {"Xã Tiên Phước": "Đã nhận số 1", "Phường Hải Châu": "Chưa gửi"}
    assert page.board.late.text() == "1 nơi chưa gửi tháng này"
    page.board.search.setText("tien phuoc")
    assert rows.rowCount() == 1
    page.board.table.opened.emit(rows.index(0, 0))
    settle()
    dialog = shown_one(PackageHistoryDialog, page)
    line = [dialog.table.model().index(0, at).data() for at in range(4)]
    assert line == ["Nhận", "1", "21/11/2026 09:00", "Máy a"]
    assert dialog.table.hasFocus()
    assert dialog.paper.isEnabled(), "the file that came last is chosen at once"


def test_an_office_without_files_is_told_how_some_come(offices: Offices, open_page: Open) -> None:
    page = shown(open_page("tinh"), "board")
    assert page.board is not None
    page.board.table.opened.emit(page.board.rows.index(0, 0))
    settle()
    dialog = shown_one(PackageHistoryDialog, page)
    told = [one.text() for one in dialog.stack.findChildren(QLabel)]
    assert any("thẻ Nhận" in one for one in told)
    assert not dialog.paper.isEnabled()
    assert dialog.close_button.hasFocus()


def test_a_number_whose_content_came_later_is_no_gap(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"])
    to_province(offices, stick).unlink()
    receive(offices["tinh"], to_province(offices, stick))
    row = next(one for one in read_board(offices["tinh"]).rows if one.scope == offices.scope("a"))
    assert (row.cells[-1].numbers, row.cells[-1].missing) == ((2,), ())


def test_a_file_that_waits_for_a_former_one_shows_as_a_gap(offices: Offices, stick: Path) -> None:
    top, own = offices.scope("tinh"), offices.scope("a")
    makers.person(offices["a"])
    receive(offices["tinh"], to_province(offices, stick))
    receive(offices["a"], send(offices["tinh"], own, stick).path)
    take_import_back(offices["tinh"])
    makers.person(offices["a"], "Người Sau")
    second = send(offices["a"], top, stick).path
    told = examine(offices["tinh"], second)
    assert (told.follows, list(told.missing)) == (False, [1])
    assert state_chips(told)[1] == ("Thiếu tệp số 1", Role.WARNING)
    assert "nối tiếp" not in details_of(told)
    receive(offices["tinh"], second)
    cell = next(row for row in read_board(offices["tinh"]).rows if row.scope == own).cells[-1]
    assert (cell.numbers, cell.missing) == ((2,), (1,))
    assert cell_words(cell, enrolled=True) == ("Thiếu số 1", Role.WARNING)
    lines = package_history(offices["tinh"], own)
    assert [(one.number, one.undone) for one in lines if one.came] == [(2, False), (1, True)]


def test_disputed_records_are_counted_by_office(offices: Offices, stick: Path) -> None:
    person = makers.person(offices["a"], phone="0950000001")
    receive(offices["tinh"], to_province(offices, stick))
    records.save(offices["a"], "people", person, {"sex": "NU", "phone": "0950000002"})
    records.save(offices["tinh"], "people", person, {"sex": "KHAC", "phone": "0950000003"})
    other = makers.person(offices["a"], phone="0950000001")
    receive(offices["tinh"], to_province(offices, stick))
    # Between two phone numbers nobody is asked.
    records.save(offices["a"], "people", other, {"phone": "0950000002"})
    records.save(offices["tinh"], "people", other, {"phone": "0950000003"})
    receive(offices["tinh"], to_province(offices, stick))
    rows = {row.scope: row.disputed for row in read_board(offices["tinh"]).rows}
    assert rows[offices.scope("a")] == 1
    assert rows[offices.scope("b")] == 0


def test_a_tab_that_is_asked_for_at_once_comes_with_the_first_reading(
    offices: Offices, qtbot: QtBot, tmp_path: Path
) -> None:
    watch = PackageWatch(jobs=Jobs(executor=Inline()), drives=list)
    page = ExchangePage(workplace_of(offices["tinh"], tmp_path), watch=watch)
    watch.setParent(page)
    qtbot.addWidget(page)
    page.show()
    page.come_forward()
    page.open_section("board")
    settle()
    assert page.tabs.currentWidget() is page.board


# -- outside the exchange, and at home -------------------------------------------------------


def test_an_office_without_a_card_is_shown_the_way(
    office: Office, qtbot: QtBot, tmp_path: Path, stick: Path
) -> None:
    page = page_of(office, qtbot, tmp_path, stick)
    asked: list[tuple[str, str]] = []
    page.workplace.section_asked.connect(lambda page, section: asked.append((page, section)))
    button = next(one for one in page.findChildren(QPushButton) if one.text() == "Mở Thiết lập")
    assert button.isVisible()
    button.click()
    assert asked == [("settings", "exchange")]


def test_home_tells_what_the_province_has_not_confirmed(
    offices: Offices, qtbot: QtBot, tmp_path: Path, stick: Path
) -> None:
    makers.person(offices["a"])
    to_province(offices, stick)
    home = HomePage(workplace_of(offices["a"], tmp_path))
    qtbot.addWidget(home)
    home.show()
    home.come_forward()
    settle()
    (told,) = home.waiting.texts()
    assert told.endswith("thay đổi Thành phố Đà Nẵng chưa xác nhận · lần gửi gần nhất 21/11/2026.")
    asked: list[tuple[str, str]] = []
    home.workplace.section_asked.connect(lambda page, section: asked.append((page, section)))
    next(one for one in home.findChildren(QPushButton) if one.text() == "Gửi…").click()
    assert asked == [("exchange", "send")]


def test_home_says_nothing_to_an_office_outside_the_exchange(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    home = HomePage(workplace_of(office, tmp_path))
    qtbot.addWidget(home)
    home.show()
    home.come_forward()
    settle()
    assert not home.waiting.isVisible()


def test_the_foot_of_the_window_tells_what_the_province_has_not_confirmed(
    offices: Offices, qtbot: QtBot, tmp_path: Path, stick: Path
) -> None:
    makers.person(offices["a"])
    window = MainWindow(workplace_of(offices["a"], tmp_path), "UBND xã Hải Châu")
    qtbot.addWidget(window)
    window.show()
    window.foot.count()
    settle()
    total = pending(offices["a"], offices.scope("tinh")).total
    assert window.foot.waiting.isVisible()
    told = f"{total} thay đổi tỉnh chưa xác nhận · chưa gửi lần nào"
    assert window.foot.waiting.text() == told
    asked: list[tuple[str, str]] = []
    window.workplace.section_asked.connect(lambda page, section: asked.append((page, section)))
    window.foot.waiting.click()
    assert asked == [("exchange", "send")]
    assert window.navigation.selected() == "exchange"
    settle()


def test_the_foot_follows_saves_sends_and_what_comes(
    offices: Offices, qtbot: QtBot, tmp_path: Path, stick: Path
) -> None:
    foot = StatusLine(workplace_of(offices["a"], tmp_path))
    qtbot.addWidget(foot)
    foot.count()
    settle()
    before = foot.waiting.text()
    person = {"full_name": "Người Mới", "sex": "NAM", "birth_date": Partial(1990, 3, 5)}
    foot._workplace.run(lambda here: records.save(here, "people", None, person), foot)
    qtbot.waitUntil(lambda: foot.waiting.text() != before)
    to_province(offices, stick)
    foot._workplace.exchanged.emit()
    qtbot.waitUntil(lambda: "lần gửi gần nhất 21/11/2026" in foot.waiting.text())
    receive(offices["tinh"], next(stick.glob("*.goi")))
    back = send(offices["tinh"], offices.scope("a"), stick).path
    receive(offices["a"], back)
    foot.count()
    settle()
    told = "Tỉnh đã xác nhận mọi thay đổi · lần gửi gần nhất 21/11/2026"
    assert foot.waiting.text() == told


def test_the_foot_says_nothing_of_it_outside_the_exchange_and_in_the_province(
    office: Office, offices: Offices, qtbot: QtBot, tmp_path: Path
) -> None:
    for one in (office, offices["tinh"]):
        foot = StatusLine(workplace_of(one, tmp_path))
        qtbot.addWidget(foot)
        foot.show()
        foot.count()
        settle()
        assert not foot.waiting.isVisible()


def test_home_reminds_of_the_check_up_once_a_month_and_asks_for_it(
    offices: Offices, qtbot: QtBot, tmp_path: Path, stick: Path
) -> None:
    makers.person(offices["a"])
    to_province(offices, stick)
    offices.clock.forward(days=32)
    home = HomePage(workplace_of(offices["a"], tmp_path))
    qtbot.addWidget(home)
    home.show()
    home.come_forward()
    settle()
    _waiting, told = home.waiting.texts()
    assert told.startswith("Đã hơn 31 ngày chưa đối soát với Thành phố Đà Nẵng.")
    next(one for one in home.findChildren(QPushButton) if one.text() == "Đối soát").click()
    settle()
    assert len(home.waiting.texts()) == 1
    offices.clock.forward(days=32)
    home.refresh()
    settle()
    assert len(home.waiting.texts()) == 2, "there was no answer for a month"


def test_a_file_tells_how_large_it_is_and_what_it_goes_on_from(
    offices: Offices, stick: Path
) -> None:
    makers.person(offices["a"])
    first = to_province(offices, stick)
    told = details_of(examine(offices["tinh"], first))
    assert told.split(" · ")[1:] == [
        size_text(first.stat().st_size),
        f"phiên bản {__version__}",
        "tệp đầu tiên nhận từ máy này",
        first.name,
    ]
    receive(offices["tinh"], first)
    makers.person(offices["a"], "Người Sau")
    second = to_province(offices, stick)
    assert " · nối tiếp tệp số 1 · " in details_of(examine(offices["tinh"], second))
    receive(offices["tinh"], second)
    again = examine(offices["tinh"], second)
    assert "nối tiếp" not in details_of(again)
    assert ("Đã nhận trước đây", Role.NEUTRAL) in state_chips(again)


def test_esc_goes_back_from_whatever_is_looked_at(
    offices: Offices, open_page: Open, stick: Path, qtbot: QtBot
) -> None:
    makers.person(offices["a"], "Trần Quốc Hưng")
    file = to_province(offices, stick)
    page = shown(open_page("tinh"), "receive")
    receive_part = page.receive
    for bring in (
        lambda: receive_part.look_at([file]),
        lambda: receive_part.look_at([file, file]),
        lambda: receive_part.take([file]),
        receive_part.look_at_set_aside,
    ):
        bring()
        settle()
        assert receive_part.stack.currentWidget() is not receive_part.start
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        settle()
        assert receive_part.stack.currentWidget() is receive_part.start
