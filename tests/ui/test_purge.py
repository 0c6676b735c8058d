"""Asking for somebody to be purged, and doing it with the sheets of the key."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import makers
from desktop.operations import purging
from desktop.operations.exchange_keys import held_roster, keep_roster
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.sync.authority import AuthorityKey, sign_roster
from desktop.ui.exchange_board_view import BoardView
from desktop.ui.person_view import PersonView
from exchange.enrolled import Offices, enrolled_offices, offices
from inline import settle, workplace_of

__all__ = ["enrolled_offices", "offices"]


def view_of(offices: Offices, name: str, person: uuid.UUID, folder: Path, bot: QtBot) -> PersonView:
    made = PersonView(workplace_of(offices[name], folder))
    bot.addWidget(made)
    made.resize(1040, 600)
    made.show()
    made.show_person(person)
    settle()
    return made


def test_a_commune_asks_and_nothing_is_changed_yet(
    offices: Offices, tmp_path: Path, qtbot: QtBot
) -> None:
    person = makers.person(offices["a"], "Nguyễn Thị Hường")
    view = view_of(offices, "a", person, tmp_path, qtbot)
    dialog = view.purge()
    assert dialog is not None
    assert not dialog.sheets.isVisible()
    dialog.go_on()
    settle()
    assert dialog.isVisible(), "a reason and a paper are needed"
    dialog.reason.setText("Gia đình bà Hường xin xóa: Nguyễn Thị Hường")
    dialog.number.setText("12/UBND")
    dialog.go_on()
    settle()
    assert dialog.isVisible(), "nobody is named in what every office keeps"
    assert "“Nguyễn Thị Hường”" in dialog.problem("reason")
    assert dialog.problem("doc_no") == ""
    dialog.reason.setText("Rút lại đồng ý")
    dialog.number.setText("12/UBND")
    dialog.go_on()
    settle()
    assert not dialog.isVisible()
    asked = purging.request_of(offices["a"], person)
    assert asked is not None
    assert (asked.reason, asked.doc_no) == ("Rút lại đồng ý", "12/UBND")
    assert view.person_id() == person


@pytest.mark.parametrize("right", [True, False])
def test_the_authority_purges_with_two_sheets(
    offices: Offices, tmp_path: Path, qtbot: QtBot, right: bool
) -> None:
    office, key = offices["tinh"], AuthorityKey.new()
    with office.store.connection(write=True) as connection:
        roster = replace(held_roster(connection), authority=key.public, version=2)
        keep_roster(connection, sign_roster(roster, key), roster)
    person = makers.person(office, "Nguyễn Thị Hường")
    view = view_of(offices, "tinh", person, tmp_path, qtbot)
    dialog = view.purge()
    assert dialog is not None
    dialog.reason.setText("Rút lại đồng ý")
    dialog.number.setText("45/QĐ")
    sheets = (key if right else AuthorityKey.new()).sheets()
    for field, sheet in zip(dialog.sheets.fields, sheets, strict=False):
        field.setText(sheet)
    with qtbot.waitSignal(view.list_asked, raising=right, timeout=50 if not right else 5000):
        dialog.go_on()
        settle()
    assert dialog.isVisible() is not right
    assert (view.person_id() is None) is right
    assert bool(purging.progress(office)) is right


def test_the_authority_signs_what_a_commune_asks_for_and_sees_who_has_not_done_it(
    offices: Offices, tmp_path: Path, qtbot: QtBot
) -> None:
    key = AuthorityKey.new()
    for name in ("tinh", "a"):
        with offices[name].store.connection(write=True) as connection:
            roster = replace(held_roster(connection), authority=key.public, version=2)
            keep_roster(connection, sign_roster(roster, key), roster)
    person = makers.person(offices["a"], "Nguyễn Thị Hường", person_code="KH-0113")
    purging.ask_purge(offices["a"], "people", person, "Rút lại đồng ý", "12/UBND")
    receive(offices["tinh"], send(offices["a"], offices.scope("tinh"), tmp_path).path)
    board = BoardView(workplace_of(offices["tinh"], tmp_path))
    qtbot.addWidget(board)
    board.show()
    board.refresh()
    settle()
    assert board.purges.text() == "Đề nghị xóa (1)…"
    dialog = board.purges.open_purges()
    settle()
    rows = dialog.asked.model()
    line = [rows.index(0, at).data() for at in range(5)]
    assert line == ["Xã Tiên Phước", "Người được hỗ trợ", "KH-0113", "Rút lại đồng ý", "12/UBND"]
    asking = dialog.sign_chosen()
    assert asking is not None
    settle()
    assert "Hường" not in asking.words()
    for field, sheet in zip(asking.sheets.fields, key.sheets(), strict=False):
        field.setText(sheet)
    asking.go_on()
    settle()
    assert purging.requests(offices["tinh"]) == []
    assert not dialog.asked.isVisible()
    assert not dialog.sign.isEnabled()
    rows = dialog.granted.model()
    assert [rows.index(0, at).data() for at in range(5)] == [
        "12/UBND",
        "Rút lại đồng ý",
        "1",
        "1/3",
        "Phường Hải Châu, Máy b; Xã Tiên Phước, Máy a",
    ]
    assert board.purges.text() == "Đã xóa vĩnh viễn…"


def test_who_grants_nothing_sees_no_purges(offices: Offices, tmp_path: Path, qtbot: QtBot) -> None:
    person = makers.person(offices["a"], "Nguyễn Thị Hường")
    purging.ask_purge(offices["a"], "people", person, "Rút lại đồng ý", "12/UBND")
    board = BoardView(workplace_of(offices["a"], tmp_path))
    qtbot.addWidget(board)
    board.show()
    board.refresh()
    settle()
    assert not board.purges.isVisible()
