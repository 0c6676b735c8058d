"""Gửi: what waits for an office, and the one button that writes it onto a stick."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations import sending
from desktop.operations.exchange_board import Standing, is_old
from desktop.operations.package_files import EVERYBODY
from desktop.operations.sending import Pending, Sent
from desktop.ui.ack_dialogs import HearAckDialog
from desktop.ui.exchange_words import day_text, size_text
from desktop.ui.kind_chips import KindChips
from desktop.ui.office_list import OfficeList
from desktop.ui.package_watch import PackageWatch
from desktop.ui.progress_dialog import run_with_progress
from desktop.ui.send_all_form import SendAllForm
from desktop.ui.send_target import SendTarget
from desktop.ui.sent_view import SentView
from desktop.ui.theme import set_icon, set_look, theme_of
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.labels import SectionLabel, label
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

_FORM_WIDTH = 760


class SendView(QWidget):
    """What waits for the chosen office; after sending, what was written.

    ``confirmed`` when another office has said what it holds.
    """

    confirmed = Signal()

    def __init__(self, workplace: Workplace, watch: PackageWatch) -> None:
        super().__init__()
        self._workplace, self._watch = workplace, watch
        self._pending: Pending | None = None
        self._brought: int | None = None
        self.offices = OfficeList()
        self.target = SendTarget(workplace.settings)
        self.everybody = SendAllForm(workplace)
        self.result = SentView()
        self._none = EmptyState(
            "users", tr("Chưa có nơi nào để gửi: danh bạ của tỉnh chưa có máy nào khác.")
        )
        self.stack = QStackedWidget()
        self._form = self._lay_form()
        for part in (self._none, self._form, self.everybody, self.result):
            self.stack.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, GAP, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.offices, 1)
        row.addWidget(self.stack, 2)
        self.offices.chosen.connect(self._read)
        self.target.changed.connect(self._enable)
        self.everybody.sent.connect(self._sent_to_all)
        self.result.again_asked.connect(self._again)
        self.result.folder_asked.connect(self._open_folder)
        watch.looked.connect(self._show_drives)

    # -- building -------------------------------------------------------------------

    def _lay_form(self) -> QWidget:
        self.figure = label("", "figure")
        self.words = label("", "head")
        self.words.setWordWrap(True)
        self.last = label("", "quiet")
        self.last.setWordWrap(True)
        self.reminder = InfoBanner(Role.WARNING, "")
        self._chips = KindChips()
        card = Card()
        card.body.setContentsMargins(20, 18, 20, 18)
        card.body.addLayout(self._head())
        card.body.addWidget(self._chips)
        card.body.addWidget(self.reminder)
        card.body.addWidget(SectionLabel(tr("Ghi tệp vào")))
        card.body.addWidget(self.target)
        card.body.addLayout(self._foot())
        scroll = PageScroll(look="clear")
        scroll.column.addWidget(card)
        scroll.column.addStretch(1)
        card.setMaximumWidth(theme_of(self).px(_FORM_WIDTH))
        return scroll

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.figure)
        line.addWidget(self.words, 1)
        whole = QVBoxLayout()
        whole.setSpacing(2)
        whole.addLayout(line)
        whole.addWidget(self.last)
        self.hear = QPushButton(tr("Nhập mã xác nhận…"))
        set_look(self.hear, "link")
        self.hear.clicked.connect(lambda _checked=False: self.hear_code())
        head = QHBoxLayout()
        head.addLayout(whole, 1)
        head.addWidget(self.hear, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _foot(self) -> QHBoxLayout:
        self.send_button = QPushButton(tr("Gửi"))
        set_look(self.send_button, "primary")
        set_icon(self.send_button, "file-up", "on_main")
        self.send_button.clicked.connect(lambda _checked=False: self.send())
        self.send_button.setMinimumWidth(theme_of(self).px(110))
        told = tr(
            "Tệp được mã hóa riêng cho nơi nhận và mang chữ ký của máy này; không cần mật khẩu."
        )
        note = label(told, "quiet")
        note.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(note, 1)
        foot.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignBottom)
        return foot

    # -- showing --------------------------------------------------------------------

    def show_standing(self, standing: Standing) -> None:
        """List the offices that may be sent to, and read what waits for the chosen one."""
        set_shown(self.offices, len(standing.partners) > 1)
        below = [one for one in standing.partners if not one.above and not one.own]
        self.offices.show_offices(standing.partners, for_all=len(below) > 1)
        if not standing.partners:
            self.stack.setCurrentWidget(self._none)
        else:
            self._read()

    def take_keyboard(self) -> None:
        """The button, if it can be pressed at once; else what has to be chosen first."""
        shown = self.stack.currentWidget()
        if isinstance(shown, SendAllForm | SentView):
            shown.take_keyboard()
        elif self.send_button.isEnabled():
            self.send_button.setFocus()
        else:
            self.target.browse.setFocus()

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
        self._pending = found
        self.figure.setText(grouped(found.total))
        self.words.setText(tr("thay đổi {name} chưa xác nhận").format(name=found.name))
        self.last.setText(_last_words(found))
        self._show_kinds(found)
        old = is_old(self._workplace.office, found)
        self.reminder.set_text(_reminder(found))
        set_shown(self.reminder, old)
        self._bring(found.to, self._form)
        self._enable()

    def _bring(self, scope: int, form: QWidget) -> None:
        """Show the form of what is chosen; the result of a sending stays until that is another."""
        if self._brought != scope or self.stack.currentWidget() is self._none:
            self.stack.setCurrentWidget(form)
        self._brought = scope

    def _show_kinds(self, found: Pending) -> None:
        words = tr("{n} tệp đính kèm, {size}").format(
            n=grouped(found.contents), size=size_text(found.content_bytes)
        )
        self._chips.show_counts(found.counts, [(words, Role.MAIN)] if found.contents else [])

    def _show_drives(self) -> None:
        if not self._watch.looking:
            self.target.show_drives(self._watch.found.drives)
            self.everybody.target.show_drives(self._watch.found.drives)

    def _enable(self) -> None:
        self.send_button.setEnabled(self._pending is not None and self.target.place() is not None)

    # -- deeds ----------------------------------------------------------------------

    def send(self) -> None:
        """Write the file; the result comes in the form's place."""
        place, found = self.target.place(), self._pending
        if place is None or found is None:
            return
        self.send_button.setEnabled(False)
        self.target.remember()
        office, to, limit = self._workplace.office, found.to, self.target.limit()
        dialog = run_with_progress(
            self._workplace.desk.jobs,
            self,
            tr("Đang ghi tệp gửi {name}…").format(name=found.name),
            lambda progress: sending.send(office, to, place, progress, limit),
            self._sent,
        )
        dialog.finished.connect(self._enable)

    def hear_code(self) -> None:
        """Take a code that confirms what was sent."""
        dialog = HearAckDialog(self._workplace, self)
        dialog.heard.connect(self._heard)
        dialog.open()

    def _heard(self) -> None:
        self._read()
        self._workplace.exchanged.emit()
        self.confirmed.emit()

    def _sent(self, sent: Sent) -> None:
        self._show_result(sent, self.target)

    def _sent_to_all(self, sent: Sent) -> None:
        self._show_result(sent, self.everybody.target)

    def _show_result(self, sent: Sent, target: SendTarget) -> None:
        self.result.show_sent(sent, may_pull=target.on_drive(sent.path))
        self.stack.setCurrentWidget(self.result)
        self.result.take_keyboard()
        self._read()
        self._workplace.exchanged.emit()

    def _again(self) -> None:
        to_all = self._brought == EVERYBODY
        self.stack.setCurrentWidget(self.everybody if to_all else self._form)
        self._watch.look()
        self._read()
        self.take_keyboard()

    def _open_folder(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


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
