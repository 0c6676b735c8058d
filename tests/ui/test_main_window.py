"""The window of a signed-in clerk: its pages, its counts, its keys."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from desktop.indicators import periods
from desktop.operations import records, reports
from desktop.operations.lists import quick_search
from desktop.records import Person
from desktop.ui import editing, office_check, undo
from desktop.ui.main_window import MainWindow
from desktop.ui.pages import PAGES
from desktop.ui.undo import UndoAction
from inline import settle, workplace_of
from makers import activity, case, hamlet, inspection, loaded, only, person, saved, team

TRAINING = {
    "from_on": dt.date(2026, 3, 2),
    "topics": ("KY_NANG",),
    "topic_text": "Kỹ năng tư vấn",
    "organiser_level": "TINH",
    "classes": 1,
    "attendance": 20,
}
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


@pytest.mark.parametrize(
    ("typed", "table", "page"),
    [
        ("doi thu nghiem", "teams", "teams"),
        ("hoi an", "hamlets", "settings"),
        ("mit tinh", "activities", "activities"),
        ("tu van ky nang", "trainings", "activities"),
        ("nha nghi hoa mai", "inspections", "inspections"),
        ("quy iii 2026", "reports", "reports"),
    ],
)
def test_what_is_found_by_its_name_says_what_it_is_and_opens(
    qtbot, window, office, typed, table, page
):
    made = {
        "teams": lambda: team(office, name="Đội thử nghiệm"),
        "hamlets": lambda: hamlet(office, name="Thôn Hội An"),
        "activities": lambda: activity(office, summary="Mít tinh hưởng ứng"),
        "trainings": lambda: saved(office, "trainings", **TRAINING),
        "inspections": lambda: inspection(office, target_name="Nhà nghỉ Hoa Mai"),
        "reports": lambda: only(reports.open_report(office, periods.quarter(2026, 3)), "reports"),
    }[table]()
    qtbot.keyClicks(window.search, typed)
    window.search.look_up()
    settle()
    hits = [window.search._model.hit(row) for row in range(window.search._model.rowCount())]
    assert [(hit.table, hit.id) for hit in hits] == [(table, made)]
    assert hits[0].title
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    settle()
    assert window.navigation.selected() == page


def test_nothing_found_says_what_to_try(qtbot, window):
    qtbot.keyClicks(window.search, "khong co ai")
    window.search.look_up()
    settle()
    assert window.search.nothing.isVisible()
    assert not window.search.list.isVisible()


def test_undo_takes_the_last_saved_action_back(window, office, monkeypatch):
    team_id = team(office)
    records.save(office, "teams", team_id, {"area": "Thôn 1 đến thôn 5"})
    asked = answers(monkeypatch, yes=True)
    window.open_record("teams", team_id)
    settle()
    window.undo()
    settle()
    assert records.read(office, "teams", team_id).values["area"] is None
    assert "hoàn tác: cất đội" in window.said.text().lower()
    assert asked == [], "the team stands on the screen"


def answers(monkeypatch, *, yes):
    """Answer the question before an undo, and tell what was asked."""
    asked = []

    def answer(_parent, _title, question, _yes, **_look):
        asked.append(question.happened)
        return yes

    monkeypatch.setattr(undo, "ask", answer)
    return asked


@pytest.mark.parametrize("yes", [True, False])
def test_undo_of_what_is_not_on_the_screen_is_asked_about(window, office, monkeypatch, yes):
    team_id = team(office)
    records.save(office, "teams", team_id, {"area": "Thôn 1 đến thôn 5"})
    other = person(office, "Nguyễn Văn Đạt")
    asked = answers(monkeypatch, yes=yes)
    window.open_record("teams", team_id)
    settle()
    window.undo()
    settle()
    assert len(asked) == 1
    assert "Nguyễn Văn Đạt" in asked[0]
    assert loaded(office, Person, other).void_reason == ("Hoàn tác" if yes else None)


def test_the_menu_says_what_undo_would_take_back(qtbot, window, office):
    empty = UndoAction(window.workplace, window)
    settle()
    assert not empty.isEnabled()
    person(office, "Nguyễn Văn Đạt")
    full = UndoAction(window.workplace, window)
    settle()
    assert full.isEnabled()
    assert full.text().startswith("Hoàn tác: cất ")
    assert "Nguyễn Văn Đạt, lúc " in full.text()


def test_what_was_said_goes_with_the_next_page_record_or_deed(window, office):
    one, other = person(office, "Nguyễn Văn Đạt"), person(office, "Bùi Văn Thắng")
    window.open_record("people", one)
    settle()
    for go_on in (
        lambda: window.show_page("home"),
        lambda: window.open_record("people", other),
        lambda: window.workplace.run(
            lambda held: records.save(held, "people", other, {"phone": "0905123456"}), window
        ),
    ):
        window.say("Đã cất 14:05")
        go_on()
        settle()
        assert window.said.text() == ""
    window.workplace.run(
        lambda held: records.save(held, "people", one, {"phone": "0905123457"}),
        window,
        lambda _changes: window.say("Đã cất 14:06"),
    )
    settle()
    window.open_record("people", one)
    settle()
    assert window.said.text() == "Đã cất 14:06", "it is about this record"


def test_escape_clears_the_quick_search_and_leaves_the_form_alone(
    qtbot, window, office, monkeypatch
):
    person_id = person(office)
    window.open_record("people", person_id)
    settle()
    page = window.page()
    page.view.editing.begin()
    page.view.editing.forms.put("people", {"phone": "0905123456"})
    monkeypatch.setattr(editing, "ask", lambda *_told, **_look: pytest.fail("nothing is given up"))
    window.activateWindow()
    window.search.begin()
    qtbot.waitUntil(window.search.hasFocus)
    qtbot.keyClicks(window.search, "dat")
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    settle()
    assert window.search.text() == ""
    assert page.view.editing.is_editing
    page.view.editing.forms.put("people", {"phone": None})


def test_a_key_checks_the_whole_office_file(qtbot, window, monkeypatch):
    told = []
    monkeypatch.setattr(office_check, "inform", lambda *words: told.append(words[2].happened))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    settle()
    assert told == ["Dữ liệu nguyên vẹn."]


def test_who_keeps_only_the_accounts_sees_no_case_page(qtbot, open_as, tmp_path):
    made = MainWindow(workplace_of(open_as("QUAN_TRI"), tmp_path), "UBND xã Tiên Phước")
    qtbot.addWidget(made)
    assert not {"cases", "people"} & set(made._specs)
    assert "settings" in made._specs
