"""Every kind has an editor, which gives back what it was given and says what it can't read."""

from __future__ import annotations

import datetime as dt
import gc
import inspect
import uuid
import weakref
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

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
from desktop.ui.calendar_popup import CalendarPopup
from desktop.ui.editors import EDITORS, Editor, EditorContext, editor_for
from desktop.ui.editors.attachments import AttachmentEditor, size_text
from desktop.ui.editors.choices import ChoiceEditor, ChoicesEditor
from desktop.ui.editors.pick_list import PickList
from desktop.ui.editors.texts import capitalised
from desktop.ui.editors.ticks import ChipsEditor, RadioEditor
from desktop.ui.input_filters import CompositionWatch, EnterAsTab
from ui.form_office import HOA, LAN, LISTS, NOW, OfficeFiles, OfficeLookup, context, put

# Qt's display-less platform says so of every window that is shown or raised.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SEXES = {"NAM": "Nam", "NU": "Nữ", "KHAC": "Khác"}
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


@pytest.fixture
def asked() -> EditorContext:
    return context()


@pytest.fixture
def shown(qtbot: QtBot, asked: EditorContext) -> Iterator[Callable[..., Any]]:
    """Puts an editor of a kind into a window that has the keyboard, above another field."""
    window = QWidget()
    column = QVBoxLayout(window)
    qtbot.addWidget(window)

    def show(kind: Kind[Any], *, roomy: bool = False) -> Editor:
        editor = editor_for(kind, asked, roomy=roomy)
        editor.set_label("Ô thử")
        column.addWidget(editor.widget)
        column.addWidget(QLineEdit())
        window.resize(400, 200)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        editor.focus()
        return editor

    yield show
    window.close()


def _line(editor: Editor) -> QLineEdit:
    assert isinstance(editor.widget, QLineEdit)
    return editor.widget


def _list(editor: Editor) -> PickList:
    found = editor.widget.findChild(PickList)
    assert found is not None
    return found


def _wrong(editor: Editor) -> bool:
    try:
        editor.value()
    except InvalidValue:
        return True
    return False


# -- laws ---------------------------------------------------------------------------


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


def _example(kind: Kind[Any]) -> Any:
    fixed: dict[type[Kind[Any]], Any] = {
        Attachment: StoredFile("0f" * 32, 12_345, "don.pdf"), CitizenNumber: "049091001234",
        Code: "12/QĐ-UBND", Count: 12, Date: dt.date(1975, 3, 5), Moment: NOW, Money: 1_250_000,
        Month: dt.date(2026, 11, 1), PartialDate: Partial(1975), Percent: Decimal("62.5"),
        PersonName: "Đặng Ánh", Phone: "0905123456", Reference: LAN, Text: "Thôn 3", Year: 1975,
        YesNo: True,
    }  # fmt: skip
    if isinstance(kind, Choice):
        return "NU" if kind.options else "06"
    if isinstance(kind, Choices):
        return ("NU", "KHAC") if kind.options else ("N1", "N7")
    return fixed[type(kind)]


# -- typed lines --------------------------------------------------------------------


def test_typing_tells_each_change(shown: Callable[..., Any]) -> None:
    editor = shown(Text())
    told: list[str] = []
    editor.changed.connect(lambda: told.append(editor.value()))
    QTest.keyClicks(editor.widget, "xa")
    assert told == ["x", "xa"]


@pytest.mark.parametrize(
    ("kind", "typed", "tidied"),
    [
        (Date(), "5/3/75", "05/03/1975"),
        (Date(), "05031975", "05/03/1975"),
        (Date(), "hôm nay", "22/11/2026"),
        (Date(), "Hom  Qua", "21/11/2026"),
        (Date(), "ngày mai", "23/11/2026"),
        (PartialDate(), "3/1975", "03/1975"),
        (PartialDate(), "1975", "1975"),
        (PartialDate(), "hôm nay", "22/11/2026"),
        (Month(), "hôm nay", "11/2026"),
        (Month(), "1/26", "01/2026"),
        (Moment(), "hôm nay 14:30", "22/11/2026 14:30"),
        (Moment(), "hôm nay 8h", "22/11/2026 08:00"),
        (Moment(), "bây giờ", "22/11/2026 09:30"),
        (Moment(), "hôm nay", "22/11/2026 00:00"),
        (CitizenNumber(), "049091001234", "049 091 001 234"),
        (Phone(), "+84 905.123.456", "0905 123 456"),
        (Money(), "1250000đ", "1.250.000"),
        (Percent(), "62,50", "62,5%"),
        (PersonName(), "  Đặng   Ánh ", "Đặng Ánh"),
        (Choice(code_list="L1"), "muong", "Mường"),
    ],
)
def test_a_field_is_tidied_when_it_is_left(
    shown: Callable[..., Any], kind: Kind[Any], typed: str, tidied: str
) -> None:
    editor = shown(kind)
    put(editor, typed)
    assert _line(editor).text() == typed  # never while somebody types
    value = editor.value()
    _list_of_line(editor)
    QTest.keyClick(editor.widget, Qt.Key.Key_Backtab)
    assert _line(editor).text() == tidied
    assert editor.value() == value


def _list_of_line(editor: Editor) -> None:
    """Fold a list away that opened while typing, so that Tab does not pick from it."""
    for opened in editor.widget.findChildren(PickList):
        opened.close_up()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Choice(code_list="L1"), "99"),
        (Choice(SEXES), "LA"),
        (Choices(code_list="L6"), ("N1", "CU")),
        (Moment(), NOW + dt.timedelta(seconds=7)),
        (Count(maximum=5), 900),
        (CitizenNumber(), "123"),
        (Text(), "hai  chỗ trống"),
        (Text(lines=3), "hai  chỗ trống\r\nvà dòng lạ"),
    ],
)
@pytest.mark.parametrize("roomy", [False, True])
def test_a_strange_value_that_nobody_touches_survives(
    shown: Callable[..., Any], kind: Kind[Any], value: Any, roomy: bool
) -> None:
    editor = shown(kind, roomy=roomy)
    editor.set_value(value)
    QTest.keyClick(editor.parts()[-1], Qt.Key.Key_Tab)
    assert editor.value() == value
    assert editor.shown()


def test_numbers_stand_right_and_words_left(qapp: QApplication) -> None:
    for kind, right in ((Money(), True), (Count(), True), (Text(), False), (Date(), False)):
        line = _line(editor_for(kind, context()))
        assert bool(line.alignment() & Qt.AlignmentFlag.AlignRight) is right


def test_tab_leaves_a_field_of_several_lines(shown: Callable[..., Any]) -> None:
    editor = shown(Text(lines=3))
    QTest.keyClicks(editor.widget, "so")
    QTest.keyClick(editor.widget, Qt.Key.Key_Return)
    QTest.keyClicks(editor.widget, "hai")
    left: list[bool] = []
    editor.left.connect(lambda: left.append(True))
    QTest.keyClick(editor.widget, Qt.Key.Key_Tab)
    assert editor.value() == "so\nhai"
    assert left


def test_a_field_of_several_lines_grows_with_its_text(shown: Callable[..., Any]) -> None:
    editor = shown(Text(max_length=4000, lines=2))
    area = editor.widget
    assert isinstance(area, QPlainTextEdit)
    before = area.sizeHint().height()
    editor.set_value("\n".join("dòng" for _ in range(8)))
    assert area.sizeHint().height() >= before + 5 * area.fontMetrics().lineSpacing()


# -- names --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("nguyễn thị lan", "Nguyễn Thị Lan"),
        ("ĐẶNG ÁNH", "Đặng Ánh"),
        ("h'hen niê", "H'Hen Niê"),
        ("y-blăm", "Y-Blăm"),
    ],
)
def test_capitals_are_offered_after_the_name_is_left_and_taken_by_f4(
    shown: Callable[..., Any], name: str, better: str
) -> None:
    editor = shown(PersonName())
    put(editor, name)
    assert editor.hint() == ""
    QTest.keyClick(editor.widget, Qt.Key.Key_Tab)
    assert better in editor.hint()
    assert editor.value() == name
    editor.focus()
    QTest.keyClick(editor.widget, Qt.Key.Key_F4)
    assert editor.value() == better == capitalised(name)
    assert editor.hint() == ""


@pytest.mark.parametrize("name", ["Nguyễn Thị Lan", "Ann McGee", "Ý"])
def test_a_name_with_its_capitals_is_left_in_peace(shown: Callable[..., Any], name: str) -> None:
    editor = shown(PersonName())
    put(editor, name)
    QTest.keyClick(editor.widget, Qt.Key.Key_Tab)
    assert editor.hint() == ""


# -- calendars ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Date(), "5/3/75", dt.date(1975, 3, 6)),
        (Date(), "", dt.date(2026, 11, 23)),
        (Date(), "không phải ngày", dt.date(2026, 11, 23)),
        (PartialDate(), "1975", Partial(1975, 1, 2)),
        (Month(), "3/1975", dt.date(1975, 3, 1)),
        (Moment(), "5/3/26 14:30", dt.datetime(2026, 3, 6, 7, 30, tzinfo=dt.UTC)),
    ],
)
def test_the_calendar_opens_at_what_is_typed_and_gives_a_day(
    shown: Callable[..., Any], kind: Kind[Any], typed: str, value: Any
) -> None:
    editor = shown(kind)
    put(editor, typed)
    QTest.keyClick(editor.widget, Qt.Key.Key_F4)
    calendar = editor.widget.findChild(CalendarPopup)
    assert calendar is not None
    QTest.keyClick(calendar.sheet, Qt.Key.Key_Right)
    QTest.keyClick(calendar.sheet, Qt.Key.Key_Return)
    assert editor.value() == value


def test_the_calendar_goes_away_for_good(shown: Callable[..., Any], qtbot: QtBot) -> None:
    editor = shown(Date())
    editor.open_list()
    calendar = editor.widget.findChild(CalendarPopup)
    assert calendar is not None
    QTest.keyClick(calendar.sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: editor.widget.findChild(CalendarPopup) is None)
    assert editor.value() is None


# -- lists --------------------------------------------------------------------------


def test_part_of_a_label_finds_it_without_marks_and_enter_takes_it(
    shown: Callable[..., Any], qapp: QApplication
) -> None:
    editor = shown(Choice(code_list="L1"))
    enter = EnterAsTab()
    qapp.installEventFilter(enter)
    QTest.keyClicks(editor.widget, "dang")
    assert _list(editor).values() == ["34"]
    QTest.keyClick(editor.widget, Qt.Key.Key_Return)
    qapp.removeEventFilter(enter)
    assert editor.value() == "34"
    assert _line(editor).text() == "Xơ-đăng"
    assert editor.widget.hasFocus()  # Enter took the row and did not go on


def test_tab_takes_the_row_and_goes_on(shown: Callable[..., Any]) -> None:
    editor = shown(Choice(code_list="L1"))
    QTest.keyClicks(editor.widget, "m")
    QTest.keyClick(editor.widget, Qt.Key.Key_Tab)
    assert editor.value() == "06"
    assert not editor.widget.hasFocus()
    assert not _list(editor).isVisible()


@pytest.mark.parametrize("alt", [False, True])
def test_f4_and_alt_down_open_the_whole_list_at_the_value(
    shown: Callable[..., Any], alt: bool
) -> None:
    editor = shown(Choice(code_list="L1"))
    editor.set_value("02")
    if alt:
        QTest.keyClick(editor.widget, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    else:
        QTest.keyClick(editor.widget, Qt.Key.Key_F4)
    assert _list(editor).values() == ["01", "02", "06", "34"]
    QTest.keyClick(editor.widget, Qt.Key.Key_Down)
    QTest.keyClick(editor.widget, Qt.Key.Key_Return)
    assert editor.value() == "06"


def test_escape_and_a_click_elsewhere_fold_the_list_and_change_nothing(
    shown: Callable[..., Any],
) -> None:
    editor = shown(Choice(code_list="L1"))
    editor.set_value("02")
    for fold in (
        lambda: QTest.keyClick(editor.widget, Qt.Key.Key_Escape),
        lambda: QTest.mouseClick(
            editor.widget.window(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1)
        ),
    ):
        editor.open_list()
        assert _list(editor).isVisible()
        fold()
        assert not _list(editor).isVisible()
    assert editor.value() == "02"


def test_a_list_never_opens_while_an_input_method_composes(
    shown: Callable[..., Any],
) -> None:
    editor = shown(Choice(code_list="L1"))
    watch = CompositionWatch(editor.widget)
    editor.widget.installEventFilter(watch)
    QApplication.sendEvent(editor.widget, QInputMethodEvent("k", []))
    _line(editor).textEdited.emit("k")
    assert not _list(editor).isVisible()
    done = QInputMethodEvent("", [])
    done.setCommitString("ki")
    QApplication.sendEvent(editor.widget, done)
    assert _list(editor).values() == ["01"]
    assert editor.widget.hasFocus()


def test_the_wheel_over_a_field_changes_nothing(shown: Callable[..., Any]) -> None:
    for kind in (Choice(SEXES), Date(), YesNo(), Count()):
        editor = editor_for(kind, context())
        editor.set_value(_example(kind))
        before = editor.value()
        QApplication.sendEvent(editor.widget, QEvent(QEvent.Type.Wheel))
        assert editor.value() == before
        shiboken6.delete(editor.widget)


def test_several_are_ticked_with_space_in_an_open_list(shown: Callable[..., Any]) -> None:
    editor = shown(Choices(code_list="L6"))
    assert isinstance(editor, ChoicesEditor)
    QTest.keyClick(editor.widget, Qt.Key.Key_F4)
    QTest.keyClick(editor.widget, Qt.Key.Key_Space)
    QTest.keyClick(editor.widget, Qt.Key.Key_Down)
    QTest.keyClick(editor.widget, Qt.Key.Key_Space)
    assert _list(editor).isVisible()
    assert editor.value() == ("N0", "N1")
    QTest.keyClick(editor.widget, Qt.Key.Key_Space)
    QTest.keyClick(editor.widget, Qt.Key.Key_Return)
    assert not _list(editor).isVisible()
    assert editor.value() == ("N0",)
    assert _line(editor).text() == "Nhu cầu hỗ trợ thứ 0"


def test_ticking_keeps_what_is_offered_no_longer(shown: Callable[..., Any]) -> None:
    for roomy, kind in ((False, Choices(code_list="L6")), (True, Choices(SEXES))):
        editor = editor_for(kind, context(), roomy=roomy)
        editor.set_value(("CU",))
        if isinstance(editor, ChipsEditor):
            editor.row.buttons[0].click()
        else:
            editor.open_list()
            QTest.keyClick(editor.widget, Qt.Key.Key_Space)
        value: Any = editor.value()
        assert "CU" in value
        assert len(value) == 2
        shiboken6.delete(editor.widget)


# -- rows of buttons ----------------------------------------------------------------


def test_room_and_few_options_decide_between_buttons_and_a_list(qapp: QApplication) -> None:
    many = {str(at): f"Mục {at}" for at in range(8)}
    asked = context()
    assert isinstance(editor_for(Choice(SEXES), asked, roomy=True), RadioEditor)
    assert isinstance(editor_for(Choice(SEXES), asked), ChoiceEditor)
    assert isinstance(editor_for(Choice(many), asked, roomy=True), ChoiceEditor)
    assert isinstance(editor_for(Choices(many), asked, roomy=True), ChipsEditor)
    assert isinstance(editor_for(Choices(code_list="L6"), asked, roomy=True), ChoicesEditor)


def test_digits_choose_arrows_walk_and_delete_clears(shown: Callable[..., Any]) -> None:
    editor = shown(Choice(SEXES), roomy=True)
    told: list[Any] = []
    editor.changed.connect(lambda: told.append(editor.value()))
    QTest.keyClick(editor.row.buttons[0], Qt.Key.Key_2)
    assert editor.row.buttons[1].hasFocus()
    QTest.keyClick(editor.row.buttons[1], Qt.Key.Key_Right)
    QTest.keyClick(editor.row.buttons[2], Qt.Key.Key_Space)
    QTest.keyClick(editor.row.buttons[2], Qt.Key.Key_Delete)
    assert told == ["NU", "KHAC", None]


def test_yes_no_and_nobody_has_said(shown: Callable[..., Any]) -> None:
    editor = shown(YesNo("Bản chính", "Bản sao"))
    yes, no = editor.row.buttons
    assert [yes.text(), no.text()] == ["Bản chính", "Bản sao"]
    no.click()
    assert editor.value() is False
    assert not editor.is_blank()
    no.click()
    assert editor.value() is None
    yes.click()
    assert editor.value() is True


def test_a_row_of_buttons_is_one_stop_for_tab(shown: Callable[..., Any]) -> None:
    editor = shown(Choice(SEXES), roomy=True)
    left: list[bool] = []
    editor.left.connect(lambda: left.append(True))
    QTest.keyClick(editor.row.buttons[0], Qt.Key.Key_Tab)
    assert not any(button.hasFocus() for button in editor.row.buttons)
    assert left == [True]


# -- other records ------------------------------------------------------------------


def test_a_record_is_found_by_words_after_a_pause(
    shown: Callable[..., Any], asked: EditorContext, qtbot: QtBot
) -> None:
    editor = shown(Reference("people"))
    QTest.keyClicks(editor.widget, "hoa")
    lookup = asked.lookup
    assert isinstance(lookup, OfficeLookup)
    assert lookup.asked == []
    qtbot.waitUntil(_list(editor).isVisible)
    assert lookup.asked == ["hoa"]
    QTest.keyClick(editor.widget, Qt.Key.Key_Return)
    assert editor.value() == HOA
    assert editor.shown() == "Trần Văn Hòa"


def test_the_full_name_of_a_record_is_enough(shown: Callable[..., Any]) -> None:
    editor = shown(Reference("people"))
    put(editor, "nguyen thi lan")
    assert _wrong(editor)
    QTest.keyClick(editor.widget, Qt.Key.Key_Tab)
    assert editor.value() == LAN
    assert _line(editor).text() == "Nguyễn Thị Lan"


def test_a_record_can_be_asked_for_and_taken_away(shown: Callable[..., Any]) -> None:
    editor = shown(Reference("people"))
    seen: list[tuple[str, uuid.UUID | None]] = []
    editor.asked.connect(lambda table, id_: seen.append((table, id_)))
    (ask,) = [a for a in _line(editor).actions() if a.text() == "Xem hoặc chọn"]
    ask.trigger()
    editor.set_value(LAN)
    ask.trigger()
    assert seen == [("people", None), ("people", LAN)]
    put(editor, "")
    assert editor.value() is None


# -- files --------------------------------------------------------------------------


def test_a_chosen_file_is_kept_shown_opened_and_taken_away(
    shown: Callable[..., Any], asked: EditorContext, tmp_path: Path
) -> None:
    paper = tmp_path / "don.pdf"
    paper.write_bytes(b"x" * 2048)
    editor = shown(Attachment())
    assert isinstance(editor, AttachmentEditor)
    told: list[Any] = []
    editor.changed.connect(lambda: told.append(editor.value()))
    editor.take(paper)
    assert told == [StoredFile("ab" * 32, 2048, "don.pdf")]
    assert editor.shown() == "don.pdf · 2 KB"
    menu = editor.menu()
    look, save, replace, remove = menu.actions()
    look.trigger()
    files = asked.files
    assert isinstance(files, OfficeFiles)
    assert files.opened == told
    remove.trigger()
    assert editor.value() is None
    assert save.isEnabled()
    assert replace.isEnabled()


def test_trouble_with_a_file_is_told_and_the_former_one_stays(
    shown: Callable[..., Any], tmp_path: Path
) -> None:
    editor = shown(Attachment())
    before = StoredFile("cd" * 32, 10, "cu.pdf")
    editor.set_value(before)
    assert isinstance(editor, AttachmentEditor)
    editor.take(tmp_path / "full.pdf")
    assert editor.value() == before
    assert "Ổ đĩa đầy" in editor.hint()


@pytest.mark.parametrize(
    ("size", "text"), [(640, "640 byte"), (12_345, "12 KB"), (3_700_000, "3,5 MB")]
)
def test_sizes_read_as_people_say_them(size: int, text: str) -> None:
    assert size_text(size) == text
