"""The rows of a preview for a table view, and what each of them changes in one line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QObject,
    Qt,
    Signal,
)

from desktop.base.i18n import N_, tr
from desktop.operations.incoming_choice import Choice
from desktop.operations.incoming_row import Difference, Group, IncomingRow, Meeting
from desktop.ui.disagreement_options import told_words
from desktop.ui.exchange_words import GROUPS
from desktop.ui.tokens import Role
from desktop.ui.widgets.lines import AnyIndex, Lines
from desktop.ui.widgets.rows import CHIP_ROLE

_HEADS = (N_("Lấy"), N_("Loại"), N_("Bản ghi"), N_("Nội dung"))
_CHECK = Qt.ItemDataRole.CheckStateRole
_MOST_TOLD = 3


class IncomingList(Lines[IncomingRow]):
    """Rows of a preview, of one group or of all; ``ticked`` tells that other ones are wanted."""

    ticked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__([tr(head) for head in _HEADS], parent)
        self._all: Sequence[IncomingRow] = ()
        self._may_choose = True
        self.choice = Choice()

    def show(self, rows: Sequence[IncomingRow]) -> None:
        """Show these rows instead."""
        self._all, self.choice = rows, Choice(rows)
        self.narrow(None)

    def narrow(self, group: Group | None) -> None:
        """Show the rows of one group only; of all for None."""
        self.set_lines([one for one in self._all if group is None or one.group is group])

    # -- ticking --------------------------------------------------------------------

    def let_choose(self, *, may: bool) -> None:
        """Whether rows may be ticked and unticked."""
        self._may_choose = may

    def turn(self, places: Sequence[int]) -> None:
        """Want these rows no longer, or again if none of them is wanted."""
        chosen = [self._lines[at] for at in places]
        self._set(chosen, wanted=not any(self.choice.is_wanted(one) for one in chosen))

    def turn_all(self) -> None:
        """Want none of the rows that are shown, or all of them again."""
        self._set(self._lines, wanted=not self.all_wanted())

    def may_turn(self) -> bool:
        """Whether one of the rows that are shown could be left."""
        return any(not one.is_fixed for one in self._lines)

    def all_wanted(self) -> bool:
        """Whether each row that is shown is wanted."""
        return all(self.choice.is_wanted(one) for one in self._lines if not one.is_fixed)

    def shows_all(self) -> bool:
        """Whether the rows are of more than one group."""
        return len(self._lines) == len(self._all)

    def _set(self, rows: Sequence[IncomingRow], *, wanted: bool) -> None:
        if not self._may_choose or not rows:
            return
        (self.choice.want if wanted else self.choice.leave)(rows)
        # What hangs together with a row is ticked with it.
        last = self.index(len(self._lines) - 1, len(_HEADS) - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.ticked.emit()

    # -- what a view asks -----------------------------------------------------------

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        fixed = self._lines[index.row()].is_fixed
        checkable = index.column() == 0 and self._may_choose and not fixed
        return flags | Qt.ItemFlag.ItemIsUserCheckable if checkable else flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one, at = self._lines[index.row()], index.column()
        wanted = self.choice.is_wanted(one)
        if role == _CHECK and at == 0 and not one.is_fixed:
            return Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            called = f"{one.kind} · {one.called}" if one.called else one.kind
            return ("", tr(GROUPS[one.group][0]), called, summary(one))[at]
        if role == Qt.ItemDataRole.AccessibleTextRole and at == 0:
            return tr("lấy") if wanted else tr("để riêng")
        if role == CHIP_ROLE and at == 1:
            return GROUPS[one.group][1] if wanted else Role.NEUTRAL
        return None

    def setData(self, index: AnyIndex, value: object, role: int = _CHECK) -> bool:
        if role != _CHECK or index.column() != 0:
            return False
        wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        self._set([self._lines[index.row()]], wanted=wanted)
        return True


def summary(one: IncomingRow) -> str:
    """What a row changes, in one line."""
    words = [*map(met_words, one.meetings), *(_change(one.group, told) for told in one.differences)]
    if not words:
        return one.told or note_of(one)
    more = len(words) - _MOST_TOLD
    words = words[:_MOST_TOLD]
    if more > 0:
        words.append(tr("và {n} mục nữa").format(n=more))
    return " ".join("; ".join(words).split())


def _change(group: Group, told: Difference) -> str:
    if group is Group.NEW:
        return f"{told.label}: {told.after}"
    return f"{told.label}: {told.before or '–'} → {told.after or '–'}"


def met_words(one: Meeting) -> str:
    """Where both wrote, in one line."""
    here = [", ".join(told_words(one.beside, o)) for o in one.beside.options if o.dot in one.held]
    come = [
        ", ".join(told_words(one.beside, o)) for o in one.beside.options if o.dot not in one.held
    ]
    told = [tr("đang có {values}").format(values=" | ".join(here))] if here else []
    told += [tr("tệp ghi {values}").format(values=" | ".join(come))] if come else []
    return f"{' · '.join(one.beside.labels)}: {', '.join(told)}"


def note_of(one: IncomingRow, *, wanted: bool = True) -> str:
    """What the fields themselves do not tell."""
    if not wanted:
        return tr("Bỏ chọn: để riêng, sổ của bạn giữ như cũ; lấy vào sau lúc nào cũng được.")
    return " ".join(filter(None, (_meeting_note(one), one.told)))


def _meeting_note(one: IncomingRow) -> str:
    asked = [told.beside for told in one.meetings if told.beside.asked]
    if not all(told.may_decide for told in asked):
        told = tr("Hai nơi ghi khác nhau. Cả hai giá trị được giữ để xem lại; {home} chọn.")
        return told.format(home=asked[0].home)
    if asked:
        return tr(
            "Hai nơi ghi khác nhau. Cả hai giá trị được giữ để xem lại: nhận rồi, bạn chọn ở Cần xem lại."
        )
    if one.group is Group.DISPUTED:
        return tr(
            "Hai nơi ghi khác nhau ở mục tài khoản của bạn không được xem. Cả hai giá trị được giữ "
            "để xem lại."
        )
    if one.meetings:
        return tr("Hai nơi cùng ghi: sổ lấy giá trị ghi sau, giá trị kia xem lại ở Đã tự chọn.")
    if one.group is Group.JOINED:
        return tr("Hai nơi ghi những mục khác nhau: gộp cả hai, không mất gì.")
    return ""
