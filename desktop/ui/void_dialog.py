"""Asking why a record is taken out of use."""

from __future__ import annotations

import uuid
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import records
from desktop.store.store import Changes
from desktop.ui.deed_dialog import OperationDialog
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.form_field import FormField
from desktop.ui.workplace import Workplace


class VoidDialog(OperationDialog):
    """Voids one record once a reason is written; it closes itself when that is done."""

    def __init__(
        self,
        workplace: Workplace,
        table: str,
        record_id: uuid.UUID,
        what: str,
        parent: QWidget | None = None,
    ) -> None:
        """what: the record in words, for the question."""
        super().__init__(workplace, tr("Xóa {what}").format(what=what), parent)
        self._table, self._id = table, record_id
        told = tr("Bản ghi thôi hiện trong danh sách nhưng còn trong lịch sử và hoàn tác được.")
        self.body.addWidget(InfoBanner(Role.WARNING, told))
        self.reason = QLineEdit()
        self.reason.setMaxLength(300)
        self._field = FormField(tr("Lý do"), self.reason, required=True)
        self.body.addWidget(self._field)
        self.add_cancel()
        self.add_primary(tr("Xóa"), self.void, danger=True)
        self.reason.textEdited.connect(self._field.clear_problem)
        self.reason.setFocus()

    def void(self) -> None:
        """Take the record out of use for the reason that is written."""
        reason = self.reason.text()
        if not reason.strip():
            self._field.set_problem(tr("Cần ghi lý do."))
            self.reason.setFocus()
            return
        self.carry_out(partial(records.void, table=self._table, record_id=self._id, reason=reason))

    def blamed(self, error: UserError) -> QLineEdit:
        return self.reason

    def _done(self, changes: Changes) -> None:
        self._workplace.tell(tr("Đã xóa; có thể hoàn tác."))
        super()._done(changes)
