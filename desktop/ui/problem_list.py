"""The list of what is wrong in a form, docked below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import tr
from desktop.ui.theme import set_look, theme_of
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.shown import set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.ui.record_form import Problem

_ROWS, _ROW = 4, 30


class ProblemList(QFrame):
    """Says how many fields are wrong and which; a click, or Enter, asks to go there.

    It is hidden while nothing is wrong. Connect ``RecordForm.problems_changed`` to
    ``set_problems`` and ``chosen`` to ``RecordForm.go_to``.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "foot")
        self._head = label("", "error")
        self._rows = QListWidget()
        self._rows.setAccessibleName(tr("Các ô cần xem lại"))
        self._rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._rows.itemClicked.connect(self._choose)
        self._rows.itemActivated.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(4)
        column.addWidget(self._head)
        column.addWidget(self._rows)
        self.hide()

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show these; with none the list goes away."""
        self._rows.clear()
        for problem in problems:
            item = QListWidgetItem(f"✕  {problem.label}: {problem.sentence}")
            item.setData(Qt.ItemDataRole.UserRole, problem.name)
            item.setToolTip(problem.sentence)
            item.setSizeHint(QSize(0, theme_of(self).px(_ROW)))
            self._rows.addItem(item)
        self._head.setText(tr("{n} ô cần xem lại · F8 đến ô kế tiếp").format(n=len(problems)))
        shown = min(len(problems), _ROWS)
        self._rows.setFixedHeight(shown * theme_of(self).px(_ROW) + 4)
        set_shown(self, bool(problems))

    def texts(self) -> list[str]:
        """The rows as they read."""
        return [self._rows.item(at).text() for at in range(self._rows.count())]

    def choose_first(self) -> None:
        """Go to the first of them."""
        if self._rows.count():
            self._choose(self._rows.item(0))

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))
