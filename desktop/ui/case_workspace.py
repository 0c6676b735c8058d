"""One case open on the desk: its head, its tabs, reading and editing."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.base.i18n import N_, tr
from desktop.operations import cases
from desktop.operations.cases import CaseFolder
from desktop.operations.drafts import OpenDraft
from desktop.records import CaseFile, Person
from desktop.rules.permissions import Permission
from desktop.store.store import Changes
from desktop.ui.case_head import CaseHead
from desktop.ui.case_printing import CasePrintDialog
from desktop.ui.case_tabs import ContactsTab, FamilyTab, PapersTab
from desktop.ui.departure_notice import DepartureNotice
from desktop.ui.disagreement_banner import DisagreementBanner
from desktop.ui.editing import Editing
from desktop.ui.history_view import HistoryView
from desktop.ui.problem_list import ProblemList
from desktop.ui.readers_dialog import ReadersDialog
from desktop.ui.record_form import RecordForm
from desktop.ui.stage_dialog import StageDialog
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

_WHO = ("full_name", "other_names", "sex", "birth_date", "id_type", "id_number", "id_issued_on",
    "id_issued_by", "person_code", "anonymous", "ethnicity", "religion")  # fmt: skip
_TO_REOPEN = N_("Nếu cần, nhờ lãnh đạo mở lại: bấm bước “Thực hiện” trên thanh giai đoạn.")
_UNSEEN = ("person_id", "status", "closed_on", "close_reason")


class CaseWorkspace(QWidget):
    """Shows one case; ``list_asked`` tells that the clerk wants back to the list."""

    list_asked = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "ground")
        self._workplace = workplace
        self._folder: CaseFolder | None = None
        self._wanted: uuid.UUID | None = None
        self._draft: OpenDraft | None = None
        self.head = CaseHead()
        self.head.stage_asked.connect(self.ask_stage)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._make_forms()
        self.editing = Editing(
            workplace, self, [self.person_form, self.case_form, self.more_form], cases.save_folder
        )
        self.editing.saved.connect(self._saved)
        self.editing.mode_changed.connect(self._show_mode)
        self._lay_head()
        self._lay_tabs()
        self._lay()
        for action_id, by in (("previous_tab", -1), ("next_tab", 1)):
            workplace.actions.bind(self, action_id, lambda by=by: self.step_tab(by), here_only=True)

    # -- what is shown --------------------------------------------------------------

    @property
    def folder(self) -> CaseFolder | None:
        """The case on the screen."""
        return self._folder

    def case_id(self) -> uuid.UUID | None:
        """The case that is shown, or was asked for last."""
        return self._wanted

    def show_case(self, case_id: uuid.UUID, draft: OpenDraft | None = None) -> None:
        """Read a case and show it; draft: what was typed and not saved, to go on with."""
        self._wanted, self._draft = case_id, draft
        self._workplace.ask(lambda office: cases.read_case(office, case_id), self._show)

    def refresh(self) -> None:
        """Read the case anew; what is being typed stays."""
        if self._wanted is not None:
            self.show_case(self._wanted, self._draft)

    def show_part(self, table: str) -> None:
        """Bring the tab forward on which records of this type stand."""
        homes = {
            "contacts": self.contacts,
            "case_documents": self.papers,
            "family_members": self.family,
            "residences": self.family,
        }
        self.tabs.setCurrentWidget(homes.get(table, self.info))

    # -- deeds ----------------------------------------------------------------------

    def step_tab(self, by: int) -> None:
        """Go to the next tab or the one before, around the ends."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def show_history(self) -> None:
        """Bring the history forward."""
        self.tabs.setCurrentWidget(self.history)

    def ask_stage(self, status: str) -> StageDialog | None:
        """Offer to move the case to another stage."""
        if self._folder is None or not self.editing.may_leave():
            return None
        if self._folder.departure is not None:
            self._workplace.tell(self._folder.departure.sentence())
            return None
        case = self._folder.case
        dialog = StageDialog(self._workplace, case.id, case.values["status"], status, self)
        dialog.open()
        return dialog

    def print_case(self) -> CasePrintDialog | None:
        """Let the clerk choose what of the case to print."""
        if self._folder is None or not self.editing.may_leave():
            return None
        dialog = CasePrintDialog(self._workplace, self._folder, self)
        dialog.open()
        return dialog

    def choose_readers(self) -> ReadersDialog | None:
        """Let the clerk name who else may open a restricted case."""
        if self._folder is None:
            return None
        dialog = ReadersDialog(self._workplace, self._folder.case.id, self)
        dialog.open()
        return dialog

    # -- building -------------------------------------------------------------------

    def _make_forms(self) -> None:
        context, most = self._workplace.context, self._workplace.max_level
        self.person_form = RecordForm(Person, context, only=_WHO, max_level=most)
        self.case_form = RecordForm(CaseFile, context, hidden=_UNSEEN, max_level=most)
        self.case_form.set_read_only("number", read_only=True)
        self.more_form = RecordForm(Person, context, hidden=_WHO, max_level=most)
        for form in (self.person_form, self.case_form, self.more_form):
            form.problems_changed.connect(self._show_problems)
            form.reference_asked.connect(self._open_reference)

    def _lay_head(self) -> None:
        strip = self.head.strip
        self.list_button = QPushButton()
        set_icon(self.list_button, "chevron-left", alone=True)
        self.list_button.setToolTip(tr("Danh sách hồ sơ"))
        self.list_button.setAccessibleName(tr("Danh sách hồ sơ"))
        self.list_button.clicked.connect(lambda _checked=False: self.list_asked.emit())
        self.list_button.hide()
        self.print_button = QPushButton(tr("In hồ sơ"))
        set_icon(self.print_button, "printer")
        self.print_button.setToolTip(tr("In hồ sơ (Ctrl+P)"))
        self.print_button.clicked.connect(lambda _checked=False: self.print_case())
        set_shown(self.print_button, self._workplace.may(Permission.PRINT))
        self.history_button = QPushButton(tr("Lịch sử"))
        set_icon(self.history_button, "history")
        self.history_button.clicked.connect(lambda _checked=False: self.show_history())
        self.readers_button = QPushButton(tr("Người được xem…"))
        set_icon(self.readers_button, "eye")
        self.readers_button.clicked.connect(lambda _checked=False: self.choose_readers())
        self.readers_button.hide()
        buttons = (self.list_button, self.readers_button, self.print_button, self.history_button)
        for button in buttons:
            strip.add_action(button)
        may_edit = self._workplace.may_write("case_files")
        for button in self.editing.bind(may_edit=may_edit):
            strip.add_action(button)

    def _lay_tabs(self) -> None:
        self.info = PageScroll(look="clear")
        self.info.column.setContentsMargins(0, GAP, 0, GAP)
        told = tr(
            "Hồ sơ đã kết thúc nên phần hồ sơ và tiếp xúc chỉ để đọc. Vẫn sửa được thông tin của "
            "người được hỗ trợ và đưa thêm giấy tờ. {todo}"
        )
        self.closed_banner = InfoBanner(Role.NEUTRAL, told.format(todo=tr(_TO_REOPEN)))
        self.closed_banner.hide()
        self.info.column.addWidget(self.closed_banner)
        for form in (self.person_form, self.case_form, self.more_form):
            self.info.column.addWidget(form)
        self.info.column.addStretch(1)
        self.family = FamilyTab(self._workplace)
        self.contacts = ContactsTab(self._workplace)
        self.papers = PapersTab(self._workplace)
        self.history = HistoryView(self._workplace)
        self.history.setContentsMargins(0, GAP, 0, 0)
        self.tabs.addTab(self.info, tr("Thông tin"))
        self.tabs.addTab(self.family, tr("Gia đình"))
        self.tabs.addTab(self.contacts, tr("Tiếp xúc"))
        self.tabs.addTab(self.papers, tr("Giấy tờ"))
        sees_history = self._workplace.may(Permission.READ_HISTORY)
        self.history_button.setVisible(sees_history)
        if sees_history:
            self.tabs.addTab(self.history, tr("Lịch sử"))
        self.tabs.currentChanged.connect(self._fill_tab)

    def _lay(self) -> None:
        self.problems = ProblemList()
        self.problems.chosen.connect(self._go_to)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 8)
        column.setSpacing(8)
        self.differing = DisagreementBanner(self._workplace)
        self.left = DepartureNotice()
        column.addWidget(self.head)
        column.addWidget(self.differing)
        column.addWidget(self.left)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.problems)

    # -- inside ---------------------------------------------------------------------

    def _show(self, folder: CaseFolder) -> None:
        # An answer that comes late is not about what is wanted now.
        if folder.case.id != self._wanted:
            return
        fresh = self._folder is None or self._folder.case.id != folder.case.id
        self._folder = folder
        restricted = folder.case.values.get("access_level") == "HAN_CHE"
        may = self._workplace.may_write("case_files")
        self.readers_button.setVisible(restricted and may)
        self.head.show_header(folder.header, void=folder.case.void_reason is not None)
        self._show_departure(folder)
        if folder.gone:
            return
        self._show_sealed(sealed=folder.sealed)
        self._show_counts(folder)
        self.differing.show_for(folder.case.id, folder.person.id)
        if fresh or not self.editing.is_editing:
            self.editing.show(folder.case, folder.person)
        if fresh:
            self.info.verticalScrollBar().setValue(0)
        self._take_up_draft()
        self._fill_tab()

    def _show_departure(self, folder: CaseFolder) -> None:
        """Say where a case went; of one that is gone there is nothing else to be shown."""
        self.left.show_for(folder)
        self.tabs.setVisible(not folder.gone)
        for button in (self.print_button, self.history_button):
            button.setEnabled(not folder.gone)
        self.editing.allow(allowed=folder.departure is None)

    def _show_sealed(self, *, sealed: bool) -> None:
        """A closed case is read; its person goes on, and papers still arrive."""
        moved = self._folder is not None and self._folder.departure is not None
        told = sealed and not moved and self._workplace.may_write("case_files")
        self.closed_banner.setVisible(told)
        self.case_form.lock(locked=sealed)
        ended = tr("Hồ sơ đã kết thúc nên không ghi thêm hay sửa tiếp xúc. {todo}")
        left = tr("Hồ sơ đã chuyển tới cơ quan khác nên không ghi thêm được ở đây.")
        self.contacts.lock((left if moved else ended.format(todo=tr(_TO_REOPEN))) if sealed else "")
        for tab in (self.papers, self.family):
            tab.lock(left if moved else "")

    def _show_counts(self, folder: CaseFolder) -> None:
        titles = {
            "family_members": (self.family, tr("Gia đình ({n})")),
            "contacts": (self.contacts, tr("Tiếp xúc ({n})")),
            "case_documents": (self.papers, tr("Giấy tờ ({n})")),
        }
        for table, (tab, words) in titles.items():
            text = words.format(n=folder.header.counts[table])
            self.tabs.setTabText(self.tabs.indexOf(tab), text)

    def _take_up_draft(self) -> None:
        draft, self._draft = self._draft, None
        if draft is not None:
            self.tabs.setCurrentWidget(self.info)
            self.editing.resume(draft.draft.table, draft.values)

    def _fill_tab(self) -> None:
        """Read only what stands on the tab in front; the others when they come forward."""
        if self._folder is None:
            return
        case, person = self._folder.case, self._folder.person
        shown = self.tabs.currentWidget()
        if shown is self.family:
            self.family.show_person(person.id)
        elif shown is self.contacts:
            self.contacts.show_owner(case.id)
        elif shown is self.papers:
            self.papers.show_owner(case.id)
        elif shown is self.history:
            self.history.show_records(("case_files", case.id), ("people", person.id))

    def _show_problems(self, _problems: object) -> None:
        self.problems.set_problems(self.editing.forms.shown_problems())

    def _show_mode(self, editing: bool) -> None:
        # What is printed is what was saved; besides, the strip has no room for more.
        self.print_button.setVisible(not editing and self._workplace.may(Permission.PRINT))
        if self._folder is not None:
            self.head.show_header(self._folder.header)
        if not editing:
            self.tabs.tabBar().setFocus()

    def _go_to(self, name: str) -> None:
        self.tabs.setCurrentWidget(self.info)
        self.editing.forms.go_to(name)

    def _saved(self, _changes: Changes) -> None:
        self.problems.set_problems([])

    def _open_reference(self, _field: str, table: str, record_id: uuid.UUID | None) -> None:
        if record_id is not None:
            self._workplace.open(table, record_id)
