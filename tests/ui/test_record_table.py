"""The list of every screen: arranged by its user, copied and exported as it stands."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel

from desktop.base.errors import UserError
from desktop.operations import exports, lists
from desktop.operations.lists import Filter
from desktop.records import Person
from desktop.store.events import read_events
from desktop.ui.filter_chips import NamedFilter
from desktop.ui.filter_menu import filter_menu
from desktop.ui.record_table import RecordTable
from inline import settle, workplace_of
from makers import case, person

PEOPLE = ("Trần Ánh", "Lê Thị Ân", "Nguyễn Văn An", "Đỗ Đa", "Đỗ Da")


@pytest.fixture
def table(qtbot, office, tmp_path):
    for at, name in enumerate(PEOPLE):
        person(office, full_name=name, id_number=f"04909100000{at}")
    made = RecordTable(workplace_of(office, tmp_path), "people", "Chưa có ai.")
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.refresh()
    settle()
    return made


def names(table):
    column = table.listing().columns.index("full_name")
    return [table.model.cells(row)[column] for row in range(table.count())]


def test_names_stand_in_the_order_of_given_names(table):
    assert names(table) == ["Nguyễn Văn An", "Trần Ánh", "Lê Thị Ân", "Đỗ Da", "Đỗ Đa"]


def test_clicking_a_head_sorts_and_clicking_again_turns_round(table):
    column = table.listing().columns.index("id_number")
    table.view.horizontalHeader().sectionClicked.emit(column)
    assert names(table)[0] == "Trần Ánh"
    table.view.horizontalHeader().sectionClicked.emit(column)
    assert names(table)[0] == "Đỗ Da"


def test_a_hidden_column_stays_hidden_for_this_user(table, office, tmp_path, qtbot):
    table.columns.show_column("phone", False)
    table.columns.remember()
    settle()
    again = RecordTable(workplace_of(office, tmp_path), "people", "Chưa có ai.")
    qtbot.addWidget(again)
    assert "phone" not in again.listing().columns


def test_widths_are_kept_under_the_names_of_their_columns(table, office, tmp_path):
    table.view.horizontalHeader().resizeSection(1, 333)
    table.columns.remember()
    settle()
    look = lists.read_look(office, "people")
    assert look.widths[table.listing().columns[1]] == 333


def test_sorting_alone_keeps_no_widths_and_the_columns_go_on_fitting(table, office):
    head = table.view.horizontalHeader()
    head.sectionClicked.emit(1)
    table.columns.remember()
    settle()
    assert lists.read_look(office, "people").widths == {}
    table.resize(600, 400)
    settle()
    assert head.length() == table.view.viewport().width()


def test_what_was_dragged_stays_when_the_list_is_sorted_or_the_window_resized(table):
    head = table.view.horizontalHeader()
    head.resizeSection(1, 333)
    head.sectionClicked.emit(0)
    table.resize(700, 400)
    settle()
    assert head.sectionSize(1) == 333


def test_a_filter_shows_as_a_chip_and_goes_with_it(table):
    table.set_filters([NamedFilter("Nữ", Filter("sex", "is", "NU"))])
    assert table.count() == 0
    assert table.filter_text() == "Nữ"
    table.chips.drop("Nữ")
    assert table.count() == len(PEOPLE)


def test_marked_rows_are_copied_with_tabs(table):
    table.view.selectAll()
    give_reason(table.copy_rows(), "Lập danh sách mời họp")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == len(PEOPLE)
    assert "Trần Ánh" in lines[1].split("\t")


def give_reason(dialog, reason):
    assert dialog is not None
    dialog.reason.setText(reason)
    dialog.give()
    settle()


def exported(office):
    with office.store.connection() as connection:
        return [one.detail for one in read_events(connection) if one.kind == "export"]


def test_names_leave_only_for_a_reason_which_is_written_down(table, office):
    shown = table.listing()
    for way in (
        lambda reason: exports.export_list(office, shown, "", reason),
        lambda reason: exports.copy_rows(office, shown, [], reason),
    ):
        with pytest.raises(UserError, match="cần ghi lý do"):
            way("  ")
        assert exported(office) == []
    exports.export_list(office, shown, "", " Gửi Công an xã\nrà soát ")
    exports.copy_rows(office, shown, [table.model.record_id(0)], "Mời họp")
    assert exported(office) == ["people 1: Mời họp", "people 5: Gửi Công an xã rà soát"]


def test_a_list_without_names_needs_no_reason(table, office, tmp_path):
    shown = lists.listing(office, "teams", ("name", "quota"))
    assert exports.export_list(office, shown, "")
    assert exported(office) == ["teams 0"]


def test_the_reason_is_asked_once_for_copying_and_offered_again(table, office):
    table.view.selectAll()
    dialog = table.copy_rows()
    dialog.give()
    assert "✕ Cần ghi lý do." in [one.text() for one in dialog.findChildren(QLabel)]
    give_reason(dialog, "Mời họp")
    QGuiApplication.clipboard().clear()
    assert table.copy_rows() is None
    settle()
    assert len(QGuiApplication.clipboard().text().splitlines()) == len(PEOPLE)
    again = table.export()
    assert again.reason.text() == "Mời họp"
    again.reject()
    assert exported(office) == ["people 5: Mời họp"] * 2


def test_the_excel_file_has_a_vietnamese_name_and_the_day(table, office, tmp_path, monkeypatch):
    offered = []

    def choose(_parent, _title, path, _kinds):
        offered.append(Path(path).name)
        return str(tmp_path / "danh sach.xlsx"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    give_reason(table.export(), "Rà soát")
    assert offered == ["Nguoi duoc ho tro 21-11-2026.xlsx"]
    assert (tmp_path / "danh sach.xlsx").read_bytes().startswith(b"PK")
    assert exported(office) == ["people 5: Rà soát"]


def test_names_beside_a_secret_status_are_not_copied(office):
    case_id = case(office, case_type="MBN")
    shown = lists.listing(office, "case_files", ("person_id", "case_type"))
    with pytest.raises(UserError, match="giữ kín"):
        exports.copy_rows(office, shown, [case_id], "Rà soát")


def test_excel_gets_what_is_shown_and_numbers_of_identity_stay_text(table, office):
    table.set_filters([NamedFilter("Nam", Filter("sex", "is", "NAM"))])
    content = exports.export_list(office, table.listing(), table.filter_text(), "Rà soát")
    sheet: Any = load_workbook(io.BytesIO(content)).active
    rows: list[Any] = list(sheet.iter_rows(values_only=True))
    assert rows[1][0] == "Nam"
    assert len(rows) == 3 + len(PEOPLE)
    column = rows[2].index("Số căn cước")
    assert all(isinstance(row[column], str) for row in rows[3:])
    assert rows[3][column].replace(" ", "") == "049091000002"


def test_a_text_that_looks_like_a_formula_is_a_text_in_excel(office):
    person(office, full_name="Nguyễn Văn An", other_names="=1+1")
    shown = lists.listing(office, "people", ("full_name", "other_names"))
    sheet: Any = load_workbook(io.BytesIO(exports.export_list(office, shown, "", "Rà soát"))).active
    assert sheet["B4"].value == "=1+1"
    assert sheet["B4"].data_type == "s"


def test_the_menu_narrows_by_any_answer_and_shows_it_as_a_chip(table, office, tmp_path):
    person(office, full_name="Hồ Thị Sen", sex="NU")
    heard = []
    menu = filter_menu(
        workplace_of(office, tmp_path), Person, lambda words, one: heard.append((words, one)), table
    )
    parts: dict[str, Any] = {action.text(): action.menu() for action in menu.actions()}
    next(one for one in parts["Giới tính"].actions() if one.text() == "Nữ").trigger()
    assert heard == [("Giới tính: Nữ", Filter("sex", "is", "NU"))]
    table.narrow(*heard[0])
    assert names(table) == ["Hồ Thị Sen"]
    table.narrow("Giới tính: Nam", Filter("sex", "is", "NAM"))
    assert table.filter_text() == "Giới tính: Nam"
    assert table.count() == len(PEOPLE)
    menu.deleteLater()
