from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.operations import records, teams
from desktop.operations.lists import count
from desktop.operations.office import Office
from desktop.records import Membership, MembershipRole, Volunteer
from desktop.ui.member_dialogs import AddMemberDialog, ChangeRoleDialog, LeaveDialog
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.team_page import FOLD_LIST_BELOW, TeamPage
from desktop.ui.widgets.rows import CHIP_ROLE
from desktop.ui.workplace import Workplace
from inline import settle, shown_one, workplace_of
from makers import loaded, member, team

JANUARY = dt.date(2026, 1, 1)
TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def workplace(office: Office, tmp_path: Path, qtbot: QtBot) -> Workplace:
    return workplace_of(office, tmp_path)


def opened(workplace: Workplace, qtbot: QtBot, width: int = 1130) -> TeamPage:
    page = TeamPage(workplace)
    qtbot.addWidget(page)
    page.resize(width, 690)
    page.show()
    page.come_forward()
    settle()
    return page


def names(page: TeamPage) -> list[str]:
    model = page.team.roster.model
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


def remarks(page: TeamPage) -> list[str]:
    assert page.team.roster.roster is not None
    return [remark.sentence for remark in page.team.roster.roster.remarks]


def choose(page: TeamPage, name: str) -> None:
    page.team.roster.table.selectRow(names(page).index(name))


def test_an_office_without_teams_says_what_to_do(workplace: Workplace, qtbot: QtBot) -> None:
    page = opened(workplace, qtbot)
    assert page.stack.currentIndex() == 0
    page.add()
    assert shown_one(RecordDialog, page).editing.is_editing


def test_one_team_goes_straight_to_its_members(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    only = team(office, name="Đội xã Tiên Phước", quota=3)
    member(office, only, "Lê Minh Hòa", JANUARY)
    member(office, only, "Trần Thị Ánh", JANUARY, role="DOI_TRUONG")
    page = opened(workplace, qtbot)
    assert not page.list.isVisible()
    assert names(page) == ["Trần Thị Ánh", "Lê Minh Hòa"]
    model = page.team.roster.model
    assert model.index(0, 4).data(CHIP_ROLE) is not None
    assert any("còn thiếu 01" in sentence for sentence in remarks(page))


def test_the_day_decides_who_is_a_member(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    one = team(office)
    gone = member(office, one, "Hồ Văn Sỹ", JANUARY)
    teams.leave_team(office, gone, dt.date(2026, 6, 30), "CHUYEN_CU_TRU")
    member(office, one, "Bùi Văn Thắng", dt.date(2026, 7, 1))
    page = opened(workplace, qtbot)
    assert names(page) == ["Bùi Văn Thắng"]
    page.team.roster.set_day(dt.date(2026, 6, 30))
    settle()
    assert names(page) == ["Hồ Văn Sỹ"]
    assert page.team.roster.model.index(0, 8).data() == "30/06/2026"
    assert not page.team.roster.buttons["leave"].isEnabled()


def test_a_day_that_cannot_be_read_changes_nothing(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    one = team(office)
    member(office, one, "Bùi Văn Thắng", JANUARY)
    page = opened(workplace, qtbot)
    line = page.team.roster.day.widget
    qtbot.keyClicks(line, "x")
    settle()
    assert names(page) == ["Bùi Văn Thắng"]
    assert page.team.roster.shown_day() is None


def test_a_new_member_is_found_first(office: Office, workplace: Workplace, qtbot: QtBot) -> None:
    known = records.save(office, "volunteers", None, {"full_name": "Đặng Ánh", "sex": "NU"})
    team(office)
    page = opened(workplace, qtbot)
    page.add()
    dialog = shown_one(AddMemberDialog, page)
    dialog.search.setText("dang anh")
    dialog.look_up()
    dialog.role.cell("role").editor.set_value("DOI_TRUONG")
    dialog.save()
    settle()
    assert names(page) == ["Đặng Ánh"]
    assert count(office, "volunteers") == 1
    assert page.team.roster.roster is not None
    (membership,) = page.team.roster.roster.members
    assert {membership.volunteer.id} == known.ids("volunteers")
    assert membership.seat.role == "DOI_TRUONG"


def test_somebody_unknown_is_written_down_with_the_typed_name(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    team(office)
    page = opened(workplace, qtbot)
    page.add()
    dialog = shown_one(AddMemberDialog, page)
    dialog.search.setText("Võ Thành Long")
    dialog.begin_new()
    dialog.save()
    assert dialog.volunteer.shown_problems()[0].name == "sex"
    dialog.volunteer.cell("sex").editor.set_value("NAM")
    dialog.save()
    settle()
    assert names(page) == ["Võ Thành Long"]


def test_nobody_found_leads_to_writing_the_typed_name_down_with_one_enter(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    member(office, team(office), "Phạm Thị Thảo", JANUARY)
    page = opened(workplace, qtbot)
    page.add()
    dialog = shown_one(AddMemberDialog, page)
    assert not dialog.nobody.isVisible()
    dialog.search.insert("  Võ Thành   Long ")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.nobody.isVisible(), "the first Enter came before the hits"
    assert dialog.nobody.button is not None
    assert dialog.nobody.button.text() == "Ghi người mới: Võ Thành Long"
    assert not dialog.hits.isVisible()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.volunteer.isVisible()
    assert dialog.volunteer.cell("full_name").editor.value() == "Võ Thành Long"
    assert dialog.join_button.isDefault()
    assert dialog.trouble.isHidden()


def test_no_cell_of_a_roster_is_copied_unseen(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    member(office, team(office), "Phạm Thị Thảo", JANUARY)
    page = opened(workplace, qtbot)
    table = page.team.roster.table
    table.setCurrentIndex(table.model().index(0, 1))
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("của việc khác")
    control = Qt.KeyboardModifier.ControlModifier
    for key in (Qt.Key.Key_C, Qt.Key.Key_Insert):
        qtbot.keyClick(table, key, control)
    assert clipboard.text() == "của việc khác"


def test_somebody_new_stays_in_the_form_however_fast_it_was_asked_for(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    team(office)
    page = opened(workplace, qtbot)
    page.add()
    dialog = shown_one(AddMemberDialog, page)
    dialog.search.insert("Lò Thị Mới")
    assert [pause for pause in dialog.findChildren(QTimer) if pause.isActive()]
    dialog.begin_new()
    assert not [pause for pause in dialog.findChildren(QTimer) if pause.isActive()]
    assert dialog.volunteer.isVisible()


def test_who_is_a_member_already_is_not_taken_twice(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    one = team(office)
    member(office, one, "Phạm Thị Thảo", JANUARY)
    page = opened(workplace, qtbot)
    page.add()
    dialog = shown_one(AddMemberDialog, page)
    dialog.choose(0)
    dialog.save()
    settle()
    assert dialog.isVisible()
    assert "đang là thành viên" in dialog.trouble.text()
    assert names(page) == ["Phạm Thị Thảo"]


def test_leaving_asks_for_day_and_reason(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    one = team(office)
    membership = member(office, one, "Phạm Thị Thảo", JANUARY)
    page = opened(workplace, qtbot)
    choose(page, "Phạm Thị Thảo")
    page.team.roster.leave()
    dialog = shown_one(LeaveDialog, page)
    dialog.save()
    assert [one.name for one in dialog.form.shown_problems()] == ["change_reason"]
    dialog.form.cell("to_on").editor.set_value(dt.date(2026, 10, 31))
    dialog.form.cell("change_reason").editor.set_value("XIN_THOI")
    dialog.save()
    settle()
    assert names(page) == []
    assert loaded(office, Membership, membership).to_on == dt.date(2026, 10, 31)
    assert page.team.turnover.rows.count() == 1


def test_a_role_holds_from_its_day_on(office: Office, workplace: Workplace, qtbot: QtBot) -> None:
    one = team(office)
    member(office, one, "Phạm Thị Thảo", JANUARY)
    page = opened(workplace, qtbot)
    choose(page, "Phạm Thị Thảo")
    page.team.roster.change_role()
    dialog = shown_one(ChangeRoleDialog, page)
    dialog.form.cell("role").editor.set_value("DOI_TRUONG")
    dialog.form.cell("from_on").editor.set_value(dt.date(2026, 5, 1))
    dialog.save()
    settle()
    model = page.team.roster.model
    assert model.index(0, 4).data() == "Đội trưởng"
    page.team.roster.set_day(dt.date(2026, 4, 30))
    settle()
    assert model.index(0, 4).data() == "Đội viên"
    assert count(office, MembershipRole.__tablename__) == 2


def test_several_teams_stand_in_a_list(office: Office, workplace: Workplace, qtbot: QtBot) -> None:
    first, second = team(office, name="Đội A"), team(office, name="Đội B")
    member(office, second, "Phạm Thị Thảo", JANUARY)
    page = opened(workplace, qtbot)
    assert page.list.isVisible()
    assert page.team.team_id == first
    page.list.select(second)
    settle()
    assert page.team.team_id == second
    assert names(page) == ["Phạm Thị Thảo"]
    page.resize(FOLD_LIST_BELOW - 20, 560)
    settle()
    assert not page.list.isVisible()
    page.list_button.click()
    assert page.list.isVisible()


def test_the_team_form_is_read_then_changed(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    one = team(office, name="Đội A")
    page = opened(workplace, qtbot)
    page.team.editing.begin()
    assert page.team.tabs.currentIndex() == 1
    cell = page.team.form.cell("quota")
    cell.editor.set_value(9)
    page.team.editing.save()
    settle()
    assert not page.team.editing.is_editing
    assert records.read(office, "teams", one).values["quota"] == 9


def test_the_member_list_is_previewed_as_of_the_day(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    from desktop.ui.pdf_preview import PdfPreview

    one = team(office)
    member(office, one, "Phạm Thị Thảo", JANUARY)
    page = opened(workplace, qtbot)
    page.print_record()
    settle()
    preview = shown_one(PdfPreview, page)
    assert len(preview.pages) == 1
    preview.close()


def test_who_may_only_look_is_offered_no_change(
    office: Office, open_as, tmp_path: Path, qtbot: QtBot
) -> None:
    one = team(office)
    member(office, one, "Phạm Thị Thảo", JANUARY)
    page = opened(workplace_of(open_as("CHI_XEM"), tmp_path), qtbot)
    assert names(page) == ["Phạm Thị Thảo"]
    assert not any(button.isVisible() for button in page.team.roster.buttons.values())
    page.add()
    assert not [one for one in page.findChildren(AddMemberDialog) if one.isVisible()]


def test_changes_made_elsewhere_show_at_once(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    one = team(office)
    page = opened(workplace, qtbot)
    someone = {"full_name": "Lê Minh Hòa", "sex": "NAM"}
    workplace.run(lambda seen: teams.join_team(seen, one, someone, TODAY), None)
    settle()
    assert names(page) == ["Lê Minh Hòa"]
    assert count(office, Volunteer.__tablename__) == 1
