"""Somebody joins a team, another leaves it, and the list of members is printed as of a day."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt

from clerk import CTRL, Clerk
from desktop.ui.member_dialogs import AddMemberDialog, ChangeRoleDialog, LeaveDialog
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.roster_view import RosterView
from desktop.ui.team_page import TeamPage
from inline import settle
from makers import member, team
from paper.pages import words

JANUARY = dt.date(2026, 1, 1)
LEADER, LEAVER, NEW = "Trần Thị Ánh", "Hồ Văn Sỹ", "Võ Thành Long"


def names(roster: RosterView) -> list[str]:
    model = roster.model
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


def remarks(roster: RosterView) -> list[str]:
    assert roster.roster is not None
    return [remark.sentence for remark in roster.roster.remarks]


def choose(roster: RosterView, name: str) -> None:
    roster.table.selectRow(names(roster).index(name))


def show_day(clerk: Clerk, roster: RosterView, text: str) -> None:
    """Type a day into the field above the members."""
    roster.day.focus()
    clerk.key(Qt.Key.Key_A, CTRL)
    clerk.type(text)
    clerk.key(Qt.Key.Key_Return)
    settle()


def printed_names(clerk: Clerk) -> set[str]:
    """Who of the three stands on the list of members, as it is printed."""
    clerk.key(Qt.Key.Key_P, CTRL)
    preview = clerk.dialog(PdfPreview)
    said = words(preview._content)
    preview.close()
    settle()
    return {name for name in (LEADER, LEAVER, NEW) if name in said}


def test_a_change_of_members_reaches_the_printed_list(clerk: Clerk) -> None:
    only = team(clerk.office, name="Đội xã Tiên Phước", quota=2)
    member(clerk.office, only, LEADER, JANUARY)
    member(clerk.office, only, LEAVER, JANUARY)
    page = clerk.go("teams", TeamPage)
    roster = page.team.roster
    assert remarks(roster) == ["Đội chưa có Đội trưởng."]

    take_in(clerk)
    assert set(names(roster)) == {LEADER, LEAVER, NEW}
    assert any("nhiều hơn 01 so với 02" in sentence for sentence in remarks(roster))
    give_leader(clerk, roster)
    assert not any("Đội trưởng" in sentence for sentence in remarks(roster))
    let_leave(clerk, roster)
    assert names(roster) == [LEADER, NEW]
    assert remarks(roster) == []

    assert printed_names(clerk) == {LEADER, NEW}
    show_day(clerk, roster, "31/5/26")
    assert set(names(roster)) == {LEADER, LEAVER}
    assert remarks(roster) == ["Đội chưa có Đội trưởng."]
    assert printed_names(clerk) == {LEADER, LEAVER}
    show_day(clerk, roster, "30/6/26")
    assert set(names(roster)) == {LEADER, LEAVER, NEW}, "both days of a membership count"
    assert names(roster)[0] == LEADER
    assert printed_names(clerk) == {LEADER, LEAVER, NEW}


def take_in(clerk: Clerk) -> None:
    """Somebody nobody knows yet joins on 15/6/2026."""
    clerk.key(Qt.Key.Key_N, CTRL)
    dialog = clerk.dialog(AddMemberDialog)
    clerk.type(NEW)
    dialog.look_up()
    clerk.press(f"Ghi người mới: {NEW}", dialog)
    assert clerk.field() == "full_name"
    clerk.walk("sex", "nam")
    clerk.walk("from_on", "15/6/26")
    clerk.press("Thêm vào Đội", dialog)
    assert not clerk.has_dialog(AddMemberDialog)


def give_leader(clerk: Clerk, roster: RosterView) -> None:
    """One of them leads the team from 1/6/2026 on."""
    choose(roster, LEADER)
    clerk.press("Đổi chức danh", roster)
    dialog = clerk.dialog(ChangeRoleDialog)
    clerk.walk("role", "doi truong")
    clerk.walk("from_on", "1/6/26")
    clerk.press("Đổi chức danh", dialog)
    assert not clerk.has_dialog(ChangeRoleDialog)


def let_leave(clerk: Clerk, roster: RosterView) -> None:
    """Another leaves at the end of June; without a reason it is not written down."""
    choose(roster, LEAVER)
    clerk.press("Thôi tham gia", roster)
    dialog = clerk.dialog(LeaveDialog)
    clerk.walk("to_on", "30/6/2026")
    clerk.press("Ghi thôi tham gia", dialog)
    assert [one.name for one in dialog.form.shown_problems()] == ["change_reason"]
    assert clerk.field() == "change_reason"
    clerk.walk("change_reason", "xin thoi")
    clerk.press("Ghi thôi tham gia", dialog)
    assert not clerk.has_dialog(LeaveDialog)
