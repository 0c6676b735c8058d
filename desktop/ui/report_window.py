"""One report: its figures, its text, and its way from draft to sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.base.clock import in_vietnam
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import line_drafts, reports
from desktop.operations.line_drafts import LineDraft
from desktop.operations.office import Office, day
from desktop.operations.records import ChangedMeanwhile
from desktop.operations.reports import ReportView
from desktop.operations.text_styles import Style, set_style
from desktop.rules.permissions import Permission
from desktop.store.store import Changes
from desktop.ui.actions import button_for
from desktop.ui.clash_dialog import ClashDialog
from desktop.ui.dialogs import Message, ask, choose
from desktop.ui.paper_preview import PaperPreview
from desktop.ui.remark_banners import RemarkBanners
from desktop.ui.report_deeds import SET_SENT, Deed, ReportDeeds, agreed
from desktop.ui.report_dialogs import SentDialog
from desktop.ui.report_drafts import ReportDrafts
from desktop.ui.report_figures import ReportFigures
from desktop.ui.report_state import report_words, state_chips
from desktop.ui.report_texts import ReportTexts
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.header_strip import HeaderStrip
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace


@dataclass(frozen=True)
class _Opened:
    """A report as it is opened, with a draft of its texts that was not saved."""

    view: ReportView
    draft: LineDraft | None


def _read(office: Office, key: uuid.UUID) -> _Opened:
    return _Opened(reports.read_report(office, key), line_drafts.read_lines(office, "reports", key))


class ReportWindow(QWidget):
    """Shows one report; ``left`` asks to go back to the list."""

    left = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self._workplace = workplace
        self._wanted: uuid.UUID | None = None
        self._view: ReportView | None = None
        self._saving = False
        self._after: Callable[[], object] = _nothing
        self.strip = HeaderStrip()
        self.remarks = RemarkBanners()
        self.figures = ReportFigures(workplace)
        self.texts = ReportTexts()
        self.drafts = ReportDrafts(workplace, self.texts)
        self.tabs = QTabWidget()
        self._lay_strip()
        self._lay()
        self._bind()

    # -- what is shown --------------------------------------------------------------

    @property
    def report_id(self) -> uuid.UUID | None:
        """The report that is shown, or was asked for last."""
        return self._wanted

    @property
    def locked(self) -> bool:
        """Whether the report is only read: handed over, or not for this user to write."""
        view = self._view
        return view is None or not (view.editable and self._workplace.may_write("reports"))

    def open(self, report_id: uuid.UUID) -> None:
        """Read a report and show it."""
        if report_id != self._wanted:
            self._view = None
            self.texts.clear()
            self.tabs.setCurrentIndex(0)
        self._wanted = report_id
        self._workplace.ask(lambda office: _read(office, report_id), self._show)

    def refresh(self) -> None:
        """Read the report anew; what is typed and not saved stays."""
        if self._wanted is not None:
            self.open(self._wanted)

    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return not self.locked and bool(self.texts.texts())

    # -- deeds ----------------------------------------------------------------------

    def save(self, *, over: bool = False) -> None:
        """Save the texts (Cất); over: even where somebody else wrote meanwhile."""
        texts, view = self.texts.texts(), self._view
        if self.locked or self._saving or view is None:
            return
        if not texts:
            self._workplace.tell(tr("Không có gì thay đổi."))
            return
        deed = partial(
            reports.save_texts,
            report_id=view.reading.id,
            texts=texts,
            seen=None if over else view.seen,
        )
        self._run(deed, self._saved)

    def cancel(self) -> None:
        """Show the saved texts again (Hoãn), after asking if something was typed."""
        question = Message(
            tr("Có đoạn văn chưa cất."), tr("Nếu bỏ, nội dung trở về lần cất trước.")
        )
        words = tr("Bỏ thay đổi")
        if self.is_changed() and ask(self, tr("Hoãn sửa"), question, words, danger=True):
            self._drop()

    def may_leave(self) -> bool:
        """Whether nothing unsaved stands in the way; asks (Cất / Bỏ / Ở lại) if it must."""
        return self._may_go_on(self.left.emit)

    def print(self) -> None:
        """Look at the paper as it would be printed now."""
        if self._wanted is not None and self._may_go_on(self.print):
            PaperPreview(self._workplace, self, "T10", self._wanted).show()

    def take_former(self, code: str = "") -> None:
        """Take the text of the report before for a section, the one with the keyboard (F7)."""
        code = code or self.texts.current()
        if self._wanted is not None and not self.locked and code:
            deed = partial(reports.former_texts, report_id=self._wanted)
            self._workplace.ask(deed, partial(self._take_former, code))

    # -- inside ---------------------------------------------------------------------

    def _lay_strip(self) -> None:
        self.back = QPushButton()
        set_icon(self.back, "arrow-left", alone=True)
        self.back.setToolTip(tr("Về danh sách báo cáo"))
        self.back.setAccessibleName(self.back.toolTip())
        self.back.clicked.connect(lambda _checked=False: self.left.emit())
        self.print_button = QPushButton(tr("Xem, in"))
        set_icon(self.print_button, "printer")
        self.print_button.setToolTip(tr("Xem và in báo cáo (Ctrl+P)"))
        self.print_button.clicked.connect(lambda _checked=False: self.print())
        set_shown(self.print_button, self._workplace.may(Permission.PRINT))
        self._save = self._workplace.actions.bind(self, "save", self.save)
        self._cancel = self._workplace.actions.bind(self, "cancel", self.cancel)
        for part in (self.back, self.print_button, *map(button_for, (self._cancel, self._save))):
            self.strip.add_action(part)
        self.deeds = ReportDeeds(self._workplace, self.strip)

    def _lay(self) -> None:
        self.tabs.addTab(self.figures, tr("Số liệu"))
        self.tabs.addTab(self.texts, tr("Nội dung"))
        self.tabs.setDocumentMode(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for part in (self.strip, self.drafts, self.remarks):
            column.addWidget(part)
        column.addWidget(self.tabs, 1)

    def _bind(self) -> None:
        bind = self._workplace.actions.bind
        bind(self, "former_value", self.take_former)
        for action_id, by in (("previous_tab", -1), ("next_tab", 1)):
            bind(self, action_id, lambda by=by: self._step_tab(by), here_only=True)
        self.texts.changed.connect(self._show_deeds)
        self.texts.style_chosen.connect(self._set_style)
        self.texts.former_asked.connect(self.take_former)
        self.drafts.taken.connect(self._show_deeds)
        self.deeds.asked.connect(self._do)
        self.remarks.asked.connect(self._workplace.open)
        self.figures.record_asked.connect(self._workplace.open)

    def _show(self, opened: _Opened) -> None:
        view = opened.view
        if view.reading.id != self._wanted:
            return
        self._view = view
        values, body = view.reading.values, view.body
        self.strip.set_chips(state_chips(values, day(self._workplace.office)))
        self.remarks.show_remarks(body.remarks)
        self.figures.show_figures(
            view.reading.id, body.groups, editable=not self.locked, frozen=view.frozen
        )
        self.texts.show_texts(body.sections, view.style, locked=self.locked, former=view.former)
        self.drafts.follow(view.reading.id, opened.draft, locked=self.locked)
        self._show_deeds()

    def _show_deeds(self) -> None:
        changed = self.is_changed()
        for action in (self._save, self._cancel):
            # There from the beginning: nothing moves away under who begins to type.
            action.setVisible(not self.locked)
            action.setEnabled(changed and not self._saving)
        if self._view is not None:
            self.deeds.show_for(self._view, busy=self._saving)
            # Other buttons leave other room for the title.
            self.strip.set_words(*report_words(self._view.reading.values))

    def _step_tab(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def _set_style(self, style: Style) -> None:
        if self._wanted is not None:
            deed = partial(set_style, report_id=self._wanted, style=style)
            self._workplace.ask(deed, lambda _none: self.refresh())

    def _take_former(self, code: str, texts: dict[str, str]) -> None:
        if code in texts:
            self.texts.put({code: texts[code]})

    def _may_go_on(self, then: Callable[[], object]) -> bool:
        """Whether all is saved; then: what is done once it is, if the clerk wants it saved."""
        if not self.is_changed():
            return True
        question = Message(tr("Báo cáo có đoạn văn chưa cất."), "", tr("Cất trước khi đi tiếp?"))
        answers = (("drop", tr("Bỏ thay đổi")), ("save", tr("Cất")))
        answer = choose(self, tr("Chưa cất"), question, answers, Role.WARNING)
        if answer == "save":
            self._after = then
            self.save()
        elif answer == "drop":
            self._drop()
        return answer == "drop"

    def _do(self, deed: Deed) -> None:
        if self._saving or not self._may_go_on(partial(self._do, deed)):
            return
        assert self._view is not None
        report_id = self._view.reading.id
        if deed.key == SET_SENT:
            SentDialog(self._workplace, report_id, self._view.reading.values, self).open()
        elif (operation := deed.operation) is not None and agreed(deed, self._view, self):
            self._run(lambda office: operation(office, report_id), self._done)

    def _run(
        self, operation: Callable[[Office], Changes], done: Callable[[Changes], object]
    ) -> None:
        self._saving = True
        self._show_deeds()
        self._workplace.run(operation, self, done, refused=self._refused, settled=self._settled)

    def _settled(self) -> None:
        self._saving = False
        self._show_deeds()

    def _saved(self, _changes: Changes) -> None:
        self.drafts.stop(forget=False)
        for editor in self.texts.editors.values():
            editor.take_as_saved()
        at = in_vietnam(self._workplace.office.clock.now())
        self._workplace.tell(tr("Đã cất {at}").format(at=f"{at:%H:%M}"))
        after, self._after = self._after, _nothing
        after()

    def _done(self, _changes: Changes) -> None:
        self.drafts.stop(forget=False)

    def _refused(self, error: UserError) -> bool:
        self._after = _nothing
        if not isinstance(error, ChangedMeanwhile):
            return False
        dialog = ClashDialog(self._workplace.names, "report_texts", error.clashes, self)
        if dialog.exec():
            if dialog.mine():
                self.save(over=True)
            else:
                clash = error.clashes[0]
                self.texts.replace(clash.mine, clash.theirs or "")
                self.refresh()
        return True

    def _drop(self) -> None:
        self.texts.revert()
        self.drafts.stop(forget=True)
        self._show_deeds()


def _nothing() -> None:
    return
