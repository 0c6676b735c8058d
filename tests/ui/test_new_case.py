"""Opening a case: looking up first, then writing down what is new."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

import makers
from conftest import NOW
from desktop.base.errors import NotAllowed
from desktop.fields import Partial
from desktop.operations import drafts, intake, lists
from desktop.operations.office import Office
from desktop.records import CaseFile, Person
from desktop.ui import editing as editing_module
from desktop.ui.case_page import CasePage
from desktop.ui.new_case import NewCaseDialog
from desktop.ui.workplace import Workplace
from inline import settle, workplace_of
from ui.form_office import put

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def workplace(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[Workplace]:
    made = workplace_of(office, tmp_path)
    yield made
    made.desk.jobs.stop()


@pytest.fixture
def dialog(
    workplace: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[NewCaseDialog]:
    # Closing it at the end of a test asks about what was typed.
    monkeypatch.setattr(editing_module, "choose", lambda *_a, **_k: "drop")
    made = NewCaseDialog(workplace)
    qtbot.addWidget(made)
    made.open()
    yield made
    made.close()


@pytest.fixture
def opened(dialog: NewCaseDialog) -> list[uuid.UUID]:
    """The cases that the dialog asked to show."""
    found: list[uuid.UUID] = []
    dialog.opened.connect(found.append)
    return found


def look_up(dialog: NewCaseDialog, name: str = "", born: str = "", number: str = "") -> list[str]:
    dialog.who.name.setText(name)
    dialog.who.born.setText(born)
    dialog.who.number.setText(number)
    dialog.look_up()
    settle()
    return [person.name for person in dialog.known.people]


def fill_case(dialog: NewCaseDialog, officer: uuid.UUID) -> None:
    assert dialog.editing is not None
    dialog.editing.forms.put(
        "case_files",
        {
            "case_type": "KHAC",
            "intake_source": "TU_DEN",
            "legal_basis": "DONG_Y",
            "case_worker_id": officer,
        },
    )


def test_somebody_known_is_found_without_accents_with_reason_and_cases(
    dialog: NewCaseDialog, office: Office
) -> None:
    person_id = makers.person(office, "Nguyễn Văn Đạt", birth_date=Partial(1991))
    case_id = makers.case(office, person_id=person_id)
    assert look_up(dialog, "nguyen van dat", "1991") == ["Nguyễn Văn Đạt"]
    (person,) = dialog.known.people
    assert person.reason == "Cùng họ tên khi bỏ dấu, cùng năm sinh 1991"
    assert [case.id for case in person.cases] == [case_id]
    assert dialog.new_button.text() == "Là người khác, lập mới"


def test_another_year_of_birth_is_somebody_else(dialog: NewCaseDialog, office: Office) -> None:
    makers.person(office, "Nguyễn Văn Đạt", birth_date=Partial(1991))
    assert look_up(dialog, "Nguyễn Văn Đạt", "1985") == []
    assert dialog.new_button.text() == "Lập hồ sơ mới"


@pytest.mark.parametrize("by", ["citizen", "spaced", "dotted", "case"])
def test_a_number_finds_the_person_it_belongs_to(
    dialog: NewCaseDialog, office: Office, by: str
) -> None:
    person_id = makers.person(
        office, "Nguyễn Văn Đạt", id_type="CAN_CUOC", id_number="049191001234"
    )
    makers.person(office, "Trần Thị Hòa")
    case = makers.loaded(office, CaseFile, makers.case(office, person_id=person_id))
    written = {
        "citizen": "049191001234",
        "spaced": "049 191 001 234",
        "dotted": "049.191.001.234",
        "case": case.number,
    }
    assert look_up(dialog, number=written[by]) == ["Nguyễn Văn Đạt"]
    # The person's own number settles it: another year of birth does not speak against it.
    known = look_up(dialog, born="1950", number=written[by])
    assert known == ([] if by == "case" else ["Nguyễn Văn Đạt"])


def test_too_many_hits_ask_for_more_words(dialog: NewCaseDialog, office: Office) -> None:
    for given in ("An", "Bình", "Cường", "Dũng", "Giang", "Hải", "Khoa"):
        makers.person(office, f"Nguyễn Văn {given}")
    assert len(look_up(dialog, "Nguyễn Văn")) == intake.MOST_KNOWN


def test_whoever_may_not_see_a_person_does_not_learn_of_them(
    office: Office, open_as: Callable[..., Office]
) -> None:
    makers.case(office, person_id=makers.person(office, "Trần Thị Kín"), case_type="MBN")
    other = open_as("CAN_BO", name="khac", compartments=frozenset({0}))
    assert intake.find_known(other, {"full_name": "Trần Thị Kín"}) == []
    assert [k.name for k in intake.find_known(office, {"full_name": "Trần Thị Kín"})] == [
        "Trần Thị Kín"
    ]


def test_only_who_writes_cases_may_look_up(open_as: Callable[..., Office]) -> None:
    with pytest.raises(NotAllowed):
        intake.find_known(open_as("KE_TOAN"), {"full_name": "An"})


def test_a_found_case_is_opened_instead(
    dialog: NewCaseDialog, office: Office, opened: list[uuid.UUID]
) -> None:
    person_id = makers.person(office, "Nguyễn Văn Đạt")
    case_id = makers.case(office, person_id=person_id)
    look_up(dialog, "Nguyễn Văn Đạt")
    button = next(
        b for b in dialog.known.findChildren(QPushButton) if b.text().startswith("Mở hồ sơ")
    )
    button.click()
    assert opened == [case_id]
    assert not dialog.isVisible()


def test_a_known_person_gets_another_case(
    dialog: NewCaseDialog, office: Office, opened: list[uuid.UUID]
) -> None:
    officer = makers.officer(office)
    person_id = makers.person(office, "Nguyễn Văn Đạt")
    look_up(dialog, "Nguyễn Văn Đạt")
    use = next(b for b in dialog.known.findChildren(QPushButton) if b.text().startswith("Dùng"))
    use.click()
    fill_case(dialog, officer)
    dialog.save()
    settle()
    (case_id,) = opened
    case = makers.loaded(office, CaseFile, case_id)
    assert (case.person_id, case.status, case.intake_on) == (person_id, "TIEP_NHAN", NOW.date())
    assert lists.count(office, "people") == 1


def test_the_typed_words_begin_the_form_of_somebody_new(
    dialog: NewCaseDialog, office: Office, opened: list[uuid.UUID]
) -> None:
    officer = makers.officer(office)
    look_up(dialog, "Lê Văn  Mới", "5/3/1991", "049191001234")
    dialog.begin_new()
    assert dialog.editing is not None
    typed = dialog.editing.forms.typed("people")
    assert typed["full_name"] == "Lê Văn Mới"
    assert typed["birth_date"] == Partial(1991, 3, 5)
    assert (typed["id_type"], typed["id_number"]) == ("CAN_CUOC", "049191001234")
    dialog.save()
    settle()
    assert opened == [], "sex and the case are still missing"
    dialog.editing.forms.put("people", {"sex": "NAM"})
    fill_case(dialog, officer)
    dialog.save()
    settle()
    (case_id,) = opened
    case = makers.loaded(office, CaseFile, case_id)
    assert case.number == "20854-26-A-0001"
    assert makers.loaded(office, Person, case.person_id).full_name == "Lê Văn Mới"


def test_the_number_of_a_case_is_not_taken_for_that_of_a_person(dialog: NewCaseDialog) -> None:
    look_up(dialog, "Lê Văn Mới", number="20854-26-A-0001")
    dialog.begin_new()
    assert dialog.editing is not None
    assert "id_number" not in dialog.editing.forms.typed("people")


def test_one_can_go_back_to_looking_up(dialog: NewCaseDialog) -> None:
    look_up(dialog, "Lê Văn Mới")
    dialog.begin_new()
    assert dialog.who.isHidden()
    dialog.go_back()
    assert dialog.editing is None
    assert not dialog.who.isHidden()
    assert dialog.who.name.text() == "Lê Văn Mới"


def test_what_was_typed_is_kept_and_gone_on_with(
    workplace: Workplace, dialog: NewCaseDialog, qtbot: QtBot
) -> None:
    office = workplace.office
    dialog.begin_new()
    assert dialog.editing is not None
    person_form = dialog.editing.forms._forms[0]
    put(person_form.cell("full_name").editor, "Lê Văn Mới")
    dialog.editing.drafts.keep()
    settle()
    (draft,) = drafts.read_drafts(office)
    assert draft.called == "Lê Văn Mới"
    page = CasePage(workplace)
    qtbot.addWidget(page)
    page.open_draft(draft)
    settle()
    again = page.findChild(NewCaseDialog)
    assert again is not None
    assert again.editing is not None
    assert again.editing.forms.typed("people")["full_name"] == "Lê Văn Mới"
    fill_case(again, makers.officer(office))
    again.editing.forms.put("people", {"sex": "NAM", "birth_date": Partial(1990)})
    again.save()
    settle()
    assert drafts.read_drafts(office) == []
    assert page.workspace.case_id() is not None


def test_the_dialog_fits_the_smallest_screen_and_keeps_its_size(dialog: NewCaseDialog) -> None:
    size = dialog.size()
    assert size.width() <= 1060
    assert size.height() <= 560
    dialog.begin_new()
    settle()
    assert dialog.size() == size
