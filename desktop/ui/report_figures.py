"""The figures of a report: the table, what the chosen line counts, and what can be done with it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations import figure_records
from desktop.operations.figure_records import FigureRecord
from desktop.operations.period_reports import FigureLine, FigureSet
from desktop.ui.figure_dialogs import FigureDialog, FigureRecordsDialog
from desktop.ui.figure_table import FigureTable
from desktop.ui.theme import set_icon
from desktop.ui.tokens import CARD_PADDING
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.labels import ElidedLabel
from desktop.ui.workplace import Workplace


class ReportFigures(Card):
    """Enter or a double click shows the records behind a line, F2 changes its figure.

    ``record_asked`` carries table and id of a record to open.
    """

    record_asked = Signal(str, object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, flush=True)
        self._workplace = workplace
        self._report_id: uuid.UUID | None = None
        self._editable = self._frozen = False
        self.table = FigureTable(tr("Số liệu của báo cáo"))
        self.definition = ElidedLabel("", "quiet")
        self.records_button = QPushButton(tr("Xem hồ sơ"))
        self.edit_button = QPushButton(tr("Sửa số"))
        self._lay()
        self.table.opened.connect(self._opened)
        self.table.selectionModel().currentRowChanged.connect(self._say)
        workplace.actions.bind(self.table, "edit", self.edit, here_only=True)

    def show_figures(
        self, report_id: uuid.UUID, groups: Sequence[FigureSet], *, editable: bool, frozen: bool
    ) -> None:
        """Show the figures of a report."""
        self._report_id, self._editable, self._frozen = report_id, editable, frozen
        self.table.show_groups(groups)
        self.edit_button.setVisible(editable)
        self._say()

    def show_records(self) -> None:
        """Ask for the records behind the chosen line, and list them."""
        line = self.table.current_line()
        if line is None or self._report_id is None:
            return
        deed = partial(
            figure_records.drill,
            report_id=self._report_id,
            indicator=line.code,
            part=line.part,
        )
        self._workplace.ask(deed, partial(self._list, line))

    def edit(self) -> FigureDialog | None:
        """Change the chosen figure by hand."""
        line = self.table.current_line()
        if line is None or self._report_id is None or not self._editable:
            return None
        dialog = FigureDialog(self._workplace, self._report_id, line, self._called(line), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _lay(self) -> None:
        set_icon(self.records_button, "list-checks")
        self.records_button.setToolTip(tr("Các bản ghi làm nên số này (Enter)"))
        self.records_button.clicked.connect(lambda _checked=False: self.show_records())
        set_icon(self.edit_button, "pencil")
        self.edit_button.setToolTip(tr("Ghi số khác, kèm lý do (F2)"))
        self.edit_button.clicked.connect(lambda _checked=False: self.edit())
        foot = QHBoxLayout()
        foot.setContentsMargins(CARD_PADDING, 8, 10, 8)
        foot.setSpacing(8)
        foot.addWidget(self.definition, 1)
        foot.addWidget(self.edit_button)
        foot.addWidget(self.records_button)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.body.addLayout(column)

    def _opened(self, _index: QModelIndex) -> None:
        self.show_records()

    def _say(self) -> None:
        line = self.table.current_line()
        self.definition.setText("" if line is None else line.definition)
        for button in (self.records_button, self.edit_button):
            button.setEnabled(line is not None)

    def _called(self, line: FigureLine) -> str:
        """The name of a line; a part is named after its indicator."""
        if line.part is None:
            return f"{line.key} · {line.label}"
        whole = self.table.list.figure(self.table.list.row_of(line.code))
        assert whole is not None
        return f"{line.code} · {whole.label} – {line.label}"

    def _list(self, line: FigureLine, found: list[FigureRecord]) -> None:
        dialog = FigureRecordsDialog(line, self._called(line), found, self, frozen=self._frozen)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.opened.connect(self.record_asked)
        dialog.open()
