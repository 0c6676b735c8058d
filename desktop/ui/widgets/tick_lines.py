"""Lines of which some are wanted and others not, ticked in their first column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, Signal

from desktop.base.i18n import N_, tr
from desktop.ui.widgets.lines import AnyIndex, Lines

CHECK = Qt.ItemDataRole.CheckStateRole
Line = TypeVar("Line")


class TickLines(Lines[Line]):
    """What a ``TickTable`` shows; ``ticked`` tells that other lines are wanted than before."""

    ticked = Signal()
    LEFT = N_("để lại")
    """What is heard of a line that is not wanted."""

    def is_wanted(self, one: Line) -> bool:
        """Whether a line is wanted."""
        raise NotImplementedError

    def may_leave(self, one: Line) -> bool:
        """Whether a line can be ticked at all."""
        raise NotImplementedError

    def choose(self, lines: Sequence[Line], *, wanted: bool) -> None:
        """Want these lines, or not; lines that hang together may come along."""
        raise NotImplementedError

    def turn(self, places: Sequence[int]) -> None:
        """Want these lines no longer, or again if none of them is wanted."""
        chosen = [self._lines[at] for at in places]
        self._set(chosen, wanted=not any(self.is_wanted(one) for one in chosen))

    def turn_all(self) -> None:
        """Want none of the lines that are shown, or all of them again."""
        self._set(self._lines, wanted=not self.all_wanted())

    def may_turn(self) -> bool:
        """Whether one of the lines that are shown could be left."""
        return any(map(self.may_leave, self._lines))

    def all_wanted(self) -> bool:
        """Whether each line that is shown, and that could be left, is wanted."""
        return all(self.is_wanted(one) for one in self._lines if self.may_leave(one))

    def _set(self, lines: Sequence[Line], *, wanted: bool) -> None:
        chosen = [one for one in lines if self.may_leave(one)]
        if not chosen:
            return
        self.choose(chosen, wanted=wanted)
        # What hangs together with a line is ticked with it.
        self.dataChanged.emit(
            self.index(0, 0), self.index(len(self._lines) - 1, self.columnCount() - 1)
        )
        self.ticked.emit()

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        checkable = index.column() == 0 and self.may_leave(self._lines[index.row()])
        return flags | Qt.ItemFlag.ItemIsUserCheckable if checkable else flags

    def tick_data(self, index: AnyIndex, role: int) -> object:
        """What the first column says of its tick; None for any other question."""
        one = self._lines[index.row()]
        if index.column() != 0 or not self.may_leave(one):
            return None
        if role == CHECK:
            return Qt.CheckState.Checked if self.is_wanted(one) else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("lấy") if self.is_wanted(one) else tr(self.LEFT)
        return None

    def setData(self, index: AnyIndex, value: object, role: int = CHECK) -> bool:
        if role != CHECK or index.column() != 0:
            return False
        wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        self._set([self._lines[index.row()]], wanted=wanted)
        return True
