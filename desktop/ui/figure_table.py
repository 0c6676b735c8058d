"""The figures of a report as a table: heads of groups, indicators, their parts indented."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from desktop.base.i18n import N_, tr
from desktop.base.text import grouped
from desktop.fields import Count
from desktop.operations.period_reports import FigureLine, FigureSet
from desktop.ui.theme import theme_of
from desktop.ui.tokens import BODY
from desktop.ui.widgets.lines import AnyIndex, Lines
from desktop.ui.widgets.rows import CellDelegate
from desktop.ui.widgets.table import Table

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

COLUMNS = (
    N_("Chỉ tiêu"), N_("ĐVT"), N_("Tính từ hồ sơ"), N_("Sửa"), N_("Lũy kế / kế hoạch năm"),
    N_("Lý do sửa"),
)  # fmt: skip
NAME, UNIT, COMPUTED, EDITED, PLAN, REASON = range(len(COLUMNS))
_NUMBERS = (COMPUTED, EDITED, PLAN)
_WIDTHS = {UNIT: 90, COMPUTED: 120, EDITED: 100, PLAN: 180, REASON: 230}
_INDENT = 24
_LEAST_NAME = 260


class FigureList(Lines["str | FigureLine"]):
    """The rows of the table: a group's title, or a line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__([tr(head) for head in COLUMNS], parent)

    def show(self, groups: Sequence[FigureSet]) -> None:
        """List these groups, keeping the row of each line where nothing was added."""
        rows: list[str | FigureLine] = []
        for group in groups:
            rows += [group.title, *group.lines]
        if [_name(row) for row in rows] == [_name(row) for row in self._lines]:
            self._lines = rows
            last = self.index(len(rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.set_lines(rows)

    def figure(self, row: int) -> FigureLine | None:
        """The line in a row; None for a head or where there is no row."""
        found = self.line(row)
        return found if isinstance(found, FigureLine) else None

    def row_of(self, key: str) -> int:
        """The row of a line, -1 if it is not there."""
        return next((at for at, row in enumerate(self._lines) if _name(row) == key), -1)

    def heads(self) -> list[int]:
        """The rows in which titles of groups stand."""
        return [at for at, row in enumerate(self._lines) if isinstance(row, str)]

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if self.figure(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._lines[index.row()]
        if isinstance(row, str):
            return _head_data(row, index.column(), role)
        told = _ROLES.get(int(role))
        return None if told is None else told(row, index.column())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return _alignment(section)
        return super().headerData(section, orientation, role)


class FigureDelegate(CellDelegate):
    """Sets the parts of an indicator a little to the right of it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        if _line_of(index) is None:
            # Nobody can go there, but it is not something that is out of use.
            option.state = option.state | QStyle.StateFlag.State_Enabled
        if index.column() == NAME and _is_part(index):
            option.rect.setLeft(option.rect.left() + theme_of().px(_INDENT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme = theme_of()
        if _line_of(index) is None:
            painter.fillRect(option.rect, theme.colour("head"))
        elif option.state & QStyle.StateFlag.State_Selected and _is_part(index):
            # The indent belongs to the row that is chosen.
            painter.fillRect(option.rect, theme.colour("selected"))
        super().paint(painter, option, index)


class FigureTable(Table):
    """The table; ``opened`` tells the line whose records are wanted."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.list = FigureList(self)
        self.setModel(self.list)
        self.setItemDelegate(FigureDelegate(self))
        self.horizontalHeader().setSectionsMovable(False)

    def show_groups(self, groups: Sequence[FigureSet]) -> None:
        """Show these figures; the keyboard stays on its line."""
        here = self.current_line()
        self.list.show(groups)
        self.clearSpans()
        for row in self.list.heads():
            self.setSpan(row, 0, 1, len(COLUMNS))
        planned = any(line.plan for group in groups for line in group.lines)
        self.setColumnHidden(PLAN, not planned)
        self._fit_columns()
        row = self.list.row_of(here.key) if here is not None else 1
        if row >= 0:
            self.selectRow(row)

    def current_line(self) -> FigureLine | None:
        """The line that the keyboard is on."""
        return self.list.figure(self.currentIndex().row())

    def go_to(self, key: str) -> None:
        """Bring the keyboard to a line."""
        row = self.list.row_of(key)
        if row >= 0:
            self.selectRow(row)
            self.scrollTo(self.list.index(row, 0))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # pyright: ignore[reportArgumentType]
        self._fit_columns()

    def _fit_columns(self) -> None:
        theme, head = theme_of(self), self.horizontalHeader()
        widths = {
            column: theme.px(width)
            for column, width in _WIDTHS.items()
            if not self.isColumnHidden(column)
        }
        room = self.viewport().width() - sum(widths.values())
        head.resizeSection(NAME, max(room, theme.px(_LEAST_NAME)))
        for column, width in widths.items():
            head.resizeSection(column, width)


def _name(row: str | FigureLine) -> str:
    return row if isinstance(row, str) else row.key


def _line_of(index: AnyIndex) -> FigureLine | None:
    model = index.model()
    return model.figure(index.row()) if isinstance(model, FigureList) else None


def _is_part(index: AnyIndex) -> bool:
    line = _line_of(index)
    return line is not None and line.part is not None


def _head_data(title: str, column: int, role: int) -> object:
    if role == Qt.ItemDataRole.DisplayRole and column == NAME:
        return title
    return _strong() if role == Qt.ItemDataRole.FontRole else None


def _tip(line: FigureLine, column: int) -> str:
    return line.definition if column == NAME else _cell(line, column)


def _cell(line: FigureLine, column: int) -> str:
    count = Count()
    if column == NAME:
        share = f" ({line.share_text})" if line.share_text else ""
        return f"{line.label}{share}" if line.part else f"{line.key}  {line.label}{share}"
    if column == UNIT:
        return line.unit
    if column == COMPUTED:
        return count.format(line.computed)
    if column == PLAN:
        return _reached(line)
    if line.edit is None:
        return ""
    return count.format(line.edit.edited) if column == EDITED else line.edit.reason


def _reached(line: FigureLine) -> str:
    if line.plan is None:
        return ""
    told = f"{grouped(line.plan.so_far)} / {grouped(line.plan.planned)}"
    return told if line.plan.percent is None else f"{told} = {grouped(line.plan.percent)}%"


def _font(_line: FigureLine, column: int) -> QFont | None:
    return _strong() if column == EDITED else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _strong() -> QFont:
    return theme_of().font(BODY, strong=True)


def _ink(line: FigureLine, column: int) -> object:
    theme = theme_of()
    if column == EDITED:
        return theme.colour("warning")
    replaced = column == COMPUTED and line.edit is not None
    nothing = column == COMPUTED and line.computed == 0
    if replaced or nothing or column in (UNIT, REASON) or (column == NAME and line.part):
        return theme.colour("quiet")
    return None


_ROLES: Mapping[int, Callable[[FigureLine, int], object]] = MappingProxyType(
    {
        Qt.ItemDataRole.DisplayRole.value: _cell,
        Qt.ItemDataRole.ToolTipRole.value: _tip,
        Qt.ItemDataRole.TextAlignmentRole.value: lambda _line, column: _alignment(column),
        Qt.ItemDataRole.FontRole.value: _font,
        Qt.ItemDataRole.ForegroundRole.value: _ink,
    }
)
