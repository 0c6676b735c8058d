"""Theo dõi: which commune has sent what in which month; the files of one of them."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.base.text import fold, grouped
from desktop.operations.exchange_board import (
    Board,
    BoardRow,
    Cell,
    read_board,
)
from desktop.ui.exchange_words import numbers_text
from desktop.ui.package_history_dialog import PackageHistoryDialog
from desktop.ui.purge_board import PurgeButton
from desktop.ui.theme import theme_of
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.column_fit import ColumnFit
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.lines import AnyIndex, Lines
from desktop.ui.widgets.rows import CHIP_ROLE
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import Table
from desktop.ui.workplace import Workplace

_SEARCH_WIDTH = 230


class BoardList(Lines[BoardRow]):
    """Communes by months, narrowed by their names."""

    def __init__(self, parent: QObject) -> None:
        super().__init__((), parent)
        self._board = Board((), ())
        self._words = ""

    def show(self, board: Board) -> None:
        """Show this board."""
        self._board = board
        self.narrow(self._words)

    def narrow(self, words: str) -> None:
        """Show only the communes whose name has these words."""
        self._words = words
        wanted, months = fold(words), [_month(one) for one in self._board.months]
        rows = [row for row in self._board.rows if wanted in fold(row.name)]
        heads = [tr("Xã, phường"), *months, tr("Cần xem lại")]
        # Nearly always no clock is wrong, and months want the room.
        if any(row.wrong_clocks for row in self._board.rows):
            heads.append(tr("Đồng hồ máy"))
        self.set_lines(rows, heads)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._lines[index.row()]
        words, chip = _shown(row, index.column() - 1)
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(row, index.column() - 1) or words
        if role == CHIP_ROLE:
            return chip
        return None


def _month(first: dt.date) -> str:
    return tr("Tháng {month}").format(month=f"{first:%m/%Y}")


def _shown(row: BoardRow, at: int) -> tuple[str, Role | None]:
    if at < 0:
        return row.name, Role.WARNING if row.cloned else None
    if at > len(row.cells):
        return clock_words(row), Role.WARNING if row.wrong_clocks else None
    if at == len(row.cells):
        return (_disputed_words(row), Role.ERROR) if row.disputed else ("", None)
    return cell_words(row.cells[at], enrolled=row.enrolled)


def _disputed_words(row: BoardRow) -> str:
    """How many records wait for a choice, and how many of them for long."""
    words = tr("{n} (quá 30 ngày: {old})") if row.old else "{n}"
    return words.format(n=grouped(row.disputed), old=grouped(row.old))


def cell_words(cell: Cell, *, enrolled: bool) -> tuple[str, Role | None]:
    """What stands in a cell of the board, and the colour of its chip."""
    if cell.missing:
        return tr("Thiếu số {numbers}").format(numbers=numbers_text(cell.missing)), Role.WARNING
    if cell.numbers:
        words = tr("Đã nhận số {numbers}").format(numbers=numbers_text(cell.numbers))
        if cell.reports:
            words = tr("{files} · có báo cáo").format(files=words)
        return words, Role.GOOD
    if cell.reports:
        return tr("Có báo cáo"), Role.GOOD
    return (tr("Chưa gửi") if enrolled else tr("Chưa có thẻ khóa")), None


def clock_words(row: BoardRow) -> str:
    """Which PCs of an office have a wrong clock; "" if none has."""
    if not row.wrong_clocks:
        return ""
    return tr("Sai: máy {letters}").format(letters=", ".join(row.wrong_clocks))


def _what_to_do() -> str:
    return tr(
        "Tệp mới nhất của các máy này ghi bằng đồng hồ không tin được. Dữ liệu không sao, chỉ ngày "
        "giờ ghi trong lịch sử là sai. Hãy gọi báo nơi đó chỉnh ngày giờ của máy; nếu tắt máy rồi "
        "mở mà giờ lại sai thì pin CMOS đã hết: cần thay pin."
    )


def _tip(row: BoardRow, at: int) -> str:
    if at > len(row.cells) and row.wrong_clocks:
        return "\n".join((clock_words(row), _what_to_do()))
    if at < 0:
        return "\n".join((row.name, *row.cloned))
    if at >= len(row.cells):
        return ""
    cell = row.cells[at]
    told = [cell_words(cell, enrolled=row.enrolled)[0]]
    if cell.missing and cell.numbers:
        told.append(tr("Đã nhận số {numbers}").format(numbers=numbers_text(cell.numbers)))
    return "\n".join([*told, *cell.reports])


class BoardView(QWidget):
    """The board; a double click or Enter shows the files of a commune."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self.rows = BoardList(self)
        self.table = Table(tr("Theo dõi gửi, nhận"))
        self.table.setModel(self.rows)
        self.table.opened.connect(self._open)
        self._fit = ColumnFit(self.table)
        self.search = SearchField(tr("Tìm xã, phường"))
        self.search.setFixedWidth(theme_of(self).px(_SEARCH_WIDTH))
        self.search.searched.connect(self._narrow)
        self.search.left_down.connect(self.table.setFocus)
        self.late = Chip("", Role.NEUTRAL)
        card = Card(tr("Xã, phường đã gửi gì trong từng tháng"), flush=True)
        card.add_beside_title(self.late)
        self.clocks = Chip("", Role.WARNING)
        card.add_beside_title(self.clocks)
        self.purges = PurgeButton(workplace)
        card.add_action(self.search)
        card.add_action(self.purges)
        self._none = EmptyState("users", tr("Danh bạ chưa có xã, phường nào."))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._none)
        self.stack.addWidget(self.table)
        card.body.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.addWidget(card)

    def refresh(self) -> None:
        """Read the board."""
        self._workplace.ask(read_board, self._show)
        self.purges.refresh()

    def take_keyboard(self) -> None:
        """The table."""
        self.table.setFocus()

    def _show(self, board: Board) -> None:
        self.rows.show(board)
        self._fit.fit()
        late = sum(1 for row in board.rows if row.cells and not row.cells[-1].numbers)
        words = tr("{n} nơi chưa gửi tháng này").format(n=grouped(late))
        self.late.set_state(words, Role.WARNING if late else Role.GOOD)
        self.late.setVisible(bool(late))
        self._show_clocks([row for row in board.rows if row.wrong_clocks])
        self.stack.setCurrentWidget(self.table if board.rows else self._none)

    def _show_clocks(self, rows: list[BoardRow]) -> None:
        words = tr("{n} nơi có máy sai giờ").format(n=grouped(len(rows)))
        self.clocks.set_state(words, Role.WARNING)
        named = "\n".join(f"{row.name}: {clock_words(row)}" for row in rows)
        self.clocks.setToolTip("\n\n".join((_what_to_do(), named)))
        self.clocks.setVisible(bool(rows))

    def _narrow(self, words: str) -> None:
        self.rows.narrow(words)
        self._fit.fit()

    def _open(self, index: QModelIndex) -> None:
        row = self.rows.line(index.row())
        if row is not None:
            PackageHistoryDialog(self._workplace, row, self).open()
