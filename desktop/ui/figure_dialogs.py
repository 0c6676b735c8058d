"""What lies behind a figure of a report, and changing it by hand."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.fields import Count
from desktop.operations import reports
from desktop.operations.figure_records import FigureRecord
from desktop.operations.period_reports import FigureLine
from desktop.records import ReportFigure
from desktop.ui.deed_dialog import DeedDialog
from desktop.ui.form_group import FormGroup
from desktop.ui.record_form import RecordForm
from desktop.ui.theme import theme_of
from desktop.ui.tokens import Role
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.rows import BELOW_ROLE, END_CHIP_ROLE
from desktop.ui.widgets.table import TwoLineList
from desktop.ui.workplace import Workplace

_LIST_HEIGHT = 330


class FigureRecordsDialog(DialogFrame):
    """Lists the records behind a figure; ``opened`` carries table and id of the one to open."""

    opened = Signal(str, object)

    def __init__(
        self,
        line: FigureLine,
        name: str,
        found: Sequence[FigureRecord],
        parent: QWidget,
        *,
        frozen: bool,
    ) -> None:
        """name: what the figure is called; frozen: it was kept at approval, records go on."""
        super().__init__(tr("Hồ sơ của số liệu"), parent, width=680, heading=name)
        self._found = list(found)
        told = tr("{value} {unit} · {count} bản ghi").format(
            value=Count().format(line.computed), unit=line.unit, count=grouped(len(found))
        )
        self.body.addWidget(label(told, "strong"))
        definition = label(line.definition, "quiet")
        definition.setWordWrap(True)
        self.body.addWidget(definition)
        if frozen:
            note = label(tr("Số đã chốt khi duyệt; dưới đây là các bản ghi hiện có."), "warning")
            note.setWordWrap(True)
            self.body.addWidget(note)
        self.list = TwoLineList(tr("Các bản ghi"))
        self.list.setMinimumHeight(theme_of(self).px(_LIST_HEIGHT))
        self.list.setModel(self._model())
        self.body.addWidget(self.list, 1)
        self.add_cancel(tr("Đóng"))
        self.open_button = self.add_primary(tr("Mở bản ghi"), self.open_chosen)
        self.open_button.setEnabled(bool(found))
        self.list.opened.connect(self._open)
        if found:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
            self.list.setFocus()

    def open_chosen(self) -> None:
        """Open the record that the keyboard is on."""
        self._open(self.list.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            one = self._found[index.row()]
            self.accept()
            self.opened.emit(one.table, one.id)

    def _model(self) -> QStandardItemModel:
        model = QStandardItemModel(self)
        kinds = {one.kind for one in self._found}
        for one in self._found:
            item = QStandardItem(one.title or tr("(chưa có tên)"))
            item.setData(one.detail, BELOW_ROLE)
            item.setData(f"{one.title}\n{one.detail}", Qt.ItemDataRole.ToolTipRole)
            if len(kinds) > 1:
                item.setData((one.kind, Role.NEUTRAL.value), END_CHIP_ROLE)
            item.setEditable(False)
            model.appendRow(item)
        if not self._found:
            empty = QStandardItem(tr("Không có bản ghi nào trong kỳ."))
            empty.setEnabled(False)
            model.appendRow(empty)
        return model


class FigureDialog(DeedDialog):
    """Gives a figure by hand, with the reason, or takes that of the records again."""

    def __init__(
        self,
        workplace: Workplace,
        report_id: uuid.UUID,
        line: FigureLine,
        name: str,
        parent: QWidget,
    ) -> None:
        super().__init__(workplace, tr("Sửa số liệu"), parent, width=560, heading=name)
        self._report_id, self._line = report_id, line
        told = tr("Tính từ hồ sơ: {value} {unit}").format(
            value=Count().format(line.computed), unit=line.unit
        )
        self.body.addWidget(label(told, "strong"))
        definition = label(line.definition, "quiet")
        definition.setWordWrap(True)
        self.body.addWidget(definition)
        self.form = RecordForm(ReportFigure, workplace.context, only=("edited", "reason"))
        self.forms = FormGroup([self.form])
        values = {"edited": line.shown, "reason": line.edit.reason if line.edit else None}
        self.form.set_values({"indicator": line.key, "report_id": report_id, **values})
        self.body.addWidget(self.form)
        self.add_cancel()
        self.restore_button = self.add_button(tr("Lấy lại số từ hồ sơ"), self.restore)
        self.restore_button.setVisible(line.edit is not None)
        self.add_primary(tr("Cất"), self.save)
        self.form.go_to("edited")

    def save(self) -> None:
        """Keep the figure with its reason."""
        if not self.check():
            return
        values = self.form.values()
        deed = partial(
            reports.edit_figure,
            report_id=self._report_id,
            indicator=self._line.key,
            value=values["edited"],
            reason=values["reason"],
        )
        self.carry_out(deed)

    def restore(self) -> None:
        """Take the figure of the records again."""
        deed = partial(reports.restore_figure, report_id=self._report_id, indicator=self._line.key)
        self.carry_out(deed)
