"""Đã để riêng: what was not taken in with the rest of its file, to be taken in now.

Above what nobody wanted then, below what could not be taken in.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, tr
from desktop.base.text import grouped
from desktop.operations.incoming import Preview
from desktop.operations.refused_parts import RefusedPart
from desktop.ui.exchange_words import GROUPS, type_words
from desktop.ui.incoming_changes import IncomingChanges
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.shown import set_shown
from desktop.ui.widgets.table_box import TableBox

_REFUSED_HEADS = (N_("Loại"), N_("Bản ghi"), N_("Vì sao"), N_("Tệp"))


class SetAsideView(QWidget):
    """``taken`` carries the ids of the rows that are wanted now, ``left`` goes back.

    ``again_asked`` wants what could not be taken in to be tried again.
    """

    taken = Signal(object)
    again_asked = Signal()
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
        column.addWidget(self._refused_card(), 1)
        column.addLayout(self._foot())

    def show_preview(self, found: Preview, refused: Sequence[RefusedPart] = ()) -> None:
        """Show what taking these rows in would do, and what could not be taken in."""
        self.refused.show_rows([_refused_line(one) for one in refused])
        set_shown(self.refusals, bool(refused))
        self.again.setEnabled(any(one.is_kept for one in refused))
        lists = found.total > 0 or not refused
        for part in (self.changes, self.take, self._told):
            set_shown(part, lists)
        self.notes.set_text(_note(found))
        set_shown(self.notes, bool(self.notes.text()) and (found.total > 0 or not refused))
        self.changes.show_rows(found.rows, [group for group in GROUPS if found.counts[group]])
        self._tell_choice()

    def take_keyboard(self) -> None:
        """The list: what is wanted is still to be chosen."""
        listed = self.changes.table if self.changes.rows.rowCount() else self.back
        (self.again if self.changes.isHidden() else listed).setFocus()

    def let_take_again(self) -> None:
        """They were not taken in: let it be tried again."""
        self._tell_choice()
        self.again.setEnabled(True)

    def _refused_card(self) -> Card:
        self.refusals = Card(tr("Không nhận được"), flush=True)
        self.again = QPushButton(tr("Thử nhận lại"))
        set_icon(self.again, "refresh-cw")
        self.again.clicked.connect(lambda _checked=False: self._try_again())
        self.refusals.add_action(self.again)
        heads = [tr(head) for head in _REFUSED_HEADS]
        self.refused = TableBox(tr("Không nhận được"), heads)
        self.refusals.body.addWidget(self.refused, 1)
        return self.refusals

    def _try_again(self) -> None:
        self.again.setEnabled(False)
        self.again_asked.emit()

    def _foot(self) -> QHBoxLayout:
        told = tr(
            "Dòng nào không lấy thì vẫn để riêng ở đây. Nơi gửi sửa tiếp thì bản mới đến cùng tệp sau."
        )
        self._told = note = label(told, "quiet")
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
        row.addStretch(0)
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


def _refused_line(one: RefusedPart) -> tuple[str, ...]:
    kind = type_words(one.entity) if one.entity else tr("Phần kèm theo tệp")
    reason = one.reason[:1].upper() + one.reason[1:]
    return kind, one.called or "–", reason, one.source


def _note(found: Preview) -> str:
    if found.total == 0:
        return tr("Không còn dòng nào để riêng.")
    if found.hidden or found.left_out:
        return tr("Còn {n} dòng để riêng không kê ra ở đây.").format(
            n=grouped(found.hidden + found.left_out)
        )
    return ""
