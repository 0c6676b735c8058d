"""Đã giải quyết: which choices were made here, by whom, when, and why."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import N_, tr
from desktop.operations.settled import Settled, settled
from desktop.ui.exchange_words import at_text
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.table_box import TableBox
from desktop.ui.workplace import Workplace

_HEADS = (
    N_("Lúc"), N_("Người chọn"), N_("Bản ghi"), N_("Mục"), N_("Đã chọn"), N_("Giá trị kia"),
    N_("Ghi chú"),
)  # fmt: skip


class SettledView(QWidget):
    """The choices as a table; Enter or a double click opens the record.

    roots: only those in these records and their parts.
    """

    def __init__(self, workplace: Workplace, roots: Sequence[uuid.UUID] = ()) -> None:
        super().__init__()
        self._workplace, self._roots = workplace, tuple(roots)
        self._lines: list[Settled] = []
        self.table = TableBox(tr("Các chỗ đã chọn"), [tr(head) for head in _HEADS])
        self.table.opened.connect(self._open)
        self._none = EmptyState("history", tr("Ở máy này chưa ai phải chọn giữa hai giá trị."))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._none)
        self.stack.addWidget(self.table)
        card = Card(flush=True)
        card.body.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def refresh(self) -> None:
        """Read what was chosen."""
        self._workplace.ask(partial(settled, roots=self._roots), self._fill)

    def take_keyboard(self) -> None:
        """The table."""
        self.table.setFocus()

    def _fill(self, lines: list[Settled]) -> None:
        self._lines = lines
        self.table.show_rows([_texts(one) for one in lines])
        self.stack.setCurrentWidget(self.table if lines else self._none)

    def _open(self, index: QModelIndex) -> None:
        one = self._lines[index.row()]
        self._workplace.open(one.table, one.id)


def _texts(one: Settled) -> tuple[str, ...]:
    chosen = tr("{chosen} (đã hoàn tác)").format(chosen=one.chosen) if one.undone else one.chosen
    called = one.called or one.kind
    labels, others = ", ".join(one.labels), "; ".join(one.others)
    return (at_text(one.at), one.who, called, labels, chosen, others, one.note)
