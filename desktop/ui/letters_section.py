"""The texts that reports begin with, among the settings: one version at a time, by its sections."""

from __future__ import annotations

import uuid
from functools import partial

from PySide6.QtWidgets import QPushButton

from desktop.base.i18n import tr
from desktop.operations.letter_preview import preview_letter
from desktop.ui.form_section import FormSection
from desktop.ui.letter_dialogs import LetterPartDialog, LetterPreviewDialog
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.workplace import Workplace


class LettersSection(FormSection):
    """The sections of the chosen text, and how a report would read with it."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, "letter_parts", tr("Mẫu này chưa có mục nào."))
        self.preview_button = QPushButton(tr("Xem thử…"))
        self.preview_button.clicked.connect(lambda _checked=False: self.preview())
        self.put_beside(self.preview_button)

    def preview(self) -> None:
        """Show how a report would read with the chosen version."""
        if self.form is not None:
            read = partial(preview_letter, template_id=self.form.id)
            LetterPreviewDialog(self._workplace, read, self).open()

    def part_dialog(self, form_id: uuid.UUID) -> RecordDialog:
        return LetterPartDialog(self._workplace, form_id, self)
