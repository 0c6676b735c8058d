"""The parts of one record as a table in a card: relatives, contacts, papers, members."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations.lists import Filter
from desktop.records import record_types
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.record_list import ChipRole, no_chips
from desktop.ui.record_table import RecordTable
from desktop.ui.theme import set_icon, theme_of
from desktop.ui.void_dialog import VoidDialog
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

_LEAST_ROWS = 190
"""Pixels for some rows with their foot."""


class PartTable(QWidget):
    """Lists the records of one type that belong to an owner; Enter opens one, Delete voids it.

    The dialog that adds or opens one leaves out the field that names the owner.
    """

    def __init__(
        self,
        workplace: Workplace,
        table: str,
        empty: str,
        parent: QWidget | None = None,
        *,
        add_words: str = "",
        columns: Sequence[str] | None = None,
        chip_role: ChipRole = no_chips,
    ) -> None:
        """empty: what to do when there is none; add_words: on the button that adds one."""
        super().__init__(parent)
        record = record_types()[table]
        assert record.parent is not None, table
        self._workplace, self._table, self._record = workplace, table, record
        self._parent_field = record.parent
        self._owner: uuid.UUID | None = None
        self._locked = ""
        self.may_write = workplace.may_write(table)
        self.card = Card(tr(record.plural), flush=True)
        self.rows = RecordTable(workplace, table, empty, columns=columns, chip_role=chip_role)
        self.rows.setMinimumHeight(theme_of(self).px(_LEAST_ROWS))
        self.card.body.addWidget(self.rows, 1)
        self.add_button = QPushButton(add_words or tr("Thêm"))
        set_icon(self.add_button, "plus")
        self.add_button.clicked.connect(lambda _checked=False: self.add())
        set_shown(self.add_button, self.may_write)
        self.card.add_action(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        self.rows.opened.connect(self.open)
        self.rows.add_asked.connect(self.add)
        workplace.actions.bind(self.rows, "void", self.void, here_only=True)

    @property
    def owner(self) -> uuid.UUID | None:
        """Whose parts are listed."""
        return self._owner

    def show_owner(self, owner: uuid.UUID, others: Sequence[uuid.UUID] = ()) -> None:
        """List the parts of this record, and of others that are read as the same one."""
        self._owner = owner
        self.rows.fix(Filter(self._parent_field, "in", (owner, *others)))

    def lock(self, why: str) -> None:
        """Let parts only be read, for the reason that is said then; "" lets them be written."""
        self._locked = why
        self.add_button.setEnabled(not why)
        self.add_button.setToolTip(why)
        self.rows.lock(why)

    def add(self, values: Mapping[str, Any] | None = None) -> RecordDialog | None:
        """Open the dialog for a new part, with proposals in its fields."""
        if self._owner is None or not self._writable():
            return None
        title = tr("Thêm {what}").format(what=tr(self._record.singular).lower())
        dialog = self._dialog(title)
        proposed = self.proposals() if values is None else values
        dialog.start_new(proposed, {self._parent_field: self._owner})
        dialog.open()
        return dialog

    def proposals(self) -> dict[str, Any]:
        """What stands in the fields of a new part."""
        return {}

    def open(self, part_id: uuid.UUID) -> RecordDialog:
        """Open a part to read."""
        dialog = self._dialog("").show_record(part_id)
        if self._locked:
            dialog.lock(self._locked)
        dialog.open()
        return dialog

    def void(self) -> None:
        """Ask for the reason and take the part that the keyboard is on out of use."""
        part_id = self.rows.current_id()
        if part_id is not None and self._writable():
            what = tr(self._record.singular).lower()
            dialog = VoidDialog(self._workplace, self._table, part_id, what, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _writable(self) -> bool:
        """Whether parts may be written now; tells why if only this owner's may not."""
        if self.may_write and self._locked:
            self._workplace.tell(self._locked)
        return self.may_write and not self._locked

    def _dialog(self, title: str) -> RecordDialog:
        hidden = (self._parent_field,)
        dialog = RecordDialog(self._workplace, self._table, self, title=title, hidden=hidden)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog
