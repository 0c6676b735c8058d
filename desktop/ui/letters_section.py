"""The texts that reports begin with, among the settings: one version at a time, by its sections."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from desktop.base.i18n import tr
from desktop.operations import lists
from desktop.operations.letter_versions import LetterVersion, letter_versions
from desktop.operations.shared_lists import SharedLists
from desktop.records import LetterTemplate
from desktop.ui.letter_dialogs import LetterPartDialog, LetterPreviewDialog, NewLetterDialog
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.shared_section import SharedSection
from desktop.ui.theme import set_icon
from desktop.ui.tokens import CARD_PADDING
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

_TEMPLATES = LetterTemplate.__tablename__


class LettersSection(SharedSection):
    """Chooses a version; its sections are listed, and what concerns it as a whole stands above."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, "letter_parts", tr("Mẫu này chưa có mục nào."))
        self.set_title(tr("Mẫu lời báo cáo"))
        self._versions: list[LetterVersion] = []
        self.choice = ChoiceBox()
        self.choice.setAccessibleName(tr("Mẫu lời báo cáo"))
        self.choice.currentIndexChanged.connect(self._show_parts)
        self.add_beside_title(self.choice)
        self._deeds = QHBoxLayout()
        self._deeds.setContentsMargins(CARD_PADDING, 0, CARD_PADDING, 0)
        self._deeds.setSpacing(8)
        self.template_button = self._deed("", "pencil", self.open_template)
        self.new_button = self._deed(tr("Lập bản mới từ ngày…"), "copy", self.begin_version)
        self.preview_button = self._deed(tr("Xem thử…"), "eye", self.preview)
        self._deeds.addStretch(1)
        self.body.insertLayout(1, self._deeds)
        self._offer()

    def _deed(self, words: str, icon: str, deed: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        set_icon(button, icon)
        button.clicked.connect(lambda _checked=False: deed())
        self._deeds.addWidget(button)
        return button

    # -- what is shown --------------------------------------------------------------

    def refresh(self) -> None:
        self._workplace.ask(letter_versions, self._show_versions)
        self.tell_who_writes()

    def version(self) -> LetterVersion | None:
        """The one that is chosen; None if there is none at all."""
        at = self.choice.currentIndex()
        return self._versions[at] if 0 <= at < len(self._versions) else None

    def show_version(self, template_id: uuid.UUID | None) -> None:
        """Choose a version."""
        self.choice.setCurrentIndex(max(self._row(template_id), 0))

    def _row(self, template_id: uuid.UUID | None) -> int:
        """Where a version stands in the list; -1 if it does not."""
        # Qt finds a Python value only if it is the very same object.
        return next((at for at, one in enumerate(self._versions) if one.id == template_id), -1)

    def _show_versions(self, found: list[LetterVersion]) -> None:
        before = self.choice.currentData()
        self.choice.blockSignals(True)
        self.choice.clear()
        self._versions = found
        for one in found:
            days = one.days[:1].upper() + one.days[1:]
            self.choice.addItem(f"{days} · {one.title}", one.id)
        if found:
            self.show_version(before)
        self.choice.blockSignals(False)
        self._show_parts()

    def _show_parts(self) -> None:
        chosen = self.version()
        shown = chosen.id if chosen is not None else uuid.UUID(int=0)
        self.list.fix(lists.Filter("template_id", "is", shown))
        self._offer()

    def _show_shared(self, found: SharedLists) -> None:
        super()._show_shared(found)
        self._offer()

    def _offer(self) -> None:
        may, any_chosen = self._workplace.may_write(self._table), self.version() is not None
        set_shown(self.new_button, may)
        set_shown(self.add_button, may and any_chosen)
        words = tr("Sửa tên, ngày dùng…") if may else tr("Xem tên, ngày dùng…")
        self.template_button.setText(words)
        for button in (self.template_button, self.new_button, self.preview_button):
            button.setEnabled(any_chosen)

    # -- deeds ----------------------------------------------------------------------

    def add(self) -> None:
        chosen = self.version()
        if chosen is not None and self._workplace.may_write(self._table):
            fixed = {"template_id": chosen.id}
            LetterPartDialog(self._workplace, self).start_new(self.proposed(), fixed).open()

    def proposed(self) -> Mapping[str, Any]:
        return {"position": self.list.count() + 1}

    def open_record(self, record_id: uuid.UUID) -> None:
        if self._row(record_id) >= 0:
            self.show_version(record_id)
            self.open_template()
        else:
            LetterPartDialog(self._workplace, self).show_record(record_id).open()

    def open_template(self) -> None:
        """Show the title, days and rounding of the chosen version."""
        chosen = self.version()
        if chosen is not None:
            RecordDialog(self._workplace, _TEMPLATES, self).show_record(chosen.id).open()

    def begin_version(self) -> None:
        """Ask from which day a copy of the chosen version is used."""
        chosen = self.version()
        if chosen is not None and self._workplace.may_write(self._table):
            dialog = NewLetterDialog(self._workplace, chosen, self)
            dialog.made.connect(self._show_made)
            dialog.open()

    def preview(self) -> None:
        """Show how a report would read with the chosen version."""
        chosen = self.version()
        if chosen is not None:
            LetterPreviewDialog(self._workplace, chosen.id, self).open()

    def _show_made(self, template_id: uuid.UUID) -> None:
        def show(found: list[LetterVersion]) -> None:
            self._show_versions(found)
            self.show_version(template_id)

        self._workplace.ask(letter_versions, show)
