"""The rows of a preview for a table view, and what one of them changes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QObject,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QGridLayout, QLabel

from desktop.base.i18n import N_, tr
from desktop.operations.incoming import Group, IncomingRow
from desktop.operations.incoming_choice import Choice
from desktop.ui.exchange_words import GROUPS
from desktop.ui.tokens import Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.lines import AnyIndex, Lines
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.rows import CHIP_ROLE
from desktop.ui.widgets.shown import set_shown

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

    def all_wanted(self) -> bool:
        """Whether each row that is shown is wanted."""
        return all(self.choice.is_wanted(one) for one in self._lines)

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
        checkable = index.column() == 0 and self._may_choose
        return flags | Qt.ItemFlag.ItemIsUserCheckable if checkable else flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one, at = self._lines[index.row()], index.column()
        wanted = self.choice.is_wanted(one)
        if role == _CHECK and at == 0:
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
    if not one.differences:
        return note_of(one)
    told = one.differences[:_MOST_TOLD]
    if one.group is Group.NEW:
        words = [f"{d.label}: {d.after}" for d in told]
    else:
        words = [f"{d.label}: {d.before or '–'} → {d.after or '–'}" for d in told]
    more = len(one.differences) - len(told)
    if more > 0:
        words.append(tr("và {n} mục nữa").format(n=more))
    return " ".join("; ".join(words).split())


def note_of(one: IncomingRow, *, wanted: bool = True) -> str:
    """What the fields themselves do not tell."""
    if not wanted:
        return tr("Bỏ chọn: để riêng, sổ của bạn giữ như cũ; lấy vào sau lúc nào cũng được.")
    if one.group is Group.DISPUTED:
        return tr("Hai nơi ghi khác nhau. Cả hai giá trị được giữ để xem lại.")
    if not one.differences:
        return tr("Không có mục nào bạn xem được thay đổi.")
    return ""


class DifferencesCard(Card):
    """What the row that is chosen changes, field by field."""

    def __init__(self) -> None:
        super().__init__(flush=True)
        self.title = label("", "head")
        self.title.setWordWrap(True)
        self.chip = Chip("")
        self.note = label("", "quiet")
        self.note.setWordWrap(True)
        self._scroll = PageScroll(look="clear", margin=16)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._parts: list[QLabel] = []
        for part in (self.title, self.chip, self.note):
            self._scroll.column.addWidget(part)
        self._scroll.column.setSpacing(8)
        self._scroll.column.addLayout(self._grid)
        self._scroll.column.addStretch(1)
        self.body.addWidget(self._scroll, 1)
        self.show_row(None)

    def show_row(self, one: IncomingRow | None, *, wanted: bool = True) -> None:
        """Show what this row changes; None while none is chosen. wanted: whether it is taken in."""
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        set_shown(self.title, one is not None)
        set_shown(self.chip, one is not None)
        if one is None:
            self.note.setText(tr("Chọn một dòng để xem từng mục thay đổi."))
            set_shown(self.note, True)
            return
        self.note.setText(" ".join(filter(None, (one.source, note_of(one, wanted=wanted)))))
        set_shown(self.note, bool(self.note.text()))
        words, role = GROUPS[one.group]
        self.title.setText(f"{one.kind} · {one.called}" if one.called else one.kind)
        self.chip.set_state(tr(words), role)
        for told in one.differences:
            self._add(told.label, "quiet", space=True)
            if told.before:
                self._add(told.before, "")
            new = told.after or tr("(bỏ trống)")
            self._add(f"→ {new}" if told.before else new, "strong")

    def texts(self) -> list[str]:
        """What it says, line by line."""
        return [part.text() for part in self._parts]

    def _add(self, text: str, look: str, *, space: bool = False) -> None:
        part = label(text, look)
        part.setWordWrap(True)
        part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if space:
            part.setContentsMargins(0, 8, 0, 0)
        self._grid.addWidget(part, self._grid.rowCount(), 0)
        self._parts.append(part)
