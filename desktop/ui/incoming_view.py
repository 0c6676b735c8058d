"""One file before it is taken in: who sent it, what it would change, and the button that takes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations.incoming import Group, Preview
from desktop.ui.exchange_words import GROUPS
from desktop.ui.identity_strip import IdentityStrip
from desktop.ui.incoming_rows_list import DifferencesCard, IncomingList
from desktop.ui.theme import set_icon, set_look, theme_of
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.shown import set_shown
from desktop.ui.widgets.splitter import RememberedSplitter
from desktop.ui.widgets.table import Table

_CHIP_WIDTH, _LIST, _SIDE = 108, 700, 340


class IncomingView(QWidget):
    """The preview of one file; ``taken`` carries its path, ``left`` goes back without it."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._path = Path()
        self._preview: Preview | None = None
        self._filters: list[QPushButton] = []
        self.strip = IdentityStrip()
        self.notes = InfoBanner(Role.NEUTRAL, "")
        self.rows = IncomingList(self)
        self.table = Table(tr("Những thay đổi của tệp"))
        self.table.setModel(self.rows)
        self.differences = DifferencesCard()
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self._lay(settings)

    def show_preview(self, path: Path, found: Preview) -> None:
        """Show what this file would do."""
        self._path, self._preview = path, found
        counts = [
            (f"{tr(words)} {grouped(found.counts[group])}", role)
            for group, (words, role) in GROUPS.items()
            if found.counts[group]
        ]
        same = found.receipt.tally.same.total()
        if same:
            counts.append((tr("Không đổi {n}").format(n=grouped(same)), Role.NEUTRAL))
        identity = found.receipt.identity
        self.strip.show_identity(identity, counts)
        self.notes.set_text(" ".join(_notes(found)))
        set_shown(self.notes, bool(self.notes.text()))
        self.rows.show(found.rows)
        self._fill_filters([group for group in GROUPS if found.counts[group]])
        self.table.scrollToTop()
        self.take.setEnabled(not identity.known)
        self.take.setText(_take_words(found))
        self._choose_first()

    def take_keyboard(self) -> None:
        """The button that takes the file in: all has been shown."""
        (self.take if self.take.isEnabled() else self.later).setFocus()

    # -- building -------------------------------------------------------------------

    def _lay(self, settings: QSettings) -> None:
        self.split = RememberedSplitter("incoming", settings)
        self.split.addWidget(self._list_card())
        self.split.addWidget(self.differences)
        self.split.setStretchFactor(0, 1)
        if not self.split.recall():
            self.split.setSizes([_LIST, _SIDE])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.strip)
        column.addWidget(self.notes)
        column.addWidget(self.split, 1)
        column.addLayout(self._foot())

    def _list_card(self) -> Card:
        card = Card(tr("Sẽ thay đổi"), flush=True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(4)
        card.head.addLayout(self._buttons)
        head = self.table.horizontalHeader()
        head.setStretchLastSection(True)
        px = theme_of(self).px
        self.table.setColumnWidth(0, px(_CHIP_WIDTH))
        for at in (1, 2):
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        card.body.addWidget(self.table, 1)
        return card

    def _foot(self) -> QHBoxLayout:
        told = tr("Trước khi nhận, chương trình tự sao lưu. Có thể hoàn tác cả lần nhận này.")
        note = label(told, "quiet")
        note.setWordWrap(True)
        self.later = QPushButton(tr("Để sau"))
        self.later.clicked.connect(lambda _checked=False: self.left.emit())
        self.take = QPushButton(tr("Nhận"))
        set_look(self.take, "primary")
        set_icon(self.take, "check", "on_main")
        self.take.clicked.connect(lambda _checked=False: self._take())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(note, 1)
        row.addWidget(self.later)
        row.addWidget(self.take)
        return row

    # -- showing --------------------------------------------------------------------

    def _fill_filters(self, groups: Sequence[Group]) -> None:
        for button in self._filters:
            self._buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._filters = []
        offered: list[Group | None] = [None, *groups] if len(groups) > 1 else []
        for group in offered:
            button = QPushButton(tr("Tất cả") if group is None else tr(GROUPS[group][0]))
            set_look(button, "flat")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setChecked(group is None)
            button.clicked.connect(lambda _checked=False, group=group: self._narrow(group))
            self._buttons.addWidget(button)
            self._filters.append(button)

    def _narrow(self, group: Group | None) -> None:
        self.rows.narrow(group)
        self._choose_first()

    def _choose_first(self) -> None:
        if self.rows.rowCount():
            self.table.selectRow(0)
        else:
            self.differences.show_row(None)

    def _show_row(self) -> None:
        self.differences.show_row(self.rows.row(self.table.currentIndex().row()))

    def _take(self) -> None:
        self.take.setEnabled(False)
        self.taken.emit(self._path)

    def let_take_again(self) -> None:
        """It was not taken in: let it be tried again."""
        known = self._preview is not None and self._preview.receipt.identity.known
        self.take.setEnabled(not known)


def _take_words(found: Preview) -> str:
    if found.total == 0:
        return tr("Nhận")
    return tr("Nhận {n} thay đổi").format(n=grouped(found.total))


def _notes(found: Preview) -> list[str]:
    """What the list does not show."""
    told: list[str] = []
    identity = found.receipt.identity
    if identity.known:
        return [tr("Tệp này đã nhận trước đây, không có gì để nhận thêm.")]
    if found.total == 0:
        told.append(tr("Tệp không có thay đổi mới, nhưng mang xác nhận của nơi gửi: vẫn nên nhận."))
    if found.left_out > 0:
        told.append(tr("Còn {n} thay đổi không kê ra ở đây.").format(n=grouped(found.left_out)))
    if found.hidden:
        told.append(
            tr(
                "{n} thay đổi thuộc loại hồ sơ tài khoản của bạn không được xem; vẫn được nhận vào sổ."
            ).format(n=grouped(found.hidden))
        )
    if found.purged:
        told.append(
            tr("{n} bản ghi đã xóa hẳn theo lệnh của tỉnh.").format(n=grouped(found.purged))
        )
    aside = len(found.receipt.tally.set_aside)
    if aside:
        told.append(tr("{n} bản ghi không nhận được, để riêng.").format(n=grouped(aside)))
    return told
