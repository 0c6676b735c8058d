"""Joining a team, leaving it, and having another role in it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.base.i18n import tr
from desktop.base.text import tidy
from desktop.operations import lists, teams
from desktop.operations.lists import Found
from desktop.operations.office import known_day
from desktop.operations.teams import Member
from desktop.records import Membership, MembershipRole, Volunteer
from desktop.ui.deed_dialog import DeedDialog
from desktop.ui.form_group import FormGroup
from desktop.ui.record_form import RecordForm
from desktop.ui.theme import set_icon, theme_of
from desktop.ui.tokens import TWO_LINE_ROW_HEIGHT
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.rows import BELOW_ROLE
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import TwoLineList
from desktop.ui.workplace import Workplace

_ID = Qt.ItemDataRole.UserRole.value
_HITS, _SHOWN, _PAUSE = 8, 3, 150


class LeaveDialog(DeedDialog):
    """The last day of a membership and why it ends."""

    def __init__(self, workplace: Workplace, member: Member, parent: QWidget) -> None:
        name = member.volunteer.full_name
        heading = tr("{name} thôi tham gia Đội").format(name=name)
        super().__init__(workplace, tr("Thôi tham gia Đội"), parent, width=540, heading=heading)
        self._membership = member.membership.id
        self.form = RecordForm(Membership, workplace.context, only=("to_on", "change_reason"))
        self.forms = FormGroup([self.form])
        self.form.set_values(
            {"from_on": member.membership.from_on, "to_on": known_day(workplace.office)}
        )
        self.body.addWidget(self.form)
        self.add_cancel()
        self.add_primary(tr("Ghi thôi tham gia"), self.save)

    def save(self) -> None:
        """End the membership."""
        if not self.check():
            return
        told = self.form.values()
        if told["to_on"] is None:
            self.check({"to_on": tr("Cần ghi ngày cuối cùng tham gia.")})
            return
        deed = partial(
            teams.leave_team,
            membership_id=self._membership,
            to_on=told["to_on"],
            reason=told["change_reason"],
        )
        self.carry_out(deed)


class ChangeRoleDialog(DeedDialog):
    """A member's new role, and from which day."""

    def __init__(self, workplace: Workplace, member: Member, parent: QWidget) -> None:
        name = member.volunteer.full_name
        heading = tr("Đổi chức danh của {name}").format(name=name)
        super().__init__(workplace, tr("Đổi chức danh"), parent, width=540, heading=heading)
        self._membership = member.membership.id
        self.form = RecordForm(MembershipRole, workplace.context, only=("role", "from_on"))
        self.forms = FormGroup([self.form])
        self.form.set_values({"role": member.seat.role, "from_on": known_day(workplace.office)})
        self.body.addWidget(self.form)
        self.add_cancel()
        self.add_primary(tr("Đổi chức danh"), self.save)

    def save(self) -> None:
        """Give the role."""
        if self.check():
            told = self.form.values()
            self.carry_out(partial(teams.change_role, membership_id=self._membership, **told))


class AddMemberDialog(DeedDialog):
    """Finds somebody among the volunteers, or writes down a new one, and lets them join."""

    def __init__(
        self, workplace: Workplace, team_id: uuid.UUID, from_on: dt.date | None, parent: QWidget
    ) -> None:
        super().__init__(workplace, tr("Thêm thành viên"), parent, width=760)
        self._team = team_id
        self.search = SearchField(tr("Tìm trong sổ tình nguyện viên: tên, số điện thoại…"))
        self.hits = TwoLineList(tr("Tình nguyện viên đã có"))
        self._rows = QStandardItemModel(self)
        self.hits.setModel(self._rows)
        self.nobody = EmptyState(
            "users", tr("Sổ tình nguyện viên chưa có ai."), tr("Ghi người mới"), "user-plus"
        )
        self.nobody.asked.connect(self.begin_new)
        self.new_button = QPushButton(tr("Ghi người mới"))
        set_icon(self.new_button, "user-plus")
        self.new_button.clicked.connect(self.begin_new)
        context, most = workplace.context, workplace.max_level
        self.volunteer = RecordForm(Volunteer, context, max_level=most)
        self.volunteer.hide()
        self.role = RecordForm(MembershipRole, context, only=("role", "from_on"))
        self.role.set_values({"role": "DOI_VIEN", "from_on": from_on})
        self.member = RecordForm(Membership, context, only=("represents", "decision_no"))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.search, 1)
        line.addWidget(self.new_button)
        self.body.addLayout(line)
        for part in (self.hits, self.nobody, self.volunteer, self.role, self.member):
            self.body.addWidget(part)
        self.add_cancel()
        self.join_button = self.add_primary(tr("Thêm vào Đội"), self.save)
        # Names are typed in bursts.
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.look_up)
        self.search.searched.connect(self._wait)
        self.search.left_down.connect(self.hits.setFocus)
        for one in (self.hits, self.nobody):
            one.setFixedHeight(theme_of(self).px(TWO_LINE_ROW_HEIGHT) * _SHOWN)
        self.look_up()
        self.search.setFocus()

    def look_up(self) -> None:
        """List the volunteers with the typed words; somebody new is no longer being written."""
        self._pause.stop()
        words, beside = self.search.text(), ("teams", self._team)
        found = lists.lookup(self._workplace.office, "volunteers", words, _HITS, beside)
        self._rows.clear()
        for one in found:
            self._rows.appendRow(_row(one))
        self._show_nobody()
        self._show_new(new=False)
        if len(found) == 1 and self.search.text().strip():
            self.hits.setCurrentIndex(self._rows.index(0, 0))

    def choose(self, row: int) -> None:
        """Take the volunteer in this row of the hits."""
        self.hits.setCurrentIndex(self._rows.index(row, 0))

    def begin_new(self) -> None:
        """Write down somebody new; the typed words are the name."""
        # A look-up still to come would take the form away again.
        self._pause.stop()
        self._show_new(new=True)
        self.hits.setCurrentIndex(QModelIndex())
        self.volunteer.set_values({"full_name": tidy(self.search.text()) or None})
        self.volunteer.go_to("full_name")

    def save(self) -> None:
        """Let the chosen or new volunteer join."""
        if self._pause.isActive():
            # Enter came sooner than the hits; what they are must be seen first.
            self.look_up()
            return
        if not self.check():
            return
        new = not self.volunteer.isHidden()
        index = self.hits.currentIndex()
        if not new and not index.isValid():
            self.show_trouble(tr("Hãy chọn một người trong danh sách, hoặc ghi người mới."))
            return
        who: uuid.UUID | Mapping[str, Any] = self.volunteer.values() if new else index.data(_ID)
        told = {**self.role.values(), **self.member.values()}
        self.carry_out(partial(teams.join_team, team_id=self._team, volunteer=who, **told))

    def _wait(self, _words: str) -> None:
        self._pause.start()

    def _show_nobody(self) -> None:
        typed = tidy(self.search.text())
        if typed:
            words = tr("Không thấy “{name}” trong sổ tình nguyện viên.").format(name=typed)
            action = tr("Ghi người mới: {name}").format(name=typed)
        else:
            words, action = tr("Sổ tình nguyện viên chưa có ai."), tr("Ghi người mới")
        self.nobody.set_sentence(words)
        self.nobody.set_action(action)

    def _show_new(self, *, new: bool) -> None:
        self.forms = FormGroup([*([self.volunteer] if new else []), self.role, self.member])
        self.volunteer.setVisible(new)
        nobody = not self._rows.rowCount()
        self.hits.setVisible(not new and not nobody)
        self.nobody.setVisible(not new and nobody)
        self.new_button.setVisible(new or not nobody)
        self.new_button.setEnabled(not new)
        # Enter does what comes next: nobody can join before somebody is found.
        next_step = self.nobody.button if nobody and not new else None
        (next_step or self.join_button).setDefault(True)
        if self.isVisible():
            self.resize(self.sizeHint())


def _row(found: Found) -> QStandardItem:
    item = QStandardItem(found.title)
    item.setData(found.id, _ID)
    item.setData(found.detail, BELOW_ROLE)
    return item
