"""The texts of reports among the settings: a version chosen, its sections edited, a new one begun."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import makers
from desktop.operations import records
from desktop.operations.form_versions import versions
from desktop.operations.office import Office
from desktop.records import LetterPart
from desktop.ui.letter_dialogs import (
    LetterFormDialog,
    LetterPartDialog,
    LetterPreviewDialog,
)
from desktop.ui.letters_section import LettersSection
from desktop.ui.new_version_dialog import NewVersionDialog
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.settings_page import SettingsPage
from exchange.enrolled import Offices, enrolled_offices, offices
from inline import settle, shown_one, workplace_of
from operations.test_letter_versions import FIRST, part_of, said, template_on

__all__ = ["enrolled_offices", "offices"]


def page_of(office: Office, folder: Path, bot: QtBot) -> SettingsPage:
    page = SettingsPage(workplace_of(office, folder))
    bot.addWidget(page)
    page.workplace.desk.changed.connect(lambda *_: page.refresh())
    page.resize(1000, 600)
    page.show()
    page.open_section("letters")
    settle()
    return page


def section_of(office: Office, folder: Path, bot: QtBot) -> LettersSection:
    part = page_of(office, folder, bot).stack.currentWidget()
    assert isinstance(part, LettersSection)
    return part


def chosen(section: LettersSection) -> uuid.UUID:
    assert section.form is not None
    return section.form.id


def versions_shown(section: LettersSection) -> list[str]:
    names = [section.choice.itemText(at).split(" · ") for at in range(section.choice.count())]
    return [" ".join(words for words in name if words[:4] in ("từ 0", "đến ")) for name in names]


def test_the_newest_text_is_shown_first_by_its_sections(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    section = section_of(office, tmp_path, qtbot)
    assert versions_shown(section) == ["từ 01/07/2025", "đến 30/06/2025"]
    newest = template_on(office, FIRST)
    assert chosen(section) == newest
    assert section.list.count() == 5
    assert section.list.model.record_id(4) == part_of(office, newest, "4.1")
    section.choice.setCurrentIndex(1)
    oldest = versions(office, "letter_templates")[-1].id
    assert section.list.model.record_id(4) == part_of(office, oldest, "4.1")


def test_a_section_is_edited_in_its_dialog(office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    section = section_of(office, tmp_path, qtbot)
    section.open_record(section.list.model.record_id(4))
    settle()
    dialog = shown_one(LetterPartDialog, section)
    dialog.edit()
    text = dialog.form.cell("text").editor
    text.set_value("Có {T99} lớp.")
    dialog.save()
    settle()
    assert dialog.isVisible(), "a gap that nothing fills is refused"
    assert "tên {T99}" in dialog.form.cell("text").problem()
    text.set_value("Có {T05} lớp.")
    dialog.save()
    settle()
    assert said(office, 3)["4.1"].text == "Có 00 lớp."


def test_a_section_is_added_to_the_chosen_text(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    section = section_of(office, tmp_path, qtbot)
    section.choice.setCurrentIndex(1)
    oldest = versions(office, "letter_templates")[-1].id
    section.add()
    settle()
    dialog = shown_one(LetterPartDialog, section)
    dialog.form.cell("code").editor.set_value("5")
    dialog.form.cell("heading").editor.set_value("Kiến nghị")
    dialog.save()
    settle()
    assert chosen(section) == oldest, "the choice stays"
    assert section.list.count() == 6
    made = makers.loaded(office, LetterPart, part_of(office, oldest, "5"))
    assert (made.position, made.heading) == (6, "Kiến nghị")


def test_title_and_days_stand_in_a_dialog_of_their_own(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    section = section_of(office, tmp_path, qtbot)
    section.edit_button.click()
    settle()
    dialog = shown_one(RecordDialog, section)
    dialog.edit()
    dialog.form.cell("title_text").editor.set_value("Báo cáo quý")
    dialog.save()
    settle()
    assert section.choice.currentText().endswith(" · Báo cáo quý · từ 01/07/2025")


def test_a_new_text_from_a_day_is_shown_when_it_is_made(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    section = section_of(office, tmp_path, qtbot)
    old = template_on(office, FIRST)
    section.version_button.click()
    settle()
    dialog = shown_one(NewVersionDialog, section)
    day = dialog.form.cell("valid_from").editor
    assert day.value() == dt.date(2026, 12, 1), "the month that comes"
    day.set_value(None)
    dialog.save()
    assert dialog.form.cell("valid_from").problem() == "Cần ghi ngày bắt đầu dùng bản mới."
    day.set_value(dt.date(2025, 7, 1))
    dialog.save()
    settle()
    assert dialog.isVisible()
    assert "dùng từ ngày 01/07/2025" in dialog.trouble.text()
    day.set_value(dt.date(2027, 1, 1))
    dialog.save()
    settle()
    assert versions_shown(section) == [
        "từ 01/01/2027",
        "từ 01/07/2025 đến 31/12/2026",
        "đến 30/06/2025",
    ]
    assert section.choice.currentIndex() == 0
    assert chosen(section) != old
    assert section.list.count() == 5


def test_a_text_is_tried_before_it_is_used(office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    makers.activity(office, from_on=dt.date(2026, 8, 1))
    section = section_of(office, tmp_path, qtbot)
    section.choice.setCurrentIndex(1)
    section.preview_button.click()
    settle()
    dialog = shown_one(LetterPreviewDialog, section)
    assert "số liệu quý III năm 2026" in dialog.note.text()
    assert any("đã tổ chức được 01 lớp" in line for line in dialog.texts())
    assert any("thôn, khối phố" in line for line in dialog.texts()), "the words of the chosen one"


def test_a_section_is_tried_while_it_is_typed(office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    makers.activity(office, from_on=dt.date(2026, 8, 1))
    section = section_of(office, tmp_path, qtbot)
    section.open_record(section.list.model.record_id(4))
    settle()
    dialog = shown_one(LetterPartDialog, section)
    dialog.edit()
    text = dialog.form.cell("text").editor
    text.set_value("Có {T05 lớp.")
    dialog.preview_button.click()
    settle()
    assert "ngoặc nhọn" in dialog.form.cell("text").problem()
    text.set_value("Có {T05} lớp {trong kỳ}.")
    dialog.preview_button.click()
    settle()
    shown = shown_one(LetterPreviewDialog, dialog).texts()
    assert shown[-2].startswith("4.1. Về tổ chức")
    assert shown[-1] == "Có 01 lớp trong quý III năm 2026."
    assert said(office, 3)["4.1"].text != shown[-1], "nothing was saved"


def test_how_texts_are_written_is_told(office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    section = section_of(office, tmp_path, qtbot)
    section.open_record(section.list.model.record_id(0))
    settle()
    shown_one(LetterPartDialog, section).help_button.click()
    gaps = shown_one(LetterFormDialog, section).gaps.model()
    told = {gaps.index(row, 0).data(): gaps.index(row, 1).data() for row in range(gaps.rowCount())}
    assert told["{T18}"] == "Tờ rơi"
    text = "\n".join(f"Có [{gap}]." if gap != "{liệt kê}" else "Có." for gap in told if "T" in gap)
    part = part_of(office, template_on(office, FIRST), "1")
    records.save(office, "letter_parts", part, {"text": text})


def test_a_version_that_is_asked_for_is_chosen_and_its_section_opened(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    page = page_of(office, tmp_path, qtbot)
    oldest = versions(office, "letter_templates")[-1].id
    page.open_record("letter_templates", oldest)
    settle()
    section = page.stack.currentWidget()
    assert isinstance(section, LettersSection)
    assert chosen(section) == oldest
    page.open_record("letter_parts", part_of(office, oldest, "2"))
    settle()
    assert shown_one(LetterPartDialog, section).form.cell("code").editor.value() == "2"


@pytest.mark.parametrize("name", ["a", "tinh"])
def test_only_who_hands_down_is_offered_to_write(
    offices: Offices, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    section = section_of(offices[name], tmp_path, qtbot)
    writes = name == "tinh"
    assert section.version_button.isVisible() == writes
    assert section.add_button.isVisible() == writes
    assert section.only_read.isVisible() != writes
    assert section.preview_button.isVisible()
    assert section.edit_button.text().startswith("Sửa" if writes else "Xem")
    section.open_record(section.list.model.record_id(0))
    settle()
    assert shown_one(LetterPartDialog, section).edit_button.isVisible() == writes
