"""The dialogs of the gallery that concern the program: beginnings, accounts, messages, previews."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from desktop.base.clock import StoppedClock
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import printing
from desktop.operations.updates import Found, Refused, Update
from desktop.store import keys
from desktop.store.announcements import Announcement, NotGenuine
from desktop.ui import beginnings
from desktop.ui.accounts_view import AccountDialog, FirstPassword
from desktop.ui.beginnings import (
    BeginningDialog,
    CreateDialog,
    RecoveryDialog,
    RestoreDialog,
    SampleDialog,
)
from desktop.ui.clock_dialog import ClockDialog
from desktop.ui.crash_dialog import CrashDialog
from desktop.ui.dialogs import Message, MessageDialog
from desktop.ui.file_preview import PictureDialog
from desktop.ui.lock_screen import LockScreen
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.progress_dialog import ProgressDialog
from desktop.ui.secrets import FirstPasswordDialog, RecoveryCodeDialog
from desktop.ui.shortcut_help import ShortcutDialog
from desktop.ui.tokens import Role
from desktop.ui.update_dialog import UpdateDialog

from drawing.stage import Picture, Stage, opened

_TOO_EARLY = -6500
"""By so many days a clock is off whose battery is dead."""
_BEGINNINGS = {"create": CreateDialog, "sample": SampleDialog, "restore": RestoreDialog}


def program_dialogs() -> Iterator[Picture]:
    """Every dialog that opens over the window, or before it is there."""
    for what, kind in _BEGINNINGS.items():
        yield Picture(f"02-{what}", partial(_beginning, what), kind)
        yield Picture(f"02-{what}-loi", partial(_refused_beginning, what), kind)
    yield Picture("02-quen-mat-khau", _recovery, RecoveryDialog)
    yield Picture("02-mat-khau-lan-dau", _own_password, FirstPasswordDialog)
    yield Picture("6-ma-khoi-phuc", _recovery_code, RecoveryCodeDialog)
    yield Picture("6-tai-khoan", _account, AccountDialog)
    yield Picture("6-dat-lai-mat-khau", _password_again, FirstPassword)
    yield Picture("6-hom-nay", _clock, ClockDialog)
    for name, days, typed in (
        ("6-hom-nay-sai", _TOO_EARLY, "22/11/2026"),
        ("6-hom-nay-hoi-lai", -_TOO_EARLY, "22/11/2062"),
    ):
        wrong, mend = partial(_wrong_clock, days, typed), partial(_move_clock, days=-days)
        yield Picture(name, wrong, ClockDialog, leave=mend)
    yield Picture("6-chua-biet-hom-nay", _unknown_day, leave=partial(_move_clock, days=-_TOO_EARLY))
    yield Picture("6-bao-loi", _error, MessageDialog)
    yield Picture("6-hoi", _question, MessageDialog)
    yield Picture("6-chuong-trinh-loi", _crash, CrashDialog)
    yield Picture("6-ban-moi", partial(_update, True), UpdateDialog)
    yield Picture("6-ban-moi-linux", partial(_update, False), UpdateDialog)
    yield Picture("6-ban-moi-tren-usb", _news, leave=_leave_news)
    yield Picture("6-dang-lam", _progress, ProgressDialog)
    yield Picture("6-phim-tat", _shortcuts, ShortcutDialog)
    yield Picture("6-khoa", _locked, LockScreen)
    yield Picture("6-anh", _picture, PictureDialog)
    yield Picture("6-xem-truoc-khi-in", _preview, PdfPreview)


def _beginning(what: str, stage: Stage) -> BeginningDialog:
    jobs, clock = stage.workplace.desk.jobs, stage.office.clock
    dialog = beginnings.dialog_for(what, jobs, clock, stage.folder / "du-lieu", stage.window)
    dialog.open()
    return dialog


def _refused_beginning(what: str, stage: Stage) -> QWidget:
    dialog = _beginning(what, stage)
    primary = next(one for one in dialog.findChildren(QPushButton) if one.isDefault())
    primary.click()
    return dialog


def _recovery(stage: Stage) -> QDialog:
    jobs, clock = stage.workplace.desk.jobs, stage.office.clock
    return opened(RecoveryDialog(stage.office.folder, jobs, clock, stage.window))


def _own_password(stage: Stage) -> QDialog:
    return opened(FirstPasswordDialog(stage.office, stage.window))


def _recovery_code(stage: Stage) -> QDialog:
    return opened(RecoveryCodeDialog(stage.office, keys.new_recovery_code(), stage.window))


def _account(stage: Stage) -> QDialog:
    return opened(AccountDialog(stage.workplace, None, stage.window))


def _password_again(stage: Stage) -> QDialog:
    return opened(FirstPassword(stage.workplace, stage.office.user.name, stage.window))


def _clock(stage: Stage) -> QDialog:
    return opened(ClockDialog(stage.workplace, stage.window))


def _wrong_clock(days: int, typed: str, stage: Stage) -> QDialog:
    _move_clock(stage, days)
    dialog = ClockDialog(stage.workplace, stage.window)
    dialog.day.setText(typed)
    if days > 0:
        dialog.confirm()
    return opened(dialog)


def _unknown_day(stage: Stage) -> QWidget:
    _move_clock(stage, _TOO_EARLY)
    stage.window.show_page("home")
    return stage.window


def _move_clock(stage: Stage, days: int) -> None:
    pc = stage.office.clock.machine
    assert isinstance(pc, StoppedClock)
    pc.forward(days=days)
    stage.office.store.timeline().judge(stage.office.clock)
    stage.window.foot.show_day()


def _error(stage: Stage) -> QDialog:
    error = UserError(tr("Ổ đĩa đã đầy. Lần lưu này chưa được ghi. Hãy dọn bớt tệp."))
    dialog = MessageDialog(tr("Chưa làm được"), Message.of(error), Role.ERROR, stage.window)
    dialog.offer(tr("Đã hiểu"), "read", primary=True)
    return opened(dialog)


def _question(stage: Stage) -> QDialog:
    message = Message(tr("Có nội dung chưa cất."), "", tr("Cất trước khi rời khỏi đây?"))
    dialog = MessageDialog(tr("Chưa cất"), message, Role.WARNING, stage.window)
    dialog.add_cancel(tr("Ở lại"))
    dialog.offer(tr("Bỏ thay đổi"), "drop")
    dialog.offer(tr("Cất"), "save", primary=True)
    return opened(dialog)


def _crash(stage: Stage) -> QDialog:
    return opened(CrashDialog("Sổ Xã 0.1.0\nValueError\n  desktop/ui/home.py:120", stage.window))


def _newer() -> Update:
    changes = (
        "Bản này sửa lỗi in và thêm cách tìm.\n\n"
        "- **In danh sách** thành viên giữ đúng lề khi tên dài.\n"
        "- **Tìm nhanh** nhận cả số căn cước gõ có dấu cách.\n"
        "- Báo cáo quý mở nhanh hơn trên máy cũ.\n\n"
        "Khi cập nhật không cần làm gì thêm: dữ liệu được chuyển ở lần mở đầu tiên."
    )
    announced = Announcement(
        "1.2.0", "SoXa-setup-1.2.0.exe", 38_214_656, "0" * 64, changes, dt.date(2026, 11, 20)
    )
    drive = Path("/media/lan/KINGSTON")
    return Update(announced, drive, drive)


def _update(windows: bool, stage: Stage) -> QDialog:
    dialog = UpdateDialog(stage.workplace, _newer(), stage.window, windows=windows)
    return opened(dialog)


def _news(stage: Stage) -> QWidget:
    forged = Refused(Path("SoXa-9.0.0.banmoi"), NotGenuine().message, forged=True)
    stage.workplace.updates.found = Found((_newer(),), (forged,))
    stage.workplace.updates.looked.emit()
    stage.window.show_page("home")
    return stage.window


def _leave_news(stage: Stage) -> None:
    stage.workplace.updates.found = Found()
    stage.workplace.updates.looked.emit()


def _progress(stage: Stage) -> QDialog:
    dialog = ProgressDialog(tr("Đang lập dữ liệu mẫu"), stage.window)
    dialog.step(1_234, 3_321)
    return opened(dialog)


def _shortcuts(stage: Stage) -> QDialog:
    return opened(ShortcutDialog(stage.workplace.actions, stage.window))


def _locked(stage: Stage) -> QDialog:
    screen = LockScreen(stage.office.user.full_name, stage.window)
    screen.cover()
    return screen


def _picture(stage: Stage) -> QDialog:
    picture = QImage(1200, 800, QImage.Format.Format_RGB32)
    picture.fill(QColor("#8aa"))
    return opened(PictureDialog("bien-ban.jpg", picture, stage.window))


def _preview(stage: Stage) -> QDialog:
    printed = printing.print_document(stage.office, "K1", blank=True)
    return opened(
        PdfPreview(
            tr("Xem trước khi in"),
            printed.content,
            Path("K1.pdf"),
            stage.workplace.actions,
            stage.window,
        )
    )
