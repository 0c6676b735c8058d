"""Đã để riêng: changes that were not taken in with the rest of their files, to be taken in now."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations.incoming import Preview
from desktop.ui.exchange_words import GROUPS
from desktop.ui.incoming_changes import IncomingChanges
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.shown import set_shown


class SetAsideView(QWidget):
    """``taken`` carries the ids of the rows that are wanted now, ``left`` goes back."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.notes = InfoBanner(Role.NEUTRAL, "")
        self.changes = IncomingChanges(tr("Đã để riêng"), "set-aside", settings)
        self.changes.chosen.connect(self._tell_choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.notes)
        column.addWidget(self.changes, 1)
        column.addLayout(self._foot())

    def show_preview(self, found: Preview) -> None:
        """Show what taking these rows in would do."""
        self.notes.set_text(_note(found))
        set_shown(self.notes, bool(self.notes.text()))
        self.changes.show_rows(found.rows, [group for group in GROUPS if found.counts[group]])
        self._tell_choice()

    def take_keyboard(self) -> None:
        """The list: what is wanted is still to be chosen."""
        (self.changes.table if self.changes.rows.rowCount() else self.back).setFocus()

    def let_take_again(self) -> None:
        """They were not taken in: let it be tried again."""
        self._tell_choice()

    def _foot(self) -> QHBoxLayout:
        told = tr(
            "Dòng nào không lấy thì vẫn để riêng ở đây. Nơi gửi sửa tiếp thì bản mới đến cùng tệp sau."
        )
        note = label(told, "quiet")
        note.setWordWrap(True)
        self.back = QPushButton(tr("Quay lại"))
        self.back.clicked.connect(lambda _checked=False: self.left.emit())
        self.take = QPushButton("")
        set_look(self.take, "primary")
        set_icon(self.take, "check", "on_main")
        self.take.clicked.connect(lambda _checked=False: self._take())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(note, 1)
        row.addWidget(self.back)
        row.addWidget(self.take)
        return row

    def _tell_choice(self) -> None:
        count = len(self.changes.choice.wanted())
        self.take.setEnabled(count > 0)
        self.take.setText(tr("Lấy {n} dòng vào sổ").format(n=grouped(count)))

    def _take(self) -> None:
        self.take.setEnabled(False)
        self.taken.emit([row.id for row in self.changes.choice.wanted()])


def _note(found: Preview) -> str:
    if found.total == 0:
        return tr("Không còn dòng nào để riêng.")
    if found.hidden or found.left_out:
        return tr("Còn {n} dòng để riêng không kê ra ở đây.").format(
            n=grouped(found.hidden + found.left_out)
        )
    return ""
