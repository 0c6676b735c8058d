"""The key of a province: founding it, its sheets on paper, and passing it on to a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import authority, key_papers
from desktop.operations.authority import Sheets
from desktop.sync.roster import Roster
from desktop.sync.shares import AUTHORITY
from desktop.ui.dialogs import Message, ask
from desktop.ui.key_dialog import KeyDialog
from desktop.ui.key_preview import preview_key_paper
from desktop.ui.sheet_fields import SheetFields
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.dialog_frame import FaultyField
from desktop.ui.widgets.labels import SectionLabel
from desktop.ui.workplace import Workplace


class FoundDialog(KeyDialog):
    """Says what founding means, does it, and has the sheets printed."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(workplace, tr("Lập khóa của tỉnh"), parent)
        self.say(
            tr(
                "Làm một lần cho cả tỉnh, trên một máy của cơ quan phụ trách. Máy này trở thành máy "
                "đầu tiên trong danh bạ và từ đây cấp thẻ khóa cho mọi máy khác."
            )
        )
        self.say(
            tr(
                "Khóa cấp thẻ được chia thành 3 mảnh in trên giấy cho 3 người; cấp hay thu hồi thẻ "
                "cần 2 mảnh. Khóa phục hồi gồm 2 mảnh cho 2 người, dùng khi một cơ quan quên mật "
                "khẩu. Các mảnh không được lưu trong máy: hãy chuẩn bị máy in và phong bì."
            )
        )
        self.add_banner(
            Role.WARNING,
            tr(
                "Nếu tỉnh đã có khóa cấp thẻ trên máy khác thì đừng lập nữa: hãy xin thẻ khóa cho "
                "máy này."
            ),
        )
        self.sure = QCheckBox(tr("Tỉnh chưa có khóa cấp thẻ trên máy nào"))
        self.body.addWidget(self.sure)
        self.body.addStretch(1)
        self.add_cancel()
        self.add_primary(tr("Lập khóa và in các mảnh…"), lambda: self.attempt(self._found))

    def _found(self) -> None:
        if not self.sure.isChecked():
            raise FaultyField(tr("Hãy xác nhận tỉnh chưa có khóa cấp thẻ."), self.sure)
        self.work(authority.found_authority, self._founded)

    def _founded(self, sheets: Sheets) -> None:
        shown = SheetsDialog(self.workplace, sheets, self)
        if shown.exec():
            self.told.emit(tr("Đã lập khóa của tỉnh. Từ nay duyệt được yêu cầu của các cơ quan."))
        else:
            self.told.emit("")
        self.accept()


class SheetsDialog(KeyDialog):
    """Has the sheets of a key printed; they can be seen on paper only, and only now."""

    def __init__(self, workplace: Workplace, sheets: Sheets, parent: QWidget) -> None:
        super().__init__(workplace, tr("In các mảnh khóa"), parent, width=520)
        self._sheets = sheets
        count = len(sheets.authority) + len(sheets.recovery)
        self.say(
            tr(
                "Có {n} tờ, mỗi tờ một mảnh. In ngay bây giờ: đóng cửa sổ này thì không xem lại "
                "được. Mỗi người nhận tờ của mình, ghi tên, cho vào phong bì dán kín."
            ).format(n=count)
        )
        for words, found in (
            (tr("Khóa cấp thẻ: {n} mảnh, cần 2 mảnh"), sheets.authority),
            (tr("Khóa phục hồi: {n} mảnh, cần cả 2 mảnh"), sheets.recovery),
        ):
            if found:
                self.say(words.format(n=len(found)), "strong")
        self.print_button = QPushButton(tr("Xem và in…"))
        set_icon(self.print_button, "printer")
        self.print_button.clicked.connect(lambda _checked=False: self.print_sheets())
        self.body.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.printed = QCheckBox(tr("Đã in đủ {n} tờ, chữ rõ").format(n=count))
        self.given = QCheckBox(tr("Mỗi tờ đã giao cho một người khác nhau"))
        for box in (self.printed, self.given):
            self.body.addWidget(box)
            box.toggled.connect(self._enable)
        self.body.addStretch(1)
        self.add_cancel(tr("Không in được"))
        self.go_on = self.add_primary(tr("Xong"), self.accept)
        self._enable()

    def print_sheets(self) -> None:
        """Look at the pages, and print them from there."""
        sheets = self._sheets
        self.work(lambda office: key_papers.key_sheets(office, sheets), self._preview)

    def reject(self) -> None:
        question = Message(
            tr("Bỏ các mảnh này?"),
            tr("Chưa cơ quan nào dùng khóa này."),
            tr("Các tờ đã in không dùng được nữa và phải hủy. Làm lại khi có máy in."),
        )
        if ask(self, tr("Không in được"), question, tr("Bỏ các mảnh"), danger=True):
            super().reject()

    def _preview(self, content: bytes) -> None:
        preview_key_paper(self, tr("Mảnh khóa của tỉnh"), content, may_save=False)

    def _settled(self) -> None:
        super()._settled()
        self._enable()

    def _enable(self) -> None:
        self.go_on.setEnabled(self.printed.isChecked() and self.given.isChecked())


class HandOverDialog(KeyDialog):
    """Prints the sheets of a new key, then lets the old one hand over to it."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(workplace, tr("Đổi khóa cấp thẻ"), parent, width=680)
        self.say(
            tr(
                "Dùng khi mất một mảnh, khi người giữ mảnh thôi việc, hoặc nghi mảnh bị lộ. Các cơ "
                "quan tin khóa mới nhờ danh bạ trong tệp kế tiếp; không ai phải xin thẻ lại. Khóa "
                "phục hồi giữ nguyên."
            )
        )
        self.body.addWidget(SectionLabel(tr("1. In các mảnh của khóa mới")))
        self.print_button = QPushButton(tr("Lập và in các mảnh mới…"))
        set_icon(self.print_button, "printer")
        set_look(self.print_button, "")
        self.print_button.clicked.connect(lambda _checked=False: self._print())
        self.body.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(SectionLabel(tr("2. Gõ hai mảnh của khóa đang dùng")))
        self.old = SheetFields(AUTHORITY, tr("Mảnh cũ thứ {at}"))
        self.body.addWidget(self.old)
        self.body.addWidget(SectionLabel(tr("3. Gõ hai mảnh của khóa mới, từ giấy vừa in")))
        self.new = SheetFields(AUTHORITY, tr("Mảnh mới thứ {at}"))
        self.body.addWidget(self.new)
        self.add_cancel()
        self.add_primary(tr("Đổi khóa cấp thẻ"), self.hand_over)
        self.print_button.setFocus()

    def hand_over(self) -> None:
        """Let the old key name the new one."""
        self.attempt(self._hand_over)

    def _print(self) -> None:
        self.work(authority.new_authority_sheets, self._show_sheets)

    def _show_sheets(self, sheets: Sheets) -> None:
        SheetsDialog(self.workplace, sheets, self).exec()

    def _hand_over(self) -> None:
        old, new = self.old.texts(), self.new.texts()
        self.work(
            lambda office: authority.hand_over_authority(office, old, new),
            self._done,
            self._blamed,
        )

    def _blamed(self, _error: UserError) -> QWidget:
        return self.old.fields[0]

    def _done(self, roster: Roster) -> None:
        words = tr(
            "Đã đổi khóa cấp thẻ, danh bạ số {version}. Hủy các mảnh cũ; hãy gửi tệp cho mọi cơ "
            "quan để họ có danh bạ mới."
        )
        self.told.emit(words.format(version=roster.version))
        self.accept()
