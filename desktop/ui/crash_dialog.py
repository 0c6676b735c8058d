"""The last word after a fault of the program itself."""

from __future__ import annotations

import hashlib
import logging
import platform
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.base.i18n import tr
from desktop.base.log import crash_report
from desktop.ui.theme import theme_of
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_log = logging.getLogger("desktop.crash")


class CrashDialog(DialogFrame):
    """Says that the program failed, offers a report without personal data, and closes in order."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(tr("Chương trình gặp lỗi"), parent, width=560)
        self.report = report
        for sentence in (
            tr("Lỗi này là của chương trình, không phải của anh chị."),
            tr("Những gì đã cất vẫn còn nguyên. Ô đang gõ dở sẽ được hỏi lại khi mở lần sau."),
            tr("Hãy sao chép báo cáo gửi người hỗ trợ (mã {}), rồi đóng chương trình.").format(
                report_code(report)
            ),
        ):
            line = label(sentence)
            line.setWordWrap(True)
            self.body.addWidget(line)
        self._text = QPlainTextEdit(report)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(tr("Báo cáo lỗi"))
        self._text.setMinimumHeight(theme_of(self).px(140))
        self.body.addWidget(self._text, 1)
        note = label(
            tr("Báo cáo chỉ nêu chỗ hỏng trong chương trình, không có dữ liệu hồ sơ."), "quiet"
        )
        note.setWordWrap(True)
        self.body.addWidget(note)
        self.copy_button = self.add_button(tr("Sao chép báo cáo"), self._copy)
        self.add_primary(tr("Đóng chương trình"), self.accept)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
        self.copy_button.setText(tr("Đã sao chép"))


class CrashWatch(QObject):
    """Meets every error that nobody caught: log, dialog, orderly close.

    close: ends the program in order; it is called once, after the dialog.
    """

    def __init__(
        self, close: Callable[[], object], version: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._close, self._version = close, version
        self._shown = False

    def install(self) -> None:
        """Take over Python's hook for uncaught errors; slots of Qt end there too."""
        sys.excepthook = self.meet

    def meet(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Handle one uncaught error; those that follow while the dialog is open are only logged."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
            return
        report = full_report(error, self._version)
        _log.error("%s", report)
        if self._shown:
            return
        self._shown = True
        dialog = CrashDialog(report)
        dialog.exec()
        dialog.deleteLater()
        self._close()


_HEAD = "SoXa "


def full_report(error: BaseException, version: str) -> str:
    """Where it failed and in what surroundings; nothing of the office or its records."""
    place = crash_report(error)
    return "\n".join(
        (
            f"{_HEAD}{version} · {report_code(place)}",
            f"Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}",
            place,
        )
    )


def report_code(report: str) -> str:
    """Six signs to read over the phone, the same for the same fault."""
    place = report.splitlines()[2:] if report.startswith(_HEAD) else report.splitlines()
    return hashlib.sha256("\n".join(place).encode()).hexdigest()[:6].upper()
