"""Purging somebody for ever: asking for it in a commune, granting it with the authority's sheets."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.base.errors import InvalidRecord, UserError
from desktop.base.i18n import tr
from desktop.operations import purging
from desktop.operations.office import Office
from desktop.operations.purging import Request
from desktop.store.store import Changes
from desktop.sync.shares import AUTHORITY
from desktop.ui.deed_dialog import OperationDialog
from desktop.ui.sheet_fields import SheetFields
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

_LENGTH, _NUMBER = 200, 40


class PurgeDialog(OperationDialog):
    """Asks for reason and paper; with two sheets of the key it is done at once.

    ``purged`` tells that nothing is left of the person.
    """

    purged = Signal()

    def __init__(
        self,
        workplace: Workplace,
        record_id: uuid.UUID,
        name: str,
        parent: QWidget,
        *,
        granting: bool,
        table: str = "people",
    ) -> None:
        """granting: whether this office holds the authority's key. table: of the record."""
        title = tr("Xóa vĩnh viễn") if granting else tr("Đề nghị xóa vĩnh viễn")
        super().__init__(workplace, title, parent, width=600)
        self._id, self._table, self._granting = record_id, table, granting
        self._told = InfoBanner(Role.WARNING, self._words().format(name=name))
        self.reason, self.number = QLineEdit(), QLineEdit()
        self.reason.setMaxLength(_LENGTH)
        self.number.setMaxLength(_NUMBER)
        hint = tr("Ví dụ: Rút lại đồng ý. Không ghi họ tên, loại hồ sơ: chữ này được giữ mãi")
        self._reason = FormField(tr("Lý do"), self.reason, required=True, hint=hint)
        example = tr("Ví dụ: 12/UBND-VX")
        self._number = FormField(tr("Số văn bản"), self.number, required=True, hint=example)
        self.sheets = SheetFields(AUTHORITY, tr("Mảnh khóa cấp thẻ thứ {at}"))
        set_shown(self.sheets, granting)
        for widget in (self._told, self._reason, self._number, self.sheets):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.add_cancel()
        verb = tr("Xóa vĩnh viễn") if granting else tr("Gửi đề nghị")
        self.add_primary(verb, self.go_on, danger=granting)
        self.reason.textEdited.connect(self._reason.clear_problem)
        self.number.textEdited.connect(self._number.clear_problem)
        workplace.ask(lambda office: purging.request_of(office, record_id), self._show_request)
        self.reason.setFocus()

    def words(self) -> str:
        """What is told of what is going to happen."""
        return self._told.text()

    def problem(self, field: str) -> str:
        """What is wrong with the reason or the number of the paper."""
        return {"reason": self._reason, "doc_no": self._number}[field].problem()

    def go_on(self) -> None:
        """Ask for it, or do it."""
        reason, number = self.reason.text(), self.number.text()
        target = (self._table, self._id)
        sheets: Sequence[str] = ()
        if self._granting:
            try:
                sheets = self.sheets.texts()
            except UserError as error:
                self.refuse(error)
                return

        def deed(office: Office) -> Changes:
            if self._granting:
                return purging.grant_purge(office, *target, reason, number, sheets)
            return purging.ask_purge(office, *target, reason, number)

        self.carry_out(deed)

    def _words(self) -> str:
        if self._granting:
            return tr(
                "Mọi thông tin, hồ sơ, lịch sử và tệp đính kèm của {name} bị xóa hẳn ở đây, và ở "
                "mọi máy khác khi nhận tệp kế tiếp. Không hoàn tác được; khôi phục bản sao lưu cũng "
                "không làm hiện lại."
            )
        return tr(
            "Đề nghị đi cùng tệp gửi kế tiếp. Khi tỉnh duyệt, mọi thông tin, hồ sơ, lịch sử và tệp "
            "đính kèm của {name} bị xóa hẳn ở mọi máy. Đến lúc đó chưa có gì thay đổi."
        )

    def _show_request(self, request: Request | None) -> None:
        if request is not None and not self.reason.text():
            self.reason.setText(request.reason)
            self.number.setText(request.doc_no)

    def _refused(self, error: UserError) -> bool:
        if isinstance(error, InvalidRecord):
            for name, field in (("reason", self._reason), ("doc_no", self._number)):
                field.clear_problem()
                if name in error.problems:
                    field.set_problem(error.problems[name])
            return True
        return super()._refused(error)

    def _done(self, changes: Changes) -> None:
        self.sheets.clear()
        if self._granting:
            self._workplace.tell(tr("Đã xóa vĩnh viễn."))
            self.purged.emit()
        else:
            self._workplace.tell(tr("Đề nghị đi cùng tệp gửi kế tiếp."))
        super()._done(changes)
