"""The province strikes a PC from the exchange, or says anew how far its log counts."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import N_, tr
from desktop.operations import revocation
from desktop.operations.key_standing import RosterLine
from desktop.operations.revocation import HeldFile
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


class CutDialog(KeyDialog):
    """How far the log of a PC counts: why, up to which of its files, with two sheets."""

    TITLE: str
    WARNING: str
    EXAMPLE: str
    HINT = ""

    def __init__(self, workplace: Workplace, line: RosterLine, parent: QWidget) -> None:
        super().__init__(workplace, tr(self.TITLE).format(code=line.code), parent, width=640)
        self.line = line
        self.held: list[HeldFile] = []
        self.say(f"{line.office_name} · {line.label}", "strong")
        self.add_banner(Role.WARNING, tr(self.WARNING))
        self.reason, self.until = QLineEdit(), ChoiceBox()
        example, hint = tr(self.EXAMPLE), tr(self.HINT) if self.HINT else ""
        self.body.addWidget(FormField(tr("Lý do"), self.reason, required=True, hint=example))
        self.body.addWidget(
            FormField(tr("Những gì máy này ghi còn tính đến"), self.until, hint=hint)
        )
        self.sheets = SheetFields(AUTHORITY, tr("Mảnh khóa cấp thẻ thứ {at}"))
        self.body.addWidget(self.sheets)
        self.body.addStretch(1)
        self.add_cancel()
        device = line.device
        workplace.ask(lambda office: revocation.read_held_files(office, device), self._show)

    def chosen(self) -> HeldFile | None:
        """The file up to which its log is to count; None where there is none to choose."""
        at = self.until.currentIndex()
        return self.held[at] if 0 <= at < len(self.held) else None

    def told_reason(self, blame: str) -> str:
        """What was typed as the reason. Raises FaultyField with these words if it is missing."""
        reason = self.reason.text().strip()
        if not reason:
            raise FaultyField(blame, self.reason)
        return reason

    def blamed(self, _error: UserError) -> QWidget:
        """What to mend when the province's key was not put together."""
        return self.sheets.fields[0]

    def _show(self, held: list[HeldFile]) -> None:
        self.held = held
        self.until.clear()
        if not held:
            self.until.addItem(tr("Chưa nhận tệp nào của máy này: không tính gì"))
        for at, one in enumerate(held):
            self.until.addItem(self._words(one, newest=at == 0))
            if one.cut == self.line.cut:
                self.until.setCurrentIndex(at)

    def _words(self, one: HeldFile, *, newest: bool) -> str:
        words = tr("Tệp số {number}, nhận ngày {day}")
        if newest:
            words = tr("Tệp mới nhất đã nhận: số {number}, ngày {day}")
        words = words.format(number=one.number, day=day_text(one.came_at))
        if one.cut == self.line.cut:
            return tr("{file} (mốc đang dùng)").format(file=words)
        return tr("{file} (đang để riêng)").format(file=words) if one.is_struck else words


class RevokeDialog(CutDialog):
    """Strikes one PC of the roster."""

    TITLE = N_("Thu hồi thẻ khóa của máy {code}")
    WARNING = N_(
        "Không lấy lại được: máy đã thu hồi không bao giờ dùng lại thẻ này. Tệp máy gửi từ "
        "nay bị để riêng, tệp mới không mở được trên máy đó. Dữ liệu đang có trong máy vẫn "
        "còn; muốn dùng tiếp phải lập dữ liệu mới rồi xin thẻ như máy mới."
    )
    EXAMPLE = N_("Ví dụ: máy bị mất ngày 12/10, theo báo cáo của xã")
    HINT = N_("Máy bị lấy cắp: chọn tệp cuối cùng do cán bộ của xã gửi")

    def __init__(self, workplace: Workplace, line: RosterLine, parent: QWidget) -> None:
        super().__init__(workplace, line, parent)
        self.add_primary(tr("Thu hồi"), self.revoke, danger=True)

    def revoke(self) -> None:
        """Strike the PC."""
        self.attempt(self._revoke)

    def _revoke(self) -> None:
        reason = self.told_reason(tr("Hãy ghi lý do thu hồi. Chưa thu hồi."))
        sheets, device, last = self.sheets.texts(), self.line.device, self.chosen()
        cut = last.cut if last else None
        self.work(
            lambda office: revocation.revoke(office, device, sheets, cut, reason),
            self._done,
            self.blamed,
        )

    def _done(self, _entry: DeviceEntry) -> None:
        words = tr(
            "Đã thu hồi máy {code}. Hãy gửi tệp cho các cơ quan để họ có danh bạ mới; cơ quan đó "
            "lập dữ liệu trên máy thay thế rồi xin thẻ khóa."
        )
        self.told.emit(words.format(code=self.line.code))
        self.accept()


class CorrectCutDialog(CutDialog):
    """Says anew up to which of its files the log of a struck PC counts."""

    TITLE = N_("Sửa mốc thu hồi của máy {code}")
    WARNING = N_(
        "Máy này vẫn bị thu hồi. Chọn mốc muộn hơn thì những gì máy ghi đến mốc đó được tính: "
        "chỉ chọn khi biết chắc tệp đang để riêng là việc thật của cán bộ. Chọn mốc sớm hơn thì "
        "những gì đã nhận vẫn giữ nguyên."
    )
    EXAMPLE = N_("Ví dụ: xã xác nhận tệp số 4 gửi trước khi mất máy")

    def __init__(self, workplace: Workplace, line: RosterLine, parent: QWidget) -> None:
        super().__init__(workplace, line, parent)
        self.add_primary(tr("Sửa mốc"), self.correct)

    def correct(self) -> None:
        """Give the PC the chosen cut."""
        self.attempt(self._correct)

    def _correct(self) -> None:
        reason = self.told_reason(tr("Hãy ghi lý do sửa mốc. Chưa thay đổi gì."))
        last = self.chosen()
        if last is None or last.cut == self.line.cut:
            raise FaultyField(
                tr("Mốc này đang dùng. Chưa thay đổi gì; hãy chọn tệp khác làm mốc."), self.until
            )
        sheets, device = self.sheets.texts(), self.line.device
        self.work(
            lambda office: revocation.correct_cut(office, device, sheets, last.cut, reason),
            self._done,
            self.blamed,
        )

    def _done(self, _entry: DeviceEntry) -> None:
        words = tr(
            "Đã sửa mốc thu hồi của máy {code}. Mở Trao đổi dữ liệu, mục Đã để riêng, bấm Thử nhận "
            "lại; rồi gửi tệp cho các cơ quan để họ có danh bạ mới."
        )
        self.told.emit(words.format(code=self.line.code))
        self.accept()
