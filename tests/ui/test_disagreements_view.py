"""Choosing between what two places wrote: with a few keys, from its own place or from the record."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import makers
from desktop.fields import Partial
from desktop.operations import records
from desktop.operations.decisions import decide
from desktop.operations.disagreements import disagreements
from desktop.operations.lists import ListReader, listing
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.ui.case_workspace import CaseWorkspace
from desktop.ui.disagreement_banner import DisagreementsDialog
from desktop.ui.disagreements_view import DisagreementsView
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.history_view import HistoryView
from desktop.ui.home import HomePage
from desktop.ui.main_window import MainWindow
from desktop.ui.person_view import PersonView
from desktop.ui.workplace import Workplace
from exchange.enrolled import Offices, enrolled_offices, offices
from inline import settle, shown_one, workplace_of

__all__ = ["enrolled_offices", "offices"]
Key = Qt.Key


@pytest.fixture
def person(offices: Offices, tmp_path: Path) -> uuid.UUID:
    """Somebody whose sex, birth date and telephone number commune and province wrote differently."""
    commune, province = offices["a"], offices["tinh"]
    made = makers.person(commune, "Nguyễn Thị Hường", phone="0950000001")
    makers.case(commune, person_id=made)
    receive(province, send(commune, offices.scope("tinh"), tmp_path).path)
    ours = {"sex": "NU", "birth_date": Partial(1991, 3, 5), "phone": "0950000002"}
    records.save(commune, "people", made, ours)
    offices.clock.forward(hours=1)
    theirs = {"sex": "KHAC", "birth_date": Partial(1990, 5, 3), "phone": "0950000003"}
    records.save(province, "people", made, theirs)
    receive(commune, send(province, offices.scope("a"), tmp_path).path)
    return made


@pytest.fixture
def place(offices: Offices, person: uuid.UUID, tmp_path: Path) -> Workplace:
    return workplace_of(offices["a"], tmp_path)


@pytest.fixture
def show(qtbot: QtBot, dressed: None) -> Callable[[QWidget], None]:
    """Puts a part of the window on the screen, with the keyboard."""

    def shown(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        widget.resize(1040, 480)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        settle()

    return shown


@pytest.fixture
def view(place: Workplace, show: Callable[[QWidget], None]) -> DisagreementsView:
    made = DisagreementsView(place)
    show(made)
    made.take_keyboard()
    return made


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    """Press keys wherever the keyboard is."""
    for key in keys:
        qtbot.keyClick(shown_focus(), key)
        settle()


def shown_focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def person_now(office: Office, person: uuid.UUID, name: str) -> object:
    return records.read(office, "people", person).values[name]


def words(view: DisagreementsView) -> list[str]:
    return [row.words for row in view.card.options.rows]


def test_two_lists_tell_how_much_waits_and_what_was_chosen(view: DisagreementsView) -> None:
    assert [view.lists.tabText(at) for at in (0, 1)] == ["Cần xem lại (2)", "Đã tự chọn (1)"]
    assert [one.labels for one in view.shown] == [("Giới tính",), ("Ngày sinh",)]
    view.lists.setCurrentIndex(1)
    assert [one.labels for one in view.shown] == [("Điện thoại",)]


def test_an_option_tells_who_wrote_it_where_and_when(view: DisagreementsView) -> None:
    assert words(view) == [
        "Khác · Cán bộ tinh · Máy tinh, Thành phố Đà Nẵng · 10:00 21/11/2026 (đồng hồ tin cậy)"
        " · đang dùng",
        "Nữ · Cán bộ a · Máy a (máy này), Xã Tiên Phước · 09:00 21/11/2026 (đồng hồ tin cậy) · ",
        "Nhập khác… ·  · ",
    ]


def test_a_digit_and_enter_decide_and_bring_the_next(
    view: DisagreementsView, qtbot: QtBot, offices: Offices, person: uuid.UUID
) -> None:
    press(qtbot, Key.Key_2, Key.Key_Return)
    assert person_now(offices["a"], person, "sex") == "NU"
    assert [one.labels for one in view.shown] == [("Ngày sinh",)]
    press(qtbot, Key.Key_Down, Key.Key_Down, Key.Key_Enter)
    assert person_now(offices["a"], person, "birth_date") == Partial(1991, 3, 5)
    assert view.shown == []


def test_enter_without_a_mark_decides_nothing(
    view: DisagreementsView, qtbot: QtBot, offices: Offices
) -> None:
    before = disagreements(offices["a"])
    press(qtbot, Key.Key_Return)
    assert not view.card.take_button.isEnabled()
    assert disagreements(offices["a"]) == before


def test_arrows_go_on_and_back_without_deciding(view: DisagreementsView, qtbot: QtBot) -> None:
    told = [view.card.place.text()]
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Left):
        press(qtbot, key)
        told.append(view.card.place.text())
    assert told == ["1 / 2", "2 / 2", "1 / 2", "2 / 2"]
    view.card.skip_button.click()
    assert (view.card.place.text(), len(view.shown)) == ("1 / 2", 2)
    assert view.card.options.hasFocus()


def test_another_value_is_typed_in_its_own_editor(
    view: DisagreementsView, qtbot: QtBot, offices: Offices, person: uuid.UUID
) -> None:
    press(qtbot, Key.Key_Right, Key.Key_3)
    cell = view.card.cells["birth_date"]
    assert cell.isVisible()
    assert cell.isAncestorOf(shown_focus())
    cell.editor.set_value(Partial(1989, 1, 2))
    view.card.take_button.click()
    settle()
    assert person_now(offices["a"], person, "birth_date") == Partial(1989, 1, 2)


def test_what_is_wrong_with_a_typed_value_is_said_below_it(
    view: DisagreementsView, qtbot: QtBot, offices: Offices, person: uuid.UUID
) -> None:
    press(qtbot, Key.Key_Right, Key.Key_3)
    cell = view.card.cells["birth_date"]
    cell.editor.set_value(None)
    view.card.take_button.click()
    settle()
    assert cell.problem() == "Cần ghi ngày sinh; chỉ rõ năm cũng được."
    assert person_now(offices["a"], person, "birth_date") == Partial(1990, 5, 3)


def test_one_side_counts_for_the_whole_record(
    view: DisagreementsView, qtbot: QtBot, offices: Offices, person: uuid.UUID
) -> None:
    press(qtbot, Key.Key_2)
    assert view.card.all_button.text() == "Áp dụng cho cả hồ sơ (3)"
    view.card.all_button.click()
    settle()
    assert disagreements(offices["a"]) == []
    assert person_now(offices["a"], person, "phone") == "0950000002"


def test_another_office_only_reads(
    offices: Offices, person: uuid.UUID, tmp_path: Path, show: Callable[[QWidget], None]
) -> None:
    receive(offices["tinh"], send(offices["a"], offices.scope("tinh"), tmp_path).path)
    view = DisagreementsView(workplace_of(offices["tinh"], tmp_path))
    show(view)
    assert "Xã Tiên Phước" in view.card.only_read.text()
    assert view.card.only_read.isVisible()
    assert not view.card.take_button.isVisible()
    view.card.options.mark(0)
    assert view.card.options.at() is None


def test_a_choice_that_came_too_late_is_shown_anew(
    view: DisagreementsView, qtbot: QtBot, offices: Offices, person: uuid.UUID, place: Workplace
) -> None:
    records.save(offices["a"], "people", person, {"sex": "NAM"})
    with qtbot.waitSignal(place.desk.jobs.failed) as failed:
        press(qtbot, Key.Key_2, Key.Key_Return)
    assert "vừa có người ghi" in str(failed.args)
    settle()
    assert words(view)[0].startswith("Nam · Cán bộ a")


def test_the_view_hears_of_what_others_decide(
    view: DisagreementsView, offices: Offices, person: uuid.UUID, place: Workplace
) -> None:
    counts: list[int] = []
    view.counted.connect(counts.append)
    place.run(lambda office: decide(office, disagreements(office)[0], 0), view)
    settle()
    assert counts == [1]


def test_the_view_goes_to_a_record(view: DisagreementsView, person: uuid.UUID) -> None:
    view.rows.setCurrentRow(1)
    view.show_record("people", person)
    settle()
    assert view.card.place.text() == "1 / 2"


def test_a_case_and_a_person_say_that_places_differ_and_open_the_choice(
    offices: Offices, place: Workplace, person: uuid.UUID, show: Callable[[QWidget], None]
) -> None:
    (case,) = case_ids(offices["a"])
    workspace, about = CaseWorkspace(place), PersonView(place)
    for shown in (workspace, about):
        show(shown)
    workspace.show_case(case)
    about.show_person(person)
    settle()
    for shown in (workspace, about):
        assert shown.differing.isVisible()
        assert shown.differing.banner.text() == "Có 2 chỗ hai nơi ghi khác nhau."
    about.differing.button.click()
    settle()
    dialog = shown_one(DisagreementsDialog, about)
    assert [one.id for one in dialog.view.shown] == [person] * 2
    dialog.view.card.options.mark(0)
    dialog.view.card.all_button.click()
    settle()
    assert not about.differing.isVisible()
    assert dialog.view.shown == []


def case_ids(office: Office) -> list[uuid.UUID]:
    found = ListReader(office, listing(office, "case_files")).ids()
    return [uuid.UUID(bytes=bytes(one)) for one in found]


def test_navigation_home_and_tabs_tell_the_same_number_also_after_a_choice(
    place: Workplace, show: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    window = MainWindow(place, "UBND xã Tiên Phước")
    show(window)
    home = window.page()
    assert isinstance(home, HomePage)

    def told() -> tuple[object, str, str, str]:
        settle()
        page = window.show_page("exchange")
        assert isinstance(page, ExchangePage)
        settle()
        assert isinstance(page.review, DisagreementsView)
        page.open_section("review")
        settle()
        badge = window.navigation._items["exchange"].count()
        tab = page.tabs.tabText(page.tabs.indexOf(page.review))
        return badge, home.tiles["review"].figure(), tab, page.review.lists.tabText(0)

    assert told() == (2, "2", "Cần xem lại (2)", "Cần xem lại (2)")
    place.run(lambda office: decide(office, disagreements(office)[0], 0), window)
    qtbot.waitUntil(lambda: place.questions == 1)
    assert told() == (1, "1", "Cần xem lại (1)", "Cần xem lại (1)")
    window.show_page("home")
    home.tiles["review"].click()
    assert isinstance(window.page(), ExchangePage)


def test_what_other_offices_decide_is_told_apart_and_no_work_of_the_province(
    offices: Offices, person: uuid.UUID, tmp_path: Path, show: Callable[[QWidget], None]
) -> None:
    receive(offices["tinh"], send(offices["a"], offices.scope("tinh"), tmp_path).path)
    place = workplace_of(offices["tinh"], tmp_path)
    window = MainWindow(place, "UBND thành phố Đà Nẵng")
    show(window)
    page = window.show_page("exchange")
    page.open_section("review")
    settle()
    assert isinstance(page, ExchangePage)
    assert isinstance(page.review, DisagreementsView)
    assert page.review.lists.tabText(0) == "Cần xem lại (0, nơi khác 2)"
    below = page.review.rows.item(0).text().splitlines()[1]
    assert not below.startswith("Chờ")
    offices.clock.forward(days=45)
    page.review.refresh()
    settle()
    assert page.review.rows.item(0).text().splitlines()[1] == f"Chờ 45 ngày · {below}"
    assert window.navigation._items["exchange"].count() is None
    assert page.tabs.tabText(page.tabs.indexOf(page.review)) == "Cần xem lại"


def test_the_page_opens_with_the_keyboard_on_the_first_question(
    place: Workplace, show: Callable[[QWidget], None], qtbot: QtBot, person: uuid.UUID
) -> None:
    window = MainWindow(place, "UBND xã Tiên Phước")
    show(window)
    home = window.page()
    assert isinstance(home, HomePage)
    home.tiles["review"].click()
    settle()
    page = window.page()
    assert isinstance(page, ExchangePage)
    assert isinstance(page.review, DisagreementsView)
    assert page.review.card.options.hasFocus()
    press(qtbot, Key.Key_2, Key.Key_Return, Key.Key_1, Key.Key_Return)
    assert page.review.shown == []
    assert person_now(place.office, person, "sex") == "NU"
    page.open_section("send")
    assert not page.review.isAncestorOf(shown_focus())
    page.tabs.setCurrentWidget(page.review)
    settle()
    assert page.review.lists.hasFocus(), "nothing is left to choose"


def test_arrows_on_the_tabs_of_the_page_stay_there(
    place: Workplace, show: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    window = MainWindow(place, "UBND xã Tiên Phước")
    show(window)
    page = window.show_page("exchange")
    settle()
    assert isinstance(page, ExchangePage)
    page.tabs.tabBar().setFocus()
    press(qtbot, Key.Key_Right, Key.Key_Right)
    assert page.tabs.currentWidget() is page.review
    assert page.tabs.tabBar().hasFocus()


def test_the_button_that_chooses_stands_at_the_right(view: DisagreementsView) -> None:
    card = view.card
    card.options.mark(0)
    buttons = (card.open_button, card.skip_button, card.all_button, card.take_button)
    assert [one.x() for one in buttons] == sorted(one.x() for one in buttons)


def test_a_note_goes_with_the_choice_and_is_empty_for_the_next(
    view: DisagreementsView, qtbot: QtBot, offices: Offices, person: uuid.UUID
) -> None:
    press(qtbot, Key.Key_2, Key.Key_Tab)
    assert view.card.note.hasFocus()
    view.card.note.setText("Theo giấy khai sinh")
    press(qtbot, Key.Key_Return)
    assert person_now(offices["a"], person, "sex") == "NU"
    assert view.card.note.text() == ""
    assert view.card.options.hasFocus()
    assert view.settled is not None
    view.lists.setCurrentIndex(view.lists.count() - 1)
    assert view.lists.tabText(view.lists.currentIndex()) == "Đã giải quyết"
    table = view.settled.table
    assert table.isVisible()
    cells = [str(table.model().index(0, at).data()) for at in range(7)]
    assert cells == [
        "21/11/2026 10:00", "lan", "Nguyễn Thị Hường", "Giới tính", "Nữ", "Khác",
        "Theo giấy khai sinh",
    ]  # fmt: skip


def test_the_history_of_the_record_has_the_note(
    offices: Offices, person: uuid.UUID, place: Workplace, show: Callable[[QWidget], None]
) -> None:
    decide(offices["a"], disagreements(offices["a"])[0], 0, "Theo giấy khai sinh")
    shown = HistoryView(place)
    show(shown)
    shown.show_records(("people", person))
    settle()
    told = [line for line in shown.texts() if "Chọn" in line[2]]
    assert told == [
        ["21/11/2026 10:00", "lan", "Chọn giá trị: Theo giấy khai sinh", "Giới tính", "Nữ", "Khác"]
    ]


def test_what_was_chosen_opens_its_record_and_is_not_there_for_who_may_not_look_back(
    offices: Offices, person: uuid.UUID, place: Workplace, show: Callable[[QWidget], None]
) -> None:
    decide(offices["a"], disagreements(offices["a"])[0], 0)
    view = DisagreementsView(place)
    show(view)
    assert view.settled is not None
    opened: list[tuple[str, object]] = []
    place.open_asked.connect(lambda table, row: opened.append((table, row)))
    view.settled.table.opened.emit(view.settled.table.model().index(0, 0))
    assert opened == [("people", person)]
    offices["a"].user = replace(offices["a"].user, role="DOI_TRUONG")
    other = DisagreementsView(place)
    show(other)
    assert other.settled is None
    assert other.lists.count() == 3
