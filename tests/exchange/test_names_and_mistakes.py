"""A name that is no text, or a mistake of ours, costs one file of a morning and never the morning."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

import makers
from desktop.base.errors import UserError
from desktop.operations import incoming, mornings, receiving
from desktop.operations.imports_taken_back import put_morning_back, received_files
from desktop.operations.incoming import examine_all, look_at, take_in
from desktop.operations.incoming_all import look_at_all
from desktop.operations.mornings import receive_all
from desktop.operations.receipts import print_receipt
from desktop.operations.sending import send
from desktop.operations.taking_in import Receipt
from desktop.store.exchange.inbound import Inbound
from exchange.enrolled import Offices, enrolled_offices, offices
from exchange.test_files_between_offices import people, stick
from paper.pages import words

__all__ = ["enrolled_offices", "offices", "stick"]


def sent(offices: Offices, stick: Path, name: str, by: str = "a") -> Path:
    makers.person(offices[by], name)
    return send(offices[by], offices.scope("tinh"), stick).path


def no_text(path: Path) -> Path:
    """The same file under a name that was written in an old code of Vietnamese letters."""
    if os.name == "nt":
        pytest.skip("names are no bytes there")
    renamed = path.with_name(os.fsdecode(b"B\xb8o c\xb8o x\xb7.goi"))
    return path.rename(renamed)


@pytest.mark.parametrize("alone", [True, False])
def test_a_name_that_is_no_text_is_taken_in_told_and_printed(
    offices: Offices, stick: Path, alone: bool
) -> None:
    province = offices["tinh"]
    path = no_text(sent(offices, stick, "Người Một"))
    others = [] if alone else [sent(offices, stick, "Người Hai", "b")]
    told = look_at(province, path).receipt.identity.name
    assert told == "B?o c?o x?.goi"
    examined = examine_all(province, [path, *others])
    assert all(one.identity is not None for one in examined)
    assert len(look_at_all(province, examined)) == 1 + len(others)
    morning = take_in(province, [path, *others]).morning
    assert (len(morning.receipts), morning.refused) == (1 + len(others), [])
    assert told in {one.name for one in received_files(province)}
    packages = [one.identity.package for one in morning.receipts]
    assert told in words(print_receipt(province, packages, morning).content)
    if not alone:
        assert len(put_morning_back(province, morning.name).back) == 2


def test_what_is_refused_under_a_name_that_is_no_text_is_told_and_printed(
    offices: Offices, stick: Path
) -> None:
    path = no_text(sent(offices, stick, "Người Một"))
    path.write_bytes(path.read_bytes()[:-1])
    sent(offices, stick, "Người Hai", "b")
    morning = receive_all(offices["tinh"], [stick])
    ((_, error),) = morning.refused
    assert error.message.startswith("Tệp B?o c?o x?.goi bị cụt")
    (receipt,) = morning.receipts
    minutes = print_receipt(offices["tinh"], [receipt.identity.package], morning)
    assert "B?o c?o x?.goi" in words(minutes.content)


def breaks(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """From now on the program makes a mistake at the end of taking in this file."""
    real = receiving.note_received

    def mistaken(office: object, inbound: Inbound, receipt: Receipt) -> None:
        real(office, inbound, receipt)  # type: ignore[arg-type]
        if receipt.identity.path == file:
            raise KeyError("Nguyễn Thị Hường")

    monkeypatch.setattr(receiving, "note_received", mistaken)


def test_a_mistake_of_ours_refuses_one_file_and_the_others_go_on(
    offices: Offices,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first = sent(offices, stick, "Người Một")
    second = sent(offices, stick, "Người Hai", "b")
    later = sent(offices, stick, "Người Ba")
    breaks(monkeypatch, second)
    morning = receive_all(offices["tinh"], [first, second, later])
    assert [one.identity.path for one in morning.receipts] == [first, later]
    ((path, error),) = morning.refused
    assert path == second
    assert "lỗi của chính nó" in error.message
    assert "KeyError, test_names_and_mistakes.py" in error.message
    assert "Hường" not in error.message + caplog.text
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("desktop.operations", logging.ERROR)
    assert "KeyError" in record.getMessage()
    assert people(offices, "tinh") == {"Người Một", "Người Ba"}
    monkeypatch.undo()
    assert receive_all(offices["tinh"], [second]).refused == []
    assert people(offices, "tinh") == {"Người Một", "Người Hai", "Người Ba"}


def test_a_mistake_with_the_only_file_is_a_sentence_too(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sent(offices, stick, "Người Một")
    breaks(monkeypatch, path)
    with pytest.raises(UserError, match=r"lỗi của chính nó.*Tệp này chưa nhận"):
        take_in(offices["tinh"], [path])
    assert people(offices, "tinh") == set()


def test_a_mistake_after_a_file_was_taken_in_does_not_hide_its_receipt(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [sent(offices, stick, "Người Một"), sent(offices, stick, "Người Hai", "b")]

    def mistaken(_office: object, receipt: Receipt) -> None:
        if receipt.identity.path == paths[0]:
            raise AssertionError

    monkeypatch.setattr(mornings, "settle_received", mistaken)
    morning = receive_all(offices["tinh"], paths)
    assert (len(morning.receipts), morning.refused) == (2, [])
    (told,) = morning.unsettled
    assert told.startswith(f"Đã nhận trọn tệp {paths[0].name}")
    assert people(offices, "tinh") == {"Người Một", "Người Hai"}


def test_a_mistake_while_one_of_many_is_looked_at_leaves_the_others_to_be_seen(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [sent(offices, stick, "Người Một"), sent(offices, stick, "Người Hai", "b")]
    real = incoming.examine

    def mistaken(office: object, path: Path) -> object:
        if path == paths[0]:
            raise RuntimeError
        return real(office, path)  # type: ignore[arg-type]

    monkeypatch.setattr(incoming, "examine", mistaken)
    good, bad = examine_all(offices["tinh"], paths)
    assert good.path == paths[1]
    assert good.identity is not None
    assert "lỗi của chính nó" in bad.trouble
