"""Narrow and low windows: nothing is cut off, what stands side by side folds away."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import makers
from desktop.operations.office import Office
from desktop.ui.case_page import CasePage
from desktop.ui.inspection_page import InspectionPage
from desktop.ui.main_window import MainWindow
from desktop.ui.part_table import PartTable
from desktop.ui.tokens import WINDOW_HEIGHT, WINDOW_WIDTH
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_box import TableBox
from inline import settle, workplace_of

pytestmark = pytest.mark.usefixtures("dressed")
AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@pytest.fixture
def window(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(workplace_of(office, tmp_path), "UBND xã Tiên Phước")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    settle()
    yield made
    made.workplace.desk.jobs.stop()


def opened(window: MainWindow, table: str, record_id: uuid.UUID) -> QWidget:
    window.open_record(table, record_id)
    settle()
    return window.page()


def shrunk(window: MainWindow, width: int = 1, height: int = 1) -> None:
    window.resize(width, height)
    settle()


def inside(part: QWidget, window: QWidget) -> bool:
    """Whether a widget is shown whole, in every area that it stands in."""
    around = part.parentWidget()
    while around is not None:
        corner = part.mapTo(around, QPoint(0, 0))
        if not around.rect().contains(part.rect().translated(corner)):
            return False
        around = None if around is window else around.parentWidget()
    return True


# -- the window as narrow as it gets ------------------------------------------------------


def test_with_a_case_open_the_window_narrows_until_the_list_folds_away(
    window: MainWindow, office: Office
) -> None:
    page = opened(window, "case_files", makers.case(office, risk_level="CAO"))
    assert isinstance(page, CasePage)
    assert not page.list.isHidden()
    for at in range(page.workspace.tabs.count()):
        page.workspace.tabs.setCurrentIndex(at)
        settle()
    shrunk(window, 1150, 700)
    assert window.width() == 1150
    assert not page.list.isHidden()
    shrunk(window)
    assert (window.width(), window.height()) == (WINDOW_WIDTH, WINDOW_HEIGHT)
    assert page.list.isHidden()
    assert inside(page.workspace.head, window)
    assert page.minimumSizeHint().width() <= page.width()


def test_every_page_takes_the_smallest_window(window: MainWindow, office: Office) -> None:
    team_id = makers.team(office)
    shown = {
        "case_files": makers.case(office),
        "people": makers.person(office),
        "teams": team_id,
        "activities": makers.activity(office, team_id=team_id),
        "inspections": makers.inspection(office, team_id=team_id),
    }
    shrunk(window)
    for table, record_id in shown.items():
        page = opened(window, table, record_id)
        least = page.minimumSizeHint()
        assert (table, least.width() <= page.width(), least.height() <= page.height()) == (
            table,
            True,
            True,
        )


# -- the side of a sheet --------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1366, 768), (1093, 614), (WINDOW_WIDTH, WINDOW_HEIGHT)])
def test_the_buttons_of_a_sheet_are_never_cut_off(
    window: MainWindow, office: Office, size: tuple[int, int]
) -> None:
    shrunk(window, *size)
    page = opened(window, "inspections", makers.inspection(office))
    assert isinstance(page, InspectionPage)
    side = page.sheet.side
    side.tell("B.1: trả lời Không thì phải ghi nhận điều đã thấy, bằng vài chữ rõ ràng.")
    for one in page.sheet.rows.rows:
        one.set_answer({"value": "KHONG"})
    settle()
    for button in (side.about, side.print_button, side.finish):
        assert inside(button, window), (size, button.text())


def test_a_low_window_shows_the_score_small(window: MainWindow, office: Office) -> None:
    page = opened(window, "inspections", makers.inspection(office))
    assert isinstance(page, InspectionPage)
    ring = page.sheet.side.score.ring
    high = ring.height()
    shrunk(window, 1093, 614)
    assert ring.height() < high / 2


# -- heads of tables --------------------------------------------------------------------------


class Numbers(QAbstractTableModel):
    """One column of numbers with a short head."""

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else 3

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return str(index.row()) if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return "STT" if role == Qt.ItemDataRole.DisplayRole else None


def inked(image: QImage) -> list[bool]:
    """For each column of pixels above the line below, whether something is drawn there."""
    ground = QColor(image.pixelColor(2, 4))
    rows = range(4, image.height() - 6)
    return [
        any(image.pixelColor(x, y) != ground for y in rows) for x in range(2, image.width() - 2)
    ]


def test_the_arrow_of_the_order_stands_beside_words_at_the_right(qtbot: QtBot) -> None:
    table = Table("Giấy tờ")
    qtbot.addWidget(table)
    table.setModel(Numbers(table))
    width = table.head.least_width(0, sorted_by=True)
    table.head.resizeSection(0, width)
    table.resize(400, 200)
    table.show()
    drawn: dict[bool, list[bool]] = {}
    for arrow in (False, True):
        table.head.setSortIndicatorShown(arrow)
        table.head.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        settle()
        drawn[arrow] = inked(table.head.grab().copy(0, 0, width, table.head.height()).toImage())
    words = drawn[False].count(True)
    assert words > 10
    at = drawn[True].index(True)
    first = drawn[True][at : at + words + 2]
    assert first.count(True) == words  # as much ink as without the arrow, in the same room
    assert not any(first[-2:])  # then a gap
    assert any(drawn[True][at + words + 2 :])  # then the arrow


def test_a_part_table_gives_the_head_it_is_sorted_by_room_for_its_arrow(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    place = workplace_of(office, tmp_path)
    page = CasePage(place)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.open_case(makers.case(office))
    settle()
    page.workspace.tabs.setCurrentWidget(page.workspace.papers)
    settle()
    papers: PartTable = page.workspace.papers
    head = papers.rows.view.head
    at = papers.rows.columns.look.columns.index("seq")
    assert head.sortIndicatorSection() == at
    assert head.sectionSize(at) >= head.least_width(at, sorted_by=True)
    place.desk.jobs.stop()


def fitted(qtbot: QtBot, rows: list[tuple[str, ...]], width: int) -> TableBox:
    table = TableBox("Nhật ký", ["Lúc", "Việc", "Bản ghi", "Chi tiết"])
    qtbot.addWidget(table)
    table.resize(width, 300)
    table.show()
    table.show_rows(rows)
    settle()
    return table


def test_a_table_gives_each_column_what_it_holds(qtbot: QtBot) -> None:
    table = fitted(qtbot, [("21/11/2026 09:00", "Xem", "Người được hỗ trợ " * 2, "")], 700)
    for column in range(3):
        assert table.columnWidth(column) >= table.sizeHintForColumn(column)
    assert table.horizontalScrollBar().maximum() == 0


def test_in_a_narrow_table_long_words_give_way_and_days_do_not(qtbot: QtBot) -> None:
    told = "Khắc phục tồn tại đã ghi ở lần kiểm tra trước " * 3
    table = fitted(qtbot, [("21/11/2026", told, told, told)], 520)
    assert table.horizontalScrollBar().maximum() == 0
    assert table.columnWidth(0) >= table.sizeHintForColumn(0)
    table.resize(900, 300)
    settle()
    assert table.horizontalScrollBar().maximum() == 0
    assert sum(table.columnWidth(at) for at in range(4)) == table.viewport().width()


def test_a_short_column_does_not_make_a_table_scroll_sideways(qtbot: QtBot) -> None:
    """The style lets no section be as narrow as a short number."""
    table = fitted(qtbot, [("7", "8", "GOI_100048_20854_20261120_0017.goi", "9")], 400)
    table.head.setMinimumSectionSize(80)
    table.show_rows([("7", "8", "GOI_100048_20854_20261120_0017.goi", "9")])
    settle()
    assert table.horizontalScrollBar().maximum() == 0
