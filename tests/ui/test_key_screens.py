"""Thiết lập › Trao đổi dữ liệu and its dialogs: who may do what, what is refused, what is told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import makers
from desktop.operations import authority, enrolment, key_standing, revocation
from desktop.operations.authority import Approved, Sheets
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.refused_parts import try_refused_again
from desktop.operations.sending import pending, send
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.enrolment import read_request, request_file
from desktop.sync.shares import AUTHORITY
from desktop.ui import exchange_section, found_dialog, granted_dialog
from desktop.ui.approve_dialog import ApproveDialog
from desktop.ui.dialogs import Message
from desktop.ui.exchange_section import ExchangeSection
from desktop.ui.found_dialog import HandOverDialog, SheetsDialog
from desktop.ui.granted_dialog import GrantedDialog
from desktop.ui.help_asking import HelpAskDialog, HelpCodeDialog
from desktop.ui.jobs import Jobs
from desktop.ui.key_dialog import KeyDialog
from desktop.ui.lost_pc_dialog import LostPcDialog
from desktop.ui.membership_dialogs import CardDialog, RequestDialog
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.revoke_dialog import CorrectCutDialog, RevokeDialog
from desktop.ui.sheet_fields import SheetFields
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.dialog_frame import FaultyField
from desktop.ui.workplace import Workplace
from exchange.enrolled import called
from inline import Inline, settle, shown_one, workplace_of
from three_offices import (
    PROVINCE_SCOPE,
    TIEN_PHUOC_SCOPE,
    Offices,
    founded_offices,
    offices,
)

__all__ = ["founded_offices", "offices"]
pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one stick that is in the PC."""
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    monkeypatch.setattr("desktop.ui.key_files.carried_drives", lambda: [folder])
    return folder


@pytest.fixture
def sheets(offices: Offices) -> Sheets:
    return authority.found_authority(offices["tinh"])


@pytest.fixture
def section(qtbot: QtBot, tmp_path: Path) -> Callable[[Office], ExchangeSection]:
    """The section over an office, as it stands in the window."""

    def shown(office: Office) -> ExchangeSection:
        part = ExchangeSection(workplace_of(office, tmp_path))
        qtbot.addWidget(part)
        part.resize(800, 560)
        part.show()
        part.refresh()
        settle()
        return part

    return shown


def enrolled(offices: Offices, sheets: Sheets, name: str) -> Approved:
    asked = enrolment.request_membership(offices[name])
    made = authority.approve(
        offices["tinh"], asked.request, asked.code, sheets.authority[:2], compartments=(3,)
    )
    enrolment.accept_card(offices[name], made.card, made.code)
    return made


def offered(part: ExchangeSection) -> set[str]:
    return {key for key, button in part.card.buttons.items() if button.isVisible()}


def place_of(part: ExchangeSection) -> Workplace:
    return part._workplace


def opened(dialog: KeyDialog, qtbot: QtBot) -> None:
    qtbot.addWidget(dialog)
    dialog.open()
    settle()


def chosen(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def type_sheets(fields: SheetFields, texts: tuple[str, ...] | list[str]) -> None:
    for field, text in zip(fields.fields, texts, strict=False):
        field.setText(text)
        field.editingFinished.emit()


# -- the section ----------------------------------------------------------------------------


def test_each_office_is_offered_what_it_may_do(
    offices: Offices, section: Callable[[Office], ExchangeSection]
) -> None:
    commune, top = section(offices["a"]), section(offices["tinh"])
    assert offered(commune) == {"request", "card", "lost"}
    assert offered(top) == {"found", "request", "card", "lost"}
    assert not commune.roster.isVisible()
    made = authority.found_authority(offices["tinh"])
    enrolled(offices, made, "a")
    for part in (commune, top):
        part.refresh()
    settle()
    assert offered(commune) == {"new_key", "card", "lost"}
    assert offered(top) == {"approve", "help", "hand_over", "new_key", "card", "lost"}
    assert top.revoke_button.isVisible()
    assert not commune.revoke_button.isVisible()
    top.search.setText("tien phuoc")
    settle()
    assert [line.code for line in top._lines] == [f"{TIEN_PHUOC_SCOPE}-A"]


def test_before_the_sheets_are_used_the_key_may_be_made_again(
    offices: Offices, sheets: Sheets, section: Callable[[Office], ExchangeSection]
) -> None:
    part = section(offices["tinh"])
    assert "found" in offered(part)
    assert part.card.buttons["found"].text() == "Lập lại khóa của tỉnh…"


def test_who_only_exchanges_sees_how_things_stand(
    open_as: Callable[..., Office], section: Callable[[Office], ExchangeSection]
) -> None:
    part = section(open_as("CAN_BO"))
    assert offered(part) == {"lost"}
    assert "vai trò Quản trị" in part.card.words.text()


def test_a_struck_pc_is_told(
    offices: Offices, sheets: Sheets, section: Callable[[Office], ExchangeSection]
) -> None:
    made = enrolled(offices, sheets, "a")
    revocation.revoke(offices["tinh"], made.entry.device, sheets.authority[:2])
    taken = enrolled(offices, sheets, "a2")
    assert taken.entry.letter == "B"
    stick = offices.folder / "stick"
    stick.mkdir()
    receive(offices["a2"], send(offices["tinh"], TIEN_PHUOC_SCOPE, stick).path)
    part = section(offices["a2"])
    assert [line.is_revoked for line in part._lines] == [True, False, False]
    assert part.card.state.text() == "Đã tham gia"


def test_a_key_of_more_than_half_a_year_is_told_of(
    offices: Offices, sheets: Sheets, section: Callable[[Office], ExchangeSection]
) -> None:
    enrolled(offices, sheets, "a")
    offices.clock.forward(days=184)
    part = section(offices["a"])
    assert "quá 6 tháng" in part.card.words.text()
    assert part.card.buttons["new_key"].property("look") == "primary"


def test_a_new_key_is_asked_for_and_waits(
    offices: Offices,
    sheets: Sheets,
    section: Callable[[Office], ExchangeSection],
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enrolled(offices, sheets, "a")
    part = section(offices["a"])
    answers = iter((False, True))
    monkeypatch.setattr(exchange_section, "ask", lambda *_a, **_k: next(answers))
    part.card.buttons["new_key"].click()
    assert part.card.state.text() == "Đã tham gia"
    part.card.buttons["new_key"].click()
    settle()
    shown_one(RequestDialog, part).reject()
    settle()
    assert part.card.state.text() == "Chờ thẻ cho khóa mới"
    # The same request again: nothing is asked a second time.
    part.card.buttons["new_key"].click()
    settle()
    assert shown_one(RequestDialog, part).code.text()


def test_what_would_be_lost_today_is_counted(
    offices: Offices, sheets: Sheets, qtbot: QtBot, tmp_path: Path
) -> None:
    enrolled(offices, sheets, "a")
    makers.person(offices["a"])
    behind = QWidget()
    qtbot.addWidget(behind)
    dialog = LostPcDialog(workplace_of(offices["a"], tmp_path), behind, is_authority=False)
    dialog.open()
    settle()
    count = pending(offices["a"], PROVINCE_SCOPE).total
    assert f"{count} thay đổi" in dialog.waiting.text()
    assert "Chưa gửi lần nào." in dialog.waiting.text()


# -- asking and taking ----------------------------------------------------------------------


def test_a_request_goes_onto_the_stick_and_is_shown_to_cameras(
    offices: Offices, section: Callable[[Office], ExchangeSection], stick: Path
) -> None:
    part = section(offices["a"])
    part.card.buttons["request"].click()
    settle()
    dialog = shown_one(RequestDialog, part)
    dialog.write()
    request = read_request((stick / "YEU-CAU.req").read_bytes())
    assert dialog.code.text() == request.code
    assert dialog.qr.width() == dialog.qr.height() > 150
    assert part.card.state.text() == "Chờ thẻ khóa"
    dialog.write()
    assert sorted(one.name for one in stick.iterdir()) == ["YEU-CAU (2).req", "YEU-CAU.req"]


def test_a_stick_that_is_pulled_or_lacking_leaves_the_dialog(
    offices: Offices,
    section: Callable[[Office], ExchangeSection],
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    part = section(offices["a"])
    part.card.buttons["request"].click()
    settle()
    dialog = shown_one(RequestDialog, part)
    stick.rmdir()
    dialog.write()
    assert "Không ghi được tệp" in dialog.trouble.text()
    assert not dialog.written.isVisible()
    dialog.target.show_drives(())
    dialog.write()
    assert "Hãy cắm USB" in dialog.trouble.text()
    other = stick.parent / "thu-muc"
    other.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(other))
    dialog.target.choose_folder()
    dialog.write()
    assert dialog.written.isVisible()
    assert "rút USB" not in dialog.written.text()


def test_a_card_is_looked_at_before_it_is_taken(
    offices: Offices,
    sheets: Sheets,
    section: Callable[[Office], ExchangeSection],
    tmp_path: Path,
) -> None:
    other = enrolled(offices, sheets, "a")
    asked = enrolment.request_membership(offices["a2"])
    mine = authority.approve(offices["tinh"], asked.request, asked.code, sheets.authority[1:])
    part = section(offices["a2"])
    part.card.buttons["card"].click()
    dialog = shown_one(CardDialog, part)
    dialog.take()
    assert "Hãy chọn tệp thẻ khóa" in dialog.trouble.text()
    dialog.file.set_path(chosen(tmp_path / "a.card", b"not a card"))
    settle()
    assert "không phải thẻ khóa" in dialog.trouble.text()
    dialog.file.set_path(chosen(tmp_path / "b.card", other.card))
    settle()
    assert "cấp cho một máy khác" in dialog.warning.text()
    dialog.file.set_path(chosen(tmp_path / "c.card", mine.card))
    settle()
    assert "mang chữ B" in dialog.warning.text()
    assert mine.code not in dialog.facts.text(), "the code is read from the paper"
    dialog.code.setText("12 34")
    dialog.take()
    assert "đúng 8 chữ số" in dialog.trouble.text()
    dialog.code.setText(mine.code.replace(" ", ""))
    dialog.take()
    settle()
    assert "từ nay mang chữ B" in part.news.text()
    assert part.card.state.text() == "Đã tham gia"


def test_whoever_asks_for_help_without_a_sealed_key_is_told_what_that_means(
    offices: Offices, sheets: Sheets, stick: Path, qtbot: QtBot
) -> None:
    enrolled(offices, sheets, "a")
    offices.close("a")
    behind = QWidget()
    qtbot.addWidget(behind)
    behind.show()
    for name, told in (("b", "recovery.sealed"), ("a", "")):
        jobs = Jobs(executor=Inline())
        dialog = HelpAskDialog(offices.folder / name, jobs, offices.clock, behind)
        dialog.open()
        write = next(one for one in dialog.findChildren(QPushButton) if one.isDefault())
        dialog.user.setText("lan")
        dialog.password.setText("Hoa-dao-2027")
        write.click()
        settle()
        assert "không giống nhau" in dialog.trouble.text()
        dialog.again.setText("Hoa-dao-2027")
        dialog.place.setText(str(stick))
        write.click()
        settle()
        shown = shown_one(HelpCodeDialog, behind)
        assert len(shown.code.text()) == len("0000 0000")
        banners = shown.findChildren(InfoBanner)
        warned = [one for one in banners if "chưa thì chỉ mã" in one.text()]
        assert [told in one.text() for one in warned] == [True] * bool(told)
        shown.accept()
        settle()
    assert sorted(one.name for one in stick.iterdir()) == ["XIN-MO-LAI (2).hoi", "XIN-MO-LAI.hoi"]


# -- giving ---------------------------------------------------------------------------------


@pytest.fixture
def approving(
    offices: Offices, sheets: Sheets, section: Callable[[Office], ExchangeSection], stick: Path
) -> ApproveDialog:
    part = section(offices["tinh"])
    part.card.buttons["approve"].click()
    settle()
    dialog = shown_one(ApproveDialog, part)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    return dialog


def approve_it(dialog: ApproveDialog, code: str, sheets: Sheets) -> None:
    type_sheets(dialog.sheets, sheets.authority)
    dialog.called.setChecked(True)
    dialog.code.setText(code)
    dialog.approve()
    settle()


def test_a_request_is_scanned_and_the_pc_may_read_what_was_ticked(
    offices: Offices, sheets: Sheets, approving: ApproveDialog
) -> None:
    asked = enrolment.request_membership(offices["a"])
    assert not approving.approve_button.isEnabled()
    approving.text.setText("SXRQ something else")
    approving.text.editingFinished.emit()
    settle()
    assert "không phải yêu cầu" in approving.trouble.text()
    assert not approving.approve_button.isEnabled()
    approving.text.setText(asked.text)
    approving.text.editingFinished.emit()
    settle()
    assert not approving.level_row.isVisible()
    assert [key for key, box in approving.reach.items() if box.isChecked()] == ["2", "3", "4"]
    approving.reach["4"].setChecked(False)
    approve_it(approving, asked.code, sheets)
    granted = shown_one(GrantedDialog, approving.window().parentWidget() or approving)
    assert granted._approved.entry.compartments == {2, 3}
    assert granted._approved.entry.capabilities == frozenset()


def test_a_pc_that_asks_again_keeps_what_it_had(
    offices: Offices, sheets: Sheets, approving: ApproveDialog, tmp_path: Path
) -> None:
    enrolled(offices, sheets, "a")
    asked = enrolment.rotate_keys(offices["a"])
    approving.file.set_path(chosen(tmp_path / "x.req", asked.content))
    settle()
    assert "xin thẻ cho khóa mới" in approving.warning.text()
    assert [key for key, box in approving.reach.items() if box.isChecked()] == ["3"]


def test_an_office_that_nobody_knows_needs_a_level(
    offices: Offices, sheets: Sheets, approving: ApproveDialog, tmp_path: Path
) -> None:
    asked = enrolment.request_membership(offices["a"])
    with offices["a"].store.connection() as connection:
        keys = enrolment.own_keys(connection)
    request = replace(asked.request, scope=200_007, office="Trại giam An Điềm")
    approving.file.set_path(chosen(tmp_path / "x.req", request_file(request, keys)))
    settle()
    assert "chưa có trong danh bạ" in approving.facts.text()
    assert approving.level_row.isVisible()
    approving.level.setCurrentIndex(approving.level.findData("khac"))
    approve_it(approving, request.code, sheets)
    granted = shown_one(GrantedDialog, approving.window().parentWidget() or approving)
    assert granted._approved.roster.office(200_007).level == "khac"


def test_a_forged_request_and_wrong_sheets_change_nothing(
    offices: Offices, sheets: Sheets, approving: ApproveDialog, tmp_path: Path
) -> None:
    asked = enrolment.request_membership(offices["a"])
    forged = request_file(asked.request, DeviceKeys.new())
    approving.file.set_path(chosen(tmp_path / "x.req", forged))
    settle()
    assert "đã bị sửa" in approving.trouble.text()
    approving.file.set_path(chosen(tmp_path / "y.req", asked.content))
    settle()
    approve_it(approving, asked.code, Sheets((sheets.authority[0], sheets.authority[0])))
    assert "mới có 1" in approving.trouble.text()
    assert approving.isVisible()
    assert len(key_standing.read_roster_lines(offices["tinh"])) == 1


def test_a_card_that_was_not_written_is_not_closed_by_mistake(
    offices: Offices,
    sheets: Sheets,
    stick: Path,
    qtbot: QtBot,
    section: Callable[[Office], ExchangeSection],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = enrolled(offices, sheets, "a")
    part = section(offices["tinh"])
    asked: list[Message] = []
    monkeypatch.setattr(
        granted_dialog, "ask", lambda _w, _t, message, _y, **_k: asked.append(message)
    )
    dialog = GrantedDialog(place_of(part), made, part)
    opened(dialog, qtbot)
    dialog.reject()
    assert dialog.isVisible()
    assert "chưa ghi ra tệp nào" in asked[0].happened
    dialog.print_letter()
    settle()
    shown_one(PdfPreview, dialog).close()
    dialog.write_button.click()
    assert (stick / "THE-KHOA.card").read_bytes() == made.card
    dialog.reject()
    assert len(asked) == 1


# -- sheets ---------------------------------------------------------------------------------


def test_a_sheet_is_checked_at_once_and_hidden(sheets: Sheets, qtbot: QtBot) -> None:
    fields = SheetFields(AUTHORITY, "Mảnh {at}")
    qtbot.addWidget(fields)
    first, second = fields.fields
    type_sheets(fields, [sheets.authority[0][:-1] + "?", sheets.recovery[0]])
    assert "63" in fields.rows[0].problem()
    assert "không phải mảnh khóa cấp thẻ" in fields.rows[1].problem()
    assert first.echoMode() is second.echoMode() is QLineEdit.EchoMode.Normal
    with pytest.raises(FaultyField, match="63"):
        fields.texts()
    type_sheets(fields, [sheets.authority[0].lower().replace("-", " "), sheets.authority[2]])
    assert first.echoMode() is second.echoMode() is QLineEdit.EchoMode.Password
    assert len(fields.texts()) == 2
    fields.clear()
    assert first.text() == second.text() == ""


def test_sheets_are_for_paper_and_not_closed_by_mistake(
    offices: Offices,
    sheets: Sheets,
    section: Callable[[Office], ExchangeSection],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    part = section(offices["tinh"])
    before = QGuiApplication.clipboard().text()
    answers = iter((False, True))
    monkeypatch.setattr(found_dialog, "ask", lambda *_a, **_k: next(answers))
    dialog = SheetsDialog(place_of(part), sheets, part)
    opened(dialog, qtbot)
    files = set(offices.folder.rglob("*"))
    dialog.print_sheets()
    settle()
    preview = shown_one(PdfPreview, dialog)
    assert not any(action.text() == "Lưu PDF" for action in preview.actions())
    preview.close()
    assert not dialog.go_on.isEnabled()
    dialog.reject()
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()
    shown = " ".join(one.windowTitle() for one in (dialog, preview))
    for sheet in (*sheets.authority, *sheets.recovery):
        assert sheet not in shown + caplog.text
    assert QGuiApplication.clipboard().text() == before
    assert set(offices.folder.rglob("*")) == files


def test_the_key_is_handed_over_to_new_sheets(
    offices: Offices,
    sheets: Sheets,
    section: Callable[[Office], ExchangeSection],
) -> None:
    enrolled(offices, sheets, "a")
    part = section(offices["tinh"])
    part.card.buttons["hand_over"].click()
    dialog = shown_one(HandOverDialog, part)
    new = authority.new_authority_sheets(offices["tinh"])
    type_sheets(dialog.old, sheets.authority[1:])
    type_sheets(dialog.new, sheets.authority[:2])
    dialog.hand_over()
    settle()
    assert "chính là khóa đang dùng" in dialog.trouble.text()
    type_sheets(dialog.new, new.authority)
    dialog.hand_over()
    settle()
    assert "Đã đổi khóa cấp thẻ, danh bạ số 3" in part.news.text()


def test_a_pc_is_struck_up_to_a_file_that_is_chosen(
    offices: Offices,
    sheets: Sheets,
    section: Callable[[Office], ExchangeSection],
    stick: Path,
) -> None:
    device = enrolled(offices, sheets, "a").entry.device
    for _ in range(2):
        makers.person(offices["a"])
        receive(offices["tinh"], send(offices["a"], PROVINCE_SCOPE, stick).path)
    part = section(offices["tinh"])
    part.table.selectRow(0)
    part.revoke()
    settle()
    dialog = shown_one(RevokeDialog, part)
    assert [dialog.until.itemText(at) for at in range(dialog.until.count())] == [
        "Tệp mới nhất đã nhận: số 2, ngày 21/11/2026",
        "Tệp số 1, nhận ngày 21/11/2026",
    ]
    first = revocation.read_held_files(offices["tinh"], device)[1].cut
    dialog.until.setCurrentIndex(1)
    dialog.reason.setText("Máy bị lấy cắp")
    type_sheets(dialog.sheets, sheets.authority)
    dialog.revoke()
    settle()
    with offices["tinh"].store.connection() as connection:
        assert enrolment.held_roster(connection).device(device).revoked == first
    part.table.selectRow(0)
    assert part.revoke_button.text() == "Sửa mốc thu hồi…"


def test_a_file_of_a_struck_pc_counts_after_all_when_the_province_says_so(
    offices: Offices,
    sheets: Sheets,
    section: Callable[[Office], ExchangeSection],
    stick: Path,
) -> None:
    top, device = offices["tinh"], enrolled(offices, sheets, "a").entry.device
    makers.person(offices["a"], "Nguyễn Văn Trước")
    receive(top, send(offices["a"], PROVINCE_SCOPE, stick).path)
    makers.person(offices["a"], "Nguyễn Văn Sau")
    on_the_way = send(offices["a"], PROVINCE_SCOPE, stick).path
    revocation.revoke(top, device, sheets.authority[:2])
    receive(top, on_the_way)
    assert called(top) == {"Nguyễn Văn Trước"}
    part = section(top)
    part.table.selectRow(0)
    part.revoke()
    settle()
    dialog = shown_one(CorrectCutDialog, part)
    assert [dialog.until.itemText(at) for at in range(dialog.until.count())] == [
        "Tệp mới nhất đã nhận: số 2, ngày 21/11/2026 (đang để riêng)",
        "Tệp số 1, nhận ngày 21/11/2026 (mốc đang dùng)",
    ]
    assert dialog.until.currentIndex() == 1
    dialog.correct()
    assert "ghi lý do" in dialog.trouble.text()
    dialog.reason.setText("Xã xác nhận")
    dialog.correct()
    assert "Mốc này đang dùng. Chưa thay đổi gì" in dialog.trouble.text()
    dialog.until.setCurrentIndex(0)
    type_sheets(dialog.sheets, sheets.authority)
    dialog.correct()
    settle()
    assert "Đã sửa mốc thu hồi của máy 20854-A" in part.news.text()
    try_refused_again(top)
    assert called(top) == {"Nguyễn Văn Trước", "Nguyễn Văn Sau"}
