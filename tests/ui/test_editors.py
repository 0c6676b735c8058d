"""Every kind has an editor, which gives back what it was given and says what it can't read."""

from __future__ import annotations

import datetime as dt
import gc
import inspect
import weakref
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import shiboken6
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import desktop.fields
from desktop.base.errors import InvalidValue
from desktop.base.text import tidy
from desktop.fields import (
    Attachment,
    Choice,
    Choices,
    CitizenNumber,
    Code,
    Count,
    Date,
    Factor,
    Kind,
    Moment,
    Money,
    Month,
    Partial,
    PartialDate,
    Percent,
    PersonName,
    Phone,
    Reference,
    StoredFile,
    Text,
    Year,
    YesNo,
)  # fmt: skip
from desktop.ui.editors import EDITORS, editor_for
from ui.form_office import HOA, LAN, LISTS, NOW, SEXES, context, put

# Qt's display-less platform says so of every window that is shown or raised.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

_LETTERS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềửữựỵ ĐÁ", min_size=1, max_size=40)
_WORDS = _LETTERS.map(tidy).filter(bool)
_DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))
_PARTIALS = st.one_of(
    st.builds(Partial, st.integers(1900, 2200)),
    st.builds(Partial, st.integers(1900, 2200), st.integers(1, 12)),
    _DAYS.map(lambda day: Partial(day.year, day.month, day.day)),
)
_MINUTES = st.integers(-30_000_000, 120_000_000).map(
    lambda minutes: dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
)
_FILES = st.builds(StoredFile, st.just("0f" * 32), st.integers(0, 10**10), _WORDS)
_CODES = st.sampled_from([code for code, _ in LISTS["L6"]])

#: For each kind: one of its kind, and the values it may have.
VALUES: dict[type[Kind[Any]], tuple[Kind[Any], st.SearchStrategy[Any]]] = {
    Attachment: (Attachment(), _FILES),
    Choice: (Choice(code_list="L1"), st.sampled_from([code for code, _ in LISTS["L1"]])),
    Choices: (Choices(code_list="L6"), st.lists(_CODES, min_size=1, unique=True).map(tuple)),
    CitizenNumber: (CitizenNumber(), st.from_regex(r"\A([0-9]{12}|[0-9]{9}|[A-Z][0-9]{7})\Z")),
    Code: (Code(), st.from_regex(r"\A[0-9]{1,4}-[A-ZĐ]{1,3}/[A-Z]{2,5}\Z")),
    Count: (Count(), st.integers(0, 10**9)),
    Date: (Date(), _DAYS),
    Factor: (Factor(), st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)),
    Moment: (Moment(), _MINUTES),
    Money: (Money(), st.integers(0, 10**15 - 1)),
    Month: (Month(), _DAYS.map(lambda day: day.replace(day=1))),
    PartialDate: (PartialDate(), _PARTIALS),
    Percent: (Percent(), st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)),
    PersonName: (PersonName(), _WORDS),
    Phone: (Phone(), st.from_regex(r"\A0[0-9]{8,10}\Z")),
    Reference: (Reference("people"), st.sampled_from([LAN, HOA])),
    Text: (Text(), _WORDS),
    Year: (Year(), st.integers(1900, 2200)),
    YesNo: (YesNo(), st.booleans()),
}
#: A second look at kinds that have more than one editor: what the field asks decides.
OTHERS: list[tuple[Kind[Any], bool, st.SearchStrategy[Any]]] = [
    (Text(max_length=4000, lines=4), True, st.lists(_WORDS, min_size=1).map("\n".join)),
    (Choice(SEXES), True, st.sampled_from(sorted(SEXES))),
    (Choice(SEXES), False, st.sampled_from(sorted(SEXES))),
    (Choices(SEXES), True, st.lists(st.sampled_from(sorted(SEXES)), min_size=1, unique=True).map(tuple)),
]  # fmt: skip
CASES = [(kind, False, values) for kind, values in VALUES.values()] + OTHERS
IDS = [
    f"{type(kind).__name__}{'-roomy' if roomy else ''}-{at}"
    for at, (kind, roomy, _) in enumerate(CASES)
]
every_editor = pytest.mark.parametrize(("kind", "roomy", "values"), CASES, ids=IDS)

WRONG = [
    (CitizenNumber(), "04909100123"),
    (Choice(code_list="L1"), "Sao Hỏa"),
    (Choices(code_list="L6"), "Nhu cầu hỗ trợ thứ 1; Sao Hỏa"),
    (Code(max_length=5), "123456"),
    (Count(maximum=20), "21"),
    (Date(), "31/02/2026"),
    (Factor(), "0,6 lần"),
    (Moment(), "05/03/2026 25:00"),
    (Money(), "-5"),
    (Month(), "05/03/2026"),
    (PartialDate(), "tháng ba"),
    (Percent(), "101"),
    (PersonName(), "Lan 2"),
    (Phone(), "gọi sau"),
    (Reference("people"), "Không có ai"),
    (Text(max_length=5), "sáu ký tự"),
    (Text(max_length=5, lines=3), "sáu ký\ntự"),
    (Year(), "75"),
]


def test_every_kind_has_an_editor_and_nothing_else_has() -> None:
    declared = {
        kind
        for kind in vars(desktop.fields).values()
        if isinstance(kind, type) and issubclass(kind, Kind) and not inspect.isabstract(kind)
    }
    assert set(EDITORS) == declared == set(VALUES)


@every_editor
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_set_is_given_back(
    qapp: QApplication, kind: Kind[Any], roomy: bool, values: Any, data: st.DataObject
) -> None:
    editor = editor_for(kind, context(), roomy=roomy)
    value = data.draw(values)
    editor.set_value(value)
    assert editor.value() == value
    assert not editor.is_blank()
    editor.set_value(None)
    assert editor.value() is None
    assert editor.is_blank()
    shiboken6.delete(editor.widget)


TYPED = [c for c in CASES if not isinstance(c[0], (Attachment, Reference, YesNo)) and not (c[1] and isinstance(c[0], (Choice, Choices)))]  # fmt: skip


@pytest.mark.parametrize(("kind", "roomy", "values"), TYPED)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_typed_as_it_is_written_is_the_value(
    qapp: QApplication, kind: Kind[Any], roomy: bool, values: Any, data: st.DataObject
) -> None:
    asked = context()
    editor = editor_for(kind, asked, roomy=roomy)
    value = data.draw(values)
    put(editor, kind.format(value, asked.names))
    assert editor.value() == value
    shiboken6.delete(editor.widget)


@pytest.mark.parametrize(("kind", "roomy", "values"), TYPED)
def test_blanks_are_no_value(qapp: QApplication, kind: Kind[Any], roomy: bool, values: Any) -> None:
    editor = editor_for(kind, context(), roomy=roomy)
    put(editor, "   ")
    assert editor.value() is None
    assert editor.is_blank()
    shiboken6.delete(editor.widget)


@pytest.mark.parametrize(("kind", "text"), WRONG)
def test_what_can_not_be_read_raises_and_stays_as_it_was_typed(
    shown: Callable[..., Any], kind: Kind[Any], text: str
) -> None:
    editor = shown(kind)
    put(editor, text)
    with pytest.raises(InvalidValue) as caught:
        editor.value()
    assert caught.value.message
    assert not editor.is_blank()
    QTest.keyClick(editor.widget, Qt.Key.Key_Tab)
    assert editor.shown() == text


def test_every_kind_that_can_be_typed_wrong_is_tried() -> None:
    never_wrong = {Attachment, YesNo}
    assert {type(kind) for kind, _ in WRONG} == set(EDITORS) - never_wrong


@every_editor
@settings(max_examples=1, deadline=None)
@given(data=st.data())
def test_being_set_is_not_a_change_made_by_the_clerk(
    qapp: QApplication, kind: Kind[Any], roomy: bool, values: Any, data: st.DataObject
) -> None:
    editor = editor_for(kind, context(), roomy=roomy)
    told: list[bool] = []
    editor.changed.connect(lambda: told.append(True))
    editor.set_value(data.draw(values))
    editor.set_value(None)
    assert told == []
    shiboken6.delete(editor.widget)


@every_editor
def test_the_label_names_every_part_and_the_problem_describes_it(
    qapp: QApplication, kind: Kind[Any], roomy: bool, values: Any
) -> None:
    editor = editor_for(kind, context(), roomy=roomy)
    editor.set_label("Số quyết định")
    assert editor.widget.accessibleName() == "Số quyết định"
    assert all(part.accessibleName().startswith("Số quyết định") for part in editor.parts())
    editor.set_problem("Cần ghi ô này.")
    assert editor.widget.property("look") == "problem"
    assert all(part.accessibleDescription() == "Cần ghi ô này." for part in editor.parts())
    editor.set_problem(None)
    assert editor.widget.property("look") == ""
    shiboken6.delete(editor.widget)


@every_editor
def test_keys_change_nothing_that_is_read_only(
    shown: Callable[..., Any], kind: Kind[Any], roomy: bool, values: Any
) -> None:
    editor = shown(kind, roomy=roomy)
    value = _example(kind)
    editor.set_value(value)
    editor.set_read_only(True)
    target = editor.parts()[-1]
    for key in (Qt.Key.Key_1, Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_Backspace):
        QTest.keyClick(target, key)
    QTest.mouseClick(target, Qt.MouseButton.LeftButton)
    assert editor.value() == value


@every_editor
def test_an_editor_goes_with_its_widget(
    qapp: QApplication, kind: Kind[Any], roomy: bool, values: Any
) -> None:
    editor = editor_for(kind, context(), roomy=roomy)
    editor.set_value(_example(kind))
    trace = weakref.ref(editor)
    shiboken6.delete(editor.widget)
    assert not shiboken6.isValid(editor)
    del editor
    gc.collect()
    assert trace() is None


def test_the_wheel_over_a_field_changes_nothing(shown: Callable[..., Any]) -> None:
    for kind in (Choice(SEXES), Date(), YesNo(), Count()):
        editor = editor_for(kind, context())
        editor.set_value(_example(kind))
        before = editor.value()
        QApplication.sendEvent(editor.widget, QEvent(QEvent.Type.Wheel))
        assert editor.value() == before
        shiboken6.delete(editor.widget)


def _example(kind: Kind[Any]) -> Any:
    fixed: dict[type[Kind[Any]], Any] = {
        Attachment: StoredFile("0f" * 32, 12_345, "don.pdf"), CitizenNumber: "049091001234",
        Code: "12/QĐ-UBND", Count: 12, Date: dt.date(1975, 3, 5), Factor: Decimal("0.6"), Moment: NOW, Money: 1_250_000,
        Month: dt.date(2026, 11, 1), PartialDate: Partial(1975), Percent: Decimal("62.5"),
        PersonName: "Đặng Ánh", Phone: "0905123456", Reference: LAN, Text: "Thôn 3", Year: 1975,
        YesNo: True,
    }  # fmt: skip
    if isinstance(kind, Choice):
        return "NU" if kind.options else "06"
    if isinstance(kind, Choices):
        return ("NU", "KHAC") if kind.options else ("N1", "N7")
    return fixed[type(kind)]
