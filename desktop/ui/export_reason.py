"""Asking why names leave the office, before a list is exported or copied."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.base.i18n import tr
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.form_field import FormField

_LENGTH = 200


class ExportReasons:
    """The reasons given since somebody signed in.

    last: offered again the next time. For copying it is enough to give one for each list.
    """

    def __init__(self) -> None:
        self.last = ""
        self._copying: dict[str, str] = {}

    def for_copying(self, table: str) -> str:
        """Why rows of this list are copied, "" if nobody said so yet."""
        return self._copying.get(table, "")

    def keep_for_copying(self, table: str, reason: str) -> None:
        """Ask no more before rows of this list are copied."""
        self._copying[table] = reason


class ExportReasonDialog(DialogFrame):
    """Asks for the reason; ``given`` tells it."""

    given = Signal(str)

    def __init__(
        self, reasons: ExportReasons, what: str, verb: str, parent: QWidget | None = None
    ) -> None:
        """what: the list in words; verb: on the button, what is about to be done."""
        title = tr("Lý do đưa danh sách ra ngoài")
        super().__init__(title, parent, width=480)
        self._reasons = reasons
        told = tr(
            "Danh sách “{what}” có thông tin riêng của người dân. Lý do, tên danh sách và số dòng "
            "được ghi vào nhật ký."
        ).format(what=what)
        self.body.addWidget(InfoBanner(Role.WARNING, told))
        self.reason = QLineEdit(reasons.last)
        self.reason.setMaxLength(_LENGTH)
        self.reason.setPlaceholderText(tr("Ví dụ: gửi Công an xã rà soát theo Công văn số 12"))
        self._field = FormField(tr("Lý do"), self.reason, required=True)
        self.body.addWidget(self._field)
        self.add_cancel()
        self.add_primary(verb, self.give)
        self.reason.textEdited.connect(self._field.clear_problem)
        self.reason.selectAll()
        self.reason.setFocus()

    def give(self) -> None:
        """Hand the reason over, if one is written."""
        reason = " ".join(self.reason.text().split())
        if not reason:
            self._field.set_problem(tr("Cần ghi lý do."))
            self.reason.setFocus()
            return
        self._reasons.last = reason
        self.accept()
        self.given.emit(reason)
