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
from desktop.sync.authority import AuthorityKey, sign_roster
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
