"""The screen of cases: list, filters, workspace, stages, parts, printing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import makers
from conftest import NOW
from desktop.fields import Partial
from desktop.operations import attachments, cases, drafts, intake, lists, records
from desktop.operations.office import Office
from desktop.operations.saving import Part
from desktop.records import CaseFile, Contact, Person
from desktop.ui import editing as editing_module
from desktop.ui.case_filters import ended_cases, soon_over
from desktop.ui.case_page import CasePage
from desktop.ui.case_printing import CasePrintDialog
from desktop.ui.file_preview import PictureDialog
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.person_page import PersonPage
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.stage_dialog import StageDialog
from desktop.ui.void_dialog import VoidDialog
from desktop.ui.widgets.rows import BELOW_ROLE, END_CHIP_ROLE
from desktop.ui.workplace import Workplace
from inline import settle, workplace_of
from ui.form_office import put

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def workplace(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[Workplace]:
    made = workplace_of(office, tmp_path)
    yield made
    made.desk.jobs.stop()


def make_case(office: Office, name: str, **values: object) -> uuid.UUID:
    return makers.case(office, person_id=makers.person(office, name), **values)


@pytest.fixture
def page(workplace: Workplace, qtbot: QtBot) -> CasePage:
    made = CasePage(workplace)
    qtbot.addWidget(made)
    made.resize(1130, 690)
    made.show()
    return made


def listed(page: CasePage) -> list[str]:
    rows = page.list.rows
    return [str(rows.index(row, 0).data()) for row in range(rows.rowCount())]


def shown(page: CasePage) -> CaseFile:
    case_id = page.workspace.case_id()
    assert case_id is not None
    return makers.loaded(page.workplace.office, CaseFile, case_id)


# -- the list ---------------------------------------------------------------------------


def test_cases_are_listed_by_given_name_with_number_and_a_chip(
    page: CasePage, office: Office
) -> None:
    make_case(office, "Nguyễn Văn Út", risk_level="THAP")
    make_case(office, "Võ Thị Ánh", due_end_on=NOW.date() + dt.timedelta(days=5))
    page.come_forward()
    assert listed(page) == ["Võ Thị Ánh", "Nguyễn Văn Út"]
    first, second = (page.list.rows.index(row, 0) for row in (0, 1))
    assert first.data(END_CHIP_ROLE)[0] == "Còn 5 ngày"
    assert second.data(END_CHIP_ROLE)[0] == "Thấp"
    assert second.data(BELOW_ROLE).startswith("20854-26-A-0001 · ")


def test_who_may_not_see_sensitive_fields_is_told_neither_kind_nor_risk(
    office: Office, open_as: Callable[..., Office], tmp_path: Path, qtbot: QtBot
) -> None:
    leader = makers.officer(office)
    make_case(office, "Nguyễn Văn Út", risk_level="CAO", case_worker_id=leader)
    seen = open_as("DOI_TRUONG", officer_id=leader)
    page = CasePage(workplace_of(seen, tmp_path))
    qtbot.addWidget(page)
    page.come_forward()
    assert listed(page) == ["Nguyễn Văn Út"]
    row = page.list.rows.index(0, 0)
    assert row.data(BELOW_ROLE) == "20854-26-A-0001"
    assert row.data(END_CHIP_ROLE) is None
    assert page.list.add_button.isHidden()
    page.workplace.desk.jobs.stop()


def test_filters_stand_as_chips_and_two_on_one_column_replace_each_other(
    page: CasePage, office: Office
) -> None:
    open_case = make_case(office, "Nguyễn Văn Mở", due_end_on=NOW.date() + dt.timedelta(days=9))
    ended = make_case(office, "Nguyễn Văn Đóng")
    cases.move_case(office, ended, "KET_THUC", NOW.date(), "HOAN_THANH")
    page.come_forward()
    assert listed(page) == ["Nguyễn Văn Mở"]
    page.list._set_filter(ended_cases(), True)
    assert page.list.chips.words() == ["Đã kết thúc"]
    assert listed(page) == ["Nguyễn Văn Đóng"]
    page.list.set_filters([])
    assert len(listed(page)) == 2
    page.list.set_filters([soon_over(NOW.date())])
    assert page.list.rows.record_id(0) == open_case
    assert page.list.count() == 1


def test_the_menu_offers_filters_and_orders(page: CasePage, office: Office) -> None:
    make_case(office, "Nguyễn Văn An")
    page.come_forward()
    menu = page.list.open_filters()
    offered = {action.text(): action for action in menu.actions() if action.text()}
    assert offered["Đang mở"].isChecked()
    offered["Đang mở"].toggle()
    assert page.list.chips.words() == []
    menu.close()


def test_the_search_of_the_list_finds_names_without_accents_and_numbers(
    page: CasePage, office: Office
) -> None:
    make_case(office, "Nguyễn Văn Đạt")
    make_case(office, "Trần Thị Hòa")
    page.come_forward()
    page.list.search.setText("dat nguyen")
    page.list.refresh()
    assert listed(page) == ["Nguyễn Văn Đạt"]
    page.list.search.setText("0002")
    page.list.refresh()
    assert len(listed(page)) == len(intake.find_cases(office, "0002"))
    page.list.search.setText("Phạm")
    page.list.refresh()
    assert listed(page) == []


# -- the workspace ----------------------------------------------------------------------


def test_the_case_under_the_keyboard_opens(page: CasePage, office: Office, qtbot: QtBot) -> None:
    make_case(office, "Nguyễn Văn An")
    second = make_case(office, "Nguyễn Văn Bình")
    page.come_forward()
    QTest.keyClick(page.list.view, Qt.Key.Key_Down)
    QTest.keyClick(page.list.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.workspace.case_id() == second)


def test_a_case_shows_whose_it_is_and_counts_what_hangs_on_it(
    page: CasePage, office: Office
) -> None:
    case_id = make_case(office, "Nguyễn Văn Đạt", risk_level="TRUNG_BINH")
    makers.contact(office, case_id)
    page.come_forward()
    page.open_record("case_files", case_id)
    settle()
    tabs = page.workspace.tabs
    texts = [tabs.tabText(at) for at in range(tabs.count())]
    assert texts == ["Thông tin", "Gia đình (0)", "Tiếp xúc (1)", "Giấy tờ (0)", "Lịch sử"]
    assert page.workspace.head.strip.accessibleName() == "Nguyễn Văn Đạt"
    assert page.workspace.person_form.values()["full_name"] == "Nguyễn Văn Đạt"
    assert page.workspace.case_form.values()["risk_level"] == "TRUNG_BINH"


def test_person_and_case_are_saved_together_or_not_at_all(page: CasePage, office: Office) -> None:
    case_id = make_case(office, "Nguyễn Văn Đạt")
    page.come_forward()
    page.open_case(case_id)
    settle()
    workspace = page.workspace
    workspace.editing.begin()
    put(workspace.more_form.cell("occupation").editor, "Thợ mộc")
    put(workspace.case_form.cell("contact_person").editor, "Chị Bảy")
    put(workspace.person_form.cell("id_number").editor, "0490910")
    workspace.editing.save()
    settle()
    assert shown(page).contact_person is None
    assert workspace.problems.texts()
    put(workspace.person_form.cell("id_number").editor, "")
    workspace.editing.save()
    settle()
    assert shown(page).contact_person == "Chị Bảy"
    assert makers.loaded(office, Person, shown(page).person_id).occupation == "Thợ mộc"
    assert not workspace.problems.texts()


def test_a_case_of_a_stricter_kind_takes_its_papers_along(office: Office) -> None:
    case_id = make_case(office, "Nguyễn Văn Đạt")
    contact_id = makers.contact(office, case_id)
    cases.save_folder(office, [Part("case_files", case_id, {"case_type": "MBN"})])
    case = makers.loaded(office, CaseFile, case_id)
    assert case.comp == 2
    assert makers.loaded(office, Contact, contact_id).comp == 2
    assert makers.loaded(office, Person, case.person_id).comp == 2


def test_unsaved_words_keep_the_case_in_its_place(
    page: CasePage, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_case(office, "Nguyễn Văn An")
    second = make_case(office, "Nguyễn Văn Bình")
    page.come_forward()
    page.open_case(first)
    settle()
    page.workspace.editing.begin()
    put(page.workspace.case_form.cell("contact_person").editor, "Chị Bảy")
    monkeypatch.setattr(editing_module, "choose", lambda *_a, **_k: "")
    assert not page.open_case(second)
    assert page.workspace.case_id() == first
    assert page.list.current_id() == first
    assert not page.may_leave()
    monkeypatch.setattr(editing_module, "choose", lambda *_a, **_k: "drop")
    assert page.open_case(second)


def test_a_change_elsewhere_is_shown_but_never_over_what_is_typed(
    page: CasePage, office: Office
) -> None:
    case_id = make_case(office, "Nguyễn Văn An")
    page.come_forward()
    page.open_case(case_id)
    settle()
    person_id = shown(page).person_id
    page.workplace.run(lambda o: records.save(o, "people", person_id, {"other_names": "Tư"}), page)
    settle()
    assert page.workspace.person_form.values()["other_names"] == "Tư"
    page.workspace.editing.begin()
    put(page.workspace.person_form.cell("other_names").editor, "Năm")
    page.workplace.run(
        lambda o: records.save(o, "people", person_id, {"phone": "0905123456"}), page
    )
    settle()
    assert page.workspace.person_form.values()["other_names"] == "Năm"


def test_tabs_turn_around_their_ends(page: CasePage, office: Office) -> None:
    page.come_forward()
    page.open_case(make_case(office, "Nguyễn Văn An"))
    settle()
    tabs = page.workspace.tabs
    page.workspace.step_tab(-1)
    assert tabs.currentWidget() is page.workspace.history
    page.workspace.step_tab(1)
    assert tabs.currentWidget() is page.workspace.info


def test_the_history_tab_tells_of_the_case_and_the_person(page: CasePage, office: Office) -> None:
    page.come_forward()
    page.open_case(make_case(office, "Nguyễn Văn An"))
    settle()
    page.workspace.show_history()
    settle()
    told = {row[3].split(" · ")[0] for row in page.workspace.history.texts()}
    assert told == {"Hồ sơ", "Người được hỗ trợ"}


def test_where_the_window_is_narrow_the_list_folds_away_and_escape_brings_it_back(
    page: CasePage, office: Office
) -> None:
    page.resize(1037, 560)
    page.come_forward()
    assert not page.list.isHidden()
    page.open_case(make_case(office, "Nguyễn Văn An"))
    settle()
    assert page.list.isHidden()
    assert not page.workspace.list_button.isHidden()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.list.isHidden()


@pytest.mark.parametrize("size", [(1130, 690), (1037, 560)])
def test_the_page_fits_into_the_room_it_has(
    page: CasePage, office: Office, size: tuple[int, int]
) -> None:
    page.resize(*size)
    page.come_forward()
    page.open_case(make_case(office, "Nguyễn Văn An"))
    settle()
    for at in range(page.workspace.tabs.count()):
        page.workspace.tabs.setCurrentIndex(at)
        settle()
        assert (page.width(), page.height()) == size


# -- stages -----------------------------------------------------------------------------


def test_a_click_on_the_next_stage_moves_the_case(page: CasePage, office: Office) -> None:
    page.come_forward()
    page.open_case(make_case(office, "Nguyễn Văn An"))
    settle()
    stages = page.workspace.head.stages
    assert stages is not None
    stages.chosen.emit(1)
    dialog = page.findChild(StageDialog)
    assert dialog is not None
    assert dialog.chosen() == "DANH_GIA"
    dialog.move_case()
    settle()
    assert shown(page).status == "DANH_GIA"
    assert page.workspace.head.stages is not None
    assert page.workspace.head.stages.current() == 1


def test_a_stage_that_cannot_be_reached_yet_offers_those_that_can(
    workplace: Workplace, qtbot: QtBot
) -> None:
    case_id = make_case(workplace.office, "Nguyễn Văn An")
    dialog = StageDialog(workplace, case_id, "TIEP_NHAN", "THUC_HIEN")
    qtbot.addWidget(dialog)
    assert list(dialog.buttons) == ["DANH_GIA", "KET_THUC", "CHUYEN_DI"]
    assert dialog.chosen() == "DANH_GIA"


def test_ending_a_case_takes_a_day_and_a_reason(page: CasePage, office: Office) -> None:
    page.come_forward()
    page.open_case(make_case(office, "Nguyễn Văn An"))
    settle()
    dialog = page.workspace.ask_stage("KET_THUC")
    assert dialog is not None
    dialog.move_case()
    settle()
    assert [problem.name for problem in dialog.end.shown_problems()] == ["close_reason"]
    assert shown(page).status == "TIEP_NHAN"
    (reason, _), *_others = page.workplace.names.codes("L9")
    dialog.end.cell("close_reason").editor.set_value(reason)
    dialog.move_case()
    settle()
    case = shown(page)
    assert (case.status, case.closed_on, case.close_reason) == ("KET_THUC", NOW.date(), reason)


# -- parts ------------------------------------------------------------------------------


def test_a_contact_is_written_down_alone_with_now_and_me_proposed(
    page: CasePage, office: Office
) -> None:
    case_id = make_case(office, "Nguyễn Văn An")
    page.come_forward()
    page.open_record("case_files", case_id)
    settle()
    page.workspace.show_part("contacts")
    settle()
    dialog = page.workspace.contacts.add()
    assert dialog is not None
    assert dialog.form.values()["at"] == NOW
    assert dialog.form.values()["actor"] == "Nguyễn Thị Lan"
    dialog.form.cell("channel").editor.set_value("TAI_NHA")
    put(dialog.form.cell("content").editor, "Đã có việc tại xưởng mộc")
    dialog.editing.save()
    settle()
    assert page.workspace.tabs.tabText(2) == "Tiếp xúc (1)"
    assert page.workspace.contacts.rows.count() == 1


def test_a_part_is_taken_out_of_use_for_a_reason(page: CasePage, office: Office) -> None:
    case_id = make_case(office, "Nguyễn Văn An")
    makers.contact(office, case_id)
    page.come_forward()
    page.open_case(case_id)
    page.workspace.show_part("contacts")
    settle()
    contacts = page.workspace.contacts
    contacts.rows.view.selectRow(0)
    contacts.void()
    dialog = contacts.findChild(VoidDialog)
    assert dialog is not None
    dialog.void()
    assert contacts.rows.count() == 1, "nothing happens without a reason"
    dialog.reason.setText("Ghi nhầm hồ sơ")
    dialog.void()
    settle()
    assert contacts.rows.count() == 0


def test_a_scan_is_attached_and_looked_at(page: CasePage, office: Office, tmp_path: Path) -> None:
    picture = tmp_path / "quyet dinh.png"
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    assert image.save(str(picture))
    case_id = make_case(office, "Nguyễn Văn An")
    page.come_forward()
    page.open_case(case_id)
    page.workspace.show_part("case_documents")
    settle()
    papers = page.workspace.papers
    papers.attach(picture)
    settle()
    dialog = papers.findChild(RecordDialog)
    assert dialog is not None
    assert dialog.form.values()["seq"] == 1
    assert dialog.form.values()["kind"] == "quyet dinh"
    put(dialog.form.cell("summary").editor, "Quyết định quản lý")
    dialog.editing.save()
    settle()
    papers.rows.view.selectRow(0)
    assert papers.view_button.isEnabled()
    papers.view_file()
    settle()
    assert isinstance(papers.preview.window, PictureDialog)
    papers.preview.window.accept()


def test_a_relative_and_an_address_belong_to_the_person(page: CasePage, office: Office) -> None:
    case_id = make_case(office, "Nguyễn Văn An")
    page.come_forward()
    page.open_case(case_id)
    page.workspace.show_part("residences")
    settle()
    homes = page.workspace.family.homes
    dialog = homes.add()
    assert dialog is not None
    assert dialog.form.values()["unit_id"] == makers.commune(office)
    dialog.editing.save()
    settle()
    assert homes.rows.count() == 1
    assert page.workspace.folder is not None
    assert lists.count(office, "residences") == 1


def test_a_part_found_elsewhere_opens_its_case_on_its_tab(page: CasePage, office: Office) -> None:
    case_id = make_case(office, "Nguyễn Văn An")
    contact_id = makers.contact(office, case_id)
    page.come_forward()
    page.open_record("contacts", contact_id)
    settle()
    assert page.workspace.case_id() == case_id
    assert page.workspace.tabs.currentWidget() is page.workspace.contacts


def test_a_draft_of_a_case_is_gone_on_with(page: CasePage, office: Office) -> None:
    case_id = make_case(office, "Nguyễn Văn An")
    drafts.keep_draft(office, "case_files", case_id, {"contact_person": "Chị Bảy"})
    (draft,) = drafts.read_drafts(office)
    page.come_forward()
    page.open_draft(draft)
    settle()
    assert page.workspace.editing.is_editing
    assert page.workspace.case_form.values()["contact_person"] == "Chị Bảy"


# -- printing ---------------------------------------------------------------------------


def test_the_ticked_parts_are_printed_and_looked_at(page: CasePage, office: Office) -> None:
    page.come_forward()
    page.open_case(make_case(office, "Nguyễn Văn An"))
    settle()
    page.print_record()
    dialog = page.findChild(CasePrintDialog)
    assert dialog is not None
    for box in dialog.parts.values():
        box.setChecked(False)
    assert not dialog.print_button.isEnabled()
    dialog.parts["intake"].setChecked(True)
    assert dialog.chosen_parts() == ["intake"]
    dialog.show_preview()
    settle()
    preview = page.findChild(PdfPreview)
    assert preview is not None
    assert len(preview.pages) >= 1
    preview.close()


def test_a_secret_file_is_not_printed_without_a_reason(page: CasePage, office: Office) -> None:
    page.come_forward()
    page.open_case(make_case(office, "Nguyễn Thị An", case_type="MBN"))
    settle()
    dialog = page.workspace.print_case()
    assert dialog is not None
    dialog.show_preview()
    settle()
    assert page.findChild(PdfPreview) is None
    assert dialog.isVisible()
    dialog.reject()


# -- people -----------------------------------------------------------------------------


@pytest.fixture
def people(workplace: Workplace, qtbot: QtBot) -> PersonPage:
    made = PersonPage(workplace)
    qtbot.addWidget(made)
    made.resize(1130, 690)
    made.show()
    return made


def test_a_person_opens_in_place_of_the_list_with_the_cases(
    people: PersonPage, office: Office
) -> None:
    person_id = makers.person(office, "Nguyễn Văn An", birth_date=Partial(1991))
    makers.case(office, person_id=person_id)
    people.come_forward()
    people.open_record("people", person_id)
    settle()
    view = people.view
    assert not people.is_list_shown()
    assert view.tabs.tabText(1) == "Hồ sơ (1)"
    view.tabs.setCurrentIndex(1)
    assert view.cases.count() == 1
    asked: list[tuple[str, object]] = []
    people.workplace.open_asked.connect(lambda table, found: asked.append((table, found)))
    view.cases.opened.emit(view.cases.model.record_id(0))
    assert asked[0][0] == "case_files"
    QTest.keyClick(people, Qt.Key.Key_Escape)
    assert people.is_list_shown()


def test_the_search_over_people_narrows_the_list(people: PersonPage, office: Office) -> None:
    makers.person(office, "Nguyễn Văn Đạt")
    makers.person(office, "Trần Thị Hòa")
    people.come_forward()
    assert people.rows.count() == 2
    people.side.search.setText("hoa tran")
    assert people.rows.count() == 1
    people.side.search.clear()
    assert people.rows.count() == 2


def test_a_person_is_corrected_and_the_list_follows(people: PersonPage, office: Office) -> None:
    person_id = makers.person(office, "Nguyễn Văn Đạt")
    people.come_forward()
    people.open_person(person_id)
    settle()
    people.view.editing.begin()
    put(people.view.form.cell("full_name").editor, "Nguyễn Văn Đát")
    people.view.editing.save()
    settle()
    assert people.view.strip.accessibleName() == "Nguyễn Văn Đát"
    assert people.rows.model.cells(0)[0] == "Nguyễn Văn Đát"


def test_what_is_not_a_picture_is_offered_for_saving(
    page: CasePage, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.ui import file_preview

    letter = tmp_path / "don.txt"
    letter.write_text("Đơn", encoding="utf-8")
    kept = attachments.keep_file(office, letter)
    target = tmp_path / "ra ngoai.txt"
    monkeypatch.setattr(file_preview, "ask", lambda *_a, **_k: True)
    monkeypatch.setattr(file_preview, "ask_save_path", lambda *_a, **_k: target)
    page.workspace.papers.preview.show(kept)
    settle()
    assert target.read_text(encoding="utf-8") == "Đơn"


# -- the wide table -------------------------------------------------------------------


def test_the_list_turns_into_a_table_with_the_same_filters_and_back(
    page: CasePage, office: Office, qtbot: QtBot
) -> None:
    make_case(office, "Nguyễn Văn Mở")
    cases.move_case(office, make_case(office, "Trần Đóng"), "KET_THUC", NOW.date(), "HOAN_THANH")
    page.come_forward()
    QTest.mouseClick(page.list.table_button, Qt.MouseButton.LeftButton)
    assert page.table.isVisible()
    assert page.table.rows.chips.words() == ["Đang mở"]
    assert page.table.rows.count() == 1
    page.table.rows.chips.set_filters(())
    assert page.table.rows.count() == 2
    page.table.search.setText("tran dong")
    qtbot.waitUntil(lambda: page.table.rows.count() == 1)
    page.table.rows.chips.set_filters(())
    assert page.table.search.text() == ""
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert page.list.isVisible()
    assert page.list.chips.words() == ["Đang mở"]


def test_a_row_of_the_table_opens_its_case_beside_the_list(page: CasePage, office: Office) -> None:
    case_id = make_case(office, "Nguyễn Văn Mở")
    page.come_forward()
    page.show_table()
    page.table.rows.opened.emit(page.table.rows.model.record_id(0))
    settle()
    assert page.workspace.case_id() == case_id
    assert page.workspace.isVisible()


def test_rows_of_the_table_are_copied_and_columns_chosen(page: CasePage, office: Office) -> None:
    make_case(office, "Nguyễn Văn Mở", contact_person="Chị Bảy")
    page.come_forward()
    page.show_table()
    page.table.rows.columns.show_column("contact_person", True)
    page.table.rows.view.selectAll()
    asked = page.table.rows.copy_rows()
    assert asked is not None
    asked.reason.setText("Mời họp")
    asked.give()
    settle()
    (line,) = QGuiApplication.clipboard().text().splitlines()
    assert {"Nguyễn Văn Mở", "Chị Bảy"} < set(line.split("\t"))


# -- a closed case ----------------------------------------------------------------------


@pytest.fixture
def closed(page: CasePage, office: Office) -> CasePage:
    """The page with a closed case that has one contact."""
    case_id = make_case(office, "Nguyễn Văn Đóng")
    makers.contact(office, case_id)
    cases.move_case(office, case_id, "KET_THUC", NOW.date(), "HOAN_THANH")
    page.come_forward()
    page.open_record("case_files", case_id)
    settle()
    return page


def test_in_a_closed_case_only_the_person_is_edited(closed: CasePage, office: Office) -> None:
    work = closed.workspace
    assert "chỉ để đọc" in work.closed_banner.text()
    assert work.closed_banner.isVisible()
    work.editing.begin()
    assert work.person_form.cell("other_names").editor.widget.isVisible()
    assert not work.case_form.cell("problem").editor.widget.isVisible()
    put(work.person_form.cell("other_names").editor, "Tư")
    work.editing.save()
    settle()
    assert makers.loaded(office, Person, shown(closed).person_id).other_names == "Tư"


def test_contacts_of_a_closed_case_are_read_and_it_says_why(
    closed: CasePage, office: Office
) -> None:
    work = closed.workspace
    told: list[str] = []
    closed.workplace.told.connect(told.append)
    work.tabs.setCurrentWidget(work.contacts)
    assert not work.contacts.add_button.isEnabled()
    assert "nhờ lãnh đạo mở lại" in work.contacts.add_button.toolTip()
    assert work.contacts.add() is None
    assert told == [work.contacts.add_button.toolTip()]
    (contact_id,) = (work.contacts.rows.model.record_id(0),)
    dialog = work.contacts.open(contact_id)
    settle()
    dialog.edit()
    assert not dialog.editing.is_editing
    assert dialog.edit_button.isHidden()
    assert dialog.void_button.isHidden()
    dialog.close()
    work.tabs.setCurrentWidget(work.papers)
    assert work.papers.add_button.isEnabled()


def test_a_case_that_is_reopened_is_edited_again(
    closed: CasePage, office: Office, open_as: Callable[..., Office]
) -> None:
    work = closed.workspace
    case_id = work.case_id()
    assert case_id is not None
    cases.move_case(open_as("LANH_DAO"), case_id, "THUC_HIEN")
    work.refresh()
    settle()
    assert not work.closed_banner.isVisible()
    assert work.contacts.add_button.isEnabled()
    assert work.contacts.add_button.toolTip() == ""
    work.editing.begin()
    assert work.case_form.cell("problem").editor.widget.isVisible()
