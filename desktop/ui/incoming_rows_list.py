"""The rows of a preview for a table view, and what each of them changes in one line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt

from desktop.base.i18n import N_, tr
from desktop.operations.incoming_choice import Choice
from desktop.operations.incoming_row import Difference, Group, IncomingRow, Meeting
from desktop.ui.disagreement_options import told_words
from desktop.ui.exchange_words import GROUPS
from desktop.ui.tokens import Role
from desktop.ui.widgets.lines import AnyIndex
from desktop.ui.widgets.rows import CHIP_ROLE
from desktop.ui.widgets.tick_lines import TickLines

_HEADS = (N_("Lấy"), N_("Loại"), N_("Bản ghi"), N_("Nội dung"))
_MOST_TOLD = 3


class IncomingList(TickLines[IncomingRow]):
    """Rows of a preview, of one group or of all."""

    LEFT = N_("để riêng")

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

    def is_wanted(self, one: IncomingRow) -> bool:
        return self.choice.is_wanted(one)

    def may_leave(self, one: IncomingRow) -> bool:
        return self._may_choose and not one.is_fixed

    def choose(self, lines: Sequence[IncomingRow], *, wanted: bool) -> None:
        (self.choice.want if wanted else self.choice.leave)(lines)

    def shows_all(self) -> bool:
        """Whether the rows are of more than one group."""
        return len(self._lines) == len(self._all)

    # -- what a view asks -----------------------------------------------------------

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one, at = self._lines[index.row()], index.column()
        if (tick := self.tick_data(index, role)) is not None:
            return tick
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            called = f"{one.kind} · {one.called}" if one.called else one.kind
            return ("", tr(GROUPS[one.group][0]), called, summary(one))[at]
        if role == CHIP_ROLE and at == 1:
            return GROUPS[one.group][1] if self.is_wanted(one) else Role.NEUTRAL
        return None


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
