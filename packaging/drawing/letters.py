"""The dialogs of the gallery that belong to the texts of reports, among the settings."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog

from desktop.base.i18n import tr
from desktop.ui.letter_dialogs import (
    LetterFormDialog,
    LetterPartDialog,
    LetterPreviewDialog,
)
from desktop.ui.letters_section import LettersSection
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.settings_page import SettingsPage

from drawing.stage import Picture, Stage


def letter_dialogs() -> Iterator[Picture]:
    """Every dialog of a text and of its sections."""
    yield Picture("5-mau-loi", _template, RecordDialog)
    yield Picture("5-mau-loi-muc", _part, LetterPartDialog)
    yield Picture("5-mau-loi-muc-loi", _wrong_part, LetterPartDialog)
    yield Picture("5-mau-loi-cach-viet", _form, LetterFormDialog)
    yield Picture("5-mau-loi-xem-thu", _preview, LetterPreviewDialog)


def _section(stage: Stage) -> LettersSection:
    page = stage.page("settings", SettingsPage)
    page.open_section("letters")
    stage.settle()
    part = page.stack.currentWidget()
    assert isinstance(part, LettersSection)
    return part


def _template(stage: Stage) -> QDialog:
    _section(stage).open_form()
    return stage.dialog(RecordDialog)


def _part(stage: Stage) -> LetterPartDialog:
    section = _section(stage)
    last = section.list.count() - 1
    section.open_record(section.list.model.record_id(last))
    return stage.dialog(LetterPartDialog)


def _wrong_part(stage: Stage) -> QDialog:
    dialog = _part(stage)
    dialog.edit()
    dialog.form.cell("text").editor.set_value(tr("Trong kỳ đã tổ chức {T99} buổi."))
    dialog.save()
    stage.settle()
    return dialog


def _form(stage: Stage) -> QDialog:
    _part(stage).tell_form()
    return stage.dialog(LetterFormDialog)


def _preview(stage: Stage) -> QDialog:
    _section(stage).preview()
    dialog = stage.dialog(LetterPreviewDialog)
    stage.settle()
    return dialog
