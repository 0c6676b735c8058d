"""The generic widgets answer keys and mouse, say their names, and free themselves."""

from __future__ import annotations

import gc
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QRect, QSettings, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QWidget

from desktop.ui.theme import Theme, apply_theme
from desktop.ui.tokens import DIALOG_HEIGHT, DIALOG_WIDTH, Role
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.flow_layout import FlowLayout
from desktop.ui.widgets.form_field import FormField, Severity
from desktop.ui.widgets.header_strip import HeaderStrip
from desktop.ui.widgets.labels import ElidedLabel
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.score_ring import ScoreRing
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.splitter import RememberedSplitter
from ui.widget_samples import WIDGETS, table

#: What Qt says about its own platform without a display is not about us.
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.usefixtures("dressed"),
]


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


def test_the_score_is_spoken(qtbot) -> None:
    ring = ScoreRing()
    qtbot.addWidget(ring)
    ring.set_score(80.8, "80,8%", "Khá", Role.MAIN)
    assert ring.accessibleName() == "80,8% Khá"
    ring.set_score(None, "–", "", Role.NEUTRAL)
    assert ring.accessibleName() == "–"


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


def test_what_was_brought_into_sight_stays_when_the_page_makes_room_for_it(qtbot) -> None:
    page = PageScroll()
    qtbot.addWidget(page)
    above, form = QWidget(), QWidget()
    above.setFixedHeight(180)
    form.setFixedHeight(120)
    line = QLineEdit(form)
    for one in (above, form):
        page.column.addWidget(one)
    form.hide()
    page.resize(300, 200)
    page.show()
    QApplication.processEvents()
    form.show()
    line.setFocus()
    page.bring(form)
    for _ in range(8):
        QApplication.processEvents()
    bottom = form.mapTo(page.viewport(), form.rect().bottomLeft()).y()
    assert bottom <= page.viewport().height()
