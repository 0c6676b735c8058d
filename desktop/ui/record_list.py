"""A table of records that reads only the rows it shows."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.base.i18n import tr
from desktop.operations.lists import Listing, ListReader
from desktop.ui.row_flags import FLAG_ROLES, RowFlags, answer
from desktop.ui.widgets.rows import CHIP_ROLE
from desktop.ui.workplace import Workplace

PAGE = 100
AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ChipRole = Callable[[str, str], object]
"""Column and cell text to the role of a chip, or None for plain text."""


def no_chips(_column: str, _text: str) -> object:
    """Every cell is plain text."""
    return None


class RecordList(QAbstractTableModel):
    """The rows of one listing, for a table view: ids of all, cells of the painted pages.

    Small reads for painting run on the window's thread; a page takes a few milliseconds.
    """

    def __init__(
        self, workplace: Workplace, parent: QObject | None = None, chip_role: ChipRole = no_chips
    ) -> None:
        super().__init__(parent)
        self._office = workplace.office
        self._flags = RowFlags(workplace, self)
        self._chip_role = chip_role
        self._reader: ListReader | None = None
        self._ids: Sequence[bytes] = []
        self._pages: dict[int, list[list[str]]] = {}

    def show(self, listing: Listing) -> None:
        """List what this listing selects, in its order."""
        self.beginResetModel()
        self._reader = ListReader(self._office, listing)
        self._ids = self._reader.ids()
        self._pages.clear()
        self.endResetModel()

    @property
    def listing(self) -> Listing | None:
        """What is shown now."""
        return None if self._reader is None else self._reader.listing

    def record_id(self, row: int) -> uuid.UUID:
        """The record in this row."""
        return uuid.UUID(bytes=bytes(self._ids[row]))

    def row_of(self, record_id: uuid.UUID) -> int:
        """The row of a record, -1 if it is not listed."""
        try:
            return self._ids.index(record_id.bytes)
        except ValueError:
            return -1

    def cells(self, row: int) -> list[str]:
        """The cells of one row."""
        page, offset = divmod(row, PAGE)
        if page not in self._pages:
            assert self._reader is not None
            ids = self._ids[page * PAGE : (page + 1) * PAGE]
            self._pages[page] = self._reader.cells(ids)
        return self._pages[page][offset]

    def flag(self, row: int) -> str:
        """What the mark of this row says; "" without one."""
        assert self._reader is not None
        table = self._reader.listing.record.__tablename__
        return self._flags.words(table, bytes(self._ids[row]))

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        if parent.isValid() or self._reader is None:
            return 0
        return len(self._reader.listing.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._reader is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cells(index.row())[index.column()]
        if role == CHIP_ROLE:
            column = self._reader.listing.columns[index.column()]
            return self._chip_role(column, self.cells(index.row())[index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role in FLAG_ROLES:
            text, at = self.cells(index.row())[index.column()], index.column()
            return answer(role, text, self.flag(index.row()), is_title=at == 0)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if self._reader is None or orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(self._reader.fields[section].label)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        assert self._reader is not None
        numeric = self._reader.fields[column].kind.numeric
        side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
