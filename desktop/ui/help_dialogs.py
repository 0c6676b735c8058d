"""A lost password with the province's help: its answer here, asking and opening at the sign-in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import lost_passwords
from desktop.operations.help_requests import HelpRequest, asking_words
from desktop.operations.lost_passwords import ANSWERED
from desktop.sync.phone_code import OtherCode
from desktop.sync.shares import RECOVERY
from desktop.ui.key_dialog import KeyDialog, typed_code
from desktop.ui.key_files import FileField, KeyTarget, read_key_file
from desktop.ui.sheet_fields import SheetFields
from desktop.ui.tokens import Role
from desktop.ui.widgets.dialog_frame import FaultyField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.labels import SectionLabel
from desktop.ui.workplace import Workplace


class HelpGrantDialog(KeyDialog):
    """Two officers of the province open the data of an office for the PC that asked."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(workplace, tr("Giúp một cơ quan mở lại dữ liệu"), parent, width=680)
        self._request: HelpRequest | None = None
        self._answer = b""
        self.say(
            tr(
                "Dùng khi không ai ở cơ quan đó còn nhớ mật khẩu và tờ mã khôi phục cũng mất. Hai "
                "người giữ mảnh khóa phục hồi cùng làm; trả lời chỉ mở được trên đúng máy đã xin."
            ),
            "quiet",
        )
        self.file = FileField(tr("Chọn tệp xin mở lại"), tr("Xin mở lại (*.hoi)"))
        self.file.chosen.connect(self._read)
        self.body.addWidget(FormField(tr("Tệp xin mở lại (XIN-MO-LAI.hoi)"), self.file))
        self.facts = self.say("", "strong")
        self.facts.hide()
        self.called = QCheckBox(tr("Tôi đã gọi cơ quan đó theo số điện thoại đã biết từ trước"))
        self.body.addWidget(self.called)
        self.code = self.add_code(tr("Mã 8 số cơ quan đó đọc qua điện thoại"))
        self.sheets = SheetFields(RECOVERY, tr("Mảnh khóa phục hồi thứ {at}"))
        self.body.addWidget(self.sheets)
        self.body.addWidget(SectionLabel(tr("Ghi trả lời vào")))
        self.target = KeyTarget(workplace, self)
        self.body.addWidget(self.target)
        self.written = self.add_banner(Role.GOOD)
        self.add_cancel(tr("Đóng"))
        self.add_primary(tr("Ghi trả lời"), lambda: self.attempt(self._grant))

    def _read(self, path: Path) -> None:
        self._request, self._answer = None, b""
        self.facts.hide()
        self.attempt(lambda: self._look(read_key_file(path)))

    def _look(self, content: bytes) -> None:
        self.work(
            lambda office: lost_passwords.read_help_request(office, content),
            self._show,
            lambda _error: self.file.button,
        )

    def _show(self, found: tuple[HelpRequest, str]) -> None:
        self._request, name = found
        self.facts.setText(asking_words(self._request, name))
        self.facts.show()
        self.called.setText(
            tr("Tôi đã gọi {name} theo số điện thoại đã biết từ trước").format(name=name)
        )
        self.called.setChecked(False)

    def _grant(self) -> None:
        self.file.required(tr("Hãy chọn tệp xin mở lại."))
        request = self._request
        if request is None:
            raise FaultyField(tr("Tệp đã chọn chưa đọc được. Hãy chọn lại."), self.file.button)
        if self._answer:
            self._write()
            return
        if not self.called.isChecked():
            sentence = tr("Hãy gọi cho cơ quan đó và nghe họ đọc 8 số. Chưa giúp mở.")
            raise FaultyField(sentence, self.called)
        code, sheets = typed_code(self.code), self.sheets.texts()
        self.target.required()
        self.work(
            lambda office: lost_passwords.help_recover(office, request, code, sheets),
            self._granted,
            self._blamed,
        )

    def _blamed(self, error: UserError) -> QWidget:
        return self.code if isinstance(error, OtherCode) else self.sheets.fields[0]

    def _granted(self, answer: bytes) -> None:
        self._answer = answer
        self.sheets.clear()
        self.attempt(self._write)

    def _write(self) -> None:
        self.written.set_text(self.target.write(ANSWERED, self._answer))
        self.written.show()
        self.show_trouble("")
