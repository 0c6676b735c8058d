"""Passwords and the recovery code: shown once, printed, changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop.base.errors import UserError, WrongPassword
from desktop.base.i18n import tr
from desktop.operations import office as opening
from desktop.operations.office import Office
from desktop.operations.recovery_paper import recovery_sheet
from desktop.ui.actions import ActionRegistry
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.theme import set_icon, set_look
from desktop.ui.widgets.code_label import code_label
from desktop.ui.widgets.dialog_frame import DialogFrame, FaultyField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.labels import label


def same_password(one: QLineEdit, other: QLineEdit) -> str:
    """The password that was typed twice. Raises FaultyField if they differ."""
    if one.text() != other.text():
        raise FaultyField(tr("Hai lần gõ mật khẩu không giống nhau. Hãy gõ lại cả hai ô."), one)
    return one.text()


def checked_password(field: QLineEdit, user: str = "", *, first: bool = False) -> str:
    """The password in a field. Raises FaultyField if it is too simple for this account.

    first: whether there was none before it.
    """
    try:
        opening.check_password(field.text(), user, first=first)
    except UserError as error:
        raise FaultyField(error.message, field) from error
    return field.text()


def new_password(one: QLineEdit, other: QLineEdit, user: str = "", *, first: bool = True) -> str:
    """The password that was typed twice. Raises FaultyField if they differ or it is too simple.

    user: whose name it must not contain. first: whether there was none before it.
    """
    same_password(one, other)
    return checked_password(one, user.strip(), first=first)


class RecoveryCodeDialog(DialogFrame):
    """Shows the recovery code once; it goes on only when it was put away."""

    def __init__(self, office: Office, code: str, parent: QWidget) -> None:
        super().__init__(tr("Mã khôi phục"), parent, width=520)
        self._office, self._code = office, code
        said = label(
            tr(
                "Nếu mọi người quên mật khẩu, chỉ mã này mở được dữ liệu. "
                "Hãy in hoặc chép ra giấy, cho vào phong bì và cất trong tủ khóa. "
                "Mã không được lưu ở đâu khác."
            )
        )
        said.setWordWrap(True)
        self.body.addWidget(said)
        half = code[:19] + "\n" + code[20:]
        self.body.addWidget(code_label(half))
        copy = QPushButton(tr("Sao chép"))
        set_look(copy, "link")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(code))
        printing = QPushButton(tr("In mã…"))
        set_icon(printing, "printer")
        printing.clicked.connect(self.print_code)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(printing)
        row.addWidget(copy)
        row.addStretch(1)
        self.body.addLayout(row)
        self.kept = QCheckBox(tr("Tôi đã chép hoặc in mã và cất giữ"))
        self.body.addWidget(self.kept)
        self.go_on = self.add_primary(tr("Tiếp tục"), self.accept)
        self.go_on.setEnabled(False)
        self.kept.toggled.connect(self.go_on.setEnabled)

    def print_code(self) -> PdfPreview:
        """Look at the page with the code, and print it from there."""
        content = recovery_sheet(self._office, self._code)
        preview = PdfPreview(
            tr("Mã khôi phục"), content, Path.home() / "ma-khoi-phuc.pdf", ActionRegistry(), self
        )
        preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        preview.open()
        return preview

    def reject(self) -> None:
        if self.kept.isChecked():
            super().reject()


class FirstPasswordDialog(DialogFrame):
    """Asks an account's own password at its first sign-in."""

    def __init__(self, office: Office, parent: QWidget) -> None:
        super().__init__(tr("Đổi mật khẩu lần đầu"), parent, width=440)
        self._office = office
        said = label(tr("Mật khẩu ban đầu do người khác đặt. Hãy đặt mật khẩu của riêng bạn."))
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.fields: list[QLineEdit] = []
        for words in (tr("Mật khẩu ban đầu"), tr("Mật khẩu mới"), tr("Gõ lại mật khẩu mới")):
            field = QLineEdit()
            field.setEchoMode(QLineEdit.EchoMode.Password)
            self.body.addWidget(FormField(words, field))
            self.fields.append(field)
        self.add_cancel()
        self.add_primary(tr("Đổi mật khẩu"), self._change)

    def _change(self) -> None:
        old, new, again = self.fields
        try:
            opening.change_password(self._office, old.text(), same_password(new, again))
        except UserError as error:
            self.refuse(error, old if isinstance(error, WrongPassword) else new)
        else:
            self.accept()


def change_first_password(parent: QWidget, office: Office) -> bool:
    """Have the account's owner choose a password; False if they would not."""
    return bool(FirstPasswordDialog(office, parent).exec())
