"""One record in a dialog: a part of a case, a member of staff, a line of a code list."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.base.i18n import tr
from desktop.operations import records
from desktop.operations.records import Reading
from desktop.records import record_types
from desktop.store.store import Changes
from desktop.ui.dialogs import Message, ask
from desktop.ui.editing import Editing
from desktop.ui.record_form import RecordForm
from desktop.ui.theme import set_look
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.workplace import Workplace

_WIDTH = 820


class RecordDialog(DialogFrame):
    """Fill in a new record or change one; it closes when it is saved.

    ``saved`` carries the changes.
    """

    saved = Signal(object)

    def __init__(
        self,
        workplace: Workplace,
        table: str,
        parent: QWidget,
        *,
        record_id: uuid.UUID | None = None,
        values: Mapping[str, Any] | None = None,
        fixed: Mapping[str, Any] | None = None,
        hidden: Collection[str] = (),
    ) -> None:
        """values: proposals for a new record; fixed: what is saved with it unseen.

        hidden: fields without a place here, such as the record it is a part of.
        """
        kind = record_types()[table]
        super().__init__(tr(kind.singular), parent, width=_WIDTH)
        self._workplace, self._table, self._id = workplace, table, record_id
        self.form = RecordForm(
            kind,
            workplace.context,
            hidden={*hidden, *(fixed or {})},
            max_level=workplace.max_level,
        )
        self.body.addWidget(self.form)
        self.editing = Editing(workplace, self, [self.form])
        self.editing.saved.connect(self._saved)
        may_write = workplace.may_write(table)
        if record_id is not None and may_write:
            void = QPushButton(tr("Xóa…"))
            set_look(void, "link")
            void.clicked.connect(self._void)
            self.add_aside(void)
        self.add_cancel(tr("Hoãn") if may_write else tr("Đóng"))
        if may_write:
            self.add_primary(tr("Cất"), self.editing.save)
        if record_id is None:
            self.editing.start_new(table, values or {}, fixed)
        else:
            workplace.ask(lambda office: records.read(office, table, record_id), self._show)

    def _show(self, reading: Reading) -> None:
        self.editing.show(reading)
        if self._workplace.may_write(self._table):
            self.editing.begin()

    def _saved(self, changes: Changes) -> None:
        self.saved.emit(changes)
        self.accept()

    def _void(self) -> None:
        record_id = self._id
        assert record_id is not None
        question = Message(
            tr("Xóa {what} này khỏi danh sách?").format(what=self.windowTitle().lower()),
            tr("Bản ghi vẫn nằm trong lịch sử và khôi phục được."),
        )
        if ask(self, tr("Xóa"), question, tr("Xóa"), danger=True):
            self._workplace.run(
                lambda office: records.void(
                    office, self._table, record_id, tr("Xóa trên màn hình")
                ),
                self,
                self._saved,
            )

    def reject(self) -> None:
        if self.editing.cancel():
            super().reject()
