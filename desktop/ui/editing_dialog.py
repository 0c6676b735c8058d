"""A dialog in which one record is read, filled in, or taken out of use."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.base.i18n import tr
from desktop.operations.records import Reading
from desktop.records import Record
from desktop.store.store import Changes
from desktop.ui.editing import Editing
from desktop.ui.record_form import RecordForm
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.void_dialog import VoidDialog
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.workplace import Workplace


class EditingDialog(DialogFrame):
    """A form with the buttons Xóa, Đóng, Sửa, Cất; it closes when the record was saved.

    editing: what moves the form between reading and editing, given with ``edit_by``; it tells of
    saves.
    """

    editing: Editing

    def __init__(
        self,
        workplace: Workplace,
        record: type[Record],
        parent: QWidget | None,
        *,
        title: str = "",
        hidden: Collection[str] = (),
        width: int = 880,
    ) -> None:
        """hidden: fields without a place, such as the one that names the record it belongs to."""
        super().__init__(title or tr(record.singular), parent, width=width)
        self._workplace, self._table = workplace, record.__tablename__
        self._id: uuid.UUID | None = None
        self._locked = False
        self.form = RecordForm(
            record, workplace.context, hidden=hidden, max_level=workplace.max_level
        )
        self.body.addWidget(self.form)

    def edit_by(self, editing: Editing) -> None:
        """Have the record saved this way, and lay the buttons."""
        self.editing = editing
        editing.mode_changed.connect(self._show_buttons)
        editing.saved.connect(self._saved)
        self.void_button = QPushButton(tr("Xóa…"))
        set_look(self.void_button, "link")
        self.void_button.setAutoDefault(False)
        self.void_button.clicked.connect(lambda _checked=False: self.void())
        self.add_aside(self.void_button)
        self.close_button = self.add_cancel(tr("Đóng"))
        self.edit_button = self.add_button(tr("Sửa"), self.edit)
        self.save_button = self.add_primary(tr("Cất"), self.save)
        self._workplace.actions.bind(self, "save", self.save)
        self._workplace.actions.bind(self, "edit", self.edit)

    def lock(self, why: str) -> None:
        """Let the record only be read, and say why above it."""
        self._locked = True
        self.body.insertWidget(0, InfoBanner(Role.NEUTRAL, why))
        self._show_buttons()

    def edit(self) -> None:
        """Let the fields be filled in, unless the record may only be read."""
        if self._may_edit():
            self.editing.begin()

    def save(self) -> None:
        """Save what was typed, and close."""
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

    def _show(self, reading: Reading) -> None:
        self.editing.show(reading)
        self._show_buttons()
        # Else the keyboard would stand on the button that takes the record out of use.
        self.close_button.setFocus()

    def _show_buttons(self) -> None:
        editing = self.editing.is_editing
        may = self._may_edit()
        self.save_button.setVisible(editing)
        self.edit_button.setVisible(may and not editing)
        self.void_button.setVisible(may and not editing and self._id is not None)
        self.close_button.setText(tr("Thôi") if editing else tr("Đóng"))

    def _may_edit(self) -> bool:
        return not self._locked and self._workplace.may_write(self._table)

    def _saved(self, _changes: Changes) -> None:
        self.accept()
