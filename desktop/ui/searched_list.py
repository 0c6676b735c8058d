"""A wide list with a search field over it and the button that adds to it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations.lists import Filter
from desktop.operations.office import Office
from desktop.ui.filter_chips import NamedFilter
from desktop.ui.record_table import RecordTable
from desktop.ui.theme import set_icon, set_look
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.workplace import Workplace

_SEARCH_WIDTH = 320
Finder = Callable[[Office, str], Sequence[uuid.UUID]]
"""Words to the records that hold them, best first."""


class SearchedList(QWidget):
    """Narrows a table to what its search field finds; ``add_asked`` that something is to be added.

    What was searched stands as a chip among the filters; they all hold together.
    """

    add_asked = Signal()

    def __init__(
        self, workplace: Workplace, rows: RecordTable, placeholder: str, find: Finder
    ) -> None:
        super().__init__()
        set_look(self, "sheet")
        self._workplace, self.rows, self._find = workplace, rows, find
        self.search = SearchField(placeholder)
        self.search.setMaximumWidth(_SEARCH_WIDTH)
        self.add_button = QPushButton()
        set_look(self.add_button, "primary")
        set_icon(self.add_button, "plus", "on_main")
        self.head = QHBoxLayout()
        self.head.setContentsMargins(12, 12, 12, 0)
        self.head.addWidget(self.search, 1)
        self.head.addStretch(1)
        self.head.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.head)
        column.addWidget(rows, 1)
        self.search.searched.connect(self._narrow)
        self.search.left_down.connect(rows.view.setFocus)
        rows.chips.changed.connect(self._forget)
        rows.add_asked.connect(self.add_asked)
        self.add_button.clicked.connect(lambda _checked=False: self.add_asked.emit())

    def offer(self, words: str, tip: str, *, may: bool) -> None:
        """Name the button that adds; it is not there for who may not."""
        self.add_button.setText(words)
        self.add_button.setToolTip(tip)
        self.add_button.setVisible(may)

    def _narrow(self, words: str) -> None:
        words = words.strip()
        chips = self.rows.chips
        if words:
            found = Filter("id", "in", self._find(self._workplace.office, words))
            chips.narrow(_Searched(tr("Có “{words}”").format(words=words), found))
        else:
            chips.set_filters([one for one in chips.filters() if not _searched(one)])

    def _forget(self) -> None:
        # Whoever takes the chip away does not look for the words any more.
        if not any(_searched(one) for one in self.rows.chips.filters()):
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)


class _Searched(NamedFilter):
    """What was typed into the search field."""


def _searched(named: NamedFilter) -> bool:
    return isinstance(named, _Searched)
