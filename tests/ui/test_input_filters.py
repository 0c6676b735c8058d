"""Wheel, Enter and input methods in the fields of the program."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from desktop.ui.input_filters import InputFilters, WheelGuard, is_composing, keep_enter
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.search_field import SearchField

W = TypeVar("W", bound=QWidget)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def filters(qapp: QApplication) -> Iterator[InputFilters]:
    installed = InputFilters(qapp)
    yield installed
    qapp.removeEventFilter(installed)
    installed.deleteLater()


def turn_wheel(widget: QWidget) -> None:
    """Turn it as the system does: over the window, which finds out whom it concerns."""
    window = widget.window()
    place = QPointF(widget.mapTo(window, widget.rect().center()))
    QTest.wheelEvent(window.windowHandle(), place, QPoint(0, -120))
    QApplication.processEvents()


def part(page: QWidget, kind: type[W], name: str = "") -> W:
    found = page.findChild(kind, name)
    assert found is not None
    return found


def compose(widget: QWidget, preedit: str) -> None:
    QCoreApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


def combo() -> QComboBox:
    box = QComboBox()
    box.addItems(["Nam", "Nữ"])
    return box


@pytest.fixture
def page(qtbot) -> PageScroll:
    scroll = PageScroll()
    qtbot.addWidget(scroll)
    for widget in (combo(), QSpinBox(), QDateEdit(), QSlider(Qt.Orientation.Horizontal)):
        scroll.column.addWidget(widget)
    filler = QWidget()
    filler.setFixedHeight(2000)
    scroll.column.addWidget(filler)
    scroll.resize(300, 300)
    with qtbot.waitExposed(scroll):
        scroll.show()
    return scroll


def test_the_wheel_scrolls_the_page_and_changes_no_value(filters, page: PageScroll) -> None:
    box, spin = part(page, QComboBox), part(page, QSpinBox)
    date, slider = part(page, QDateEdit), part(page, QSlider)
    day = date.date()
    for widget in (box, spin, date, slider):
        widget.setFocus()
        page.verticalScrollBar().setValue(0)
        turn_wheel(widget)
        assert page.verticalScrollBar().value() > 0, widget
    assert (box.currentIndex(), spin.value(), slider.value()) == (0, 0, 0)
    assert date.date() == day


def test_without_the_guard_the_wheel_would_change_the_value(page: PageScroll) -> None:
    spin = part(page, QSpinBox)
    spin.setValue(5)
    turn_wheel(spin)
    assert spin.value() == 4


def test_the_guard_stands_alone_too(qapp, page: PageScroll) -> None:
    guard = WheelGuard()
    qapp.installEventFilter(guard)
    try:
        box = part(page, QComboBox)
        turn_wheel(box)
        assert box.currentIndex() == 0
    finally:
        qapp.removeEventFilter(guard)


@pytest.fixture
def form(qtbot) -> QWidget:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    for name, widget in (
        ("name", QLineEdit()), ("sex", combo()), ("day", QDateEdit()), ("seen", QCheckBox()),
        ("note", QPlainTextEdit()), ("search", SearchField("Tìm")), ("save", QPushButton("Cất")),
    ):  # fmt: skip
        widget.setObjectName(name)
        column.addWidget(widget)
    with qtbot.waitExposed(holder):
        holder.show()
    return holder


def enter(qtbot, form: QWidget, name: str) -> str:
    widget = part(form, QWidget, name)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Return)
    QApplication.processEvents()
    focused = form.focusWidget()
    return "" if focused is None else focused.objectName()


def test_enter_goes_on_from_lines_closed_lists_dates_and_ticks(filters, qtbot, form) -> None:
    assert enter(qtbot, form, "name") == "sex"
    assert enter(qtbot, form, "sex") == "day"
    assert enter(qtbot, form, "day") == "seen"
    assert enter(qtbot, form, "seen") == "note"
    assert not part(form, QCheckBox, "seen").isChecked()


def test_enter_stays_where_it_means_something(filters, qtbot, form) -> None:
    assert enter(qtbot, form, "note") == "note"
    assert part(form, QPlainTextEdit, "note").toPlainText() == "\n"
    assert enter(qtbot, form, "search") == "search"
    keep_enter(form)
    assert enter(qtbot, form, "name") == "name"


def test_enter_can_be_switched_off(filters: InputFilters, qtbot, form) -> None:
    filters.enter_as_tab.enabled = False
    assert enter(qtbot, form, "name") == "name"


def test_enter_presses_a_button_once(filters, qtbot, form) -> None:
    pressed: list[str] = []
    part(form, QPushButton, "save").clicked.connect(lambda: pressed.append("save"))
    enter(qtbot, form, "save")
    assert pressed == ["save"]


def test_a_composed_syllable_is_noted_until_it_is_text(filters, qtbot, form) -> None:
    name = part(form, QLineEdit, "name")
    name.setFocus()
    compose(name, "tie")
    assert is_composing(name)
    assert enter(qtbot, form, "name") == "name"
    compose(name, "")
    assert not is_composing(name)


def test_leaving_a_field_ends_its_composition(filters, qtbot, form) -> None:
    name = part(form, QLineEdit, "name")
    name.setFocus()
    compose(name, "tie")
    part(form, QComboBox, "sex").setFocus()
    assert not is_composing(name)


def test_a_search_waits_for_the_input_method(filters, qtbot, form) -> None:
    field = part(form, SearchField, "search")
    heard: list[str] = []
    field.searched.connect(heard.append)
    field.setFocus()
    compose(field, "tie")
    field.setText("x")
    assert heard == []
    compose(field, "")
    field.setText("tiến")
    assert heard == ["tiến"]


def test_down_and_up_go_from_field_to_field(qtbot, qapp):
    filters = InputFilters(qapp)
    form = QWidget()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    first, second = QLineEdit(), QLineEdit()
    column.addWidget(first)
    column.addWidget(second)
    form.show()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    qapp.processEvents()
    assert form.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_Up)
    qapp.processEvents()
    assert form.focusWidget() is first
    qapp.removeEventFilter(filters)
    filters.deleteLater()
