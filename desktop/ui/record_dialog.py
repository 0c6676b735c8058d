"""A dialog for one record of any type: to read, to fill in, to take out of use."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.operations import records
from desktop.records import record_types
from desktop.ui.editing import Editing, SaveParts, save_parts
from desktop.ui.editing_dialog import EditingDialog
from desktop.ui.workplace import Workplace


class RecordDialog(EditingDialog):
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
        super().__init__(workplace, record, parent, title=title, hidden=hidden, width=width)
        self.form.reference_asked.connect(self._open_reference)
        self.edit_by(Editing(workplace, self, [self.form], save))

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
        self._show_buttons()
        read = partial(records.read, table=self._table, record_id=record_id)
        self._workplace.ask(read, self._show)
        return self

    def _open_reference(self, _field: str, table: str, record_id: uuid.UUID | None) -> None:
        if record_id is not None and self.editing.may_leave():
            self.accept()
            self._workplace.open(table, record_id)
