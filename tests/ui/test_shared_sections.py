"""Targets, norms and units among the settings: written where they are handed down from."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import makers
from desktop.operations.office import Office
from desktop.records import Target
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.settings_page import SettingsPage
from desktop.ui.settings_sections import ListSection
from desktop.ui.shared_section import SharedSection
from desktop.ui.units_section import UnitsSection
from exchange.enrolled import Offices, enrolled_offices, offices
from inline import settle, workplace_of

__all__ = ["enrolled_offices", "offices"]

SHARED = {"targets": "targets", "norms": "norm_rates", "units": "admin_units"}


def page_of(office: Office, folder: Path, bot: QtBot) -> SettingsPage:
    page = SettingsPage(workplace_of(office, folder))
    bot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    settle()
    return page


def section(page: SettingsPage, key: str) -> SharedSection:
    page.open_section(key)
    settle()
    found = page.stack.currentWidget()
    assert isinstance(found, SharedSection)
    return found


def dialogs(of: ListSection) -> list[RecordDialog]:
    return [one for one in of.findChildren(RecordDialog) if one.isVisible()]


@pytest.mark.parametrize("key", SHARED)
def test_an_office_outside_every_exchange_adds_its_own(
    office: Office, tmp_path: Path, qtbot: QtBot, key: str
) -> None:
    page = page_of(office, tmp_path, qtbot)
    shown = section(page, key)
    assert shown.add_button.isVisible()
    assert not shown.only_read.isVisible()
    shown.add()
    settle()
    (dialog,) = dialogs(shown)
    assert dialog.editing.is_editing
    dialog.editing.cancel()
    dialog.reject()


@pytest.mark.parametrize("key", SHARED)
def test_a_commune_that_takes_part_only_reads_them(
    offices: Offices, tmp_path: Path, qtbot: QtBot, key: str
) -> None:
    page = page_of(offices["a"], tmp_path, qtbot)
    shown = section(page, key)
    assert not shown.add_button.isVisible()
    assert "do Thành phố Đà Nẵng sửa" in shown.only_read.text()
    shown.add()
    settle()
    assert dialogs(shown) == []


def test_a_target_that_is_asked_for_opens_in_its_section(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    told = {"year": 2026, "indicator": "T05", "planned": 8}
    target = makers.saved(office, "targets", **told)
    page = page_of(office, tmp_path, qtbot)
    page.open_record("targets", target)
    settle()
    (dialog,) = dialogs(section(page, "targets"))
    dialog.edit()
    dialog.form.cell("planned").editor.set_value(12)
    dialog.editing.save()
    settle()
    assert makers.loaded(office, Target, target).planned == 12
    dialog.reject()


def test_the_units_of_today_stand_apart_from_the_old_ones(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    page = page_of(office, tmp_path, qtbot)
    shown = section(page, "units")
    assert isinstance(shown, UnitsSection)
    today = shown.list.model.rowCount()
    assert today == 34 + 3321
    shown.choice.setCurrentIndex(1)
    settle()
    assert shown.list.model.rowCount() > 2 * today
