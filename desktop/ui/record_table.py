"""A list of records as every screen shows it: columns, filters, copying, export."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.paths import free_name, write_whole
from desktop.operations import lists
from desktop.operations.lists import Filter, Listing, ListLook
from desktop.records import record_types
from desktop.ui.dialogs import ask_save_path
from desktop.ui.filter_menu import filter_menu
from desktop.ui.record_list import ChipRole, RecordList, no_chips
from desktop.ui.theme import set_icon, set_look, theme_of
from desktop.ui.tokens import CELL_PADDING, Role
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.flow_layout import FlowLayout
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.table import Table
from desktop.ui.workplace import Workplace

_REMEMBER_AFTER_MS = 800
_CHARACTER = 8


class NamedFilter:
    """A filter with the words that its chip shows."""

    def __init__(self, text: str, *filters: Filter) -> None:
        self.text = text
        self.filters = filters


class RecordTable(QWidget):
    """Lists one record type for a user, arranged as the user left it.

    ``opened`` tells the record to open, ``selected`` the one the keyboard is on (None for none).
    Header: right click shows and hides columns, dragging reorders, clicking sorts; kept per user.
    """

    opened = Signal(object)
    selected = Signal(object)
    add_asked = Signal()

    def __init__(
        self,
        workplace: Workplace,
        table: str,
        empty: str,
        parent: QWidget | None = None,
        *,
        chip_role: ChipRole = no_chips,
        columns: Sequence[str] | None = None,
    ) -> None:
        """empty: what to do when there is nothing, as a sentence; columns: instead of the listed."""
        super().__init__(parent)
        self._workplace = workplace
        self._table_name = table
        self._record = record_types()[table]
        self._look = lists.read_look(workplace.office, table)
        if columns is not None and self._look.columns == lists.default_columns(self._record):
            self._look = ListLook(tuple(columns), self._look.widths, self._look.order)
        self._fixed: tuple[Filter, ...] = ()
        self._filters: list[NamedFilter] = []
        self.model = RecordList(workplace.office, self, chip_role)
        self.view = Table(tr(self._record.plural))
        self.view.setModel(self.model)
        self._empty = EmptyState("inbox", empty, self._add_words())
        self._count = label("", "quiet")
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self._later = QTimer(self, singleShot=True, interval=_REMEMBER_AFTER_MS)
        self._lay()
        self._connect()

    def _add_words(self) -> str:
        if not self._workplace.may_write(self._table_name):
            return ""
        return tr("Thêm {what} (Ctrl+N)").format(what=tr(self._record.singular).lower())

    def _lay(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        set_look(self._chips, "clear")
        self._chips.hide()
        column.addWidget(self._chips)
        column.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(CELL_PADDING, 0, 4, 4)
        foot.addWidget(self._count, 1)
        self.filter_button = self._tool("list-filter", tr("Lọc"))
        self.columns_button = self._tool("columns-3", tr("Chọn cột"))
        self.export_button = self._tool("file-output", tr("Xuất Excel đúng những gì đang hiện"))
        foot.addWidget(self.filter_button)
        foot.addWidget(self.columns_button)
        foot.addWidget(self.export_button)
        column.addLayout(foot)

    def _tool(self, icon: str, tip: str) -> QToolButton:
        button = QToolButton()
        set_icon(button, icon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button

    def _connect(self) -> None:
        head = self.view.horizontalHeader()
        head.setSectionsClickable(True)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._choose_columns_at)
        head.sectionClicked.connect(self._sort_by)
        head.sectionResized.connect(self._arranged)
        head.sectionMoved.connect(self._arranged)
        self._later.timeout.connect(self._remember)
        self.view.opened.connect(self._open)
        self.view.selectionModel().currentRowChanged.connect(self._tell_selected)
        self._empty.asked.connect(self.add_asked)
        self.filter_button.clicked.connect(self._offer_filters)
        below = self.columns_button
        below.clicked.connect(
            lambda: self._choose_columns(below.mapToGlobal(QPoint(0, below.height())))
        )
        self.export_button.clicked.connect(self.export)
        for action_id, deed in (
            ("copy_rows", self.copy_rows),
            ("export", self.export),
            ("first", self.view.scrollToTop),
            ("last", self.view.scrollToBottom),
        ):
            self._workplace.actions.bind(self.view, action_id, deed, here_only=True)

    # -- what is listed -------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list anew, keeping the record the keyboard is on."""
        here = self.current_id()
        self.model.show(self.listing())
        self._show_widths()
        self._show_count()
        if here is not None:
            self.select(here)

    def listing(self) -> Listing:
        """What is shown now."""
        filters = [f for named in self._filters for f in named.filters]
        return lists.listing(
            self._workplace.office,
            self._table_name,
            self._look.columns,
            [*self._fixed, *filters],
            self._look.order,
        )

    def fix(self, *filters: Filter) -> None:
        """Show only these, always; without a chip, as the parts of one record."""
        self._fixed = filters
        self.refresh()

    def set_filters(self, filters: Sequence[NamedFilter]) -> None:
        """Show these filters as chips that can be taken away, and list what they let pass."""
        self._filters = list(filters)
        self._show_chips()
        self.refresh()

    def filters(self) -> list[NamedFilter]:
        """The filters whose chips are shown."""
        return list(self._filters)

    def filter_text(self) -> str:
        """The filters in words, for exports."""
        return "; ".join(named.text for named in self._filters)

    def count(self) -> int:
        """How many records are listed."""
        return self.model.rowCount()

    def current_id(self) -> uuid.UUID | None:
        """The record the keyboard is on."""
        index = self.view.currentIndex()
        return self.model.record_id(index.row()) if index.isValid() else None

    def selected_ids(self) -> list[uuid.UUID]:
        """All marked records."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.model.record_id(row) for row in rows]

    def select(self, record_id: uuid.UUID) -> bool:
        """Bring the keyboard to a record; False if it is not listed."""
        row = self.model.row_of(record_id)
        if row >= 0:
            self.view.selectRow(row)
            self.view.scrollTo(self.model.index(row, 0))
        return row >= 0

    def step(self, by: int) -> None:
        """Go on by so many rows, stopping at the ends."""
        row = self.view.currentIndex().row() + by
        if self.count():
            self.view.selectRow(max(0, min(row, self.count() - 1)))

    # -- deeds ----------------------------------------------------------------------

    def copy_rows(self) -> None:
        """Put the marked rows on the clipboard, cells separated by tabs."""
        shown, ids = self.listing(), self.selected_ids()
        self._workplace.ask(lambda office: lists.copy_rows(office, shown, ids), self._copied)

    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        rows = len(text.splitlines())
        self._workplace.tell(tr("Đã sao chép {count} dòng.").format(count=rows))

    def export(self) -> None:
        """Save what is shown as an Excel file."""
        shown, words = self.listing(), self.filter_text()
        suggested = Path.home() / f"{self._table_name}.xlsx"
        path = ask_save_path(self, tr("Xuất Excel"), suggested, tr("Tệp Excel (*.xlsx)"))
        if path is not None:
            self._workplace.ask(
                lambda office: _write(path, lists.export_list(office, shown, words)),
                lambda saved: self._workplace.tell(tr("Đã lưu {name}.").format(name=saved.name)),
            )

    # -- inside ---------------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.model.record_id(index.row()))

    def _tell_selected(self, index: QModelIndex) -> None:
        self.selected.emit(self.model.record_id(index.row()) if index.isValid() else None)

    def _show_count(self) -> None:
        self._stack.setCurrentWidget(self.view if self.count() else self._empty)
        self._count.setText(tr("{count} dòng").format(count=f"{self.count():,}".replace(",", ".")))

    def _show_chips(self) -> None:
        self._flow.clear()
        for named in self._filters:
            chip = Chip(named.text, Role.MAIN, removable=True)
            chip.removed.connect(lambda named=named: self._drop(named))
            self._flow.addWidget(chip)
        if self._filters:
            clear = QPushButton(tr("Xóa bộ lọc"))
            set_look(clear, "link")
            clear.clicked.connect(lambda: self.set_filters(()))
            self._flow.addWidget(clear)
        self._chips.setVisible(bool(self._filters))

    def _offer_filters(self) -> None:
        button = self.filter_button
        menu = filter_menu(self._workplace, self._record, self.narrow, self)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def narrow(self, words: str, narrowed: Filter) -> None:
        """Show only what passes this filter too; another answer takes the place of a former one."""
        others = [one for one in self._filters if one.filters[0].column != narrowed.column]
        self.set_filters([*others, NamedFilter(words, narrowed)])

    def _drop(self, named: NamedFilter) -> None:
        self.set_filters([other for other in self._filters if other is not named])

    def _sort_by(self, section: int) -> None:
        name = self._look.columns[section]
        first, ascending = self._look.order[0]
        order = ((name, not ascending if name == first else True),)
        self._look = ListLook(self._look.columns, self._look.widths, order)
        self._later.start()
        self.refresh()

    def _show_widths(self) -> None:
        head = self.view.horizontalHeader()
        head.blockSignals(True)
        unit = theme_of(self).px(_CHARACTER)
        for at, name in enumerate(self._look.columns):
            field = lists.field_of(self._record, name)
            words = max(field.kind.width, len(tr(field.label)) + 4)
            head.resizeSection(at, self._look.widths.get(name, words * unit))
        name, ascending = self._look.order[0]
        shown = name in self._look.columns
        head.setSortIndicatorShown(shown)
        if shown:
            order = Qt.SortOrder.AscendingOrder if ascending else Qt.SortOrder.DescendingOrder
            head.setSortIndicator(self._look.columns.index(name), order)
        head.blockSignals(False)

    def _remember(self) -> None:
        head = self.view.horizontalHeader()
        order = [head.logicalIndex(at) for at in range(len(self._look.columns))]
        columns = tuple(self._look.columns[at] for at in order)
        widths = {self._look.columns[at]: head.sectionSize(at) for at in order[:-1]}
        look = ListLook(columns, widths, self._look.order)
        self._workplace.ask(
            lambda office: lists.keep_look(office, self._table_name, look), _nothing
        )

    def _arranged(self, *_where: int) -> None:
        self._later.start()

    def _choose_columns_at(self, at: QPoint) -> None:
        self._choose_columns(self.view.horizontalHeader().mapToGlobal(at))

    def _choose_columns(self, at: QPoint) -> None:
        menu = QMenu(self)
        for field in self._record.fields():
            if field.level > self._workplace.max_level or field.no == 0:
                continue
            action = QAction(tr(field.label), menu, checkable=True)
            action.setChecked(field.name in self._look.columns)
            action.toggled.connect(partial(self._show_column, field.name))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(tr("Trở lại mặc định"), self._reset)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _show_column(self, name: str, on: bool) -> None:
        columns = [column for column in self._look.columns if column != name]
        if on:
            columns.append(name)
        if columns:
            self._look = ListLook(tuple(columns), self._look.widths, self._look.order)
            self._later.start()
            self.refresh()

    def _reset(self) -> None:
        self._look = ListLook(
            lists.default_columns(self._record), {}, lists.default_order(self._record)
        )
        self._later.start()
        self.refresh()


def _write(path: Path, content: bytes) -> Path:
    """Save a file; under a free name if the chosen one is open in Excel."""
    try:
        write_whole(path, content)
    except PermissionError:
        path = free_name(path)
        write_whole(path, content)
    except OSError as error:
        raise UserError(
            tr("Không ghi được tệp {name}. Hãy chọn thư mục khác.").format(name=path.name)
        ) from error
    return path


def _nothing(_result: object) -> None:
    return
