"""The code lists among the settings: written outside the exchange, read by those who take part."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import makers
from desktop.operations.office import Office
from desktop.ui.codes_section import CodesSection
from desktop.ui.record_dialog import RecordDialog
from exchange.enrolled import Offices, enrolled_offices, offices, outside
from exchange.test_what_flows_down import code_item
from inline import settle, workplace_of

__all__ = ["enrolled_offices", "offices"]


def section_of(office: Office, folder: Path, bot: QtBot) -> CodesSection:
    made = CodesSection(workplace_of(office, folder))
    bot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.choice.setCurrentIndex(made.choice.findData("L22"))
    made.refresh()
    settle()
    return made


def dialogs(section: CodesSection) -> list[RecordDialog]:
    return [one for one in section.findChildren(RecordDialog) if one.isVisible()]


@pytest.mark.parametrize("name", ["tinh", "outside"])
def test_who_may_write_the_lists_sees_no_note_and_adds(
    offices: Offices, office: Office, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    section = section_of(office if name == "outside" else offices[name], tmp_path, qtbot)
    assert section.add_button.isVisible()
    assert not section.only_read.isVisible()
    section.add()
    settle()
    (dialog,) = dialogs(section)
    assert dialog.editing.is_editing
    dialog.editing.cancel()
    dialog.reject()


def test_a_commune_that_takes_part_reads_them_under_a_calm_note(
    offices: Offices, tmp_path: Path, qtbot: QtBot
) -> None:
    commune = offices["a"]
    with outside(commune):
        section = section_of(commune, tmp_path, qtbot)
        assert section.add_button.isVisible()
        told = {"code_list": "L22", "code": "XARIENG", "label": "Xã tự thêm", "position": 99}
        own = makers.saved(commune, "code_items", **told)
    section.refresh()
    settle()
    assert not section.add_button.isVisible(), "the card came while the page stood"
    note = section.only_read.text()
    assert section.only_read.isVisible()
    assert "do Thành phố Đà Nẵng sửa" in note
    assert "1 mục cơ quan tự ghi" in note
    section.add()
    settle()
    assert dialogs(section) == []
    for item in (own, code_item(commune)):
        section.open_record(item)
        settle()
        (dialog,) = dialogs(section)
        assert not dialog.edit_button.isVisible()
        assert not dialog.void_button.isVisible()
        dialog.edit()
        assert not dialog.editing.is_editing, "nor by the key that edits"
        dialog.reject()
    section.choice.setCurrentIndex(section.choice.findData("L4"))
    settle()
    assert "mục cơ quan" not in section.only_read.text()
