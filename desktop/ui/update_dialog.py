"""What is new in a version that was found, and installing it."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop import __version__
from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.operations import setups
from desktop.operations.updates import Update
from desktop.ui.page import Page
from desktop.ui.progress_dialog import ProgressDialog
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.labels import SectionLabel, label
from desktop.ui.workplace import Workplace


class UpdateDialog(DialogFrame):
    """Tells about a newer version; copies the office, fetches the setup and asks to start it.

    windows: whether this PC can start the setup.
    """

    def __init__(
        self,
        workplace: Workplace,
        update: Update,
        parent: QWidget,
        *,
        windows: bool = sys.platform == "win32",
    ) -> None:
        announced = update.announced
        title = tr("Bản Sổ Xã {version}").format(version=announced.version)
        super().__init__(title, parent, width=620)
        self._workplace, self._update = workplace, update
        self._progress: ProgressDialog | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.facts = label(self._facts(), "quiet")
        self.facts.setWordWrap(True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.facts)
        self.body.addWidget(SectionLabel(tr("Có gì mới")))
        self.changes = label(announced.changes)
        # Our own words under our own signature, unlike what records hold.
        self.changes.setTextFormat(Qt.TextFormat.MarkdownText)
        self.changes.setWordWrap(True)
        self.body.addWidget(self.changes)
        self.body.addStretch(1)
        if windows:
            self.add_cancel(tr("Để sau"))
            self.add_primary(tr("Sao lưu rồi cài"), self.install)
        else:
            self.body.insertWidget(1, InfoBanner(Role.NEUTRAL, _by_hand(announced.version)))
            self.add_primary(tr("Đóng"), self.reject)

    def _facts(self) -> str:
        announced = self._update.announced
        lines = (
            tr("Phát hành ngày {day}. Máy này đang dùng bản {current}.").format(
                day=Date().format(announced.released_on), current=__version__
            ),
            tr("Bộ cài: {path} ({size} MB), được kiểm tra lại trước khi chạy.").format(
                path=self._update.setup, size=max(1, round(announced.size / 1e6))
            ),
        )
        return "\n".join(lines)

    def install(self) -> None:
        """Copy the office and the setup, prove the setup, and ask the program to make way."""
        if not _may_leave(self.parentWidget()):
            return
        self.show_trouble("")
        self.set_busy(busy=True)
        update, place = self._update, self._workplace.updates.place
        self._progress = ProgressDialog(tr("Đang sao lưu và kiểm tra bộ cài…"), self)
        self._progress.watch(
            self._workplace.desk.jobs.run(
                lambda progress: setups.prepare_update(
                    self._workplace.office, update, place, progress
                ),
                self._prepared,
                self._progress.step,
                self._settle,
                self.refuse,
            )
        )

    def _settle(self) -> None:
        if self._progress is not None:
            self._progress.finish()
            self._progress = None
        self.set_busy(busy=False)

    def _prepared(self, setup: Path) -> None:
        self.accept()
        self._workplace.update_asked.emit(setup)

    def reject(self) -> None:
        # The copy under way has its own button to stop it.
        if self._progress is None:
            super().reject()


def _may_leave(widget: QWidget | None) -> bool:
    """Whether the page that the dialog stands over has nothing unsaved."""
    while widget is not None:
        if isinstance(widget, Page):
            return widget.may_leave()
        widget = widget.parentWidget()
    return True


def _by_hand(version: str) -> str:
    return tr(
        "Bộ cài này dành cho Windows. Trên máy Linux, hãy sao lưu, đóng Sổ Xã rồi cài gói cùng "
        "phiên bản: sudo apt install ./soxa_{version}_amd64.deb"
    ).format(version=version)
