"""Who else may open a restricted case is ticked by name."""

from __future__ import annotations

import pytest

from desktop.operations import readers, users
from desktop.operations.office import User
from desktop.ui.case_workspace import CaseWorkspace
from inline import settle, workplace_of
from makers import case


@pytest.fixture
def workspace(qtbot, office, tmp_path):
    made = CaseWorkspace(workplace_of(office, tmp_path))
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def test_the_button_shows_for_restricted_cases_only(workspace, office):
    workspace.show_case(case(office))
    settle()
    assert workspace.readers_button.isHidden()
    workspace.show_case(case(office, access_level="HAN_CHE"))
    settle()
    assert not workspace.readers_button.isHidden()


def test_a_ticked_account_is_a_reader(workspace, office):
    users.add_account(office, User("binh", "Trần Bình", "CAN_BO"), "Hoa-lan-2026")
    case_id = case(office, access_level="HAN_CHE")
    workspace.show_case(case_id)
    settle()
    dialog = workspace.choose_readers()
    settle()
    dialog.boxes["binh"].setChecked(True)
    dialog._save()
    settle()
    named = {one.name for one in readers.read_readers(office, case_id) if one.named}
    assert named == {office.user.name, "binh"}
    dialog.deleteLater()
