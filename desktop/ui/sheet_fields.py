"""Typing the sheets of a key from paper: each is checked as soon as it was typed, then hidden."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.sync.shares import AUTHORITY, read_share
from desktop.ui.theme import set_look
from desktop.ui.widgets.code_label import fixed_font
from desktop.ui.widgets.dialog_frame import FaultyField
from desktop.ui.widgets.form_field import FormField

NEEDED = 2
"""Sheets that each of the keys asks for."""


class SheetFields(QWidget):
    """Two fields for two sheets of one key.

    kind: ``AUTHORITY`` or ``RECOVERY``. words: what the sheets are called, with ``{at}``.
    A sheet that was typed without a mistake is hidden from who looks over the shoulder.
    """

    def __init__(self, kind: int, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self._kind = kind
        self.fields: list[QLineEdit] = []
        self.rows: list[FormField] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for at in range(1, NEEDED + 1):
            field = QLineEdit()
            field.setFont(fixed_font(13))
            hint = tr("64 chữ và số trên tờ giấy; không cần gõ dấu cách")
            row = FormField(words.format(at=at), field, hint=hint)
            field.editingFinished.connect(partial(self._check, at - 1))
            field.textEdited.connect(partial(self._show, at - 1))
            self.fields.append(field)
            self.rows.append(row)
            column.addWidget(row)

    def texts(self) -> tuple[str, ...]:
        """What was typed. Raises FaultyField at a sheet that is lacking or mistyped."""
        for at, field in enumerate(self.fields):
            if not field.text().strip():
                raise FaultyField(tr("Hãy gõ đủ hai mảnh khóa. Chưa có gì thay đổi."), field)
            self._check(at)
            if self.rows[at].problem():
                raise FaultyField(self.rows[at].problem(), field)
        return tuple(field.text() for field in self.fields)

    def clear(self) -> None:
        """Forget what was typed."""
        for at, field in enumerate(self.fields):
            field.clear()
            self._show(at)

    def _show(self, at: int, _typed: str = "") -> None:
        self.fields[at].setEchoMode(QLineEdit.EchoMode.Normal)
        self.rows[at].clear_problem()

    def _check(self, at: int) -> None:
        field, row = self.fields[at], self.rows[at]
        if not field.text().strip():
            return
        try:
            share = read_share(field.text())
        except InvalidValue as error:
            row.set_problem(error.message)
            return
        if share.kind != self._kind:
            row.set_problem(self._other_kind())
            return
        row.clear_problem()
        field.setEchoMode(QLineEdit.EchoMode.Password)

    def _other_kind(self) -> str:
        if self._kind == AUTHORITY:
            return tr("Đây không phải mảnh khóa cấp thẻ. Hãy xem tên khóa ở đầu tờ giấy.")
        return tr("Đây không phải mảnh khóa phục hồi. Hãy xem tên khóa ở đầu tờ giấy.")
