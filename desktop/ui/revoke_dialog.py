"""The province strikes a PC from the exchange: why, from when, and what that means."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import authority
from desktop.operations.key_standing import HeldFile, RosterLine, read_held_files
from desktop.sync.roster_entries import DeviceEntry
from desktop.sync.shares import AUTHORITY
from desktop.ui.exchange_words import day_text
from desktop.ui.key_dialog import KeyDialog
from desktop.ui.sheet_fields import SheetFields
from desktop.ui.tokens import Role
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.widgets.dialog_frame import FaultyField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.workplace import Workplace


class RevokeDialog(KeyDialog):
    """Strikes one PC of the roster."""

    def __init__(self, workplace: Workplace, line: RosterLine, parent: QWidget) -> None:
        title = tr("Thu hồi thẻ khóa của máy {code}").format(code=line.code)
        super().__init__(workplace, title, parent, width=640)
        self._line = line
        self._held: list[HeldFile] = []
        self.say(f"{line.office_name} · {line.label}", "strong")
        self.add_banner(
            Role.WARNING,
            tr(
                "Không lấy lại được: máy đã thu hồi không bao giờ dùng lại thẻ này. Tệp máy gửi từ "
                "nay bị để riêng, tệp mới không mở được trên máy đó. Dữ liệu đang có trong máy vẫn "
                "còn; muốn dùng tiếp phải lập dữ liệu mới rồi xin thẻ như máy mới."
            ),
        )
        self.reason = QLineEdit()
        self.body.addWidget(
            FormField(
                tr("Lý do"),
                self.reason,
                required=True,
                hint=tr("Ví dụ: máy bị mất ngày 12/10, theo báo cáo của xã"),
            )
        )
        self.until = ChoiceBox()
        self.body.addWidget(
            FormField(
                tr("Những gì máy này ghi còn tính đến"),
                self.until,
                hint=tr("Máy bị lấy cắp: chọn tệp cuối cùng do cán bộ của xã gửi"),
            )
        )
        self.sheets = SheetFields(AUTHORITY, tr("Mảnh khóa cấp thẻ thứ {at}"))
        self.body.addWidget(self.sheets)
        self.body.addStretch(1)
        self.add_cancel()
        self.add_primary(tr("Thu hồi"), self.revoke, danger=True)
        device = line.device
        workplace.ask(lambda office: read_held_files(office, device), self._show)

    def revoke(self) -> None:
        """Strike the PC."""
        self.attempt(self._revoke)

    def _show(self, held: list[HeldFile]) -> None:
        self._held = held
        self.until.clear()
        if not held:
            self.until.addItem(tr("Chưa nhận tệp nào của máy này: không tính gì"))
        for at, one in enumerate(held):
            words = tr("Tệp số {number}, nhận ngày {day}")
            if at == 0:
                words = tr("Tệp mới nhất đã nhận: số {number}, ngày {day}")
            self.until.addItem(words.format(number=one.number, day=day_text(one.came_at)))

    def _revoke(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            raise FaultyField(tr("Hãy ghi lý do thu hồi. Chưa thu hồi."), self.reason)
        sheets, device = self.sheets.texts(), self._line.device
        at = self.until.currentIndex()
        cut = self._held[at].cut if 0 <= at < len(self._held) else None
        self.work(
            lambda office: authority.revoke(office, device, sheets, cut, reason),
            self._done,
            self._blamed,
        )

    def _blamed(self, _error: UserError) -> QWidget:
        return self.sheets.fields[0]

    def _done(self, _entry: DeviceEntry) -> None:
        words = tr(
            "Đã thu hồi máy {code}. Hãy gửi tệp cho các cơ quan để họ có danh bạ mới; cơ quan đó "
            "lập dữ liệu trên máy thay thế rồi xin thẻ khóa."
        )
        self.told.emit(words.format(code=self._line.code))
        self.accept()
