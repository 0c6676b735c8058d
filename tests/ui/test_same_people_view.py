"""Two records of one person: side by side, decided, shown once, and told apart again."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

import makers
from desktop.operations import records
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.ui.case_page import CasePage
from desktop.ui.disagreements_view import DisagreementsView
from desktop.ui.person_page import PersonPage
from desktop.ui.same_people_view import SamePeopleView
from desktop.ui.workplace import Workplace
from exchange.enrolled import Offices, enrolled_offices, offices
from inline import settle, workplace_of

__all__ = ["enrolled_offices", "offices"]
NUMBER = {"id_type": "CAN_CUOC", "id_number": "049088001234"}


@pytest.fixture
def pair(offices: Offices, tmp_path: Path) -> tuple[uuid.UUID, uuid.UUID]:
    """One woman in two communes, with a case in each; the province has both."""
    first = makers.person(offices["a"], "Nguyễn Thị Hường", **NUMBER, phone="0950000001")
    second = makers.person(offices["b"], "Nguyễn Thị Hương", **NUMBER, phone="0950000002")
    for name, person in (("a", first), ("b", second)):
        makers.case(offices[name], person_id=person)
        sent = send(offices[name], offices.scope("tinh"), tmp_path)
        receive(offices["tinh"], sent.path)
    return first, second


@pytest.fixture
def place(offices: Offices, pair: tuple[uuid.UUID, uuid.UUID], tmp_path: Path) -> Workplace:
    return workplace_of(offices["tinh"], tmp_path)


@pytest.fixture
def view(place: Workplace, qtbot: QtBot, dressed: None) -> DisagreementsView:
    made = DisagreementsView(place)
    qtbot.addWidget(made)
    made.resize(1040, 480)
    made.show()
    settle()
    made.lists.setCurrentIndex(2)
    settle()
    return made


def same_of(view: DisagreementsView) -> SamePeopleView:
    assert view.same is not None
    assert view.same.isVisible()
    return view.same


def test_a_third_list_shows_both_records_and_what_differs(view: DisagreementsView) -> None:
    same = same_of(view)
    assert view.lists.tabText(2) == "Có thể trùng người (1)"
    pair = same.shown()
    assert pair is not None
    assert [side.office for side in (pair.first, pair.second)] == [
        "Xã Tiên Phước",
        "Phường Hải Châu",
    ]
    texts = {one.text() for one in same.findChildren(QRadioButton)}
    assert {"Nguyễn Thị Hường", "Nguyễn Thị Hương", "0950 000 001", "0950 000 002"} <= texts


def test_one_person_is_shown_once_with_all_cases_and_can_be_told_apart_again(
    view: DisagreementsView,
    place: Workplace,
    pair: tuple[uuid.UUID, uuid.UUID],
    qtbot: QtBot,
) -> None:
    same, (first, second) = same_of(view), pair
    same.picks["phone"].button(1).setChecked(True)
    same.say_one()
    settle()
    assert view.lists.tabText(2) == "Có thể trùng người (0)"
    assert records.read(place.office, "people", first).values["phone"] == "0950000002"
    page = PersonPage(place)
    qtbot.addWidget(page)
    page.resize(1040, 600)
    page.show()
    page.come_forward()
    assert page.rows.count() == 1
    page.open_person(second)
    settle()
    assert page.view.person_id() == first
    page.view.step_tab(1)
    settle()
    assert page.view.cases.count() == 2
    list_of_cases = CasePage(place)
    qtbot.addWidget(list_of_cases)
    list_of_cases.come_forward()
    rows = list_of_cases.list.rows
    assert [rows.index(at, 0).data() for at in range(rows.rowCount())] == ["Nguyễn Thị Hường"] * 2
    assert same.two_button.isEnabled()
    assert not same.one_button.isEnabled()
    same.say_two()
    settle()
    page.refresh()
    assert page.rows.count() == 2
    place.desk.jobs.stop()


def test_who_may_be_one_person_is_not_asked_over_one_record(place: Workplace, qtbot: QtBot) -> None:
    view = DisagreementsView(place, roots=[uuid.uuid4()])
    qtbot.addWidget(view)
    told = [view.lists.tabText(at) for at in range(view.lists.count())]
    assert told == ["Cần xem lại (0)", "Đã tự chọn (0)", "Đã giải quyết"]
