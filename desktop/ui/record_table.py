"""A list of records as every screen shows it: columns, filters, copying, export."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.paths import free_name, write_whole
from desktop.operations import exports, lists
from desktop.operations.lists import Filter, Listing
from desktop.records import record_types
from desktop.rules.permissions import Permission
from desktop.ui.actions import button_for
from desktop.ui.dialogs import ask_save_path
from desktop.ui.export_reason import ExportReasonDialog
from desktop.ui.filter_chips import FilterChips, NamedFilter
from desktop.ui.filter_menu import filter_menu
from desktop.ui.list_columns import ListColumns
from desktop.ui.record_list import ChipRole, RecordList, no_chips
from desktop.ui.tokens import CELL_PADDING
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.table import Table
from desktop.ui.workplace import Workplace


class RecordTable(QWidget):
    """Lists one record type for a user, arranged as the user left it.

    ``opened`` tells the record to open, ``selected`` the one the keyboard is on (None for none).
    The header is arranged by ``columns``, the filters are held by ``chips``.
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
        self._fixed: tuple[Filter, ...] = ()
        self.model = RecordList(workplace, self, chip_role)
        self.view = Table(tr(self._record.plural))
        self.view.setModel(self.model)
        self.columns = ListColumns(workplace, table, self.view, columns)
        self._empty = EmptyState("inbox", empty, self._add_words())
        self._count = label("", "quiet")
        self.chips = FilterChips()
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
        self.chips.setContentsMargins(CELL_PADDING, 0, CELL_PADDING, 0)
        column.addWidget(self.chips)
        column.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(CELL_PADDING, 0, 4, 4)
        foot.addWidget(self._count, 1)
        self.filter_button = self._tool("filter", self._offer_filters)
        self.columns_button = self._tool("columns", self._offer_columns)
        self.export_button = self._tool("export", self.export)
        foot.addWidget(self.filter_button)
        foot.addWidget(self.columns_button)
        foot.addWidget(self.export_button)
        column.addLayout(foot)

    def _tool(self, action_id: str, deed: Callable[[], object]) -> QAbstractButton:
        action = self._workplace.actions.bind(self.view, action_id, deed, here_only=True)
        return button_for(action, icon_only=True)

    def _connect(self) -> None:
        self.columns.changed.connect(self.refresh)
        self.chips.changed.connect(self.refresh)
        self.view.opened.connect(self._open)
        self.view.selectionModel().currentRowChanged.connect(self._tell_selected)
        self._empty.asked.connect(self.add_asked)
        for action_id, deed in (
            ("copy_rows", self.copy_rows),
            ("first", self.view.scrollToTop),
            ("last", self.view.scrollToBottom),
        ):
            self._workplace.actions.bind(self.view, action_id, deed, here_only=True)

    # -- what is listed -------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list anew, keeping the record the keyboard is on."""
        here = self.current_id()
        self.model.show(self.listing())
        self.columns.show_widths()
        self._show_count()
        if here is not None:
            self.select(here)

    def listing(self) -> Listing:
        """What is shown now."""
        return lists.listing(
            self._workplace.office,
            self._table_name,
            self.columns.look.columns,
            [*self._fixed, *self.chips.conditions()],
            self.columns.look.order,
        )

    def fix(self, *filters: Filter) -> None:
        """Show only these, always; without a chip, as the parts of one record."""
        self._fixed = filters
        self.refresh()

    def set_filters(self, filters: Sequence[NamedFilter]) -> None:
        """Show these filters as chips that can be taken away, and list what they let pass."""
        self.chips.set_filters(filters)

    def filters(self) -> list[NamedFilter]:
        """The filters whose chips are shown."""
        return self.chips.filters()

    def filter_text(self) -> str:
        """The filters in words, for exports."""
        return "; ".join(self.chips.words())

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

    def lock(self, why: str) -> None:
        """Offer no new record where the list is empty; "" does again."""
        if self._empty.button is not None:
            self._empty.button.setEnabled(not why)
            self._empty.button.setToolTip(why)

    # -- deeds ----------------------------------------------------------------------

    def copy_rows(self) -> ExportReasonDialog | None:
        """Put the marked rows on the clipboard, cells separated by tabs.

        The reason for taking names out is asked once for each list as long as one is signed in.
        """
        shown, ids, reasons = self.listing(), self.selected_ids(), self._workplace.reasons
        table = self._table_name

        def copy(reason: str) -> None:
            reasons.keep_for_copying(table, reason)
            self._workplace.ask(
                lambda office: exports.copy_rows(office, shown, ids, reason), self._copied
            )

        if reason := reasons.for_copying(table):
            copy(reason)
            return None
        return self._with_reason(shown, tr("Sao chép"), copy)

    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        rows = len(text.splitlines())
        self._workplace.tell(tr("Đã sao chép {count} dòng.").format(count=rows))

    def export(self) -> ExportReasonDialog | None:
        """Save what is shown as an Excel file, once a reason is given if it names people."""
        shown, words = self.listing(), self.filter_text()
        return self._with_reason(
            shown, tr("Xuất Excel"), lambda reason: self._export(shown, words, reason)
        )

    def _export(self, shown: Listing, words: str, reason: str) -> None:
        suggested = Path.home() / exports.export_name(self._workplace.office, shown)
        path = ask_save_path(self, tr("Xuất Excel"), suggested, tr("Tệp Excel (*.xlsx)"))
        if path is not None:
            self._workplace.ask(
                lambda office: _write(path, exports.export_list(office, shown, words, reason)),
                lambda saved: self._workplace.tell(tr("Đã lưu {name}.").format(name=saved.name)),
            )

    def _with_reason(
        self, shown: Listing, verb: str, deed: Callable[[str], None]
    ) -> ExportReasonDialog | None:
        """Do it with the reason for which names leave the office; without one where none do.

        Who may not take names out is not asked: the operation says so.
        """
        may = self._workplace.may(Permission.EXPORT_IDENTITIES)
        if not (may and exports.names_people(shown)):
            deed("")
            return None
        what = tr(self._record.plural)
        dialog = ExportReasonDialog(self._workplace.reasons, what, verb, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.given.connect(deed)
        dialog.open()
        return dialog

    # -- inside ---------------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.model.record_id(index.row()))

    def _tell_selected(self, index: QModelIndex) -> None:
        self.selected.emit(self.model.record_id(index.row()) if index.isValid() else None)

    def _show_count(self) -> None:
        self._stack.setCurrentWidget(self.view if self.count() else self._empty)
        self._count.setText(tr("{count} dòng").format(count=f"{self.count():,}".replace(",", ".")))

    def _offer_columns(self) -> None:
        below = self.columns_button
        self.columns.choose(below.mapToGlobal(QPoint(0, below.height())))

    def _offer_filters(self) -> None:
        button = self.filter_button
        menu = filter_menu(self._workplace, self._record, self.narrow, self)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def narrow(self, words: str, narrowed: Filter) -> None:
        """Show only what passes this filter too; another answer takes the place of a former one."""
        self.chips.narrow(NamedFilter(words, narrowed))


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
