"""The form of every record type: its places, its order, its values, its problems."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Mapped

from desktop.base.errors import InvalidRecord
from desktop.base.i18n import tr
from desktop.fields import (
    Choice,
    Date,
    Layout,
    Partial,
    Text,
    optional,
    required,
    section,
    sections,
)  # fmt: skip
from desktop.records import CaseFile, Person, Record, record_types
from desktop.ui.field_finder import FieldFinder
from desktop.ui.field_grid import NARROW, WIDE
from desktop.ui.problem_list import ProblemList
from desktop.ui.record_form import Problem, RecordForm
from desktop.ui.theme import Theme, apply_theme
from desktop.ui.widgets.page_scroll import PageScroll
from ui.form_office import LAN, context, put

# Qt's display-less platform says so of every window that is shown or raised.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

every_record = pytest.mark.parametrize("record_type", record_types().values(), ids=record_types())
ROOM = 1060
"""Logical pixels that the smallest screen leaves a dialog (1366×768 at 125 %)."""

PERSON = {
    "full_name": "Nguyễn Thị Lan",
    "sex": "NU",
    "birth_date": Partial(1980),
    "id_type": "CAN_CUOC",
    "id_number": "049180001234",
    "ethnicity": "02",
    "note": "Hai dòng\nghi chú",
}


class _Visits(Record):
    """Stands in for a record whose fields depend on each other; no table is made of it."""

    __abstract__ = True
    entity = 999
    singular = plural = "Lần thăm"
    title = ("kind",)
    kind: Mapped[str] = required(Choice({"HEN": "Có hẹn", "BAT": "Bất ngờ"}), "Loại", no=1, unit=1)
    planned_on: Mapped[dt.date | None] = optional(
        Date(), "Hẹn ngày", no=2, unit=2, shown_if=lambda values: values.get("kind") == "HEN"
    )
    reason: Mapped[str | None] = optional(
        Text(), "Lý do", no=3, unit=3, level=2, shown_if=lambda values: values.get("kind") == "BAT"
    )
    layout: Layout = sections(  # type: ignore[misc]
        section("Lần thăm", "kind"), section("Hẹn", "planned_on"), section("Bất ngờ", "reason")
    )

    @classmethod
    def fields(cls) -> tuple[Any, ...]:
        columns = {"kind": cls.kind, "planned_on": cls.planned_on, "reason": cls.reason}
        return tuple(
            dataclasses.replace(c.column.info["field"], name=n)  # type: ignore[attr-defined]
            for n, c in columns.items()
        )

    @classmethod
    def field(cls, name: str) -> Any:
        return next(field for field in cls.fields() if field.name == name)


@pytest.fixture
def form_of(qtbot: QtBot) -> Callable[..., RecordForm]:
    """Shows the form of a record type in a window that has the keyboard."""

    windows: list[PageScroll] = []  # qtbot does not keep them alive

    def make(record_type: type[Record], width: int = ROOM, **options: Any) -> RecordForm:
        page = PageScroll()
        qtbot.addWidget(page)
        windows.append(page)
        form = RecordForm(record_type, context(), **options)
        page.column.addWidget(form)
        page.resize(width, 560)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return form

    return make


@pytest.fixture
def large_type(qapp: QApplication) -> Iterator[None]:
    """The program dressed in type of 130 %, and undressed again."""
    style, font, palette = qapp.style().name(), qapp.font(), qapp.palette()
    apply_theme(qapp, Theme(points=13))
    yield
    qapp.setStyleSheet("")
    qapp.setStyle(style)
    qapp.setFont(font)
    qapp.setPalette(palette)
    qapp.setProperty("soxa_theme", None)


def _place(form: RecordForm, name: str) -> tuple[int, int]:
    corner = form.cell(name).mapTo(form, QPoint())
    return corner.y(), corner.x()


def _focused(form: RecordForm) -> str | None:
    held = QApplication.focusWidget()
    names = form.names()
    return next((n for n in names if held and form.cell(n).isAncestorOf(held)), None)


def _press(key: Qt.Key) -> None:
    held = QApplication.focusWidget()
    assert held is not None
    QTest.keyClick(held, key)


def _visible(widget: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [child for child in widget.findChildren(kind) if child.isVisibleTo(widget)]


# -- laws ---------------------------------------------------------------------------


@every_record
@pytest.mark.parametrize("width", [ROOM, 560])
def test_tab_goes_through_the_fields_in_the_order_of_the_screen(
    form_of: Callable[..., RecordForm], record_type: type[Record], width: int
) -> None:
    form = form_of(record_type, width)
    names = form.names()
    told = form.values()
    wanted = record_type.layout.names()
    assert names == [name for name in wanted if record_type.field(name).shown(told)]
    assert sorted(names, key=lambda name: _place(form, name)) == names
    form.go_to(names[0])
    walked: list[str | None] = []
    for _ in names:
        walked.append(_focused(form))
        _press(Qt.Key.Key_Tab)
    assert walked == names


@every_record
@pytest.mark.parametrize("reading", [False, True])
def test_every_form_fits_the_smallest_screen_in_large_type(
    large_type: None, form_of: Callable[..., RecordForm], record_type: type[Record], reading: bool
) -> None:
    form = form_of(record_type)
    form.set_reading(reading)
    QApplication.processEvents()
    assert form.minimumSizeHint().width() <= ROOM
    assert form.width() <= ROOM
    for name in form.names():
        cell = form.cell(name)
        right = cell.mapTo(form, QPoint(cell.width(), 0)).x()
        assert right <= form.width(), name
        for child in _visible(cell, QWidget):
            if child.parent() is not cell and not isinstance(child, QLabel):
                continue
            assert child.width() >= child.minimumSizeHint().width(), (name, child)
            assert child.height() >= child.minimumSizeHint().height(), (name, child)
            assert child.geometry().right() <= cell.width(), (name, child)


@every_record
def test_no_label_is_shortened_and_no_field_lies_on_another(
    large_type: None, form_of: Callable[..., RecordForm], record_type: type[Record]
) -> None:
    form = form_of(record_type)
    cells = [form.cell(name) for name in form.names()]
    for cell in cells:
        label = next(w for w in _visible(cell, QLabel) if isinstance(w, QLabel) and w.buddy())
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text()), label.text()
    for at, cell in enumerate(cells):
        for other in cells[at + 1 :]:
            if other.parent() is cell.parent():
                assert not cell.geometry().intersects(other.geometry())


@every_record
def test_every_field_is_named_by_its_label(
    form_of: Callable[..., RecordForm], record_type: type[Record]
) -> None:
    form = form_of(record_type)
    for name in form.names():
        cell, label = form.cell(name), tr(record_type.field(name).label)
        assert label
        assert cell.editor.widget.accessibleName() == label
        (buddy,) = [w for w in cell.findChildren(QLabel) if w.buddy() is cell.editor.widget]
        assert buddy.text() == label
        starred = any(w.text() == "*" for w in _visible(cell, QLabel) if isinstance(w, QLabel))
        assert starred is record_type.field(name).required


@every_record
def test_an_empty_form_has_no_values_and_tells_what_is_required(
    form_of: Callable[..., RecordForm], record_type: type[Record]
) -> None:
    form = form_of(record_type)
    form.set_values({})
    assert set(form.values().values()) == {None}
    assert not form.is_changed()
    needed = {name for name in form.names() if record_type.field(name).required}
    assert needed <= set(form.problems())
    assert form.shown_problems() == []


@every_record
def test_a_form_goes_with_its_window(qapp: QApplication, record_type: type[Record]) -> None:
    form = RecordForm(record_type, context())
    form.set_values({})
    editors = [form.cell(name).editor for name in record_type.layout.names()]
    trace = weakref.ref(form.cell(record_type.layout.names()[0]))
    shiboken6.delete(form)
    assert not any(shiboken6.isValid(editor) for editor in editors)
    del form, editors
    gc.collect()
    assert trace() is None


# -- places -------------------------------------------------------------------------


def test_four_columns_become_two_where_it_is_narrow(form_of: Callable[..., RecordForm]) -> None:
    row = ("person_code", "anonymous", "ethnicity", "religion")
    form = form_of(Person, ROOM)
    assert len({_place(form, name)[0] for name in row}) == 1
    form.window().resize(560, 560)
    QApplication.processEvents()
    assert len({_place(form, name)[0] for name in row}) == WIDE // NARROW
    assert len({_place(form, name)[1] for name in row}) == NARROW
    form.window().resize(ROOM, 560)
    QApplication.processEvents()
    assert len({_place(form, name)[0] for name in row}) == 1


def test_no_field_is_stretched_over_a_wide_window(form_of: Callable[..., RecordForm]) -> None:
    form = form_of(Person, 1900)
    for name in ("birth_date", "id_number", "phone", "sex", "person_code"):
        assert form.cell(name).editor.widget.width() <= 260, name
    inspected = form_of(record_types()["inspection_answers"], 1900)
    assert inspected.cell("number").editor.widget.width() <= 160


def test_only_named_fields_stand_in_the_form(form_of: Callable[..., RecordForm]) -> None:
    form = form_of(Person, only=("full_name", "sex", "phone"), hidden=("sex",))
    assert form.names() == ["full_name", "phone"]
    assert set(form.values()) == {"full_name", "phone"}


def test_fields_above_the_level_of_the_user_are_not_built(
    form_of: Callable[..., RecordForm],
) -> None:
    form = form_of(Person, max_level=1)
    form.set_values(PERSON)
    assert {"ethnicity", "religion", "note"}.isdisjoint(form.names())
    texts = [line.text() for line in form.findChildren(QLineEdit)]
    assert "Tày" not in texts
    assert "Nguyễn Thị Lan" in texts
    assert form.changed_values() == {}


def test_fields_and_their_cards_come_and_go_with_what_is_chosen(
    form_of: Callable[..., RecordForm],
) -> None:
    form = form_of(_Visits)
    form.set_values({"kind": "HEN", "planned_on": dt.date(2026, 11, 23), "reason": "Tin báo"})
    assert form.names() == ["kind", "planned_on"]
    form.cell("kind").editor.set_value("BAT")
    form.cell("kind").editor.changed.emit()
    assert form.names() == ["kind", "reason"]
    # What nobody sees is not erased, and a sentence about it is not lost.
    assert form.values()["planned_on"] == dt.date(2026, 11, 23)
    assert form.show_problems({"planned_on": "Sai."}) == "kind"
    assert form.shown_problems() == [Problem("kind", "Loại", "Hẹn ngày: Sai.")]


# -- values -------------------------------------------------------------------------


def test_values_come_back_and_only_what_was_typed_is_changed(
    form_of: Callable[..., RecordForm],
) -> None:
    form = form_of(Person)
    told: list[str] = []
    form.changed.connect(told.append)
    form.set_values(PERSON)
    assert told == []
    assert {n: v for n, v in form.values().items() if v is not None} == PERSON
    assert form.changed_values() == {}
    put(form.cell("phone").editor, "0905 123 456")
    put(form.cell("note").editor, "")
    assert form.is_changed()
    assert form.changed_values() == {"phone": "0905123456", "note": None}
    assert set(told) == {"phone", "note"}
    form.set_values(PERSON)
    assert not form.is_changed()


def test_values_that_can_not_be_read_are_told_and_nothing_is_given(
    form_of: Callable[..., RecordForm],
) -> None:
    form = form_of(Person)
    form.set_values(PERSON)
    put(form.cell("id_number").editor, "123")
    assert form.is_changed()
    with pytest.raises(InvalidRecord) as caught:
        form.values()
    assert set(caught.value.problems) == {"id_number"}


# -- problems -----------------------------------------------------------------------


def test_what_is_wrong_is_told_when_the_field_is_left_not_before(
    form_of: Callable[..., RecordForm],
) -> None:
    form = form_of(Person)
    form.set_values(PERSON)
    listed: list[list[Problem]] = []
    form.problems_changed.connect(listed.append)
    form.go_to("id_number")
    put(form.cell("id_number").editor, "04909100123")
    assert form.cell("id_number").problem() == ""
    QTest.keyClick(form.cell("id_number").editor.widget, Qt.Key.Key_Tab)
    sentence = form.cell("id_number").problem()
    assert "11" in sentence
    below = [w.text() for w in _visible(form.cell("id_number"), QLabel) if isinstance(w, QLabel)]
    assert f"✕ {sentence}" in below
    put(form.cell("id_number").editor, "049091001234")
    assert form.cell("id_number").problem() == ""
    assert [[p.name for p in problems] for problems in listed] == [["id_number"], []]


def test_a_day_that_has_not_come_is_told_when_the_field_is_left(
    form_of: Callable[..., RecordForm],
) -> None:
    form = form_of(Person)
    form.set_values(PERSON)
    form.go_to("birth_date")
    put(form.cell("birth_date").editor, "23/11/2026")
    QTest.keyClick(form.cell("birth_date").editor.widget, Qt.Key.Key_Tab)
    assert form.cell("birth_date").problem() == "Ngày này chưa tới: hôm nay là 22/11/2026."
    assert list(form.problems()) == ["birth_date"]
    put(form.cell("birth_date").editor, "22/11/2026")
    assert form.problems() == {}
    # What an import brought is not the fault of who reads it.
    form.set_values({**PERSON, "birth_date": Partial(2027)})
    assert form.problems() == {}


def test_a_locked_form_stays_to_be_read_and_blames_nobody(
    form_of: Callable[..., RecordForm],
) -> None:
    form = form_of(Person)
    form.set_values({})
    form.lock(locked=True)
    form.set_reading(False)
    assert not form.cell("full_name").editor.widget.isVisible()
    assert form.problems() == {}
    form.lock(locked=False)
    form.set_reading(False)
    assert form.cell("full_name").editor.widget.isVisible()
    assert form.problems() != {}


def test_problems_are_those_of_kinds_of_required_fields_and_of_the_record(
    form_of: Callable[..., RecordForm],
) -> None:
    form = form_of(Person)
    form.set_values({**PERSON, "sex": None, "full_name": None})
    put(form.cell("birth_date").editor, "tháng ba")
    found = form.problems()
    assert list(found) == ["full_name", "sex", "birth_date"]  # as they stand on the screen
    assert "Không ghi tên" in found["full_name"]
    assert form.show_problems(found) == "full_name"
    assert [p.name for p in form.shown_problems()] == list(found)
    assert form.shown_problems()[1].label == "Giới tính"
    assert form.show_problems({}) is None
    assert form.shown_problems() == []


def test_f8_goes_from_problem_to_problem_and_f10_to_empty_fields(
    form_of: Callable[..., RecordForm],
) -> None:
    form = form_of(CaseFile)
    form.set_values({"number": "1", "case_type": "A"})
    form.show_problems({"case_type": "Sai.", "legal_basis": "Thiếu."})
    form.go_to("number")
    walked: list[str | None] = []
    for key in (Qt.Key.Key_F8, Qt.Key.Key_F8, Qt.Key.Key_F8, Qt.Key.Key_F10, Qt.Key.Key_F10):
        _press(key)
        walked.append(_focused(form))
    assert walked == ["case_type", "legal_basis", "case_type", "intake_on", "person_id"]


def test_f6_finds_a_field_by_some_of_its_name(form_of: Callable[..., RecordForm]) -> None:
    form = form_of(CaseFile)
    form.go_to("number")
    _press(Qt.Key.Key_F6)
    finder = form.findChild(FieldFinder)
    assert finder is not None
    QTest.keyClicks(finder.line, "nguoi ky")
    assert finder.list.values() == ["decision_signer"]
    QTest.keyClick(finder.line, Qt.Key.Key_Return)
    assert _focused(form) == "decision_signer"


def test_the_docked_list_names_the_fields_and_a_click_goes_there(
    form_of: Callable[..., RecordForm], qtbot: QtBot
) -> None:
    form, window = form_of(Person), QWidget()
    qtbot.addWidget(window)
    docked = ProblemList(window)
    form.problems_changed.connect(docked.set_problems)
    docked.chosen.connect(form.go_to)
    assert docked.isHidden()
    form.show_problems({"phone": "Sai số.", "sex": "Cần ghi ô này."})
    assert not docked.isHidden()
    assert docked.texts() == ["✕  Giới tính: Cần ghi ô này.", "✕  Điện thoại: Sai số."]
    docked.show()
    docked.choose_first()
    form.window().activateWindow()
    qtbot.waitUntil(lambda: _focused(form) == "sex")
    form.show_problems({})
    assert docked.isHidden()


# -- reading ------------------------------------------------------------------------


def test_read_values_are_texts_and_nothing_can_be_typed(
    form_of: Callable[..., RecordForm],
) -> None:
    form = form_of(Person)
    form.set_values(PERSON)
    form.set_reading(True)
    assert not _visible(form, QLineEdit)
    texts = [w.text() for w in _visible(form, QLabel) if isinstance(w, QLabel)]
    for text in ("Nguyễn Thị Lan", "Nữ", "1980", "049 180 001 234", "Tày", "Hai dòng\nghi chú"):
        assert text in texts
    assert "*" not in texts
    form.set_values({**PERSON, "full_name": "Trần Lan"})
    assert "Trần Lan" in [w.text() for w in form.findChildren(QLabel)]
    form.set_reading(False)
    assert _visible(form, QLineEdit)
    assert form.changed_values() == {}


def test_one_field_can_be_kept_from_changes(form_of: Callable[..., RecordForm]) -> None:
    form = form_of(CaseFile)
    form.set_values({"number": "20854-26-A-0017"})
    form.set_read_only("number", True)
    form.go_to("number")
    QTest.keyClicks(form.cell("number").editor.widget, "9")
    assert form.changed_values() == {}


def test_the_form_passes_on_which_record_is_asked_for(form_of: Callable[..., RecordForm]) -> None:
    form = form_of(CaseFile)
    form.set_values({"person_id": LAN})
    seen: list[tuple[str, str, object]] = []
    form.reference_asked.connect(lambda name, table, id_: seen.append((name, table, id_)))
    for action in form.cell("person_id").editor.widget.actions():
        if action.text() == "Xem hoặc chọn":
            action.trigger()
    assert seen == [("person_id", "people", LAN)]
