"""What leads to places: the bar at the left, and the tiles of the first page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui.tokens import NAVIGATION_FOLDED, Role
from desktop.ui.widgets.navigation import Section
from desktop.ui.widgets.tile import Tile
from ui.widget_samples import navigation, tiles

#: What Qt says about its own platform without a display is not about us.
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.usefixtures("dressed"),
]


def test_the_navigation_is_walked_with_arrows(qtbot) -> None:
    bar = navigation()
    qtbot.addWidget(bar)
    with qtbot.waitExposed(bar):
        bar.show()
    items = [w for w in bar.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.ClickFocus]
    items[0].setFocus()
    qtbot.keyClick(items[0], Qt.Key.Key_Down)
    with qtbot.waitSignal(bar.chosen) as told:
        qtbot.keyClick(items[1], Qt.Key.Key_Return)
    assert told.args == ["cases"]
    assert bar.selected() == "cases"
    qtbot.keyClick(items[1], Qt.Key.Key_End)
    focused = bar.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Thiết lập"


def test_only_the_selected_item_is_a_stop_of_the_tab_key(qtbot) -> None:
    bar = navigation()
    qtbot.addWidget(bar)
    bar.select("people")
    stops = [
        w.accessibleName()
        for w in bar.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == ["Người"]


def test_the_navigation_folds_in_a_narrow_window(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    bar = navigation()
    column.addWidget(bar)
    window.resize(1366, 700)
    window.show()
    assert not bar.is_folded()
    window.resize(1093, 614)
    QApplication.processEvents()
    assert bar.is_folded()
    assert bar.sizeHint().width() == NAVIGATION_FOLDED
    window.resize(1300, 614)
    QApplication.processEvents()
    assert not bar.is_folded()


def test_counts_are_spoken_and_pinned_lists_can_be_replaced(qtbot) -> None:
    bar = navigation()
    qtbot.addWidget(bar)
    bar.set_count("cases", 1084)
    names = [w.accessibleName() for w in bar.findChildren(QWidget)]
    assert "Hồ sơ: 1.084" in names
    bar.clear_pinned()
    with pytest.raises(KeyError):
        bar.set_count("late", 1)
    bar.add("late", "Quá hạn", "clock-alert", Section.PINNED)
    bar.set_count("late", 2, urgent=True)


def test_a_tile_opens_by_enter_space_and_click(qtbot) -> None:
    tile = Tile("calendar", "Quá hạn", "3", Role.ERROR)
    qtbot.addWidget(tile)
    assert tile.accessibleName() == "Quá hạn: 3"
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(tile.clicked):
            qtbot.keyClick(tile, key)
    with qtbot.waitSignal(tile.clicked):
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)


def test_tiles_stand_in_even_rows_where_it_is_narrow(qtbot) -> None:
    grid = tiles()
    qtbot.addWidget(grid)
    grid.resize(1400, 80)
    grid.grab()
    assert grid.columns() == 4
    grid.resize(700, 200)
    grid.grab()
    assert grid.columns() == 2
