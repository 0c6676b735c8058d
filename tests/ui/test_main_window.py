"""The window of a signed-in clerk: its pages, its counts, its keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.operations import records
from desktop.operations.lists import quick_search
from desktop.ui.main_window import MainWindow
from desktop.ui.pages import PAGES
from inline import settle, workplace_of
from makers import case, person, team

SMALLEST_ROOM = (1037, 540)
"""What a page has at 1366×768 and 125 %: 1093×614 without navigation, strip and status line."""


@pytest.fixture
def window(qtbot, office, tmp_path):
    made = MainWindow(workplace_of(office, tmp_path), "UBND xã Tiên Phước")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    settle()
    return made


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
def test_every_page_fits_the_smallest_room(window, spec):
    page = window.show_page(spec.key)
    settle()
    room = page.minimumSizeHint()
    assert (room.width(), room.height()) <= SMALLEST_ROOM
    assert room.height() <= SMALLEST_ROOM[1]


def test_counts_follow_what_is_saved(window, office):
    window.count_all()
    settle()
    assert window.navigation._items["cases"].count() is None
    case(office)
    window.count_all()
    settle()
    assert window.navigation._items["cases"].count() == 1
    assert window.navigation._items["people"].count() == 1


def test_a_hit_of_the_quick_search_opens_on_its_page(qtbot, window, office):
    person_id = person(office, full_name="Nguyễn Văn Đạt")
    window.search.setFocus()
    qtbot.keyClicks(window.search, "dat nguyen")
    window.search.look_up()
    settle()
    assert window.search.list.isVisible()
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    settle()
    assert window.navigation.selected() == "people"
    assert [hit.id for hit in quick_search(office, "đạt")] == [person_id]


def test_nothing_found_says_what_to_try(qtbot, window):
    qtbot.keyClicks(window.search, "khong co ai")
    window.search.look_up()
    settle()
    assert window.search.nothing.isVisible()
    assert not window.search.list.isVisible()


def test_undo_takes_the_last_saved_action_back(window, office):
    team_id = team(office)
    records.save(office, "teams", team_id, {"area": "Thôn 1 đến thôn 5"})
    window.undo()
    settle()
    assert records.read(office, "teams", team_id).values["area"] is None
    assert "hoàn tác" in window.said.text()


def test_who_keeps_only_the_accounts_sees_no_case_page(qtbot, open_as, tmp_path):
    made = MainWindow(workplace_of(open_as("QUAN_TRI"), tmp_path), "UBND xã Tiên Phước")
    qtbot.addWidget(made)
    assert not {"cases", "people"} & set(made._specs)
    assert "settings" in made._specs
