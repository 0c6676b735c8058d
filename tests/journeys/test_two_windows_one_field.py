"""Two people write into one field: both sides are shown, and nothing is overwritten unseen."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from clerk import CTRL, Clerk
from desktop.operations import records
from desktop.operations.office import Office, User
from desktop.records import Person
from desktop.store.folder import FolderLock
from desktop.ui.clash_dialog import ClashDialog
from desktop.ui.person_page import PersonPage
from desktop.ui.record_form import RecordForm
from inline import settle
from makers import loaded, person

Colleague = Callable[[str], Office]
FIRST, MINE, THEIRS = "0905000111", "0905000222", "0905000333"


@pytest.fixture
def form(clerk: Clerk, who: uuid.UUID) -> RecordForm:
    """The person's form, in which the clerk has typed another number and another job."""
    clerk.window.workplace.open("people", who)
    settle()
    page = clerk.page(PersonPage)
    clerk.press("Sửa", page)
    (found,) = [
        one for one in page.findChildren(RecordForm) if one.isVisible() and "phone" in one.names()
    ]
    clerk.fill(found, phone=MINE)
    return found


@pytest.fixture
def who(clerk: Clerk) -> uuid.UUID:
    """Somebody with a telephone."""
    return person(clerk.office, "Nguyễn Văn An", phone=FIRST)


@pytest.fixture
def colleague(clerk: Clerk) -> Colleague:
    """The open office in the hands of a colleague."""
    held = FolderLock.__new__(FolderLock)  # the folder is held by the first; nobody closes this one

    def seen_by(name: str) -> Office:
        own = clerk.office
        user = User(name, "Phan Văn Bình", "CAN_BO", compartments=own.user.compartments)
        return Office(own.folder, own.store, own.files, user, own.clock, held)

    return seen_by


def elsewhere(office: Office, who: uuid.UUID, **values: str) -> None:
    """A second window, opened after the first and saved before it."""
    reading = records.read(office, "people", who)
    records.save(office, "people", who, values, reading.seen)


@pytest.mark.parametrize(("choice", "kept"), [("mine", MINE), ("theirs", THEIRS)])
def test_a_clash_shows_both_sides_and_keeps_the_one_that_is_chosen(
    clerk: Clerk, who: uuid.UUID, form: RecordForm, colleague: Colleague, choice: str, kept: str
) -> None:
    elsewhere(colleague("binh"), who, phone=THEIRS)
    asked: list[set[str]] = []

    def decide(dialog: ClashDialog) -> None:
        asked.append({one.text() for one in dialog.findChildren(QLabel)})
        assert not dialog.save_button.isEnabled(), "nothing is chosen for the clerk"
        words = {"mine": "Giữ tất cả của tôi", "theirs": "Lấy tất cả của bên kia"}
        clerk.press(words[choice], dialog)
        clerk.press("Cất", dialog)

    clerk.when_asked(ClashDialog, decide)
    clerk.key(Qt.Key.Key_S, CTRL)
    settle()
    assert {"Điện thoại", "0905 000 222", "0905 000 333"} <= asked[0]
    assert loaded(clerk.office, Person, who).phone == kept
    assert form.cell("phone").editor.value() == kept
    assert clerk.said() == ("Đã cất 09:00" if choice == "mine" else "Không có gì thay đổi.")


def test_putting_the_choice_off_keeps_both_sides(
    clerk: Clerk, who: uuid.UUID, form: RecordForm, colleague: Colleague
) -> None:
    elsewhere(colleague("binh"), who, phone=THEIRS)
    clerk.when_asked(ClashDialog, lambda dialog: clerk.press("Để sau", dialog))
    clerk.key(Qt.Key.Key_S, CTRL)
    assert loaded(clerk.office, Person, who).phone == THEIRS
    assert form.cell("phone").editor.value() == MINE
    assert clerk.page(PersonPage).view.editing.is_editing
    clerk.answer("Bỏ thay đổi")
    clerk.key(Qt.Key.Key_Escape)
    assert not clerk.page(PersonPage).view.editing.is_editing
    assert form.cell("phone").editor.value() == THEIRS


def test_fields_that_nobody_else_touched_are_saved_without_a_question(
    clerk: Clerk, who: uuid.UUID, form: RecordForm, colleague: Colleague
) -> None:
    elsewhere(colleague("binh"), who, occupation="Thợ mộc")
    clerk.key(Qt.Key.Key_S, CTRL)
    assert not clerk.has_dialog(ClashDialog)
    both = loaded(clerk.office, Person, who)
    assert (both.phone, both.occupation) == (MINE, "Thợ mộc")
    assert form.cell("occupation").editor.value() == "Thợ mộc"
