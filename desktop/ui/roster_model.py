"""The members of a team on a day, as rows of a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from desktop.base.i18n import N_, tr
from desktop.fields import Names
from desktop.operations.teams import Member, Roster
from desktop.records import Membership, Record, Volunteer
from desktop.rules.rosters import LEADER
from desktop.ui.row_flags import FLAG_ROLES, RowFlags, answer
from desktop.ui.tokens import Role
from desktop.ui.widgets.lines import AnyIndex, Lines
from desktop.ui.widgets.rows import CHIP_ROLE
from desktop.ui.workplace import Workplace

COLUMNS = (
    N_("TT"), N_("Họ và tên"), N_("Năm sinh"), N_("Giới"), N_("Chức danh"), N_("Đại diện"),
    N_("Điện thoại"), N_("Vào Đội từ"), N_("Đến ngày"), N_("Lý do thôi"),
)  # fmt: skip
_CALLED, _ROLE, _NUMBERS = 1, 4, (0, 2)
_ROLES = {LEADER: Role.MAIN, "DOI_PHO": Role.NEUTRAL}


class RosterModel(Lines[Member]):
    """Shows one roster; the cells are made when it is given."""

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__([tr(head) for head in COLUMNS], parent)
        self._names: Names = workplace.names
        self._flags = RowFlags(workplace, self)
        self._cells: list[tuple[str, ...]] = []

    def show(self, roster: Roster) -> None:
        """Show the members of this roster."""
        self._cells = [self._row(at, one) for at, one in enumerate(roster.members, 1)]
        self.set_lines(roster.members)

    def member(self, row: int) -> Member:
        """The member in this row."""
        return self._lines[row]

    def row_of(self, member: Member) -> int:
        """The row in which this membership is shown now, -1 if it is not."""
        ids = [one.membership.id for one in self._lines]
        return ids.index(member.membership.id) if member.membership.id in ids else -1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self._cells[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell
        if role in FLAG_ROLES:
            return answer(role, cell, self._flag(index), is_title=index.column() == _CALLED)
        if role == CHIP_ROLE and index.column() == _ROLE:
            return _ROLES.get(self._lines[index.row()].seat.role)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return _alignment(section)
        return super().headerData(section, orientation, role)

    def _flag(self, index: AnyIndex) -> str:
        return self._flags.words("memberships", self._lines[index.row()].membership.id)

    def _row(self, at: int, one: Member) -> tuple[str, ...]:
        born = one.volunteer.birth_date
        return (
            str(at),
            one.volunteer.full_name,
            "" if born is None else str(born.year),
            self._told(one.volunteer, Volunteer, "sex"),
            one.seat.label,
            self._told(one.membership, Membership, "represents"),
            self._told(one.volunteer, Volunteer, "phone"),
            self._told(one.membership, Membership, "from_on"),
            self._told(one.membership, Membership, "to_on"),
            self._told(one.membership, Membership, "change_reason"),
        )

    def _told(self, record: Record, kind: type[Record], name: str) -> str:
        value = getattr(record, name)
        return "" if value is None else kind.field(name).kind.format(value, self._names)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
