"""A month between a commune and its province, through the windows of both.

Written, sent, looked at, taken in, confirmed by a code; corrected and sent down; two who wrote one
name decide; one import is taken back; the board shows the month.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import makers
from clerk import Clerk
from desktop.operations import records
from desktop.ui import receive_deeds
from desktop.ui.ack_dialogs import AckCodeDialog, HearAckDialog
from desktop.ui.disagreements_view import DisagreementsView
from desktop.ui.exchange_board_view import BoardView
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.home import HomePage
from desktop.ui.pdf_preview import PdfPreview
from exchange.enrolled import NAMES, PASSWORD, Offices, enrolled_offices, offices
from exchange_steps import listed, look, put_stick_in, send, take
from inline import settle
from paper.pages import words
from tables import Tables, set_up

__all__ = ["enrolled_offices", "offices"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

COMMUNE, PROVINCE = NAMES["a"], NAMES["tinh"]


@pytest.fixture
def tables(
    offices: Offices, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Tables]:
    stick = put_stick_in(tmp_path, monkeypatch)
    monkeypatch.setattr(receive_deeds, "ask", lambda *_a, **_k: True)
    with set_up(offices, qtbot, stick, PASSWORD) as made:
        yield made


def test_a_month_between_commune_and_province(tables: Tables) -> None:
    clerk = tables.signs_in("a")
    person = makers.person(clerk.office, "Trần Quốc Hưng", phone="0950000001")
    send(tables, clerk)
    clerk = tables.signs_in("tinh")
    page = look(tables, clerk)
    assert ("Mới", "Người được hỗ trợ · Trần Quốc Hưng") in listed(page)
    take(clerk, page)
    assert minutes(clerk, page).count("Trần Quốc Hưng") == 0
    code = said_code(clerk, page)
    clerk = tables.signs_in("a")
    hear(clerk, code)

    tables.clock.forward(days=3)
    both_write_the_name(tables, person)
    decide_at_home(tables, person)
    clerk = tables.signs_in("tinh")
    page = look(tables, clerk)
    take(clerk, page)
    shown = records.read(clerk.office, "people", person).values
    assert (shown["full_name"], shown["phone"]) == ("Trần Quốc Hùng", "0950000009")
    assert page.receive.report.review.isHidden(), "the decision has closed it here too"

    tables.clock.forward(days=5)
    taken_back(tables)
    clerk = tables.signs_in("tinh")
    board_shows_the_month(tables, clerk)


# -- the steps ------------------------------------------------------------------------------


def both_write_the_name(tables: Tables, person: uuid.UUID) -> None:
    """The commune writes one name; the province another, a number beside it, and sends it down."""
    clerk = tables.signs_in("a")
    records.save(clerk.office, "people", person, {"full_name": "Trần Quốc Hùng"})
    tables.clock.forward(hours=2)
    clerk = tables.signs_in("tinh")
    told = {"full_name": "Trần Quốc Hưởng", "phone": "0950000009"}
    records.save(clerk.office, "people", person, told)
    send(tables, clerk, COMMUNE)


def decide_at_home(tables: Tables, person: uuid.UUID) -> None:
    """The commune sees both, keeps its own by keyboard, and sends that up."""
    clerk = tables.signs_in("a")
    page = look(tables, clerk)
    assert "Cần xem" in {group for group, _ in listed(page)}
    differences = page.receive.one.changes.differences
    assert "Hai nơi ghi khác nhau" in differences.note.text()
    take(clerk, page)
    assert records.read(clerk.office, "people", person).values["phone"] == "0950000009"
    clerk.press("Xem 1 mục cần xem lại", page)
    review = page.review
    assert isinstance(review, DisagreementsView)
    review.take_keyboard()
    (one,) = review.shown
    own = [option.texts for option in one.options].index(("Trần Quốc Hùng",))
    clerk.key(Qt.Key(Qt.Key.Key_1.value + own))
    clerk.key(Qt.Key.Key_Return)
    assert list(review.shown) == []
    assert records.read(clerk.office, "people", person).values["full_name"] == "Trần Quốc Hùng"
    send(tables, clerk)


def taken_back(tables: Tables) -> None:
    """One more file comes up; the province takes it in and puts all of it back."""
    clerk = tables.signs_in("a")
    makers.person(clerk.office, "Người Gửi Nhầm")
    send(tables, clerk)
    clerk = tables.signs_in("tinh")
    page = look(tables, clerk)
    take(clerk, page)
    clerk.press("Hoàn tác lần nhận này…", page.receive.report)
    settle()
    received = page.receive.start.received
    assert received.table.model().index(0, 4).data() == "Đã hoàn tác"
    assert "Đã hoàn tác tệp số 3 của Xã Tiên Phước: bỏ" in clerk.said()


def board_shows_the_month(tables: Tables, clerk: Clerk) -> None:
    page = clerk.go("exchange", ExchangePage)
    settle()
    page.open_section("board")
    settle()
    board = page.board
    assert isinstance(board, BoardView)
    shown = [board.rows.index(row, 0).data() for row in range(board.rows.rowCount())]
    last = board.rows.columnCount() - 2
    at = board.rows.index(shown.index(COMMUNE), last)
    assert at.data() == "Đã nhận số 1–2", "the third was taken back"
    other = board.rows.index(shown.index(NAMES["b"]), last)
    assert other.data() == "Chưa gửi"


# -- after receiving ------------------------------------------------------------------------


def minutes(clerk: Clerk, page: ExchangePage) -> str:
    """What stands on the minutes."""
    clerk.press("In biên bản…", page.receive.report)
    settle()
    preview = page.receive.findChild(PdfPreview)
    assert preview is not None
    told = words(preview._content)
    preview.close()
    assert "Nhận dữ liệu từ Xã Tiên Phước" in told
    return told


def said_code(clerk: Clerk, page: ExchangePage) -> str:
    """The code that the province reads out."""
    clerk.press("Mã xác nhận…", page.receive.report)
    dialog = clerk.dialog(AckCodeDialog)
    (code,) = dialog.codes
    clerk.press("Đóng", dialog)
    return code


def hear(clerk: Clerk, code: str) -> None:
    """The commune types it; nothing waits any more, neither there nor on the first page."""
    home = clerk.page(HomePage)
    assert "chưa xác nhận" in " ".join(home.waiting.texts())
    page = clerk.go("exchange", ExchangePage)
    settle()
    assert page.send.form.figure.text() != "0"
    clerk.press("Nhập mã xác nhận…", page.send)
    dialog = clerk.dialog(HearAckDialog)
    dialog.code.setText(code[:-1] + ("A" if code[-1] != "A" else "B"))
    clerk.press("Xác nhận", dialog)
    assert "chưa" in dialog.field.problem().lower()
    dialog.code.setText(f"Tỉnh đọc: {code.lower()}")
    clerk.press("Xác nhận", dialog)
    assert "còn 0 chưa xác nhận" in dialog.news.text()
    clerk.press("Đóng", dialog)
    settle()
    assert page.send.form.figure.text() == "0"
