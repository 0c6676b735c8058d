"""What waits for one office, to be written as a file that only it can open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations import sending
from desktop.operations.exchange_board import is_old
from desktop.operations.opened_files import Progress
from desktop.operations.sending import Pending, Sent
from desktop.ui.ack_dialogs import HearAckDialog
from desktop.ui.exchange_words import day_text, size_text
from desktop.ui.send_form import SendForm
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace


class SendOneForm(SendForm):
    """What waits for the chosen office; ``heard`` when it has said what it holds."""

    heard = Signal()

    def __init__(self, workplace: Workplace) -> None:
        told = tr(
            "Tệp được mã hóa riêng cho nơi nhận và mang chữ ký của máy này; không cần mật khẩu."
        )
        super().__init__(workplace, tr("Gửi"), told)
        self._pending: Pending | None = None
        self.reminder = InfoBanner(Role.WARNING, "")
        self.notes.addWidget(self.reminder)
        self.hear = QPushButton(tr("Nhập mã xác nhận…"))
        set_look(self.hear, "link")
        self.hear.clicked.connect(lambda _checked=False: self.hear_code())
        self.head.addWidget(self.hear, 0, Qt.AlignmentFlag.AlignTop)

    def show_pending(self, found: Pending) -> None:
        """Tell of what would go."""
        self._pending = found
        self.figure.setText(grouped(found.total))
        self.words.setText(tr("thay đổi {name} chưa xác nhận").format(name=found.name))
        self.last.setText(_last_words(found))
        words = tr("{n} tệp đính kèm, {size}").format(
            n=grouped(found.contents), size=size_text(found.content_bytes)
        )
        self.chips.show_counts(found.counts, [(words, Role.MAIN)] if found.contents else [])
        self.reminder.set_text(_reminder(found))
        set_shown(self.reminder, is_old(self._workplace.office, found))
        self.enable()

    def stops(self) -> list[QWidget]:
        return [self.hear, *super().stops()]

    def is_ready(self) -> bool:
        return self._pending is not None

    def doing(self) -> str:
        assert self._pending is not None
        return tr("Đang ghi tệp gửi {name}…").format(name=self._pending.name)

    def job(self, place: Path) -> Callable[[Progress], Sent]:
        assert self._pending is not None
        office, to, limit = self._workplace.office, self._pending.to, self.target.limit()
        return lambda progress: sending.send(office, to, place, progress, limit)

    def hear_code(self) -> None:
        """Take a code that confirms what was sent."""
        dialog = HearAckDialog(self._workplace, self)
        dialog.heard.connect(self.heard)
        dialog.open()


def _last_words(found: Pending) -> str:
    if found.last_sent is None:
        return tr("Chưa gửi lần nào.")
    day = day_text(found.last_sent)
    if found.total == 0 and found.contents:
        return tr("Lần gửi gần nhất {day}. Nơi nhận đang chờ tệp đính kèm.").format(day=day)
    if found.total == 0:
        return tr("Lần gửi gần nhất {day}. Không còn gì chờ gửi.").format(day=day)
    if found.sent:
        return tr("Đã gửi hết ngày {day}, chờ nơi nhận xác nhận.").format(day=day)
    return tr("Lần gửi gần nhất {day}; từ đó có thay đổi mới chưa gửi.").format(day=day)


def _reminder(found: Pending) -> str:
    if found.last_sent is None:
        return tr(
            "Chưa gửi lần nào: nếu máy này hỏng, những thay đổi này chỉ còn trong bản sao lưu."
        )
    return tr("Lần gửi gần nhất đã quá 30 ngày. Hãy gửi để nơi nhận có số liệu mới.")
