"""A dialog for a record that is saved together with its lines."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.base.i18n import tr
from desktop.operations import records
from desktop.operations.office import Office
from desktop.operations.records import Reading
from desktop.records import Record
from desktop.store.store import Changes
from desktop.ui.lines_editing import Lines, LinesEditing, SaveLines
from desktop.ui.record_form import RecordForm
from desktop.ui.theme import set_look
from desktop.ui.void_dialog import VoidDialog
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.workplace import Workplace

Rows = Sequence[Mapping[str, Any]]


class LinesDialog(DialogFrame):
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
        super().__init__(tr(record.singular), parent, width=860)
        self._workplace, self._lines, self._read_rows = workplace, lines, read_rows
        self._table, self._kept = record.__tablename__, kept
        self._id: uuid.UUID | None = None
        self._go_on = False
        self.form = RecordForm(record, workplace.context, max_level=workplace.max_level)
        self.body.addWidget(self.form)
        if isinstance(lines, QWidget):
            self.body.addWidget(lines)
        self.editing = LinesEditing(workplace, self, self.form, lines, save, told)
        self.editing.mode_changed.connect(self._show_buttons)
        self.editing.saved.connect(self._saved)
        self._lay_buttons()

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
        self._workplace.ask(partial(self._read, record_id=record_id), self._show)
        return self

    def resume(self, record_id: uuid.UUID | None, values: Mapping[str, Any], rows: Rows) -> None:
        """Go on with what a draft held."""
        if record_id is None:
            self.start_new(values, rows)
            return
        self._id = record_id

        def go_on(read: tuple[Reading, Rows]) -> None:
            self._show(read)
            self.editing.resume(self._table, values)
            self._lines.put_rows(rows)

        self._workplace.ask(partial(self._read, record_id=record_id), go_on)

    def save_and_go_on(self) -> None:
        """Save, and begin the next one with what usually stays the same."""
        self._go_on = self._id is None
        self.editing.save()

    def reject(self) -> None:
        """Close, after asking about what is not saved."""
        if self.editing.may_leave():
            super().reject()

    def void(self) -> None:
        """Ask for the reason and take the record out of use."""
        if self._id is not None:
            what = tr(self.form.record_type.singular).lower()
            dialog = VoidDialog(self._workplace, self._table, self._id, what, self)
            dialog.accepted.connect(self.accept)
            dialog.open()

    # -- inside ---------------------------------------------------------------------

    def _lay_buttons(self) -> None:
        self.void_button = QPushButton(tr("Xóa…"))
        set_look(self.void_button, "link")
        self.void_button.setAutoDefault(False)
        self.void_button.clicked.connect(lambda _checked=False: self.void())
        self.add_aside(self.void_button)
        self.close_button = self.add_cancel(tr("Đóng"))
        self.next_button = self.add_button(tr("Cất và thêm tiếp"), self.save_and_go_on)
        self.edit_button = self.add_button(tr("Sửa"), self.editing.begin)
        self.save_button = self.add_primary(tr("Cất"), self._save)
        bind = self._workplace.actions.bind
        bind(self, "save", self._save)
        bind(self, "edit", self.editing.begin)
        following = bind(self, "save_next", self.save_and_go_on)
        self.next_button.setToolTip(following.toolTip())

    def _save(self) -> None:
        self._go_on = False
        self.editing.save()

    def _read(self, office: Office, record_id: uuid.UUID) -> tuple[Reading, Rows]:
        reading = records.read(office, self._table, record_id)
        return reading, self._read_rows(office, record_id)

    def _show(self, read: tuple[Reading, Rows]) -> None:
        reading, rows = read
        self._lines.set_rows(rows)
        self.editing.show(reading)
        self._show_buttons()
        # Not on the button that takes the record out of use.
        self.close_button.setFocus()

    def _show_buttons(self, *_mode: object) -> None:
        editing, may = self.editing.is_editing, self._workplace.may_write(self._table)
        self.save_button.setVisible(editing)
        self.next_button.setVisible(editing and self._id is None)
        self.edit_button.setVisible(may and not editing)
        self.void_button.setVisible(may and not editing and self._id is not None)
        self.close_button.setText(tr("Thôi") if editing else tr("Đóng"))

    def _saved(self, _changes: Changes) -> None:
        if not self._go_on:
            self.accept()
            return
        typed = self.form.values()
        self.start_new({name: typed[name] for name in self._kept if typed.get(name) is not None})
