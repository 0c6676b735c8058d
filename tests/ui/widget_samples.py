"""One of every generic widget, filled as a window fills it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.actions import ActionRegistry
from desktop.ui.calendar_popup import CalendarPopup
from desktop.ui.crash_dialog import CrashDialog
from desktop.ui.dialogs import Message, MessageDialog
from desktop.ui.progress_dialog import ProgressDialog
from desktop.ui.shortcut_help import ShortcutDialog
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.form_field import FormField
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
from desktop.ui.widgets.stage_bar import StageBar
from desktop.ui.widgets.table import Table, TwoLineList
from desktop.ui.widgets.tile import Tile
from desktop.ui.widgets.tile_grid import TileGrid

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
