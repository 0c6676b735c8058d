"""The rows of a preview for a table view, and what one of them changes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from desktop.base.i18n import N_, tr
from desktop.operations.incoming import Group, IncomingRow
from desktop.ui.exchange_words import GROUPS
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.rows import CHIP_ROLE
from desktop.ui.widgets.shown import set_shown

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_HEADS = (N_("Loại"), N_("Bản ghi"), N_("Nội dung"))
_MOST_TOLD = 3


class IncomingList(QAbstractTableModel):
    """Rows of a preview, of one group or of all."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: Sequence[IncomingRow] = ()
        self._rows: Sequence[IncomingRow] = ()

    def show(self, rows: Sequence[IncomingRow]) -> None:
        """Show these rows instead."""
        self._all = rows
        self.narrow(None)

    def narrow(self, group: Group | None) -> None:
        """Show the rows of one group only; of all for None."""
        self.beginResetModel()
        self._rows = [one for one in self._all if group is None or one.group is group]
        self.endResetModel()

    def row(self, at: int) -> IncomingRow | None:
        """The row at this place."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            called = f"{one.kind} · {one.called}" if one.called else one.kind
            return (tr(GROUPS[one.group][0]), called, summary(one))[index.column()]
        if role == CHIP_ROLE and index.column() == 0:
            return GROUPS[one.group][1]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return tr(_HEADS[section])
        return None


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


def note_of(one: IncomingRow) -> str:
    """What the fields themselves do not tell."""
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

    def show_row(self, one: IncomingRow | None) -> None:
        """Show what this row changes; None while none is chosen."""
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
        set_shown(self.note, bool(note_of(one)))
        self.note.setText(note_of(one))
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
