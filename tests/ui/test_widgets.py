"""The generic widgets answer keys and mouse, say their names, and free themselves."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import datetime as dt
import gc
import weakref
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.ui.actions import ActionRegistry
from desktop.ui.calendar_popup import CalendarPopup
from desktop.ui.crash_dialog import CrashDialog
from desktop.ui.dialogs import Message, MessageDialog
from desktop.ui.progress_dialog import ProgressDialog
from desktop.ui.shortcut_help import ShortcutDialog
from desktop.ui.theme import Theme, apply_theme
from desktop.ui.tokens import DIALOG_HEIGHT, DIALOG_WIDTH, NAVIGATION_FOLDED, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.flow_layout import FlowLayout
from desktop.ui.widgets.form_field import FormField, Severity
from desktop.ui.widgets.header_strip import HeaderStrip, TopBar
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.labels import ElidedLabel, SectionLabel
from desktop.ui.widgets.navigation import NavigationBar, Section
from desktop.ui.widgets.number_box import NumberBox
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.rows import CHIP_ROLE, END_CHIP_ROLE
from desktop.ui.widgets.score_ring import ScoreRing
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.segmented_choice import Segment, SegmentedChoice
from desktop.ui.widgets.splitter import RememberedSplitter
from desktop.ui.widgets.stage_bar import StageBar
from desktop.ui.widgets.table import Table, TwoLineList
from desktop.ui.widgets.tile import Tile
from desktop.ui.widgets.tile_grid import TileGrid

#: What Qt says about its own platform without a display is not about us.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ANSWERS = [
    Segment("yes", "Đạt", Role.GOOD),
    Segment("part", "Một phần", Role.WARNING),
    Segment("no", "Không", Role.ERROR),
]
DAY = dt.date(2026, 11, 21)


def stages() -> StageBar:
    return StageBar(["Tiếp nhận", "Đánh giá", "Kết thúc"], 1, clickable=True)


def navigation() -> NavigationBar:
    bar = NavigationBar("Sổ Xã", "UBND xã Tiên Phước")
    for key, text in (("home", "Việc cần làm"), ("cases", "Hồ sơ"), ("people", "Người")):
        bar.add(key, text, "users")
    bar.add("late", "Quá hạn", "clock-alert", Section.PINNED)
    bar.add("settings", "Thiết lập", "settings", Section.FOOT)
    bar.select("home")
    return bar


def tiles() -> TileGrid:
    grid = TileGrid()
    for text in ("Quá hạn", "Trong 7 ngày tới", "Cần xem lại sau khi nhận tệp", "Hạn báo cáo"):
        grid.add(Tile("calendar", text, "3", Role.WARNING))
    return grid


def table() -> Table:
    shown, model = Table("Việc cần làm"), QStandardItemModel(0, 2)
    model.setParent(shown)
    for word in ("Quá hạn", "Còn 2 ngày", "Còn 4 ngày"):
        state = QStandardItem(word)
        state.setData(Role.WARNING, CHIP_ROLE)
        model.appendRow([state, QStandardItem("Gặp gỡ")])
    shown.setModel(model)
    return shown


def two_lines() -> TwoLineList:
    shown, model = TwoLineList("Hồ sơ"), QStandardItemModel()
    model.setParent(shown)
    item = QStandardItem("Đặng Thị Ngọc Ánh")
    item.setData(("Cao", Role.ERROR), END_CHIP_ROLE)
    model.appendRow(item)
    shown.setModel(model)
    return shown


def message() -> MessageDialog:
    dialog = MessageDialog("Chưa cất được", Message("Ổ đĩa đầy.", "Sổ không đổi.", "Dọn ổ đĩa."))
    dialog.add_cancel()
    dialog.offer("Thử lại", "again", primary=True)
    return dialog


WIDGETS: dict[str, Callable[[], QWidget]] = {
    "chip": lambda: Chip("Đang mở", Role.MAIN, removable=True),
    "card": lambda: Card("Nhân thân"),
    "section": lambda: SectionLabel("Danh sách"),
    "elided": lambda: ElidedLabel("Nguyễn Văn Đạt", "title"),
    "icon": lambda: IconLabel("search", ground=Role.MAIN),
    "stages": stages,
    "ring": ScoreRing,
    "navigation": navigation,
    "tile": lambda: Tile("calendar", "Quá hạn", "3", Role.ERROR),
    "tiles": tiles,
    "empty": lambda: EmptyState("inbox", "Chưa có hồ sơ.", "Thêm mới", "plus"),
    "search": lambda: SearchField("Tìm người"),
    "banner": lambda: InfoBanner(Role.WARNING, "Có bản khác."),
    "segments": lambda: SegmentedChoice("B1.1", ANSWERS),
    "strip": lambda: HeaderStrip("Nguyễn Văn Đạt", "Nam · 1991"),
    "bar": lambda: TopBar("Hồ sơ"),
    "scroll": PageScroll,
    "field": lambda: FormField("&Họ và tên", QLineEdit(), required=True, hint="Như giấy tờ"),
    "choice": ChoiceBox,
    "number": lambda: NumberBox(0, 100),
    "table": table,
    "list": two_lines,
    "message": message,
    "progress": lambda: ProgressDialog("Đang xuất"),
    "crash": lambda: CrashDialog("ValueError"),
    "keys": lambda: ShortcutDialog(ActionRegistry()),
    "calendar": lambda: CalendarPopup(DAY, DAY),
}


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    if not qapp.styleSheet():
        apply_theme(qapp, Theme())


def freed(app: QApplication) -> None:
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app.processEvents()
    gc.collect()


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_is_painted_and_frees_itself(qapp: QApplication, name: str) -> None:
    widget = WIDGETS[name]()
    # grab() paints without a window, so that no other test sees the focus move.
    widget.resize(widget.sizeHint().expandedTo(QSize(40, 20)))
    assert not widget.grab().isNull()
    children = [weakref.ref(child) for child in widget.findChildren(QWidget)]
    gone = weakref.ref(widget)
    widget.deleteLater()
    del widget
    freed(qapp)
    assert gone() is None
    assert [child for child in children if (alive := child()) and shiboken6.isValid(alive)] == []


@pytest.mark.parametrize("points", [10, 14])
@pytest.mark.parametrize("name", ["message", "progress", "crash", "keys"])
def test_a_dialog_fits_the_smallest_room(qapp, qtbot, name: str, points: int) -> None:
    apply_theme(qapp, Theme(points=points))
    dialog = WIDGETS[name]()
    qtbot.addWidget(dialog)
    dialog.show()
    size, least = dialog.size(), dialog.minimumSizeHint()
    apply_theme(qapp, Theme())
    assert size.width() <= DIALOG_WIDTH
    assert size.height() <= DIALOG_HEIGHT
    assert least.width() <= DIALOG_WIDTH


def test_a_chip_tells_its_word_and_asks_for_its_removal(qtbot) -> None:
    chip = Chip("Thôn 3", Role.MAIN, removable=True)
    qtbot.addWidget(chip)
    cross = chip.findChild(QToolButton)
    assert cross is not None
    assert cross.accessibleName() == "Bỏ Thôn 3"
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(cross, Qt.Key.Key_Space)
    chip.set_state("Cao", Role.ERROR)
    assert (chip.text(), chip.role(), chip.accessibleName()) == ("Cao", Role.ERROR, "Cao")


def test_a_stage_is_chosen_with_arrows_and_enter(qtbot) -> None:
    bar = stages()
    qtbot.addWidget(bar)
    assert bar.accessibleName() == "Giai đoạn 2 trên 3: Đánh giá"
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    with qtbot.waitSignal(bar.chosen) as told:
        qtbot.keyClick(bar, Qt.Key.Key_Return)
    assert told.args == [2]
    assert bar.current() == 1


def test_stages_shrink_to_their_signs_where_it_is_narrow(qtbot) -> None:
    bar = stages()
    qtbot.addWidget(bar)
    assert bar.minimumSizeHint().width() < bar.sizeHint().width()
    bar.resize(bar.minimumSizeHint())
    with qtbot.waitSignal(bar.chosen) as told:
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() - 4, 10))
    assert told.args == [2]


def test_stages_that_only_show_ignore_clicks(qtbot) -> None:
    bar = StageBar(["Một", "Hai"], 0)
    qtbot.addWidget(bar)
    with qtbot.assertNotEmitted(bar.chosen):
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert bar.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_answers_are_chosen_by_their_keys(qtbot) -> None:
    choice = SegmentedChoice("B1.1", ANSWERS)
    qtbot.addWidget(choice)
    assert choice.accessibleName() == "B1.1: chưa chọn"
    with qtbot.waitSignal(choice.chosen) as told:
        qtbot.keyClick(choice, Qt.Key.Key_2)
    assert told.args == ["part"]
    assert choice.accessibleName() == "B1.1: Một phần"
    qtbot.keyClick(choice, Qt.Key.Key_Right)
    assert choice.value() == "no"
    qtbot.keyClick(choice, Qt.Key.Key_9)
    assert choice.value() == "no"
    qtbot.keyClick(choice, Qt.Key.Key_Delete)
    assert choice.value() is None
    qtbot.keyClick(choice, Qt.Key.Key_Left)
    assert choice.value() == "no"


def test_an_answer_is_shown_without_a_signal_and_chosen_by_a_click(qtbot) -> None:
    choice = SegmentedChoice("B1.1", ANSWERS)
    qtbot.addWidget(choice)
    choice.resize(choice.sizeHint())
    with qtbot.assertNotEmitted(choice.chosen):
        choice.set_value("part")
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton, pos=QPoint(5, 10))
    assert choice.value() == "yes"


def test_the_score_is_spoken(qtbot) -> None:
    ring = ScoreRing()
    qtbot.addWidget(ring)
    ring.set_score(80.8, "80,8%", "Khá", Role.MAIN)
    assert ring.accessibleName() == "80,8% Khá"
    ring.set_score(None, "–", "", Role.NEUTRAL)
    assert ring.accessibleName() == "–"


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


def test_an_empty_list_offers_the_next_step(qtbot) -> None:
    empty = EmptyState("inbox", "Chưa có hồ sơ.", "Thêm mới", "plus")
    qtbot.addWidget(empty)
    assert empty.button is not None
    with qtbot.waitSignal(empty.asked):
        qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)


def test_escape_clears_the_search(qtbot) -> None:
    field = SearchField("Tìm người")
    qtbot.addWidget(field)
    heard: list[str] = []
    field.searched.connect(heard.append)
    qtbot.keyClicks(field, "an")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert heard == ["a", "an", ""]
    with qtbot.waitSignal(field.left_down):
        qtbot.keyClick(field, Qt.Key.Key_Down)


def test_a_field_says_its_problem_below_and_to_the_reader(qtbot) -> None:
    editor = QLineEdit()
    field = FormField("&Số căn cước", editor, required=True, hint="12 chữ số")
    qtbot.addWidget(field)
    assert editor.accessibleName() == "Số căn cước (bắt buộc)"
    assert editor.accessibleDescription() == "12 chữ số"
    field.set_problem("Phải đủ 12 chữ số")
    assert editor.accessibleDescription() == "✕ Phải đủ 12 chữ số"
    assert editor.property("look") == "problem"
    field.set_problem("Người này đã có hồ sơ", Severity.WARNING)
    assert editor.property("look") == "warned"
    field.clear_problem()
    assert (field.problem(), editor.accessibleDescription()) == ("", "12 chữ số")


def test_a_long_line_is_shortened_and_told_whole_by_its_tip(qtbot) -> None:
    line = ElidedLabel("Nguyễn Thị Thảo Nguyên Hương Giang")
    qtbot.addWidget(line)
    line.resize(80, 20)
    line.grab()
    assert line.toolTip() == line.text()
    line.resize(600, 20)
    line.grab()
    assert line.toolTip() == ""


def test_chips_flow_onto_the_next_line(qtbot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder)
    for word in ("Đang mở", "Thôn 3", "Nguy cơ cao"):
        flow.addWidget(Chip(word))
    wide, narrow = flow.heightForWidth(600), flow.heightForWidth(120)
    assert narrow > 2 * wide
    flow.setGeometry(QRect(0, 0, 120, narrow))
    chips = holder.findChildren(Chip)
    assert len(chips) == 3
    assert all(chip.geometry().right() < 120 for chip in chips)
    flow.clear()
    assert flow.count() == 0


def test_the_chips_of_a_strip_never_shorten_its_title(qtbot) -> None:
    strip = HeaderStrip("Nguyễn Văn Đạt", "Nam · 1991 · Thôn 3 · Hồ sơ 20854-26-A-0017")
    qtbot.addWidget(strip)
    title = next(w for w in strip.findChildren(QLabel) if w.text() == "Nguyễn Văn Đạt")
    strip.set_chips([Chip("Nguy cơ trung bình", Role.WARNING), Chip("Còn 123 ngày", Role.MAIN)])
    for width in (900, 420):
        strip.resize(width, strip.sizeHint().height())
        strip.grab()
        assert title.width() >= title.sizeHint().width()


def test_a_splitter_remembers_its_sizes(qtbot, tmp_path) -> None:
    settings = QSettings(str(tmp_path / "machine.ini"), QSettings.Format.IniFormat)

    def split() -> RememberedSplitter:
        splitter = RememberedSplitter("cases", settings)
        qtbot.addWidget(splitter)
        for _ in range(2):
            part = QWidget()
            part.setMinimumWidth(50)
            splitter.addWidget(part)
        splitter.resize(605, 100)
        return splitter

    first = split()
    assert not first.recall()
    first.grab()
    first.moveSplitter(180, 1)
    second = split()
    assert second.recall()
    second.grab()
    assert second.sizes()[0] == first.sizes()[0]


def test_enter_opens_the_current_row_and_coming_to_a_table_chooses_nothing(qtbot) -> None:
    shown = table()
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.setFocus()
    assert shown.currentIndex().row() == 0
    assert shown.selectionModel().selectedRows() == []
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    with qtbot.waitSignal(shown.opened) as told:
        qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert told.args[0].row() == 1


def test_the_focused_row_is_ringed(qtbot) -> None:
    shown = table()
    qtbot.addWidget(shown)
    shown.resize(400, 200)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.setCurrentIndex(shown.model().index(1, 0))
    shown.clearFocus()
    before = shown.grab().toImage()
    shown.setFocus()
    assert shown.grab().toImage() != before


def test_a_page_is_never_cut_off_at_its_side(qtbot) -> None:
    page = PageScroll()
    qtbot.addWidget(page)
    wide = QWidget()
    wide.setMinimumWidth(400)
    page.column.addWidget(wide)
    assert page.minimumSizeHint().width() >= 400


def test_the_body_of_a_dialog_scrolls_and_its_buttons_stay(qtbot) -> None:
    dialog = DialogFrame("Dài")
    qtbot.addWidget(dialog)
    for number in range(60):
        dialog.body.addWidget(QLabel(f"Dòng {number}"))
    pressed: list[str] = []
    primary = dialog.add_primary("Cất", lambda: pressed.append("save"))
    cancel = dialog.add_cancel()
    dialog.show()
    assert dialog.height() <= DIALOG_HEIGHT
    assert dialog.rect().contains(primary.mapTo(dialog, primary.rect().bottomRight()))
    assert cancel.mapTo(dialog, QPoint()).x() < primary.mapTo(dialog, QPoint()).x()
    qtbot.mouseClick(primary, Qt.MouseButton.LeftButton)
    dialog.set_busy(busy=True)
    qtbot.mouseClick(primary, Qt.MouseButton.LeftButton)
    assert pressed == ["save"]


def test_the_answer_of_a_message_is_remembered(qtbot) -> None:
    dialog = message()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.choice == ""
    other = message()
    qtbot.addWidget(other)
    other.show()
    qtbot.keyClick(other, Qt.Key.Key_Return)
    assert other.choice == "again"


def test_days_are_picked_with_the_keyboard(qtbot) -> None:
    popup = CalendarPopup(dt.date(2026, 1, 31), DAY)
    qtbot.addWidget(popup)
    sheet = popup.sheet
    qtbot.keyClick(sheet, Qt.Key.Key_PageDown)
    assert sheet.day() == dt.date(2026, 2, 28)
    qtbot.keyClick(sheet, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(sheet, Qt.Key.Key_Down)
    qtbot.keyClick(sheet, Qt.Key.Key_Left)
    assert sheet.accessibleName() == "Thứ Năm, ngày 6 tháng 3 năm 2025"
    with qtbot.waitSignal(popup.picked) as told:
        qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert told.args == [dt.date(2025, 3, 6)]


def test_the_calendar_stops_at_the_ends_of_time(qtbot) -> None:
    popup = CalendarPopup(dt.date.max, DAY)
    qtbot.addWidget(popup)
    qtbot.keyClick(popup.sheet, Qt.Key.Key_Down)
    popup.sheet.grab()
    assert popup.sheet.day() == dt.date.max
    popup.sheet.show_day(dt.date.min)
    qtbot.keyClick(popup.sheet, Qt.Key.Key_PageUp)
    popup.sheet.grab()
    assert popup.sheet.day() == dt.date.min


def test_a_day_is_picked_by_a_click(qtbot) -> None:
    popup = CalendarPopup(DAY, DAY)
    qtbot.addWidget(popup)
    popup.sheet.resize(popup.sheet.sizeHint())
    column, row = 5, 4
    place = QPoint(
        popup.sheet.width() * (2 * column + 1) // 14, popup.sheet.height() * (2 * row + 1) // 14
    )
    with qtbot.waitSignal(popup.picked) as told:
        qtbot.mouseClick(popup.sheet, Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [DAY]
