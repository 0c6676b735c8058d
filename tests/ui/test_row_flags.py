"""In every list the row in which somebody has to choose is marked, and is as usable as the others."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

import makers
from desktop.operations import records
from desktop.operations.decisions import decide
from desktop.operations.disagreements import disagreements
from desktop.operations.office import Office
from desktop.records import Membership
from desktop.ui.case_filters import FilterMenu
from desktop.ui.case_page import CasePage
from desktop.ui.person_page import PersonPage
from desktop.ui.roster_view import RosterView
from desktop.ui.theme import theme_of
from desktop.ui.widgets.rows import FLAG_ROLE
from desktop.ui.workplace import Workplace
from exchange.enrolled import Offices, carry, enrolled_offices, offices, stick
from inline import settle, workplace_of

__all__ = ["enrolled_offices", "offices", "stick"]
HERE = "Có mục hai nơi ghi khác nhau, chờ xem lại"
THERE = "Có mục hai nơi ghi khác nhau, chờ người có quyền ở nơi giữ bản ghi chọn"
Show = Callable[[QWidget], None]


@pytest.fixture
def person(offices: Offices, stick: Path) -> uuid.UUID:
    """Somebody with a case whose sex commune and province wrote differently; both know."""
    commune, province = offices["a"], offices["tinh"]
    made = makers.person(commune, "Nguyễn Thị Hường")
    makers.case(commune, person_id=made)
    makers.case(commune, person_id=makers.person(commune, "Trần Thị An"))
    carry(offices, stick, "a", "tinh")
    records.save(commune, "people", made, {"sex": "NU"})
    offices.clock.forward(hours=1)
    records.save(province, "people", made, {"sex": "KHAC"})
    carry(offices, stick, "tinh", "a")
    carry(offices, stick, "a", "tinh")
    return made


@pytest.fixture
def show(qtbot: QtBot, dressed: None) -> Show:
    def shown(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        widget.resize(1200, 600)
        widget.show()
        settle()

    return shown


def place_of(office: Office, folder: Path) -> Workplace:
    """A workplace that has counted what waits."""
    place = workplace_of(office, folder)
    place.count_questions()
    settle()
    return place


def marked(model: QAbstractItemModel) -> dict[str, str]:
    """What marked rows are called, and what their mark says."""
    cells = [
        model.index(row, column)
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    return {str(one.data()): one.data(FLAG_ROLE) for one in cells if one.data(FLAG_ROLE)}


def inked(view: QAbstractItemView, row: int) -> bool:
    """Whether the colour of the mark is seen in the first cell of a row."""
    view.clearSelection()
    place = view.visualRect(view.model().index(row, 0))
    drawn = view.viewport().grab(place).toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = QColor(theme_of().tokens.warning).rgb()
    return any(
        drawn.pixel(x, y) == wanted for x in range(drawn.width()) for y in range(drawn.height())
    )


@pytest.mark.parametrize(("where", "words"), [("a", HERE), ("tinh", THERE)])
def test_lists_mark_the_person_and_the_case_at_both_offices(
    offices: Offices, person: uuid.UUID, tmp_path: Path, show: Show, where: str, words: str
) -> None:
    place = place_of(offices[where], tmp_path)
    people, cases = PersonPage(place), CasePage(place)
    for page in (people, cases):
        page.refresh()
        show(page)
    assert marked(people.rows.model) == {"Nguyễn Thị Hường": words}
    assert marked(cases.list.rows) == {"Nguyễn Thị Hường": words}
    for view in (people.rows.view, cases.list.view):
        flags = [inked(view, row) for row in range(view.model().rowCount())]
        told = [str(view.model().index(row, 0).data()) for row in range(len(flags))]
        assert dict(zip(told, flags, strict=True)) == {
            "Trần Thị An": False,
            "Nguyễn Thị Hường": True,
        }


def test_the_mark_is_read_aloud_and_told_to_the_mouse(
    offices: Offices, person: uuid.UUID, tmp_path: Path, show: Show
) -> None:
    page = PersonPage(place_of(offices["a"], tmp_path))
    page.refresh()
    show(page)
    model = page.rows.model
    at = model.index(model.row_of(person), 0)
    assert at.data(Qt.ItemDataRole.AccessibleTextRole) == f"Nguyễn Thị Hường\n{HERE}"
    assert at.data(Qt.ItemDataRole.ToolTipRole) == f"Nguyễn Thị Hường\n{HERE}"
    other = model.index(1 - at.row(), 0)
    assert other.data(Qt.ItemDataRole.AccessibleTextRole) == "Trần Thị An"


def test_the_mark_goes_with_the_choice_in_every_list_at_once(
    offices: Offices, person: uuid.UUID, tmp_path: Path, show: Show
) -> None:
    place = place_of(offices["a"], tmp_path)
    page = CasePage(place)
    page.refresh()
    show(page)
    page.show_table()
    assert len(marked(page.list.rows)) == len(marked(page.table.rows.model)) == 1
    decide(offices["a"], next(one for one in disagreements(offices["a"]) if one.asked), 0)
    place.count_questions()
    settle()
    assert place.questions == 0
    assert marked(page.list.rows) == marked(page.table.rows.model) == {}


def test_the_cases_that_wait_can_be_listed_alone_and_leave_the_list_with_the_choice(
    offices: Offices, person: uuid.UUID, tmp_path: Path, show: Show
) -> None:
    place = place_of(offices["a"], tmp_path)
    page = CasePage(place)
    page.refresh()
    show(page)
    menu = page.list.open_filters()
    next(one for one in menu.actions() if one.text() == "Chờ xem lại").trigger()
    menu.close()
    assert [page.list.rows.index(at, 0).data() for at in range(page.list.count())] == [
        "Nguyễn Thị Hường"
    ]
    page.show_table()
    assert page.table.rows.count() == 1
    page.table.search.setText("Hường")
    page.table.search.searched.emit("Hường")
    assert page.table.rows.filter_text() == "Đang mở; Chờ xem lại; Có “Hường”"
    decide(offices["a"], next(one for one in disagreements(offices["a"]) if one.asked), 0)
    place.count_questions()
    settle()
    assert page.list.count() == page.table.rows.count() == 0
    offered = [one.text() for one in FilterMenu(place, [], "number", page).actions()]
    assert "Chờ xem lại" not in offered, "nothing waits any more"


def test_a_member_of_a_team_is_marked(
    offices: Offices, stick: Path, tmp_path: Path, show: Show
) -> None:
    commune, province = offices["a"], offices["tinh"]
    team = makers.team(commune)
    makers.member(commune, team, "Phạm Thị Dung")
    makers.member(commune, team, "Lê Văn Tâm")
    with commune.reading() as session:
        whose = session.scalars(
            sa.select(Membership.volunteer_id).order_by(Membership.id).limit(1)
        ).one()
    carry(offices, stick, "a", "tinh")
    records.save(commune, "volunteers", whose, {"full_name": "Phạm Thị Dũng"})
    offices.clock.forward(hours=1)
    records.save(province, "volunteers", whose, {"full_name": "Phạm Thị Dụng"})
    carry(offices, stick, "tinh", "a")
    view = RosterView(place_of(commune, tmp_path))
    view.show_team(team)
    show(view)
    assert marked(view.model) == {"Phạm Thị Dụng": HERE}


def test_what_was_exported_or_copied_holds_no_mark(
    offices: Offices, person: uuid.UUID, tmp_path: Path, show: Show
) -> None:
    page = PersonPage(place_of(offices["a"], tmp_path))
    page.refresh()
    show(page)
    assert page.rows.model.cells(page.rows.model.row_of(person))[0] == "Nguyễn Thị Hường"
