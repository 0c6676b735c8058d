"""The power goes while forms are filled in: what was typed is offered again, and saved."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from pytestqt.qtbot import QtBot

from clerk import CTRL, Clerk, end_program, start_program
from conftest import Blank
from desktop.app import Program
from desktop.base.clock import StoppedClock
from desktop.fields import Partial
from desktop.operations import drafts
from desktop.operations.lists import count
from desktop.records import CaseFile
from desktop.ui.case_page import CasePage
from desktop.ui.drafts import FormDrafts
from desktop.ui.home import HomePage
from desktop.ui.new_case import NewCaseDialog
from desktop.ui.widgets.banner import InfoBanner
from inline import settle
from makers import case, loaded, officer, person

TYPED = "Gia đình khó khăn, cần học nghề"
NUMBER = "20854-26-A-0001"


@pytest.fixture
def power_returns(
    qtbot: QtBot,
    program: Program,
    folder: Path,
    tmp_path: Path,
    clock: StoppedClock,
    blank_office: Blank,
) -> Iterator[Callable[[], Clerk]]:
    """The disk as it was the moment the power went, under a program that is started anew.

    The former program neither saves nor closes anything before the disk is copied.
    """
    started: list[Clerk] = []

    def start() -> Clerk:
        disk = tmp_path / "disk"
        shutil.copytree(folder, disk, ignore=shutil.ignore_patterns("office.lock"))
        # What the former program does from here on no longer reaches this disk.
        office = program._put_away()
        assert office is not None
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        settle()
        office.close()
        clock.forward(hours=3)
        again = Clerk(qtbot, start_program(disk, tmp_path / "again.ini", clock))
        started.append(again)
        again.sign_in(blank_office.user, blank_office.password)
        return again

    yield start
    for clerk in started:
        end_program(clerk.program)


def ten_seconds_pass(drafts: FormDrafts) -> None:
    """The timer of a form that is being filled in comes round."""
    assert drafts._timer.isActive()
    drafts._timer.timeout.emit()
    settle()


def offered(clerk: Clerk) -> list[str]:
    """What the first page says was left unsaved."""
    banners = clerk.page(HomePage).findChildren(InfoBanner)
    return [one.text() for one in banners if one.isVisible()]


def test_a_case_that_was_being_changed_is_offered_by_name_and_time(
    clerk: Clerk, power_returns: Callable[[], Clerk]
) -> None:
    opened = case(clerk.office, person_id=person(clerk.office, "Nguyễn Văn An"))
    page = clerk.go("cases", CasePage)
    clerk.window.workplace.open("case_files", opened)
    settle()
    clerk.press("Sửa", page)
    clerk.fill(page.workspace.case_form, problem=TYPED)
    ten_seconds_pass(page.workspace.editing.drafts)
    assert clerk.said() == "Đã giữ bản nháp 09:00"

    again = power_returns()
    (line,) = offered(again)
    assert NUMBER in line
    assert "09:00 21/11/2026" in line
    assert loaded(again.office, CaseFile, opened).problem is None
    again.press("Mở lại")
    form = again.page(CasePage).workspace.case_form
    assert form.cell("problem").editor.value() == TYPED
    again.key(Qt.Key.Key_S, CTRL)
    assert loaded(again.office, CaseFile, opened).problem == TYPED
    assert drafts.read_drafts(again.office) == []
    again.go("home", HomePage)
    assert offered(again) == []


def test_a_new_case_is_offered_with_its_person(
    clerk: Clerk, power_returns: Callable[[], Clerk]
) -> None:
    officer(clerk.office, full_name="Lê Thị Cán")
    clerk.go("cases", CasePage)
    clerk.key(Qt.Key.Key_N, CTRL)
    dialog = clerk.dialog(NewCaseDialog)
    clerk.type("Hồ Văn Mới", "1975")
    dialog.look_up()
    settle()
    clerk.press("Lập hồ sơ mới", dialog)
    clerk.walk("sex", "nam")
    clerk.walk("case_type", "khac")
    assert dialog.editing is not None
    ten_seconds_pass(dialog.editing.drafts)

    again = power_returns()
    assert count(again.office, "people") == 0
    assert any("Hồ Văn Mới" in line for line in offered(again)), offered(again)
    again.press("Mở lại", first=True)
    resumed = again.dialog(NewCaseDialog)
    assert resumed.editing is not None
    assert resumed.editing.forms.typed("people") == {
        "full_name": "Hồ Văn Mới", "sex": "NAM", "birth_date": Partial(1975),
    }  # fmt: skip
    again.walk("intake_source", "tu den")
    again.walk("legal_basis", "dong y")
    again.walk("case_worker_id", "can")
    again.key(Qt.Key.Key_S, CTRL)
    settle()
    assert not again.has_dialog(NewCaseDialog)
    assert (count(again.office, "people"), count(again.office, "case_files")) == (1, 1)
    assert drafts.read_drafts(again.office) == []
