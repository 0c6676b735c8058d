"""Asks what day it is, once, when the PC stood still for a long time."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.operations.clocks import confirm_today
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.labels import label
from desktop.ui.workplace import Workplace


class ClockDialog(DialogFrame):
    """Believes the PC's clock again when the typed day is the one it shows."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(tr("Hôm nay là ngày nào?"), parent, width=440)
        self._workplace = workplace
        said = label(
            tr("Đã hơn 45 ngày máy này không dùng. Hãy gõ ngày hôm nay để chắc đồng hồ máy đúng.")
        )
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.day = QLineEdit()
        self.field = FormField(tr("Ngày hôm nay"), self.day, hint=tr("Ví dụ 21/11/2026"))
        self.body.addWidget(self.field)
        self.add_cancel(tr("Để sau"))
        self.add_primary(tr("Xác nhận"), self.confirm)

    def confirm(self) -> None:
        """Compare the typed day with the clock."""
        try:
            typed = Date().parse(self.day.text() or "-")
            confirm_today(self._workplace.office, typed)
        except UserError as error:
            self.field.set_problem(error.message)
        else:
            self.accept()
