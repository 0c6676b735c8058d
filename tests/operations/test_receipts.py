"""The minutes of receiving: kept with each file, printed then or later."""

from __future__ import annotations

from pathlib import Path

import pytest

import makers
from desktop.base.errors import NotAllowed, UserError
from desktop.operations import records
from desktop.operations.imports_taken_back import take_import_back
from desktop.operations.incoming import look_at, take_in
from desktop.operations.incoming_choice import Choice
from desktop.operations.mornings import receive_all
from desktop.operations.receipts import print_receipt
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.store.events import read_events
from exchange.enrolled import Offices, enrolled_offices, offices, stick
from paper.pages import words

__all__ = ["enrolled_offices", "offices", "stick"]


def sent(offices: Offices, stick: Path) -> Path:
    return send(offices["a"], offices.scope("tinh"), stick).path


def test_the_minutes_say_who_sent_what_and_what_came_of_it(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"], "Nguyễn Thị Kín")
    path = sent(offices, stick)
    receipt = receive(offices["tinh"], path)
    offices.clock.forward(days=40)
    printed = print_receipt(offices["tinh"], [receipt.identity.package])
    page = words(printed.content)
    for told in (
        "BIÊN BẢN",
        "Nhận dữ liệu từ Xã Tiên Phước",
        path.name,
        "Cán bộ a 21/11/2026 09:00",
        "Người được hỗ trợ 1",
        "Cán bộ tinh",
    ):
        assert told in page
    assert "Nguyễn Thị Kín" not in page
    assert printed.file_name == "BIEN-BAN-NHAN-20261231.pdf"
    assert "Mẫu" not in page, "no law gives it a form"
    assert printed.pages == 1, "what came, what became of it and who signs, on one sheet"


def test_what_was_left_and_what_was_refused_is_told(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"], "Người Một")
    found = look_at(offices["tinh"], path := sent(offices, stick))
    choice = Choice(found.rows)
    choice.leave(row for row in found.rows if row.table == "people")
    taken = take_in(offices["tinh"], [path], left=choice.left())
    package = taken.morning.receipts[0].identity.package
    (stick / "GOI_rac.goi").write_bytes(b"khong phai goi")
    makers.person(offices["a"], "Người Hai")
    sent(offices, stick)
    morning = receive_all(offices["tinh"], [stick])
    second = next(one.identity.package for one in morning.receipts if not one.again)
    page = words(print_receipt(offices["tinh"], [package, second], morning).content)
    assert "1 thay đổi người nhận bỏ chọn, đã để riêng" in page
    assert "3. Tệp chưa nhận" in page
    assert "GOI_rac.goi" in page
    assert "đã nhận 2 tệp" in page


def test_minutes_of_an_import_that_was_taken_back_say_so(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"])
    receipt = receive(offices["tinh"], sent(offices, stick))
    take_import_back(offices["tinh"])
    page = words(print_receipt(offices["tinh"], [receipt.identity.package]).content)
    assert "Đã hoàn tác" in page


def test_a_file_of_another_day_that_changed_nothing_has_minutes_too(
    offices: Offices, stick: Path
) -> None:
    person = makers.person(offices["a"])
    receive(offices["tinh"], sent(offices, stick))
    again = receive(offices["tinh"], sent(offices, stick))
    assert again.tally.changed == 0
    page = words(print_receipt(offices["tinh"], [again.identity.package]).content)
    assert "Không có gì mới" in page
    assert records.read(offices["tinh"], "people", person)


def test_nothing_is_printed_of_a_file_that_never_came(offices: Offices) -> None:
    with pytest.raises(UserError, match="chưa có gì để in"):
        print_receipt(offices["tinh"], [bytes(16)])


def test_printing_is_written_down_and_needs_the_right(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    makers.person(offices["a"])
    receipt = receive(offices["tinh"], sent(offices, stick))
    print_receipt(offices["tinh"], [receipt.identity.package])
    with offices["tinh"].store.connection() as connection:
        told = [one.detail for one in read_events(connection) if one.kind == "print"]
    assert told == ["Biên bản nhận dữ liệu: 1 tệp"]
    monkeypatch.setattr(type(offices["tinh"]), "may", lambda *_: False)
    with pytest.raises(NotAllowed):
        print_receipt(offices["tinh"], [receipt.identity.package])
