"""Gửi: what waits for an office, and the one button that writes it onto a stick."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QWidget,
)

from desktop.base.i18n import tr
from desktop.operations import sending
from desktop.operations.exchange_board import Standing
from desktop.operations.package_files import EVERYBODY
from desktop.operations.sending import Pending, Sent
from desktop.operations.unconfirmed import unconfirmed
from desktop.ui.office_list import OfficeList
from desktop.ui.package_watch import PackageWatch
from desktop.ui.send_all_form import SendAllForm
from desktop.ui.send_form import SendForm
from desktop.ui.send_one_form import SendOneForm
from desktop.ui.send_target import SendTarget
from desktop.ui.sent_view import SentView
from desktop.ui.tokens import GAP
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace


class SendView(QWidget):
    """What waits for the chosen office; after sending, what was written.

    ``confirmed`` when another office has said what it holds.
    """

    confirmed = Signal()

    def __init__(self, workplace: Workplace, watch: PackageWatch) -> None:
        super().__init__()
        self._workplace, self._watch = workplace, watch
        self._brought: int | None = None
        self.offices = OfficeList()
        self.form, self.everybody = SendOneForm(workplace), SendAllForm(workplace)
        self.result = SentView()
        self._none = EmptyState(
            "users", tr("Chưa có nơi nào để gửi: danh bạ của tỉnh chưa có máy nào khác.")
        )
        self.stack = QStackedWidget()
        for part in (self._none, self.form, self.everybody, self.result):
            self.stack.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, GAP, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.offices, 1)
        row.addWidget(self.stack, 2)
        self.offices.chosen.connect(self._read)
        self.form.heard.connect(self._heard)
        for form in (self.form, self.everybody):
            form.sent.connect(partial(self._sent, form.target))
        self.result.again_asked.connect(self._again)
        self.result.folder_asked.connect(self._open_folder)
        watch.looked.connect(self._show_drives)

    # -- showing --------------------------------------------------------------------

    def show_standing(self, standing: Standing) -> None:
        """List the offices that may be sent to, and read what waits for the chosen one."""
        set_shown(self.offices, len(standing.partners) > 1)
        below = [one for one in standing.partners if not one.above and not one.own]
        self.offices.show_offices(standing.partners, for_all=len(below) > 1)
        if len(standing.partners) > 1:
            self._workplace.ask(unconfirmed, self.offices.show_waiting)
        if not standing.partners:
            self.stack.setCurrentWidget(self._none)
        else:
            self._read()

    def take_keyboard(self) -> None:
        """The button, if it can be pressed at once; else what has to be chosen first."""
        shown = self.stack.currentWidget()
        if isinstance(shown, SendForm | SentView):
            shown.take_keyboard()

    def _read(self) -> None:
        scope = self.offices.scope()
        if scope == EVERYBODY:
            self.everybody.read()
            self._bring(scope, self.everybody)
        elif scope is not None:
            self._workplace.ask(lambda office: sending.pending(office, scope), self._show)

    def _show(self, found: Pending) -> None:
        # An answer that comes late is not about the office that is chosen now.
        if found.to != self.offices.scope():
            return
        self.form.show_pending(found)
        self._bring(found.to, self.form)

    def _bring(self, scope: int, form: QWidget) -> None:
        """Show the form of what is chosen; the result of a sending stays until that is another."""
        if self._brought != scope or self.stack.currentWidget() is self._none:
            self.stack.setCurrentWidget(form)
        self._brought = scope

    def _show_drives(self) -> None:
        if not self._watch.looking:
            for form in (self.form, self.everybody):
                form.target.show_drives(self._watch.found.drives)

    # -- deeds ----------------------------------------------------------------------

    def _heard(self) -> None:
        self._read()
        self._workplace.exchanged.emit()
        self.confirmed.emit()

    def _sent(self, target: SendTarget, sent: Sent) -> None:
        self.result.show_sent(sent, may_pull=target.on_drive(sent.path))
        self.stack.setCurrentWidget(self.result)
        self.result.take_keyboard()
        self._read()
        self._workplace.exchanged.emit()

    def _again(self) -> None:
        to_all = self._brought == EVERYBODY
        self.stack.setCurrentWidget(self.everybody if to_all else self.form)
        self._watch.look()
        self._read()
        self.take_keyboard()

    def _open_folder(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
