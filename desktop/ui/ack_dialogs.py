"""Confirming a receipt without a file: the code that is read out, and the one that was heard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations.acknowledging import HeardCode, SaidCode, hear_ack_code
from desktop.ui.theme import set_icon
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.code_label import code_label
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

_POINTS = 22


class AckCodeDialog(DialogFrame):
    """Shows the code of each PC of an office: to be read over the telephone, or pasted."""

    def __init__(self, name: str, codes: Sequence[SaidCode], parent: QWidget) -> None:
        super().__init__(tr("Mã xác nhận cho {name}").format(name=name), parent, width=560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        said = label(
            tr(
                "Đọc mã này qua điện thoại, hoặc dán vào tin nhắn, để nơi gửi biết đã nhận mà không "
                "phải chờ tệp. Tệp bạn gửi lần sau cũng tự mang xác nhận này."
            )
        )
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.codes = [one.code for one in codes]
        for one in codes:
            if len(codes) > 1:
                self.body.addWidget(label(one.label, "quiet"))
            shown = code_label(one.code, _POINTS)
            shown.setAlignment(Qt.AlignmentFlag.AlignLeft)
            self.body.addWidget(shown)
        self.body.addStretch(1)
        self.copy = self.add_button(tr("Chép mã"), self._copy)
        set_icon(self.copy, "copy")
        self.add_primary(tr("Đóng"), self.accept)

    def _copy(self) -> None:
        QApplication.clipboard().setText("\n".join(self.codes))
        self.copy.setText(tr("Đã chép"))


class HearAckDialog(DialogFrame):
    """Takes a code that the other office read out; ``heard`` when it has confirmed something."""

    heard = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(tr("Nhập mã xác nhận"), parent, width=520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workplace = workplace
        said = label(
            tr("Nơi nhận đọc cho bạn 20 chữ, hoặc gửi bằng tin nhắn. Dán cả tin nhắn cũng được.")
        )
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.code = QLineEdit()
        self.field = FormField(tr("Mã xác nhận"), self.code, hint=tr("Không phân biệt chữ hoa."))
        self.body.addWidget(self.field)
        self.news = InfoBanner(Role.GOOD, "")
        set_shown(self.news, False)
        self.body.addWidget(self.news)
        self.body.addStretch(1)
        self.leave: QPushButton = self.add_cancel(tr("Đóng"))
        self.add_primary(tr("Xác nhận"), self.confirm)

    def confirm(self) -> None:
        """Believe the code, and say what it has confirmed."""
        self.field.clear_problem()
        set_shown(self.news, False)
        text = self.code.text()
        office = self._workplace.office
        self._workplace.desk.jobs.run(
            lambda _progress: hear_ack_code(office, text), self._show, refused=self._refused
        )

    def _refused(self, error: UserError) -> bool:
        self.field.set_problem(error.message)
        self.code.setFocus()
        return True

    def _show(self, found: HeardCode) -> None:
        self.news.set_text(heard_words(found))
        set_shown(self.news, True)
        self.code.clear()
        self.leave.setFocus()
        self.heard.emit()


def heard_words(found: HeardCode) -> str:
    """What a code has confirmed."""
    words = tr("{name} ({label}) xác nhận thêm {n} thay đổi; còn {waiting} chưa xác nhận.").format(
        name=found.name,
        label=found.label,
        n=grouped(found.confirmed),
        waiting=grouped(found.waiting),
    )
    if found.receded:
        words += " " + tr("Mã này cũ hơn lần trước: phần sau đó sẽ được gửi lại.")
    return words
