"""Gửi chung: what the province hands down to everybody, as one file for all offices below."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations import sending_to_all
from desktop.operations.opened_files import Progress
from desktop.operations.sending import Sent
from desktop.operations.sending_to_all import PendingForAll
from desktop.ui.exchange_words import day_text
from desktop.ui.send_form import SendForm
from desktop.ui.tokens import Role
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace


class SendAllForm(SendForm):
    """What the province has changed for everybody, as one file."""

    def __init__(self, workplace: Workplace) -> None:
        told = tr("Chỉ máy có trong danh bạ mở được; tệp mang chữ ký của máy này.")
        super().__init__(workplace, tr("Gửi chung"), told)
        self._pending: PendingForAll | None = None
        self.what = label("", "quiet")
        self.what.setWordWrap(True)
        self.notes.addWidget(self.what)
        set_shown(self.target.mail, False)
        self.enable()

    def read(self) -> None:
        """Read what would go now."""
        self._workplace.ask(sending_to_all.pending_for_all, self.show_pending)

    def show_pending(self, found: PendingForAll) -> None:
        """Tell of what would go."""
        self._pending = found
        self.figure.setText(grouped(found.total))
        words = tr("dòng dùng chung gửi được cho {n} nơi bằng một tệp")
        self.words.setText(words.format(n=grouped(found.offices)))
        self.last.setText(_last_words(found))
        graves = tr("Xóa vĩnh viễn {n}").format(n=grouped(found.graves))
        self.chips.show_counts(found.counts, [(graves, Role.WARNING)] if found.graves else [])
        told = tr(
            "Trong tệp chỉ có danh mục, mẫu phiếu, địa bàn mà tỉnh đã thêm hay sửa, danh bạ và lệnh "
            "xóa vĩnh viễn; không có hồ sơ, không có tệp đính kèm. {n} máy của các nơi ấy đều mở "
            "được, nhận mấy lần, trước hay sau tệp nào cũng được. Tệp gửi riêng từng nơi vẫn gửi "
            "như thường lệ."
        )
        self.what.setText(told.format(n=grouped(found.devices)))
        self.enable()

    def is_ready(self) -> bool:
        return self._pending is not None and self._pending.has_something

    def doing(self) -> str:
        return tr("Đang ghi tệp gửi chung…")

    def job(self, place: Path) -> Callable[[Progress], Sent]:
        office = self._workplace.office
        return lambda progress: sending_to_all.send_to_all(office, place, progress)


def _last_words(found: PendingForAll) -> str:
    if not found.has_something:
        return tr("Tỉnh chưa thêm, chưa sửa gì dùng chung nên chưa có gì để gửi chung.")
    if found.last_sent is None:
        return tr("Chưa gửi chung lần nào.")
    told = {"n": found.number, "day": day_text(found.last_sent), "fresh": grouped(found.fresh)}
    if not found.fresh:
        return tr("Lần gửi chung gần nhất số {n}, {day}; từ đó chưa có gì mới.").format(**told)
    words = tr("Lần gửi chung gần nhất số {n}, {day}; từ đó có {fresh} thay đổi mới.")
    return words.format(**told)
