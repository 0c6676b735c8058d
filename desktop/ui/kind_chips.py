"""How many records of each type a file would hold, as chips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import tr
from desktop.ui.exchange_words import kind_counts
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.flow_layout import FlowLayout
from desktop.ui.widgets.shown import set_shown

_MOST_KINDS = 8


class KindChips(QWidget):
    """One chip a record type, the most first; hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self._flow = FlowLayout(self)

    def show_counts(self, counts: Mapping[int, int], beside: Sequence[tuple[str, Role]]) -> None:
        """Show these counts by record type, and words on what goes beside the records."""
        self._flow.clear()
        shown, more = kind_counts(counts, _MOST_KINDS)
        for words in shown:
            self._flow.addWidget(Chip(words, Role.NEUTRAL))
        if more:
            rest = Chip(tr("và {n} loại khác").format(n=len(more.splitlines())), Role.NEUTRAL)
            rest.setToolTip(more)
            self._flow.addWidget(rest)
        for words, role in beside:
            self._flow.addWidget(Chip(words, role))
        set_shown(self, bool(counts) or bool(beside))
