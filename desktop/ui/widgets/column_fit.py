"""Columns as wide as what stands in them, so that a table scrolls sideways only if it must."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from desktop.ui.theme import theme_of

if TYPE_CHECKING:
    from desktop.ui.widgets.table import Table

_STEP, _WIDE_HEAD, _SHORT = 4, 160, 112
"""Pixels: by which columns narrow, up to which a head is not cut, and up to which what stands
below it is not cut: a day, a number, a telephone."""


class ColumnFit(QObject):
    """Fits the columns of a table to its room and its visible rows whenever the room changes.

    The last column takes what is left; while ``on`` is False the widths are left alone.
    """

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table
        self.on = True
        table.viewport().installEventFilter(self)

    def fit(self) -> None:
        """Fit the columns now: rows or heads are others than before."""
        if self.on:
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        table, head = self._table, self._table.head
        room = table.viewport().width()
        order = [head.logicalIndex(at) for at in range(head.count())]
        order = [at for at in order if not head.isSectionHidden(at)]
        wanted = {at: min(table.sizeHintForColumn(at), room // 2) for at in order}
        least = {at: self._least(at, wanted[at]) for at in order}
        widths = {at: max(least[at], wanted[at]) for at in order}
        while sum(widths.values()) > room:
            widest = max(order, key=lambda at: widths[at] - least[at])
            if widths[widest] <= least[widest]:
                break
            widths[widest] = max(least[widest], widths[widest] - _STEP)
        # What a clerk drags is hers and is kept; these widths are nobody's.
        blocked = head.blockSignals(True)
        for at, width in widths.items():
            head.resizeSection(at, width)
        head.blockSignals(blocked)
        table.doItemsLayout()

    def _least(self, section: int, wanted: int) -> int:
        head, px = self._table.head, theme_of(self._table).px
        shown = head.isSortIndicatorShown() and head.sortIndicatorSection() == section
        words = min(head.least_width(section, sorted_by=False), px(_WIDE_HEAD))
        if shown:
            words = head.least_width(section, sorted_by=True)
        # The style lets no section be narrower than that, whatever it is told.
        return max(words, min(wanted, px(_SHORT)), head.minimumSectionSize())
