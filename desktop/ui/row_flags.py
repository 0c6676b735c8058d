"""The mark on rows of any list in which a choice between two values is waited for."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from PySide6.QtCore import QAbstractItemModel, QObject, Qt

from desktop.base.i18n import tr
from desktop.ui.widgets.rows import FLAG_ROLE
from desktop.ui.workplace import Workplace

FLAG_ROLES = (
    FLAG_ROLE,
    Qt.ItemDataRole.ToolTipRole.value,
    Qt.ItemDataRole.AccessibleTextRole.value,
)
"""What a model asks ``answer``."""


class RowFlags(QObject):
    """Tells a model of records which of its rows are flagged, and its views when that changes.

    What is told was counted together with the numbers of the navigation: nothing is read here.
    """

    def __init__(self, workplace: Workplace, model: QAbstractItemModel) -> None:
        super().__init__(model)
        self._workplace, self._model = workplace, model
        self._rows: dict[str, Mapping[bytes, bool]] = {}
        workplace.flagged.connect(self._tell)

    def words(self, table: str, record_id: bytes | uuid.UUID) -> str:
        """What the mark of a record says; "" for one without a mark."""
        rows = self._rows.setdefault(table, self._workplace.flags.of(table))
        raw = record_id.bytes if isinstance(record_id, uuid.UUID) else record_id
        own = rows.get(raw)
        if own is None:
            return ""
        if own:
            return tr("Có mục hai nơi ghi khác nhau, chờ xem lại")
        return tr("Có mục hai nơi ghi khác nhau, chờ người có quyền ở nơi giữ bản ghi chọn")

    def _tell(self) -> None:
        now = {table: self._workplace.flags.of(table) for table in self._rows}
        if now != self._rows:
            self._rows = now
            last = self._model.index(self._model.rowCount() - 1, self._model.columnCount() - 1)
            self._model.dataChanged.emit(self._model.index(0, 0), last)


def answer(role: int, text: str, words: str, *, is_title: bool) -> str | None:
    """What a cell says in one of FLAG_ROLES, in a row whose mark says these words.

    text: what the cell is read as without a mark. is_title: whether this cell names the row; it
    carries the mark.
    """
    if role == FLAG_ROLE:
        return words or None if is_title else None
    if role == Qt.ItemDataRole.AccessibleTextRole and not is_title:
        return None
    return "\n".join(part for part in (text, words) if part) or None
