"""A dialog for one record of any type: to read, to fill in, to take out of use."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.base.i18n import tr
from desktop.operations import records
from desktop.operations.records import Reading
from desktop.records import record_types
from desktop.store.store import Changes
from desktop.ui.editing import Editing, SaveParts, save_parts
from desktop.ui.record_form import RecordForm
from desktop.ui.theme import set_look
from desktop.ui.void_dialog import VoidDialog
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.workplace import Workplace


class RecordDialog(DialogFrame):
    """Shows one record; ``start_new`` or ``show_record`` says which.

    It closes when a new record was saved. ``editing`` tells of saves.
    """

    def __init__(
        self,
        workplace: Workplace,
        table: str,
        parent: QWidget | None = None,
        *,
        title: str = "",
        hidden: Collection[str] = (),
        save: SaveParts = save_parts,
        width: int = 880,
    ) -> None:
        """hidden: fields without a place, such as the one that names the record it belongs to."""
        record = record_types()[table]
        super().__init__(title or tr(record.singular), parent, width=width)
        self._workplace, self._table = workplace, table
        self._id: uuid.UUID | None = None
        self.form = RecordForm(
            record, workplace.context, hidden=hidden, max_level=workplace.max_level
        )
        self.form.reference_asked.connect(self._open_reference)
        self.body.addWidget(self.form)
        self.editing = Editing(workplace, self, [self.form], save)
        self.editing.mode_changed.connect(self._show_buttons)
        self.editing.saved.connect(self._saved)
        self._lay_buttons()

    def start_new(
        self, values: Mapping[str, Any], fixed: Mapping[str, Any] | None = None
    ) -> RecordDialog:
        """Begin a new record with these proposals; fixed is saved with it unseen."""
        self.editing.start_new(self._table, values, fixed)
        self.editing.forms.go_to_first()
        self._show_buttons()
        return self

    def show_record(self, record_id: uuid.UUID) -> RecordDialog:
        """Show a record to read; Sửa lets it be changed."""
        self._id = record_id
        table = self._table
        self._show_buttons()
        self._workplace.ask(lambda office: records.read(office, table, record_id), self._show)
        return self

    def reject(self) -> None:
        """Close, after asking about what is not saved."""
        if self.editing.may_leave():
            super().reject()

    def void(self) -> None:
        """Ask for the reason and take the record out of use."""
        if self._id is None:
            return
        what = tr(record_types()[self._table].singular).lower()
        dialog = VoidDialog(self._workplace, self._table, self._id, what, self)
        dialog.accepted.connect(self.accept)
        dialog.open()

    def _lay_buttons(self) -> None:
        self.void_button = QPushButton(tr("Xóa…"))
        set_look(self.void_button, "link")
        self.void_button.setAutoDefault(False)
        self.void_button.clicked.connect(lambda _checked=False: self.void())
        self.add_aside(self.void_button)
        self.close_button = self.add_cancel(tr("Đóng"))
        self.edit_button = self.add_button(tr("Sửa"), self.editing.begin)
        self.save_button = self.add_primary(tr("Cất"), self.editing.save)
        self._workplace.actions.bind(self, "save", self.editing.save)
        self._workplace.actions.bind(self, "edit", self.editing.begin)

    def _show(self, reading: Reading) -> None:
        self.editing.show(reading)
        self._show_buttons()
        # Else the keyboard would stand on the button that takes the record out of use.
        self.close_button.setFocus()

    def _show_buttons(self) -> None:
        editing, may = self.editing.is_editing, self._workplace.may_write(self._table)
        self.save_button.setVisible(editing)
        self.edit_button.setVisible(may and not editing)
        self.void_button.setVisible(may and not editing and self._id is not None)
        self.close_button.setText(tr("Thôi") if editing else tr("Đóng"))

    def _saved(self, _changes: Changes) -> None:
        self.accept()

    def _open_reference(self, _field: str, table: str, record_id: uuid.UUID | None) -> None:
        if record_id is not None and self.editing.may_leave():
            self.accept()
            self._workplace.open(table, record_id)
