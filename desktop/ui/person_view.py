"""One person on the desk: who it is, the cases, the family, the history."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations import intake, purging, records
from desktop.operations.drafts import OpenDraft
from desktop.operations.intake import KnownPerson
from desktop.operations.lists import Filter
from desktop.operations.office import Office
from desktop.operations.records import Reading
from desktop.records import Person
from desktop.rules.permissions import Permission
from desktop.ui.case_tabs import FamilyTab
from desktop.ui.disagreement_banner import DisagreementBanner
from desktop.ui.editing import Editing
from desktop.ui.history_view import HistoryView
from desktop.ui.problem_list import ProblemList
from desktop.ui.purge_dialog import PurgeDialog
from desktop.ui.record_form import RecordForm
from desktop.ui.record_table import RecordTable
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.header_strip import HeaderStrip
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

_CASE_COLUMNS = ("number", "case_type", "status", "intake_on", "due_end_on", "case_worker_id")


class PersonView(QWidget):
    """Shows one person; ``list_asked`` and ``case_wanted`` ask for the list, for a new case."""

    list_asked = Signal()
    case_wanted = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "ground")
        self._workplace = workplace
        self._wanted: uuid.UUID | None = None
        self._shown: uuid.UUID | None = None
        self._known: KnownPerson | None = None
        self._draft: OpenDraft | None = None
        self.strip = HeaderStrip()
        self.form = RecordForm(Person, workplace.context, max_level=workplace.max_level)
        self.editing = Editing(workplace, self, [self.form])
        self.editing.mode_changed.connect(self._show_mode)
        self.problems = ProblemList()
        self.form.problems_changed.connect(self.problems.set_problems)
        self.problems.chosen.connect(self._go_to)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._lay_strip()
        self._lay_tabs()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 8)
        column.setSpacing(8)
        self.differing = DisagreementBanner(workplace)
        column.addWidget(self.strip)
        column.addWidget(self.differing)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.problems)
        for action_id, by in (("previous_tab", -1), ("next_tab", 1)):
            workplace.actions.bind(self, action_id, lambda by=by: self.step_tab(by), here_only=True)

    def person_id(self) -> uuid.UUID | None:
        """The person who is shown, or was asked for last."""
        return self._wanted

    def show_person(self, person_id: uuid.UUID, draft: OpenDraft | None = None) -> None:
        """Read a person and show them; draft: what was typed and not saved, to go on with."""
        self._wanted, self._draft = person_id, draft
        self._workplace.ask(lambda office: _read(office, person_id), self._show)

    def refresh(self) -> None:
        """Read the person anew; what is being typed stays."""
        if self._wanted is not None:
            self.show_person(self._wanted, self._draft)

    def show_part(self, table: str) -> None:
        """Bring the tab forward on which records of this type stand."""
        family = table in ("family_members", "residences")
        self.tabs.setCurrentWidget(self.family if family else self.info)

    def step_tab(self, by: int) -> None:
        """Go to the next tab or the one before, around the ends."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def purge(self) -> PurgeDialog | None:
        """Ask for the one who is shown to be purged, or do it where the key is."""
        if self._known is None or not self.editing.may_leave():
            return None
        granting = purging.is_authority(self._workplace.office)
        name = self._known.name
        dialog = PurgeDialog(self._workplace, self._known.id, name, self, granting=granting)
        dialog.purged.connect(self._forget)
        dialog.open()
        return dialog

    def _forget(self) -> None:
        """Nothing is left of whom was shown."""
        self._wanted = self._shown = self._known = None
        self.list_asked.emit()

    # -- building -------------------------------------------------------------------

    def _lay_strip(self) -> None:
        self.back_button = QPushButton(tr("Danh sách"))
        set_icon(self.back_button, "chevron-left")
        self.back_button.setToolTip(tr("Về danh sách (Esc)"))
        self.back_button.clicked.connect(lambda _checked=False: self.list_asked.emit())
        self.case_button = QPushButton(tr("Lập hồ sơ mới"))
        set_icon(self.case_button, "plus")
        self.case_button.clicked.connect(lambda _checked=False: self._want_case())
        set_shown(self.case_button, self._workplace.may(Permission.WRITE_CASES))
        self.purge_button = QPushButton()
        set_icon(self.purge_button, "trash-2", alone=True)
        self.purge_button.setToolTip(tr("Xóa vĩnh viễn…"))
        self.purge_button.setAccessibleName(tr("Xóa vĩnh viễn…"))
        self.purge_button.clicked.connect(lambda _checked=False: self.purge())
        set_shown(self.purge_button, purging.may_purge(self._workplace.office))
        self.strip.add_action(self.purge_button)
        may_edit = self._workplace.may_write("people")
        for button in (self.back_button, self.case_button, *self.editing.bind(may_edit=may_edit)):
            self.strip.add_action(button)

    def _lay_tabs(self) -> None:
        self.info = PageScroll(look="clear")
        self.info.column.setContentsMargins(0, GAP, 0, GAP)
        self.info.column.addWidget(self.form)
        self.info.column.addStretch(1)
        self.cases = RecordTable(
            self._workplace,
            "case_files",
            tr("Người này chưa có hồ sơ nào bạn xem được."),
            columns=_CASE_COLUMNS,
        )
        self.cases.opened.connect(self._open_case)
        self.cases.add_asked.connect(self._want_case)
        card = Card(tr("Hồ sơ của người này"), flush=True)
        card.body.addWidget(self.cases, 1)
        self._case_tab = QWidget()
        column = QVBoxLayout(self._case_tab)
        column.setContentsMargins(0, GAP, 0, 0)
        column.addWidget(card)
        self.family = FamilyTab(self._workplace)
        self.history = HistoryView(self._workplace)
        self.history.setContentsMargins(0, GAP, 0, 0)
        self.tabs.addTab(self.info, tr("Thông tin"))
        self.tabs.addTab(self._case_tab, tr("Hồ sơ"))
        self.tabs.addTab(self.family, tr("Gia đình, cư trú"))
        if self._workplace.may(Permission.READ_HISTORY):
            self.tabs.addTab(self.history, tr("Lịch sử"))
        self.tabs.currentChanged.connect(self._fill_tab)

    # -- inside ---------------------------------------------------------------------

    def _show(self, found: tuple[Reading, KnownPerson]) -> None:
        reading, known = found
        # An answer that comes late is not about whom is wanted now.
        wanted = self._wanted
        if wanted is None or reading.id not in (wanted, self._standing_for(wanted)):
            return
        self._wanted = reading.id
        self.differing.show_for(reading.id)
        fresh, self._shown, self._known = reading.id != self._shown, reading.id, known
        self.strip.set_words(known.name, known.detail)
        ended = reading.void_reason is not None
        chips = [Chip(tr("Đã xóa"), Role.ERROR)] if ended else []
        if purging.request_of(self._workplace.office, reading.id) is not None:
            chips.append(Chip(tr("Có đề nghị xóa vĩnh viễn"), Role.WARNING))
        self.strip.set_chips(chips)
        count = tr("Hồ sơ ({n})").format(n=len(known.cases))
        self.tabs.setTabText(self.tabs.indexOf(self._case_tab), count)
        if fresh or not self.editing.is_editing:
            self.editing.show(reading)
        if fresh:
            self.info.verticalScrollBar().setValue(0)
        draft, self._draft = self._draft, None
        if draft is not None:
            self.tabs.setCurrentWidget(self.info)
            self.editing.resume("people", draft.values)
        self._fill_tab()

    def _standing_for(self, person_id: uuid.UUID) -> uuid.UUID:
        return intake.person_and_records(self._workplace.office, person_id)[0]

    def _fill_tab(self) -> None:
        """Read only what stands on the tab in front; the others when they come forward."""
        if self._shown is None:
            return
        tab = self.tabs.currentWidget()
        if tab is self._case_tab:
            everybody = intake.person_and_records(self._workplace.office, self._shown)
            self.cases.fix(Filter("person_id", "in", everybody))
        elif tab is self.family:
            self.family.show_person(self._shown)
        elif tab is self.history:
            self.history.show_records(("people", self._shown))

    def _show_mode(self, editing: bool) -> None:
        self.case_button.setVisible(not editing and self._workplace.may(Permission.WRITE_CASES))
        if not editing:
            self.tabs.tabBar().setFocus()

    def _go_to(self, name: str) -> None:
        self.tabs.setCurrentWidget(self.info)
        self.form.go_to(name)

    def _open_case(self, case_id: uuid.UUID) -> None:
        self._workplace.open("case_files", case_id)

    def _want_case(self) -> None:
        if self._known is not None and self.editing.may_leave():
            self.case_wanted.emit(self._known)


def _read(office: Office, person_id: uuid.UUID) -> tuple[Reading, KnownPerson]:
    first = intake.person_and_records(office, person_id)[0]
    return records.read(office, "people", first), intake.known_person(office, first)
