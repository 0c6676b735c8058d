"""One team: its head, its members, its own form, and who came and went."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.operations import records
from desktop.operations.records import Reading
from desktop.operations.teams import Roster
from desktop.records import Team
from desktop.records.teams import TEAM_STATUSES
from desktop.ui.editing import Editing
from desktop.ui.paper_preview import PaperPreview
from desktop.ui.part_table import PartTable
from desktop.ui.record_form import RecordForm
from desktop.ui.roster_view import RosterView
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.header_strip import HeaderStrip
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.workplace import Workplace

_STATUS_ROLES = {"HOAT_DONG": Role.GOOD, "TAM_NGUNG": Role.WARNING, "GIAI_THE": Role.NEUTRAL}
_TURNOVER = (
    "volunteer_id", "represents", "from_on", "to_on", "change_reason", "decision_no",
)  # fmt: skip


class TeamView(QWidget):
    """Shows one team."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._reading: Reading | None = None
        self._roster: Roster | None = None
        self.head = HeaderStrip()
        self.roster = RosterView(workplace)
        self.form = RecordForm(Team, workplace.context, max_level=workplace.max_level)
        self.form.reference_asked.connect(self._open_reference)
        self.editing = Editing(workplace, self, [self.form])
        self.turnover = PartTable(
            workplace,
            "memberships",
            tr("Chưa có ai từng tham gia Đội này."),
            columns=_TURNOVER,
        )
        # Joining also gives a role and asks about doubles: that is the roster's to do.
        self.turnover.add_button.hide()
        self.turnover.card.set_title(tr("Tất cả những lần tham gia"))
        self.tabs = QTabWidget()
        self._lay()
        self.roster.read.connect(self._roster_read)
        self.editing.mode_changed.connect(self._keep_tab)
        self.tabs.currentChanged.connect(self._show_buttons)
        self._show_buttons()

    @property
    def team_id(self) -> uuid.UUID | None:
        """The team that is shown."""
        return None if self._reading is None else self._reading.id

    def show_team(self, team_id: uuid.UUID) -> None:
        """Read a team and show it."""
        self._workplace.ask(partial(records.read, table="teams", record_id=team_id), self._show)
        self.roster.show_team(team_id)
        self.turnover.show_owner(team_id)

    def refresh(self) -> None:
        """Read what is shown anew; a form that is being filled in stays."""
        if self.team_id is None:
            return
        self.roster.refresh()
        self.turnover.rows.refresh()
        if not self.editing.is_editing:
            read = partial(records.read, table="teams", record_id=self.team_id)
            self._workplace.ask(read, self._show)

    def resume(self, team_id: uuid.UUID, values: Mapping[str, Any]) -> None:
        """Go on with what a draft of the team's form held."""

        def show(reading: Reading) -> None:
            self._show(reading)
            self.editing.resume("teams", values)

        self._workplace.ask(partial(records.read, table="teams", record_id=team_id), show)

    def print_members(self) -> None:
        """Show the list of members as of the day, as it is printed (T6)."""
        if self.team_id is not None:
            shown = self.roster.shown_day()
            PaperPreview(self._workplace, self, "T6", self.team_id, on=shown).show()

    # -- inside ---------------------------------------------------------------------

    def _lay(self) -> None:
        self.print_button = QPushButton(tr("In danh sách"))
        set_icon(self.print_button, "printer")
        self.print_button.clicked.connect(self.print_members)
        self.head.add_action(self.print_button)
        self._buttons = self.editing.bind(may_edit=self._workplace.may_write("teams"))
        for button in self._buttons:
            self.head.add_action(button)
        scroll = PageScroll(look="clear")
        scroll.column.setContentsMargins(0, GAP, 0, 0)
        scroll.column.addWidget(self.form)
        history = QWidget()
        set_look(history, "clear")
        inside = QVBoxLayout(history)
        inside.setContentsMargins(0, GAP, 0, 0)
        inside.addWidget(self.turnover)
        for page, words in (
            (self.roster, tr("Thành viên")),
            (scroll, tr("Thông tin Đội")),
            (history, tr("Lịch sử biến động")),
        ):
            self.tabs.addTab(page, words)
        bind = self._workplace.actions.bind
        bind(self, "next_tab", partial(self._turn, 1))
        bind(self, "previous_tab", partial(self._turn, -1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self.tabs, 1)

    def _turn(self, by: int) -> None:
        at = self.tabs.currentIndex() + by
        self.tabs.setCurrentIndex(max(0, min(at, self.tabs.count() - 1)))

    def _show(self, reading: Reading) -> None:
        self._reading = reading
        if not self.editing.is_editing:
            self.editing.show(reading)
        self._show_head()

    def _roster_read(self, roster: Roster) -> None:
        self._roster = roster
        self._show_head()

    def _show_head(self) -> None:
        if self._reading is None:
            return
        told, day = self._reading.values, told_day(self._reading)
        decision = tr("QĐ số {no}{day}").format(no=told["decision_no"], day=day)
        place = self._workplace.names.record("admin_units", told["unit_id"])
        details = (decision if told["decision_no"] else "", place, told["area"])
        self.head.set_words(told["name"], " · ".join(filter(None, details)))
        status = told["status"]
        chips = [Chip(tr(TEAM_STATUSES[status]), _STATUS_ROLES[status])]
        if self._roster is not None and self._roster.team.id == self._reading.id:
            chips.append(_size_chip(self._roster, told["quota"]))
        self.head.set_chips(chips)

    def _keep_tab(self, editing: bool) -> None:
        if editing:
            self.tabs.setCurrentIndex(1)
        self._show_buttons()

    def _show_buttons(self, *_at: object) -> None:
        on_form = self.tabs.currentIndex() == 1
        self.print_button.setVisible(not self.editing.is_editing)
        if on_form and not self.editing.is_editing:
            self.form.setFocus()

    def _open_reference(self, _field: str, table: str, record_id: uuid.UUID | None) -> None:
        if record_id is not None:
            self._workplace.open(table, record_id)


def told_day(reading: Reading) -> str:
    """The day of a team's decision, with a word before it, or nothing."""
    decided = reading.values["decision_on"]
    return "" if decided is None else tr(" ngày {day}").format(day=Date().format(decided))


def _size_chip(roster: Roster, quota: int) -> Chip:
    size = len({member.volunteer.id for member in roster.members})
    words = tr("{size}/{quota} thành viên").format(size=size, quota=quota)
    return Chip(words, Role.GOOD if size == quota else Role.WARNING)
