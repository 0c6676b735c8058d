"""The members of a team as of a day, what is amiss with them, and what can be done."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.base.errors import InvalidValue
from desktop.base.i18n import N_, tr
from desktop.fields import Date
from desktop.operations.office import day, known_day
from desktop.operations.teams import Member, Roster, read_roster
from desktop.ui.editors import editor_for
from desktop.ui.member_dialogs import AddMemberDialog, ChangeRoleDialog, LeaveDialog
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.remark_banners import RemarkBanners
from desktop.ui.roster_model import RosterModel
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.column_fit import ColumnFit
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.shown import set_shown
from desktop.ui.widgets.table import Table
from desktop.ui.workplace import Workplace

_DEEDS = (
    ("role", N_("Đổi chức danh"), "tag"),
    ("leave", N_("Thôi tham gia"), "user-x"),
    ("volunteer", N_("Sửa thông tin"), "pencil"),
)


class RosterView(QWidget):
    """One team on one day; ``read`` carries the roster each time it was read."""

    read = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self._workplace = workplace
        self._team: uuid.UUID | None = None
        self.roster: Roster | None = None
        self.may_write = workplace.may_write("memberships")
        self.day = editor_for(Date(), workplace.context)
        self.day.set_label(tr("Tính đến ngày"))
        self.day.set_value(day(workplace.office))
        self.day.changed.connect(self._day_changed)
        self.model = RosterModel(workplace, self)
        self.table = Table(tr("Thành viên Đội"))
        self.table.setModel(self.model)
        self.table.opened.connect(self.edit_volunteer)
        self.table.selectionModel().currentRowChanged.connect(self._show_deeds)
        self._empty = EmptyState(
            "users", tr("Ngày này Đội chưa có thành viên. Bấm Thêm thành viên (Ctrl+N).")
        )
        self.buttons: dict[str, QPushButton] = {}
        self._lay()
        self._fit = ColumnFit(self.table)

    # -- what is shown --------------------------------------------------------------

    def show_team(self, team_id: uuid.UUID) -> None:
        """Show another team, as of the day that stands there."""
        self._team = team_id
        self.refresh()

    def refresh(self) -> None:
        """Read the roster anew, keeping the member the keyboard is on."""
        shown = self.shown_day()
        if self._team is not None and shown is not None:
            self._workplace.ask(partial(read_roster, team_id=self._team, day=shown), self._show)

    def shown_day(self) -> dt.date | None:
        """The day in the field; None while it can't be understood."""
        try:
            found = self.day.value()
        except InvalidValue:
            return None
        return found if isinstance(found, dt.date) else None

    def set_day(self, shown: dt.date) -> None:
        """Show the roster as of this day."""
        self.day.set_value(shown)
        self._day_changed()

    def member(self) -> Member | None:
        """The member that the keyboard is on."""
        index = self.table.currentIndex()
        return self.model.member(index.row()) if index.isValid() else None

    # -- deeds ----------------------------------------------------------------------

    def add_member(self) -> None:
        """Take somebody into the team: found first, written down if not there."""
        if self._team is not None and self.may_write:
            today = known_day(self._workplace.office)
            shown = None if today is None else self.shown_day() or today
            self._open(AddMemberDialog(self._workplace, self._team, shown, self))

    def change_role(self) -> None:
        """Give the chosen member another role from a day on."""
        if (chosen := self.member()) is not None and self.may_write:
            self._open(ChangeRoleDialog(self._workplace, chosen, self))

    def leave(self) -> None:
        """End the chosen membership."""
        if (chosen := self.member()) is not None and self.may_write:
            self._open(LeaveDialog(self._workplace, chosen, self))

    def edit_volunteer(self) -> None:
        """Show the chosen member's own record."""
        if (chosen := self.member()) is not None:
            dialog = RecordDialog(self._workplace, "volunteers", self)
            self._open(dialog.show_record(chosen.volunteer.id))

    # -- inside ---------------------------------------------------------------------

    def _open(self, dialog: DialogFrame) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _lay(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self._bar())
        self._remarks = RemarkBanners(in_sight=3)
        column.addWidget(self._remarks)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        card = Card(tr("Thành viên"), flush=True)
        card.body.addWidget(self._stack)
        deeds = {"role": self.change_role, "leave": self.leave, "volunteer": self.edit_volunteer}
        for name, text, icon in _DEEDS:
            button = self._button(name, tr(text), icon, deeds[name])
            set_look(button, "flat")
            card.add_action(button)
        column.addWidget(card, 1)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        words = label(tr("Tính đến ngày"), "quiet")
        words.setBuddy(self.day.widget)
        self.day.widget.setFixedWidth(self.day.natural_width())
        now = QPushButton(tr("Hôm nay"))
        set_look(now, "link")
        now.clicked.connect(lambda: self.set_day(day(self._workplace.office)))
        for part in (words, self.day.widget, now):
            bar.addWidget(part)
        bar.addStretch(1)
        add = self._button("add", tr("Thêm thành viên"), "user-plus", self.add_member)
        set_look(add, "primary")
        set_icon(add, "user-plus", "on_main")
        bar.addWidget(add)
        return bar

    def _button(self, name: str, text: str, icon: str, deed: Any) -> QPushButton:
        button = QPushButton(text)
        set_icon(button, icon)
        set_shown(button, self.may_write)
        button.clicked.connect(lambda _checked=False: deed())
        self.buttons[name] = button
        return button

    def _day_changed(self) -> None:
        shown = self.shown_day()
        self.day.set_problem(None if shown else tr("Ngày chưa đúng"))
        if shown is not None and (self.roster is None or shown != self.roster.day):
            self.refresh()

    def _show(self, roster: Roster) -> None:
        before, self.roster = self.member(), roster
        self.model.show(roster)
        self._fit.fit()
        row = -1 if before is None else self.model.row_of(before)
        if row >= 0:
            self.table.selectRow(row)
        self._stack.setCurrentWidget(self.table if roster.members else self._empty)
        self._remarks.show_remarks(roster.remarks)
        self._show_deeds()
        self.read.emit(roster)

    def _show_deeds(self, *_moved: object) -> None:
        chosen = self.member()
        for name in ("role", "volunteer"):
            self.buttons[name].setEnabled(chosen is not None)
        self.buttons["leave"].setEnabled(chosen is not None and chosen.membership.to_on is None)
