"""The changes of a file side by side with what one of them is, each to be wanted or not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations.incoming_choice import Choice
from desktop.operations.incoming_row import Group, IncomingRow
from desktop.ui.exchange_words import GROUPS
from desktop.ui.incoming_differences import DifferencesCard
from desktop.ui.incoming_rows_list import IncomingList
from desktop.ui.theme import set_look
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.column_fit import ColumnFit
from desktop.ui.widgets.splitter import RememberedSplitter
from desktop.ui.widgets.tick_table import TickTable

_LIST, _SIDE = 700, 340


class IncomingChanges(QWidget):
    """``chosen`` tells that other rows are wanted than before."""

    chosen = Signal()

    def __init__(self, title: str, name: str, settings: QSettings) -> None:
        """name: under which the widths are remembered."""
        super().__init__()
        self._filters: list[QPushButton] = []
        self.rows = IncomingList(self)
        self.rows.ticked.connect(self._chose)
        self.table = TickTable(title)
        self.table.setModel(self.rows)
        self.table.turned.connect(self.rows.turn)
        self.differences = DifferencesCard()
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.all = QPushButton("")
        set_look(self.all, "link")
        self.all.clicked.connect(lambda _checked=False: self.rows.turn_all())
        self.split = RememberedSplitter(name, settings)
        self.split.addWidget(self._list_card(title))
        self.split.addWidget(self.differences)
        self.split.setStretchFactor(0, 1)
        if not self.split.recall():
            self.split.setSizes([_LIST, _SIDE])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)

    @property
    def choice(self) -> Choice:
        """Which of the rows are wanted."""
        return self.rows.choice

    def show_rows(self, rows: Sequence[IncomingRow], groups: Sequence[Group]) -> None:
        """Show these, all of them wanted. groups: those to narrow the list to."""
        self.rows.show(rows)
        self._fit.fit()
        self._fill_filters(groups)
        self.table.scrollToTop()
        self._choose_first()
        self._name_button()

    def let_choose(self, *, may: bool) -> None:
        """Whether there is anything to choose."""
        self.rows.let_choose(may=may)
        self.all.setEnabled(may)

    def _list_card(self, title: str) -> Card:
        card = Card(title, flush=True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(4)
        card.head.addLayout(self._buttons)
        card.head.addWidget(self.all)
        # What a record is called takes what it needs; all that is left is for what changes in it.
        self._fit = ColumnFit(self.table)
        card.body.addWidget(self.table, 1)
        return card

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

    def filters(self) -> Sequence[QPushButton]:
        """The buttons that narrow the list to a group."""
        return self._filters

    def _narrow(self, group: Group | None) -> None:
        self.rows.narrow(group)
        self._choose_first()
        self._name_button()

    def _choose_first(self) -> None:
        if self.rows.rowCount():
            self.table.selectRow(0)
        else:
            self.differences.show_row(None)

    def _show_row(self) -> None:
        one = self.rows.line(self.table.currentIndex().row())
        self.differences.show_row(one, wanted=one is None or self.choice.is_wanted(one))

    def _chose(self) -> None:
        self._name_button()
        self._show_row()
        self.chosen.emit()

    def _name_button(self) -> None:
        ticked = self.rows.all_wanted()
        self.all.setText(tr("Bỏ chọn nhóm này") if ticked else tr("Chọn lại nhóm này"))
        if self.rows.shows_all():
            self.all.setText(tr("Bỏ chọn hết") if ticked else tr("Chọn lại hết"))
        self.all.setVisible(self.rows.rowCount() > 1 and self.rows.may_turn())
