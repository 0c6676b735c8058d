"""A dialog for a record that is saved together with its lines."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import tr
from desktop.operations import records
from desktop.operations.office import Office
from desktop.operations.records import Reading
from desktop.records import Record
from desktop.store.store import Changes
from desktop.ui.editing_dialog import EditingDialog
from desktop.ui.lines_editing import Lines, LinesEditing, SaveLines
from desktop.ui.workplace import Workplace

Rows = Sequence[Mapping[str, Any]]


class LinesDialog(EditingDialog):
    """Shows a record and its lines to read, or to fill in one after another.

    read_rows: how the lines of a saved record are read. kept: the fields that the next new
    record begins with, when many are written down in a row.
    """

    def __init__(
        self,
        workplace: Workplace,
        record: type[Record],
        lines: Lines,
        save: SaveLines,
        read_rows: Callable[[Office, uuid.UUID], Rows],
        parent: QWidget,
        *,
        told: Callable[[list[dict[str, Any]]], Any] = list,
        kept: Sequence[str] = (),
    ) -> None:
        super().__init__(workplace, record, parent, width=860)
        self._lines, self._read_rows, self._kept = lines, read_rows, kept
        self._go_on = False
        if isinstance(lines, QWidget):
            self.body.addWidget(lines)
        self.edit_by(LinesEditing(workplace, self, self.form, lines, save, told))
        self.next_button = self.add_button(tr("Cất và thêm tiếp"), self.save_and_go_on)
        following = workplace.actions.bind(self, "save_next", self.save_and_go_on)
        self.next_button.setToolTip(following.toolTip())

    def start_new(self, values: Mapping[str, Any], rows: Rows = ()) -> LinesDialog:
        """Begin a new record with these proposals."""
        self._id = None
        self._lines.set_rows(())
        self.editing.start_new(self._table, values)
        self._lines.put_rows(rows)
        self.editing.forms.go_to_first()
        self._show_buttons()
        return self

    def show_record(self, record_id: uuid.UUID) -> LinesDialog:
        """Show a record to read; Sửa lets it be changed."""
        self._id = record_id
        self._show_buttons()
        self._workplace.ask(partial(self._read, record_id=record_id), self._show_read)
        return self

    def resume(self, record_id: uuid.UUID | None, values: Mapping[str, Any], rows: Rows) -> None:
        """Go on with what a draft held."""
        if record_id is None:
            self.start_new(values, rows)
            return
        self._id = record_id

        def go_on(read: tuple[Reading, Rows]) -> None:
            self._show_read(read)
            self.editing.resume(self._table, values)
            self._lines.put_rows(rows)

        self._workplace.ask(partial(self._read, record_id=record_id), go_on)

    def save(self) -> None:
        self._go_on = False
        super().save()

    def save_and_go_on(self) -> None:
        """Save, and begin the next one with what usually stays the same."""
        self._go_on = self._id is None
        self.editing.save()

    # -- inside ---------------------------------------------------------------------

    def _read(self, office: Office, record_id: uuid.UUID) -> tuple[Reading, Rows]:
        reading = records.read(office, self._table, record_id)
        return reading, self._read_rows(office, record_id)

    def _show_read(self, read: tuple[Reading, Rows]) -> None:
        reading, rows = read
        self._lines.set_rows(rows)
        self._show(reading)

    def _show_buttons(self) -> None:
        super()._show_buttons()
        self.next_button.setVisible(self.editing.is_editing and self._id is None)

    def _saved(self, changes: Changes) -> None:
        if not self._go_on:
            super()._saved(changes)
            return
        typed = self.form.values()
        self.start_new({name: typed[name] for name in self._kept if typed.get(name) is not None})
