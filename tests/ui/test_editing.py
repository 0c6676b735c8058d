"""Reading, editing, saving, drafts, and two who change the same field."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import makers
from desktop.fields import Partial
from desktop.operations import drafts, lists, records
from desktop.operations.office import Office
from desktop.operations.records import Clash
from desktop.records import Person
from desktop.ui import editing as editing_module
from desktop.ui.clash_dialog import ClashDialog
from desktop.ui.editing import Editing
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.record_form import RecordForm
from desktop.ui.workplace import Workplace
from inline import settle, workplace_of
from ui.form_office import put

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def workplace(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[Workplace]:
    made = workplace_of(office, tmp_path)
    yield made
    made.desk.jobs.stop()


class Desk:
    """A person's form on a page, being edited."""

    def __init__(self, workplace: Workplace, qtbot: QtBot, person_id: uuid.UUID) -> None:
        self.page = QWidget()
        qtbot.addWidget(self.page)
        self.form = RecordForm(Person, workplace.context)
        column = QVBoxLayout(self.page)
        column.addWidget(self.form)
        self.told: list[str] = []
        workplace.told.connect(self.told.append)
        self.editing = Editing(workplace, self.page, [self.form])
        self.buttons = self.editing.bind()
        for button in self.buttons:
            column.addWidget(button)
        self.page.show()
        self.office, self.id = workplace.office, person_id
        self.show()

    def show(self) -> None:
        self.editing.show(records.read(self.office, "people", self.id))

    def type(self, name: str, text: str) -> None:
        put(self.form.cell(name).editor, text)


@pytest.fixture
def desk(workplace: Workplace, qtbot: QtBot) -> Desk:
    return Desk(workplace, qtbot, makers.person(workplace.office, "Nguyễn Văn An"))


def saved_value(desk: Desk, name: str) -> object:
    return getattr(makers.loaded(desk.office, Person, desk.id), name)


def test_a_record_opens_to_be_read_and_says_so_by_its_buttons(desk: Desk) -> None:
    cancel, edit, save = desk.buttons
    assert not desk.editing.is_editing
    assert [button.isHidden() for button in (cancel, edit, save)] == [True, False, True]
    desk.editing.begin()
    assert desk.editing.is_editing
    assert [button.isHidden() for button in (cancel, edit, save)] == [False, True, False]


def test_whoever_may_not_edit_is_offered_no_button(workplace: Workplace, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    form = RecordForm(Person, workplace.context, page)
    editing = Editing(workplace, page, [form])
    buttons = editing.bind(may_edit=False)
    editing.begin()
    assert not editing.is_editing
    assert all(button.isHidden() for button in buttons)


def test_saving_writes_what_changed_and_goes_back_to_reading(desk: Desk) -> None:
    desk.editing.begin()
    desk.type("occupation", "Thợ mộc")
    desk.editing.save()
    settle()
    assert saved_value(desk, "occupation") == "Thợ mộc"
    assert not desk.editing.is_editing
    assert desk.told[-1] == "Đã cất 09:00"


def test_saving_nothing_changes_nothing(desk: Desk) -> None:
    before = makers.loaded(desk.office, Person, desk.id).sv
    desk.editing.begin()
    desk.editing.save()
    settle()
    assert makers.loaded(desk.office, Person, desk.id).sv == before
    assert not desk.editing.is_editing


def test_problems_are_marked_and_nothing_is_saved(desk: Desk) -> None:
    desk.editing.begin()
    desk.type("id_number", "04909100123")
    desk.type("occupation", "Thợ mộc")
    desk.editing.save()
    settle()
    assert [problem.name for problem in desk.form.shown_problems()] == ["id_number"]
    assert desk.editing.is_editing
    assert saved_value(desk, "occupation") is None


def test_what_only_the_operation_can_know_is_marked_too(desk: Desk) -> None:
    makers.person(desk.office, "Trần Thị Hòa", id_type="CAN_CUOC", id_number="049180001234")
    desk.editing.begin()
    desk.type("id_number", "049180001234")
    desk.editing.save()
    settle()
    (problem,) = desk.form.shown_problems()
    assert problem.name == "id_number"
    assert "Trần Thị Hòa" in problem.sentence


def test_cancelling_asks_and_brings_the_former_values_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False, True]
    monkeypatch.setattr(editing_module, "ask", lambda *_a, **_k: answers.pop(0))
    desk.editing.begin()
    desk.type("occupation", "Thợ mộc")
    assert not desk.editing.cancel()
    assert desk.editing.is_changed()
    assert desk.editing.cancel()
    assert not desk.editing.is_editing
    assert desk.form.cell("occupation").editor.value() is None


@pytest.mark.parametrize(
    ("answer", "left", "kept"), [("", False, None), ("drop", True, None), ("save", True, "Thợ mộc")]
)
def test_leaving_asks_what_to_do_with_unsaved_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, answer: str, left: bool, kept: str | None
) -> None:
    monkeypatch.setattr(editing_module, "choose", lambda *_a, **_k: answer)
    desk.editing.begin()
    desk.type("occupation", "Thợ mộc")
    assert desk.editing.may_leave() is left
    assert saved_value(desk, "occupation") == kept


def test_leaving_does_not_ask_when_nothing_was_typed(desk: Desk) -> None:
    desk.editing.begin()
    assert desk.editing.may_leave()
    assert not desk.editing.is_editing


def test_a_save_that_is_refused_does_not_let_one_leave(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing_module, "choose", lambda *_a, **_k: "save")
    makers.person(desk.office, "Trần Thị Hòa", id_type="CAN_CUOC", id_number="049180001234")
    desk.editing.begin()
    desk.type("id_number", "049180001234")
    assert not desk.editing.may_leave()
    assert desk.editing.is_editing


def test_a_draft_is_kept_while_typing_and_dropped_with_the_save(desk: Desk) -> None:
    desk.editing.begin()
    desk.type("occupation", "Thợ mộc")
    desk.type("id_number", "không rõ")
    desk.editing.drafts.keep()
    settle()
    (draft,) = drafts.read_drafts(desk.office)
    assert (draft.draft.row, draft.values) == (desk.id, {"occupation": "Thợ mộc"})
    desk.type("id_number", "")
    desk.editing.save()
    settle()
    assert drafts.read_drafts(desk.office) == []


def test_a_draft_goes_away_when_the_clerk_gives_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing_module, "ask", lambda *_a, **_k: True)
    desk.editing.begin()
    desk.type("occupation", "Thợ mộc")
    desk.editing.drafts.keep()
    settle()
    desk.editing.cancel()
    settle()
    assert drafts.read_drafts(desk.office) == []


def test_a_draft_can_be_gone_on_with(desk: Desk) -> None:
    desk.editing.resume("people", {"occupation": "Thợ mộc", "birth_date": Partial(1991)})
    assert desk.editing.is_changed()
    desk.editing.save()
    settle()
    assert saved_value(desk, "occupation") == "Thợ mộc"
    assert saved_value(desk, "birth_date") == Partial(1991)


Choice = Callable[[ClashDialog], None]


def answer_clash(monkeypatch: pytest.MonkeyPatch, choice: Choice) -> list[ClashDialog]:
    """Let the clerk answer as soon as both sides are shown."""
    seen: list[ClashDialog] = []

    def answered(dialog: ClashDialog) -> QDialog.DialogCode:
        seen.append(dialog)
        choice(dialog)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ClashDialog, "exec", answered)
    return seen


@pytest.mark.parametrize(("mine", "stays"), [(True, "Thợ mộc"), (False, "Thợ xây")])
def test_a_field_changed_meanwhile_is_shown_side_by_side(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, mine: bool, stays: str
) -> None:
    desk.editing.begin()
    desk.type("occupation", "Thợ mộc")
    desk.type("phone", "0905123456")
    records.save(desk.office, "people", desk.id, {"occupation": "Thợ xây"})
    seen = answer_clash(monkeypatch, lambda dialog: dialog.choose("occupation", mine=mine))
    desk.editing.save()
    settle()
    assert len(seen) == 1
    assert saved_value(desk, "occupation") == stays
    assert saved_value(desk, "phone") == "0905123456"
    assert not desk.editing.is_editing


def test_another_field_changed_meanwhile_does_not_get_in_the_way(desk: Desk) -> None:
    desk.editing.begin()
    desk.type("phone", "0905123456")
    records.save(desk.office, "people", desk.id, {"occupation": "Thợ xây"})
    desk.editing.save()
    settle()
    assert saved_value(desk, "phone") == "0905123456"
    assert saved_value(desk, "occupation") == "Thợ xây"


def test_the_clash_dialog_wants_an_answer_for_every_field(
    workplace: Workplace, qtbot: QtBot
) -> None:
    clashes = [Clash("full_name", "Họ và tên", "An", "Ân"), Clash("note", "Ghi chú", None, "Mới")]
    dialog = ClashDialog(workplace.names, "people", clashes)
    qtbot.addWidget(dialog)
    assert not dialog.save_button.isEnabled()
    dialog.choose("full_name", mine=True)
    assert not dialog.save_button.isEnabled()
    dialog.all_others.click()
    assert dialog.save_button.isEnabled()
    assert dialog.mine() == set()
    dialog.all_mine.click()
    assert dialog.mine() == {"full_name", "note"}


def test_a_new_part_is_saved_with_its_owner(workplace: Workplace, qtbot: QtBot) -> None:
    office = workplace.office
    person_id = makers.person(office)
    dialog = RecordDialog(workplace, "family_members", hidden=("person_id",))
    qtbot.addWidget(dialog)
    dialog.start_new({"relation": "ME"}, {"person_id": person_id})
    assert not dialog.editing.is_changed(), "proposals alone are nothing to ask about"
    put(dialog.form.cell("full_name").editor, "Trần Thị Bảy")
    with qtbot.waitSignal(dialog.accepted):
        dialog.editing.save()
    relatives = office_rows(office, "family_members")
    assert [(r["full_name"], r["relation"], r["person_id"]) for r in relatives] == [
        ("Trần Thị Bảy", "ME", person_id)
    ]


def office_rows(office: Office, table: str) -> list[dict[str, object]]:
    from desktop.operations import lists

    reader = lists.ListReader(office, lists.listing(office, table, ()))
    ids = [uuid.UUID(bytes=bytes(found)) for found in reader.ids()]
    return [records.read(office, table, found).values for found in ids]


# -- what is offered depends on whose record it is ------------------------------------------


def test_fields_offer_what_fits_the_record_or_the_one_it_becomes_a_part_of(
    workplace: Workplace, office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = makers.person(office)
    asked: list[object] = []
    find = lists.lookup
    monkeypatch.setattr(lists, "lookup", lambda *told: asked.append(told[4]) or find(*told))
    page = QWidget()
    qtbot.addWidget(page)
    dialog = RecordDialog(workplace, "residences", page, hidden=("person_id",))
    dialog.start_new({}, {"person_id": person}).open()
    dialog.form.cell("hamlet_id").editor.open_list()
    dialog.form.cell("unit_id").editor.open_list()
    assert asked == [("people", person), None], "units are the same for every office"
    told = {"person_id": person, "kind": "TAM_TRU", "unit_id": makers.commune(office)}
    made = makers.saved(office, "residences", **told)
    asked.clear()
    dialog = RecordDialog(workplace, "residences", page).show_record(made)
    settle()
    dialog.edit()
    dialog.form.cell("hamlet_id").editor.open_list()
    assert asked == [("residences", made)]
