"""Who changed what of a record: when, which field, from what to what."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.base.clock import VIETNAM, in_vietnam
from desktop.base.i18n import N_, tr
from desktop.operations import histories
from desktop.operations.histories import HistoryLine
from desktop.operations.office import Office
from desktop.operations.undoing import KINDS
from desktop.records import record_types
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.column_fit import ColumnFit
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.lines import AnyIndex, Lines
from desktop.ui.widgets.table import Table
from desktop.ui.workplace import Workplace

Told = tuple[str, uuid.UUID]
"""A table and the record in it."""

_COLUMNS = (N_("Lúc"), N_("Người sửa"), N_("Việc"), N_("Mục"), N_("Trước"), N_("Sau"))
_LONG_AGO = dt.datetime.min.replace(tzinfo=VIETNAM)


class HistoryRows(Lines[tuple[str, ...]]):
    """The lines of a history, for a table view."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__([tr(head) for head in _COLUMNS], parent)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self._lines[index.row()][index.column()] if index.isValid() else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(cell.split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell or None
        return None


class HistoryView(QWidget):
    """The history of one record, or of several that belong together, newest first."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._shown: tuple[Told, ...] = ()
        self.rows = HistoryRows(self)
        self.table = Table(tr("Lịch sử thay đổi"))
        self.table.setModel(self.rows)
        self._fit = ColumnFit(self.table)
        self._empty = EmptyState("history", tr("Chưa có thay đổi nào được ghi."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self._count = label("", "quiet")
        self._count.setContentsMargins(10, 0, 0, 4)
        card = Card(flush=True)
        card.body.addWidget(self._stack, 1)
        card.body.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def show_records(self, *shown: Told) -> None:
        """Read the history of these records, each given by its table and id."""
        self._shown = shown
        self._workplace.ask(lambda office: (shown, read_lines(office, shown)), self._fill)

    def texts(self) -> list[list[str]]:
        """The lines as they read."""
        return [
            [str(self.rows.index(row, at).data()) for at in range(len(_COLUMNS))]
            for row in range(self.rows.rowCount())
        ]

    def _fill(self, found: tuple[tuple[Told, ...], list[tuple[str, ...]]]) -> None:
        shown, rows = found
        # An answer that comes late is not about what is shown now.
        if shown != self._shown:
            return
        self.rows.set_lines(rows)
        self._stack.setCurrentWidget(self.table if rows else self._empty)
        self._fit.fit()
        self._count.setText(tr("{n} thay đổi").format(n=len(rows)) if rows else "")


class HistoryDialog(DialogFrame):
    """The same in a window of its own."""

    def __init__(
        self, workplace: Workplace, title: str, *shown: Told, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Lịch sử: {title}").format(title=title), parent, width=1000)
        self.view = HistoryView(workplace)
        self.view.setMinimumHeight(380)
        self.body.addWidget(self.view)
        self.add_primary(tr("Đóng"), self.accept)
        self.view.show_records(*shown)


def read_lines(office: Office, shown: Sequence[Told]) -> list[tuple[str, ...]]:
    """The history of several records as rows of text, newest first."""
    found: list[tuple[dt.datetime, tuple[str, ...]]] = []
    for table, record_id in shown:
        several = tr(record_types()[table].singular) if len(shown) > 1 else ""
        found += [
            (line.edit.at or _LONG_AGO, _texts(line, several))
            for line in histories.read_history(office, table, record_id)
        ]
    return [row for _, row in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _texts(line: HistoryLine, kind: str) -> tuple[str, ...]:
    edit = line.edit
    at = "" if edit.at is None else f"{in_vietnam(edit.at):%d/%m/%Y %H:%M}"
    if at and not line.clock_ok:
        at = tr("{at} (đồng hồ máy gửi)").format(at=at)
    deed = tr("Lập mới") if edit.created else tr(KINDS.get(edit.kind or "save", edit.kind))
    if line.note:
        deed = f"{deed}: {line.note}"
    field = f"{kind} · {line.label}" if kind else line.label
    return (at, line.who, deed, field, line.before, line.after)
