"""Who took part in a training: members of a team ticked at once, others found by name."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.operations import lists
from desktop.operations.teams import Roster, read_roster
from desktop.records import TrainingAttendance
from desktop.ui.editors import editor_for
from desktop.ui.theme import theme_of
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.widgets.labels import label
from desktop.ui.workplace import Workplace

_ID = Qt.ItemDataRole.UserRole.value
_ROW, _ROWS, _TEAMS = 28, 8, 200
Row = dict[str, Any]


class AttendanceList(Card):
    """Ticks volunteers; ``changed`` tells that somebody was ticked or unticked."""

    changed = Signal()
    table = "training_attendances"

    def __init__(
        self,
        workplace: Workplace,
        day: Callable[[], dt.date | None],
        parent: QWidget | None = None,
    ) -> None:
        """day: the training's day as the form has it now; members are those of that day."""
        super().__init__(tr("Thành viên dự"), parent)
        self._workplace, self._day = workplace, day
        self._given: list[uuid.UUID] = []
        self._reading = False
        self.counted = label("", "quiet")
        self.add_beside_title(self.counted)
        self.team = ChoiceBox()
        for found in lists.lookup(workplace.office, "teams", "", _TEAMS):
            self.team.addItem(found.title, found.id)
        self.team.setAccessibleName(tr("Đội"))
        self.team_button = QPushButton(tr("Tích cả Đội"))
        self.team_button.clicked.connect(lambda _checked=False: self.tick_team())
        self.other = editor_for(TrainingAttendance.field("volunteer_id").kind, workplace.context)
        self.other.set_label(tr("Thêm người khác"))
        self.other.changed.connect(self._take_other)
        self.names = QListWidget()
        self.names.setAccessibleName(tr("Người dự"))
        self.names.itemChanged.connect(self._ticked)
        self.names.itemActivated.connect(_turn)
        self._lay()
        self._count()

    # -- what LinesEditing asks -----------------------------------------------------

    def rows(self) -> list[Row]:
        """The ticked volunteers."""
        return [{"volunteer_id": one} for one in self.volunteers()]

    def set_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show these as given."""
        self._given = [row["volunteer_id"] for row in rows]
        self.put_rows(rows)

    def put_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Tick these and nobody else."""
        self.names.clear()
        for row in rows:
            self._add(row["volunteer_id"])
        self._count()

    def is_changed(self) -> bool:
        """Whether others are ticked than those given."""
        return set(self.volunteers()) != set(self._given)

    def take_back(self) -> None:
        """Tick those given again."""
        self.put_rows([{"volunteer_id": one} for one in self._given])

    def check(self) -> bool:
        """Nothing can be wrong here."""
        return True

    def set_reading(self, *, reading: bool) -> None:
        """Show names to read or to tick."""
        self._reading = reading
        self._tools.setVisible(not reading)
        for item in self._items():
            item.setFlags(_flags(reading))

    # -- ticking --------------------------------------------------------------------

    def volunteers(self) -> list[uuid.UUID]:
        """Those who are ticked."""
        return [item.data(_ID) for item in self._items() if _is_on(item)]

    def tick_team(self) -> None:
        """Tick all members that the chosen team has on the training's day."""
        team_id, day = self.team.currentData(), self._day()
        if team_id is None or day is None:
            return
        self._workplace.ask(partial(read_roster, team_id=team_id, day=day), self._tick_members)

    def _tick_members(self, roster: Roster) -> None:
        for member in roster.members:
            self._add(member.volunteer.id, member.volunteer.full_name)
        self._count()
        self.changed.emit()

    def _take_other(self) -> None:
        try:
            found = self.other.value()
        except InvalidValue:
            return  # still being typed
        if isinstance(found, uuid.UUID):
            self.other.set_value(None)
            self._add(found)
            self._count()
            self.changed.emit()

    # -- inside ---------------------------------------------------------------------

    def _lay(self) -> None:
        self._tools = QWidget()
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.team)
        row.addWidget(self.team_button)
        row.addWidget(label(tr("Thêm người khác"), "quiet"))
        row.addWidget(self.other.widget, 1)
        self.body.setSpacing(8)
        self.body.addWidget(self._tools)
        self.body.addWidget(self.names)

    def _add(self, volunteer_id: uuid.UUID, name: str = "") -> None:
        for item in self._items():
            if item.data(_ID) == volunteer_id:
                item.setCheckState(Qt.CheckState.Checked)
                return
        item = QListWidgetItem(name or self._workplace.names.record("volunteers", volunteer_id))
        item.setData(_ID, volunteer_id)
        item.setFlags(_flags(self._reading))
        item.setSizeHint(QSize(0, theme_of(self).px(_ROW)))
        item.setCheckState(Qt.CheckState.Checked)
        self.names.addItem(item)

    def _items(self) -> list[QListWidgetItem]:
        return [self.names.item(at) for at in range(self.names.count())]

    def _ticked(self, _item: QListWidgetItem) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        count = len(self.volunteers())
        self.counted.setText(tr("{count} người").format(count=count))
        shown = max(1, min(self.names.count(), _ROWS))
        self.names.setFixedHeight(shown * theme_of(self).px(_ROW) + 6)


def _is_on(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked


def _turn(item: QListWidgetItem) -> None:
    if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
        item.setCheckState(Qt.CheckState.Unchecked if _is_on(item) else Qt.CheckState.Checked)


def _flags(reading: bool) -> Qt.ItemFlag:
    plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    return plain if reading else plain | Qt.ItemFlag.ItemIsUserCheckable
