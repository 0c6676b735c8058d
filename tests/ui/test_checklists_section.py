"""The templates of inspections among the settings: edited, renewed, or only read."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import makers
from desktop.operations import inspections, records
from desktop.operations.form_versions import new_version
from desktop.operations.office import Office
from desktop.records import ChecklistQuestion, ChecklistTemplate
from desktop.ui.checklists_section import ChecklistsSection
from desktop.ui.main_window import MainWindow
from desktop.ui.new_version_dialog import NewVersionDialog, next_month
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.settings_page import SettingsPage
from exchange.enrolled import Offices, enrolled_offices, offices
from inline import settle, shown_one, workplace_of

__all__ = ["enrolled_offices", "offices"]

DAY = dt.date(2026, 12, 1)
"""The first of the month after the tests' day."""


def section_of(office: Office, folder: Path, bot: QtBot) -> ChecklistsSection:
    made = ChecklistsSection(workplace_of(office, folder))
    bot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.refresh()
    settle()
    return made


def choose(section: ChecklistsSection, words: str) -> None:
    (at,) = [at for at, one in enumerate(offered(section)) if one.startswith(words)]
    section.choice.setCurrentIndex(at)
    settle()


def offered(section: ChecklistsSection) -> list[str]:
    return [section.choice.itemText(at) for at in range(section.choice.count())]


def asked(office: Office, template: uuid.UUID) -> list[ChecklistQuestion]:
    with office.reading() as session:
        return list(inspections.questions(session, template))


def dialogs(section: ChecklistsSection) -> list[RecordDialog]:
    return [one for one in section.findChildren(RecordDialog) if one.isVisible()]


@pytest.fixture
def section(office: Office, tmp_path: Path, qtbot: QtBot) -> ChecklistsSection:
    return section_of(office, tmp_path, qtbot)


def test_each_version_is_offered_by_its_words_and_lists_its_questions(
    office: Office, section: ChecklistsSection
) -> None:
    new_version(office, "checklist_templates", makers.template(office), DAY)
    section.refresh()
    settle()
    told = offered(section)[:3]
    name = "B · Kiểm tra Đội Công tác xã hội tình nguyện"
    assert told[0].startswith("A · ")
    assert told[1:] == [
        f"{name} · bản 2 · từ 01/12/2026",
        f"{name} · bản 1 · từ 01/07/2025 · đến 30/11/2026",
    ]
    for place, code in ((2, "B"), (7, "D-GD")):
        section.choice.setCurrentIndex(place)
        settle()
        assert offered(section)[place].startswith(f"{code} · ")
        assert section.list.count() == len(asked(office, makers.template(office, code))) > 0


def test_a_question_is_changed_and_another_one_added_behind_it(
    office: Office, section: ChecklistsSection
) -> None:
    template = makers.template(office, "C")
    choose(section, "C · ")
    first, *_, last = asked(office, template)
    section.open_record(first.id)
    settle()
    (dialog,) = dialogs(section)
    dialog.edit()
    dialog.form.cell("weight").editor.set_value(7)
    dialog.save()
    settle()
    assert makers.loaded(office, ChecklistQuestion, first.id).weight == 7
    section.add()
    settle()
    (dialog,) = dialogs(section)
    dialog.form.cell("code").editor.set_value("C99")
    dialog.form.cell("text").editor.set_value("Có camera giám sát")
    dialog.form.cell("weight").editor.set_value(2)
    dialog.save()
    settle()
    made = asked(office, template)[-1]
    assert (made.code, made.position) == ("C99", last.position + 1)
    assert (made.section_code, made.answer) == (last.section_code, last.answer)
    assert made.critical is False


def test_questions_of_a_used_template_are_only_read_and_a_new_version_is_made(
    office: Office, section: ChecklistsSection
) -> None:
    template = makers.template(office)
    makers.inspection(office)
    choose(section, "B · ")
    assert section.used.isVisible()
    assert "đã dùng cho 1 cuộc kiểm tra" in section.used.text()
    assert not section.add_button.isEnabled()
    section.add()
    settle()
    assert dialogs(section) == []
    section.open_record(asked(office, template)[0].id)
    settle()
    (dialog,) = dialogs(section)
    dialog.edit()
    assert not dialog.editing.is_editing
    assert not dialog.void_button.isVisible()
    dialog.reject()
    section.make_version()
    asking = shown_one(NewVersionDialog, section)
    assert asking.form.values() == {"valid_from": DAY}
    asking.save()
    settle()
    new = section.form
    assert new is not None
    assert new.id != template
    assert section.choice.currentText().endswith("bản 2 · từ 01/12/2026")
    assert not section.used.isVisible()
    assert section.add_button.isEnabled()
    assert section.list.count() == len(asked(office, template)) == len(asked(office, new.id))
    choose(section, "A · ")
    assert not section.used.isVisible()


def test_a_day_that_is_refused_is_told_in_the_dialog(
    office: Office, section: ChecklistsSection
) -> None:
    choose(section, "B · ")
    section.make_version()
    asking = shown_one(NewVersionDialog, section)
    cell = asking.form.cell("valid_from")
    cell.editor.set_value(None)
    asking.save()
    assert "Cần ghi ngày" in cell.problem()
    cell.editor.set_value(dt.date(2025, 7, 1))
    asking.save()
    settle()
    assert asking.isVisible()
    assert "dùng từ ngày 01/07/2025" in asking.trouble.text()
    assert len(offered(section)) == 9


@pytest.mark.parametrize(
    ("now", "begun", "first"),
    [
        (dt.date(2026, 11, 21), None, DAY),
        (dt.date(2026, 12, 31), dt.date(2025, 7, 1), dt.date(2027, 1, 1)),
        (dt.date(2026, 11, 1), dt.date(2027, 1, 1), dt.date(2027, 2, 1)),
        (None, dt.date(2025, 7, 1), None),
    ],
)
def test_the_first_of_the_month_that_comes_is_proposed(
    now: dt.date | None, begun: dt.date | None, first: dt.date | None
) -> None:
    assert next_month(now, begun) == first


def test_the_template_itself_is_renamed_and_another_one_begun(
    office: Office, section: ChecklistsSection
) -> None:
    choose(section, "C · ")
    section.open_form()
    settle()
    (dialog,) = dialogs(section)
    dialog.edit()
    dialog.form.cell("title_text").editor.set_value("Kiểm tra cơ sở")
    dialog.save()
    settle()
    assert makers.loaded(office, ChecklistTemplate, makers.template(office, "C")).called == (
        "Kiểm tra cơ sở"
    )
    section.add_form()
    settle()
    (dialog,) = dialogs(section)
    for name, value in (("code", "MOI"), ("title_text", "Mẫu mới"), ("target_kind", "XA")):
        dialog.form.cell(name).editor.set_value(value)
    dialog.save()
    settle()
    assert section.choice.currentText() == "MOI · Mẫu mới · bản 1 · từ 01/12/2026"
    assert section.list.count() == 0
    section.add()
    settle()
    (dialog,) = dialogs(section)
    assert dialog.form.cell("position").editor.value() == 1
    dialog.editing.cancel()
    dialog.reject()


def test_a_commune_that_takes_part_only_reads_them(
    offices: Offices, tmp_path: Path, qtbot: QtBot
) -> None:
    commune = offices["a"]
    makers.inspection(commune)
    section = section_of(commune, tmp_path, qtbot)
    choose(section, "B · ")
    buttons = (section.version_button, section.form_button)
    assert section.edit_button.text() == "Xem tên, ngày dùng…"
    assert not any(one.isVisible() for one in (*buttons, section.add_button, section.used))
    assert "do Thành phố Đà Nẵng sửa" in section.only_read.text()
    section.make_version()
    section.add()
    settle()
    assert dialogs(section) == []
    assert not section.findChildren(NewVersionDialog)
    section.open_record(asked(commune, makers.template(commune))[0].id)
    settle()
    (dialog,) = dialogs(section)
    dialog.edit()
    assert not dialog.editing.is_editing
    dialog.reject()


def test_a_hit_opens_the_question_in_its_template(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    template = makers.template(office, "E")
    window = MainWindow(workplace_of(office, tmp_path), "UBND xã Tiên Phước")
    qtbot.addWidget(window)
    window.show()
    window.open_record("checklist_templates", template)
    settle()
    page = window.page()
    assert isinstance(page, SettingsPage)
    section = page.stack.currentWidget()
    assert isinstance(section, ChecklistsSection)
    assert section.choice.currentText().startswith("E · ")
    question = asked(office, makers.template(office, "C"))[2]
    window.open_record("checklist_questions", question.id)
    settle()
    assert section.choice.currentText().startswith("C · ")
    (dialog,) = dialogs(section)
    assert dialog.form.cell("code").editor.value() == question.code
    records.save(office, "checklist_questions", question.id, {"weight": 5})
    dialog.reject()
    window.workplace.desk.jobs.stop()
