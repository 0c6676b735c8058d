"""Dialogs that carry out one operation: what is refused is said in place, done closes them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.errors import InvalidRecord, UserError
from desktop.operations import records
from desktop.operations.office import Office
from desktop.records import Hamlet
from desktop.store.store import Changes
from desktop.ui.accounts_view import AccountDialog, FirstPassword
from desktop.ui.deed_dialog import BeginDialog
from desktop.ui.form_group import FormGroup
from desktop.ui.record_form import RecordForm
from desktop.ui.workplace import Workplace
from inline import settle, workplace_of


class HamletDialog(BeginDialog):
    """Writes down a hamlet."""

    table = "hamlets"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, "Thôn", parent)
        self.form = RecordForm(Hamlet, workplace.context, self)
        self.forms = FormGroup([self.form])
        self.save_button = self.add_primary("Ghi", self.save)
        self.body.addWidget(self.form)

    def save(self) -> None:
        if self.check():
            values = self.form.values()
            self.carry_out(partial(records.save, table="hamlets", record_id=None, values=values))


@pytest.fixture
def dialog(office: Office, tmp_path: Path, qtbot: QtBot) -> HamletDialog:
    made = HamletDialog(workplace_of(office, tmp_path))
    qtbot.addWidget(made)
    made.show()
    return made


def refusing(error: UserError) -> Callable[[Office], Changes]:
    def refuse(_office: Office) -> Changes:
        raise error

    return refuse


def test_what_is_missing_is_marked_before_anything_is_carried_out(dialog: HamletDialog) -> None:
    dialog.save()
    assert "name" in [problem.name for problem in dialog.form.shown_problems()]
    assert dialog.save_button.isEnabled(), "nothing is under way"


def test_a_done_deed_closes_the_dialog_and_tells_the_new_record(
    dialog: HamletDialog, office: Office, qtbot: QtBot
) -> None:
    begun: list[uuid.UUID] = []
    dialog.begun.connect(begun.append)
    dialog.form.cell("name").editor.set_value("Thôn 7")
    assert dialog.form.problems() == {}
    dialog.save()
    assert not dialog.save_button.isEnabled(), "it cannot be pressed twice"
    settle()
    assert not dialog.isVisible()
    assert [records.read(office, "hamlets", one).values["name"] for one in begun] == ["Thôn 7"]


def test_a_refused_field_is_marked_and_the_dialog_stays(dialog: HamletDialog) -> None:
    dialog.carry_out(refusing(InvalidRecord("Chưa ghi.", {"name": "Đã có thôn này."})))
    settle()
    assert dialog.isVisible()
    assert dialog.save_button.isEnabled()
    assert [problem.sentence for problem in dialog.form.shown_problems()] == ["Đã có thôn này."]
    assert dialog.trouble.isHidden()


def test_what_no_field_is_to_blame_for_is_told_above_the_buttons(dialog: HamletDialog) -> None:
    dialog.carry_out(refusing(UserError("Ổ đĩa đầy.")))
    settle()
    assert dialog.trouble.text() == "Ổ đĩa đầy."
    assert dialog.trouble.isVisible()
    assert dialog.save_button.isEnabled()
    dialog.form.cell("name").editor.set_value("Thôn 7")
    dialog.save()
    assert dialog.trouble.isHidden(), "what was refused before is over"
    settle()


def test_a_first_password_cannot_be_set_twice_by_two_presses(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    asked = FirstPassword(workplace_of(office, tmp_path), office.user.name, parent)
    asked.show()
    qtbot.keyClicks(asked.field, "ngan")
    button = next(b for b in asked.findChildren(QPushButton) if b.text() == "Đặt mật khẩu")
    button.click()
    assert not button.isEnabled()
    settle()
    assert "ít nhất 8 ký tự" in asked.trouble.text()
    assert asked.trouble.isVisible()
    assert asked.focusWidget() is asked.field
    assert button.isEnabled()


def test_an_account_without_a_name_is_refused_where_it_is_missing(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    asked = AccountDialog(workplace_of(office, tmp_path), None, parent)
    asked.show()
    qtbot.keyClicks(asked.name, "lan.tran")
    button = next(b for b in asked.findChildren(QPushButton) if b.text() == "Cất")
    button.click()
    assert asked.focusWidget() is asked.full_name
    qtbot.keyClicks(asked.full_name, "Tran Thi Lan")
    button.click()
    assert asked.focusWidget() is asked.password
    assert "ít nhất 8 ký tự" in asked.trouble.text()
