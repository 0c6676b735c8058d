"""What to do when a PC broke, was lost or stolen, and what of it can be brought back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations import exchange_board
from desktop.operations.sending import Pending
from desktop.ui.exchange_words import day_text
from desktop.ui.key_dialog import KeyDialog
from desktop.ui.tokens import Role
from desktop.ui.widgets.labels import SectionLabel
from desktop.ui.workplace import Workplace


class LostPcDialog(KeyDialog):
    """Words only: the steps, and what would be lost today."""

    def __init__(self, workplace: Workplace, parent: QWidget, *, is_authority: bool) -> None:
        """is_authority: whether it is this office that gives out the cards."""
        super().__init__(workplace, tr("Khi máy hỏng hoặc mất"), parent, width=620)
        self.waiting = self.add_banner(Role.NEUTRAL)
        for head, sentence in _steps_at_the_top() if is_authority else _steps():
            self.body.addWidget(SectionLabel(head))
            self.say(sentence)
        self.body.addStretch(1)
        self.add_primary(tr("Đóng"), self.accept)
        workplace.ask(exchange_board.waiting, self._show)

    def _show(self, found: list[Pending]) -> None:
        if not found:
            self.waiting.set_text(
                tr("Nếu máy này mất hôm nay: không có thay đổi nào chờ nơi nhận xác nhận.")
            )
        else:
            one = found[0]
            self.waiting.set_text(
                tr(
                    "Nếu máy này mất hôm nay: {n} thay đổi {name} chưa xác nhận chỉ lấy lại được từ "
                    "bản sao lưu. {sent}"
                ).format(n=grouped(one.total), name=one.name, sent=_last(one))
            )
        self.waiting.show()


def _last(found: Pending) -> str:
    if found.last_sent is None:
        return tr("Chưa gửi lần nào.")
    return tr("Lần gửi gần nhất: {day}.").format(day=day_text(found.last_sent))


def _steps() -> tuple[tuple[str, str], ...]:
    return (
        (
            tr("1. Báo tỉnh ngay"),
            tr(
                "Máy bị mất hoặc bị lấy cắp: gọi tỉnh để thu hồi thẻ khóa của máy đó. Dữ liệu trong "
                "máy được mã hóa; không có mật khẩu thì không mở được."
            ),
        ),
        (
            tr("2. Còn bản sao lưu: khôi phục bản đó"),
            tr(
                "Trên máy mới chọn “Khôi phục từ bản sao lưu”. Máy giữ nguyên thẻ khóa, không phải "
                "xin lại; thay đổi đã gửi tỉnh sau ngày sao lưu sẽ về theo tệp của tỉnh."
            ),
        ),
        (
            tr("3. Không còn bản sao lưu: xin thẻ cho máy mới"),
            tr(
                "Trên máy mới chọn “Lập dữ liệu cho cơ quan”, rồi xin thẻ khóa. Máy mới nhận một "
                "chữ khác. Tỉnh gửi về mọi dữ liệu của cơ quan mà tỉnh đã nhận."
            ),
        ),
        (
            tr("Những gì không lấy lại được"),
            tr(
                "Thay đổi máy cũ chưa gửi tỉnh và không có trong bản sao lưu nào; tài khoản, mật "
                "khẩu và thiết lập của máy (lập lại trên máy mới). Vì vậy hãy gửi tỉnh và sao lưu "
                "ra USB đều đặn."
            ),
        ),
    )


def _steps_at_the_top() -> tuple[tuple[str, str], ...]:
    return (
        (
            tr("1. Thu hồi thẻ khóa ngay"),
            tr(
                "Máy bị mất hoặc bị lấy cắp: trên máy khác của tỉnh, hai người giữ mảnh khóa cấp "
                "thẻ thu hồi thẻ khóa của máy đó. Dữ liệu trong máy được mã hóa; không có mật khẩu "
                "thì không mở được."
            ),
        ),
        (
            tr("2. Còn bản sao lưu: khôi phục bản đó"),
            tr(
                "Trên máy mới chọn “Khôi phục từ bản sao lưu”. Máy giữ nguyên thẻ khóa; những gì "
                "các xã đã gửi sau ngày sao lưu sẽ về lại theo tệp sau của các xã."
            ),
        ),
        (
            tr("3. Không còn bản sao lưu: xin thẻ cho máy mới"),
            tr(
                "Trên máy mới chọn “Lập dữ liệu cho cơ quan”, rồi xin thẻ khóa ở máy khác của tỉnh. "
                "Tỉnh không còn máy nào khác: phải lập lại việc cấp thẻ khóa từ đầu với mọi cơ quan."
            ),
        ),
        (
            tr("Những gì không lấy lại được"),
            tr(
                "Thay đổi máy cũ chưa gửi đi và không có trong bản sao lưu nào; tài khoản, mật khẩu "
                "và thiết lập của máy (lập lại trên máy mới). Vì vậy hãy sao lưu ra USB đều đặn và "
                "cất mảnh khóa cấp thẻ ở nơi khác với máy."
            ),
        ),
    )
