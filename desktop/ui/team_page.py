"""The teams: one of them goes straight to its members, many stand in a list beside."""

from __future__ import annotations

import uuid
from typing import ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import N_, tr
from desktop.operations.drafts import OpenDraft
from desktop.records.teams import TEAM_STATUSES
from desktop.store.store import Changes
from desktop.ui.page import Page
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.record_table import RecordTable
from desktop.ui.team_view import TeamView
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.shown import set_shown
from desktop.ui.widgets.splitter import RememberedSplitter
from desktop.ui.workplace import Workplace

_LIST, _TEAM = 340, 750
#: Below this width of the page the list beside a team folds away.
FOLD_LIST_BELOW = 1060
_STATUS_ROLES = {"HOAT_DONG": Role.GOOD, "TAM_NGUNG": Role.WARNING, "GIAI_THE": Role.NEUTRAL}


class TeamPage(Page):
    """Lists the teams where there are several, and shows one."""

    title = N_("Đội tình nguyện")
    tables: ClassVar[frozenset[str]] = frozenset(
        {"teams", "volunteers", "memberships", "membership_roles"}
    )

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.list = RecordTable(
            workplace,
            "teams",
            tr("Chưa có Đội nào."),
            chip_role=_chip_role,
            columns=("name", "status"),
        )
        self.team = TeamView(workplace)
        may_write = workplace.may_write("teams")
        self._none = EmptyState(
            "users",
            tr("Chưa có Đội tình nguyện nào trong sổ."),
            tr("Thêm Đội") if may_write else "",
            "plus",
        )
        self._none.asked.connect(self.add_team)
        self._lay(may_write=may_write)
        self.list.selected.connect(self._selected)

    def refresh(self) -> None:
        """Read the list and the team that is shown, or the first one."""
        self.list.refresh()
        count = self.list.count()
        self.stack.setCurrentIndex(1 if count else 0)
        self._fold()
        if not count:
            return
        shown = self.team.team_id
        if shown is None or self.list.model.row_of(shown) < 0:
            self._show(self.list.model.record_id(0))
        else:
            self.team.refresh()

    def open_record(self, table: str, record_id: uuid.UUID) -> None:
        """Show a team; of a volunteer or a membership, the record itself."""
        if not self.may_leave():
            return
        self.come_forward()
        if table == "teams":
            self._show(record_id)
        elif table in self.tables:
            RecordDialog(self.workplace, table, self).show_record(record_id).open()

    def open_draft(self, found: OpenDraft) -> None:
        """Go on with a team or a volunteer whose form was not saved."""
        draft = found.draft
        if draft.table == "teams" and draft.row is not None:
            self.open_record(draft.table, draft.row)
            self.team.resume(draft.row, found.values)
        else:
            dialog = RecordDialog(self.workplace, draft.table, self)
            dialog.start_new(found.values).open()

    def add(self) -> None:
        """A new member of the team that is shown, or the first team."""
        if self.team.team_id is not None:
            self.team.roster.add_member()
        else:
            self.add_team()

    def add_team(self) -> None:
        """Write down a team."""
        if not self.workplace.may_write("teams") or not self.may_leave():
            return
        dialog = RecordDialog(self.workplace, "teams", self, title=tr("Thêm Đội"))
        dialog.editing.saved.connect(self._added)
        dialog.start_new({"status": "HOAT_DONG", "quota": None}).open()

    def print_record(self) -> None:
        """Show the list of members as it is printed."""
        self.team.print_members()

    def shown_ids(self) -> frozenset[uuid.UUID]:
        return frozenset(() if self.team.team_id is None else (self.team.team_id,))

    def may_leave(self) -> bool:
        """Whether the team's form is saved; asks if it is not."""
        return self.team.editing.may_leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    # -- inside ---------------------------------------------------------------------

    def _fold(self) -> None:
        """One team needs no list; where there is little room it shows when it is asked for."""
        many = self.list.count() > 1
        narrow = self.width() < FOLD_LIST_BELOW
        shown = many and (not narrow or self._unfolded)
        self.list_button.setVisible(many and narrow)
        self._side.setVisible(shown)
        self._margins.setContentsMargins(GAP if shown else 0, 0, 0, 0)

    def _unfold(self) -> None:
        self._unfolded = not self._unfolded
        self._fold()
        if self._unfolded:
            self.list.view.setFocus()

    def _lay(self, *, may_write: bool) -> None:
        self._side = Card(tr("Các Đội"), flush=True)
        self._side.body.addWidget(self.list)
        add = QPushButton(tr("Thêm Đội"))
        set_look(add, "link")
        set_icon(add, "plus", "link")
        set_shown(add, may_write)
        add.clicked.connect(self.add_team)
        self._side.add_action(add)
        self._unfolded = False
        self.list_button = QPushButton(tr("Các Đội"))
        set_icon(self.list_button, "list-checks")
        self.list_button.clicked.connect(self._unfold)
        self.team.head.add_action(self.list_button)
        self.split = RememberedSplitter("teams", self.workplace.settings)
        self.split.addWidget(self._side)
        right = QWidget()
        set_look(right, "clear")
        self._margins = QHBoxLayout(right)
        self._margins.addWidget(self.team)
        self.split.addWidget(right)
        self.split.setStretchFactor(1, 1)
        if not self.split.recall():
            self.split.setSizes([_LIST, _TEAM])
        self.stack = QStackedWidget()
        self.stack.addWidget(self._none)
        self.stack.addWidget(self.split)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, GAP, 20, GAP)
        column.addWidget(self.stack)

    def _selected(self, team_id: object) -> None:
        if isinstance(team_id, uuid.UUID) and team_id != self.team.team_id:
            if self.may_leave():
                self._show(team_id)
            elif self.team.team_id is not None:
                self.list.select(self.team.team_id)

    def _show(self, team_id: uuid.UUID) -> None:
        self.team.show_team(team_id)
        self.list.select(team_id)

    def _added(self, changes: Changes) -> None:
        for team_id in changes.ids("teams"):
            self._show(team_id)


def _chip_role(column: str, text: str) -> object:
    if column != "status":
        return None
    known = {tr(words): _STATUS_ROLES[code] for code, words in TEAM_STATUSES.items()}
    return known.get(text)
