"""A commune takes part in the exchange, forgets every password, and then loses its PC.

Two programs stand on two tables, and a stick and a telephone go between them.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

import makers
from clerk import Clerk
from desktop.operations import lists
from desktop.operations.office import letter
from desktop.store.folder import SEALED
from desktop.ui.approve_dialog import ApproveDialog
from desktop.ui.beginnings import RecoveryDialog
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.exchange_section import ExchangeSection
from desktop.ui.found_dialog import FoundDialog, SheetsDialog
from desktop.ui.granted_dialog import GrantedDialog
from desktop.ui.help_asking import HelpAnswerDialog, HelpAskDialog, HelpCodeDialog
from desktop.ui.help_dialogs import HelpGrantDialog
from desktop.ui.membership_dialogs import CardDialog, RequestDialog
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.revoke_dialog import RevokeDialog
from desktop.ui.settings_page import SettingsPage
from desktop.ui.sheet_fields import SheetFields
from inline import settle
from paper.pages import read, words
from tables import Tables, set_up
from three_offices import PASSWORD, TIEN_PHUOC_SCOPE, Offices, founded_offices, offices

__all__ = ["founded_offices", "offices"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

NEW = "Bong-sen-2027"
COMMUNE = "Ủy ban nhân dân xã Tiên Phước"
_LINE = re.compile(r"(?:[A-Z2-7]{4} +){3}[A-Z2-7]{4}")


@pytest.fixture
def tables(
    offices: Offices, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Tables]:
    stick = tmp_path / "KINGSTON"
    stick.mkdir()
    monkeypatch.setattr("desktop.ui.key_files.carried_drives", lambda: [stick])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    with set_up(offices, qtbot, stick, PASSWORD) as made:
        yield made


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Which file is chosen the next time that one is asked for."""

    def choose(path: Path) -> None:
        assert path.is_file()
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))

    return choose


def test_enrolled_then_the_password_is_lost_and_then_the_pc(
    tables: Tables, chosen: Callable[[Path], None]
) -> None:
    authority, recovery = found(tables)
    join(tables, "a", authority, chosen)
    clerk = tables.sits("a")
    makers.person(clerk.office, "Nguyễn Văn Đã Gửi")
    sent = send(clerk, tables)
    take_in(tables, "tinh", sent)

    lose_password(tables, recovery, chosen)
    clerk = tables.sits("a", NEW)
    makers.person(clerk.office, "Trần Thị Chưa Gửi")

    tables.end("a")
    shutil.rmtree(tables.folder("a"))
    strike(tables, authority)
    assert join(tables, "a2", authority, chosen) == "B"
    clerk = tables.sits("tinh")
    sent = send(clerk, tables, COMMUNE.replace("Ủy ban nhân dân", "UBND"))
    take_in(tables, "a2", sent)
    clerk = tables.sits("a2")
    found_again = [hit.title for hit in lists.quick_search(clerk.office, "nguyen da gui")]
    assert found_again == ["Nguyễn Văn Đã Gửi"]
    assert lists.quick_search(clerk.office, "chua gui") == [], "what was not sent is gone"
    with clerk.office.reading() as session:
        assert letter(session) == "B"


# -- the province ---------------------------------------------------------------------------


def found(tables: Tables) -> tuple[list[str], list[str]]:
    """The province begins; what stands on its sheets, read from the paper."""
    papers: list[bytes] = []

    def print_them(dialog: SheetsDialog) -> None:
        assert not dialog.go_on.isEnabled()
        clerk.press("Xem và in…", dialog)
        preview = dialog.findChild(PdfPreview)
        assert preview is not None
        assert not [one for one in preview.actions() if "Lưu" in one.text()]
        papers.append(preview._content)
        preview.close()
        clerk.click(dialog.printed)
        clerk.click(dialog.given)
        clerk.press("Xong", dialog)

    clerk = tables.sits("tinh")
    part = section(clerk)
    clerk.press("Lập khóa của tỉnh…", part)
    dialog = clerk.dialog(FoundDialog)
    clerk.press("Lập khóa và in các mảnh…", dialog)
    assert "xác nhận" in dialog.trouble.text()
    clerk.click(dialog.sure)
    clerk.when_asked(SheetsDialog, print_them)
    clerk.press("Lập khóa và in các mảnh…", dialog)
    assert part.card.state.text() == "Đã tham gia"
    assert [line.office_name for line in part._lines] == ["Ủy ban nhân dân thành phố Đà Nẵng"]
    sheets = ["".join(_LINE.findall(page.text.replace("\xa0", " "))) for page in read(papers[0])]
    assert "MẢNH KHÓA CẤP THẺ 3/3" in words(papers[0])
    return sheets[:3], sheets[3:]


def approve(
    tables: Tables, told: str, authority: list[str], chosen: Callable[[Path], None]
) -> tuple[str, str]:
    """The province has heard this code over the telephone; the letter's code and the PC's letter."""
    chosen(tables.stick / "YEU-CAU.req")
    clerk = tables.sits("tinh")
    clerk.press("Duyệt yêu cầu…", section(clerk))
    dialog = clerk.dialog(ApproveDialog)
    clerk.press("Chọn tệp…", dialog)
    assert f"Số cơ quan {TIEN_PHUOC_SCOPE}" in dialog.facts.text()
    type_sheets(clerk, dialog.sheets, authority)
    put(clerk, dialog.code, "0000 0000" if told != "0000 0000" else "0000 0001")
    clerk.press("Cấp thẻ", dialog)
    assert "Hãy gọi" in dialog.trouble.text()
    clerk.click(dialog.called)
    clerk.press("Cấp thẻ", dialog)
    assert "không khớp" in dialog.trouble.text()
    put(clerk, dialog.code, told)
    clerk.press("Cấp thẻ", dialog)
    granted = clerk.dialog(GrantedDialog)
    clerk.press("Ghi thẻ khóa", granted)
    assert "Có thể rút USB" in granted.written.text()
    code, given = granted.code.text(), granted._approved.entry.letter
    clerk.press("Đóng", granted)
    (tables.stick / "YEU-CAU.req").unlink()
    return code, given


def strike(tables: Tables, authority: list[str]) -> None:
    """The province strikes the lost PC."""
    clerk = tables.sits("tinh")
    part = section(clerk)
    row = [line.code for line in part._lines].index(f"{TIEN_PHUOC_SCOPE}-A")
    part.table.selectRow(row)
    settle()
    clerk.press("Thu hồi máy đang chọn…", part)
    dialog = clerk.dialog(RevokeDialog)
    assert dialog.until.currentText() == "Tệp mới nhất đã nhận: số 1, ngày 21/11/2026"
    clerk.press("Thu hồi", dialog)
    assert "lý do" in dialog.trouble.text()
    put(clerk, dialog.reason, "Mất máy")
    type_sheets(clerk, dialog.sheets, authority[1:])
    clerk.press("Thu hồi", dialog)
    assert f"Đã thu hồi máy {TIEN_PHUOC_SCOPE}-A" in part.news.text()
    assert part.table.model().index(row, 2).data() == "Đã thu hồi"
    part.table.selectRow(row)
    assert part.revoke_button.text() == "Sửa mốc thu hồi…"


# -- the commune ----------------------------------------------------------------------------


def join(tables: Tables, name: str, authority: list[str], chosen: Callable[[Path], None]) -> str:
    """A PC of the commune asks, the province gives, the PC takes; returns its letter."""
    clerk = tables.sits(name)
    page = clerk.go("exchange", ExchangePage)
    clerk.press("Mở Thiết lập", page)
    part = section(clerk)
    assert part.card.state.text() == "Chưa tham gia"
    clerk.press("Xin thẻ khóa…", part)
    dialog = clerk.dialog(RequestDialog)
    told = dialog.code.text()
    clerk.press("Ghi tệp yêu cầu", dialog)
    assert "Có thể rút USB" in dialog.written.text()
    clerk.press("Đóng", dialog)
    assert part.card.state.text() == "Chờ thẻ khóa"
    code, given = approve(tables, told, authority, chosen)
    card = tables.stick / "THE-KHOA.card"
    chosen(card)
    clerk = tables.sits(name)
    page = clerk.go("exchange", ExchangePage)
    assert not page.tabs.isVisible()
    part = section(clerk)
    clerk.press("Nhận thẻ khóa…", part)
    dialog = clerk.dialog(CardDialog)
    clerk.press("Chọn tệp…", dialog)
    assert f"máy {given}" in dialog.facts.text()
    put(clerk, dialog.code, told)
    clerk.press("Nhận thẻ", dialog)
    assert "không khớp với thẻ" in dialog.trouble.text(), "the code of the request is another"
    put(clerk, dialog.code, code)
    clerk.press("Nhận thẻ", dialog)
    assert part.card.state.text() == "Đã tham gia"
    assert "Đã nhận thẻ khóa" in part.news.text()
    clerk.press("Mở Trao đổi dữ liệu", part)
    assert page.tabs.isVisible(), "the page knows at once that files may go"
    card.unlink()
    return given


def lose_password(tables: Tables, recovery: list[str], chosen: Callable[[Path], None]) -> None:
    """Nobody knows the password any more, and the recovery code is gone."""
    (tables.folder("a") / SEALED).unlink()
    tables.stands("a")
    tables.sits("a")
    assert (tables.folder("a") / SEALED).exists(), "it is put back at each sign-in"
    clerk = tables.stands("a")
    dialog = forgotten(clerk)
    clerk.press("Nhờ tỉnh giúp mở lại…", dialog)
    asking = clerk.dialog(HelpAskDialog)
    for field, text in (
        (asking.user, "lan"),
        (asking.password, NEW),
        (asking.again, NEW),
        (asking.place, str(tables.stick)),
    ):
        put(clerk, field, text)
    clerk.press("Ghi tệp yêu cầu", asking)
    shown = clerk.dialog(HelpCodeDialog)
    told = shown.code.text()
    clerk.press("Đóng", shown)
    clerk.press("Thôi", dialog)
    chosen(tables.stick / "XIN-MO-LAI.hoi")
    clerk = tables.sits("tinh")
    clerk.press("Giúp mở lại dữ liệu…", section(clerk))
    helping = clerk.dialog(HelpGrantDialog)
    clerk.press("Chọn tệp…", helping)
    assert "UBND xã Tiên Phước" in helping.facts.text()
    clerk.click(helping.called)
    put(clerk, helping.code, told)
    type_sheets(clerk, helping.sheets, recovery)
    clerk.press("Ghi trả lời", helping)
    assert "Có thể rút USB" in helping.written.text()
    assert helping.sheets.fields[0].text() == "", "sheets are forgotten after the deed"
    clerk.press("Đóng", helping)
    chosen(tables.stick / "MO-LAI.tra")
    clerk = tables.stands("a")
    clerk.press("Đã có trả lời của tỉnh…", forgotten(clerk))
    answer = clerk.dialog(HelpAnswerDialog)
    clerk.press("Chọn tệp…", answer)
    put(clerk, answer.user, "lan")
    put(clerk, answer.password, PASSWORD)
    clerk.press("Đặt mật khẩu và mở", answer)
    assert "không giống lúc lập yêu cầu" in answer.trouble.text()
    put(clerk, answer.password, NEW)
    clerk.press("Đặt mật khẩu và mở", answer)
    assert clerk.program.window is not None
    clerk = tables.stands("a")
    clerk.program.sign_in.password.setText(PASSWORD)
    clerk.press("Đăng nhập", clerk.program.sign_in)
    assert clerk.program.window is None, "the former password still opens the data"


def forgotten(clerk: Clerk) -> RecoveryDialog:
    clerk.press("Quên mật khẩu", clerk.program.sign_in)
    return clerk.dialog(RecoveryDialog)


# -- both -----------------------------------------------------------------------------------


def section(clerk: Clerk) -> ExchangeSection:
    """The section of the settings, as somebody comes to it."""
    clerk.window.workplace.section_asked.emit("settings", "exchange")
    settle()
    part = clerk.page(SettingsPage).stack.currentWidget()
    assert isinstance(part, ExchangeSection)
    return part


def put(clerk: Clerk, field: QLineEdit, text: str) -> None:
    field.window().activateWindow()
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    field.clear()
    clerk.write(text)


def type_sheets(clerk: Clerk, fields: SheetFields, sheets: list[str]) -> None:
    for field, sheet in zip(fields.fields, sheets, strict=False):
        put(clerk, field, sheet.lower())
    fields.fields[0].setFocus()
    settle()
    assert all(one.echoMode() is QLineEdit.EchoMode.Password for one in fields.fields)


def send(clerk: Clerk, tables: Tables, to: str = "") -> Path:
    """Write the file for the office above, or for one that is chosen."""
    page = clerk.go("exchange", ExchangePage)
    settle()
    if to:
        page.send.offices.search.setText(to)
        page.send.offices.view.setCurrentIndex(page.send.offices.shown.index(0, 0))
        settle()
    page.send.form.target.choose_folder()
    page.send.form.send()
    settle()
    (file,) = tables.stick.glob("*.goi")
    return file


def take_in(tables: Tables, name: str, file: Path) -> None:
    """Look at a file and take it in."""
    clerk = tables.sits(name)
    page = clerk.go("exchange", ExchangePage)
    settle()
    page.open_section("receive")
    page.receive.look_at([file])
    settle()
    clerk.click(page.receive.one.take)
    settle()
    assert "Đã nhận" in page.receive.report.title.text()
    file.unlink()
